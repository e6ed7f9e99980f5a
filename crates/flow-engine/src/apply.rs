//! `apply`: the only thing that changes a state.

use crate::{
    CaseClock, CaseClockChanged, Child, Countdown, Decision, Done, Event, Gate, Held, Incident, InstanceState, Items, Last, Later, Scope, Stand,
    Status, TimerKey, TimerKind, Todo, TodoId, Token, TokenTimer, Waiting, migration,
};
use calendar::Clock;
use value::{Instant, NodeId, PartId, UserId};

/// Applies a fact to a state. A replay of all events of an instance gives its state.
pub fn apply(state: &mut InstanceState, event: &Event) {
    match event {
        Event::InstanceStarted { by, department, at, caller } => {
            state.caller.clone_from(caller);
            state.status = Status::Running;
            state.starter = *by;
            state.department = *department;
            state.started_at = Some(*at);
        }
        Event::Ended { status, .. } => end(state, *status),
        Event::FieldsSet { .. }
        | Event::BranchTaken { .. }
        | Event::BoundaryTaken { .. }
        | Event::MessageCame { .. }
        | Event::CaseClockWarned { .. }
        | Event::MessageSent { .. }
        | Event::SignersAdded { .. } => {}
        _ => {
            let known = on_people(state, event) || on_tokens(state, event) || on_timers(state, event) || on_case(state, event);
            debug_assert!(known, "an event that changes nothing is named above");
        }
    }
}

fn end(state: &mut InstanceState, status: Status) {
    state.status = status;
    state.tokens.clear();
    state.todos.clear();
    state.scopes.clear();
    state.gates.clear();
    state.later.clear();
    state.waiting.clear();
    state.mail.clear();
    state.incidents.clear();
    state.last = None;
    state.held = None;
}

/// What happens to to-dos and to those who hold them.
fn on_people(state: &mut InstanceState, event: &Event) -> bool {
    match event {
        Event::TodoOpened { todo, token, node, holder, due, weight, offered } => {
            state.later.retain(|later| later.id != *todo);
            state.waiting.retain(|waiting| waiting.token != *token);
            state.todos.push(opened(*todo, *token, node, *holder, *due, *weight, *offered));
        }
        Event::SignerQueued { todo, token, holder, after, weight, .. } => {
            state.later.push(Later { id: *todo, token: *token, holder: *holder, after: after.clone(), weight: *weight });
        }
        Event::SignerRequeued { todo, after, .. } => {
            if let Some(later) = state.later.iter_mut().find(|later| later.id == *todo) {
                later.after.clone_from(after);
            }
        }
        Event::QueueDropped { token } => drop_queue(state, *token),
        Event::Allocated { token, .. } => state.waiting.retain(|waiting| waiting.token != *token),
        Event::AllocationAwaited { token, since, priority, tried, .. } => {
            state.waiting.retain(|waiting| waiting.token != *token);
            state.waiting.push(Waiting { token: *token, since: *since, priority: *priority, told: *tried });
        }
        Event::Rebalanced { todo, to, .. } => give(state, *todo, *to),
        Event::Transferred { todo, to, .. } => {
            state.last = None;
            give(state, *todo, *to);
        }
        Event::Reassigned(crate::Reassigned { todo, to, .. }) => {
            state.last = None;
            change(state, *todo, |todo| {
                // Whoever had delegated it has it again.
                todo.owner = todo.owner.filter(|owner| owner != to);
                todo.holder = *to;
            });
        }
        Event::Delegated { todo, from, to, .. } => {
            state.last = None;
            change(state, *todo, |todo| {
                todo.owner.get_or_insert(*from);
                todo.holder = *to;
            });
        }
        Event::HandedBack { todo, to, .. } => {
            state.last = None;
            change(state, *todo, |todo| {
                todo.owner = None;
                todo.holder = *to;
            });
        }
        Event::Decided { todo, node, by, decision, .. } => decided(state, *todo, node, *by, *decision),
        Event::AgreedBefore { token, node, by, weight } => {
            if let Some(token) = token_mut(state, *token) {
                token.yes = token.yes.saturating_add(*weight);
            }
            note_done(state, node, *by);
        }
        Event::NodePassed { node, by, .. } => by.iter().for_each(|by| note_done(state, node, *by)),
        Event::TodoClosed { todo, .. } => {
            state.todos.retain(|open| open.id != *todo);
            state.later.iter_mut().for_each(|later| later.after.retain(|first| first != todo));
        }
        Event::SignerRemoved { todo, .. } => {
            state.later.retain(|later| later.id != *todo);
            state.later.iter_mut().for_each(|later| later.after.retain(|first| first != todo));
        }
        Event::Claimed { todo, .. } => change(state, *todo, |todo| todo.offered = false),
        Event::GivenBack { todo, .. } => change(state, *todo, |todo| todo.offered = true),
        Event::StoodIn { token, holder, absent, .. } => {
            if let Some(token) = token_mut(state, *token) {
                token.stands.push(Stand { holder: *holder, absent: *absent });
            }
        }
        Event::CopiesSent { to, .. } => state.told.extend(to),
        _ => return false,
    }
    true
}

/// Nobody has the step of a token later any more, and it waits for nobody.
fn drop_queue(state: &mut InstanceState, token: u32) {
    state.later.retain(|later| later.token != token);
    state.waiting.retain(|waiting| waiting.token != token);
}

fn opened(id: TodoId, token: u32, node: &NodeId, holder: UserId, due: Option<Instant>, weight: u32, offered: bool) -> Todo {
    let node = node.clone();
    Todo { id, token, node, holder, due, remind_at: None, escalate_at: None, level_at: None, levels: 0, owner: None, weight, offered, count: None }
}

fn decided(state: &mut InstanceState, todo: TodoId, node: &NodeId, by: UserId, decision: Decision) {
    state.acted = true;
    if decision == Decision::Resubmitted {
        state.status = Status::Running;
    }
    let vote = state.todo(todo).map(|todo| (todo.token, todo.weight));
    if let Some((token, weight)) = vote {
        if let Some(token) = token_mut(state, token) {
            let tally = if decision == Decision::Rejected { &mut token.no } else { &mut token.yes };
            *tally = tally.saturating_add(weight);
        }
        state.last = Some(Last { by, node: node.clone(), token });
    }
    note_done(state, node, by);
}

/// What happens to tokens, joins and scopes.
fn on_tokens(state: &mut InstanceState, event: &Event) -> bool {
    match event {
        Event::NodeEntered { token, node, scope, edge } => entered(state, *token, node, *scope, edge.as_ref()),
        Event::NodeLeft { token, edge: None, .. } | Event::BranchCancelled { token, .. } => remove(state, *token),
        Event::NodeLeft { token, .. } => {
            drop_queue(state, *token);
            if let Some(token) = token_mut(state, *token) {
                token.back_to.clear();
                token.timers.clear();
                token.child = None;
            }
        }
        Event::WentBack { token, .. } => {
            drop_queue(state, *token);
            if let Some(token) = token_mut(state, *token) {
                token.back_to.pop();
                token.timers.clear();
            }
        }
        Event::Joined { token, node, used, spent } => {
            // Whoever takes the last decision back moves the token that has become of it.
            if let Some(last) = state.last.as_mut().filter(|last| used.contains(&last.token)) {
                last.token = *token;
            }
            used.iter().for_each(|used| remove(state, *used));
            let scope = state.token(*token).map_or(0, |token| token.scope);
            if let Some(token) = token_mut(state, *token) {
                token.via = None;
            }
            if !spent.is_empty() {
                state.gates.push(Gate { node: node.clone(), scope, spent: spent.clone() });
            }
        }
        Event::CameLate { token, node, last } => came_late(state, *token, node, *last),
        Event::RoundClosed { node, scope } => state.gates.retain(|gate| gate.node != *node || gate.scope != *scope),
        Event::ScopeOpened { scope, owner, index } => {
            state.next_token = state.next_token.max(scope.saturating_add(1));
            state.scopes.push(Scope { key: *scope, owner: Some(*owner), index: *index });
            change_items(state, *owner, |items| items.begun = items.begun.saturating_add(1));
        }
        Event::ScopeClosed { scope } => {
            let owner = state.scopes.iter().find(|known| known.key == *scope).and_then(|scope| scope.owner);
            state.scopes.retain(|known| known.key != *scope);
            state.gates.retain(|gate| gate.scope != *scope);
            if let Some(owner) = owner {
                change_items(state, owner, |items| items.done = items.done.saturating_add(1));
            }
        }
        Event::ScopesLetGo { owner } => state.scopes.iter_mut().filter(|scope| scope.owner == Some(*owner)).for_each(|scope| scope.owner = None),
        Event::RowsCounted { token, total, .. } => {
            if let Some(token) = token_mut(state, *token) {
                token.items = Some(Items { total: *total, ..Items::default() });
            }
        }
        Event::RowAdded { token, holder, .. } => change_items(state, *token, |items| {
            items.total = items.total.saturating_add(1);
            items.added.push(*holder);
        }),
        Event::TurnAwaited { token, .. } => set_turn(state, *token, true),
        Event::TurnCame { token, .. } => set_turn(state, *token, false),
        Event::CallRequested { token, attempt, call, .. } => {
            state.calls = state.calls.max(*call);
            if let Some(token) = token_mut(state, *token) {
                token.tries = *attempt;
                token.call = *call;
            }
        }
        Event::CallAnswered { .. } => {}
        _ => return on_children(state, event),
    }
    true
}

/// What happens to cases of other forms that tokens asked for.
fn on_children(state: &mut InstanceState, event: &Event) -> bool {
    match event {
        Event::CaseRequested { token, form, record, waits, .. } => {
            if let Some(token) = token_mut(state, *token) {
                token.child = Some(Box::new(Child { form: form.clone(), record: *record, waits: *waits, ended: None }));
            }
        }
        // What is written elsewhere, or another case has begun to do, is not undone by taking the decision before it back.
        Event::CaseFiled { .. } | Event::RecordsAdded(_) | Event::RecordsChanged(_) => state.last = None,
        Event::CaseEnded { token, record, status, .. } => {
            let child = token_mut(state, *token).and_then(|token| token.child.as_mut());
            if let Some(child) = child.filter(|child| child.record == *record) {
                child.ended = Some(*status);
            }
        }
        Event::CaseDropped { token, record, .. } => {
            if let Some(token) = token_mut(state, *token) {
                token.child.take_if(|child| child.record == *record);
            }
        }
        _ => return false,
    }
    true
}

fn entered(state: &mut InstanceState, key: u32, node: &NodeId, scope: u32, edge: Option<&value::EdgeId>) {
    // Whoever did it in an earlier round no longer counts.
    state.done.retain(|done| done.node != *node);
    match token_mut(state, key) {
        Some(known) => {
            known.node = node.clone();
            known.via = edge.cloned();
            known.yes = 0;
            known.no = 0;
            known.tries = 0;
            known.call = 0;
            known.items = None;
            known.child = None;
            known.awaits_turn = false;
            known.stands.clear();
        }
        None => {
            let token = Token {
                key,
                node: node.clone(),
                scope,
                via: edge.cloned(),
                back_to: Vec::new(),
                timers: Vec::new(),
                yes: 0,
                no: 0,
                awaits_turn: false,
                items: None,
                tries: 0,
                child: None,
                call: 0,
                stands: Vec::new(),
            };
            state.tokens.push(token);
            state.next_token = state.next_token.max(key.saturating_add(1));
        }
    }
}

fn remove(state: &mut InstanceState, key: u32) {
    state.tokens.retain(|known| known.key != key);
    drop_queue(state, key);
    state.incidents.retain(|incident| incident.token != key);
    state.last.take_if(|last| last.token == key);
    // A part that nobody waits for any more goes on by itself.
    state.scopes.iter_mut().filter(|scope| scope.owner == Some(key)).for_each(|scope| scope.owner = None);
}

fn came_late(state: &mut InstanceState, key: u32, node: &NodeId, last: bool) {
    let came = state.token(key).map(|token| (token.scope, token.via.clone()));
    remove(state, key);
    let Some((scope, via)) = came else { return };
    if last {
        state.gates.retain(|gate| gate.node != *node || gate.scope != scope);
    } else if let Some(gate) = state.gates.iter_mut().find(|gate| gate.node == *node && gate.scope == scope) {
        gate.spent.extend(via);
    }
}

/// What happens to timers.
fn on_timers(state: &mut InstanceState, event: &Event) -> bool {
    match event {
        Event::TimerSet { timer, at } => set_timer(state, *timer, Some(*at)),
        Event::TimerCancelled { timer } | Event::TimerFired { timer } => set_timer(state, *timer, None),
        Event::Reminded { todo, .. } => set_timer(state, TimerKey::Todo { todo: *todo, kind: TimerKind::Remind }, None),
        Event::Escalated { todo, to, handed_over, .. } => {
            set_timer(state, TimerKey::Todo { todo: *todo, kind: TimerKind::Escalate }, None);
            hand_over(state, *todo, to, *handed_over);
        }
        Event::LevelReached { todo, to, handed_over, level, .. } => {
            change(state, *todo, |todo| {
                todo.level_at = None;
                todo.levels = *level;
            });
            hand_over(state, *todo, to, *handed_over);
        }
        Event::ClockChanged { todo, late, change: clock_change, due, .. } => change(state, *todo, |todo| {
            todo.due = *due;
            let count = todo.count.get_or_insert_default();
            let clock = if *late { count.late.get_or_insert_with(Clock::new) } else { &mut count.clock };
            clock.apply(clock_change);
        }),
        Event::CaseClockChanged(CaseClockChanged { number, clock, late, change: clock_change, due }) => {
            on_clock(state, *number, clock, |known| {
                known.due = *due;
                let clock = if *late { known.count.late.get_or_insert_with(Clock::new) } else { &mut known.count.clock };
                clock.apply(clock_change);
            });
        }
        Event::CaseClockLooked { number, holding } => {
            if let Some(known) = state.clocks.iter_mut().find(|known| known.number == *number) {
                known.holding.clone_from(holding);
            }
        }
        Event::CaseClockLevel { to, handed_over, .. } => {
            if let Some(to) = to.first() {
                handed_over.iter().for_each(|todo| give(state, *todo, *to));
            }
        }
        Event::CaseClockDropped { number, .. } => state.clocks.retain(|known| known.number != *number),
        Event::DueMoved { todo, due } => change(state, *todo, |todo| todo.due = Some(*due)),
        _ => return false,
    }
    true
}

/// What happens to the case as a whole.
fn on_case(state: &mut InstanceState, event: &Event) -> bool {
    match event {
        Event::Returned { node, to, to_starter, token, forget, direct, .. } => {
            state.acted = true;
            state.last = None;
            match forget {
                Some(forget) => state.done.retain(|done| !forget.contains(&done.node)),
                None => {
                    let again = state.done.iter().position(|done| done.node == *to).unwrap_or(0);
                    state.done.truncate(again);
                }
            }
            if let Some(token) = token_mut(state, *token) {
                if *direct {
                    token.back_to.push(node.clone());
                } else {
                    token.back_to.clear();
                }
            }
            if *to_starter {
                state.status = Status::Returned;
            }
        }
        Event::TakenBack { forget, token, .. } | Event::Jumped { forget, token, .. } => {
            state.acted = true;
            state.last = None;
            state.done.retain(|done| !forget.contains(&done.node));
            // A case that lay with its starter goes on elsewhere.
            if state.status == Status::Returned {
                state.status = Status::Running;
            }
            if let Some(token) = token_mut(state, *token) {
                token.back_to.clear();
            }
        }
        Event::Migrated { nodes, edges, gone } => migration::moved(state, nodes, edges, gone),
        Event::Urged { at, .. } => state.urged_at = Some(*at),
        Event::Suspended { at, .. } => {
            state.held = Some(Held { since: *at, was: state.status });
            state.status = Status::Suspended;
        }
        Event::Resumed { .. } => state.status = state.held.take().map_or(Status::Running, |held| held.was),
        Event::MessageKept { name } => state.mail.push(name.clone()),
        Event::MessageUsed { name, .. } => {
            if let Some(index) = state.mail.iter().position(|kept| kept == name) {
                state.mail.remove(index);
            }
        }
        Event::IncidentRaised { token, what, .. } => state.incidents.push(Incident { token: *token, what: what.clone() }),
        Event::IncidentSettled { token, .. } => state.incidents.retain(|incident| incident.token != *token),
        _ => return false,
    }
    true
}

fn note_done(state: &mut InstanceState, node: &NodeId, by: UserId) {
    match state.done.iter_mut().find(|done| done.node == *node) {
        Some(done) => {
            done.by.retain(|user| *user != by);
            done.by.push(by);
        }
        None => state.done.push(Done { node: node.clone(), by: vec![by] }),
    }
}

fn set_timer(state: &mut InstanceState, timer: TimerKey, at: Option<Instant>) {
    match timer {
        TimerKey::Todo { todo, kind } => change(state, todo, |todo| match kind {
            TimerKind::Remind => todo.remind_at = at,
            TimerKind::Escalate => todo.escalate_at = at,
            TimerKind::Level => todo.level_at = at,
            TimerKind::Clock => {
                if let Some(count) = &mut todo.count {
                    count.next = at;
                }
            }
        }),
        TimerKey::Clock { clock } => {
            if let Some(known) = state.clocks.iter_mut().find(|known| known.number == clock) {
                known.count.next = at;
            }
        }
        TimerKey::Token { token, kind, number } => {
            let Some(token) = token_mut(state, token) else { return };
            token.timers.retain(|timer| timer.kind != kind || timer.number != number);
            token.timers.extend(at.map(|at| TokenTimer { kind, number, at }));
        }
    }
}

fn on_clock(state: &mut InstanceState, number: u32, id: &PartId, with: impl FnOnce(&mut CaseClock)) {
    if let Some(known) = state.clocks.iter_mut().find(|known| known.number == number) {
        return with(known);
    }
    let mut clock = CaseClock { number, id: id.clone(), count: Countdown::default(), due: None, holding: Vec::new() };
    with(&mut clock);
    state.clocks.push(clock);
}

fn hand_over(state: &mut InstanceState, todo: TodoId, to: &[UserId], handed_over: bool) {
    if let (true, Some(to)) = (handed_over, to.first()) {
        give(state, todo, *to);
    }
}

fn give(state: &mut InstanceState, todo: TodoId, to: UserId) {
    change(state, todo, |todo| todo.holder = to);
}

fn change(state: &mut InstanceState, todo: TodoId, with: impl FnOnce(&mut Todo)) {
    if let Some(todo) = state.todos.iter_mut().find(|open| open.id == todo) {
        with(todo);
    }
}

fn change_items(state: &mut InstanceState, token: u32, with: impl FnOnce(&mut Items)) {
    if let Some(items) = token_mut(state, token).and_then(|token| token.items.as_mut()) {
        with(items);
    }
}

fn set_turn(state: &mut InstanceState, token: u32, awaits: bool) {
    if let Some(token) = token_mut(state, token) {
        token.awaits_turn = awaits;
    }
}

fn token_mut(state: &mut InstanceState, key: u32) -> Option<&mut Token> {
    state.tokens.iter_mut().find(|token| token.key == key)
}
