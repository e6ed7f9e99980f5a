//! The graph of a flow as its tokens see it: what leads where.

use petgraph::{
    Direction,
    graph::{DiGraph, NodeIndex},
    visit::EdgeRef,
};
use std::collections::BTreeSet;

/// Where ways lead, for every pair of nodes.
#[derive(Debug, Default)]
pub(crate) struct Net {
    /// Over all edges.
    reaches: Vec<Row>,
    /// Over the edges that lead on; those that close a loop are left out.
    leads: Vec<Row>,
    /// The edges that close a loop: from, to.
    back: BTreeSet<(usize, usize)>,
}

/// The nodes that are reached from one.
#[derive(Debug, Clone, Default)]
struct Row(Vec<u64>);

impl Row {
    fn has(&self, node: usize) -> bool {
        self.0.get(node / 64).is_some_and(|word| word & (1 << (node % 64)) != 0)
    }

    fn add(&mut self, node: usize) -> bool {
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
        let reaches = rows(&graph, |_, _| true);
        let leads = rows(&graph, |from, to| !back.contains(&(from, to)));
        Self { reaches, leads, back }
    }

    /// Whether there is a way from a node to another, or round to itself.
    pub fn reaches(&self, from: usize, to: usize) -> bool {
        self.reaches.get(from).is_some_and(|row| row.has(to))
    }

    /// Whether there is a way on from a node to another, without going round a loop again.
    pub fn leads(&self, from: usize, to: usize) -> bool {
        self.leads.get(from).is_some_and(|row| row.has(to))
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

fn rows(graph: &DiGraph<(), ()>, counts: impl Fn(usize, usize) -> bool) -> Vec<Row> {
    let words = graph.node_count().div_ceil(64);
    let row = |start: NodeIndex| {
        let mut row = Row(vec![0; words]);
        let mut open = vec![start];
        while let Some(node) = open.pop() {
            for edge in graph.edges(node).filter(|edge| counts(edge.source().index(), edge.target().index())) {
                if row.add(edge.target().index()) {
                    open.push(edge.target());
                }
            }
        }
        row
    };
    graph.node_indices().map(row).collect()
}
