//! 开关

use super::settings;
use crate::words::{example, pair};
use crate::{Behaviour, Control, Findings, FormEnvironment, Group};
use definition::Field;
use std::sync::Arc;
use value::{Label, ValueType};

/// The kind.
pub static CONTROL: Control = Control {
    kind: "switch",
    label: pair("开关", "Switch"),
    help: pair("是或否；没有动过的开关为空", "Yes or no; a switch that nobody touched is blank"),
    group: Group::Choice,
    icon: "switch",
    schema: settings::schema::<SwitchSettings>,
    prepare,
    example: example(r#"{ "id": "urgent", "kind": "switch", "label": { "zh-CN": "加急", "en": "Urgent" }, "default": false }"#),
};

definition::settings! {
    /// Settings of a switch.
    pub struct SwitchSettings {
        on: Option<Label> = None, ("「是」的文字", "Word for yes"), ("打开时显示的文字", "The word for yes");
        off: Option<Label> = None, ("「否」的文字", "Word for no"), ("关闭时显示的文字", "The word for no");
    }
}

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: SwitchSettings = settings::read(field, findings)?;
    Some(Arc::new(settings))
}

impl Behaviour for SwitchSettings {
    fn value_type(&self) -> ValueType {
        ValueType::Bool
    }
}
