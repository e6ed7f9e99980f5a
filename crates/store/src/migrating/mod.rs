//! Bringing the values of live records over into other columns, while others write.
//!
//! A field whose type changes gets a column of its new type beside the one that it has. Rows are converted in slices, each in a short
//! transaction of its own. Whoever writes meanwhile knows nothing of it: a trigger notes which records were touched, and these are
//! converted again. So no server, no cache and no command that was begun before has to be told, and nothing is lost. What a value
//! becomes is decided by the caller.

mod places;
mod watching;

pub use watching::{flush_later, keep_writers_away, place_of, unwatch, watch};

use crate::records::{Cell, column_names, encode, unfit, update_lines};
use crate::tables::{ID, RecordTable, name};
use crate::{Session, StoreError, Tx};
use places::{Place, Scan};
use query::FieldPath;
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Expr, ExprTrait, Func, Query};
use std::collections::BTreeMap;
use std::sync::Arc;
use uuid::Uuid;
use value::Value;

/// What becomes of a value: the caller gets what stands in the column that is read, and what stands in the one that is written.
pub type Convert = Arc<dyn Fn(&Value, &Value) -> Moved + Send + Sync>;

/// What becomes of one value.
#[derive(Debug, Clone, PartialEq)]
pub enum Moved {
    /// The other column is right as it is.
    Leave,
    /// This is written.
    Write(Value),
    /// It does not convert: the other column becomes blank, and the value is told.
    No,
}

/// The fields of one form whose values are brought over.
#[derive(Clone)]
pub struct FormMove {
    /// The table of the version that is current.
    pub before: RecordTable,
    /// The table of the version to which it leads.
    pub after: RecordTable,
    /// The fields.
    pub fields: Vec<FieldMove>,
}

/// A field whose values are brought over.
#[derive(Clone)]
pub struct FieldMove {
    /// The field, or a column of a sub-table.
    pub field: FieldPath,
    /// What becomes of each value.
    pub convert: Convert,
}

/// Which records.
#[derive(Debug, Clone, Copy)]
pub enum Which<'a> {
    /// So many, after this key.
    After(Option<Uuid>, u64),
    /// Those of these records.
    Of(&'a [Uuid]),
}

/// What came of a slice.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Slice {
    /// The last key that was looked at; none when there was nothing.
    pub last: Option<Uuid>,
    /// How many rows were looked at.
    pub seen: u64,
    /// The records that were looked at.
    pub records: Vec<Uuid>,
    /// Records and their values that do not convert.
    pub refused: Vec<(Uuid, Value)>,
}

/// Brings the values of some records over. Doing it again does no harm.
pub async fn bring_over(tx: &Tx, form: &FormMove, field: &FieldMove, which: Which<'_>) -> Result<Slice, StoreError> {
    match places::of(form, &field.field)? {
        Place::Same => Ok(Slice::default()),
        Place::Columns(scan) => columns(tx, form, field, &scan, which).await,
        Place::Items(items) => places::items(tx, form, field, &items, which).await,
    }
}

/// How many rows there are to look at for a field.
pub async fn size(session: &Session, form: &FormMove, field: &FieldMove) -> Result<u64, StoreError> {
    let mut select = Query::select();
    select.expr(Func::count(Expr::cust("*")));
    match places::of(form, &field.field)? {
        Place::Same => return Ok(0),
        Place::Columns(scan) => _ = select.from(name(&scan.table)).and_where(holds_something(&scan)),
        Place::Items(_) => _ = select.from(name(&form.before.physical)),
    }
    let row = session.query_one(&select).await?;
    let number: i64 = row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or(0);
    Ok(u64::try_from(number).unwrap_or(0))
}

/// The revisions of records, for what the history says of them.
pub async fn revisions(tx: &Tx, table: &RecordTable, records: &[Uuid]) -> Result<BTreeMap<Uuid, i64>, StoreError> {
    let mut found = BTreeMap::new();
    for some in records.chunks(500) {
        let mut select = Query::select();
        select.columns([name(ID), name("_revision")]).from(name(&table.physical));
        select.and_where(Expr::col(name(ID)).is_in(some.iter().copied()));
        for row in tx.query_all(&select).await? {
            found.insert(row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        }
    }
    Ok(found)
}

fn holds_something(scan: &Scan<'_>) -> Expr {
    Expr::col(name(&scan.from.name)).is_not_null().or(Expr::col(name(&scan.to.name)).is_not_null())
}

/// From one column of a table into another.
async fn columns(tx: &Tx, form: &FormMove, field: &FieldMove, scan: &Scan<'_>, which: Which<'_>) -> Result<Slice, StoreError> {
    let mut select = Query::select();
    select.from(name(&scan.table)).columns([name(ID), name(scan.owner), name(&scan.from.name), name(&scan.to.name)]);
    select.and_where(holds_something(scan));
    places::narrow(&mut select, scan.owner, which);
    let mut slice = Slice::default();
    let mut lines = Vec::new();
    for row in tx.query_all(&select).await? {
        let (key, owner): (Uuid, Uuid) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        let now = crate::records::decode(&row, 2, scan.from.scalar)?;
        let before = crate::records::decode(&row, 3, scan.to.scalar)?;
        slice.seen += 1;
        slice.last = Some(key);
        slice.records.push(owner);
        let value = match (field.convert)(&now, &before) {
            Moved::Leave => continue,
            Moved::Write(value) => value,
            Moved::No => {
                slice.refused.push((owner, now));
                Value::Blank
            }
        };
        let mut line = vec![Cell::Uuid(Some(key))];
        line.extend(encode(&value, scan.to, &form.after.zone).map_err(|reason| unfit(&form.after, scan.stored, reason))?);
        lines.push(line);
    }
    let names: Vec<&str> = column_names(scan.to).collect();
    update_lines(tx, &form.after, &scan.table, &[ID], &names, lines).await?;
    Ok(slice)
}

impl std::fmt::Debug for FieldMove {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FieldMove").field("field", &self.field).finish_non_exhaustive()
    }
}
