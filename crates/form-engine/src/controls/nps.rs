//! NPS 推荐值

use super::{check, settings};
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
    kind: "nps",
    label: pair("NPS 推荐值", "NPS"),
    help: pair("有多愿意推荐，0 到 10", "How likely somebody is to recommend it, 0 to 10"),
    group: Group::Number,
    icon: "gauge",
    schema: settings::schema::<NpsSettings>,
    prepare,
    example: example(
        r#"{ "id": "recommend", "kind": "nps", "label": { "zh-CN": "您有多愿意推荐我们", "en": "How likely are you to recommend us" } }"#,
    ),
};

definition::settings! {
    /// Settings of a readiness to recommend.
    pub struct NpsSettings {
        low_text: Option<Label> = None, ("0 的文字", "Text at 0"), ("0 表示什么；不填为「完全不愿意」", "What 0 means (not at all, when left out)");
        high_text: Option<Label> = None, ("10 的文字", "Text at 10"), ("10 表示什么；不填为「非常愿意」", "What 10 means (very likely, when left out)");
    }
}

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: NpsSettings = settings::read(field, findings)?;
    Some(Arc::new(settings))
}

impl Behaviour for NpsSettings {
    fn value_type(&self) -> ValueType {
        ValueType::Number { scale: 0 }
    }

    #[cfg(not(target_family = "wasm"))]
    fn shape(&self, spelling: Spelling) -> Shape {
        Shape::number(0, (Some(Decimal::ZERO), Some(Decimal::TEN)), spelling)
    }

    fn check(&self, value: &Value, _: &ValueContext<'_>, faults: &mut Vec<FieldFault>) {
        if let Value::Number(number) = value {
            check::number(*number, Some(Decimal::ZERO), Some(Decimal::TEN), faults);
        }
    }
}
