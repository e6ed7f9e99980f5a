//! The neutral format as it is written down. Attributes that no translation knows are kept, so that they are named as not offered.

use serde::Deserialize;
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;

#[derive(Deserialize)]
pub struct Scenario {
    pub id: String,
    pub flow: Graph,
    #[serde(default)]
    pub versions: BTreeMap<String, Graph>,
    /// Flows that are called.
    #[serde(default)]
    pub children: BTreeMap<String, Graph>,
    pub steps: Vec<Step>,
    #[serde(default)]
    pub calendar: Option<Json>,
    /// Who is in which role.
    #[serde(default)]
    pub roles: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
pub struct Graph {
    pub nodes: Vec<Node>,
    pub edges: Vec<Edge>,
    #[serde(flatten)]
    pub other: Map<String, Json>,
}

#[derive(Deserialize, Clone)]
pub struct Node {
    pub id: String,
    pub kind: String,
    #[serde(flatten)]
    pub other: Map<String, Json>,
}

#[derive(Deserialize)]
pub struct Edge {
    pub from: String,
    pub to: String,
    pub when: Option<Condition>,
    #[serde(default)]
    pub default: bool,
}

#[derive(Deserialize)]
pub struct Condition {
    pub var: String,
    pub op: String,
    pub value: Json,
}

#[derive(Deserialize)]
pub struct Step {
    #[serde(rename = "do")]
    pub action: String,
    pub by: Option<String>,
    pub node: Option<String>,
    pub to: Option<String>,
    pub then: Option<String>,
    pub key: Option<String>,
    pub flow: Option<String>,
    pub by_duration: Option<String>,
    pub name: Option<String>,
    /// Where people are added: before, after, parallel.
    #[serde(rename = "where")]
    pub place: Option<String>,
    #[serde(default)]
    pub users: Vec<String>,
    pub user: Option<String>,
    #[serde(default)]
    pub vars_in: Map<String, Json>,
    #[serde(default)]
    pub expect: Map<String, Json>,
    #[serde(flatten)]
    pub other: Map<String, Json>,
}
