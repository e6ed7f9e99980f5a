//! The description of one app's interface: the routes of records narrowed to its forms, with the schemas of their fields.

use app_engine::interface::{AppInterface, Names, Seen, SeenForm};
use definition::Action;
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeSet;
use value::Locale;

/// Where the routes of a form begin.
const FORM: &str = "/api/apps/{app}/forms/{form}";
/// What every program needs beside the records: to sign in, files, to-dos.
const SHARED: [&str; 7] =
    ["/api/session", "/api/session/password", "/api/files", "/api/files/{id}", "/api/tasks", "/api/tasks/counts", "/api/tasks/{id}/act"];
/// The bodies that carry values of a record, with the schema that their values have.
const BODIES: [(&str, Side); 4] = [("NewRecord", Side::New), ("RecordChange", Side::Change), ("RecordDetail", Side::Kept), ("RecordRow", Side::Kept)];

#[derive(Clone, Copy)]
enum Side {
    Kept,
    New,
    Change,
}

/// OpenAPI 3.1 of an app, as far as somebody may use it. `server` is the address under which it is reached.
pub fn app_openapi(interface: &AppInterface, server: &str, locale: Locale) -> Json {
    let whole = serde_json::to_value(crate::openapi()).unwrap_or_default();
    let generic = whole.pointer("/components/schemas").and_then(Json::as_object);
    let reserved = generic.into_iter().flatten().map(|(name, _)| name.clone()).collect();
    let interface = &AppInterface { reserved, ..interface.clone() };
    let app = &interface.app.app;
    let names = interface.names();
    let mut paths = Map::new();
    let mut components: Map<String, Json> = interface.schemas(locale).into_iter().map(|(name, schema)| (name, at_home(schema))).collect();
    for seen in &interface.forms {
        let Some(names) = names.get(seen.form.id()) else { continue };
        bodies(&whole, names, &mut components);
        for (path, item) in whole.get("paths").and_then(Json::as_object).into_iter().flatten() {
            let Some(rest) = path.strip_prefix(FORM) else { continue };
            let item = narrowed(interface, seen, names, rest, item, locale);
            if !item.is_empty() {
                paths.insert(format!("/api/apps/{}/forms/{}{rest}", app.id, seen.form.id()), Json::Object(item));
            }
        }
    }
    for path in SHARED {
        if let Some(item) = whole.pointer(&format!("/paths/{}", path.replace('/', "~1"))).and_then(Json::as_object) {
            let item: Map<String, Json> = item.iter().map(|(method, operation)| (method.clone(), completed(operation.clone()))).collect();
            paths.insert(path.to_owned(), Json::Object(item));
        }
    }
    gather(&Json::Object(paths.clone()), &whole, &mut components);
    let security = whole.pointer("/components/securitySchemes").cloned().unwrap_or_default();
    json!({
        "openapi": "3.1.0",
        "info": { "title": app.label.get(locale), "version": version_of(interface), "description": about(interface, locale) },
        "servers": [{ "url": if server.is_empty() { "/" } else { server } }],
        "tags": interface.forms.iter().map(|seen| tag(seen, locale)).collect::<Vec<_>>(),
        "paths": paths,
        "components": { "schemas": components, "securitySchemes": security },
    })
}

fn version_of(interface: &AppInterface) -> &str {
    let version = interface.app.app.version.as_str();
    if version.is_empty() { &interface.app.hash } else { version }
}

fn about(interface: &AppInterface, locale: Locale) -> String {
    let common = match locale {
        Locale::ZhCn => {
            "先用 `POST /api/session` 登录，得到 cookie 和令牌；每个修改请求都带请求头 `X-CSRF-Token`，并按各操作所写带 `Idempotency-Key`（8 至 128 个字符）：没有收到回答时用同一个键重发。\
             修改和删除要带 `If-Match`（读到的 `ETag`）。错误一律是 problem+json。空值写 null；列出的字段和操作以当前身份的权限为准。"
        }
        Locale::En => {
            "Sign in by `POST /api/session`, which answers a cookie and a token. Every change carries the token as `X-CSRF-Token` and, where an operation says so, an `Idempotency-Key` (8 to 128 characters): send the same key again when no answer came. \
             Changes and deletions carry `If-Match`, the `ETag` that was read. Errors are problem+json. A blank is null. The fields and operations are those that the present identity may use."
        }
    };
    let own = interface.app.app.description.get(locale);
    if own.is_empty() { common.to_owned() } else { format!("{own}\n\n{common}") }
}

fn tag(seen: &SeenForm, locale: Locale) -> Json {
    let help = seen.form.definition.help.get(locale);
    let mut tag = json!({ "name": seen.form.id(), "x-displayName": seen.form.label().get(locale) });
    if let (false, Some(tag)) = (help.is_empty(), tag.as_object_mut()) {
        tag.insert("description".into(), json!(help));
    }
    tag
}

/// References of the app's schemas point to where components stand.
fn at_home(mut schema: Json) -> Json {
    for_each_reference(&mut schema, &|reference| reference.strip_prefix("#/$defs/").map(|name| format!("#/components/schemas/{name}")));
    schema
}

fn for_each_reference(json: &mut Json, change: &dyn Fn(&str) -> Option<String>) {
    match json {
        Json::Object(object) => {
            if let Some(Json::String(reference)) = object.get_mut("$ref")
                && let Some(changed) = change(reference)
            {
                *reference = changed;
            }
            object.values_mut().for_each(|below| for_each_reference(below, change));
        }
        Json::Array(items) => items.iter_mut().for_each(|below| for_each_reference(below, change)),
        _ => {}
    }
}

/// The bodies of a form: those of every form, with its own values.
fn bodies(whole: &Json, names: &Names, components: &mut Map<String, Json>) {
    for (body, side) in BODIES {
        let values = match side {
            Side::Kept => &names.kept,
            Side::New => &names.new,
            Side::Change => &names.change,
        };
        let Some(mut schema) = whole.pointer(&format!("/components/schemas/{body}")).filter(|_| components.contains_key(values)).cloned() else {
            continue;
        };
        if let Some(slot) = schema.pointer_mut("/properties/values") {
            *slot = json!({ "$ref": format!("#/components/schemas/{values}") });
        }
        components.insert(own_body(names, body), schema);
    }
    if components.contains_key(&own_body(names, "RecordRow"))
        && let Some(mut page) = whole.pointer("/components/schemas/RecordPage").cloned()
    {
        own_references(&mut page, names);
        components.insert(own_body(names, "RecordPage"), page);
    }
}

fn own_body(names: &Names, body: &str) -> String {
    format!("{}_{body}", names.kept)
}

fn own_references(json: &mut Json, names: &Names) {
    for_each_reference(json, &|reference| {
        let body = reference.strip_prefix("#/components/schemas/")?;
        let is_own = body == "RecordPage" || BODIES.iter().any(|(own, _)| *own == body);
        is_own.then(|| format!("#/components/schemas/{}", own_body(names, body)))
    });
}

/// The operations of a path that may be used, for one form.
fn narrowed(interface: &AppInterface, seen: &SeenForm, names: &Names, rest: &str, item: &Json, locale: Locale) -> Map<String, Json> {
    let mut operations = Map::new();
    for (method, operation) in item.as_object().into_iter().flatten().filter(|(method, _)| may(seen, rest, method)) {
        let mut operation = completed(operation.clone());
        own_references(&mut operation, names);
        let Some(object) = operation.as_object_mut() else { continue };
        let id = object.get("operationId").and_then(Json::as_str).unwrap_or_default();
        let summary = object.get("summary").and_then(Json::as_str).unwrap_or_default();
        let renamed = [
            ("operationId", json!(format!("{id}_{}", seen.form.id()))),
            ("summary", json!(format!("{}: {summary}", seen.form.label().get(locale)))),
            ("tags", json!([seen.form.id()])),
        ];
        object.extend(renamed.map(|(key, value)| (key.to_owned(), value)));
        if let Some(Json::Array(parameters)) = object.get_mut("parameters") {
            parameters.retain(|parameter| !matches!(parameter.get("name").and_then(Json::as_str), Some("app" | "form")));
            name_prints(interface, seen, parameters);
        }
        operations.insert(method.clone(), operation);
    }
    operations
}

/// The print templates of the form by id.
fn name_prints(interface: &AppInterface, seen: &SeenForm, parameters: &mut [Json]) {
    let prints: Vec<&str> = interface.app.prints_of(seen.form.id()).map(|print| print.id.as_str()).collect();
    for parameter in parameters.iter_mut().filter(|parameter| parameter.get("name").is_some_and(|name| name == "print")) {
        parameter["schema"] = json!({ "type": "string", "enum": prints });
    }
}

/// Whether a path of a form may be used. What only our own pages need is not told.
fn may(seen: &SeenForm, rest: &str, method: &str) -> bool {
    let can = |action: Action| seen.actions.contains(&action);
    let told = |fields: &Seen| !matches!(fields, Seen::Nothing);
    match (rest, method) {
        ("/records", "post") => can(Action::Create) && told(&seen.create),
        ("/records/{id}", "patch") => can(Action::Update) && told(&seen.update),
        ("/records/{id}", "delete") => can(Action::Delete),
        ("/records/export", _) => can(Action::Export),
        ("/records/{id}/print/{print}", _) => can(Action::Print),
        ("/records/{id}/comments", "post") => can(Action::Comment),
        ("/lookup" | "/options", _) => can(Action::Create) || can(Action::Update),
        ("/records/{id}/withdraw", _) => can(Action::Create),
        ("/records/{id}/case", _) => can(Action::Read),
        (rest, _) => rest.starts_with("/records") && can(Action::Read) && told(&seen.read),
    }
}

/// What the routes only mark or leave out: the key of a change as a header, and words to each answer.
fn completed(mut operation: Json) -> Json {
    if let Some(Json::Object(responses)) = operation.get_mut("responses") {
        for response in responses.values_mut().filter_map(Json::as_object_mut) {
            response.entry("description").or_insert_with(|| json!("The answer."));
        }
    }
    let keyed = operation.as_object_mut().and_then(|operation| operation.shift_remove("x-idempotency-key")) == Some(Json::Bool(true));
    if let (true, Some(operation)) = (keyed, operation.as_object_mut()) {
        let header = json!({
            "name": "Idempotency-Key", "in": "header", "required": true, "description": "A new one for each change; the same one when it is sent again.",
            "schema": { "type": "string", "minLength": 8, "maxLength": 128 },
        });
        if let Json::Array(parameters) = operation.entry("parameters").or_insert_with(|| json!([])) {
            parameters.push(header);
        }
    }
    operation
}

/// Brings the components that something refers to, and those to which they refer.
fn gather(json: &Json, whole: &Json, components: &mut Map<String, Json>) {
    let mut open: Vec<String> = Vec::new();
    let mut looked_at = BTreeSet::new();
    references(json, &mut open);
    components.values().for_each(|schema| references(schema, &mut open));
    while let Some(name) = open.pop() {
        if !looked_at.insert(name.clone()) || components.contains_key(&name) {
            continue;
        }
        if let Some(schema) = whole.pointer(&format!("/components/schemas/{name}")) {
            references(schema, &mut open);
            components.insert(name, schema.clone());
        }
    }
}

fn references(json: &Json, found: &mut Vec<String>) {
    match json {
        Json::Object(object) => {
            let named = object.get("$ref").and_then(Json::as_str).and_then(|reference| reference.strip_prefix("#/components/schemas/"));
            found.extend(named.map(str::to_owned));
            object.values().for_each(|below| references(below, found));
        }
        Json::Array(items) => items.iter().for_each(|below| references(below, found)),
        _ => {}
    }
}
