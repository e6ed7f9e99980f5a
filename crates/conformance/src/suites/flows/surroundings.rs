//! What stands around a case in a scenario: services that fail as often as the scenario says, and answers that were given under a key.

use super::format::{Graph, Node};
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// A service that a node calls: it fails so often, then it answers.
#[derive(Debug, Clone, Default)]
pub struct Services {
    fails: BTreeMap<String, u64>,
    calls: BTreeMap<String, u64>,
}

impl Services {
    pub fn of<'g>(graphs: impl Iterator<Item = &'g Graph>) -> Self {
        let fails = graphs.flat_map(|graph| &graph.nodes).filter(|node| node.kind == "auto").map(|node| (node.id.clone(), fails(node))).collect();
        Self { fails, calls: BTreeMap::new() }
    }

    /// The answer to a call: what went wrong, if anything did.
    pub fn call(&mut self, node: &str) -> Option<String> {
        let calls = self.calls.entry(node.to_owned()).or_default();
        *calls += 1;
        (*calls <= self.fails.get(node).copied().unwrap_or_default()).then(|| "the service failed".to_owned())
    }
}

fn fails(node: &Node) -> u64 {
    let throws = node.other.contains_key("throws");
    let first = node.other.get("fails_first").and_then(Json::as_u64).unwrap_or_default();
    if throws { u64::MAX } else { first }
}
