//! Imports of rows: how far each is, what it made and changed, which rows it could not take.

use super::{insert, insert_all, plain_entity};
use crate::{Moment, Session, StoreError, Tx};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::Value as Json;
use std::collections::BTreeSet;
use uuid::Uuid;
use value::{AppId, FormId, UserId};

mod entity {
    use super::{Json, Moment, Uuid, plain_entity};
    use sea_orm::entity::prelude::*;

    /// An import.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "imports")]
    pub struct Model {
        /// Key; the file is kept under it, too.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// The app.
        pub app: String,
        /// The form.
        pub form: String,
        /// Who imports.
        pub user_id: Uuid,
        /// Name of the file.
        pub file_name: String,
        /// Its bytes; 0 once it was swept away.
        pub size: i64,
        /// `looked`, `checking`, `checked`, `running`, `done`, `cancelled`, `failed`, `undoing`, `undone`.
        pub state: String,
        /// What was found in the file.
        pub seen: Json,
        /// What the person decided.
        pub settings: Option<Json>,
        /// How many records there are, as far as it is known.
        pub total: i64,
        /// How many of them are behind.
        pub done: i64,
        /// How many are or would be new.
        pub created: i64,
        /// How many are or would be changed.
        pub changed: i64,
        /// How many stay as they are.
        pub unchanged: i64,
        /// How many cannot be taken.
        pub faulty: i64,
        /// The first faults.
        pub faults: Json,
        /// Why it ended, if not well.
        pub message: Option<Json>,
        /// Whether it shall stop.
        pub cancel: bool,
        /// Which worker is at it.
        pub worker: Option<Uuid>,
        /// Until when nobody else takes it.
        pub leased_until: Option<Moment>,
        /// When the file came.
        pub created_at: Moment,
        /// When it was begun to file.
        pub started_at: Option<Moment>,
        /// When it ended.
        pub finished_at: Option<Moment>,
    }
    plain_entity!();
}

mod record_entity {
    use super::{Uuid, plain_entity};
    use sea_orm::entity::prelude::*;

    /// A record that an import made or changed.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "import_records")]
    pub struct Model {
        /// The import.
        #[sea_orm(primary_key, auto_increment = false)]
        pub import_id: Uuid,
        /// Its place in the file.
        #[sea_orm(primary_key, auto_increment = false)]
        pub position: i64,
        /// Its first row, as people count.
        pub row: i64,
        /// The record.
        pub record_id: Uuid,
        /// Whether it was made; else it was changed.
        pub made: bool,
        /// The revision that it had then.
        pub revision: i64,
    }
    plain_entity!();
}

mod fault_entity {
    use super::{Json, Uuid, plain_entity};
    use sea_orm::entity::prelude::*;

    /// A record of a file that could not be taken.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "import_faults")]
    pub struct Model {
        /// The import.
        #[sea_orm(primary_key, auto_increment = false)]
        pub import_id: Uuid,
        /// Its place in the file.
        #[sea_orm(primary_key, auto_increment = false)]
        pub position: i64,
        /// Why.
        pub faults: Json,
    }
    plain_entity!();
}

pub use entity::Model as Import;
use entity::{Column, Entity};
pub use fault_entity::Model as FaultyRow;
pub use record_entity::Model as ImportedRecord;

/// States in which there is something to do.
pub const WORKING: [&str; 3] = ["checking", "running", "undoing"];

/// So many rows of the small tables go into one statement.
const AT_ONCE: usize = 500;

/// Keeps a new import.
pub async fn create(tx: &Tx, import: Import) -> Result<(), StoreError> {
    insert(tx, import, "imports").await
}

/// An import.
pub async fn get(session: &Session, id: Uuid) -> Result<Option<Import>, StoreError> {
    Ok(Entity::find_by_id(id).one(session).await?)
}

/// The imports of a person into a form, the newest first.
pub async fn of_person(session: &Session, user: UserId, app: &AppId, form: &FormId, limit: u64) -> Result<Vec<Import>, StoreError> {
    let own = Entity::find().filter(Column::UserId.eq(user.0)).filter(Column::App.eq(app.as_str())).filter(Column::Form.eq(form.as_str()));
    Ok(own.order_by_desc(Column::CreatedAt).order_by_desc(Column::Id).limit(limit).all(session).await?)
}

/// Takes the import that waits longest, so that no other worker is at it until the moment given.
pub async fn lease(tx: &Tx, worker: Uuid, now: Moment, until: Moment) -> Result<Option<Import>, StoreError> {
    let free = Column::LeasedUntil.is_null().or(Column::LeasedUntil.lt(now));
    let found = Entity::find().filter(Column::State.is_in(WORKING)).filter(free.clone()).order_by_asc(Column::CreatedAt).one(&**tx).await?;
    let Some(found) = found else { return Ok(None) };
    let taken = Entity::update_many()
        .col_expr(Column::Worker, Expr::value(worker))
        .col_expr(Column::LeasedUntil, Expr::value(until))
        .filter(Column::Id.eq(found.id))
        .filter(free)
        .exec(&**tx)
        .await?;
    Ok((taken.rows_affected == 1).then_some(Import { worker: Some(worker), leased_until: Some(until), ..found }))
}

/// Keeps how far a worker is, as long as the import is still its own; the wish to stop is never written here.
pub async fn advance(tx: &Tx, import: &Import) -> Result<bool, StoreError> {
    let kept = Entity::update_many()
        .col_expr(Column::State, Expr::value(import.state.clone()))
        .col_expr(Column::Total, Expr::value(import.total))
        .col_expr(Column::Done, Expr::value(import.done))
        .col_expr(Column::Created, Expr::value(import.created))
        .col_expr(Column::Changed, Expr::value(import.changed))
        .col_expr(Column::Unchanged, Expr::value(import.unchanged))
        .col_expr(Column::Faulty, Expr::value(import.faulty))
        .col_expr(Column::Faults, Expr::value(import.faults.clone()))
        .col_expr(Column::Message, Expr::value(import.message.clone()))
        .col_expr(Column::LeasedUntil, Expr::value(import.leased_until))
        .col_expr(Column::FinishedAt, Expr::value(import.finished_at))
        .filter(Column::Id.eq(import.id))
        .filter(Column::Worker.eq(import.worker))
        .exec(&**tx)
        .await?;
    Ok(kept.rows_affected == 1)
}

/// Begins anew from one of these states: settings, counts and the moment of the start are those of `import`.
pub async fn begin(tx: &Tx, import: &Import, from: &[&str]) -> Result<bool, StoreError> {
    let begun = Entity::update_many()
        .col_expr(Column::State, Expr::value(import.state.clone()))
        .col_expr(Column::Settings, Expr::value(import.settings.clone()))
        .col_expr(Column::Total, Expr::value(import.total))
        .col_expr(Column::Done, Expr::value(import.done))
        .col_expr(Column::Created, Expr::value(import.created))
        .col_expr(Column::Changed, Expr::value(import.changed))
        .col_expr(Column::Unchanged, Expr::value(import.unchanged))
        .col_expr(Column::Faulty, Expr::value(import.faulty))
        .col_expr(Column::Faults, Expr::value(import.faults.clone()))
        .col_expr(Column::Message, Expr::value(import.message.clone()))
        .col_expr(Column::Cancel, Expr::value(false))
        .col_expr(Column::Worker, Expr::value(None::<Uuid>))
        .col_expr(Column::LeasedUntil, Expr::value(None::<Moment>))
        .col_expr(Column::StartedAt, Expr::value(import.started_at))
        .col_expr(Column::FinishedAt, Expr::value(None::<Moment>))
        .filter(Column::Id.eq(import.id))
        .filter(Column::State.is_in(from.iter().copied()))
        .exec(&**tx)
        .await?;
    Ok(begun.rows_affected == 1)
}

/// Keeps what was found in a file of which nothing was imported yet.
pub async fn see(tx: &Tx, id: Uuid, seen: Json) -> Result<(), StoreError> {
    let open = Column::State.is_in(["looked", "checked"]);
    let kept = Entity::update_many().col_expr(Column::Seen, Expr::value(seen)).col_expr(Column::State, Expr::value("looked"));
    let kept = kept.filter(Column::Id.eq(id)).filter(open).exec(&**tx).await?;
    if kept.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale("import".into())) }
}

/// Asks an import to stop.
pub async fn cancel(tx: &Tx, id: Uuid) -> Result<bool, StoreError> {
    let asked = Entity::update_many().col_expr(Column::Cancel, Expr::value(true)).filter(Column::Id.eq(id)).filter(Column::State.is_in(WORKING));
    Ok(asked.exec(&**tx).await?.rows_affected == 1)
}

/// Imports that came before a moment and whose files are still kept.
pub async fn old(session: &Session, before: Moment, limit: u64) -> Result<Vec<Import>, StoreError> {
    let old = Entity::find().filter(Column::CreatedAt.lt(before)).filter(Column::Size.gt(0)).filter(Column::State.is_not_in(WORKING));
    Ok(old.order_by_asc(Column::CreatedAt).limit(limit).all(session).await?)
}

/// Forgets what an import would need to be undone; that it was stays.
pub async fn forget(tx: &Tx, id: Uuid) -> Result<(), StoreError> {
    record_entity::Entity::delete_many().filter(record_entity::Column::ImportId.eq(id)).exec(&**tx).await?;
    clear_faults(tx, id).await?;
    Entity::update_many().col_expr(Column::Size, Expr::value(0_i64)).filter(Column::Id.eq(id)).exec(&**tx).await?;
    Ok(())
}

/// Notes what was made and changed.
pub async fn note(tx: &Tx, records: Vec<ImportedRecord>) -> Result<(), StoreError> {
    for some in records.chunks(AT_ONCE) {
        insert_all(tx, some.to_vec(), "import_records").await?;
    }
    Ok(())
}

/// The places from one on, up to another one, that were filed already.
pub async fn noted(session: &Session, id: Uuid, from: i64, to: i64) -> Result<BTreeSet<i64>, StoreError> {
    use record_entity::{Column, Entity};
    let found = Entity::find().filter(Column::ImportId.eq(id)).filter(Column::Position.gte(from)).filter(Column::Position.lt(to));
    Ok(found.all(session).await?.into_iter().map(|row| row.position).collect())
}

/// What was made and changed, from the end on.
pub async fn last(session: &Session, id: Uuid, limit: u64) -> Result<Vec<ImportedRecord>, StoreError> {
    use record_entity::{Column, Entity};
    Ok(Entity::find().filter(Column::ImportId.eq(id)).order_by_desc(Column::Position).limit(limit).all(session).await?)
}

/// How many were made and changed and not taken back.
pub async fn count_noted(session: &Session, id: Uuid) -> Result<u64, StoreError> {
    use sea_orm::PaginatorTrait;
    Ok(record_entity::Entity::find().filter(record_entity::Column::ImportId.eq(id)).count(session).await?)
}

/// Forgets a place that was taken back.
pub async fn forget_place(tx: &Tx, id: Uuid, position: i64) -> Result<(), StoreError> {
    record_entity::Entity::delete_by_id((id, position)).exec(&**tx).await?;
    Ok(())
}

/// Keeps records that cannot be taken.
pub async fn put_faults(tx: &Tx, faults: Vec<FaultyRow>) -> Result<(), StoreError> {
    for some in faults.chunks(AT_ONCE) {
        insert_all(tx, some.to_vec(), "import_faults").await?;
    }
    Ok(())
}

/// The records that cannot be taken, behind a place.
pub async fn faults(session: &Session, id: Uuid, behind: i64, limit: u64) -> Result<Vec<FaultyRow>, StoreError> {
    use fault_entity::{Column, Entity};
    let found = Entity::find().filter(Column::ImportId.eq(id)).filter(Column::Position.gt(behind));
    Ok(found.order_by_asc(Column::Position).limit(limit).all(session).await?)
}

/// Forgets them, before they are looked for again.
pub async fn clear_faults(tx: &Tx, id: Uuid) -> Result<(), StoreError> {
    fault_entity::Entity::delete_many().filter(fault_entity::Column::ImportId.eq(id)).exec(&**tx).await?;
    Ok(())
}
