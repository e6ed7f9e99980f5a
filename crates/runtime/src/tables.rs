//! Forms as the store needs them: stored fields, what is unique, and what lists are likely to filter and sort by.

use app_engine::CompiledApp;
use form_engine::{CompiledForm, Storage};
use query::Filter;
use std::collections::BTreeSet;
use store::tables::{FieldSpec, FormSpec};
use value::{FieldId, ValueType};

/// The tables that an app needs.
pub(crate) fn specs_of(app: &CompiledApp) -> Vec<FormSpec> {
    app.forms.values().map(|form| spec_of(app, form)).collect()
}

fn spec_of(app: &CompiledApp, form: &CompiledForm) -> FormSpec {
    let used = used_in_lists(app, form);
    let stored = form.fields.values().filter(|field| field.storage != Storage::Live);
    let spec = |field: &form_engine::CompiledField| FieldSpec {
        id: field.id.clone(),
        value_type: field.value_type.clone(),
        unique: field.unique,
        indexed: used.contains(&field.id) || matches!(field.value_type, ValueType::Reference(_)),
    };
    FormSpec { app: app.id().clone(), form: form.id().clone(), zone: app.zone.clone(), fields: stored.map(spec).collect() }
}

/// The fields in the filters and orders of views, in row rights, in reports and in the indexes that the form itself asks for.
fn used_in_lists(app: &CompiledApp, form: &CompiledForm) -> BTreeSet<FieldId> {
    let mut used: BTreeSet<FieldId> = form.indexes.iter().flat_map(|index| index.fields.iter().cloned()).collect();
    for view in &form.views {
        view.filter.iter().for_each(|filter| fields_of(filter, &mut used));
        used.extend(view.sort.iter().map(|level| level.field.field.clone()));
        used.extend(view.by.iter().chain(&view.until).cloned());
        used.extend(view.groups.iter().map(|group| group.field.clone()));
    }
    let grants = app.roles.iter().flat_map(|role| role.grants.iter()).filter(|grant| grant.form == *form.id());
    grants.filter_map(|grant| grant.filter.as_ref()).for_each(|filter| fields_of(filter, &mut used));
    for report in app.reports.values().filter(|report| report.dataset == *form.id()) {
        report.filter.iter().for_each(|filter| fields_of(filter, &mut used));
        used.extend(report.dimensions.iter().map(|dimension| dimension.field.field.clone()));
    }
    used
}

fn fields_of(filter: &Filter, into: &mut BTreeSet<FieldId>) {
    match filter {
        Filter::And(parts) | Filter::Or(parts) => parts.iter().for_each(|part| fields_of(part, into)),
        Filter::Not(part) => fields_of(part, into),
        Filter::Condition(condition) => _ = into.insert(condition.field.field.clone()),
    }
}
