//! 级联多选

use super::offered::{Levels, SomeOf, options_of};
use super::{check, settings};
use crate::words::{example, pair};
use crate::{Behaviour, Control, Findings, FormEnvironment, Group};
use definition::{Choice, Field};
use std::sync::Arc;
use value::DictionaryId;

/// The kind.
pub static CONTROL: Control = Control {
    kind: "cascade_multi",
    label: pair("级联多选", "Multiple cascade"),
    help: pair("在一棵树里逐级选到若干项", "Several nodes of a tree, level by level"),
    group: Group::Choice,
    icon: "tree_multi",
    schema: settings::schema::<CascadeMultiSettings>,
    prepare,
    example: example(
        r#"{ "id": "parts", "kind": "cascade_multi", "label": { "zh-CN": "部件", "en": "Parts" }, "max": 3,
        "options": [ { "id": "body", "label": { "zh-CN": "机身", "en": "Body" }, "children": [ { "id": "lid", "label": { "zh-CN": "盖", "en": "Lid" } }, { "id": "base", "label": { "zh-CN": "底座", "en": "Base" } } ] } ] }"#,
    ),
};

definition::settings! {
    /// Settings of a cascade of several options.
    pub struct CascadeMultiSettings {
        options: Vec<Choice> = Vec::new(), ("选项树", "Tree"), ("只属于这个字段的选项树", "The tree, if it belongs to this field alone");
        dictionary: Option<DictionaryId> = None, ("字典", "Dictionary"), ("选项树来自哪个字典", "The dictionary that holds the tree");
        select: Levels = Levels::Leaf, ("可选级别", "Levels"), ("可以选到哪一级", "Which nodes may be chosen");
        min: Option<u32> = None, ("最少选几项", "Fewest"), ("填写时至少选几项", "At least so many, if any");
        max: Option<u32> = None, ("最多选几项", "Most"), ("最多选几项", "At most so many");
    }
}

fn prepare(field: &Field, environment: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: CascadeMultiSettings = settings::read(field, findings)?;
    check::ordered(settings.min.as_ref(), settings.max.as_ref(), ("min", "max"), findings);
    let options = options_of(&settings.options, settings.dictionary.as_ref(), environment, findings)?;
    Some(Arc::new(SomeOf { levels: settings.select, ..SomeOf::of(options, settings.min, settings.max) }))
}
