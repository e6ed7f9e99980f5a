//! Where a case was and for how long, read from its events.

use flow_engine::Event;
use std::collections::{BTreeMap, BTreeSet};
use store::flows;
use value::{Instant, NodeId};

/// What happened in a case, read.
pub(crate) struct Happened {
    pub(crate) row: flows::Event,
    pub(crate) event: Event,
}

impl Happened {
    pub(crate) fn at(&self) -> Instant {
        self.row.at.instant()
    }
}

/// Reads the events of a case; one that an older release wrote and this one does not know is left out.
pub(crate) fn read(rows: Vec<flows::Event>) -> Vec<Happened> {
    rows.into_iter().filter_map(|row| Some(Happened { event: serde_json::from_value(row.event.clone()).ok()?, row })).collect()
}

/// From when until when the case was at its nodes.
#[derive(Default)]
pub(crate) struct Stays {
    pub(crate) by_node: BTreeMap<NodeId, Vec<(Instant, Option<Instant>)>>,
    /// Where it was and will be once more, because it went back.
    pub(crate) again: BTreeSet<NodeId>,
    /// Where each token is, as the number of its stay at the node.
    at: BTreeMap<u32, (NodeId, usize)>,
    /// Which token waits for each part of the case.
    owners: BTreeMap<u32, u32>,
}

impl Stays {
    pub(crate) fn of(events: &[Happened]) -> Self {
        let mut stays = Self::default();
        for happened in events {
            match &happened.event {
                Event::ScopeOpened { scope, owner, .. } => _ = stays.owners.insert(*scope, *owner),
                // The rows of a step for each row are at the step at which the case is already.
                Event::NodeEntered { node, scope, .. } if stays.is_row(*scope, node) => {}
                Event::NodeEntered { token, node, .. } => stays.enter(*token, node, happened.at()),
                Event::NodeLeft { token, .. } | Event::BranchCancelled { token, .. } | Event::CameLate { token, .. } => {
                    stays.leave(*token, happened.at())
                }
                Event::Joined { used, .. } => used.iter().for_each(|token| stays.leave(*token, happened.at())),
                Event::Returned { forget: Some(forget), .. } | Event::TakenBack { forget, .. } | Event::Jumped { forget, .. } => {
                    stays.again.extend(forget.iter().cloned());
                }
                Event::Migrated { nodes, .. } => stays.rename(nodes),
                Event::Ended { .. } => stays.at.keys().copied().collect::<Vec<_>>().into_iter().for_each(|token| stays.leave(token, happened.at())),
                _ => {}
            }
        }
        stays
    }

    /// A step that took the place of another one goes on with its stays.
    fn rename(&mut self, nodes: &BTreeMap<NodeId, NodeId>) {
        let moved: Vec<_> = nodes.iter().filter_map(|(old, new)| Some((old, new, self.by_node.remove(old)?))).collect();
        let mut places = BTreeMap::new();
        for (old, new, stays) in moved {
            let own = self.by_node.entry(new.clone()).or_default();
            places.insert(old, (new, own.len()));
            own.extend(stays);
        }
        for (node, number) in self.at.values_mut() {
            if let Some((new, before)) = places.get(&*node) {
                (*node, *number) = ((*new).clone(), *number + before);
            }
        }
        self.again = std::mem::take(&mut self.again).into_iter().map(|node| nodes.get(&node).cloned().unwrap_or(node)).collect();
    }

    fn is_row(&self, scope: u32, node: &NodeId) -> bool {
        self.owners.get(&scope).and_then(|owner| self.at.get(owner)).is_some_and(|(at, _)| at == node)
    }

    fn enter(&mut self, token: u32, node: &NodeId, at: Instant) {
        self.leave(token, at);
        self.again.remove(node);
        let own = self.by_node.entry(node.clone()).or_default();
        self.at.insert(token, (node.clone(), own.len()));
        own.push((at, None));
    }

    fn leave(&mut self, token: u32, at: Instant) {
        let Some((node, number)) = self.at.remove(&token) else { return };
        if let Some(stay) = self.by_node.get_mut(&node).and_then(|own| own.get_mut(number)) {
            stay.1.get_or_insert(at);
        }
    }
}
