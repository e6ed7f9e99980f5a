//! 卡片选择

use super::offered::{self, Levels, SomeOf, options_of};
use super::{check, settings};
use crate::words::{example, pair};
use crate::{Behaviour, Control, Findings, FormEnvironment, Group};
use definition::{Choice, Field};
use indexmap::IndexMap;
use std::sync::Arc;
use value::{DictionaryId, Label, OptionId};

/// The kind.
pub static CONTROL: Control = Control {
    kind: "card_choice",
    label: pair("卡片选择", "Card choice"),
    help: pair("每个选项是一张带说明的卡片", "Every option is a card that says more than its name"),
    group: Group::Choice,
    icon: "card",
    schema: settings::schema::<CardChoiceSettings>,
    prepare,
    example: example(
        r#"{ "id": "plan", "kind": "card_choice", "label": { "zh-CN": "方案", "en": "Plan" }, "columns": 2,
        "details": { "basic": { "zh-CN": "工作日响应", "en": "Answers on working days" }, "full": { "zh-CN": "全天响应，含上门", "en": "Answers at any time, visits included" } },
        "options": [ { "id": "basic", "label": { "zh-CN": "基础", "en": "Basic" } }, { "id": "full", "label": { "zh-CN": "全面", "en": "Full" } } ] }"#,
    ),
};

definition::settings! {
    /// Settings of a choice among cards.
    pub struct CardChoiceSettings {
        options: Vec<Choice> = Vec::new(), ("选项", "Options"), ("只属于这个字段的选项", "The options, if they belong to this field alone");
        dictionary: Option<DictionaryId> = None, ("字典", "Dictionary"), ("选项来自哪个字典", "The dictionary that holds the options");
        details: IndexMap<OptionId, Label> = IndexMap::new(), ("说明", "Details"), ("每张卡片上名称下面的说明", "What stands below the name on each card");
        columns: Option<u32> = None, ("列数", "Columns"), ("宽屏上排成几列", "Columns on a wide screen"), 1..=4;
        multiple: bool = false, ("可多选", "Several"), ("可以选择多个", "Whether several can be chosen");
        max: Option<u32> = None, ("最多选几项", "Most"), ("可多选时最多几项", "At most so many, if several can be chosen");
    }
}

fn prepare(field: &Field, environment: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: CardChoiceSettings = settings::read(field, findings)?;
    check::only_for_several(settings.multiple, settings.max.is_some(), "/max", findings);
    let options = options_of(&settings.options, settings.dictionary.as_ref(), environment, findings)?;
    offered::known(settings.details.keys(), "/details", &options, findings);
    if !settings.multiple {
        return Some(offered::one(options, Levels::Any));
    }
    Some(Arc::new(SomeOf::of(options, None, settings.max)))
}
