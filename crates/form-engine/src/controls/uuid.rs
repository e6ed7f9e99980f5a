//! UUID

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
    kind: "uuid",
    label: pair("UUID", "UUID"),
    help: pair("与其他系统对接用的全球唯一标识，可以一点生成", "A key by which other systems know the record; a click makes one"),
    group: Group::Text,
    icon: "key",
    schema: settings::schema::<UuidSettings>,
    prepare,
    example: example(r#"{ "id": "key", "kind": "uuid", "label": { "zh-CN": "对接标识", "en": "Key" }, "version": "v7", "unique": true }"#),
};

definition::settings! {
    /// Settings of a UUID.
    pub struct UuidSettings {
        version: UuidVersion = UuidVersion::Any, ("版本", "Version"), ("只接受哪个版本", "The version that is taken");
    }
}

definition::choices! {
    /// The version of a UUID.
    pub enum UuidVersion {
        Any = "any", ("任意版本", "Any");
        V4 = "v4", ("版本 4：随机", "Version 4: random");
        V7 = "v7", ("版本 7：按时间排序", "Version 7: in the order of time");
    }
}

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: UuidSettings = settings::read(field, findings)?;
    Some(Arc::new(settings))
}

impl Behaviour for UuidSettings {
    fn value_type(&self) -> ValueType {
        ValueType::Text
    }

    #[cfg(not(target_family = "wasm"))]
    fn shape(&self, spelling: Spelling) -> Shape {
        let version = match self.version {
            UuidVersion::Any => "[0-9a-f]",
            UuidVersion::V4 => "4",
            UuidVersion::V7 => "7",
        };
        Shape::matching(&format!("^[0-9a-f]{{8}}-[0-9a-f]{{4}}-{version}[0-9a-f]{{3}}-[0-9a-f]{{4}}-[0-9a-f]{{12}}$"), spelling)
    }

    fn normalise(&self, value: Value) -> Value {
        match value {
            Value::Text(text) => line::text_or_blank(&spelled(&text)),
            other => other,
        }
    }

    fn check(&self, value: &Value, _: &ValueContext<'_>, faults: &mut Vec<FieldFault>) {
        let Value::Text(text) = value else { return };
        let wanted = match self.version {
            UuidVersion::Any => None,
            UuidVersion::V4 => Some(4),
            UuidVersion::V7 => Some(7),
        };
        if !is_uuid(text) {
            check::fault(faults, code::PATTERN, "请填写 UUID：32 个十六进制字符", "enter a UUID: 32 hexadecimal signs");
        } else if let Some(version) = wanted.filter(|version| text.chars().nth(14).and_then(|sign| sign.to_digit(16)) != Some(*version)) {
            check::fault(faults, code::PATTERN, format!("只接受版本 {version} 的 UUID"), format!("only UUIDs of version {version} are taken"));
        }
    }
}

/// Small letters in groups of 8, 4, 4, 4, 12, however it was spelled.
fn spelled(text: &str) -> String {
    let bare: String = text.trim().trim_start_matches("urn:uuid:").chars().filter(|c| !matches!(c, '{' | '}' | '-')).collect();
    if bare.len() != 32 || !bare.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return text.to_owned();
    }
    let mut spelled = String::new();
    for (index, sign) in bare.to_ascii_lowercase().chars().enumerate() {
        if matches!(index, 8 | 12 | 16 | 20) {
            spelled.push('-');
        }
        spelled.push(sign);
    }
    spelled
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(index, byte)| if matches!(index, 8 | 13 | 18 | 23) { byte == b'-' } else { byte.is_ascii_hexdigit() })
}
