//! What values and records look like as JSON, for programs outside: JSON Schema 2020-12.
//!
//! A schema speaks of values as they are kept: trimmed, in one spelling, rounded at their scale, null for a blank. What is sent may be
//! spelled in more ways, and the server brings it to this one. Whatever a schema cannot say stands in words in its `description`.

mod record;

pub use record::{Look, record_schema};

use crate::Options;
use rust_decimal::Decimal;
use serde_json::{Map, Value as Json, json};
use value::{Label, Locale, MAX_SCALED, ReferenceTarget, ValueType};

/// For what a value is described.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spelling {
    /// It is sent with a new record.
    New,
    /// It is sent to change a record; what is stored already may stay, retired options included.
    Change,
    /// It is read. Limits are not told: what is stored may be older than they.
    Kept,
}

impl Spelling {
    /// Whether the value goes to the server.
    pub fn is_sent(self) -> bool {
        self != Self::Kept
    }
}

/// The keyword under which names stand in both languages.
pub(crate) const LABEL: &str = "x-label";
/// The keyword under which the options of a choice stand with their names.
pub(crate) const OPTIONS: &str = "x-options";
/// The keyword that names a shape of which there are many: `file`, `reference`.
pub(crate) const SHAPE: &str = "x-shape";
/// The keyword that says to what a reference refers: the id of a form, `user`, `department`.
pub(crate) const REFERS_TO: &str = "x-refers-to";

/// A day as texts spell it.
const DAY: &str = "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$";
/// A moment as texts spell it, with its zone.
const MOMENT: &str = concat!(
    "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]+)?",
    "(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$"
);
/// A time of day as it is sent; seconds may be left out.
const TIME_SENT: &str = "^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$";
/// A time of day as it is kept.
const TIME_KEPT: &str = "^([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]$";

/// A value as JSON: its schema without null, and what the schema cannot say.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Shape {
    schema: Map<String, Json>,
    definitions: Map<String, Json>,
    notes: Vec<Label>,
}

/// The least and the most of something.
pub(crate) type Bounds<T> = (Option<T>, Option<T>);

impl Shape {
    /// A shape by its schema.
    pub(crate) fn of(schema: Json) -> Self {
        let schema = if let Json::Object(schema) = schema { schema } else { Map::new() };
        Self { schema, ..Self::default() }
    }

    /// What follows from the type of a value alone.
    pub fn of_type(value_type: &ValueType, options: &Options, spelling: Spelling) -> Self {
        match value_type {
            ValueType::Text => Self::text((None, None), spelling),
            ValueType::Number { scale } => Self::number(*scale, (None, None), spelling),
            ValueType::Bool => Self::of(json!({ "type": "boolean" })),
            ValueType::Date => Self::date(),
            ValueType::Time => Self::time(spelling),
            ValueType::Instant => Self::of(json!({ "type": "string", "format": "date-time", "pattern": MOMENT })),
            ValueType::Choice => Self::choice(options, true, spelling),
            ValueType::Reference(target) => Self::reference(target),
            ValueType::File => Self::of(json!({ "type": "object", SHAPE: "file" })),
            ValueType::Structure => Self::of(json!({ "type": ["object", "array"] })),
            ValueType::List(item) => Self::list(Self::of_type(item, options, spelling), (None, None), spelling),
            // The columns of a sub-table are put in where the record is described.
            ValueType::Rows(_) => Self::of(json!({ "type": "array" })),
        }
    }

    /// A text.
    pub(crate) fn text(length: Bounds<u32>, spelling: Spelling) -> Self {
        let shape = Self::of(json!({ "type": "string" }));
        if spelling == Spelling::Kept { shape } else { shape.limit("minLength", length.0).limit("maxLength", length.1) }
    }

    /// A text that looks in a certain way.
    pub(crate) fn matching(pattern: &str, spelling: Spelling) -> Self {
        let shape = Self::text((None, None), spelling);
        if spelling == Spelling::Kept { shape } else { shape.with("pattern", pattern) }
    }

    /// A number of a scale: whole ones are JSON numbers, others are texts padded to the scale; numbers are taken for both.
    pub(crate) fn number(scale: u32, bounds: Bounds<Decimal>, spelling: Spelling) -> Self {
        let most = Decimal::new(MAX_SCALED, scale);
        if spelling == Spelling::Kept {
            let padded = json!({ "type": "string", "pattern": format!("^-?[0-9]+\\.[0-9]{{{scale}}}$") });
            return Self::of(if scale == 0 { json!({ "type": "integer" }) } else { padded });
        }
        let low = bounds.0.map_or(-most, |low| low.max(-most));
        let high = bounds.1.map_or(most, |high| high.min(most));
        let limits = |shape: Self| shape.with("minimum", json_number(low)).with("maximum", json_number(high));
        if scale == 0 {
            return limits(Self::of(json!({ "type": "integer" })));
        }
        let digits = 16_u32.saturating_sub(scale).max(1);
        let pattern = format!("^-?[0-9]{{1,{digits}}}(\\.[0-9]{{1,{scale}}})?$");
        limits(Self::of(json!({ "type": ["string", "number"], "pattern": pattern }))).note_bounds(bounds)
    }

    /// Says limits that hold for numbers spelled as texts, too.
    fn note_bounds(self, bounds: Bounds<Decimal>) -> Self {
        let words = |number: Option<Decimal>| number.map(|number| number.normalize().to_string());
        self.note_limits(words(bounds.0), words(bounds.1))
    }

    /// Says limits that no keyword can say.
    pub(crate) fn note_limits(self, least: Option<String>, most: Option<String>) -> Self {
        match (least, most) {
            (None, None) => self,
            (Some(least), None) => self.note(format!("不小于 {least}"), format!("not below {least}")),
            (None, Some(most)) => self.note(format!("不大于 {most}"), format!("not above {most}")),
            (Some(least), Some(most)) => self.note(format!("{least} 至 {most}"), format!("from {least} to {most}")),
        }
    }

    /// A day.
    pub(crate) fn date() -> Self {
        Self::of(json!({ "type": "string", "format": "date", "pattern": DAY }))
    }

    /// A time of day.
    pub(crate) fn time(spelling: Spelling) -> Self {
        Self::of(json!({ "type": "string", "pattern": if spelling == Spelling::Kept { TIME_KEPT } else { TIME_SENT } }))
    }

    /// One option; of a tree every node or those of the last level.
    pub(crate) fn choice(options: &Options, any_level: bool, spelling: Spelling) -> Self {
        let open = |option: &&crate::CompiledOption| spelling != Spelling::New || (!option.retired && (any_level || option.leaf));
        let ids: Vec<&str> = options.iter().filter(open).map(|option| option.id.as_str()).collect();
        if ids.is_empty() {
            let nothing = json!({ "type": "string", "maxLength": 0 });
            return if spelling == Spelling::Kept { Self::text((None, None), spelling) } else { Self::of(nothing) };
        }
        let shape = Self::of(json!({ "type": "string", "enum": ids, OPTIONS: names_of(options, open) }));
        let retired = options.iter().any(|option| option.retired || !(any_level || option.leaf));
        if spelling == Spelling::Change && retired {
            return shape
                .note("已停用或非末级的选项只能保留，不能新选", "an option that is retired or has others below it may stay, but not be chosen anew");
        }
        shape
    }

    /// A record, a person or a department.
    pub(crate) fn reference(target: &ReferenceTarget) -> Self {
        let to = match target {
            ReferenceTarget::Form(form) => form.as_str(),
            ReferenceTarget::User => "user",
            ReferenceTarget::Department => "department",
        };
        Self::of(json!({ "type": "string", "format": "uuid", SHAPE: "reference", REFERS_TO: to }))
    }

    /// Several values, none twice.
    pub(crate) fn list(item: Shape, count: Bounds<u32>, spelling: Spelling) -> Self {
        let shape = Self::of(json!({ "type": "array", "items": item.schema }));
        let shape = Self { definitions: item.definitions, notes: item.notes, ..shape };
        if spelling == Spelling::Kept {
            return shape;
        }
        shape.with("uniqueItems", true).limit("minItems", count.0.filter(|least| *least > 0)).limit("maxItems", count.1)
    }

    /// An object with these parts and no others.
    pub(crate) fn object<'k>(parts: impl IntoIterator<Item = (&'k str, Shape)>, required: &[&str]) -> Self {
        let mut shape = Self::of(json!({ "type": "object" }));
        let mut properties = Map::new();
        for (key, part) in parts {
            shape.definitions.extend(part.definitions);
            shape.notes.extend(part.notes);
            properties.insert(key.to_owned(), Json::Object(part.schema));
        }
        let shape = shape.with("properties", properties);
        let shape = if required.is_empty() { shape } else { shape.with("required", json!(required)) };
        shape.with("additionalProperties", false)
    }

    /// Places one after the other.
    pub(crate) fn points(lat: Shape, lng: Shape, count: Bounds<u32>, spelling: Spelling) -> Self {
        let pair = json!({ "type": "array", "prefixItems": [lat.schema, lng.schema], "items": false, "minItems": 2, "maxItems": 2 });
        let shape = Self::of(json!({ "type": "array", "items": pair }));
        if spelling == Spelling::Kept { shape } else { shape.limit("minItems", count.0).limit("maxItems", count.1) }
    }

    /// Whether it is a whole number.
    pub(crate) fn is_whole(&self) -> bool {
        self.schema.get("type").is_some_and(|kind| *kind == json!("integer"))
    }

    /// The same without words of its own.
    #[must_use]
    pub(crate) fn silent(mut self) -> Self {
        self.notes.clear();
        self
    }

    /// The same with a keyword.
    #[must_use]
    pub(crate) fn with(mut self, key: &str, value: impl Into<Json>) -> Self {
        self.schema.insert(key.to_owned(), value.into());
        self
    }

    /// The same with a limit, if there is one.
    #[must_use]
    pub(crate) fn limit(self, key: &str, limit: Option<u32>) -> Self {
        match limit {
            Some(limit) => self.with(key, limit),
            None => self,
        }
    }

    /// The same with a name in the language of the reader, put in when the record is described.
    #[must_use]
    pub(crate) fn named(self, label: &Label) -> Self {
        self.with(LABEL, both(label))
    }

    /// The same with a schema that others refer to as `#/$defs/<name>`.
    #[must_use]
    pub(crate) fn defining(mut self, name: &str, schema: Json) -> Self {
        self.definitions.insert(name.to_owned(), schema);
        self
    }

    /// The same with something that the schema cannot say.
    #[must_use]
    pub(crate) fn note(mut self, zh: impl Into<String>, en: impl Into<String>) -> Self {
        self.notes.push(Label::both(zh, en));
        self
    }

    /// The same with something that is true only of what is sent.
    #[must_use]
    pub(crate) fn note_sent(self, spelling: Spelling, zh: impl Into<String>, en: impl Into<String>) -> Self {
        if spelling.is_sent() { self.note(zh, en) } else { self }
    }
}

/// Both languages of a label.
pub(crate) fn both(label: &Label) -> Json {
    json!({ "zh-CN": label.get(Locale::ZhCn), "en": label.get(Locale::En) })
}

/// The names of those options that an enumeration lists.
fn names_of(options: &Options, listed: impl Fn(&&crate::CompiledOption) -> bool) -> Json {
    let name = |option: &crate::CompiledOption| {
        let mut name = json!({ "id": option.id, "label": both(&option.label) });
        if let (Some(parent), Some(object)) = (&option.parent, name.as_object_mut()) {
            object.insert("parent".into(), json!(parent));
        }
        if let (true, Some(object)) = (option.retired, name.as_object_mut()) {
            object.insert("retired".into(), json!(true));
        }
        name
    };
    options.iter().filter(listed).map(name).collect()
}

/// A decimal as a JSON number.
pub(crate) fn json_number(number: Decimal) -> Json {
    let number = number.normalize();
    let whole = number.is_integer().then(|| i64::try_from(number).ok()).flatten();
    whole.map_or_else(|| serde_json::from_str(&number.to_string()).unwrap_or_default(), |whole| json!(whole))
}

/// A text inside of a pattern, sign by sign.
pub(crate) fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for sign in text.chars() {
        if "\\^$.|?*+()[]{}/-".contains(sign) {
            escaped.push('\\');
        }
        escaped.push(sign);
    }
    escaped
}
