//! Private links of records, by the digest of their token.

use super::{insert, plain_entity};
use crate::{Moment, Session, StoreError, Tx};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};
use uuid::Uuid;
use value::RecordId;

mod entity {
    use super::{Moment, Uuid, plain_entity};
    use sea_orm::entity::prelude::*;

    /// A private link.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "portal_links")]
    pub struct Model {
        /// Digest of the token; the token itself is nowhere.
        #[sea_orm(primary_key, auto_increment = false)]
        pub token_hash: String,
        /// The app.
        pub app: String,
        /// The portal.
        pub portal: String,
        /// The form.
        pub form: String,
        /// The record.
        pub record_id: Uuid,
        /// When it was made.
        pub created_at: Moment,
        /// When it ends.
        pub expires_at: Option<Moment>,
        /// When it was taken back.
        pub revoked_at: Option<Moment>,
    }
    plain_entity!();
}

pub use entity::Model as PortalLink;
use entity::{Column, Entity};

/// Makes a link.
pub async fn create(tx: &Tx, link: PortalLink) -> Result<(), StoreError> {
    insert(tx, link, "portal_links").await
}

/// The link of a token, unless it has ended or was taken back.
pub async fn find(session: &Session, token_hash: &str, now: Moment) -> Result<Option<PortalLink>, StoreError> {
    let open = Condition::any().add(Column::ExpiresAt.is_null()).add(Column::ExpiresAt.gt(now.0));
    let found = Entity::find().filter(Column::TokenHash.eq(token_hash)).filter(Column::RevokedAt.is_null()).filter(open);
    Ok(found.one(session).await?)
}

/// Takes all links of a record back.
pub async fn revoke(tx: &Tx, record: RecordId, at: Moment) -> Result<u64, StoreError> {
    let changed = Entity::update_many()
        .col_expr(Column::RevokedAt, Expr::value(at.0))
        .filter(Column::RecordId.eq(record.0))
        .filter(Column::RevokedAt.is_null())
        .exec(&**tx)
        .await?;
    Ok(changed.rows_affected)
}
