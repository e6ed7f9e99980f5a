//! Settings of the deployment and secrets that were made at first start.

use super::plain_entity;
use crate::{Session, StoreError, Tx};
use sea_orm::sea_query::OnConflict;
use sea_orm::{EntityTrait, IntoActiveModel};
use serde_json::Value as Json;

mod entity {
    use super::{Json, plain_entity};
    use sea_orm::entity::prelude::*;

    /// A setting.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "settings")]
    pub struct Model {
        /// Its name.
        #[sea_orm(primary_key, auto_increment = false)]
        pub name: String,
        /// What it is set to.
        pub value: Json,
    }
    plain_entity!();
}

/// A setting.
pub async fn get(session: &Session, name: &str) -> Result<Option<Json>, StoreError> {
    Ok(entity::Entity::find_by_id(name.to_owned()).one(session).await?.map(|row| row.value))
}

/// Sets a setting.
pub async fn set(tx: &Tx, name: &str, value: Json) -> Result<(), StoreError> {
    let row = entity::Model { name: name.into(), value };
    entity::Entity::insert(row.into_active_model())
        .on_conflict(OnConflict::column(entity::Column::Name).update_column(entity::Column::Value).to_owned())
        .exec_without_returning(&**tx)
        .await?;
    Ok(())
}

/// Sets a setting unless it is there, and gives what stands then.
pub async fn get_or_set(tx: &Tx, name: &str, value: Json) -> Result<Json, StoreError> {
    if let Some(there) = get(tx, name).await? {
        return Ok(there);
    }
    set(tx, name, value.clone()).await?;
    Ok(value)
}
