//! Who may have a step at all, and who of them is free: one candidate per person, with the reason of everybody who is left out.

use super::{Allocation, Entry, EntryQuestion, Load, LoadQuestion, Ready};
use crate::{
    Counted, Event, LeftOut, OrgFact, Refusal, Why,
    decide::{Place, Row, Run},
    holders,
    task::TaskSettings,
};
use formula::Reference;
use std::collections::BTreeSet;
use value::{UserId, Value, to_json};

/// Somebody who may have a step.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    /// Who was found.
    pub user: UserId,
    /// Who would hold it: the person, or whoever stands in.
    pub holder: UserId,
    /// How many open to-dos the person can hold; no limit when there is none.
    pub capacity: Option<u32>,
    /// What the holder has.
    pub load: Load,
    /// Why the person is not free now.
    pub busy: Option<Why>,
}

/// Those who may have a step, and those who are left out.
#[derive(Debug, Default)]
pub(crate) struct Candidates {
    pub all: Vec<Candidate>,
    pub left_out: Vec<LeftOut>,
}

/// Finds them. `people` is given when somebody else has said who it is about.
pub(crate) fn of_task(
    run: &mut Run<'_>,
    place: Place,
    task: &TaskSettings,
    allocation: &Allocation,
    row: Option<Row<'_>>,
) -> Result<Candidates, Refusal> {
    let entries = entries(run, place, allocation)?;
    let mut found = Candidates::default();
    let groups: Vec<&[crate::Assign]> = if allocation.first_that_finds { task.assign.chunks(1).collect() } else { vec![&task.assign] };
    for group in groups {
        let people = holders::find(run, group, row)?;
        suited(run, allocation, people, entries.as_deref(), &mut found);
        if !found.all.is_empty() {
            break;
        }
    }
    hold_by_whom(run, &mut found)?;
    measure(run, place, allocation, &mut found)?;
    Ok(found)
}

/// Whoever can do it and did not do what must be done by somebody else.
fn suited(run: &Run<'_>, allocation: &Allocation, people: Vec<UserId>, entries: Option<&[Entry]>, found: &mut Candidates) {
    for user in people {
        let own: Vec<&Entry> = entries.unwrap_or_default().iter().filter(|entry| entry.users.contains(&user)).collect();
        let why = if super::is_apart(run, allocation, user) {
            Some(Why::DidBefore)
        } else if entries.is_some() && own.is_empty() {
            Some(Why::NoSkill)
        } else {
            None
        };
        match why {
            Some(why) => found.left_out.push(LeftOut { user, why, open: None, capacity: None }),
            None if found.all.iter().any(|known| known.user == user) => {}
            None => {
                let capacity = capacity(allocation, &own);
                let busy = off_shift(run, allocation, &own).then_some(Why::OffShift);
                found.all.push(Candidate { user, holder: user, capacity, load: Load::default(), busy });
            }
        }
    }
}

/// The largest number that a record of the person names, else that of the step.
fn capacity(allocation: &Allocation, own: &[&Entry]) -> Option<u32> {
    let set = allocation.capacity.as_ref()?;
    let number = |entry: &&Entry| match entry.values.get(set.field.as_ref()?.as_str()) {
        Value::Number(number) => u32::try_from(number.trunc()).ok(),
        _ => None,
    };
    own.iter().filter_map(number).max().or(set.at_most)
}

/// Whether it is nobody's working time by all records of the person.
fn off_shift(run: &Run<'_>, allocation: &Allocation, own: &[&Entry]) -> bool {
    let Some(shift) = &allocation.on_shift else { return false };
    let named = |entry: &&Entry| match entry.values.get(shift.field.as_ref()?.as_str()) {
        Value::Text(id) => Some(id.to_string()),
        Value::Choice(id) => Some(id.to_string()),
        _ => None,
    };
    let usual = shift.calendar.as_ref().map(value::CalendarId::as_str);
    let mut calendars: Vec<Option<String>> = own.iter().filter_map(named).map(Some).collect();
    if calendars.is_empty() {
        calendars.push(usual.map(str::to_owned));
    }
    let world = run.context.world;
    // Without a calendar of that name nobody knows of a working time, and nobody is on shift.
    !calendars.iter().any(|id| world.work_calendar(id.as_deref()).is_some_and(|calendar| calendar.is_open(run.context.now)))
}

/// Whoever is away is stood in for; each holder once.
fn hold_by_whom(run: &Run<'_>, found: &mut Candidates) -> Result<(), Refusal> {
    let mut missing = Vec::new();
    let mut seen = BTreeSet::new();
    for candidate in &mut found.all {
        match run.context.organisation.stand_in(candidate.user) {
            Some(instead) => candidate.holder = instead.unwrap_or(candidate.user),
            None => missing.push(OrgFact::StandIn(candidate.user)),
        }
    }
    found.all.retain(|candidate| seen.insert(candidate.holder));
    if missing.is_empty() { Ok(()) } else { Err(Refusal::Missing(missing)) }
}

/// What each of them holds now, with what this command has given and taken so far.
fn measure(run: &Run<'_>, place: Place, allocation: &Allocation, found: &mut Candidates) -> Result<(), Refusal> {
    if run.is_preview() || allocation.capacity.is_none() && allocation.choose != super::Choose::LeastLoaded {
        return Ok(());
    }
    let mut missing = Vec::new();
    for candidate in &mut found.all {
        let question = question(run, place, allocation, candidate.holder);
        match run.context.organisation.load(&question) {
            Some(load) => {
                candidate.load = with_own_events(run, &question, load);
                let full = candidate.capacity.is_some_and(|capacity| candidate.load.open >= capacity);
                candidate.busy = candidate.busy.or(full.then_some(Why::Full));
            }
            None => missing.push(OrgFact::Load(question)),
        }
    }
    if missing.is_empty() { Ok(()) } else { Err(Refusal::Missing(missing)) }
}

pub(super) fn question(run: &Run<'_>, place: Place, allocation: &Allocation, user: UserId) -> LoadQuestion {
    LoadQuestion { user, counted: allocation.counted, flow: run.flow.id().clone(), node: run.node(place).id().clone() }
}

/// What is stored, and what this command has changed of it.
pub(super) fn with_own_events(run: &Run<'_>, question: &LoadQuestion, stored: Load) -> Load {
    let here = |node: &value::NodeId| question.counted != Counted::Step || *node == question.node;
    let mut load = stored;
    let mut change = |node: &value::NodeId, user: UserId, more: bool| {
        if user == question.user && here(node) {
            load.open = if more { load.open.saturating_add(1) } else { load.open.saturating_sub(1) };
            load.since = Some(run.context.now);
        }
    };
    for event in run.events() {
        match event {
            Event::TodoOpened { node, holder, .. } => change(node, *holder, true),
            Event::TodoClosed { node, holder, .. } => change(node, *holder, false),
            Event::Transferred { node, from, to, .. }
            | Event::Delegated { node, from, to, .. }
            | Event::HandedBack { node, from, to, .. }
            | Event::Rebalanced { node, from, to, .. }
            | Event::Reassigned(crate::Reassigned { node, from, to, .. }) => {
                change(node, *from, false);
                change(node, *to, true);
            }
            _ => {}
        }
    }
    load
}

/// The records that say who can do it; none when the step does not ask for any.
fn entries(run: &Run<'_>, place: Place, allocation: &Allocation) -> Result<Option<Vec<Entry>>, Refusal> {
    let Some(skill) = &allocation.skill else { return Ok(None) };
    let Some(ready) = run.node(place).allocation() else { return Ok(None) };
    let mut matches = Vec::new();
    for wanted in &ready.matches {
        let asks = !wanted.formula.references().is_empty() || !wanted.formula.look_ups().is_empty();
        if run.is_preview() && asks {
            continue;
        }
        let answer = run.evaluate(place, &wanted.formula)?;
        if answer.is_blank() {
            continue;
        }
        let fitted = formula::fit(&answer, &wanted.field_type).map_err(|error| run.formula_error(place, error))?;
        matches.push((wanted.field.clone(), wanted.compare, fitted));
    }
    let question = EntryQuestion::new(skill.form.clone(), skill.user.clone(), matches, ready.wanted_of_entries(allocation));
    let found = run.context.organisation.entries(&question).ok_or_else(|| Refusal::Missing(vec![OrgFact::Entries(question.clone())]))?;
    Ok(Some(found))
}

impl Ready {
    fn wanted_of_entries(&self, allocation: &Allocation) -> Vec<value::FieldId> {
        let capacity = allocation.capacity.as_ref().and_then(|capacity| capacity.field.clone());
        let shift = allocation.on_shift.as_ref().and_then(|shift| shift.field.clone());
        capacity.into_iter().chain(shift).collect()
    }
}

/// The value by which a case is one of the same thing; none when there is nothing that could be the same.
pub(super) fn familiar_value(run: &Run<'_>, field: &value::FieldId) -> Option<String> {
    let value = run.value(&Reference::Field(field.clone()));
    match value {
        Value::Reference(key) => Some(serde_json::json!(key.0).to_string()),
        Value::Text(_) | Value::Choice(_) => Some(to_json(&value, None).to_string()),
        _ => None,
    }
}
