//! How a case went.

use super::person;
use super::task::task_card;
use crate::dto::LabelText;
use crate::dto::trace::{
    Branch, CaseOfRecord, CaseOffer, FlowTrace, OtherCase, SeenValue, StepRef, TraceEdge, TraceEntry, TraceNode, TracePerson, TriedWay, WaitingStep,
};
use runtime::types;

pub(crate) fn flow_trace(trace: Option<types::FlowTrace>) -> FlowTrace {
    let Some(trace) = trace else {
        return FlowTrace {
            case: None,
            cases: Vec::new(),
            flow: None,
            label: None,
            version: None,
            state: "none".into(),
            pinned_to_older: false,
            entries: Vec::new(),
            open: Vec::new(),
            deadlines: Vec::new(),
            clocks: Vec::new(),
            no_deadline: None,
            waiting: Vec::new(),
            incidents: Vec::new(),
            mine: None,
            offers: Vec::new(),
            nodes: Vec::new(),
            edges: Vec::new(),
            branches: Vec::new(),
        };
    };
    FlowTrace {
        case: Some(trace.case),
        cases: trace.cases.into_iter().map(case_of_record).collect(),
        flow: Some(trace.flow.to_string()),
        label: Some(trace.label.into()),
        version: Some(trace.version),
        state: trace.state,
        pinned_to_older: trace.pinned_to_older,
        entries: trace.entries.into_iter().map(trace_entry).collect(),
        open: trace.open.into_iter().map(task_card).collect(),
        deadlines: trace.deadlines.into_iter().map(super::deadline::reading).collect(),
        clocks: trace.clocks.into_iter().map(super::deadline::clock).collect(),
        no_deadline: trace.no_deadline.map(LabelText::from),
        waiting: trace.waiting.into_iter().map(waiting_step).collect(),
        incidents: trace.incidents.into_iter().map(super::outside::incident_here).collect(),
        mine: trace.mine.map(task_card),
        offers: trace.offers.into_iter().map(offer).collect(),
        nodes: trace.nodes.into_iter().map(node).collect(),
        edges: trace.edges.into_iter().map(edge).collect(),
        branches: trace.branches.into_iter().map(branch).collect(),
    }
}

fn case_of_record(case: types::CaseOfRecord) -> CaseOfRecord {
    let types::CaseOfRecord { id, flow, label, state, started_at, ended_at } = case;
    CaseOfRecord { id, flow: flow.to_string(), label: label.into(), state, started_at, ended_at }
}

fn trace_entry(entry: types::TraceEntry) -> TraceEntry {
    TraceEntry {
        at: entry.at,
        node: entry.node.map(|node| node.to_string()),
        node_label: LabelText::from(entry.node_label),
        what: entry.what,
        by: person(entry.by, &entry.by_name),
        by_name: entry.by_name,
        to: entry.to,
        opinion: entry.opinion,
        why: entry.why.map(LabelText::from),
        case: entry.case.map(|(form, record)| OtherCase { form: form.to_string(), record: record.0 }),
    }
}

fn waiting_step(entry: types::WaitingEntry) -> WaitingStep {
    WaitingStep { node: entry.node.to_string(), node_label: entry.node_label.into(), since: entry.since, priority: entry.priority }
}

fn offer(offer: types::CaseOffer) -> CaseOffer {
    CaseOffer {
        action: offer.action.into(),
        node: offer.node.map(|node| node.to_string()),
        node_label: offer.node_label.into(),
        whose: offer.whose.and_then(|(user, name)| person(Some(user), &name)),
        to: offer.to.into_iter().map(|(node, label)| StepRef { node: node.to_string(), label: label.into() }).collect(),
    }
}

fn node(node: types::TraceNode) -> TraceNode {
    let person = |person: types::TracePerson| TracePerson {
        name: person.name,
        stands_in_for: person.stands_in_for,
        what: person.what,
        opinion: person.opinion,
        from: person.from,
        until: person.until,
    };
    TraceNode {
        id: node.id.to_string(),
        kind: node.kind.into(),
        label: node.label.into(),
        standing: node.standing.into(),
        visits: node.visits,
        seconds: node.seconds,
        since: node.since,
        people: node.people.into_iter().map(person).collect(),
    }
}

fn edge(edge: types::TraceEdge) -> TraceEdge {
    TraceEdge { id: edge.id.to_string(), from: edge.from.to_string(), to: edge.to.to_string(), label: edge.label.into(), taken: edge.taken }
}

fn branch(branch: types::Branch) -> Branch {
    let tried = |tried: types::TriedWay| TriedWay {
        edge: tried.edge.to_string(),
        label: tried.label.into(),
        condition: tried.condition.into(),
        held: tried.held,
    };
    let seen = |seen: types::SeenValue| SeenValue {
        field: seen.field,
        label: seen.label.into(),
        shown: seen.value.is_some(),
        value: seen.value.unwrap_or_default(),
    };
    Branch {
        at: branch.at,
        node: branch.node.to_string(),
        node_label: branch.node_label.into(),
        edge: branch.edge.to_string(),
        label: branch.label.into(),
        otherwise: branch.otherwise,
        tried: branch.tried.into_iter().map(tried).collect(),
        saw: branch.saw.into_iter().map(seen).collect(),
    }
}
