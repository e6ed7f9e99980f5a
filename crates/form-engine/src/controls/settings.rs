//! Reading the settings of a field: every unknown key and every wrong value is reported at its own place.

use crate::Findings;
use definition::Field;
use definition::settings::{SettingFault, SettingFaultKind, SettingTable};
use schemars::Schema;
use value::{Label, Locale};

/// Reads settings. None when a key is unknown or a value is wrong.
pub(crate) fn read<S: SettingTable>(field: &Field, findings: &mut Findings) -> Option<S> {
    let mut faults = Vec::new();
    let settings = definition::settings::read(&field.settings, &mut faults);
    faults.iter().for_each(|fault| report(field, fault, findings));
    settings
}

/// The JSON Schema of settings.
#[cfg(not(target_family = "wasm"))]
pub(crate) fn schema<S: SettingTable>() -> Schema {
    definition::settings::schema::<S>()
}

/// In the browser the schemas come from the server: making them there would cost a fifth of the engine's size.
#[cfg(target_family = "wasm")]
pub(crate) fn schema<S: SettingTable>() -> Schema {
    Schema::default()
}

fn report(field: &Field, fault: &SettingFault, findings: &mut Findings) {
    let (key, kind) = (&fault.key, &field.kind);
    let (code, message, hint) = match &fault.kind {
        SettingFaultKind::Unknown { meant, keys } => {
            let message = told!(format!("控件「{kind}」没有设置项「{key}」"), format!("a control of kind `{kind}` has no setting `{key}`"));
            ("MC0102", message, unknown_hint(meant.as_deref(), keys))
        }
        SettingFaultKind::Type(misread) => {
            let (zh, en) = &misread.expected;
            ("MC0103", wrong(field, key), told!(format!("应为{zh}"), format!("expected: {en}")))
        }
        SettingFaultKind::Range { least, most } => {
            ("MC0103", wrong(field, key), told!(format!("只能是 {least} 到 {most}"), format!("it is {least} to {most}")))
        }
    };
    findings.error(code, &format!("/{}", escape(key)), message).hint = Some(hint);
}

fn wrong(field: &Field, key: &str) -> Label {
    told!(
        format!("「{}」的设置项「{key}」填写有误", field.label.get(Locale::ZhCn)),
        format!("the setting `{key}` of `{}` is wrong", field.label.get(Locale::En)),
    )
}

fn unknown_hint(meant: Option<&str>, keys: &[&str]) -> Label {
    const COMMON: [&str; 11] = ["id", "kind", "label", "help", "placeholder", "required", "readonly", "unique", "personal", "default", "when_hidden"];
    match meant {
        Some(meant) => told!(format!("你是否想用「{meant}」？"), format!("did you mean `{meant}`?")),
        None if keys.is_empty() => {
            told!(format!("它只有通用设置项：{}", COMMON.join("、")), format!("it has the common settings only: {}", COMMON.join(", ")))
        }
        None => told!(format!("可用的设置项：{}", keys.join("、")), format!("it can be set: {}", keys.join(", "))),
    }
}

/// A key as a step of a JSON Pointer.
pub(crate) fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}
