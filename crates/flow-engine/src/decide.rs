//! `decide`: what a command leads to.

use crate::{
    Act, Action, CloseReason, Command, Context, Event, InstanceState, Operation, OrgFact, Refusal, Status, Todo, apply,
    compile::{CompiledFlow, CompiledNode},
    nodes::Next,
    task,
};
use formula::{Budget, Formula, Overlay, Reference, World};
use uuid::Uuid;
use value::{DepartmentId, ErrorValue, FieldId, Label, NodeId, Record, UserId, Value, to_json};

/// How many nodes one command may go through without a person.
const MAX_STEPS: usize = 1_000;
/// How many of them a refusal names.
const SHOWN_STEPS: usize = 12;

/// Decides a command: the facts that follow from it, or why it has no effect. Nothing is changed; [`apply`] does that.
pub fn decide(flow: &CompiledFlow, state: &InstanceState, command: &Command, context: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let mut run = Run { flow, state: state.clone(), context, events: Vec::with_capacity(8), fresh: 0, trail: Vec::new(), set: Record::new() };
    match command {
        Command::Start { by, department } => run.start(*by, *department)?,
        Command::Act(act) => run.act(act)?,
        Command::Withdraw { by, opinion } => run.withdraw(*by, opinion)?,
        Command::TimerFired { timer } => task::timer_fired(&mut run, *timer)?,
    }
    Ok(run.events)
}

/// A token at a node, by its place in the flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    pub token: u32,
    pub node: usize,
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
}

impl<'a> Run<'a> {
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

    fn start(&mut self, by: Option<UserId>, department: Option<DepartmentId>) -> Result<(), Refusal> {
        if self.state.status != Status::None {
            return Err(Refusal::AlreadyStarted);
        }
        self.emit(Event::InstanceStarted { by, department, at: self.context.now });
        let place = Place { token: self.state.next_token, node: self.flow.start() };
        let next = self.enter(place)?;
        self.proceed(place, next)
    }

    fn act(&mut self, act: &Act) -> Result<(), Refusal> {
        let todo = self.own_todo(act)?;
        let node = self.flow.index_of(&todo.node).ok_or_else(|| Refusal::UnknownNode { node: todo.node.clone() })?;
        let place = Place { token: todo.token, node };
        let task = self.node(place).task().ok_or_else(|| self.not_allowed(place, act.action.as_str()))?;
        match &act.action {
            Action::Transfer { to } => {
                if !task.operations.contains(&Operation::Transfer) {
                    return Err(self.not_allowed(place, "transfer"));
                }
                task::transfer(self, &todo, act, *to)
            }
            Action::Return { to } => {
                let target = task::return_target(self, place, task, to.as_ref())?;
                self.opinion_given(place, act)?;
                let next = task::send_back(self, place, act, target);
                self.proceed(place, next)
            }
            action => {
                if !self.node(place).behaviour().allows(action) {
                    return Err(self.not_allowed(place, action.as_str()));
                }
                self.opinion_given(place, act)?;
                self.fields_given(place, act)?;
                let next = self.node(place).behaviour().act(self, place, act)?;
                self.proceed(place, next)
            }
        }
    }

    fn own_todo(&self, act: &Act) -> Result<Todo, Refusal> {
        let closed = if self.state.status.is_open() { Refusal::NotOpen } else { Refusal::NotRunning { status: self.state.status } };
        let todo = self.state.todo(act.todo).ok_or(closed)?;
        if todo.holder == act.by { Ok(todo.clone()) } else { Err(Refusal::NotYours) }
    }

    fn opinion_given(&self, place: Place, act: &Act) -> Result<(), Refusal> {
        let wanted = self.node(place).task().is_some_and(|task| task.opinion_on_reject);
        if wanted && !act.action.finishes() && act.opinion.trim().is_empty() {
            return Err(Refusal::OpinionNeeded { node: self.node(place).id().clone() });
        }
        Ok(())
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

    fn end(&mut self, status: Status, why: CloseReason, by: Option<UserId>, opinion: &str) {
        while let Some(todo) = self.state.todos.first().map(|todo| todo.id) {
            task::close(self, todo, why);
        }
        self.emit(Event::Ended { status, by, opinion: opinion.into() });
    }

    /// Moves a token on until somebody has to do something or the case ends.
    fn proceed(&mut self, mut place: Place, mut next: Next) -> Result<(), Refusal> {
        loop {
            let node = self.node(place);
            match next {
                Next::Wait => return Ok(()),
                Next::End(status) => {
                    self.emit(Event::NodeLeft { token: place.token, node: node.id().clone(), edge: None });
                    if status == Status::Rejected || self.state.tokens.is_empty() {
                        self.end(status, CloseReason::Ended, None, "");
                    }
                    return Ok(());
                }
                Next::BackTo(target) => place.node = target,
                Next::Leave | Next::LeaveBy(_) => {
                    let edge = match next {
                        Next::LeaveBy(index) => node.edges().get(index),
                        _ => node.way_on(),
                    };
                    let edge = edge.ok_or_else(|| self.no_way(place))?;
                    self.emit(Event::NodeLeft { token: place.token, node: node.id().clone(), edge: Some(edge.id().clone()) });
                    place.node = edge.to();
                }
            }
            next = self.enter(place)?;
        }
    }

    fn enter(&mut self, place: Place) -> Result<Next, Refusal> {
        self.trail.push(place.node);
        if self.trail.len() > MAX_STEPS {
            return Err(self.looped());
        }
        let node = self.node(place);
        self.emit(Event::NodeEntered { token: place.token, node: node.id().clone() });
        self.set_fields(place)?;
        node.behaviour().enter(self, place)
    }

    fn looped(&self) -> Refusal {
        let last = self.trail.len().saturating_sub(SHOWN_STEPS);
        let path: Vec<NodeId> = self.trail.iter().skip(last).map(|index| self.flow.node_or_start(*index).id().clone()).collect();
        Refusal::Loop { path }
    }

    fn set_fields(&mut self, place: Place) -> Result<(), Refusal> {
        let node = self.node(place);
        if node.on_enter().is_empty() {
            return Ok(());
        }
        let mut values = serde_json::Map::new();
        for (field, field_type, formula) in node.on_enter() {
            let answer = self.evaluate(place, formula)?;
            let fitted = formula::fit(&answer, field_type).map_err(|error| self.formula_error(place, error))?;
            values.insert(field.to_string(), to_json(&fitted, Some(&field_type.value_type)));
            self.set.set(field.clone(), fitted);
        }
        self.emit(Event::FieldsSet { node: node.id().clone(), values });
        Ok(())
    }

    fn evaluate(&self, place: Place, formula: &Formula) -> Result<Value, Refusal> {
        let world = Overlay { set: &self.set, below: self.context.world };
        match formula::evaluate(formula, &world, Budget::default()) {
            Value::Error(error) => Err(self.formula_error(place, error)),
            answer => Ok(answer),
        }
    }

    fn formula_error(&self, place: Place, error: ErrorValue) -> Refusal {
        let node = self.node(place);
        Refusal::Formula { node: node.id().clone(), name: node.label().clone(), error }
    }
}
