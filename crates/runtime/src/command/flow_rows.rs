//! What happened in a flow, as rows: the case, its events, to-dos, timers and notices 抄送.

use super::Written;
use crate::RuntimeResult;
use crate::commit::internal;
use app_engine::command::{Case, FlowChange};
use flow_engine::{CloseReason, Decision, Event, TimerKey, TodoId};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};
use store::{Moment, Tx, allocation, cc, flows, timers, todos};
use uuid::Uuid;
use value::{FlowId, FormId, NodeId, RecordId, UserId};

/// Events are numbered in their order; the revision of the case gives the first number of a command.
const EVENTS_OF_ONE_COMMAND: i64 = 100_000;

/// What a timer carries, so that it can come back as a command.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TimerPayload {
    /// The form.
    pub(crate) form: FormId,
    /// The record.
    pub(crate) record: RecordId,
    /// Which timer of the flow.
    pub(crate) timer: TimerKey,
    /// The flow; timers that were set before version 0.2 do not say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) flow: Option<FlowId>,
}

/// Writes all that follows from the events of a flow.
pub(super) async fn write(tx: &Tx, written: &Written<'_>, stored: Option<flows::Instance>, change: &FlowChange) -> RuntimeResult<()> {
    let at: Moment = written.now.into();
    let first = stored.as_ref().map_or(0, |row| row.revision * EVENTS_OF_ONE_COMMAND);
    let row = instance(written, stored, change)?;
    if change.started {
        flows::start(tx, row).await?
    } else {
        flows::save(tx, row).await?
    }
    let mut events = Vec::new();
    for (number, event) in (first..).zip(&change.events) {
        events.push(event_row(written, &change.case, number, event)?);
    }
    flows::write_events(tx, events);
    write_todos(tx, written, change, at).await?;
    write_timers(tx, written, change).await?;
    write_allocation(tx, written, change, at).await?;
    super::calling::write(tx, written, change).await?;
    write_copies(tx, written, change, at).await
}

fn instance(written: &Written<'_>, stored: Option<flows::Instance>, change: &FlowChange) -> RuntimeResult<flows::Instance> {
    let FlowChange { case, pinned, .. } = change;
    let state = &case.state;
    let ended_at = (!state.status.is_open()).then(|| written.now.into());
    let text = serde_json::to_string(state).map_err(internal)?;
    let status = state.status.as_str().to_owned();
    Ok(match stored {
        Some(row) => {
            let version = if *pinned { written.app.compiled.hash.clone() } else { row.version };
            flows::Instance { status, state: text, ended_at, version, ..row }
        }
        None => flows::Instance {
            id: case.id,
            app: written.app.compiled.id().to_string(),
            form: written.form.to_string(),
            record_id: written.record.0,
            flow: case.flow.id().to_string(),
            version: written.app.compiled.hash.clone(),
            status,
            state: text,
            revision: 1,
            started_at: written.now.into(),
            started_by: state.starter.map(|user| user.0),
            started_by_name: written.doer.name.clone(),
            ended_at,
        },
    })
}

fn event_row(written: &Written<'_>, case: &Case, number: i64, event: &Event) -> RuntimeResult<flows::Event> {
    let event = serde_json::to_value(event).map_err(internal)?;
    let kind = event.get("event").and_then(Json::as_str).unwrap_or_default().to_owned();
    Ok(flows::Event { instance_id: case.id, number, at: written.now.into(), by_id: written.doer.id, by_name: written.doer.name.clone(), kind, event })
}

fn node_label(case: &Case, node: &NodeId) -> Json {
    case.flow.nodes().find(|(id, ..)| *id == node).map_or(Json::Null, |(_, _, label)| json!(label))
}

async fn write_todos(tx: &Tx, written: &Written<'_>, change: &FlowChange, at: Moment) -> RuntimeResult<()> {
    let decided = decisions(&change.events);
    let returned =
        change.events.iter().find_map(|event| if let Event::Returned { by, opinion, .. } = event { Some((*by, opinion.clone())) } else { None });
    for event in &change.events {
        match event {
            Event::Migrated { .. } => renamed(tx, &change.case).await?,
            Event::TodoOpened { todo, node, holder, due, .. } => {
                let row = todo_row(written, &change.case, todo.0, node, *holder);
                todos::open(tx, vec![todos::Todo { due_at: due.map(Moment::from), ..row }]).await?;
            }
            Event::TodoClosed { todo, holder, .. } if decided.contains_key(todo) => {
                if let Some((by, word, opinion)) = decided.get(todo) {
                    todos::complete(tx, todo.0, Some(*by), word, some_text(opinion), at).await?;
                }
                let _holder = holder;
            }
            Event::TodoClosed { todo, holder, why, .. } => match &returned {
                Some((by, opinion)) if by == holder && matches!(why, CloseReason::Returned | CloseReason::Done) => {
                    todos::complete(tx, todo.0, Some(*by), "return", some_text(opinion), at).await?;
                }
                _ => todos::cancel(tx, &[todo.0], at).await?,
            },
            Event::Transferred { todo, node, from, to, opinion } => {
                passed_on(tx, written, change, ("transfer", *todo, node, *from, *to, opinion)).await?;
            }
            Event::Delegated { todo, node, from, to, opinion } => {
                passed_on(tx, written, change, ("delegate", *todo, node, *from, *to, opinion)).await?;
            }
            Event::HandedBack { todo, node, from, to, opinion } => {
                passed_on(tx, written, change, ("hand_back", *todo, node, *from, *to, opinion)).await?;
            }
            Event::Rebalanced { todo, to, .. } | Event::Reassigned(flow_engine::Reassigned { todo, to, .. }) => hand_over(tx, *todo, *to).await?,
            Event::DueMoved { todo, due } => move_due(tx, *todo, Some((*due).into())).await?,
            // A to-do was opened with the moment at which its clock says that it is due.
            Event::ClockChanged { todo, late: false, change: clock, due, .. } if moves(clock) => {
                move_due(tx, *todo, due.map(Moment::from)).await?;
            }
            Event::Escalated { todo, to, handed_over: true, .. } | Event::LevelReached { todo, to, handed_over: true, .. } => {
                if let Some(head) = to.first() {
                    hand_over(tx, *todo, *head).await?;
                }
            }
            Event::CaseClockLevel { to, handed_over, .. } => {
                if let Some(first) = to.first() {
                    for todo in handed_over {
                        hand_over(tx, *todo, *first).await?;
                    }
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// To-dos of a case that went over to another version are called as their steps are called there.
async fn renamed(tx: &Tx, case: &Case) -> RuntimeResult<()> {
    for row in todos::open_of_instance(tx, case.id).await? {
        let Some(todo) = case.state.todo(TodoId(row.id)) else { continue };
        let (node, label) = (todo.node.to_string(), node_label(case, &todo.node));
        if row.node != node || row.node_label != label {
            todos::save_open(tx, todos::Todo { node, node_label: label, ..row }).await?;
        }
    }
    Ok(())
}

/// Whether a change of a clock moves what is due.
fn moves(change: &calendar::ClockChange) -> bool {
    !matches!(change, calendar::ClockChange::Started { .. } | calendar::ClockChange::Fired { .. })
}

async fn move_due(tx: &Tx, todo: TodoId, due_at: Option<Moment>) -> RuntimeResult<()> {
    if let Some(row) = todos::get_for_update(tx, todo.0).await?.filter(|row| row.due_at != due_at) {
        todos::save_open(tx, todos::Todo { due_at, ..row }).await?;
    }
    Ok(())
}

fn some_text(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

fn decisions(events: &[Event]) -> BTreeMap<TodoId, (UserId, &'static str, String)> {
    let word = |decision: &Decision| match decision {
        Decision::Approved => "approve",
        Decision::Rejected => "reject",
        Decision::Completed => "complete",
        Decision::Resubmitted => "resubmit",
    };
    let of = |event: &Event| match event {
        Event::Decided { todo, by, decision, opinion, .. } => Some((*todo, (*by, word(decision), opinion.clone()))),
        _ => None,
    };
    events.iter().filter_map(of).collect()
}

async fn hand_over(tx: &Tx, todo: TodoId, to: UserId) -> RuntimeResult<()> {
    if let Some(row) = todos::get_for_update(tx, todo.0).await? {
        todos::save_open(tx, todos::Todo { holder_id: to.0, ..row }).await?;
    }
    Ok(())
}

/// A to-do moves to somebody else; whoever had it keeps a row of what was done.
async fn passed_on(
    tx: &Tx,
    written: &Written<'_>,
    change: &FlowChange,
    (outcome, todo, node, from, to, opinion): (&str, TodoId, &NodeId, UserId, UserId, &str),
) -> RuntimeResult<()> {
    hand_over(tx, todo, to).await?;
    let done = todos::Todo {
        state: "done".into(),
        closed_at: Some(written.now.into()),
        done_by: Some(from.0),
        outcome: Some(outcome.into()),
        opinion: some_text(opinion).map(ToOwned::to_owned),
        ..todo_row(written, &change.case, written.fresh_key(), node, from)
    };
    Ok(todos::open(tx, vec![done]).await?)
}

fn todo_row(written: &Written<'_>, case: &Case, id: Uuid, node: &NodeId, holder: UserId) -> todos::Todo {
    todos::Todo {
        id,
        app: written.app.compiled.id().to_string(),
        form: written.form.to_string(),
        record_id: written.record.0,
        instance_id: case.id,
        flow: case.flow.id().to_string(),
        node: node.to_string(),
        node_label: node_label(case, node),
        title: written.title.clone(),
        holder_id: holder.0,
        state: "open".into(),
        created_at: written.now.into(),
        due_at: None,
        closed_at: None,
        done_by: None,
        outcome: None,
        opinion: None,
    }
}

/// The last word counts: a timer that is set and cancelled in one command is not set.
async fn write_timers(tx: &Tx, written: &Written<'_>, change: &FlowChange) -> RuntimeResult<()> {
    let mut last: BTreeMap<TimerKey, Option<Moment>> = BTreeMap::new();
    for event in &change.events {
        match event {
            Event::TimerSet { timer, at } => _ = last.insert(*timer, Some((*at).into())),
            Event::TimerCancelled { timer } => _ = last.insert(*timer, None),
            // The timers of a case on hold stand still; they are set anew when it goes on.
            Event::Suspended { .. } => last.extend(change.case.state.timers().map(|(_, timer)| (timer, None))),
            _ => {}
        }
    }
    let names: Vec<String> = last.keys().map(ToString::to_string).collect();
    // A case that begins has set none before.
    if !names.is_empty() && !change.started {
        timers::cancel(tx, change.case.id, Some(&names)).await?;
    }
    let mut rows = Vec::new();
    for (timer, at) in last {
        let Some(due_at) = at else { continue };
        let payload = TimerPayload { form: written.form.clone(), record: written.record, timer, flow: Some(change.case.flow.id().clone()) };
        rows.push(timers::Timer {
            id: written.fresh_key(),
            app: written.app.compiled.id().to_string(),
            instance_id: Some(change.case.id),
            name: timer.to_string(),
            payload: serde_json::to_value(payload).map_err(internal)?,
            due_at,
            state: "waiting".into(),
            attempts: 0,
            leased_until: None,
            last_error: None,
        });
    }
    Ok(timers::set(tx, rows).await?)
}

/// Whose turn it was, what waits now, and that somebody may have become free.
async fn write_allocation(tx: &Tx, written: &Written<'_>, change: &FlowChange, at: Moment) -> RuntimeResult<()> {
    let (app, flow) = (written.app.compiled.id(), &change.case.flow);
    for event in &change.events {
        // What needs no turn is given out without waiting for others who give out steps.
        if let Event::Allocated { node, chosen, .. } = event
            && flow.allocations().any(|(id, allocation)| id == node && allocation.counts())
        {
            let users: Vec<UserId> = chosen.iter().map(|chosen| chosen.user).collect();
            allocation::given(tx, app, flow.id(), node, &users, at).await?;
        }
    }
    let gives_back = |event: &Event| {
        matches!(
            event,
            Event::TodoClosed { .. }
                | Event::Transferred { .. }
                | Event::Delegated { .. }
                | Event::HandedBack { .. }
                | Event::Rebalanced { .. }
                | Event::Reassigned(flow_engine::Reassigned { .. })
        )
    };
    let waits = |flow: &flow_engine::CompiledFlow| flow.allocations().any(|(_, allocation)| allocation.may_wait());
    if change.events.iter().any(gives_back) && written.app.compiled.flows.values().any(|flow| waits(flow)) {
        let (runtime, app) = (written.runtime.clone(), app.clone());
        tx.after_commit(move || runtime.somebody_is_free(&app));
    }
    if !waits(flow)
        || !change.events.iter().any(|event| !matches!(event, Event::ClockChanged { .. } | Event::CaseClockChanged(_) | Event::TimerSet { .. }))
    {
        return Ok(());
    }
    let state = &change.case.state;
    let row = |waiting: &flow_engine::Waiting| {
        let node = &state.token(waiting.token)?.node;
        Some(allocation::Waiting {
            instance_id: change.case.id,
            token: i64::from(waiting.token),
            app: app.to_string(),
            form: written.form.to_string(),
            record_id: written.record.0,
            flow: flow.id().to_string(),
            node: node.to_string(),
            node_label: node_label(&change.case, node),
            title: written.title.clone(),
            priority: waiting.priority,
            since: waiting.since.into(),
            look_at: at,
        })
    };
    Ok(allocation::wait(tx, change.case.id, state.waiting.iter().filter_map(row).collect()).await?)
}

async fn write_copies(tx: &Tx, written: &Written<'_>, change: &FlowChange, at: Moment) -> RuntimeResult<()> {
    let mut rows = Vec::new();
    for event in &change.events {
        let Event::CopiesSent { node, to } = event else { continue };
        rows.extend(to.iter().collect::<BTreeSet<_>>().into_iter().map(|user| cc::Notice {
            id: written.fresh_key(),
            app: written.app.compiled.id().to_string(),
            form: written.form.to_string(),
            record_id: written.record.0,
            instance_id: change.case.id,
            flow: change.case.flow.id().to_string(),
            node: node.to_string(),
            node_label: node_label(&change.case, node),
            title: written.title.clone(),
            user_id: user.0,
            at,
            read_at: None,
        }));
    }
    Ok(cc::tell(tx, rows).await?)
}
