//! What can become of a case that stands somewhere in a flow: the token game of [`sound`](super::sound), played from there.

use super::CompiledFlow;
use super::board::Board;
use super::sound::{Game, Outcome, Position};
use std::collections::{BTreeMap, BTreeSet};
use value::EdgeId;

/// What can become of cases that stand somewhere in a flow.
pub(crate) struct Outlook {
    board: Board,
    /// The edges on which two tokens meet also when a case goes the whole way.
    known: BTreeSet<usize>,
}

/// Where a token stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Standing {
    /// At a node.
    At(usize),
    /// At a join, to which it came by this edge.
    By(EdgeId),
}

/// What can become of a case, with the nodes that move until then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Prospect {
    /// It comes to an end whatever is decided.
    Ends,
    /// This node waits for ever.
    Stuck { node: usize, path: Vec<usize> },
    /// Two tokens come to this node.
    Twice { node: usize, path: Vec<usize> },
}

impl Outlook {
    pub fn of(flow: &CompiledFlow) -> Self {
        let board = Board::of_ready(flow);
        let mut game = Game::on(&board);
        let known = game.play().doubled.into_keys().collect();
        Self { board, known }
    }

    /// What can become of tokens that stand here, in one scope, with the rounds of joins that are open.
    pub fn of_tokens(&self, tokens: &[Standing], rounds: &[(usize, Vec<EdgeId>)]) -> Prospect {
        let board = &self.board;
        let edge_of = |id: &EdgeId| board.ids.iter().position(|known| known == id);
        let spent = rounds.iter().map(|(node, edges)| (*node, edges.iter().filter_map(edge_of).collect())).collect();
        let mut positions = vec![Position { tokens: BTreeMap::new(), spent }];
        let mut first = board.start;
        for token in tokens {
            let ways: Vec<Vec<usize>> = match token {
                Standing::By(edge) => vec![edge_of(edge).into_iter().collect()],
                Standing::At(node) => {
                    first = *node;
                    let Some(field) = board.nodes.get(*node) else { continue };
                    // Nothing leads to a start: from there it may go on in any way.
                    field.into.first().map_or_else(|| field.ways.clone(), |edge| vec![vec![board.stops(*edge)]])
                }
            };
            positions = positions.iter().flat_map(|position| ways.iter().map(|way| with(position, way))).collect();
        }
        let mut game = Game::on(board).begun_elsewhere();
        let mut outcome = Outcome::default();
        for position in positions {
            game.reach(position, &[], 0, first, &mut outcome);
        }
        game.go_through(&mut outcome);
        if let Some((node, at)) = outcome.stuck.iter().next() {
            return Prospect::Stuck { node: *node, path: game.path(*at) };
        }
        match outcome.doubled.iter().find(|(edge, _)| !self.known.contains(edge)) {
            Some((edge, at)) => Prospect::Twice { node: board.target(*edge), path: game.path(*at) },
            None => Prospect::Ends,
        }
    }
}

fn with(position: &Position, edges: &[usize]) -> Position {
    let mut position = position.clone();
    for edge in edges {
        let count = position.tokens.entry(*edge).or_default();
        *count = count.saturating_add(1);
    }
    position
}
