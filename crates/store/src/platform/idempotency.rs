//! Idempotency keys: a repeated command gets the first answer and changes nothing.

use super::{one, plain_entity};
use crate::shape::Shape;
use crate::{Moment, StoreError, Tx};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

mod entity {
    use super::{Moment, plain_entity};
    use sea_orm::entity::prelude::*;

    /// A key and the answer that it got.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "idempotency_keys")]
    pub struct Model {
        /// Who.
        #[sea_orm(primary_key, auto_increment = false)]
        pub actor: String,
        /// On which route.
        #[sea_orm(primary_key, auto_increment = false)]
        pub route: String,
        /// The key that the client made.
        #[sea_orm(primary_key, auto_increment = false)]
        pub key: String,
        /// Digest of the request's body.
        pub body: String,
        /// The answer as JSON text.
        #[sea_orm(column_type = "Text")]
        pub answer: String,
        /// When it may be forgotten.
        pub expires_at: Moment,
    }
    plain_entity!();
}

use entity::{Column, Entity};

/// Whose key, where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key<'a> {
    /// Who: the key of the person, or of the public visitor.
    pub actor: &'a str,
    /// On which route, parameters filled in.
    pub route: &'a str,
    /// The key that the client made.
    pub key: &'a str,
    /// Digest of the request's body.
    pub body: &'a str,
}

/// What a key has met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// The key is new and now belongs to this transaction, which must [`answer`] it.
    New,
    /// The command ran before: this is its answer.
    Answered(String),
    /// The same key came with another body.
    OtherBody,
}

/// Claims a key at the beginning of a command. Two claims at once: the second waits and meets the first one's answer.
pub async fn claim(tx: &Tx, key: Key<'_>, now: Moment, expires_at: Moment) -> Result<Claim, StoreError> {
    // Most keys are new: whether one is not is asked only when it cannot be added.
    if add(tx, key, expires_at).await? {
        return Ok(Claim::New);
    }
    static FOUND: Shape<3> = Shape::new(|backend, [actor, route, key]| {
        let of_key = Column::Actor.eq(actor).and(Column::Route.eq(route)).and(Column::Key.eq(key));
        Entity::find().filter(of_key).limit(1).build(backend)
    });
    let found: Option<entity::Model> = one(tx, FOUND.with(tx.get_database_backend(), [key.actor.into(), key.route.into(), key.key.into()])).await?;
    match found {
        Some(row) if row.expires_at > now && row.body != key.body => Ok(Claim::OtherBody),
        Some(row) if row.expires_at > now => Ok(Claim::Answered(row.answer)),
        found => {
            if let Some(row) = found {
                Entity::delete_by_id((row.actor, row.route, row.key)).exec(&**tx).await?;
            }
            let added = add(tx, key, expires_at).await?;
            if added { Ok(Claim::New) } else { Err(StoreError::Exists("idempotency_keys".into())) }
        }
    }
}

/// Adds a key without an answer, if it is not there. On PostgreSQL a key that another transaction has just committed ends this statement
/// with 40001: the repetition then finds the answer.
async fn add(tx: &Tx, key: Key<'_>, expires_at: Moment) -> Result<bool, StoreError> {
    const COLUMNS: [Column; 6] = [Column::Actor, Column::Route, Column::Key, Column::Body, Column::ExpiresAt, Column::Answer];
    static ADD: Shape<6> = Shape::new(|backend: DbBackend, row| {
        let unless_there = OnConflict::columns([Column::Actor, Column::Route, Column::Key]).do_nothing().to_owned();
        let mut statement = Query::insert();
        statement.into_table(Entity).columns(COLUMNS).on_conflict(unless_there);
        // It could only be refused if there were more values than columns.
        let _whole = statement.values(row.map(Expr::value));
        backend.build(&statement)
    });
    let row = [key.actor.into(), key.route.into(), key.key.into(), key.body.into(), expires_at.0.into(), "".into()];
    Ok(tx.execute_raw(ADD.with(tx.get_database_backend(), row)).await?.rows_affected() == 1)
}

/// Keeps the answer of a claimed key, at the end of the command.
pub async fn answer(tx: &Tx, key: Key<'_>, answer: &str) -> Result<(), StoreError> {
    static ANSWER: Shape<4> = Shape::new(|backend, [answer, actor, route, key]| {
        let of_key = Column::Actor.eq(actor).and(Column::Route.eq(route)).and(Column::Key.eq(key));
        Entity::update_many().col_expr(Column::Answer, Expr::value(answer)).filter(of_key).build(backend)
    });
    let values = [answer.into(), key.actor.into(), key.route.into(), key.key.into()];
    tx.execute_raw(ANSWER.with(tx.get_database_backend(), values)).await?;
    Ok(())
}

/// Forgets keys that are past their time.
pub async fn sweep(tx: &Tx, now: Moment) -> Result<u64, StoreError> {
    Ok(Entity::delete_many().filter(Column::ExpiresAt.lte(now.0)).exec(&**tx).await?.rows_affected)
}
