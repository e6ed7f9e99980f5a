//! A flow of the neutral format as a flow of ours.

use super::{
    format::{Condition, Graph, Node},
    names::Names,
};
use definition::{Connector, Flow, SlotKind};
use flow_engine::Environment;
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeMap;
use value::{ConnectorId, FlowId, RoleId, SlotId, UserId};

/// A translated flow, with the people that its slots are bound to.
pub struct Translated {
    pub flow: Flow,
    pub environment: Environment,
    pub slots: BTreeMap<SlotId, UserId>,
}

/// What is translated on the way.
struct Making<'a> {
    names: &'a mut Names,
    slots: BTreeMap<SlotId, UserId>,
    roles: Vec<RoleId>,
    flows: BTreeMap<FlowId, Flow>,
}

/// Translates a graph with the flows that it calls, or says what is not offered.
pub fn translate(graph: &Graph, children: &BTreeMap<String, Graph>, names: &mut Names) -> Result<Translated, String> {
    let mut making = Making { names, slots: BTreeMap::new(), roles: Vec::new(), flows: BTreeMap::new() };
    for (name, child) in children {
        let id = making.names.flow(name)?;
        let flow = making.flow(child, id.as_str())?;
        making.flows.insert(id, flow);
    }
    let flow = making.flow(graph, "flow")?;
    let Making { slots, roles, flows, .. } = making;
    let environment = Environment {
        slots: slots.keys().map(|slot| (slot.clone(), SlotKind::User)).collect(),
        roles: roles.into_iter().collect(),
        connectors: outside(flows.values().chain([&flow]))?,
        flows,
        ..Environment::default()
    };
    Ok(Translated { flow, environment, slots })
}

/// All services of a scenario are operations of one connector.
const OUTSIDE: &str = "outside";

fn outside<'f>(flows: impl Iterator<Item = &'f Flow>) -> Result<BTreeMap<ConnectorId, Connector>, String> {
    let nodes = flows.flat_map(|flow| &flow.nodes).filter(|node| node.kind == "service");
    let operations: Vec<Json> = nodes.map(|node| json!({ "id": node.id, "label": "", "method": "POST", "path": "/" })).collect();
    let connector = json!({ "format": 1, "id": OUTSIDE, "label": "", "address": OUTSIDE, "operations": operations });
    let connector: Connector = serde_json::from_value(connector).map_err(|fault| fault.to_string())?;
    Ok(BTreeMap::from([(connector.id.clone(), connector)]))
}

/// A node on its way: what is known of the neutral one, and what is made of it.
struct Made<'n> {
    node: &'n Node,
    known: Vec<&'static str>,
    settings: Map<String, Json>,
    /// Ways out that are not edges of the neutral format: where to, under which id.
    side: Vec<(String, String)>,
}

impl<'n> Made<'n> {
    fn take(&mut self, key: &'static str) -> Option<&'n Json> {
        self.known.push(key);
        self.node.other.get(key)
    }

    fn set(&mut self, key: &str, value: Json) {
        self.settings.insert(key.into(), value);
    }
}

impl Making<'_> {
    fn flow(&mut self, graph: &Graph, id: &str) -> Result<Flow, String> {
        let mut nodes = Vec::new();
        let mut edges = Vec::new();
        for index in 0..graph.edges.len() {
            edges.push(self.edge(graph, index)?);
        }
        for node in &graph.nodes {
            let (made, side) = self.node(node)?;
            for (to, id) in side {
                let edge = json!({ "id": id, "from": self.names.node(&node.id)?, "to": self.names.node(&to)? });
                edges.push(edge);
            }
            nodes.push(made);
        }
        let policies = policies(&graph.other)?;
        let flow = json!({ "format": 1, "id": id, "label": id, "form": "form", "policies": policies, "nodes": nodes, "edges": edges });
        serde_json::from_value(flow).map_err(|fault| fault.to_string())
    }

    fn node(&mut self, node: &Node) -> Result<(Json, Vec<(String, String)>), String> {
        let mut made = Made { node, known: vec!["label", "title"], settings: Map::new(), side: Vec::new() };
        let kind = match node.kind.as_str() {
            "start" => "start",
            "end" => "end",
            "terminate" => "terminate",
            "xor" => "exclusive",
            "and" => "parallel",
            "or" => "inclusive",
            "event_choice" => "choice",
            "join" => self.join(&mut made)?,
            "task" => self.task(&mut made, None)?,
            "approval" => self.approval(&mut made)?,
            "cc" => {
                let assign = made.take("assign");
                let (assign, _) = self.assign(assign, None)?;
                made.set("assign", assign);
                "cc"
            }
            "auto" => self.service(&mut made)?,
            "timer" => {
                let after = made.take("after");
                made.set("after_minutes", minutes(after)?.into());
                "timer"
            }
            "message" => {
                let name = made.take("name").cloned().ok_or("a message without a name")?;
                made.set("name", name);
                if let Some(early) = made.take("when_early") {
                    made.set("when_early", early.clone());
                }
                "message"
            }
            "multi" => self.rows(&mut made)?,
            "subflow" | "call" => self.call(&mut made)?,
            other => return Err(format!("nodes of the kind `{other}` are not offered")),
        };
        if matches!(kind, "handle" | "approve" | "for_each" | "call" | "service") {
            self.boundary(&mut made)?;
        }
        if let Some(key) = node.other.keys().find(|key| !made.known.contains(&key.as_str())) {
            return Err(format!("`{key}` of a node of the kind `{}` is not offered", node.kind));
        }
        made.set("id", json!(self.names.node(&node.id)?));
        made.set("kind", json!(kind));
        made.set("label", json!(node.id));
        Ok((Json::Object(made.settings), made.side))
    }

    fn join(&mut self, made: &mut Made<'_>) -> Result<&'static str, String> {
        if let Some(need) = made.take("need") {
            made.set("need", need.clone());
        }
        if let Some(rest) = made.take("rest") {
            made.set("rest", rest.clone());
        }
        Ok("join")
    }

    fn task(&mut self, made: &mut Made<'_>, item: Option<&str>) -> Result<&'static str, String> {
        let assign = made.take("assign");
        let (assign, claim) = self.assign(assign, item)?;
        made.set("assign", assign);
        if claim {
            made.set("claim", json!(true));
        }
        made.set("operations", operations());
        self.guard(made)?;
        if let Some(levels) = made.take("sla") {
            let deadline = self.deadline(levels)?;
            made.set("deadline", deadline);
        }
        Ok("handle")
    }

    fn approval(&mut self, made: &mut Made<'_>) -> Result<&'static str, String> {
        self.task(made, None)?;
        let (ratio, compare, count) = (made.take("ratio"), made.take("ratio_cmp"), made.take("count"));
        let wait_all = made.take("wait_all").and_then(Json::as_bool).unwrap_or_default();
        let mode = match made.take("mode").and_then(Json::as_str) {
            None | Some("one" | "any") => json!("any"),
            Some(known @ ("all" | "sequential")) => json!(known),
            Some("count") => json!({ "count": count.cloned().ok_or("a vote without a count")? }),
            Some("ratio") => {
                let more_than = compare.and_then(Json::as_str) == Some(">");
                json!({ "ratio": { "percent": ratio.cloned().ok_or("a vote without a ratio")?, "more_than": more_than, "wait_all": wait_all } })
            }
            Some(other) => return Err(format!("approvals of the mode `{other}` are not offered")),
        };
        made.set("mode", mode);
        if let Some(needs) = made.take("reject_needs") {
            made.set("reject_needs", needs.clone());
        }
        if let Some(policy) = made.take("self_approve") {
            made.set("own_case", own_case(policy)?);
        }
        if let Some(policy) = made.take("empty_approver") {
            made.set("nobody_found", nobody(policy)?);
        }
        if let Some(weights) = made.take("weights").and_then(Json::as_object) {
            let mut entries = Vec::new();
            for (user, weight) in weights {
                entries.push(json!({ "of": self.person(user)?, "weight": weight }));
            }
            made.set("weights", entries.into());
        }
        Ok("approve")
    }

    fn service(&mut self, made: &mut Made<'_>) -> Result<&'static str, String> {
        made.set("connector", json!(OUTSIDE));
        made.set("operation", json!(self.names.node(&made.node.id)?));
        // How often it fails is the service's affair, not the flow's.
        made.take("fails_first");
        made.take("throws");
        if let Some(retries) = made.take("retries") {
            made.set("retries", retries.clone());
        }
        if let Some(pause) = made.take("backoff") {
            made.set("pause_minutes", minutes(Some(pause))?.into());
        }
        if let Some(error) = made.take("on_error") {
            let error = error.as_array().and_then(|errors| errors.first()).unwrap_or(error);
            let to = error.get("to").and_then(Json::as_str).ok_or("a fault that leads nowhere")?;
            let id = format!("fault_{}", self.names.node(&made.node.id)?);
            made.set("on_fault", json!(id));
            made.side.push((to.to_owned(), id));
        }
        Ok("service")
    }

    fn rows(&mut self, made: &mut Made<'_>) -> Result<&'static str, String> {
        let over = made.take("over").and_then(Json::as_str).ok_or("a step for each row without rows")?;
        let item = made.take("item").and_then(Json::as_str);
        let inner = made.take("inner").cloned().ok_or("a step for each row without a step")?;
        let inner = serde_json::from_value::<Node>(with_id(inner, &made.node.id)).map_err(|fault| fault.to_string())?;
        if inner.kind != "task" {
            return Err(format!("rows of the kind `{}` are not offered", inner.kind));
        }
        let mut of_row = Made { node: &inner, known: Vec::new(), settings: Map::new(), side: Vec::new() };
        self.task(&mut of_row, item)?;
        if let Some(key) = inner.other.keys().find(|key| !of_row.known.contains(&key.as_str())) {
            return Err(format!("`{key}` of the step of a row is not offered"));
        }
        made.settings.extend(of_row.settings);
        made.set("over", json!(self.names.field(over)?.0));
        for key in ["sequential", "need", "rest"] {
            if let Some(value) = made.take(key) {
                made.set(key, value.clone());
            }
        }
        if made.take("wait").and_then(Json::as_bool) == Some(false) {
            made.set("goes_on", json!(true));
        }
        if let Some(condition) = made.take("done_when") {
            let condition: Condition = serde_json::from_value(condition.clone()).map_err(|fault| fault.to_string())?;
            made.set("done_when", json!(formula_text(&condition, self.names)?));
        }
        Ok("for_each")
    }

    fn call(&mut self, made: &mut Made<'_>) -> Result<&'static str, String> {
        let flow = made.take("flow");
        let called = ["call", "definition", "child", "of"].into_iter().find_map(|key| made.take(key)).or(flow);
        let id = match called {
            Some(Json::String(name)) if name == "self" => FlowId::parse("flow").map_err(|fault| fault.to_string())?,
            Some(Json::String(name)) => self.names.flow(name)?,
            Some(graph @ Json::Object(_)) => {
                let id = self.names.flow(&format!("in {}", made.node.id))?;
                let graph: Graph = serde_json::from_value(graph.clone()).map_err(|fault| fault.to_string())?;
                let flow = self.flow(&graph, id.as_str())?;
                self.flows.insert(id.clone(), flow);
                id
            }
            _ => return Err("a call of no flow".into()),
        };
        made.set("flow", json!(id));
        let waits = made.take("wait").and_then(Json::as_bool).unwrap_or(true);
        if !waits || made.take("detached").and_then(Json::as_bool) == Some(true) {
            made.set("goes_on", json!(true));
        }
        Ok("call")
    }

    fn guard(&mut self, made: &mut Made<'_>) -> Result<(), String> {
        if let Some(milestone) = made.take("only_while") {
            let open = milestone.get("open").and_then(Json::as_str).ok_or("a milestone that is not an open step")?;
            let node = json!(self.names.node(open)?);
            made.set("only_while", node);
        }
        if let Some(turn) = made.take("mutex") {
            made.set("turn", turn.clone());
        }
        Ok(())
    }

    fn boundary(&mut self, made: &mut Made<'_>) -> Result<(), String> {
        let mut entries = Vec::new();
        for (key, on) in [("on_timer", "after_minutes"), ("on_message", "message")] {
            let Some(events) = made.take(key) else { continue };
            let events = events.as_array().cloned().unwrap_or_else(|| vec![events.clone()]);
            for event in events {
                let id = format!("b{}_{}", entries.len(), self.names.node(&made.node.id)?);
                let trigger = if key == "on_timer" {
                    minutes(event.get("after"))?.into()
                } else {
                    event.get("name").cloned().ok_or("a message without a name")?
                };
                let to = event.get("to").and_then(Json::as_str).ok_or("an event that leads nowhere")?;
                let goes_on = event.get("interrupting").and_then(Json::as_bool) == Some(false);
                entries.push(json!({ "on": { on: trigger }, "edge": id, "goes_on": goes_on }));
                made.side.push((to.to_owned(), id));
            }
        }
        if !entries.is_empty() {
            made.set("boundary", entries.into());
        }
        Ok(())
    }

    fn deadline(&mut self, levels: &Json) -> Result<Json, String> {
        let mut made = Vec::new();
        for level in levels.as_array().into_iter().flatten() {
            let after = minutes(level.get("after"))?;
            let to = level.get("to").and_then(Json::as_str).map(|to| self.person(to)).transpose()?;
            let way = match level.get("action").and_then(Json::as_str) {
                Some("remind" | "notify" | "escalate") => "tell",
                Some("reassign" | "transfer") => "hand_over",
                other => return Err(format!("the level {other:?} is not offered")),
            };
            made.push(json!({ "after_minutes": after, "to": to.into_iter().collect::<Vec<_>>(), "way": way }));
        }
        let first = made.first().and_then(|level| level.get("after_minutes")).cloned().ok_or("a deadline without levels")?;
        Ok(json!({ "within_minutes": first, "levels": made }))
    }

    /// A person is bound to a slot: a package names no people.
    fn person(&mut self, name: &str) -> Result<Json, String> {
        let user = self.names.user(name);
        let slot = SlotId::parse(&format!("slot_{}", self.slots.len())).map_err(|fault| fault.to_string())?;
        self.slots.insert(slot.clone(), user);
        Ok(json!({ "by": "slot", "slot": slot }))
    }

    fn assign(&mut self, assign: Option<&Json>, item: Option<&str>) -> Result<(Json, bool), String> {
        let Some(assign) = assign.and_then(Json::as_object) else { return Ok((json!([]), false)) };
        let mut made = Vec::new();
        let mut claim = false;
        for (key, value) in assign {
            match (key.as_str(), value) {
                ("users", Json::Array(users)) => {
                    for user in users.iter().filter_map(Json::as_str) {
                        made.push(self.person(user)?);
                    }
                }
                ("role", Json::String(role)) => {
                    let role = self.names.role(role)?;
                    made.push(json!({ "by": "role", "role": role }));
                    self.roles.push(role);
                }
                ("claim", Json::Bool(wanted)) => claim = *wanted,
                ("who_did", Json::String(node)) => made.push(json!({ "by": "did", "node": self.names.node(node)? })),
                ("var", Json::String(var)) if Some(var.as_str()) == item => made.push(json!({ "by": "row" })),
                ("var", Json::String(var)) => made.push(json!({ "by": "field", "field": self.names.field(var)?.0 })),
                ("starter", _) => made.push(json!({ "by": "starter" })),
                (other, _) => return Err(format!("assignment by `{other}` is not offered")),
            }
        }
        Ok((Json::Array(made), claim))
    }

    fn edge(&mut self, graph: &Graph, index: usize) -> Result<Json, String> {
        let edge = graph.edges.get(index).ok_or("no edge")?;
        let mut made = Map::from_iter([
            ("id".to_owned(), json!(format!("e{index}"))),
            ("from".to_owned(), json!(self.names.node(&edge.from)?)),
            ("to".to_owned(), json!(self.names.node(&edge.to)?)),
        ]);
        if let Some(condition) = &edge.when {
            made.insert("when".into(), json!(formula_text(condition, self.names)?));
        }
        // The only way out of a node that joins branches is its default.
        let from = graph.nodes.iter().find(|node| node.id == edge.from);
        let alone = graph.edges.iter().filter(|other| other.from == edge.from).count() == 1;
        let joins = from.is_some_and(|node| node.kind == "xor") && alone && edge.when.is_none();
        if edge.default || joins {
            made.insert("default".into(), json!(true));
        }
        Ok(Json::Object(made))
    }
}

fn with_id(mut inner: Json, id: &str) -> Json {
    if let Some(inner) = inner.as_object_mut() {
        inner.insert("id".into(), json!(id));
    }
    inner
}

fn operations() -> Json {
    json!(["transfer", "return", "return_to_step", "return_to_previous", "delegate", "add_sign", "remove_sign", "take_back"])
}

fn policies(other: &Map<String, Json>) -> Result<Json, String> {
    let mut policies = json!({ "withdraw": true, "after_return": "choose" });
    for (key, value) in other {
        let (key, value) = match (key.as_str(), value.as_str()) {
            ("dedupe", Some("consecutive")) => ("same_person", json!("pass_consecutive")),
            ("dedupe", Some("any" | "earlier" | "any_earlier" | "all" | "global")) => ("same_person", json!("pass_earlier")),
            ("dedupe", Some("none" | "off")) => ("same_person", json!("ask")),
            ("self_approve", _) => ("own_case", own_case(value)?),
            ("empty_approver", _) => ("nobody_found", nobody(value)?),
            ("id" | "name" | "title", _) => continue,
            (other, _) => return Err(format!("`{other}` of a flow is not offered")),
        };
        if let Some(policies) = policies.as_object_mut() {
            policies.insert(key.into(), value);
        }
    }
    Ok(policies)
}

fn own_case(policy: &Json) -> Result<Json, String> {
    match policy {
        Json::Bool(true) => Ok(json!("allow")),
        Json::String(text) => match text.as_str() {
            "allow" | "self" => Ok(json!("allow")),
            "skip" | "pass" | "auto_pass" | "auto" => Ok(json!("pass")),
            "manager" | "superior" | "head" | "dept_head" | "department_head" => Ok(json!("department_head")),
            other => Err(format!("the own case as `{other}` is not offered")),
        },
        other => Err(format!("the own case as {other} is not offered")),
    }
}

fn nobody(policy: &Json) -> Result<Json, String> {
    match policy.as_str() {
        Some("pass" | "skip" | "auto_pass") => Ok(json!("pass")),
        Some("admin" | "administrators" | "to_admin") => Ok(json!("administrators")),
        Some("refuse" | "error" | "fail" | "block") => Ok(json!("refuse")),
        other => Err(format!("nobody found as {other:?} is not offered")),
    }
}

fn minutes(text: Option<&Json>) -> Result<i64, String> {
    let text = text.and_then(Json::as_str).ok_or("a time that is not a duration")?;
    let duration = super::play::duration(text).ok_or_else(|| format!("the time {text} is not offered"))?;
    if duration.num_seconds() % 60 == 0 { Ok(duration.num_minutes()) } else { Err(format!("the time {text} is not offered: whole minutes only")) }
}

fn formula_text(condition: &Condition, names: &Names) -> Result<String, String> {
    let field = &names.field(&condition.var)?.0;
    let operator = match condition.op.as_str() {
        "==" | "=" => "=",
        "!=" => "<>",
        known @ (">" | ">=" | "<" | "<=") => known,
        other => return Err(format!("the operator `{other}` is not offered")),
    };
    let literal = match &condition.value {
        Json::Number(number) => number.to_string(),
        Json::Bool(yes) => if *yes { "TRUE" } else { "FALSE" }.to_owned(),
        Json::String(text) => format!("\"{}\"", text.replace('"', "\"\"")),
        other => return Err(format!("a comparison with {other} is not offered")),
    };
    Ok(format!("{{{field}}} {operator} {literal}"))
}
