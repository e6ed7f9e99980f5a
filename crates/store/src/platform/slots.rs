//! What the slots of an app are bound to in this deployment.

use super::plain_entity;
use crate::{Session, StoreError, Tx};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use value::{AppId, SlotId};

mod entity {
    use super::plain_entity;
    use sea_orm::entity::prelude::*;

    /// A bound slot.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "slot_bindings")]
    pub struct Model {
        /// The app.
        #[sea_orm(primary_key, auto_increment = false)]
        pub app: String,
        /// The slot.
        #[sea_orm(primary_key, auto_increment = false)]
        pub slot: String,
        /// What it is bound to.
        pub value: Json,
    }
    plain_entity!();
}

/// Binds a slot.
pub async fn bind(tx: &Tx, app: &AppId, slot: &SlotId, value: Json) -> Result<(), StoreError> {
    let row = entity::Model { app: app.to_string(), slot: slot.to_string(), value };
    entity::Entity::insert(row.into_active_model())
        .on_conflict(OnConflict::columns([entity::Column::App, entity::Column::Slot]).update_column(entity::Column::Value).to_owned())
        .exec_without_returning(&**tx)
        .await?;
    Ok(())
}

/// The bound slots of an app.
pub async fn all(session: &Session, app: &AppId) -> Result<BTreeMap<SlotId, Json>, StoreError> {
    let rows = entity::Entity::find().filter(entity::Column::App.eq(app.as_str())).all(session).await?;
    let read = |row: entity::Model| Ok((SlotId::parse(&row.slot).map_err(|error| StoreError::Corrupt(error.to_string()))?, row.value));
    rows.into_iter().map(read).collect()
}
