//! 多选

use super::choice::{ChoiceDisplay, options_of};
use super::{check, settings};
use crate::words::{example, pair};
use crate::{Behaviour, CompiledOption, Control, FieldFault, Findings, FormEnvironment, Group, Options, ValueContext};
use definition::{Choice, Field};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use value::{DictionaryId, Value, ValueType};

/// The kind.
pub static CONTROL: Control = Control {
    kind: "multi_choice",
    label: pair("多选", "Multiple choice"),
    help: pair("从几个选项中选若干个", "Any number of several options"),
    group: Group::Choice,
    icon: "checkbox",
    schema: settings::schema::<MultiChoiceSettings>,
    prepare,
    example: example(
        r#"{ "id": "wishes", "kind": "multi_choice", "label": { "zh-CN": "诉求", "en": "Wishes" }, "max": 2,
        "options": [ { "id": "repair", "label": { "zh-CN": "维修", "en": "Repair" } }, { "id": "refund", "label": { "zh-CN": "退款", "en": "Refund" } }, { "id": "other", "label": { "zh-CN": "其他", "en": "Other" } } ] }"#,
    ),
};

/// Settings of a multiple choice.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct MultiChoiceSettings {
    /// The options, if they belong to this field alone.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<Choice>,
    /// The dictionary that holds the options.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dictionary: Option<DictionaryId>,
    /// How it is offered.
    pub display: ChoiceDisplay,
    /// At least so many, if any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<u32>,
    /// At most so many.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<u32>,
}

#[derive(Debug)]
struct SomeOf {
    settings: MultiChoiceSettings,
    options: Options,
}

fn prepare(field: &Field, environment: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: MultiChoiceSettings = settings::read(field, findings)?;
    check::ordered(settings.min.as_ref(), settings.max.as_ref(), ("min", "max"), findings);
    let options = options_of(&settings.options, settings.dictionary.as_ref(), environment, findings)?;
    Some(Arc::new(SomeOf { settings, options }))
}

impl Behaviour for SomeOf {
    fn value_type(&self) -> ValueType {
        ValueType::List(Box::new(ValueType::Choice))
    }

    fn options(&self) -> Options {
        self.options.clone()
    }

    /// Options stand in the order of the definition, whatever the order of the clicks.
    fn normalise(&self, value: Value) -> Value {
        match value {
            Value::List(items) if items.is_empty() => Value::Blank,
            Value::List(items) => {
                let is = |item: &Value, option: &CompiledOption| matches!(item, Value::Choice(id) if *id == option.id);
                let known = self.options.iter().flat_map(|option| items.iter().filter(move |item| is(item, option)));
                let unknown = items.iter().filter(|item| !self.options.iter().any(|option| is(item, option)));
                Value::List(known.chain(unknown).cloned().collect())
            }
            other => other,
        }
    }

    fn check(&self, value: &Value, context: &ValueContext<'_>, faults: &mut Vec<FieldFault>) {
        let Value::List(items) = value else { return };
        for item in items {
            if let Value::Choice(id) = item {
                check::option(id, context, faults);
            }
        }
        check::twice(items, faults);
        check::count(items.len(), self.settings.min, self.settings.max, ("项", "options"), faults);
    }
}
