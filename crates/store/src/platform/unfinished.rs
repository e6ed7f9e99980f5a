//! Unfinished entries: what a person began to fill in and has not sent yet, one per record.

use super::plain_entity;
use crate::shape::Shape;
use crate::{Moment, Session, StoreError, Tx};
use sea_orm::sea_query::{ExprTrait, OnConflict};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QueryTrait};
use serde_json::Value as Json;
use uuid::Uuid;
use value::{AppId, FormId, RecordId, UserId};

mod entity {
    use super::{Json, Moment, Uuid, plain_entity};
    use sea_orm::entity::prelude::*;

    /// An unfinished entry.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "unfinished")]
    pub struct Model {
        /// Whose it is.
        #[sea_orm(primary_key, auto_increment = false)]
        pub user_id: Uuid,
        /// The app.
        #[sea_orm(primary_key, auto_increment = false)]
        pub app: String,
        /// The form.
        #[sea_orm(primary_key, auto_increment = false)]
        pub form: String,
        /// The record that is changed, or the key that a new one will have.
        #[sea_orm(primary_key, auto_increment = false)]
        pub record_id: Uuid,
        /// What was entered, by field.
        pub values: Json,
        /// Revision of the record that was changed; none for a new one.
        pub base_revision: Option<i64>,
        /// Content hash of the app in which it was entered.
        pub version: String,
        /// When it was saved.
        pub saved_at: Moment,
    }
    plain_entity!();
}

pub use entity::Model as Unfinished;

type Key = (Uuid, String, String, Uuid);

fn key(user: UserId, app: &AppId, form: &FormId, record: RecordId) -> Key {
    (user.0, app.to_string(), form.to_string(), record.0)
}

/// What a person began on a record.
pub async fn get(session: &Session, user: UserId, app: &AppId, form: &FormId, record: RecordId) -> Result<Option<Unfinished>, StoreError> {
    Ok(entity::Entity::find_by_id(key(user, app, form, record)).one(session).await?)
}

/// The new record of a form that a person began last.
pub async fn newest(session: &Session, user: UserId, app: &AppId, form: &FormId) -> Result<Option<Unfinished>, StoreError> {
    use entity::Column;
    let own = entity::Entity::find().filter(Column::UserId.eq(user.0)).filter(Column::App.eq(app.as_str())).filter(Column::Form.eq(form.as_str()));
    Ok(own.filter(Column::BaseRevision.is_null()).order_by_desc(Column::SavedAt).one(session).await?)
}

/// Keeps an entry in place of the one before.
pub async fn keep(tx: &Tx, entry: Unfinished) -> Result<(), StoreError> {
    use entity::Column;
    let place = [Column::UserId, Column::App, Column::Form, Column::RecordId];
    let content = [Column::Values, Column::BaseRevision, Column::Version, Column::SavedAt];
    entity::Entity::insert(entry.into_active_model())
        .on_conflict(OnConflict::columns(place).update_columns(content).to_owned())
        .exec_without_returning(&**tx)
        .await?;
    Ok(())
}

/// Forgets an entry: it was sent, or its owner threw it away.
pub async fn forget(tx: &Tx, user: UserId, app: &AppId, form: &FormId, record: RecordId) -> Result<(), StoreError> {
    use entity::Column;
    static FORGET: Shape<4> = Shape::new(|backend, [user, app, form, record]| {
        let of_key = Column::UserId.eq(user).and(Column::App.eq(app)).and(Column::Form.eq(form)).and(Column::RecordId.eq(record));
        entity::Entity::delete_many().filter(of_key).build(backend)
    });
    let values = [user.0.into(), app.as_str().into(), form.as_str().into(), record.0.into()];
    tx.execute_raw(FORGET.with(tx.get_database_backend(), values)).await?;
    Ok(())
}

/// Forgets all but the newest entries of a person.
pub async fn forget_older(tx: &Tx, user: UserId, kept: u64) -> Result<(), StoreError> {
    use entity::Column;
    let own = entity::Entity::find().filter(Column::UserId.eq(user.0));
    if own.clone().count(&**tx).await? <= kept {
        return Ok(());
    }
    let rows = own.order_by_desc(Column::SavedAt).all(&**tx).await?;
    for row in rows.into_iter().skip(usize::try_from(kept).unwrap_or(usize::MAX)) {
        entity::Entity::delete_by_id((row.user_id, row.app, row.form, row.record_id)).exec(&**tx).await?;
    }
    Ok(())
}
