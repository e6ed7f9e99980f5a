//! Who is told.

use formula::{Reference, World};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use value::{DepartmentId, FieldId, RoleId, SlotId, UserId, Value};

/// Who is told, as a definition says it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "by", rename_all = "snake_case", deny_unknown_fields)]
pub enum To {
    /// Whoever created the record.
    Creator,
    /// Whoever has an open to-do of the record.
    Holders,
    /// Everybody who has a role of the app.
    Role {
        /// The role.
        role: RoleId,
    },
    /// The person or people in a field of the record.
    Field {
        /// The field; it refers to users.
        field: FieldId,
    },
    /// The head of a department.
    DepartmentHead {
        /// Of which department.
        #[serde(default, skip_serializing_if = "is_record")]
        of: HeadOf,
    },
    /// The person whom the deployment has bound to a slot.
    Slot {
        /// The slot.
        slot: SlotId,
    },
}

/// Which department's head is told.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum HeadOf {
    /// The department of whoever created the record.
    #[default]
    Creator,
    /// The department in a field of the record.
    Field(FieldId),
}

fn is_record(of: &HeadOf) -> bool {
    *of == HeadOf::Creator
}

/// Who is told, as far as the record says it; the caller knows the organisation.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Recipient {
    /// A person.
    User(UserId),
    /// Everybody who has a role of the app.
    Role(RoleId),
    /// The head of a department.
    HeadOf(DepartmentId),
    /// Whoever has an open to-do of the record.
    Holders,
    /// The person whom the deployment has bound to a slot.
    Slot(SlotId),
}

/// Reads what the record says about who is told; each once, in order.
pub(crate) fn resolve(to: &[To], world: &dyn World) -> Vec<Recipient> {
    let mut found: Vec<Recipient> = Vec::new();
    for recipient in to.iter().flat_map(|to| one(to, world)) {
        if !found.contains(&recipient) {
            found.push(recipient);
        }
    }
    found
}

fn one(to: &To, world: &dyn World) -> Vec<Recipient> {
    let user = |key| Recipient::User(UserId(key));
    let head = |key| Recipient::HeadOf(DepartmentId(key));
    match to {
        To::Creator => system("_created_by", world).into_iter().map(user).collect(),
        To::Holders => vec![Recipient::Holders],
        To::Role { role } => vec![Recipient::Role(role.clone())],
        To::Field { field } => keys(field, world).into_iter().map(user).collect(),
        To::DepartmentHead { of: HeadOf::Creator } => system("_department", world).into_iter().map(head).collect(),
        To::DepartmentHead { of: HeadOf::Field(field) } => keys(field, world).into_iter().map(head).collect(),
        To::Slot { slot } => vec![Recipient::Slot(slot.clone())],
    }
}

fn system(field: &str, world: &dyn World) -> Vec<uuid::Uuid> {
    FieldId::parse(field).map(|field| keys(&field, world)).unwrap_or_default()
}

fn keys(field: &FieldId, world: &dyn World) -> Vec<uuid::Uuid> {
    match world.value(&Reference::Field(field.clone())) {
        Value::Reference(key) => vec![key.0],
        Value::List(items) => items.iter().filter_map(|item| if let Value::Reference(key) = item { Some(key.0) } else { None }).collect(),
        _ => Vec::new(),
    }
}
