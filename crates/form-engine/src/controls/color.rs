//! 颜色

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
    kind: "color",
    label: pair("颜色", "Colour"),
    help: pair("一个颜色，存为 #RRGGBB", "A colour, kept as #RRGGBB"),
    group: Group::Text,
    icon: "color",
    schema: settings::schema::<ColorSettings>,
    prepare,
    example: example(
        r##"{ "id": "shade", "kind": "color", "label": { "zh-CN": "外壳颜色", "en": "Colour of the case" }, "presets": ["#D0021B", "#F5A623"] }"##,
    ),
};

definition::settings! {
    /// Settings of a colour.
    pub struct ColorSettings {
        presets: Vec<String> = Vec::new(), ("预设颜色", "Presets"), ("一点就选的颜色：#D0021B", "Colours that one click chooses: #D0021B");
        only_presets: bool = false, ("只能选预设", "Only those"), ("不允许选其他颜色", "Whether no other colours can be chosen");
        alpha: bool = false, ("透明度", "Transparency"), ("可以选半透明的颜色，存为 #RRGGBBAA", "Whether colours can be transparent; they are kept as #RRGGBBAA");
    }
}

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let mut settings: ColorSettings = settings::read(field, findings)?;
    let alpha = settings.alpha;
    for (index, preset) in settings.presets.iter_mut().enumerate() {
        *preset = spelled(preset);
        if !is_color(preset, alpha) {
            let message = told!(format!("「{preset}」不是颜色"), format!("`{preset}` is no colour"));
            findings.error("MC0103", &format!("/presets/{index}"), message).hint = Some(told!("例如 #D0021B", "such as #D0021B"));
        }
    }
    if settings.only_presets && settings.presets.is_empty() {
        findings.error("MC0105", "/only_presets", told!("没有预设颜色，什么也选不了", "there are no presets: nothing can be chosen"));
    }
    Some(Arc::new(settings))
}

/// Capital hexadecimal signs after `#`; three signs mean six.
fn spelled(text: &str) -> String {
    let text = line::half_width(text);
    let bare = text.trim().trim_start_matches('#');
    let long: String = if bare.len() == 3 { bare.chars().flat_map(|sign| [sign, sign]).collect() } else { bare.to_owned() };
    format!("#{}", long.to_ascii_uppercase())
}

fn is_color(text: &str, alpha: bool) -> bool {
    let signs = text.strip_prefix('#').unwrap_or_default();
    (signs.len() == 6 || (alpha && signs.len() == 8)) && signs.bytes().all(|byte| byte.is_ascii_hexdigit())
}

impl Behaviour for ColorSettings {
    fn value_type(&self) -> ValueType {
        ValueType::Text
    }

    #[cfg(not(target_family = "wasm"))]
    fn shape(&self, spelling: Spelling) -> Shape {
        match spelling {
            Spelling::New if self.only_presets => Shape::text((None, None), spelling).with("enum", self.presets.clone()),
            _ => {
                let shape = Shape::matching(if self.alpha { "^#([0-9A-F]{6}|[0-9A-F]{8})$" } else { "^#[0-9A-F]{6}$" }, spelling);
                if self.only_presets { shape.note_sent(spelling, "只能选预设的颜色", "one of the colours that are offered") } else { shape }
            }
        }
    }

    fn normalise(&self, value: Value) -> Value {
        match value {
            Value::Text(text) if text.trim().is_empty() => Value::Blank,
            Value::Text(text) => {
                let spelled = spelled(&text);
                // What is no colour stays as it was written, so that the fault is about it.
                if is_color(&spelled, true) { Value::Text(spelled) } else { Value::Text(text) }
            }
            other => other,
        }
    }

    fn check(&self, value: &Value, context: &ValueContext<'_>, faults: &mut Vec<FieldFault>) {
        let Value::Text(text) = value else { return };
        if !is_color(text, self.alpha) {
            check::fault(faults, code::PATTERN, "请填写颜色，例如 #D0021B", "enter a colour such as #D0021B");
        } else if self.only_presets && context.stored != value && !self.presets.contains(text) {
            check::fault(faults, code::UNKNOWN_OPTION, "只能选预设的颜色", "only the colours that are offered can be chosen");
        }
    }
}
