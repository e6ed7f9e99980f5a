//! Public pages: nothing internal is in these answers.

use super::app::EngineBundle;
use super::{LabelText, Values};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A form by link.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct PortalPage {
    /// The app.
    pub app: String,
    /// The page.
    pub portal: String,
    /// Title.
    pub label: LabelText,
    /// What to expect.
    pub intro: LabelText,
    /// What is promised after sending.
    pub thanks: LabelText,
    /// Hash of the published version.
    pub version: String,
    /// The form with the open fields only.
    pub bundle: EngineBundle,
}

/// What a customer sends.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PublicRecord {
    /// The values of the open fields.
    #[schema(value_type = BTreeMap<String, serde_json::Value>)]
    pub values: Values,
}

/// It was received.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct PublicReceipt {
    /// What is promised.
    pub thanks: LabelText,
    /// Secret of the private progress page; shown once.
    pub token: String,
    /// Address of the private progress page on this server.
    pub progress_path: String,
}

/// How far the case is.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Progress {
    /// Title of the page.
    pub label: LabelText,
    /// When it was filed.
    pub filed_at: DateTime<Utc>,
    /// The public states in their order.
    pub states: Vec<ProgressState>,
    /// What the customer may see of the case.
    pub fields: Vec<ProgressField>,
}

/// A public state.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ProgressState {
    /// Id.
    pub id: String,
    /// Name.
    pub label: LabelText,
    /// What happens next, in public words.
    pub promise: LabelText,
    /// Whether the case is in this state now.
    pub current: bool,
    /// Whether the case has passed it.
    pub passed: bool,
}

/// A value that the customer may see.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ProgressField {
    /// Name of the field.
    pub label: LabelText,
    /// The value as people read it.
    pub text: String,
}
