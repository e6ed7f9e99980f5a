//! 代理: who is away from when until when, and who stands in.

use super::{insert, plain_entity};
use crate::{Moment, Session, StoreError, Tx};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::Value as Json;
use uuid::Uuid;
use value::UserId;

mod entity {
    use super::{Json, Moment, Uuid, plain_entity};
    use sea_orm::entity::prelude::*;

    /// An absence of one person.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "absences")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// Who is away.
        pub user_id: Uuid,
        /// Who stands in.
        pub stand_in_id: Uuid,
        /// From when.
        pub from_at: Moment,
        /// Until when, that moment excluded.
        pub until_at: Moment,
        /// The ids of the apps for which it holds; an empty list means all.
        pub apps: Json,
        /// Who entered it.
        pub entered_by: Option<Uuid>,
        /// When it was entered.
        pub entered_at: Moment,
    }
    plain_entity!();
}

pub use entity::Model as Absence;
use entity::{Column, Entity};

impl Absence {
    /// Whether it holds for an app.
    pub fn covers(&self, app: &str) -> bool {
        let apps = self.apps.as_array().map(Vec::as_slice).unwrap_or_default();
        apps.is_empty() || apps.iter().any(|one| one.as_str() == Some(app))
    }

    /// Whether there is an app for which both hold.
    pub fn shares_an_app_with(&self, other: &Self) -> bool {
        let apps = |absence: &Self| absence.apps.as_array().cloned().unwrap_or_default();
        let (own, others) = (apps(self), apps(other));
        own.is_empty() || others.is_empty() || own.iter().any(|app| others.contains(app))
    }

    /// Whether both are on at some moment.
    pub fn meets(&self, other: &Self) -> bool {
        self.from_at < other.until_at && other.from_at < self.until_at
    }
}

/// Enters an absence.
pub async fn enter(tx: &Tx, absence: Absence) -> Result<(), StoreError> {
    insert(tx, absence, "absences").await
}

/// An absence.
pub async fn get(session: &Session, absence: Uuid) -> Result<Option<Absence>, StoreError> {
    Ok(Entity::find_by_id(absence).one(session).await?)
}

/// The person is back earlier.
pub async fn end(tx: &Tx, absence: Uuid, at: Moment) -> Result<(), StoreError> {
    Entity::update_many().col_expr(Column::UntilAt, Expr::value(at.0)).filter(Column::Id.eq(absence)).exec(&**tx).await?;
    Ok(())
}

/// Takes away an absence that has not begun.
pub async fn remove(tx: &Tx, absence: Uuid) -> Result<(), StoreError> {
    Entity::delete_many().filter(Column::Id.eq(absence)).exec(&**tx).await?;
    Ok(())
}

/// The absences that are on or to come, in the order in which they begin.
pub async fn not_over(session: &Session, now: Moment) -> Result<Vec<Absence>, StoreError> {
    Ok(Entity::find().filter(Column::UntilAt.gt(now.0)).order_by_asc(Column::FromAt).order_by_asc(Column::Id).all(session).await?)
}

/// The absences of a person and those in which the person stands in, the latest first.
pub async fn of(session: &Session, user: UserId, limit: u64) -> Result<Vec<Absence>, StoreError> {
    let own = Condition::any().add(Column::UserId.eq(user.0)).add(Column::StandInId.eq(user.0));
    Ok(Entity::find().filter(own).order_by_desc(Column::FromAt).order_by_desc(Column::Id).limit(limit).all(session).await?)
}

/// All absences, the latest first.
pub async fn all(session: &Session, limit: u64) -> Result<Vec<Absence>, StoreError> {
    Ok(Entity::find().order_by_desc(Column::FromAt).order_by_desc(Column::Id).limit(limit).all(session).await?)
}
