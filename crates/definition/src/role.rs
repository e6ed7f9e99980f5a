//! Roles: who may do what with which records and fields.

use crate::is_default;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use indexmap::IndexMap;
use query::Filter;
use value::{DashboardId, FieldId, FormId, Label, RoleId};

/// A role of the app. Who has it is said by the deployment, never by the package.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// Number of the format.
    pub format: u32,
    /// Permanent id.
    pub id: RoleId,
    /// Name.
    pub label: Label,
    /// What the role is for.
    #[serde(default, skip_serializing_if = "is_default")]
    pub help: Label,
    /// What it may do with the records of a form. A form that is not named is closed.
    #[serde(default, skip_serializing_if = "is_default")]
    pub grants: Vec<Grant>,
    /// The dashboards that it may open; the numbers on them obey the rights on the records.
    #[serde(default, skip_serializing_if = "is_default")]
    pub dashboards: Vec<DashboardId>,
    /// Whether it may build the app: change, publish and roll back definitions.
    #[serde(default, skip_serializing_if = "is_default")]
    pub build: bool,
}

/// Rights on the records of one form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Grant {
    /// The form.
    pub form: FormId,
    /// What may be done.
    pub actions: Vec<Action>,
    /// With which records. Several grants on one form add up.
    #[serde(default, skip_serializing_if = "is_default")]
    pub rows: RowScope,
    /// Only those that also fulfil this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<Filter>,
    /// The right on every field that is not named below.
    #[serde(default, skip_serializing_if = "is_default")]
    pub field_default: FieldRight,
    /// Rights on single fields.
    #[serde(default, skip_serializing_if = "is_default")]
    pub fields: IndexMap<FieldId, FieldRight>,
}

/// What may be done with records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// See.
    Read,
    /// Make a new one.
    Create,
    /// Change.
    Update,
    /// Delete.
    Delete,
    /// Take out as a file.
    Export,
    /// Print.
    Print,
    /// Comment.
    Comment,
}

/// Which records of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RowScope {
    /// Those that the person created.
    #[default]
    Own,
    /// Those in which the person takes or took part (created, handles, handled, was told).
    Involved,
    /// Those of the person's departments.
    Department,
    /// Those of the person's departments and all below them.
    DepartmentTree,
    /// All.
    All,
}

/// The right on one field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FieldRight {
    /// It does not exist for the role.
    Hidden,
    /// Shown with its middle replaced by asterisks; never filtered, sorted or searched.
    Mask,
    /// Shown.
    Read,
    /// Shown and changed.
    #[default]
    Write,
}
