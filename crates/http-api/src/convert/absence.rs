//! Absences.

use crate::dto::PersonRef;
use crate::dto::absence::{Absence, AbsenceApp, Absences};
use runtime::types::AbsenceEntry;
use value::UserId;

pub(crate) fn absences(entries: Vec<AbsenceEntry>) -> Absences {
    Absences { absences: entries.into_iter().map(absence).collect() }
}

fn absence(entry: AbsenceEntry) -> Absence {
    let named = |id: UserId, name: String| PersonRef { id: id.to_string(), name };
    Absence {
        id: entry.id.to_string(),
        user: named(entry.user, entry.user_name),
        stand_in: named(entry.stand_in, entry.stand_in_name),
        from: entry.from,
        until: entry.until,
        apps: entry.apps.into_iter().map(|(app, label)| AbsenceApp { app: app.to_string(), label: label.into() }).collect(),
        state: entry.state.into(),
        may_end: entry.may_end,
    }
}
