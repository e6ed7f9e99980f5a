//! What the maker of an app delivered last: the content from which this deployment's own changes begin.

use super::plain_entity;
use crate::{Moment, Session, StoreError, Tx};
use sea_orm::sea_query::OnConflict;
use sea_orm::{EntityTrait, IntoActiveModel};
use value::AppId;

mod entity {
    use super::{Moment, plain_entity};
    use sea_orm::entity::prelude::*;

    /// The package that was imported last.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "vendor_bases")]
    pub struct Model {
        /// The app.
        #[sea_orm(primary_key, auto_increment = false)]
        pub app: String,
        /// Content hash of the package as it came; its content stands beside those of the versions.
        pub hash: String,
        /// Version of the package, as its maker counts.
        pub version: String,
        /// When it was imported.
        pub imported_at: Moment,
    }
    plain_entity!();
}

pub use entity::Model as VendorBase;

/// The package from which an app's own changes begin.
pub async fn get(session: &Session, app: &AppId) -> Result<Option<VendorBase>, StoreError> {
    Ok(entity::Entity::find_by_id(app.to_string()).one(session).await?)
}

/// Puts another package in its place. Its content is kept by [`super::apps::keep`].
pub async fn set(tx: &Tx, base: VendorBase) -> Result<(), StoreError> {
    let written = [entity::Column::Hash, entity::Column::Version, entity::Column::ImportedAt];
    entity::Entity::insert(base.into_active_model())
        .on_conflict(OnConflict::column(entity::Column::App).update_columns(written).to_owned())
        .exec_without_returning(&**tx)
        .await?;
    Ok(())
}
