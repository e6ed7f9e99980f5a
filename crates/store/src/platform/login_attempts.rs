//! Failed sign-ins, for the lockout.

use super::{insert, plain_entity};
use crate::{Moment, Session, StoreError, Tx};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use uuid::Uuid;

mod entity {
    use super::{Moment, Uuid, plain_entity};
    use sea_orm::entity::prelude::*;

    /// A failed sign-in.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "login_attempts")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// The name that was tried, lower case; it need not exist.
        pub login: String,
        /// Network address.
        pub address: String,
        /// When.
        pub at: Moment,
    }
    plain_entity!();
}

pub use entity::Model as FailedAttempt;

/// Notes a failed sign-in.
pub async fn note(tx: &Tx, attempt: FailedAttempt) -> Result<(), StoreError> {
    insert(tx, attempt, "login_attempts").await
}

/// How often a name failed since a moment.
pub async fn count_by_login(session: &Session, login: &str, since: Moment) -> Result<u64, StoreError> {
    use entity::Column;
    Ok(entity::Entity::find().filter(Column::Login.eq(login.to_lowercase())).filter(Column::At.gte(since.0)).count(session).await?)
}

/// How often an address failed since a moment.
pub async fn count_by_address(session: &Session, address: &str, since: Moment) -> Result<u64, StoreError> {
    use entity::Column;
    Ok(entity::Entity::find().filter(Column::Address.eq(address)).filter(Column::At.gte(since.0)).count(session).await?)
}

/// Forgets the failures of a name, after a sign-in that succeeded or a reset.
pub async fn forget(tx: &Tx, login: &str) -> Result<(), StoreError> {
    entity::Entity::delete_many().filter(entity::Column::Login.eq(login.to_lowercase())).exec(&**tx).await?;
    Ok(())
}

/// Forgets failures before a moment.
pub async fn sweep(tx: &Tx, before: Moment) -> Result<u64, StoreError> {
    Ok(entity::Entity::delete_many().filter(entity::Column::At.lt(before.0)).exec(&**tx).await?.rows_affected)
}
