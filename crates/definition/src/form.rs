//! Forms: the data model, its logic, its layouts and its views.

use crate::{FormulaText, Layout, Settings, View, is_default};
use query::FieldPath;
use schemars::JsonSchema;
use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;
use value::{FieldId, FormId, Label, LogicId, PartId};

/// A form: four things in one file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// Number of the format.
    pub format: u32,
    /// Permanent id.
    pub id: FormId,
    /// Name of one record (订单).
    pub label: Label,
    /// What it is for.
    #[serde(default, skip_serializing_if = "is_default")]
    pub help: Label,
    /// Name of an icon.
    #[serde(default, skip_serializing_if = "is_default")]
    pub icon: String,
    /// The field whose value names a record in pickers, titles and messages.
    #[serde(default, skip_serializing_if = "is_default")]
    pub title_field: Option<FieldId>,
    /// The data model.
    pub fields: Vec<Field>,
    /// Rules by formulas; they hold whatever the screen.
    #[serde(default, skip_serializing_if = "is_default")]
    pub logic: Vec<LogicRule>,
    /// How the form is laid out. Without any, all fields stand in one section.
    #[serde(default, skip_serializing_if = "is_default")]
    pub layouts: Vec<Layout>,
    /// How its records are looked at. Without any, one table shows the first fields.
    #[serde(default, skip_serializing_if = "is_default")]
    pub views: Vec<View>,
    /// By what a record looks like another one. Whoever fills in the form is shown the others; nothing is refused.
    #[serde(default, skip_serializing_if = "is_default")]
    pub similar: Vec<Similar>,
    /// Ids of fields that were taken out; they are never used again.
    #[serde(default, skip_serializing_if = "is_default")]
    pub retired: Vec<FieldId>,
}

/// Records that agree in some fields may be about the same.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Similar {
    /// Permanent id.
    pub id: PartId,
    /// The fields in which they agree.
    pub fields: Vec<FieldId>,
    /// Looks at the records of so many days only; at all when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<u16>,
    /// What is said above those that are found.
    #[serde(default, skip_serializing_if = "is_default")]
    pub message: Label,
}

/// A field of the data model.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Field {
    /// Permanent id.
    pub id: FieldId,
    /// Kind of control, from the registry of `form-engine`.
    pub kind: String,
    /// Name.
    pub label: Label,
    /// What to enter.
    #[serde(default, skip_serializing_if = "is_default")]
    pub help: Label,
    /// Shown while the field is empty.
    #[serde(default, skip_serializing_if = "is_default")]
    pub placeholder: Label,
    /// Whether it must be filled in.
    #[serde(default, skip_serializing_if = "is_default")]
    pub required: bool,
    /// Whether people may not change it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub readonly: bool,
    /// Whether no two records may hold the same value.
    #[serde(default, skip_serializing_if = "is_default")]
    pub unique: bool,
    /// Whether it holds personal data: masked by default, left out of public answers.
    #[serde(default, skip_serializing_if = "is_default")]
    pub personal: bool,
    /// The literal with which a new record begins; a `default` rule of the logic gives a calculated one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<serde_json::Value>,
    /// What becomes of the value when the field is hidden at submit.
    #[serde(default, skip_serializing_if = "is_default")]
    pub when_hidden: WhenHidden,
    /// The columns, if the kind is a sub-table.
    #[serde(default, skip_serializing_if = "is_default")]
    pub fields: Vec<Field>,
    /// What the kind is set to.
    #[serde(flatten)]
    #[schemars(with = "std::collections::BTreeMap<String, serde_json::Value>")]
    pub settings: Settings,
}

/// What becomes of a hidden field's value at submit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WhenHidden {
    /// It is stored as blank.
    #[default]
    Clear,
    /// It is kept.
    Keep,
}

/// A formula that decides one aspect of one field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LogicRule {
    /// Permanent id.
    pub id: LogicId,
    /// The field, or a column of a sub-table (then the formula is evaluated in each row).
    pub target: FieldPath,
    /// What the formula decides.
    pub aspect: Aspect,
    /// The formula.
    pub formula: FormulaText,
    /// What to tell the person when `valid` answers FALSE.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<Label>,
}

/// What a logic rule decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Aspect {
    /// The value; people may not enter one.
    Value,
    /// The value with which a new record begins, recalculated until the person touches the field.
    Default,
    /// Whether the field is shown.
    Visible,
    /// Whether the field must be filled in.
    Required,
    /// Whether people may not change the field.
    Readonly,
    /// Whether the value is right; the rule's message says what to do when not.
    Valid,
    /// Which options are offered: a list of their ids, or of options; a blank offers all.
    Options,
    /// The name that is shown in place of the field's.
    Label,
    /// What is said below the name in place of the field's help.
    Help,
}

/// By hand, as [`crate::LayoutNode`] is: what serde makes where keys are flattened or tagged keeps a copy of everything that it reads,
/// and is many times as large in the browser engine.
impl<'de> Deserialize<'de> for Field {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(FieldVisitor)
    }
}

struct FieldVisitor;

impl<'de> Visitor<'de> for FieldVisitor {
    type Value = Field;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a field")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Field, A::Error> {
        let (mut id, mut kind, mut label) = (None, None, None);
        let (mut help, mut placeholder) = (Label::default(), Label::default());
        let (mut required, mut readonly, mut unique, mut personal) = (false, false, false, false);
        let (mut default, mut when_hidden, mut fields, mut settings) = (None, WhenHidden::default(), Vec::new(), Settings::new());
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "id" => id = Some(map.next_value()?),
                "kind" => kind = Some(map.next_value()?),
                "label" => label = Some(map.next_value()?),
                "help" => help = map.next_value()?,
                "placeholder" => placeholder = map.next_value()?,
                "required" => required = map.next_value()?,
                "readonly" => readonly = map.next_value()?,
                "unique" => unique = map.next_value()?,
                "personal" => personal = map.next_value()?,
                "default" => default = map.next_value::<Option<serde_json::Value>>()?,
                "when_hidden" => when_hidden = map.next_value()?,
                "fields" => fields = map.next_value()?,
                _ => _ = settings.insert(key, map.next_value()?),
            }
        }
        let id = id.ok_or_else(|| de::Error::missing_field("id"))?;
        let kind = kind.ok_or_else(|| de::Error::missing_field("kind"))?;
        let label = label.ok_or_else(|| de::Error::missing_field("label"))?;
        Ok(Field { id, kind, label, help, placeholder, required, readonly, unique, personal, default, when_hidden, fields, settings })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_read_is_written_again() {
        let json = json!({ "id": "a", "kind": "text", "label": "甲", "help": "帮助", "required": true, "default": 3, "when_hidden": "keep",
            "fields": [{ "id": "b", "kind": "number", "label": "乙", "scale": 2 }], "max_length": 5, "x-note": null });
        let field: Field = serde_json::from_value(json.clone()).unwrap();
        assert_eq!(serde_json::to_value(&field).unwrap(), json);
    }

    #[test]
    fn what_is_wrong_is_named() {
        let fault = serde_json::from_value::<Field>(json!({ "id": "a", "label": "甲" })).unwrap_err().to_string();
        assert!(fault.contains("missing field `kind`"), "{fault}");
    }
}
