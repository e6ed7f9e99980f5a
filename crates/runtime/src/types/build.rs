//! Data of the use cases: build.
use definition::{Diagnostic, ObjectChange, ObjectKey};
use query::FieldPath;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use uuid::Uuid;
use value::{AppId, FormId, Instant, Label, OptionId, RecordId, ScenarioId, UserId};

/// An app as its builders see it: the active version with the drafts laid over it.
#[derive(Debug, Clone, Serialize)]
pub struct BuildState {
    /// The app.
    pub app: AppId,
    /// Content hash of the active version.
    pub active: String,
    /// All objects.
    pub objects: Vec<BuildObject>,
}

/// An object with its draft.
#[derive(Debug, Clone, Serialize)]
pub struct BuildObject {
    /// Which one.
    pub key: ObjectKey,
    /// Its name.
    pub label: Label,
    /// Its JSON: the draft if there is one, else the active one.
    pub content: Json,
    /// Whether a draft stands over it: none, `added`, `changed`, `removed`.
    pub draft: Option<DraftChange>,
    /// Content hash of what is shown: sent back when it is saved.
    pub etag: String,
}

/// What a draft does to an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DraftChange {
    /// It is new.
    Added,
    /// It is changed.
    Changed,
    /// It is taken out.
    Removed,
}

/// What a publication would change.
#[derive(Debug, Clone, Serialize)]
pub struct Changes {
    /// Findings in the drafts.
    pub diagnostics: Vec<Diagnostic>,
    /// One sentence per change, with the object that it is about.
    pub changes: Vec<(ObjectKey, Label)>,
    /// What it does to data, running cases and rights, computed from the stored records.
    pub impact: Vec<Label>,
    /// What forbids the publication.
    pub blocked: Vec<Label>,
    /// What it does to stored values, field by field.
    pub steps: Vec<StepReport>,
    /// What differs, property by property.
    pub differences: Vec<ObjectChange>,
    /// The migrations that are under way.
    pub migrations: Vec<MigrationEntry>,
    /// How the app's own scenarios end.
    pub scenarios: Vec<ScenarioEnd>,
}

/// How a scenario ends.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ScenarioEnd {
    /// The scenario.
    pub id: ScenarioId,
    /// Its name.
    pub label: Label,
    /// What did not hold; nothing means passed.
    pub faults: Vec<Label>,
}

/// A publication.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Published {
    /// The app.
    pub app: AppId,
    /// Number of the version in this deployment, from 1.
    pub number: u32,
    /// Its content hash.
    pub hash: String,
    /// The migration that brings stored values over; the version becomes current when it is done, and `number` is that of the one before.
    #[serde(default)]
    pub migration: Option<Uuid>,
}

/// A version of an app in this deployment.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct VersionEntry {
    /// Its number, from 1.
    pub number: u32,
    /// Its content hash.
    pub hash: String,
    /// Version of the package, as its maker counts.
    pub version: String,
    /// When it was published.
    pub at: Instant,
    /// Who published it.
    pub by: Option<UserId>,
    /// Name of who published it.
    pub by_name: String,
    /// Why, in the publisher's words.
    pub note: String,
    /// Whether it is the active one.
    pub active: bool,
    /// How many cases still run on it.
    pub running: u64,
}

/// What was seen in a workbook.
#[derive(Debug)]
pub enum WorkbookSeen {
    /// An app can be made of it.
    App {
        /// What would be made, and why.
        made: Box<app_engine::from_workbook::FromWorkbook>,
        /// Whether there is an app with its id already.
        taken: bool,
    },
    /// It is an XLSForm that cannot be taken: every place and why.
    Refused(Vec<app_engine::from_workbook::Refusal>),
}

/// An app that somebody wants to have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewApp {
    /// Permanent id.
    pub id: AppId,
    /// Name.
    pub label: Label,
    /// The app whose definitions it begins with; blank without.
    pub like: Option<AppId>,
}

/// An app that was made of a workbook.
#[derive(Debug, Clone, PartialEq)]
pub struct WorkbookApp {
    /// The app.
    pub app: AppId,
    /// How many rows are its records now.
    pub filed: usize,
    /// Rows that were refused.
    pub unfiled: Vec<UnfiledRow>,
}

/// A row of a workbook that is no record.
#[derive(Debug, Clone, PartialEq)]
pub struct UnfiledRow {
    /// Where it stands: `Sheet1!7`.
    pub place: String,
    /// Why it was refused.
    pub reason: Label,
}

/// An order to publish the drafts.
#[derive(Debug, Clone, Default)]
pub struct PublishOrder {
    /// Why, in the publisher's words.
    pub note: String,
    /// What is decided about stored values.
    pub choices: Vec<FieldChoice>,
    /// Whether it is published although scenarios fail.
    pub despite_scenarios: bool,
}

impl From<&str> for PublishOrder {
    fn from(note: &str) -> Self {
        Self { note: note.to_owned(), ..Self::default() }
    }
}

/// What is decided about the stored values of one field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FieldChoice {
    /// The form.
    pub form: FormId,
    /// The field, or a column of a sub-table.
    pub field: FieldPath,
    /// Values that do not convert become blank and stay in the history; else they forbid the publication.
    #[serde(default)]
    pub blank: bool,
    /// Of several values the first one stays where one is asked for.
    #[serde(default)]
    pub first: bool,
    /// What becomes of options that are gone: the old option, and the one that stands for it now.
    #[serde(default)]
    pub options: BTreeMap<OptionId, OptionId>,
}

/// What a step of a publication does to stored records, counted in the records.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StepReport {
    /// The form.
    pub form: FormId,
    /// The field, or a column of a sub-table.
    pub field: FieldPath,
    /// What kind of step: `calculated`, `converted`, `narrowed`.
    pub change: &'static str,
    /// The step in a sentence.
    pub text: Label,
    /// How many records it touches.
    pub touched: u64,
    /// Of how many the value will say less: rounded, shortened.
    pub less: u64,
    /// Of how many the value does not convert, or fails the narrower constraint.
    pub troubled: u64,
    /// The first of them.
    pub samples: Vec<StepSample>,
    /// Whether all records were looked at; else the numbers are the least.
    pub complete: bool,
    /// Whether something is to be decided: what becomes of the values that do not convert.
    pub asks: bool,
    /// Whether several values become one.
    pub several: bool,
    /// The options that are gone, for which another one may stand.
    pub options: Vec<(OptionId, Label)>,
    /// The options that may stand for them.
    pub successors: Vec<(OptionId, Label)>,
}

/// A record whose value does not fit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StepSample {
    /// The record.
    pub record: RecordId,
    /// What it is called.
    pub title: String,
    /// The value as people read it.
    pub value: String,
    /// Why it does not fit.
    pub why: Label,
}

/// A planned migration of stored records.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MigrationEntry {
    /// Its key.
    pub id: Uuid,
    /// Whether values are converted before the version becomes current; else they are calculated again behind it.
    pub converts: bool,
    /// `running`, `settling` (the version is current, late writers are awaited), `done`, `failed`, `cancelled`.
    pub state: String,
    /// Content hash of the version to which it leads.
    pub hash: String,
    /// When it was started.
    pub started_at: Instant,
    /// When the version became current, or when it ended without.
    pub finished_at: Option<Instant>,
    /// Name of who started it.
    pub by_name: String,
    /// How many rows were looked at.
    pub done: u64,
    /// Of how many.
    pub total: u64,
    /// How many values did not convert.
    pub refused: u64,
    /// Why it failed.
    pub problem: Option<Label>,
}
