//! 部门多选

use super::people::{self, PeopleScope, Within};
use super::relation::RelationTarget;
use super::settings;
use crate::words::{example, pair};
use crate::{Behaviour, Control, Findings, FormEnvironment, Group};
use definition::Field;
use std::sync::Arc;

/// The kind.
pub static CONTROL: Control = Control {
    kind: "departments",
    label: pair("部门多选", "Departments"),
    help: pair("选若干个部门", "Several departments"),
    group: Group::People,
    icon: "departments",
    schema: settings::schema::<DepartmentsSettings>,
    prepare,
    example: example(r#"{ "id": "told", "kind": "departments", "label": { "zh-CN": "知会部门", "en": "Departments to tell" }, "max": 3 }"#),
};

definition::settings! {
    /// Settings of several departments.
    pub struct DepartmentsSettings {
        within: Within = Within::Anywhere, ("范围", "Where"), ("从填写人的部门看，可以选哪些部门", "Which can be chosen, seen from the department of whoever fills in");
        max: Option<u32> = None, ("最多几个", "Most"), ("最多选几个", "At most so many"), 1..=500;
    }
}

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: DepartmentsSettings = settings::read(field, findings)?;
    let scope = PeopleScope { role: None, within: settings.within };
    Some(people::picker(RelationTarget::Department, Some(settings.max), scope, false))
}
