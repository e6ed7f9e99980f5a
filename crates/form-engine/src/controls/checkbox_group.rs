//! 复选框组

use super::offered::{self, SomeOf, options_of};
use super::{check, settings};
use crate::words::{example, pair};
use crate::{Behaviour, Control, Findings, FormEnvironment, Group};
use definition::{Choice, Field};
use std::sync::Arc;
use value::{DictionaryId, OptionId};

/// The kind.
pub static CONTROL: Control = Control {
    kind: "checkbox_group",
    label: pair("复选框组", "Checkboxes"),
    help: pair("全部列出的复选框，可以有「都不是」这样的单独选项", "All options as boxes; some, such as none of these, stand alone"),
    group: Group::Choice,
    icon: "check_square",
    schema: settings::schema::<CheckboxGroupSettings>,
    prepare,
    example: example(
        r#"{ "id": "symptoms", "kind": "checkbox_group", "label": { "zh-CN": "现象", "en": "Symptoms" }, "columns": 2, "select_all": true, "exclusive": ["none"],
        "options": [ { "id": "noise", "label": { "zh-CN": "异响", "en": "Noise" } }, { "id": "heat", "label": { "zh-CN": "发热", "en": "Heat" } }, { "id": "none", "label": { "zh-CN": "都没有", "en": "None of these" } } ] }"#,
    ),
};

definition::settings! {
    /// Settings of a group of checkboxes.
    pub struct CheckboxGroupSettings {
        options: Vec<Choice> = Vec::new(), ("选项", "Options"), ("只属于这个字段的选项", "The options, if they belong to this field alone");
        dictionary: Option<DictionaryId> = None, ("字典", "Dictionary"), ("选项来自哪个字典", "The dictionary that holds the options");
        min: Option<u32> = None, ("最少选几项", "Fewest"), ("填写时至少选几项", "At least so many, if any");
        max: Option<u32> = None, ("最多选几项", "Most"), ("最多选几项", "At most so many");
        exclusive: Vec<OptionId> = Vec::new(), ("单独选项", "Alone"), ("选了它就不能再选别的：「都不是」", "Options that stand alone, such as none of these");
        columns: Option<u32> = None, ("列数", "Columns"), ("宽屏上排成几列；不填则依次排开", "Columns on a wide screen; one after the other when left out"), 1..=6;
        select_all: bool = false, ("全选", "All"), ("上方有一个「全选」", "Whether one box above chooses all");
    }
}

fn prepare(field: &Field, environment: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: CheckboxGroupSettings = settings::read(field, findings)?;
    check::ordered(settings.min.as_ref(), settings.max.as_ref(), ("min", "max"), findings);
    let options = options_of(&settings.options, settings.dictionary.as_ref(), environment, findings)?;
    offered::known(&settings.exclusive, "/exclusive", &options, findings);
    let exclusive = settings.exclusive;
    Some(Arc::new(SomeOf { exclusive, ..SomeOf::of(options, settings.min, settings.max) }))
}
