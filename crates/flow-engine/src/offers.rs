//! What a person may do now. It is tried on a copy and not predicted: the checks that decide a command also say whether it is offered.

use crate::{
    Act, Action, Command, CompiledFlow, Context, InstanceState, Manage, Measure, Organisation, Refusal, ReturnTo, Todo, compile::CompiledNode, decide,
};
use calendar::Zone;
use formula::Lookup;
use std::collections::BTreeSet;
use uuid::Uuid;
use value::{Instant, NodeId, Record, UserId};

/// Something that a person may do with the case as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The word of the operation.
    pub what: &'static str,
    /// At which step, where it is about one.
    pub node: Option<NodeId>,
    /// Whose to-dos there, where it is about those of one person.
    pub whose: Option<UserId>,
    /// To which steps it may lead, in the order of the flow.
    pub to: Vec<NodeId>,
}

/// What the holder of a to-do may choose among.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TodoOffers {
    /// The steps to which it may be returned; the start is its starter.
    pub return_to: Vec<NodeId>,
    /// The people who may be taken out.
    pub removable: Vec<UserId>,
}

/// What a person may do with the case as a whole.
pub fn offers(flow: &CompiledFlow, state: &InstanceState, by: UserId, organisation: &dyn Organisation, now: Instant) -> Vec<Offer> {
    let trial = Trial { flow, state, organisation, now };
    let manage = |what: Measure| trial.allows(&Command::Manage(Manage { by, what, opinion: String::new() }));
    let plain = |what: &'static str| Offer { what, node: None, whose: None, to: Vec::new() };
    let mut found = Vec::new();
    if !state.todos.is_empty() && manage(Measure::Urge) {
        found.push(plain("urge"));
    }
    if let Some(last) = state.last.as_ref().filter(|last| manage(Measure::TakeBack { node: last.node.clone() })) {
        found.push(Offer { node: Some(last.node.clone()), ..plain("take_back") });
    }
    if trial.allows(&Command::Withdraw { by, opinion: String::new() }) {
        found.push(plain("withdraw"));
    }
    for token in state.tokens.iter().filter(|token| token.items.is_some()) {
        let node = token.node.clone();
        if manage(Measure::AddRow { node: node.clone(), holder: by }) {
            found.push(Offer { node: Some(node.clone()), ..plain("add_row") });
        }
        if manage(Measure::FinishRows { node: node.clone() }) {
            found.push(Offer { node: Some(node), ..plain("finish_rows") });
        }
    }
    for incident in &state.incidents {
        let Some(node) = state.token(incident.token).map(|token| token.node.clone()) else { continue };
        for (what, measure) in [("retry", Measure::Retry { node: node.clone() }), ("skip", Measure::Skip { node: node.clone() })] {
            if manage(measure) {
                found.push(Offer { node: Some(node.clone()), ..plain(what) });
            }
        }
    }
    let held: BTreeSet<(&NodeId, UserId)> = state.todos.iter().map(|todo| (&todo.node, todo.holder)).collect();
    for (node, from) in held {
        if manage(Measure::Reassign { node: node.clone(), from, to: by }) {
            found.push(Offer { node: Some(node.clone()), whose: Some(from), ..plain("reassign") });
        }
    }
    found.extend(trial.jumps(&manage));
    for (what, measure) in [("suspend", Measure::Suspend), ("resume", Measure::Resume), ("terminate", Measure::Terminate)] {
        if manage(measure) {
            found.push(plain(what));
        }
    }
    found
}

/// What the holder of a to-do may choose among.
pub fn todo_offers(flow: &CompiledFlow, state: &InstanceState, todo: &Todo, organisation: &dyn Organisation, now: Instant) -> TodoOffers {
    let trial = Trial { flow, state, organisation, now };
    let act = |action: Action| trial.allows(&Command::Act(Act { todo: todo.id, by: todo.holder, action, opinion: String::new() }));
    let start = flow.node_or_start(flow.start()).id();
    let mut nodes: Vec<&NodeId> = vec![start];
    nodes.extend(state.done.iter().map(|done| &done.node).filter(|node| *node != start));
    let back = |node: &&NodeId| act(Action::Return { to: ReturnTo::Node((*node).clone()), then: None });
    let others = state.todos.iter().filter(|other| other.token == todo.token).map(|other| other.holder);
    let later = state.later.iter().filter(|later| later.token == todo.token).map(|later| later.holder);
    let people: BTreeSet<UserId> = others.chain(later).collect();
    TodoOffers {
        return_to: nodes.into_iter().filter(back).cloned().collect(),
        removable: people.into_iter().filter(|who| act(Action::RemoveSigner { who: *who })).collect(),
    }
}

struct Trial<'a> {
    flow: &'a CompiledFlow,
    state: &'a InstanceState,
    organisation: &'a dyn Organisation,
    now: Instant,
}

impl Trial<'_> {
    /// Whether a command is let in. What fails only later, for want of people or values, is not for the person to know before it is asked.
    fn allows(&self, command: &Command) -> bool {
        let world = Lookup { record: Record::new(), now: self.now, zone: Zone::fixed("UTC", 0), user: None };
        let fresh = |number: u32| Uuid::from_u128(u128::from(number).saturating_add(1));
        let context = Context { now: self.now, world: &world, hidden: &BTreeSet::new(), organisation: self.organisation, fresh: &fresh };
        match decide(self.flow, self.state, command, &context) {
            Ok(_) => true,
            Err(
                Refusal::Missing(_)
                | Refusal::OpinionNeeded { .. }
                | Refusal::FieldsNeeded { .. }
                | Refusal::NobodyFound { .. }
                | Refusal::UnknownPerson
                | Refusal::AlreadyHolder
                | Refusal::KeptApart { .. }
                | Refusal::NoWay { .. }
                | Refusal::Formula { .. }
                | Refusal::Loop { .. }
                // It says how long to wait, which a button that is not there cannot.
                | Refusal::UrgedAlready,
            ) => true,
            Err(_) => false,
        }
    }

    /// From each step at which the case is, the steps to which it may be moved.
    fn jumps(&self, manage: &dyn Fn(Measure) -> bool) -> Vec<Offer> {
        let from: BTreeSet<&NodeId> = self.state.tokens.iter().filter(|token| token.via.is_none()).map(|token| &token.node).collect();
        let stops = |node: &&CompiledNode| node.behaviour().waits() || node.behaviour().ends().is_some();
        let jump = |from: &NodeId| {
            let to = (0..self.flow.len()).filter_map(|index| self.flow.node(index)).filter(stops).map(CompiledNode::id);
            let may = |to: &&NodeId| *to != from && manage(Measure::Jump { from: Some(from.clone()), to: (*to).clone() });
            Offer { what: "jump", node: Some(from.clone()), whose: None, to: to.filter(may).cloned().collect() }
        };
        from.into_iter().map(jump).filter(|offer| !offer.to.is_empty()).collect()
    }
}
