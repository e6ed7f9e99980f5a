//! Forms: the data model, its logic, its layouts and its views.

use crate::{FormulaText, Settings, is_default};
use query::{FieldPath, Filter, Sort};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use value::{FieldId, FormId, Label, LogicId, PartId};

/// A form: four things in one file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// Number of the format.
    pub format: u32,
    /// Permanent id.
    pub id: FormId,
    /// Name of one record (订单).
    pub label: Label,
    /// What it is for.
    #[serde(default, skip_serializing_if = "is_default")]
    pub help: Label,
    /// Name of an icon.
    #[serde(default, skip_serializing_if = "is_default")]
    pub icon: String,
    /// The field whose value names a record in pickers, titles and messages.
    #[serde(default, skip_serializing_if = "is_default")]
    pub title_field: Option<FieldId>,
    /// The data model.
    pub fields: Vec<Field>,
    /// Rules by formulas; they hold whatever the screen.
    #[serde(default, skip_serializing_if = "is_default")]
    pub logic: Vec<LogicRule>,
    /// How the form is laid out. Without any, all fields stand in one section.
    #[serde(default, skip_serializing_if = "is_default")]
    pub layouts: Vec<Layout>,
    /// How its records are listed. Without any, one table shows the first fields.
    #[serde(default, skip_serializing_if = "is_default")]
    pub views: Vec<View>,
    /// Ids of fields that were taken out; they are never used again.
    #[serde(default, skip_serializing_if = "is_default")]
    pub retired: Vec<FieldId>,
}

/// A field of the data model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Field {
    /// Permanent id.
    pub id: FieldId,
    /// Kind of control, from the registry of `form-engine`.
    pub kind: String,
    /// Name.
    pub label: Label,
    /// What to enter.
    #[serde(default, skip_serializing_if = "is_default")]
    pub help: Label,
    /// Shown while the field is empty.
    #[serde(default, skip_serializing_if = "is_default")]
    pub placeholder: Label,
    /// Whether it must be filled in.
    #[serde(default, skip_serializing_if = "is_default")]
    pub required: bool,
    /// Whether people may not change it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub readonly: bool,
    /// Whether no two records may hold the same value.
    #[serde(default, skip_serializing_if = "is_default")]
    pub unique: bool,
    /// Whether it holds personal data: masked by default, left out of public answers.
    #[serde(default, skip_serializing_if = "is_default")]
    pub personal: bool,
    /// The literal with which a new record begins; a `default` rule of the logic gives a calculated one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<serde_json::Value>,
    /// What becomes of the value when the field is hidden at submit.
    #[serde(default, skip_serializing_if = "is_default")]
    pub when_hidden: WhenHidden,
    /// The columns, if the kind is a sub-table.
    #[serde(default, skip_serializing_if = "is_default")]
    pub fields: Vec<Field>,
    /// What the kind is set to.
    #[serde(flatten)]
    #[schemars(with = "std::collections::BTreeMap<String, serde_json::Value>")]
    pub settings: Settings,
}

/// What becomes of a hidden field's value at submit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WhenHidden {
    /// It is stored as blank.
    #[default]
    Clear,
    /// It is kept.
    Keep,
}

/// A formula that decides one aspect of one field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LogicRule {
    /// Permanent id.
    pub id: LogicId,
    /// The field, or a column of a sub-table (then the formula is evaluated in each row).
    pub target: FieldPath,
    /// What the formula decides.
    pub aspect: Aspect,
    /// The formula.
    pub formula: FormulaText,
    /// What to tell the person when `valid` answers FALSE.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<Label>,
}

/// What a logic rule decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Aspect {
    /// The value; people may not enter one.
    Value,
    /// The value with which a new record begins, recalculated until the person touches the field.
    Default,
    /// Whether the field is shown.
    Visible,
    /// Whether the field must be filled in.
    Required,
    /// Whether people may not change the field.
    Readonly,
    /// Whether the value is right; the rule's message says what to do when not.
    Valid,
}

/// One way to lay the form out. A field that no layout names still exists.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    /// Permanent id.
    pub id: PartId,
    /// For which screen.
    pub kind: LayoutKind,
    /// The parts from top to bottom.
    pub children: Vec<LayoutNode>,
}

/// The screen that a layout is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LayoutKind {
    /// A desk screen; also a phone when no phone layout is there.
    Desktop,
    /// A phone.
    Phone,
    /// A public page.
    Public,
}

/// A part of a layout.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum LayoutNode {
    /// A titled group.
    Section {
        /// Permanent id.
        id: PartId,
        /// Title.
        label: Label,
        /// Columns on a wide screen (1 to 4).
        #[serde(default = "two", skip_serializing_if = "is_two")]
        columns: u8,
        /// The fields and notes in it.
        children: Vec<LayoutNode>,
    },
    /// A field.
    Field {
        /// Which one.
        field: FieldId,
        /// Whether it takes the whole width.
        #[serde(default, skip_serializing_if = "is_default")]
        wide: bool,
    },
    /// A text for the person who fills in.
    Note {
        /// Permanent id.
        id: PartId,
        /// The text.
        text: Label,
    },
}

fn two() -> u8 {
    2
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_two(columns: &u8) -> bool {
    *columns == 2
}

/// One way to list the records.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct View {
    /// Permanent id.
    pub id: PartId,
    /// Title of the tab.
    pub label: Label,
    /// The columns from left to right; system fields such as `_created_at` may be named.
    pub columns: Vec<FieldId>,
    /// Which records.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<Filter>,
    /// In which order.
    #[serde(default, skip_serializing_if = "is_default")]
    pub sort: Vec<Sort>,
}
