//! 排序

use super::offered::{SomeOf, options_of};
use super::settings;
use crate::words::{example, pair};
use crate::{Behaviour, Control, Findings, FormEnvironment, Group};
use definition::{Choice, Field};
use std::sync::Arc;
use value::DictionaryId;

/// The kind.
pub static CONTROL: Control = Control {
    kind: "ranking",
    label: pair("排序", "Ranking"),
    help: pair("把选项排出先后", "Options are put into an order"),
    group: Group::Choice,
    icon: "ranking",
    schema: settings::schema::<RankingSettings>,
    prepare,
    example: example(
        r#"{ "id": "priorities", "kind": "ranking", "label": { "zh-CN": "看重什么", "en": "What matters" }, "top": 2,
        "options": [ { "id": "price", "label": { "zh-CN": "价格", "en": "Price" } }, { "id": "speed", "label": { "zh-CN": "速度", "en": "Speed" } }, { "id": "care", "label": { "zh-CN": "服务", "en": "Care" } } ] }"#,
    ),
};

definition::settings! {
    /// Settings of a ranking.
    pub struct RankingSettings {
        options: Vec<Choice> = Vec::new(), ("选项", "Options"), ("只属于这个字段的选项", "The options, if they belong to this field alone");
        dictionary: Option<DictionaryId> = None, ("字典", "Dictionary"), ("选项来自哪个字典", "The dictionary that holds the options");
        top: Option<u32> = None, ("只排前几", "Only the first"), ("只要求排出前几名；不填则全部排", "Only so many places are asked for; all options when left out"), 1..=100;
    }
}

fn prepare(field: &Field, environment: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: RankingSettings = settings::read(field, findings)?;
    let options = options_of(&settings.options, settings.dictionary.as_ref(), environment, findings)?;
    let open = u32::try_from(options.iter().filter(|option| !option.retired).count()).unwrap_or(u32::MAX);
    if settings.top.is_some_and(|top| top > open) {
        findings.error("MC0103", "/top", told!("名次比选项还多", "there are more places than options"));
    }
    let places = settings.top.unwrap_or(open);
    // A stored ranking may hold options that were retired since then.
    let most = settings.top.or_else(|| u32::try_from(options.len()).ok());
    Some(Arc::new(SomeOf { ordered: true, ..SomeOf::of(options, Some(places), most) }))
}
