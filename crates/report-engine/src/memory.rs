//! Counting in memory: the reference that the databases are compared with.

use crate::buckets::bucket;
use crate::{Counted, CountedRow, Question, Tally};
use query::{FieldPath, QueryContext, Source, matches};
use value::{Date, Value, compare};

/// Counts records in memory.
pub fn count_in_memory(question: &Question, records: &[&dyn Source], context: &QueryContext<'_>) -> Counted {
    let mut rows: Vec<CountedRow> = Vec::new();
    // The values that were seen, per row and measure, for the number of different ones.
    let mut seen: Vec<Vec<Vec<Value>>> = Vec::new();
    if question.groups.is_empty() {
        rows.push(CountedRow { keys: Vec::new(), tallies: vec![Tally::default(); question.tallies.len()] });
        seen.push(vec![Vec::new(); question.tallies.len()]);
    }
    for record in records.iter().filter(|record| question.filter.as_ref().is_none_or(|filter| matches(filter, **record, context))) {
        let keys: Vec<Value> = question.groups.iter().map(|group| key(record.value(&group.field.field), group.grain, context)).collect();
        let index = rows.iter().position(|row| row.keys == keys).unwrap_or_else(|| {
            rows.push(CountedRow { keys, tallies: vec![Tally::default(); question.tallies.len()] });
            seen.push(vec![Vec::new(); question.tallies.len()]);
            rows.len() - 1
        });
        let (Some(row), Some(seen)) = (rows.get_mut(index), seen.get_mut(index)) else { continue };
        for ((tallied, tally), seen) in question.tallies.iter().zip(&mut row.tallies).zip(seen) {
            if tallied.filter.as_ref().is_some_and(|filter| !matches(filter, *record, context)) {
                continue;
            }
            let value = tallied.field.as_ref().map_or(Value::Bool(true), |FieldPath { field, .. }| record.value(field).clone());
            tally.add(&value);
            if !value.is_blank() && !seen.iter().any(|known| compare(known, &value) == Some(std::cmp::Ordering::Equal)) {
                seen.push(value);
                tally.distinct += 1;
            }
        }
    }
    Counted { rows }
}

fn key(value: &Value, grain: Option<definition::Grain>, context: &QueryContext<'_>) -> Value {
    let Some(grain) = grain else { return if value.is_blank() { Value::Blank } else { value.clone() } };
    let day: Option<Date> = match value {
        Value::Date(day) => Some(*day),
        Value::Instant(instant) => Some(context.variables.zone.day(*instant)),
        _ => None,
    };
    day.map_or(Value::Blank, |day| Value::Date(bucket(day, grain)))
}
