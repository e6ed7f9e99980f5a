//! 角色

use super::offered::{self, Levels, SomeOf};
use super::{check, settings};
use crate::words::{example, pair};
use crate::{Behaviour, Control, Findings, FormEnvironment, Group, Options};
use definition::Field;
use std::sync::Arc;
use value::OptionId;

/// The kind.
pub static CONTROL: Control = Control {
    kind: "role",
    label: pair("角色", "Role"),
    help: pair("选这个应用里的一个或几个角色", "One or several of the roles of the app"),
    group: Group::People,
    icon: "role",
    schema: settings::schema::<RoleSettings>,
    prepare,
    example: example(r#"{ "id": "duty", "kind": "role", "label": { "zh-CN": "岗位", "en": "Duty" } }"#),
};

definition::settings! {
    /// Settings of a role.
    pub struct RoleSettings {
        only: Vec<OptionId> = Vec::new(), ("可选角色", "Only these"), ("只能选这些角色；不填则全部", "Only these roles can be chosen; all of the app when left out");
        multiple: bool = false, ("可多选", "Several"), ("可以选择多个", "Whether several can be chosen");
        max: Option<u32> = None, ("最多选几个", "Most"), ("可多选时最多几个", "At most so many, if several can be chosen");
    }
}

fn prepare(field: &Field, environment: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: RoleSettings = settings::read(field, findings)?;
    check::only_for_several(settings.multiple, settings.max.is_some(), "/max", findings);
    // The roles of the app come as a dictionary of the system; where the app has none, nothing can be chosen.
    let roles = environment.dictionaries.get(crate::ROLES).map(|roles| roles.options.as_slice()).unwrap_or_default();
    offered::known(&settings.only, "/only", &Options::of(roles), findings);
    let allowed = |id: &OptionId| settings.only.is_empty() || settings.only.contains(id);
    // A role that may not be chosen keeps its name, for records that hold it.
    let roles = roles.iter().map(|role| definition::Choice { retired: role.retired || !allowed(&role.id), ..role.clone() });
    let options = Options::of(&roles.collect::<Vec<_>>());
    if !settings.multiple {
        return Some(offered::one(options, Levels::Any));
    }
    Some(Arc::new(SomeOf::of(options, None, settings.max)))
}
