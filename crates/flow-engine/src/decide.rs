//! `decide`: what a command leads to.
//!
//! A case is a set of tokens. A token stands at a node, within a scope: the flow itself, one row of a step for each row, or a called
//! flow. A command moves one token; a split makes more of them, a join waits for them and counts. When nothing moves by itself any
//! more, [`settle`](crate::settle) looks once more at those who wait for others: joins, turns, milestones, parts that are over.

use crate::{
    Act, Action, Caller, CloseReason, Command, Context, Event, InstanceState, OrgFact, Refusal, Status, Todo, Token, allocation, apply, cases,
    clocks,
    compile::{CompiledFlow, CompiledNode},
    deadlines, migration,
    nodes::Next,
    operations, settle, task, timers, waits,
    writes::InRow,
};
use formula::{Budget, FieldType, Formula, Overlay, Reference, World};
use uuid::Uuid;
use value::{DepartmentId, EdgeId, ErrorValue, FieldId, Label, NodeId, Record, UserId, Value, to_json};

/// How many nodes one command may go through without a person.
const MAX_STEPS: usize = 1_000;
/// How many of them a refusal names.
const SHOWN_STEPS: usize = 12;

/// Decides a command: the facts that follow from it, or why it has no effect. Nothing is changed; [`apply`] does that.
pub fn decide(flow: &CompiledFlow, state: &InstanceState, command: &Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let mut run = Run::new(flow, state.clone(), context);
    let on_hold = state.status == Status::Suspended;
    match command {
        // A timer of a case on hold is set anew when the case goes on.
        Command::TimerFired { .. } | Command::Allocate { .. } | Command::Rebalance { .. } | Command::Relieve { .. } if on_hold => {}
        Command::Act(_) | Command::Withdraw { .. } | Command::Message { .. } | Command::Answered { .. } if on_hold => return Err(Refusal::OnHold),
        Command::Start { by, department } => run.start(*by, *department, None)?,
        Command::StartFor { by, department, caller } => run.start(*by, *department, Some(caller.clone()))?,
        Command::OfCase { token, record, news } => cases::told(&mut run, *token, *record, *news)?,
        Command::TakeDown => cases::take_down(&mut run),
        Command::Act(act) => run.act(act)?,
        Command::Withdraw { by, opinion } => run.withdraw(*by, opinion)?,
        Command::TimerFired { timer } => timers::fired(&mut run, *timer)?,
        Command::Message { name } => timers::message(&mut run, name)?,
        Command::Answered { call, attempt, fault } => run.answered(*call, *attempt, fault.as_deref())?,
        Command::Manage(manage) => operations::manage(&mut run, manage)?,
        Command::Migrate(migration) => migration::migrate(&mut run, migration)?,
        Command::Look => {}
        Command::Allocate { token } => allocation::look_again(&mut run, *token)?,
        Command::Rebalance { todo } => allocation::rebalance(&mut run, *todo)?,
        Command::Relieve { todo } => operations::relieve(&mut run, *todo)?,
    }
    cases::drop_left(&mut run, cases::awaited(state));
    waits::settle(&mut run);
    deadlines::settle(&mut run)?;
    clocks::settle(&mut run, state)?;
    Ok(run.events)
}

/// A token at a node, by its place in the flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    pub token: u32,
    pub node: usize,
}

/// A row of a step for each row.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row<'a> {
    /// The field that holds the rows.
    pub over: &'a FieldId,
    /// Which of them, counted from 0.
    pub index: u32,
    /// Who was added for it while the step ran.
    pub added: Option<UserId>,
}

/// One decision on its way: every event is applied to a copy of the state at once.
pub(crate) struct Run<'a> {
    pub flow: &'a CompiledFlow,
    pub state: InstanceState,
    pub context: &'a Context<'a>,
    events: Vec<Event>,
    fresh: u32,
    trail: Vec<usize>,
    /// Fields that were set on the way; later conditions see them.
    set: Record,
    /// The tokens that are to move on, the next one last.
    queue: Vec<(Place, Next)>,
    /// Whether nothing runs, and only people are looked for.
    preview: bool,
}

impl<'a> Run<'a> {
    fn new(flow: &'a CompiledFlow, state: InstanceState, context: &'a Context<'a>) -> Self {
        let (events, trail, queue) = (Vec::with_capacity(8), Vec::new(), Vec::new());
        Self { flow, state, context, events, fresh: 0, trail, set: Record::new(), queue, preview: false }
    }

    /// A decision that is never made: people are looked for before a flow is published.
    pub fn preview(flow: &'a CompiledFlow, state: InstanceState, context: &'a Context<'a>) -> Self {
        Self { preview: true, ..Self::new(flow, state, context) }
    }

    pub fn is_preview(&self) -> bool {
        self.preview
    }

    /// What has followed so far.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    pub fn emit(&mut self, event: Event) {
        apply(&mut self.state, &event);
        self.events.push(event);
    }

    pub fn fresh_id(&mut self) -> Uuid {
        let id = (self.context.fresh)(self.fresh);
        self.fresh = self.fresh.saturating_add(1);
        id
    }

    pub fn node(&self, place: Place) -> &'a CompiledNode {
        self.flow.node_or_start(place.node)
    }

    /// Where a token stands.
    pub fn place_of(&self, token: &Token) -> Result<Place, Refusal> {
        let node = self.flow.index_of(&token.node).ok_or_else(|| Refusal::UnknownNode { node: token.node.clone() })?;
        Ok(Place { token: token.key, node })
    }

    /// The scope of a token.
    pub fn scope_of(&self, token: u32) -> u32 {
        self.state.token(token).map_or(0, |token| token.scope)
    }

    /// Which row a token works on, in a step for each row.
    pub fn row_of(&self, token: u32) -> Option<Row<'a>> {
        let mut scope = self.scope_of(token);
        loop {
            let known = self.state.scopes.iter().find(|known| known.key == scope)?;
            let owner = known.owner.and_then(|owner| self.state.token(owner))?;
            if let Some(items) = &owner.items {
                let over = self.flow.index_of(&owner.node).and_then(|node| self.flow.node(node)).and_then(|node| node.behaviour().rows())?;
                let added = u32::try_from(items.added.len()).unwrap_or(u32::MAX);
                let extra = known.index.checked_sub(items.total.saturating_sub(added)).and_then(|extra| usize::try_from(extra).ok());
                return Some(Row { over, index: known.index, added: extra.and_then(|extra| items.added.get(extra)).copied() });
            }
            scope = owner.scope;
        }
    }

    /// Whether the token that waits for this one stands at the same node.
    pub fn owner_stands_at(&self, place: Place) -> bool {
        let scope = self.scope_of(place.token);
        let owner = self.state.scopes.iter().find(|known| known.key == scope).and_then(|scope| scope.owner);
        owner.and_then(|owner| self.state.token(owner)).is_some_and(|owner| owner.node == *self.node(place).id())
    }

    pub fn value(&self, reference: &Reference) -> Value {
        Overlay { set: &self.set, below: self.context.world }.value(reference)
    }

    /// Whether a condition holds. One that cannot answer ends the command: it is never taken for a no.
    pub fn holds(&self, place: Place, condition: &Formula) -> Result<bool, Refusal> {
        self.evaluate(place, condition).map(|answer| formula::is_true(&answer))
    }

    pub fn ask_active(&self, user: UserId) -> Result<bool, Refusal> {
        self.context.organisation.is_active(user).ok_or_else(|| Refusal::Missing(vec![OrgFact::IsActive(user)]))
    }

    pub fn ask_department(&self, user: UserId) -> Result<Option<DepartmentId>, Refusal> {
        self.context.organisation.department_of(user).ok_or_else(|| Refusal::Missing(vec![OrgFact::DepartmentOf(user)]))
    }

    pub fn not_allowed(&self, place: Place, action: &'static str) -> Refusal {
        let node = self.node(place);
        Refusal::NotAllowed { node: node.id().clone(), name: node.label().clone(), action }
    }

    pub fn no_way(&self, place: Place) -> Refusal {
        let node = self.node(place);
        Refusal::NoWay { node: node.id().clone(), name: node.label().clone() }
    }

    fn start(&mut self, by: Option<UserId>, department: Option<DepartmentId>, caller: Option<Box<Caller>>) -> Result<(), Refusal> {
        if self.state.status != Status::None {
            return Err(Refusal::AlreadyStarted);
        }
        self.emit(Event::InstanceStarted { by, department, at: self.context.now, caller });
        let place = Place { token: self.state.next_token, node: self.flow.start() };
        let next = self.enter(place, 0, None)?;
        self.proceed(place, next)
    }

    fn act(&mut self, act: &Act) -> Result<(), Refusal> {
        let todo = self.own_todo(act)?;
        let node = self.flow.index_of(&todo.node).ok_or_else(|| Refusal::UnknownNode { node: todo.node.clone() })?;
        let place = Place { token: todo.token, node };
        let task = self.node(place).task().ok_or_else(|| self.not_allowed(place, act.action.as_str()))?;
        if todo.offered && !matches!(act.action, Action::Claim) {
            return Err(Refusal::NotClaimed);
        }
        if act.action.refuses() && task.opinion_on_reject && act.opinion.trim().is_empty() {
            return Err(Refusal::OpinionNeeded { node: self.node(place).id().clone() });
        }
        let next = match &act.action {
            Action::Approve | Action::Reject | Action::Complete | Action::Resubmit => self.decision(place, &todo, act)?,
            _ => operations::act(self, place, task, &todo, act)?,
        };
        self.proceed(place, next)
    }

    fn decision(&mut self, place: Place, todo: &Todo, act: &Act) -> Result<Next, Refusal> {
        if !self.node(place).behaviour().allows(&act.action) {
            return Err(self.not_allowed(place, act.action.as_str()));
        }
        self.fields_given(place, act)?;
        // A delegate gives advice; whoever delegated decides.
        if todo.owner.is_some() {
            return operations::hand_back(self, todo, act);
        }
        self.node(place).behaviour().act(self, place, act)
    }

    fn own_todo(&self, act: &Act) -> Result<Todo, Refusal> {
        let closed = if self.state.status.is_open() { Refusal::NotOpen } else { Refusal::NotRunning { status: self.state.status } };
        let todo = self.state.todo(act.todo).ok_or(closed)?;
        if todo.holder == act.by { Ok(todo.clone()) } else { Err(Refusal::NotYours) }
    }

    fn fields_given(&self, place: Place, act: &Act) -> Result<(), Refusal> {
        let node = self.node(place);
        let Some(task) = node.task().filter(|_| act.action.finishes()) else { return Ok(()) };
        let blank = |field: &&FieldId| !self.context.hidden.contains(*field) && self.value(&Reference::Field((*field).clone())).is_blank();
        let fields: Vec<(FieldId, Label)> = task.must().filter(blank).map(|field| (field.clone(), self.flow.field_label(field))).collect();
        if fields.is_empty() { Ok(()) } else { Err(Refusal::FieldsNeeded { node: node.id().clone(), fields }) }
    }

    fn withdraw(&mut self, by: UserId, opinion: &str) -> Result<(), Refusal> {
        if !self.state.status.is_open() {
            return Err(Refusal::NotRunning { status: self.state.status });
        }
        if self.state.starter != Some(by) {
            return Err(Refusal::NotStarter);
        }
        if !self.flow.policies().withdraw {
            return Err(Refusal::WithdrawClosed);
        }
        // A case that was returned lies with the starter, who may also give it up.
        if self.state.acted && self.state.status != Status::Returned {
            return Err(Refusal::AlreadyActed);
        }
        self.end(Status::Withdrawn, CloseReason::Withdrawn, Some(by), opinion);
        Ok(())
    }

    /// A late answer, or the same one a second time, has no effect.
    fn answered(&mut self, call: u32, attempt: u32, fault: Option<&str>) -> Result<(), Refusal> {
        let Some(known) = self.state.awaits_answer(call, attempt) else { return Ok(()) };
        let place = self.place_of(known)?;
        let next = self.node(place).behaviour().answered(self, place, fault)?;
        self.proceed(place, next)
    }

    /// Ends the whole case.
    pub fn end(&mut self, status: Status, why: CloseReason, by: Option<UserId>, opinion: &str) {
        while let Some(todo) = self.state.todos.first().map(|todo| todo.id) {
            task::close(self, todo, why);
        }
        let tokens: Vec<u32> = self.state.tokens.iter().filter(|token| !token.timers.is_empty()).map(|token| token.key).collect();
        tokens.into_iter().for_each(|token| timers::cancel_all(self, token));
        self.queue.clear();
        self.emit(Event::Ended { status, by, opinion: opinion.into() });
    }

    /// Moves a token on, and whoever waited for it, until all that is left waits for people, time or messages.
    pub fn proceed(&mut self, place: Place, next: Next) -> Result<(), Refusal> {
        self.queue.push((place, next));
        self.settle()
    }

    /// Moves whoever waits for others, until all that is left waits for people, time or messages.
    pub fn settle(&mut self) -> Result<(), Refusal> {
        loop {
            while let Some((place, next)) = self.queue.pop() {
                self.step(place, next)?;
            }
            match settle::next(self)? {
                Some(next) => self.queue.push(next),
                None => break,
            }
        }
        if self.state.tokens.is_empty() && self.state.status.is_open() {
            self.end(Status::Completed, CloseReason::Ended, None, "");
        }
        Ok(())
    }

    fn step(&mut self, place: Place, next: Next) -> Result<(), Refusal> {
        // Out of a row or a called flow, it is the token of whoever waits for it that goes.
        if let Next::GoTo(there) = next {
            timers::cancel_all(self, there.token);
            return self.go(there, None);
        }
        // A token that was cancelled on the way goes nowhere.
        if self.state.token(place.token).is_none() {
            return Ok(());
        }
        match next {
            Next::Wait | Next::Gone | Next::GoTo(_) => {}
            Next::Begin => {
                let next = self.begin(place)?;
                self.queue.push((place, next));
            }
            Next::End(status) => self.token_ends(place, status)?,
            Next::Terminate(status) => self.terminate(place, status),
            Next::Leave => match self.straight_back(place) {
                Some(target) => self.go(Place { token: place.token, node: target }, None)?,
                None => {
                    let edge = self.node(place).way_on().ok_or_else(|| self.no_way(place))?;
                    self.leave(place, edge.id(), edge.to())?;
                }
            },
            Next::LeaveBy(index) => {
                let edge = self.node(place).edges().get(index).ok_or_else(|| self.no_way(place))?;
                self.leave(place, edge.id(), edge.to())?;
            }
            Next::Through(index) => {
                let edge = self.node(place).edges().get(index).ok_or_else(|| self.no_way(place))?;
                timers::cancel_all(self, place.token);
                self.emit(Event::NodeLeft { token: place.token, node: self.node(place).id().clone(), edge: Some(edge.id().clone()) });
                let there = Place { token: place.token, node: edge.to() };
                let scope = self.scope_of(place.token);
                self.place(there.token, there.node, scope, None);
                self.set_fields(there)?;
                self.queue.push((there, Next::Leave));
            }
            Next::Split(edges) => self.split(place, &edges)?,
        }
        Ok(())
    }

    fn straight_back(&mut self, place: Place) -> Option<usize> {
        let to = self.state.token(place.token)?.back_to.last()?.clone();
        let target = self.flow.index_of(&to)?;
        timers::cancel_all(self, place.token);
        let node = self.node(place).id().clone();
        self.emit(Event::WentBack { token: place.token, node, to });
        Some(target)
    }

    fn token_ends(&mut self, place: Place, status: Status) -> Result<(), Refusal> {
        let scope = self.scope_of(place.token);
        let node = self.node(place).id().clone();
        self.emit(Event::NodeLeft { token: place.token, node, edge: None });
        if status == Status::Rejected {
            return self.rejected(scope);
        }
        if self.state.tokens.is_empty() {
            self.end(status, CloseReason::Ended, None, "");
        }
        Ok(())
    }

    /// A flow ends as rejected: the case, or the part of it for which nobody waits or whose caller knows how to go on.
    fn rejected(&mut self, mut scope: u32) -> Result<(), Refusal> {
        while let Some(part) = self.state.scopes.iter().find(|part| part.key == scope).cloned() {
            let Some(owner) = part.owner.and_then(|owner| self.state.token(owner)).cloned() else {
                self.cancel_scope_tokens(scope, CloseReason::Ended);
                return Ok(());
            };
            let caller = self.place_of(&owner)?;
            if let Some(next) = self.node(caller).behaviour().part_rejected(self, caller) {
                self.clear_token(owner.key, CloseReason::Ended);
                self.queue.push((caller, next));
                return Ok(());
            }
            scope = owner.scope;
        }
        self.end(Status::Rejected, CloseReason::Ended, None, "");
        Ok(())
    }

    /// Ends the case, or the called flow in which the end stands.
    fn terminate(&mut self, place: Place, status: Status) {
        let scope = self.scope_of(place.token);
        let node = self.node(place).id().clone();
        self.emit(Event::NodeLeft { token: place.token, node, edge: None });
        if scope == 0 {
            self.end(status, CloseReason::Ended, None, "");
        } else {
            self.cancel_scope_tokens(scope, CloseReason::Ended);
        }
    }

    fn leave(&mut self, place: Place, edge: &EdgeId, to: usize) -> Result<(), Refusal> {
        if self.state.token(place.token).is_some_and(|token| !token.back_to.is_empty()) {
            // It would have gone straight back; now it goes the long way, and what stands on that way is in the way.
            operations::clear_the_way(self, place);
        }
        timers::cancel_all(self, place.token);
        let node = self.node(place).id().clone();
        self.emit(Event::NodeLeft { token: place.token, node, edge: Some(edge.clone()) });
        self.go(Place { token: place.token, node: to }, Some(edge))
    }

    fn go(&mut self, place: Place, via: Option<&EdgeId>) -> Result<(), Refusal> {
        let scope = self.scope_of(place.token);
        let next = self.enter(place, scope, via)?;
        self.queue.push((place, next));
        Ok(())
    }

    /// All branches exist before the first of them goes on, so that none is the last by accident. The first keeps the token.
    fn split(&mut self, place: Place, edges: &[usize]) -> Result<(), Refusal> {
        let node = self.node(place);
        let scope = self.scope_of(place.token);
        timers::cancel_all(self, place.token);
        let mut branches = Vec::new();
        for (number, edge) in edges.iter().filter_map(|index| node.edges().get(*index)).enumerate() {
            let token = if number == 0 { place.token } else { self.state.next_token };
            self.emit(Event::NodeLeft { token, node: node.id().clone(), edge: Some(edge.id().clone()) });
            self.place(token, edge.to(), scope, Some(edge.id()));
            branches.push((Place { token, node: edge.to() }, Next::Begin));
        }
        if branches.is_empty() {
            return Err(self.no_way(place));
        }
        self.queue.extend(branches.into_iter().rev());
        Ok(())
    }

    /// Begins a token beside the others; it moves when its turn comes.
    pub fn spawn(&mut self, node: usize, scope: u32, via: Option<&EdgeId>) -> Result<(), Refusal> {
        let place = Place { token: self.state.next_token, node };
        let next = self.enter(place, scope, via)?;
        self.queue.push((place, next));
        Ok(())
    }

    /// Parks a token at a join, as if its branch were done.
    pub fn park(&mut self, node: usize, scope: u32, via: &EdgeId) {
        let token = self.state.next_token;
        self.place(token, node, scope, Some(via));
    }

    fn enter(&mut self, place: Place, scope: u32, via: Option<&EdgeId>) -> Result<Next, Refusal> {
        self.place(place.token, place.node, scope, via);
        self.begin(place)
    }

    fn place(&mut self, token: u32, node: usize, scope: u32, via: Option<&EdgeId>) {
        let node = self.flow.node_or_start(node);
        let edge = via.filter(|_| node.joins()).cloned();
        self.emit(Event::NodeEntered { token, node: node.id().clone(), scope, edge });
    }

    fn begin(&mut self, place: Place) -> Result<Next, Refusal> {
        self.trail.push(place.node);
        if self.trail.len() > MAX_STEPS {
            return Err(self.looped());
        }
        self.set_fields(place)?;
        if self.node(place).turn().is_some_and(|turn| settle::is_taken(self, turn, place)) {
            let node = self.node(place).id().clone();
            self.emit(Event::TurnAwaited { token: place.token, node });
            return Ok(Next::Wait);
        }
        self.open(place)
    }

    /// Lets a node begin its work for a token that is there.
    pub fn open(&mut self, place: Place) -> Result<Next, Refusal> {
        let next = self.node(place).behaviour().enter(self, place)?;
        if next == Next::Wait {
            waits::arm(self, place);
        }
        Ok(next)
    }

    /// Takes a token away with all that belongs to it.
    pub fn cancel_token(&mut self, token: u32, why: CloseReason) {
        let Some(node) = self.state.token(token).map(|token| token.node.clone()) else { return };
        self.clear_token(token, why);
        self.emit(Event::BranchCancelled { token, node });
    }

    /// Takes away what a token waits for: to-dos, timers and parts.
    pub fn clear_token(&mut self, token: u32, why: CloseReason) {
        task::close_all(self, token, why);
        timers::cancel_all(self, token);
        let scopes: Vec<u32> = self.state.scopes.iter().filter(|scope| scope.owner == Some(token)).map(|scope| scope.key).collect();
        for scope in scopes {
            self.cancel_scope_tokens(scope, why);
            self.emit(Event::ScopeClosed { scope });
        }
    }

    fn cancel_scope_tokens(&mut self, scope: u32, why: CloseReason) {
        let inside: Vec<u32> = self.state.tokens.iter().filter(|token| token.scope == scope).map(|token| token.key).collect();
        inside.into_iter().for_each(|token| self.cancel_token(token, why));
    }

    fn looped(&self) -> Refusal {
        let last = self.trail.len().saturating_sub(SHOWN_STEPS);
        let path: Vec<NodeId> = self.trail.iter().skip(last).map(|index| self.flow.node_or_start(*index).id().clone()).collect();
        Refusal::Loop { path }
    }

    fn set_fields(&mut self, place: Place) -> Result<(), Refusal> {
        self.set_these(place, self.node(place).on_enter())
    }

    /// Sets fields on behalf of a node.
    pub fn set_these(&mut self, place: Place, assignments: &[(FieldId, FieldType, Formula)]) -> Result<(), Refusal> {
        if assignments.is_empty() {
            return Ok(());
        }
        let node = self.node(place);
        let mut values = serde_json::Map::new();
        for (field, field_type, formula) in assignments {
            let answer = self.evaluate(place, formula)?;
            let fitted = formula::fit(&answer, field_type).map_err(|error| self.formula_error(place, error))?;
            values.insert(field.to_string(), to_json(&fitted, Some(&field_type.value_type)));
            self.set.set(field.clone(), fitted);
        }
        self.emit(Event::FieldsSet { node: node.id().clone(), values });
        Ok(())
    }

    /// Sets one field on behalf of a node to a value that is known.
    pub fn set_value(&mut self, place: Place, field: &FieldId, value: Value) {
        let json = to_json(&value, self.flow.field_type(field).map(|known| &known.value_type));
        let node = self.node(place).id().clone();
        self.set.set(field.clone(), value);
        self.emit(Event::FieldsSet { node, values: [(field.to_string(), json)].into_iter().collect() });
    }

    /// What a call is given, as its operation takes it.
    pub fn call_inputs(&self, place: Place) -> Result<serde_json::Map<String, serde_json::Value>, Refusal> {
        let mut inputs = serde_json::Map::new();
        for (input, input_type, formula) in self.node(place).inputs() {
            let answer = self.evaluate(place, formula)?;
            let fitted = formula::fit(&answer, input_type).map_err(|error| self.formula_error(place, error))?;
            inputs.insert(input.to_string(), to_json(&fitted, None));
        }
        Ok(inputs)
    }

    pub fn evaluate(&self, place: Place, formula: &Formula) -> Result<Value, Refusal> {
        self.evaluate_in(place, formula, None)
    }

    /// The same with a row of a sub-table at hand.
    pub fn evaluate_in(&self, place: Place, formula: &Formula, row: Option<&Record>) -> Result<Value, Refusal> {
        let below = Overlay { set: &self.set, below: self.context.world };
        let world = InRow { row, below: &below };
        match formula::evaluate(formula, &world, Budget::default()) {
            Value::Error(error) => Err(self.formula_error(place, error)),
            answer => Ok(answer),
        }
    }

    /// The fields that were set so far.
    pub fn set_so_far(&self) -> &Record {
        &self.set
    }

    pub fn formula_error(&self, place: Place, error: ErrorValue) -> Refusal {
        let node = self.node(place);
        Refusal::Formula { node: node.id().clone(), name: node.label().clone(), error }
    }
}
