//! Apps as the people who use them see them.

use super::{Json, LabelText};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// An app to be made.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewApp {
    /// Permanent id: lower-case letters, digits and underscores, beginning with a letter.
    #[schema(value_type = String)]
    pub id: value::AppId,
    /// Name.
    #[schema(value_type = LabelText)]
    pub label: value::Label,
    /// The app whose definitions it begins with; blank when left out.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub like: Option<value::AppId>,
}

/// The app that was made.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct MadeApp {
    /// Its id.
    pub app: String,
}

/// The apps that the person may open.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Apps {
    /// In alphabetical order of their ids.
    pub apps: Vec<AppSummary>,
}

/// An app with its menu.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct AppSummary {
    /// Id.
    pub id: String,
    /// Name.
    pub label: LabelText,
    /// What it is for.
    pub description: LabelText,
    /// Name of an icon.
    pub icon: String,
    /// Version of the package, as its maker counts.
    pub package_version: String,
    /// Hash of the published version.
    pub version: String,
    /// Whether the person may change the app in the builder.
    pub may_build: bool,
    /// The menu, without what the person may not open.
    pub menu: Vec<MenuEntry>,
}

/// An app with what is needed to work in it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct AppDetail {
    /// The app as in the list.
    #[serde(flatten)]
    pub summary: AppSummary,
    /// IANA zone in which "today" is meant.
    pub time_zone: String,
    /// ISO 4217 code of amounts that say nothing else.
    pub currency: String,
    /// The forms that the person may see or fill in.
    pub forms: Vec<NamedRef>,
}

/// An id with its name.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct NamedRef {
    /// Id.
    pub id: String,
    /// Name.
    pub label: LabelText,
}

/// An item of the menu.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum MenuEntry {
    /// The records of a form.
    Form {
        /// Which one.
        form: String,
        /// The view that opens first.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        view: Option<String>,
        /// Title.
        label: LabelText,
        /// Name of an icon.
        icon: String,
        /// Whether the person may file a new record.
        may_create: bool,
    },
    /// A dashboard.
    Dashboard {
        /// Which one.
        dashboard: String,
        /// Title.
        label: LabelText,
    },
    /// A titled group.
    Group {
        /// Id.
        id: String,
        /// Title.
        label: LabelText,
        /// Its items.
        #[schema(no_recursion)]
        items: Vec<MenuEntry>,
    },
}

/// All that a browser needs to list, fill and show the records of a form.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct FormDetail {
    /// The app.
    pub app: String,
    /// Hash of the published version.
    pub version: String,
    /// The form with all that belongs to it.
    pub bundle: EngineBundle,
    /// What the person may do with records of this form.
    pub actions: Vec<FormAction>,
    /// The rights on the fields by action; a field that is missing is hidden.
    pub rights: FormFieldRights,
    /// The print templates.
    pub prints: Vec<NamedRef>,
    /// Why the person may see what is shown, one sentence per reason.
    pub reasons: Vec<LabelText>,
    /// Whether filing a record starts a flow.
    pub has_flow: bool,
}

/// A form with all that belongs to it: exactly what `load` of the browser engine takes.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct EngineBundle {
    /// The form without the fields that the person may not see (schema `form`).
    pub form: Json,
    /// The dictionaries that its fields use (schema `dictionary`).
    pub dictionaries: Vec<Json>,
    /// The forms to which its fields refer or in which its formulas look up, as far as pickers and formulas need them (schema `form`).
    pub forms: Vec<Json>,
    /// ISO 4217 code of amounts that say nothing else.
    pub currency: String,
    /// The app's values with a name that the form's formulas use: numbers, texts, true and false.
    #[schema(value_type = BTreeMap<String, serde_json::Value>)]
    pub constants: BTreeMap<String, Json>,
    /// The zone of the app as data.
    pub zone: Json,
    /// The working calendars with their zones; only if the form's formulas ask any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendars: Option<Json>,
}

/// Rights on the fields when reading, filing and changing.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct FormFieldRights {
    /// When reading.
    pub read: BTreeMap<String, FieldAccess>,
    /// When filing a new record; null when the person may not.
    pub create: Option<BTreeMap<String, FieldAccess>>,
    /// When changing one; null when the person may change none.
    pub update: Option<BTreeMap<String, FieldAccess>>,
}

/// The right on one field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FieldAccess {
    /// It does not exist for the person.
    Hidden,
    /// Shown with its middle replaced; never filtered, sorted or searched.
    Mask,
    /// Shown.
    Read,
    /// Shown and changed.
    Write,
}

/// What may be done with records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FormAction {
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

impl From<definition::FieldRight> for FieldAccess {
    fn from(right: definition::FieldRight) -> Self {
        match right {
            definition::FieldRight::Hidden => Self::Hidden,
            definition::FieldRight::Mask => Self::Mask,
            definition::FieldRight::Read => Self::Read,
            definition::FieldRight::Write => Self::Write,
        }
    }
}

impl From<definition::Action> for FormAction {
    fn from(action: definition::Action) -> Self {
        match action {
            definition::Action::Read => Self::Read,
            definition::Action::Create => Self::Create,
            definition::Action::Update => Self::Update,
            definition::Action::Delete => Self::Delete,
            definition::Action::Export => Self::Export,
            definition::Action::Print => Self::Print,
            definition::Action::Comment => Self::Comment,
        }
    }
}
