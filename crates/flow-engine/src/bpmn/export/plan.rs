//! Which element of the standard stands for which node, and what leads from where.

use crate::{
    Assign, Boundary, Mode, OnReject, Trigger,
    bpmn::{duration, words},
};
use definition::{Flow, Node};
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet};
use value::EdgeId;

/// The element that stands for a kind of node.
pub fn element_of(kind: &str) -> &'static str {
    match kind {
        "start" => "startEvent",
        "end" | "terminate" => "endEvent",
        "approve" | "handle" | "for_each" => "userTask",
        "exclusive" => "exclusiveGateway",
        "parallel" => "parallelGateway",
        "inclusive" => "inclusiveGateway",
        "join" => "complexGateway",
        "choice" => "eventBasedGateway",
        "timer" | "message" => "intermediateCatchEvent",
        "call" | "case" => "callActivity",
        "service" | "add_records" | "change_records" => "serviceTask",
        "cc" | "notify" => "sendTask",
        _ => "task",
    }
}

/// Whether an element may say which way out is its default.
pub fn has_default(element: &str) -> bool {
    element.ends_with("Task") || matches!(element, "task" | "callActivity" | "exclusiveGateway" | "inclusiveGateway" | "complexGateway")
}

/// The id of the element of a node.
pub fn node_id(node: &Node) -> String {
    let element = element_of(&node.kind);
    let sort = if element.ends_with("Event") {
        "Event"
    } else if element.ends_with("Gateway") {
        "Gateway"
    } else {
        "Activity"
    };
    format!("{sort}_{}", node.id)
}

/// The id of the element of an edge.
pub fn way_id(edge: &EdgeId) -> String {
    format!("Flow_{edge}")
}

/// What takes a way out of a step while it waits, or when it is turned down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    pub id: String,
    pub on: SideEvent,
    pub edge: EdgeId,
    pub goes_on: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SideEvent {
    /// A time, in the words of the drawing.
    Time(Drawn),
    Message(String),
    /// An error with this code.
    Error(&'static str),
}

/// A time as the standard draws it. A working calendar is no part of the standard: the length is drawn, and the settings say the rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Drawn {
    /// So long.
    Duration(String),
    /// Until this moment: a formula.
    Date(String),
    /// The settings do not say.
    Nothing,
}

/// How the time that takes a way out of a step is drawn; none for a message.
pub fn drawn_time(on: &Trigger) -> Option<Drawn> {
    Some(match on {
        Trigger::AfterMinutes(minutes) => Drawn::Duration(duration::write(*minutes)),
        Trigger::Within(target) => Drawn::Duration(duration::of(target)),
        Trigger::Until(until) => Drawn::Date(format!("{{{}}}", until.field)),
        Trigger::Message(_) => return None,
    })
}

/// How the time of a timer is drawn.
pub fn drawn_timer(node: &Node) -> Drawn {
    let on = setting(node, "until").map(Trigger::Until).or_else(|| setting(node, "within").map(Trigger::Within));
    on.or_else(|| setting(node, "after_minutes").map(Trigger::AfterMinutes)).and_then(|on| drawn_time(&on)).unwrap_or(Drawn::Nothing)
}

/// One setting of a node; none when it is missing or malformed.
pub fn setting<T: DeserializeOwned>(node: &Node, key: &str) -> Option<T> {
    serde_json::from_value(node.settings.get(key)?.clone()).ok()
}

/// The ways out of a node that are not the usual one, as far as there are such edges.
pub fn drawn(flow: &Flow, node: &Node) -> Vec<Side> {
    let is_there = |side: &Side| flow.edges.iter().any(|edge| edge.id == side.edge && edge.from == node.id);
    sides(node).into_iter().filter(is_there).collect()
}

/// The ways out of a node that its settings name beside the usual one.
pub fn sides(node: &Node) -> Vec<Side> {
    let boundary: Vec<Boundary> = setting(node, "boundary").unwrap_or_default();
    let mut sides: Vec<Side> = boundary
        .into_iter()
        .enumerate()
        .map(|(number, boundary)| Side {
            id: format!("Boundary_{}_{number}", node.id),
            on: match boundary.on {
                Trigger::Message(name) => SideEvent::Message(name),
                time => SideEvent::Time(drawn_time(&time).unwrap_or(Drawn::Nothing)),
            },
            edge: boundary.edge,
            goes_on: boundary.goes_on,
        })
        .collect();
    let mut error = |code: &'static str, edge| {
        sides.push(Side { id: format!("Boundary_{}_{code}", node.id), on: SideEvent::Error(code), edge, goes_on: false });
    };
    if let Some(OnReject::Edge(edge)) = setting(node, "on_reject") {
        error(words::REJECTED, edge);
    }
    if let Some(edge) = setting(node, "on_fault") {
        error(words::FAULT, edge);
    }
    sides
}

/// From which element each edge leads: from its node, or from the event at its border.
pub fn sources(flow: &Flow) -> BTreeMap<&EdgeId, String> {
    let mut sources = BTreeMap::new();
    for node in &flow.nodes {
        for side in drawn(flow, node) {
            if let Some(edge) = flow.edges.iter().find(|edge| edge.id == side.edge && edge.from == node.id) {
                sources.entry(&edge.id).or_insert(side.id);
            }
        }
    }
    for edge in &flow.edges {
        if let Some(node) = flow.nodes.iter().find(|node| node.id == edge.from) {
            sources.entry(&edge.id).or_insert_with(|| node_id(node));
        }
    }
    sources
}

/// For how many people a step opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Several {
    pub sequential: bool,
    /// The formula of the rows that are gone through.
    pub over: Option<String>,
    /// When enough are done: a condition, and whether it is a formula of ours.
    pub until: Option<(String, bool)>,
}

/// Whether a step opens for several people who all count; none when the first of them decides.
pub fn several(node: &Node) -> Option<Several> {
    let done = |condition: String| Some((format!("${{{condition}}}"), false));
    if node.kind == "for_each" {
        let until = match (setting::<u32>(node, "need").filter(|need| *need > 0), setting::<String>(node, "done_when")) {
            (_, Some(formula)) => Some((formula, true)),
            (Some(need), None) => done(format!("nrOfCompletedInstances >= {need}")),
            (None, None) => None,
        };
        let over = setting::<String>(node, "over").map(|field| format!("{{{field}}}"));
        return Some(Several { sequential: setting(node, "sequential").unwrap_or_default(), over, until });
    }
    let several = |sequential, until| Some(Several { sequential, over: None, until });
    match setting(node, "mode").filter(|_| node.kind == "approve")? {
        Mode::Any => None,
        Mode::All => several(false, None),
        Mode::Sequential => several(true, None),
        Mode::Count(count) => several(false, done(format!("nrOfCompletedInstances >= {count}"))),
        Mode::Ratio(ratio) => {
            let sign = if ratio.more_than { ">" } else { ">=" };
            let share = format!("{}.{:02}", ratio.percent / 100, ratio.percent % 100);
            several(false, done(format!("nrOfCompletedInstances/nrOfInstances {sign} {share}")))
        }
    }
}

/// Who gets a step, in words of its own for what the standard does not know.
pub fn who(assign: &Assign) -> String {
    match assign {
        Assign::Starter => "user(${initiator})".to_owned(),
        Assign::Role { role } => format!("group({role})"),
        Assign::Field { field } => format!("user(${{{field}}})"),
        Assign::Slot { slot } => format!("slot({slot})"),
        Assign::DepartmentHead { .. } => "department_head()".to_owned(),
        Assign::Managers { .. } => "managers()".to_owned(),
        Assign::Department { .. } => "department()".to_owned(),
        Assign::Position { role, .. } => format!("position({role})"),
        Assign::Did { node } => format!("did({node})"),
        Assign::Row { .. } => "row()".to_owned(),
    }
}

/// The people of a node.
pub fn assigned(node: &Node) -> Vec<Assign> {
    setting(node, "assign").unwrap_or_default()
}

/// All names of messages that a flow waits for.
pub fn messages(flow: &Flow) -> Vec<String> {
    let waits = |node: &Node| setting::<String>(node, "name").filter(|_| node.kind == "message");
    let comes = |node: &Node| {
        drawn(flow, node).into_iter().filter_map(|side| match side.on {
            SideEvent::Message(name) => Some(name),
            _ => None,
        })
    };
    let names: BTreeSet<String> = flow.nodes.iter().flat_map(|node| waits(node).into_iter().chain(comes(node))).collect();
    names.into_iter().collect()
}
