//! The names of a scenario and what they are with us: ids are permanent names of their own form, people are keys.

use super::format::{Graph, Node, Scenario};
use formula::{FieldType, Scope};
use indexmap::IndexMap;
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;
use value::{FieldId, FlowId, Label, NodeId, ReferenceTarget, RoleId, UserId, ValueType};

pub struct Names {
    nodes: BTreeMap<String, NodeId>,
    users: BTreeMap<String, UserId>,
    vars: BTreeMap<String, (FieldId, ValueType)>,
    roles: BTreeMap<String, RoleId>,
    flows: BTreeMap<String, FlowId>,
    /// Variables that hold people.
    people: BTreeSet<String>,
}

impl Names {
    /// Gives names to all that a scenario speaks of.
    pub fn of(scenario: &Scenario) -> Result<Self, String> {
        let mut names = Self {
            nodes: BTreeMap::new(),
            users: BTreeMap::new(),
            vars: BTreeMap::new(),
            roles: BTreeMap::new(),
            flows: BTreeMap::new(),
            people: BTreeSet::new(),
        };
        let graphs = || std::iter::once(&scenario.flow).chain(scenario.versions.values()).chain(scenario.children.values());
        for node in graphs().flat_map(|graph| &graph.nodes) {
            names.people_of(node);
        }
        for graph in graphs() {
            names.graph(graph)?;
        }
        for step in &scenario.steps {
            for (var, value) in &step.vars_in {
                names.var(var, value)?;
            }
        }
        Ok(names)
    }

    /// The variables in which a node looks for people: its own, or the rows that it goes through.
    fn people_of(&mut self, node: &Node) {
        let var = |node: &Json| node.get("assign").and_then(|assign| assign.get("var")).and_then(Json::as_str).map(str::to_owned);
        let own = node.other.get("assign").and_then(|assign| assign.get("var")).and_then(Json::as_str).map(str::to_owned);
        let inner = node.other.get("inner").and_then(var);
        let over = node.other.get("over").and_then(Json::as_str);
        if let (Some(inner), Some(over)) = (&inner, over)
            && node.other.get("item").and_then(Json::as_str) == Some(inner)
        {
            self.people.insert(over.to_owned());
        }
        self.people.extend(own);
    }

    fn graph(&mut self, graph: &Graph) -> Result<(), String> {
        for node in &graph.nodes {
            let next = format!("n{}", self.nodes.len());
            let id = NodeId::parse(&node.id).ok().filter(|id| id.as_str().len() <= 20).map_or_else(|| NodeId::parse(&next), Ok);
            self.nodes.insert(node.id.clone(), id.map_err(|fault| fault.to_string())?);
            if let Some(inner) = node.other.get("flow").filter(|inner| inner.is_object()) {
                let inner: Graph = serde_json::from_value(inner.clone()).map_err(|fault| fault.to_string())?;
                inner.nodes.iter().for_each(|node| self.people_of(node));
                self.graph(&inner)?;
            }
            if let Some(over) = node.other.get("over").and_then(Json::as_str) {
                self.var(over, &Json::Array(Vec::new()))?;
            }
            for condition in node.other.get("done_when").into_iter().chain(node.other.get("until")) {
                if let (Some(var), Some(value)) = (condition.get("var").and_then(Json::as_str), condition.get("value")) {
                    self.var(var, value)?;
                }
            }
        }
        for condition in graph.edges.iter().filter_map(|edge| edge.when.as_ref()) {
            self.var(&condition.var, &condition.value)?;
        }
        for var in self.people.clone() {
            if !self.vars.contains_key(&var) {
                self.add_var(&var, ValueType::Reference(ReferenceTarget::User))?;
            }
        }
        Ok(())
    }

    fn var(&mut self, var: &str, value: &Json) -> Result<(), String> {
        let item = if self.people.contains(var) { ValueType::Reference(ReferenceTarget::User) } else { ValueType::Text };
        let value_type = match value {
            Json::Array(_) => ValueType::List(Box::new(item)),
            _ if self.people.contains(var) => item,
            Json::Number(_) => ValueType::Number { scale: 4 },
            Json::Bool(_) => ValueType::Bool,
            Json::String(_) | Json::Null => ValueType::Text,
            Json::Object(_) => return Err(format!("a variable that is {value} is not offered")),
        };
        if matches!(value_type, ValueType::List(_)) {
            self.vars.remove(var);
        }
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

    pub fn role(&mut self, name: &str) -> Result<RoleId, String> {
        let next = format!("r{}", self.roles.len());
        let id = RoleId::parse(&name.to_lowercase()).or_else(|_| RoleId::parse(&next)).map_err(|fault| fault.to_string())?;
        Ok(self.roles.entry(name.into()).or_insert(id).clone())
    }

    pub fn flow(&mut self, name: &str) -> Result<FlowId, String> {
        let next = FlowId::parse(&format!("sub{}", self.flows.len())).map_err(|fault| fault.to_string())?;
        Ok(self.flows.entry(name.into()).or_insert(next).clone())
    }

    pub fn node(&self, name: &str) -> Result<&NodeId, String> {
        self.nodes.get(name).ok_or_else(|| format!("no node {name}"))
    }

    /// The node of this name at which the case is, be it in a flow that is called.
    pub fn node_of<'a>(&self, name: &str, mut open: impl Iterator<Item = &'a NodeId>) -> Result<NodeId, String> {
        let plain = self.node(name)?;
        Ok(open.find(|known| self.node_name(known) == name).unwrap_or(plain).clone())
    }

    /// The name of a node. Those of called flows are known by what follows the name of the flow.
    pub fn node_name(&self, node: &NodeId) -> &str {
        let text = node.as_str();
        let plain = text.rsplit_once("__").map_or(text, |(_, plain)| plain);
        self.nodes.iter().find(|(_, id)| id.as_str() == plain).map_or("?", |(name, _)| name)
    }

    pub fn field(&self, var: &str) -> Result<&(FieldId, ValueType), String> {
        self.vars.get(var).ok_or_else(|| format!("no variable {var}"))
    }

    /// A value of a variable as our JSON: people are keys.
    pub fn json(&mut self, var: &str, json: &Json) -> Json {
        let is_people = self.people.contains(var);
        match json {
            Json::String(name) if is_people => self.user(name).0.to_string().into(),
            Json::Array(items) => items.iter().map(|item| self.json(var, item)).collect::<Vec<_>>().into(),
            other => other.clone(),
        }
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
