//! Running cases go over to another version of their flow.
//!
//! [`Migration::between`] says what every step and edge of the old version becomes, [`Migration::obstacles`] why a case cannot go over, and
//! one event writes the new places into the state. Whoever has a to-do keeps it, with its deadline and its votes. Before anything is moved,
//! the token game is played on the new version from where the case would stand: a case that would wait for ever or do a step twice stays.

use crate::{
    CompiledFlow, Done, Event, InstanceState, Refusal, Status, TimerKey, Token, WaitKind,
    compile::{CompiledNode, Outlook, Prospect, Standing},
    decide::Run,
    waits,
};
use std::collections::{BTreeMap, BTreeSet};
use value::{EdgeId, FieldId, Label, Locale, NodeId};

/// What the steps and edges of a version become in another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Migration {
    nodes: BTreeMap<NodeId, NodeId>,
    edges: BTreeMap<EdgeId, EdgeId>,
    old: BTreeMap<NodeId, Old>,
    /// Steps of the old version whose ways out by time or message are others in the new one.
    rearmed: BTreeSet<NodeId>,
}

/// A step of the old version.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Old {
    name: Label,
    kind: &'static str,
    /// The field whose rows it goes through.
    rows: Option<FieldId>,
}

/// Why a case cannot go over to another version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Obstacle {
    /// The case stands at a step that the new version does not have. It needs another step of the same kind.
    StepGone {
        /// The step of the old version.
        node: NodeId,
        /// Its name.
        name: Label,
    },
    /// The step would become one of another kind.
    OtherKind {
        /// The step of the old version.
        node: NodeId,
        /// Its name.
        name: Label,
        /// The name of what it would become.
        to: Label,
    },
    /// The case waits at a join, and the way by which it came is not there any more.
    WayGone {
        /// The join in the old version.
        node: NodeId,
        /// Its name.
        name: Label,
    },
    /// A step of the new version would wait for ever.
    Stuck {
        /// Its name.
        name: Label,
        /// The steps until then.
        path: Vec<Label>,
    },
    /// Two branches would come to a step of the new version, so that it is done twice.
    Twice {
        /// Its name.
        name: Label,
        /// The steps until then.
        path: Vec<Label>,
    },
}

impl Obstacle {
    /// Its code.
    pub fn code(&self) -> &'static str {
        match self {
            Obstacle::StepGone { .. } => "step_gone",
            Obstacle::OtherKind { .. } => "other_kind",
            Obstacle::WayGone { .. } => "way_gone",
            Obstacle::Stuck { .. } => "stuck",
            Obstacle::Twice { .. } => "twice",
        }
    }

    /// The step of the old version to which another one has to be given.
    pub fn node(&self) -> Option<&NodeId> {
        match self {
            Obstacle::StepGone { node, .. } | Obstacle::OtherKind { node, .. } => Some(node),
            Obstacle::WayGone { .. } | Obstacle::Stuck { .. } | Obstacle::Twice { .. } => None,
        }
    }

    /// The reason in a sentence.
    pub fn label(&self) -> Label {
        let both = |label: &Label| (label.get(Locale::ZhCn).to_owned(), label.get(Locale::En).to_owned());
        let way = |path: &[Label], locale| path.iter().map(|label| label.get(locale)).collect::<Vec<_>>().join(" → ");
        match self {
            Obstacle::StepGone { name, .. } => {
                let (zh, en) = both(name);
                Label::both(
                    format!("新版本没有步骤「{zh}」，请选择由哪一步接替"),
                    format!("The new version has no step “{en}”: choose the step that takes its place"),
                )
            }
            Obstacle::OtherKind { name, to, .. } => {
                let ((zh, en), (zh_to, en_to)) = (both(name), both(to));
                Label::both(
                    format!("步骤「{zh}」与「{zh_to}」种类不同，不能接替"),
                    format!("The steps “{en}” and “{en_to}” are of different kinds, so that one cannot take the place of the other"),
                )
            }
            Obstacle::WayGone { name, .. } => {
                let (zh, en) = both(name);
                Label::both(
                    format!("一个分支已到达「{zh}」，新版本没有它走来的连线"),
                    format!("A branch waits at “{en}”, and the new version does not have the way by which it came"),
                )
            }
            Obstacle::Stuck { name, path } => {
                let (zh, en) = both(name);
                Label::both(
                    format!("迁移后「{zh}」会永远等待：{} → 其余分支不会到达", way(path, Locale::ZhCn)),
                    format!("Afterwards “{en}” would wait for ever: {} → the other branches never come", way(path, Locale::En)),
                )
            }
            Obstacle::Twice { name, path } => {
                let (zh, en) = both(name);
                Label::both(
                    format!("迁移后「{zh}」会被办理两次：{}", way(path, Locale::ZhCn)),
                    format!("Afterwards “{en}” would be done twice: {}", way(path, Locale::En)),
                )
            }
        }
    }
}

impl Migration {
    /// What becomes of the steps of a version: what was chosen, and else the step of the same name. An edge becomes the one of the same
    /// name, or the only one between the same two steps.
    pub fn between(old: &CompiledFlow, new: &CompiledFlow, chosen: &BTreeMap<NodeId, NodeId>) -> Self {
        let known: Vec<&CompiledNode> = (0..old.len()).filter_map(|node| old.node(node)).collect();
        let becomes = |node: &&CompiledNode| {
            let to = chosen.get(node.id()).unwrap_or(node.id());
            new.index_of(to).map(|_| (node.id().clone(), to.clone()))
        };
        let nodes: BTreeMap<NodeId, NodeId> = known.iter().filter_map(becomes).collect();
        let edges = edges(old, new, &nodes);
        let differs = |node: &&&CompiledNode| {
            let to = nodes.get(node.id()).and_then(|to| new.index_of(to)).and_then(|to| new.node(to));
            to.is_some_and(|to| ways_beside(node, Some(&edges)) != ways_beside(to, None))
        };
        let rearmed = known.iter().filter(differs).map(|node| node.id().clone()).collect();
        let old = known
            .iter()
            .map(|node| (node.id().clone(), Old { name: node.label().clone(), kind: node.kind().id, rows: node.behaviour().rows().cloned() }))
            .collect();
        Self { nodes, edges, old, rearmed }
    }

    /// Why a case cannot go over; nothing when it can.
    pub fn obstacles(&self, new: &CompiledFlow, state: &InstanceState) -> Vec<Obstacle> {
        self.obstacles_on(&Outlook::of(new), new, state)
    }

    /// The same for many cases.
    pub fn obstacles_of_all<'a>(&self, new: &CompiledFlow, states: impl IntoIterator<Item = &'a InstanceState>) -> Vec<Vec<Obstacle>> {
        let outlook = Outlook::of(new);
        states.into_iter().map(|state| self.obstacles_on(&outlook, new, state)).collect()
    }

    fn obstacles_on(&self, outlook: &Outlook, new: &CompiledFlow, state: &InstanceState) -> Vec<Obstacle> {
        let mut found: Vec<Obstacle> = Vec::new();
        let mut add = |obstacle: Obstacle| {
            if !found.contains(&obstacle) {
                found.push(obstacle);
            }
        };
        for token in &state.tokens {
            for node in std::iter::once(&token.node).chain(&token.back_to) {
                self.misfit(new, node).into_iter().for_each(&mut add);
            }
            if token.via.as_ref().is_some_and(|via| !self.edges.contains_key(via)) {
                add(Obstacle::WayGone { node: token.node.clone(), name: self.named(&token.node) });
            }
        }
        if found.is_empty() { self.prospects(outlook, new, state) } else { found }
    }

    /// Why a step cannot become what it would become.
    fn misfit(&self, new: &CompiledFlow, node: &NodeId) -> Option<Obstacle> {
        let name = self.named(node);
        let Some(to) = self.nodes.get(node).and_then(|to| new.index_of(to)).and_then(|to| new.node(to)) else {
            return Some(Obstacle::StepGone { node: node.clone(), name });
        };
        let fits = |old: &Old| old.kind == to.kind().id && old.rows.as_ref() == to.behaviour().rows();
        (!self.old.get(node).is_some_and(fits)).then(|| Obstacle::OtherKind { node: node.clone(), name, to: to.label().clone() })
    }

    fn named(&self, node: &NodeId) -> Label {
        self.old.get(node).map_or_else(|| Label::Plain(node.to_string()), |old| old.name.clone())
    }

    /// What becomes of the tokens in the new version, part by part.
    fn prospects(&self, outlook: &Outlook, new: &CompiledFlow, state: &InstanceState) -> Vec<Obstacle> {
        let mut found = Vec::new();
        // The rows of a step for each row stand at that step and nowhere else.
        let is_row = |scope: u32| {
            let owner = state.scopes.iter().find(|known| known.key == scope).and_then(|known| known.owner);
            owner.and_then(|owner| state.token(owner)).is_some_and(|owner| owner.items.is_some())
        };
        let scopes: BTreeSet<u32> = state.tokens.iter().map(|token| token.scope).filter(|scope| !is_row(*scope)).collect();
        for scope in scopes {
            let here = state.tokens.iter().filter(|token| token.scope == scope);
            let tokens: Vec<Standing> = here.filter_map(|token| self.standing(new, token)).collect();
            let rounds: Vec<(usize, Vec<EdgeId>)> =
                state.gates.iter().filter(|gate| gate.scope == scope).filter_map(|gate| self.round(new, &gate.node, &gate.spent)).collect();
            let name = |node: usize| new.node_or_start(node).label().clone();
            let names = |path: Vec<usize>| path.into_iter().map(name).collect();
            found.extend(match outlook.of_tokens(&tokens, &rounds) {
                Prospect::Ends => None,
                Prospect::Stuck { node, path } => Some(Obstacle::Stuck { name: name(node), path: names(path) }),
                Prospect::Twice { node, path } => Some(Obstacle::Twice { name: name(node), path: names(path) }),
            });
        }
        found
    }

    fn standing(&self, new: &CompiledFlow, token: &Token) -> Option<Standing> {
        match &token.via {
            Some(via) => self.edges.get(via).cloned().map(Standing::By),
            None => self.nodes.get(token.home()).and_then(|home| new.index_of(home)).map(Standing::At),
        }
    }

    fn round(&self, new: &CompiledFlow, node: &NodeId, spent: &[EdgeId]) -> Option<(usize, Vec<EdgeId>)> {
        let node = new.index_of(self.nodes.get(node)?)?;
        Some((node, spent.iter().filter_map(|edge| self.edges.get(edge)).cloned().collect()))
    }

    fn event(&self) -> Event {
        let nodes = self.nodes.iter().filter(|(from, to)| from != to).map(|(from, to)| (from.clone(), to.clone())).collect();
        let edges = self.edges.iter().filter(|(from, to)| from != to).map(|(from, to)| (from.clone(), to.clone())).collect();
        let gone = self.old.keys().filter(|node| !self.nodes.contains_key(*node)).cloned().collect();
        Event::Migrated { nodes, edges, gone }
    }
}

/// A case goes over. The flow of the run is the new version.
pub(crate) fn migrate(run: &mut Run<'_>, migration: &Migration) -> Result<(), Refusal> {
    let status = run.state.status;
    if !status.is_open() {
        return Err(Refusal::NotRunning { status });
    }
    if let Some(obstacle) = migration.obstacles(run.flow, &run.state).into_iter().next() {
        return Err(Refusal::CannotMigrate { obstacle });
    }
    let rearmed: Vec<u32> = run.state.tokens.iter().filter(|token| migration.rearmed.contains(&token.node)).map(|token| token.key).collect();
    run.emit(migration.event());
    for token in rearmed {
        rearm(run, token)?;
    }
    // A case on hold moves when it goes on.
    if status == Status::Suspended { Ok(()) } else { run.settle() }
}

/// Ways out by time that are others than before count from now.
fn rearm(run: &mut Run<'_>, token: u32) -> Result<(), Refusal> {
    let Some(known) = run.state.token(token).cloned() else { return Ok(()) };
    for timer in known.timers.iter().filter(|timer| timer.kind == WaitKind::Boundary) {
        run.emit(Event::TimerCancelled { timer: TimerKey::Token { token, kind: timer.kind, number: timer.number } });
    }
    let place = run.place_of(&known)?;
    // A branch that only waits for others has no step open.
    if known.via.is_none() && !known.awaits_turn {
        waits::arm(run, place);
    }
    Ok(())
}

/// Writes the new places into the state.
pub(crate) fn moved(state: &mut InstanceState, nodes: &BTreeMap<NodeId, NodeId>, edges: &BTreeMap<EdgeId, EdgeId>, gone: &[NodeId]) {
    let node = |node: &mut NodeId| {
        if let Some(to) = nodes.get(node) {
            *node = to.clone();
        }
    };
    let edge = |edge: &mut EdgeId| {
        if let Some(to) = edges.get(edge) {
            *edge = to.clone();
        }
    };
    for token in &mut state.tokens {
        node(&mut token.node);
        token.back_to.iter_mut().for_each(node);
        token.via.iter_mut().for_each(edge);
    }
    state.todos.iter_mut().for_each(|todo| node(&mut todo.node));
    state.gates.retain(|gate| !gone.contains(&gate.node));
    for gate in &mut state.gates {
        node(&mut gate.node);
        gate.spent.iter_mut().for_each(edge);
    }
    state.last.take_if(|last| gone.contains(&last.node));
    state.last.iter_mut().for_each(|last| node(&mut last.node));
    let mut done: Vec<Done> = Vec::new();
    for mut step in state.done.drain(..).filter(|step| !gone.contains(&step.node)) {
        node(&mut step.node);
        match done.iter_mut().find(|known| known.node == step.node) {
            Some(known) => known.by.extend(step.by.into_iter().filter(|by| !known.by.contains(by)).collect::<Vec<_>>()),
            None => done.push(step),
        }
    }
    state.done = done;
}

fn edges(old: &CompiledFlow, new: &CompiledFlow, nodes: &BTreeMap<NodeId, NodeId>) -> BTreeMap<EdgeId, EdgeId> {
    let there: Vec<(&EdgeId, &NodeId, &NodeId)> = new.edges().collect();
    let mut becomes = BTreeMap::new();
    for (id, from, to) in old.edges() {
        let (Some(from), Some(to)) = (nodes.get(from), nodes.get(to)) else { continue };
        let same: Vec<&EdgeId> = there.iter().filter(|(_, start, end)| *start == from && *end == to).map(|(edge, ..)| *edge).collect();
        let by_name = there.iter().find(|(edge, _, end)| *edge == id && *end == to).map(|(edge, ..)| *edge);
        let only = if let [only] = same.as_slice() { Some(*only) } else { None };
        if let Some(edge) = by_name.or(only) {
            becomes.insert(id.clone(), edge.clone());
        }
    }
    becomes
}

/// The ways out of a step by time or message, with edges as they are called in the new version.
fn ways_beside(node: &CompiledNode, renamed: Option<&BTreeMap<EdgeId, EdgeId>>) -> Vec<crate::Boundary> {
    let boundary = node.behaviour().guard().map(|guard| guard.boundary.clone()).unwrap_or_default();
    let rename = |edge: EdgeId| renamed.and_then(|edges| edges.get(&edge)).cloned().unwrap_or(edge);
    boundary.into_iter().map(|way| crate::Boundary { edge: rename(way.edge), ..way }).collect()
}
