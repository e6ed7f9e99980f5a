//! Why open to-dos are due when they are.

use crate::types::{DeadlineEntry, DeadlineMoment, DeadlineSpan};
use app_engine::CompiledApp;
use calendar::{Firing, Measure, Moment, NoDue, Span, SpanKind};
use flow_engine::{CompiledFlow, InstanceState, Todo, explain_deadline};
use serde::Serialize;
use value::{CalendarId, Instant, Label};

/// The most spans that are told; a deadline of a year has some hundreds.
const MOST_SPANS: usize = 400;

/// The deadlines of the open to-dos of a case that count by a clock. The calendars are those of the active version, as when it is counted.
pub(super) fn of_case(app: &CompiledApp, flow: &CompiledFlow, state: &InstanceState, now: Instant) -> Vec<DeadlineEntry> {
    state.todos.iter().filter_map(|todo| of_todo(app, flow, todo, now)).collect()
}

fn of_todo(app: &CompiledApp, flow: &CompiledFlow, todo: &Todo, now: Instant) -> Option<DeadlineEntry> {
    let explained = explain_deadline(flow, todo, &app.calendars, &app.zone, now)?;
    let (reading, target) = (explained.reading, explained.target);
    let working = target.time == Measure::Working;
    Some(DeadlineEntry {
        todo: todo.id.0,
        standing: word(&reading.standing),
        standing_label: reading.standing.label(),
        due_at: reading.due,
        no_due: reading.no_due.map(NoDue::label),
        amount: target.amount,
        unit: word(&target.unit),
        working,
        calendar: name(app, explained.calendar.as_ref()).filter(|_| working),
        used_percent: reading.used_percent,
        left_seconds: reading.left_seconds,
        may_move: reading.may_move,
        spans: explained.spans.into_iter().take(MOST_SPANS).map(span).collect(),
        ahead: explained.ahead.into_iter().filter_map(moment).collect(),
    })
}

fn span(span: Span) -> DeadlineSpan {
    let counted_seconds = if span.kind == SpanKind::Open { span.open_seconds } else { 0 };
    DeadlineSpan { from: span.from, to: span.to, kind: word(&span.kind), label: span.label, counted_seconds }
}

fn moment(moment: Moment) -> Option<DeadlineMoment> {
    let (what, percent, level) = match moment.firing {
        Firing::Warning { percent } => ("warning", Some(percent), None),
        Firing::Due => ("due", None, None),
        Firing::Escalation { level } => ("escalation", None, Some(level)),
        Firing::StillPaused { .. } => return None,
    };
    Some(DeadlineMoment { at: moment.at, what, percent, level })
}

fn name(app: &CompiledApp, calendar: Option<&CalendarId>) -> Option<Label> {
    let known = calendar.and_then(|id| app.calendar_definitions.get(id)).or_else(|| app.calendar_definitions.get(app.app.calendar.as_ref()?));
    known.map(|calendar| calendar.label.clone())
}

/// The word for a plain choice, as it stands in definitions.
fn word(choice: &impl Serialize) -> String {
    serde_json::to_value(choice).ok().and_then(|json| json.as_str().map(str::to_owned)).unwrap_or_default()
}
