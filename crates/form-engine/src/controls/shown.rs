//! What the kinds share that hold no value: they show something that stands elsewhere, or do something.

use super::relation;
use crate::{Behaviour, Findings, FormEnvironment, Special};
use definition::Form;
use indexmap::IndexMap;
use query::{Filter, Sort};
use serde_json::Value as Json;
use std::sync::Arc;
use value::{FieldId, ValueType};

/// A field without a value, and what its renderer is told.
#[derive(Debug)]
struct Shown {
    about: Option<Json>,
}

/// A field without a value.
pub(super) fn nothing() -> Arc<dyn Behaviour> {
    Arc::new(Shown { about: None })
}

/// A field without a value whose renderer is told something beside the settings.
pub(super) fn telling(about: Json) -> Arc<dyn Behaviour> {
    Arc::new(Shown { about: Some(about) })
}

impl Behaviour for Shown {
    fn value_type(&self) -> ValueType {
        ValueType::Text
    }

    fn about(&self) -> Option<Json> {
        self.about.clone()
    }

    fn special(&self) -> Special<'_> {
        Special::Shown
    }
}

/// Reports columns, filters and orders of a list that speak of fields that its form does not have.
pub(super) fn check_list(
    form: &Form,
    columns: &[FieldId],
    filter: Option<&Filter>,
    sort: &[Sort],
    environment: &FormEnvironment<'_>,
    findings: &mut Findings,
) {
    for (index, column) in columns.iter().enumerate().filter(|(_, column)| !relation::is_field_of(form, column)) {
        relation::unknown_field(form, column, &format!("/columns/{index}"), findings);
    }
    if filter.is_none() && sort.is_empty() {
        return;
    }
    let fields = crate::scope::plain_fields_of(form, environment);
    let types: IndexMap<FieldId, ValueType> = fields.into_iter().map(|(id, field)| (id, field.value_type)).collect();
    let of_filter = filter.map(|filter| query::check(filter, &types)).unwrap_or_default();
    for fault in of_filter {
        findings.error(fault.code, &format!("/filter{}", fault.pointer), fault.message).hint = fault.hint;
    }
    for fault in query::check_sort(sort, &types) {
        findings.error(fault.code, &format!("/sort{}", fault.pointer), fault.message).hint = fault.hint;
    }
}
