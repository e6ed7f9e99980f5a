//! The menu of the app.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use value::{DashboardId, FormId, Label, MenuId, PartId};

/// A menu.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Menu {
    /// Number of the format.
    pub format: u32,
    /// Permanent id.
    pub id: MenuId,
    /// Name.
    pub label: Label,
    /// The items from top to bottom. An item that the person may not open is left out.
    pub items: Vec<MenuItem>,
}

/// An item of a menu.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum MenuItem {
    /// The records of a form.
    Form {
        /// Which one.
        form: FormId,
        /// The view that opens first.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        view: Option<PartId>,
    },
    /// A dashboard.
    Dashboard {
        /// Which one.
        dashboard: DashboardId,
    },
    /// A titled group.
    Group {
        /// Permanent id.
        id: PartId,
        /// Title.
        label: Label,
        /// Its items.
        items: Vec<MenuItem>,
    },
}
