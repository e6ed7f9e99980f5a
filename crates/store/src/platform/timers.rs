//! Timers: commands that come back at a moment. Firing twice has no effect, for the command carries the timer's key.

use super::{insert_all, plain_entity};
use crate::shape::ListShape;
use crate::{Moment, Session, StoreError, Tx, dialect};
use sea_orm::sea_query::{Expr, ExprTrait, Value as Cell};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, UpdateMany};
use serde_json::Value as Json;
use uuid::Uuid;
use value::AppId;

mod entity {
    use super::{Json, Moment, Uuid, plain_entity};
    use sea_orm::entity::prelude::*;

    /// A timer.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "timers")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// The app.
        pub app: String,
        /// The case that waits, if it is a flow's timer.
        pub instance_id: Option<Uuid>,
        /// What it is for, as its maker names it; unique among the waiting timers of a case.
        pub name: String,
        /// What to do.
        pub payload: Json,
        /// When.
        pub due_at: Moment,
        /// `waiting`, `fired`, `cancelled`, `dead`.
        pub state: String,
        /// How often it was tried.
        pub attempts: i64,
        /// Until when a worker has it.
        pub leased_until: Option<Moment>,
        /// Why the last attempt failed.
        #[sea_orm(column_type = "Text", nullable)]
        pub last_error: Option<String>,
    }
    plain_entity!();
}

pub use entity::Model as Timer;
use entity::{Column, Entity};

/// Sets timers.
pub async fn set(tx: &Tx, timers: Vec<Timer>) -> Result<(), StoreError> {
    insert_all(tx, timers, "timers").await
}

/// Cancels the waiting timers of a case: all, or those with these names.
pub async fn cancel(tx: &Tx, instance: Uuid, names: Option<&[String]>) -> Result<(), StoreError> {
    static THESE: ListShape<1> = ListShape::new(|backend, [instance], names| cancelled(instance).filter(Column::Name.is_in(names)).build(backend));
    let backend = tx.get_database_backend();
    let statement = match names {
        Some(names) => THESE.with(backend, [instance.into()], names.iter().map(|name| name.as_str().into()).collect()),
        None => cancelled(instance.into()).build(backend),
    };
    tx.execute_raw(statement).await?;
    Ok(())
}

fn cancelled(instance: Cell) -> UpdateMany<Entity> {
    let waiting = Entity::update_many().col_expr(Column::State, Expr::value("cancelled"));
    waiting.filter(Column::InstanceId.eq(instance)).filter(Column::State.eq("waiting"))
}

/// Cancels the timers of an app that belong to no case and are not due yet; answers the names of those that are.
pub async fn cancel_moments(tx: &Tx, app: &AppId, now: Moment) -> Result<Vec<String>, StoreError> {
    let of_app = Condition::all().add(Column::InstanceId.is_null()).add(Column::State.eq("waiting")).add(Column::App.eq(app.as_str()));
    let mut due = Entity::find().filter(of_app.clone()).filter(Column::DueAt.lte(now.0));
    dialect::lock_rows(tx, QuerySelect::query(&mut due));
    let due = due.all(&**tx).await?;
    let ahead = Entity::update_many().col_expr(Column::State, Expr::value("cancelled")).filter(of_app).filter(Column::DueAt.gt(now.0));
    ahead.exec(&**tx).await?;
    Ok(due.into_iter().map(|timer| timer.name).collect())
}

/// Leases due timers to the caller, the oldest first; on PostgreSQL several workers pass over each other's rows.
pub async fn lease(tx: &Tx, now: Moment, until: Moment, limit: u64) -> Result<Vec<Timer>, StoreError> {
    let free = Condition::any().add(Column::LeasedUntil.is_null()).add(Column::LeasedUntil.lte(now.0));
    let mut found = Entity::find()
        .filter(Column::State.eq("waiting"))
        .filter(Column::DueAt.lte(now.0))
        .filter(free)
        .order_by_asc(Column::DueAt)
        .order_by_asc(Column::Id)
        .limit(limit);
    dialect::lock_free_rows(tx, QuerySelect::query(&mut found));
    let timers = found.all(&**tx).await?;
    if !timers.is_empty() {
        Entity::update_many()
            .col_expr(Column::LeasedUntil, Expr::value(until.0))
            .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1))
            .filter(Column::Id.is_in(timers.iter().map(|timer| timer.id)))
            .exec(&**tx)
            .await?;
    }
    Ok(timers)
}

/// Notes in the firing commands' own transaction that timers have fired; answers those that had not been fired or cancelled before.
pub async fn fired(tx: &Tx, timers: &[Uuid]) -> Result<Vec<Uuid>, StoreError> {
    let waiting = Condition::all().add(Column::Id.is_in(timers.iter().copied())).add(Column::State.eq("waiting"));
    let mut found = Entity::find().select_only().column(Column::Id).filter(waiting.clone());
    dialect::lock_rows(tx, QuerySelect::query(&mut found));
    let found = found.into_tuple().all(&**tx).await?;
    if !found.is_empty() {
        Entity::update_many().col_expr(Column::State, Expr::value("fired")).filter(waiting).exec(&**tx).await?;
    }
    Ok(found)
}

/// Notes a failed attempt: try again at a moment, or never.
pub async fn failed(tx: &Tx, timer: Uuid, error: &str, again_at: Option<Moment>) -> Result<(), StoreError> {
    let update =
        Entity::update_many().col_expr(Column::LastError, Expr::value(error)).filter(Column::Id.eq(timer)).filter(Column::State.eq("waiting"));
    match again_at {
        Some(moment) => update.col_expr(Column::LeasedUntil, Expr::value(moment.0)),
        None => update.col_expr(Column::State, Expr::value("dead")),
    }
    .exec(&**tx)
    .await?;
    Ok(())
}

/// When the next timer can be leased, so that a worker knows how long it may sleep: one that is due and leased, or that failed and is put off,
/// keeps nobody awake until then.
pub async fn next_due(session: &Session, now: Moment) -> Result<Option<Moment>, StoreError> {
    let waiting = || Entity::find().select_only().filter(Column::State.eq("waiting"));
    let free = Condition::any().add(Column::LeasedUntil.is_null()).add(Column::LeasedUntil.lte(now.0));
    let next: Option<i64> = waiting().column(Column::DueAt).filter(free).order_by_asc(Column::DueAt).limit(1).into_tuple().one(session).await?;
    let leased = waiting().column(Column::LeasedUntil).filter(Column::DueAt.lte(now.0)).filter(Column::LeasedUntil.gt(now.0));
    let freed: Option<i64> = leased.order_by_asc(Column::LeasedUntil).limit(1).into_tuple().one(session).await?;
    Ok(next.into_iter().chain(freed).min().map(Moment))
}

/// The waiting timers of a case.
pub async fn waiting_of(session: &Session, instance: Uuid) -> Result<Vec<Timer>, StoreError> {
    let found = Entity::find().filter(Column::InstanceId.eq(instance)).filter(Column::State.eq("waiting"));
    Ok(found.order_by_asc(Column::DueAt).order_by_asc(Column::Id).all(session).await?)
}

/// The waiting timers of some cases, and those that were given up.
pub async fn unfired_of_instances(session: &Session, instances: &[Uuid]) -> Result<Vec<Timer>, StoreError> {
    let found = Entity::find().filter(Column::InstanceId.is_in(instances.iter().copied())).filter(Column::State.is_in(["waiting", "dead"]));
    Ok(found.all(session).await?)
}

/// Whoever works on timers has them until a later moment; one whose lease is over, or that waits longer already, stays as it is.
pub async fn extend(tx: &Tx, timers: &[Uuid], now: Moment, until: Moment) -> Result<(), StoreError> {
    Entity::update_many()
        .col_expr(Column::LeasedUntil, Expr::value(until.0))
        .filter(Column::Id.is_in(timers.iter().copied()))
        .filter(Column::State.eq("waiting"))
        .filter(Column::LeasedUntil.between(now.0, until.0))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// A timer.
pub async fn get(session: &Session, timer: Uuid) -> Result<Option<Timer>, StoreError> {
    Ok(Entity::find_by_id(timer).one(session).await?)
}
