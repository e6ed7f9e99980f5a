//! A short way to say a platform table: columns, key, indexes.

use sea_orm::sea_query::{Alias, ColumnDef, ColumnType, Index, Table};
use sea_orm::{ConnectionTrait, DbErr};
use sea_orm_migration::SchemaManager;

/// A column of a platform table.
pub(super) struct Column {
    name: &'static str,
    column_type: fn(postgres: bool) -> ColumnType,
    nullable: bool,
}

/// An index of a platform table.
pub(super) struct TableIndex {
    columns: &'static [&'static str],
    unique: bool,
}

pub(super) fn uuid(name: &'static str) -> Column {
    Column { name, column_type: |_| ColumnType::Uuid, nullable: false }
}

/// Text compares by code points on both databases.
pub(super) fn text(name: &'static str) -> Column {
    Column { name, column_type: crate::dialect::text_type, nullable: false }
}

pub(super) fn number(name: &'static str) -> Column {
    Column { name, column_type: |_| ColumnType::BigInteger, nullable: false }
}

/// UTC milliseconds.
pub(super) fn moment(name: &'static str) -> Column {
    number(name)
}

pub(super) fn yes_no(name: &'static str) -> Column {
    Column { name, column_type: |_| ColumnType::Boolean, nullable: false }
}

pub(super) fn json(name: &'static str) -> Column {
    Column { name, column_type: |_| ColumnType::Json, nullable: false }
}

pub(super) fn bytes(name: &'static str) -> Column {
    Column { name, column_type: |_| ColumnType::Blob, nullable: false }
}

pub(super) fn nullable(column: Column) -> Column {
    Column { nullable: true, ..column }
}

pub(super) fn index(columns: &'static [&'static str]) -> TableIndex {
    TableIndex { columns, unique: false }
}

pub(super) fn unique(columns: &'static [&'static str]) -> TableIndex {
    TableIndex { columns, unique: true }
}

/// Makes a table with its indexes.
pub(super) async fn create(
    manager: &SchemaManager<'_>,
    name: &'static str,
    key: &[&'static str],
    columns: Vec<Column>,
    indexes: Vec<TableIndex>,
) -> Result<(), DbErr> {
    let postgres = manager.get_connection().get_database_backend() == sea_orm::DbBackend::Postgres;
    let mut table = Table::create();
    table.table(Alias::new(name));
    for column in columns {
        let mut definition = ColumnDef::new_with_type(Alias::new(column.name), (column.column_type)(postgres));
        if !column.nullable {
            definition.not_null();
        }
        table.col(&mut definition);
    }
    let mut primary = Index::create();
    for column in key {
        primary.col(Alias::new(*column));
    }
    table.primary_key(&mut primary);
    manager.create_table(table).await?;
    for index in indexes {
        let mut statement = Index::create();
        statement.name(format!("{name}_{}", index.columns.join("_"))).table(Alias::new(name));
        for column in index.columns {
            statement.col(Alias::new(*column));
        }
        if index.unique {
            statement.unique();
        }
        manager.create_index(statement).await?;
    }
    Ok(())
}
