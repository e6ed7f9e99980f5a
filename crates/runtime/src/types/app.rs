//! Data of the use cases: app.
use definition::{Action, Dictionary, FieldRight, Form};
use indexmap::IndexMap;
use serde::Serialize;
use serde_json::{Map, Value as Json};
use value::{AppId, DashboardId, FieldId, FormId, Label, PartId, PrintId};

/// An app in the list of apps.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AppCard {
    /// The app.
    pub id: AppId,
    /// Its name.
    pub label: Label,
    /// What it is for.
    pub description: Label,
    /// Name of its icon.
    pub icon: String,
    /// Version of the package.
    pub version: String,
    /// Content hash of the active version.
    pub hash: String,
    /// What the person may open.
    pub menu: Vec<MenuEntry>,
    /// Whether the person may build it.
    pub may_build: bool,
}

/// An item of a menu that the person may open.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum MenuEntry {
    /// The records of a form.
    Form {
        /// Which one.
        form: FormId,
        /// Its name.
        label: Label,
        /// Name of its icon.
        icon: String,
        /// The view that opens first.
        view: Option<PartId>,
        /// Whether the person may make new ones.
        may_create: bool,
    },
    /// A dashboard.
    Dashboard {
        /// Which one.
        dashboard: DashboardId,
        /// Its name.
        label: Label,
    },
    /// A titled group.
    Group {
        /// Permanent id.
        id: PartId,
        /// Title.
        label: Label,
        /// Its items.
        items: Vec<MenuEntry>,
    },
}

/// An app as one person sees it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AppEntry {
    /// The card.
    #[serde(flatten)]
    pub card: AppCard,
    /// The forms that the person may see or fill in, with their names.
    pub forms: Vec<(FormId, Label)>,
    /// The zone of the app.
    pub time_zone: String,
    /// Currency of amounts.
    pub currency: String,
}

/// A form with all that is needed to fill it in and to list its records, as one person may.
#[derive(Debug, Clone, Serialize)]
pub struct FormBundle {
    /// The app.
    pub app: AppId,
    /// Content hash of the version.
    pub hash: String,
    /// The form; fields that the person may not see are left out, with their logic.
    pub form: Form,
    /// The dictionaries that its fields use.
    pub dictionaries: Vec<Dictionary>,
    /// The forms to which its fields refer or in which its formulas look up, as far as pickers and formulas need them.
    pub related: Vec<Form>,
    /// The right on each field when a record is read.
    pub read: IndexMap<FieldId, FieldRight>,
    /// The right on each field when a record is created; none when the person may not create.
    pub create: Option<IndexMap<FieldId, FieldRight>>,
    /// The right on each field when a record is changed; none when the person may not change any.
    pub update: Option<IndexMap<FieldId, FieldRight>>,
    /// What the person may do with records of the form at all.
    pub actions: Vec<Action>,
    /// The print templates.
    pub prints: Vec<NamedPart<PrintId>>,
    /// The zone as data, for the browser's engine.
    pub zone: calendar::Zone,
    /// Currency of amounts.
    pub currency: String,
    /// The app's values with a name that the form's formulas use.
    pub constants: Map<String, Json>,
    /// The app's working calendars, if the form's formulas ask any.
    pub calendars: Option<calendar::Shelf>,
    /// Why the person may see what it sees, for the screen "who may see this".
    pub reasons: Vec<Label>,
    /// Whether the form's records run through a flow.
    pub has_flow: bool,
}

/// An id with its name.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NamedPart<I> {
    /// The id.
    pub id: I,
    /// Its name.
    pub label: Label,
}
