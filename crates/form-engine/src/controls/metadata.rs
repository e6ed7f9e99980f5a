//! 元数据

use super::{check, settings};
#[cfg(not(target_family = "wasm"))]
use crate::shape::{Shape, Spelling};
use crate::words::{example, pair};
use crate::{Behaviour, Control, FieldFault, Findings, FormEnvironment, Group, ValueContext};
use definition::Field;
use std::sync::Arc;
use value::{Value, ValueType};

/// The kind.
pub static CONTROL: Control = Control {
    kind: "metadata",
    label: pair("隐藏/元数据", "Hidden value"),
    help: pair(
        "打开表单时由浏览器填上：网址参数（如渠道）、来源网页、语言、时区、设备；填写的人看不到，也可以伪造，不要据此授权",
        "The browser puts it in when the form opens: a parameter of the address such as a channel, the page before, language, zone, device. It is not shown and can be forged: grant nothing by it",
    ),
    group: Group::Automatic,
    icon: "hidden",
    schema: settings::schema::<MetadataSettings>,
    prepare,
    example: example(
        r#"{ "id": "channel", "kind": "metadata", "label": { "zh-CN": "渠道", "en": "Channel" }, "source": "parameter", "parameter": "channel" }"#,
    ),
};

definition::settings! {
    /// Settings of a hidden value.
    pub struct MetadataSettings {
        source: MetadataSource = MetadataSource::Parameter, ("来自", "From"), ("从哪里得到这个值", "Where the value comes from");
        parameter: String = String::new(), ("参数名", "Parameter"), ("网址里参数的名称：…?channel=app", "The name of the parameter in the address: …?channel=app");
        shown: bool = false, ("填写时可见", "Shown"), ("填写时显示出来，但不能修改", "Whether it is shown while somebody fills in, though not to be changed");
    }
}

definition::choices! {
    /// Where a hidden value comes from.
    pub enum MetadataSource {
        Parameter = "parameter", ("网址参数", "A parameter of the address");
        Referrer = "referrer", ("来源网页", "The page before");
        Language = "language", ("浏览器语言", "The language of the browser");
        Zone = "zone", ("浏览器时区", "The time zone of the browser");
        Device = "device", ("设备类型", "The kind of device");
    }
}

/// The longest value.
const LONGEST: u32 = 500;

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: MetadataSettings = settings::read(field, findings)?;
    let wants = settings.source == MetadataSource::Parameter;
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    if wants && (settings.parameter.is_empty() || !settings.parameter.chars().all(plain)) {
        let message = told!("参数名应为字母、数字、_、-、.", "a parameter is named by letters, digits, _, - and .");
        findings.error("MC0104", "/parameter", message);
    }
    if !wants && !settings.parameter.is_empty() {
        findings.error("MC0105", "/parameter", told!("只有来自网址参数时才有参数名", "only a value from a parameter has a name of it"));
    }
    Some(Arc::new(settings))
}

impl Behaviour for MetadataSettings {
    fn value_type(&self) -> ValueType {
        ValueType::Text
    }

    #[cfg(not(target_family = "wasm"))]
    fn shape(&self, spelling: Spelling) -> Shape {
        Shape::text((None, Some(LONGEST)), spelling)
    }

    fn check(&self, value: &Value, _: &ValueContext<'_>, faults: &mut Vec<FieldFault>) {
        if let Value::Text(text) = value {
            check::length(text, None, Some(LONGEST), faults);
        }
    }
}
