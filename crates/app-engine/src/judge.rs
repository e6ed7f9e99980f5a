//! The judge of structure: every fault of a file in one pass, by the JSON Schema of its kind.
//!
//! An alternative (`oneOf` by `kind`, a label, a filter) that does not fit is explained by the branch that was meant, not by all of them.

use crate::schema;
use definition::{Diagnostic, ObjectKind, position::escape, read::Parsed, suggest::nearest};
use jsonschema::{
    ValidationError, Validator,
    error::{TypeKind, ValidationErrorKind as Fault},
};
use serde_json::Value as Json;
use std::{collections::BTreeMap, sync::LazyLock};
use value::Label;

/// The keys by which alternatives are told apart.
const TAGS: [&str; 3] = ["kind", "do", "by"];

struct Judge {
    schema: Json,
    validator: Option<Validator>,
}

/// Built once: the schemas never change while the program runs.
static JUDGES: LazyLock<BTreeMap<ObjectKind, Judge>> = LazyLock::new(|| ObjectKind::ALL.into_iter().map(|kind| (kind, judge_of(kind))).collect());

fn judge_of(kind: ObjectKind) -> Judge {
    let schema = schema::of(kind);
    let validator = jsonschema::draft202012::options().should_validate_formats(true).build(&schema).ok();
    Judge { schema, validator }
}

/// What the schema finds in a file; empty if it fits.
pub fn judge(parsed: &Parsed) -> Vec<Diagnostic> {
    judge_and_repair(parsed).0
}

/// What would make a place right, as far as it can be guessed; only used to go on checking behind a fault.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Repair {
    /// Take it out.
    Remove(String),
    /// The key was a slip of another one.
    Rename(String, String),
    /// The value was a slip of another one.
    Replace(String, Json),
    /// A text for people is missing.
    Label(String),
}

/// What the schema finds, and how checking can go on behind it.
pub(crate) fn judge_and_repair(parsed: &Parsed) -> (Vec<Diagnostic>, Vec<Repair>) {
    let mut repairs = Vec::new();
    let found = judge_with(parsed, &mut repairs);
    (found, repairs)
}

fn judge_with(parsed: &Parsed, repairs: &mut Vec<Repair>) -> Vec<Diagnostic> {
    let Some(judge) = JUDGES.get(&parsed.key.kind) else { return Vec::new() };
    let Some(validator) = &judge.validator else {
        return vec![Diagnostic::error(
            "MD0111",
            &parsed.path,
            "",
            Label::both("定义格式的 JSON Schema 无法使用", "the JSON Schema of the format cannot be used"),
        )];
    };
    let mut found = Vec::new();
    for error in validator.iter_errors(&parsed.json) {
        explain(&error, &judge.schema, parsed, &mut found);
    }
    found.sort_by(|left: &Diagnostic, right| (&left.pointer, &left.code).cmp(&(&right.pointer, &right.code)));
    found.dedup();
    for diagnostic in &mut found {
        diagnostic.position = Some(parsed.positions.place(&diagnostic.pointer));
        repairs.extend(repair_of(diagnostic));
    }
    found
}

/// The hint names what was probably meant; without one the place is taken out.
fn repair_of(found: &Diagnostic) -> Option<Repair> {
    let hint = found.hint.as_ref().map(|hint| hint.get(value::Locale::En)).unwrap_or_default();
    let meant = hint.strip_prefix("did you mean `").and_then(|rest| rest.strip_suffix("`?")).map(str::to_owned);
    let pointer = found.pointer.clone();
    match (found.code.as_str(), meant) {
        ("MD0101", Some(meant)) => Some(Repair::Rename(pointer, meant)),
        ("MD0104", Some(meant)) => Some(Repair::Replace(pointer, Json::from(meant))),
        ("MD0103", _) if found.message.get(value::Locale::En).contains("`label`") => Some(Repair::Label(pointer)),
        ("MD0103", _) => None,
        _ => Some(Repair::Remove(pointer)),
    }
}

/// Carries repairs out, the last places first, so that places before them stay where they are.
pub(crate) fn repaired(json: &Json, repairs: &[Repair]) -> Json {
    let mut json = json.clone();
    for repair in repairs.iter().rev() {
        match repair {
            Repair::Remove(pointer) => _ = take_out(&mut json, pointer),
            Repair::Rename(pointer, name) => {
                let taken = take_out(&mut json, pointer);
                let above = pointer.rsplit_once('/').map_or("", |(above, _)| above);
                if let (Some(value), Some(object)) = (taken, json.pointer_mut(above).and_then(Json::as_object_mut)) {
                    object.entry(name.clone()).or_insert(value);
                }
            }
            Repair::Replace(pointer, value) => {
                if let Some(place) = json.pointer_mut(pointer) {
                    *place = value.clone();
                }
            }
            Repair::Label(pointer) => {
                if let Some(object) = json.pointer_mut(pointer).and_then(Json::as_object_mut) {
                    object.entry("label").or_insert(Json::from("?"));
                }
            }
        }
    }
    json
}

fn take_out(json: &mut Json, pointer: &str) -> Option<Json> {
    let (above, step) = pointer.rsplit_once('/')?;
    match json.pointer_mut(above)? {
        Json::Object(object) => object.shift_remove(&step.replace("~1", "/").replace("~0", "~")),
        Json::Array(items) => step.parse::<usize>().ok().filter(|index| *index < items.len()).map(|index| items.remove(index)),
        _ => None,
    }
}

fn explain(error: &ValidationError<'_>, schema: &Json, parsed: &Parsed, found: &mut Vec<Diagnostic>) {
    let place = Place { pointer: error.instance_path().as_str(), parsed };
    match error.kind() {
        Fault::AnyOf { context } | Fault::OneOfNotValid { context } | Fault::OneOfMultipleValid { context } => {
            explain_alternatives(context, place, schema, found);
        }
        Fault::AdditionalProperties { unexpected } | Fault::UnevaluatedProperties { unexpected } => {
            let allowed = allowed_keys(schema, error.schema_path().as_str());
            found.extend(unexpected.iter().map(|key| place.unknown_key(key, &allowed)));
        }
        Fault::Required { property } => found.push(place.missing_key(property.as_str().unwrap_or_default())),
        Fault::Type { kind } => found.push(place.wrong_type(kind)),
        Fault::Enum { options } => found.push(place.not_an_option(options.as_array().map_or(&[], Vec::as_slice))),
        Fault::Constant { expected_value } => found.push(place.not_an_option(std::slice::from_ref(&**expected_value))),
        Fault::Pattern { .. } | Fault::MaxLength { .. } if is_id_place(error) => found.push(place.not_an_id()),
        Fault::PropertyNames { error } => found.push(place.other(&error.to_string())),
        Fault::Minimum { limit } | Fault::ExclusiveMinimum { limit } => found.push(place.out_of_range("≥", limit)),
        Fault::Maximum { limit } | Fault::ExclusiveMaximum { limit } => found.push(place.out_of_range("≤", limit)),
        Fault::Format { format } => found.push(place.wrong_format(format)),
        _ => found.push(place.other(&error.to_string())),
    }
}

fn is_id_place(error: &ValidationError<'_>) -> bool {
    error.instance().is_string()
}

/// Explains the alternative that was meant: the one whose tag fits, else the one with the fewest faults.
fn explain_alternatives(context: &[Vec<ValidationError<'static>>], place: Place<'_>, schema: &Json, found: &mut Vec<Diagnostic>) {
    let here: Vec<Json> = context.iter().flatten().flat_map(|error| values_at(error, place.pointer)).collect();
    if !here.is_empty() && context.iter().all(|branch| branch.iter().any(|error| !values_at(error, place.pointer).is_empty())) {
        return found.push(place.not_an_option(&here));
    }
    let tag = TAGS.into_iter().find(|tag| context.iter().flatten().any(|error| is_tag_fault(error, place.pointer, tag)));
    if let Some(tag) = tag {
        let meant = context.iter().find(|branch| !branch.iter().any(|error| is_tag_fault(error, place.pointer, tag)));
        if let Some(branch) = meant.filter(|branch| !branch.is_empty()) {
            return branch.iter().for_each(|error| explain(error, schema, place.parsed, found));
        }
        if place.value().and_then(|value| value.get(tag)).is_some() {
            let options: Vec<Json> = context.iter().flatten().filter_map(|error| tag_value(error, place.pointer, tag)).collect();
            let pointer = format!("{}/{tag}", place.pointer);
            return found.push(Place { pointer: &pointer, parsed: place.parsed }.not_an_option(&options));
        }
        return found.push(place.missing_key(tag));
    }
    let weight = |branch: &&Vec<ValidationError<'static>>| {
        let here =
            branch.iter().filter(|error| error.instance_path().as_str() == place.pointer && matches!(error.kind(), Fault::Type { .. })).count();
        (here, branch.len())
    };
    if let Some(branch) = context.iter().filter(|branch| !branch.is_empty()).min_by_key(weight) {
        let types: Vec<&TypeKind> = branch_types(context, place.pointer);
        if types.len() == context.len() {
            return found.push(place.wrong_types(&types));
        }
        branch.iter().for_each(|error| explain(error, schema, place.parsed, found));
    }
}

/// The types that all branches want, if all of them fail at the type.
fn branch_types<'a>(context: &'a [Vec<ValidationError<'static>>], pointer: &str) -> Vec<&'a TypeKind> {
    let type_fault = |branch: &'a Vec<ValidationError<'static>>| {
        branch.iter().find_map(|error| match error.kind() {
            Fault::Type { kind } if error.instance_path().as_str() == pointer => Some(kind),
            _ => None,
        })
    };
    context.iter().filter_map(type_fault).collect()
}

fn is_tag_fault(error: &ValidationError<'_>, pointer: &str, tag: &str) -> bool {
    let at_tag = error.instance_path().as_str().strip_prefix(pointer).is_some_and(|rest| rest.strip_prefix('/') == Some(tag));
    match error.kind() {
        Fault::Constant { .. } | Fault::Enum { .. } => at_tag,
        Fault::Required { property } => error.instance_path().as_str() == pointer && property.as_str() == Some(tag),
        _ => false,
    }
}

/// The values of which a place should have been one.
fn values_at(error: &ValidationError<'_>, pointer: &str) -> Vec<Json> {
    match error.kind() {
        Fault::Constant { expected_value } if error.instance_path().as_str() == pointer => vec![(**expected_value).clone()],
        Fault::Enum { options } if error.instance_path().as_str() == pointer => options.as_array().cloned().unwrap_or_default(),
        _ => Vec::new(),
    }
}

fn tag_value(error: &ValidationError<'_>, pointer: &str, tag: &str) -> Option<Json> {
    match error.kind() {
        Fault::Constant { expected_value } if is_tag_fault(error, pointer, tag) => Some((**expected_value).clone()),
        _ => None,
    }
}

/// The keys that the schema allows at a place; `path` ends in `additionalProperties`.
fn allowed_keys(schema: &Json, path: &str) -> Vec<String> {
    let mut at = schema;
    for step in path.split('/').skip(1) {
        if step == "additionalProperties" || step == "unevaluatedProperties" {
            break;
        }
        let step = step.replace("~1", "/").replace("~0", "~");
        at = follow(schema, at, &step).unwrap_or(at);
    }
    let at = resolve(schema, at);
    at.get("properties").and_then(Json::as_object).map(|keys| keys.keys().filter(|key| *key != "$schema").cloned().collect()).unwrap_or_default()
}

fn follow<'a>(root: &'a Json, at: &'a Json, step: &str) -> Option<&'a Json> {
    if step == "$ref" {
        return Some(resolve(root, at));
    }
    let below = |at: &'a Json| at.get(step).or_else(|| at.get(step.parse::<usize>().ok()?));
    below(at).or_else(|| below(resolve(root, at)))
}

fn resolve<'a>(root: &'a Json, at: &'a Json) -> &'a Json {
    let reference = at.get("$ref").and_then(Json::as_str).and_then(|reference| reference.strip_prefix('#'));
    reference.and_then(|pointer| root.pointer(pointer)).unwrap_or(at)
}

/// A place in a file, and the words for what is wrong there.
#[derive(Clone, Copy)]
struct Place<'a> {
    pointer: &'a str,
    parsed: &'a Parsed,
}

impl Place<'_> {
    fn value(&self) -> Option<&Json> {
        self.parsed.json.pointer(self.pointer)
    }

    fn error(&self, code: &str, pointer: String, zh: String, en: String) -> Diagnostic {
        Diagnostic::error(code, &self.parsed.path, pointer, Label::both(zh, en))
    }

    fn unknown_key(&self, key: &str, allowed: &[String]) -> Diagnostic {
        let found = self.error(
            "MD0101",
            format!("{}/{}", self.pointer, escape(key)),
            format!("这里不认识键「{key}」"),
            format!("the key `{key}` is not known here"),
        );
        match nearest(key, allowed.iter().map(String::as_str)) {
            Some(meant) => found.with_hint(did_you_mean(meant)),
            None => found.with_hint(Label::both(
                format!("去掉它，或改名为「x-{key}」；可用的键：{}", allowed.join("、")),
                format!("remove it, or name it `x-{key}`; known keys: {}", allowed.join(", ")),
            )),
        }
    }

    fn missing_key(&self, key: &str) -> Diagnostic {
        self.error("MD0103", self.pointer.into(), format!("缺少键「{key}」"), format!("the key `{key}` is missing"))
            .with_hint(Label::both(format!("加上 \"{key}\": …"), format!("add \"{key}\": …")))
    }

    fn wrong_type(&self, kind: &TypeKind) -> Diagnostic {
        self.wrong_types(&[kind])
    }

    fn wrong_types(&self, kinds: &[&TypeKind]) -> Diagnostic {
        let mut names: Vec<String> = kinds.iter().flat_map(|kind| type_names(kind)).filter(|name| name != "null").collect();
        names.dedup();
        let words: Vec<(&str, &str)> = names.iter().map(|name| type_words(name)).collect();
        let zh = words.iter().map(|(zh, _)| *zh).collect::<Vec<_>>().join("或");
        let en = words.iter().map(|(_, en)| *en).collect::<Vec<_>>().join(" or ");
        let is = self.value().map_or(("空", "null"), |value| type_words(type_of(value)));
        self.error("MD0102", self.pointer.into(), format!("这里应为{zh}，实际是{}", is.0), format!("{en} is expected here, not {}", is.1))
            .with_hint(Label::both(format!("改写为{zh}"), format!("write {en}")))
    }

    fn not_an_option(&self, options: &[Json]) -> Diagnostic {
        let value = self.value().cloned().unwrap_or_default();
        let names: Vec<&str> = options.iter().filter_map(Json::as_str).collect();
        let found = self.error(
            "MD0104",
            self.pointer.into(),
            format!("不认识的取值 {value}"),
            format!("{value} is not one of the values that are known here"),
        );
        let meant = value.as_str().and_then(|value| nearest(value, names.iter().copied()));
        let list = |between: &str| options.iter().map(Json::to_string).collect::<Vec<_>>().join(between);
        found.with_hint(meant.map_or_else(|| Label::both(format!("可用：{}", list("、")), format!("one of {}", list(", "))), did_you_mean))
    }

    fn not_an_id(&self) -> Diagnostic {
        let value = self.value().cloned().unwrap_or_default();
        let id = definition::suggest::id_for(value.as_str().unwrap_or_default(), |_| false);
        self.error("MD0105", self.pointer.into(), format!("{value} 不符合要求的写法"), format!("{value} is not written as it must be")).with_hint(
            Label::both(
                format!("id 由小写英文字母、数字和下划线组成，最多 40 个字符，例如「{id}」"),
                format!("an id is made of lower-case letters, digits and underscores, at most 40 of them, such as `{id}`"),
            ),
        )
    }

    fn out_of_range(&self, sign: &str, limit: &Json) -> Diagnostic {
        let value = self.value().cloned().unwrap_or_default();
        self.error("MD0106", self.pointer.into(), format!("{value} 超出范围"), format!("{value} is out of range"))
            .with_hint(Label::both(format!("应 {sign} {limit}"), format!("it must be {sign} {limit}")))
    }

    fn wrong_format(&self, format: &str) -> Diagnostic {
        let value = self.value().cloned().unwrap_or_default();
        let example = match format {
            "date-time" => "2026-03-01T09:30:00+08:00",
            "date" => "2026-03-01",
            "uuid" => "00000000-0000-7000-8000-000000000001",
            other => other,
        };
        self.error("MD0105", self.pointer.into(), format!("{value} 不符合要求的写法"), format!("{value} is not written as it must be"))
            .with_hint(Label::both(format!("例如 {example}"), format!("for instance {example}")))
    }

    fn other(&self, message: &str) -> Diagnostic {
        self.error("MD0107", self.pointer.into(), format!("不符合定义格式：{message}"), format!("this does not follow the format: {message}"))
            .with_hint(Label::both("对照文档中的定义格式修改", "compare it with the definition format in the documentation"))
    }
}

fn did_you_mean(meant: &str) -> Label {
    Label::both(format!("你是否想用「{meant}」？"), format!("did you mean `{meant}`?"))
}

fn type_names(kind: &TypeKind) -> Vec<String> {
    match kind {
        TypeKind::Single(one) => vec![one.to_string()],
        TypeKind::Multiple(several) => several.iter().map(|one| one.to_string()).collect(),
    }
}

fn type_of(value: &Json) -> &'static str {
    match value {
        Json::Null => "null",
        Json::Bool(_) => "boolean",
        Json::Number(_) => "number",
        Json::String(_) => "string",
        Json::Array(_) => "array",
        Json::Object(_) => "object",
    }
}

fn type_words(name: &str) -> (&'static str, &'static str) {
    match name {
        "boolean" => ("是或否", "true or false"),
        "integer" => ("整数", "a whole number"),
        "number" => ("数字", "a number"),
        "string" => ("文字", "a text"),
        "array" => ("列表", "a list"),
        "object" => ("对象", "an object"),
        _ => ("空", "null"),
    }
}
