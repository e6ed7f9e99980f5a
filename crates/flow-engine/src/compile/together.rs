//! Which places of a flow can have tokens at the same time.
//!
//! Found for pairs: two ways that a node takes at once are together, and what is together with all that a node needs is together with what
//! comes out of it. Asked only when a token is moved elsewhere than along an edge, so that it is not found before.

use super::{CompiledFlow, net::Row};
use crate::nodes::{Joining, Split};
use std::collections::BTreeMap;
use value::EdgeId;

/// Which places can have tokens at the same time. A place is a node or an edge.
#[derive(Debug, Default)]
pub(crate) struct Together {
    rows: Vec<Row>,
    /// The places of edges; that of a node is its number.
    edges: BTreeMap<EdgeId, usize>,
}

impl Together {
    /// Looks through a flow.
    pub fn of(flow: &CompiledFlow) -> Self {
        let mut board = Board::of(flow);
        while let Some((one, other)) = board.open.pop() {
            board.follow(one, other);
            board.follow(other, one);
        }
        Self { rows: board.rows, edges: board.edges }
    }

    /// Whether a token that came by an edge and waits there, or one that is at a node, can be there while another is at a node.
    pub fn can_be(&self, node: usize, via: Option<&EdgeId>, other: usize) -> bool {
        let place = via.and_then(|via| self.edges.get(via)).copied().unwrap_or(node);
        self.rows.get(place).is_some_and(|row| row.has(other))
    }
}

struct Board<'f> {
    flow: &'f CompiledFlow,
    edges: BTreeMap<EdgeId, usize>,
    /// To which node each edge leads, by the number of its place.
    ends: BTreeMap<usize, usize>,
    rows: Vec<Row>,
    open: Vec<(usize, usize)>,
}

impl<'f> Board<'f> {
    fn of(flow: &'f CompiledFlow) -> Self {
        let (mut edges, mut ends) = (BTreeMap::new(), BTreeMap::new());
        for node in (0..flow.len()).filter_map(|node| flow.node(node)) {
            for edge in node.edges() {
                let place = flow.len().saturating_add(edges.len());
                edges.insert(edge.id().clone(), place);
                ends.insert(place, edge.to());
            }
        }
        let places = flow.len().saturating_add(edges.len());
        let mut board = Self { flow, edges, ends, rows: vec![Row::none_of(places); places], open: Vec::new() };
        (0..flow.len()).for_each(|node| board.parts(node));
        board
    }

    fn add(&mut self, one: usize, other: usize) {
        if one == other || !self.rows.get_mut(one).is_some_and(|row| row.add(other)) {
            return;
        }
        if let Some(row) = self.rows.get_mut(other) {
            row.add(one);
        }
        self.open.push((one, other));
    }

    fn are(&self, one: usize, other: usize) -> bool {
        self.rows.get(one).is_some_and(|row| row.has(other))
    }

    fn place(&self, edge: &EdgeId) -> usize {
        self.edges.get(edge).copied().unwrap_or_default()
    }

    /// The ways that a node takes at once; a way that is taken while the step goes on is together with the step.
    fn parts(&mut self, index: usize) {
        let Some(node) = self.flow.node(index) else { return };
        let behaviour = node.behaviour();
        let ways: Vec<usize> = match behaviour.split() {
            Split::All => node.edges().iter().map(|edge| self.place(edge.id())).collect(),
            Split::Holding => node.edges().iter().filter(|edge| !edge.is_default()).map(|edge| self.place(edge.id())).collect(),
            Split::One | Split::First | Split::Event => Vec::new(),
        };
        for (number, one) in ways.iter().enumerate() {
            ways.iter().skip(number.saturating_add(1)).for_each(|other| self.add(*one, *other));
        }
        for boundary in behaviour.guard().map(|guard| guard.boundary.as_slice()).unwrap_or_default().iter().filter(|boundary| boundary.goes_on) {
            self.add(index, self.place(&boundary.edge));
        }
    }

    /// What comes of a token at one place while there is another token at the other.
    fn follow(&mut self, one: usize, other: usize) {
        match self.ends.get(&one).copied() {
            Some(node) if self.goes_through(node, other) => self.add(node, other),
            Some(_) => {}
            None => {
                let ways: Vec<usize> =
                    self.flow.node(one).map(|node| node.edges().iter().map(|edge| self.place(edge.id())).collect()).unwrap_or_default();
                ways.into_iter().for_each(|way| self.add(way, other));
            }
        }
    }

    /// Whether a token that comes to a node goes on while there is another token at a place.
    fn goes_through(&self, node: usize, other: usize) -> bool {
        let Some(known) = self.flow.node(node) else { return false };
        if !known.joins() {
            return true;
        }
        let into: Vec<usize> = known.incoming().iter().map(|(edge, _)| self.place(edge)).collect();
        let at = self.ends.get(&other).copied().unwrap_or(other);
        let comes = at == node || self.flow.net().leads(at, node);
        let here = into.iter().filter(|edge| self.are(**edge, other)).count();
        match known.behaviour().joining() {
            Joining::Each => true,
            Joining::All => here == into.len(),
            Joining::Possible => !comes,
            Joining::Some { need, cancel } => {
                let needed = usize::try_from(need).ok().filter(|need| *need > 0).unwrap_or(into.len()).min(into.len());
                here >= needed && !(cancel && comes)
            }
        }
    }
}
