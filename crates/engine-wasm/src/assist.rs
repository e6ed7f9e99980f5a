//! What an editor of formulas asks while somebody writes: what may stand here, what is wrong, what is meant.

use crate::answer::Refused;
use crate::engine::Engine;
use crate::ground::Ground;
use crate::request::{Assist, Load};
use formula::service::{self, Completion, Hover, Signature, Suggestion, SuggestionKind};
use formula::{FormulaFault, Scope};
use serde_json::{Value as Json, json};
use value::Locale;

/// Keeps what formulas about a form may name; the form itself may still be faulty.
pub(crate) fn scope(engine: &mut Engine, load: Load) -> Json {
    let ground = Ground::of(load);
    let scope = form_engine::form_scope(&ground.form, &ground.environment());
    let handle = engine.next_handle();
    engine.scopes.add(handle, scope);
    json!({ "scope": handle })
}

/// Everything about a formula and the place of the cursor in it. Places count characters.
pub(crate) fn assist(engine: &Engine, asked: &Assist) -> Result<Json, Refused> {
    let Assist { formula, cursor, locale, wanted, .. } = asked;
    let plain = engine.scopes.get(asked.scope)?;
    let in_rows = asked.row_of.clone().map(|table| Scope { row_of: Some(table), ..plain.clone() });
    let scope = in_rows.as_ref().unwrap_or(plain);
    let findings = service::findings(formula, scope, wanted.as_ref());
    let whole = service::types(formula, scope).into_iter().max_by_key(|part| part.end - part.start);
    Ok(json!({
        "completion": completion(&service::complete(formula, *cursor, scope, *locale)),
        "findings": findings.iter().map(finding).collect::<Vec<_>>(),
        "hover": service::hover(formula, *cursor, scope, *locale).as_ref().map(hover),
        "signature": service::signature(formula, *cursor, *locale).as_ref().map(signature),
        "type": whole.map(|part| part.found.label().get(*locale).to_owned()),
        "fields": fields(formula, scope, *locale),
    }))
}

/// Where fields are named, and what people call them.
fn fields(source: &str, scope: &Scope, locale: Locale) -> Vec<Json> {
    let characters: Vec<char> = source.chars().collect();
    let used = service::references(source, scope).into_iter();
    let field = |field: service::UsedField| {
        let written: String = characters.get(field.start..field.end)?.iter().collect();
        Some(json!({ "start": field.start, "end": field.end, "label": service::to_labels(&written, scope, locale) }))
    };
    used.filter_map(field).collect()
}

fn completion(completion: &Completion) -> Json {
    json!({ "start": completion.start, "end": completion.end, "items": completion.items.iter().map(suggestion).collect::<Vec<_>>() })
}

fn suggestion(suggestion: &Suggestion) -> Json {
    let kind = match suggestion.kind {
        SuggestionKind::Option => "option",
        SuggestionKind::Field => "field",
        SuggestionKind::Constant => "constant",
        SuggestionKind::Function => "function",
    };
    let Suggestion { label, insert, cursor, detail, help, .. } = suggestion;
    json!({ "kind": kind, "label": label, "insert": insert, "cursor": cursor, "detail": detail, "help": help })
}

fn finding(fault: &FormulaFault) -> Json {
    json!({ "code": fault.code, "start": fault.start, "end": fault.end, "message": fault.message, "hint": fault.hint })
}

fn hover(hover: &Hover) -> Json {
    json!({ "start": hover.start, "end": hover.end, "title": hover.title, "text": hover.text, "example": hover.example })
}

fn signature(signature: &Signature) -> Json {
    let Signature { function, usage, help, argument, wanted } = signature;
    json!({ "function": function, "usage": usage, "help": help, "argument": argument, "wanted": wanted })
}
