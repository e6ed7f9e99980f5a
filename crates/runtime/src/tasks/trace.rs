//! How a case went: what happened, who did it, in which words, and who has it now.

use super::allocation;
use super::stays::Happened;
use crate::organisation::People;
use crate::types::{CaseOfRecord, CaseOffer, FlowTrace, TraceEntry, WaitingEntry};
use crate::{Runtime, RuntimeError, RuntimeResult};
use access::Actor;
use app_engine::CompiledApp;
use calendar::{ClockChange, Firing};
use flow_engine::{CaseClockChanged, CompiledFlow, Decision, Event, InstanceState, Offer, PassReason, RecordsAdded, RecordsChanged, Status};
use store::{flows, todos};
use uuid::Uuid;
use value::{AppId, FlowId, FormId, Label, NodeId, RecordId, UserId};

impl Runtime {
    /// How the newest case of a record went; none when it never was in a flow.
    pub async fn flow_of(&self, actor: &Actor, app: &AppId, form: &FormId, record: RecordId) -> RuntimeResult<Option<FlowTrace>> {
        self.case_of(actor, app, form, record, None).await
    }

    /// How one of the cases of a record went, the newest unless another is named.
    pub async fn case_of(&self, actor: &Actor, app: &AppId, form: &FormId, record: RecordId, case: Option<Uuid>) -> RuntimeResult<Option<FlowTrace>> {
        let user = actor.user().ok_or_else(RuntimeError::no_right)?;
        let active = self.active_app(app).await?;
        let people = self.people().await?;
        let seen = self.seen(&active, &people, active.form(form)?, actor, record).await?;
        let reader = self.inner.store.read();
        let all = flows::of_record(&reader, app, form, record).await?;
        let cases = all.iter().map(|instance| case_of_record(&active.compiled, instance)).collect::<RuntimeResult<_>>()?;
        let instance = match case {
            Some(case) => Some(all.into_iter().find(|instance| instance.id == case).ok_or(RuntimeError::NotFound { what: "case" })?),
            None => all.into_iter().next(),
        };
        let Some(instance) = instance else { return Ok(None) };
        let version = self.pinned_app(&reader, app, &instance.version).await?;
        let Some(flow) = FlowId::parse(&instance.flow).ok().and_then(|flow| version.flows.get(&flow).cloned()) else { return Ok(None) };
        let events = super::stays::read(flows::events(&reader, instance.id).await?);
        let entries = events.iter().filter_map(|row| entry(&flow, &people, row)).collect();
        let state: InstanceState = serde_json::from_str(&instance.state).map_err(crate::commit::internal)?;
        let deadlines = super::deadlines::of_case(&active.compiled, &flow, &state, self.now());
        let clocks = super::deadlines::of_flow(&active.compiled, &flow, &state, self.now());
        let no_deadline = super::deadlines::none_because(&flow, &state, &clocks);
        let waiting = state.waiting.iter().filter_map(|waiting| {
            let node = state.token(waiting.token)?.node.clone();
            Some(WaitingEntry { node_label: name_of(&flow, &node), node, since: waiting.since, priority: waiting.priority })
        });
        let waiting = waiting.collect();
        let incidents = self.incidents_here(&reader, &flow, instance.id).await?;
        let mut open = Vec::new();
        let mut mine = None;
        for row in todos::open_of_instance(&reader, instance.id).await? {
            let Some(entry) = self.todo_entry(&reader, &people, &row).await? else { continue };
            if row.holder_id == user.0 {
                mine = Some(self.with_choices(&active, &people, &flow, &state, entry.clone()));
            }
            let holder = people.name_of(UserId(row.holder_id)).unwrap_or_default().to_owned();
            open.push(crate::types::TaskEntry { holders: vec![holder], ..entry });
        }
        let organisation = active.organisation(&people, self.now());
        let offers = flow_engine::offers(&flow, &state, user, &organisation, self.now());
        let definitions = super::graph::Definitions { flow: &flow, version: &version, form: active.form(form)?, plan: &seen.plan };
        Ok(Some(FlowTrace {
            case: instance.id,
            cases,
            flow: flow.id().clone(),
            label: flow.label().clone(),
            state: instance.status.clone(),
            pinned_to_older: instance.version != active.compiled.hash,
            version: instance.version,
            entries,
            open,
            deadlines,
            clocks,
            no_deadline,
            waiting,
            incidents,
            mine,
            offers: offers.into_iter().map(|offer| case_offer(&flow, &people, offer)).collect(),
            nodes: super::graph::nodes(&flow, &state, &people, &events, self.now()),
            edges: definitions.edges(&events),
            branches: definitions.branches(&events),
        }))
    }
}

fn case_of_record(app: &CompiledApp, instance: &flows::Instance) -> RuntimeResult<CaseOfRecord> {
    let flow = FlowId::parse(&instance.flow).map_err(crate::commit::internal)?;
    let label = app.flows.get(&flow).map_or_else(|| Label::Plain(instance.flow.clone()), |flow| flow.label().clone());
    let (started_at, ended_at) = (instance.started_at.instant(), instance.ended_at.map(store::Moment::instant));
    Ok(CaseOfRecord { id: instance.id, flow, label, state: instance.status.clone(), started_at, ended_at })
}

fn case_offer(flow: &CompiledFlow, people: &People, offer: Offer) -> CaseOffer {
    let named = |node: NodeId| (name_of(flow, &node), node);
    let (node_label, node) = offer.node.map(named).map_or_else(Default::default, |(label, node)| (label, Some(node)));
    let to = offer.to.into_iter().map(named).map(|(label, node)| (node, label)).collect();
    let whose = offer.whose.map(|user| (user, people.name_of(user).unwrap_or_default().to_owned()));
    CaseOffer { action: offer.what, node, node_label, whose, to }
}

/// What people want to know of an event; the machinery between is left out.
fn entry(flow: &CompiledFlow, people: &People, happened: &Happened) -> Option<TraceEntry> {
    let (row, event) = (&happened.row, happened.event.clone());
    let names = |users: &[UserId]| users.iter().filter_map(|user| people.name_of(*user)).map(ToOwned::to_owned).collect::<Vec<_>>();
    let why = why(&event, people).or_else(|| clock_of(flow, &event));
    let case = case_of(flow, &event);
    let (what, node, by, to, opinion) = match event {
        Event::InstanceStarted { by, .. } => ("started", None, by, Vec::new(), String::new()),
        Event::TodoOpened { node, holder, .. } => ("opened", Some(node), None, names(&[holder]), String::new()),
        Event::Decided { node, by, decision, opinion, .. } => (decision_word(decision), Some(node), Some(by), Vec::new(), opinion),
        Event::StoodIn { node, holder, absent, .. } => ("stood_in", Some(node), Some(holder), names(&[absent]), String::new()),
        Event::Transferred { node, from, to, opinion, .. } => ("transfer", Some(node), Some(from), names(&[to]), opinion),
        Event::Returned { node, by, opinion, .. } => ("return", Some(node), Some(by), Vec::new(), opinion),
        Event::CopiesSent { node, to } => ("cc", Some(node), None, names(&to), String::new()),
        Event::Reminded { node, holder, .. } => ("reminded", Some(node), None, names(&[holder]), String::new()),
        Event::Delegated { node, from, to, opinion, .. } => ("delegate", Some(node), Some(from), names(&[to]), opinion),
        Event::HandedBack { node, from, to, opinion, .. } => ("hand_back", Some(node), Some(from), names(&[to]), opinion),
        Event::SignersAdded { node, by, to, opinion, .. } => ("add_sign", Some(node), Some(by), names(&to), opinion),
        Event::SignerRemoved { node, by, holder, opinion, .. } => ("remove_sign", Some(node), Some(by), names(&[holder]), opinion),
        Event::Claimed { node, by, .. } => ("claim", Some(node), Some(by), Vec::new(), String::new()),
        Event::GivenBack { node, by, .. } => ("give_back", Some(node), Some(by), Vec::new(), String::new()),
        Event::TakenBack { node, by, opinion, .. } => ("take_back", Some(node), Some(by), Vec::new(), opinion),
        Event::Jumped { to, by, opinion, .. } => ("jump", Some(to), Some(by), Vec::new(), opinion),
        Event::Urged { by, to, opinion, .. } => ("urge", None, Some(by), names(&to), opinion),
        Event::Suspended { by, opinion, .. } => ("suspend", None, Some(by), Vec::new(), opinion),
        Event::Resumed { by, opinion } => ("resume", None, Some(by), Vec::new(), opinion),
        Event::Migrated { .. } => ("migrate", None, row.by_id.map(UserId), Vec::new(), String::new()),
        Event::LevelReached { node, holder, to, .. } => ("escalated", Some(node), Some(holder), names(&to), String::new()),
        Event::Escalated { node, holder, to, .. } => ("escalated", Some(node), Some(holder), names(&to), String::new()),
        Event::CaseClockWarned { to, .. } => ("clock_warned", None, None, names(&to), String::new()),
        Event::CaseClockLevel { to, .. } => ("clock_level", None, None, names(&to), String::new()),
        Event::CaseClockChanged(CaseClockChanged { late: false, change: ClockChange::Fired { firing: Firing::Due, .. }, .. }) => {
            ("clock_due", None, None, Vec::new(), String::new())
        }
        Event::CaseClockChanged(CaseClockChanged { late: false, change: ClockChange::Stopped { met, .. }, .. }) => {
            (if met { "clock_met" } else { "clock_breached" }, None, None, Vec::new(), String::new())
        }
        Event::NodePassed { node, why, .. } => (passed_word(why), Some(node), None, Vec::new(), String::new()),
        Event::BranchTaken { node, .. } => ("branch", Some(node), None, Vec::new(), String::new()),
        Event::Allocated { node, chosen, .. } => {
            let chosen: Vec<UserId> = chosen.iter().map(|chosen| chosen.user).collect();
            ("allocated", Some(node), None, names(&chosen), String::new())
        }
        Event::AllocationAwaited { node, told, tried: true, .. } => ("queued", Some(node), None, names(&told), String::new()),
        Event::Rebalanced { node, from, to, .. } => ("rebalanced", Some(node), Some(from), names(&[to]), String::new()),
        Event::Reassigned(flow_engine::Reassigned { node, to, by: Some(by), opinion, .. }) => {
            ("reassign", Some(node), Some(by), names(&[to]), opinion)
        }
        Event::Reassigned(flow_engine::Reassigned { node, from, to, by: None, .. }) => {
            ("relieved", Some(node), Some(from), names(&[to]), String::new())
        }
        Event::MessageSent { node, to, .. } => ("message_sent", Some(node), None, names(&to), String::new()),
        Event::RecordsAdded(RecordsAdded { node, .. }) => ("records_added", Some(node), None, Vec::new(), String::new()),
        Event::RecordsChanged(RecordsChanged { node, .. }) => ("records_changed", Some(node), None, Vec::new(), String::new()),
        Event::CaseFiled { node, .. } => ("case_filed", Some(node), None, Vec::new(), String::new()),
        Event::CaseEnded { node, status, .. } => (case_word(status), Some(node), None, Vec::new(), String::new()),
        Event::CaseDropped { node, .. } => ("case_dropped", Some(node), None, Vec::new(), String::new()),
        Event::CallAnswered { node, fault: None, .. } => ("called", Some(node), None, Vec::new(), String::new()),
        Event::CallAnswered { node, fault: Some(_), .. } => ("call_failed", Some(node), None, Vec::new(), String::new()),
        Event::IncidentRaised { node, .. } => ("incident", Some(node), None, Vec::new(), String::new()),
        Event::IncidentSettled { node, by, opinion, .. } => ("incident_settled", Some(node), Some(by), Vec::new(), opinion),
        Event::MessageCame { node, name } => ("message", Some(node), None, vec![name], String::new()),
        Event::MessageKept { name } => ("message_kept", None, None, vec![name], String::new()),
        Event::Ended { status, by, opinion } => (status.as_str(), None, by, Vec::new(), opinion),
        _ => return None,
    };
    let by = by.or(if what == "started" { row.by_id.map(UserId) } else { None });
    Some(TraceEntry {
        at: row.at.instant(),
        node_label: node.as_ref().map(|node| name_of(flow, node)).unwrap_or_default(),
        node,
        what: what.into(),
        by,
        by_name: by.and_then(|user| people.name_of(user)).unwrap_or_default().to_owned(),
        to,
        opinion: Some(opinion).filter(|opinion| !opinion.is_empty()),
        why,
        case,
    })
}

/// The record of another form of which an event tells.
fn case_of(flow: &CompiledFlow, event: &Event) -> Option<(FormId, RecordId)> {
    match event {
        Event::CaseFiled { node, record, .. } | Event::CaseEnded { node, record, .. } => Some((flow.files(node)?.clone(), *record)),
        Event::CaseDropped { form, record, .. } => Some((form.clone(), *record)),
        _ => None,
    }
}

/// The name of the clock of the flow of which an event tells.
fn clock_of(flow: &CompiledFlow, event: &Event) -> Option<Label> {
    let (Event::CaseClockWarned { clock, .. } | Event::CaseClockLevel { clock, .. } | Event::CaseClockChanged(CaseClockChanged { clock, .. })) =
        event
    else {
        return None;
    };
    flow.clock_names().find(|(id, _)| *id == clock).map(|(_, label)| label.clone())
}

fn case_word(status: Status) -> &'static str {
    match status {
        Status::Completed => "case_completed",
        Status::Rejected => "case_rejected",
        Status::Withdrawn => "case_withdrawn",
        _ => "case_terminated",
    }
}

/// Why somebody got a step or nobody did, in words.
fn why(event: &Event, people: &People) -> Option<Label> {
    let name = |user: UserId| people.name_of(user).unwrap_or_default().to_owned();
    match event {
        Event::Allocated { chosen, way, skilled, anyway, left_out, .. } => {
            Some(allocation::chosen(chosen, (*way, *skilled, *anyway), left_out, &name))
        }
        Event::CallAnswered { fault: Some(fault), .. } | Event::IncidentRaised { what: fault, .. } => Some(crate::calls::said(fault)),
        Event::AllocationAwaited { left_out, .. } => Some(allocation::awaited(left_out, &name)),
        Event::Reassigned(flow_engine::Reassigned { from, by: Some(_), .. }) => {
            Some(Label::both(format!("原处理人：{}", name(*from)), format!("It was {}'s", name(*from))))
        }
        Event::Rebalanced { from, to, open_from, open_to, capacity, .. } => {
            Some(allocation::rebalanced((&name(*from), *open_from), (&name(*to), *open_to), *capacity))
        }
        _ => None,
    }
}

pub(super) fn name_of(flow: &CompiledFlow, node: &NodeId) -> Label {
    flow.nodes().find(|(id, ..)| *id == node).map(|(_, _, label)| label.clone()).unwrap_or_default()
}

pub(super) fn decision_word(decision: Decision) -> &'static str {
    match decision {
        Decision::Approved => "approve",
        Decision::Rejected => "reject",
        Decision::Completed => "complete",
        Decision::Resubmitted => "resubmit",
    }
}

fn passed_word(why: PassReason) -> &'static str {
    match why {
        PassReason::NobodyFound => "passed_nobody",
        PassReason::OwnCase => "passed_own_case",
        PassReason::SamePerson => "passed_same_person",
        PassReason::Over => "passed_over",
        PassReason::NoRows => "passed_no_rows",
        PassReason::Overdue => "passed_overdue",
    }
}
