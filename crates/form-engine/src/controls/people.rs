//! What the pickers of people and departments share: whom they offer, and with whom a new record begins.

use super::check;
use super::relation::{Relation, RelationTarget};
#[cfg(not(target_family = "wasm"))]
use crate::shape::{Shape, Spelling};
use crate::{Behaviour, FieldFault, Findings, FormEnvironment, Special, ValueContext};
use std::sync::Arc;
use value::{RecordId, RoleId, UserId, Value, ValueType};

definition::choices! {
    /// How far from the own department people and departments are offered.
    pub enum Within {
        Anywhere = "anywhere", ("全公司", "Everywhere");
        Own = "own", ("本部门", "The own department");
        OwnAndBelow = "own_and_below", ("本部门及下级", "The own department and those below it");
    }
}

/// Which people or departments may be chosen, seen from whoever chooses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeopleScope {
    /// Only people with this role in the app.
    pub role: Option<RoleId>,
    /// Only people of these departments, or these departments.
    pub within: Within,
}

impl PeopleScope {
    /// Whether everybody may be chosen.
    pub fn is_open(&self) -> bool {
        self.role.is_none() && self.within == Within::Anywhere
    }
}

/// A field of people or departments, one or several.
#[derive(Debug)]
struct Picker {
    relation: Relation,
    scope: PeopleScope,
    default_me: bool,
}

/// Reports a role that the app does not have.
pub(super) fn known_role(role: Option<&RoleId>, environment: &FormEnvironment<'_>, findings: &mut Findings) {
    // The browser is not told all roles of the app: there the form has passed this check already.
    let (Some(role), Some(roles)) = (role, environment.dictionaries.get(crate::ROLES)) else { return };
    if !roles.options.iter().any(|known| known.id.as_str() == role.as_str()) {
        let meant = definition::suggest::nearest(role.as_str(), roles.options.iter().map(|known| known.id.as_str()));
        let message = told!(format!("没有角色「{role}」"), format!("there is no role `{role}`"));
        findings.error("MC0117", "/role", message).hint =
            meant.map(|meant| told!(format!("你是否想用「{meant}」？"), format!("did you mean `{meant}`?")));
    }
}

/// A picker, as its settings say.
pub(super) fn picker(to: RelationTarget, several: Option<Option<u32>>, scope: PeopleScope, default_me: bool) -> Arc<dyn Behaviour> {
    let relation = Relation { to: Some(to), multiple: several.is_some(), max: several.flatten(), ..Relation::default() };
    Arc::new(Picker { relation, scope, default_me })
}

impl Behaviour for Picker {
    fn value_type(&self) -> ValueType {
        self.relation.value_type()
    }

    #[cfg(not(target_family = "wasm"))]
    fn shape(&self, spelling: Spelling) -> Shape {
        self.relation.shape(spelling)
    }

    fn normalise(&self, value: Value) -> Value {
        self.relation.normalise(value)
    }

    fn check(&self, value: &Value, _: &ValueContext<'_>, faults: &mut Vec<FieldFault>) {
        if let Value::List(items) = value {
            let unit = if self.relation.to == Some(RelationTarget::Department) { ("个部门", "departments") } else { ("人", "people") };
            check::twice(items, faults);
            check::count(items.len(), None, self.relation.max, unit, faults);
        }
    }

    fn people(&self) -> Option<&PeopleScope> {
        Some(&self.scope)
    }

    fn begins_with(&self, user: Option<UserId>) -> Value {
        let Some(user) = user.filter(|_| self.default_me) else { return Value::Blank };
        let me = Value::Reference(RecordId(user.0));
        if self.relation.multiple { Value::List(vec![me]) } else { me }
    }

    fn special(&self) -> Special<'_> {
        Special::Relation(&self.relation)
    }
}
