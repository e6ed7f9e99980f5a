//! Whether what is stored of the cases agrees with what happened in them: after a crash, a restore, or whenever somebody wants to know.

use crate::commit::internal;
use crate::types::{CaseCheck, CaseFault, CaseFaultKind};
use crate::{Runtime, RuntimeResult};
use flow_engine::{InstanceState, Status, TodoId};
use std::collections::{BTreeMap, BTreeSet};
use store::{Session, flows, timers, todos};
use uuid::Uuid;
use value::UserId;

/// So many cases are read at once.
const AT_ONCE: u64 = 200;
/// So many faults are told.
const TOLD: usize = 100;

/// A case with all that is stored of it.
struct Kept {
    case: flows::Instance,
    events: Vec<flows::Event>,
    todos: Vec<todos::Todo>,
    timers: Vec<timers::Timer>,
}

impl Runtime {
    /// Replays every case from its events, and compares its state, its to-dos and its timers with what is stored. It may run beside work:
    /// a case that moved meanwhile is read again.
    pub async fn check_cases(&self) -> RuntimeResult<CaseCheck> {
        let session = self.inner.store.read();
        let mut check = CaseCheck::default();
        let mut after = None;
        loop {
            let page = flows::page(&session, after, AT_ONCE).await?;
            let Some(last) = page.last() else { return Ok(check) };
            after = Some(last.id);
            for kept in kept(&session, page).await? {
                check.cases += 1;
                check.events += kept.events.len();
                for what in self.confirmed(&session, kept.case.id, faults(&kept)?).await? {
                    check.faults += 1;
                    if check.told.len() < TOLD {
                        check.told.push(fault(&kept.case, what));
                    }
                }
            }
        }
    }

    /// A fault is one only if the case stood still while it was read.
    async fn confirmed(&self, session: &Session, case: Uuid, mut found: Vec<CaseFaultKind>) -> RuntimeResult<Vec<CaseFaultKind>> {
        while !found.is_empty() {
            let Some(before) = flows::get(session, case).await? else { return Ok(Vec::new()) };
            let revision = before.revision;
            for kept in kept(session, vec![before]).await? {
                found = faults(&kept)?;
            }
            if flows::get(session, case).await?.is_none_or(|after| after.revision == revision) {
                break;
            }
        }
        Ok(found)
    }
}

async fn kept(session: &Session, cases: Vec<flows::Instance>) -> RuntimeResult<Vec<Kept>> {
    let keys: Vec<Uuid> = cases.iter().map(|case| case.id).collect();
    let mut events = by_case(flows::events_of(session, &keys).await?, |event| Some(event.instance_id));
    let mut todos = by_case(todos::open_of_instances(session, &keys).await?, |todo| Some(todo.instance_id));
    let mut timers = by_case(timers::unfired_of_instances(session, &keys).await?, |timer| timer.instance_id);
    let whole = |case: flows::Instance| Kept {
        events: events.remove(&case.id).unwrap_or_default(),
        todos: todos.remove(&case.id).unwrap_or_default(),
        timers: timers.remove(&case.id).unwrap_or_default(),
        case,
    };
    Ok(cases.into_iter().map(whole).collect())
}

fn by_case<T>(rows: Vec<T>, case: impl Fn(&T) -> Option<Uuid>) -> BTreeMap<Uuid, Vec<T>> {
    let mut cases: BTreeMap<Uuid, Vec<T>> = BTreeMap::new();
    for row in rows {
        if let Some(case) = case(&row) {
            cases.entry(case).or_default().push(row);
        }
    }
    cases
}

fn fault(case: &flows::Instance, what: CaseFaultKind) -> CaseFault {
    CaseFault { case: case.id, app: case.app.clone(), flow: case.flow.clone(), record: case.record_id, what }
}

fn faults(kept: &Kept) -> RuntimeResult<Vec<CaseFaultKind>> {
    let stored: InstanceState = serde_json::from_str(&kept.case.state).map_err(internal)?;
    let mut replayed = InstanceState::default();
    for event in &kept.events {
        flow_engine::apply(&mut replayed, &serde_json::from_value(event.event.clone()).map_err(internal)?);
    }
    let status = stored.status;
    let agrees = kept.case.status == status.as_str() && kept.case.ended_at.is_none() == status.is_open();
    let mut timers = timers_of(&kept.timers, "waiting");
    timers.sort_unstable();
    let given_up = timers_of(&kept.timers, "dead").into_iter().find(|name| expected_timers(&stored).contains(name));
    let checks = [
        (replayed == stored, CaseFaultKind::State),
        (agrees, CaseFaultKind::Status),
        (todos_of(kept) == expected_todos(&stored), CaseFaultKind::Todos),
        (given_up.is_none(), CaseFaultKind::TimerGivenUp),
        (given_up.is_some() || timers == expected_timers(&stored), CaseFaultKind::Timers),
    ];
    Ok(checks.into_iter().filter(|(holds, _)| !holds).map(|(_, what)| what).collect())
}

fn todos_of(kept: &Kept) -> BTreeSet<(TodoId, UserId, String)> {
    kept.todos.iter().map(|todo| (TodoId(todo.id), UserId(todo.holder_id), todo.node.clone())).collect()
}

fn expected_todos(state: &InstanceState) -> BTreeSet<(TodoId, UserId, String)> {
    state.todos.iter().map(|todo| (todo.id, todo.holder, todo.node.to_string())).collect()
}

fn timers_of(timers: &[timers::Timer], state: &str) -> Vec<String> {
    timers.iter().filter(|timer| timer.state == state).map(|timer| timer.name.clone()).collect()
}

/// The timers of a case on hold stand still, those of one that is over are gone.
fn expected_timers(state: &InstanceState) -> Vec<String> {
    if !state.status.is_open() || state.status == Status::Suspended {
        return Vec::new();
    }
    let mut names: Vec<String> = state.timers().map(|(_, timer)| timer.to_string()).collect();
    names.sort_unstable();
    names
}
