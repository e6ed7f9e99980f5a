//! Checking a filter against the fields of its form: everything that is wrong, each with its place.

use crate::{Comparand, Condition, FieldPath, Filter, Operand, Operator, Sort, Variable, Variables, bind, comparand};
use calendar::Zone;
use indexmap::IndexMap;
use serde_json::Value as Json;
use value::{FieldId, FormId, Label, ReferenceTarget, ValueType};

/// What is wrong with a filter.
#[derive(Debug, Clone, PartialEq)]
pub struct FilterFault {
    /// Stable code: `MD0401` unknown field, `MD0402` operator does not fit, `MD0403` bad value.
    pub code: &'static str,
    /// JSON Pointer below the filter.
    pub pointer: String,
    /// What is wrong.
    pub message: Label,
    /// What to do.
    pub hint: Option<Label>,
}

/// The fields that every record has, beside those of its form.
pub fn system_fields(form: &FormId) -> IndexMap<FieldId, ValueType> {
    let fields = [
        ("_id", ValueType::Reference(ReferenceTarget::Form(form.clone()))),
        ("_created_at", ValueType::Instant),
        ("_created_by", ValueType::Reference(ReferenceTarget::User)),
        ("_department", ValueType::Reference(ReferenceTarget::Department)),
        ("_updated_at", ValueType::Instant),
        ("_updated_by", ValueType::Reference(ReferenceTarget::User)),
        ("_revision", ValueType::Number { scale: 0 }),
        ("_version", ValueType::Text),
        ("_flow", ValueType::Text),
        ("_node", ValueType::Text),
        ("_due", ValueType::Instant),
    ];
    fields.into_iter().filter_map(|(id, value_type)| Some((FieldId::parse(id).ok()?, value_type))).collect()
}

/// Checks a filter against the fields that it may use (system fields included by the caller); all faults at once.
pub fn check(filter: &Filter, fields: &IndexMap<FieldId, ValueType>) -> Vec<FilterFault> {
    let mut faults = Vec::new();
    walk(filter, "", fields, &mut faults);
    faults
}

/// Checks the levels of an order; pointers are below the list.
pub fn check_sort(sorts: &[Sort], fields: &IndexMap<FieldId, ValueType>) -> Vec<FilterFault> {
    let mut faults = Vec::new();
    for (index, sort) in sorts.iter().enumerate() {
        let pointer = format!("/{index}/field");
        match type_of(&sort.field, fields) {
            None => faults.push(unknown_field(&sort.field, &pointer, fields)),
            Some(value_type) if sort.field.column.is_some() || !is_sortable(value_type) => faults.push(FilterFault {
                code: "MD0402",
                pointer,
                message: Label::both(format!("字段「{}」不能用于排序", sort.field), format!("Field `{}` cannot be sorted by", sort.field)),
                hint: None,
            }),
            Some(_) => {}
        }
    }
    faults
}

/// The fields that a filter uses, each once.
pub fn fields_used(filter: &Filter) -> Vec<&FieldPath> {
    let mut used: Vec<&FieldPath> = Vec::new();
    collect(filter, &mut used);
    used
}

fn collect<'a>(filter: &'a Filter, used: &mut Vec<&'a FieldPath>) {
    match filter {
        Filter::And(parts) | Filter::Or(parts) => parts.iter().for_each(|part| collect(part, used)),
        Filter::Not(part) => collect(part, used),
        Filter::Condition(condition) => {
            if !used.contains(&&condition.field) {
                used.push(&condition.field);
            }
        }
    }
}

fn walk(filter: &Filter, pointer: &str, fields: &IndexMap<FieldId, ValueType>, faults: &mut Vec<FilterFault>) {
    match filter {
        Filter::And(parts) => parts.iter().enumerate().for_each(|(index, part)| walk(part, &format!("{pointer}/and/{index}"), fields, faults)),
        Filter::Or(parts) => parts.iter().enumerate().for_each(|(index, part)| walk(part, &format!("{pointer}/or/{index}"), fields, faults)),
        Filter::Not(part) => walk(part, &format!("{pointer}/not"), fields, faults),
        Filter::Condition(condition) => faults.extend(check_condition(condition, pointer, fields)),
    }
}

fn check_condition(condition: &Condition, pointer: &str, fields: &IndexMap<FieldId, ValueType>) -> Option<FilterFault> {
    let Some(value_type) = type_of(&condition.field, fields) else {
        return Some(unknown_field(&condition.field, &format!("{pointer}/field"), fields));
    };
    if !fits(condition, value_type) {
        let op = operator_name(condition.op);
        return Some(FilterFault {
            code: "MD0402",
            pointer: format!("{pointer}/op"),
            message: Label::both(
                format!("运算符 {op} 不适用于字段「{}」({})", condition.field, type_name(value_type).get(value::Locale::ZhCn)),
                format!("Operator `{op}` does not fit field `{}` ({})", condition.field, type_name(value_type).get(value::Locale::En)),
            ),
            hint: None,
        });
    }
    check_value(condition, value_type, pointer)
}

fn check_value(condition: &Condition, value_type: &ValueType, pointer: &str) -> Option<FilterFault> {
    let takes_none = matches!(condition.op, Operator::Blank | Operator::NotBlank);
    if condition.op == Operator::Involves && condition.value.is_none() {
        return None;
    }
    let bad =
        |zh: String, en: String| Some(FilterFault { code: "MD0403", pointer: format!("{pointer}/value"), message: Label::both(zh, en), hint: None });
    let name = type_name(value_type);
    match (&condition.value, takes_none) {
        (None, true) => None,
        (Some(_), true) => bad("该运算符不需要值".into(), "This operator takes no value".into()),
        (None, false) => bad("缺少比较的值".into(), "The value to compare with is missing".into()),
        (Some(Operand::Variable { var }), false) if !variable_fits(*var, value_type) => bad(
            format!("变量不适用于{}字段", name.get(value::Locale::ZhCn)),
            format!("The variable does not fit a {} field", name.get(value::Locale::En)),
        ),
        (Some(Operand::Period { .. }), false) if condition.op != Operator::Within => {
            bad("期间只能用于 within".into(), "A period goes with `within` only".into())
        }
        (Some(_), false) => match readable(condition, value_type) {
            true => None,
            false => {
                bad(format!("值不能读作{}", name.get(value::Locale::ZhCn)), format!("The value cannot be read as {}", name.get(value::Locale::En)))
            }
        },
    }
}

/// Whether the value reads as the type once its variables are bound; the moment of the trial does not matter.
fn readable(condition: &Condition, value_type: &ValueType) -> bool {
    let zone = Zone::fixed("UTC", 0);
    let trial = Variables { now: value::Instant::UNIX_EPOCH, zone: &zone, current_user: None, current_departments: &[] };
    let Filter::Condition(bound) = bind(&Filter::Condition(condition.clone()), &trial) else { return false };
    match (&bound.value, comparand(&bound, value_type)) {
        (_, None) => false,
        (Some(Operand::Literal(Json::Null)), Some(Comparand::Blank)) => !matches!(condition.value, Some(Operand::Literal(_))),
        (_, Some(Comparand::Span(from, to))) => value::compare(&from, &to).is_some_and(std::cmp::Ordering::is_le),
        _ => true,
    }
}

fn variable_fits(variable: Variable, value_type: &ValueType) -> bool {
    let item = if let ValueType::List(item) = value_type { item } else { value_type };
    match variable {
        Variable::CurrentUser => *item == ValueType::Reference(ReferenceTarget::User),
        Variable::CurrentDepartments => *item == ValueType::Reference(ReferenceTarget::Department),
        Variable::Today => matches!(item, ValueType::Date | ValueType::Instant),
        Variable::Now => *item == ValueType::Instant,
    }
}

fn type_of<'a>(path: &FieldPath, fields: &'a IndexMap<FieldId, ValueType>) -> Option<&'a ValueType> {
    match (fields.get(&path.field)?, &path.column) {
        (value_type, None) => Some(value_type),
        (ValueType::Rows(columns), Some(column)) => columns.iter().find(|(id, _)| id == column).map(|(_, value_type)| value_type),
        _ => None,
    }
}

fn fits(condition: &Condition, value_type: &ValueType) -> bool {
    use Operator::{Blank, Contains, Eq, Ge, Gt, HasAll, HasAny, In, Involves, Le, Lt, Ne, NotBlank, NotIn, StartsWith, Under, Within};
    let op = condition.op;
    match value_type {
        _ if op == Involves => condition.field.field.as_str() == "_id" && condition.field.column.is_none(),
        _ if matches!(op, Blank | NotBlank) => true,
        ValueType::Text => matches!(op, Eq | Ne | In | NotIn | Contains | StartsWith),
        ValueType::Number { .. } => matches!(op, Eq | Ne | Lt | Le | Gt | Ge | In | NotIn),
        ValueType::Bool => matches!(op, Eq | Ne),
        ValueType::Date | ValueType::Instant => matches!(op, Eq | Ne | Lt | Le | Gt | Ge | Within | In | NotIn),
        ValueType::Time => matches!(op, Eq | Ne | Lt | Le | Gt | Ge | In | NotIn),
        ValueType::Choice => matches!(op, Eq | Ne | In | NotIn | Under),
        ValueType::Reference(target) => matches!(op, Eq | Ne | In | NotIn) || (op == Under && *target == ReferenceTarget::Department),
        ValueType::List(item) => {
            let tree = matches!(**item, ValueType::Choice | ValueType::Reference(ReferenceTarget::Department));
            matches!(op, HasAny | HasAll) && !matches!(**item, ValueType::File | ValueType::Structure) || (op == Under && tree)
        }
        ValueType::Rows(_) | ValueType::File | ValueType::Structure => false,
    }
}

fn is_sortable(value_type: &ValueType) -> bool {
    !matches!(value_type, ValueType::List(_) | ValueType::Rows(_) | ValueType::File | ValueType::Structure)
}

fn unknown_field(path: &FieldPath, pointer: &str, fields: &IndexMap<FieldId, ValueType>) -> FilterFault {
    let wanted = path.to_string();
    let near = value::nearest(path.field.as_str(), fields.keys().map(FieldId::as_str));
    FilterFault {
        code: "MD0401",
        pointer: pointer.into(),
        message: Label::both(format!("没有字段「{wanted}」"), format!("There is no field `{wanted}`")),
        hint: near.map(|id| Label::both(format!("你是否想用「{id}」？"), format!("Did you mean `{id}`?"))),
    }
}

fn operator_name(op: Operator) -> String {
    serde_json::to_value(op).ok().and_then(|name| name.as_str().map(String::from)).unwrap_or_default()
}

fn type_name(value_type: &ValueType) -> Label {
    let (zh, en) = match value_type {
        ValueType::Text => ("文本", "text"),
        ValueType::Number { .. } => ("数字", "a number"),
        ValueType::Bool => ("是/否", "yes or no"),
        ValueType::Date => ("日期", "a date"),
        ValueType::Time => ("时间", "a time"),
        ValueType::Instant => ("日期时间", "a moment"),
        ValueType::Choice => ("选项", "an option"),
        ValueType::List(_) => ("多值", "a list"),
        ValueType::Rows(_) => ("子表", "a sub-table"),
        ValueType::Reference(_) => ("关联", "a reference"),
        ValueType::File => ("文件", "a file"),
        ValueType::Structure => ("结构", "a structure"),
    };
    Label::both(zh, en)
}
