//! What flows and rules are compiled against.

use super::Parts;
use formula::FieldType;
use indexmap::IndexMap;
use std::collections::BTreeMap;
use value::{FieldId, FormId};

/// What the app offers to its flows, beside other flows.
pub(crate) fn environment_of(parts: &Parts<'_>) -> flow_engine::Environment {
    let slots = parts.app.map(|app| app.slots.iter().map(|slot| (slot.id.clone(), slot.kind)).collect()).unwrap_or_default();
    let connectors = parts.connectors.iter().map(|(id, connector)| (id.clone(), (**connector).clone())).collect();
    let with_flows = parts.flows.values().map(|flow| flow.form.clone()).collect();
    let roles = parts.roles.keys().cloned().collect();
    let messages = parts.messages.values().map(|message| (message.id.clone(), message.form.clone())).collect();
    flow_engine::Environment { roles, slots, connectors, messages, forms: other_forms(parts), with_flows, ..flow_engine::Environment::default() }
}

/// What rules are compiled against.
pub(crate) fn rule_environment(parts: &Parts<'_>) -> rule_engine::Environment {
    rule_engine::Environment {
        roles: parts.roles.keys().cloned().collect(),
        slots: parts.app.map(|app| app.slots.iter().map(|slot| (slot.id.clone(), slot.kind)).collect()).unwrap_or_default(),
        messages: parts.messages.values().map(|message| (message.id.clone(), message.form.clone())).collect(),
    }
}

/// The kinds of steps that write records of another form.
pub(crate) const WRITING: [&str; 3] = ["case", "add_records", "change_records"];

/// The fields of the forms whose records say who can do a step, and of those of whose records a step writes some.
fn other_forms(parts: &Parts<'_>) -> BTreeMap<FormId, IndexMap<FieldId, FieldType>> {
    let named = |node: &definition::Node| {
        let of_skill = || node.settings.get("allocation")?.get("skill")?.get("form");
        let form = if WRITING.contains(&node.kind.as_str()) { node.settings.get("form") } else { of_skill() }?.as_str()?;
        let (id, scope) = parts.scopes.get_key_value(form)?;
        Some((id.clone(), scope.fields.clone()))
    };
    parts.flows.values().flat_map(|flow| &flow.nodes).filter_map(named).collect()
}
