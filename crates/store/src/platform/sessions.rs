//! Signed-in browsers, by the digest of their token.

use super::{insert, plain_entity};
use crate::{Moment, Session, StoreError, Tx};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;
use value::UserId;

mod entity {
    use super::{Moment, Uuid, plain_entity};
    use sea_orm::entity::prelude::*;

    /// A signed-in browser.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "sessions")]
    pub struct Model {
        /// Digest of the token; the token itself is nowhere.
        #[sea_orm(primary_key, auto_increment = false)]
        pub token_hash: String,
        /// Who signed in.
        pub user_id: Uuid,
        /// The token that changing requests must repeat.
        pub csrf: String,
        /// When.
        pub created_at: Moment,
        /// Last request.
        pub seen_at: Moment,
        /// When it ends.
        pub expires_at: Moment,
        /// Network address of the sign-in.
        pub address: String,
        /// What the browser said of itself.
        pub agent: String,
    }
    plain_entity!();
}

pub use entity::Model as SignedIn;

/// Notes a sign-in.
pub async fn open(tx: &Tx, row: SignedIn) -> Result<(), StoreError> {
    insert(tx, row, "sessions").await
}

/// The session of a token, unless it has ended.
pub async fn find(session: &Session, token_hash: &str, now: Moment) -> Result<Option<SignedIn>, StoreError> {
    use entity::Column;
    Ok(entity::Entity::find().filter(Column::TokenHash.eq(token_hash)).filter(Column::ExpiresAt.gt(now.0)).one(session).await?)
}

/// Notes a request and moves the end.
pub async fn touch(tx: &Tx, token_hash: &str, seen_at: Moment, expires_at: Moment) -> Result<(), StoreError> {
    use entity::Column;
    entity::Entity::update_many()
        .col_expr(Column::SeenAt, Expr::value(seen_at.0))
        .col_expr(Column::ExpiresAt, Expr::value(expires_at.0))
        .filter(Column::TokenHash.eq(token_hash))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// Ends a session.
pub async fn close(tx: &Tx, token_hash: &str) -> Result<(), StoreError> {
    entity::Entity::delete_by_id(token_hash.to_owned()).exec(&**tx).await?;
    Ok(())
}

/// Ends all sessions of a person, but for one if it is given.
pub async fn close_all(tx: &Tx, user: UserId, but: Option<&str>) -> Result<u64, StoreError> {
    use entity::Column;
    let mut gone = entity::Entity::delete_many().filter(Column::UserId.eq(user.0));
    if let Some(kept) = but {
        gone = gone.filter(Column::TokenHash.ne(kept));
    }
    Ok(gone.exec(&**tx).await?.rows_affected)
}

/// Takes ended sessions away.
pub async fn sweep(tx: &Tx, now: Moment) -> Result<u64, StoreError> {
    Ok(entity::Entity::delete_many().filter(entity::Column::ExpiresAt.lte(now.0)).exec(&**tx).await?.rows_affected)
}
