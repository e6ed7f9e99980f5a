//! Fields whose options come from outside: their connector, operation and inputs have to be there, and the operation may only look up.

use super::{Parts, deciding_scope, findings::Findings, formulas};
use crate::offers::OptionSource;
use definition::{Connector, Diagnostic, Field, Operation, suggest::nearest};
use form_engine::OutsideChoice;
use formula::Scope;
use indexmap::IndexMap;
use value::{FieldId, FormId};

/// Makes the sources of all forms ready.
pub(super) fn compile(parts: &Parts<'_>, found: &mut Vec<Diagnostic>) -> IndexMap<FormId, Vec<OptionSource>> {
    let mut sources = IndexMap::new();
    for form in parts.forms.values() {
        let mut findings = Findings { file: format!("forms/{}.json", form.id), found };
        let fields = form.fields.iter().enumerate().filter(|(_, field)| field.kind == "outside_choice");
        let of_form: Vec<OptionSource> = fields.filter_map(|(index, field)| source(field, index, &form.id, parts, &mut findings)).collect();
        if !of_form.is_empty() {
            sources.insert(form.id.clone(), of_form);
        }
    }
    sources
}

fn source(field: &Field, index: usize, form: &FormId, parts: &Parts<'_>, findings: &mut Findings<'_>) -> Option<OptionSource> {
    // What is missing or misspelt in the settings, the form tells.
    let settings: OutsideChoice = definition::settings::read(&field.settings, &mut Vec::new())?;
    let (connector, operation) = (settings.connector.clone()?, settings.operation.clone()?);
    let at = format!("/fields/{index}");
    let known = known_connector(connector.as_str(), &at, parts, findings)?;
    let asked = known_operation(known, operation.as_str(), &at, findings)?;
    if !asked.is_read() {
        let message = (
            format!("操作「{operation}」会改动对方的数据，不能作为选项的来源"),
            format!("the operation `{operation}` changes something over there; it cannot give options"),
        );
        let hint =
            ("换一个 GET 操作；如果它只查询，在连接器里标明「只查询」".into(), "choose a GET, or say in the connector that it `only_reads`".into());
        findings.error("MC0404", format!("{at}/operation"), message, Some(hint));
    }
    let scope = deciding_scope(parts, form)?;
    let input = inputs(&settings, asked, &at, &scope, findings);
    Some(OptionSource { field: field.id.clone(), connector, operation, settings, input })
}

fn known_connector<'p>(id: &str, at: &str, parts: &'p Parts<'_>, findings: &mut Findings<'_>) -> Option<&'p Connector> {
    let known = parts.connectors.get(id).copied();
    if known.is_none() {
        let hint = meant(id, parts.connectors.keys().map(|id| id.as_str()), ("应用里还没有连接器", "the app has no connector yet"));
        let message = (format!("不存在连接器「{id}」"), format!("there is no connector `{id}`"));
        findings.error("MC0401", format!("{at}/connector"), message, Some(hint));
    }
    known
}

fn known_operation<'c>(connector: &'c Connector, id: &str, at: &str, findings: &mut Findings<'_>) -> Option<&'c Operation> {
    let known = connector.operations.iter().find(|operation| operation.id.as_str() == id);
    if known.is_none() {
        let ids = connector.operations.iter().map(|operation| operation.id.as_str());
        let hint = meant(id, ids, ("这个连接器还没有操作", "the connector has no operation yet"));
        let message = (format!("连接器「{}」没有操作「{id}」", connector.id), format!("the connector `{}` has no operation `{id}`", connector.id));
        findings.error("MC0402", format!("{at}/operation"), message, Some(hint));
    }
    known
}

fn inputs(settings: &OutsideChoice, asked: &Operation, at: &str, scope: &Scope, findings: &mut Findings<'_>) -> Vec<(FieldId, formula::Formula)> {
    let search = settings.search_input.0.as_ref();
    let known = |id: &FieldId| asked.inputs.iter().any(|input| input.id == *id);
    let ids = || asked.inputs.iter().map(|input| input.id.as_str());
    let given = settings.input.0.keys().map(|id| (id, format!("{at}/input/{id}")));
    for (id, place) in given.chain(search.map(|id| (id, format!("{at}/search_input")))).filter(|(id, _)| !known(id)) {
        let message = (format!("操作「{}」没有输入「{id}」", asked.id), format!("the operation `{}` has no input `{id}`", asked.id));
        findings.error("MC0403", place, message, Some(meant(id.as_str(), ids(), ("这个操作没有输入", "the operation has no inputs"))));
    }
    if let Some(id) = search.filter(|id| settings.input.0.contains_key(*id)) {
        let message =
            (format!("输入「{id}」既是搜索文字，又由公式给出"), format!("the input `{id}` is what people type, and a formula gives it, too"));
        let hint = ("只留一个".into(), "keep one of the two".into());
        findings.error("MC0403", format!("{at}/search_input"), message, Some(hint));
    }
    for input in asked.inputs.iter().filter(|input| input.required && !settings.input.0.contains_key(&input.id)) {
        let message = (format!("必需的输入「{}」没有公式", input.id), format!("the required input `{}` has no formula", input.id));
        let (zh, en) = if search == Some(&input.id) {
            ("搜索文字一开始是空的：在连接器里把这个输入改为不必需", "nothing is typed at first: make the input optional in the connector")
        } else {
            ("在 input 里给出它", "give it under `input`")
        };
        findings.error("MC0403", format!("{at}/input"), message, Some((zh.into(), en.into())));
    }
    let ready =
        settings.input.0.iter().filter_map(|(id, text)| Some((id.clone(), formulas::compile(text, scope, &format!("{at}/input/{id}"), findings)?)));
    ready.collect()
}

fn meant<'a>(wrong: &str, ids: impl Iterator<Item = &'a str>, none: (&str, &str)) -> (String, String) {
    let ids: Vec<&str> = ids.collect();
    match nearest(wrong, ids.iter().copied()) {
        Some(near) => (format!("你是否想用「{near}」？"), format!("did you mean `{near}`?")),
        None if ids.is_empty() => (none.0.into(), none.1.into()),
        None => (format!("可用的：{}", ids.join("、")), format!("there is: {}", ids.join(", "))),
    }
}
