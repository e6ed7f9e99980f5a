//! 掩码输入

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
    kind: "masked_text",
    label: pair("掩码输入", "Input mask"),
    help: pair("按固定格式填写，分隔符自动补上", "A text of a fixed shape; what stands between is filled in by itself"),
    group: Group::Text,
    icon: "mask",
    schema: settings::schema::<MaskedTextSettings>,
    prepare,
    example: example(r#"{ "id": "batch", "kind": "masked_text", "label": { "zh-CN": "批号", "en": "Batch" }, "mask": "AA-0000" }"#),
};

definition::settings! {
    /// Settings of a text with a mask.
    pub struct MaskedTextSettings {
        mask: String = String::new(), ("格式", "Mask"), ("0 是一位数字，A 是一个字母（自动大写），* 是数字或字母，其余原样；\\0 表示字符 0 本身", "0 is a digit, A a letter (made capital), * a digit or letter; all else stands as it is; \\0 is the sign 0 itself");
    }
}

#[derive(Debug)]
struct Masked {
    mask: String,
    slots: Vec<Slot>,
}

/// One place of a mask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Slot {
    Digit,
    Letter,
    Either,
    Sign(char),
}

const LONGEST: usize = 60;

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: MaskedTextSettings = settings::read(field, findings)?;
    let slots = slots_of(&settings.mask);
    if !slots.iter().any(|slot| !matches!(slot, Slot::Sign(_))) || slots.len() > LONGEST {
        let message = told!("格式里要有 0、A 或 *，最多 60 位", "a mask has a 0, A or * and at most 60 places");
        findings.error("MC0103", "/mask", message).hint = Some(told!("例如 AA-0000", "such as AA-0000"));
        return None;
    }
    Some(Arc::new(Masked { mask: settings.mask, slots }))
}

fn slots_of(mask: &str) -> Vec<Slot> {
    let mut signs = mask.chars();
    let mut slots = Vec::new();
    while let Some(sign) = signs.next() {
        slots.push(match sign {
            '0' => Slot::Digit,
            'A' => Slot::Letter,
            '*' => Slot::Either,
            '\\' => Slot::Sign(signs.next().unwrap_or('\\')),
            other => Slot::Sign(other),
        });
    }
    slots
}

impl Slot {
    fn takes(self, sign: char) -> Option<char> {
        match self {
            Slot::Digit => sign.is_ascii_digit().then_some(sign),
            Slot::Letter => sign.is_ascii_alphabetic().then(|| sign.to_ascii_uppercase()),
            Slot::Either => sign.is_ascii_alphanumeric().then_some(sign),
            Slot::Sign(own) => (own == sign).then_some(own),
        }
    }
}

/// The text with all signs of the mask in their places; none when it does not fit.
fn fill(slots: &[Slot], text: &str) -> Option<String> {
    let mut signs = text.trim().chars().peekable();
    let mut filled = String::new();
    for slot in slots {
        match slot {
            Slot::Sign(own) => {
                // Spelled out or left out: both mean the same.
                _ = signs.next_if_eq(own);
                filled.push(*own);
            }
            slot => filled.push(slot.takes(signs.next()?)?),
        }
    }
    signs.next().is_none().then_some(filled)
}

impl Behaviour for Masked {
    fn value_type(&self) -> ValueType {
        ValueType::Text
    }

    #[cfg(not(target_family = "wasm"))]
    fn shape(&self, spelling: Spelling) -> Shape {
        let sign = |slot: &Slot| match slot {
            Slot::Digit => "[0-9]".to_owned(),
            Slot::Letter => "[A-Z]".to_owned(),
            Slot::Either => "[0-9A-Za-z]".to_owned(),
            Slot::Sign(own) => crate::shape::escaped(&own.to_string()),
        };
        Shape::matching(&format!("^{}$", self.slots.iter().map(sign).collect::<String>()), spelling)
    }

    fn normalise(&self, value: Value) -> Value {
        match value {
            Value::Text(text) => {
                let text = line::half_width(&text);
                fill(&self.slots, &text).map_or_else(|| line::text_or_blank(&text), Value::Text)
            }
            other => other,
        }
    }

    fn check(&self, value: &Value, _: &ValueContext<'_>, faults: &mut Vec<FieldFault>) {
        let Value::Text(text) = value else { return };
        if fill(&self.slots, text).is_none() {
            let mask = &self.mask;
            check::fault(
                faults,
                code::PATTERN,
                format!("格式应为 {mask}（0 是数字，A 是字母，* 是数字或字母）"),
                format!("it looks like {mask} (0 is a digit, A a letter, * either)"),
            );
        }
    }
}
