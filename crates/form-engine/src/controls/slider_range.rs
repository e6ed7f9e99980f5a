//! 双滑块

use super::slide::{Slide, slide_settings};
use super::{period, settings};
#[cfg(not(target_family = "wasm"))]
use crate::shape::{Shape, Spelling};
use crate::words::{example, pair};
use crate::{Behaviour, Control, FieldFault, Findings, FormEnvironment, Group, Part, ValueContext};
use definition::Field;
use rust_decimal::Decimal;
use serde_json::Value as Json;
use std::sync::Arc;
use value::{JsonFault, Label, ShowContext, Value, ValueType};

/// The kind.
pub static CONTROL: Control = Control {
    kind: "slider_range",
    label: pair("双滑块", "Range slider"),
    help: pair(
        "在一段刻度上拖出一个区间，公式里写 {budget.from} 和 {budget.to}",
        "A range that is chosen by dragging along a scale; formulas write {budget.from} and {budget.to}",
    ),
    group: Group::Number,
    icon: "slider",
    schema: settings::schema::<SliderRangeSettings>,
    prepare,
    example: example(
        r#"{ "id": "budget", "kind": "slider_range", "label": { "zh-CN": "预算", "en": "Budget" }, "max": 5000, "step": 100, "unit": { "zh-CN": "元", "en": "yuan" } }"#,
    ),
};

slide_settings! {
    /// Settings of a slider with two thumbs.
    SliderRangeSettings
}

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: SliderRangeSettings = settings::read(field, findings)?;
    let slide = Slide::new(settings.min, settings.max, settings.step, findings)?;
    Some(Arc::new(SliderRange { slide, unit: settings.unit.unwrap_or_default() }))
}

#[derive(Debug)]
struct SliderRange {
    slide: Slide,
    unit: Label,
}

impl SliderRange {
    fn end(&self) -> ValueType {
        ValueType::Number { scale: self.slide.scale() }
    }
}

impl Behaviour for SliderRange {
    fn value_type(&self) -> ValueType {
        ValueType::Structure
    }

    #[cfg(not(target_family = "wasm"))]
    fn shape(&self, spelling: Spelling) -> Shape {
        period::shape(self.slide.shape(spelling), false, true, spelling)
    }

    fn read(&self, json: &Json) -> Result<Value, JsonFault> {
        period::read(json, &self.end())
    }

    fn check(&self, value: &Value, _: &ValueContext<'_>, faults: &mut Vec<FieldFault>) {
        if let Some((Value::Number(from), Value::Number(to))) = period::ends(value, &self.end()) {
            self.slide.check(from, faults);
            self.slide.check(to, faults);
        }
    }

    fn parts(&self) -> Vec<Part> {
        period::parts(&self.end())
    }

    fn write(&self, value: &Value, context: &ShowContext<'_>) -> Option<String> {
        period::write_with_unit(value, &self.end(), &self.unit, context)
    }
}
