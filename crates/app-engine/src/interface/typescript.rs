//! TypeScript of an app: for each form an interface of what is read, of a new record and of a change.

use super::{AppInterface, COMMON_NAMES, free_name, pascal};
use indexmap::IndexMap;
use serde_json::{Map, Value as Json};
use std::collections::BTreeSet;
use std::fmt::Write;
use value::Locale;

/// What stands at the top of every file.
const COMMON: &str = r#"/** The key of a record, a person or a department. */
export type RecordKey = string;

/** A stored file, as `POST /api/files` answers it. */
export interface StoredFile {
  id: string;
  name: string;
  /** Bytes. */
  size: number;
  media_type: string;
  /** What was drawn over a picture. */
  marks?: unknown;
}

/** What stands in place of a value that could not be calculated. */
export interface FormulaError {
  error: string;
  reason: string;
}

/** A record, as `GET …/records/{id}` answers it. */
export interface RecordOf<Values> {
  id: RecordKey;
  app: string;
  form: string;
  /** The `ETag`: send it as `If-Match` with a change. */
  revision: number;
  title: string;
  values: Values;
  /** Names of what the values refer to, by key. */
  names: { [key: string]: string };
  /** The fields that may be changed now. */
  writable: string[];
  /** What may be done now. */
  actions: string[];
}

/** A row of a list; of its values those that were asked for are there. */
export interface RowOf<Values> {
  id: RecordKey;
  revision: number;
  title: string;
  values: Partial<Values>;
}
"#;

/// One file with all types of an app.
pub fn typescript(interface: &AppInterface, locale: Locale) -> String {
    let app = &interface.app.app;
    let schemas = interface.schemas(locale);
    let taken = COMMON_NAMES.into_iter().map(str::to_owned).chain(schemas.keys().cloned()).collect();
    let mut file = File { aliases: IndexMap::new(), text: String::new(), taken, is_sent: false };
    let names = interface.names();
    for (name, schema) in &schemas {
        file.is_sent = names.values().any(|names| names.new == *name || names.change == *name);
        file.declare(name, schema);
    }
    let mut whole =
        format!("/**\n * {}\n *\n * Made from version {} of the app `{}`; do not edit.\n */\n\n{COMMON}", app.label.get(locale), app.version, app.id);
    for (union, alias) in &file.aliases {
        _ = write!(whole, "\n{}export type {} = {union};\n", comment(&alias.about, ""), alias.name);
    }
    whole.push_str(&file.text);
    whole.push_str("\n/** The forms of the app by id. */\nexport interface Forms {\n");
    for (form, names) in &names {
        let side = |key: &str, name: &str| if schemas.contains_key(name) { format!(" {key}: {name};") } else { String::new() };
        _ = writeln!(whole, "  {form}: {{{}{}{} }};", side("values", &names.kept), side("create", &names.new), side("change", &names.change));
    }
    whole.push_str("}\n");
    whole
}

struct File {
    /// Unions of options by what they say.
    aliases: IndexMap<String, Alias>,
    text: String,
    /// Names that are given away.
    taken: BTreeSet<String>,
    /// Whether what is written now is sent to the server.
    is_sent: bool,
}

struct Alias {
    name: String,
    about: Vec<String>,
}

impl File {
    fn declare(&mut self, name: &str, schema: &Json) {
        let about = about(schema);
        let Some(properties) = schema.get("properties").and_then(Json::as_object).filter(|_| schema.get("anyOf").is_none()) else {
            let written = self.written(schema, name);
            _ = write!(self.text, "\n{}export type {name} = {written};\n", comment(&about, ""));
            return;
        };
        let is_record = schema.get("x-label").is_some();
        let body = self.properties(properties, schema, name, is_record && !self.is_sent);
        _ = write!(self.text, "\n{}export interface {name} {{\n{body}}}\n", comment(&about, ""));
    }

    /// The properties of an interface. What nobody may send is not among those that are sent; what is read is always there.
    fn properties(&mut self, properties: &Map<String, Json>, schema: &Json, owner: &str, all_there: bool) -> String {
        let indent = "  ";
        let required: Vec<&str> = schema.get("required").and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str).collect();
        let is_sent = self.is_sent;
        let mut body = String::new();
        for (key, property) in properties {
            let closed = property.get("readOnly") == Some(&Json::Bool(true));
            if is_sent && closed {
                continue;
            }
            let always = required.contains(&key.as_str()) || all_there;
            let written = self.written(property, &format!("{owner}{}", pascal(key)));
            let (readonly, optional) = (if closed { "readonly " } else { "" }, if always { "" } else { "?" });
            _ = writeln!(body, "{}{indent}{readonly}{}{optional}: {written};", comment(&about(property), indent), key_of(key));
        }
        body
    }

    /// A schema as a type; `place` names what needs a name.
    fn written(&mut self, schema: &Json, place: &str) -> String {
        let Json::Object(object) = schema else { return if *schema == Json::Bool(false) { "never".into() } else { "unknown".into() } };
        let nullable = takes_null(object);
        let with_null = |written: String| if nullable { format!("{written} | null") } else { written };
        match object.get("x-shape").and_then(Json::as_str) {
            Some("file") => return with_null("StoredFile".into()),
            Some("reference") => return with_null("RecordKey".into()),
            Some("error") => return "FormulaError".into(),
            _ => {}
        }
        if let Some(reference) = object.get("$ref").and_then(Json::as_str) {
            return reference.trim_start_matches("#/$defs/").to_owned();
        }
        if let Some(Json::Array(values)) = object.get("enum") {
            let union: Vec<String> = values.iter().filter(|value| !value.is_null()).map(Json::to_string).collect();
            return with_null(self.named_union(union.join(" | "), object, place));
        }
        if let Some(value) = object.get("const") {
            return value.to_string();
        }
        if let Some(Json::Array(either)) = object.get("anyOf").or_else(|| object.get("oneOf")) {
            let mut written: Vec<String> = Vec::new();
            for one in either {
                let one = self.written(one, place);
                if !written.contains(&one) {
                    written.push(one);
                }
            }
            return written.join(" | ");
        }
        let types: Vec<&str> = match object.get("type") {
            Some(Json::Array(types)) => types.iter().filter_map(Json::as_str).collect(),
            Some(Json::String(one)) => vec![one.as_str()],
            _ => return "unknown".into(),
        };
        types.into_iter().map(|kind| self.of_type(kind, schema, place)).collect::<Vec<_>>().join(" | ")
    }

    fn of_type(&mut self, kind: &str, schema: &Json, place: &str) -> String {
        match kind {
            "integer" | "number" => "number".into(),
            "boolean" | "string" | "null" => kind.into(),
            "array" => self.list(schema, place),
            _ => self.object(schema, place),
        }
    }

    fn list(&mut self, schema: &Json, place: &str) -> String {
        if let Some(Json::Array(parts)) = schema.get("prefixItems") {
            let parts: Vec<String> = parts.iter().map(|part| self.written(part, place)).collect();
            return format!("[{}]", parts.join(", "));
        }
        let Some(item) = schema.get("items") else { return "unknown[]".into() };
        let written = self.written(item, &format!("{place}Row"));
        if written.contains([' ', '{']) { format!("Array<{written}>") } else { format!("{written}[]") }
    }

    /// Rows of sub-tables have an interface of their own, parts of structured values stand where they are used.
    fn object(&mut self, schema: &Json, place: &str) -> String {
        let Some(properties) = schema.get("properties").and_then(Json::as_object) else { return "{ [key: string]: unknown }".into() };
        if properties.contains_key("_id") {
            let body = self.properties(properties, schema, place, !self.is_sent);
            let name = free_name(place.to_owned(), &mut self.taken);
            _ = write!(self.text, "\n{}export interface {name} {{\n{body}}}\n", comment(&about(schema), ""));
            return name;
        }
        let required: Vec<&str> = schema.get("required").and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str).collect();
        let mut parts = Vec::new();
        for (key, property) in properties {
            let optional = if required.contains(&key.as_str()) { "" } else { "?" };
            parts.push(format!("{}{optional}: {}", key_of(key), self.written(property, &format!("{place}{}", pascal(key)))));
        }
        format!("{{ {} }}", parts.join("; "))
    }

    /// The options of a choice under a name of their own, once.
    fn named_union(&mut self, union: String, schema: &Map<String, Json>, place: &str) -> String {
        let Some(options) = schema.get("x-options").and_then(Json::as_array) else { return union };
        if let Some(known) = self.aliases.get(&union) {
            return known.name.clone();
        }
        let name = free_name(place.strip_suffix("Row").unwrap_or(place).to_owned(), &mut self.taken);
        let label = |option: &Json, tongue: &str| option.pointer(&format!("/label/{tongue}")).and_then(Json::as_str).unwrap_or_default().to_owned();
        let line = |option: &Json| {
            let id = option.get("id").and_then(Json::as_str).unwrap_or_default();
            format!("- `{id}`: {}", joined(&label(option, "zh-CN"), &label(option, "en")))
        };
        self.aliases.insert(union, Alias { name: name.clone(), about: options.iter().map(line).collect() });
        name
    }
}

fn takes_null(schema: &Map<String, Json>) -> bool {
    schema.get("type").and_then(Json::as_array).is_some_and(|types| types.iter().any(|kind| kind == "null"))
}

/// Names in both languages, and what is said of it.
fn about(schema: &Json) -> Vec<String> {
    let text = |pointer: &str| schema.pointer(pointer).and_then(Json::as_str).unwrap_or_default();
    let name = joined(text("/x-label/zh-CN"), text("/x-label/en"));
    let personal = if schema.get("x-personal") == Some(&Json::Bool(true)) { "Personal data." } else { "" };
    let lines = [name.as_str(), text("/description"), personal].into_iter().flat_map(|part| part.lines().map(str::to_owned).collect::<Vec<_>>());
    lines.filter(|line| !line.is_empty()).collect()
}

fn joined(zh: &str, en: &str) -> String {
    if zh == en || en.is_empty() {
        return zh.to_owned();
    }
    if zh.is_empty() { en.to_owned() } else { format!("{zh} · {en}") }
}

fn comment(lines: &[String], indent: &str) -> String {
    let safe = |line: &String| line.replace("*/", "*\u{200b}/");
    match lines {
        [] => String::new(),
        [one] => format!("{indent}/** {} */\n", safe(one)),
        many => {
            let body: String = many.iter().map(|line| format!("{indent} * {}\n", safe(line))).collect();
            format!("{indent}/**\n{body}{indent} */\n")
        }
    }
}

/// Ids are names already; anything else is quoted.
fn key_of(key: &str) -> String {
    let plain = key.chars().all(|sign| sign.is_ascii_alphanumeric() || sign == '_') && !key.starts_with(|sign: char| sign.is_ascii_digit());
    if plain { key.to_owned() } else { Json::from(key).to_string() }
}
