//! The outbox: what shall leave the transaction, delivered at least once by a worker.

use super::plain_entity;
use crate::{Moment, Session, StoreError, Tx, dialect};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::Value as Json;
use uuid::Uuid;

mod entity {
    use super::{Json, Moment, Uuid, plain_entity};
    use sea_orm::entity::prelude::*;

    /// Something that shall be delivered.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "outbox")]
    pub struct Model {
        /// Key; the receiver is told it, so that it can pass over a repetition.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// The app.
        pub app: String,
        /// By which way: `in_app`, `mail`, a connector.
        pub channel: String,
        /// What.
        pub payload: Json,
        /// `waiting`, `done`, `dead`.
        pub state: String,
        /// When it was written.
        pub created_at: Moment,
        /// When it is tried next.
        pub next_at: Moment,
        /// How often it was tried.
        pub attempts: i64,
        /// Until when a worker has it.
        pub leased_until: Option<Moment>,
        /// Why the last attempt failed.
        #[sea_orm(column_type = "Text", nullable)]
        pub last_error: Option<String>,
        /// When it was delivered.
        pub done_at: Option<Moment>,
    }
    plain_entity!();
}

pub use entity::Model as Outgoing;
use entity::{Column, Entity};

/// Puts entries in, in the transaction of the change that causes them.
pub fn put(tx: &Tx, entries: Vec<Outgoing>) {
    tx.keep(|late| late.outbox.extend(entries));
}

/// Leases what is to be delivered to the caller, the oldest first.
pub async fn lease(tx: &Tx, now: Moment, until: Moment, limit: u64) -> Result<Vec<Outgoing>, StoreError> {
    let free = Condition::any().add(Column::LeasedUntil.is_null()).add(Column::LeasedUntil.lte(now.0));
    let mut found = Entity::find()
        .filter(Column::State.eq("waiting"))
        .filter(Column::NextAt.lte(now.0))
        .filter(free)
        .order_by_asc(Column::NextAt)
        .order_by_asc(Column::Id)
        .limit(limit);
    dialect::lock_free_rows(tx, QuerySelect::query(&mut found));
    let entries = found.all(&**tx).await?;
    if !entries.is_empty() {
        Entity::update_many()
            .col_expr(Column::LeasedUntil, Expr::value(until.0))
            .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1))
            .filter(Column::Id.is_in(entries.iter().map(|entry| entry.id)))
            .exec(&**tx)
            .await?;
    }
    Ok(entries)
}

/// Notes a delivery.
pub async fn delivered(tx: &Tx, entry: Uuid, at: Moment) -> Result<(), StoreError> {
    Entity::update_many()
        .col_expr(Column::State, Expr::value("done"))
        .col_expr(Column::DoneAt, Expr::value(at.0))
        .filter(Column::Id.eq(entry))
        .filter(Column::State.eq("waiting"))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// Notes a failed attempt: try again at a moment, or never.
pub async fn failed(tx: &Tx, entry: Uuid, error: &str, again_at: Option<Moment>) -> Result<(), StoreError> {
    let update = Entity::update_many()
        .col_expr(Column::LastError, Expr::value(error))
        .col_expr(Column::LeasedUntil, Expr::value(Option::<i64>::None))
        .filter(Column::Id.eq(entry))
        .filter(Column::State.eq("waiting"));
    match again_at {
        Some(moment) => update.col_expr(Column::NextAt, Expr::value(moment.0)),
        None => update.col_expr(Column::State, Expr::value("dead")),
    }
    .exec(&**tx)
    .await?;
    Ok(())
}

/// Puts an entry off that is not to be tried before a moment, with what became known of it meanwhile.
pub async fn put_off(tx: &Tx, entry: Uuid, payload: Json, again_at: Moment) -> Result<(), StoreError> {
    Entity::update_many()
        .col_expr(Column::Payload, Expr::value(payload))
        .col_expr(Column::LeasedUntil, Expr::value(Option::<i64>::None))
        .col_expr(Column::NextAt, Expr::value(again_at.0))
        .filter(Column::Id.eq(entry))
        .filter(Column::State.eq("waiting"))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// Whoever works on entries has them until a later moment; one whose lease is over, or that waits longer already, stays as it is.
pub async fn extend(tx: &Tx, entries: &[Uuid], now: Moment, until: Moment) -> Result<(), StoreError> {
    Entity::update_many()
        .col_expr(Column::LeasedUntil, Expr::value(until.0))
        .filter(Column::Id.is_in(entries.iter().copied()))
        .filter(Column::State.eq("waiting"))
        .filter(Column::LeasedUntil.between(now.0, until.0))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// Dead entries, the newest first.
pub async fn dead(session: &Session, limit: u64) -> Result<Vec<Outgoing>, StoreError> {
    Ok(Entity::find().filter(Column::State.eq("dead")).order_by_desc(Column::CreatedAt).limit(limit).all(session).await?)
}

/// Puts a dead entry back into the queue.
pub async fn replay(tx: &Tx, entry: Uuid, now: Moment) -> Result<(), StoreError> {
    let changed = Entity::update_many()
        .col_expr(Column::State, Expr::value("waiting"))
        .col_expr(Column::NextAt, Expr::value(now.0))
        .filter(Column::Id.eq(entry))
        .filter(Column::State.eq("dead"))
        .exec(&**tx)
        .await?;
    if changed.rows_affected == 1 { Ok(()) } else { Err(StoreError::NotFound("outbox entry")) }
}

/// Takes a dead entry away for good.
pub async fn discard(tx: &Tx, entry: Uuid) -> Result<(), StoreError> {
    let gone = Entity::delete_many().filter(Column::Id.eq(entry)).filter(Column::State.eq("dead")).exec(&**tx).await?;
    if gone.rows_affected == 1 { Ok(()) } else { Err(StoreError::NotFound("outbox entry")) }
}

/// When the next entry is to be tried, so that a worker knows how long it may sleep.
pub async fn next_due(session: &Session) -> Result<Option<Moment>, StoreError> {
    let next = Entity::find().filter(Column::State.eq("waiting")).order_by_asc(Column::NextAt).limit(1).one(session).await?;
    Ok(next.map(|entry| entry.next_at))
}

/// How many entries wait.
pub async fn waiting(session: &Session) -> Result<u64, StoreError> {
    Ok(Entity::find().filter(Column::State.eq("waiting")).count(session).await?)
}

/// Takes delivered entries before a moment away.
pub async fn sweep(tx: &Tx, before: Moment) -> Result<u64, StoreError> {
    Ok(Entity::delete_many().filter(Column::State.eq("done")).filter(Column::DoneAt.lt(before.0)).exec(&**tx).await?.rows_affected)
}
