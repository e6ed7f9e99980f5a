//! Connectors: their slots, paths and headers, and the formulas of their operations over the inputs.

use super::{Parts, findings::Findings, findings::Thing, formulas};
use crate::calls::{CompiledConnector, CompiledOperation, PathPart, path_parts};
use definition::{Connector, Operation, Sent, SignIn, SlotKind};
use formula::{FieldType, Formula, Outside, Scope};
use indexmap::IndexMap;
use std::sync::Arc;
use value::{FaceOf, SlotId};

/// Headers that the transport itself writes.
const OWN_HEADERS: [&str; 8] = ["host", "content-length", "content-type", "transfer-encoding", "connection", "authorization", "accept", "user-agent"];

/// Checks a connector and makes it ready.
pub(crate) fn compile(connector: &Connector, parts: &Parts<'_>, findings: &mut Findings<'_>) -> CompiledConnector {
    slot(&connector.address, SlotKind::Address, "/address", parts, findings);
    if let Some(sign_in) = &connector.sign_in {
        slot(sign_in.secret(), SlotKind::Secret, "/sign_in/secret", parts, findings);
        if let SignIn::Header { header, .. } = sign_in {
            header_name(header, "/sign_in/header", findings);
        }
    }
    let ids = connector.operations.iter().enumerate().map(|(index, operation)| (operation.id.as_str(), format!("/operations/{index}/id")));
    super::refs::unique(ids, findings);
    let operations = connector.operations.iter().enumerate();
    let operations = operations.map(|(index, known)| operation(known, &format!("/operations/{index}"), parts, findings)).collect();
    CompiledConnector { definition: connector.clone(), operations }
}

fn slot(slot: &SlotId, kind: SlotKind, pointer: &str, parts: &Parts<'_>, findings: &mut Findings<'_>) {
    let slots = parts.app.map(|app| app.slots.as_slice()).unwrap_or_default();
    match slots.iter().find(|known| known.id == *slot) {
        None => findings.not_there(Thing::Slot, slot.as_str(), pointer, slots.iter().map(|slot| (slot.id.as_str(), &slot.label))),
        Some(known) if known.kind != kind => {
            let (zh, en) = if kind == SlotKind::Address { ("地址", "an address") } else { ("密钥", "a secret") };
            let message = (format!("插槽「{slot}」不是{zh}"), format!("the slot `{slot}` does not hold {en}"));
            let hint = ("换一个插槽，或在应用设置里改它的种类".into(), "choose another slot, or change its kind in the settings of the app".into());
            findings.error("MD0701", pointer, message, Some(hint));
        }
        Some(_) => {}
    }
}

fn operation(known: &Operation, at: &str, parts: &Parts<'_>, findings: &mut Findings<'_>) -> CompiledOperation {
    super::refs::unique(known.inputs.iter().enumerate().map(|(index, input)| (input.id.as_str(), format!("{at}/inputs/{index}/id"))), findings);
    super::refs::unique(known.answer.iter().enumerate().map(|(index, value)| (value.id.as_str(), format!("{at}/answer/{index}/id"))), findings);
    path(known, &format!("{at}/path"), findings);
    for (index, value) in known.answer.iter().enumerate() {
        pointer(&value.pointer, true, &format!("{at}/answer/{index}/pointer"), findings);
    }
    header_name(&known.idempotency_header, &format!("{at}/idempotency_header"), findings);
    for (index, header) in known.headers.iter().enumerate() {
        header_name(&header.name, &format!("{at}/headers/{index}/name"), findings);
    }
    for (index, member) in known.body.iter().enumerate() {
        pointer(&member.name, false, &format!("{at}/body/{index}/name"), findings);
    }
    let scope = scope_of(known, parts);
    let mut ready = |sent: &[Sent], key: &str| -> Vec<(String, Formula)> {
        let compile = |(index, one): (usize, &Sent)| {
            let formula = formulas::compile(&one.value, &scope, &format!("{at}/{key}/{index}/value"), findings)?;
            Some((one.name.clone(), formula))
        };
        sent.iter().enumerate().filter_map(compile).collect()
    };
    let (query, headers, body) = (ready(&known.query, "query"), ready(&known.headers, "headers"), ready(&known.body, "body"));
    CompiledOperation { definition: known.clone(), query, headers, body }
}

/// The formulas of an operation see its inputs and what the app knows by itself, no record.
fn scope_of(operation: &Operation, parts: &Parts<'_>) -> Scope {
    let mut fields = IndexMap::new();
    for input in &operation.inputs {
        let (label, value_type) = (input.label.clone(), input.kind.value_type());
        fields.insert(input.id.clone(), FieldType { label, value_type, options: Vec::new(), fields: IndexMap::new(), face: FaceOf::default() });
    }
    let outside = Outside { constants: parts.outside.constants.clone(), ..Outside::default() };
    Scope { fields, row_of: None, outside: Arc::new(outside) }
}

fn path(operation: &Operation, at: &str, findings: &mut Findings<'_>) {
    let hint = || Some(("例如 /parts/{part}/stock".into(), "such as /parts/{part}/stock".into()));
    let text = &operation.path;
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "/-._~{}%:@!$,;=+()*'".contains(letter);
    let climbs = text.split('/').any(|step| step == ".." || step == ".");
    if !text.starts_with('/') || text.starts_with("//") || climbs || !text.chars().all(plain) {
        let message = (
            format!("路径「{text}」不正确：以一个「/」开头，不含「?」「#」、空格和「..」"),
            format!("the path `{text}` is not possible: it begins with one `/` and has no `?`, `#`, spaces or `..`"),
        );
        return findings.error("MD0702", at, message, hint());
    }
    for part in path_parts(text) {
        match part {
            PathPart::Input(name) if !operation.inputs.iter().any(|input| input.id.as_str() == name) => {
                let message = (format!("路径里的「{{{name}}}」不是输入"), format!("`{{{name}}}` in the path is no input"));
                let known: Vec<&str> = operation.inputs.iter().map(|input| input.id.as_str()).collect();
                let hint = (format!("可用的输入：{}", known.join("、")), format!("inputs: {}", known.join(", ")));
                findings.error("MD0702", at, message, Some(hint));
            }
            PathPart::Fixed(text) if text.contains(['{', '}']) => {
                let message = ("路径里的花括号没有成对".into(), "the braces of the path do not match".into());
                findings.error("MD0702", at, message, hint());
            }
            _ => {}
        }
    }
}

fn pointer(text: &str, may_be_whole: bool, at: &str, findings: &mut Findings<'_>) {
    let fits = (may_be_whole && text.is_empty()) || (text.starts_with('/') && text.len() > 1);
    if !fits {
        let message = (format!("「{text}」不是 JSON 里的位置"), format!("`{text}` is no place in JSON"));
        let hint = ("写成 /stock/free 这样的路径".into(), "write a pointer such as /stock/free".into());
        findings.error("MD0703", at, message, Some(hint));
    }
}

fn header_name(name: &str, at: &str, findings: &mut Findings<'_>) {
    let token = |letter: char| letter.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(letter);
    let hint = ("例如 X-Request-Id".into(), "such as X-Request-Id".into());
    if name.is_empty() || !name.chars().all(token) {
        let message = (format!("「{name}」不能作为请求头的名称"), format!("`{name}` cannot be the name of a header"));
        findings.error("MD0704", at, message, Some(hint));
    } else if OWN_HEADERS.contains(&name.to_ascii_lowercase().as_str()) {
        let message = (format!("请求头「{name}」由系统自己填写"), format!("the header `{name}` is written by the product itself"));
        findings.error("MD0704", at, message, Some(hint));
    }
}
