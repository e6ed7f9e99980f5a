//! 按钮

use super::{relation, settings, shown};
use crate::words::{example, pair};
use crate::{Behaviour, Control, Findings, FormEnvironment, Group};
use definition::Field;
use indexmap::IndexMap;
use std::sync::Arc;
use value::{FieldId, FormId, Label};

/// The kind.
pub static CONTROL: Control = Control {
    kind: "button",
    label: pair("按钮", "Button"),
    help: pair(
        "打开一个网址（可带本记录的值），或新建另一张表单的记录并带上值；不改动本记录",
        "Opens an address, with values of the record if wished, or begins a record of another form with values of this one; it changes nothing here",
    ),
    group: Group::Automatic,
    icon: "button",
    schema: settings::schema::<ButtonSettings>,
    prepare,
    example: example(
        r#"{ "id": "track", "kind": "button", "label": { "zh-CN": "查物流", "en": "Track" }, "action": "link", "link": "https://example.com/track?no={_id}" }"#,
    ),
};

definition::settings! {
    /// Settings of a button.
    pub struct ButtonSettings {
        action: ButtonAction = ButtonAction::Link, ("动作", "Action"), ("按下后做什么", "What happens");
        text: Option<Label> = None, ("文字", "Text"), ("按钮上的文字；不填则用字段名称", "The words on the button; the name of the field when left out");
        link: String = String::new(), ("网址", "Address"), ("https://…、http://… 或本站路径；{字段} 会换成它的值", "https://…, http://… or a path of this site; {field} becomes its value");
        form: Option<FormId> = None, ("表单", "Form"), ("新建哪张表单的记录", "The form of the new record");
        fill: IndexMap<FieldId, FieldId> = IndexMap::new(), ("带上的值", "Values"), ("新记录的字段取本记录的哪个字段：{新记录字段: 本表字段}", "Fields of the new record and the fields of this one whose values they take: {there: here}");
    }
}

definition::choices! {
    /// What a button does.
    pub enum ButtonAction {
        Link = "link", ("打开网址", "Opens an address");
        Create = "create", ("新建记录", "Begins a record");
    }
}

fn prepare(field: &Field, environment: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: ButtonSettings = settings::read(field, findings)?;
    let before = findings.len();
    match settings.action {
        ButtonAction::Link => check_link(&settings, findings),
        ButtonAction::Create => check_form(&settings, environment, findings),
    }
    (findings.len() == before).then(shown::nothing)
}

fn check_link(settings: &ButtonSettings, findings: &mut Findings) {
    // The host is never a value: nobody is led elsewhere by what somebody typed.
    let host = settings.link.split_once("://").map_or("", |(_, rest)| rest.split(['/', '?', '#']).next().unwrap_or_default());
    if !super::consent::is_link(&settings.link) || host.contains(['{', '}']) {
        findings.error("MC0103", "/link", told!("不是可用的网址", "this is not an address that can be used")).hint =
            Some(told!("以 https://、http:// 或 / 开头，域名里不能有 {字段}", "begin with https://, http:// or /, and put no {field} into the host"));
    }
    if settings.form.is_some() || !settings.fill.is_empty() {
        let key = if settings.form.is_some() { "/form" } else { "/fill" };
        findings.error("MC0105", key, told!("只有新建记录时才用", "it is for a button that begins a record"));
    }
}

fn check_form(settings: &ButtonSettings, environment: &FormEnvironment<'_>, findings: &mut Findings) {
    let Some(id) = &settings.form else { return relation::no_form(findings) };
    let Some(form) = relation::target_form(id, environment, findings) else { return };
    for there in settings.fill.keys().filter(|there| !relation::is_field_of(form, there)) {
        relation::unknown_field(form, there, &format!("/fill/{there}"), findings);
    }
    if !settings.link.is_empty() {
        findings.error("MC0105", "/link", told!("只有打开网址时才用", "it is for a button that opens an address"));
    }
}
