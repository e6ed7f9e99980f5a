//! 部门

use super::people::{self, PeopleScope, Within};
use super::relation::RelationTarget;
use super::settings;
use crate::words::{example, pair};
use crate::{Behaviour, Control, Findings, FormEnvironment, Group};
use definition::Field;
use std::sync::Arc;

/// The kind.
pub static CONTROL: Control = Control {
    kind: "department",
    label: pair("部门", "Department"),
    help: pair("选一个部门", "One department"),
    group: Group::People,
    icon: "department",
    schema: settings::schema::<DepartmentSettings>,
    prepare,
    example: example(r#"{ "id": "owner_department", "kind": "department", "label": { "zh-CN": "责任部门", "en": "Department in charge" } }"#),
};

definition::settings! {
    /// Settings of a department.
    pub struct DepartmentSettings {
        within: Within = Within::Anywhere, ("范围", "Where"), ("从填写人的部门看，可以选哪些部门", "Which can be chosen, seen from the department of whoever fills in");
    }
}

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: DepartmentSettings = settings::read(field, findings)?;
    let scope = PeopleScope { role: None, within: settings.within };
    Some(people::picker(RelationTarget::Department, None, scope, false))
}
