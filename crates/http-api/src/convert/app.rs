//! Apps.

use super::{json, labels};
use crate::dto::app::{AppDetail, AppSummary, EngineBundle, FieldAccess, FormDetail, FormFieldRights, MenuEntry, NamedRef};
use definition::FieldRight;
use indexmap::IndexMap;
use runtime::types;
use std::collections::BTreeMap;
use value::FieldId;

pub(crate) fn app_summary(card: types::AppCard) -> AppSummary {
    AppSummary {
        id: card.id.to_string(),
        label: card.label.into(),
        description: card.description.into(),
        icon: card.icon,
        package_version: card.version,
        version: card.hash,
        may_build: card.may_build,
        menu: card.menu.into_iter().map(menu_entry).collect(),
    }
}

pub(crate) fn app_detail(entry: types::AppEntry) -> AppDetail {
    let forms = entry.forms.into_iter().map(|(id, label)| NamedRef { id: id.to_string(), label: label.into() }).collect();
    AppDetail { summary: app_summary(entry.card), time_zone: entry.time_zone, currency: entry.currency, forms }
}

pub(crate) fn form_detail(bundle: types::FormBundle) -> FormDetail {
    let prints = bundle.prints.iter().map(|print| NamedRef { id: print.id.to_string(), label: (&print.label).into() }).collect();
    FormDetail {
        app: bundle.app.to_string(),
        version: bundle.hash,
        actions: bundle.actions.into_iter().map(Into::into).collect(),
        rights: FormFieldRights {
            read: rights(&bundle.read),
            create: bundle.create.as_ref().map(rights),
            update: bundle.update.as_ref().map(rights),
        },
        prints,
        reasons: labels(&bundle.reasons),
        has_flow: bundle.has_flow,
        bundle: EngineBundle {
            form: json(&bundle.form),
            dictionaries: bundle.dictionaries.iter().map(json).collect(),
            forms: bundle.related.iter().map(json).collect(),
            currency: bundle.currency,
            constants: bundle.constants.into_iter().collect(),
            zone: json(&bundle.zone),
            calendars: bundle.calendars.as_ref().map(json),
        },
    }
}

fn rights(fields: &IndexMap<FieldId, FieldRight>) -> BTreeMap<String, FieldAccess> {
    fields.iter().map(|(field, right)| (field.to_string(), (*right).into())).collect()
}

fn menu_entry(entry: types::MenuEntry) -> MenuEntry {
    match entry {
        types::MenuEntry::Form { form, label, icon, view, may_create } => {
            MenuEntry::Form { form: form.to_string(), view: view.map(|view| view.to_string()), label: label.into(), icon, may_create }
        }
        types::MenuEntry::Dashboard { dashboard, label } => MenuEntry::Dashboard { dashboard: dashboard.to_string(), label: label.into() },
        types::MenuEntry::Group { id, label, items } => {
            MenuEntry::Group { id: id.to_string(), label: label.into(), items: items.into_iter().map(menu_entry).collect() }
        }
    }
}
