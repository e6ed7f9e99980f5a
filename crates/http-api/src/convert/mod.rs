//! From what use cases answer to what travels, one file per resource.

mod absence;
mod app;
mod assignment;
mod bpmn;
mod build;
mod case;
mod deadline;
mod import;
mod outside;
mod package;
mod people;
mod portal;
mod record;
mod task;
mod times;
mod trace;
mod trying;
mod view;
mod workbook;

pub(crate) use absence::absences;
pub(crate) use app::{app_detail, app_summary, form_detail};
pub(crate) use assignment::assignment_check;
pub(crate) use bpmn::bpmn_proposal;
pub(crate) use build::{build_app, build_object, changes, choices, differences, findings, migration, object_changes, step, version_entry};
pub(crate) use case::{cases_weighed, running_cases, steps_chosen};
pub(crate) use import::{import_settings, import_state};
pub(crate) use outside::{incident, message_address};
pub(crate) use package::{import_order, package_report, slot_entry};
pub(crate) use people::{audit_entry, dead_letter, department_detail, locale_from, names, role_entry, user_detail};
pub(crate) use portal::{portal_page, progress};
pub(crate) use record::{
    comment, comments, export_order, filter, history, kept_entry, lookup_option, options_asked, options_offered, record_detail, record_page,
    record_query, unseen_record,
};
pub(crate) use task::{acted, message_item, task_card, task_choices, task_counts};
pub(crate) use times::{flow_times, times_asked};
pub(crate) use trace::flow_trace;
pub(crate) use trying::operation_trial;
pub(crate) use view::{bulk_request, group_query, groups, own_views, view};
pub(crate) use workbook::{workbook_made, workbook_proposal};

use crate::dto::{Json, LabelText, PersonRef, Values};
use value::{Label, UserId};

/// Anything that can be written as JSON.
pub(crate) fn json(value: &impl serde::Serialize) -> Json {
    serde_json::to_value(value).unwrap_or_default()
}

pub(crate) fn values(map: serde_json::Map<String, Json>) -> Values {
    map.into_iter().collect()
}

pub(crate) fn map(values: Values) -> serde_json::Map<String, Json> {
    values.into_iter().collect()
}

fn labels(labels: &[Label]) -> Vec<LabelText> {
    labels.iter().map(LabelText::from).collect()
}

fn person(id: Option<UserId>, name: &str) -> Option<PersonRef> {
    id.map(|id| PersonRef { id: id.to_string(), name: name.to_owned() })
}
