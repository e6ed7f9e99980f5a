//! Deciding a command.

use super::round::Progress;
use super::{Begins, BegunBy, Case, Command, FlowChange, Outcome, Stop, Surroundings, Through, What, changes, heard, notices};
use definition::Trigger;
use flow_engine::{CompiledFlow, Context, Event, InstanceState, Migration};
use form_engine::{FieldFault, code};
use serde_json::{Map, Value as Json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use value::{DepartmentId, FieldId, Label, NodeId, Record, RecordId, Value};

/// The number under which the key of a new case is asked for.
pub(super) const CASE_KEY: u32 = u32::MAX;

/// Decides a command: what is to be written, or why nothing is.
pub fn run(around: &Surroundings<'_>, command: &Command<'_>) -> Result<Outcome, Stop> {
    let Some(form) = around.app.form(command.form.as_str()) else {
        return Err(stopped("no_such_form", "没有这个表单", "There is no such form"));
    };
    let form = Arc::clone(form);
    match &command.what {
        What::Create { values, numbers, department, begins } => {
            let mut system = system_of_new(around, command, *department)?;
            numbers.iter().for_each(|(field, number)| system.set(field.clone(), Value::text(number.clone())));
            create(Progress::new(around, command, form, system), values, begins)
        }
        What::File { values, numbers, department, caller, .. } => {
            let mut system = system_of_new(around, command, *department)?;
            numbers.iter().for_each(|(field, number)| system.set(field.clone(), Value::text(number.clone())));
            let outcome = create(Progress::new(around, command, form, system), values, &Begins::Usual)?;
            let ends = outcome.flow.is_some() || !caller.waits;
            ends.then_some(outcome).ok_or_else(|| no_flow(around, command))
        }
        // What is told to a case that is over has no effect, and neither has a timer that comes together with the one that ended it.
        What::OfCase { .. } | What::TakeDown | What::Timer { .. } if !command.case.is_some_and(|case| case.state.status.is_open()) => {
            Ok(nothing(command))
        }
        What::Update { values } => update(Progress::new(around, command, form, Record::new()), values),
        What::Begin { by: BegunBy::Schedule, .. } if command.case.is_some() => Ok(nothing(command)),
        What::Begin { flow, by } => super::begin::begin(Progress::new(around, command, form, Record::new()), flow, *by),
        What::Delete => delete(command),
        What::Act { values, .. } => act(Progress::new(around, command, form, Record::new()), values),
        What::Migrate { steps } => migrate(Progress::new(around, command, form, Record::new()), steps),
        What::Answered { call, attempt, answer } => heard::answer(Progress::new(around, command, form, Record::new()), *call, *attempt, answer),
        What::Message { name, values } => heard::message(Progress::new(around, command, form, Record::new()), name, values),
        What::Withdraw { .. }
        | What::Manage { .. }
        | What::Timer { .. }
        | What::Allocate { .. }
        | What::Rebalance { .. }
        | What::Relieve { .. }
        | What::OfCase { .. }
        | What::TakeDown => act(Progress::new(around, command, form, Record::new()), &Map::new()),
    }
}

fn create(mut progress: Progress<'_>, values: &Map<String, Json>, begins: &Begins) -> Result<Outcome, Stop> {
    let values = read(&progress, values)?;
    let mut changed = progress.enter(values, Trigger::BeforeCreate)?;
    changed.extend(progress.compute_again()?);
    progress.follow(Trigger::AfterCreate, changed)?;
    let flow = start(&mut progress, begins)?;
    finish(progress, Through::Create, flow)
}

fn update(mut progress: Progress<'_>, values: &Map<String, Json>) -> Result<Outcome, Stop> {
    stored(progress.command)?;
    let values = read(&progress, values)?;
    let changed = progress.enter(values, Trigger::BeforeUpdate)?;
    if changed.is_empty() {
        // Nothing is written, but a message of a rule before must not get lost either.
        return finish(progress, Through::Update, None);
    }
    touch(&mut progress);
    progress.follow(Trigger::AfterUpdate, changed)?;
    finish(progress, Through::Update, None)
}

fn delete(command: &Command<'_>) -> Result<Outcome, Stop> {
    let before = stored(command)?;
    if command.case.is_some_and(|case| case.state.status.is_open()) {
        return Err(stopped("flow_running", "流程进行中的记录不能删除，请先撤回或办结", "A record whose flow is running cannot be deleted"));
    }
    let changes = changes::changes_of(before, &Record::new(), &Through::Delete, &BTreeMap::new());
    Ok(Outcome { record: None, changes, flow: None, notices: Vec::new(), notes: Vec::new() })
}

/// A person acts, takes back, or a timer fires: what was filled in first, then the flow, then the rules over the whole.
fn act(mut progress: Progress<'_>, values: &Map<String, Json>) -> Result<Outcome, Stop> {
    let case = running(progress.command)?;
    let mut changed = BTreeSet::new();
    if !values.is_empty() {
        let values = read(&progress, values)?;
        changed = progress.enter(values, Trigger::BeforeUpdate)?;
    }
    let (asked, through) = asked(progress.command)?;
    go_on(progress, case, &asked, through, changed)
}

/// The flow decides, the rules see the whole.
pub(super) fn go_on(
    mut progress: Progress<'_>,
    case: Case,
    asked: &flow_engine::Command,
    through: Through,
    mut changed: BTreeSet<FieldId>,
) -> Result<Outcome, Stop> {
    let before = stored(progress.command)?.clone();
    let moved = advance(&mut progress, case, asked, false)?;
    changed.extend(moved.set);
    let record = progress.record.clone().unwrap_or_default();
    changed.extend(["_flow", "_node"].into_iter().filter(|name| before.get(name) != record.get(name)).filter_map(|name| FieldId::parse(name).ok()));
    if !changed.is_empty() {
        touch(&mut progress);
        progress.follow(Trigger::AfterUpdate, changed)?;
    }
    finish(progress, through, Some(moved.change))
}

/// The case goes over to its flow as it is now. That is no business of the rules; what the flow then sets is.
fn migrate(mut progress: Progress<'_>, steps: &BTreeMap<NodeId, NodeId>) -> Result<Outcome, Stop> {
    stored(progress.command)?;
    let case = running(progress.command)?;
    let Some(flow) = progress.around.app.flows.get(case.flow.id()).cloned() else {
        return Err(stopped("flow.gone", "当前版本没有这个流程", "The present version does not have this flow"));
    };
    let migration = flow_engine::Command::Migrate(Box::new(Migration::between(&case.flow, &flow, steps)));
    let moved = advance(&mut progress, Case { flow, ..case }, &migration, false)?;
    if !moved.set.is_empty() {
        touch(&mut progress);
        progress.follow(Trigger::AfterUpdate, moved.set)?;
    }
    finish(progress, Through::Manage("migrate"), Some(FlowChange { pinned: true, ..moved.change }))
}

/// The record stays as it is.
fn nothing(command: &Command<'_>) -> Outcome {
    Outcome { record: command.stored.cloned(), changes: Vec::new(), flow: None, notices: Vec::new(), notes: Vec::new() }
}

/// A step would wait for a case that nobody can end.
fn no_flow(around: &Surroundings<'_>, command: &Command<'_>) -> Stop {
    let name = |locale| around.app.form(command.form.as_str()).map(|form| form.definition.label.get(locale).to_owned()).unwrap_or_default();
    stopped(
        "flow.no_flow",
        &format!("「{}」的新记录没有流程启动，等待它的步骤会永远等下去", name(value::Locale::ZhCn)),
        &format!("No flow starts for the new record of “{}”, so that the step that waits for it would wait for ever", name(value::Locale::En)),
    )
}

pub(super) fn running(command: &Command<'_>) -> Result<Case, Stop> {
    command.case.cloned().ok_or_else(|| stopped("flow.not_running", "该记录没有进行中的流程", "No flow is running on this record"))
}

fn asked(command: &Command<'_>) -> Result<(flow_engine::Command, Through), Stop> {
    let by = || command.by.ok_or_else(|| stopped("not_a_person", "只有登录人员可以处理待办", "Only a person can act on a to-do"));
    Ok(match &command.what {
        What::Act { todo, action, opinion, .. } => {
            let act = flow_engine::Act { todo: *todo, by: by()?, action: action.clone(), opinion: opinion.clone() };
            (flow_engine::Command::Act(act), Through::Act(action.as_str()))
        }
        What::Withdraw { opinion } => (flow_engine::Command::Withdraw { by: by()?, opinion: opinion.clone() }, Through::Withdraw),
        What::Manage { what, opinion } => {
            let through = Through::Manage(what.as_str());
            (flow_engine::Command::Manage(flow_engine::Manage { by: by()?, what: what.clone(), opinion: opinion.clone() }), through)
        }
        What::Timer { timer } => (flow_engine::Command::TimerFired { timer: *timer }, Through::Timer),
        What::Allocate { token } => (flow_engine::Command::Allocate { token: *token }, Through::Allocation),
        What::Rebalance { todo } => (flow_engine::Command::Rebalance { todo: *todo }, Through::Allocation),
        What::Relieve { todo } => (flow_engine::Command::Relieve { todo: *todo }, Through::Allocation),
        What::OfCase { token, record, news } => (flow_engine::Command::OfCase { token: *token, record: *record, news: *news }, Through::Case),
        What::TakeDown => (flow_engine::Command::TakeDown, Through::Case),
        What::Create { .. }
        | What::File { .. }
        | What::Update { .. }
        | What::Begin { .. }
        | What::Delete
        | What::Migrate { .. }
        | What::Answered { .. }
        | What::Message { .. } => {
            return Err(stopped("flow.not_asked", "此操作与流程无关", "This does not concern the flow"));
        }
    })
}

/// The case begins on the new record.
fn start(progress: &mut Progress<'_>, begins: &Begins) -> Result<Option<FlowChange>, Stop> {
    let record = progress.record.clone().unwrap_or_default();
    let around = progress.around;
    let flow = match begins {
        Begins::Nothing => None,
        Begins::Usual => wanting(progress, &record)?,
        Begins::Flow(flow) => around.app.flows.get(flow).cloned(),
    };
    let Some(flow) = flow else { return Ok(None) };
    let case = Case { id: (around.fresh)(CASE_KEY), flow, state: InstanceState::default() };
    let department = if let Value::Reference(key) = record.get("_department") { Some(DepartmentId(key.0)) } else { None };
    let by = progress.command.by;
    let begin = match &progress.command.what {
        What::File { caller, .. } => flow_engine::Command::StartFor { by, department, caller: Box::new(caller.clone()) },
        _ => flow_engine::Command::Start { by, department },
    };
    let moved = advance(progress, case, &begin, true)?;
    if !moved.set.is_empty() {
        progress.follow(Trigger::AfterUpdate, moved.set)?;
    }
    Ok(Some(moved.change))
}

fn wanting(progress: &Progress<'_>, record: &Record) -> Result<Option<Arc<CompiledFlow>>, Stop> {
    for flow in progress.around.app.flows_of(progress.form.id()) {
        let world = progress.world(record);
        let starts = flow.starts_for(&world);
        let missing = world.missing();
        if !missing.is_empty() {
            return Err(Stop::Missing(missing));
        }
        match starts {
            Ok(true) => return Ok(Some(Arc::clone(flow))),
            Ok(false) => {}
            Err(error) => {
                let (zh, en) = ("流程的启动条件无法计算", "The condition under which the flow starts has no answer");
                return Err(stopped(
                    "flow.formula",
                    &format!("{zh}：{} {}", error.code.as_str(), error.reason),
                    &format!("{en}: {} {}", error.code.as_str(), error.reason),
                ));
            }
        }
    }
    Ok(None)
}

/// What a step of the flow led to.
pub(super) struct Moved {
    pub(super) change: FlowChange,
    /// The fields that it set.
    pub(super) set: BTreeSet<FieldId>,
}

pub(super) fn advance(progress: &mut Progress<'_>, case: Case, asked: &flow_engine::Command, started: bool) -> Result<Moved, Stop> {
    let events = decide(progress, &case, asked)?;
    let Case { id, flow, mut state } = case;
    events.iter().for_each(|event| flow_engine::apply(&mut state, event));
    let mut wanted = Vec::new();
    for event in &events {
        if let Event::FieldsSet { node, values } = event {
            wanted.extend(flow.read_fields(values).into_iter().map(|(field, value)| (field, value, Through::Flow(node.clone()))));
        }
    }
    write_state(progress, &state);
    let set = if wanted.is_empty() { BTreeSet::new() } else { progress.set(wanted)? };
    Ok(Moved { change: FlowChange { case: Case { id, flow, state }, started, pinned: started, events }, set })
}

fn decide(progress: &Progress<'_>, case: &Case, asked: &flow_engine::Command) -> Result<Vec<Event>, Stop> {
    let decided = match decide_with(progress, case, asked, &BTreeSet::new())? {
        // What the form hides is not asked for; that is looked up only when something is asked for at all.
        Err(flow_engine::Refusal::FieldsNeeded { .. }) => decide_with(progress, case, asked, &progress.hidden())?,
        decided => decided,
    };
    decided.map_err(|refusal| match refusal {
        flow_engine::Refusal::Missing(facts) => Stop::Missing(facts.into_iter().map(super::Fact::Organisation).collect()),
        flow_engine::Refusal::FieldsNeeded { fields, .. } => Stop::Faults(fields.into_iter().map(|(field, label)| needed(&field, &label)).collect()),
        other => Stop::Stopped { code: other.code().into(), message: other.label() },
    })
}

type Decided = Result<Vec<Event>, flow_engine::Refusal>;

fn decide_with(progress: &Progress<'_>, case: &Case, asked: &flow_engine::Command, hidden: &BTreeSet<FieldId>) -> Result<Decided, Stop> {
    let record = progress.record.clone().unwrap_or_default();
    let world = progress.world(&record);
    let around = progress.around;
    let context = Context { now: around.now, world: &world, hidden, organisation: around.organisation, fresh: around.fresh };
    let decided = flow_engine::decide(&case.flow, &case.state, asked, &context);
    let missing = world.missing();
    if missing.is_empty() { Ok(decided) } else { Err(Stop::Missing(missing)) }
}

/// The state of the flow as the record shows it.
fn write_state(progress: &mut Progress<'_>, state: &InstanceState) {
    let Some(record) = progress.record.as_mut() else { return };
    let due = if state.status.is_open() { state.next_due() } else { None };
    set_system(record, "_flow", Value::text(state.status.as_str()));
    set_system(record, "_node", Some(state.current_nodes()).filter(|nodes| !nodes.is_empty()).map_or(Value::Blank, Value::text));
    set_system(record, "_due", due.map_or(Value::Blank, Value::Instant));
}

/// Clocks that wait for something in the record look at it as it is in the end.
fn look(progress: &mut Progress<'_>, flow: Option<FlowChange>) -> Result<Option<FlowChange>, Stop> {
    let Some(case) = flow.as_ref().map(|change| &change.case).or(progress.command.case).cloned() else { return Ok(flow) };
    if !case.flow.looks_at_the_record() || !case.state.status.is_open() {
        return Ok(flow);
    }
    let looked = advance(progress, case, &flow_engine::Command::Look, false)?.change;
    Ok(match flow {
        Some(change) => Some(FlowChange { events: change.events.into_iter().chain(looked.events).collect(), case: looked.case, ..change }),
        None => Some(looked).filter(|looked| !looked.events.is_empty()),
    })
}

pub(super) fn finish(mut progress: Progress<'_>, cause: Through, flow: Option<FlowChange>) -> Result<Outcome, Stop> {
    let flow = look(&mut progress, flow)?;
    let state = flow.as_ref().map(|change| &change.case.state).or(progress.command.case.map(|case| &case.state));
    let mut told = progress.notices(state)?;
    if let Some(change) = &flow {
        told.extend(notices::of_events(&change.events));
    }
    let record = progress.record.unwrap_or_default();
    let before = progress.command.stored.cloned().unwrap_or_default();
    let changes = changes::changes_of(&before, &record, &cause, &progress.set_by);
    Ok(Outcome { record: Some(record), changes, flow, notices: told, notes: progress.notes })
}

/// The system fields of a new record.
fn system_of_new(around: &Surroundings<'_>, command: &Command<'_>, department: Option<DepartmentId>) -> Result<Record, Stop> {
    let own = match (department, command.by) {
        (Some(department), _) => Some(department),
        (None, Some(user)) => around
            .organisation
            .department_of(user)
            .ok_or_else(|| Stop::Missing(vec![super::Fact::Organisation(flow_engine::OrgFact::DepartmentOf(user))]))?,
        (None, None) => None,
    };
    let person = command.by.map_or(Value::Blank, |user| Value::Reference(RecordId(user.0)));
    let mut system = Record::new();
    set_system(&mut system, "_id", Value::Reference(command.record));
    set_system(&mut system, "_created_at", Value::Instant(around.now));
    set_system(&mut system, "_created_by", person.clone());
    set_system(&mut system, "_department", own.map_or(Value::Blank, |department| Value::Reference(RecordId(department.0))));
    set_system(&mut system, "_updated_at", Value::Instant(around.now));
    set_system(&mut system, "_updated_by", person);
    set_system(&mut system, "_revision", Value::int(1));
    set_system(&mut system, "_version", Value::text(around.app.hash.clone()));
    set_system(&mut system, "_flow", Value::text("none"));
    Ok(system)
}

/// Who and when, on a record that was changed.
pub(super) fn touch(progress: &mut Progress<'_>) {
    let (now, by, hash) = (progress.around.now, progress.command.by, progress.around.app.hash.clone());
    let Some(record) = progress.record.as_mut() else { return };
    set_system(record, "_updated_at", Value::Instant(now));
    if let Some(user) = by {
        set_system(record, "_updated_by", Value::Reference(RecordId(user.0)));
    }
    set_system(record, "_version", Value::text(hash));
}

fn set_system(record: &mut Record, name: &str, value: Value) {
    if let Ok(field) = FieldId::parse(name) {
        record.set(field, value);
    }
}

/// A field that the step wants filled in is marked beside the field, as any other that must be.
fn needed(field: &FieldId, label: &Label) -> FieldFault {
    use value::Locale::{En, ZhCn};
    let message = Label::both(format!("请填写「{}」", label.get(ZhCn)), format!("Please fill in “{}”", label.get(En)));
    FieldFault::new(format!("/{field}"), code::REQUIRED, message)
}

fn read(progress: &Progress<'_>, values: &Map<String, Json>) -> Result<Record, Stop> {
    let known: Map<String, Json> =
        values.iter().filter(|(key, _)| progress.form.fields.contains_key(key.as_str())).map(|(key, value)| (key.clone(), value.clone())).collect();
    let faults = super::unreadable(&progress.command.rights, &known);
    if !faults.is_empty() {
        return Err(Stop::Faults(faults));
    }
    form_engine::read_values(&progress.form, values).map_err(Stop::Faults)
}

pub(super) fn stored<'a>(command: &Command<'a>) -> Result<&'a Record, Stop> {
    command.stored.ok_or_else(|| stopped("no_such_record", "没有这条记录", "There is no such record"))
}

pub(super) fn stopped(code: &str, zh: &str, en: &str) -> Stop {
    Stop::Stopped { code: code.into(), message: Label::both(zh, en) }
}
