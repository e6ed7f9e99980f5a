//! `tests/cases/flows/*.json`: a flow, people, steps and what must be true after each.

use calendar::{Calendar, Calendars, Zone};
use definition::{Flow, SlotKind};
use flow_engine::{
    Act, Action, CaseNews, Command, Environment, Event, Load, Manage, Measure, People, RecordsAdded, RecordsChanged, Refusal, ReturnTo, Simulation,
    compile,
};
use formula::{FieldType, Outside, Scope};
use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use uuid::Uuid;
use value::{
    DepartmentId, FieldId, FlowId, FormId, Instant, Label, Locale, MessageId, NodeId, Record, RoleId, SlotId, UserId, ValueType, from_json, to_json,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    #[serde(default)]
    fields: IndexMap<FieldId, Field>,
    #[serde(default)]
    roles: BTreeMap<RoleId, Vec<String>>,
    #[serde(default)]
    administrators: Vec<String>,
    #[serde(default)]
    departments: BTreeMap<String, Department>,
    #[serde(default)]
    inactive: Vec<String>,
    #[serde(default)]
    slots: BTreeMap<SlotId, Slot>,
    flow: Json,
    /// Working calendars; the first is that of the app.
    #[serde(default)]
    calendars: Vec<Calendar>,
    /// The fields of the form `skill`, whose records say who can do what.
    #[serde(default)]
    skill_fields: IndexMap<FieldId, Field>,
    #[serde(default)]
    skills: Vec<Map<String, Json>>,
    /// What people hold in other cases.
    #[serde(default)]
    loads: BTreeMap<String, u32>,
    /// Who did something before, by the value that is the same.
    #[serde(default)]
    familiar: BTreeMap<String, Vec<String>>,
    /// Flows over the same form, which may be called.
    #[serde(default)]
    called: BTreeMap<FlowId, Json>,
    /// The fields of other forms, of which a step files a record.
    #[serde(default)]
    others: BTreeMap<FormId, IndexMap<FieldId, Field>>,
    /// Those of them over which a flow runs.
    #[serde(default)]
    with_flows: BTreeSet<FormId>,
    /// The messages of the app, each with the form of which it speaks.
    #[serde(default)]
    messages: BTreeMap<MessageId, FormId>,
    #[serde(default)]
    findings: Vec<String>,
    #[serde(default)]
    steps: Vec<Step>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Field {
    #[serde(rename = "type")]
    value_type: ValueType,
    #[serde(default)]
    options: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Department {
    head: Option<String>,
    above: Option<String>,
    members: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Slot {
    User(String),
    Department(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    #[serde(rename = "do")]
    action: String,
    #[serde(default)]
    by: String,
    #[serde(default)]
    node: Option<NodeId>,
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: Option<String>,
    #[serde(default)]
    opinion: String,
    #[serde(default)]
    minutes: u32,
    #[serde(default)]
    values: Map<String, Json>,
    /// What people hold in other cases from this step on.
    #[serde(default)]
    loads: BTreeMap<String, u32>,
    /// The fields that the form's logic hides from this step on.
    #[serde(default)]
    hidden: Option<BTreeSet<FieldId>>,
    #[serde(default)]
    expect: Expect,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Expect {
    open: Option<Vec<String>>,
    /// The steps that wait until somebody is free.
    waiting: Option<Vec<String>>,
    state: Option<String>,
    refused: Option<String>,
    events: Option<Vec<String>>,
    values: Map<String, Json>,
    /// The nearest deadline, or `none`.
    due: Option<String>,
    /// How the clocks of the flow stand: `running`, or `running until` with the moment at which they are due.
    clocks: BTreeMap<String, String>,
    /// Why the first clock of the flow is due when it is.
    clock_spans: Option<Vec<String>>,
    /// Why the first open to-do that has a clock is due when it is.
    spans: Option<Vec<String>>,
}

#[test]
fn every_case() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/cases/flows");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        // Scenarios of the neutral format stand in folders of their own; `conformance flows` plays them.
        if path.is_dir() {
            continue;
        }
        for case in serde_json::from_slice::<Vec<Case>>(&std::fs::read(&path).unwrap()).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()))
        {
            check(&case);
            count += 1;
        }
    }
    assert!(count > 20, "only {count} cases");
}

/// People and departments are spoken of by short names.
fn key(name: &str) -> Uuid {
    let mut bytes = [0; 16];
    for (byte, from) in bytes.iter_mut().zip(name.bytes()) {
        *byte = from;
    }
    Uuid::from_bytes(bytes)
}

fn user(name: &str) -> UserId {
    UserId(key(name))
}

fn name(user: UserId) -> String {
    String::from_utf8(user.0.into_bytes().iter().copied().take_while(|byte| *byte != 0).collect()).unwrap()
}

fn users(names: &[String]) -> Vec<UserId> {
    names.iter().map(|name| user(name)).collect()
}

fn people(case: &Case) -> People {
    let mut people =
        People { administrators: users(&case.administrators), inactive: users(&case.inactive).into_iter().collect(), ..People::default() };
    people.roles = case.roles.iter().map(|(role, names)| (role.clone(), users(names))).collect();
    for (id, department) in &case.departments {
        let id = DepartmentId(key(id));
        people.heads.extend(department.head.as_deref().map(|head| (id, user(head))));
        people.above.extend(department.above.as_deref().map(|above| (id, DepartmentId(key(above)))));
        people.departments.extend(department.members.iter().map(|member| (user(member), id)));
    }
    people.loads = case.loads.iter().map(|(name, open)| (user(name), Load { open: *open, since: None })).collect();
    people.familiar = case.familiar.iter().map(|(value, names)| (json!(value).to_string(), users(names))).collect();
    let form = FormId::parse("skill").unwrap();
    people.skills = case.skills.iter().map(|values| (form.clone(), read(&case.skill_fields, values))).collect();
    for (slot, bound) in &case.slots {
        match bound {
            Slot::User(name) => drop(people.slot_users.insert(slot.clone(), user(name))),
            Slot::Department(name) => drop(people.slot_departments.insert(slot.clone(), DepartmentId(key(name)))),
        }
    }
    people
}

/// People in values are spoken of by short names.
fn read(fields: &IndexMap<FieldId, Field>, values: &Map<String, Json>) -> Record {
    let value = |(field, json): (&String, &Json)| {
        let (id, field) = fields.get_key_value(field.as_str()).unwrap();
        let json = if matches!(field.value_type, ValueType::Reference(_)) { json!(key(json.as_str().unwrap()).to_string()) } else { json.clone() };
        (id.clone(), from_json(&json, &field.value_type).unwrap())
    };
    values.iter().map(value).collect()
}

fn calendars(case: &Case) -> Calendars {
    let definitions: Vec<&Calendar> = case.calendars.iter().collect();
    let (ready, faults) = calendar::compile(&definitions, &Zone::shanghai(), &|_| Some(Zone::shanghai()));
    assert!(faults.iter().all(|fault| fault.is_warning), "{}: {faults:?}", case.name);
    Calendars { default: definitions.first().map(|first| first.id.clone()), ..ready }
}

fn scope(case: &Case) -> Scope {
    let outside = Outside { calendars: Arc::new(calendars(case)), ..Outside::default() };
    Scope { fields: types(&case.fields), outside: Arc::new(outside), ..Scope::default() }
}

fn types(fields: &IndexMap<FieldId, Field>) -> IndexMap<FieldId, FieldType> {
    let options = |field: &Field| field.options.iter().map(|id| (id.clone(), Label::Plain(id.clone()))).collect();
    let field = |(id, field): (&FieldId, &Field)| {
        let label = Label::Plain(id.to_string());
        let value_type = field.value_type.clone();
        (id.clone(), FieldType { label, value_type, options: options(field), fields: IndexMap::new(), face: value::FaceOf::default() })
    };
    fields.iter().map(field).collect()
}

/// Fills in what every flow of a case has in common.
fn flow(case: &Case, id: &str, flow: &Json) -> Flow {
    let mut json = json!({ "format": 1, "id": id, "label": case.name, "form": "form" });
    json.as_object_mut().unwrap().extend(flow.as_object().unwrap().clone());
    serde_json::from_value(json).unwrap_or_else(|fault| panic!("{}: {fault}", case.name))
}

fn check(case: &Case) {
    let kind = |slot: &Slot| if matches!(slot, Slot::User(_)) { SlotKind::User } else { SlotKind::Department };
    let others = case.others.iter().map(|(form, fields)| (form.clone(), types(fields)));
    let environment = Environment {
        roles: case.roles.keys().cloned().collect::<BTreeSet<_>>(),
        slots: case.slots.iter().map(|(id, slot)| (id.clone(), kind(slot))).collect(),
        forms: others.chain([(FormId::parse("skill").unwrap(), types(&case.skill_fields))]).collect(),
        with_flows: case.with_flows.clone(),
        messages: case.messages.clone(),
        flows: case.called.iter().map(|(id, called)| (id.clone(), flow(case, id.as_str(), called))).collect(),
        ..Environment::default()
    };
    let (compiled, findings) = compile(&flow(case, "flow", &case.flow), &scope(case), &environment);
    for finding in &findings {
        assert!(!finding.message.get(Locale::ZhCn).is_empty() && !finding.message.get(Locale::En).is_empty(), "{}", finding.code);
    }
    let mut found: Vec<String> = findings.iter().map(|finding| format!("{} {}", finding.code, finding.pointer)).collect();
    found.sort();
    let mut expected = case.findings.clone();
    expected.sort();
    assert_eq!(found, expected, "{}: findings", case.name);
    if let Some(compiled) = compiled {
        let mut simulation = Simulation::new(compiled, people(case), Record::new(), "2026-03-02T01:00:00Z".parse().unwrap());
        simulation.calendars = calendars(case);
        for (index, step) in case.steps.iter().enumerate() {
            play(case, &mut simulation, step, &format!("{}, step {}", case.name, index + 1));
        }
    } else {
        assert!(case.steps.is_empty(), "{}: cannot be played", case.name);
    }
}

fn play(case: &Case, simulation: &mut Simulation, step: &Step, place: &str) {
    let before = simulation.state.clone();
    if let Some(hidden) = &step.hidden {
        simulation.hidden = hidden.clone();
    }
    for (field, value) in read(&case.fields, &step.values).iter() {
        simulation.record.set(field.clone(), value.clone());
    }
    simulation.people.loads.extend(step.loads.iter().map(|(name, open)| (user(name), Load { open: *open, since: None })));
    let answer = command(simulation, step);
    match (&answer, &step.expect.refused) {
        (Err(refusal), Some(code)) => {
            assert_eq!(refusal.code(), format!("flow.{code}"), "{place}");
            assert_eq!(simulation.state, before, "{place}: a refusal changes nothing");
        }
        (Err(refusal), None) => panic!("{place}: refused: {refusal}"),
        (Ok(_), Some(code)) => panic!("{place}: should be refused as {code}"),
        (Ok(_), None) => {}
    }
    let mut open: Vec<String> = simulation.state.todos.iter().map(|todo| format!("{}@{}", todo.node, name(todo.holder))).collect();
    open.sort();
    if let Some(expected) = &step.expect.open {
        let mut expected = expected.clone();
        expected.sort();
        assert_eq!(open, expected, "{place}: open");
    }
    if let Some(expected) = &step.expect.waiting {
        let at = |waiting: &flow_engine::Waiting| simulation.state.token(waiting.token).map(|token| format!("{}:{}", token.node, waiting.priority));
        assert_eq!(&simulation.state.waiting.iter().filter_map(at).collect::<Vec<_>>(), expected, "{place}: waiting");
    }
    if let Some(expected) = &step.expect.state {
        assert_eq!(simulation.state.status.as_str(), expected, "{place}: state");
    }
    if let Some(expected) = &step.expect.due {
        assert_eq!(simulation.state.next_due().map_or_else(|| "none".to_owned(), |due| due.to_rfc3339()), *expected, "{place}: due");
    }
    if let Some(expected) = &step.expect.spans {
        let todo = simulation.state.todos.iter().find(|todo| todo.count.is_some()).unwrap();
        assert_eq!(&spans(&simulation.explain(todo.id).unwrap()), expected, "{place}: spans");
    }
    for (id, expected) in &step.expect.clocks {
        let clock = simulation.clocks().into_iter().find(|clock| clock.id.as_str() == id).unwrap_or_else(|| panic!("{place}: no clock {id}"));
        let found = clock.explained.map_or_else(
            || "not_started".to_owned(),
            |explained| {
                let standing = json!(explained.reading.standing).as_str().unwrap().to_owned();
                explained.reading.due.map_or_else(|| standing.clone(), |due| format!("{standing} until {}", value::write_instant(&due)))
            },
        );
        assert_eq!(&found, expected, "{place}: clock {id}");
    }
    if let Some(expected) = &step.expect.clock_spans {
        let explained = simulation.clocks().into_iter().next().and_then(|clock| clock.explained).unwrap();
        assert_eq!(&spans(&explained), expected, "{place}: spans of the clock");
    }
    if let Some(expected) = &step.expect.events {
        let words: Vec<String> = answer.as_ref().unwrap().iter().filter_map(word).collect();
        assert_eq!(&words, expected, "{place}: events");
    }
    for (field, expected) in &step.expect.values {
        let value = to_json(simulation.record.get(field), case.fields.get(field.as_str()).map(|field| &field.value_type));
        assert_eq!(&value, expected, "{place}: {field}");
    }
    assert_replay(simulation, place);
}

fn spans(explained: &flow_engine::Explained) -> Vec<String> {
    let local = |at: Instant| Zone::shanghai().local(at).format("%m-%d %H:%M").to_string();
    explained.spans.iter().map(|span| format!("{} {} {}", local(span.from), local(span.to), json!(span.kind).as_str().unwrap())).collect()
}

/// A replay of all events gives the state, also through JSON.
fn assert_replay(simulation: &Simulation, place: &str) {
    let mut replayed = flow_engine::InstanceState::default();
    for event in &simulation.events {
        let event: Event = serde_json::from_str(&serde_json::to_string(event).unwrap()).unwrap();
        flow_engine::apply(&mut replayed, &event);
    }
    let through_json = serde_json::from_str(&serde_json::to_string(&replayed).unwrap()).unwrap();
    assert_eq!(simulation.state, through_json, "{place}: replay");
}

fn command(simulation: &mut Simulation, step: &Step) -> Result<Vec<Event>, Refusal> {
    let by = user(&step.by);
    let command = match step.action.as_str() {
        "start" => {
            let department = simulation.people.departments.get(&by).copied();
            Command::Start { by: (!step.by.is_empty()).then_some(by), department }
        }
        "withdraw" => Command::Withdraw { by, opinion: step.opinion.clone() },
        "wait" => {
            let until = simulation.now + chrono::TimeDelta::minutes(i64::from(step.minutes));
            return simulation.advance(until);
        }
        // Somebody may be free: what waits looks again, and the first that waits is given first.
        "allocate" => {
            let mut waiting = simulation.state.waiting.clone();
            waiting.sort_by_key(|waiting| (-waiting.priority, waiting.since, waiting.token));
            let mut events = Vec::new();
            for waiting in waiting {
                events.extend(simulation.command(&Command::Allocate { token: waiting.token })?);
            }
            return Ok(events);
        }
        "rebalance" => {
            let newest = simulation.state.todos.iter().rfind(|todo| todo.holder == by).map(|todo| todo.id);
            Command::Rebalance { todo: newest.unwrap() }
        }
        // Somebody may not sign in any more, and what that person holds goes to others.
        "leave" => {
            simulation.people.inactive.insert(by);
            let held: Vec<_> = simulation.state.todos.iter().filter(|todo| todo.holder == by).map(|todo| todo.id).collect();
            let mut events = Vec::new();
            for todo in held {
                events.extend(simulation.command(&Command::Relieve { todo })?);
            }
            return Ok(events);
        }
        // News of the case of another form that a step asked for; `to` says how it ended.
        "filed" | "ended" => {
            let node = step.node.as_ref().unwrap();
            let known = simulation.events.iter().rev().find_map(|event| match event {
                Event::CaseRequested { token, node: at, record, .. } if at == node => Some((*token, *record)),
                _ => None,
            });
            let (token, record) = known.unwrap();
            let status = || serde_json::from_value(json!(step.to.as_deref().unwrap())).unwrap();
            let news = if step.action == "filed" { CaseNews::Filed } else { CaseNews::Ended(status()) };
            Command::OfCase { token, record, news }
        }
        "take_down" => Command::TakeDown,
        // The record was changed otherwise.
        "look" => Command::Look,
        "suspend" => return manage(simulation, by, Measure::Suspend),
        "resume" => return manage(simulation, by, Measure::Resume),
        // The last timer that was set, once more.
        "fire_again" => {
            let last = simulation.events.iter().rev().find_map(|event| if let Event::TimerSet { timer, .. } = event { Some(*timer) } else { None });
            Command::TimerFired { timer: last.unwrap() }
        }
        word => return act(simulation, step, word, by),
    };
    simulation.command(&command)
}

fn act(simulation: &mut Simulation, step: &Step, word: &str, by: UserId) -> Result<Vec<Event>, Refusal> {
    let node = step.node.clone().unwrap();
    let action = match word {
        "approve" => Action::Approve,
        "reject" => Action::Reject,
        "complete" => Action::Complete,
        "resubmit" => Action::Resubmit,
        "claim" => Action::Claim,
        "transfer" => Action::Transfer { to: user(step.to.as_deref().unwrap()) },
        "return" => Action::Return { to: step.to.as_deref().map_or(ReturnTo::Starter, |to| ReturnTo::Node(NodeId::parse(to).unwrap())), then: None },
        // Whoever decided last takes it back; an administrator moves the case to a step.
        "take_back" => return manage(simulation, by, Measure::TakeBack { node }),
        "reassign" => {
            let (from, to) = (user(&step.from), user(step.to.as_deref().unwrap()));
            return manage(simulation, by, Measure::Reassign { node, from, to });
        }
        "delegate" => Action::Delegate { to: user(step.to.as_deref().unwrap()) },
        "jump" => {
            let from = step.to.as_deref().map(|to| NodeId::parse(to).unwrap());
            return manage(
                simulation,
                by,
                match from {
                    Some(to) => Measure::Jump { from: Some(node), to },
                    None => Measure::Jump { from: None, to: node },
                },
            );
        }
        other => panic!("no action {other}"),
    };
    // A person without a to-do of the own tries that of somebody else, and when there is none, one that is long closed.
    let any = simulation.state.todos.iter().find(|todo| todo.node == node).map(|todo| todo.id);
    let todo = simulation.todo(&node, by).or(any).unwrap_or(flow_engine::TodoId(Uuid::nil()));
    simulation.command(&Command::Act(Act { todo, by, action, opinion: step.opinion.clone() }))
}

fn manage(simulation: &mut Simulation, by: UserId, what: Measure) -> Result<Vec<Event>, Refusal> {
    simulation.command(&Command::Manage(Manage { by, what, opinion: String::new() }))
}

/// The events that cases look at, in words.
fn word(event: &Event) -> Option<String> {
    let list = |users: &[UserId]| users.iter().map(|user| name(*user)).collect::<Vec<_>>().join("+");
    Some(match event {
        Event::Allocated { node, chosen, way, anyway, left_out, .. } => {
            let number = |number: &Option<u32>| number.map_or_else(|| "-".to_owned(), |number| number.to_string());
            let chosen = chosen.iter().map(|one| format!("{} {}/{}", name(one.user), number(&one.open), number(&one.capacity)));
            let without = left_out.named.iter().map(|left| format!("{} {}", name(left.user), json!(left.why).as_str().unwrap()));
            let without = without.collect::<Vec<_>>().join(", ");
            let (chosen, anyway) = (chosen.collect::<Vec<_>>().join("+"), if *anyway { " anyway" } else { "" });
            format!("{node} {}{anyway}: {chosen} not [{without}]", json!(way).as_str().unwrap())
        }
        Event::AllocationAwaited { node, priority, told, .. } => format!("{node} waits {priority} told {}", list(told)),
        Event::Rebalanced { node, from, to, open_from, open_to, .. } => {
            format!("{node} moves {} {open_from} to {} {open_to}", name(*from), name(*to))
        }
        Event::Reassigned(flow_engine::Reassigned { node, from, to, by, .. }) => {
            format!("{node} goes from {} to {} by {}", name(*from), name(*to), by.map_or_else(|| "nobody".to_owned(), name))
        }
        Event::TodoClosed { node, holder, why: flow_engine::CloseReason::HolderLeft, .. } => format!("{node} is not needed of {}", name(*holder)),
        Event::CopiesSent { to, .. } => format!("told {}", list(to)),
        Event::MessageSent { message, to, .. } => format!("sends {message} to {}", list(to)),
        Event::RecordsAdded(RecordsAdded { form, records, .. }) => {
            let all = records.iter().map(|new| Json::Object(new.values.clone()).to_string()).collect::<Vec<_>>();
            format!("adds to {form} {}", all.join(" "))
        }
        Event::RecordsChanged(RecordsChanged { form, matches, values, .. }) => {
            format!("changes {form} {} {}", Json::Object(matches.clone()), Json::Object(values.clone()))
        }
        Event::Reminded { holder, .. } => format!("reminded {}", name(*holder)),
        Event::Escalated { to, handed_over, .. } => format!("{} {}", if *handed_over { "handed to" } else { "escalated to" }, list(to)),
        Event::LevelReached { level, to, handed_over, .. } => {
            format!("level {level} {} {}", if *handed_over { "handed to" } else { "told" }, list(to))
        }
        Event::CaseClockWarned { clock, percent, to } => format!("clock {clock} at {percent} reminds {}", list(to)),
        Event::CaseClockLevel { clock, level, to, handed_over } => {
            format!("clock {clock} level {level} {} {}", if handed_over.is_empty() { "told" } else { "handed to" }, list(to))
        }
        Event::NodePassed { node, why, .. } => format!("passed {node} {}", json!(why).as_str().unwrap()),
        Event::CaseRequested { form, values, back, waits, .. } => {
            format!("asks for {form} {} {} {waits}", Json::Object(values.clone()), back.as_ref().map_or("-", |back| back.as_str()))
        }
        Event::CaseFiled { .. } => "filed".into(),
        Event::CaseEnded { status, .. } => format!("over {}", status.as_str()),
        Event::CaseDropped { form, .. } => format!("drops {form}"),
        Event::BranchTaken { edge, .. } => format!("took {edge}"),
        Event::TodoClosed { node, holder, why, .. } => format!("closed {node}@{} {}", name(*holder), json!(why).as_str().unwrap()),
        Event::Ended { status, .. } => format!("ended {}", status.as_str()),
        _ => return None,
    })
}
