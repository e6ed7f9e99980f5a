//! Structure: one start, every node reachable, an end from everywhere, a person on every circle.

use super::{about, error, node_name, warning};
use crate::nodes::{Behaviour, Split};
use crate::waits::Length;
use definition::{Diagnostic, Flow};
use petgraph::{
    Direction,
    algo::tarjan_scc,
    graph::{DiGraph, NodeIndex},
    visit::{Dfs, EdgeRef, Reversed},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use value::{Label, Locale};

type Behaviours = [Option<Arc<dyn Behaviour>>];

/// Finds what is wrong with the graph.
pub(super) fn check(flow: &Flow, behaviours: &Behaviours, findings: &mut Vec<Diagnostic>) {
    let graph = graph(flow, findings);
    let begins = |node: &NodeIndex| behaviour(behaviours, *node).is_some_and(|behaviour| behaviour.begins());
    let ends = |node: &NodeIndex| behaviour(behaviours, *node).is_some_and(|behaviour| behaviour.ends().is_some());
    let starts: Vec<NodeIndex> = graph.node_indices().filter(begins).collect();
    check_starts(flow, &starts, findings);
    if let Some(start) = starts.first() {
        check_reachable(flow, &graph, *start, findings);
    }
    check_ends(flow, &graph, graph.node_indices().filter(ends).collect(), findings);
    for node in graph.node_indices() {
        if let Some(behaviour) = behaviour(behaviours, node) {
            check_ways_out(flow, &graph, node, behaviour, behaviours, findings);
        }
    }
    check_circles(flow, &graph, behaviours, findings);
}

fn behaviour(behaviours: &Behaviours, node: NodeIndex) -> Option<&dyn Behaviour> {
    behaviours.get(node.index()).and_then(|behaviour| behaviour.as_deref())
}

/// The graph of the edges whose both ends exist; node indices are those of the definition.
fn graph(flow: &Flow, findings: &mut Vec<Diagnostic>) -> DiGraph<(), usize> {
    let mut graph = DiGraph::new();
    let mut nodes = BTreeMap::new();
    for node in &flow.nodes {
        let index = graph.add_node(());
        nodes.entry(node.id.clone()).or_insert(index);
    }
    for (index, edge) in flow.edges.iter().enumerate() {
        for (key, id) in [("from", &edge.from), ("to", &edge.to)] {
            if !nodes.contains_key(id) {
                let message = Label::both(format!("连线指向不存在的步骤「{id}」。"), format!("The edge names a step “{id}” that does not exist."));
                let finding = error(flow, "MW0205", format!("/edges/{index}/{key}"), message);
                findings.push(match super::check::hint(id.as_str(), nodes.keys().map(|id| id.as_str())) {
                    Some(hint) => finding.with_hint(hint),
                    None => finding,
                });
            }
        }
        if let (Some(from), Some(to)) = (nodes.get(&edge.from), nodes.get(&edge.to)) {
            graph.add_edge(*from, *to, index);
        }
    }
    graph
}

fn check_starts(flow: &Flow, starts: &[NodeIndex], findings: &mut Vec<Diagnostic>) {
    if starts.is_empty() {
        let message = Label::both("流程没有发起节点。", "The flow has no start.");
        let hint = Label::both("加一个 kind 为 start 的节点。", "Add a node of the kind “start”.");
        findings.push(error(flow, "MW0201", "/nodes".into(), message).with_hint(hint));
    }
    for extra in starts.iter().skip(1) {
        let message = Label::both("流程只能有一个发起节点。", "A flow has exactly one start.");
        findings.push(error(flow, "MW0202", format!("/nodes/{}", extra.index()), message));
    }
}

fn check_reachable(flow: &Flow, graph: &DiGraph<(), usize>, start: NodeIndex, findings: &mut Vec<Diagnostic>) {
    let mut search = Dfs::new(graph, start);
    while search.next(graph).is_some() {}
    for node in graph.node_indices().filter(|node| !search.discovered.contains(node.index())) {
        let message =
            about(&node_name(flow, node.index()), ("从发起节点走不到步骤「", "」。"), ("The step “", "” cannot be reached from the start."));
        findings.push(error(flow, "MW0203", format!("/nodes/{}", node.index()), message));
    }
}

fn check_ends(flow: &Flow, graph: &DiGraph<(), usize>, ends: Vec<NodeIndex>, findings: &mut Vec<Diagnostic>) {
    let reversed = Reversed(graph);
    let mut reached = BTreeSet::new();
    for end in ends {
        let mut search = Dfs::new(reversed, end);
        while let Some(node) = search.next(reversed) {
            reached.insert(node.index());
        }
    }
    for node in graph.node_indices().filter(|node| !reached.contains(&node.index())) {
        let path = path_words(flow, graph, node);
        let message = about(&node_name(flow, node.index()), ("从步骤「", "」走不到结束节点。"), ("No way leads from the step “", "” to an end."));
        findings.push(error(flow, "MW0204", format!("/nodes/{}", node.index()), message).with_hint(path));
    }
}

/// The way on from a node as far as it goes, in words: the counter-example.
fn path_words(flow: &Flow, graph: &DiGraph<(), usize>, from: NodeIndex) -> Label {
    let mut path = vec![from];
    let mut at = from;
    while let Some(next) = graph.neighbors(at).find(|next| !path.contains(next)) {
        path.push(next);
        at = next;
    }
    let again = graph.neighbors(at).next();
    let words = |locale: Locale| {
        let names: Vec<String> = path.iter().chain(again.iter()).map(|node| node_name(flow, node.index()).get(locale).to_owned()).collect();
        names.join(" → ")
    };
    Label::both(
        format!("经过：{} → 没有出路。请补一条通向结束的连线。", words(Locale::ZhCn)),
        format!("Path: {} → nowhere. Add an edge towards an end.", words(Locale::En)),
    )
}

fn check_ways_out(
    flow: &Flow,
    graph: &DiGraph<(), usize>,
    node: NodeIndex,
    behaviour: &dyn Behaviour,
    behaviours: &Behaviours,
    findings: &mut Vec<Diagnostic>,
) {
    let name = node_name(flow, node.index());
    let pointer = format!("/nodes/{}", node.index());
    let mut out: Vec<usize> = graph.edges_directed(node, Direction::Outgoing).map(|edge| *edge.weight()).collect();
    out.sort_unstable();
    if behaviour.begins() && graph.edges_directed(node, Direction::Incoming).next().is_some() {
        let message = about(&name, ("没有连线可以回到发起节点「", "」。"), ("No edge may lead back to the start “", "”."));
        let hint = Label::both("要退回发起人，请在步骤上允许「退回」。", "To send a case back, allow “return” at the step.");
        findings.push(error(flow, "MW0208", pointer.clone(), message).with_hint(hint));
    }
    if behaviour.ends().is_some() && !out.is_empty() {
        let message = about(&name, ("结束节点「", "」不能有出线。"), ("The end “", "” has no way out."));
        findings.push(error(flow, "MW0209", pointer.clone(), message));
    }
    if behaviour.split().has_conditions() {
        check_branches(flow, &out, &name, pointer, findings);
    } else if behaviour.split() != Split::One {
        check_unconditional(flow, &out, &name, findings);
        check_events(flow, graph, node, behaviours, findings);
    } else {
        check_single_way(flow, &out, behaviour, &name, pointer, findings);
    }
}

/// Ways out that are all taken, or taken by events, have no conditions.
fn check_unconditional(flow: &Flow, out: &[usize], name: &Label, findings: &mut Vec<Diagnostic>) {
    let edges = out.iter().filter_map(|index| flow.edges.get(*index).map(|edge| (*index, edge)));
    for (index, _) in edges.filter(|(_, edge)| edge.when.is_some() || edge.default) {
        let message = about(name, ("只有条件分支的出线可以有条件，「", "」不是。"), ("Only ways out of a branch have conditions; “", "” is none."));
        findings.push(error(flow, "MW0214", format!("/edges/{index}"), message));
    }
}

/// Behind a choice of events stand timers and messages only.
fn check_events(flow: &Flow, graph: &DiGraph<(), usize>, node: NodeIndex, behaviours: &Behaviours, findings: &mut Vec<Diagnostic>) {
    if behaviour(behaviours, node).is_none_or(|behaviour| behaviour.split() != Split::Event) {
        return;
    }
    for edge in graph.edges_directed(node, Direction::Outgoing) {
        let is_event = behaviour(behaviours, edge.target()).is_some_and(|event| event.wait().is_some() || event.awaited().is_some());
        if !is_event {
            let name = node_name(flow, edge.target().index());
            let message = about(
                &name,
                ("事件网关后面只能是定时或消息，「", "」不是。"),
                ("Behind a choice of events stand timers and messages; “", "” is none."),
            );
            findings.push(error(flow, "MW0215", format!("/edges/{}", edge.weight()), message));
        }
    }
}

fn check_branches(flow: &Flow, out: &[usize], name: &Label, pointer: String, findings: &mut Vec<Diagnostic>) {
    let edges = || out.iter().filter_map(|index| flow.edges.get(*index).map(|edge| (*index, edge)));
    let defaults: Vec<usize> = edges().filter(|(_, edge)| edge.default).map(|(index, _)| index).collect();
    // Where branches only meet, there is nothing to choose.
    if out.len() == 1 && edges().all(|(_, edge)| edge.when.is_none()) {
        return;
    }
    if defaults.is_empty() && !out.is_empty() {
        let message = about(name, ("分支「", "」没有默认分支。"), ("The branch “", "” has no default way."));
        let hint = Label::both(
            "所有条件都不成立时，单据会停下并报错；请把一条出线设为默认。",
            "A case that fits no condition is refused; make one way the default.",
        );
        findings.push(warning(flow, "MW0206", pointer, message).with_hint(hint));
    }
    for extra in defaults.iter().skip(1) {
        let message = about(name, ("分支「", "」有多条默认分支。"), ("The branch “", "” has more than one default way."));
        findings.push(error(flow, "MW0212", format!("/edges/{extra}/default"), message));
    }
    for (index, edge) in edges() {
        if edge.default == edge.when.is_some() {
            let message = about(
                name,
                ("分支「", "」的每条出线要么有条件，要么是默认。"),
                ("Every way out of “", "” has a condition or is the default, not both."),
            );
            findings.push(error(flow, "MW0213", format!("/edges/{index}"), message));
        }
    }
}

fn check_single_way(flow: &Flow, out: &[usize], behaviour: &dyn Behaviour, name: &Label, pointer: String, findings: &mut Vec<Diagnostic>) {
    let edges = || out.iter().filter_map(|index| flow.edges.get(*index).map(|edge| (*index, edge)));
    if edges().filter(|(_, edge)| !behaviour.side_edges().contains(&&edge.id)).count() > 1 {
        let message = about(name, ("步骤「", "」只能有一条出线。"), ("The step “", "” has one way out only."));
        let hint = Label::both("要分支，请在它后面加一个条件分支节点。", "To branch, put a node of the kind “exclusive” behind it.");
        findings.push(error(flow, "MW0207", pointer.clone(), message).with_hint(hint));
    }
    if !out.is_empty() && edges().all(|(_, edge)| behaviour.side_edges().contains(&&edge.id)) {
        let message = about(name, ("步骤「", "」同意之后没有出线。"), ("The step “", "” has no way on after an approval."));
        findings.push(error(flow, "MW0211", pointer, message));
    }
    for (index, _) in edges().filter(|(_, edge)| edge.when.is_some() || edge.default) {
        let message = about(name, ("只有条件分支的出线可以有条件，「", "」不是。"), ("Only ways out of a branch have conditions; “", "” is none."));
        findings.push(error(flow, "MW0214", format!("/edges/{index}"), message));
    }
}

/// A circle in which nothing takes its time would run for ever. A moment in a field does not count: it can be over already.
fn check_circles(flow: &Flow, graph: &DiGraph<(), usize>, behaviours: &Behaviours, findings: &mut Vec<Diagnostic>) {
    let takes_time = |behaviour: &dyn Behaviour| {
        let for_somebody = behaviour.task().is_some() && !behaviour.begins();
        let for_a_while = behaviour.wait().is_some_and(|wait| !matches!(wait.length, Length::Until(_)));
        for_somebody || for_a_while || behaviour.awaited().is_some()
    };
    let waits = |node: NodeIndex| behaviour(behaviours, node).is_none_or(takes_time);
    let automatic = graph.filter_map(|node, ()| (!waits(node)).then_some(node), |_, _| Some(()));
    for circle in tarjan_scc(&automatic) {
        let Some(first) = circle.first().copied() else { continue };
        if circle.len() == 1 && automatic.find_edge(first, first).is_none() {
            continue;
        }
        let mut nodes: Vec<usize> = circle.iter().filter_map(|node| automatic.node_weight(*node).map(|node| node.index())).collect();
        nodes.sort_unstable();
        let words = |locale: Locale| nodes.iter().map(|node| node_name(flow, *node).get(locale).to_owned()).collect::<Vec<_>>().join(" → ");
        let message = Label::both(
            format!("这些步骤形成循环，其中没有人工步骤：{}", words(Locale::ZhCn)),
            format!("These steps form a circle without a step for a person: {}", words(Locale::En)),
        );
        let hint = Label::both(
            "这样的循环会一直空转。请在其中加一个人工步骤、一个写明时长的定时，或一个等待消息的步骤。",
            "Such a circle would run for ever. Put a step for a person into it, a timer with a length, or a step that waits for a message.",
        );
        let pointer = nodes.first().map_or_else(|| "/nodes".to_owned(), |node| format!("/nodes/{node}"));
        findings.push(error(flow, "MW0210", pointer, message).with_hint(hint));
    }
}
