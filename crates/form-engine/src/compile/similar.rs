//! By what records look like one another.

use crate::compiled::{CompiledField, Storage};
use crate::control::Findings;
use definition::Form;
use indexmap::IndexMap;
use std::collections::BTreeSet;
use value::{FieldId, ValueType};

/// The most fields in which records agree: more would never be asked for.
const MOST_FIELDS: usize = 5;

pub(super) fn check(form: &Form, fields: &IndexMap<FieldId, CompiledField>, findings: &mut Findings) {
    let mut ids = BTreeSet::new();
    for (index, rule) in form.similar.iter().enumerate() {
        findings.at(format!("similar/{index}"), |findings| {
            if !ids.insert(&rule.id) {
                findings.error("MC0309", "/id", told!(format!("id「{}」用了两次", rule.id), format!("the id `{}` is used twice", rule.id)));
            }
            if !(1..=MOST_FIELDS).contains(&rule.fields.len()) {
                let message = told!(format!("应有 1 到 {MOST_FIELDS} 个字段"), format!("there are 1 to {MOST_FIELDS} fields"));
                findings.error("MC0309", "/fields", message);
            }
            for (place, id) in rule.fields.iter().enumerate() {
                if !fields.get(id).is_some_and(can_be_asked) {
                    let message =
                        told!(format!("不能按字段「{id}」查找相似记录"), format!("similar records cannot be looked for by the field `{id}`"));
                    findings.error("MC0309", &format!("/fields/{place}"), message).hint = Some(told!(
                        "只能用本表单中会保存的文本、数值、日期、单选和单个关联字段",
                        "take a stored text, number, date, choice or single relation of this form"
                    ));
                }
            }
        });
    }
}

fn can_be_asked(field: &CompiledField) -> bool {
    let comparable = !matches!(field.value_type, ValueType::Rows(_) | ValueType::List(_) | ValueType::File | ValueType::Structure | ValueType::Bool);
    comparable && field.storage != Storage::Live
}
