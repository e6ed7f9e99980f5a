//! 年份区间

use super::{check, period, settings};
#[cfg(not(target_family = "wasm"))]
use crate::shape::{Shape, Spelling};
use crate::words::{example, pair};
use crate::{Behaviour, Control, FieldFault, Findings, FormEnvironment, Group, Part, ValueContext, code};
use definition::Field;
use rust_decimal::Decimal;
use serde_json::Value as Json;
use std::sync::Arc;
use value::{JsonFault, ShowContext, Value, ValueType};

/// The kind.
pub static CONTROL: Control = Control {
    kind: "year_range",
    label: pair("年份区间", "Range of years"),
    help: pair("从哪年到哪年，公式里写 {years.from} 和 {years.to}", "From a year to a year; formulas write {years.from} and {years.to}"),
    group: Group::Time,
    icon: "calendar",
    schema: settings::schema::<YearRangeSettings>,
    prepare,
    example: example(r#"{ "id": "years", "kind": "year_range", "label": { "zh-CN": "保修年份", "en": "Years of warranty" }, "max_years": 10 }"#),
};

definition::settings! {
    /// Settings of a range of years.
    pub struct YearRangeSettings {
        min: u32 = 1900, ("最早", "Earliest"), ("最早的年份", "The earliest year"), 1..=9999;
        max: u32 = 2199, ("最晚", "Latest"), ("最晚的年份", "The latest year"), 1..=9999;
        max_years: Option<u32> = None, ("最多年数", "Most years"), ("首尾都算在内最多几年", "At most so many years, both ends counted"), 1..=9999;
    }
}

const YEAR: ValueType = ValueType::Number { scale: 0 };

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: YearRangeSettings = settings::read(field, findings)?;
    check::ordered(Some(&settings.min), Some(&settings.max), ("min", "max"), findings);
    Some(Arc::new(settings))
}

impl Behaviour for YearRangeSettings {
    fn value_type(&self) -> ValueType {
        ValueType::Structure
    }

    #[cfg(not(target_family = "wasm"))]
    fn shape(&self, spelling: Spelling) -> Shape {
        let shape = period::shape(Shape::number(0, (Some(self.min.into()), Some(self.max.into())), spelling), false, true, spelling);
        match self.max_years {
            Some(most) => shape.note_sent(spelling, format!("最多 {most} 年"), format!("at most {most} years")),
            None => shape,
        }
    }

    fn read(&self, json: &Json) -> Result<Value, JsonFault> {
        period::read(json, &YEAR)
    }

    fn check(&self, value: &Value, _: &ValueContext<'_>, faults: &mut Vec<FieldFault>) {
        let Some((Value::Number(from), Value::Number(to))) = period::ends(value, &YEAR) else { return };
        check::number(from, Some(Decimal::from(self.min)), None, faults);
        check::number(to, None, Some(Decimal::from(self.max)), faults);
        if let Some(most) = self.max_years.filter(|most| to - from >= Decimal::from(*most)) {
            check::fault(faults, code::TOO_LARGE, format!("最多 {most} 年"), format!("at most {most} years"));
        }
    }

    fn parts(&self) -> Vec<Part> {
        period::parts(&YEAR)
    }

    fn write(&self, value: &Value, context: &ShowContext<'_>) -> Option<String> {
        let plain = ShowContext { grouped: false, ..*context };
        period::write(value, &YEAR, &plain)
    }
}
