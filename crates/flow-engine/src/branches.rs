//! Why a case went the way it went: what the conditions at a branch saw of the record.

use crate::{Tried, compile::CompiledNode, decide::Run};
use formula::Reference;
use serde_json::{Map, Value as Json};
use value::{Value, to_json};

/// Longer lists are left out: an event is kept for ever.
const MOST_ITEMS: usize = 20;

/// What the conditions that were tried looked at, by field.
pub(crate) fn saw(run: &Run<'_>, node: &CompiledNode, tried: &[Tried]) -> Map<String, Json> {
    let edges = node.edges().iter().filter(|edge| tried.iter().any(|one| one.edge == *edge.id()));
    let references = edges.filter_map(|edge| edge.condition()).flat_map(|condition| condition.references().iter());
    let mut saw = Map::new();
    for reference in references {
        let Some(key) = key_of(reference).filter(|key| !saw.contains_key(key)) else { continue };
        if let Some(value) = shown(run, reference) {
            saw.insert(key, value);
        }
    }
    saw
}

/// Sub-tables are left out: what is seen of them are many rows.
fn key_of(reference: &Reference) -> Option<String> {
    match reference {
        Reference::Field(field) => Some(field.to_string()),
        Reference::Related { field, of } => Some(format!("{field}.{of}")),
        Reference::Cell { .. } | Reference::Column { .. } => None,
    }
}

fn shown(run: &Run<'_>, reference: &Reference) -> Option<Json> {
    let value_type = match reference {
        Reference::Field(field) => run.flow.field_type(field).map(|field| &field.value_type),
        _ => None,
    };
    match run.value(reference) {
        Value::Rows(_) | Value::Error(_) => None,
        Value::List(items) if items.len() > MOST_ITEMS => None,
        value => Some(to_json(&value, value_type)),
    }
}
