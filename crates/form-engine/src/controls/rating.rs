//! 评分

use super::{check, settings};
#[cfg(not(target_family = "wasm"))]
use crate::shape::{Shape, Spelling};
use crate::words::{example, pair};
use crate::{Behaviour, Control, FieldFault, Findings, FormEnvironment, Group, ValueContext, code};
use definition::Field;
use rust_decimal::Decimal;
use std::sync::Arc;
use value::{Label, Value, ValueType};

/// The kind.
pub static CONTROL: Control = Control {
    kind: "rating",
    label: pair("评分", "Rating"),
    help: pair("点几颗星，可以有半颗", "A number of stars, halves among them if wished"),
    group: Group::Number,
    icon: "star",
    schema: settings::schema::<RatingSettings>,
    prepare,
    example: example(r#"{ "id": "score", "kind": "rating", "label": { "zh-CN": "满意度", "en": "Satisfaction" }, "max": 5 }"#),
};

definition::settings! {
    /// Settings of a rating.
    pub struct RatingSettings {
        max: u32 = 5, ("星数", "Stars"), ("最多几颗星，2 到 10", "The number of stars, 2 to 10"), 2..=10;
        half: bool = false, ("半星", "Half stars"), ("可以给半颗星", "Whether half a star can be given");
        sign: RatingSign = RatingSign::Star, ("图案", "Sign"), ("用什么图案", "The sign that is counted");
        texts: Vec<Label> = Vec::new(), ("各档文字", "Texts"), ("从一颗星起，每颗星一段文字，显示在星星后面", "A text for each number of stars from one on, shown behind them");
    }
}

definition::choices! {
    /// The sign of a rating.
    pub enum RatingSign {
        Star = "star", ("星", "Stars");
        Heart = "heart", ("心", "Hearts");
        Thumb = "thumb", ("拇指", "Thumbs");
    }
}

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: RatingSettings = settings::read(field, findings)?;
    let given = settings.texts.len();
    if given > 0 && u32::try_from(given) != Ok(settings.max) {
        let max = settings.max;
        findings.error("MC0105", "/texts", told!(format!("有 {max} 颗星，却有 {given} 段文字"), format!("there are {max} stars, but {given} texts")));
    }
    Some(Arc::new(settings))
}

impl Behaviour for RatingSettings {
    fn value_type(&self) -> ValueType {
        ValueType::Number { scale: u32::from(self.half) }
    }

    #[cfg(not(target_family = "wasm"))]
    fn shape(&self, spelling: Spelling) -> Shape {
        let shape = Shape::number(u32::from(self.half), (Some(Decimal::new(5, 1)), Some(Decimal::from(self.max))), spelling);
        match (spelling, self.half) {
            (Spelling::Kept, _) => shape,
            (_, true) => {
                shape.with("multipleOf", crate::shape::json_number(Decimal::new(5, 1))).with("pattern", "^(0\\.5|[1-9](\\.[05])?|10(\\.0)?)$")
            }
            (_, false) => shape.with("minimum", 1),
        }
    }

    fn check(&self, value: &Value, _: &ValueContext<'_>, faults: &mut Vec<FieldFault>) {
        let Value::Number(stars) = value else { return };
        check::number(*stars, Some(Decimal::new(5, 1)), Some(Decimal::from(self.max)), faults);
        if !(*stars * Decimal::TWO).is_integer() {
            check::fault(faults, code::WRONG_STEP, "只能给整星或半星", "only whole or half stars");
        }
    }
}
