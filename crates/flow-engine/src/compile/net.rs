//! The graph of a flow as its tokens see it: what leads where.
//!
//! "Leads" is the one notion on which joins, rounds, returns and jumps agree: a node leads to another if there is a way that does not go
//! round a loop in which the other lies. So a step leads to what comes behind it, and out of a loop whichever way the loop is left, but never
//! to what lies before it in the same loop. No two nodes lead to each other, and so no two joins wait for each other.

use petgraph::{
    Direction,
    graph::{DiGraph, NodeIndex},
    visit::EdgeRef,
};
use std::collections::{BTreeMap, BTreeSet};

/// Where ways lead, for every pair of nodes.
#[derive(Debug, Default)]
pub(crate) struct Net {
    /// For every node, the nodes to which it leads.
    leads: Vec<Row>,
    /// For every edge, the nodes that lead to it.
    by: BTreeMap<(usize, usize), Row>,
    /// The edges that close a loop: from, to.
    back: BTreeSet<(usize, usize)>,
}

/// Some of the nodes.
#[derive(Debug, Clone, Default)]
pub(super) struct Row(Vec<u64>);

impl Row {
    pub(super) fn none_of(nodes: usize) -> Self {
        Self(vec![0; nodes.div_ceil(64)])
    }

    pub(super) fn has(&self, node: usize) -> bool {
        self.0.get(node / 64).is_some_and(|word| word & (1 << (node % 64)) != 0)
    }

    pub(super) fn add(&mut self, node: usize) -> bool {
        let is_new = !self.has(node);
        if let Some(word) = self.0.get_mut(node / 64) {
            *word |= 1 << (node % 64);
        }
        is_new
    }
}

impl Net {
    /// Reads the graph: the number of nodes, the edges, and where flows begin.
    pub fn new(nodes: usize, edges: impl Iterator<Item = (usize, usize)>, starts: impl Iterator<Item = usize>) -> Self {
        let mut graph: DiGraph<(), ()> = DiGraph::new();
        let indices: Vec<NodeIndex> = (0..nodes).map(|_| graph.add_node(())).collect();
        for (from, to) in edges {
            if let (Some(from), Some(to)) = (indices.get(from), indices.get(to)) {
                graph.add_edge(*from, *to, ());
            }
        }
        let back = back_edges(&graph, starts);
        let loops = Loops(back.iter().map(|(from, to)| ((*from, *to), loop_of(&graph, *from, *to))).collect());
        Self { leads: leads(&graph, &loops), by: ways_by(&graph, &loops), back }
    }

    /// Whether there is a way on from a node to another, without going round a loop in which the other lies.
    pub fn leads(&self, from: usize, to: usize) -> bool {
        self.leads.get(from).is_some_and(|row| row.has(to))
    }

    /// Whether a token at a node is at the beginning of an edge or can come there, without going round a loop in which the edge lies.
    pub fn leads_by(&self, at: usize, from: usize, to: usize) -> bool {
        self.by.get(&(from, to)).is_some_and(|row| row.has(at))
    }

    /// Whether the edges between two nodes close a loop.
    pub fn is_back(&self, from: usize, to: usize) -> bool {
        self.back.contains(&(from, to))
    }
}

/// The edges that lead to a node through which the way has come, found in the order of the edges.
fn back_edges(graph: &DiGraph<(), ()>, starts: impl Iterator<Item = usize>) -> BTreeSet<(usize, usize)> {
    let mut back = BTreeSet::new();
    let mut seen = BTreeSet::new();
    let ways = |node: usize| {
        // petgraph gives the newest edge first.
        let mut ways: Vec<usize> = graph.neighbors_directed(NodeIndex::new(node), Direction::Outgoing).map(NodeIndex::index).collect();
        ways.reverse();
        ways
    };
    for start in starts.chain(0..graph.node_count()) {
        if !seen.insert(start) {
            continue;
        }
        let mut path: Vec<(usize, Vec<usize>)> = vec![(start, ways(start))];
        while let Some((node, left)) = path.last_mut() {
            let node = *node;
            if left.is_empty() {
                path.pop();
                continue;
            }
            let next = left.remove(0);
            if path.iter().any(|(on_path, _)| *on_path == next) {
                back.insert((node, next));
            } else if seen.insert(next) {
                path.push((next, ways(next)));
            }
        }
    }
    back
}

/// The edges that close loops, each with the nodes of its loop.
struct Loops(Vec<((usize, usize), Row)>);

impl Loops {
    /// The edges that close a loop in which all these nodes lie.
    fn around(&self, nodes: &[usize]) -> BTreeSet<(usize, usize)> {
        self.0.iter().filter(|(_, inside)| nodes.iter().all(|node| inside.has(*node))).map(|(edge, _)| *edge).collect()
    }
}

/// Goes backwards from a node, without the edges that are closed; `seen` tells whether a node is new.
fn backwards(graph: &DiGraph<(), ()>, from: usize, closed: &BTreeSet<(usize, usize)>, mut seen: impl FnMut(usize) -> bool) {
    let mut open = vec![from];
    while let Some(node) = open.pop() {
        for before in graph.neighbors_directed(NodeIndex::new(node), Direction::Incoming).map(NodeIndex::index) {
            if !closed.contains(&(before, node)) && seen(before) {
                open.push(before);
            }
        }
    }
}

fn leads(graph: &DiGraph<(), ()>, loops: &Loops) -> Vec<Row> {
    let nodes = graph.node_count();
    let mut leads = vec![Row::none_of(nodes); nodes];
    for target in 0..nodes {
        backwards(graph, target, &loops.around(&[target]), |before| leads.get_mut(before).is_some_and(|row| row.add(target)));
    }
    leads
}

fn ways_by(graph: &DiGraph<(), ()>, loops: &Loops) -> BTreeMap<(usize, usize), Row> {
    let mut by = BTreeMap::new();
    for edge in graph.edge_references() {
        let (from, to) = (edge.source().index(), edge.target().index());
        let mut row = Row::none_of(graph.node_count());
        row.add(from);
        backwards(graph, from, &loops.around(&[from, to]), |before| row.add(before));
        by.insert((from, to), row);
    }
    by
}

/// The nodes of the loop that an edge closes: those from which its beginning is reached without passing its end.
fn loop_of(graph: &DiGraph<(), ()>, from: usize, to: usize) -> Row {
    let mut inside = Row::none_of(graph.node_count());
    inside.add(to);
    if inside.add(from) {
        backwards(graph, from, &BTreeSet::new(), |before| inside.add(before));
    }
    inside
}
