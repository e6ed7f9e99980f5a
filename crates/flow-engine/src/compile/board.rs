//! A flow as the board of the token game: its nodes, with the edges that lead in and the sets of edges on which a token may go on.

use super::{CompiledFlow, CompiledNode, Net};
use crate::nodes::{Behaviour, Joining, Split};
use definition::Flow;
use std::{collections::BTreeMap, sync::Arc};
use value::EdgeId;

/// Of so many conditional ways out, all combinations are tried.
const MOST_COMBINED: usize = 6;

/// An edge of a flow.
struct Line<'f> {
    id: &'f EdgeId,
    from: usize,
    to: usize,
    default: bool,
}

/// The flow as a board: nodes with their edges in and out.
pub(super) struct Board {
    pub nodes: Vec<Field>,
    /// Where each edge begins and ends.
    pub edges: Vec<(usize, usize)>,
    pub ids: Vec<EdgeId>,
    pub net: Net,
    pub start: usize,
}

pub(super) struct Field {
    pub into: Vec<usize>,
    /// The sets of edges on which a token may go on.
    pub ways: Vec<Vec<usize>>,
    pub joining: Joining,
    pub ends_all: bool,
}

impl Board {
    pub fn of(flow: &Flow, behaviours: &[Option<Arc<dyn Behaviour>>]) -> Option<Self> {
        let index: BTreeMap<&str, usize> = flow.nodes.iter().enumerate().map(|(index, node)| (node.id.as_str(), index)).collect();
        let line = |edge: &'_ definition::Edge| Some((*index.get(edge.from.as_str())?, *index.get(edge.to.as_str())?));
        let lines = flow.edges.iter().map(|edge| line(edge).map(|(from, to)| Line { id: &edge.id, from, to, default: edge.default }));
        let behaviours: Vec<&dyn Behaviour> = behaviours.iter().map(Option::as_deref).collect::<Option<_>>()?;
        let start = behaviours.iter().position(|behaviour| behaviour.begins())?;
        Some(Self::laid(&lines.collect::<Option<Vec<_>>>()?, &behaviours, start))
    }

    /// The whole of a flow, with the flows that it calls beside it.
    pub fn of_ready(flow: &CompiledFlow) -> Self {
        let nodes: Vec<&CompiledNode> = (0..flow.len()).filter_map(|node| flow.node(node)).collect();
        let mut lines = Vec::new();
        for (from, node) in nodes.iter().enumerate() {
            lines.extend(node.edges().iter().map(|edge| Line { id: edge.id(), from, to: edge.to(), default: edge.is_default() }));
        }
        let behaviours: Vec<&dyn Behaviour> = nodes.iter().map(|node| node.behaviour()).collect();
        Self::laid(&lines, &behaviours, flow.start())
    }

    fn laid(lines: &[Line<'_>], behaviours: &[&dyn Behaviour], start: usize) -> Self {
        let mut nodes = Vec::new();
        for (number, behaviour) in behaviours.iter().copied().enumerate() {
            let numbered = || lines.iter().enumerate();
            let out: Vec<(usize, &Line<'_>)> = numbered().filter(|(_, line)| line.from == number).collect();
            let into: Vec<usize> = numbered().filter(|(_, line)| line.to == number).map(|(edge, _)| edge).collect();
            let joining = if into.len() < 2 { Joining::Each } else { behaviour.joining() };
            nodes.push(Field { into, ways: ways(behaviour, &out), joining, ends_all: behaviour.ends_all() });
        }
        let edges: Vec<(usize, usize)> = lines.iter().map(|line| (line.from, line.to)).collect();
        let net = Net::new(nodes.len(), edges.iter().copied(), std::iter::once(start));
        Self { nodes, edges, ids: lines.iter().map(|line| line.id.clone()).collect(), net, start }
    }

    pub fn target(&self, edge: usize) -> usize {
        self.edges.get(edge).map_or(self.start, |(_, to)| *to)
    }

    /// Where a token on an edge stops: behind all nodes that it only passes.
    pub fn stops(&self, mut edge: usize) -> usize {
        for _ in 0..self.nodes.len() {
            let Some(node) = self.nodes.get(self.target(edge)) else { return edge };
            match node.ways.as_slice() {
                [way] if node.joining == Joining::Each && !node.ends_all => match way.as_slice() {
                    [next] => edge = *next,
                    _ => return edge,
                },
                _ => return edge,
            }
        }
        edge
    }
}

/// The sets of edges on which a token may leave a node.
fn ways(behaviour: &dyn Behaviour, out: &[(usize, &Line<'_>)]) -> Vec<Vec<usize>> {
    match behaviour.split() {
        Split::All => vec![out.iter().map(|(edge, _)| *edge).collect()],
        Split::First | Split::Event => out.iter().map(|(edge, _)| vec![*edge]).collect(),
        Split::Holding => holding(out),
        Split::One => {
            let side = behaviour.side_edges();
            let boundary = behaviour.guard().map(|guard| guard.boundary.as_slice()).unwrap_or_default();
            let goes_on = |line: &Line<'_>| boundary.iter().any(|boundary| boundary.goes_on && *line.id == boundary.edge);
            let way_on = out.iter().find(|(_, line)| !side.contains(&line.id)).map(|(edge, _)| *edge);
            let mut ways: Vec<Vec<usize>> = way_on.map(|way| vec![way]).into_iter().collect();
            for (index, line) in out.iter().filter(|(index, _)| Some(*index) != way_on) {
                ways.push(if goes_on(line) { way_on.into_iter().chain([*index]).collect() } else { vec![*index] });
            }
            if ways.is_empty() { vec![Vec::new()] } else { ways }
        }
    }
}

/// All combinations of conditional ways; when there are many, one by one and all together.
fn holding(out: &[(usize, &Line<'_>)]) -> Vec<Vec<usize>> {
    let conditional: Vec<usize> = out.iter().filter(|(_, line)| !line.default).map(|(edge, _)| *edge).collect();
    let mut ways: Vec<Vec<usize>> = out.iter().filter(|(_, line)| line.default).map(|(edge, _)| vec![*edge]).collect();
    if conditional.len() > MOST_COMBINED {
        ways.extend(conditional.iter().map(|edge| vec![*edge]));
        ways.push(conditional);
        return ways;
    }
    for mask in 1_u32..(1 << conditional.len()) {
        ways.push(conditional.iter().enumerate().filter(|(bit, _)| mask & (1 << bit) != 0).map(|(_, edge)| *edge).collect());
    }
    ways
}
