//! Packages: check, import, export, slots.

use super::build::{Finding, MigrationStep, ObjectChange, StoredValueChoice};
use super::{Json, LabelText};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// The installed apps.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Packages {
    /// The apps.
    pub packages: Vec<PackageEntry>,
}

/// An installed app.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct PackageEntry {
    /// Id.
    pub app: String,
    /// Name.
    pub label: LabelText,
    /// Version of the package, as its maker counts.
    pub package_version: String,
    /// Hash of the published version.
    pub version: String,
}

/// A package to upload, as `multipart/form-data`.
#[derive(Debug, Clone, ToSchema)]
pub struct PackageUpload {
    /// The `.mortise` file.
    #[schema(value_type = String, format = Binary, content_media_type = "application/zip")]
    pub package: Vec<u8>,
    /// JSON text of a `BindSlots`; slots that are not named keep what they are bound to.
    pub bindings: Option<String>,
    /// JSON text of an `ImportPlan`: how it is joined with an app that is here.
    pub plan: Option<String>,
}

/// How a package is joined with an app that is here.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ImportPlan {
    /// Whether the package replaces everything, with what was changed in this deployment.
    pub replace: bool,
    /// Hash of the published version that was looked at (`upgrade.seen`): any other one is not written over.
    pub seen: Option<String>,
    /// What is decided about differences.
    pub decisions: Vec<MergeDecision>,
    /// `vendor` or `customer`: whose value is taken in conflicts about which nothing is decided. Without it they forbid the import.
    pub otherwise: Option<MergeSide>,
    /// What is decided about stored values.
    pub choices: Vec<StoredValueChoice>,
}

/// One of the two who changed an app.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MergeSide {
    /// The maker of the package.
    Vendor,
    /// This deployment.
    Customer,
}

/// Whose value is taken at one place.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MergeDecision {
    /// Kind of the object.
    pub kind: String,
    /// Its id.
    pub id: String,
    /// The way to the property, as the difference says it; blank for the whole object.
    pub path: String,
    /// Whose.
    pub side: MergeSide,
}

/// What a package does to the app that is here.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct PackageUpgrade {
    /// Hash of the published version: send it back in `ImportPlan.seen`.
    pub seen: String,
    /// Version of the package that was imported last, as its maker counts; null if that is not known.
    pub base_version: Option<String>,
    /// When that was imported.
    pub base_at: Option<DateTime<Utc>>,
    /// Whether the app was changed here since then.
    pub customised: bool,
    /// What either side changed since then.
    pub differences: Vec<MergeDifference>,
    /// What it does to data, running cases and rights, computed from the stored records.
    pub impact: Vec<LabelText>,
    /// What forbids the import.
    pub blocked: Vec<LabelText>,
    /// What it does to stored values, field by field.
    pub steps: Vec<MigrationStep>,
    /// The objects of which builders have unpublished drafts; those stay.
    pub drafts: Vec<LabelText>,
}

/// A property that the maker of a package or this deployment changed.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct MergeDifference {
    /// Kind of the object.
    pub kind: String,
    /// Its id.
    pub id: String,
    /// Its name.
    pub label: LabelText,
    /// The way to the property, with ids in the place of positions; blank for the whole object.
    pub path: String,
    /// What people call each step of the way; blank where a step is a key of the format and no name.
    pub names: Vec<LabelText>,
    /// The place in words.
    pub place: LabelText,
    /// Who changed it.
    pub by: ChangedBy,
    /// Whose value stands after the import.
    pub taken: MergeSide,
    /// What it was.
    pub base: SaidValue,
    /// What it is in the package.
    pub vendor: SaidValue,
    /// What it is here.
    pub customer: SaidValue,
}

/// Who changed a property.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChangedBy {
    /// The maker of the package alone.
    Vendor,
    /// This deployment alone.
    Customer,
    /// Both, to the same.
    Same,
    /// Both, each to something else.
    Conflict,
}

/// A value with its words.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct SaidValue {
    /// Whether something stands there.
    pub present: bool,
    /// The value in words.
    pub text: LabelText,
    /// The value as it stands in the definition; null where nothing stands.
    pub value: Option<Json>,
}

/// What is in an uploaded package; nothing has been changed.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct PackageReport {
    /// Id of the app; null when even that could not be read.
    pub app: Option<String>,
    /// Name of the app.
    pub label: Option<LabelText>,
    /// Version of the package, as its maker counts.
    pub package_version: Option<String>,
    /// Whether the app is here already.
    pub installed: bool,
    /// Whether it may be imported.
    pub ok: bool,
    /// Everything that was found.
    pub diagnostics: Vec<Finding>,
    /// What would change.
    pub changes: Vec<ObjectChange>,
    /// Rights that become wider.
    pub widened: Vec<LabelText>,
    /// What the deployment has to bind.
    pub slots: Vec<SlotEntry>,
    /// What becomes of the app that is here; null for a new one.
    pub upgrade: Option<PackageUpgrade>,
}

/// A slot of an app.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct SlotEntry {
    /// Id.
    pub id: String,
    /// `department`, `user`, `address`, `secret`.
    pub kind: String,
    /// Name.
    pub label: LabelText,
    /// What to choose.
    pub help: LabelText,
    /// Whether the app cannot be used while nothing is bound.
    pub required: bool,
    /// What is bound: a key or an address; for a secret only whether there is one (`"***"`).
    pub bound: Option<String>,
}

/// The slots of an app.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Slots {
    /// The slots.
    pub slots: Vec<SlotEntry>,
}

/// Binds slots.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct BindSlots {
    /// Key, address or secret by slot id; an empty text takes the binding away.
    pub slots: BTreeMap<String, String>,
}

/// What an import did.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Imported {
    /// The app.
    pub app: String,
    /// Hash of the version that is published with it.
    pub version: String,
    /// The migration that brings stored values over first; the version is published when it is done.
    pub migration: Option<String>,
    /// Warnings.
    pub diagnostics: Vec<Finding>,
    /// The slots with what they are bound to.
    pub slots: Vec<SlotEntry>,
}
