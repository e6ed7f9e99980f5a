//! What people say about a record.

use super::{insert, plain_entity};
use crate::{Moment, Session, StoreError, Tx};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::Value as Json;
use uuid::Uuid;
use value::{AppId, FormId, RecordId};

mod entity {
    use super::{Json, Moment, Uuid, plain_entity};
    use sea_orm::entity::prelude::*;

    /// A comment.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "comments")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// The app.
        pub app: String,
        /// The form.
        pub form: String,
        /// The record.
        pub record_id: Uuid,
        /// When.
        pub at: Moment,
        /// Who.
        pub by_id: Option<Uuid>,
        /// Name of who.
        pub by_name: String,
        /// Plain text.
        #[sea_orm(column_type = "Text")]
        pub text: String,
        /// Keys of the people who are addressed.
        pub mentions: Json,
    }
    plain_entity!();
}

pub use entity::Model as Comment;

/// Writes a comment.
pub async fn write(tx: &Tx, comment: Comment) -> Result<(), StoreError> {
    insert(tx, comment, "comments").await
}

/// The comments of a record from old to new. Whoever calls this has seen the record through a plan.
pub async fn of_record(session: &Session, app: &AppId, form: &FormId, record: RecordId) -> Result<Vec<Comment>, StoreError> {
    use entity::Column;
    let found =
        entity::Entity::find().filter(Column::App.eq(app.as_str())).filter(Column::Form.eq(form.as_str())).filter(Column::RecordId.eq(record.0));
    Ok(found.order_by_asc(Column::At).order_by_asc(Column::Id).all(session).await?)
}
