//! 金额

use super::{check, settings};
#[cfg(not(target_family = "wasm"))]
use crate::shape::{Shape, Spelling};
use crate::words::{example, pair};
use crate::{Behaviour, Control, FieldFault, Findings, FormEnvironment, Group, ValueContext};
use definition::Field;
use rust_decimal::Decimal;
use std::sync::Arc;
use value::{JsonFault, Rounding, Value, ValueType};

/// The kind.
pub static CONTROL: Control = Control {
    kind: "money",
    label: pair("金额", "Money"),
    help: pair("精确到分的金额，按币种决定小数位数", "An exact amount; the currency decides the digits after the point"),
    group: Group::Number,
    icon: "money",
    schema: settings::schema::<MoneySettings>,
    prepare,
    example: example(r#"{ "id": "amount", "kind": "money", "label": { "zh-CN": "金额", "en": "Amount" }, "currency": "CNY", "min": 0 }"#),
};

definition::settings! {
    /// Settings of an amount.
    pub struct MoneySettings {
        currency: Option<String> = None, ("币种", "Currency"), ("三个大写字母的 ISO 4217 代码；不填用应用的币种", "ISO 4217 code; the app's currency when left out");
        scale: Option<u32> = None, ("小数位数", "Decimals"), ("与币种不同时填写", "Digits after the point, if others than the currency's");
        min: Option<Decimal> = None, ("最小值", "Smallest"), ("不能小于的金额", "The smallest amount");
        max: Option<Decimal> = None, ("最大值", "Largest"), ("不能大于的金额", "The largest amount");
        rounding: Rounding = Rounding::HalfUp, ("舍入", "Rounding"), ("多余小数的舍入方法", "How it is rounded at the scale");
    }
}

#[derive(Debug)]
struct Money {
    settings: MoneySettings,
    scale: u32,
}

fn prepare(field: &Field, environment: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: MoneySettings = settings::read(field, findings)?;
    let currency = settings.currency.as_deref().unwrap_or(environment.currency);
    if currency.len() != 3 || !currency.bytes().all(|byte| byte.is_ascii_uppercase()) {
        let message = told!(format!("「{currency}」不是币种代码"), format!("`{currency}` is not a code of a currency"));
        findings.error("MC0103", "/currency", message).hint = Some(told!("用三个大写字母，例如 CNY", "use three capital letters, such as CNY"));
    }
    let scale = settings.scale.unwrap_or_else(|| digits_of(currency));
    check::scale_in_range(scale, findings);
    check::ordered(settings.min.as_ref(), settings.max.as_ref(), ("min", "max"), findings);
    Some(Arc::new(Money { settings, scale }))
}

/// Digits after the point of a currency (ISO 4217).
fn digits_of(currency: &str) -> u32 {
    match currency {
        "JPY" | "KRW" | "VND" | "CLP" | "ISK" | "UGX" | "XAF" | "XOF" | "XPF" | "PYG" | "RWF" | "KMF" | "GNF" | "DJF" | "BIF" | "VUV" => 0,
        "KWD" | "BHD" | "OMR" | "JOD" | "TND" | "IQD" | "LYD" => 3,
        _ => 2,
    }
}

impl Behaviour for Money {
    fn value_type(&self) -> ValueType {
        ValueType::Number { scale: self.scale }
    }

    #[cfg(not(target_family = "wasm"))]
    fn shape(&self, spelling: Spelling) -> Shape {
        Shape::number(self.scale, (self.settings.min, self.settings.max), spelling)
    }

    fn read(&self, json: &serde_json::Value) -> Result<Value, JsonFault> {
        check::read_number(json, self.scale, self.settings.rounding)
    }

    fn normalise(&self, value: Value) -> Value {
        match value {
            Value::Number(number) => Value::Number(value::round_to_scale(number, self.scale, self.settings.rounding)),
            other => other,
        }
    }

    fn check(&self, value: &Value, _: &ValueContext<'_>, faults: &mut Vec<FieldFault>) {
        if let Value::Number(number) = value {
            check::number(*number, self.settings.min, self.settings.max, faults);
        }
    }
}
