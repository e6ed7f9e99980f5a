//! 分派: a step is given to some of those who may have it: whoever can do it, is at work, has room, and is next.
//!
//! All that depends on the moment comes in as facts. What is decided is written down with its reasons ([`Event::Allocated`]), so that
//! nobody has to work it out again. When nobody is free, the token waits at its node without a to-do ([`Event::AllocationAwaited`]);
//! [`Command::Allocate`](crate::Command::Allocate) looks again.

mod candidates;
mod facts;
mod preview;
mod rebalance;
mod settings;
mod told;

pub use facts::{AllocationFacts, Entry, EntryQuestion, FamiliarQuestion, Load, LoadQuestion};
pub use preview::{Preview, preview};
pub(crate) use rebalance::rebalance;
pub use settings::{Allocation, Capacity, Choose, Compare, Counted, Familiar, Match, Queue, Shift, Skill, WhenNobodyFree};
pub use told::{Chosen, LeftOut, LeftOuts, Way, Why};

use crate::{
    Event, OrgFact, Refusal,
    decide::{Place, Row, Run},
    holders,
    task::{self, TaskSettings},
};
use candidates::{Candidate, Candidates};
use definition::OwnCase;
use formula::{FieldType, Formula};
use std::cmp::Ordering;
use value::{FieldId, UserId, Value};

/// The formulas of an allocation, ready to be worked out.
#[derive(Debug, Clone)]
pub(crate) struct Ready {
    pub matches: Vec<ReadyMatch>,
    pub priority: Option<Formula>,
    /// The field that makes a case one of the same thing.
    pub familiar: Option<FieldId>,
}

/// What a record has to say, ready to be worked out.
#[derive(Debug, Clone)]
pub(crate) struct ReadyMatch {
    pub field: FieldId,
    pub compare: Compare,
    pub field_type: FieldType,
    pub formula: Formula,
}

impl Ready {
    pub fn formulas(&self) -> impl Iterator<Item = &Formula> {
        self.matches.iter().map(|wanted| &wanted.formula).chain(&self.priority)
    }
}

/// Whether somebody did what must be done by somebody else than the holder of a step (职责分离); nobody can hand it to such a person either.
pub(crate) fn is_apart(run: &Run<'_>, allocation: &Allocation, user: UserId) -> bool {
    let did = allocation.not_who_did.iter().any(|node| run.state.who_did(node).contains(&user));
    did || (allocation.not_starter && run.state.starter == Some(user))
}

/// Who may have a step at all, busy or not.
pub(crate) fn who_may(
    run: &mut Run<'_>,
    place: Place,
    task: &TaskSettings,
    allocation: &Allocation,
    row: Option<Row<'_>>,
) -> Result<Vec<UserId>, Refusal> {
    Ok(candidates::of_task(run, place, task, allocation, row)?.all.into_iter().map(|candidate| candidate.holder).collect())
}

/// What came of an allocation.
pub(crate) enum Given {
    /// These people get the step; nobody when nobody can.
    To(Vec<UserId>),
    /// The case waits until somebody is free.
    Waits,
}

/// Chooses among those who may have a step.
pub(crate) fn allocate(
    run: &mut Run<'_>,
    place: Place,
    task: &TaskSettings,
    allocation: &Allocation,
    row: Option<Row<'_>>,
) -> Result<Given, Refusal> {
    if allocation.counts() && !run.context.organisation.allocates_now() {
        wait(run, place, allocation, Vec::new(), false)?;
        return Ok(Given::Waits);
    }
    let Candidates { mut all, mut left_out } = candidates::of_task(run, place, task, allocation, row)?;
    let own_case = task.is_approval && task.own_case.unwrap_or(run.flow.policies().own_case) != OwnCase::Allow;
    let starter = run.state.starter.filter(|_| own_case && allocation.choose != Choose::All && all.len() > 1);
    // Where one of several is chosen, the starter's turn would pass the step over the heads of the others.
    left_out.extend(all.extract_if(.., |candidate| Some(candidate.user) == starter).map(|candidate| LeftOut {
        user: candidate.user,
        why: Why::DidBefore,
        open: None,
        capacity: None,
    }));
    let free: Vec<&Candidate> = all.iter().filter(|candidate| candidate.busy.is_none()).collect();
    let busy = all.iter().filter_map(|candidate| Some((candidate, candidate.busy?)));
    left_out.extend(busy.map(|(candidate, why)| LeftOut {
        user: candidate.holder,
        why,
        open: candidate.capacity.map(|_| candidate.load.open),
        capacity: candidate.capacity,
    }));
    let (from, anyway) = match (free.is_empty(), allocation.when_nobody_free) {
        (false, _) => (free, false),
        (true, _) if all.is_empty() => return Ok(Given::To(Vec::new())),
        (true, WhenNobodyFree::Nobody) => return Ok(Given::To(Vec::new())),
        (true, WhenNobodyFree::Wait) => {
            wait(run, place, allocation, left_out, true)?;
            return Ok(Given::Waits);
        }
        (true, WhenNobodyFree::GiveAnyway) => (at_work_first(&all), true),
    };
    let (way, chosen) = choose(run, place, allocation, &from)?;
    left_out.retain(|left| !chosen.iter().any(|candidate| candidate.holder == left.user));
    let counted = allocation.capacity.is_some() || allocation.choose == Choose::LeastLoaded;
    let told = |candidate: &&Candidate| Chosen {
        user: candidate.holder,
        open: counted.then(|| candidate.load.open.saturating_add(1)),
        capacity: candidate.capacity,
        instead_of: Some(candidate.user).filter(|user| *user != candidate.holder),
    };
    let people = chosen.iter().map(|candidate| candidate.holder).collect();
    let node = run.node(place).id().clone();
    let chosen: Vec<Chosen> = chosen.iter().map(told).collect();
    let skilled = allocation.skill.is_some();
    run.emit(Event::Allocated { token: place.token, node, chosen, way, skilled, anyway, left_out: LeftOuts::of(left_out) });
    Ok(Given::To(people))
}

/// Of people who are all busy, those who are at work; all of them when nobody is.
fn at_work_first(all: &[Candidate]) -> Vec<&Candidate> {
    let at_work: Vec<&Candidate> = all.iter().filter(|candidate| candidate.busy != Some(Why::OffShift)).collect();
    if at_work.is_empty() { all.iter().collect() } else { at_work }
}

fn choose<'c>(run: &Run<'_>, place: Place, allocation: &Allocation, from: &[&'c Candidate]) -> Result<(Way, Vec<&'c Candidate>), Refusal> {
    if let Some(known) = who_knows_it(run, place, allocation, from)? {
        return Ok((Way::Familiar, vec![known]));
    }
    Ok(match allocation.choose {
        Choose::All => (Way::All, from.to_vec()),
        Choose::LeastLoaded => (Way::LeastLoaded, from.iter().copied().min_by(|a, b| lighter(a, b)).into_iter().collect()),
        Choose::RoundRobin => (Way::RoundRobin, next_in_turn(run, place, from)?.into_iter().collect()),
    })
}

/// The share of the capacity first, then who got nothing for the longest time, then the key, so that the answer is always the same.
pub(crate) fn lighter(a: &Candidate, b: &Candidate) -> Ordering {
    let room = |candidate: &Candidate| u64::from(candidate.capacity.unwrap_or(1).max(1));
    let share = |of: &Candidate, other: &Candidate| u64::from(of.load.open).saturating_mul(room(other));
    share(a, b).cmp(&share(b, a)).then(a.load.since.cmp(&b.load.since)).then(a.holder.cmp(&b.holder))
}

fn who_knows_it<'c>(run: &Run<'_>, place: Place, allocation: &Allocation, from: &[&'c Candidate]) -> Result<Option<&'c Candidate>, Refusal> {
    let Some(value) = allocation.familiar.as_ref().and_then(|familiar| candidates::familiar_value(run, &familiar.field)) else { return Ok(None) };
    let Some(field) = allocation.familiar.as_ref().map(|familiar| familiar.field.clone()) else { return Ok(None) };
    let question = FamiliarQuestion { form: run.flow.form().clone(), field, value, flow: run.flow.id().clone(), node: run.node(place).id().clone() };
    let did = run.context.organisation.familiar(&question).ok_or_else(|| Refusal::Missing(vec![OrgFact::Familiar(question.clone())]))?;
    Ok(did.iter().find_map(|user| from.iter().copied().find(|candidate| candidate.holder == *user)))
}

/// The first behind whoever had the last turn, in the order of the keys: it does not matter who was there in between.
fn next_in_turn<'c>(run: &Run<'_>, place: Place, from: &[&'c Candidate]) -> Result<Option<&'c Candidate>, Refusal> {
    let node = run.node(place).id();
    let here = run.events().iter().rev().find_map(|event| match event {
        Event::Allocated { node: other, way: Way::RoundRobin, chosen, .. } if other == node => chosen.last().map(|chosen| Some(chosen.user)),
        _ => None,
    });
    let last = match here {
        Some(last) => last,
        None => {
            let missing = || Refusal::Missing(vec![OrgFact::Turn { flow: run.flow.id().clone(), node: node.clone() }]);
            run.context.organisation.turn(run.flow.id(), node).ok_or_else(missing)?
        }
    };
    let mut order = from.to_vec();
    order.sort_by_key(|candidate| candidate.holder);
    let behind = order.iter().copied().find(|candidate| last.is_none_or(|last| candidate.holder > last));
    Ok(behind.or_else(|| order.first().copied()))
}

/// The token waits at its node. What has waited before is told once, and again only when it comes earlier or later than it did.
fn wait(run: &mut Run<'_>, place: Place, allocation: &Allocation, left_out: Vec<LeftOut>, tells: bool) -> Result<(), Refusal> {
    let priority = priority(run, place)?;
    let before = run.state.waiting.iter().find(|waiting| waiting.token == place.token).cloned();
    if before.as_ref().is_some_and(|before| before.priority == priority && (before.told || !tells)) {
        return Ok(());
    }
    let told_before = before.as_ref().is_some_and(|before| before.told);
    let told = if tells && !told_before { holders::find(run, &allocation.queue.tell, run.row_of(place.token))? } else { Vec::new() };
    let (node, since) = (run.node(place).id().clone(), before.map_or(run.context.now, |before| before.since));
    let tried = tells || told_before;
    run.emit(Event::AllocationAwaited { token: place.token, node, since, priority, tried, told, left_out: LeftOuts::of(left_out) });
    Ok(())
}

fn priority(run: &Run<'_>, place: Place) -> Result<i64, Refusal> {
    let Some(formula) = run.node(place).allocation().and_then(|ready| ready.priority.as_ref()) else { return Ok(0) };
    Ok(match run.evaluate(place, formula)? {
        Value::Number(number) => i64::try_from(number.trunc()).unwrap_or_default(),
        _ => 0,
    })
}

/// Somebody may be free now: a token that waits looks again.
pub(crate) fn look_again(run: &mut Run<'_>, token: u32) -> Result<(), Refusal> {
    if !run.state.waiting.iter().any(|waiting| waiting.token == token) {
        return Ok(());
    }
    let place = run.place_of(run.state.token(token).ok_or(Refusal::NotOpen)?)?;
    let flow = run.flow;
    let Some(task) = flow.node(place.node).and_then(|node| node.task()) else { return Ok(()) };
    let next = task::open(run, place, task)?;
    run.proceed(place, next)
}
