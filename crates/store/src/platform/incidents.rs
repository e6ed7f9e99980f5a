//! Incidents: cases that stand still until an administrator has decided.

use super::{insert_all, plain_entity};
use crate::{Moment, Session, StoreError, Tx};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::Value as Json;
use uuid::Uuid;

mod entity {
    use super::{Json, Moment, Uuid, plain_entity};
    use sea_orm::entity::prelude::*;

    /// A token that stands still.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "incidents")]
    pub struct Model {
        /// The case.
        #[sea_orm(primary_key, auto_increment = false)]
        pub instance_id: Uuid,
        /// Its token.
        #[sea_orm(primary_key, auto_increment = false)]
        pub token: i64,
        /// The app.
        pub app: String,
        /// The form.
        pub form: String,
        /// The record.
        pub record_id: Uuid,
        /// The flow.
        pub flow: String,
        /// The step.
        pub node: String,
        /// What the step is called.
        pub node_label: Json,
        /// The title of the record.
        pub title: String,
        /// What happened.
        pub what: String,
        /// How often it was tried.
        pub tries: i64,
        /// Since when.
        pub since: Moment,
    }
    plain_entity!();
}

pub use entity::Model as Incident;
use entity::{Column, Entity};

/// The incidents of a case.
pub async fn of_instance(session: &Session, instance: Uuid) -> Result<Vec<Incident>, StoreError> {
    Ok(Entity::find().filter(Column::InstanceId.eq(instance)).all(session).await?)
}

/// Replaces the incidents of a case.
pub async fn replace(tx: &Tx, instance: Uuid, rows: Vec<Incident>) -> Result<(), StoreError> {
    Entity::delete_many().filter(Column::InstanceId.eq(instance)).exec(&**tx).await?;
    insert_all(tx, rows, "incidents").await
}

/// The incidents of some apps, the oldest first.
pub async fn of_apps(session: &Session, apps: &[String], limit: u64) -> Result<Vec<Incident>, StoreError> {
    let found = Entity::find().filter(Column::App.is_in(apps)).order_by_asc(Column::Since).limit(limit);
    Ok(found.all(session).await?)
}
