//! The app itself: name, version, languages, zone, and the slots that a deployment binds.

use crate::is_default;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use value::{AppId, CalendarId, ConstantId, Label, Locale, SlotId};

/// `app.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct App {
    /// Number of the format.
    pub format: u32,
    /// Permanent id.
    pub id: AppId,
    /// Name of the app.
    pub label: Label,
    /// What it is for, in one sentence.
    #[serde(default, skip_serializing_if = "is_default")]
    pub description: Label,
    /// Version of the package, as its maker counts (`1.0.0`).
    pub version: String,
    /// Name of an icon of the product's icon set.
    #[serde(default, skip_serializing_if = "is_default")]
    pub icon: String,
    /// Languages in which the labels are written; the first is the default.
    pub languages: Vec<Locale>,
    /// IANA zone in which "today" is meant.
    #[serde(default = "default_zone", skip_serializing_if = "is_default_zone")]
    pub time_zone: String,
    /// The working calendar that counts where nothing else is said: in formulas that name none, and in deadlines.
    #[serde(default, skip_serializing_if = "is_default")]
    pub calendar: Option<CalendarId>,
    /// ISO 4217 code of amounts that say nothing else.
    #[serde(default = "default_currency", skip_serializing_if = "is_default_currency")]
    pub currency: String,
    /// Values with a name that formulas use: `{amount} * vat_rate`. A change holds at once wherever they are used.
    #[serde(default, skip_serializing_if = "is_default")]
    pub constants: Vec<Constant>,
    /// What a deployment binds to its own things at import.
    #[serde(default, skip_serializing_if = "is_default")]
    pub slots: Vec<Slot>,
}

fn default_zone() -> String {
    "Asia/Shanghai".into()
}

fn is_default_zone(zone: &str) -> bool {
    zone == "Asia/Shanghai"
}

fn default_currency() -> String {
    "CNY".into()
}

fn is_default_currency(currency: &str) -> bool {
    currency == "CNY"
}

/// A value with a name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Constant {
    /// Permanent id, by which formulas name it.
    pub id: ConstantId,
    /// Name.
    pub label: Label,
    /// What it is for.
    #[serde(default, skip_serializing_if = "is_default")]
    pub help: Label,
    /// What it is worth.
    pub value: ConstantValue,
}

/// What a constant is worth.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum ConstantValue {
    /// A number, exact to the digit.
    Number(serde_json::Number),
    /// Yes or no.
    Bool(bool),
    /// A text.
    Text(String),
}

/// A place that a deployment fills with its own department, person, address or secret.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Slot {
    /// Permanent id.
    pub id: SlotId,
    /// What is bound here.
    pub kind: SlotKind,
    /// Name.
    pub label: Label,
    /// What to choose.
    #[serde(default, skip_serializing_if = "is_default")]
    pub help: Label,
    /// Whether the app cannot be used while nothing is bound.
    #[serde(default, skip_serializing_if = "is_default")]
    pub required: bool,
}

/// What a slot is bound to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SlotKind {
    /// A department.
    Department,
    /// A person.
    User,
    /// An address of mail or web.
    Address,
    /// A secret; it is stored apart and never exported.
    Secret,
}
