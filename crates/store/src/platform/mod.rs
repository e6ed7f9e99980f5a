//! The platform's own tables: one file per table, each with its row type and the functions that read and write it.

pub mod absences;
pub mod allocation;
pub mod apps;
pub mod audit;
pub mod cc;
pub mod comments;
pub mod counters;
pub mod departments;
pub mod drafts;
pub mod files;
pub mod flows;
pub mod history;
pub mod idempotency;
pub mod imports;
pub mod incidents;
pub mod login_attempts;
pub mod message_addresses;
pub mod messages;
pub mod migrations;
mod narrow;
pub mod outbox;
pub mod own_views;
pub mod portal_links;
pub mod roles;
pub mod sessions;
pub mod settings;
pub mod slots;
pub mod timers;
pub mod todos;
pub mod unfinished;
pub mod users;
pub mod vendor_bases;

pub use narrow::{Narrow, StepCount};

use crate::{Moment, Session, StoreError, Tx, shape};
use sea_orm::{ActiveModelTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, IntoActiveModel, SqlErr, Statement};

/// What every entity needs beside its columns.
macro_rules! plain_entity {
    () => {
        /// Platform tables are joined by hand where it is needed.
        #[derive(Copy, Clone, Debug, sea_orm::EnumIter, sea_orm::DeriveRelation)]
        pub enum Relation {}

        impl sea_orm::ActiveModelBehavior for ActiveModel {}
    };
}
pub(crate) use plain_entity;

/// Inserts a row with all its columns.
pub(crate) async fn insert<M, A>(tx: &Tx, row: M, table: &'static str) -> Result<(), StoreError>
where
    M: IntoActiveModel<A>,
    A: ActiveModelTrait + Send,
    <A::Entity as EntityTrait>::Model: IntoActiveModel<A>,
{
    insert_all(tx, vec![row], table).await
}

/// Inserts several rows with one statement.
pub(crate) async fn insert_all<M, A>(tx: &Tx, rows: Vec<M>, table: &'static str) -> Result<(), StoreError>
where
    M: IntoActiveModel<A>,
    A: ActiveModelTrait + Send,
    <A::Entity as EntityTrait>::Model: IntoActiveModel<A>,
{
    if rows.is_empty() {
        return Ok(());
    }
    match tx.execute_raw(shape::insert(rows, tx.get_database_backend())).await {
        Ok(_) => Ok(()),
        Err(error) => Err(exists(error, table)),
    }
}

/// The row that a statement finds.
pub(crate) async fn one<M: FromQueryResult>(session: &Session, statement: Statement) -> Result<Option<M>, StoreError> {
    let row = session.query_one_raw(statement).await?;
    Ok(row.map(|row| M::from_query_result(&row, "")).transpose()?)
}

/// A row with all its columns marked as to be written; without that an update would write none.
pub(crate) fn all_columns<M, A>(row: M) -> A
where
    M: IntoActiveModel<A>,
    A: ActiveModelTrait,
{
    row.into_active_model().reset_all()
}

pub(crate) fn exists(error: DbErr, table: &'static str) -> StoreError {
    match error.sql_err() {
        Some(SqlErr::UniqueConstraintViolation(_)) => StoreError::Exists(table.into()),
        _ => StoreError::Database(error),
    }
}

/// A page of a list that is ordered from new to old by moment and key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Before {
    /// Moment of the last row that was seen.
    pub at: Moment,
    /// Its key.
    pub id: uuid::Uuid,
}
