//! The flow of a case as a graph: how each node was passed, who had it and for how long, and why a branch was taken.

use super::stays::{Happened, Stays};
use super::trace::{decision_word, name_of};
use crate::organisation::People;
use crate::showing;
use crate::types::{Branch, SeenValue, TraceEdge, TraceNode, TracePerson, TriedWay};
use access::Plan;
use app_engine::CompiledApp;
use definition::{Edge, FieldRight, Flow};
use flow_engine::{CompiledFlow, Event, InstanceState, TodoId};
use form_engine::CompiledForm;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use value::{EdgeId, Instant, Label, Locale, NodeId, UserId};

/// The nodes in the order of the flow.
pub(super) fn nodes(flow: &CompiledFlow, state: &InstanceState, people: &People, events: &[Happened], now: Instant) -> Vec<TraceNode> {
    let stays = Stays::of(events);
    let mut held = people_of(people, events);
    let current: BTreeSet<&NodeId> = state.tokens.iter().map(|token| &token.node).collect();
    let node = |(id, kind, label): (&NodeId, &'static str, &Label)| {
        let stay = stays.by_node.get(id);
        let seconds = |(from, until): &(Instant, Option<Instant>)| (until.unwrap_or(now) - *from).num_seconds().max(0);
        let standing = match stay {
            _ if current.contains(id) => "current",
            None => "ahead",
            Some(_) if stays.again.contains(id) => "again",
            Some(_) => "passed",
        };
        TraceNode {
            id: id.clone(),
            kind,
            label: label.clone(),
            standing,
            visits: stay.map_or(0, |stay| u32::try_from(stay.len()).unwrap_or(u32::MAX)),
            seconds: stay.map_or(0, |stay| stay.iter().map(seconds).sum()),
            since: stay.and_then(|stay| stay.last()).map(|(from, _)| *from),
            people: held.remove(id).unwrap_or_default(),
        }
    };
    flow.nodes().map(node).collect()
}

/// Who had what at each node.
fn people_of(people: &People, events: &[Happened]) -> BTreeMap<NodeId, Vec<TracePerson>> {
    let name = |user: UserId| people.name_of(user).unwrap_or_default().to_owned();
    let mut found: BTreeMap<NodeId, Vec<TracePerson>> = BTreeMap::new();
    // To-dos that are open, each with its place among the people of its node.
    let mut open: BTreeMap<TodoId, (NodeId, usize)> = BTreeMap::new();
    let mut absent: BTreeMap<(NodeId, UserId), String> = BTreeMap::new();
    for happened in events {
        let at = happened.at();
        match &happened.event {
            Event::StoodIn { node, holder, absent: away, .. } => _ = absent.insert((node.clone(), *holder), name(*away)),
            Event::TodoOpened { todo, node, holder, .. } => {
                let own = found.entry(node.clone()).or_default();
                open.insert(*todo, (node.clone(), own.len()));
                own.push(opened(name(*holder), absent.get(&(node.clone(), *holder)).cloned(), at));
            }
            Event::Decided { todo, decision, opinion, .. } => close(&mut found, &mut open, *todo, decision_word(*decision), opinion, at),
            Event::TodoClosed { todo, .. } => close(&mut found, &mut open, *todo, "closed", "", at),
            Event::Transferred { todo, node, to, opinion, .. } => pass_on(&mut found, &mut open, (*todo, node), ("transfer", opinion), name(*to), at),
            Event::Delegated { todo, node, to, opinion, .. } => pass_on(&mut found, &mut open, (*todo, node), ("delegate", opinion), name(*to), at),
            Event::HandedBack { todo, node, to, opinion, .. } => pass_on(&mut found, &mut open, (*todo, node), ("hand_back", opinion), name(*to), at),
            Event::Rebalanced { todo, node, to, .. } => pass_on(&mut found, &mut open, (*todo, node), ("rebalanced", ""), name(*to), at),
            Event::Reassigned(flow_engine::Reassigned { todo, node, to, by, opinion, .. }) => {
                let what = if by.is_some() { "reassign" } else { "relieved" };
                pass_on(&mut found, &mut open, (*todo, node), (what, opinion), name(*to), at);
            }
            Event::Returned { node, by, opinion, .. } => returned(&mut found, node, &name(*by), opinion, at),
            Event::Escalated { todo, node, to, handed_over: true, .. } | Event::LevelReached { todo, node, to, handed_over: true, .. } => {
                if let Some(head) = to.first() {
                    pass_on(&mut found, &mut open, (*todo, node), ("escalated", ""), name(*head), at);
                }
            }
            Event::CaseClockLevel { to, handed_over, .. } => {
                for todo in handed_over {
                    let node = open.get(todo).map(|(node, _)| node.clone());
                    if let (Some(first), Some(node)) = (to.first(), node) {
                        pass_on(&mut found, &mut open, (*todo, &node), ("escalated", ""), name(*first), at);
                    }
                }
            }
            _ => {}
        }
    }
    found
}

fn opened(name: String, stands_in_for: Option<String>, from: Instant) -> TracePerson {
    TracePerson { name, stands_in_for, what: "open".into(), opinion: None, from, until: None }
}

type Found = BTreeMap<NodeId, Vec<TracePerson>>;
type Open = BTreeMap<TodoId, (NodeId, usize)>;

fn close(found: &mut Found, open: &mut Open, todo: TodoId, what: &str, opinion: &str, at: Instant) {
    let Some((node, number)) = open.remove(&todo) else { return };
    if let Some(person) = found.get_mut(&node).and_then(|own| own.get_mut(number)) {
        person.what = what.into();
        person.opinion = Some(opinion.to_owned()).filter(|opinion| !opinion.is_empty());
        person.until = Some(at);
    }
}

/// The to-do is closed for one and open for another.
fn pass_on(found: &mut Found, open: &mut Open, (todo, node): (TodoId, &NodeId), (what, opinion): (&str, &str), to: String, at: Instant) {
    close(found, open, todo, what, opinion, at);
    let own = found.entry(node.clone()).or_default();
    open.insert(todo, (node.clone(), own.len()));
    own.push(opened(to, None, at));
}

/// The to-do of whoever returns is closed just before; it says then what became of it.
fn returned(found: &mut Found, node: &NodeId, by: &str, opinion: &str, at: Instant) {
    let own = found.get_mut(node).into_iter().flatten();
    if let Some(person) = own.filter(|person| person.name == by && person.what == "closed" && person.until == Some(at)).last() {
        person.what = "return".into();
        person.opinion = Some(opinion.to_owned()).filter(|opinion| !opinion.is_empty());
    }
}

/// What the definitions say about ways, for somebody who sees the record under a plan.
pub(super) struct Definitions<'a> {
    pub(super) flow: &'a CompiledFlow,
    pub(super) version: &'a Arc<CompiledApp>,
    pub(super) form: &'a CompiledForm,
    pub(super) plan: &'a Plan,
}

impl Definitions<'_> {
    /// The edges, with how often the case took them.
    pub(super) fn edges(&self, events: &[Happened]) -> Vec<TraceEdge> {
        let mut taken: BTreeMap<&EdgeId, u32> = BTreeMap::new();
        for happened in events {
            if let Event::NodeLeft { edge: Some(edge), .. } | Event::BoundaryTaken { edge, goes_on: true, .. } = &happened.event {
                let count = taken.entry(edge).or_default();
                *count = count.saturating_add(1);
            }
        }
        let edge = |(id, from, to): (&EdgeId, &NodeId, &NodeId)| TraceEdge {
            id: id.clone(),
            from: from.clone(),
            to: to.clone(),
            label: self.edge(id).map(|edge| edge.label.clone()).unwrap_or_default(),
            taken: taken.get(id).copied().unwrap_or_default(),
        };
        self.flow.edges().map(edge).collect()
    }

    /// Why the case took its branches. What older releases wrote has no values.
    pub(super) fn branches(&self, events: &[Happened]) -> Vec<Branch> {
        let branch = |happened: &Happened| match &happened.event {
            Event::BranchTaken { node, edge, tried, saw } => Some(Branch {
                at: happened.at(),
                node: node.clone(),
                node_label: name_of(self.flow, node),
                edge: edge.clone(),
                label: self.way(edge),
                otherwise: tried.iter().all(|tried| !tried.held),
                tried: tried.iter().map(|tried| self.tried(&tried.edge, tried.held)).collect(),
                saw: saw.iter().map(|(field, value)| self.seen(field, value)).collect(),
            }),
            _ => None,
        };
        events.iter().filter_map(branch).collect()
    }

    /// An edge as it was defined, in the flow itself or in one that it calls.
    fn edge(&self, id: &EdgeId) -> Option<&Edge> {
        let in_flow = |flow: &Flow, name: &str| flow.edges.iter().position(|edge| edge.id.as_str() == name);
        let own = self.version.flow_definitions.get(self.flow.id())?;
        if let Some(edge) = in_flow(own, id.as_str()).and_then(|index| own.edges.get(index)) {
            return Some(edge);
        }
        self.version.flow_definitions.values().find_map(|flow| {
            let name = id.as_str().strip_prefix(flow.id.as_str())?.strip_prefix("__")?;
            in_flow(flow, name).and_then(|index| flow.edges.get(index))
        })
    }

    /// What a way is called: its own name, or the step to which it leads.
    fn way(&self, id: &EdgeId) -> Label {
        let own = self.edge(id).map(|edge| edge.label.clone()).filter(|label| !label.is_empty());
        let target = || self.flow.edges().find(|(edge, ..)| *edge == id).map(|(_, _, to)| name_of(self.flow, to));
        own.or_else(target).unwrap_or_default()
    }

    fn tried(&self, id: &EdgeId, held: bool) -> TriedWay {
        let text = self.edge(id).and_then(|edge| edge.when.as_ref()).map(|when| when.0.clone()).unwrap_or_default();
        let condition = Label::both(self.in_words(&text, Locale::ZhCn), self.in_words(&text, Locale::En));
        TriedWay { edge: id.clone(), label: self.way(id), condition, held }
    }

    /// A condition with the names of the fields in place of their ids.
    fn in_words(&self, text: &str, locale: Locale) -> String {
        let mut words = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            words.push_str(before);
            let Some((field, behind)) = after.split_once('}') else {
                words.push('{');
                rest = after;
                continue;
            };
            words.push_str(self.field_label(field).get(locale));
            rest = behind;
        }
        words.push_str(rest);
        words
    }

    fn field_label(&self, path: &str) -> Label {
        let (field, part) = path.split_once('.').unwrap_or((path, ""));
        let Some(known) = self.form.field(field) else { return Label::Plain(path.to_owned()) };
        let name = |locale| if part.is_empty() { known.label.get(locale).to_owned() } else { format!("{} · {part}", known.label.get(locale)) };
        Label::both(name(Locale::ZhCn), name(Locale::En))
    }

    fn seen(&self, path: &str, value: &serde_json::Value) -> SeenValue {
        let field = path.split('.').next().unwrap_or_default();
        let shown = self.plan.right(field) >= FieldRight::Read && showing::type_of(self.form, field).is_some();
        SeenValue { field: path.to_owned(), label: self.field_label(path), value: shown.then(|| value.clone()) }
    }
}
