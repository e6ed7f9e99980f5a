//! Data of the use cases: packages and their import.

use super::{FieldChoice, StepReport};
use definition::{Diagnostic, MergeDifference, ObjectKey, Side, Slot};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use value::{AppId, Instant, Label, SlotId};

/// How a package is to be imported.
#[derive(Debug, Clone, Default)]
pub struct ImportOrder {
    /// What its slots are bound to.
    pub slots: Vec<SlotBinding>,
    /// Whether it replaces everything, with what was changed in this deployment.
    pub replace: bool,
    /// Content hash of the version that was looked at: any other one is not written over.
    pub seen: Option<String>,
    /// What is decided about differences.
    pub decisions: Vec<MergeDecision>,
    /// Whose value is taken where nothing is decided about a conflict; without it such a conflict forbids the import.
    pub otherwise: Option<Side>,
    /// What is decided about stored values.
    pub choices: Vec<FieldChoice>,
}

impl From<Vec<SlotBinding>> for ImportOrder {
    fn from(slots: Vec<SlotBinding>) -> Self {
        Self { slots, ..Self::default() }
    }
}

/// Whose value is taken at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergeDecision {
    /// The object.
    pub key: ObjectKey,
    /// The way to the property, as the difference says it.
    pub path: String,
    /// Whose.
    pub side: Side,
}

/// A package that was looked at before its import.
#[derive(Debug, Clone)]
pub struct PackageCheck {
    /// The app; none when the package is not readable.
    pub app: Option<AppId>,
    /// Its name.
    pub label: Label,
    /// Version of the package.
    pub version: String,
    /// Whether the app is here already.
    pub installed: bool,
    /// Findings: in the package, or in what it becomes together with what was changed here.
    pub diagnostics: Vec<Diagnostic>,
    /// What would change.
    pub changes: Vec<(ObjectKey, Label)>,
    /// Rights that become wider.
    pub widened: Vec<Label>,
    /// The slots with what is bound now.
    pub slots: Vec<(Slot, Option<Json>)>,
    /// What becomes of the app that is here; none for a new one, and for a package that has faults itself.
    pub upgrade: Option<Upgrade>,
}

/// What a package does to the app that is here.
#[derive(Debug, Clone)]
pub struct Upgrade {
    /// Content hash of the active version.
    pub seen: String,
    /// The package of the maker that was imported last; none if that is not known.
    pub base: Option<BasePackage>,
    /// Whether the app was changed here since then.
    pub customised: bool,
    /// What either side changed since then.
    pub differences: Vec<SaidDifference>,
    /// What it does to data, running cases and rights.
    pub impact: Vec<Label>,
    /// What forbids the import.
    pub blocked: Vec<Label>,
    /// What it does to stored values, field by field.
    pub steps: Vec<StepReport>,
    /// The objects of which builders have unpublished drafts; those stay.
    pub drafts: Vec<Label>,
}

/// A package that was imported before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BasePackage {
    /// Its version, as its maker counts.
    pub version: String,
    /// When it was imported.
    pub at: Instant,
}

/// A difference in the words of the app.
#[derive(Debug, Clone)]
pub struct SaidDifference {
    /// What differs.
    pub difference: MergeDifference,
    /// Where.
    pub place: Label,
    /// What it was.
    pub base: Label,
    /// What it is in the package.
    pub vendor: Label,
    /// What it is here.
    pub customer: Label,
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
