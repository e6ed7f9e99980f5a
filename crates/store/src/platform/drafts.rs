//! Drafts: what builders changed since the active version, per object.

use super::{exists, plain_entity};
use crate::{Moment, Session, StoreError, Tx};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use uuid::Uuid;
use value::AppId;

mod entity {
    use super::{Moment, Uuid, plain_entity};
    use sea_orm::entity::prelude::*;

    /// A changed object.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "drafts")]
    pub struct Model {
        /// The app.
        #[sea_orm(primary_key, auto_increment = false)]
        pub app: String,
        /// Kind of object, as in the package (`form`, `flow`).
        #[sea_orm(primary_key, auto_increment = false)]
        pub kind: String,
        /// Id of the object.
        #[sea_orm(primary_key, auto_increment = false)]
        pub object: String,
        /// Its canonical JSON; none when the object is taken out.
        #[sea_orm(column_type = "Text", nullable)]
        pub content: Option<String>,
        /// Counts changes of this draft, from 1.
        pub revision: i64,
        /// When it was changed last.
        pub updated_at: Moment,
        /// By whom.
        pub updated_by: Option<Uuid>,
    }
    plain_entity!();
}

pub use entity::Model as Draft;

/// All drafts of an app.
pub async fn all(session: &Session, app: &AppId) -> Result<Vec<Draft>, StoreError> {
    use entity::Column;
    Ok(entity::Entity::find().filter(Column::App.eq(app.as_str())).order_by_asc(Column::Kind).order_by_asc(Column::Object).all(session).await?)
}

/// One draft.
pub async fn get(session: &Session, app: &AppId, kind: &str, object: &str) -> Result<Option<Draft>, StoreError> {
    Ok(entity::Entity::find_by_id((app.to_string(), kind.to_owned(), object.to_owned())).one(session).await?)
}

/// Saves a draft. `draft.revision` is the revision that was read (0 for a new draft) and grows by one; refused when it is not the stored one.
pub async fn save(tx: &Tx, draft: Draft) -> Result<i64, StoreError> {
    use entity::Column;
    let read = draft.revision;
    let next = Draft { revision: read + 1, ..draft };
    if read == 0 {
        let outcome = entity::Entity::insert(next.into_active_model()).exec_without_returning(&**tx).await;
        return match outcome.map_err(|error| exists(error, "drafts")) {
            Ok(_) => Ok(1),
            Err(StoreError::Exists(_)) => Err(StoreError::Stale("drafts".into())),
            Err(error) => Err(error),
        };
    }
    let (app, kind, object) = (next.app.clone(), next.kind.clone(), next.object.clone());
    let changed = entity::Entity::update_many()
        .set(super::all_columns(next))
        .filter(Column::App.eq(app))
        .filter(Column::Kind.eq(kind))
        .filter(Column::Object.eq(object))
        .filter(Column::Revision.eq(read))
        .exec(&**tx)
        .await?;
    if changed.rows_affected == 1 { Ok(read + 1) } else { Err(StoreError::Stale("drafts".into())) }
}

/// Throws one draft away.
pub async fn discard(tx: &Tx, app: &AppId, kind: &str, object: &str) -> Result<(), StoreError> {
    entity::Entity::delete_by_id((app.to_string(), kind.to_owned(), object.to_owned())).exec(&**tx).await?;
    Ok(())
}

/// Throws all drafts of an app away, after a publication.
pub async fn discard_all(tx: &Tx, app: &AppId) -> Result<(), StoreError> {
    entity::Entity::delete_many().filter(entity::Column::App.eq(app.as_str())).exec(&**tx).await?;
    Ok(())
}

/// Throws the drafts of an app away that were saved up to a moment: what came later was not published.
pub async fn discard_until(tx: &Tx, app: &AppId, until: Moment) -> Result<(), StoreError> {
    use entity::Column;
    entity::Entity::delete_many().filter(Column::App.eq(app.as_str())).filter(Column::UpdatedAt.lte(until)).exec(&**tx).await?;
    Ok(())
}
