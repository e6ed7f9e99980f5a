//! Deadlines of to-dos that count by a calendar. How they count stands in [`countdown`](crate::countdown), what a firing does to the case in
//! [`task`](crate::task).

use crate::{
    CompiledFlow, Deadline, Explained, Refusal, Todo, TodoId,
    countdown::{self, Asked, Counting, ReadyLevel, ReadyPause, Whose},
    decide::{Place, Run},
    task,
};
use calendar::{Calendars, Target, Zone};
use formula::Formula;
use value::Instant;

/// A deadline that is ready to count.
#[derive(Debug)]
pub(crate) struct ReadyDeadline {
    /// How it counts; none for a deadline in plain minutes, which needs no clock.
    counting: Option<Counting>,
    /// What each level of escalation asks and sets.
    pub levels: Vec<ReadyLevel>,
}

impl ReadyDeadline {
    /// Makes a deadline ready; the formulas in it were compiled before.
    pub fn of(deadline: &Deadline, pauses: Vec<ReadyPause>, instead: Vec<(Formula, Target)>, levels: Vec<ReadyLevel>) -> Self {
        let counting = deadline.timing().and_then(|timing| Counting::of(&timing, pauses, instead));
        Self { counting, levels }
    }

    /// Whether it may stand still, or be another, for a reason that lies in the record.
    pub fn looks_at_the_record(&self) -> bool {
        self.counting.as_ref().is_some_and(Counting::looks_at_the_record)
    }

    /// The formulas in it.
    pub fn formulas(&self) -> impl Iterator<Item = &Formula> {
        self.counting.iter().flat_map(Counting::formulas).chain(self.levels.iter().flat_map(ReadyLevel::formulas))
    }

    /// Whether it counts by a clock.
    pub fn counts(&self) -> bool {
        self.counting.is_some()
    }
}

fn counting_at<'r>(run: &Run<'r>, node: usize) -> Option<&'r Counting> {
    run.flow.node_or_start(node).deadline()?.counting.as_ref()
}

/// When a to-do that is opened now is due.
pub(crate) fn due(run: &Run<'_>, place: Place) -> Option<Instant> {
    counting_at(run, place.node)?.due(run, place)
}

/// Starts the clock of a to-do that was opened.
pub(crate) fn start(run: &mut Run<'_>, place: Place, todo: TodoId) {
    if let Some(counting) = counting_at(run, place.node) {
        countdown::start(run, place, Whose::Todo(todo), counting);
    }
}

/// Holds and lets go the clocks of the open to-dos as the case stands now, and sets their timers.
pub(crate) fn settle(run: &mut Run<'_>) -> Result<(), Refusal> {
    if !run.flow.has_deadlines() || !run.state.status.is_open() {
        return Ok(());
    }
    let counted = run.state.todos.iter().filter(|todo| todo.count.is_some());
    let counted: Vec<(TodoId, u32, usize)> = counted.filter_map(|todo| Some((todo.id, todo.token, run.flow.index_of(&todo.node)?))).collect();
    for (todo, token, node) in counted {
        if let Some(counting) = counting_at(run, node) {
            countdown::settle(run, Place { token, node }, Whose::Todo(todo), counting)?;
        }
    }
    Ok(())
}

/// The timer of the clocks of a to-do has fired.
pub(crate) fn fired(run: &mut Run<'_>, todo: &Todo) -> Result<(), Refusal> {
    let Some(counting) = run.flow.index_of(&todo.node).and_then(|node| counting_at(run, node)) else { return Ok(()) };
    let id = todo.id;
    countdown::fired(run, Whose::Todo(id), counting, |run, asked| {
        let Some(todo) = run.state.todo(id).cloned() else { return Ok(()) };
        match asked {
            Asked::Warning(percent) => {
                task::warn(run, &todo, percent);
                Ok(())
            }
            Asked::Level(level) => task::reach(run, &todo, level),
        }
    })
}

/// Explains the deadline of a to-do; none when it has none that counts by a clock.
pub fn explain_deadline(flow: &CompiledFlow, todo: &Todo, calendars: &Calendars, zone: &Zone, now: Instant) -> Option<Explained> {
    let counting = flow.node(flow.index_of(&todo.node)?)?.deadline()?.counting.as_ref()?;
    let calendar = countdown::calendar_of(|id| calendars.get(id).map(|calendar| &**calendar), zone, counting.calendar());
    countdown::explain(counting, todo.count.as_deref()?, &calendar, now)
}
