//! What the holder of a to-do may choose among: where a case may be returned to, who may be taken out.

use super::trace::name_of;
use crate::Runtime;
use crate::app_cache::ActiveApp;
use crate::organisation::People;
use crate::types::{ReturnStep, TaskEntry};
use definition::AfterReturn;
use flow_engine::{CompiledFlow, InstanceState, TodoId};
use std::sync::Arc;
use value::NodeId;

impl Runtime {
    /// A to-do with what its holder may choose among.
    pub(super) fn with_choices(
        &self,
        active: &ActiveApp,
        people: &Arc<People>,
        flow: &CompiledFlow,
        state: &InstanceState,
        entry: TaskEntry,
    ) -> TaskEntry {
        let Some(todo) = state.todo(TodoId(entry.id)) else { return entry };
        let now = self.now();
        let found = flow_engine::todo_offers(flow, state, todo, &active.organisation(people, now), now);
        let start = flow.nodes().find(|(_, kind, _)| *kind == "start").map(|(id, ..)| id);
        let step = |node: NodeId| ReturnStep { label: name_of(flow, &node), is_start: start == Some(&node), node };
        TaskEntry {
            return_to: found.return_to.into_iter().map(step).collect(),
            removable: found.removable.into_iter().filter_map(|user| Some((user, people.name_of(user)?.to_owned()))).collect(),
            after_return: match flow.policies().after_return {
                AfterReturn::Replay => "replay",
                AfterReturn::Direct => "direct",
                AfterReturn::Choose => "choose",
            },
            ..entry
        }
    }
}
