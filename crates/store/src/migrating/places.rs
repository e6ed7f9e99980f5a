//! Where the values of a field are before and after: in columns of one table, or in lists.

use super::{FieldMove, FormMove, Moved, Slice, Which};
use crate::records::{Cell, column_names, decode, encode, insert_items, load_items, unfit, update_lines};
use crate::tables::{self, Column, ID, ORDER, PARENT, StoredField, name};
use crate::{StoreError, Tx};
use query::FieldPath;
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Expr, ExprTrait, Order, Query, SelectStatement};
use std::collections::BTreeMap;
use uuid::Uuid;
use value::Value;

/// Where values are read and written.
pub(super) enum Place<'f> {
    /// In the same column: nothing is to be done.
    Same,
    /// In two columns of one table.
    Columns(Scan<'f>),
    /// At least one of them is a list.
    Items(Items<'f>),
}

/// Two columns of one table.
pub(super) struct Scan<'f> {
    pub(super) table: String,
    /// The column that holds the key of the record.
    pub(super) owner: &'static str,
    pub(super) from: &'f Column,
    pub(super) to: &'f Column,
    pub(super) stored: &'f StoredField,
}

/// Lists and single values.
pub(super) enum Items<'f> {
    /// A value becomes a list of one or more.
    Into { from: &'f Column, table: &'f str, item: &'f Column, stored: &'f StoredField },
    /// A list becomes one value.
    OutOf { table: &'f str, item: &'f Column, to: &'f Column, stored: &'f StoredField },
    /// A list becomes a list of another type, in the same table.
    Both { table: &'f str, from: &'f Column, to: &'f Column, stored: &'f StoredField },
}

/// The places of a field in both versions.
pub(super) fn of<'f>(form: &'f FormMove, path: &FieldPath) -> Result<Place<'f>, StoreError> {
    let missing =
        || StoreError::FieldUnfit { form: form.after.form.to_string(), field: path.to_string(), reason: "it is not in both versions".into() };
    let (before, after) = (form.before.find(path).ok_or_else(missing)?, form.after.find(path).ok_or_else(missing)?);
    let in_rows = form.after.fields.get(&path.field).and_then(|field| match (&path.column, &field.place) {
        (Some(_), tables::Place::Rows { physical, .. }) => Some(physical.as_str()),
        _ => None,
    });
    use tables::Place::{Column as Single, Items as Many};
    Ok(match (&before.place, &after.place) {
        (Single(from), Single(to)) if from.name == to.name => Place::Same,
        (Single(from), Single(to)) => {
            let (table, owner) = in_rows.map_or((form.after.physical.as_str(), ID), |table| (table, PARENT));
            Place::Columns(Scan { table: table.into(), owner, from, to, stored: after })
        }
        (Single(from), Many { physical, item }) if in_rows.is_none() => Place::Items(Items::Into { from, table: physical, item, stored: after }),
        (Many { physical, item }, Single(to)) if in_rows.is_none() => Place::Items(Items::OutOf { table: physical, item, to, stored: after }),
        (Many { item: from, .. }, Many { item: to, .. }) if from.name == to.name => Place::Same,
        (Many { item: from, .. }, Many { physical, item: to }) if in_rows.is_none() => {
            Place::Items(Items::Both { table: physical, from, to, stored: after })
        }
        _ => return Err(missing()),
    })
}

/// The rows of some records, in the order of their keys.
pub(super) fn narrow(select: &mut SelectStatement, owner: &str, which: Which<'_>) {
    select.order_by(name(ID), Order::Asc);
    match which {
        Which::After(after, limit) => {
            if let Some(after) = after {
                select.and_where(Expr::col(name(ID)).gt(after));
            }
            select.limit(limit);
        }
        Which::Of(records) => _ = select.and_where(Expr::col(name(owner)).is_in(records.iter().copied())),
    }
}

/// Where a list is read or written: record by record.
pub(super) async fn items(tx: &Tx, form: &FormMove, field: &FieldMove, items: &Items<'_>, which: Which<'_>) -> Result<Slice, StoreError> {
    let single = match items {
        Items::Into { from, .. } => Some(*from),
        Items::OutOf { to, .. } => Some(*to),
        Items::Both { .. } => None,
    };
    let mut select = Query::select();
    select.from(name(&form.after.physical)).column(name(ID));
    if let Some(column) = single {
        select.column(name(&column.name));
    }
    narrow(&mut select, ID, which);
    let mut singles: Vec<(Uuid, Value)> = Vec::new();
    for row in tx.query_all(&select).await? {
        let value = single.map_or(Ok(Value::Blank), |column| decode(&row, 1, column.scalar))?;
        singles.push((row.try_get_by_index(0)?, value));
    }
    let records: Vec<Uuid> = singles.iter().map(|(key, _)| *key).collect();
    let mut slice =
        Slice { last: records.last().copied(), seen: u64::try_from(records.len()).unwrap_or(0), records: records.clone(), refused: Vec::new() };
    match items {
        Items::Into { table, item, stored, .. } => {
            let mut lists = load_items(tx, table, item, &records).await?;
            let mut written = Vec::new();
            for (key, now) in singles {
                written.extend(decided(field, key, &now, &lists.remove(&key).unwrap_or_default(), &mut slice));
            }
            write_items(tx, form, stored, table, item, written).await?;
        }
        Items::OutOf { table, item, to, stored } => {
            let mut lists = load_items(tx, table, item, &records).await?;
            let mut lines = Vec::new();
            for (key, before) in singles {
                let Some((_, value)) = decided(field, key, &lists.remove(&key).unwrap_or_default(), &before, &mut slice) else { continue };
                let mut line = vec![Cell::Uuid(Some(key))];
                line.extend(encode(&value, to, &form.after.zone).map_err(|reason| unfit(&form.after, stored, reason))?);
                lines.push(line);
            }
            update_lines(tx, &form.after, &form.after.physical, &[ID], &column_names(to).collect::<Vec<_>>(), lines).await?;
        }
        Items::Both { table, from, to, stored } => between(tx, form, field, (table, from, to, stored), &records, &mut slice).await?,
    }
    Ok(slice)
}

fn decided(field: &FieldMove, key: Uuid, now: &Value, before: &Value, slice: &mut Slice) -> Option<(Uuid, Value)> {
    match (field.convert)(now, before) {
        Moved::Leave => None,
        Moved::Write(value) => Some((key, value)),
        Moved::No => {
            slice.refused.push((key, now.clone()));
            Some((key, Value::Blank))
        }
    }
}

async fn write_items(
    tx: &Tx,
    form: &FormMove,
    stored: &StoredField,
    table: &str,
    item: &Column,
    written: Vec<(Uuid, Value)>,
) -> Result<(), StoreError> {
    if written.is_empty() {
        return Ok(());
    }
    let parents: Vec<Uuid> = written.iter().map(|(key, _)| *key).collect();
    for some in parents.chunks(500) {
        tx.execute(Query::delete().from_table(name(table)).and_where(Expr::col(name(PARENT)).is_in(some.iter().copied()))).await?;
    }
    let lists: Vec<(Uuid, &[Value])> =
        written.iter().filter_map(|(key, value)| if let Value::List(items) = value { Some((*key, items.as_slice())) } else { None }).collect();
    insert_items(tx, &form.after, stored, table, item, &lists).await
}

/// Items keep their rows: the value of another type goes into another column of the same row.
async fn between(
    tx: &Tx,
    form: &FormMove,
    field: &FieldMove,
    (table, from, to, stored): (&str, &Column, &Column, &StoredField),
    records: &[Uuid],
    slice: &mut Slice,
) -> Result<(), StoreError> {
    let mut rows: BTreeMap<Uuid, Vec<(i64, Value, Value)>> = BTreeMap::new();
    for some in records.chunks(500) {
        let mut select = Query::select();
        select.from(name(table)).columns([name(PARENT), name(ORDER), name(&from.name), name(&to.name)]);
        select.and_where(Expr::col(name(PARENT)).is_in(some.iter().copied()));
        select.order_by(name(PARENT), Order::Asc).order_by(name(ORDER), Order::Asc);
        for row in tx.query_all(&select).await? {
            let entry = (row.try_get_by_index(1)?, decode(&row, 2, from.scalar)?, decode(&row, 3, to.scalar)?);
            rows.entry(row.try_get_by_index(0)?).or_default().push(entry);
        }
    }
    let list = |values: Vec<Value>| if values.is_empty() { Value::Blank } else { Value::List(values) };
    let mut lines = Vec::new();
    for (key, rows) in rows {
        let now = list(rows.iter().map(|(_, now, _)| now.clone()).filter(|value| !value.is_blank()).collect());
        let before = list(rows.iter().map(|(_, _, before)| before.clone()).filter(|value| !value.is_blank()).collect());
        let Some((_, value)) = decided(field, key, &now, &before, slice) else { continue };
        let mut items = if let Value::List(items) = value { items } else { Vec::new() }.into_iter();
        for (order, was, _) in rows {
            let value = if was.is_blank() { Value::Blank } else { items.next().unwrap_or_default() };
            let mut line = vec![Cell::Uuid(Some(key)), Cell::BigInt(Some(order))];
            line.extend(encode(&value, to, &form.after.zone).map_err(|reason| unfit(&form.after, stored, reason))?);
            lines.push(line);
        }
    }
    update_lines(tx, &form.after, table, &[PARENT, ORDER], &column_names(to).collect::<Vec<_>>(), lines).await?;
    Ok(())
}
