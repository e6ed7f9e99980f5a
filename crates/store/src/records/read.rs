//! Reading records. Nothing is read without a plan: its filter says which rows, its rights say which fields.

use super::filter::{FilterContext, compile, compile_plan};
use super::page::{Levels, PageQuery, RecordPage, Search};
use super::{constant, decode};
use crate::tables::{Column, ID, ORDER, PARENT, Place, RecordTable, Scalar, StoredField, name};
use crate::{Session, StoreError, Tx, dialect};
use access::Plan;
use definition::FieldRight;
use indexmap::IndexMap;
use query::Filter;
use sea_orm::sea_query::{Expr, ExprTrait, Func, Query, SelectStatement};
use sea_orm::{ConnectionTrait, QueryResult, Statement};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;
use value::{FieldId, Record, RecordId, Row, RowId, Value};

/// The records of a form as a plan shows them.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// The table.
    pub table: &'a RecordTable,
    /// The plan.
    pub plan: &'a Plan,
    /// The clock, the actor and the trees.
    pub context: FilterContext<'a>,
}

/// The most keys of one IN list.
const MOST_KEYS: usize = 500;

/// A record with all fields that the plan shows; masked fields come masked. None when there is no such record or the plan does not show it.
pub async fn get(session: &Session, view: &View<'_>, record: RecordId) -> Result<Option<Record>, StoreError> {
    let fields = shown(view);
    let statement = match shows_everything(view) {
        true => whole_by_key(session, view, &fields, record, false)?,
        false => {
            let mut select = scoped(session, view)?.and_where(id_column(view).eq(record.0)).to_owned();
            select_columns(view, &fields, &mut select);
            session.get_database_backend().build(&select)
        }
    };
    Ok(load_by(session, view, statement, &fields, None).await?.0.pop())
}

/// The same, locked until the transaction ends where several writers exist. `also` is a further plan that must show the record.
pub async fn get_for_update(tx: &Tx, view: &View<'_>, also: Option<&Plan>, record: RecordId) -> Result<Option<Record>, StoreError> {
    let fields = shown(view);
    let statement = match also {
        None if shows_everything(view) => whole_by_key(tx, view, &fields, record, true)?,
        also => {
            let mut select = scoped(tx, view)?;
            select.and_where(id_column(view).eq(record.0));
            if let Some(plan) = also {
                select.and_where(compile_plan(tx, view.table, plan, &view.context)?);
            }
            dialect::lock_rows(tx, &mut select);
            select_columns(view, &fields, &mut select);
            tx.get_database_backend().build(&select)
        }
    };
    Ok(load_by(tx, view, statement, &fields, None).await?.0.pop())
}

/// Whether the plan hides neither a record nor a field: what the system reads before it decides.
fn shows_everything(view: &View<'_>) -> bool {
    let all_rows = matches!(view.plan.filter(), Filter::And(parts) if parts.is_empty()) && view.plan.form() == view.table.form();
    all_rows && view.table.fields.keys().all(|field| view.plan.right(field.as_str()) > FieldRight::Mask)
}

/// The statement for one record with all its fields. Its text follows from the table alone and is written once.
fn whole_by_key(session: &Session, view: &View<'_>, fields: &[&StoredField], record: RecordId, locked: bool) -> Result<Statement, StoreError> {
    let texts = &view.table.texts;
    let (text, backend) = (if locked { &texts.whole_locked } else { &texts.whole }, session.get_database_backend());
    if let Some(text) = text.get() {
        return Ok(Statement::from_sql_and_values(backend, text.as_str(), [record.0.into()]));
    }
    let mut select = scoped(session, view)?.and_where(id_column(view).eq(record.0)).to_owned();
    if locked {
        dialect::lock_rows(session, &mut select);
    }
    select_columns(view, fields, &mut select);
    let statement = backend.build(&select);
    let _first = text.set(statement.sql.clone());
    Ok(statement)
}

/// Several records by key with these fields, for references and titles. What the plan does not show is not there.
pub async fn by_ids(
    session: &Session,
    view: &View<'_>,
    records: &BTreeSet<RecordId>,
    fields: &[FieldId],
) -> Result<BTreeMap<RecordId, Record>, StoreError> {
    let fields = named(view, fields)?;
    let keys: Vec<Uuid> = records.iter().map(|record| record.0).collect();
    let mut found = BTreeMap::new();
    for some in keys.chunks(MOST_KEYS) {
        let select = scoped(session, view)?.and_where(id_column(view).is_in(some.iter().copied())).to_owned();
        for record in load(session, view, select, &fields, None).await?.0 {
            if let Value::Reference(key) = record.get(ID) {
                found.insert(*key, record);
            }
        }
    }
    Ok(found)
}

/// Several records by key with all fields that the plan shows.
pub async fn whole(session: &Session, view: &View<'_>, records: &BTreeSet<RecordId>) -> Result<BTreeMap<RecordId, Record>, StoreError> {
    let keys: Vec<Uuid> = records.iter().map(|record| record.0).collect();
    let mut found = BTreeMap::new();
    for some in keys.chunks(MOST_KEYS) {
        let select = scoped(session, view)?.and_where(id_column(view).is_in(some.iter().copied())).to_owned();
        for record in load(session, view, select, &shown(view), None).await?.0 {
            if let Value::Reference(key) = record.get(ID) {
                found.insert(*key, record);
            }
        }
    }
    Ok(found)
}

/// Several records by key with all fields that the plan shows, locked in the order of their keys until the transaction ends where several
/// writers exist.
pub async fn whole_for_update(tx: &Tx, view: &View<'_>, records: &BTreeSet<RecordId>) -> Result<BTreeMap<RecordId, Record>, StoreError> {
    let keys: Vec<Uuid> = records.iter().map(|record| record.0).collect();
    let mut found = BTreeMap::new();
    for some in keys.chunks(MOST_KEYS) {
        let mut select = scoped(tx, view)?.and_where(id_column(view).is_in(some.iter().copied())).to_owned();
        select.order_by((name(&view.table.physical), name(ID)), sea_orm::sea_query::Order::Asc);
        dialect::lock_rows(tx, &mut select);
        found.extend(load(tx, view, select, &shown(view), None).await?.0.into_iter().filter_map(with_key));
    }
    Ok(found)
}

fn with_key(record: Record) -> Option<(RecordId, Record)> {
    if let Value::Reference(key) = record.get(ID) { Some((*key, record)) } else { None }
}

/// Which of these records the plan shows.
pub async fn visible(session: &Session, view: &View<'_>, records: &BTreeSet<RecordId>) -> Result<BTreeSet<RecordId>, StoreError> {
    Ok(by_ids(session, view, records, &[]).await?.into_keys().collect())
}

/// The records that hold one of these values in a field, by the value; a value that several hold stands there several times.
pub async fn holding(session: &Session, view: &View<'_>, field: &FieldId, values: &[Value]) -> Result<Vec<(Value, RecordId)>, StoreError> {
    let Some(column) = column_of(readable(view, field.as_str())?) else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for some in values.chunks(MOST_KEYS) {
        let mut wanted = Vec::with_capacity(some.len());
        for value in some.iter().filter(|value| !value.is_blank()) {
            let cell = super::codec::main_cell(value, column.scalar).map_err(StoreError::Corrupt)?;
            wanted.push(Expr::val(cell));
        }
        if wanted.is_empty() {
            continue;
        }
        let own = Expr::col((name(&view.table.physical), name(&column.name)));
        let mut select = scoped(session, view)?.and_where(own.clone().is_in(wanted)).to_owned();
        select.column((name(&view.table.physical), name(ID))).column((name(&view.table.physical), name(&column.name)));
        for row in session.query_all(&select).await? {
            found.push((decode(&row, 1, column.scalar)?, RecordId(row.try_get_by_index(0)?)));
        }
    }
    Ok(found)
}

/// Which of these values of a field that allows none twice are taken already; whoever asks has no say in who sees the records.
pub async fn taken(session: &Session, table: &RecordTable, field: &FieldId, values: &[Value]) -> Result<BTreeSet<String>, StoreError> {
    let mut found = BTreeSet::new();
    let unique = table.fields.get(field).and_then(column_of).and_then(|column| column.unique.as_ref());
    let Some(unique) = unique else { return Ok(found) };
    let keys: BTreeSet<String> =
        values.iter().filter_map(|value| if let Value::Text(text) = value { Some(value::unique_key(text)) } else { None }).collect();
    let keys: Vec<String> = keys.into_iter().filter(|key| !key.is_empty()).collect();
    for some in keys.chunks(MOST_KEYS) {
        let column = Expr::col(name(unique));
        let select = Query::select().column(name(unique)).from(name(&table.physical)).and_where(column.is_in(some.iter().cloned())).to_owned();
        for row in session.query_all(&select).await? {
            found.extend(row.try_get_by_index::<Option<String>>(0)?);
        }
    }
    Ok(found)
}

/// A page of records.
pub async fn page(session: &Session, view: &View<'_>, query: &PageQuery<'_>) -> Result<RecordPage, StoreError> {
    let levels = Levels::of(view.table, view.plan, query.sort)?;
    let fields = match query.fields {
        Some(fields) => named(view, fields)?,
        None => shown(view),
    };
    let mut select = narrowed(session, view, query.filter, query.search)?;
    if let Some(cursor) = &query.page.after {
        select.and_where(levels.after(&view.table.physical, cursor)?);
    }
    levels.order(&view.table.physical, &mut select);
    let limit = query.page.limit.clamp(1, 500);
    select.limit(u64::from(limit) + 1);
    let (mut records, cursors) = load(session, view, select, &fields, Some(&levels)).await?;
    let limit = usize::try_from(limit).unwrap_or(500);
    let next = if records.len() > limit { limit.checked_sub(1).and_then(|last| cursors.get(last)).cloned() } else { None };
    records.truncate(limit);
    Ok(RecordPage { records, next })
}

/// How many records there are, counted up to `cap` and no further.
pub async fn count(session: &Session, view: &View<'_>, filter: Option<&Filter>, search: Option<Search<'_>>, cap: u64) -> Result<u64, StoreError> {
    let some = narrowed(session, view, filter, search)?.expr(Expr::val(1)).limit(cap).to_owned();
    let select = Query::select().expr(Func::count(Expr::cust("*"))).from_subquery(some, name("some")).to_owned();
    let row = session.query_one(&select).await?;
    let number: i64 = row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or(0);
    Ok(u64::try_from(number).unwrap_or(0))
}

/// The rows that the plan shows, with nothing selected yet.
fn scoped(session: &Session, view: &View<'_>) -> Result<SelectStatement, StoreError> {
    let mut select = Query::select();
    select.from(name(&view.table.physical)).and_where(compile_plan(session, view.table, view.plan, &view.context)?);
    Ok(select)
}

/// The rows that the plan shows and that fulfil what a person asks.
pub(crate) fn narrowed(
    session: &Session,
    view: &View<'_>,
    filter: Option<&Filter>,
    search: Option<Search<'_>>,
) -> Result<SelectStatement, StoreError> {
    let mut select = scoped(session, view)?;
    if let Some(filter) = filter {
        select.and_where(compile(session, view.table, view.plan, filter, &view.context)?);
    }
    if let Some(Search { words, fields }) = search {
        for word in words.split_whitespace() {
            select.and_where(found_in(session, view, word, fields));
        }
    }
    Ok(select)
}

fn found_in(session: &Session, view: &View<'_>, word: &str, fields: &[FieldId]) -> Expr {
    let word = value::normal_text(word).to_ascii_lowercase();
    let holds = |field: &StoredField| {
        let column = column_of(field).filter(|column| column.scalar == Scalar::Text)?;
        let readable =
            !field.id.is_system() && (fields.is_empty() || fields.contains(&field.id)) && view.plan.right(field.id.as_str()) >= FieldRight::Read;
        let cell = Func::lower(Expr::col((name(&view.table.physical), name(&column.name)))).into();
        readable.then(|| dialect::contains(session, cell, &word).gt(0))
    };
    // NULL in one field does not hide a hit in another: OR takes care of that, and NULL at the end is no hit.
    view.table.fields.values().filter_map(holds).reduce(ExprTrait::or).unwrap_or_else(|| constant(false))
}

fn id_column(view: &View<'_>) -> Expr {
    Expr::col((name(&view.table.physical), name(ID)))
}

fn column_of(field: &StoredField) -> Option<&Column> {
    if let Place::Column(column) = &field.place { Some(column) } else { None }
}

/// All fields that the plan shows.
fn shown<'a>(view: &View<'a>) -> Vec<&'a StoredField> {
    let table = view.table;
    table.fields.values().filter(|field| view.plan.right(field.id.as_str()) > FieldRight::Hidden).collect()
}

/// These fields; one that is hidden is refused.
fn named<'a>(view: &View<'a>, fields: &[FieldId]) -> Result<Vec<&'a StoredField>, StoreError> {
    let mut found: Vec<&StoredField> = Vec::with_capacity(fields.len() + 2);
    for id in fields.iter().map(FieldId::as_str).chain([ID, "_revision"]) {
        let field = readable(view, id)?;
        if !found.iter().any(|known| known.id == field.id) {
            found.push(field);
        }
    }
    Ok(found)
}

/// A field that the plan shows at least masked.
pub(crate) fn readable<'a>(view: &View<'a>, id: &str) -> Result<&'a StoredField, StoreError> {
    let table = view.table;
    let unfit = || StoreError::FieldUnfit { form: table.form.to_string(), field: id.into(), reason: "there is no such field".into() };
    let field = table.fields.get(id).ok_or_else(unfit)?;
    // The key and the revision carry no content; without them nothing can be addressed.
    if view.plan.right(id) == FieldRight::Hidden && id != ID && id != "_revision" {
        return Err(StoreError::FieldDenied(id.into()));
    }
    Ok(field)
}

/// Runs a select for these fields; with an order, the cursor after each row is answered too.
async fn load(
    session: &Session,
    view: &View<'_>,
    mut select: SelectStatement,
    fields: &[&StoredField],
    levels: Option<&Levels>,
) -> Result<(Vec<Record>, Vec<String>), StoreError> {
    select_columns(view, fields, &mut select);
    if let Some(levels) = levels {
        levels.select(&mut select);
    }
    let statement = session.get_database_backend().build(&select);
    load_by(session, view, statement, fields, levels).await
}

/// The key first, then the columns of the fields.
fn select_columns(view: &View<'_>, fields: &[&StoredField], select: &mut SelectStatement) {
    select.column((name(&view.table.physical), name(ID)));
    for column in fields.iter().filter_map(|field| column_of(field)) {
        select.column((name(&view.table.physical), name(&column.name)));
    }
}

/// Runs a statement that selects the key and these fields.
async fn load_by(
    session: &Session,
    view: &View<'_>,
    statement: Statement,
    fields: &[&StoredField],
    levels: Option<&Levels>,
) -> Result<(Vec<Record>, Vec<String>), StoreError> {
    let columns: Vec<(&FieldId, &Column)> = fields.iter().filter_map(|field| Some((&field.id, column_of(field)?))).collect();
    let rows = session.query_all_raw(statement).await?;
    let mut records: IndexMap<Uuid, Record> = IndexMap::with_capacity(rows.len());
    let mut cursors = Vec::new();
    for row in &rows {
        let key: Uuid = row.try_get_by_index(0)?;
        records.insert(key, read_columns(row, 1, &columns)?);
        if let Some(levels) = levels {
            cursors.push(levels.cursor(row, columns.len() + 1, key)?);
        }
    }
    load_children(session, fields, &mut records).await?;
    let mask = |(key, mut record): (Uuid, Record)| {
        for field in fields.iter().filter(|field| view.plan.right(field.id.as_str()) == FieldRight::Mask) {
            let masked = access::masked(record.get(field.id.as_str()));
            record.set(field.id.clone(), masked);
        }
        if let Some(id) = view.table.fields.get(ID) {
            record.set(id.id.clone(), Value::Reference(RecordId(key)));
        }
        record
    };
    Ok((records.into_iter().map(mask).collect(), cursors))
}

fn read_columns(row: &QueryResult, first: usize, columns: &[(&FieldId, &Column)]) -> Result<Record, StoreError> {
    let mut record = Record::new();
    for (index, (id, column)) in (first..).zip(columns) {
        record.set((*id).clone(), decode(row, index, column.scalar)?);
    }
    Ok(record)
}

/// Reads lists and sub-tables of many parents with one statement each.
fn load_children<'a>(
    session: &'a Session,
    fields: &'a [&'a StoredField],
    records: &'a mut IndexMap<Uuid, Record>,
) -> std::pin::Pin<Box<dyn Future<Output = Result<(), StoreError>> + Send + 'a>> {
    Box::pin(async move {
        let parents: Vec<Uuid> = records.keys().copied().collect();
        for field in fields {
            let mut found = match &field.place {
                Place::Column(_) => continue,
                Place::Items { physical, item } => load_items(session, physical, item, &parents).await?,
                Place::Rows { physical, columns } => load_rows(session, physical, columns, &parents).await?,
            };
            for (parent, record) in records.iter_mut() {
                record.set(field.id.clone(), found.remove(parent).unwrap_or_default());
            }
        }
        Ok(())
    })
}

pub(crate) async fn load_items(session: &Session, physical: &str, item: &Column, parents: &[Uuid]) -> Result<BTreeMap<Uuid, Value>, StoreError> {
    let mut lists: BTreeMap<Uuid, Vec<Value>> = BTreeMap::new();
    for some in parents.chunks(MOST_KEYS) {
        let mut select = children_of(physical, some);
        select.column(name(PARENT)).column(name(&item.name));
        for row in session.query_all(&select).await? {
            // An item whose value did not convert to the type of the list is not there.
            let value = decode(&row, 1, item.scalar)?;
            if !value.is_blank() {
                lists.entry(row.try_get_by_index(0)?).or_default().push(value);
            }
        }
    }
    Ok(lists.into_iter().map(|(parent, items)| (parent, Value::List(items))).collect())
}

async fn load_rows(
    session: &Session,
    physical: &str,
    columns: &IndexMap<FieldId, StoredField>,
    parents: &[Uuid],
) -> Result<BTreeMap<Uuid, Value>, StoreError> {
    let all: Vec<&StoredField> = columns.values().collect();
    let scalars: Vec<(&FieldId, &Column)> = all.iter().filter_map(|field| Some((&field.id, column_of(field)?))).collect();
    let mut tables: BTreeMap<Uuid, Vec<Row>> = BTreeMap::new();
    for some in parents.chunks(MOST_KEYS) {
        let mut select = children_of(physical, some);
        select.column(name(PARENT)).column(name(ID));
        for (_, column) in &scalars {
            select.column(name(&column.name));
        }
        let mut owners: BTreeMap<Uuid, Uuid> = BTreeMap::new();
        let mut rows: IndexMap<Uuid, Record> = IndexMap::new();
        for row in session.query_all(&select).await? {
            let key: Uuid = row.try_get_by_index(1)?;
            owners.insert(key, row.try_get_by_index(0)?);
            rows.insert(key, read_columns(&row, 2, &scalars)?);
        }
        load_children(session, &all, &mut rows).await?;
        for (key, values) in rows {
            if let Some(owner) = owners.get(&key) {
                tables.entry(*owner).or_default().push(Row { id: Some(RowId(key)), values });
            }
        }
    }
    Ok(tables.into_iter().map(|(parent, rows)| (parent, Value::Rows(rows))).collect())
}

fn children_of(physical: &str, parents: &[Uuid]) -> SelectStatement {
    Query::select()
        .from(name(physical))
        .and_where(Expr::col(name(PARENT)).is_in(parents.iter().copied()))
        .order_by(name(PARENT), sea_orm::sea_query::Order::Asc)
        .order_by(name(ORDER), sea_orm::sea_query::Order::Asc)
        .to_owned()
}
