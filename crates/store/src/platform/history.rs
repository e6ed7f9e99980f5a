//! The history of records: who changed what, when and through what.

use super::plain_entity;
use crate::{Moment, Session, StoreError, Tx};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::Value as Json;
use uuid::Uuid;
use value::{AppId, FormId, RecordId};

mod entity {
    use super::{Json, Moment, Uuid, plain_entity};
    use sea_orm::entity::prelude::*;

    /// One change of one record.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "record_history")]
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
        /// The revision that it made.
        pub revision: i64,
        /// When.
        pub at: Moment,
        /// Who, if it was a person.
        pub by_id: Option<Uuid>,
        /// Name of who, or of the cause.
        pub by_name: String,
        /// Through what: `create`, `update`, `delete`, `act:approve`, `rule:…`, `timer`, `import`.
        pub through: String,
        /// The changed fields: `{"field": [from, to]}`.
        pub changes: Json,
        /// Content hash of the app version that accepted it.
        pub version: String,
    }
    plain_entity!();
}

pub use entity::Model as Change;

/// Writes changes.
pub fn write(tx: &Tx, changes: Vec<Change>) {
    tx.keep(|late| late.history.extend(changes));
}

/// The changes of a record from old to new. Whoever calls this has seen the record through a plan, and takes out the fields that the plan hides.
pub async fn of_record(session: &Session, app: &AppId, form: &FormId, record: RecordId) -> Result<Vec<Change>, StoreError> {
    use entity::Column;
    let found =
        entity::Entity::find().filter(Column::App.eq(app.as_str())).filter(Column::Form.eq(form.as_str())).filter(Column::RecordId.eq(record.0));
    Ok(found.order_by_asc(Column::Revision).order_by_asc(Column::Id).all(session).await?)
}
