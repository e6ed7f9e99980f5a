//! Running and finished cases of flows, and what happened in them.

use super::narrow::{Columns, Narrow, StepCount};
use super::{insert, one, plain_entity};
use crate::shape::Shape;
use crate::{Moment, Session, StoreError, Tx, dialect};
use sea_orm::sea_query::{Expr, ExprTrait, Value as Cell};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use uuid::Uuid;
use value::{AppId, FormId, RecordId, UserId};

mod entity {
    use super::{Moment, Uuid, plain_entity};
    use sea_orm::entity::prelude::*;

    /// A case of a flow.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "flow_instances")]
    pub struct Model {
        /// Key.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// The app.
        pub app: String,
        /// The form.
        pub form: String,
        /// The record.
        pub record_id: Uuid,
        /// The flow.
        pub flow: String,
        /// Content hash of the app version to which the case is pinned.
        pub version: String,
        /// `running`, `completed`, `rejected`, `returned`, `withdrawn`.
        pub status: String,
        /// State of the flow engine, as JSON text.
        #[sea_orm(column_type = "Text")]
        pub state: String,
        /// Counts changes; also the number of the next event.
        pub revision: i64,
        /// When it began.
        pub started_at: Moment,
        /// Who began it; none on a public page or by the system.
        pub started_by: Option<Uuid>,
        /// Name of who began it.
        pub started_by_name: String,
        /// When it ended.
        pub ended_at: Option<Moment>,
    }
    plain_entity!();
}

mod event {
    use super::{Json, Moment, Uuid, plain_entity};
    use sea_orm::entity::prelude::*;

    /// Something that happened in a case.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "flow_events")]
    pub struct Model {
        /// The case.
        #[sea_orm(primary_key, auto_increment = false)]
        pub instance_id: Uuid,
        /// Its number in the case, from 0.
        #[sea_orm(primary_key, auto_increment = false)]
        pub number: i64,
        /// When.
        pub at: Moment,
        /// Who.
        pub by_id: Option<Uuid>,
        /// Name of who, or of the cause.
        pub by_name: String,
        /// Kind of event, as the flow engine names it.
        pub kind: String,
        /// The event of the flow engine.
        pub event: Json,
    }
    plain_entity!();
}

pub use entity::Model as Instance;
pub use event::Model as Event;

/// Begins a case.
pub async fn start(tx: &Tx, instance: Instance) -> Result<(), StoreError> {
    insert(tx, instance, "flow_instances").await
}

/// Writes what changes in the life of a case: status, state, version, end. Refused when `revision` is not the stored one; the stored one
/// grows by one.
pub async fn save(tx: &Tx, instance: Instance) -> Result<(), StoreError> {
    use entity::Column;
    // Columns with an index are named only when they can change: SQLite would write their index anew.
    static SAVE: Shape<7> = Shape::new(|backend, [status, state, version, ended_at, next, id, revision]| {
        entity::Entity::update_many()
            .col_expr(Column::Status, Expr::value(status))
            .col_expr(Column::State, Expr::value(state))
            .col_expr(Column::Version, Expr::value(version))
            .col_expr(Column::EndedAt, Expr::value(ended_at))
            .col_expr(Column::Revision, Expr::value(next))
            .filter(Column::Id.eq(id))
            .filter(Column::Revision.eq(revision))
            .build(backend)
    });
    let Instance { id, status, state, version, ended_at, revision, .. } = instance;
    let ended_at = ended_at.map(|moment| moment.0);
    let values = [status.into(), state.into(), version.into(), ended_at.into(), (revision + 1).into(), id.into(), revision.into()];
    let changed = tx.execute_raw(SAVE.with(tx.get_database_backend(), values)).await?;
    if changed.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Stale("flow_instances".into())) }
}

/// Writes events of a case.
pub fn write_events(tx: &Tx, events: Vec<Event>) {
    tx.keep(|late| late.events.extend(events));
}

/// The open case of a record, locked until the transaction ends where several writers exist.
pub async fn open_for_update(tx: &Tx, app: &AppId, form: &FormId, record: RecordId) -> Result<Option<Instance>, StoreError> {
    static LOCKED: Shape<3> = Shape::new(|backend, key| {
        let mut found = open(key).limit(1);
        dialect::lock_rows_on(backend, QuerySelect::query(&mut found));
        found.build(backend)
    });
    one(tx, LOCKED.with(tx.get_database_backend(), key_of(app, form, record))).await
}

/// The open cases of some records, of each the newest, locked in the order of their keys.
pub async fn open_of_records_for_update(
    tx: &Tx,
    app: &AppId,
    form: &FormId,
    records: impl IntoIterator<Item = RecordId>,
) -> Result<BTreeMap<RecordId, Instance>, StoreError> {
    use entity::Column;
    let of_records = Column::RecordId.is_in(records.into_iter().map(|record| record.0));
    let of_form = Column::App.eq(app.as_str()).and(Column::Form.eq(form.as_str()));
    let mut found = entity::Entity::find().filter(of_records.and(of_form)).filter(Column::EndedAt.is_null()).order_by_asc(Column::Id);
    dialect::lock_rows(tx, QuerySelect::query(&mut found));
    let mut newest: BTreeMap<RecordId, Instance> = BTreeMap::new();
    for row in found.all(&**tx).await? {
        let record = RecordId(row.record_id);
        let is_older = |known: &Instance| (known.started_at, known.id) < (row.started_at, row.id);
        if newest.get(&record).is_none_or(is_older) {
            newest.insert(record, row);
        }
    }
    Ok(newest)
}

/// The open case of a record, the newest if there were several.
pub async fn open_of_record(session: &Session, app: &AppId, form: &FormId, record: RecordId) -> Result<Option<Instance>, StoreError> {
    static FOUND: Shape<3> = Shape::new(|backend, key| open(key).limit(1).build(backend));
    one(session, FOUND.with(session.get_database_backend(), key_of(app, form, record))).await
}

fn key_of(app: &AppId, form: &FormId, record: RecordId) -> [Cell; 3] {
    [record.0.into(), app.as_str().into(), form.as_str().into()]
}

fn open([record, app, form]: [Cell; 3]) -> Select<entity::Entity> {
    use entity::Column;
    let of_record = Column::RecordId.eq(record).and(Column::App.eq(app)).and(Column::Form.eq(form));
    let found = entity::Entity::find().filter(of_record).filter(Column::EndedAt.is_null());
    found.order_by_desc(Column::StartedAt).order_by_desc(Column::Id)
}

/// A case.
pub async fn get(session: &Session, instance: Uuid) -> Result<Option<Instance>, StoreError> {
    Ok(entity::Entity::find_by_id(instance).one(session).await?)
}

/// Some cases of all apps in the order of their keys, after one.
pub async fn page(session: &Session, after: Option<Uuid>, limit: u64) -> Result<Vec<Instance>, StoreError> {
    let mut found = entity::Entity::find();
    if let Some(after) = after {
        found = found.filter(entity::Column::Id.gt(after));
    }
    Ok(found.order_by_asc(entity::Column::Id).limit(limit).all(session).await?)
}

/// The cases of a record, the newest first. Whoever calls this has seen the record through a plan.
pub async fn of_record(session: &Session, app: &AppId, form: &FormId, record: RecordId) -> Result<Vec<Instance>, StoreError> {
    use entity::Column;
    let found =
        entity::Entity::find().filter(Column::App.eq(app.as_str())).filter(Column::Form.eq(form.as_str())).filter(Column::RecordId.eq(record.0));
    Ok(found.order_by_desc(Column::StartedAt).order_by_desc(Column::Id).all(session).await?)
}

/// What happened in a case, from old to new.
pub async fn events(session: &Session, instance: Uuid) -> Result<Vec<Event>, StoreError> {
    use event::Column;
    Ok(event::Entity::find().filter(Column::InstanceId.eq(instance)).order_by_asc(Column::Number).all(session).await?)
}

/// The cases that a person started, the newest first.
pub async fn started_by(
    session: &Session,
    user: UserId,
    narrow: &Narrow,
    before: Option<super::Before>,
    limit: u64,
) -> Result<Vec<Instance>, StoreError> {
    use entity::Column;
    let columns = Columns { app: Column::App, flow: Column::Flow, node: None, due: None, case: None };
    let mut found = entity::Entity::find().filter(Column::StartedBy.eq(user.0)).filter(narrow.on(&columns));
    if let Some(before) = before {
        found = found.filter(super::todos::earlier(Column::StartedAt, Column::Id, before));
    }
    Ok(found.order_by_desc(Column::StartedAt).order_by_desc(Column::Id).limit(limit).all(session).await?)
}

/// To which flows the cases belong that a person started.
pub async fn flows_started_by(session: &Session, user: UserId) -> Result<Vec<StepCount>, StoreError> {
    use entity::Column;
    let rows: Vec<(String, String, String, i64)> = entity::Entity::find()
        .select_only()
        .columns([Column::App, Column::Form, Column::Flow])
        .column_as(Column::Id.count(), "items")
        .filter(Column::StartedBy.eq(user.0))
        .group_by(Column::App)
        .group_by(Column::Form)
        .group_by(Column::Flow)
        .order_by_asc(Column::App)
        .order_by_asc(Column::Flow)
        .into_tuple()
        .all(session)
        .await?;
    let count = |(app, form, flow, count)| StepCount { app, form, flow, node: String::new(), count: u64::try_from(count).unwrap_or(0) };
    Ok(rows.into_iter().map(count).collect())
}

/// Who started the cases in which a person holds open to-dos or has done some, with the number of cases.
pub async fn starters_for(session: &Session, user: UserId, open: bool) -> Result<Vec<(UserId, u64)>, StoreError> {
    use entity::Column;
    let rows: Vec<(Uuid, i64)> = entity::Entity::find()
        .select_only()
        .column(Column::StartedBy)
        .column_as(Column::Id.count(), "cases")
        .filter(Column::Id.in_subquery(super::todos::cases_of(user, open)))
        .filter(Column::StartedBy.is_not_null())
        .group_by(Column::StartedBy)
        .into_tuple()
        .all(session)
        .await?;
    Ok(rows.into_iter().map(|(user, cases)| (UserId(user), u64::try_from(cases).unwrap_or(0))).collect())
}

/// A case that is not over: one that runs, one that lies with its starter to be revised, or one that is on hold.
fn is_open() -> sea_orm::sea_query::SimpleExpr {
    entity::Column::Status.is_in(["running", "returned", "suspended"])
}

/// How many cases that are not over stand on each version of an app.
pub async fn running_by_version(session: &Session, app: &AppId) -> Result<BTreeMap<String, u64>, StoreError> {
    use entity::Column;
    let rows: Vec<(String, i64)> = entity::Entity::find()
        .select_only()
        .column(Column::Version)
        .column_as(Column::Id.count(), "cases")
        .filter(Column::App.eq(app.as_str()))
        .filter(is_open())
        .group_by(Column::Version)
        .into_tuple()
        .all(session)
        .await?;
    Ok(rows.into_iter().map(|(version, cases)| (version, u64::try_from(cases).unwrap_or(0))).collect())
}

/// The cases of a flow that are not over, with the version to which each is pinned.
pub async fn running_of_flow(session: &Session, app: &AppId, flow: &str) -> Result<Vec<Instance>, StoreError> {
    use entity::Column;
    let found = entity::Entity::find().filter(Column::App.eq(app.as_str())).filter(Column::Flow.eq(flow)).filter(is_open());
    Ok(found.order_by_asc(Column::Id).all(session).await?)
}

/// The cases of a flow that began in a span, on some versions or all, the newest first.
pub async fn begun_between(
    session: &Session,
    (app, flow): (&AppId, &str),
    (from, until): (Moment, Moment),
    versions: Option<&[String]>,
    limit: u64,
) -> Result<Vec<Instance>, StoreError> {
    use entity::Column;
    let mut found = entity::Entity::find()
        .filter(Column::App.eq(app.as_str()))
        .filter(Column::Flow.eq(flow))
        .filter(Column::StartedAt.gte(from.0))
        .filter(Column::StartedAt.lt(until.0));
    if let Some(versions) = versions {
        found = found.filter(Column::Version.is_in(versions.iter().map(String::as_str)));
    }
    Ok(found.order_by_desc(Column::StartedAt).order_by_desc(Column::Id).limit(limit).all(session).await?)
}

/// What happened in some cases: case by case, from old to new.
pub async fn events_of(session: &Session, instances: &[Uuid]) -> Result<Vec<Event>, StoreError> {
    use event::Column;
    let found = event::Entity::find().filter(Column::InstanceId.is_in(instances.iter().copied()));
    Ok(found.order_by_asc(Column::InstanceId).order_by_asc(Column::Number).all(session).await?)
}
