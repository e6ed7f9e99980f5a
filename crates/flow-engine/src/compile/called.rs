//! Flows that are called: their nodes are taken into the flow that calls them, under names of their own, so that both are pinned together.

use super::{Environment, error};
use definition::{Diagnostic, Edge, Flow, Node};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use value::{EdgeId, FlowId, Label, NodeId};

/// A flow with the nodes of all flows that it calls.
pub(crate) struct Whole {
    pub flow: Flow,
    /// To which flow each node belongs; 0 is the flow itself.
    pub parts: Vec<usize>,
    /// Which flows were taken in, in their order; the flow itself is the first.
    pub ids: Vec<FlowId>,
}

/// Takes in the flows that are called, directly or by a flow that is called.
pub(crate) fn whole(flow: &Flow, environment: &Environment, findings: &mut Vec<Diagnostic>) -> Whole {
    let mut whole = Whole { flow: flow.clone(), parts: vec![0; flow.nodes.len()], ids: vec![flow.id.clone()] };
    let mut open = calls(flow);
    while let Some((node, id)) = open.pop() {
        let Some(called) = environment.flows.get(&id).filter(|_| !whole.ids.contains(&id)) else { continue };
        let part = whole.ids.len();
        match qualified(called) {
            Some(called_whole) => {
                whole.ids.push(id);
                whole.parts.extend(std::iter::repeat_n(part, called_whole.nodes.len()));
                open.extend(calls(called));
                whole.flow.nodes.extend(called_whole.nodes);
                whole.flow.edges.extend(called_whole.edges);
            }
            None => findings.push(too_long(flow, &node, &id)),
        }
    }
    whole
}

fn calls(flow: &Flow) -> Vec<(NodeId, FlowId)> {
    let called = |node: &Node| {
        let id = FlowId::parse(node.settings.get("flow").filter(|_| node.kind == "call")?.as_str()?).ok()?;
        Some((node.id.clone(), id))
    };
    flow.nodes.iter().filter_map(called).collect()
}

/// The nodes and edges of a flow under names that begin with its own.
fn qualified(flow: &Flow) -> Option<Flow> {
    let nodes: BTreeMap<&str, NodeId> =
        flow.nodes.iter().map(|node| Some((node.id.as_str(), NodeId::parse(&format!("{}__{}", flow.id, node.id)).ok()?))).collect::<Option<_>>()?;
    let edges: BTreeMap<&str, EdgeId> =
        flow.edges.iter().map(|edge| Some((edge.id.as_str(), EdgeId::parse(&format!("{}__{}", flow.id, edge.id)).ok()?))).collect::<Option<_>>()?;
    let node = |node: &Node| {
        let mut made = Node { id: nodes.get(node.id.as_str())?.clone(), ..node.clone() };
        made.settings.values_mut().for_each(|setting| rename(setting, &nodes, &edges));
        for (key, setting) in made.settings.iter_mut() {
            rename_one(key, setting, &nodes, &edges);
        }
        Some(made)
    };
    let edge = |edge: &Edge| {
        let end = |id: &NodeId| nodes.get(id.as_str()).cloned();
        Some(Edge { id: edges.get(edge.id.as_str())?.clone(), from: end(&edge.from)?, to: end(&edge.to)?, ..edge.clone() })
    };
    let made_nodes = flow.nodes.iter().map(node).collect::<Option<_>>()?;
    let made_edges = flow.edges.iter().map(edge).collect::<Option<_>>()?;
    Some(Flow { nodes: made_nodes, edges: made_edges, ..flow.clone() })
}

/// Renames what settings say about nodes and edges of their flow.
fn rename(setting: &mut Json, nodes: &BTreeMap<&str, NodeId>, edges: &BTreeMap<&str, EdgeId>) {
    match setting {
        Json::Array(items) => items.iter_mut().for_each(|item| rename(item, nodes, edges)),
        Json::Object(entries) => {
            for (key, entry) in entries.iter_mut() {
                rename_one(key, entry, nodes, edges);
                rename(entry, nodes, edges);
            }
        }
        _ => {}
    }
}

fn rename_one(key: &str, setting: &mut Json, nodes: &BTreeMap<&str, NodeId>, edges: &BTreeMap<&str, EdgeId>) {
    let Some(name) = setting.as_str() else { return };
    let renamed = match key {
        "node" | "only_while" => nodes.get(name).map(ToString::to_string),
        "edge" | "on_fault" => edges.get(name).map(ToString::to_string),
        _ => None,
    };
    if let Some(renamed) = renamed {
        *setting = Json::String(renamed);
    }
}

fn too_long(flow: &Flow, node: &NodeId, called: &FlowId) -> Diagnostic {
    let index = flow.nodes.iter().position(|known| known.id == *node).unwrap_or_default();
    let message = Label::both(
        format!("子流程「{called}」的编号与其步骤编号合起来过长。"),
        format!("The id of the sub-flow “{called}” and those of its steps are too long together."),
    );
    error(flow, "MW0703", format!("/nodes/{index}/flow"), message)
}
