//! 下拉多选

use super::offered::{SomeOf, options_of};
use super::{check, settings};
use crate::words::{example, pair};
use crate::{Behaviour, Control, Findings, FormEnvironment, Group};
use definition::{Choice, Field};
use std::sync::Arc;
use value::DictionaryId;

/// The kind.
pub static CONTROL: Control = Control {
    kind: "multi_dropdown",
    label: pair("下拉多选", "Multiple drop-down"),
    help: pair("从打开的列表里选若干个，可以搜索", "Several of a list that opens and can be searched"),
    group: Group::Choice,
    icon: "multi_select",
    schema: settings::schema::<MultiDropdownSettings>,
    prepare,
    example: example(
        r#"{ "id": "skills", "kind": "multi_dropdown", "label": { "zh-CN": "技能", "en": "Skills" }, "max": 2,
        "options": [ { "id": "weld", "label": { "zh-CN": "焊接", "en": "Welding" } }, { "id": "paint", "label": { "zh-CN": "喷涂", "en": "Painting" } }, { "id": "mill", "label": { "zh-CN": "铣削", "en": "Milling" } } ] }"#,
    ),
};

definition::settings! {
    /// Settings of a drop-down of several options.
    pub struct MultiDropdownSettings {
        options: Vec<Choice> = Vec::new(), ("选项", "Options"), ("只属于这个字段的选项", "The options, if they belong to this field alone");
        dictionary: Option<DictionaryId> = None, ("字典", "Dictionary"), ("选项来自哪个字典", "The dictionary that holds the options");
        search: bool = true, ("可搜索", "Search"), ("可以输入文字缩小列表", "Whether typing narrows the list");
        min: Option<u32> = None, ("最少选几项", "Fewest"), ("填写时至少选几项", "At least so many, if any");
        max: Option<u32> = None, ("最多选几项", "Most"), ("最多选几项", "At most so many");
    }
}

fn prepare(field: &Field, environment: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: MultiDropdownSettings = settings::read(field, findings)?;
    check::ordered(settings.min.as_ref(), settings.max.as_ref(), ("min", "max"), findings);
    let options = options_of(&settings.options, settings.dictionary.as_ref(), environment, findings)?;
    Some(Arc::new(SomeOf::of(options, settings.min, settings.max)))
}
