//! 抄送: whom a flow has told of a record.

use super::narrow::{Columns, Narrow, StepCount};
use super::{Before, insert_all, plain_entity};
use crate::{Moment, Session, StoreError, Tx};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::Value as Json;
use uuid::Uuid;
use value::UserId;

mod entity {
    use super::{Json, Moment, Uuid, plain_entity};
    use sea_orm::entity::prelude::*;

    /// A notice to one person.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "cc_entries")]
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
        /// The case.
        pub instance_id: Uuid,
        /// The flow.
        pub flow: String,
        /// The node.
        pub node: String,
        /// Name of the node when it told.
        pub node_label: Json,
        /// Title of the record when it told.
        pub title: String,
        /// Who was told.
        pub user_id: Uuid,
        /// When.
        pub at: Moment,
        /// When it was read.
        pub read_at: Option<Moment>,
    }
    plain_entity!();
}

pub use entity::Model as Notice;
use entity::{Column, Entity};

/// Tells people.
pub async fn tell(tx: &Tx, notices: Vec<Notice>) -> Result<(), StoreError> {
    insert_all(tx, notices, "cc_entries").await
}

/// What a person was told of, the newest first.
pub async fn of(session: &Session, user: UserId, narrow: &Narrow, before: Option<Before>, limit: u64) -> Result<Vec<Notice>, StoreError> {
    let columns = Columns { app: Column::App, flow: Column::Flow, node: Some(Column::Node), due: None, case: Some(Column::InstanceId) };
    let mut found = Entity::find().filter(Column::UserId.eq(user.0)).filter(narrow.on(&columns));
    if let Some(before) = before {
        found = found.filter(super::todos::earlier(Column::At, Column::Id, before));
    }
    Ok(found.order_by_desc(Column::At).order_by_desc(Column::Id).limit(limit).all(session).await?)
}

/// To which steps the notices of a person belong.
pub async fn steps_of(session: &Session, user: UserId) -> Result<Vec<StepCount>, StoreError> {
    let rows: Vec<(String, String, String, String, i64)> = Entity::find()
        .select_only()
        .columns([Column::App, Column::Form, Column::Flow, Column::Node])
        .column_as(Column::Id.count(), "items")
        .filter(Column::UserId.eq(user.0))
        .group_by(Column::App)
        .group_by(Column::Form)
        .group_by(Column::Flow)
        .group_by(Column::Node)
        .order_by_asc(Column::App)
        .order_by_asc(Column::Flow)
        .order_by_asc(Column::Node)
        .into_tuple()
        .all(session)
        .await?;
    Ok(rows.into_iter().map(|(app, form, flow, node, count)| StepCount { app, form, flow, node, count: u64::try_from(count).unwrap_or(0) }).collect())
}

/// Marks a person's notices of a record as read.
pub async fn mark_read(tx: &Tx, user: UserId, record: value::RecordId, at: Moment) -> Result<(), StoreError> {
    Entity::update_many()
        .col_expr(Column::ReadAt, Expr::value(at.0))
        .filter(Column::UserId.eq(user.0))
        .filter(Column::RecordId.eq(record.0))
        .filter(Column::ReadAt.is_null())
        .exec(&**tx)
        .await?;
    Ok(())
}

/// How many notices a person has not read.
pub async fn unread(session: &Session, user: UserId) -> Result<u64, StoreError> {
    Ok(Entity::find().filter(Column::UserId.eq(user.0)).filter(Column::ReadAt.is_null()).count(session).await?)
}
