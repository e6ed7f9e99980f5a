//! 序列号扫描

use super::codes::{self, CodeFormat};
use super::settings;
#[cfg(not(target_family = "wasm"))]
use crate::shape::{Shape, Spelling};
use crate::words::{example, pair};
use crate::{Behaviour, Control, FieldFault, Findings, FormEnvironment, Group, Special, ValueContext};
use definition::Field;
use indexmap::IndexMap;
use std::sync::Arc;
use value::{FieldId, FormId, Value, ValueType};

/// The kind.
pub static CONTROL: Control = Control {
    kind: "serial",
    label: pair("序列号扫描", "Serial number"),
    help: pair(
        "扫描或输入序列号，查出档案并带出内容，并提示同号记录有几条",
        "Scanned or typed; finds the record of the thing, fills in from it, and tells how many records have the same number",
    ),
    group: Group::Relation,
    icon: "serial",
    schema: settings::schema::<SerialSettings>,
    prepare,
    example: example(
        r#"{ "id": "serial", "kind": "serial", "label": { "zh-CN": "序列号", "en": "Serial number" }, "formats": ["code_128", "qr", "data_matrix"] }"#,
    ),
};

definition::settings! {
    /// Settings of a serial number.
    pub struct SerialSettings {
        formats: Vec<CodeFormat> = Vec::new(), ("码制", "Kinds of code"), ("接受哪些码；不选则都接受", "Which codes are taken, all if none is named");
        manual: bool = true, ("可手工输入", "Typing"), ("可以手工输入；关闭后仍可用扫码枪", "People may type it; a hand scanner works in any case");
        form: Option<FormId> = None, ("档案表单", "Form"), ("在哪张表单里查这个序列号", "The form in which the number is looked up");
        find_by: Option<FieldId> = None, ("匹配字段", "Found by"), ("档案里存序列号的字段", "The field of that form that holds the number");
        fill: IndexMap<FieldId, FieldId> = IndexMap::new(), ("带出字段", "Fills in"), ("查到后填到本表的字段；_id 填入关联字段", "What is filled in when it is found: a field of this form and the field of the found record; `_id` fills a relation");
        count_same: bool = true, ("提示同号记录", "Same number"), ("提示本表已有几条同号记录（按填写人能看到的计）；只是提示，不阻止提交", "Tells how many records of this form have the same number, as far as the person may see them; a hint, nothing is refused");
    }
}

fn prepare(field: &Field, environment: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: SerialSettings = settings::read(field, findings)?;
    // In the browser the other form need not be there: the server has checked what is said of it.
    if crate::words::IN_WORDS {
        check_look_up(&settings, environment, findings);
    }
    Some(Arc::new(settings))
}

fn check_look_up(settings: &SerialSettings, environment: &FormEnvironment<'_>, findings: &mut Findings) {
    let (form, find_by) = match (&settings.form, &settings.find_by) {
        (Some(form), Some(find_by)) => (form, find_by),
        (None, None) if settings.fill.is_empty() => return,
        (None, _) => {
            findings.error("MC0104", "/form", told!("没有说在哪张表单里查", "it does not say in which form to look"));
            return;
        }
        (Some(_), None) => {
            findings.error("MC0104", "/find_by", told!("没有说按哪个字段查", "it does not say by which field to look"));
            return;
        }
    };
    let Some(target) = environment.forms.get(form) else {
        findings.error("MC0108", "/form", told!(format!("没有表单「{form}」"), format!("there is no form `{form}`")));
        return;
    };
    let named = std::iter::once(("/find_by".to_owned(), find_by)).chain(settings.fill.iter().map(|(to, from)| (format!("/fill/{to}"), from)));
    for (place, id) in named {
        if id.as_str() != "_id" && !target.fields.iter().any(|field| field.id == *id) {
            let meant = definition::suggest::nearest(id.as_str(), target.fields.iter().map(|field| field.id.as_str()));
            let message = told!(format!("表单「{form}」没有字段「{id}」"), format!("the form `{form}` has no field `{id}`"));
            findings.error("MC0109", &place, message).hint =
                meant.map(|meant| told!(format!("你是否想用「{meant}」？"), format!("did you mean `{meant}`?")));
        }
    }
}

impl Behaviour for SerialSettings {
    fn value_type(&self) -> ValueType {
        ValueType::Text
    }

    #[cfg(not(target_family = "wasm"))]
    fn shape(&self, spelling: Spelling) -> Shape {
        codes::shape(&self.formats, spelling)
    }

    fn normalise(&self, value: Value) -> Value {
        codes::normalise(value)
    }

    fn check(&self, value: &Value, _: &ValueContext<'_>, faults: &mut Vec<FieldFault>) {
        if let Value::Text(text) = value {
            codes::check(text, &self.formats, faults);
        }
    }

    fn special(&self) -> Special<'_> {
        Special::Fill(&self.fill)
    }
}
