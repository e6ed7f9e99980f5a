//! Counters of auto-numbers. The row is locked by the command, so that no number is given twice.

use super::plain_entity;
use crate::{StoreError, Tx};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use value::{AppId, FieldId, FormId};

mod entity {
    use super::plain_entity;
    use sea_orm::entity::prelude::*;

    /// The last number that was given.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "counters")]
    pub struct Model {
        /// The app.
        #[sea_orm(primary_key, auto_increment = false)]
        pub app: String,
        /// The form.
        #[sea_orm(primary_key, auto_increment = false)]
        pub form: String,
        /// The field.
        #[sea_orm(primary_key, auto_increment = false)]
        pub field: String,
        /// The period in which it counts (`2026-03`); empty when it never begins anew.
        #[sea_orm(primary_key, auto_increment = false)]
        pub period: String,
        /// The last number.
        pub value: i64,
    }
    plain_entity!();
}

/// Takes the next number, from 1.
pub async fn next(tx: &Tx, app: &AppId, form: &FormId, field: &FieldId, period: &str) -> Result<i64, StoreError> {
    next_many(tx, app, form, field, period, 1).await
}

/// Takes several numbers at once and gives the first of them.
pub async fn next_many(tx: &Tx, app: &AppId, form: &FormId, field: &FieldId, period: &str, count: i64) -> Result<i64, StoreError> {
    use entity::Column;
    let row = entity::Model { app: app.to_string(), form: form.to_string(), field: field.to_string(), period: period.into(), value: count };
    let grown = Expr::col((entity::Entity, Column::Value)).add(count);
    entity::Entity::insert(row.into_active_model())
        .on_conflict(OnConflict::columns([Column::App, Column::Form, Column::Field, Column::Period]).value(Column::Value, grown).to_owned())
        .exec_without_returning(&**tx)
        .await?;
    let last = entity::Entity::find()
        .filter(Column::App.eq(app.as_str()))
        .filter(Column::Form.eq(form.as_str()))
        .filter(Column::Field.eq(field.as_str()))
        .filter(Column::Period.eq(period))
        .one(&**tx)
        .await?
        .ok_or(StoreError::NotFound("counter"))?;
    Ok(last.value - count + 1)
}

/// Lets counting go on behind a number that was given elsewhere.
pub async fn at_least(tx: &Tx, app: &AppId, form: &FormId, field: &FieldId, period: &str, value: i64) -> Result<(), StoreError> {
    use entity::Column;
    let row = entity::Model { app: app.to_string(), form: form.to_string(), field: field.to_string(), period: period.into(), value };
    let known = || Expr::col((entity::Entity, Column::Value));
    let larger = Expr::case(known().lt(value), value).finally(known());
    entity::Entity::insert(row.into_active_model())
        .on_conflict(OnConflict::columns([Column::App, Column::Form, Column::Field, Column::Period]).value(Column::Value, larger).to_owned())
        .exec_without_returning(&**tx)
        .await?;
    Ok(())
}
