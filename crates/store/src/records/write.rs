//! Writing records. What may be written was decided before: by the plan, the form, the rules.

use super::codec::{Cell, column_names, encode};
use crate::tables::{Column, ID, ORDER, PARENT, Place, RecordTable, StoredField, index_name, name};
use crate::{StoreError, Tx, dialect};
use indexmap::IndexMap;
use sea_orm::sea_query::{Expr, ExprTrait, IntoIden, Query, TableRef, ValueTuple};
use sea_orm::{ConnectionTrait, DbErr, SqlErr};
use sha2::{Digest, Sha256};
use uuid::Uuid;
use value::{Decimal, FieldId, Record, RecordId, Row, RowId, Value};

/// The most bound values of one statement; SQLite allows 32,766.
const MOST_VALUES: usize = 8_000;

/// Inserts a record. It holds the system fields too; `_id` must be there, `_revision` is 1 when it is left out.
pub async fn insert(tx: &Tx, table: &RecordTable, record: &Record) -> Result<(), StoreError> {
    let key = key_of(record)?;
    let mut columns = Vec::new();
    let mut cells = Vec::new();
    for field in table.fields.values() {
        let Place::Column(column) = &field.place else { continue };
        let value = match (field.id.as_str(), record.get(field.id.as_str())) {
            ("_revision", Value::Blank) => &Value::int(1),
            (_, value) => value,
        };
        if value.is_blank() && !column.never_blank {
            continue;
        }
        columns.extend(column_names(column).map(name));
        cells.extend(encode(value, column, &table.zone).map_err(|reason| unfit(table, field, reason))?.into_iter().map(Expr::from));
    }
    let mut statement = Query::insert();
    statement.into_table(name(&table.physical)).columns(columns);
    statement.values(cells).map_err(|error| StoreError::Corrupt(error.to_string()))?;
    tx.execute(&statement).await.map_err(|error| refused(table, error))?;
    insert_children(tx, table, &table.fields, key.0, record).await
}

/// Inserts many records with few statements: a blank is written as a blank. Which one was refused is not told.
pub async fn insert_many(tx: &Tx, table: &RecordTable, records: &[Record]) -> Result<(), StoreError> {
    let scalars: Vec<(&StoredField, &Column)> =
        table.fields.values().filter_map(|field| if let Place::Column(column) = &field.place { Some((field, column)) } else { None }).collect();
    let names: Vec<&str> = scalars.iter().flat_map(|(_, column)| column_names(column)).collect();
    let mut lines = Vec::with_capacity(records.len());
    for record in records {
        key_of(record)?;
        let mut line = Vec::with_capacity(names.len());
        for (field, column) in &scalars {
            let value = match (field.id.as_str(), record.get(field.id.as_str())) {
                ("_revision", Value::Blank) => &Value::int(1),
                (_, value) => value,
            };
            line.extend(encode(value, column, &table.zone).map_err(|reason| unfit(table, field, reason))?);
        }
        lines.push(line);
    }
    insert_lines(tx, table, &table.physical, &names, lines).await?;
    insert_many_children(tx, table, records).await
}

async fn insert_many_children(tx: &Tx, table: &RecordTable, records: &[Record]) -> Result<(), StoreError> {
    for field in table.fields.values() {
        match &field.place {
            Place::Column(_) => {}
            Place::Items { physical, item } => {
                let mut lists = Vec::new();
                for record in records {
                    if let Value::List(items) = record.get(field.id.as_str()) {
                        lists.push((key_of(record)?.0, items.as_slice()));
                    }
                }
                insert_items(tx, table, field, physical, item, &lists).await?;
            }
            Place::Rows { physical, columns } => {
                for record in records {
                    if let Value::Rows(rows) = record.get(field.id.as_str()) {
                        insert_rows(tx, table, field, physical, columns, key_of(record)?.0, rows).await?;
                    }
                }
            }
        }
    }
    Ok(())
}

/// Changes the fields that `changes` speaks of, if the record still has the revision `base`; answers the new revision.
/// Lists and sub-tables are written whole; rows keep their keys.
pub async fn update(tx: &Tx, table: &RecordTable, record: RecordId, base: u64, changes: &Record) -> Result<u64, StoreError> {
    let base = i64::try_from(base).unwrap_or(i64::MAX);
    let revision = base.saturating_add(1);
    let matching = Expr::col(name(ID)).eq(record.0).and(Expr::col(name("_revision")).eq(base));
    if write_columns(tx, table, record, changes, Some(revision), matching).await? == 0 {
        return Err(StoreError::Stale(table.form.to_string()));
    }
    delete_children(tx, &table.fields, record.0, changes).await?;
    insert_children(tx, table, &table.fields, record.0, changes).await?;
    Ok(u64::try_from(revision).unwrap_or(0))
}

/// Changes system fields such as `_flow`, `_node` and `_due` without a new revision: what people see as the content is the same.
pub async fn set_system_fields(tx: &Tx, table: &RecordTable, record: RecordId, fields: &Record) -> Result<(), StoreError> {
    let system: Record = fields.iter().filter(|(field, _)| field.is_system()).map(|(field, value)| (field.clone(), value.clone())).collect();
    if system.is_empty() {
        return Ok(());
    }
    let matching = Expr::col(name(ID)).eq(record.0);
    if write_columns(tx, table, record, &system, None, matching).await? == 1 { Ok(()) } else { Err(StoreError::NotFound("record")) }
}

/// Deletes a record with its child rows, if it still has the revision `base`.
pub async fn delete(tx: &Tx, table: &RecordTable, record: RecordId, base: u64) -> Result<(), StoreError> {
    let base = i64::try_from(base).unwrap_or(i64::MAX);
    let statement = Query::delete()
        .from_table(name(&table.physical))
        .and_where(Expr::col(name(ID)).eq(record.0))
        .and_where(Expr::col(name("_revision")).eq(base))
        .to_owned();
    if tx.execute(&statement).await?.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Stale(table.form.to_string())) }
}

/// Writes values that were calculated again for records as they were read: no revision is made, and a record that was changed meanwhile is
/// left as it is. All of them name the same fields. Answers how many were written.
pub async fn recalculated(tx: &Tx, table: &RecordTable, records: &[(RecordId, u64, Record)]) -> Result<u64, StoreError> {
    let Some((_, _, first)) = records.first() else { return Ok(0) };
    let fields: Vec<&StoredField> = first.iter().map(|(id, _)| table.fields.get(id).ok_or_else(|| unknown(table, id))).collect::<Result<_, _>>()?;
    let columns: Vec<(&StoredField, &Column)> =
        fields.iter().filter_map(|field| if let Place::Column(column) = &field.place { Some((*field, column)) } else { None }).collect();
    let names: Vec<&str> = columns.iter().flat_map(|(_, column)| column_names(column)).collect();
    let mut lines = Vec::with_capacity(records.len());
    for (record, revision, values) in records {
        let mut line = vec![Cell::Uuid(Some(record.0)), Cell::BigInt(Some(i64::try_from(*revision).unwrap_or(i64::MAX)))];
        for (field, column) in &columns {
            line.extend(encode(values.get(field.id.as_str()), column, &table.zone).map_err(|reason| unfit(table, field, reason))?);
        }
        lines.push(line);
    }
    let mut written = update_lines(tx, table, &table.physical, &[ID, "_revision"], &names, lines).await?;
    if columns.len() < fields.len() {
        // Sub-tables and lists are written whole.
        for (record, revision, values) in records {
            if still_at(tx, table, *record, *revision).await? {
                written += u64::from(columns.is_empty());
                delete_children(tx, &table.fields, record.0, values).await?;
                insert_children(tx, table, &table.fields, record.0, values).await?;
            }
        }
    }
    Ok(written)
}

async fn still_at(tx: &Tx, table: &RecordTable, record: RecordId, revision: u64) -> Result<bool, StoreError> {
    let mut select = Query::select();
    select.column(name("_revision")).from(name(&table.physical)).and_where(Expr::col(name(ID)).eq(record.0));
    dialect::lock_rows(tx, &mut select);
    let found = tx.query_one(&select).await?.map(|row| row.try_get_by_index::<i64>(0)).transpose()?;
    Ok(found.and_then(|found| u64::try_from(found).ok()) == Some(revision))
}

/// Writes columns of many rows with one statement. Each line holds the keys, then the cells of the columns.
pub(crate) async fn update_lines(
    tx: &Tx,
    table: &RecordTable,
    physical: &str,
    keys: &[&str],
    columns: &[&str],
    lines: Vec<Vec<Cell>>,
) -> Result<u64, StoreError> {
    if columns.is_empty() {
        return Ok(0);
    }
    let at_once = (MOST_VALUES / (keys.len() + columns.len())).max(1);
    let mut lines = lines.into_iter().peekable();
    let mut written = 0;
    while lines.peek().is_some() {
        let some: Vec<ValueTuple> = lines.by_ref().take(at_once).map(ValueTuple::Many).collect();
        let given = |place: usize| Expr::col((name("given"), name(&format!("column{place}"))));
        let mut statement = Query::update();
        statement.table(name(physical)).from(TableRef::ValuesList(some, name("given").into_iden()));
        for (place, column) in (keys.len() + 1..).zip(columns) {
            statement.value(name(column), given(place));
        }
        for (place, key) in (1..).zip(keys) {
            statement.and_where(Expr::col((name(physical), name(key))).eq(given(place)));
        }
        written += tx.execute(&statement).await.map_err(|error| refused(table, error))?.rows_affected();
    }
    Ok(written)
}

fn key_of(record: &Record) -> Result<RecordId, StoreError> {
    if let Value::Reference(key) = record.get(ID) { Ok(*key) } else { Err(StoreError::Corrupt("a record without a key".into())) }
}

async fn write_columns(
    tx: &Tx,
    table: &RecordTable,
    record: RecordId,
    changes: &Record,
    revision: Option<i64>,
    matching: Expr,
) -> Result<u64, StoreError> {
    let mut statement = Query::update();
    statement.table(name(&table.physical)).and_where(matching);
    let revision = revision.map(|revision| Value::Number(Decimal::from(revision)));
    for (id, value) in changes.iter() {
        let field = table.fields.get(id).ok_or_else(|| unknown(table, id))?;
        let Place::Column(column) = &field.place else { continue };
        if id.as_str() != ID && id.as_str() != "_revision" {
            set(&mut statement, table, field, column, value)?;
        }
    }
    if let (Some(revision), Some(field)) = (&revision, table.fields.get("_revision"))
        && let Place::Column(column) = &field.place
    {
        set(&mut statement, table, field, column, revision)?;
    }
    if statement.get_values().is_empty() {
        return Ok(1);
    }
    tracing::trace!(record = %record, "Record `{record}` is written");
    Ok(tx.execute(&statement).await.map_err(|error| refused(table, error))?.rows_affected())
}

fn set(
    statement: &mut sea_orm::sea_query::UpdateStatement,
    table: &RecordTable,
    field: &StoredField,
    column: &Column,
    value: &Value,
) -> Result<(), StoreError> {
    let cells = encode(value, column, &table.zone).map_err(|reason| unfit(table, field, reason))?;
    for (derived, cell) in column_names(column).zip(cells) {
        statement.value(name(derived), cell);
    }
    Ok(())
}

async fn delete_children(tx: &Tx, fields: &IndexMap<FieldId, StoredField>, parent: Uuid, changes: &Record) -> Result<(), StoreError> {
    for field in fields.values().filter(|field| changes.has(field.id.as_str())) {
        let (Place::Items { physical, .. } | Place::Rows { physical, .. }) = &field.place else { continue };
        tx.execute(Query::delete().from_table(name(physical)).and_where(Expr::col(name(PARENT)).eq(parent))).await?;
    }
    Ok(())
}

async fn insert_children(
    tx: &Tx,
    table: &RecordTable,
    fields: &IndexMap<FieldId, StoredField>,
    parent: Uuid,
    record: &Record,
) -> Result<(), StoreError> {
    for field in fields.values() {
        match (&field.place, record.get(field.id.as_str())) {
            (Place::Items { physical, item }, Value::List(items)) => {
                insert_items(tx, table, field, physical, item, &[(parent, items.as_slice())]).await?;
            }
            (Place::Rows { physical, columns }, Value::Rows(rows)) => insert_rows(tx, table, field, physical, columns, parent, rows).await?,
            (Place::Items { .. } | Place::Rows { .. }, value) if !value.is_blank() && !matches!(value, Value::Error(_)) => {
                return Err(unfit(table, field, "the value is of another type".into()));
            }
            _ => {}
        }
    }
    Ok(())
}

pub(crate) async fn insert_items(
    tx: &Tx,
    table: &RecordTable,
    field: &StoredField,
    physical: &str,
    item: &Column,
    lists: &[(Uuid, &[Value])],
) -> Result<(), StoreError> {
    let mut lines = Vec::new();
    for (parent, items) in lists {
        for (order, value) in (0_i64..).zip(items.iter().filter(|value| !value.is_blank())) {
            let mut line = vec![Cell::Uuid(Some(*parent)), Cell::BigInt(Some(order))];
            line.extend(encode(value, item, &table.zone).map_err(|reason| unfit(table, field, reason))?);
            lines.push(line);
        }
    }
    let columns: Vec<&str> = [PARENT, ORDER].into_iter().chain(column_names(item)).collect();
    insert_lines(tx, table, physical, &columns, lines).await
}

async fn insert_rows(
    tx: &Tx,
    table: &RecordTable,
    field: &StoredField,
    physical: &str,
    columns: &IndexMap<FieldId, StoredField>,
    parent: Uuid,
    rows: &[Row],
) -> Result<(), StoreError> {
    let keys: Vec<Uuid> = (0_u64..).zip(rows).map(|(order, row)| row.id.unwrap_or_else(|| row_key(parent, &field.id, order, rows)).0).collect();
    let scalars: Vec<(&StoredField, &Column)> =
        columns.values().filter_map(|column| if let Place::Column(place) = &column.place { Some((column, place)) } else { None }).collect();
    let names: Vec<&str> = [ID, PARENT, ORDER].into_iter().chain(scalars.iter().flat_map(|(_, column)| column_names(column))).collect();
    let mut lines = Vec::with_capacity(rows.len());
    for ((order, row), key) in (0_i64..).zip(rows).zip(&keys) {
        let mut line = vec![Cell::Uuid(Some(*key)), Cell::Uuid(Some(parent)), Cell::BigInt(Some(order))];
        for (stored, column) in &scalars {
            let value = row.values.get(stored.id.as_str());
            line.extend(encode(value, column, &table.zone).map_err(|reason| unfit(table, stored, reason))?);
        }
        lines.push(line);
    }
    insert_lines(tx, table, physical, &names, lines).await?;
    for column in columns.values() {
        let Place::Items { physical, item } = &column.place else { continue };
        let lists: Vec<(Uuid, &[Value])> = keys
            .iter()
            .zip(rows)
            .filter_map(|(key, row)| if let Value::List(items) = row.values.get(column.id.as_str()) { Some((*key, items.as_slice())) } else { None })
            .collect();
        insert_items(tx, table, column, physical, item, &lists).await?;
    }
    Ok(())
}

async fn insert_lines(tx: &Tx, table: &RecordTable, physical: &str, columns: &[&str], lines: Vec<Vec<Cell>>) -> Result<(), StoreError> {
    let at_once = (MOST_VALUES / columns.len().max(1)).max(1);
    let mut lines = lines.into_iter().peekable();
    while lines.peek().is_some() {
        let mut statement = Query::insert();
        statement.into_table(name(physical)).columns(columns.iter().map(|column| name(column)));
        for line in lines.by_ref().take(at_once) {
            statement.values(line.into_iter().map(Expr::from)).map_err(|error| StoreError::Corrupt(error.to_string()))?;
        }
        tx.execute(&statement).await.map_err(|error| refused(table, error))?;
    }
    Ok(())
}

/// The key of a row that has none yet. It is calculated, not drawn, so that a repeated command writes the same row.
fn row_key(parent: Uuid, field: &FieldId, order: u64, rows: &[Row]) -> RowId {
    let mut salt = 0_u64;
    loop {
        let mut hash = Sha256::new();
        hash.update(parent.as_bytes());
        hash.update(field.as_str());
        hash.update(order.to_be_bytes());
        hash.update(salt.to_be_bytes());
        let bytes: [u8; 16] = hash.finalize().iter().copied().take(16).collect::<Vec<u8>>().try_into().unwrap_or_default();
        let key = RowId(uuid::Builder::from_custom_bytes(bytes).into_uuid());
        // A row that moved may hold the key that its old place would give.
        if !rows.iter().any(|row| row.id == Some(key)) {
            return key;
        }
        salt += 1;
    }
}

pub(crate) fn unfit(table: &RecordTable, field: &StoredField, reason: String) -> StoreError {
    StoreError::FieldUnfit { form: table.form.to_string(), field: field.id.to_string(), reason }
}

fn unknown(table: &RecordTable, field: &FieldId) -> StoreError {
    StoreError::FieldUnfit { form: table.form.to_string(), field: field.to_string(), reason: "it is not a field of the form".into() }
}

/// Says in which field a unique index refused the value. PostgreSQL names the index, SQLite the column.
pub(crate) fn refused(table: &RecordTable, error: DbErr) -> StoreError {
    let Some(SqlErr::UniqueConstraintViolation(message)) = error.sql_err() else { return StoreError::Database(error) };
    let culprit = table.fields.values().find(|field| {
        let Place::Column(column) = &field.place else { return false };
        let key = column.unique.as_ref().unwrap_or(&column.name);
        let of_sqlite = format!("{}.{key}", table.physical);
        message.contains(&index_name(&table.physical, std::slice::from_ref(key), true)) || message.split([' ', ',']).any(|word| word == of_sqlite)
    });
    match culprit {
        Some(field) if field.id.as_str() != ID => StoreError::NotUnique { form: table.form.to_string(), field: field.id.to_string() },
        _ => StoreError::Exists(table.form.to_string()),
    }
}
