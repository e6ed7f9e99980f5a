//! The audit: who did what, written in the change's transaction. Values are kept as salted digests only.

use super::{Before, plain_entity};
use crate::{Moment, Session, StoreError, Tx};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::Value as Json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

mod entity {
    use super::{Json, Moment, Uuid, plain_entity};
    use sea_orm::entity::prelude::*;

    /// One thing that somebody did.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "audit")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// When.
        pub at: Moment,
        /// Who, if it was a person.
        pub actor_id: Option<Uuid>,
        /// Name of who, or of the cause.
        pub actor_name: String,
        /// What: `record.create`, `user.password_reset`, `app.publish`.
        pub action: String,
        /// The app.
        pub app: Option<String>,
        /// To what: `form/record`, a login, a slot.
        pub object: String,
        /// What is good to know; never a value of a record.
        pub detail: Json,
        /// Salted digest of what was written.
        pub digest: String,
    }
    plain_entity!();
}

pub use entity::Model as Entry;
use entity::{Column, Entity};

/// Which entries.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AuditQuery {
    /// Only those of this person.
    pub actor: Option<Uuid>,
    /// Only those whose action begins so.
    pub action: Option<String>,
    /// Only those of this app.
    pub app: Option<String>,
    /// Only from this moment.
    pub from: Option<Moment>,
    /// Only before this moment.
    pub to: Option<Moment>,
    /// Only what comes after this row, from new to old.
    pub before: Option<Before>,
}

/// Writes an entry.
pub fn write(tx: &Tx, entry: Entry) {
    tx.keep(|late| late.audit.push(entry));
}

/// Entries from new to old.
pub async fn query(session: &Session, query: &AuditQuery, limit: u64) -> Result<Vec<Entry>, StoreError> {
    let mut found = Entity::find();
    if let Some(actor) = query.actor {
        found = found.filter(Column::ActorId.eq(actor));
    }
    if let Some(action) = &query.action {
        found = found.filter(Column::Action.starts_with(action.replace(['%', '_', '\\'], "")));
    }
    if let Some(app) = &query.app {
        found = found.filter(Column::App.eq(app));
    }
    if let Some(from) = query.from {
        found = found.filter(Column::At.gte(from.0));
    }
    if let Some(to) = query.to {
        found = found.filter(Column::At.lt(to.0));
    }
    if let Some(before) = query.before {
        found = found.filter(super::todos::earlier(Column::At, Column::Id, before));
    }
    Ok(found.order_by_desc(Column::At).order_by_desc(Column::Id).limit(limit).all(session).await?)
}

/// The salted digest of what was written: it proves a value without telling it.
pub fn digest(salt: &str, written: &[u8]) -> String {
    let mut hash = Sha256::new();
    hash.update(salt.as_bytes());
    hash.update([0]);
    hash.update(written);
    hex::encode(hash.finalize())
}
