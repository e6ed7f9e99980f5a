//! A flow on a virtual clock: what the designer's simulator, the scenario tests and the conformance cases play with.

use crate::{
    Command, CompiledFlow, Context, Entry, EntryQuestion, Event, Explained, ExplainedClock, FamiliarQuestion, InstanceState, Load, LoadQuestion,
    Organisation, Refusal, TimerKey, TodoId, Way, apply, decide, explain_clocks, explain_deadline,
};
use calendar::{Calendars, WorkCalendar, Zone};
use formula::{Lookup, Reference, World};
use std::{
    cell::Cell,
    collections::{BTreeMap, BTreeSet},
};
use uuid::Uuid;
use value::{DepartmentId, FieldId, FlowId, FormId, Instant, NodeId, Record, RoleId, SlotId, UserId, Value};

/// People who are known completely, so that nothing is ever missing.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct People {
    /// Who has which role.
    pub roles: BTreeMap<RoleId, Vec<UserId>>,
    /// Who administers the app.
    pub administrators: Vec<UserId>,
    /// The heads of departments.
    pub heads: BTreeMap<DepartmentId, UserId>,
    /// The departments above.
    pub above: BTreeMap<DepartmentId, DepartmentId>,
    /// Who belongs to which department.
    pub departments: BTreeMap<UserId, DepartmentId>,
    /// Who cannot sign in any more.
    pub inactive: BTreeSet<UserId>,
    /// The people in slots.
    pub slot_users: BTreeMap<SlotId, UserId>,
    /// The departments in slots.
    pub slot_departments: BTreeMap<SlotId, DepartmentId>,
    /// Who stands in for whom.
    pub stand_ins: BTreeMap<UserId, UserId>,
    /// The records that say who can do what.
    pub skills: Vec<(FormId, Record)>,
    /// What people hold in other cases.
    pub loads: BTreeMap<UserId, Load>,
    /// Who had the last turn of a step.
    pub turns: BTreeMap<NodeId, UserId>,
    /// Who did something before, by the value that is the same, the last first.
    pub familiar: BTreeMap<String, Vec<UserId>>,
}

impl People {
    /// What an event changes of turns and loads: what the case holds itself is part of what people hold.
    fn note(&mut self, event: &Event) {
        let mut hold = |user: UserId, more: bool| {
            let load = self.loads.entry(user).or_default();
            load.open = if more { load.open.saturating_add(1) } else { load.open.saturating_sub(1) };
        };
        match event {
            Event::TodoOpened { holder, .. } => hold(*holder, true),
            Event::TodoClosed { holder, .. } => hold(*holder, false),
            Event::Transferred { from, to, .. }
            | Event::Delegated { from, to, .. }
            | Event::HandedBack { from, to, .. }
            | Event::Rebalanced { from, to, .. }
            | Event::Reassigned(crate::Reassigned { from, to, .. }) => {
                hold(*from, false);
                hold(*to, true);
            }
            Event::Allocated { node, way: Way::RoundRobin, chosen, .. } => {
                self.turns.extend(chosen.last().map(|chosen| (node.clone(), chosen.user)));
            }
            _ => {}
        }
    }

    fn active(&self, users: &[UserId]) -> Vec<UserId> {
        users.iter().copied().filter(|user| !self.inactive.contains(user)).collect()
    }
}

impl Organisation for People {
    fn members(&self, role: &RoleId) -> Option<Vec<UserId>> {
        Some(self.roles.get(role).map(|users| self.active(users)).unwrap_or_default())
    }

    fn administrators(&self) -> Option<Vec<UserId>> {
        Some(self.active(&self.administrators))
    }

    fn head_of(&self, department: DepartmentId) -> Option<Option<UserId>> {
        Some(self.heads.get(&department).copied().filter(|head| !self.inactive.contains(head)))
    }

    fn above(&self, department: DepartmentId) -> Option<Option<DepartmentId>> {
        Some(self.above.get(&department).copied())
    }

    fn department_of(&self, user: UserId) -> Option<Option<DepartmentId>> {
        Some(self.departments.get(&user).copied())
    }

    fn is_active(&self, user: UserId) -> Option<bool> {
        Some(!self.inactive.contains(&user))
    }

    fn slot_user(&self, slot: &SlotId) -> Option<Option<UserId>> {
        Some(self.slot_users.get(slot).copied())
    }

    fn stand_in(&self, user: UserId) -> Option<Option<UserId>> {
        Some(self.stand_ins.get(&user).copied().filter(|other| !self.inactive.contains(other)))
    }

    fn members_of(&self, department: DepartmentId, below: bool) -> Option<Vec<UserId>> {
        let is_in = |own: DepartmentId| {
            let mut at = Some(own);
            // A circle of departments would lead nowhere.
            for _ in 0..=self.above.len() {
                match at {
                    Some(here) if here == department => return below || own == department,
                    Some(here) => at = self.above.get(&here).copied(),
                    None => return false,
                }
            }
            false
        };
        let members: Vec<UserId> = self.departments.iter().filter(|(_, own)| is_in(**own)).map(|(user, _)| *user).collect();
        Some(self.active(&members))
    }

    fn load(&self, question: &LoadQuestion) -> Option<Load> {
        Some(self.loads.get(&question.user).copied().unwrap_or_default())
    }

    fn turn(&self, _flow: &FlowId, node: &NodeId) -> Option<Option<UserId>> {
        Some(self.turns.get(node).copied())
    }

    fn entries(&self, question: &EntryQuestion) -> Option<Vec<Entry>> {
        let of_form = self.skills.iter().filter(|(form, record)| *form == question.form && question.holds(record));
        Some(of_form.filter_map(|(_, record)| question.entry(record)).collect())
    }

    fn familiar(&self, question: &FamiliarQuestion) -> Option<Vec<UserId>> {
        Some(self.familiar.get(&question.value).cloned().unwrap_or_default())
    }

    fn slot_department(&self, slot: &SlotId) -> Option<Option<DepartmentId>> {
        Some(self.slot_departments.get(slot).copied())
    }
}

/// What a formula asks of a simulation.
struct Surroundings<'a> {
    lookup: Lookup,
    calendars: &'a Calendars,
}

impl World for Surroundings<'_> {
    fn value(&self, reference: &Reference) -> Value {
        self.lookup.value(reference)
    }

    fn peek(&self, reference: &Reference) -> Option<&Value> {
        self.lookup.peek(reference)
    }

    fn now(&self) -> Instant {
        self.lookup.now()
    }

    fn zone(&self) -> &Zone {
        self.lookup.zone()
    }

    fn current_user(&self) -> Option<UserId> {
        self.lookup.current_user()
    }

    fn work_calendar(&self, id: Option<&str>) -> Option<&WorkCalendar> {
        self.calendars.get(id).map(|calendar| &**calendar)
    }
}

/// One instance of a flow with its record, its people and its clock.
#[derive(Debug, Clone)]
pub struct Simulation {
    /// The flow.
    pub flow: CompiledFlow,
    /// The state.
    pub state: InstanceState,
    /// The record.
    pub record: Record,
    /// The fields that the form's logic hides.
    pub hidden: BTreeSet<FieldId>,
    /// The people.
    pub people: People,
    /// The working calendars.
    pub calendars: Calendars,
    /// The moment.
    pub now: Instant,
    /// All events so far.
    pub events: Vec<Event>,
    zone: Zone,
    ids: Cell<u128>,
}

impl Simulation {
    /// An instance that has not begun.
    pub fn new(flow: CompiledFlow, people: People, record: Record, now: Instant) -> Self {
        Self {
            flow,
            hidden: BTreeSet::new(),
            state: InstanceState::default(),
            record,
            people,
            calendars: Calendars::default(),
            now,
            events: Vec::new(),
            zone: Zone::shanghai(),
            ids: Cell::new(1),
        }
    }

    /// Gives a command at the present moment; the events that follow from it are kept.
    pub fn command(&mut self, command: &Command) -> Result<Vec<Event>, Refusal> {
        let events = {
            let lookup = Lookup { record: self.record.clone(), now: self.now, zone: self.zone.clone(), user: actor(command) };
            let world = Surroundings { lookup, calendars: &self.calendars };
            let base = self.ids.get();
            let fresh = |n: u32| {
                let id = base.saturating_add(u128::from(n));
                self.ids.set(self.ids.get().max(id.saturating_add(1)));
                Uuid::from_u128(id)
            };
            decide(
                &self.flow,
                &self.state,
                command,
                &Context { now: self.now, world: &world, hidden: &self.hidden, organisation: &self.people, fresh: &fresh },
            )?
        };
        for event in &events {
            self.people.note(event);
            apply(&mut self.state, event);
            if let Event::FieldsSet { values, .. } = event {
                for (field, value) in self.flow.read_fields(values) {
                    self.record.set(field, value);
                }
            }
        }
        self.events.extend(events.iter().cloned());
        Ok(events)
    }

    /// Lets time pass until a moment; timers that fall due fire in their order, each at its own moment.
    pub fn advance(&mut self, until: Instant) -> Result<Vec<Event>, Refusal> {
        let mut events = Vec::new();
        while let Some((at, timer)) = self.next_timer().filter(|(at, _)| *at <= until) {
            self.now = self.now.max(at);
            let fired = self.command(&Command::TimerFired { timer })?;
            if fired.is_empty() {
                // A timer that changes nothing would be the next one for ever.
                break;
            }
            events.extend(fired);
        }
        self.now = self.now.max(until);
        Ok(events)
    }

    /// Why a to-do is due when it is.
    pub fn explain(&self, todo: TodoId) -> Option<Explained> {
        explain_deadline(&self.flow, self.state.todo(todo)?, &self.calendars, &self.zone, self.now)
    }

    /// How the clocks of the flow stand.
    pub fn clocks(&self) -> Vec<ExplainedClock> {
        explain_clocks(&self.flow, &self.state, &self.calendars, &self.zone, self.now)
    }

    /// The timer that fires next.
    pub fn next_timer(&self) -> Option<(Instant, TimerKey)> {
        self.state.timers().min()
    }

    /// The open to-do of a person at a node.
    pub fn todo(&self, node: &NodeId, holder: UserId) -> Option<TodoId> {
        self.state.todos.iter().find(|todo| todo.node == *node && todo.holder == holder).map(|todo| todo.id)
    }
}

fn actor(command: &Command) -> Option<UserId> {
    match command {
        Command::Start { by, .. } | Command::StartFor { by, .. } => *by,
        Command::Act(act) => Some(act.by),
        Command::Withdraw { by, .. } => Some(*by),
        Command::Manage(manage) => Some(manage.by),
        Command::TimerFired { .. } | Command::Message { .. } | Command::Answered { .. } | Command::Migrate(_) | Command::Look => None,
        Command::Allocate { .. } | Command::Rebalance { .. } | Command::Relieve { .. } | Command::OfCase { .. } | Command::TakeDown => None,
    }
}
