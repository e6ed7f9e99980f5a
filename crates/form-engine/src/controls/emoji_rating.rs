//! 表情评分

use super::{check, settings};
#[cfg(not(target_family = "wasm"))]
use crate::shape::{Shape, Spelling};
use crate::words::{example, pair};
use crate::{Behaviour, Control, FieldFault, Findings, FormEnvironment, Group, ValueContext};
use definition::Field;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use std::sync::Arc;
use value::{Label, Locale, ShowContext, Value, ValueType};

/// The kind.
pub static CONTROL: Control = Control {
    kind: "emoji_rating",
    label: pair("表情评分", "Faces"),
    help: pair("从生气到开心点一个表情，存为 1 到 5", "One of a few faces from angry to glad, kept as 1 to 5"),
    group: Group::Number,
    icon: "smile",
    schema: settings::schema::<EmojiRatingSettings>,
    prepare,
    example: example(r#"{ "id": "mood", "kind": "emoji_rating", "label": { "zh-CN": "您的感受", "en": "How do you feel" }, "faces": 3 }"#),
};

definition::settings! {
    /// Settings of a rating by faces.
    pub struct EmojiRatingSettings {
        faces: u32 = 5, ("表情数", "Faces"), ("有几个表情，2 到 5", "The number of faces, 2 to 5"), 2..=5;
        texts: Vec<Label> = Vec::new(), ("各表情的文字", "Texts"), ("从最差到最好，每个表情一段文字；不填用「很不满意」到「很满意」", "From the worst to the best, a text for each face; from very unhappy to very happy when left out");
    }
}

/// What five faces say; fewer take some of them.
const TEXTS: [(&str, &str); 5] =
    [("很不满意", "Very unhappy"), ("不满意", "Unhappy"), ("一般", "Neither"), ("满意", "Happy"), ("很满意", "Very happy")];

/// Which of the five faces are shown.
fn shown(faces: u32) -> &'static [usize] {
    match faces {
        2 => &[1, 3],
        3 => &[1, 2, 3],
        4 => &[0, 1, 3, 4],
        _ => &[0, 1, 2, 3, 4],
    }
}

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: EmojiRatingSettings = settings::read(field, findings)?;
    let given = settings.texts.len();
    if given > 0 && u32::try_from(given) != Ok(settings.faces) {
        let faces = settings.faces;
        let message = told!(format!("有 {faces} 个表情，却有 {given} 段文字"), format!("there are {faces} faces, but {given} texts"));
        findings.error("MC0105", "/texts", message);
    }
    Some(Arc::new(settings))
}

impl Behaviour for EmojiRatingSettings {
    fn value_type(&self) -> ValueType {
        ValueType::Number { scale: 0 }
    }

    #[cfg(not(target_family = "wasm"))]
    fn shape(&self, spelling: Spelling) -> Shape {
        Shape::number(0, (Some(Decimal::ONE), Some(self.faces.into())), spelling)
    }

    fn check(&self, value: &Value, _: &ValueContext<'_>, faults: &mut Vec<FieldFault>) {
        if let Value::Number(number) = value {
            check::number(*number, Some(Decimal::ONE), Some(self.faces.into()), faults);
        }
    }

    fn write(&self, value: &Value, context: &ShowContext<'_>) -> Option<String> {
        let Value::Number(number) = value else { return None };
        let at = number.to_usize()?.checked_sub(1)?;
        if let Some(text) = self.texts.get(at) {
            return Some(text.get(context.locale).to_owned());
        }
        let (zh, en) = TEXTS.get(*shown(self.faces).get(at)?)?;
        Some(if context.locale == Locale::ZhCn { *zh } else { *en }.to_owned())
    }
}
