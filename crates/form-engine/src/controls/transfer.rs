//! 穿梭框

use super::offered::{SomeOf, options_of};
use super::{check, settings};
use crate::words::{example, pair};
use crate::{Behaviour, Control, Findings, FormEnvironment, Group};
use definition::{Choice, Field};
use std::sync::Arc;
use value::DictionaryId;

/// The kind.
pub static CONTROL: Control = Control {
    kind: "transfer",
    label: pair("穿梭框", "Transfer list"),
    help: pair("左边是可选的，右边是已选的", "What can be chosen at the left, what is chosen at the right"),
    group: Group::Choice,
    icon: "transfer",
    schema: settings::schema::<TransferSettings>,
    prepare,
    example: example(
        r#"{ "id": "modules", "kind": "transfer", "label": { "zh-CN": "模块", "en": "Modules" }, "search": true,
        "options": [ { "id": "base", "label": { "zh-CN": "基础", "en": "Base" } }, { "id": "radio", "label": { "zh-CN": "无线", "en": "Radio" } }, { "id": "power", "label": { "zh-CN": "电源", "en": "Power" } } ] }"#,
    ),
};

definition::settings! {
    /// Settings of a transfer list.
    pub struct TransferSettings {
        options: Vec<Choice> = Vec::new(), ("选项", "Options"), ("只属于这个字段的选项", "The options, if they belong to this field alone");
        dictionary: Option<DictionaryId> = None, ("字典", "Dictionary"), ("选项来自哪个字典", "The dictionary that holds the options");
        search: bool = true, ("可搜索", "Search"), ("两边都可以搜索", "Whether both sides can be searched");
        min: Option<u32> = None, ("最少选几项", "Fewest"), ("填写时至少选几项", "At least so many, if any");
        max: Option<u32> = None, ("最多选几项", "Most"), ("最多选几项", "At most so many");
    }
}

fn prepare(field: &Field, environment: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: TransferSettings = settings::read(field, findings)?;
    check::ordered(settings.min.as_ref(), settings.max.as_ref(), ("min", "max"), findings);
    let options = options_of(&settings.options, settings.dictionary.as_ref(), environment, findings)?;
    Some(Arc::new(SomeOf::of(options, settings.min, settings.max)))
}
