//! The schema of a record: its fields as they are sent and read, with what logic, rights and uniqueness demand in words.

use super::{LABEL, Shape, Spelling, both};
use crate::{CompiledField, CompiledForm, Origin, Special, Storage};
use definition::{Aspect, FieldRight, LogicRule};
use indexmap::IndexMap;
use serde_json::{Map, Value as Json, json};
use value::{FieldId, Label, Locale, Value, ValueType};

/// Who looks at a record, and in which language.
#[derive(Debug, Clone, Copy)]
pub struct Look<'a> {
    /// For what the record is described.
    pub spelling: Spelling,
    /// The language of titles and descriptions. Names stand beside them in both languages.
    pub locale: Locale,
    /// The rights on the fields; without them everything is described.
    pub rights: Option<&'a IndexMap<FieldId, FieldRight>>,
}

/// The JSON Schema of the values of a record, with what its references point to under `$defs`.
pub fn record_schema(form: &CompiledForm, look: Look<'_>) -> Json {
    let mut properties = Map::new();
    let mut required = Vec::new();
    let mut definitions = Map::new();
    for field in form.fields.values().filter(|field| look.tells(field)) {
        let described = describe(form, field, None, look);
        if described.must_be_sent {
            required.push(field.id.as_str());
        }
        definitions.extend(described.definitions);
        properties.insert(field.id.to_string(), described.schema);
    }
    if look.spelling == Spelling::Kept {
        properties.extend(system_properties(form, look));
    }
    let title = form.label().get(look.locale);
    let mut schema = json!({ "title": title, LABEL: both(form.label()), "type": "object", "properties": properties });
    if let Json::Object(schema) = &mut schema {
        let help = form.definition.help.get(look.locale);
        if !help.is_empty() {
            schema.insert("description".into(), json!(help));
        }
        if !required.is_empty() {
            schema.insert("required".into(), json!(required));
        }
        schema.insert("additionalProperties".into(), json!(false));
        if !definitions.is_empty() {
            schema.insert("$defs".into(), Json::Object(definitions));
        }
    }
    schema
}

impl Look<'_> {
    fn right(self, field: &CompiledField) -> FieldRight {
        self.rights.map_or(FieldRight::Write, |rights| rights.get(&field.id).copied().unwrap_or(FieldRight::Hidden))
    }

    /// Whether a field of the form is spoken of at all.
    fn tells(self, field: &CompiledField) -> bool {
        let right = self.right(field);
        let shown_only = matches!(field.behaviour.special(), Special::Shown);
        !shown_only
            && match self.spelling {
                Spelling::Kept => right > FieldRight::Hidden,
                // What is calculated is never sent with a new record. Of a stored one it may come back as it was read.
                Spelling::New => right == FieldRight::Write && field.is_entered(),
                Spelling::Change => right >= FieldRight::Read && field.storage != Storage::Live,
            }
    }
}

struct Described {
    schema: Json,
    definitions: Map<String, Json>,
    must_be_sent: bool,
}

/// A field, or a column of a sub-table, as it stands among the properties.
fn describe(form: &CompiledForm, field: &CompiledField, table: Option<&CompiledField>, look: Look<'_>) -> Described {
    let rules = rules_of(form, field, table);
    let closed = is_closed(field, look);
    // What is not entered comes back as it was read.
    let spelling = if closed { Spelling::Kept } else { look.spelling };
    let mut shape = shape_of(form, field, Look { spelling, ..look });
    let has = |aspect: Aspect| rules.iter().any(|rule| rule.aspect == aspect);
    let always_there = !closed && !has(Aspect::Visible) && !has(Aspect::Readonly) && spelling.is_sent();
    let demanded = always_there && (field.required || least_rows(field) > 0);
    let begins =
        !field.default.is_blank() || has(Aspect::Default) || !field.behaviour.begins_with(Some(value::UserId(Default::default()))).is_blank();
    if look.spelling.is_sent() {
        shape.notes.extend(said_of(field, &rules));
    }
    let definitions = adopt(&mut shape, field, table);
    let mut schema = if demanded { filled(shape.schema) } else { or_null(shape.schema) };
    if field.storage == Storage::Live && look.spelling == Spelling::Kept {
        schema = or_error(schema);
    }
    Described {
        schema: annotated(schema, field, &shape.notes, closed, look),
        definitions,
        must_be_sent: demanded && !begins && look.spelling == Spelling::New,
    }
}

/// Whether nobody enters the field, whatever the record.
fn is_closed(field: &CompiledField, look: Look<'_>) -> bool {
    !field.is_entered() || field.readonly || look.right(field) < FieldRight::Write || look.spelling == Spelling::Kept
}

fn least_rows(field: &CompiledField) -> u32 {
    if let Special::SubTable(settings) = field.behaviour.special() { settings.min_rows.unwrap_or(0) } else { 0 }
}

fn rules_of<'a>(form: &'a CompiledForm, field: &CompiledField, table: Option<&CompiledField>) -> Vec<&'a LogicRule> {
    let is_target = |rule: &&LogicRule| match (&rule.target.column, table) {
        (None, None) => rule.target.field == field.id,
        (Some(column), Some(table)) => rule.target.field == table.id && *column == field.id,
        _ => false,
    };
    form.definition.logic.iter().filter(is_target).collect()
}

fn shape_of(form: &CompiledForm, field: &CompiledField, look: Look<'_>) -> Shape {
    if look.spelling == Spelling::Kept && look.right(field) == FieldRight::Mask {
        return masked(&field.value_type);
    }
    match field.behaviour.special() {
        Special::SubTable(settings) => rows(form, field, (settings.min_rows, settings.most_rows()), look),
        _ => field.behaviour.shape(look.spelling),
    }
}

/// What is left of a value where its middle is hidden: texts with asterisks, and nothing of all others.
fn masked(value_type: &ValueType) -> Shape {
    let shape = match value_type {
        ValueType::Text => Shape::of(json!({ "type": "string" })),
        ValueType::List(_) => Shape::of(json!({ "type": "array", "items": { "type": "string" } })),
        ValueType::Rows(_) => Shape::of(json!({ "type": "array", "items": { "type": "object" } })),
        _ => Shape::of(json!({ "type": "null" })),
    };
    shape.note("中间部分已隐去", "its middle is hidden")
}

fn rows(form: &CompiledForm, table: &CompiledField, (least, most): (Option<u32>, u32), look: Look<'_>) -> Shape {
    let mut shape = Shape::of(json!({ "type": "array" }));
    let key = Shape::of(json!({ "type": ["string", "null"], "format": "uuid" }));
    let words = if look.spelling.is_sent() {
        Label::both("已有行的标识；新行不填", "The key of a row that is there already; left out for a new one")
    } else {
        Label::both("行的标识", "The key of the row")
    };
    let mut properties = Map::from_iter([("_id".to_owned(), Json::Object(key.with("description", words.get(look.locale)).schema))]);
    let mut required = Vec::new();
    // Rights are of whole fields: a column has those of its table.
    let inside = Look { rights: None, ..look };
    for column in table.columns.values().filter(|column| look.spelling == Spelling::Kept || inside.tells(column)) {
        let described = describe(form, column, Some(table), inside);
        // A row that is there already keeps what is not spoken of.
        if described.must_be_sent {
            required.push(column.id.as_str());
        }
        shape.definitions.extend(described.definitions);
        properties.insert(column.id.to_string(), described.schema);
    }
    let mut row = json!({ "type": "object", "title": table.label.get(look.locale), "properties": properties });
    if let Json::Object(row) = &mut row {
        if !required.is_empty() {
            row.insert("required".into(), json!(required));
        }
        row.insert("additionalProperties".into(), json!(false));
    }
    let shape = shape.with("items", row);
    if look.spelling == Spelling::Kept {
        return shape;
    }
    let shape = shape.limit("minItems", least.filter(|least| *least > 0)).with("maxItems", most);
    if look.spelling == Spelling::Change {
        shape.note("整张子表一起发送：没有发送的行被删除", "the rows are sent together: a row that is not among them is taken out")
    } else {
        shape
    }
}

/// What logic, uniqueness and others demand of what is sent.
fn said_of(field: &CompiledField, rules: &[&LogicRule]) -> Vec<Label> {
    let mut said: Vec<Label> = rules.iter().filter_map(|rule| said_by(rule)).collect();
    match field.behaviour.special() {
        Special::Computed(computed) => said.extend(computed.formula.as_ref().map(|formula| {
            let formula = &formula.0;
            Label::both(format!("由公式得出：{formula}"), format!("calculated: {formula}"))
        })),
        Special::AutoNumber(_) => said.push(Label::both("由系统编号", "allotted by the server")),
        Special::Relation(relation) if relation.filter.is_some() => {
            said.push(Label::both("只能选择符合筛选条件的记录", "only records that fulfil the filter of the field"));
        }
        _ => {}
    }
    if field.behaviour.people().is_some_and(|scope| !scope.is_open()) {
        said.push(Label::both("可选范围取决于填写人", "who may be chosen depends on who fills it in"));
    }
    if field.unique {
        said.push(Label::both("不能与其他记录相同", "no two records have the same"));
    }
    said
}

fn said_by(rule: &LogicRule) -> Option<Label> {
    let formula = &rule.formula.0;
    let (zh, en) = match rule.aspect {
        Aspect::Visible => (format!("仅当 {formula} 时填写，否则为空"), format!("only while {formula}, else it is blank")),
        Aspect::Required => (format!("当 {formula} 时必填"), format!("must be filled in while {formula}")),
        Aspect::Readonly => (format!("当 {formula} 时不能修改"), format!("cannot be changed while {formula}")),
        Aspect::Valid => {
            let message = rule.message.clone().unwrap_or_default();
            let because = |locale: Locale, (open, close): (&str, &str)| match message.get(locale) {
                "" => String::new(),
                text => format!("{open}{text}{close}"),
            };
            let (zh, en) = (because(Locale::ZhCn, ("（", "）")), because(Locale::En, (" (", ")")));
            (format!("必须满足 {formula}{zh}"), format!("must fulfil {formula}{en}"))
        }
        Aspect::Options => (format!("可选项由 {formula} 决定"), format!("the options are those of {formula}")),
        Aspect::Value => (format!("由公式得出：{formula}"), format!("calculated: {formula}")),
        Aspect::Default => (format!("默认值：{formula}"), format!("begins with {formula}")),
        Aspect::Label | Aspect::Help => return None,
    };
    Some(Label::both(zh, en))
}

/// Moves what references point to up to the record, under names that no other field uses.
fn adopt(shape: &mut Shape, field: &CompiledField, table: Option<&CompiledField>) -> Map<String, Json> {
    if shape.definitions.is_empty() || matches!(field.behaviour.special(), Special::SubTable(_)) {
        return std::mem::take(&mut shape.definitions);
    }
    let owner = table.map_or_else(|| field.id.to_string(), |table| format!("{}_{}", table.id, field.id));
    let mut adopted = Map::new();
    for (name, mut schema) in std::mem::take(&mut shape.definitions) {
        rename(&mut schema, &owner);
        adopted.insert(format!("{owner}_{name}"), schema);
    }
    let mut whole = Json::Object(std::mem::take(&mut shape.schema));
    rename(&mut whole, &owner);
    if let Json::Object(schema) = whole {
        shape.schema = schema;
    }
    adopted
}

fn rename(schema: &mut Json, owner: &str) {
    match schema {
        Json::Object(object) => {
            if let Some(Json::String(reference)) = object.get_mut("$ref")
                && let Some(name) = reference.strip_prefix("#/$defs/")
            {
                *reference = format!("#/$defs/{owner}_{name}");
            }
            object.values_mut().for_each(|below| rename(below, owner));
        }
        Json::Array(items) => items.iter_mut().for_each(|below| rename(below, owner)),
        _ => {}
    }
}

/// The schema of something that must be filled in: an empty text or list would be a blank.
fn filled(mut schema: Map<String, Json>) -> Json {
    let is = |schema: &Map<String, Json>, name: &str| schema.get("type").is_some_and(|kind| *kind == json!(name));
    for (kind, key) in [("string", "minLength"), ("array", "minItems")] {
        let narrower = schema.contains_key("enum") || schema.contains_key("pattern") || schema.contains_key("format");
        if is(&schema, kind) && !narrower && !schema.contains_key(key) {
            schema.insert(key.into(), json!(1));
        }
    }
    Json::Object(schema)
}

/// The same schema, null included.
fn or_null(mut schema: Map<String, Json>) -> Json {
    let null = json!("null");
    if !schema.contains_key("type") {
        return if schema.is_empty() { json!({}) } else { json!({ "anyOf": [schema, { "type": "null" }] }) };
    }
    match schema.get_mut("type") {
        Some(Json::Array(types)) if !types.contains(&null) => types.push(null),
        Some(one @ Json::String(_)) if *one != null => *one = Json::Array(vec![one.clone(), null]),
        _ => {}
    }
    if let Some(Json::Array(values)) = schema.get_mut("enum") {
        values.push(Json::Null);
    }
    Json::Object(schema)
}

/// What is calculated whenever it is read may be an error with its reason.
fn or_error(schema: Json) -> Json {
    let error = json!({
        "type": "object", crate::shape::SHAPE: "error", "required": ["error", "reason"],
        "properties": { "error": { "type": "string" }, "reason": { "type": "string" } },
    });
    json!({ "anyOf": [schema, error] })
}

fn annotated(schema: Json, field: &CompiledField, notes: &[Label], closed: bool, look: Look<'_>) -> Json {
    let Json::Object(schema) = schema else { return schema };
    let mut whole = Map::from_iter([("title".to_owned(), json!(field.label.get(look.locale)))]);
    let described = sentences(&field.help, notes, look.locale);
    if !described.is_empty() {
        whole.insert("description".into(), json!(described));
    }
    whole.extend(schema);
    whole.insert(LABEL.into(), both(&field.label));
    whole.insert("x-kind".into(), json!(field.control.kind));
    if field.personal {
        whole.insert("x-personal".into(), json!(true));
    }
    let never_entered = !field.is_entered() || field.readonly || look.right(field) < FieldRight::Write;
    if closed && (never_entered || field.origin != Origin::Entered) {
        whole.insert("readOnly".into(), json!(true));
    }
    if look.spelling == Spelling::New && field.default != Value::Blank {
        whole.insert("default".into(), value::to_json(&field.default, Some(&field.value_type)));
    }
    Json::Object(whole)
}

/// The help and all that the schema does not say, as one text.
fn sentences(help: &Label, notes: &[Label], locale: Locale) -> String {
    let (end, between) = if locale == Locale::ZhCn { ("。", "；") } else { (".", "; ") };
    let notes: Vec<&str> = notes.iter().map(|note| note.get(locale)).collect();
    let notes = if notes.is_empty() { String::new() } else { format!("{}{end}", capital(&notes.join(between))) };
    match (help.get(locale), notes.as_str()) {
        ("", _) => notes,
        (help, "") => help.to_owned(),
        (help, notes) => format!("{help}\n\n{notes}"),
    }
}

fn capital(text: &str) -> String {
    let mut signs = text.chars();
    signs.next().map(|first| first.to_uppercase().chain(signs).collect()).unwrap_or_default()
}

/// The fields that every record has.
fn system_properties(form: &CompiledForm, look: Look<'_>) -> Map<String, Json> {
    let property = |(id, field): (FieldId, formula::FieldType)| {
        let shape = Shape::of_type(&field.value_type, &crate::Options::default(), Spelling::Kept);
        let Json::Object(schema) = or_null(shape.schema) else { return None };
        let mut whole = Map::from_iter([("title".to_owned(), json!(field.label.get(look.locale)))]);
        whole.extend(schema);
        whole.insert(LABEL.into(), both(&field.label));
        whole.insert("readOnly".into(), json!(true));
        Some((id.to_string(), Json::Object(whole)))
    };
    crate::system_fields(form.id()).into_iter().filter_map(property).collect()
}
