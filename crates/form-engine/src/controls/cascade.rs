//! 级联

use super::choice::options_of;
use super::{check, settings};
use crate::words::{example, pair};
use crate::{Behaviour, Control, FieldFault, Findings, FormEnvironment, Group, Options, ValueContext, code};
use definition::{Choice, Field};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
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

/// Settings of a cascade: its own tree or a dictionary.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CascadeSettings {
    /// The tree, if it belongs to this field alone.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<Choice>,
    /// The dictionary that holds the tree.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dictionary: Option<DictionaryId>,
    /// Which nodes may be chosen.
    pub select: CascadeSelect,
}

/// Which nodes of a tree may be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CascadeSelect {
    /// Only those with nothing below them.
    #[default]
    Leaf,
    /// Nodes of every level.
    Any,
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
