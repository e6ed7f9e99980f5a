//! 计算字段

use super::{check, settings};
use crate::words::{example, pair};
use crate::{Behaviour, Control, Findings, FormEnvironment, Group, Special};
use definition::{Field, FormulaText};
use std::sync::Arc;
use value::{FieldId, JsonFault, Label, Rounding, Value, ValueType};

/// The kind.
pub static CONTROL: Control = Control {
    kind: "computed",
    label: pair("计算字段", "Computed"),
    help: pair("由公式得出的值，边填边算", "A value that a formula gives while you type"),
    group: Group::Automatic,
    icon: "formula",
    schema: settings::schema::<Computed>,
    prepare,
    example: example(
        r#"{ "id": "days", "kind": "computed", "label": { "zh-CN": "折合天数", "en": "Days" }, "result": "number", "scale": 1, "formula": "ROUND(8/8, 1)" }"#,
    ),
};

definition::settings! {
    /// Settings of a computed field.
    pub struct Computed {
        formula: Option<FormulaText> = None, ("公式", "Formula"), ("怎样得出这个值", "The formula");
        result: ResultType = ResultType::Number, ("结果类型", "Result"), ("结果是什么", "The type of the result");
        scale: Option<u32> = None, ("小数位数", "Decimals"), ("结果为数值时的小数位数；不填为 2", "Digits after the point, if it is a number (2 when left out)");
        rounding: Rounding = Rounding::HalfUp, ("舍入", "Rounding"), ("多余小数的舍入方法", "How a number is rounded at the scale");
        unit: Option<Label> = None, ("单位", "Unit"), ("显示在数字后面的计量单位", "What is counted or measured, shown after the number");
        currency: Option<String> = None, ("币种", "Currency"), ("结果为金额时的 ISO 4217 代码", "ISO 4217 code, if it is an amount");
        store: Option<Store> = None, ("保存方式", "Kept"), ("何时计算并保存；不填时由公式决定", "When it is calculated and stored. Left out: live if the formula asks for today or now, snapshot if it uses related records, else stored");
        overruled_by: Option<FieldId> = None, ("人工改写", "Overruled by"), ("填了这个字段就以它为准，清空则恢复计算", "An entered field of the same type. While it holds something, that is the value; emptied, the formula counts again");
    }
}

definition::choices! {
    /// The type of a result.
    pub enum ResultType {
        Number = "number", ("数值", "A number");
        Text = "text", ("文字", "Text");
        Bool = "bool", ("是否", "Yes or no");
        Date = "date", ("日期", "A day");
        Datetime = "datetime", ("日期时间", "A moment");
    }
}

definition::choices! {
    /// When a computed value is calculated and stored.
    pub enum Store {
        Stored = "stored", ("随记录保存", "With the record; it depends on the record alone");
        Snapshot = "snapshot", ("保存时快照", "With the record, from what related records say at that moment");
        Live = "live", ("读取时计算", "Never stored; calculated whenever it is read");
    }
}

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: Computed = settings::read(field, findings)?;
    if settings.formula.is_none() {
        findings.error("MC0104", "", told!("计算字段没有公式", "a computed field needs a formula")).hint =
            Some(told!("填写 formula", "give it a `formula`"));
    }
    check::scale_in_range(settings.digits(), findings);
    if settings.result != ResultType::Number && (settings.scale.is_some() || settings.currency.is_some()) {
        let key = if settings.scale.is_some() { "/scale" } else { "/currency" };
        findings.error("MC0105", key, told!("只有结果为数值时才有小数位数和币种", "only a number has a scale and a currency"));
    }
    Some(Arc::new(settings))
}

impl Computed {
    fn digits(&self) -> u32 {
        self.scale.unwrap_or(2)
    }
}

impl Behaviour for Computed {
    fn value_type(&self) -> ValueType {
        match self.result {
            ResultType::Number => ValueType::Number { scale: self.digits() },
            ResultType::Text => ValueType::Text,
            ResultType::Bool => ValueType::Bool,
            ResultType::Date => ValueType::Date,
            ResultType::Datetime => ValueType::Instant,
        }
    }

    fn read(&self, json: &serde_json::Value) -> Result<Value, JsonFault> {
        match self.result {
            ResultType::Number => check::read_number(json, self.digits(), self.rounding),
            _ => value::from_json(json, &self.value_type()),
        }
    }

    fn normalise(&self, value: Value) -> Value {
        match value {
            Value::Number(number) => Value::Number(value::round_to_scale(number, self.digits(), self.rounding)),
            other => other,
        }
    }

    fn special(&self) -> Special<'_> {
        Special::Computed(self)
    }
}
