//! 单选

use super::offered::{self, Levels, options_of};
use super::settings;
use crate::words::{example, pair};
use crate::{Behaviour, Control, Findings, FormEnvironment, Group};
use definition::{Choice, Field};
use std::sync::Arc;
use value::DictionaryId;

/// The kind.
pub static CONTROL: Control = Control {
    kind: "choice",
    label: pair("单选", "Choice"),
    help: pair("从几个选项中选一个", "One of several options"),
    group: Group::Choice,
    icon: "radio",
    schema: settings::schema::<ChoiceSettings>,
    prepare,
    example: example(
        r#"{ "id": "level", "kind": "choice", "label": { "zh-CN": "级别", "en": "Level" },
        "options": [ { "id": "high", "label": { "zh-CN": "高", "en": "High" }, "tone": "danger" }, { "id": "low", "label": { "zh-CN": "低", "en": "Low" } } ] }"#,
    ),
};

definition::settings! {
    /// Settings of a choice: its own options or a dictionary.
    pub struct ChoiceSettings {
        options: Vec<Choice> = Vec::new(), ("选项", "Options"), ("只属于这个字段的选项", "The options, if they belong to this field alone");
        dictionary: Option<DictionaryId> = None, ("字典", "Dictionary"), ("选项来自哪个字典", "The dictionary that holds the options");
        display: ChoiceDisplay = ChoiceDisplay::Auto, ("样式", "Look"), ("怎样列出选项", "How it is offered");
    }
}

definition::choices! {
    /// How options are offered.
    pub enum ChoiceDisplay {
        Auto = "auto", ("自动", "By their number");
        List = "list", ("下拉列表", "A list that opens");
        Buttons = "buttons", ("全部列出", "All options at once");
    }
}

fn prepare(field: &Field, environment: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: ChoiceSettings = settings::read(field, findings)?;
    let options = options_of(&settings.options, settings.dictionary.as_ref(), environment, findings)?;
    Some(offered::one(options, Levels::Any))
}
