//! Planned migrations of stored records: their state and progress, the records that were touched meanwhile, the values that did not convert.

use super::{all_columns, insert, plain_entity};
use crate::{Moment, Session, StoreError, Tx};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, Condition, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::Value as Json;
use uuid::Uuid;
use value::{AppId, FormId};

mod entity {
    use super::{Json, Moment, Uuid, plain_entity};
    use sea_orm::entity::prelude::*;

    /// A migration.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "record_migrations")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// The app.
        pub app: String,
        /// `running`, `settling` (the version is current, late writers are awaited), `done`, `failed`, `cancelled`.
        pub state: String,
        /// Content hash of the version to which it leads.
        pub to_hash: String,
        /// What is to be done, as `runtime` writes it.
        pub plan: Json,
        /// How far it is, as `runtime` writes it.
        pub progress: Json,
        /// Why it failed, in both languages.
        pub problem: Option<Json>,
        /// When it was started.
        pub started_at: Moment,
        /// When it last went on.
        pub updated_at: Moment,
        /// When the version became current, or when it ended without.
        pub finished_at: Option<Moment>,
        /// Who started it.
        pub by_id: Option<Uuid>,
        /// Name of who.
        pub by_name: String,
    }
    plain_entity!();
}

mod touch {
    use super::{Uuid, plain_entity};
    use sea_orm::entity::prelude::*;

    /// A record that was touched while its values were brought over.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "record_touches")]
    pub struct Model {
        /// Its number.
        #[sea_orm(primary_key)]
        pub seq: i64,
        /// The migration.
        pub migration: String,
        /// The form and the field.
        pub place: String,
        /// The record.
        pub record_id: Uuid,
    }
    plain_entity!();
}

mod fault {
    use super::{Json, Uuid, plain_entity};
    use sea_orm::entity::prelude::*;

    /// A value that did not convert.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "record_migration_faults")]
    pub struct Model {
        /// The migration.
        #[sea_orm(primary_key, auto_increment = false)]
        pub migration: Uuid,
        /// The form.
        #[sea_orm(primary_key, auto_increment = false)]
        pub form: String,
        /// The record.
        #[sea_orm(primary_key, auto_increment = false)]
        pub record_id: Uuid,
        /// The field, or `field.column`.
        #[sea_orm(primary_key, auto_increment = false)]
        pub field: String,
        /// The value as it was.
        pub value: Json,
    }
    plain_entity!();
}

pub use entity::Model as Migration;
pub use fault::Model as Fault;
pub use touch::Model as Touch;

/// The states in which a migration has still something to do.
const OPEN: [&str; 2] = ["running", "settling"];

/// Starts a migration.
pub async fn start(tx: &Tx, migration: Migration) -> Result<(), StoreError> {
    insert(tx, migration, "record_migrations").await
}

/// A migration.
pub async fn get(session: &Session, id: Uuid) -> Result<Option<Migration>, StoreError> {
    Ok(entity::Entity::find_by_id(id).one(session).await?)
}

/// A migration, locked until the transaction ends where several writers exist.
pub async fn get_for_update(tx: &Tx, id: Uuid) -> Result<Option<Migration>, StoreError> {
    Ok(entity::Entity::find_by_id(id).lock_exclusive().one(&**tx).await?)
}

/// The migrations that have still something to do, the oldest first.
pub async fn open(session: &Session) -> Result<Vec<Migration>, StoreError> {
    Ok(entity::Entity::find().filter(entity::Column::State.is_in(OPEN)).order_by_asc(entity::Column::StartedAt).all(session).await?)
}

/// The migrations of an app, the newest first.
pub async fn of_app(session: &Session, app: &AppId, limit: u64) -> Result<Vec<Migration>, StoreError> {
    let own = entity::Entity::find().filter(entity::Column::App.eq(app.as_str()));
    Ok(own.order_by_desc(entity::Column::StartedAt).limit(limit).all(session).await?)
}

/// Writes how far a migration is.
pub async fn save(tx: &Tx, migration: Migration) -> Result<(), StoreError> {
    let row: entity::ActiveModel = all_columns(migration);
    entity::Entity::update(row).exec(&**tx).await?;
    Ok(())
}

/// Records that were touched, the first ones first.
pub async fn touches(session: &Session, migration: Uuid, limit: u64) -> Result<Vec<Touch>, StoreError> {
    let own = touch::Entity::find().filter(touch::Column::Migration.eq(migration.to_string()));
    Ok(own.order_by_asc(touch::Column::Seq).limit(limit).all(session).await?)
}

/// Forgets touches that were dealt with.
pub async fn forget_touches(tx: &Tx, touches: &[Touch]) -> Result<(), StoreError> {
    for some in touches.chunks(500) {
        touch::Entity::delete_many().filter(touch::Column::Seq.is_in(some.iter().map(|touch| touch.seq))).exec(&**tx).await?;
    }
    Ok(())
}

/// Forgets all touches of a migration.
pub async fn forget_all_touches(tx: &Tx, migration: Uuid) -> Result<(), StoreError> {
    touch::Entity::delete_many().filter(touch::Column::Migration.eq(migration.to_string())).exec(&**tx).await?;
    Ok(())
}

/// Notes which values of these records did not convert; what was noted of them before is forgotten.
pub async fn note_faults(tx: &Tx, migration: Uuid, form: &FormId, field: &str, again: &[Uuid], faults: Vec<Fault>) -> Result<(), StoreError> {
    use fault::Column;
    for some in again.chunks(500) {
        let of_form = fault::Entity::delete_many().filter(Column::Migration.eq(migration)).filter(Column::Form.eq(form.as_str()));
        of_form.filter(Column::Field.eq(field)).filter(Column::RecordId.is_in(some.iter().copied())).exec(&**tx).await?;
    }
    if faults.is_empty() {
        return Ok(());
    }
    let place = [Column::Migration, Column::Form, Column::RecordId, Column::Field];
    fault::Entity::insert_many(faults.into_iter().map(IntoActiveModel::into_active_model))
        .on_conflict(OnConflict::columns(place).update_column(Column::Value).to_owned())
        .exec_without_returning(&**tx)
        .await?;
    Ok(())
}

/// Values that did not convert, in the order of forms, records and fields, after a place.
pub async fn faults(session: &Session, migration: Uuid, after: Option<&(String, Uuid, String)>, limit: u64) -> Result<Vec<Fault>, StoreError> {
    use fault::Column;
    let mut found = fault::Entity::find().filter(Column::Migration.eq(migration));
    if let Some((form, record, field)) = after {
        let in_form = Condition::all().add(Column::Form.eq(form.as_str()));
        let in_record = in_form.clone().add(Column::RecordId.eq(*record));
        let later = Condition::any()
            .add(Column::Form.gt(form.as_str()))
            .add(in_form.add(Column::RecordId.gt(*record)))
            .add(in_record.add(Column::Field.gt(field.as_str())));
        found = found.filter(later);
    }
    Ok(found.order_by_asc(Column::Form).order_by_asc(Column::RecordId).order_by_asc(Column::Field).limit(limit).all(session).await?)
}

/// How many values did not convert.
pub async fn count_faults(session: &Session, migration: Uuid) -> Result<u64, StoreError> {
    Ok(fault::Entity::find().filter(fault::Column::Migration.eq(migration)).count(session).await?)
}
