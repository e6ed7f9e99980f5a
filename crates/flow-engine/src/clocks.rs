//! Clocks of a flow: deadlines over several steps.
//!
//! A clock of the flow runs in the case, not in a to-do: it starts, stops, is renewed or cancelled by what happens to the case, each thing
//! named in the definition. At the end of a command the events of that command are read in their order, then the conditions are looked at.
//! How time counts stands in [`countdown`](crate::countdown), as for to-dos.

use crate::{
    Assign, CompiledFlow, Countdown, EscalationWay, Event, Explained, InstanceState, Instead, Level, Pause, Refusal, Status, TimerKey, TodoId,
    countdown::{self, Asked, Counting, ReadyLevel, Timing, Whose},
    decide::{Place, Run},
    holders,
    settings::is_default,
    task,
};
use calendar::{Calendars, ClockCommand, Phase, Target, Zone};
use definition::FormulaText;
use formula::{Formula, Reference};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use value::{CalendarId, FieldId, Instant, Label, NodeId, PartId, UserId};

/// Settings of a clock of a flow: a deadline over several steps. When the case ends it stops; when it is withdrawn or ended by an
/// administrator it is cancelled and counts neither as met nor as missed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FlowClockSettings {
    /// What starts it; the case itself when left out. It starts once.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-label" = { "zh-CN": "何时开始", "en": "Starts when" }))]
    #[schemars(extend("x-help" = { "zh-CN": "什么使它开始计时；不填则流程一开始就计时。只开始一次。", "en": "What starts it; the case itself when left out. It starts once." }))]
    pub start: Vec<Happens>,
    /// How long it may take.
    #[schemars(extend("x-help" = { "zh-CN": "时限多长。", "en": "How long it may take." }))]
    pub within: Target,
    /// Other times instead, each under a condition; the first that holds counts, also when that changes later.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "满足条件时改用别的时限；取第一个成立的，之后情况变化也会跟着变。", "en": "Other times instead, each under a condition; the first that holds counts, also when that changes later." }))]
    pub instead: Vec<Instead>,
    /// Whose working time counts; that of the app when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-help" = { "zh-CN": "按哪个工作日历计算；不填则按应用的工作日历。", "en": "Whose working time counts; that of the app when left out." }))]
    pub calendar: Option<CalendarId>,
    /// What it waits for: meanwhile no time counts. On hold it stands still anyway.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "等待什么时停止计时。流程挂起时总是停止计时。", "en": "What it waits for: meanwhile no time counts. On hold it stands still anyway." }))]
    pub pause: Vec<Pause>,
    /// What stops it: done. The end of the case stops it anyway.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-label" = { "zh-CN": "何时停止（办成）", "en": "Stops when" }))]
    #[schemars(extend("x-help" = { "zh-CN": "什么算办成并停止计时。流程结束时总会停止。", "en": "What stops it: done. The end of the case stops it anyway." }))]
    pub stop: Vec<Happens>,
    /// What starts it anew, whether it runs or was stopped.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-label" = { "zh-CN": "何时重新计时", "en": "Starts anew when" }))]
    #[schemars(extend("x-help" = { "zh-CN": "什么使它重新计时，不论正在计时还是已经停止。", "en": "What starts it anew, whether it runs or was stopped." }))]
    pub reset: Vec<Renewal>,
    /// What cancels it: it counts neither as met nor as missed.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-label" = { "zh-CN": "何时取消", "en": "Is cancelled when" }))]
    #[schemars(extend("x-help" = { "zh-CN": "什么使它取消：不算按时，也不算超时。", "en": "What cancels it: it counts neither as met nor as missed." }))]
    pub cancel: Vec<Happens>,
    /// Percentages of the time at which those who have the case are reminded, such as 50, 80, 100.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "用去多少百分比时提醒正在处理的人，例如 50、80、100。", "en": "Percentages of the time at which those who have the case are reminded, such as 50, 80, 100." }))]
    pub warn_at: Vec<u32>,
    /// After the last of them they are reminded again each time so many percent more have gone by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 5, max = 1000))]
    #[schemars(extend("x-help" = { "zh-CN": "最后一次提醒之后，每多用去这么多百分比再提醒一次。", "en": "After the last of them they are reminded again each time so many percent more have gone by." }))]
    pub warn_every: Option<u32>,
    /// Levels of escalation, in their order.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "升级级别，依次执行。", "en": "Levels of escalation, in their order." }))]
    pub levels: Vec<Level>,
}

/// Something that happens to a case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Happens {
    /// The case begins.
    #[schemars(extend("x-label" = { "zh-CN": "流程开始", "en": "The case begins" }))]
    CaseBegins,
    /// The case comes to this step.
    #[schemars(extend("x-label" = { "zh-CN": "到达步骤", "en": "It comes to a step" }))]
    Entered(NodeId),
    /// The case leaves this step.
    #[schemars(extend("x-label" = { "zh-CN": "离开步骤", "en": "It leaves a step" }))]
    Left(NodeId),
    /// The field is filled in.
    #[schemars(extend("x-label" = { "zh-CN": "字段已填写", "en": "A field is filled in" }))]
    Filled(FieldId),
    /// The record is like this.
    #[schemars(extend("x-label" = { "zh-CN": "条件成立", "en": "A condition holds" }))]
    When(FormulaText),
}

/// What starts a clock anew.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Renewal {
    /// What happens.
    #[schemars(extend("x-label" = { "zh-CN": "发生什么", "en": "What happens" }))]
    #[schemars(extend("x-help" = { "zh-CN": "发生什么时重新计时。", "en": "What happens." }))]
    pub on: Happens,
    /// How much of its time it gets then, in percent: a case that is opened again may get half.
    #[serde(default = "whole", skip_serializing_if = "is_whole")]
    #[schemars(range(min = 1, max = 1000), extend("x-label" = { "zh-CN": "给原时限的百分之几", "en": "Percent of its time" }))]
    #[schemars(extend("x-help" = { "zh-CN": "重新计时后给原时限的百分之几：例如重新打开的单据只给一半时间。", "en": "How much of its time it gets then, in percent: a case that is opened again may get half." }))]
    pub percent: u32,
}

fn whole() -> u32 {
    100
}

fn is_whole(percent: &u32) -> bool {
    *percent == 100
}

impl FlowClockSettings {
    /// How it counts.
    pub(crate) fn timing(&self) -> Timing<'_> {
        Timing {
            within: self.within,
            instead: &self.instead,
            calendar: self.calendar.as_ref(),
            warn_at: &self.warn_at,
            warn_every: self.warn_every,
            pause: &self.pause,
            levels: &self.levels,
        }
    }
}

/// A clock of a flow that is ready to run.
#[derive(Debug)]
pub(crate) struct ReadyClock {
    pub id: PartId,
    pub label: Label,
    pub counting: Counting,
    pub levels: Vec<ClockLevel>,
    pub start: Vec<On>,
    pub stop: Vec<On>,
    pub cancel: Vec<On>,
    pub reset: Vec<(On, u32)>,
}

/// A level of escalation of a clock.
#[derive(Debug)]
pub(crate) struct ClockLevel {
    pub to: Vec<Assign>,
    pub way: EscalationWay,
    pub ready: ReadyLevel,
}

/// Something that happens to a case, ready to be looked at.
#[derive(Debug)]
pub(crate) enum On {
    Case,
    Entered(NodeId),
    Left(NodeId),
    Filled(FieldId),
    When(Formula),
}

impl On {
    /// Whether it lies in the record.
    fn is_condition(&self) -> bool {
        matches!(self, On::Filled(_) | On::When(_))
    }

    fn holds(&self, run: &Run<'_>, place: Place) -> Result<bool, Refusal> {
        match self {
            On::Filled(field) => Ok(!run.value(&Reference::Field(field.clone())).is_blank()),
            On::When(formula) => run.holds(place, formula),
            On::Case | On::Entered(_) | On::Left(_) => Ok(false),
        }
    }

    fn is(&self, happened: &Happened) -> bool {
        match (self, happened) {
            (On::Case, Happened::Began) => true,
            (On::Entered(wanted), Happened::Entered(node)) | (On::Left(wanted), Happened::Left(node)) => wanted == node,
            _ => false,
        }
    }
}

impl ReadyClock {
    pub fn id(&self) -> &PartId {
        &self.id
    }

    /// Everything that starts, stops, cancels or renews it; the place in this list is the number of a condition.
    fn ons(&self) -> impl Iterator<Item = &On> {
        self.start.iter().chain(&self.stop).chain(&self.cancel).chain(self.reset.iter().map(|(on, _)| on))
    }

    /// The formulas in it.
    pub fn formulas(&self) -> impl Iterator<Item = &Formula> {
        let ons = self.ons().filter_map(|on| if let On::When(formula) = on { Some(formula) } else { None });
        ons.chain(self.counting.formulas()).chain(self.levels.iter().flat_map(|level| level.ready.formulas()))
    }

    /// The fields that it waits for.
    pub fn fields(&self) -> impl Iterator<Item = &FieldId> {
        self.ons().filter_map(|on| if let On::Filled(field) = on { Some(field) } else { None })
    }

    /// Whether it may begin, stand still or stop for a reason that lies in the record.
    pub fn looks_at_the_record(&self) -> bool {
        self.counting.looks_at_the_record() || self.ons().any(On::is_condition)
    }

    /// Whether it begins with the case.
    fn begins_with_the_case(&self) -> bool {
        self.start.iter().any(|on| matches!(on, On::Case))
    }
}

/// What happened to the case in a command.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Happened {
    Began,
    Entered(NodeId),
    Left(NodeId),
}

/// What happened in a command, in its order: `before` is the state that it found.
fn happenings(before: &InstanceState, events: &[Event]) -> Vec<Happened> {
    let mut at: BTreeMap<u32, NodeId> = before.tokens.iter().map(|token| (token.key, token.node.clone())).collect();
    let mut found = Vec::new();
    for event in events {
        match event {
            Event::InstanceStarted { .. } => found.push(Happened::Began),
            Event::NodeEntered { token, node, .. } => {
                found.extend(at.insert(*token, node.clone()).map(Happened::Left));
                found.push(Happened::Entered(node.clone()));
            }
            Event::NodeLeft { token, .. } | Event::BranchCancelled { token, .. } | Event::CameLate { token, .. } => {
                found.extend(at.remove(token).map(Happened::Left));
            }
            Event::Joined { used, .. } => found.extend(used.iter().filter_map(|token| at.remove(token)).map(Happened::Left)),
            Event::Ended { .. } => found.extend(std::mem::take(&mut at).into_values().map(Happened::Left)),
            _ => {}
        }
    }
    found
}

/// The clocks of the case begin, stand still, stop and set their timers as it stands at the end of a command.
pub(crate) fn settle(run: &mut Run<'_>, before: &InstanceState) -> Result<(), Refusal> {
    let flow = run.flow;
    let migrated = run.events().iter().any(|event| matches!(event, Event::Migrated { .. }));
    if migrated {
        drop_gone(run);
    }
    if flow.clocks().is_empty() || (!before.status.is_open() && !run.state.status.is_open() && before.status != Status::None) {
        return Ok(());
    }
    let happened = happenings(before, run.events());
    for (index, clock) in flow.clocks().iter().enumerate() {
        settle_one(run, index, clock, &happened, migrated)?;
    }
    Ok(())
}

fn number_of(run: &Run<'_>, clock: &ReadyClock) -> u32 {
    let known = run.state.clocks.iter().find(|known| known.id == clock.id).map(|known| known.number);
    known.unwrap_or_else(|| run.state.clocks.iter().map(|known| known.number.saturating_add(1)).max().unwrap_or_default())
}

fn phase(run: &Run<'_>, number: u32) -> Phase {
    run.state.clock(number).map(|clock| clock.count.clock.phase).unwrap_or_default()
}

fn settle_one(run: &mut Run<'_>, index: usize, clock: &ReadyClock, happened: &[Happened], migrated: bool) -> Result<(), Refusal> {
    let number = number_of(run, clock);
    let whose = Whose::Flow { number, index };
    // Formulas of a clock belong to the flow as a whole; what goes wrong in one is told at its start.
    let place = Place { token: 0, node: run.flow.start() };
    let was_waiting = phase(run, number) == Phase::Waiting;
    let mut act = Acting { clock, whose, place, renewed: false };
    for happened in happened {
        act.hear(run, happened);
    }
    if migrated && was_waiting && clock.begins_with_the_case() {
        countdown::start(run, place, whose, &clock.counting);
    }
    act.look(run, number, was_waiting || migrated)?;
    let status = run.state.status;
    if status.is_open() {
        if is_alive(phase(run, number)) {
            countdown::settle(run, place, whose, &clock.counting)?;
        }
    } else if is_alive(phase(run, number)) {
        act.end(run, if matches!(status, Status::Withdrawn | Status::Terminated) { ClockCommand::Cancel } else { ClockCommand::Stop });
    }
    countdown::set_timer(run, whose, &clock.counting);
    Ok(())
}

fn is_alive(phase: Phase) -> bool {
    matches!(phase, Phase::Running | Phase::Paused)
}

/// A clock that is told what happened.
struct Acting<'c> {
    clock: &'c ReadyClock,
    whose: Whose,
    place: Place,
    /// Whether it has begun anew: then a condition that holds already is not what stops it.
    renewed: bool,
}

impl Acting<'_> {
    fn phase(&self, run: &Run<'_>) -> Phase {
        if let Whose::Flow { number, .. } = self.whose { phase(run, number) } else { Phase::Waiting }
    }

    fn hear(&mut self, run: &mut Run<'_>, happened: &Happened) {
        let named = |ons: &[On]| ons.iter().any(|on| on.is(happened));
        let phase = self.phase(run);
        let renewal = self.clock.reset.iter().find(|(on, _)| on.is(happened)).map(|(_, percent)| *percent);
        if is_alive(phase) && named(&self.clock.cancel) {
            self.end(run, ClockCommand::Cancel);
        } else if let Some(percent) = renewal.filter(|_| phase != Phase::Waiting) {
            self.renew(run, percent);
        } else if is_alive(phase) && named(&self.clock.stop) {
            self.end(run, ClockCommand::Stop);
        } else if phase == Phase::Waiting && named(&self.clock.start) {
            countdown::start(run, self.place, self.whose, &self.clock.counting);
        }
    }

    fn renew(&mut self, run: &mut Run<'_>, percent: u32) {
        let now = run.context.now;
        countdown::tell(run, self.whose, &self.clock.counting, true, &ClockCommand::Cancel, now);
        countdown::tell(run, self.whose, &self.clock.counting, false, &ClockCommand::Reset { percent }, now);
        self.renewed = true;
    }

    fn end(&self, run: &mut Run<'_>, how: ClockCommand) {
        let now = run.context.now;
        countdown::tell(run, self.whose, &self.clock.counting, true, &ClockCommand::Cancel, now);
        countdown::tell(run, self.whose, &self.clock.counting, false, &how, now);
    }

    /// Looks at the conditions. What starts it anew counts when it becomes true, everything else while it is true.
    fn look(&mut self, run: &mut Run<'_>, number: u32, fresh: bool) -> Result<(), Refusal> {
        if !self.clock.ons().any(On::is_condition) {
            return Ok(());
        }
        let mut holding = Vec::new();
        for (place, on) in (0_u32..).zip(self.clock.ons()).filter(|(_, on)| on.is_condition()) {
            if on.holds(run, self.place)? {
                holding.push(place);
            }
        }
        let known = run.state.clock(number).map(|clock| clock.holding.clone()).unwrap_or_default();
        let count = |ons: usize| u32::try_from(ons).unwrap_or(u32::MAX);
        let starts = 0..count(self.clock.start.len());
        let stops = starts.end..starts.end.saturating_add(count(self.clock.stop.len()));
        let cancels = stops.end..stops.end.saturating_add(count(self.clock.cancel.len()));
        let renewals = cancels.end..;
        let is_open = run.state.status.is_open();
        if is_open && self.phase(run) == Phase::Waiting && holding.iter().any(|place| starts.contains(place)) {
            countdown::start(run, self.place, self.whose, &self.clock.counting);
        }
        let renewing = holding.iter().find(|place| renewals.contains(place) && !known.contains(place) && !fresh);
        if let Some(renewing) = renewing.filter(|_| is_open && self.phase(run) != Phase::Waiting) {
            let percent = usize::try_from(renewing - renewals.start).ok().and_then(|index| self.clock.reset.get(index)).map(|(_, percent)| *percent);
            self.renew(run, percent.unwrap_or(100));
        }
        // After a renewal, what stopped it before has to become true anew.
        let renewed = self.renewed;
        let muted = |place: &u32| (stops.contains(place) || cancels.contains(place)) && (renewed || known.contains(place));
        if is_alive(self.phase(run)) {
            let ends = |range: &std::ops::Range<u32>| holding.iter().any(|place| range.contains(place) && !muted(place));
            if ends(&cancels) {
                self.end(run, ClockCommand::Cancel);
            } else if ends(&stops) {
                self.end(run, ClockCommand::Stop);
            }
        }
        holding.retain(|place| renewals.contains(place) || muted(place));
        if run.state.clock(number).is_some() && holding != known {
            run.emit(Event::CaseClockLooked { number, holding });
        }
        Ok(())
    }
}

/// The timer of a clock has fired. It may have stopped already; then nothing happens.
pub(crate) fn fired(run: &mut Run<'_>, number: u32) -> Result<(), Refusal> {
    let flow = run.flow;
    let Some(known) = run.state.clock(number).filter(|clock| clock.count.next.is_some()) else { return Ok(()) };
    let Some((index, clock)) = flow.clocks().iter().enumerate().find(|(_, clock)| clock.id == known.id) else { return Ok(()) };
    countdown::fired(run, Whose::Flow { number, index }, &clock.counting, |run, asked| match asked {
        Asked::Warning(percent) => {
            let to = in_charge(run)?;
            run.emit(Event::CaseClockWarned { clock: clock.id.clone(), percent, to });
            Ok(())
        }
        Asked::Level(level) => reach(run, clock, level),
    })
}

/// Those who have the case now; the administrators when nobody has.
fn in_charge(run: &Run<'_>) -> Result<Vec<UserId>, Refusal> {
    let mut holders: Vec<UserId> = Vec::new();
    for todo in &run.state.todos {
        if !holders.contains(&todo.holder) {
            holders.push(todo.holder);
        }
    }
    if holders.is_empty() { holders::administrators(run) } else { Ok(holders) }
}

/// A level of escalation is reached, the first is 1: somebody is told or gets the open to-dos, and fields are set.
fn reach(run: &mut Run<'_>, clock: &ReadyClock, number: u32) -> Result<(), Refusal> {
    let place = Place { token: 0, node: run.flow.start() };
    let Some(level) = usize::try_from(number.saturating_sub(1)).ok().and_then(|index| clock.levels.get(index)) else { return Ok(()) };
    if let Some(when) = &level.ready.when
        && !run.holds(place, when)?
    {
        return Ok(());
    }
    let mut to = holders::find(run, &level.to, None)?;
    if to.is_empty() {
        to = in_charge(run)?;
    }
    let takes_over = to.first().copied().filter(|_| level.way == EscalationWay::HandOver);
    let mut handed_over: Vec<TodoId> = Vec::new();
    if let Some(first) = takes_over {
        let mut tokens = Vec::new();
        // Nobody gets two to-dos of one step.
        for todo in run.state.todos.iter().filter(|todo| !task::holds_already(run, todo, first)) {
            if !tokens.contains(&todo.token) {
                tokens.push(todo.token);
                handed_over.push(todo.id);
            }
        }
    }
    run.emit(Event::CaseClockLevel { clock: clock.id.clone(), level: number, to, handed_over });
    run.set_these(place, &level.ready.set)
}

/// Clocks that the new version of the flow does not have are cancelled.
fn drop_gone(run: &mut Run<'_>) {
    let flow = run.flow;
    let is_gone = |known: &&CaseClock| flow.clocks().iter().all(|clock| clock.id != known.id);
    let gone: Vec<(u32, PartId)> = run.state.clocks.iter().filter(is_gone).map(|known| (known.number, known.id.clone())).collect();
    for (number, clock) in gone {
        if run.state.clock(number).is_some_and(|known| known.count.next.is_some()) {
            run.emit(Event::TimerCancelled { timer: TimerKey::Clock { clock: number } });
        }
        run.emit(Event::CaseClockDropped { number, clock });
    }
}

/// A clock of the flow in a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseClock {
    /// Its number in the case.
    #[serde(rename = "n")]
    pub number: u32,
    /// Which clock of the flow.
    #[serde(rename = "i")]
    pub id: PartId,
    /// How it counts.
    #[serde(rename = "c")]
    pub count: Countdown,
    /// When it is due; none while it stands still or when it has ended.
    #[serde(rename = "d", default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Instant>,
    /// The conditions that have been true already when it was looked at last, so that they do not count twice.
    #[serde(rename = "h", default, skip_serializing_if = "Vec::is_empty")]
    pub holding: Vec<u32>,
}

/// A clock of a flow as it stands in a case.
#[derive(Debug, Clone, PartialEq)]
pub struct ExplainedClock {
    /// Its id.
    pub id: PartId,
    /// Its name.
    pub label: Label,
    /// Why it is due when it is; none when it has not started.
    pub explained: Option<Explained>,
}

/// Explains all clocks of a flow in a case, in the order of the definition.
pub fn explain_clocks(flow: &CompiledFlow, state: &InstanceState, calendars: &Calendars, zone: &Zone, now: Instant) -> Vec<ExplainedClock> {
    let explain = |clock: &ReadyClock| {
        let calendar = countdown::calendar_of(|id| calendars.get(id).map(|calendar| &**calendar), zone, clock.counting.calendar());
        let known = state.clocks.iter().find(|known| known.id == clock.id);
        let explained = known.and_then(|known| countdown::explain(&clock.counting, &known.count, &calendar, now));
        ExplainedClock { id: clock.id.clone(), label: clock.label.clone(), explained }
    };
    flow.clocks().iter().map(explain).collect()
}
