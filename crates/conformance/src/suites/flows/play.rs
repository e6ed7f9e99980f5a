//! Playing a scenario: every step, then what must be true after it.

use super::{
    format::{Scenario, Step},
    translate::{Names, Translated, translate},
};
use chrono::TimeDelta;
use definition::Severity;
use flow_engine::{Act, Action, Command, CompiledFlow, Event, People, Refusal, Simulation, Status, TodoId, compile};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use uuid::Uuid;
use value::{Instant, NodeId, Record, SlotId, UserId, Value, from_json, to_json};

/// Plays a scenario; the first thing that is not as expected is the reason.
pub fn play(scenario: &Scenario) -> Result<(), String> {
    if scenario.calendar.is_some() {
        return Err("working calendars are not offered".into());
    }
    let mut names = Names::of(scenario)?;
    let translated = translate(&scenario.flow, &mut names)?;
    let mut game = Game { names, versions: Vec::new(), instance: None, now: Instant::UNIX_EPOCH + TimeDelta::days(20_000) };
    if scenario.steps.iter().all(|step| step.action == "publish_check") {
        let findings = game.findings(&translated);
        return scenario.steps.iter().try_for_each(|step| check_findings(&findings, step));
    }
    game.publish(&translated)?;
    for (index, step) in scenario.steps.iter().enumerate() {
        game.step(scenario, step).map_err(|reason| format!("step {} ({}): {reason}", index + 1, step.action))?;
    }
    Ok(())
}

/// A published version of the flow with the people in its slots.
struct Version {
    flow: CompiledFlow,
    slots: BTreeMap<SlotId, UserId>,
}

/// The instance that was started last, and the version under which it runs for ever.
struct Instance {
    simulation: Simulation,
    version: usize,
}

struct Game {
    names: Names,
    versions: Vec<Version>,
    instance: Option<Instance>,
    now: Instant,
}

impl Game {
    fn findings(&self, translated: &Translated) -> Vec<String> {
        let (_, findings) = compile(&translated.flow, &self.names.scope(), &translated.environment);
        let class = |finding: &definition::Diagnostic| {
            let class = match finding.code.as_str() {
                "MW0203" => "unreachable",
                "MW0204" | "MW0211" => "no_path_to_end",
                "MW0301" | "MW0302" | "MW0303" => "no_assignee",
                "MW0206" => "warn:no_default",
                "MF0103" => "warn:unknown_var",
                other => other,
            };
            let error = finding.severity == Severity::Error;
            format!("{class}{}", if error || class.starts_with("warn:") { "" } else { " (warning)" })
        };
        findings.iter().map(class).collect()
    }

    fn publish(&mut self, translated: &Translated) -> Result<(), String> {
        let (flow, findings) = compile(&translated.flow, &self.names.scope(), &translated.environment);
        let flow = flow.ok_or_else(|| {
            let words = findings.iter().map(|finding| format!("{} {}", finding.code, finding.message.get(value::Locale::En)));
            format!("the flow is refused: {}", words.collect::<Vec<_>>().join("; "))
        })?;
        self.versions.push(Version { flow, slots: translated.slots.clone() });
        Ok(())
    }

    fn step(&mut self, scenario: &Scenario, step: &Step) -> Result<(), String> {
        if let Some(key) = step.other.keys().next() {
            return Err(format!("`{key}` is not offered"));
        }
        let before = self.instance.as_ref().map(|instance| instance.simulation.state.clone());
        let answer = self.command(scenario, step)?;
        match (&answer, step.expect.get("error").and_then(Json::as_str)) {
            (Ok(_), Some(reason)) => return Err(format!("should be refused as {reason}")),
            (Err(refusal), None) => return Err(format!("refused: {refusal}")),
            (Err(_), Some(_)) if before != self.instance.as_ref().map(|instance| instance.simulation.state.clone()) => {
                return Err("a refusal has changed the state".into());
            }
            _ => {}
        }
        let events = answer.unwrap_or_default();
        step.expect.iter().try_for_each(|(key, expected)| self.expect(key, expected, &events))
    }

    fn command(&mut self, scenario: &Scenario, step: &Step) -> Result<Result<Vec<Event>, Refusal>, String> {
        match step.action.as_str() {
            "start" => return self.start(step),
            "publish" => {
                let version = step.flow.as_ref().and_then(|name| scenario.versions.get(name)).ok_or("no such version")?;
                let translated = translate(version, &mut self.names)?;
                return self.publish(&translated).map(|()| Ok(Vec::new()));
            }
            _ => {}
        }
        let by = step.by.as_ref().map(|name| self.names.user(name));
        let to = if step.action == "transfer" { step.to.as_ref().map(|name| self.names.user(name)) } else { None };
        let names = &self.names;
        let instance = self.instance.as_mut().ok_or("nothing was started")?;
        let simulation = &mut instance.simulation;
        match step.action.as_str() {
            // What a stopped process knows of an instance is its state as JSON.
            "restart" => {
                let json = serde_json::to_string(&simulation.state).map_err(|fault| fault.to_string())?;
                simulation.state = serde_json::from_str(&json).map_err(|fault| fault.to_string())?;
                return Ok(Ok(Vec::new()));
            }
            "advance" => {
                let minutes = step.by_duration.as_deref().and_then(duration).ok_or("only `by_duration` is offered")?;
                self.now = simulation.now + minutes;
                return Ok(simulation.advance(self.now));
            }
            "withdraw" => return Ok(simulation.command(&Command::Withdraw { by: by.ok_or("nobody withdraws")?, opinion: String::new() })),
            _ => {}
        }
        let action = match step.action.as_str() {
            "approve" => Action::Approve,
            "reject" => Action::Reject,
            "complete" => Action::Complete,
            "transfer" => Action::Transfer { to: to.ok_or("transferred to nobody")? },
            "return" if step.then.as_deref().is_none_or(|then| then == "replay") => {
                Action::Return { to: step.to.as_ref().map(|to| names.node(to).cloned()).transpose()? }
            }
            "return" => return Err("returning straight back is not offered".into()),
            other => return Err(format!("the operation `{other}` is not offered")),
        };
        let act = (step.node.as_deref().ok_or("no node")?, by.ok_or("nobody acts")?, action);
        set_vars(simulation, names, step)?;
        let node = names.node(act.0)?;
        Ok(simulation.command(&Command::Act(Act { todo: todo(simulation, node, act.1), by: act.1, action: act.2, opinion: "-".into() })))
    }

    fn start(&mut self, step: &Step) -> Result<Result<Vec<Event>, Refusal>, String> {
        let by = self.names.user(step.by.as_deref().ok_or("started by nobody")?);
        let version = self.versions.last().ok_or("nothing is published")?;
        let people = People { slot_users: version.slots.clone(), ..People::default() };
        let mut simulation = Simulation::new(version.flow.clone(), people, Record::new(), self.now);
        set_vars(&mut simulation, &self.names, step)?;
        let answer = simulation.command(&Command::Start { by: Some(by), department: None });
        self.instance = Some(Instance { simulation, version: self.versions.len() });
        Ok(answer)
    }

    fn expect(&self, key: &str, expected: &Json, events: &[Event]) -> Result<(), String> {
        let instance = self.instance.as_ref().ok_or("nothing was started")?;
        let simulation = &instance.simulation;
        let found: Json = match key {
            "error" => return Ok(()),
            "open" => sorted(
                simulation.state.todos.iter().map(|todo| format!("{}@{}", self.names.node_name(&todo.node), self.names.user_name(todo.holder))),
            ),
            "state" => status(simulation.state.status).into(),
            "cc" => sorted(simulation.state.told.iter().map(|user| self.names.user_name(*user).to_owned())),
            "notified" => sorted(events.iter().flat_map(told).map(|user| self.names.user_name(user).to_owned())),
            "visited" => simulation.events.iter().filter_map(|event| self.visited(event)).collect::<Vec<_>>().into(),
            "version" => instance.version.into(),
            "vars" => return self.vars(expected, &simulation.record),
            other => return Err(format!("the expectation `{other}` is not looked at")),
        };
        let wanted = match (key, expected.as_array()) {
            ("open" | "cc" | "notified", Some(items)) => sorted(items.iter().filter_map(|item| item.as_str().map(str::to_owned))),
            _ => expected.clone(),
        };
        if found == wanted { Ok(()) } else { Err(format!("{key} is {found}, expected {wanted}")) }
    }

    fn visited(&self, event: &Event) -> Option<String> {
        let Event::NodeEntered { node, .. } = event else { return None };
        let kind = self.instance.as_ref()?.simulation.flow.step(node)?.kind;
        (kind != "start").then(|| self.names.node_name(node).to_owned())
    }

    fn vars(&self, expected: &Json, record: &Record) -> Result<(), String> {
        for (var, expected) in expected.as_object().into_iter().flatten() {
            let (field, value_type) = self.names.field(var)?;
            let wanted = from_json(expected, value_type).map_err(|fault| format!("{var}: {:?}", fault.kind))?;
            if record.get(field.as_str()) != &wanted {
                return Err(format!("{var} is {}, expected {expected}", to_json(record.get(field.as_str()), Some(value_type))));
            }
        }
        Ok(())
    }
}

fn check_findings(findings: &[String], step: &Step) -> Result<(), String> {
    let issues: Vec<&str> = step.expect.get("issues").and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str).collect();
    let reported = |class: &str| {
        let same = |finding: &String| {
            let unsafe_names = ["lack_of_sync", "unsafe"];
            finding == class || (unsafe_names.contains(&class) && unsafe_names.contains(&finding.as_str()))
        };
        findings.iter().any(same)
    };
    if let Some(missing) = issues.iter().find(|issue| !reported(issue.split('@').next().unwrap_or_default())) {
        return Err(format!("`{missing}` is not reported; reported: {}", findings.join(", ")));
    }
    let error = findings.iter().find(|finding| !finding.starts_with("warn:") && !finding.ends_with("(warning)"));
    match error {
        Some(error) if issues.is_empty() => Err(format!("accepted flows have no errors; reported: {error}")),
        _ => Ok(()),
    }
}

/// The to-do that the person means: the own one at the node, else whichever is open there, else one that does not exist.
fn todo(simulation: &Simulation, node: &NodeId, by: UserId) -> TodoId {
    let own = simulation.todo(node, by);
    let any = || simulation.state.todos.iter().find(|todo| todo.node == *node).map(|todo| todo.id);
    own.or_else(any).unwrap_or(TodoId(Uuid::nil()))
}

fn set_vars(simulation: &mut Simulation, names: &Names, step: &Step) -> Result<(), String> {
    for (var, json) in &step.vars_in {
        let (field, value_type) = names.field(var)?;
        let value: Value = from_json(json, value_type).map_err(|fault| format!("{var}: {:?}", fault.kind))?;
        simulation.record.set(field.clone(), value);
    }
    Ok(())
}

fn told(event: &Event) -> Vec<UserId> {
    match event {
        Event::Reminded { holder, .. } => vec![*holder],
        Event::Escalated { to, handed_over: false, .. } => to.clone(),
        _ => Vec::new(),
    }
}

fn status(status: Status) -> &'static str {
    match status {
        Status::None => "none",
        Status::Running | Status::Returned => "running",
        Status::Completed => "completed",
        Status::Rejected => "rejected",
        Status::Withdrawn => "cancelled",
    }
}

fn sorted(items: impl Iterator<Item = String>) -> Json {
    let mut items: Vec<String> = items.collect();
    items.sort();
    items.into()
}

/// `PT24H`, `P1DT30M`: days, hours, minutes, seconds.
fn duration(text: &str) -> Option<TimeDelta> {
    let mut total = TimeDelta::zero();
    let mut number = String::new();
    let mut in_time = false;
    for character in text.strip_prefix('P')?.chars() {
        match character {
            'T' => in_time = true,
            '0'..='9' => number.push(character),
            unit => {
                let count: i64 = std::mem::take(&mut number).parse().ok()?;
                total += match (unit, in_time) {
                    ('D', false) => TimeDelta::days(count),
                    ('H', true) => TimeDelta::hours(count),
                    ('M', true) => TimeDelta::minutes(count),
                    ('S', true) => TimeDelta::seconds(count),
                    _ => return None,
                };
            }
        }
    }
    number.is_empty().then_some(total)
}
