//! Messages inside the product.

use super::{Before, insert_all, plain_entity};
use crate::{Moment, Session, StoreError, Tx};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;
use value::UserId;

mod entity {
    use super::{Moment, Uuid, plain_entity};
    use sea_orm::entity::prelude::*;

    /// A message to one person.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "messages")]
    pub struct Model {
        /// Key; made from the outbox entry, so that a repeated delivery has no effect.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// To whom.
        pub user_id: Uuid,
        /// When.
        pub at: Moment,
        /// Subject.
        pub subject: String,
        /// Plain text.
        #[sea_orm(column_type = "Text")]
        pub body: String,
        /// The app.
        pub app: Option<String>,
        /// The form of the record that it speaks of.
        pub form: Option<String>,
        /// That record.
        pub record_id: Option<Uuid>,
        /// When it was read.
        pub read_at: Option<Moment>,
    }
    plain_entity!();
}

pub use entity::Model as UserMessage;
use entity::{Column, Entity};

/// Tells people what happened in the same transaction.
pub fn tell(tx: &Tx, messages: Vec<UserMessage>) {
    tx.keep(|late| late.messages.extend(messages));
}

/// Delivers messages. One that is there already is passed over.
pub async fn deliver(tx: &Tx, messages: Vec<UserMessage>) -> Result<(), StoreError> {
    let keys: Vec<Uuid> = messages.iter().map(|message| message.id).collect();
    let there: Vec<Uuid> = Entity::find().select_only().column(Column::Id).filter(Column::Id.is_in(keys)).into_tuple().all(&**tx).await?;
    insert_all(tx, messages.into_iter().filter(|message| !there.contains(&message.id)).collect(), "messages").await
}

/// The messages of a person, the newest first.
pub async fn of(session: &Session, user: UserId, before: Option<Before>, limit: u64) -> Result<Vec<UserMessage>, StoreError> {
    let mut found = Entity::find().filter(Column::UserId.eq(user.0));
    if let Some(before) = before {
        found = found.filter(super::todos::earlier(Column::At, Column::Id, before));
    }
    Ok(found.order_by_desc(Column::At).order_by_desc(Column::Id).limit(limit).all(session).await?)
}

/// Marks messages of a person as read; all of them when none is named.
pub async fn mark_read(tx: &Tx, user: UserId, messages: Option<&[Uuid]>, at: Moment) -> Result<u64, StoreError> {
    let mut update =
        Entity::update_many().col_expr(Column::ReadAt, Expr::value(at.0)).filter(Column::UserId.eq(user.0)).filter(Column::ReadAt.is_null());
    if let Some(messages) = messages {
        update = update.filter(Column::Id.is_in(messages.iter().copied()));
    }
    Ok(update.exec(&**tx).await?.rows_affected)
}

/// How many messages a person has not read.
pub async fn unread(session: &Session, user: UserId) -> Result<u64, StoreError> {
    Ok(Entity::find().filter(Column::UserId.eq(user.0)).filter(Column::ReadAt.is_null()).count(session).await?)
}
