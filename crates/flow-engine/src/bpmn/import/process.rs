//! One process, or one sub-process, as one flow.

use super::{
    Context, Outcome,
    ids::{Ids, id_like},
    own,
    sides::Border,
};
use crate::bpmn::tree::{At, Element};
use definition::{Edge, FORMAT, Flow, FlowPolicies, Node};
use std::collections::{BTreeMap, BTreeSet};
use value::{EdgeId, FlowId, Label, NodeId};

/// Elements that become a node.
const NODES: &[&str] = &[
    "startEvent",
    "endEvent",
    "intermediateCatchEvent",
    "intermediateThrowEvent",
    "task",
    "userTask",
    "manualTask",
    "serviceTask",
    "sendTask",
    "receiveTask",
    "scriptTask",
    "businessRuleTask",
    "callActivity",
    "subProcess",
    "transaction",
    "adHocSubProcess",
    "exclusiveGateway",
    "parallelGateway",
    "inclusiveGateway",
    "eventBasedGateway",
    "complexGateway",
];

/// Whether an element is a part of what runs.
pub(super) fn is_flow_element(element: &Element) -> bool {
    NODES.iter().any(|name| element.is(name)) || element.is("boundaryEvent") || element.is("sequenceFlow")
}

/// Whether there is anything in a process.
pub(super) fn is_something(process: &Element) -> bool {
    process.children.iter().any(is_flow_element) || process.own("flow").is_some()
}

/// What an id of the model stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spot {
    /// A node, by its number.
    Node(usize),
    /// An event at the border of a node, by its number.
    Border(usize),
    /// Something that was told to be left out.
    LeftOut,
}

/// A flow under way.
pub(super) struct Converter<'c, 'a> {
    pub context: &'c mut Context<'a>,
    pub process: &'c Element,
    pub nodes: Vec<Node>,
    /// The element of each node; none for nodes that were put in.
    pub elements: Vec<Option<&'c Element>>,
    /// The nodes that brought our own settings along.
    pub own: BTreeSet<usize>,
    pub edges: Vec<Edge>,
    /// The edges that brought our own settings along.
    pub own_edges: BTreeSet<EdgeId>,
    /// The edges whose condition could not be said as a formula.
    pub unread_conditions: BTreeSet<EdgeId>,
    pub borders: Vec<Border<'c>>,
    pub spots: BTreeMap<&'c str, Spot>,
    pub lanes: BTreeMap<&'c str, &'c Element>,
    /// The variable that holds who started.
    pub initiator: Option<&'c str>,
    pub node_ids: Ids,
    pub edge_ids: Ids,
    /// In which language names that come back were written.
    pub written: value::Locale,
}

/// Takes a process, or a sub-process of the flow `within`. Answers the id of its flow.
pub(super) fn take(process: &Element, within: Option<&Flow>, context: &mut Context<'_>) -> Option<FlowId> {
    let own = own::flow(process);
    let written = own.as_ref().map(|(_, language)| *language).unwrap_or_default();
    let flow = frame(process, own.map(|(flow, _)| flow), written, within, context)?;
    let place = context.flows.len();
    let mut converter = Converter {
        process,
        nodes: Vec::new(),
        elements: Vec::new(),
        own: BTreeSet::new(),
        edges: Vec::new(),
        own_edges: BTreeSet::new(),
        unread_conditions: BTreeSet::new(),
        borders: Vec::new(),
        spots: BTreeMap::new(),
        lanes: BTreeMap::new(),
        initiator: None,
        node_ids: Ids::new(flow.retired.iter().map(ToString::to_string)),
        edge_ids: Ids::default(),
        written,
        context,
    };
    converter.convert(&flow);
    let (nodes, edges) = (converter.nodes, converter.edges);
    let id = flow.id.clone();
    context.flows.insert(place, Flow { nodes, edges, ..flow });
    Some(id)
}

/// The flow without its nodes and edges; none when no id can be made, which never happens.
fn frame(process: &Element, own: Option<Flow>, written: value::Locale, within: Option<&Flow>, context: &mut Context<'_>) -> Option<Flow> {
    let form = context.around.form.clone();
    let Some(flow) = own else {
        let name = process.get("id").filter(|name| id_like(name).is_some()).or_else(|| process.get("name")).unwrap_or_default();
        let name = within.map_or_else(|| name.to_owned(), |outer| format!("{}_{}", outer.id, id_like(name).unwrap_or_else(|| "part".into())));
        let id = FlowId::parse(&context.ids.fresh(&name, "flow")).ok()?;
        if let (None, Some(wished)) = (within, id_like(&name)) {
            context.processes.insert(wished, id.clone());
        }
        let label = process.get("name").map_or_else(|| Label::Plain(id.to_string()), Label::from);
        let (nodes, edges, retired) = (Vec::new(), Vec::new(), Vec::new());
        return Some(Flow {
            format: FORMAT,
            id,
            label,
            form,
            when: None,
            policies: FlowPolicies::default(),
            clocks: Vec::new(),
            nodes,
            edges,
            retired,
            layout: BTreeMap::new(),
        });
    };
    let id = if context.ids.take(flow.id.as_str()) { flow.id.clone() } else { FlowId::parse(&context.ids.fresh(flow.id.as_str(), "flow")).ok()? };
    context.processes.insert(flow.id.to_string(), id.clone());
    if flow.form != form {
        let message = Label::both(
            format!("原流程用于表单「{}」，现在用于「{form}」。", flow.form),
            format!("The flow was one of the form “{}” and is now one of “{form}”.", flow.form),
        );
        context.report.tell_at(process, process.at, Outcome::Replaced, message);
    }
    let label = own::renamed(&flow.label, written, process.get("name"));
    Some(Flow { id, label, form, ..flow })
}

impl<'c> Converter<'c, '_> {
    fn convert(&mut self, flow: &Flow) {
        let elements: Vec<&'c Element> = self.process.children.iter().collect();
        for element in &elements {
            if let Some(node) = own::node(element) {
                self.node_ids.keep(node.id.as_str());
            }
            if let Some(edge) = own::edge(element) {
                self.edge_ids.keep(edge.id.as_str());
            }
        }
        self.read_lanes();
        self.initiator = elements.iter().find(|element| element.is("startEvent")).and_then(|start| start.tool("initiator"));
        for element in elements.iter().filter(|element| NODES.iter().any(|name| element.is(name))) {
            self.context.elements += 1;
            let at = self.nodes.len();
            let is_taken = self.node(element, flow);
            if let Some(id) = element.get("id") {
                self.spots.entry(id).or_insert(if is_taken { Spot::Node(at) } else { Spot::LeftOut });
            }
        }
        for element in elements.iter().filter(|element| element.is("boundaryEvent")) {
            self.context.elements += 1;
            self.border(element);
        }
        for element in elements.iter().filter(|element| element.is("sequenceFlow")) {
            self.context.elements += 1;
            self.way(element);
        }
        self.join_links();
        self.settle_sides();
        self.repair();
        self.unread();
    }

    fn read_lanes(&mut self) {
        let mut open: Vec<&'c Element> = self.process.children.iter().filter(|set| set.is("laneSet")).collect();
        while let Some(set) = open.pop() {
            for lane in set.children.iter().filter(|lane| lane.is("lane")) {
                for member in lane.children.iter().filter(|member| member.is("flowNodeRef")) {
                    self.lanes.insert(member.words(), lane);
                }
                open.extend(lane.children.iter().filter(|set| set.is("childLaneSet")));
            }
        }
    }

    /// Puts a node in, under an id like that of its element.
    pub fn add(&mut self, element: Option<&'c Element>, name: &str, kind: &str, label: Label) -> Option<&mut Node> {
        let id = NodeId::parse(&self.node_ids.fresh(name, kind)).ok()?;
        self.nodes.push(Node { id, kind: kind.to_owned(), label, settings: definition::Settings::new() });
        self.elements.push(element);
        self.nodes.last_mut()
    }

    /// Puts an edge in.
    pub fn link(&mut self, from: NodeId, to: NodeId, name: &str) -> Option<EdgeId> {
        let id = EdgeId::parse(&self.edge_ids.fresh(name, "way")).ok()?;
        self.edges.push(Edge { id: id.clone(), from, to, label: Label::default(), when: None, default: false });
        Some(id)
    }

    pub fn tell(&mut self, element: &Element, outcome: Outcome, message: Label) {
        self.tell_at(element, element.at, outcome, message);
    }

    pub fn tell_at(&mut self, element: &Element, at: At, outcome: Outcome, message: Label) {
        self.context.report.tell_at(element, at, outcome, message);
    }
}
