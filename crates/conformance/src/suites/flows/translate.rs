//! A flow of the neutral format as a flow of ours.

use super::format::{Condition, Graph, Node, Scenario};
use definition::{Flow, SlotKind};
use flow_engine::Environment;
use formula::{FieldType, Scope};
use indexmap::IndexMap;
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeMap;
use uuid::Uuid;
use value::{FieldId, Label, NodeId, ReferenceTarget, SlotId, UserId, ValueType};

/// The names of a scenario and what they are with us: ids are permanent names of their own form, people are keys.
pub struct Names {
    nodes: BTreeMap<String, NodeId>,
    users: BTreeMap<String, UserId>,
    vars: BTreeMap<String, (FieldId, ValueType)>,
}

impl Names {
    /// Gives names to all that a scenario speaks of.
    pub fn of(scenario: &Scenario) -> Result<Self, String> {
        let mut names = Self { nodes: BTreeMap::new(), users: BTreeMap::new(), vars: BTreeMap::new() };
        for graph in std::iter::once(&scenario.flow).chain(scenario.versions.values()) {
            for node in &graph.nodes {
                let next = format!("n{}", names.nodes.len());
                let id = NodeId::parse(&node.id).or_else(|_| NodeId::parse(&next)).map_err(|fault| fault.to_string())?;
                names.nodes.insert(node.id.clone(), id);
            }
            for condition in graph.edges.iter().filter_map(|edge| edge.when.as_ref()) {
                names.var(&condition.var, &condition.value)?;
            }
            for var in graph.nodes.iter().filter_map(|node| node.other.get("assign")?.get("var")?.as_str()) {
                names.add_var(var, ValueType::Reference(ReferenceTarget::User))?;
            }
        }
        for step in &scenario.steps {
            for (var, value) in &step.vars_in {
                names.var(var, value)?;
            }
        }
        Ok(names)
    }

    fn var(&mut self, var: &str, value: &Json) -> Result<(), String> {
        let value_type = match value {
            Json::Number(_) => ValueType::Number { scale: 4 },
            Json::Bool(_) => ValueType::Bool,
            Json::String(_) => ValueType::Text,
            other => return Err(format!("a variable that is {other} is not offered")),
        };
        self.add_var(var, value_type)
    }

    fn add_var(&mut self, var: &str, value_type: ValueType) -> Result<(), String> {
        let next = format!("v{}", self.vars.len());
        let id = FieldId::parse(var).or_else(|_| FieldId::parse(&next)).map_err(|fault| fault.to_string())?;
        self.vars.entry(var.into()).or_insert((id, value_type));
        Ok(())
    }

    /// A person; each new name is a new one.
    pub fn user(&mut self, name: &str) -> UserId {
        let next = u128::try_from(self.users.len()).unwrap_or_default() + 1;
        *self.users.entry(name.into()).or_insert(UserId(Uuid::from_u128(next << 64)))
    }

    /// The name of a person.
    pub fn user_name(&self, user: UserId) -> &str {
        self.users.iter().find(|(_, key)| **key == user).map_or("?", |(name, _)| name)
    }

    pub fn node(&self, name: &str) -> Result<&NodeId, String> {
        self.nodes.get(name).ok_or_else(|| format!("no node {name}"))
    }

    /// The name of a node.
    pub fn node_name(&self, node: &NodeId) -> &str {
        self.nodes.iter().find(|(_, id)| *id == node).map_or("?", |(name, _)| name)
    }

    pub fn field(&self, var: &str) -> Result<&(FieldId, ValueType), String> {
        self.vars.get(var).ok_or_else(|| format!("no variable {var}"))
    }

    /// The variables as fields of a form.
    pub fn scope(&self) -> Scope {
        let field = |(name, (id, value_type)): (&String, &(FieldId, ValueType))| {
            let label = Label::Plain(name.clone());
            (
                id.clone(),
                FieldType { label, value_type: value_type.clone(), options: Vec::new(), fields: IndexMap::new(), face: value::FaceOf::default() },
            )
        };
        Scope { fields: self.vars.iter().map(field).collect(), ..Scope::default() }
    }
}

/// A translated flow, with the people that its slots are bound to.
pub struct Translated {
    pub flow: Flow,
    pub environment: Environment,
    pub slots: BTreeMap<SlotId, UserId>,
}

/// Translates a graph, or says what is not offered.
pub fn translate(graph: &Graph, names: &mut Names) -> Result<Translated, String> {
    if let Some(key) = graph.other.keys().next() {
        return Err(format!("`{key}` of a flow is not offered"));
    }
    let mut slots = BTreeMap::new();
    let nodes = graph.nodes.iter().map(|node| one(node, names, &mut slots)).collect::<Result<Vec<_>, _>>()?;
    let edges = (0..graph.edges.len()).map(|index| edge(graph, index, names)).collect::<Result<Vec<_>, _>>()?;
    let flow =
        json!({ "format": 1, "id": "flow", "label": "flow", "form": "form", "policies": { "withdraw": true }, "nodes": nodes, "edges": edges });
    let flow = serde_json::from_value(flow).map_err(|fault| fault.to_string())?;
    let environment = Environment { slots: slots.keys().map(|slot| (slot.clone(), SlotKind::User)).collect(), ..Environment::default() };
    Ok(Translated { flow, environment, slots })
}

fn one(node: &Node, names: &mut Names, slots: &mut BTreeMap<SlotId, UserId>) -> Result<Json, String> {
    let mut known: Vec<&str> = Vec::new();
    let mut made = Map::new();
    let kind = match node.kind.as_str() {
        "start" => "start",
        "end" => "end",
        "xor" => "exclusive",
        "task" => "handle",
        "cc" => "cc",
        "approval" => {
            known.push("mode");
            made.insert("mode".into(), mode(node)?);
            "approve"
        }
        other => return Err(format!("nodes of the kind `{other}` are not offered")),
    };
    if matches!(kind, "handle" | "approve" | "cc") {
        known.push("assign");
        made.insert("assign".into(), assign(node.other.get("assign"), names, slots)?);
    }
    if matches!(kind, "handle" | "approve") {
        made.insert("operations".into(), json!(["transfer", "return", "return_to_step"]));
    }
    if let Some(key) = node.other.keys().find(|key| !known.contains(&key.as_str())) {
        return Err(format!("`{key}` of a node of the kind `{}` is not offered", node.kind));
    }
    made.insert("id".into(), json!(names.node(&node.id)?));
    made.insert("kind".into(), json!(kind));
    made.insert("label".into(), json!(node.id));
    Ok(Json::Object(made))
}

fn mode(node: &Node) -> Result<Json, String> {
    match node.other.get("mode").and_then(Json::as_str) {
        None | Some("one" | "any") => Ok(json!("any")),
        Some("all") => Ok(json!("all")),
        Some(other) => Err(format!("approvals of the mode `{other}` are not offered")),
    }
}

fn assign(assign: Option<&Json>, names: &mut Names, slots: &mut BTreeMap<SlotId, UserId>) -> Result<Json, String> {
    let Some(assign) = assign.and_then(Json::as_object) else { return Ok(json!([])) };
    let mut made = Vec::new();
    for (key, value) in assign {
        match (key.as_str(), value) {
            // A package names no people: the deployment binds them to slots.
            ("users", Json::Array(users)) => {
                for user in users.iter().filter_map(Json::as_str) {
                    let user = names.user(user);
                    let slot = SlotId::parse(&format!("slot_{}", slots.len())).map_err(|fault| fault.to_string())?;
                    made.push(json!({ "by": "slot", "slot": slot }));
                    slots.insert(slot, user);
                }
            }
            ("who_did", Json::String(node)) => made.push(json!({ "by": "did", "node": names.node(node)? })),
            ("var", Json::String(var)) => made.push(json!({ "by": "field", "field": names.field(var)?.0 })),
            (other, _) => return Err(format!("assignment by `{other}` is not offered")),
        }
    }
    Ok(Json::Array(made))
}

fn edge(graph: &Graph, index: usize, names: &Names) -> Result<Json, String> {
    let edge = graph.edges.get(index).ok_or("no edge")?;
    let mut made = Map::from_iter([
        ("id".to_owned(), json!(format!("e{index}"))),
        ("from".to_owned(), json!(names.node(&edge.from)?)),
        ("to".to_owned(), json!(names.node(&edge.to)?)),
    ]);
    if let Some(condition) = &edge.when {
        made.insert("when".into(), json!(formula_text(condition, names)?));
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

fn formula_text(condition: &Condition, names: &Names) -> Result<String, String> {
    let field = &names.field(&condition.var)?.0;
    let operator = match condition.op.as_str() {
        "==" => "=",
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
