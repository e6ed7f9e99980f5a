//! Apps and their published versions. A version is immutable: its hash names its content.

use super::{insert, plain_entity};
use crate::{Moment, Session, StoreError, Tx};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;
use value::AppId;

mod entity {
    use super::{Moment, plain_entity};
    use sea_orm::entity::prelude::*;

    /// An app that is installed here.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "apps")]
    pub struct Model {
        /// The app.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        /// Content hash of the active version.
        pub active_hash: String,
        /// Number of the active version.
        pub active_number: i64,
        /// When it was installed.
        pub installed_at: Moment,
        /// Counts publications, so that caches know when they are old.
        pub revision: i64,
    }
    plain_entity!();
}

mod version {
    use super::{Moment, Uuid, plain_entity};
    use sea_orm::entity::prelude::*;

    /// A published version.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "app_versions")]
    pub struct Model {
        /// The app.
        #[sea_orm(primary_key, auto_increment = false)]
        pub app: String,
        /// Its number in this deployment, from 1.
        #[sea_orm(primary_key, auto_increment = false)]
        pub number: i64,
        /// Content hash. Publishing old content again gives a new number with the old hash.
        pub hash: String,
        /// Version of the package, as its maker counts.
        pub version: String,
        /// When it was published.
        pub published_at: Moment,
        /// Who published it; none for the product itself.
        pub published_by: Option<Uuid>,
        /// Why, in the publisher's words.
        pub note: String,
    }
    plain_entity!();
}

mod package {
    use super::plain_entity;
    use sea_orm::entity::prelude::*;

    /// The content of a version.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "app_packages")]
    pub struct Model {
        /// The app.
        #[sea_orm(primary_key, auto_increment = false)]
        pub app: String,
        /// Content hash.
        #[sea_orm(primary_key, auto_increment = false)]
        pub hash: String,
        /// The canonical package, byte for byte.
        pub content: Vec<u8>,
    }
    plain_entity!();
}

pub use entity::Model as InstalledApp;
pub use version::Model as AppVersion;

/// All installed apps.
pub async fn all(session: &Session) -> Result<Vec<InstalledApp>, StoreError> {
    Ok(entity::Entity::find().order_by_asc(entity::Column::Id).all(session).await?)
}

/// One installed app.
pub async fn get(session: &Session, app: &AppId) -> Result<Option<InstalledApp>, StoreError> {
    Ok(entity::Entity::find_by_id(app.to_string()).one(session).await?)
}

/// Keeps the content of a version that is not published yet.
pub async fn keep(tx: &Tx, app: &str, hash: &str, content: &[u8]) -> Result<(), StoreError> {
    let row = package::Model { app: app.to_owned(), hash: hash.to_owned(), content: content.to_vec() };
    package::Entity::insert(row.into_active_model())
        .on_conflict(OnConflict::columns([package::Column::App, package::Column::Hash]).do_nothing().to_owned())
        .exec_without_returning(&**tx)
        .await?;
    Ok(())
}

/// Keeps a version with its content and makes it the active one. The number follows the last one; it is returned.
pub async fn publish(tx: &Tx, version: AppVersion, content: &[u8]) -> Result<i64, StoreError> {
    keep(tx, &version.app, &version.hash, content).await?;
    let last = version::Entity::find()
        .filter(version::Column::App.eq(&version.app))
        .order_by_desc(version::Column::Number)
        .limit(1)
        .one(&**tx)
        .await?
        .map_or(0, |last| last.number);
    let number = last + 1;
    let (app, hash, at) = (version.app.clone(), version.hash.clone(), version.published_at);
    insert(tx, AppVersion { number, ..version }, "app_versions").await?;
    let known = entity::Entity::update_many()
        .col_expr(entity::Column::ActiveHash, Expr::value(hash.clone()))
        .col_expr(entity::Column::ActiveNumber, Expr::value(number))
        .col_expr(entity::Column::Revision, sea_orm::sea_query::ExprTrait::add(Expr::col(entity::Column::Revision), 1))
        .filter(entity::Column::Id.eq(&app))
        .exec(&**tx)
        .await?;
    if known.rows_affected == 0 {
        let row = InstalledApp { id: app, active_hash: hash, active_number: number, installed_at: at, revision: 1 };
        insert(tx, row, "apps").await?;
    }
    Ok(number)
}

/// All versions of an app, the newest first.
pub async fn versions(session: &Session, app: &AppId) -> Result<Vec<AppVersion>, StoreError> {
    Ok(version::Entity::find().filter(version::Column::App.eq(app.as_str())).order_by_desc(version::Column::Number).all(session).await?)
}

/// The content of a version by its hash.
pub async fn content(session: &Session, app: &AppId, hash: &str) -> Result<Option<Vec<u8>>, StoreError> {
    let found = package::Entity::find_by_id((app.to_string(), hash.to_owned())).one(session).await?;
    Ok(found.map(|row| row.content))
}
