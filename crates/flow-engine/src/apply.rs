//! `apply`: the only thing that changes a state.

use crate::{Decision, Done, Event, InstanceState, Status, TimerKey, TimerKind, Todo, Token};
use value::Instant;

/// Applies a fact to a state. A replay of all events of an instance gives its state.
pub fn apply(state: &mut InstanceState, event: &Event) {
    match event {
        Event::InstanceStarted { by, department, at } => {
            state.status = Status::Running;
            state.starter = *by;
            state.department = *department;
            state.started_at = Some(*at);
        }
        Event::NodeEntered { token, node } => {
            // Whoever did it in an earlier round no longer counts.
            state.done.retain(|done| done.node != *node);
            match state.tokens.iter_mut().find(|known| known.key == *token) {
                Some(known) => known.node = node.clone(),
                None => {
                    state.tokens.push(Token { key: *token, node: node.clone() });
                    state.next_token = state.next_token.max(token.saturating_add(1));
                }
            }
        }
        Event::TodoOpened { todo, token, node, holder, due } => {
            let (id, node) = (*todo, node.clone());
            state.todos.push(Todo { id, token: *token, node, holder: *holder, due: *due, remind_at: None, escalate_at: None });
        }
        Event::TimerSet { timer, at } => set_timer(state, *timer, Some(*at)),
        Event::TimerCancelled { timer } => set_timer(state, *timer, None),
        Event::Reminded { todo, .. } => set_timer(state, TimerKey { todo: *todo, kind: TimerKind::Remind }, None),
        Event::Escalated { todo, to, handed_over, .. } => {
            set_timer(state, TimerKey { todo: *todo, kind: TimerKind::Escalate }, None);
            if let (true, Some(to)) = (*handed_over, to.first()) {
                give(state, *todo, *to);
            }
        }
        Event::Transferred { todo, to, .. } => give(state, *todo, *to),
        Event::Decided { node, by, decision, .. } => {
            state.acted = true;
            if *decision == Decision::Resubmitted {
                state.status = Status::Running;
            }
            note_done(state, node, *by);
        }
        Event::Returned { to, to_starter, .. } => {
            state.acted = true;
            let again = state.done.iter().position(|done| done.node == *to).unwrap_or(0);
            state.done.truncate(again);
            if *to_starter {
                state.status = Status::Returned;
            }
        }
        Event::TodoClosed { todo, .. } => state.todos.retain(|open| open.id != *todo),
        Event::CopiesSent { to, .. } => state.told.extend(to),
        Event::NodeLeft { token, edge: None, .. } => state.tokens.retain(|known| known.key != *token),
        Event::Ended { status, .. } => {
            state.status = *status;
            state.tokens.clear();
            state.todos.clear();
        }
        Event::FieldsSet { .. } | Event::NodePassed { .. } | Event::BranchTaken { .. } | Event::NodeLeft { .. } => {}
    }
}

fn note_done(state: &mut InstanceState, node: &value::NodeId, by: value::UserId) {
    match state.done.iter_mut().find(|done| done.node == *node) {
        Some(done) => {
            done.by.retain(|user| *user != by);
            done.by.push(by);
        }
        None => state.done.push(Done { node: node.clone(), by: vec![by] }),
    }
}

fn set_timer(state: &mut InstanceState, timer: TimerKey, at: Option<Instant>) {
    if let Some(todo) = state.todos.iter_mut().find(|todo| todo.id == timer.todo) {
        match timer.kind {
            TimerKind::Remind => todo.remind_at = at,
            TimerKind::Escalate => todo.escalate_at = at,
        }
    }
}

fn give(state: &mut InstanceState, todo: crate::TodoId, to: value::UserId) {
    if let Some(todo) = state.todos.iter_mut().find(|open| open.id == todo) {
        todo.holder = to;
    }
}
