//! Permanent ids: what definitions, formulas, columns and addresses refer by. People see labels only.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize};
use std::{borrow::Cow, fmt, sync::Arc};
use uuid::Uuid;

/// The longest id.
pub const MAX_ID: usize = 40;

/// Why a text is not an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an id: an id is 1 to 40 lower-case letters, digits and underscores and begins with a letter")]
pub struct IdError(pub String);

/// A permanent name: `lower_snake`, ASCII, at most 40 characters. System fields alone begin with an underscore.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Id(Arc<str>);

impl Id {
    /// Reads an id and refuses anything that is not one.
    pub fn parse(text: &str) -> Result<Self, IdError> {
        let body = text.strip_prefix('_').unwrap_or(text);
        let begins_well = body.bytes().next().is_some_and(|b| b.is_ascii_lowercase());
        let all_well = body.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        if begins_well && all_well && text.len() <= MAX_ID { Ok(Self(text.into())) } else { Err(IdError(text.into())) }
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this names a system field such as `_created_at`.
    pub fn is_system(&self) -> bool {
        self.0.starts_with('_')
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

macro_rules! named_ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => { $(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
        #[serde(transparent)]
        pub struct $name(#[serde(serialize_with = "write_id")] Id);

        impl $name {
            /// Reads an id and refuses anything that is not one.
            pub fn parse(text: &str) -> Result<Self, IdError> { Id::parse(text).map(Self) }
            /// The id as text.
            pub fn as_str(&self) -> &str { self.0.as_str() }
            /// Whether this names something of the system, such as the field `_created_at`.
            pub fn is_system(&self) -> bool { self.0.is_system() }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = Cow::<'de, str>::deserialize(deserializer)?;
                Self::parse(&text).map_err(serde::de::Error::custom)
            }
        }
        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> { stringify!($name).into() }
            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "string", "pattern": "^_?[a-z][a-z0-9_]*$", "maxLength": MAX_ID })
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { fmt::Display::fmt(&self.0, f) }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { fmt::Debug::fmt(&self.0, f) }
        }
        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str { self.as_str() }
        }
        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str { self.as_str() }
        }
    )* };
}

fn write_id<S: serde::Serializer>(id: &Id, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(id.as_str())
}

named_ids! {
    /// An app.
    AppId,
    /// A form of an app.
    FormId,
    /// A field of a form, or a column of a sub-table.
    FieldId,
    /// A flow.
    FlowId,
    /// A node of a flow.
    NodeId,
    /// A rule.
    RuleId,
    /// A report.
    ReportId,
    /// A dashboard.
    DashboardId,
    /// A print template.
    PrintId,
    /// A role of an app.
    RoleId,
    /// A working calendar.
    CalendarId,
    /// A message template.
    MessageId,
    /// A value of an app that formulas name.
    ConstantId,
    /// A dictionary of options.
    DictionaryId,
    /// An option of a choice or of a dictionary.
    OptionId,
    /// A menu.
    MenuId,
    /// A public page.
    PortalId,
    /// A slot that a deployment binds to its own thing.
    SlotId,
    /// A connector to a system outside.
    ConnectorId,
    /// An operation of a connector.
    OperationId,
    /// A test scenario of an app.
    ScenarioId,
    /// A part of an object that has no other name: a section, view, widget, dimension, measure, state.
    PartId,
    /// An edge of a flow.
    EdgeId,
    /// A rule of a form's logic.
    LogicId,
}

macro_rules! keys {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => { $(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// Reads a key.
            pub fn parse(text: &str) -> Option<Self> { Uuid::try_parse(text).ok().map(Self) }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { self.0.hyphenated().fmt(f) }
        }
        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> { stringify!($name).into() }
            fn json_schema(_: &mut SchemaGenerator) -> Schema { json_schema!({ "type": "string", "format": "uuid" }) }
        }
    )* };
}

keys! {
    /// The key of a record (UUIDv7; an offline client may make it).
    RecordId,
    /// The key of a row of a sub-table.
    RowId,
    /// The key of a stored file.
    FileId,
    /// The key of a person who can sign in.
    UserId,
    /// The key of a department.
    DepartmentId,
}

impl From<UserId> for RecordId {
    fn from(user: UserId) -> Self {
        Self(user.0)
    }
}

impl From<DepartmentId> for RecordId {
    fn from(department: DepartmentId) -> Self {
        Self(department.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_lower_snake() {
        for good in ["a", "order_no", "p0", "_created_at"] {
            assert!(FieldId::parse(good).is_ok(), "{good}");
        }
        for bad in ["", "_", "9a", "A", "a-b", "订单", "a b", "__a", &"a".repeat(41)] {
            assert!(FieldId::parse(bad).is_err(), "{bad}");
        }
    }
}
