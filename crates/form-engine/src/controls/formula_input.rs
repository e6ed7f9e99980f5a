//! 公式输入

use super::{check, settings};
#[cfg(not(target_family = "wasm"))]
use crate::shape::{Shape, Spelling};
use crate::words::{example, pair};
use crate::{Behaviour, Control, FieldFault, Findings, FormEnvironment, Group, ValueContext, code};
use definition::Field;
use formula::{Scope, Type};
use std::sync::Arc;
use value::{FormId, Value, ValueType};

/// The kind.
pub static CONTROL: Control = Control {
    kind: "formula_input",
    label: pair("公式输入", "Formula"),
    help: pair(
        "填写的人写一个公式，只保存、不计算；写错会指出",
        "Whoever fills in writes a formula; it is kept, never calculated, and mistakes are told",
    ),
    group: Group::Choice,
    icon: "formula",
    schema: settings::schema::<FormulaInputSettings>,
    prepare,
    example: example(r#"{ "id": "price_rule", "kind": "formula_input", "label": { "zh-CN": "计价公式", "en": "Price rule" }, "result": "number" }"#),
};

definition::settings! {
    /// Settings of a formula that is entered.
    pub struct FormulaInputSettings {
        form: Option<FormId> = None, ("表单", "Form"), ("公式可以用哪张表单的字段", "The form whose fields the formula may use");
        result: FormulaResult = FormulaResult::Any, ("结果类型", "Result"), ("公式要得出什么", "What the formula must give");
        max: u32 = 500, ("最多字数", "Most characters"), ("公式最多几个字", "At most so many characters"), 1..=4_000;
    }
}

definition::choices! {
    /// What a formula must give.
    pub enum FormulaResult {
        Any = "any", ("任意", "Anything");
        Number = "number", ("数值", "A number");
        Text = "text", ("文字", "A text");
        Bool = "bool", ("是否", "Yes or no");
    }
}

#[derive(Debug)]
struct FormulaInput {
    settings: FormulaInputSettings,
    scope: Scope,
}

fn prepare(field: &Field, environment: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: FormulaInputSettings = settings::read(field, findings)?;
    let fields = match &settings.form {
        None => indexmap::IndexMap::new(),
        Some(id) => crate::scope::plain_fields_of(super::relation::target_form(id, environment, findings)?, environment),
    };
    Some(Arc::new(FormulaInput { settings, scope: Scope { fields, ..Scope::default() } }))
}

impl FormulaInput {
    fn fits(&self, result: &Type) -> bool {
        match (self.settings.result, result) {
            (FormulaResult::Any, _) | (_, Type::Any | Type::Blank) => true,
            (FormulaResult::Number, result) => *result == Type::Number,
            (FormulaResult::Text, result) => *result == Type::Text,
            (FormulaResult::Bool, result) => *result == Type::Bool,
        }
    }
}

impl Behaviour for FormulaInput {
    fn value_type(&self) -> ValueType {
        ValueType::Text
    }

    #[cfg(not(target_family = "wasm"))]
    fn shape(&self, spelling: Spelling) -> Shape {
        let shape = Shape::text((None, Some(self.settings.max)), spelling);
        shape.note_sent(spelling, "必须是能读懂的公式", "must be a formula that can be read")
    }

    fn normalise(&self, value: Value) -> Value {
        match value {
            Value::Text(text) if text.trim().is_empty() => Value::Blank,
            Value::Text(text) => Value::text(text.trim()),
            other => other,
        }
    }

    fn check(&self, value: &Value, _: &ValueContext<'_>, faults: &mut Vec<FieldFault>) {
        let Value::Text(source) = value else { return };
        let before = faults.len();
        check::length(source, None, Some(self.settings.max), faults);
        if faults.len() > before {
            return;
        }
        match formula::compile(source, &self.scope) {
            Err(found) => {
                for fault in found.into_iter().take(3) {
                    // The engine of a browser tells places only; words come with the server's answer.
                    let plain = value::Label::both("公式有误，请检查", "there is a mistake in the formula");
                    let message = if fault.message.is_empty() { plain } else { fault.message };
                    faults.push(FieldFault::new("", code::NOT_READABLE, message));
                }
            }
            Ok(formula) if !self.fits(formula.result()) => {
                check::fault(faults, code::NOT_READABLE, "公式的结果不是所要的类型", "the formula gives something of another type");
            }
            Ok(_) => {}
        }
    }

    fn about(&self) -> Option<serde_json::Value> {
        Some(serde_json::json!({ "fields": crate::wire::offered_fields(&self.scope.fields) }))
    }
}
