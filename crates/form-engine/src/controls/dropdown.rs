//! 下拉单选

use super::offered::{self, Levels, options_of};
use super::settings;
use crate::words::{example, pair};
use crate::{Behaviour, Control, Findings, FormEnvironment, Group};
use definition::{Choice, Field};
use std::sync::Arc;
use value::DictionaryId;

/// The kind.
pub static CONTROL: Control = Control {
    kind: "dropdown",
    label: pair("下拉单选", "Drop-down"),
    help: pair("从打开的列表里选一个，可以搜索", "One of a list that opens and can be searched"),
    group: Group::Choice,
    icon: "select",
    schema: settings::schema::<DropdownSettings>,
    prepare,
    example: example(
        r#"{ "id": "carrier", "kind": "dropdown", "label": { "zh-CN": "承运商", "en": "Carrier" }, "search": false,
        "options": [ { "id": "road", "label": { "zh-CN": "公路", "en": "Road" } }, { "id": "rail", "label": { "zh-CN": "铁路", "en": "Rail" } }, { "id": "air", "label": { "zh-CN": "空运", "en": "Air" }, "retired": true } ] }"#,
    ),
};

definition::settings! {
    /// Settings of a drop-down.
    pub struct DropdownSettings {
        options: Vec<Choice> = Vec::new(), ("选项", "Options"), ("只属于这个字段的选项", "The options, if they belong to this field alone");
        dictionary: Option<DictionaryId> = None, ("字典", "Dictionary"), ("选项来自哪个字典", "The dictionary that holds the options");
        search: bool = true, ("可搜索", "Search"), ("可以输入文字缩小列表", "Whether typing narrows the list");
    }
}

fn prepare(field: &Field, environment: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: DropdownSettings = settings::read(field, findings)?;
    let options = options_of(&settings.options, settings.dictionary.as_ref(), environment, findings)?;
    Some(offered::one(options, Levels::Any))
}
