//! Order in memory: blanks last in both directions, the record key last of all.

use crate::{Direction, Sort, Source};
use std::cmp::Ordering;
use value::{FieldId, SortKey, Value, compare};

/// Orders two records. `text_key` makes the key by which texts sort (pinyin for Chinese).
pub fn compare_records(sorts: &[Sort], left: &dyn Source, right: &dyn Source, text_key: SortKey) -> Ordering {
    let by_levels = sorts
        .iter()
        .filter(|sort| sort.field.column.is_none())
        .map(|sort| level(left.value(&sort.field.field), right.value(&sort.field.field), sort.dir, text_key))
        .find(|order| order.is_ne())
        .unwrap_or(Ordering::Equal);
    by_levels.then_with(|| by_record_key(left, right))
}

fn level(left: &Value, right: &Value, direction: Direction, text_key: SortKey) -> Ordering {
    match (left.is_blank(), right.is_blank()) {
        (true, true) => return Ordering::Equal,
        (true, false) => return Ordering::Greater,
        (false, true) => return Ordering::Less,
        (false, false) => {}
    }
    let order = match (left, right) {
        (Value::Text(a), Value::Text(b)) => text_key(a).cmp(&text_key(b)).then_with(|| a.cmp(b)),
        _ => compare(left, right).unwrap_or(Ordering::Equal),
    };
    if direction == Direction::Desc { order.reverse() } else { order }
}

fn by_record_key(left: &dyn Source, right: &dyn Source) -> Ordering {
    let Ok(key) = FieldId::parse("_id") else { return Ordering::Equal };
    compare(left.value(&key), right.value(&key)).unwrap_or(Ordering::Equal)
}
