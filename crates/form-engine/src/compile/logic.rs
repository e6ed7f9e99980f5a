//! The formulas of a form: computed fields and logic rules, checked against the scope and against the type that they decide.

use super::{Target, Vertex, overrule};
use crate::few::Few;
use crate::{CompiledField, Findings, Origin, Special, Storage, Store};
use definition::{Aspect, Form, LogicRule};
use formula::{Formula, Reference, Scope, Type};
use indexmap::IndexMap;
use query::FieldPath;
use value::{FieldId, Label, Locale, ValueType};

/// Compiles all formulas and settles where each field's value comes from and when it is stored.
pub(super) fn compile_logic(form: &Form, fields: &mut IndexMap<FieldId, CompiledField>, scope: &Scope, findings: &mut Findings) -> Vec<Vertex> {
    let mut vertices = computed_fields(fields, scope, findings);
    let mut decided = Few::default();
    let mut ids = Few::default();
    for (index, rule) in form.logic.iter().enumerate() {
        let pointer = format!("/logic/{index}");
        if !ids.insert(&rule.id) {
            let message = told!(format!("规则 id「{}」用了两次", rule.id), format!("the rule id `{}` is used twice", rule.id));
            findings.error("MC0308", &format!("{pointer}/id"), message);
        }
        let Some(target) = find_target(rule, &pointer, fields, findings) else { continue };
        if rule.aspect != Aspect::Valid && !decided.insert((target, rule.aspect)) {
            let message = told!(
                format!("「{}」的{}由两条规则决定", rule.target, aspect_zh(rule.aspect)),
                format!("two rules decide `{}` of `{}`", aspect_en(rule.aspect), rule.target),
            );
            findings.error("MC0204", &pointer, message).hint = Some(told!("用 AND / OR 合并成一条", "join them with AND / OR"));
        }
        vertices.extend(compile_rule(rule, target, &pointer, fields, scope, findings));
    }
    settle_origin(&vertices, fields, findings);
    overrule::check(fields, findings);
    vertices
}

fn computed_fields(fields: &IndexMap<FieldId, CompiledField>, scope: &Scope, findings: &mut Findings) -> Vec<Vertex> {
    let mut vertices = Vec::new();
    for (index, field) in fields.values().enumerate() {
        vertices.extend(computed(field, Target { field: index, column: None }, fields, scope, findings));
        let row_scope = (!field.columns.is_empty()).then(|| Scope { row_of: Some(field.id.clone()), ..scope.clone() });
        for (column_index, column) in field.columns.values().enumerate() {
            let target = Target { field: index, column: Some(column_index) };
            vertices.extend(computed(column, target, fields, row_scope.as_ref().unwrap_or(scope), findings));
        }
    }
    vertices
}

fn computed(
    field: &CompiledField,
    target: Target,
    fields: &IndexMap<FieldId, CompiledField>,
    scope: &Scope,
    findings: &mut Findings,
) -> Option<Vertex> {
    let Special::Computed(settings) = field.behaviour.special() else { return None };
    let source = &settings.formula.as_ref()?.0;
    let pointer = format!("{}/formula", field.pointer);
    let formula = compile_formula(source, scope, &pointer, findings)?;
    check_result(&formula, field, Aspect::Value, &pointer, findings);
    check_at_hand(&formula, fields, &pointer, findings);
    let formula = match overrule::overruled(source, target, fields) {
        None => formula,
        Some(text) => compile_formula(&text, scope, &format!("{}/overruled_by", field.pointer), findings)?,
    };
    Some(vertex(target, Aspect::Value, formula, None, pointer, fields))
}

fn compile_rule(
    rule: &LogicRule,
    target: Target,
    pointer: &str,
    fields: &IndexMap<FieldId, CompiledField>,
    scope: &Scope,
    findings: &mut Findings,
) -> Option<Vertex> {
    let field = at(fields, target)?;
    check_rule(rule, field, pointer, findings);
    let formula_pointer = format!("{pointer}/formula");
    let row_scope = rule.target.column.is_some().then(|| Scope { row_of: Some(rule.target.field.clone()), ..scope.clone() });
    let formula = compile_formula(&rule.formula.0, row_scope.as_ref().unwrap_or(scope), &formula_pointer, findings)?;
    check_result(&formula, field, rule.aspect, &formula_pointer, findings);
    check_at_hand(&formula, fields, &formula_pointer, findings);
    Some(vertex(target, rule.aspect, formula, rule.message.clone(), pointer.into(), fields))
}

fn check_rule(rule: &LogicRule, field: &CompiledField, pointer: &str, findings: &mut Findings) {
    let gives_value = matches!(rule.aspect, Aspect::Value | Aspect::Default);
    if gives_value && (!field.is_entered() || matches!(field.value_type, ValueType::Rows(_))) {
        let message = told!(
            format!("「{}」不能由规则给值", field.label.get(Locale::ZhCn)),
            format!("a rule cannot give `{}` a value", field.label.get(Locale::En)),
        );
        findings.error("MC0207", &format!("{pointer}/target"), message).hint =
            Some(told!("计算字段的公式写在字段上；自动编号由系统给出", "the formula of a computed field stands in the field; numbers are allotted",));
    }
    if rule.aspect == Aspect::Options && field.options.is_empty() {
        let message = told!(format!("「{}」没有选项", field.label.get(Locale::ZhCn)), format!("`{}` has no options", field.label.get(Locale::En)),);
        findings.error("MC0210", &format!("{pointer}/aspect"), message).hint =
            Some(told!("可选项规则只用于选择类字段", "a rule for options is for fields with options"));
    }
    match (rule.aspect, &rule.message) {
        (Aspect::Valid, None) => {
            let message = told!("校验规则没有提示语，填写的人不知道怎么改", "the check has no message: nobody will know what to change");
            findings.warning("MC0206", pointer, message).hint = Some(told!("加上 message", "add a `message`"));
        }
        (Aspect::Valid, Some(_)) | (_, None) => {}
        (_, Some(_)) => {
            findings.error("MC0209", &format!("{pointer}/message"), told!("只有校验规则才有提示语", "only a check has a message"));
        }
    }
}

fn compile_formula(source: &str, scope: &Scope, pointer: &str, findings: &mut Findings) -> Option<Formula> {
    match formula::compile(source, scope) {
        Ok(formula) => Some(formula),
        Err(faults) => {
            for fault in faults {
                let found = findings.error(fault.code, pointer, fault.message);
                found.hint = fault.hint;
                found.span = Some(definition::Span { start: fault.start, end: fault.end });
            }
            None
        }
    }
}

fn check_result(formula: &Formula, field: &CompiledField, aspect: Aspect, pointer: &str, findings: &mut Findings) {
    let result = formula.result();
    let (fits, zh, en) = match aspect {
        Aspect::Value | Aspect::Default => (value_fits(result, &field.value_type), kind_zh(&field.value_type), kind_en(&field.value_type)),
        Aspect::Options => (names_options(result), "若干选项", "some of its options"),
        Aspect::Label | Aspect::Help => {
            (matches!(result, Type::Any | Type::Blank | Type::Text), kind_zh(&ValueType::Text), kind_en(&ValueType::Text))
        }
        _ => (matches!(result, Type::Any | Type::Blank | Type::Bool | Type::Number), "是或否", "yes or no"),
    };
    if !fits {
        let message = told!(
            format!("「{}」的{}公式应得出{zh}", field.label.get(Locale::ZhCn), aspect_zh(aspect)),
            format!("the formula for `{}` of `{}` must give {en}", aspect_en(aspect), field.label.get(Locale::En)),
        );
        findings.error("MC0203", pointer, message);
    }
}

/// One option, several of them, or their ids as texts.
fn names_options(result: &Type) -> bool {
    match result {
        Type::Any | Type::Blank | Type::Choice(_) | Type::Text => true,
        Type::List(item) => !matches!(**item, Type::List(_)) && names_options(item),
        _ => false,
    }
}

/// What is counted over other records when somebody reads is not there while a record is filled in; a silent 0 would be wrong.
fn check_at_hand(formula: &Formula, fields: &IndexMap<FieldId, CompiledField>, pointer: &str, findings: &mut Findings) {
    for reference in formula.references() {
        let Reference::Field(id) = reference else { continue };
        let elsewhere = |field: &&CompiledField| matches!(field.behaviour.special(), Special::RollUp(_) | Special::Shown);
        if let Some(field) = fields.get(id).filter(elsewhere) {
            let message = told!(
                format!("公式不能用「{}」：它读取时才得出", field.label.get(Locale::ZhCn)),
                format!("a formula cannot use `{}`: it is worked out when somebody reads", field.label.get(Locale::En)),
            );
            findings.error("MC0211", pointer, message);
        }
    }
}

fn value_fits(result: &Type, wanted: &ValueType) -> bool {
    match (result, wanted) {
        (Type::Any | Type::Blank, _) => true,
        (Type::Rows(_) | Type::File | Type::Structure, ValueType::Text) | (_, ValueType::Rows(_)) => false,
        (Type::List(_), ValueType::Text) => false,
        (_, ValueType::Text) => true,
        (Type::Number, ValueType::Number { .. }) | (Type::Bool, ValueType::Bool) => true,
        (Type::Date | Type::Instant, ValueType::Date | ValueType::Instant) | (Type::Time, ValueType::Time) => true,
        (Type::Choice(_) | Type::Text, ValueType::Choice) => true,
        (Type::List(item), ValueType::List(wanted)) => value_fits(item, wanted),
        (item, ValueType::List(wanted)) => !matches!(**wanted, ValueType::List(_)) && value_fits(item, wanted),
        (Type::Reference, ValueType::Reference(_)) | (Type::File, ValueType::File) | (Type::Structure, ValueType::Structure) => true,
        _ => false,
    }
}

fn vertex(
    target: Target,
    aspect: Aspect,
    formula: Formula,
    message: Option<Label>,
    pointer: String,
    fields: &IndexMap<FieldId, CompiledField>,
) -> Vertex {
    let related = formula.references().iter().filter_map(|reference| related_source(reference, target, fields)).collect();
    Vertex { target, aspect, formula, message, pointer, related }
}

fn related_source(reference: &Reference, target: Target, fields: &IndexMap<FieldId, CompiledField>) -> Option<(Target, FieldId)> {
    let Reference::Related { field, of } = reference else { return None };
    // A part of a structured value is in the record already; only what stands elsewhere is asked for.
    let elsewhere = |field: &CompiledField| field.value_type != ValueType::Structure;
    let source = referring(field, target, fields)?;
    let table = fields.get_index(source.field).map(|(_, field)| field)?;
    let found = source.column.map_or(Some(table), |column| table.columns.get_index(column).map(|(_, column)| column))?;
    elsewhere(found).then(|| (source, of.clone()))
}

/// The field or column that a related reference goes through: a column of the same row before a field of the record.
pub(super) fn referring(field: &FieldId, target: Target, fields: &IndexMap<FieldId, CompiledField>) -> Option<Target> {
    let table = target.column.and_then(|_| fields.get_index(target.field));
    let column = table.and_then(|(_, table)| table.columns.get_index_of(field));
    match column {
        Some(column) => Some(Target { field: target.field, column: Some(column) }),
        None => fields.get_index_of(field).map(|field| Target { field, column: None }),
    }
}

fn find_target(rule: &LogicRule, pointer: &str, fields: &IndexMap<FieldId, CompiledField>, findings: &mut Findings) -> Option<Target> {
    let FieldPath { field, column } = &rule.target;
    let index = fields.get_index_of(field);
    let table = fields.get(field);
    let found = match (index, column) {
        (Some(index), None) => Some(Target { field: index, column: None }),
        (Some(index), Some(column)) => {
            table.and_then(|table| table.columns.get_index_of(column)).map(|column| Target { field: index, column: Some(column) })
        }
        (None, _) => None,
    };
    if found.is_none() {
        let candidates: Vec<&str> = match (table, column) {
            (Some(table), Some(_)) => table.columns.keys().map(FieldId::as_str).collect(),
            _ => fields.keys().map(FieldId::as_str).collect(),
        };
        let wrong = if table.is_some() { column.as_ref().unwrap_or(field) } else { field };
        let meant = definition::suggest::nearest(wrong.as_str(), candidates);
        let message = told!(format!("规则的目标「{}」不存在", rule.target), format!("the target `{}` is not there", rule.target));
        findings.error("MC0201", &format!("{pointer}/target"), message).hint =
            meant.map(|meant| told!(format!("你是否想用「{meant}」？"), format!("did you mean `{meant}`?")));
    }
    found
}

/// A field with a value rule is calculated; what a formula asks for decides when its value is stored.
fn settle_origin(vertices: &[Vertex], fields: &mut IndexMap<FieldId, CompiledField>, findings: &mut Findings) {
    for vertex in vertices.iter().filter(|vertex| vertex.aspect == Aspect::Value) {
        let clock = vertex.formula.uses_clock();
        let related = !vertex.related.is_empty() || !vertex.formula.look_ups().is_empty();
        let Some(field) = at_mut(fields, vertex.target) else { continue };
        field.origin = Origin::Calculated;
        let wanted = if let Special::Computed(settings) = field.behaviour.special() { settings.store } else { None };
        field.storage = match wanted {
            Some(Store::Live) => Storage::Live,
            Some(Store::Snapshot) => Storage::Snapshot,
            Some(Store::Stored) => Storage::Stored,
            None if clock => Storage::Live,
            None if related => Storage::Snapshot,
            None => Storage::Stored,
        };
        let place = format!("{}/store", field.pointer);
        if clock && field.storage != Storage::Live {
            let message = told!("用到今天或此刻的公式只能即时计算", "a formula that asks for today or now must be live");
            findings.error("MC0208", &place, message).hint = Some(told!("改为 \"store\": \"live\"", "write \"store\": \"live\""));
        } else if related && field.storage == Storage::Stored {
            let message = told!("用到关联记录或其他表单的公式不能是 stored", "a formula that uses related records or other forms cannot be `stored`");
            findings.error("MC0208", &place, message).hint = Some(told!("改为 snapshot 或 live", "write `snapshot` or `live`"));
        }
    }
}

pub(super) fn at(fields: &IndexMap<FieldId, CompiledField>, target: Target) -> Option<&CompiledField> {
    let (_, field) = fields.get_index(target.field)?;
    match target.column {
        None => Some(field),
        Some(column) => field.columns.get_index(column).map(|(_, column)| column),
    }
}

fn at_mut(fields: &mut IndexMap<FieldId, CompiledField>, target: Target) -> Option<&mut CompiledField> {
    let (_, field) = fields.get_index_mut(target.field)?;
    match target.column {
        None => Some(field),
        Some(column) => field.columns.get_index_mut(column).map(|(_, column)| column),
    }
}

pub(super) fn aspect_zh(aspect: Aspect) -> &'static str {
    match aspect {
        Aspect::Value => "值",
        Aspect::Default => "默认值",
        Aspect::Visible => "显示",
        Aspect::Required => "必填",
        Aspect::Readonly => "只读",
        Aspect::Valid => "校验",
        Aspect::Options => "可选项",
        Aspect::Label => "名称",
        Aspect::Help => "说明",
    }
}

pub(super) fn aspect_en(aspect: Aspect) -> &'static str {
    match aspect {
        Aspect::Value => "value",
        Aspect::Default => "default",
        Aspect::Visible => "visible",
        Aspect::Required => "required",
        Aspect::Readonly => "readonly",
        Aspect::Valid => "valid",
        Aspect::Options => "options",
        Aspect::Label => "label",
        Aspect::Help => "help",
    }
}

fn kind_zh(value_type: &ValueType) -> &'static str {
    match value_type {
        ValueType::Text => "文本",
        ValueType::Number { .. } => "数值",
        ValueType::Bool => "是或否",
        ValueType::Date => "日期",
        ValueType::Time => "时间",
        ValueType::Instant => "日期时间",
        ValueType::Choice => "选项",
        ValueType::List(_) => "多个值",
        ValueType::Rows(_) => "子表行",
        ValueType::Reference(_) => "关联",
        ValueType::File => "文件",
        ValueType::Structure => "结构",
    }
}

fn kind_en(value_type: &ValueType) -> &'static str {
    match value_type {
        ValueType::Text => "text",
        ValueType::Number { .. } => "a number",
        ValueType::Bool => "yes or no",
        ValueType::Date => "a day",
        ValueType::Time => "a time",
        ValueType::Instant => "a moment",
        ValueType::Choice => "an option",
        ValueType::List(_) => "several values",
        ValueType::Rows(_) => "rows",
        ValueType::Reference(_) => "a reference",
        ValueType::File => "a file",
        ValueType::Structure => "a structure",
    }
}
