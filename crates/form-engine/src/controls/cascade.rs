//! 级联

use super::choice::options_of;
use super::{check, settings};
use crate::words::{example, pair};
use crate::{Behaviour, Control, FieldFault, Findings, FormEnvironment, Group, Options, ValueContext, code};
use definition::{Choice, Field};
use std::sync::Arc;
use value::{DictionaryId, Value, ValueType};

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
        select: CascadeSelect = CascadeSelect::Leaf, ("可选级别", "Levels"), ("可以选到哪一级", "Which nodes may be chosen");
    }
}

definition::choices! {
    /// Which nodes of a tree may be chosen.
    pub enum CascadeSelect {
        Leaf = "leaf", ("只能选最后一级", "Only those with nothing below them");
        Any = "any", ("任意一级", "Nodes of every level");
    }
}

#[derive(Debug)]
struct Cascade {
    select: CascadeSelect,
    options: Options,
}

fn prepare(field: &Field, environment: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: CascadeSettings = settings::read(field, findings)?;
    let options = options_of(&settings.options, settings.dictionary.as_ref(), environment, findings)?;
    Some(Arc::new(Cascade { select: settings.select, options }))
}

impl Behaviour for Cascade {
    fn value_type(&self) -> ValueType {
        ValueType::Choice
    }

    fn options(&self) -> Options {
        self.options.clone()
    }

    fn check(&self, value: &Value, context: &ValueContext<'_>, faults: &mut Vec<FieldFault>) {
        let Value::Choice(id) = value else { return };
        check::option(id, context, faults);
        let inner = context.options.get(id.as_str()).is_some_and(|option| !option.leaf);
        if inner && self.select == CascadeSelect::Leaf && context.stored != value {
            check::fault(faults, code::NOT_A_LEAF, "请选到最后一级", "choose down to the last level");
        }
    }
}
