//! Soundness: a bounded game with tokens on the edges, in which every choice may fall either way.
//!
//! Two reductions keep it small. A node with one way in and one way out is passed at once, as is a mere meeting of branches. And of all
//! tokens that could move, only the one farthest behind does: the others lose nothing by waiting, and tokens that would run into each
//! other do so. A case that cannot go on is an error, two tokens on one edge a warning, and a game that grows too large says so.

use super::board::Board;
use super::{about, error, node_name, warning};
use crate::nodes::{Behaviour, Joining};
use definition::{Diagnostic, Flow};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use value::{Label, Locale};

/// How many positions are looked at.
const MOST_POSITIONS: usize = 20_000;
/// How many steps a counter-example names.
const SHOWN: usize = 14;

/// Plays the game on a flow whose structure is right.
pub(super) fn check(flow: &Flow, behaviours: &[Option<Arc<dyn Behaviour>>], findings: &mut Vec<Diagnostic>) {
    let Some(board) = Board::of(flow, behaviours) else { return };
    let mut game = Game::on(&board);
    let outcome = game.play();
    for (fault, position) in &outcome.stuck {
        findings.push(stuck(flow, *fault, &game.path(*position)));
    }
    for (edge, position) in &outcome.doubled {
        findings.push(doubled(flow, &board, *edge, &game.path(*position)));
    }
    if outcome.unfinished {
        let message = Label::both("流程过于复杂，未能证明每个分支都能走完。", "The flow is too complex to prove that every branch can be completed.");
        findings.push(warning(flow, "MW0603", "/nodes".into(), message));
    }
}

/// A position: how many tokens are on each edge, and which edges of a join that was passed early are used up.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Position {
    pub tokens: BTreeMap<usize, u8>,
    pub spent: BTreeMap<usize, BTreeSet<usize>>,
}

/// How a position came about: from which, by which node.
struct Move {
    position: Position,
    from: usize,
    node: usize,
}

pub(super) struct Game<'b> {
    board: &'b Board,
    seen: BTreeSet<Position>,
    moves: Vec<Move>,
    /// Whether it is played from the start of the flow.
    from_start: bool,
}

#[derive(Default)]
pub(super) struct Outcome {
    /// Joins that wait for ever, each with a position in which they do.
    pub stuck: BTreeMap<usize, usize>,
    /// Edges with two tokens.
    pub doubled: BTreeMap<usize, usize>,
    pub unfinished: bool,
}

impl<'b> Game<'b> {
    pub fn on(board: &'b Board) -> Self {
        Self { board, seen: BTreeSet::new(), moves: Vec::new(), from_start: true }
    }

    /// The same game from a position that is not the start.
    pub fn begun_elsewhere(self) -> Self {
        Self { from_start: false, ..self }
    }

    pub fn play(&mut self) -> Outcome {
        let mut outcome = Outcome::default();
        let start = self.board.start;
        for way in self.board.nodes.get(start).map(|node| node.ways.clone()).unwrap_or_default() {
            self.reach(Position::default(), &way, 0, start, &mut outcome);
        }
        self.go_through(&mut outcome);
        outcome
    }

    /// Looks at every position that follows from those that were reached.
    pub fn go_through(&mut self, outcome: &mut Outcome) {
        let mut next = 0;
        while next < self.moves.len() {
            if self.moves.len() > MOST_POSITIONS {
                outcome.unfinished = true;
                break;
            }
            self.go_on(next, outcome);
            next += 1;
        }
    }

    /// All that may happen next in a position.
    fn go_on(&mut self, at: usize, outcome: &mut Outcome) {
        let Some(position) = self.moves.get(at).map(|made| made.position.clone()) else { return };
        if position.tokens.is_empty() {
            return;
        }
        let Some(node) = self.mover(&position) else {
            if let Some(join) = position.tokens.keys().map(|edge| self.board.target(*edge)).min() {
                outcome.stuck.entry(join).or_insert(at);
            }
            return;
        };
        let Some(field) = self.board.nodes.get(node) else { return };
        let (mut after, goes_on) = self.take(&position, node);
        if !goes_on {
            self.reach(after, &[], at, node, outcome);
            return;
        }
        if field.ends_all {
            after = Position::default();
        }
        for way in &field.ways {
            self.reach(after.clone(), way, at, node, outcome);
        }
    }

    /// The node that moves: one that can, and behind which no other token has still to come.
    fn mover(&self, position: &Position) -> Option<usize> {
        let places: BTreeSet<usize> = position.tokens.keys().map(|edge| self.board.target(*edge)).collect();
        let able: Vec<usize> = places.iter().copied().filter(|node| self.can_move(position, *node)).collect();
        let behind = |node: &usize| !able.iter().any(|other| other != node && self.board.net.leads(*other, *node));
        able.iter().copied().find(behind).or(able.first().copied())
    }

    fn can_move(&self, position: &Position, node: usize) -> bool {
        let Some(field) = self.board.nodes.get(node) else { return false };
        let here = field.into.iter().filter(|edge| position.tokens.contains_key(edge)).count();
        match field.joining {
            Joining::Each => here > 0,
            Joining::All => here == field.into.len(),
            Joining::Possible => here > 0 && !self.more_may_come(position, node),
            Joining::Some { need, .. } => {
                let needed = usize::try_from(need).ok().filter(|need| *need > 0).unwrap_or(field.into.len()).min(field.into.len());
                let spent = position.spent.get(&node);
                let late = |edge: &&usize| position.tokens.contains_key(edge) && spent.is_some_and(|spent| !spent.contains(edge));
                if spent.is_some() { field.into.iter().any(|edge| late(&edge)) } else { here >= needed }
            }
        }
    }

    fn more_may_come(&self, position: &Position, node: usize) -> bool {
        let net = &self.board.net;
        position.tokens.keys().map(|edge| self.board.target(*edge)).any(|at| at != node && net.leads(at, node))
    }

    /// Takes the tokens that a node uses. Answers whether a token goes on.
    fn take(&self, position: &Position, node: usize) -> (Position, bool) {
        let mut after = position.clone();
        let Some(field) = self.board.nodes.get(node) else { return (after, false) };
        let here: Vec<usize> = field.into.iter().copied().filter(|edge| position.tokens.contains_key(edge)).collect();
        match field.joining {
            Joining::Each => here.first().iter().for_each(|edge| remove(&mut after, **edge)),
            Joining::All | Joining::Possible => here.iter().for_each(|edge| remove(&mut after, *edge)),
            Joining::Some { cancel, .. } => match after.spent.get(&node).cloned() {
                Some(mut spent) => {
                    for edge in here.into_iter().filter(|edge| !spent.contains(edge)).collect::<Vec<_>>() {
                        remove(&mut after, edge);
                        spent.insert(edge);
                    }
                    after.spent.insert(node, spent);
                    self.close_rounds(&mut after);
                    return (after, false);
                }
                None => {
                    here.iter().for_each(|edge| remove(&mut after, *edge));
                    if cancel {
                        after.tokens.retain(|edge, _| !self.board.net.leads(self.board.target(*edge), node));
                    } else if here.len() < field.into.len() {
                        after.spent.insert(node, here.into_iter().collect());
                    }
                }
            },
        }
        (after, true)
    }

    /// A round of a join is over when nobody can come any more who belongs to it.
    fn close_rounds(&self, position: &mut Position) {
        let over = |node: &usize, spent: &BTreeSet<usize>| {
            let missing =
                self.board.nodes.get(*node).map(|field| field.into.iter().filter(|edge| !spent.contains(edge)).copied().collect::<Vec<_>>());
            let alive = |edge: usize| {
                let (from, to) = self.board.edges.get(edge).copied().unwrap_or_default();
                position.tokens.keys().any(|token| *token == edge || self.board.net.leads_by(self.board.target(*token), from, to))
            };
            !missing.unwrap_or_default().into_iter().any(alive)
        };
        let closed: Vec<usize> = position.spent.iter().filter(|(node, spent)| over(node, spent)).map(|(node, _)| *node).collect();
        closed.iter().for_each(|node| _ = position.spent.remove(node));
    }

    pub fn reach(&mut self, mut position: Position, way: &[usize], from: usize, node: usize, outcome: &mut Outcome) {
        for edge in way {
            let edge = self.board.stops(*edge);
            let count = position.tokens.entry(edge).or_default();
            *count = count.saturating_add(1);
        }
        self.close_rounds(&mut position);
        let doubled = position.tokens.iter().find(|(_, count)| **count > 1).map(|(edge, _)| *edge);
        if !self.seen.insert(position.clone()) {
            return;
        }
        if let Some(edge) = doubled {
            outcome.doubled.entry(edge).or_insert(self.moves.len());
            // What follows from it is told when that is mended.
            position.tokens.clear();
        }
        self.moves.push(Move { position, from, node });
    }

    /// The nodes that moved until a position came about.
    pub fn path(&self, position: usize) -> Vec<usize> {
        let mut path = Vec::new();
        let mut at = position;
        while let Some(made) = self.moves.get(at) {
            path.push(made.node);
            if made.from >= at {
                break;
            }
            at = made.from;
        }
        if self.from_start && path.last() != Some(&self.board.start) {
            path.push(self.board.start);
        }
        path.reverse();
        path
    }
}

fn remove(position: &mut Position, edge: usize) {
    match position.tokens.get_mut(&edge) {
        Some(count) if *count > 1 => *count -= 1,
        _ => _ = position.tokens.remove(&edge),
    }
}

fn stuck(flow: &Flow, join: usize, path: &[usize]) -> Diagnostic {
    let name = node_name(flow, join);
    let message = about(&name, ("「", "」会永远等待：并非每条入线都会有分支到达。"), ("“", "” can wait for ever: not every way in gets a branch."));
    let words = words(flow, path);
    let (zh, en) = (name.get(Locale::ZhCn), name.get(Locale::En));
    let hint = Label::both(
        format!("例如：{} → 「{zh}」永远等不到其余分支。请用与分支相同种类的节点汇聚。", words.0),
        format!("For example: {} → “{en}” waits for the other branches for ever. Let branches meet in a node of the kind that parts them.", words.1),
    );
    error(flow, "MW0601", format!("/nodes/{join}"), message).with_hint(hint)
}

fn doubled(flow: &Flow, board: &Board, edge: usize, path: &[usize]) -> Diagnostic {
    let node = board.target(edge);
    let name = node_name(flow, node);
    let message =
        about(&name, ("「", "」可能同时被两个分支到达，会办理两次。"), ("Two branches can come to “", "” at once, so that it is done twice."));
    let words = words(flow, path);
    let hint = Label::both(
        format!("例如：{}。如不需要办理两次，请先汇聚。", words.0),
        format!("For example: {}. Join the branches first unless it is meant.", words.1),
    );
    warning(flow, "MW0602", format!("/nodes/{node}"), message).with_hint(hint)
}

fn words(flow: &Flow, path: &[usize]) -> (String, String) {
    let shown = path.get(path.len().saturating_sub(SHOWN)..).unwrap_or_default();
    let names = |locale| shown.iter().map(|node| node_name(flow, *node).get(locale).to_owned()).collect::<Vec<_>>().join(" → ");
    (names(Locale::ZhCn), names(Locale::En))
}
