//! Deadlines that count by a working calendar: one clock of [`calendar`] for each to-do until it is due, and one that counts how late it is.
//!
//! The clocks do the counting. Here stands what they are told: started with the to-do, held while the case is on hold or waits for somebody,
//! looked at when their one timer fires. What a firing does to the case stands in [`task`](crate::task).

use crate::{
    CompiledFlow, Deadline, Event, Refusal, Status, TimerKey, TimerKind, Todo, TodoId,
    decide::{Place, Run},
    task,
};
use calendar::{
    Calendars, Clock, ClockChange, ClockCommand, ClockPolicy, Escalation, Firing, Moment, Reading, Span, Target, WorkCalendar, Zone, decide,
    explain_clock, moments, next_moment, read_clock,
};
use formula::{FieldType, Formula};
use std::borrow::Cow;
use value::{CalendarId, FieldId, Instant, Label, NodeId, PartId};

/// A deadline that is ready to count.
#[derive(Debug)]
pub(crate) struct ReadyDeadline {
    /// What the clock is told; none for a deadline in plain minutes, which needs no clock.
    clocks: Option<Clocks>,
    /// What each level of escalation asks and sets.
    pub levels: Vec<ReadyLevel>,
}

/// A level of escalation.
#[derive(Debug)]
pub(crate) struct ReadyLevel {
    /// Only while this holds.
    pub when: Option<Formula>,
    /// The fields that it sets.
    pub set: Vec<(FieldId, FieldType, Formula)>,
}

#[derive(Debug)]
struct Clocks {
    calendar: Option<CalendarId>,
    until_due: ClockPolicy,
    since_due: Option<ClockPolicy>,
    pauses: Vec<ReadyPause>,
    /// Other lengths, each with the condition under which it counts; the first that holds.
    instead: Vec<(Formula, Target)>,
}

/// A reason to stand still.
#[derive(Debug)]
pub(crate) struct ReadyPause {
    /// Why, in words.
    pub label: Label,
    /// Until when.
    pub holds: Holds,
}

/// What holds a clock.
#[derive(Debug)]
pub(crate) enum Holds {
    /// The case lies with its starter.
    Returned,
    /// The case is at this step.
    Node(NodeId),
    /// The record is like this.
    When(Formula),
}

impl ReadyDeadline {
    /// Makes a deadline ready; the formulas in it were compiled before.
    pub fn of(deadline: &Deadline, pauses: Vec<ReadyPause>, instead: Vec<(Formula, Target)>, levels: Vec<ReadyLevel>) -> Self {
        let clocks = deadline.within.and_then(|target| Clocks::of(deadline, target, pauses, instead));
        Self { clocks, levels }
    }

    /// Whether it may stand still, or be another, for a reason that lies in the record.
    pub fn looks_at_the_record(&self) -> bool {
        let waits = |pause: &ReadyPause| matches!(pause.holds, Holds::When(_));
        self.clocks.as_ref().is_some_and(|clocks| !clocks.instead.is_empty() || clocks.pauses.iter().any(waits))
    }

    /// The formulas in it.
    pub fn formulas(&self) -> impl Iterator<Item = &Formula> {
        let pauses = self.clocks.iter().flat_map(|clocks| &clocks.pauses).filter_map(ReadyPause::formula);
        let instead = self.clocks.iter().flat_map(|clocks| &clocks.instead).map(|(when, _)| when);
        let levels = self.levels.iter().flat_map(|level| level.when.iter().chain(level.set.iter().map(|(_, _, formula)| formula)));
        pauses.chain(instead).chain(levels)
    }

    /// Whether it counts by a clock.
    pub fn counts(&self) -> bool {
        self.clocks.is_some()
    }
}

impl ReadyPause {
    fn formula(&self) -> Option<&Formula> {
        if let Holds::When(formula) = &self.holds { Some(formula) } else { None }
    }
}

impl Clocks {
    fn of(deadline: &Deadline, target: Target, pauses: Vec<ReadyPause>, instead: Vec<(Formula, Target)>) -> Option<Self> {
        let numbered = || (1_u32..).zip(&deadline.levels);
        let level = |level: u32| Escalation { level, label: Label::Plain(String::new()), percent: None, after: None };
        let until = numbered().filter(|(_, set)| set.after_due.is_none());
        let until = until.map(|(number, set)| Escalation { percent: set.percent, after: set.after, ..level(number) }).collect();
        let since: Vec<Escalation> =
            numbered().filter_map(|(number, set)| set.after_due.map(|after| Escalation { after: Some(after), ..level(number) })).collect();
        let until_due = ClockPolicy { warn_at: deadline.warn_at.clone(), warn_every: deadline.warn_every, ..policy(target, until)? };
        let since_due = since.iter().filter_map(|level| level.after).next_back().and_then(|last| policy(last, since.clone()));
        Some(Self { calendar: deadline.calendar.clone(), until_due, since_due, pauses, instead })
    }

    fn policy(&self, late: bool) -> Option<&ClockPolicy> {
        if late { self.since_due.as_ref() } else { Some(&self.until_due) }
    }
}

fn policy(target: Target, escalations: Vec<Escalation>) -> Option<ClockPolicy> {
    Some(ClockPolicy {
        id: PartId::parse("deadline").ok()?,
        label: Label::Plain(String::new()),
        target,
        calendar: None,
        start: Vec::new(),
        pause: Vec::new(),
        stop: Vec::new(),
        reset: Vec::new(),
        cancel: Vec::new(),
        warn_at: Vec::new(),
        warn_every: None,
        escalations,
    })
}

/// The calendar that counts: the one that the deadline names, else the app's, else all time.
fn calendar_of<'w>(find: impl Fn(Option<&str>) -> Option<&'w WorkCalendar>, zone: &Zone, named: Option<&CalendarId>) -> Cow<'w, WorkCalendar> {
    let own = named.and_then(|id| find(Some(id.as_str())));
    match own.or_else(|| find(None)) {
        Some(calendar) => Cow::Borrowed(calendar),
        None => Cow::Owned(WorkCalendar::always(zone.clone())),
    }
}

fn calendar<'r>(run: &Run<'r>, clocks: &Clocks) -> Cow<'r, WorkCalendar> {
    calendar_named(run, clocks.calendar.as_ref())
}

/// The calendar that counts for a wait: the one that it names, else the app's, else all time.
pub(crate) fn calendar_named<'r>(run: &Run<'r>, named: Option<&CalendarId>) -> Cow<'r, WorkCalendar> {
    let world = run.context.world;
    calendar_of(|id| world.work_calendar(id), world.zone(), named)
}

fn clocks_at<'r>(run: &Run<'r>, node: usize) -> Option<&'r Clocks> {
    run.flow.node_or_start(node).deadline()?.clocks.as_ref()
}

fn clocks_of<'r>(run: &Run<'r>, todo: &Todo) -> Option<&'r Clocks> {
    clocks_at(run, run.flow.index_of(&todo.node)?)
}

/// When a to-do that is opened now is due.
pub(crate) fn due(run: &Run<'_>, place: Place) -> Option<Instant> {
    let clocks = clocks_at(run, place.node)?;
    target(run, place, clocks).due(&calendar(run, clocks), run.context.now)
}

/// How long a to-do may take as the record is now. Where a condition has no answer, the usual length counts.
fn target(run: &Run<'_>, place: Place, clocks: &Clocks) -> Target {
    let holds = |(when, _): &&(Formula, Target)| run.holds(place, when).unwrap_or_default();
    clocks.instead.iter().find(holds).map_or(clocks.until_due.target, |(_, target)| *target)
}

/// Starts the clock of a to-do that was opened.
pub(crate) fn start(run: &mut Run<'_>, place: Place, todo: TodoId) {
    if let Some(clocks) = clocks_at(run, place.node) {
        let target = target(run, place, clocks);
        tell(run, todo, clocks, false, &ClockCommand::Start { target: Some(target) }, run.context.now);
    }
}

/// Tells a clock something. Answers what it did; nothing when it means nothing to it.
fn tell(run: &mut Run<'_>, todo: TodoId, clocks: &Clocks, late: bool, command: &ClockCommand, at: Instant) -> Vec<ClockChange> {
    let (Some(policy), Some(known)) = (clocks.policy(late), run.state.todo(todo).cloned()) else { return Vec::new() };
    let calendar = calendar(run, clocks);
    let count = known.count.as_deref().cloned().unwrap_or_default();
    let mut clock = if late { count.late.clone().unwrap_or_else(Clock::new) } else { count.clock.clone() };
    let changes = decide(policy, &clock, &calendar, command, at).unwrap_or_default();
    for change in &changes {
        clock.apply(change);
        let due = if late { known.due } else { read_clock(&clock, &calendar, run.context.now).due };
        run.emit(Event::ClockChanged { todo, node: known.node.clone(), late, change: change.clone(), due });
    }
    changes
}

/// Holds and lets go the clocks of the open to-dos as the case stands now, and sets their timers.
pub(crate) fn settle(run: &mut Run<'_>) -> Result<(), Refusal> {
    if !run.flow.has_clocks() || !run.state.status.is_open() {
        return Ok(());
    }
    let counted: Vec<Todo> = run.state.todos.iter().filter(|todo| todo.count.is_some()).cloned().collect();
    for todo in counted {
        let Some(clocks) = clocks_of(run, &todo) else { continue };
        let place = Place { token: todo.token, node: run.flow.index_of(&todo.node).unwrap_or_default() };
        let wanted_target = target(run, place, clocks);
        if todo.count.as_ref().is_some_and(|count| count.clock.target != Some(wanted_target)) {
            tell(run, todo.id, clocks, false, &ClockCommand::Retarget { target: wanted_target }, run.context.now);
        }
        let wanted = causes(run, place, clocks)?;
        for late in [false, true] {
            hold(run, &todo, clocks, late, &wanted);
        }
        set_timer(run, todo.id, clocks);
    }
    Ok(())
}

type Cause = (String, Label);

/// All that holds the clocks of a to-do now.
fn causes(run: &Run<'_>, place: Place, clocks: &Clocks) -> Result<Vec<Cause>, Refusal> {
    let mut causes = Vec::new();
    let status = run.state.status;
    if status == Status::Suspended {
        causes.push(("suspended".to_owned(), Label::both("流程已挂起", "The case is on hold")));
    }
    let is_returned = status == Status::Returned || run.state.held.as_ref().is_some_and(|held| held.was == Status::Returned);
    for (number, pause) in clocks.pauses.iter().enumerate() {
        let holds = match &pause.holds {
            Holds::Returned => is_returned,
            Holds::Node(node) => run.state.tokens.iter().any(|token| token.node == *node),
            Holds::When(formula) => run.holds(place, formula)?,
        };
        if holds {
            causes.push((format!("pause.{number}"), pause.label.clone()));
        }
    }
    Ok(causes)
}

fn hold(run: &mut Run<'_>, todo: &Todo, clocks: &Clocks, late: bool, wanted: &[Cause]) {
    let held = |run: &Run<'_>| -> Vec<String> {
        let count = run.state.todo(todo.id).and_then(|todo| todo.count.as_deref());
        let clock = count.and_then(|count| if late { count.late.as_ref() } else { Some(&count.clock) });
        clock.map(|clock| clock.held_by.iter().map(|cause| cause.name.clone()).collect()).unwrap_or_default()
    };
    let before = held(run);
    for cause in before.iter().filter(|cause| !wanted.iter().any(|(name, _)| name == *cause)) {
        tell(run, todo.id, clocks, late, &ClockCommand::Resume { cause: cause.clone() }, run.context.now);
    }
    for (cause, label) in wanted.iter().filter(|(name, _)| !before.contains(name)) {
        tell(run, todo.id, clocks, late, &ClockCommand::Pause { cause: cause.clone(), label: label.clone() }, run.context.now);
    }
}

/// Sets the one timer that the clocks of a to-do need.
fn set_timer(run: &mut Run<'_>, todo: TodoId, clocks: &Clocks) {
    let Some(count) = run.state.todo(todo).and_then(|todo| todo.count.as_deref()).cloned() else { return };
    let calendar = calendar(run, clocks);
    let first = next_moment(&clocks.until_due, &count.clock, &calendar);
    let late = clocks.since_due.as_ref().zip(count.late.as_ref()).and_then(|(policy, clock)| next_moment(policy, clock, &calendar));
    let next = first.into_iter().chain(late).map(|moment| moment.at.max(run.context.now)).min();
    let timer = TimerKey::Todo { todo, kind: TimerKind::Clock };
    match next {
        Some(at) if count.next != Some(at) => run.emit(Event::TimerSet { timer, at }),
        None if count.next.is_some() => run.emit(Event::TimerCancelled { timer }),
        _ => {}
    }
}

/// The timer of the clocks of a to-do has fired.
pub(crate) fn fired(run: &mut Run<'_>, todo: &Todo) -> Result<(), Refusal> {
    let Some(clocks) = clocks_of(run, todo) else { return Ok(()) };
    run.emit(Event::TimerFired { timer: TimerKey::Todo { todo: todo.id, kind: TimerKind::Clock } });
    for late in [false, true] {
        for change in tell(run, todo.id, clocks, late, &ClockCommand::Tick, run.context.now) {
            let ClockChange::Fired { at, firing } = change else { continue };
            let Some(todo) = run.state.todo(todo.id).cloned() else { return Ok(()) };
            match firing {
                Firing::Warning { percent } => task::warn(run, &todo, percent),
                Firing::Due if !late => _ = tell(run, todo.id, clocks, true, &ClockCommand::Start { target: None }, at),
                Firing::Escalation { level } => task::reach(run, &todo, level)?,
                Firing::Due | Firing::StillPaused { .. } => {}
            }
        }
    }
    Ok(())
}

/// Why a to-do is due when it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Explained {
    /// How long it may take.
    pub target: Target,
    /// The calendar that the step names; that of the app when it names none.
    pub calendar: Option<CalendarId>,
    /// What the clock says now.
    pub reading: Reading,
    /// The time from opening the to-do until it is due, or until now when it stands still: open, closed, paused.
    pub spans: Vec<Span>,
    /// What comes next, in order: warnings, the deadline itself, levels of escalation.
    pub ahead: Vec<Moment>,
}

/// Explains the deadline of a to-do; none when it has none that counts by a clock.
pub fn explain_deadline(flow: &CompiledFlow, todo: &Todo, calendars: &Calendars, zone: &Zone, now: Instant) -> Option<Explained> {
    let clocks = flow.node(flow.index_of(&todo.node)?)?.deadline()?.clocks.as_ref()?;
    let count = todo.count.as_deref()?;
    let calendar = calendar_of(|id| calendars.get(id).map(|calendar| &**calendar), zone, clocks.calendar.as_ref());
    let reading = read_clock(&count.clock, &calendar, now);
    let spans = explain_clock(&count.clock, &calendar, reading.due.unwrap_or(now));
    let mut ahead = moments(&clocks.until_due, &count.clock, &calendar);
    if let Some((policy, late)) = clocks.since_due.as_ref().zip(count.late.as_ref()) {
        ahead.extend(moments(policy, late, &calendar).into_iter().filter(|moment| moment.firing != Firing::Due));
        ahead.sort();
    }
    Some(Explained { target: count.clock.target?, calendar: clocks.calendar.clone(), reading, spans, ahead })
}
