//! What is known of stored files. A file is pending until a record that names it is saved.

use super::{insert, plain_entity};
use crate::{Moment, Session, StoreError, Tx};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::BTreeSet;
use uuid::Uuid;
use value::{AppId, FieldId, FileId, FormId, RecordId};

mod entity {
    use super::{Moment, Uuid, plain_entity};
    use sea_orm::entity::prelude::*;

    /// A stored file.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "files")]
    pub struct Model {
        /// Key; also its name in the file store.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// Name as the person who uploaded it saw it.
        pub name: String,
        /// Size in bytes.
        pub size: i64,
        /// Media type that was found in the content.
        pub media_type: String,
        /// SHA-256 of the content, hex.
        pub digest: String,
        /// `pending` or `attached`.
        pub state: String,
        /// Who uploaded it; none on a public page.
        pub uploaded_by: Option<Uuid>,
        /// On a public page, the digest of the visitor's token: only the same visitor may attach it.
        pub visitor: Option<String>,
        /// When.
        pub uploaded_at: Moment,
        /// The app of the record that holds it.
        pub app: Option<String>,
        /// The form of that record.
        pub form: Option<String>,
        /// That record.
        pub record_id: Option<Uuid>,
        /// The field of that record; what may read the field may read the file.
        pub field: Option<String>,
    }
    plain_entity!();
}

pub use entity::Model as StoredFile;

/// Notes an uploaded file as pending.
pub async fn add(tx: &Tx, file: StoredFile) -> Result<(), StoreError> {
    insert(tx, file, "files").await
}

/// What is known of a file.
pub async fn get(session: &Session, file: FileId) -> Result<Option<StoredFile>, StoreError> {
    Ok(entity::Entity::find_by_id(file.0).one(session).await?)
}

/// What is known of several files.
pub async fn by_ids(session: &Session, files: &BTreeSet<FileId>) -> Result<Vec<StoredFile>, StoreError> {
    if files.is_empty() {
        return Ok(Vec::new());
    }
    Ok(entity::Entity::find().filter(entity::Column::Id.is_in(files.iter().map(|file| file.0))).all(session).await?)
}

/// Attaches a pending file to a field of a record. A file that another record holds already is refused as not found.
pub async fn attach(tx: &Tx, file: FileId, app: &AppId, form: &FormId, record: RecordId, field: &FieldId) -> Result<(), StoreError> {
    use entity::Column;
    let free = sea_orm::Condition::any().add(Column::State.eq("pending")).add(Column::RecordId.eq(record.0));
    let changed = entity::Entity::update_many()
        .col_expr(Column::State, Expr::value("attached"))
        .col_expr(Column::App, Expr::value(app.as_str()))
        .col_expr(Column::Form, Expr::value(form.as_str()))
        .col_expr(Column::RecordId, Expr::value(record.0))
        .col_expr(Column::Field, Expr::value(field.as_str()))
        .filter(Column::Id.eq(file.0))
        .filter(free)
        .exec(&**tx)
        .await?;
    if changed.rows_affected == 1 { Ok(()) } else { Err(StoreError::NotFound("file")) }
}

/// Pending files that nobody attached before a moment, the oldest first.
pub async fn abandoned(session: &Session, before: Moment, limit: u64) -> Result<Vec<StoredFile>, StoreError> {
    use entity::Column;
    let found = entity::Entity::find().filter(Column::State.eq("pending")).filter(Column::UploadedAt.lt(before.0));
    Ok(found.order_by_asc(Column::UploadedAt).limit(limit).all(session).await?)
}

/// Forgets files whose content is gone.
pub async fn forget(tx: &Tx, files: &BTreeSet<FileId>) -> Result<(), StoreError> {
    entity::Entity::delete_many().filter(entity::Column::Id.is_in(files.iter().map(|file| file.0))).exec(&**tx).await?;
    Ok(())
}

/// All files, for a backup or a check.
pub async fn all(session: &Session) -> Result<Vec<StoredFile>, StoreError> {
    Ok(entity::Entity::find().order_by_asc(entity::Column::Id).all(session).await?)
}
