//! Why open to-dos and the clocks of a case are due when they are.

use crate::types::{ClockEntry, DeadlineEntry, DeadlineMoment, DeadlineSpan};
use app_engine::CompiledApp;
use calendar::{Firing, Measure, Moment, NoDue, Span, SpanKind};
use flow_engine::{CompiledFlow, Explained, InstanceState, Todo, explain_clocks, explain_deadline};
use serde::Serialize;
use uuid::Uuid;
use value::{CalendarId, Instant, Label, Locale};

/// The most spans that are told; a deadline of a year has some hundreds.
const MOST_SPANS: usize = 400;

/// The deadlines of the open to-dos of a case that count by a clock. The calendars are those of the active version, as when it is counted.
pub(super) fn of_case(app: &CompiledApp, flow: &CompiledFlow, state: &InstanceState, now: Instant) -> Vec<DeadlineEntry> {
    state.todos.iter().filter_map(|todo| of_todo(app, flow, todo, now)).collect()
}

fn of_todo(app: &CompiledApp, flow: &CompiledFlow, todo: &Todo, now: Instant) -> Option<DeadlineEntry> {
    let explained = explain_deadline(flow, todo, &app.calendars, &app.zone, now)?;
    Some(entry(app, Some(todo.id.0), explained))
}

/// The clocks of the flow of a case.
pub(super) fn of_flow(app: &CompiledApp, flow: &CompiledFlow, state: &InstanceState, now: Instant) -> Vec<ClockEntry> {
    let clocks = explain_clocks(flow, state, &app.calendars, &app.zone, now).into_iter();
    let told = clocks.map(|clock| ClockEntry {
        since: state.clocks.iter().find(|known| known.id == clock.id).and_then(|known| known.count.clock.counted_from),
        held_by: clock.explained.iter().flat_map(|explained| explained.held_by.iter().cloned()).collect(),
        reading: clock.explained.map(|explained| entry(app, None, explained)),
        clock: clock.id,
        label: clock.label,
    });
    told.collect()
}

/// Why an open case has no deadline at all, neither of a to-do nor of its flow; none when it has one.
pub(super) fn none_because(flow: &CompiledFlow, state: &InstanceState, clocks: &[ClockEntry]) -> Option<Label> {
    if !state.status.is_open() || state.next_due().is_some() {
        return None;
    }
    let held = clocks.iter().find(|clock| !clock.held_by.is_empty());
    if let Some((clock, why)) = held.and_then(|clock| Some((clock, clock.held_by.first()?))) {
        return Some(Label::both(
            format!("「{}」已暂停：{}", clock.label.get(Locale::ZhCn), why.get(Locale::ZhCn)),
            format!("“{}” stands still: {}", clock.label.get(Locale::En), why.get(Locale::En)),
        ));
    }
    let held = state.todos.iter().find_map(|todo| todo.count.as_deref()?.clock.held_by.first());
    if let Some(why) = held {
        let (zh, en) = (why.label.get(Locale::ZhCn), why.label.get(Locale::En));
        return Some(Label::both(format!("计时已暂停：{zh}"), format!("The time stands still: {en}")));
    }
    if let Some(clock) = clocks.iter().find(|clock| clock.reading.is_none()) {
        return Some(Label::both(
            format!("「{}」尚未开始计时", clock.label.get(Locale::ZhCn)),
            format!("“{}” has not started yet", clock.label.get(Locale::En)),
        ));
    }
    if !clocks.is_empty() {
        return Some(Label::both("流程的计时都已结束", "All clocks of the flow have ended"));
    }
    let at = state.tokens.iter().find(|token| token.via.is_none()).map(|token| super::trace::name_of(flow, &token.node)).unwrap_or_default();
    Some(Label::both(
        format!("步骤「{}」没有设置时限，流程也没有计时", at.get(Locale::ZhCn)),
        format!("The step “{}” has no deadline, and its flow has no clock", at.get(Locale::En)),
    ))
}

fn entry(app: &CompiledApp, todo: Option<Uuid>, explained: Explained) -> DeadlineEntry {
    let (reading, target) = (explained.reading, explained.target);
    let working = target.time == Measure::Working;
    DeadlineEntry {
        todo,
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
    }
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
