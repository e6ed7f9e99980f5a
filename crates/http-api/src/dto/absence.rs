//! Absences and who stands in.

use super::{LabelText, PersonRef};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An absence to be entered.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAbsence {
    /// Key of who is away; the signed-in person when left out. Only administrators name somebody else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// Key of who stands in.
    pub stand_in: String,
    /// From when.
    pub from: DateTime<Utc>,
    /// Until when, that moment excluded.
    pub until: DateTime<Utc>,
    /// For which apps; for all when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub apps: Vec<String>,
}

/// Absences, the latest first.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Absences {
    /// At most 200.
    pub absences: Vec<Absence>,
}

/// An absence.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Absence {
    /// Its key.
    pub id: String,
    /// Who is away.
    pub user: PersonRef,
    /// Who stands in.
    pub stand_in: PersonRef,
    /// From when.
    pub from: DateTime<Utc>,
    /// Until when, that moment excluded.
    pub until: DateTime<Utc>,
    /// For which apps; for all when empty.
    pub apps: Vec<AbsenceApp>,
    /// `coming`, `on`, `over`.
    pub state: String,
    /// Whether the signed-in person may end it or take it away.
    pub may_end: bool,
}

/// An app for which an absence holds.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct AbsenceApp {
    /// The app.
    pub app: String,
    /// Its name.
    pub label: LabelText,
}

/// An absence that was entered.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct AbsenceEntered {
    /// Its key.
    pub id: String,
}
