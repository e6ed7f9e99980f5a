//! The addresses at which messages come in; of the secret only a digest is kept.

use super::plain_entity;
use crate::{Moment, Session, StoreError, Tx};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use uuid::Uuid;
use value::AppId;

mod entity {
    use super::{Moment, Uuid, plain_entity};
    use sea_orm::entity::prelude::*;

    /// An address.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "message_addresses")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// The app.
        pub app: String,
        /// For whom it is.
        pub label: String,
        /// Digest of the secret.
        pub digest: String,
        /// When it was made.
        pub made_at: Moment,
        /// Who made it.
        pub made_by: Option<Uuid>,
        /// The name of whoever made it.
        pub made_by_name: String,
        /// When a message came in by it last.
        pub used_at: Option<Moment>,
    }
    plain_entity!();
}

pub use entity::Model as MessageAddress;
use entity::{Column, Entity};

/// Makes an address.
pub async fn make(tx: &Tx, address: MessageAddress) -> Result<(), StoreError> {
    Entity::insert(address.into_active_model()).exec_without_returning(&**tx).await?;
    Ok(())
}

/// The addresses of an app, the newest first.
pub async fn of_app(session: &Session, app: &AppId) -> Result<Vec<MessageAddress>, StoreError> {
    Ok(Entity::find().filter(Column::App.eq(app.as_str())).order_by_desc(Column::MadeAt).all(session).await?)
}

/// The address with this digest.
pub async fn by_digest(session: &Session, app: &AppId, digest: &str) -> Result<Option<MessageAddress>, StoreError> {
    Ok(Entity::find().filter(Column::App.eq(app.as_str())).filter(Column::Digest.eq(digest)).one(session).await?)
}

/// Notes that a message came in.
pub async fn used(tx: &Tx, id: Uuid, at: Moment) -> Result<(), StoreError> {
    Entity::update_many().col_expr(Column::UsedAt, Expr::value(at.0)).filter(Column::Id.eq(id)).exec(&**tx).await?;
    Ok(())
}

/// Takes an address back.
pub async fn revoke(tx: &Tx, app: &AppId, id: Uuid) -> Result<(), StoreError> {
    let gone = Entity::delete_many().filter(Column::App.eq(app.as_str())).filter(Column::Id.eq(id)).exec(&**tx).await?;
    if gone.rows_affected == 1 { Ok(()) } else { Err(StoreError::NotFound("message address")) }
}
