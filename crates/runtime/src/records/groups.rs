//! Records in groups: how many there are in each, and their totals, every level counted from its own records.

use super::list::{Words, resolve};
use crate::app_cache::ActiveApp;
use crate::facts::Source;
use crate::looking::{Looking, target_of};
use crate::types::{GroupQuery, GroupRow, Groups};
use crate::{Runtime, RuntimeError, RuntimeResult};
use access::{Actor, Plan, QueryUse, check_query};
use chrono::{Days, Months};
use definition::{Action, Aggregate, Grain, ViewGroup, ViewTotal};
use form_engine::CompiledForm;
use query::{Condition, FieldPath, Filter, Operand, Operator};
use serde_json::{Value as Json, json};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use store::aggregate::{self, CountedRow, Group, Measure, Parts, Question};
use value::{AppId, Date, Decimal, FieldId, FormId, RecordId, Rounding, Value, ValueType, round_to_scale};

/// How many groups of one level are answered.
const MOST: u32 = 500;
/// How many levels, and how many totals of each group.
const LEVELS: usize = 3;
const TOTALS: usize = 12;

impl Runtime {
    /// The groups of the records that a query finds. Only what the actor sees is counted.
    pub async fn group_records(&self, actor: &Actor, app: &AppId, form: &FormId, asked: &GroupQuery) -> RuntimeResult<Groups> {
        let active = self.active_app(app).await?;
        let compiled = active.form(form)?.clone();
        let plan = self.plan(&active, &compiled, actor, Action::Read)?;
        check(&compiled, &plan, asked)?;
        let resolved = resolve(&compiled, &plan, &asked.records)?;
        let people = self.people().await?;
        let looking = Looking::new(&active, &people, form, actor, self.now())?;
        let (reader, view) = (self.inner.store.read(), looking.view(&plan));
        let search = resolved.search.as_ref().map(Words::asked);
        let mut levels = Vec::with_capacity(asked.groups.len() + 1);
        let mut cut = false;
        for level in 0..=asked.groups.len() {
            let groups = asked.groups.iter().take(level).map(|group| by(&compiled, group)).collect();
            let question = Question { groups, measures: measures(&asked.totals), filter: resolved.filter.clone(), limit: MOST };
            let found = aggregate::aggregate_found(&reader, &view, &question, search).await?;
            cut |= found.cut;
            levels.push(found.rows);
        }
        let wanted = references(&compiled, &asked.groups, levels.iter().flatten());
        let source = Source { runtime: self, session: &reader, app: &active, people: &people, actor, now: self.now() };
        let labels = source.named(wanted).await?;
        let row = |row: &CountedRow| row_of(&active, &compiled, asked, row);
        let mut rows: Vec<&CountedRow> = levels.iter().skip(1).flatten().collect();
        rows.sort_by(|one, other| ordered(&compiled, &asked.groups, &labels, one, other));
        let whole = levels.first().and_then(|rows| rows.first()).map(row);
        let empty =
            || GroupRow { keys: Vec::new(), filter: Filter::And(Vec::new()), count: 0, totals: asked.totals.iter().map(|_| Json::Null).collect() };
        Ok(Groups {
            whole: whole.unwrap_or_else(empty),
            rows: rows.into_iter().map(row).collect(),
            cut,
            labels: labels.into_iter().map(|(key, label)| (key.to_string(), label)).collect(),
        })
    }
}

fn check(form: &CompiledForm, plan: &Plan, asked: &GroupQuery) -> RuntimeResult<()> {
    if asked.groups.len() > LEVELS || asked.totals.len() > TOTALS {
        let (zh, en) = (format!("最多分 {LEVELS} 级、汇总 {TOTALS} 项"), format!("At most {LEVELS} levels and {TOTALS} totals"));
        return Err(RuntimeError::refused("too_many_groups", zh, en));
    }
    let fields = asked.groups.iter().map(|group| &group.field).chain(asked.totals.iter().map(|total| &total.field));
    let used: Vec<_> = fields.map(|field| (FieldPath { field: field.clone(), column: None }, QueryUse::Group)).collect();
    check_query(plan, None, &[], &used)?;
    let probe = definition::View {
        groups: asked.groups.clone(),
        totals: asked.totals.clone(),
        ..definition::View::table(part("probe")?, value::Label::default(), vec![id("_id")?])
    };
    let diagnostics = form_engine::check_view(form, &probe);
    if diagnostics.is_empty() { Ok(()) } else { Err(RuntimeError::Faulty { diagnostics }) }
}

fn part(text: &str) -> RuntimeResult<value::PartId> {
    value::PartId::parse(text).map_err(crate::commit::internal)
}

fn id(text: &str) -> RuntimeResult<FieldId> {
    FieldId::parse(text).map_err(crate::commit::internal)
}

fn type_of<'a>(form: &'a CompiledForm, field: &FieldId) -> Option<&'a ValueType> {
    form.scope.fields.get(field.as_str()).map(|field| &field.value_type)
}

/// Days and moments without a period are grouped by days.
fn grain_of(form: &CompiledForm, group: &ViewGroup) -> Option<Grain> {
    match type_of(form, &group.field) {
        Some(ValueType::Date | ValueType::Instant) => Some(group.grain.unwrap_or(Grain::Day)),
        _ => None,
    }
}

fn by(form: &CompiledForm, group: &ViewGroup) -> Group {
    Group { field: FieldPath { field: group.field.clone(), column: None }, grain: grain_of(form, group) }
}

/// The number of records, then the totals.
fn measures(totals: &[ViewTotal]) -> Vec<Measure> {
    let count = Measure { aggregate: Aggregate::Count, field: None, filter: None };
    let of =
        |total: &ViewTotal| Measure { aggregate: total.aggregate, field: Some(FieldPath { field: total.field.clone(), column: None }), filter: None };
    std::iter::once(count).chain(totals.iter().map(of)).collect()
}

fn references<'r>(
    form: &CompiledForm,
    groups: &[ViewGroup],
    rows: impl Iterator<Item = &'r CountedRow>,
) -> BTreeMap<form_engine::Target, BTreeSet<RecordId>> {
    let mut wanted: BTreeMap<form_engine::Target, BTreeSet<RecordId>> = BTreeMap::new();
    for row in rows {
        for (key, group) in row.keys.iter().zip(groups) {
            if let (Value::Reference(key), Some(target)) = (key, type_of(form, &group.field).and_then(target_of)) {
                wanted.entry(target).or_default().insert(*key);
            }
        }
    }
    wanted
}

/// Groups stand in the order of their values, options in that of the form, names by their names; a group stands before what is in it.
fn ordered(form: &CompiledForm, groups: &[ViewGroup], labels: &BTreeMap<RecordId, String>, one: &CountedRow, other: &CountedRow) -> Ordering {
    for ((left, right), group) in one.keys.iter().zip(&other.keys).zip(groups) {
        let order = match (left, right) {
            (Value::Blank, Value::Blank) => Ordering::Equal,
            (Value::Blank, _) => Ordering::Greater,
            (_, Value::Blank) => Ordering::Less,
            (Value::Choice(left), Value::Choice(right)) => {
                let place = |option: &value::OptionId| form.field(group.field.as_str())?.options.iter().position(|known| known.id == *option);
                (place(left).unwrap_or(usize::MAX), left).cmp(&(place(right).unwrap_or(usize::MAX), right))
            }
            (Value::Reference(left), Value::Reference(right)) => {
                let name = |key: &RecordId| labels.get(key).map(|label| store::text_key(label));
                (name(left), left).cmp(&(name(right), right))
            }
            (Value::Text(left), Value::Text(right)) => (store::text_key(left), left).cmp(&(store::text_key(right), right)),
            (left, right) => value::compare(left, right).unwrap_or(Ordering::Equal),
        };
        if order != Ordering::Equal {
            return order;
        }
    }
    one.keys.len().cmp(&other.keys.len())
}

fn row_of(app: &ActiveApp, form: &CompiledForm, asked: &GroupQuery, row: &CountedRow) -> GroupRow {
    let parts: Vec<Filter> = row.keys.iter().zip(&asked.groups).map(|(key, group)| within(app, form, group, key)).collect();
    let json = |(key, group): (&Value, &ViewGroup)| {
        let value_type = type_of(form, &group.field).filter(|_| grain_of(form, group).is_none());
        value::to_json(key, value_type)
    };
    let totals = row.parts.iter().skip(1).zip(&asked.totals);
    GroupRow {
        keys: row.keys.iter().zip(&asked.groups).map(json).collect(),
        filter: Filter::And(parts),
        count: row.parts.first().and_then(|parts| u64::try_from(parts.count).ok()).unwrap_or(0),
        totals: totals.map(|(parts, total)| total_of(form, total, parts)).collect(),
    }
}

/// What the records of a group fulfil on its own level.
fn within(app: &ActiveApp, form: &CompiledForm, group: &ViewGroup, key: &Value) -> Filter {
    let path = FieldPath { field: group.field.clone(), column: None };
    let condition = |op: Operator, value: Option<Json>| Filter::Condition(Condition { field: path.clone(), op, value: value.map(Operand::Literal) });
    match (key, grain_of(form, group)) {
        (Value::Blank, _) => condition(Operator::Blank, None),
        (Value::Date(first), Some(grain)) => {
            let instant = type_of(form, &group.field) == Some(&ValueType::Instant);
            let bound = |day: Date| {
                let midnight = || day.and_hms_opt(0, 0, 0).map(|local| Value::Instant(app.compiled.zone.instant(local)));
                let value = if instant { midnight().unwrap_or(Value::Date(day)) } else { Value::Date(day) };
                Some(value::to_json(&value, None))
            };
            let next = after(*first, grain).unwrap_or(Date::MAX);
            Filter::And(vec![condition(Operator::Ge, bound(*first)), condition(Operator::Lt, bound(next))])
        }
        (key, _) => condition(Operator::Eq, Some(value::to_json(key, type_of(form, &group.field)))),
    }
}

/// The first day of the period after.
fn after(first: Date, grain: Grain) -> Option<Date> {
    match grain {
        Grain::Day => first.succ_opt(),
        Grain::Week => first.checked_add_days(Days::new(7)),
        Grain::Month => first.checked_add_months(Months::new(1)),
        Grain::Quarter => first.checked_add_months(Months::new(3)),
        Grain::Year => first.checked_add_months(Months::new(12)),
    }
}

fn total_of(form: &CompiledForm, total: &ViewTotal, parts: &Parts) -> Json {
    let value_type = type_of(form, &total.field);
    match total.aggregate {
        Aggregate::Count => json!(parts.count),
        Aggregate::CountDistinct => json!(parts.distinct),
        Aggregate::Sum => value::to_json(&Value::Number(parts.sum), value_type),
        Aggregate::Average if parts.count == 0 => Json::Null,
        Aggregate::Average => {
            // An average of whole numbers is seldom whole.
            let scale = if let Some(ValueType::Number { scale }) = value_type { (*scale).max(2) } else { 2 };
            let mean = parts.sum.checked_div(Decimal::from(parts.count)).unwrap_or_default();
            json!(round_to_scale(mean, scale, Rounding::default()).normalize().to_string())
        }
        Aggregate::Min => value::to_json(&parts.min, value_type),
        Aggregate::Max => value::to_json(&parts.max, value_type),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_ends_where_the_next_one_begins() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        for (first, grain, next) in [
            ("2026-12-31", Grain::Day, "2027-01-01"),
            ("2026-12-28", Grain::Week, "2027-01-04"),
            ("2028-02-01", Grain::Month, "2028-03-01"),
            ("2026-10-01", Grain::Quarter, "2027-01-01"),
            ("2026-01-01", Grain::Year, "2027-01-01"),
        ] {
            assert_eq!(after(day(first), grain), Some(day(next)), "{grain:?}");
        }
    }
}
