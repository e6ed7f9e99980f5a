//! 滑块

use super::settings;
use super::slide::{Slide, slide_settings};
#[cfg(not(target_family = "wasm"))]
use crate::shape::{Shape, Spelling};
use crate::words::{example, pair};
use crate::{Behaviour, Control, FieldFault, Findings, FormEnvironment, Group, ValueContext};
use definition::Field;
use rust_decimal::Decimal;
use std::sync::Arc;
use value::{Label, Value, ValueType};

/// The kind.
pub static CONTROL: Control = Control {
    kind: "slider",
    label: pair("滑块", "Slider"),
    help: pair("在一段刻度上拖出一个数", "A number that is chosen by dragging along a scale"),
    group: Group::Number,
    icon: "slider",
    schema: settings::schema::<SliderSettings>,
    prepare,
    example: example(
        r#"{ "id": "severity", "kind": "slider", "label": { "zh-CN": "严重程度", "en": "Severity" }, "max": 10, "step": "0.5", "low_text": { "zh-CN": "轻微", "en": "light" }, "high_text": { "zh-CN": "严重", "en": "heavy" } }"#,
    ),
};

slide_settings! {
    /// Settings of a slider.
    SliderSettings
}

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: SliderSettings = settings::read(field, findings)?;
    Some(Arc::new(Slider(Slide::new(settings.min, settings.max, settings.step, findings)?)))
}

#[derive(Debug)]
struct Slider(Slide);

impl Behaviour for Slider {
    fn value_type(&self) -> ValueType {
        ValueType::Number { scale: self.0.scale() }
    }

    #[cfg(not(target_family = "wasm"))]
    fn shape(&self, spelling: Spelling) -> Shape {
        self.0.shape(spelling)
    }

    fn check(&self, value: &Value, _: &ValueContext<'_>, faults: &mut Vec<FieldFault>) {
        if let Value::Number(number) = value {
            self.0.check(*number, faults);
        }
    }
}
