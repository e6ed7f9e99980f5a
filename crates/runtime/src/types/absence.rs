//! Data of the use cases: absences.
use uuid::Uuid;
use value::{AppId, Instant, Label, UserId};

/// An absence to be entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAbsence {
    /// Who is away; the caller when left out.
    pub user: Option<UserId>,
    /// Who stands in.
    pub stand_in: UserId,
    /// From when.
    pub from: Instant,
    /// Until when, that moment excluded.
    pub until: Instant,
    /// For which apps; all when empty.
    pub apps: Vec<AppId>,
}

/// An absence.
#[derive(Debug, Clone, PartialEq)]
pub struct AbsenceEntry {
    /// Its key.
    pub id: Uuid,
    /// Who is away.
    pub user: UserId,
    /// Name of who is away.
    pub user_name: String,
    /// Who stands in.
    pub stand_in: UserId,
    /// Name of who stands in.
    pub stand_in_name: String,
    /// From when.
    pub from: Instant,
    /// Until when, that moment excluded.
    pub until: Instant,
    /// For which apps, with their names; all when empty.
    pub apps: Vec<(AppId, Label)>,
    /// `coming`, `on`, `over`.
    pub state: &'static str,
    /// Whether the reader may end it or take it away.
    pub may_end: bool,
}
