//! Idempotency keys: a repeated command gets the first answer and changes nothing.

use super::plain_entity;
use crate::{Moment, StoreError, Tx};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};

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
    let found = Entity::find_by_id((key.actor.to_owned(), key.route.to_owned(), key.key.to_owned())).one(&**tx).await?;
    match found {
        Some(row) if row.expires_at <= now => {
            Entity::delete_by_id((row.actor, row.route, row.key)).exec(&**tx).await?;
        }
        Some(row) if row.body != key.body => return Ok(Claim::OtherBody),
        Some(row) => return Ok(Claim::Answered(row.answer)),
        None => {}
    }
    let row = entity::Model {
        actor: key.actor.into(),
        route: key.route.into(),
        key: key.key.into(),
        body: key.body.into(),
        answer: String::new(),
        expires_at,
    };
    // On PostgreSQL a key that another transaction has just committed ends this statement with 40001: the repetition then finds the answer.
    Entity::insert(row.into_active_model())
        .on_conflict(OnConflict::columns([Column::Actor, Column::Route, Column::Key]).do_nothing().to_owned())
        .exec_without_returning(&**tx)
        .await?;
    Ok(Claim::New)
}

/// Keeps the answer of a claimed key, at the end of the command.
pub async fn answer(tx: &Tx, key: Key<'_>, answer: &str) -> Result<(), StoreError> {
    Entity::update_many()
        .col_expr(Column::Answer, Expr::value(answer))
        .filter(Column::Actor.eq(key.actor))
        .filter(Column::Route.eq(key.route))
        .filter(Column::Key.eq(key.key))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// Forgets keys that are past their time.
pub async fn sweep(tx: &Tx, now: Moment) -> Result<u64, StoreError> {
    Ok(Entity::delete_many().filter(Column::ExpiresAt.lte(now.0)).exec(&**tx).await?.rows_affected)
}
