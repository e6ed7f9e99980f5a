//! What a query may speak of: a field that may not be read may not be filtered, sorted, grouped or searched either.

use crate::Plan;
use definition::FieldRight;
use query::{FieldPath, Filter, Sort};

/// What a query uses a field for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum QueryUse {
    /// In a condition.
    Filter,
    /// In the order.
    Sort,
    /// In a full-text search.
    Search,
    /// As a dimension or measure.
    Group,
}

/// A query speaks of a field that the actor may not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{field}` may not be read and so not be used for {used:?}")]
pub struct QueryRefused {
    /// The field.
    pub field: FieldPath,
    /// What it was to be used for.
    pub used: QueryUse,
}

/// Checks every field of a query that comes from a person. Fields of related records are checked with the plan of their own form.
pub fn check_query(plan: &Plan, filter: Option<&Filter>, sort: &[Sort], others: &[(FieldPath, QueryUse)]) -> Result<(), QueryRefused> {
    let mut used = Vec::new();
    if let Some(filter) = filter {
        fields_of(filter, &mut used);
    }
    used.extend(sort.iter().map(|level| (level.field.clone(), QueryUse::Sort)));
    used.extend(others.iter().cloned());
    match used.into_iter().find(|(field, _)| plan.right(field.field.as_str()) < FieldRight::Read) {
        Some((field, used)) => Err(QueryRefused { field, used }),
        None => Ok(()),
    }
}

fn fields_of(filter: &Filter, into: &mut Vec<(FieldPath, QueryUse)>) {
    match filter {
        Filter::And(parts) | Filter::Or(parts) => parts.iter().for_each(|part| fields_of(part, into)),
        Filter::Not(part) => fields_of(part, into),
        Filter::Condition(condition) => into.push((condition.field.clone(), QueryUse::Filter)),
    }
}
