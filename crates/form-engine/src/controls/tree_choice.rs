//! 树选择

use super::offered::{self, Levels, SomeOf, options_of};
use super::{check, settings};
use crate::words::{example, pair};
use crate::{Behaviour, Control, Findings, FormEnvironment, Group};
use definition::{Choice, Field};
use std::sync::Arc;
use value::DictionaryId;

/// The kind.
pub static CONTROL: Control = Control {
    kind: "tree_choice",
    label: pair("树选择", "Tree"),
    help: pair("在展开的树里选一项或若干项", "One or several nodes of a tree that unfolds"),
    group: Group::Choice,
    icon: "tree_select",
    schema: settings::schema::<TreeChoiceSettings>,
    prepare,
    example: example(
        r#"{ "id": "line", "kind": "tree_choice", "label": { "zh-CN": "产线", "en": "Line" }, "multiple": true, "select": "leaf",
        "options": [ { "id": "east", "label": { "zh-CN": "东厂", "en": "East" }, "children": [ { "id": "east_1", "label": { "zh-CN": "一线", "en": "Line 1" } }, { "id": "east_2", "label": { "zh-CN": "二线", "en": "Line 2" } } ] } ] }"#,
    ),
};

definition::settings! {
    /// Settings of a choice in a tree.
    pub struct TreeChoiceSettings {
        options: Vec<Choice> = Vec::new(), ("选项树", "Tree"), ("只属于这个字段的选项树", "The tree, if it belongs to this field alone");
        dictionary: Option<DictionaryId> = None, ("字典", "Dictionary"), ("选项树来自哪个字典", "The dictionary that holds the tree");
        select: Levels = Levels::Any, ("可选级别", "Levels"), ("可以选到哪一级", "Which nodes may be chosen");
        multiple: bool = false, ("可多选", "Several"), ("可以选择多个", "Whether several can be chosen");
        unfolded: bool = false, ("默认展开", "Unfolded"), ("打开时展开全部级别", "Whether all levels are open at once");
        max: Option<u32> = None, ("最多选几项", "Most"), ("可多选时最多几项", "At most so many, if several can be chosen");
    }
}

fn prepare(field: &Field, environment: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: TreeChoiceSettings = settings::read(field, findings)?;
    check::only_for_several(settings.multiple, settings.max.is_some(), "/max", findings);
    let options = options_of(&settings.options, settings.dictionary.as_ref(), environment, findings)?;
    if !settings.multiple {
        return Some(offered::one(options, settings.select));
    }
    Some(Arc::new(SomeOf { levels: settings.select, ..SomeOf::of(options, None, settings.max) }))
}
