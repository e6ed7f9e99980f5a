//! Making tables, columns and indexes. Nothing is dropped: what a new version no longer uses stays for a roll-back.

use super::catalogue::{Catalogue, shortened};
use super::{Column, FormSpec, ID, ORDER, PARENT, Place, RecordTable, Scalar, StoredField, Texts, name};
use crate::{Session, StoreError, Tx, dialect};
use indexmap::IndexMap;
use sea_orm::sea_query::{ColumnDef, ColumnType, Expr, ExprTrait, ForeignKey, ForeignKeyAction, Index, Query, Table};
use sea_orm::{ConnectionTrait, DbBackend};
use std::collections::BTreeSet;
use value::{FieldId, ValueType};

/// Brings the tables of forms to these specifications: adds tables, columns and indexes. No row is rewritten: the values of a field whose
/// type changed are brought over before, by [`crate::migrating`]. It belongs into the transaction that makes the version active.
pub async fn publish(tx: &Tx, forms: &[FormSpec]) -> Result<Vec<RecordTable>, StoreError> {
    let mut tables = Vec::with_capacity(forms.len());
    for form in forms {
        tables.push(publish_form(tx, form, false).await?);
    }
    Ok(tables)
}

/// Adds what a version needs that is not to be current yet: its values are brought over first.
pub async fn prepare(tx: &Tx, forms: &[FormSpec]) -> Result<Vec<RecordTable>, StoreError> {
    let mut tables = Vec::with_capacity(forms.len());
    for form in forms {
        tables.push(publish_form(tx, form, true).await?);
    }
    Ok(tables)
}

/// The tables of forms as they stand. A form that was never published has none.
pub async fn load(session: &Session, forms: &[FormSpec]) -> Result<Vec<RecordTable>, StoreError> {
    let mut tables = Vec::with_capacity(forms.len());
    for form in forms {
        let mut layout = Layout { catalogue: Catalogue::load(session, &form.app, &form.form).await?, steps: None };
        tables.push(layout.table(form)?);
    }
    Ok(tables)
}

/// The tables that these forms get in a database in which there are none yet.
pub fn planned(forms: &[FormSpec]) -> Result<Vec<RecordTable>, StoreError> {
    let mut tables = Vec::with_capacity(forms.len());
    let mut taken = BTreeSet::new();
    for form in forms {
        let mut layout = Layout { catalogue: Catalogue::empty(&form.app, &form.form, taken), steps: Some(Steps::default()) };
        tables.push(layout.table(form)?);
        taken = layout.catalogue.into_taken();
    }
    Ok(tables)
}

/// What is to be made, in order.
#[derive(Default)]
struct Steps {
    new_tables: Vec<NewTable>,
    new_columns: Vec<(String, Column)>,
    indexes: Vec<NewIndex>,
}

struct NewTable {
    physical: String,
    parent: Option<String>,
    /// A list's items have no key of their own.
    has_key: bool,
    columns: Vec<Column>,
}

struct NewIndex {
    table: String,
    columns: Vec<String>,
    unique: bool,
}

struct Layout {
    catalogue: Catalogue,
    /// None when nothing may be added.
    steps: Option<Steps>,
}

async fn publish_form(tx: &Tx, form: &FormSpec, ahead: bool) -> Result<RecordTable, StoreError> {
    let mut catalogue = Catalogue::load(tx, &form.app, &form.form).await?;
    catalogue.read_taken(tx).await?;
    if ahead {
        catalogue = catalogue.ahead();
    }
    let mut layout = Layout { catalogue, steps: Some(Steps::default()) };
    let table = layout.table(form)?;
    let Layout { catalogue, steps } = layout;
    for step in steps.iter().flat_map(|steps| &steps.new_tables) {
        create_table(tx, step).await?;
    }
    for (physical, column) in steps.iter().flat_map(|steps| &steps.new_columns) {
        add_column(tx, physical, column).await?;
    }
    catalogue.save(tx).await?;
    for index in steps.iter().flat_map(|steps| &steps.indexes) {
        // What must be unique of a version that is not current yet cannot hold for the one that is.
        if ahead && index.unique && !is_new_column(&steps, index) {
            continue;
        }
        create_index(tx, index).await?;
    }
    Ok(table)
}

impl Layout {
    fn table(&mut self, form: &FormSpec) -> Result<RecordTable, StoreError> {
        let (physical, is_new) = self.physical_table(form, "")?;
        let mut fields = system_fields(form);
        for field in &form.fields {
            let stored = self.field(form, &physical, "", &field.id, &field.value_type, is_new)?;
            if let Place::Column(column) = &stored.place {
                let reference = column.scalar == Scalar::Reference;
                if field.unique {
                    self.index(&physical, vec![column.unique.clone().unwrap_or_else(|| column.name.clone())], true);
                } else if field.indexed || reference {
                    self.index(&physical, vec![column.name.clone(), "_created_at".into()], false);
                }
            }
            let stored = if field.unique { stored } else { not_unique(stored) };
            fields.insert(field.id.clone(), stored);
        }
        if is_new {
            let columns = fields.values().filter_map(|field| column_of(field).cloned()).filter(|column| column.name != ID).collect();
            self.new_table(NewTable { physical: physical.clone(), parent: None, has_key: true, columns }, true);
            for columns in [vec!["_created_at"], vec!["_created_by", "_created_at"], vec!["_department", "_created_at"], vec!["_flow", "_created_at"]]
            {
                self.index(&physical, columns.into_iter().map(String::from).collect(), false);
            }
        }
        Ok(RecordTable { app: form.app.clone(), form: form.form.clone(), zone: form.zone.clone(), physical, fields, texts: Texts::default() })
    }

    fn field(
        &mut self,
        form: &FormSpec,
        table: &str,
        path: &str,
        id: &FieldId,
        value_type: &ValueType,
        table_is_new: bool,
    ) -> Result<StoredField, StoreError> {
        let below = if path.is_empty() { id.to_string() } else { format!("{path}.{id}") };
        let place = match value_type {
            ValueType::List(item) => {
                let (physical, is_new) = self.physical_table(form, &below)?;
                let item = self.column(form, &physical, "value", item, is_new)?;
                if is_new {
                    let columns = vec![item.clone()];
                    self.new_table(NewTable { physical: physical.clone(), parent: Some(table.into()), has_key: false, columns }, false);
                    self.index(&physical, vec![item.name.clone()], false);
                }
                Place::Items { physical, item }
            }
            ValueType::Rows(columns) => {
                let (physical, is_new) = self.physical_table(form, &below)?;
                let mut stored = IndexMap::new();
                // The table must be made before the tables of its own lists.
                let place = self.steps.as_ref().map(|steps| steps.new_tables.len());
                for (column, value_type) in columns {
                    stored.insert(column.clone(), not_unique(self.field(form, &physical, &below, column, value_type, is_new)?));
                }
                if is_new {
                    let columns = stored.values().filter_map(|field| column_of(field).cloned()).collect();
                    let step = NewTable { physical: physical.clone(), parent: Some(table.into()), has_key: true, columns };
                    if let (Some(steps), Some(place)) = (&mut self.steps, place) {
                        steps.new_tables.insert(place, step);
                    }
                    self.index(&physical, vec![PARENT.into(), ORDER.into()], false);
                    for column in stored.values().filter_map(column_of).filter(|column| column.scalar == Scalar::Reference) {
                        self.index(&physical, vec![column.name.clone()], false);
                    }
                }
                Place::Rows { physical, columns: stored }
            }
            scalar => Place::Column(self.column(form, table, id.as_str(), scalar, table_is_new)?),
        };
        Ok(StoredField { id: id.clone(), value_type: value_type.clone(), place })
    }

    fn column(&mut self, form: &FormSpec, table: &str, field: &str, value_type: &ValueType, table_is_new: bool) -> Result<Column, StoreError> {
        let unfit = |reason: &str| StoreError::FieldUnfit { form: form.form.to_string(), field: field.into(), reason: reason.into() };
        let scalar = Scalar::of(value_type).ok_or_else(|| unfit("a list cannot hold lists or rows"))?;
        let Some(steps) = &mut self.steps else {
            let physical = self.catalogue.column(table, field, value_type).ok_or_else(|| unfit("it was never published with this type"))?;
            return Ok(column(physical, scalar));
        };
        let (physical, is_new) = self.catalogue.allot_column(table, field, value_type);
        let column = column(&physical, scalar);
        if is_new && !table_is_new {
            steps.new_columns.push((table.into(), column.clone()));
        }
        Ok(column)
    }

    fn physical_table(&mut self, form: &FormSpec, path: &str) -> Result<(String, bool), StoreError> {
        match (self.catalogue.table(path), &self.steps) {
            (Some(physical), _) => Ok((physical.to_owned(), false)),
            (None, Some(_)) => Ok((self.catalogue.allot_table(path), true)),
            (None, None) => {
                Err(StoreError::FieldUnfit { form: form.form.to_string(), field: path.into(), reason: "its table was never published".into() })
            }
        }
    }

    fn new_table(&mut self, table: NewTable, first: bool) {
        if let Some(steps) = &mut self.steps {
            let at = if first { 0 } else { steps.new_tables.len() };
            steps.new_tables.insert(at, table);
        }
    }

    fn index(&mut self, table: &str, columns: Vec<String>, unique: bool) {
        if let Some(steps) = &mut self.steps {
            steps.indexes.push(NewIndex { table: table.into(), columns, unique });
        }
    }
}

/// System fields stand in every table under their own names.
fn system_fields(form: &FormSpec) -> IndexMap<FieldId, StoredField> {
    let stored = |(id, value_type): (FieldId, ValueType)| {
        let scalar = Scalar::of(&value_type)?;
        let never_blank = matches!(id.as_str(), ID | "_created_at" | "_updated_at" | "_revision");
        let mut column = Column { never_blank, unique: None, ..column(id.as_str(), scalar) };
        // Sorting by them is by their own value: hashes and node ids have no sound.
        column.sort = None;
        Some((id.clone(), StoredField { id, value_type, place: Place::Column(column) }))
    };
    query::system_fields(&form.form).into_iter().filter_map(stored).collect()
}

fn column(physical: &str, scalar: Scalar) -> Column {
    Column {
        name: physical.into(),
        scalar,
        sort: (scalar == Scalar::Text).then(|| format!("_k_{physical}")),
        day: (scalar == Scalar::Instant).then(|| format!("_d_{physical}")),
        unique: (scalar == Scalar::Text).then(|| format!("_u_{physical}")),
        never_blank: false,
    }
}

/// The key column of uniqueness is there for every text, so that a field can become unique later; it is filled only then.
fn not_unique(mut field: StoredField) -> StoredField {
    if let Place::Column(column) = &mut field.place {
        column.unique = None;
    }
    field
}

fn column_of(field: &StoredField) -> Option<&Column> {
    if let Place::Column(column) = &field.place { Some(column) } else { None }
}

fn physical_columns(tx: &Tx, column: &Column) -> Vec<ColumnDef> {
    let postgres = tx.get_database_backend() == DbBackend::Postgres;
    let main = match column.scalar {
        Scalar::Text | Scalar::Choice | Scalar::File | Scalar::Structure => dialect::text_type(postgres),
        Scalar::Reference => ColumnType::Uuid,
        _ => ColumnType::BigInteger,
    };
    let mut main = ColumnDef::new_with_type(name(&column.name), main);
    if column.never_blank {
        main.not_null();
    }
    let mut columns = vec![main];
    columns.extend(column.sort.iter().map(|derived| ColumnDef::new_with_type(name(derived), dialect::text_type(postgres))));
    columns.extend(column.day.iter().map(|derived| ColumnDef::new_with_type(name(derived), ColumnType::BigInteger)));
    columns.extend(column.unique.iter().map(|derived| ColumnDef::new_with_type(name(derived), dialect::text_type(postgres))));
    columns
}

async fn create_table(tx: &Tx, step: &NewTable) -> Result<(), StoreError> {
    let mut table = Table::create();
    table.table(name(&step.physical));
    if step.has_key {
        table.col(ColumnDef::new_with_type(name(ID), ColumnType::Uuid).not_null());
        table.primary_key(Index::create().col(name(ID)));
    }
    if let Some(parent) = &step.parent {
        table.col(ColumnDef::new_with_type(name(PARENT), ColumnType::Uuid).not_null());
        table.col(ColumnDef::new_with_type(name(ORDER), ColumnType::BigInteger).not_null());
        if !step.has_key {
            table.primary_key(Index::create().col(name(PARENT)).col(name(ORDER)));
        }
        table.foreign_key(
            ForeignKey::create().from(name(&step.physical), name(PARENT)).to(name(parent), name(ID)).on_delete(ForeignKeyAction::Cascade),
        );
    }
    for column in &step.columns {
        // A new column of uniqueness is made with the table even when nothing is unique yet.
        let whole = Column { unique: unique_column(column), ..column.clone() };
        for mut definition in physical_columns(tx, &whole) {
            table.col(&mut definition);
        }
    }
    tx.execute(&table).await?;
    Ok(())
}

pub(super) fn unique_column(column: &Column) -> Option<String> {
    (column.scalar == Scalar::Text && column.sort.is_some()).then(|| format!("_u_{}", column.name))
}

async fn add_column(tx: &Tx, physical: &str, column: &Column) -> Result<(), StoreError> {
    // SQLite adds one column per statement.
    let whole = Column { unique: unique_column(column), ..column.clone() };
    for definition in physical_columns(tx, &whole) {
        tx.execute(Table::alter().table(name(physical)).add_column(definition)).await?;
    }
    Ok(())
}

async fn create_index(tx: &Tx, index: &NewIndex) -> Result<(), StoreError> {
    let mut statement = Index::create();
    statement.if_not_exists().name(index_name(&index.table, &index.columns, index.unique)).table(name(&index.table));
    for column in &index.columns {
        statement.col(name(column));
    }
    if index.unique {
        statement.unique();
        fill_unique(tx, &index.table, &index.columns).await?;
    }
    tx.execute(&statement).await?;
    Ok(())
}

fn is_new_column(steps: &Option<Steps>, index: &NewIndex) -> bool {
    let of_table = |table: &str| table == index.table;
    steps.iter().any(|steps| {
        steps.new_tables.iter().any(|table| of_table(&table.physical))
            || steps.new_columns.iter().any(|(table, column)| {
                of_table(table) && index.columns.iter().any(|named| *named == column.name || Some(named) == column.unique.as_ref())
            })
    })
}

/// The name of an index says what it is; a unique one is recognised by it when it refuses a value.
pub(crate) fn index_name(table: &str, columns: &[String], unique: bool) -> String {
    let kind = if unique { "u" } else { "i" };
    let full = format!("{kind}_{table}_{}", columns.join("_"));
    shortened(&full, &full)
}

/// A field that becomes unique later gets its keys before the index is made.
async fn fill_unique(tx: &Tx, table: &str, columns: &[String]) -> Result<(), StoreError> {
    let Some(key) = columns.first().filter(|column| column.starts_with("_u_")) else { return Ok(()) };
    let Some(source) = key.strip_prefix("_u_") else { return Ok(()) };
    let missing = Query::select()
        .columns([name(ID), name(source)])
        .from(name(table))
        .and_where(Expr::col(name(source)).is_not_null())
        .and_where(Expr::col(name(key)).is_null())
        .to_owned();
    for row in tx.query_all(&missing).await? {
        let (id, text): (uuid::Uuid, String) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        let update = Query::update().table(name(table)).value(name(key), value::unique_key(&text)).and_where(Expr::col(name(ID)).eq(id)).to_owned();
        tx.execute(&update).await?;
    }
    Ok(())
}
