//! Data of the use cases: build.
use definition::{Diagnostic, ObjectKey, Slot};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use value::{AppId, Instant, Label, SlotId, UserId};

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

/// A package that was looked at before its import.
#[derive(Debug, Clone, Serialize)]
pub struct PackageCheck {
    /// The app; none when the package is not readable.
    pub app: Option<AppId>,
    /// Its name.
    pub label: Label,
    /// Version of the package.
    pub version: String,
    /// Whether the app is here already.
    pub installed: bool,
    /// Findings.
    pub diagnostics: Vec<Diagnostic>,
    /// What would change.
    pub changes: Vec<(ObjectKey, Label)>,
    /// Rights that become wider.
    pub widened: Vec<Label>,
    /// The slots with what is bound now.
    pub slots: Vec<(Slot, Option<Json>)>,
}

/// What a slot is bound to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SlotBinding {
    /// The slot.
    pub slot: SlotId,
    /// A department's or person's key, or an address. A secret is given as text and never shown again.
    pub value: Json,
}

/// An app as it would be made of a workbook.
#[derive(Debug)]
pub struct WorkbookSeen {
    /// What would be made, and why.
    pub made: app_engine::from_workbook::FromWorkbook,
    /// Whether there is an app with its id already.
    pub taken: bool,
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
