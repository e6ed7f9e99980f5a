//! 汇总

use super::{check, relation, settings};
use crate::words::{example, pair};
use crate::{Behaviour, Control, Findings, FormEnvironment, Group, Special};
use definition::Field;
use query::Filter;
use std::sync::Arc;
use value::{FieldId, FormId, Label, ValueType};

/// The kind.
pub static CONTROL: Control = Control {
    kind: "roll_up",
    label: pair("汇总", "Roll-up"),
    help: pair(
        "统计另一张表单里引用本记录的记录：个数、合计、平均、最小、最大；读取时计算，只算读的人看得到的",
        "Counts, adds or averages the records of a form that refer to this one, whenever it is read, over what the reader may see",
    ),
    group: Group::Relation,
    icon: "sum",
    schema: settings::schema::<RollUp>,
    prepare,
    example: example(
        r#"{ "id": "orders", "kind": "roll_up", "label": { "zh-CN": "订单数", "en": "Orders" }, "form": "f", "relation": "_created_by" }"#,
    ),
};

definition::settings! {
    /// Settings of a roll-up.
    pub struct RollUp {
        form: Option<FormId> = None, ("表单", "Form"), ("统计哪张表单的记录", "The form whose records are counted");
        relation: Option<FieldId> = None, ("关联字段", "Relation"), ("那张表单里引用本记录的字段（单条关联）", "The field of that form that refers to this record (a relation to one)");
        function: RollUpFunction = RollUpFunction::Count, ("统计", "Function"), ("怎样统计", "How it is counted");
        field: Option<FieldId> = None, ("数值字段", "Number"), ("合计、平均、最小、最大哪个数值字段", "The number that is added, averaged or compared");
        filter: Option<Filter> = None, ("范围", "Filter"), ("只统计满足条件的记录", "Only records that fulfil this are counted");
        scale: Option<u32> = None, ("小数位数", "Decimals"), ("结果的小数位数；个数为 0，其余不填为 2", "Digits after the point; 0 for a count, else 2 when left out"), 0..=9;
        unit: Option<Label> = None, ("单位", "Unit"), ("显示在数字后面的计量单位", "What is counted or measured, shown after the number");
    }
}

definition::choices! {
    /// How records are counted.
    pub enum RollUpFunction {
        Count = "count", ("个数", "How many");
        Sum = "sum", ("合计", "The sum");
        Average = "average", ("平均", "The average");
        Min = "min", ("最小", "The smallest");
        Max = "max", ("最大", "The largest");
    }
}

fn prepare(field: &Field, environment: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: RollUp = settings::read(field, findings)?;
    let Some(id) = &settings.form else {
        relation::no_form(findings);
        return None;
    };
    let form = relation::target_form(id, environment, findings)?;
    let before = findings.len();
    relation::check_back(form, settings.relation.as_ref(), false, environment, findings);
    match (settings.function, &settings.field) {
        (RollUpFunction::Count, None) => {}
        (RollUpFunction::Count, Some(_)) => {
            findings.error("MC0105", "/field", told!("数个数不需要数值字段", "a count needs no number"));
        }
        (_, None) => _ = findings.error("MC0104", "/field", told!("没有说统计哪个数值字段", "it does not say which number is counted")),
        (_, Some(number)) => check_number(form, number, environment, findings),
    }
    check::scale_in_range(settings.digits(), findings);
    if findings.len() > before {
        return None;
    }
    Some(Arc::new(settings))
}

fn check_number(form: &definition::Form, number: &FieldId, environment: &FormEnvironment<'_>, findings: &mut Findings) {
    match crate::scope::plain_fields_of(form, environment).get(number).map(|field| &field.value_type) {
        Some(ValueType::Number { .. }) => {}
        Some(_) => _ = findings.error("MC0105", "/field", told!(format!("「{number}」不是数值"), format!("`{number}` is not a number"))),
        None => relation::unknown_field(form, number, "/field", findings),
    }
}

impl RollUp {
    fn digits(&self) -> u32 {
        self.scale.unwrap_or(if self.function == RollUpFunction::Count { 0 } else { 2 })
    }
}

impl Behaviour for RollUp {
    fn value_type(&self) -> ValueType {
        ValueType::Number { scale: self.digits() }
    }

    fn special(&self) -> Special<'_> {
        Special::RollUp(self)
    }
}
