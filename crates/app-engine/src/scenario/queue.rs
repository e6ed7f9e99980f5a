//! What the product does by itself between two steps: it gives out what waits, and evens out what people hold.

use super::play::{Play, Refused};
use crate::command::{Outcome, What};
use flow_engine::{Event, TodoId, Way};
use form_engine::Rights;
use std::cmp::Reverse;

impl Play<'_> {
    /// Gives out what waits, and when time has passed evens out what people hold.
    pub fn give_out(&mut self, evens_out: bool) -> Result<(), Refused> {
        for (name, token) in self.waiting() {
            let filed = self.filed(&name)?;
            self.on_record(&name, &filed, None, Rights::system(), What::Allocate { token })?;
        }
        if evens_out {
            for (name, todo) in self.movable() {
                let filed = self.filed(&name)?;
                self.on_record(&name, &filed, None, Rights::system(), What::Rebalance { todo })?;
            }
        }
        Ok(())
    }

    /// What waits, in the order in which it is given out.
    fn waiting(&self) -> Vec<(String, u32)> {
        let cases = self.cast.records.iter().filter_map(|(name, filed)| Some((name, filed.case.as_ref()?)));
        let mut all: Vec<_> = cases.flat_map(|(name, case)| case.state.waiting.iter().map(move |waiting| (waiting.clone(), name.clone()))).collect();
        all.sort_by_key(|(waiting, name)| (Reverse(waiting.priority), waiting.since, name.clone()));
        all.into_iter().map(|(waiting, name)| (name, waiting.token)).collect()
    }

    /// The to-dos of steps that even out, the newest first.
    fn movable(&self) -> Vec<(String, TodoId)> {
        let mut all = Vec::new();
        for (name, filed) in &self.cast.records {
            let Some(case) = &filed.case else { continue };
            for (node, allocation) in case.flow.allocations().filter(|(_, allocation)| allocation.rebalance) {
                debug_assert!(allocation.rebalance, "only these were asked for");
                all.extend(case.state.todos.iter().filter(|todo| todo.node == *node).map(|todo| (name.clone(), todo.id)));
            }
        }
        all.sort_by_key(|(_, todo)| Reverse(*todo));
        all
    }
}

/// Remembers whose turn it was, and when somebody was given something.
pub(super) fn note(play: &mut Play<'_>, outcome: &Outcome) {
    let Some(change) = &outcome.flow else { return };
    for event in &change.events {
        let Event::Allocated { node, chosen, way, .. } = event else { continue };
        play.cast.given.extend(chosen.iter().map(|chosen| (chosen.user, play.now)));
        if *way == Way::RoundRobin {
            let flow = change.case.flow.id().clone();
            play.cast.turns.extend(chosen.last().map(|chosen| ((flow, node.clone()), chosen.user)));
        }
    }
}
