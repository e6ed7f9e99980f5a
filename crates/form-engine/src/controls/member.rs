//! 成员

use super::people::{self, PeopleScope, Within};
use super::relation::RelationTarget;
use super::settings;
use crate::words::{example, pair};
use crate::{Behaviour, Control, Findings, FormEnvironment, Group};
use definition::Field;
use std::sync::Arc;
use value::RoleId;

/// The kind.
pub static CONTROL: Control = Control {
    kind: "member",
    label: pair("成员", "Person"),
    help: pair("选一个成员，可以限定角色或部门", "One person, of a role or department if wished"),
    group: Group::People,
    icon: "user",
    schema: settings::schema::<MemberSettings>,
    prepare,
    example: example(r#"{ "id": "handler", "kind": "member", "label": { "zh-CN": "经办人", "en": "Handler" }, "default_me": true }"#),
};

definition::settings! {
    /// Settings of a person.
    pub struct MemberSettings {
        role: Option<RoleId> = None, ("角色", "Role"), ("只能选有这个角色的成员", "Only people with this role can be chosen");
        within: Within = Within::Anywhere, ("范围", "Where"), ("从填写人的部门看，可以选哪些成员", "Who can be chosen, seen from the department of whoever fills in");
        default_me: bool = false, ("默认本人", "Begins with me"), ("新建时先填上填写人自己", "Whether a new record begins with whoever fills it in");
    }
}

fn prepare(field: &Field, environment: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: MemberSettings = settings::read(field, findings)?;
    people::known_role(settings.role.as_ref(), environment, findings);
    let scope = PeopleScope { role: settings.role, within: settings.within };
    Some(people::picker(RelationTarget::User, None, scope, settings.default_me))
}
