//! Why a to-do or a clock of a flow is due when it is.

use crate::dto::LabelText;
use crate::dto::trace::{ClockReading, DeadlineMoment, DeadlineReading, DeadlineSpan};
use runtime::types::{self, ClockEntry, DeadlineEntry};

pub(super) fn reading(entry: DeadlineEntry) -> DeadlineReading {
    DeadlineReading {
        todo: entry.todo.map(|todo| todo.to_string()),
        standing: entry.standing,
        standing_label: entry.standing_label.into(),
        due_at: entry.due_at,
        no_due: entry.no_due.map(LabelText::from),
        amount: entry.amount,
        unit: entry.unit,
        working: entry.working,
        calendar: entry.calendar.map(LabelText::from),
        used_percent: entry.used_percent,
        left_seconds: entry.left_seconds,
        may_move: entry.may_move,
        spans: entry.spans.into_iter().map(span).collect(),
        ahead: entry.ahead.into_iter().map(moment).collect(),
    }
}

pub(super) fn clock(entry: ClockEntry) -> ClockReading {
    ClockReading {
        clock: entry.clock.to_string(),
        label: entry.label.into(),
        since: entry.since,
        held_by: entry.held_by.into_iter().map(LabelText::from).collect(),
        reading: entry.reading.map(reading),
    }
}

fn span(span: types::DeadlineSpan) -> DeadlineSpan {
    DeadlineSpan { from: span.from, to: span.to, kind: span.kind, label: span.label.into(), counted_seconds: span.counted_seconds }
}

fn moment(moment: types::DeadlineMoment) -> DeadlineMoment {
    DeadlineMoment { at: moment.at, what: moment.what.into(), percent: moment.percent, level: moment.level }
}
