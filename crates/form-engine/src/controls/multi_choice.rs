//! 多选

use super::choice::ChoiceDisplay;
use super::offered::{SomeOf, options_of};
use super::{check, settings};
use crate::words::{example, pair};
use crate::{Behaviour, Control, Findings, FormEnvironment, Group};
use definition::{Choice, Field};
use std::sync::Arc;
use value::DictionaryId;

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

definition::settings! {
    /// Settings of a multiple choice.
    pub struct MultiChoiceSettings {
        options: Vec<Choice> = Vec::new(), ("选项", "Options"), ("只属于这个字段的选项", "The options, if they belong to this field alone");
        dictionary: Option<DictionaryId> = None, ("字典", "Dictionary"), ("选项来自哪个字典", "The dictionary that holds the options");
        display: ChoiceDisplay = ChoiceDisplay::Auto, ("样式", "Look"), ("怎样列出选项", "How it is offered");
        min: Option<u32> = None, ("最少选几项", "Fewest"), ("填写时至少选几项", "At least so many, if any");
        max: Option<u32> = None, ("最多选几项", "Most"), ("最多选几项", "At most so many");
    }
}

fn prepare(field: &Field, environment: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: MultiChoiceSettings = settings::read(field, findings)?;
    check::ordered(settings.min.as_ref(), settings.max.as_ref(), ("min", "max"), findings);
    let options = options_of(&settings.options, settings.dictionary.as_ref(), environment, findings)?;
    Some(Arc::new(SomeOf::of(options, settings.min, settings.max)))
}
