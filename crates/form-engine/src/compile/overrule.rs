//! Computed fields that a person may overrule: an entered field beside them counts while it holds something.

use super::Target;
use crate::few::Few;
use crate::{CompiledField, Findings, Special};
use indexmap::IndexMap;
use value::{FieldId, Locale, ValueType};

/// The formula of a field that another may overrule. None when none may, or when what is named cannot.
pub(super) fn overruled(formula: &str, target: Target, fields: &IndexMap<FieldId, CompiledField>) -> Option<String> {
    let (id, top) = fields.get_index(target.field)?;
    let (beside, field, prefix) = match target.column {
        None => (fields, top, String::new()),
        Some(column) => (&top.columns, top.columns.get_index(column)?.1, format!("{id}.")),
    };
    let by = named(field)?;
    beside.get(by).filter(|by| fits(field, by))?;
    Some(format!("IF(ISBLANK({{{prefix}{by}}}), ({formula}), {{{prefix}{by}}})"))
}

/// Checks what computed fields name: once it is settled which fields people enter.
pub(super) fn check(fields: &IndexMap<FieldId, CompiledField>, findings: &mut Findings) {
    check_beside(fields, findings);
    fields.values().for_each(|table| check_beside(&table.columns, findings));
}

fn check_beside(fields: &IndexMap<FieldId, CompiledField>, findings: &mut Findings) {
    let mut taken = Few::default();
    for field in fields.values() {
        let Some(by) = named(field) else { continue };
        let pointer = format!("{}/overruled_by", field.pointer);
        let Some(found) = fields.get(by) else {
            let meant = definition::suggest::nearest(by.as_str(), fields.keys().map(FieldId::as_str));
            let message = told!(format!("旁边没有字段「{by}」"), format!("there is no field `{by}` beside it"));
            findings.error("MC0212", &pointer, message).hint =
                meant.map(|meant| told!(format!("你是否想用「{meant}」？"), format!("did you mean `{meant}`?")));
            continue;
        };
        let (zh, en) = (found.label.get(Locale::ZhCn), found.label.get(Locale::En));
        if !found.is_entered() {
            let message = told!(format!("「{zh}」不由人填写，不能用来改写"), format!("nobody enters `{en}`, so that it cannot overrule"));
            findings.error("MC0213", &pointer, message).hint = Some(told!("换一个由人填写的字段", "take a field that people enter"));
        } else if !fits(field, found) {
            let message = told!(format!("「{zh}」的类型与计算结果不同"), format!("`{en}` is of another type than the result"));
            findings.error("MC0214", &pointer, message).hint =
                Some(told!("换一个类型相同的字段，或修改结果类型", "take a field of the same type, or change the type of the result"));
        } else if !taken.insert(by) {
            let message = told!(format!("「{zh}」已用来改写另一个计算字段"), format!("`{en}` overrules another computed field already"));
            findings.error("MC0215", &pointer, message).hint = Some(told!("每个计算字段各用一个", "give each computed field its own"));
        }
    }
}

fn named(field: &CompiledField) -> Option<&FieldId> {
    if let Special::Computed(settings) = field.behaviour.special() { settings.overruled_by.as_ref() } else { None }
}

/// Digits may differ: the value is rounded as the computed field rounds.
fn fits(field: &CompiledField, by: &CompiledField) -> bool {
    match (&field.value_type, &by.value_type) {
        (ValueType::Number { .. }, ValueType::Number { .. }) => true,
        (wanted, given) => wanted == given,
    }
}
