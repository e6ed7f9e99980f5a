//! Packages: check, import, export, slots.

use super::LabelText;
use super::build::{Finding, ObjectChange};
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
    /// Hash of the version that is now published.
    pub version: String,
    /// Warnings.
    pub diagnostics: Vec<Finding>,
    /// The slots with what they are bound to.
    pub slots: Vec<SlotEntry>,
}
