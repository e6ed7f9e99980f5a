//! 单选

use super::{check, settings};
use crate::words::{example, pair};
use crate::{Behaviour, Control, FieldFault, Findings, FormEnvironment, Group, Options, ValueContext};
use definition::{Choice, Field};
use std::sync::Arc;
use value::{DictionaryId, Value, ValueType};

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

#[derive(Debug)]
struct OneOf {
    options: Options,
}

fn prepare(field: &Field, environment: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: ChoiceSettings = settings::read(field, findings)?;
    let options = options_of(&settings.options, settings.dictionary.as_ref(), environment, findings)?;
    Some(Arc::new(OneOf { options }))
}

/// The options of a field: its own or a dictionary's, never both, never none, no id twice.
pub(super) fn options_of(
    own: &[Choice],
    dictionary: Option<&DictionaryId>,
    environment: &FormEnvironment<'_>,
    findings: &mut Findings,
) -> Option<Options> {
    match (own, dictionary) {
        ([], None) => {
            let hint = told!("填写 options，或用 dictionary 引用一个字典", "give `options`, or name a `dictionary`");
            findings.error("MC0111", "", told!("没有任何选项", "there are no options")).hint = Some(hint);
            None
        }
        ([], Some(id)) => dictionary_options(id, environment, findings),
        (own, None) => {
            twice(own, "/options", &mut Vec::new(), findings);
            Some(Options::of(own))
        }
        (_, Some(_)) => {
            let message = told!("options 与 dictionary 只能二选一", "either `options` or `dictionary`, not both");
            findings.error("MC0105", "/dictionary", message);
            None
        }
    }
}

fn dictionary_options(id: &DictionaryId, environment: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Options> {
    if let Some(dictionary) = environment.dictionaries.get(id) {
        return Some(Options::of(&dictionary.options));
    }
    let meant = definition::suggest::nearest(id.as_str(), environment.dictionaries.keys().map(DictionaryId::as_str));
    let message = told!(format!("没有字典「{id}」"), format!("there is no dictionary `{id}`"));
    findings.error("MC0107", "/dictionary", message).hint =
        meant.map(|meant| told!(format!("你是否想用「{meant}」？"), format!("did you mean `{meant}`?")));
    None
}

fn twice<'a>(choices: &'a [Choice], place: &str, seen: &mut Vec<&'a str>, findings: &mut Findings) {
    for (index, choice) in choices.iter().enumerate() {
        let here = format!("{place}/{index}");
        if seen.contains(&choice.id.as_str()) {
            let message = told!(format!("选项 id「{}」用了两次", choice.id), format!("the option id `{}` is used twice", choice.id));
            findings.error("MC0111", &format!("{here}/id"), message);
        }
        seen.push(choice.id.as_str());
        twice(&choice.children, &format!("{here}/children"), seen, findings);
    }
}

impl Behaviour for OneOf {
    fn value_type(&self) -> ValueType {
        ValueType::Choice
    }

    fn options(&self) -> Options {
        self.options.clone()
    }

    fn check(&self, value: &Value, context: &ValueContext<'_>, faults: &mut Vec<FieldFault>) {
        if let Value::Choice(id) = value {
            check::option(id, context, faults);
        }
    }
}
