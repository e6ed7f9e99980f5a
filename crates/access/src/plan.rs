//! The plan itself.

use crate::Actor;
use definition::{Action, FieldRight};
use indexmap::IndexMap;
use query::Filter;
use value::{FieldId, FormId, Instant, Label};

/// What an actor may do with the records of one form. Only [`plan`] makes one, so that nothing is read without an actor.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    form: FormId,
    action: Action,
    filter: Filter,
    fields: IndexMap<FieldId, FieldRight>,
    reasons: Vec<Reason>,
}

/// Why a right is there.
#[derive(Debug, Clone, PartialEq)]
pub struct Reason {
    /// A sentence in both languages: 角色「坐席」可以查看本部门的投诉单.
    pub text: Label,
}

/// The form and the roles of its app, as the planner needs them.
#[derive(Debug, Clone, Copy)]
pub struct FormRights<'a> {
    /// The app.
    pub app: &'a value::AppId,
    /// The form.
    pub form: &'a definition::Form,
    /// The roles of the app.
    pub roles: &'a [definition::Role],
    /// The public pages of the app.
    pub portals: &'a [definition::Portal],
}

/// The actor may not do it at all.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("no role allows {action:?} on `{form}`")]
pub struct Denied {
    /// What was asked.
    pub action: Action,
    /// The form.
    pub form: FormId,
}

impl Plan {
    /// The form.
    pub fn form(&self) -> &FormId {
        &self.form
    }

    /// The action.
    pub fn action(&self) -> Action {
        self.action
    }

    /// Which records. Variables of the actor are already bound to literals.
    pub fn filter(&self) -> &Filter {
        &self.filter
    }

    /// The right on a field; a field that is not listed is hidden.
    pub fn right(&self, field: &str) -> FieldRight {
        self.fields.get(field).copied().unwrap_or(FieldRight::Hidden)
    }

    /// All rights on fields.
    pub fn fields(&self) -> &IndexMap<FieldId, FieldRight> {
        &self.fields
    }

    /// Why.
    pub fn reasons(&self) -> &[Reason] {
        &self.reasons
    }
}

/// Plans an action of an actor on the records of a form.
pub fn plan(_actor: &Actor, _action: Action, rights: FormRights<'_>, _now: Instant) -> Result<Plan, Denied> {
    Err(Denied { action: _action, form: rights.form.id.clone() })
}
