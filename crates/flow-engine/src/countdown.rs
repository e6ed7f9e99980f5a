//! The one mechanism of deadlines that count by a calendar: a clock of [`calendar`] until something is due, and one that counts how late it is.
//!
//! A to-do has such a pair ([`deadlines`](crate::deadlines)), and so has each clock of a flow ([`clocks`](crate::clocks)). The clocks do the
//! counting. Here stands what they are told: another target when the record says so, held while the case is on hold or waits for somebody,
//! looked at when their one timer fires.

use crate::{
    CaseClockChanged, Countdown, Deadline, Event, Instead, Level, Pause, Refusal, Status, TimerKey, TimerKind, TodoId,
    decide::{Place, Run},
};
use calendar::{
    Clock, ClockChange, ClockCommand, ClockPolicy, Escalation, Firing, Moment, Reading, Span, Target, WorkCalendar, Zone, decide, explain_clock,
    moments, next_moment, read_clock,
};
use formula::{FieldType, Formula};
use std::borrow::Cow;
use value::{CalendarId, FieldId, Instant, Label, NodeId, PartId};

/// How long something may take and what follows when it takes longer, whether a to-do or a stretch of several steps.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Timing<'s> {
    pub within: Target,
    pub instead: &'s [Instead],
    pub calendar: Option<&'s CalendarId>,
    pub warn_at: &'s [u32],
    pub warn_every: Option<u32>,
    pub pause: &'s [Pause],
    pub levels: &'s [Level],
}

impl Deadline {
    /// How it counts by a clock; none for a deadline in plain minutes.
    pub(crate) fn timing(&self) -> Option<Timing<'_>> {
        Some(Timing {
            within: self.within?,
            instead: &self.instead,
            calendar: self.calendar.as_ref(),
            warn_at: &self.warn_at,
            warn_every: self.warn_every,
            pause: &self.pause,
            levels: &self.levels,
        })
    }
}

/// A timing that is ready to count.
#[derive(Debug)]
pub(crate) struct Counting {
    calendar: Option<CalendarId>,
    until_due: ClockPolicy,
    since_due: Option<ClockPolicy>,
    pauses: Vec<ReadyPause>,
    /// Other lengths, each with the condition under which it counts; the first that holds.
    instead: Vec<(Formula, Target)>,
}

/// A level of escalation.
#[derive(Debug)]
pub(crate) struct ReadyLevel {
    /// Only while this holds.
    pub when: Option<Formula>,
    /// The fields that it sets.
    pub set: Vec<(FieldId, FieldType, Formula)>,
}

impl ReadyLevel {
    /// The formulas in it.
    pub fn formulas(&self) -> impl Iterator<Item = &Formula> {
        self.when.iter().chain(self.set.iter().map(|(_, _, formula)| formula))
    }
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

impl ReadyPause {
    fn formula(&self) -> Option<&Formula> {
        if let Holds::When(formula) = &self.holds { Some(formula) } else { None }
    }
}

/// Whose clocks are spoken of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Whose {
    /// Those of a to-do.
    Todo(TodoId),
    /// Those of a clock of the flow: its number in this case, and its place in the flow.
    Flow { number: u32, index: usize },
}

impl Whose {
    fn count(self, run: &Run<'_>) -> Option<Countdown> {
        match self {
            Whose::Todo(todo) => run.state.todo(todo).map(|todo| todo.count.as_deref().cloned().unwrap_or_default()),
            Whose::Flow { number, .. } => Some(run.state.clock(number).map(|clock| clock.count.clone()).unwrap_or_default()),
        }
    }

    fn due(self, run: &Run<'_>) -> Option<Instant> {
        match self {
            Whose::Todo(todo) => run.state.todo(todo).and_then(|todo| todo.due),
            Whose::Flow { number, .. } => run.state.clock(number).and_then(|clock| clock.due),
        }
    }

    fn timer(self) -> TimerKey {
        match self {
            Whose::Todo(todo) => TimerKey::Todo { todo, kind: TimerKind::Clock },
            Whose::Flow { number, .. } => TimerKey::Clock { clock: number },
        }
    }

    fn changed(self, run: &Run<'_>, late: bool, change: ClockChange, due: Option<Instant>) -> Option<Event> {
        Some(match self {
            Whose::Todo(todo) => Event::ClockChanged { todo, node: run.state.todo(todo)?.node.clone(), late, change, due },
            Whose::Flow { number, index } => {
                Event::CaseClockChanged(CaseClockChanged { number, clock: run.flow.clocks().get(index)?.id().clone(), late, change, due })
            }
        })
    }
}

impl Counting {
    /// Makes a timing ready; the formulas in it were compiled before.
    pub fn of(timing: &Timing<'_>, pauses: Vec<ReadyPause>, instead: Vec<(Formula, Target)>) -> Option<Self> {
        let numbered = || (1_u32..).zip(timing.levels);
        let level = |level: u32| Escalation { level, label: Label::Plain(String::new()), percent: None, after: None };
        let until = numbered().filter(|(_, set)| set.after_due.is_none());
        let until = until.map(|(number, set)| Escalation { percent: set.percent, after: set.after, ..level(number) }).collect();
        let since: Vec<Escalation> =
            numbered().filter_map(|(number, set)| set.after_due.map(|after| Escalation { after: Some(after), ..level(number) })).collect();
        let until_due = ClockPolicy { warn_at: timing.warn_at.to_vec(), warn_every: timing.warn_every, ..policy(timing.within, until)? };
        let since_due = since.iter().filter_map(|level| level.after).next_back().and_then(|last| policy(last, since.clone()));
        Some(Self { calendar: timing.calendar.cloned(), until_due, since_due, pauses, instead })
    }

    /// Whether it may stand still, or be another, for a reason that lies in the record.
    pub fn looks_at_the_record(&self) -> bool {
        !self.instead.is_empty() || self.pauses.iter().any(|pause| pause.formula().is_some())
    }

    /// The formulas in it.
    pub fn formulas(&self) -> impl Iterator<Item = &Formula> {
        self.pauses.iter().filter_map(ReadyPause::formula).chain(self.instead.iter().map(|(when, _)| when))
    }

    /// The calendar that it names.
    pub fn calendar(&self) -> Option<&CalendarId> {
        self.calendar.as_ref()
    }

    fn policy(&self, late: bool) -> Option<&ClockPolicy> {
        if late { self.since_due.as_ref() } else { Some(&self.until_due) }
    }

    /// When it is due if it starts now.
    pub fn due(&self, run: &Run<'_>, place: Place) -> Option<Instant> {
        self.target(run, place).due(&calendar_named(run, self.calendar()), run.context.now)
    }

    /// How long it may take as the record is now. Where a condition has no answer, the usual length counts.
    fn target(&self, run: &Run<'_>, place: Place) -> Target {
        let holds = |(when, _): &&(Formula, Target)| run.holds(place, when).unwrap_or_default();
        self.instead.iter().find(holds).map_or(self.until_due.target, |(_, target)| *target)
    }

    /// All that holds it now.
    fn causes(&self, run: &Run<'_>, place: Place) -> Result<Vec<Cause>, Refusal> {
        let mut causes = Vec::new();
        let status = run.state.status;
        if status == Status::Suspended {
            causes.push(("suspended".to_owned(), Label::both("流程已挂起", "The case is on hold")));
        }
        let is_returned = status == Status::Returned || run.state.held.as_ref().is_some_and(|held| held.was == Status::Returned);
        for (number, pause) in self.pauses.iter().enumerate() {
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

/// The calendar that counts: the one that is named, else the app's, else all time.
pub(crate) fn calendar_of<'w>(
    find: impl Fn(Option<&str>) -> Option<&'w WorkCalendar>,
    zone: &Zone,
    named: Option<&CalendarId>,
) -> Cow<'w, WorkCalendar> {
    let own = named.and_then(|id| find(Some(id.as_str())));
    match own.or_else(|| find(None)) {
        Some(calendar) => Cow::Borrowed(calendar),
        None => Cow::Owned(WorkCalendar::always(zone.clone())),
    }
}

/// The calendar that counts in this run.
pub(crate) fn calendar_named<'r>(run: &Run<'r>, named: Option<&CalendarId>) -> Cow<'r, WorkCalendar> {
    let world = run.context.world;
    calendar_of(|id| world.work_calendar(id), world.zone(), named)
}

/// Starts a clock with the target that counts now.
pub(crate) fn start(run: &mut Run<'_>, place: Place, whose: Whose, counting: &Counting) {
    let target = counting.target(run, place);
    tell(run, whose, counting, false, &ClockCommand::Start { target: Some(target) }, run.context.now);
}

/// Tells a clock something. Answers what it did; nothing when it means nothing to it.
pub(crate) fn tell(run: &mut Run<'_>, whose: Whose, counting: &Counting, late: bool, command: &ClockCommand, at: Instant) -> Vec<ClockChange> {
    let (Some(policy), Some(count)) = (counting.policy(late), whose.count(run)) else { return Vec::new() };
    let calendar = calendar_named(run, counting.calendar());
    let mut clock = if late { count.late.clone().unwrap_or_else(Clock::new) } else { count.clock.clone() };
    let changes = decide(policy, &clock, &calendar, command, at).unwrap_or_default();
    for change in &changes {
        clock.apply(change);
        let due = if late { whose.due(run) } else { read_clock(&clock, &calendar, run.context.now).due };
        if let Some(event) = whose.changed(run, late, change.clone(), due) {
            run.emit(event);
        }
    }
    changes
}

/// Gives a clock the target that counts now, holds it or lets it go as the case stands, and sets its timer.
pub(crate) fn settle(run: &mut Run<'_>, place: Place, whose: Whose, counting: &Counting) -> Result<(), Refusal> {
    let Some(count) = whose.count(run) else { return Ok(()) };
    let wanted_target = counting.target(run, place);
    if count.clock.target != Some(wanted_target) {
        tell(run, whose, counting, false, &ClockCommand::Retarget { target: wanted_target }, run.context.now);
    }
    let wanted = counting.causes(run, place)?;
    for late in [false, true] {
        hold(run, whose, counting, late, &wanted);
    }
    set_timer(run, whose, counting);
    Ok(())
}

type Cause = (String, Label);

fn hold(run: &mut Run<'_>, whose: Whose, counting: &Counting, late: bool, wanted: &[Cause]) {
    let count = whose.count(run);
    let clock = count.as_ref().and_then(|count| if late { count.late.as_ref() } else { Some(&count.clock) });
    let before: Vec<String> = clock.map(|clock| clock.held_by.iter().map(|cause| cause.name.clone()).collect()).unwrap_or_default();
    for cause in before.iter().filter(|cause| !wanted.iter().any(|(name, _)| name == *cause)) {
        tell(run, whose, counting, late, &ClockCommand::Resume { cause: cause.clone() }, run.context.now);
    }
    for (cause, label) in wanted.iter().filter(|(name, _)| !before.contains(name)) {
        tell(run, whose, counting, late, &ClockCommand::Pause { cause: cause.clone(), label: label.clone() }, run.context.now);
    }
}

/// Sets the one timer that the clocks need.
pub(crate) fn set_timer(run: &mut Run<'_>, whose: Whose, counting: &Counting) {
    let Some(count) = whose.count(run) else { return };
    let calendar = calendar_named(run, counting.calendar());
    let first = next_moment(&counting.until_due, &count.clock, &calendar);
    let late = counting.since_due.as_ref().zip(count.late.as_ref()).and_then(|(policy, clock)| next_moment(policy, clock, &calendar));
    let next = first.into_iter().chain(late).map(|moment| moment.at.max(run.context.now)).min();
    let timer = whose.timer();
    match next {
        Some(at) if count.next != Some(at) => run.emit(Event::TimerSet { timer, at }),
        None if count.next.is_some() => run.emit(Event::TimerCancelled { timer }),
        _ => {}
    }
}

/// What a clock asks for when its timer has fired.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asked {
    /// People are reminded: so many percent are used.
    Warning(u32),
    /// A level of escalation is reached.
    Level(u32),
}

/// The timer of the clocks has fired: what they ask for is done, in order, as long as they are there.
pub(crate) fn fired(
    run: &mut Run<'_>,
    whose: Whose,
    counting: &Counting,
    mut carry_out: impl FnMut(&mut Run<'_>, Asked) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    run.emit(Event::TimerFired { timer: whose.timer() });
    for late in [false, true] {
        for change in tell(run, whose, counting, late, &ClockCommand::Tick, run.context.now) {
            let ClockChange::Fired { at, firing } = change else { continue };
            let Some(count) = whose.count(run) else { return Ok(()) };
            match firing {
                Firing::Warning { percent } => carry_out(run, Asked::Warning(percent))?,
                Firing::Escalation { level } => carry_out(run, Asked::Level(level))?,
                Firing::Due if !late => {
                    // One that was late before it was renewed begins anew.
                    let again = ClockCommand::Reset { percent: 100 };
                    let begin = if count.late.is_some() { again } else { ClockCommand::Start { target: None } };
                    tell(run, whose, counting, true, &begin, at);
                }
                Firing::Due | Firing::StillPaused { .. } => {}
            }
        }
    }
    Ok(())
}

/// Why something is due when it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Explained {
    /// How long it may take.
    pub target: Target,
    /// The calendar that is named; that of the app when none is.
    pub calendar: Option<CalendarId>,
    /// What the clock says now.
    pub reading: Reading,
    /// What holds it now, in words.
    pub held_by: Vec<Label>,
    /// The time from its start until it is due, or until now when it stands still: open, closed, paused.
    pub spans: Vec<Span>,
    /// What comes next, in order: warnings, the deadline itself, levels of escalation.
    pub ahead: Vec<Moment>,
}

/// Explains the clocks of something; none when they have not started.
pub(crate) fn explain(counting: &Counting, count: &Countdown, calendar: &WorkCalendar, now: Instant) -> Option<Explained> {
    let reading = read_clock(&count.clock, calendar, now);
    let spans = explain_clock(&count.clock, calendar, reading.due.unwrap_or(now));
    let mut ahead = moments(&counting.until_due, &count.clock, calendar);
    if let Some((policy, late)) = counting.since_due.as_ref().zip(count.late.as_ref()) {
        ahead.extend(moments(policy, late, calendar).into_iter().filter(|moment| moment.firing != Firing::Due));
        ahead.sort();
    }
    let held_by = count.clock.held_by.iter().map(|cause| cause.label.clone()).collect();
    Some(Explained { target: count.clock.target?, calendar: counting.calendar.clone(), reading, held_by, spans, ahead })
}
