//! Jobs: long work in small slices with progress, such as filling a new computed field.

use super::{insert, plain_entity};
use crate::{Moment, Session, StoreError, Tx, dialect};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::Value as Json;
use uuid::Uuid;

mod entity {
    use super::{Json, Moment, Uuid, plain_entity};
    use sea_orm::entity::prelude::*;

    /// A job.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "jobs")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// What kind of work.
        pub kind: String,
        /// The app, if it is one's.
        pub app: Option<String>,
        /// What to work on, and how far it is.
        pub payload: Json,
        /// `waiting`, `done`, `dead`.
        pub state: String,
        /// Steps done.
        pub done: i64,
        /// Steps in all; none while unknown.
        pub total: Option<i64>,
        /// When it was made.
        pub created_at: Moment,
        /// When the next slice runs.
        pub next_at: Moment,
        /// How often the present slice was tried.
        pub attempts: i64,
        /// Until when a worker has it.
        pub leased_until: Option<Moment>,
        /// Why the last attempt failed.
        #[sea_orm(column_type = "Text", nullable)]
        pub last_error: Option<String>,
    }
    plain_entity!();
}

pub use entity::Model as Job;
use entity::{Column, Entity};

/// Puts a job in.
pub async fn put(tx: &Tx, job: Job) -> Result<(), StoreError> {
    insert(tx, job, "jobs").await
}

/// Leases jobs to the caller, the oldest first.
pub async fn lease(tx: &Tx, now: Moment, until: Moment, limit: u64) -> Result<Vec<Job>, StoreError> {
    let free = Condition::any().add(Column::LeasedUntil.is_null()).add(Column::LeasedUntil.lte(now.0));
    let mut found = Entity::find()
        .filter(Column::State.eq("waiting"))
        .filter(Column::NextAt.lte(now.0))
        .filter(free)
        .order_by_asc(Column::NextAt)
        .order_by_asc(Column::Id)
        .limit(limit);
    dialect::lock_free_rows(tx, QuerySelect::query(&mut found));
    let jobs = found.all(&**tx).await?;
    if !jobs.is_empty() {
        Entity::update_many()
            .col_expr(Column::LeasedUntil, Expr::value(until.0))
            .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1))
            .filter(Column::Id.is_in(jobs.iter().map(|job| job.id)))
            .exec(&**tx)
            .await?;
    }
    Ok(jobs)
}

/// Notes a slice that is done: the payload says where the next one begins.
pub async fn advance(tx: &Tx, job: Uuid, payload: Json, done: i64, total: Option<i64>, next_at: Moment) -> Result<(), StoreError> {
    Entity::update_many()
        .col_expr(Column::Payload, Expr::value(payload))
        .col_expr(Column::Done, Expr::value(done))
        .col_expr(Column::Total, Expr::value(total))
        .col_expr(Column::NextAt, Expr::value(next_at.0))
        .col_expr(Column::Attempts, Expr::value(0))
        .col_expr(Column::LeasedUntil, Expr::value(Option::<i64>::None))
        .filter(Column::Id.eq(job))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// Notes that a job is done.
pub async fn finish(tx: &Tx, job: Uuid, done: i64) -> Result<(), StoreError> {
    Entity::update_many()
        .col_expr(Column::State, Expr::value("done"))
        .col_expr(Column::Done, Expr::value(done))
        .col_expr(Column::Total, Expr::value(done))
        .filter(Column::Id.eq(job))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// Notes a failed attempt: try again at a moment, or never.
pub async fn failed(tx: &Tx, job: Uuid, error: &str, again_at: Option<Moment>) -> Result<(), StoreError> {
    let update = Entity::update_many()
        .col_expr(Column::LastError, Expr::value(error))
        .col_expr(Column::LeasedUntil, Expr::value(Option::<i64>::None))
        .filter(Column::Id.eq(job));
    match again_at {
        Some(moment) => update.col_expr(Column::NextAt, Expr::value(moment.0)),
        None => update.col_expr(Column::State, Expr::value("dead")),
    }
    .exec(&**tx)
    .await?;
    Ok(())
}

/// A job.
pub async fn get(session: &Session, job: Uuid) -> Result<Option<Job>, StoreError> {
    Ok(Entity::find_by_id(job).one(session).await?)
}

/// When the next job runs, so that a worker knows how long it may sleep.
pub async fn next_due(session: &Session) -> Result<Option<Moment>, StoreError> {
    let next = Entity::find().filter(Column::State.eq("waiting")).order_by_asc(Column::NextAt).limit(1).one(session).await?;
    Ok(next.map(|job| job.next_at))
}

/// How many jobs wait.
pub async fn waiting(session: &Session) -> Result<u64, StoreError> {
    Ok(Entity::find().filter(Column::State.eq("waiting")).count(session).await?)
}
