//! 级联

use super::offered::{self, Levels, options_of};
use super::settings;
use crate::words::{example, pair};
use crate::{Behaviour, Control, Findings, FormEnvironment, Group};
use definition::{Choice, Field};
use std::sync::Arc;
use value::DictionaryId;

/// The kind.
pub static CONTROL: Control = Control {
    kind: "cascade",
    label: pair("级联选择", "Cascade"),
    help: pair("在一棵树里逐级选到一项：分类、地区", "One node of a tree, level by level: categories, regions"),
    group: Group::Choice,
    icon: "tree",
    schema: settings::schema::<CascadeSettings>,
    prepare,
    example: example(
        r#"{ "id": "category", "kind": "cascade", "label": { "zh-CN": "分类", "en": "Category" },
        "options": [ { "id": "device", "label": "设备", "children": [ { "id": "printer", "label": "打印机" }, { "id": "screen", "label": "屏幕" } ] } ] }"#,
    ),
};

definition::settings! {
    /// Settings of a cascade: its own tree or a dictionary.
    pub struct CascadeSettings {
        options: Vec<Choice> = Vec::new(), ("选项树", "Tree"), ("只属于这个字段的选项树", "The tree, if it belongs to this field alone");
        dictionary: Option<DictionaryId> = None, ("字典", "Dictionary"), ("选项树来自哪个字典", "The dictionary that holds the tree");
        select: Levels = Levels::Leaf, ("可选级别", "Levels"), ("可以选到哪一级", "Which nodes may be chosen");
    }
}

fn prepare(field: &Field, environment: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: CascadeSettings = settings::read(field, findings)?;
    let options = options_of(&settings.options, settings.dictionary.as_ref(), environment, findings)?;
    Some(offered::one(options, settings.select))
}
