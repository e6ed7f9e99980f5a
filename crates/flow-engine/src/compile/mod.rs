//! Checking a flow and making it ready.

mod allocation;
mod board;
mod called;
pub(crate) mod case;
mod check;
mod clock;
mod deadline;
mod graph;
mod net;
mod outlook;
pub(crate) mod outside;
mod ready;
mod sound;
mod together;
pub(crate) mod writes;

pub(crate) use check::Check;
use check::hint as error_hint;
pub(crate) use net::Net;
pub(crate) use outlook::{Outlook, Prospect, Standing};
pub(crate) use ready::{Assigned, CompiledEdge, CompiledNode};
pub use ready::{CompiledFlow, StepView};

pub(crate) use together::Together;

use crate::{node_kind, nodes::Behaviour};
use definition::{Connector, Diagnostic, Flow, Severity, SlotKind};
use formula::{FieldType, Scope};
use indexmap::IndexMap;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use value::{ConnectorId, FieldId, FlowId, FormId, Label, Locale, MessageId, RoleId, SlotId};

/// What the app offers to its flows beside the fields of the form.
#[derive(Debug, Clone, Default)]
pub struct Environment {
    /// The roles of the app.
    pub roles: BTreeSet<RoleId>,
    /// The slots of the app.
    pub slots: BTreeMap<SlotId, SlotKind>,
    /// The flows over the same form, which may be called as sub-flows.
    pub flows: BTreeMap<FlowId, Flow>,
    /// The fields of other forms that steps speak of: whose records say who can do what, or of whose records a step writes some.
    pub forms: BTreeMap<FormId, IndexMap<FieldId, FieldType>>,
    /// The forms over which a flow runs.
    pub with_flows: BTreeSet<FormId>,
    /// The messages of the app, each with the form of which it speaks.
    pub messages: BTreeMap<MessageId, FormId>,
    /// The systems outside that steps may call.
    pub connectors: BTreeMap<ConnectorId, Connector>,
}

/// Checks a flow against the fields of its form and makes it ready. It is ready unless there is an error among the findings.
pub fn compile(flow: &Flow, scope: &Scope, environment: &Environment) -> (Option<CompiledFlow>, Vec<Diagnostic>) {
    let mut findings = Vec::new();
    let whole = called::whole(flow, environment, &mut findings);
    let behaviours = behaviours(&whole.flow, &mut findings);
    let own = behaviours.get(..flow.nodes.len()).unwrap_or_default();
    check::names(flow, &mut findings);
    graph::check(flow, own, &mut findings);
    for (index, behaviour) in own.iter().enumerate() {
        if let (Some(behaviour), Some(node)) = (behaviour, flow.nodes.get(index)) {
            let base = format!("/nodes/{index}");
            let check = &mut Check { flow, scope, environment, behaviours: own, node: Some(node), index, base, findings: &mut findings };
            behaviour.check(check);
        }
    }
    let clocks = clock::read(flow, &mut findings);
    for (place, settings) in clocks.iter().enumerate().filter_map(|(place, settings)| Some((place, settings.as_ref()?))) {
        let (base, index) = (format!("/clocks/{place}"), usize::MAX);
        let check = &mut Check { flow, scope, environment, behaviours: own, node: None, index, base, findings: &mut findings };
        clock::check(check, settings);
    }
    if findings.iter().all(|finding| finding.severity != Severity::Error) {
        sound::check(flow, own, &mut findings);
    }
    let compiled = ready::compile(&whole, scope, environment, &behaviours, &clocks, &mut findings);
    let broken = findings.iter().any(|finding| finding.severity == Severity::Error);
    let (mut own_findings, foreign): (Vec<_>, Vec<_>) = findings.into_iter().partition(|finding| is_own(flow, finding));
    if foreign.iter().any(|finding| finding.severity == Severity::Error) {
        own_findings.push(called_is_broken(flow));
    }
    (compiled.filter(|_| !broken), own_findings)
}

/// Whether a finding is about the flow itself, not about a flow that it calls; those are told where they stand.
fn is_own(flow: &Flow, finding: &Diagnostic) -> bool {
    let mut parts = finding.pointer.split('/').skip(1);
    let count = match parts.next() {
        Some("nodes") => flow.nodes.len(),
        Some("edges") => flow.edges.len(),
        _ => return true,
    };
    parts.next().and_then(|index| index.parse::<usize>().ok()).is_none_or(|index| index < count)
}

fn called_is_broken(flow: &Flow) -> Diagnostic {
    let index = flow.nodes.iter().position(|node| node.kind == "call").unwrap_or_default();
    let message = Label::both("被调用的子流程有错误，请先修正。", "A flow that is called here has faults; mend those first.");
    error(flow, "MW0702", format!("/nodes/{index}"), message)
}

fn behaviours(flow: &Flow, findings: &mut Vec<Diagnostic>) -> Vec<Option<Arc<dyn Behaviour>>> {
    let build = |(index, node): (usize, &definition::Node)| {
        let Some(kind) = node_kind(&node.kind) else {
            findings.push(unknown_kind(flow, index, &node.kind));
            return None;
        };
        // Keys that begin with `x-` are free for the author.
        let settings = node.settings.iter().filter(|(key, _)| !key.starts_with("x-")).map(|(key, value)| (key.clone(), value.clone())).collect();
        (kind.build)(settings).map_err(|fault| findings.push(bad_settings(flow, index, &fault))).ok()
    };
    flow.nodes.iter().enumerate().map(build).collect()
}

fn unknown_kind(flow: &Flow, index: usize, kind: &str) -> Diagnostic {
    let known = crate::NODES.iter().map(|kind| kind.id).collect::<Vec<_>>().join(", ");
    let message = Label::both(format!("没有「{kind}」这种节点。"), format!("There is no kind of node “{kind}”."));
    let hint = Label::both(format!("可用的节点：{known}"), format!("Known kinds: {known}"));
    error(flow, "MW0101", format!("/nodes/{index}/kind"), message).with_hint(hint)
}

fn bad_settings(flow: &Flow, index: usize, fault: &serde_json::Error) -> Diagnostic {
    let name = node_name(flow, index);
    let message = Label::both(
        format!("步骤「{}」的设置不正确：{fault}", name.get(Locale::ZhCn)),
        format!("The settings of the step “{}” are wrong: {fault}", name.get(Locale::En)),
    );
    error(flow, "MW0102", format!("/nodes/{index}"), message)
}

pub(crate) fn file(flow: &Flow) -> String {
    format!("flows/{}.json", flow.id)
}

pub(crate) fn error(flow: &Flow, code: &str, pointer: String, message: Label) -> Diagnostic {
    Diagnostic::error(code, file(flow), pointer, message)
}

pub(crate) fn warning(flow: &Flow, code: &str, pointer: String, message: Label) -> Diagnostic {
    Diagnostic::warning(code, file(flow), pointer, message)
}

/// The name of a node as people see it; its id when it has none.
pub(crate) fn node_name(flow: &Flow, index: usize) -> Label {
    flow.nodes.get(index).map_or_else(
        Label::default,
        |node| {
            if node.label.is_empty() { Label::Plain(node.id.to_string()) } else { node.label.clone() }
        },
    )
}

/// A sentence about a step, its name in the middle.
pub(crate) fn about(name: &Label, zh: (&str, &str), en: (&str, &str)) -> Label {
    let (zh_name, en_name) = (name.get(Locale::ZhCn), name.get(Locale::En));
    Label::both(format!("{}{zh_name}{}", zh.0, zh.1), format!("{}{en_name}{}", en.0, en.1))
}
