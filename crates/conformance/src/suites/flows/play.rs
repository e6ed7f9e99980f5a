//! Playing a scenario: every step, then what must be true after it.

use super::{
    format::{Scenario, Step},
    names::Names,
    surroundings::Services,
    translate::{Translated, translate},
};
use chrono::TimeDelta;
use definition::Severity;
use flow_engine::{
    Act, Action, Added, Command, CompiledFlow, Event, Manage, Measure, People, Refusal, ReturnTo, Simulation, Status, Then, TodoId, compile,
};
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;
use value::{Instant, NodeId, Record, SlotId, UserId, Value, from_json, to_json};

/// Plays a scenario; the first thing that is not as expected is the reason.
pub fn play(scenario: &Scenario) -> Result<(), String> {
    if scenario.calendar.is_some() {
        return Err("working calendars are not offered".into());
    }
    let mut names = Names::of(scenario)?;
    let translated = translate(&scenario.flow, &scenario.children, &mut names)?;
    let people = people(scenario, &mut names)?;
    let graphs = std::iter::once(&scenario.flow).chain(scenario.versions.values()).chain(scenario.children.values());
    let mut game = Game {
        names,
        people,
        services: Services::of(graphs),
        keys: BTreeSet::new(),
        versions: Vec::new(),
        instance: None,
        now: Instant::UNIX_EPOCH + TimeDelta::days(20_000),
    };
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

/// Whoever does what only administrators may do is one.
const ADMINISTRATION: [&str; 12] =
    ["suspend", "resume", "terminate", "cancel", "jump", "add_item", "add_row", "finish_rows", "force_complete", "complete_multi", "retry", "skip"];

fn people(scenario: &Scenario, names: &mut Names) -> Result<People, String> {
    let mut people = People::default();
    for (role, members) in &scenario.roles {
        let role = names.role(role)?;
        people.roles.insert(role, members.iter().map(|name| names.user(name)).collect());
    }
    let steps = scenario.steps.iter().filter(|step| ADMINISTRATION.contains(&step.action.as_str()));
    for name in steps.map(|step| step.by.as_deref().unwrap_or("admin")) {
        let user = names.user(name);
        if !people.administrators.contains(&user) {
            people.administrators.push(user);
        }
    }
    if people.administrators.is_empty() {
        people.administrators.push(names.user("admin"));
    }
    Ok(people)
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
    people: People,
    services: Services,
    /// The keys under which commands were given. The product keeps them in its store; here the surroundings do.
    keys: BTreeSet<String>,
    versions: Vec<Version>,
    instance: Option<Instance>,
    now: Instant,
}

type Answer = Result<Vec<Event>, Refusal>;

impl Game {
    fn findings(&self, translated: &Translated) -> Vec<String> {
        let (_, findings) = compile(&translated.flow, &self.names.scope(), &translated.environment);
        let class = |finding: &definition::Diagnostic| {
            let class = match finding.code.as_str() {
                "MW0203" => "unreachable",
                "MW0204" | "MW0211" => "no_path_to_end",
                "MW0301" | "MW0302" | "MW0303" => "no_assignee",
                "MW0206" => "warn:no_default",
                "MW0601" => "deadlock",
                "MW0602" => "lack_of_sync",
                "MF0103" => "warn:unknown_var",
                other => other,
            };
            let loud = finding.severity == Severity::Error || class.starts_with("warn:") || class == "lack_of_sync";
            format!("{class}{}", if loud { "" } else { " (warning)" })
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
        if let Some(key) = step.other.keys().find(|key| !["opinion", "comment", "note"].contains(&key.as_str())) {
            return Err(format!("`{key}` is not offered"));
        }
        let before = self.instance.as_ref().map(|instance| instance.simulation.state.clone());
        // The same key a second time: the first answer counts, and nothing happens.
        let again = step.key.as_ref().is_some_and(|key| !self.keys.insert(format!("{:?} {key}", step.by)));
        let answer = if again { Ok(Vec::new()) } else { self.command(scenario, step)? };
        let unchanged = before == self.instance.as_ref().map(|instance| instance.simulation.state.clone());
        match (&answer, step.expect.get("error").and_then(Json::as_str)) {
            // A message for which nobody waits has no effect.
            (Ok(_), Some(_)) if step.action == "message" && unchanged => {}
            (Ok(_), Some(reason)) => return Err(format!("should be refused as {reason}")),
            (Err(refusal), None) => return Err(format!("refused: {refusal}")),
            (Err(_), Some(_)) if !unchanged => return Err("a refusal has changed the state".into()),
            _ => {}
        }
        let events = answer.unwrap_or_default();
        step.expect.iter().try_for_each(|(key, expected)| self.expect(key, expected, &events))
    }

    fn command(&mut self, scenario: &Scenario, step: &Step) -> Result<Answer, String> {
        match step.action.as_str() {
            "start" => return self.start(step),
            "publish" => {
                let version = step.flow.as_ref().and_then(|name| scenario.versions.get(name)).ok_or("no such version")?;
                let translated = translate(version, &scenario.children, &mut self.names)?;
                return self.publish(&translated).map(|()| Ok(Vec::new()));
            }
            "restart" => return self.restart(),
            "advance" => return self.advance(step),
            _ => {}
        }
        let by = step.by.as_ref().map(|name| self.names.user(name));
        let command = match step.action.as_str() {
            "message" => Command::Message { name: step.name.clone().ok_or("a message without a name")? },
            "withdraw" => Command::Withdraw { by: by.ok_or("nobody withdraws")?, opinion: String::new() },
            _ => match self.measure(step)? {
                Some(what) => {
                    let by = by.unwrap_or_else(|| self.names.user("admin"));
                    Command::Manage(Manage { by, what, opinion: String::new() })
                }
                None => self.act(step, by.ok_or("nobody acts")?)?,
            },
        };
        self.set_vars(step)?;
        self.give(&command)
    }

    /// What stopped is known by its state as JSON only.
    fn restart(&mut self) -> Result<Answer, String> {
        let state = &mut self.instance.as_mut().ok_or("nothing was started")?.simulation.state;
        let json = serde_json::to_string(state).map_err(|fault| fault.to_string())?;
        *state = serde_json::from_str(&json).map_err(|fault| fault.to_string())?;
        Ok(Ok(Vec::new()))
    }

    fn measure(&mut self, step: &Step) -> Result<Option<Measure>, String> {
        let node = |game: &Self| game.node(step.node.as_deref().ok_or("no node")?);
        Ok(Some(match step.action.as_str() {
            "urge" | "remind" => Measure::Urge,
            "take_back" | "retrieve" | "reclaim" => Measure::TakeBack { node: node(self)? },
            "suspend" => Measure::Suspend,
            "resume" => Measure::Resume,
            "terminate" | "cancel" => Measure::Terminate,
            "jump" => {
                let from = step.node.as_deref().map(|name| self.node(name)).transpose()?;
                Measure::Jump { from, to: self.names.node(step.to.as_deref().ok_or("nowhere to jump")?)?.clone() }
            }
            "add_item" | "add_row" => {
                let name = step.user.as_ref().or(step.to.as_ref()).or(step.users.first()).ok_or("nobody is added")?.clone();
                Measure::AddRow { node: node(self)?, holder: self.names.user(&name) }
            }
            "finish_rows" | "force_complete" | "complete_multi" => Measure::FinishRows { node: node(self)? },
            "retry" => Measure::Retry { node: node(self)? },
            "skip" => Measure::Skip { node: node(self)? },
            _ => return Ok(None),
        }))
    }

    /// The node of this name, in the flow itself or in one that is called and runs.
    fn node(&self, name: &str) -> Result<NodeId, String> {
        let open = self.instance.as_ref().map(|instance| instance.simulation.state.tokens.iter().map(|token| &token.node));
        self.names.node_of(name, open.into_iter().flatten())
    }

    fn act(&mut self, step: &Step, by: UserId) -> Result<Command, String> {
        let other = step.to.as_ref().or(step.user.as_ref()).or(step.users.first());
        let person = |game: &mut Self| other.map(|name| game.names.user(name)).ok_or_else(|| "nobody is named".to_owned());
        let action = match step.action.as_str() {
            "approve" => Action::Approve,
            "reject" => Action::Reject,
            "complete" => Action::Complete,
            "transfer" => Action::Transfer { to: person(self)? },
            "delegate" => Action::Delegate { to: person(self)? },
            "resolve" | "hand_back" => Action::HandBack,
            "claim" => Action::Claim,
            "give_back" | "unclaim" | "release" | "deallocate" => Action::GiveBack,
            "remove_sign" => Action::RemoveSigner { who: person(self)? },
            "add_sign" => {
                let place = match step.place.as_deref() {
                    Some("before") => Added::Before,
                    Some("after") => Added::After,
                    Some("parallel") | None => Added::Beside,
                    Some(other) => return Err(format!("added people `{other}` are not offered")),
                };
                Action::AddSigners { to: step.users.iter().map(|name| self.names.user(name)).collect(), place }
            }
            "return" => {
                let to = match step.to.as_deref() {
                    None | Some("starter") => ReturnTo::Starter,
                    Some("previous") => ReturnTo::Previous,
                    Some(node) => ReturnTo::Node(self.names.node(node)?.clone()),
                };
                let then = match step.then.as_deref() {
                    None => None,
                    Some("replay") => Some(Then::Replay),
                    Some("direct") => Some(Then::Direct),
                    Some(other) => return Err(format!("`{other}` after a return is not offered")),
                };
                Action::Return { to, then }
            }
            other => return Err(format!("the operation `{other}` is not offered")),
        };
        let node = self.node(step.node.as_deref().ok_or("no node")?)?;
        let simulation = &self.instance.as_ref().ok_or("nothing was started")?.simulation;
        Ok(Command::Act(Act { todo: todo(simulation, &node, by), by, action, opinion: "-".into() }))
    }

    fn start(&mut self, step: &Step) -> Result<Answer, String> {
        let by = step.by.as_ref().map(|name| self.names.user(name));
        let version = self.versions.last().ok_or("nothing is published")?;
        let people = People { slot_users: version.slots.clone(), ..self.people.clone() };
        let simulation = Simulation::new(version.flow.clone(), people, Record::new(), self.now);
        self.instance = Some(Instance { simulation, version: self.versions.len() });
        self.set_vars(step)?;
        self.give(&Command::Start { by, department: None })
    }

    /// Gives a command, and the answers to the calls that follow from it.
    fn give(&mut self, command: &Command) -> Result<Answer, String> {
        let instance = self.instance.as_mut().ok_or("nothing was started")?;
        let mut events = match instance.simulation.command(command) {
            Ok(events) => events,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let mut seen = 0;
        while let Some(event) = events.get(seen).cloned() {
            seen += 1;
            let Event::CallRequested { node, attempt, call, .. } = event else { continue };
            let fault = self.services.call(self.names.node_name(&node));
            match instance.simulation.command(&Command::Answered { call, attempt, fault }) {
                Ok(more) => events.extend(more),
                Err(refusal) => return Ok(Err(refusal)),
            }
        }
        Ok(Ok(events))
    }

    /// Time passes: timers that fall due fire in their order, each at its own moment.
    fn advance(&mut self, step: &Step) -> Result<Answer, String> {
        let passes = step.by_duration.as_deref().and_then(duration).ok_or("only `by_duration` is offered")?;
        self.now += passes;
        let mut events = Vec::new();
        for _ in 0..10_000 {
            let simulation = &mut self.instance.as_mut().ok_or("nothing was started")?.simulation;
            let Some((at, timer)) = simulation.next_timer().filter(|(at, _)| *at <= self.now && simulation.state.status != Status::Suspended) else {
                break;
            };
            simulation.now = simulation.now.max(at);
            match self.give(&Command::TimerFired { timer })? {
                Ok(fired) => events.extend(fired),
                Err(refusal) => return Ok(Err(refusal)),
            }
        }
        if let Some(instance) = self.instance.as_mut() {
            instance.simulation.now = self.now;
        }
        Ok(Ok(events))
    }

    fn set_vars(&mut self, step: &Step) -> Result<(), String> {
        for (var, json) in &step.vars_in {
            let json = self.names.json(var, json);
            let (field, value_type) = self.names.field(var)?;
            let value: Value = from_json(&json, value_type).map_err(|fault| format!("{var}: {:?}", fault.kind))?;
            let field = field.clone();
            if let Some(instance) = self.instance.as_mut() {
                instance.simulation.record.set(field, value);
            }
        }
        Ok(())
    }

    fn expect(&mut self, key: &str, expected: &Json, events: &[Event]) -> Result<(), String> {
        if key == "vars" {
            return self.vars(expected);
        }
        let instance = self.instance.as_ref().ok_or("nothing was started")?;
        let simulation = &instance.simulation;
        let found: Json = match key {
            "error" => return Ok(()),
            "open" => sorted(self.open(simulation)),
            "state" => status(simulation.state.status).into(),
            "cc" => sorted(simulation.state.told.iter().map(|user| self.names.user_name(*user).to_owned())),
            "notified" => sorted(events.iter().flat_map(told).map(|user| self.names.user_name(user).to_owned())),
            "visited" => simulation.events.iter().filter_map(|event| self.visited(event)).collect::<Vec<_>>().into(),
            "incidents" if expected.is_number() => simulation.state.incidents.len().into(),
            "incidents" => {
                let at = |token: u32| simulation.state.token(token).map(|token| self.names.node_name(&token.node).to_owned());
                sorted(simulation.state.incidents.iter().filter_map(|incident| at(incident.token)))
            }
            "version" => instance.version.into(),
            other => return Err(format!("the expectation `{other}` is not looked at")),
        };
        let wanted = match (key, expected.as_array()) {
            ("open" | "cc" | "notified" | "incidents", Some(items)) => sorted(items.iter().filter_map(|item| item.as_str().map(str::to_owned))),
            _ => expected.clone(),
        };
        if found == wanted { Ok(()) } else { Err(format!("{key} is {found}, expected {wanted}")) }
    }

    /// The open to-dos; one that is offered and not claimed belongs to nobody yet.
    fn open(&self, simulation: &Simulation) -> impl Iterator<Item = String> {
        let mut offered = BTreeSet::new();
        let mut open = Vec::new();
        for todo in &simulation.state.todos {
            let node = self.names.node_name(&todo.node);
            if !todo.offered {
                open.push(format!("{node}@{}", self.names.user_name(todo.holder)));
            } else if offered.insert(todo.token) {
                open.push(format!("{node}@?"));
            }
        }
        open.into_iter()
    }

    fn visited(&self, event: &Event) -> Option<String> {
        let Event::NodeEntered { node, .. } = event else { return None };
        let flow = &self.instance.as_ref()?.simulation.flow;
        let kind = flow.nodes().find(|(id, ..)| *id == node).map(|(_, kind, _)| kind)?;
        ["handle", "approve", "service", "for_each"].contains(&kind).then(|| self.names.node_name(node).to_owned())
    }

    fn vars(&mut self, expected: &Json) -> Result<(), String> {
        let record = self.instance.as_ref().ok_or("nothing was started")?.simulation.record.clone();
        for (var, expected) in expected.as_object().into_iter().flatten() {
            let expected = self.names.json(var, expected);
            let (field, value_type) = self.names.field(var)?;
            let wanted = from_json(&expected, value_type).map_err(|fault| format!("{var}: {:?}", fault.kind))?;
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
    let quiet = |finding: &&String| finding.starts_with("warn:") || finding.ends_with("(warning)");
    let error = findings.iter().find(|finding| !quiet(finding));
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

fn told(event: &Event) -> Vec<UserId> {
    match event {
        Event::Reminded { holder, .. } => vec![*holder],
        Event::Escalated { to, handed_over: false, .. } | Event::LevelReached { to, handed_over: false, .. } | Event::Urged { to, .. } => to.clone(),
        _ => Vec::new(),
    }
}

fn status(status: Status) -> &'static str {
    match status {
        Status::None => "none",
        Status::Running | Status::Returned => "running",
        Status::Completed => "completed",
        Status::Rejected => "rejected",
        Status::Withdrawn | Status::Terminated => "cancelled",
        Status::Suspended => "suspended",
    }
}

fn sorted(items: impl Iterator<Item = String>) -> Json {
    let mut items: Vec<String> = items.collect();
    items.sort();
    items.into()
}

/// `PT24H`, `P1DT30M`: days, hours, minutes, seconds.
pub fn duration(text: &str) -> Option<TimeDelta> {
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
                    ('W', false) => TimeDelta::weeks(count),
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
