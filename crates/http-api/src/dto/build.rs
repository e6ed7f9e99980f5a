//! The builder: drafts, checks, versions.

use super::{Json, LabelText, PersonRef};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Everything that the builder offers, from the registries of the engines.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Registry {
    /// Controls of forms.
    pub controls: Vec<KindEntry>,
    /// Nodes of flows.
    pub nodes: Vec<KindEntry>,
    /// Actions of rules.
    pub actions: Vec<KindEntry>,
    /// Charts.
    pub charts: Vec<KindEntry>,
    /// Elements of print templates.
    pub elements: Vec<KindEntry>,
    /// Functions of formulas.
    #[serde(default)]
    pub functions: Vec<FunctionEntry>,
}

/// One kind of control, node, action, chart or element.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct KindEntry {
    /// The `kind` in definitions.
    pub kind: String,
    /// Name.
    pub label: LabelText,
    /// How the Chinese name sounds: its pinyin and the initials of it, for searching.
    pub sounds: String,
    /// What it is for.
    pub help: LabelText,
    /// Group in the palette.
    pub group: Option<String>,
    /// Name of an icon.
    pub icon: String,
    /// JSON Schema of its settings, from which the property panel is drawn.
    pub schema: Json,
    /// An example as it stands in a definition.
    pub example: Json,
}

/// A function of the formula language.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct FunctionEntry {
    /// Upper-case name.
    pub name: String,
    /// The Chinese name for display.
    pub zh: String,
    /// Group.
    pub group: String,
    /// `SUM(value1, …)`
    pub signature: String,
    /// What it gives.
    pub help: LabelText,
}

/// The objects of an app with their drafts.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct BuildApp {
    /// The app.
    pub app: String,
    /// Name.
    pub label: LabelText,
    /// Hash of the published version.
    pub version: String,
    /// All objects in the order of a package.
    pub objects: Vec<BuildObject>,
}

/// An object of an app.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct BuildObject {
    /// Its kind: `app`, `dictionary`, `calendar`, `form`, `flow`, `rule`, `message`, `report`, `dashboard`, `print`, `role`, `menu`, `portal`, `scenario`.
    pub kind: String,
    /// Its id.
    pub id: String,
    /// Its name.
    pub label: LabelText,
    /// How it differs from what is published.
    pub state: DraftState,
    /// Digest of the definition below: send it back in `If-Match` when saving.
    pub etag: String,
    /// The object as it stands in the draft, else as published (schema of its kind).
    pub definition: Json,
}

/// How an object differs from what is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DraftState {
    /// It does not.
    Published,
    /// It is new.
    Added,
    /// It was changed.
    Changed,
    /// It will be removed.
    Removed,
}

/// What saving a draft answers.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct DraftSaved {
    /// The object as it now stands.
    pub object: BuildObject,
}

/// What checking finds.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct CheckReport {
    /// Whether it may be published.
    pub ok: bool,
    /// Everything that was found.
    pub diagnostics: Vec<Finding>,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Finding {
    /// Stable code.
    pub code: String,
    /// `error` or `warning`.
    pub severity: String,
    /// File inside the package, `forms/order.json`.
    pub file: String,
    /// JSON Pointer inside the file.
    pub pointer: String,
    /// Line in the file, from 1.
    pub line: Option<u32>,
    /// Column in the line, from 1.
    pub column: Option<u32>,
    /// The part of a formula that is meant: first character and the one after the last.
    pub span: Option<[u32; 2]>,
    /// What is wrong, in both languages.
    pub message: LabelText,
    /// What to do, in both languages.
    pub hint: Option<LabelText>,
}

/// What publishing would change.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Changes {
    /// The changed objects.
    pub changes: Vec<ObjectChange>,
    /// What checking finds.
    pub diagnostics: Vec<Finding>,
    /// What it does to data, running cases and rights, computed from the stored records.
    pub impact: Vec<LabelText>,
    /// What forbids the publication.
    pub blocked: Vec<LabelText>,
    /// The app's own scenarios, run on the draft.
    pub scenarios: Vec<ScenarioOutcome>,
    /// What it does to stored values, field by field.
    pub steps: Vec<MigrationStep>,
    /// What differs, property by property.
    pub differences: Vec<Difference>,
    /// The migrations of stored records that are under way.
    pub migrations: Vec<MigrationEntry>,
}

/// What a step of a publication does to stored values, counted in the records.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct MigrationStep {
    /// The form.
    pub form: String,
    /// The field, or `field.column`.
    pub field: String,
    /// `calculated`, `converted` or `narrowed`.
    pub change: String,
    /// The step in a sentence.
    pub text: LabelText,
    /// How many records it touches.
    pub touched: u64,
    /// Of how many the value will say less: rounded, shortened.
    pub less: u64,
    /// Of how many the value does not convert, or fails the narrower rule.
    pub troubled: u64,
    /// The first of them.
    pub samples: Vec<MigrationSample>,
    /// Whether all records were looked at; else the numbers are the least.
    pub complete: bool,
    /// Whether it must be decided what becomes of values that do not convert.
    pub asks: bool,
    /// Whether several values become one.
    pub several: bool,
    /// The options that are gone, for which another one may stand.
    pub options: Vec<OptionName>,
    /// The options that may stand for them.
    pub successors: Vec<OptionName>,
}

/// An option with its name.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct OptionName {
    /// The option.
    pub id: String,
    /// Its name.
    pub label: LabelText,
}

/// A record whose value does not fit.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct MigrationSample {
    /// The record.
    pub record: String,
    /// What it is called.
    pub title: String,
    /// The value as people read it.
    pub value: String,
    /// Why it does not fit.
    pub why: LabelText,
}

/// An object that differs between two versions.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Difference {
    /// Kind of the object.
    pub kind: String,
    /// Its id.
    pub id: String,
    /// Its name.
    pub label: LabelText,
    /// `added`, `removed` or `changed`.
    pub change: String,
    /// The properties that differ; none for an added or removed object.
    pub properties: Vec<PropertyDifference>,
}

/// A property that differs.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct PropertyDifference {
    /// The way to it, with ids in the place of positions: `/fields/amount/label`.
    pub path: String,
    /// What people call each step of the way; blank where a step is a key of the format and no name.
    pub names: Vec<LabelText>,
    /// What it was; none if it is new.
    pub before: Option<Json>,
    /// What it is; none if it was taken out.
    pub after: Option<Json>,
}

/// What differs between two versions.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Differences {
    /// The objects that differ.
    pub differences: Vec<Difference>,
}

/// What is decided about the stored values of one field.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StoredValueChoice {
    /// The form.
    pub form: String,
    /// The field, or `field.column`.
    pub field: String,
    /// Values that do not convert become blank and stay in the history; else they forbid the publication.
    #[serde(default)]
    pub blank: bool,
    /// Of several values the first one stays where one is asked for.
    #[serde(default)]
    pub first: bool,
    /// What becomes of options that are gone: the old option, and the one that stands for it now.
    #[serde(default)]
    pub options: std::collections::BTreeMap<String, String>,
}

/// A planned migration of stored records.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct MigrationEntry {
    /// Its key.
    pub id: String,
    /// Whether values are converted before the version becomes current; else they are calculated again behind it.
    pub converts: bool,
    /// `running`, `settling` (the version is current, late writers are awaited), `done`, `failed`, `cancelled`.
    pub state: String,
    /// When it was started.
    pub started_at: DateTime<Utc>,
    /// When the version became current, or when it ended without.
    pub finished_at: Option<DateTime<Utc>>,
    /// Name of who started it.
    pub by_name: String,
    /// How many rows were looked at.
    pub done: u64,
    /// Of how many.
    pub total: u64,
    /// How many values did not convert.
    pub refused: u64,
    /// Why it failed.
    pub problem: Option<LabelText>,
}

/// The migrations of an app, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Migrations {
    /// The migrations.
    pub migrations: Vec<MigrationEntry>,
}

/// Which records are asked for.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TroubledRecords {
    /// The form.
    pub form: String,
    /// The field, or `field.column`.
    pub field: String,
}

/// One change.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ObjectChange {
    /// Kind of the object.
    pub kind: String,
    /// Its id.
    pub id: String,
    /// The change in one sentence.
    pub text: LabelText,
}

/// How a scenario ended.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ScenarioOutcome {
    /// Its id.
    pub id: String,
    /// What it shows.
    pub label: LabelText,
    /// Whether all its expectations hold.
    pub passed: bool,
    /// What did not hold.
    pub faults: Vec<LabelText>,
}

/// Publishes the drafts.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Publish {
    /// What changed, for the list of versions.
    pub note: String,
    /// What is decided about stored values.
    pub choices: Vec<StoredValueChoice>,
    /// Whether it is published although scenarios fail.
    pub despite_scenarios: bool,
}

/// Decisions about stored values, to see what would come of them.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Weighing {
    /// What is decided about stored values.
    #[serde(default)]
    pub choices: Vec<StoredValueChoice>,
}

/// What a publication made.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct PublishedVersion {
    /// Content hash.
    pub version: String,
    /// Counts from 1.
    pub number: u32,
    /// The migration that converts stored values; the version becomes current when it is done, and `number` is that of the one before.
    pub migration: Option<String>,
}

/// A published version.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct VersionEntry {
    /// Content hash.
    pub version: String,
    /// Counts from 1.
    pub number: u32,
    /// Version of the package, as its maker counts.
    pub package_version: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub by: Option<PersonRef>,
    /// What changed.
    pub note: String,
    /// Whether it is the current one.
    pub current: bool,
    /// How many cases still run on it.
    pub running: u64,
}

/// All versions, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Versions {
    /// The versions.
    pub versions: Vec<VersionEntry>,
}

/// Publishes the content of an earlier version again.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Rollback {
    /// Content hash of the version.
    pub version: String,
    /// What is decided about stored values.
    #[serde(default)]
    pub choices: Vec<StoredValueChoice>,
}

impl From<&definition::Diagnostic> for Finding {
    fn from(diagnostic: &definition::Diagnostic) -> Self {
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self {
            code: diagnostic.code.clone(),
            severity: if diagnostic.severity == definition::Severity::Error { "error".into() } else { "warning".into() },
            file: diagnostic.file.clone(),
            pointer: diagnostic.pointer.clone(),
            line: diagnostic.position.map(|(line, _)| line),
            column: diagnostic.position.map(|(_, column)| column),
            span: diagnostic.span.map(|span| [number(span.start), number(span.end)]),
            message: LabelText::from(&diagnostic.message),
            hint: diagnostic.hint.as_ref().map(LabelText::from),
        }
    }
}
