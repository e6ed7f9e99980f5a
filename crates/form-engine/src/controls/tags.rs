//! 标签

use super::{check, line, settings};
#[cfg(not(target_family = "wasm"))]
use crate::shape::{Shape, Spelling};
use crate::words::{example, pair};
use crate::{Behaviour, Control, FieldFault, Findings, FormEnvironment, Group, ValueContext, code};
use definition::Field;
use std::sync::Arc;
use value::{Value, ValueType};

/// The kind.
pub static CONTROL: Control = Control {
    kind: "tags",
    label: pair("标签", "Tags"),
    help: pair("几个短词，可以从建议中选，也可以自己写", "A few short words, chosen from what is offered or written freely"),
    group: Group::Text,
    icon: "tag",
    schema: settings::schema::<TagsSettings>,
    prepare,
    example: example(r#"{ "id": "tags", "kind": "tags", "label": { "zh-CN": "标签", "en": "Tags" }, "offered": ["易碎", "加急"], "max": 5 }"#),
};

definition::settings! {
    /// Settings of tags.
    pub struct TagsSettings {
        offered: Vec<String> = Vec::new(), ("建议的标签", "Offered tags"), ("供选择的标签", "The tags that are offered");
        only_offered: bool = false, ("只能选建议的", "Only those"), ("不允许自己写新标签", "Whether no other tags can be written");
        max: u32 = 20, ("最多几个", "Most"), ("最多几个标签", "At most so many"), 1..=100;
        max_length: u32 = 30, ("每个最多字数", "Most characters"), ("每个标签最多几个字", "The largest number of characters of one"), 1..=255;
    }
}

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: TagsSettings = settings::read(field, findings)?;
    if settings.only_offered && settings.offered.is_empty() {
        let message = told!("没有建议的标签，什么也选不了", "no tags are offered: nothing can be chosen");
        findings.error("MC0105", "/only_offered", message).hint = Some(told!("填写 offered", "give `offered`"));
    }
    Some(Arc::new(settings))
}

impl Behaviour for TagsSettings {
    fn value_type(&self) -> ValueType {
        ValueType::List(Box::new(ValueType::Text))
    }

    #[cfg(not(target_family = "wasm"))]
    fn shape(&self, spelling: Spelling) -> Shape {
        let tag = Shape::text((None, Some(self.max_length)), spelling);
        let tag = match spelling {
            Spelling::New if self.only_offered => tag.with("enum", self.offered.clone()),
            _ if self.only_offered => {
                tag.note_sent(spelling, "只能选建议的标签，已有的可以保留", "only tags that are offered; those that are there may stay")
            }
            _ => tag,
        };
        Shape::list(tag, (None, Some(self.max)), spelling)
    }

    /// Each tag once, in the order in which they were written.
    fn normalise(&self, value: Value) -> Value {
        let Value::List(items) = value else { return value };
        let mut kept: Vec<Value> = Vec::new();
        for item in items.into_iter().map(line::one_line) {
            if !item.is_blank() && !kept.contains(&item) {
                kept.push(item);
            }
        }
        if kept.is_empty() { Value::Blank } else { Value::List(kept) }
    }

    fn check(&self, value: &Value, context: &ValueContext<'_>, faults: &mut Vec<FieldFault>) {
        let Value::List(items) = value else { return };
        check::count(items.len(), None, Some(self.max), ("个标签", "tags"), faults);
        for item in items {
            let Value::Text(tag) = item else { continue };
            check::length(tag, None, Some(self.max_length), faults);
            let stays = matches!(context.stored, Value::List(stored) if stored.contains(item));
            if self.only_offered && !stays && !self.offered.contains(tag) {
                check::fault(faults, code::UNKNOWN_OPTION, format!("没有标签「{tag}」"), format!("there is no tag `{tag}`"));
            }
        }
    }
}
