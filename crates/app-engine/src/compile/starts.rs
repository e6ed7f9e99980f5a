//! Flows that begin by a message from outside or by a schedule: a message begins one flow, or nobody could say which.

use super::{Parts, filters, findings::Findings};
use definition::{Diagnostic, Flow};
use flow_engine::CompiledFlow;
use indexmap::IndexMap;
use std::{collections::BTreeMap, sync::Arc};
use value::{FlowId, FormId, Locale};

/// The start messages of a flow, each with the place of its step among the nodes.
fn messages_of(flow: &Flow) -> impl Iterator<Item = (usize, &str)> {
    let starts = flow.nodes.iter().enumerate().filter(|(_, node)| node.kind == "start");
    starts.filter_map(|(place, node)| Some((place, node.settings.get("message")?.get("name")?.as_str()?)))
}

/// The form of whose records one is created by a message.
pub(crate) fn form_begun_by<'a>(message: &str, parts: &'a Parts<'_>) -> Option<&'a FormId> {
    let flow = parts.flows.values().find(|flow| messages_of(flow).any(|(_, name)| name == message))?;
    parts.forms.get_key_value(&flow.form).map(|(form, _)| form)
}

/// The form of the new records with which a flow begins by its schedule.
pub(crate) fn form_begun_by_schedule<'a>(flow: &str, parts: &'a Parts<'_>) -> Option<&'a FormId> {
    let flow = parts.flows.values().find(|known| known.id.as_str() == flow)?;
    flow.nodes.iter().find(|node| node.kind == "start" && node.settings.contains_key("schedule"))?;
    parts.forms.get_key_value(&flow.form).map(|(form, _)| form)
}

/// Checks what concerns more than one flow, and the filters of schedules.
pub(crate) fn check(parts: &Parts<'_>, flows: &IndexMap<FlowId, Arc<CompiledFlow>>, found: &mut Vec<Diagnostic>) {
    check_messages(parts, found);
    for (id, flow) in flows {
        let Some(filter) = flow.start_schedule().and_then(|schedule| schedule.records.as_ref()) else { continue };
        let place = parts.flows.get(id).and_then(|flow| flow.nodes.iter().position(|node| node.kind == "start"));
        let (Some(place), Some(scope)) = (place, parts.scopes.get(flow.form())) else { continue };
        let mut findings = Findings { file: format!("flows/{id}.json"), found };
        filters::filter(filter, scope, &format!("/nodes/{place}/schedule/records"), &mut findings);
    }
}

/// Two flows that begin by messages of the same name.
fn check_messages(parts: &Parts<'_>, found: &mut Vec<Diagnostic>) {
    let mut taken: BTreeMap<&str, &FlowId> = BTreeMap::new();
    for (id, flow) in &parts.flows {
        for (place, name) in messages_of(flow) {
            let Some(other) = taken.insert(name, id).and_then(|other| parts.flows.get(other)) else { continue };
            let mut findings = Findings { file: format!("flows/{id}.json"), found };
            let (zh, en) = (other.label.get(Locale::ZhCn), other.label.get(Locale::En));
            let message = (format!("消息「{name}」已经发起流程「{zh}」"), format!("the message `{name}` begins the flow “{en}” already"));
            let hint = ("给其中一个消息换一个名称".into(), "give one of the two messages another name".into());
            findings.error("MW0713", format!("/nodes/{place}/message/name"), message, Some(hint));
        }
    }
}
