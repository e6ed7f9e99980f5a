//! How long a token waits: minutes of all time, a working calendar's time, or until a moment that the record holds.
//!
//! The moment is worked out when the wait begins and kept as a timer of the token. One that lies in the record is looked at again whenever
//! the record changes; one in working time is put off by the open time during which the case was on hold.

use crate::{
    Event, Status, TimerKey, Trigger, Until, WaitKind,
    compile::Check,
    countdown::calendar_named,
    decide::{Place, Run},
    nodes::Split,
    timers::later,
};
use calendar::{Measure, Target};
use formula::Reference;
use value::{CalendarId, Instant, Label, Value, ValueType};

/// How long a token waits.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wait<'f> {
    pub length: Length<'f>,
    /// Whose working time counts.
    pub calendar: Option<&'f CalendarId>,
}

/// The ways in which that is said.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Length<'f> {
    Minutes(u32),
    Within(Target),
    Until(&'f Until),
}

/// The wait that a way out of a step begins with; none for one that hears a message.
pub(crate) fn of_boundary(boundary: &crate::Boundary) -> Option<Wait<'_>> {
    let length = match &boundary.on {
        Trigger::AfterMinutes(minutes) => Length::Minutes(*minutes),
        Trigger::Within(target) => Length::Within(*target),
        Trigger::Until(until) => Length::Until(until),
        Trigger::Message(_) => return None,
    };
    Some(Wait { length, calendar: boundary.calendar.as_ref() })
}

/// When a wait that begins now is over; none while the field is blank, or when the calendar never has so much working time.
fn over(run: &Run<'_>, wait: &Wait<'_>) -> Option<Instant> {
    let now = run.context.now;
    match wait.length {
        Length::Minutes(minutes) => later(now, minutes),
        Length::Within(target) => target.due(&calendar_named(run, wait.calendar), now),
        Length::Until(until) => {
            let moment = match run.value(&Reference::Field(until.field.clone())) {
                Value::Instant(moment) => moment,
                Value::Date(day) => run.context.world.zone().edge(day.and_hms_opt(0, 0, 0)?),
                _ => return None,
            };
            let calendar = calendar_named(run, wait.calendar);
            match (until.before, until.after) {
                (Some(before), _) => before.before(&calendar, moment),
                (None, Some(after)) => after.due(&calendar, moment),
                (None, None) => Some(moment),
            }
        }
    }
}

/// What a token at a node may wait for by time, each with the timer that stands for it.
fn all<'f>(run: &Run<'f>, place: Place) -> Vec<(WaitKind, u32, Wait<'f>)> {
    let node = run.node(place);
    let mut waits = of_itself(run, place);
    let boundary = node.behaviour().guard().map(|guard| guard.boundary.as_slice()).unwrap_or_default();
    waits.extend((0..).zip(boundary).filter_map(|(number, boundary)| Some((WaitKind::Boundary, number, of_boundary(boundary)?))));
    waits
}

/// The wait of a timer, or those of the timers behind a choice of events.
fn of_itself<'f>(run: &Run<'f>, place: Place) -> Vec<(WaitKind, u32, Wait<'f>)> {
    let node = run.node(place);
    if node.behaviour().split() == Split::Event {
        let flow = run.flow;
        let behind = (0..).zip(node.edges());
        return behind.filter_map(|(number, edge)| Some((WaitKind::Wait, number, flow.node_or_start(edge.to()).behaviour().wait()?))).collect();
    }
    node.behaviour().wait().map(|wait| (WaitKind::Wait, 0, wait)).into_iter().collect()
}

fn set(run: &mut Run<'_>, place: Place, waits: Vec<(WaitKind, u32, Wait<'_>)>) {
    for (kind, number, wait) in waits {
        if let Some(at) = over(run, &wait) {
            let at = at.max(run.context.now);
            run.emit(Event::TimerSet { timer: TimerKey::Token { token: place.token, kind, number }, at });
        }
    }
}

/// Begins the wait of a timer, or those of the timers behind a choice of events.
pub(crate) fn begin(run: &mut Run<'_>, place: Place) {
    let waits = of_itself(run, place);
    set(run, place, waits);
}

/// Sets the timers that take a way out of a step that waits too long.
pub(crate) fn arm(run: &mut Run<'_>, place: Place) {
    let waits = all(run, place).into_iter().filter(|(kind, ..)| *kind == WaitKind::Boundary).collect();
    set(run, place, waits);
}

/// Timers that wait for a moment in the record follow it when it was changed.
pub(crate) fn settle(run: &mut Run<'_>) {
    if !run.flow.waits_for_fields() || !run.state.status.is_open() || run.state.status == Status::Suspended {
        return;
    }
    let now = run.context.now;
    let waiting = run.state.tokens.iter().filter(|token| token.via.is_none() && !token.awaits_turn);
    let places: Vec<Place> = waiting.filter_map(|token| run.place_of(token).ok()).collect();
    for place in places {
        for (kind, number, wait) in all(run, place).into_iter().filter(|(.., wait)| matches!(wait.length, Length::Until(_))) {
            let set = run.state.token(place.token).and_then(|token| {
                let timer = token.timers.iter().find(|timer| timer.kind == kind && timer.number == number);
                timer.map(|timer| timer.at)
            });
            let timer = TimerKey::Token { token: place.token, kind, number };
            match (set, over(run, &wait)) {
                (Some(_), None) => run.emit(Event::TimerCancelled { timer }),
                // One whose time has come fires soon anyway.
                (Some(at), Some(wanted)) if at.max(now) != wanted.max(now) => run.emit(Event::TimerSet { timer, at: wanted.max(now) }),
                // A way beside the step that was taken at its moment is not taken again, unless the moment is moved ahead.
                (None, Some(wanted)) if kind == WaitKind::Wait || wanted > now => run.emit(Event::TimerSet { timer, at: wanted.max(now) }),
                _ => {}
            }
        }
    }
}

/// When a timer of a token fires that would have fired at a moment, after the case has stood still since another one.
pub(crate) fn resumed(run: &Run<'_>, timer: TimerKey, at: Instant, since: Instant) -> Option<Instant> {
    let now = run.context.now;
    let put_off = at.checked_add_signed(now - since);
    let TimerKey::Token { token, kind, number } = timer else { return put_off };
    let place = run.place_of(run.state.token(token)?).ok()?;
    let wait = all(run, place).into_iter().find(|(known, which, _)| *known == kind && *which == number).map(|(.., wait)| wait);
    match wait.map(|wait| (wait.length, wait.calendar)) {
        Some((Length::Until(_), _)) => Some(at.max(now)),
        Some((Length::Within(target), named)) if target.time == Measure::Working => {
            let calendar = calendar_named(run, named);
            calendar.due(now, calendar.open_between(since, at.max(since)))
        }
        _ => put_off,
    }
}

/// Checks a wait whose settings stand at a place.
pub(crate) fn check(check: &mut Check<'_>, wait: &Wait<'_>, place: &str, calendar_at: &str) {
    let at = |name: &str| if place.is_empty() { name.to_owned() } else { format!("{place}/{name}") };
    let lengths: Vec<(String, Target)> = match wait.length {
        Length::Minutes(minutes) => {
            check.minutes(minutes, &at("after_minutes"));
            Vec::new()
        }
        Length::Within(target) => vec![(at("within"), target)],
        Length::Until(until) => {
            until_field(check, until, &at("until"));
            let before = until.before.map(|before| (at("until/before"), before));
            before.into_iter().chain(until.after.map(|after| (at("until/after"), after))).collect()
        }
    };
    for (at, target) in &lengths {
        check.length(target, &format!("{at}/amount"));
    }
    let working = lengths.iter().find(|(_, target)| target.time == Measure::Working).map(|(at, _)| at.as_str());
    check.known_calendar(wait.calendar, calendar_at, working);
}

fn until_field(check: &mut Check<'_>, until: &Until, place: &str) {
    match check.scope.fields.get(until.field.as_str()).map(|field| &field.value_type) {
        None => check.known_field(&until.field, &format!("{place}/field")),
        Some(ValueType::Date | ValueType::Instant) => {}
        Some(_) => {
            let message =
                Label::both(format!("字段「{}」不是日期或时间。", until.field), format!("The field “{}” holds no date or moment.", until.field));
            check.error("MW0512", &format!("{place}/field"), message);
        }
    }
    if until.before.is_some() && until.after.is_some() {
        let message = Label::both("提前和推后只能写一个。", "A moment is either `before` or `after` the one in the field.");
        check.error("MW0513", place, message);
    }
}
