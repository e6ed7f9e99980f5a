//! 联动下拉

use super::offered::{self, Levels, options_of};
use super::settings;
use crate::words::{example, pair};
use crate::{Behaviour, Control, Findings, FormEnvironment, Group};
use definition::{Choice, Field};
use std::sync::Arc;
use value::{DictionaryId, Label};

/// The kind.
pub static CONTROL: Control = Control {
    kind: "chained_choice",
    label: pair("联动下拉", "Chained lists"),
    help: pair("每一级一个下拉，上一级决定下一级", "One list per level; what is chosen above decides what is offered below"),
    group: Group::Choice,
    icon: "chain",
    schema: settings::schema::<ChainedChoiceSettings>,
    prepare,
    example: example(
        r#"{ "id": "site", "kind": "chained_choice", "label": { "zh-CN": "位置", "en": "Site" }, "level_names": [ { "zh-CN": "楼", "en": "Building" }, { "zh-CN": "层", "en": "Floor" } ],
        "options": [ { "id": "north", "label": { "zh-CN": "北楼", "en": "North" }, "children": [ { "id": "north_1", "label": { "zh-CN": "一层", "en": "1st" } }, { "id": "north_2", "label": { "zh-CN": "二层", "en": "2nd" } } ] }, { "id": "yard", "label": { "zh-CN": "院子", "en": "Yard" } } ] }"#,
    ),
};

definition::settings! {
    /// Settings of chained lists.
    pub struct ChainedChoiceSettings {
        options: Vec<Choice> = Vec::new(), ("选项树", "Tree"), ("只属于这个字段的选项树", "The tree, if it belongs to this field alone");
        dictionary: Option<DictionaryId> = None, ("字典", "Dictionary"), ("选项树来自哪个字典", "The dictionary that holds the tree");
        select: Levels = Levels::Leaf, ("可选级别", "Levels"), ("可以选到哪一级", "Which nodes may be chosen");
        level_names: Vec<Label> = Vec::new(), ("各级名称", "Names of the levels"), ("从上到下每一级的名称", "What each level is called, from the top");
    }
}

fn prepare(field: &Field, environment: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: ChainedChoiceSettings = settings::read(field, findings)?;
    let options = options_of(&settings.options, settings.dictionary.as_ref(), environment, findings)?;
    Some(offered::one(options, settings.select))
}
