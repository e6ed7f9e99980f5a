//! 同意

use super::{check, settings};
#[cfg(not(target_family = "wasm"))]
use crate::shape::{Shape, Spelling};
use crate::words::{example, pair};
use crate::{Behaviour, Control, FieldFault, Findings, FormEnvironment, Group, ValueContext, code};
use definition::Field;
use std::sync::Arc;
use value::{Label, Value, ValueType};

/// The kind.
pub static CONTROL: Control = Control {
    kind: "consent",
    label: pair("同意", "Consent"),
    help: pair(
        "勾选表示同意，可以带一个条款链接；不同意就不能提交",
        "A box to agree with, with a link to the terms; without it nothing is submitted",
    ),
    group: Group::Choice,
    icon: "check_square",
    schema: settings::schema::<Consent>,
    prepare,
    example: example(
        r#"{ "id": "agreed", "kind": "consent", "label": { "zh-CN": "隐私", "en": "Privacy" }, "required": true,
        "text": { "zh-CN": "我同意处理我填写的信息", "en": "I agree that my data are processed" }, "link": "https://example.com/privacy", "link_text": { "zh-CN": "隐私说明", "en": "Privacy notice" } }"#,
    ),
};

definition::settings! {
    /// Settings of a consent.
    pub struct Consent {
        text: Option<Label> = None, ("文字", "Text"), ("勾选框旁边的文字；不填则用字段名称", "The words beside the box; the name of the field when left out");
        link: Option<String> = None, ("链接", "Link"), ("条款的网址：https://… 或以 / 开头的本站路径", "Where the terms stand: https://… or a path of this site that begins with /");
        link_text: Option<Label> = None, ("链接文字", "Words of the link"), ("链接显示的文字", "The words of the link");
        must_agree: bool = true, ("必须同意", "Must agree"), ("勾掉就不能提交", "Whether nothing can be submitted without it");
    }
}

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: Consent = settings::read(field, findings)?;
    if let Some(link) = settings.link.as_deref().filter(|link| !is_link(link)) {
        let message = told!(format!("「{link}」不是可用的网址"), format!("`{link}` is not an address that can be used"));
        findings.error("MC0103", "/link", message).hint = Some(told!("以 https://、http:// 或 / 开头", "begin with https://, http:// or /"));
    }
    Some(Arc::new(settings))
}

/// Whether a text is an address of the web or a path of this site.
pub(super) fn is_link(link: &str) -> bool {
    let here = link.starts_with('/') && !link.starts_with("//") && !link.contains('\\');
    let there = link.strip_prefix("https://").or_else(|| link.strip_prefix("http://"));
    let whole = !link.chars().any(|c| c.is_whitespace() || c.is_control());
    whole && (here || there.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/')))
}

impl Behaviour for Consent {
    fn value_type(&self) -> ValueType {
        ValueType::Bool
    }

    #[cfg(not(target_family = "wasm"))]
    fn shape(&self, spelling: Spelling) -> Shape {
        let shape = Shape::of_type(&ValueType::Bool, &crate::Options::default(), spelling);
        if self.must_agree && spelling.is_sent() { shape.with("enum", vec![true]) } else { shape }
    }

    fn check(&self, value: &Value, _: &ValueContext<'_>, faults: &mut Vec<FieldFault>) {
        if self.must_agree && *value == Value::Bool(false) {
            check::fault(faults, code::NOT_AGREED, "请先同意", "please agree first");
        }
    }
}
