//! To-dos: what the flows want from people. A projection of the flow states, written in the same transaction.

use super::narrow::{Columns, Narrow, StepCount};
use super::{Before, insert_all, one, plain_entity};
use crate::shape::Shape;
use crate::{Moment, Session, StoreError, Tx, dialect};
use sea_orm::sea_query::{Expr, ExprTrait, SelectStatement};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;
use value::{AppId, FlowId, FormId, NodeId, RecordId, UserId};

mod entity {
    use super::{Json, Moment, Uuid, plain_entity};
    use sea_orm::entity::prelude::*;

    /// A to-do of one person.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "todos")]
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
        /// The case.
        pub instance_id: Uuid,
        /// The flow.
        pub flow: String,
        /// The node.
        pub node: String,
        /// Name of the node when the to-do was opened.
        pub node_label: Json,
        /// Title of the record when the to-do was opened.
        pub title: String,
        /// Who shall do it.
        pub holder_id: Uuid,
        /// `open`, `done`, `cancelled`.
        pub state: String,
        /// When it was opened.
        pub created_at: Moment,
        /// Until when.
        pub due_at: Option<Moment>,
        /// When it was done or cancelled.
        pub closed_at: Option<Moment>,
        /// Who did it.
        pub done_by: Option<Uuid>,
        /// What was done: `approve`, `reject`, `return`, `transfer`.
        pub outcome: Option<String>,
        /// The opinion.
        #[sea_orm(column_type = "Text", nullable)]
        pub opinion: Option<String>,
    }
    plain_entity!();
}

use entity::Column;
pub(crate) use entity::Entity;
pub use entity::Model as Todo;

/// How many to-dos a person has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TodoCounts {
    /// Open ones.
    pub open: u64,
    /// Of these past their moment.
    pub overdue: u64,
}

/// Opens to-dos.
pub async fn open(tx: &Tx, todos: Vec<Todo>) -> Result<(), StoreError> {
    insert_all(tx, todos, "todos").await
}

/// Writes all columns of a to-do that is still open; refused when it is not.
pub async fn save_open(tx: &Tx, todo: Todo) -> Result<(), StoreError> {
    let id = todo.id;
    let changed = Entity::update_many().set(super::all_columns(todo)).filter(Column::Id.eq(id)).filter(Column::State.eq("open")).exec(&**tx).await?;
    if changed.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale("todos".into())) }
}

/// Closes an open to-do as done.
pub async fn complete(tx: &Tx, todo: Uuid, by: Option<UserId>, outcome: &str, opinion: Option<&str>, at: Moment) -> Result<(), StoreError> {
    static COMPLETE: Shape<5> = Shape::new(|backend, [at, by, outcome, opinion, todo]| {
        Entity::update_many()
            .col_expr(Column::State, Expr::value("done"))
            .col_expr(Column::ClosedAt, Expr::value(at))
            .col_expr(Column::DoneBy, Expr::value(by))
            .col_expr(Column::Outcome, Expr::value(outcome))
            .col_expr(Column::Opinion, Expr::value(opinion))
            .filter(Column::Id.eq(todo))
            .filter(Column::State.eq("open"))
            .build(backend)
    });
    let values = [at.0.into(), by.map(|user| user.0).into(), outcome.into(), opinion.map(str::to_owned).into(), todo.into()];
    let changed = tx.execute_raw(COMPLETE.with(tx.get_database_backend(), values)).await?;
    if changed.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Stale("todos".into())) }
}

/// Cancels the open ones among these.
pub async fn cancel(tx: &Tx, todos: &[Uuid], at: Moment) -> Result<(), StoreError> {
    if todos.is_empty() {
        return Ok(());
    }
    Entity::update_many()
        .col_expr(Column::State, Expr::value("cancelled"))
        .col_expr(Column::ClosedAt, Expr::value(at.0))
        .filter(Column::Id.is_in(todos.iter().copied()))
        .filter(Column::State.eq("open"))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// Moves the moment until which open to-dos are due.
pub async fn set_due(tx: &Tx, todos: &[Uuid], due_at: Option<Moment>) -> Result<(), StoreError> {
    if todos.is_empty() {
        return Ok(());
    }
    Entity::update_many()
        .col_expr(Column::DueAt, Expr::value(due_at.map(|moment| moment.0)))
        .filter(Column::Id.is_in(todos.iter().copied()))
        .filter(Column::State.eq("open"))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// A to-do.
pub async fn get(session: &Session, todo: Uuid) -> Result<Option<Todo>, StoreError> {
    static BY_KEY: Shape<1> = Shape::new(|backend, [todo]| Entity::find().filter(Column::Id.eq(todo)).limit(1).build(backend));
    one(session, BY_KEY.with(session.get_database_backend(), [todo.into()])).await
}

/// A to-do, locked until the transaction ends where several writers exist.
pub async fn get_for_update(tx: &Tx, todo: Uuid) -> Result<Option<Todo>, StoreError> {
    let mut found = Entity::find_by_id(todo);
    dialect::lock_rows(tx, QuerySelect::query(&mut found));
    Ok(found.one(&**tx).await?)
}

/// All to-dos of a case, from old to new.
pub async fn of_instance(session: &Session, instance: Uuid) -> Result<Vec<Todo>, StoreError> {
    Ok(Entity::find().filter(Column::InstanceId.eq(instance)).order_by_asc(Column::CreatedAt).order_by_asc(Column::Id).all(session).await?)
}

/// All to-dos of some cases that have a moment until which they are due.
pub async fn due_of_instances(session: &Session, instances: &[Uuid]) -> Result<Vec<Todo>, StoreError> {
    let found = Entity::find().filter(Column::InstanceId.is_in(instances.iter().copied())).filter(Column::DueAt.is_not_null());
    Ok(found.all(session).await?)
}

/// The open to-dos of a case, from old to new.
pub async fn open_of_instance(session: &Session, instance: Uuid) -> Result<Vec<Todo>, StoreError> {
    let found = Entity::find().filter(Column::InstanceId.eq(instance)).filter(Column::State.eq("open"));
    Ok(found.order_by_asc(Column::CreatedAt).order_by_asc(Column::Id).all(session).await?)
}

/// The open to-dos of some cases.
pub async fn open_of_instances(session: &Session, instances: &[Uuid]) -> Result<Vec<Todo>, StoreError> {
    let found = Entity::find().filter(Column::InstanceId.is_in(instances.iter().copied())).filter(Column::State.eq("open"));
    Ok(found.all(session).await?)
}

/// The open to-dos of a record. Whoever calls this has seen the record through a plan.
pub async fn open_of_record(session: &Session, app: &AppId, form: &FormId, record: RecordId) -> Result<Vec<Todo>, StoreError> {
    let found = Entity::find().filter(Column::RecordId.eq(record.0)).filter(Column::App.eq(app.as_str())).filter(Column::Form.eq(form.as_str()));
    Ok(found.filter(Column::State.eq("open")).order_by_asc(Column::CreatedAt).order_by_asc(Column::Id).all(session).await?)
}

const COLUMNS: Columns<Column> =
    Columns { app: Column::App, flow: Column::Flow, node: Some(Column::Node), due: Some(Column::DueAt), case: Some(Column::InstanceId) };

fn open_and_held_by(user: UserId) -> Condition {
    Condition::all().add(Column::HolderId.eq(user.0)).add(Column::State.eq("open"))
}

fn done_and_by(user: UserId) -> Condition {
    Condition::all().add(Column::DoneBy.eq(user.0)).add(Column::State.eq("done"))
}

/// To which steps the open to-dos of a person belong, or those that the person has done.
pub async fn steps_of(session: &Session, user: UserId, open: bool) -> Result<Vec<StepCount>, StoreError> {
    let mine = if open { open_and_held_by(user) } else { done_and_by(user) };
    let rows: Vec<(String, String, String, String, i64)> = Entity::find()
        .select_only()
        .columns([Column::App, Column::Form, Column::Flow, Column::Node])
        .column_as(Column::Id.count(), "items")
        .filter(mine)
        .group_by(Column::App)
        .group_by(Column::Form)
        .group_by(Column::Flow)
        .group_by(Column::Node)
        .order_by_asc(Column::App)
        .order_by_asc(Column::Flow)
        .order_by_asc(Column::Node)
        .into_tuple()
        .all(session)
        .await?;
    Ok(rows.into_iter().map(|(app, form, flow, node, count)| StepCount { app, form, flow, node, count: u64::try_from(count).unwrap_or(0) }).collect())
}

/// The cases in which a person holds open to-dos, or has done some.
pub(super) fn cases_of(user: UserId, open: bool) -> SelectStatement {
    let mine = if open { open_and_held_by(user) } else { done_and_by(user) };
    let mut cases = Entity::find().select_only().column(Column::InstanceId).filter(mine);
    QuerySelect::query(&mut cases).to_owned()
}

/// 待办: the open to-dos of a person, the newest first.
pub async fn open_of(session: &Session, user: UserId, narrow: &Narrow, before: Option<Before>, limit: u64) -> Result<Vec<Todo>, StoreError> {
    let mut found = Entity::find().filter(open_and_held_by(user)).filter(narrow.on(&COLUMNS));
    if let Some(before) = before {
        found = found.filter(earlier(Column::CreatedAt, Column::Id, before));
    }
    Ok(found.order_by_desc(Column::CreatedAt).order_by_desc(Column::Id).limit(limit).all(session).await?)
}

/// 已办: what a person has done, the newest first.
pub async fn done_by(session: &Session, user: UserId, narrow: &Narrow, before: Option<Before>, limit: u64) -> Result<Vec<Todo>, StoreError> {
    let mut found = Entity::find().filter(done_and_by(user)).filter(narrow.on(&COLUMNS));
    if let Some(before) = before {
        found = found.filter(earlier(Column::ClosedAt, Column::Id, before));
    }
    Ok(found.order_by_desc(Column::ClosedAt).order_by_desc(Column::Id).limit(limit).all(session).await?)
}

/// How many open to-dos a person has, and how many are late.
pub async fn counts(session: &Session, user: UserId, now: Moment) -> Result<TodoCounts, StoreError> {
    let open = Entity::find().filter(open_and_held_by(user));
    let late = open.clone().filter(Column::DueAt.lt(now.0));
    Ok(TodoCounts { open: open.count(session).await?, overdue: late.count(session).await? })
}

/// How many open to-dos people have within an app, a flow or a step of it, for the allocation of new ones.
pub async fn load_of(
    session: &Session,
    (app, flow, node): (&AppId, Option<&FlowId>, Option<&NodeId>),
    users: &BTreeSet<UserId>,
) -> Result<BTreeMap<UserId, u64>, StoreError> {
    if users.is_empty() {
        return Ok(BTreeMap::new());
    }
    let mut found = Entity::find()
        .select_only()
        .column(Column::HolderId)
        .column_as(Column::Id.count(), "open")
        .filter(Column::HolderId.is_in(users.iter().map(|user| user.0)))
        .filter(Column::State.eq("open"))
        .filter(Column::App.eq(app.as_str()));
    if let Some(flow) = flow {
        found = found.filter(Column::Flow.eq(flow.as_str()));
    }
    if let Some(node) = node {
        found = found.filter(Column::Node.eq(node.as_str()));
    }
    let rows: Vec<(Uuid, i64)> = found.group_by(Column::HolderId).into_tuple().all(session).await?;
    Ok(rows.into_iter().map(|(user, open)| (UserId(user), u64::try_from(open).unwrap_or(0))).collect())
}

/// Who did a step of these records, the last first.
pub async fn who_did(
    session: &Session,
    (app, flow, node): (&AppId, &FlowId, &NodeId),
    records: &BTreeSet<RecordId>,
) -> Result<Vec<UserId>, StoreError> {
    if records.is_empty() {
        return Ok(Vec::new());
    }
    let of_step = Column::App.eq(app.as_str()).and(Column::Flow.eq(flow.as_str())).and(Column::Node.eq(node.as_str()));
    let found = Entity::find().filter(Column::RecordId.is_in(records.iter().map(|record| record.0))).filter(Column::State.eq("done")).filter(of_step);
    let rows = found.order_by_desc(Column::ClosedAt).order_by_desc(Column::Id).all(session).await?;
    // What was handed over was not done by whoever handed it over.
    let passed_on = |outcome: &str| matches!(outcome, "transfer" | "delegate" | "return");
    let did = rows.into_iter().filter(|row| !row.outcome.as_deref().is_some_and(passed_on));
    let mut users: Vec<UserId> = Vec::new();
    for user in did.filter_map(|row| row.done_by).map(UserId) {
        if !users.contains(&user) {
            users.push(user);
        }
    }
    Ok(users)
}

/// The open to-dos of a person at a step, the newest first.
pub async fn open_at(session: &Session, (app, flow, node): (&AppId, &FlowId, &NodeId), user: UserId, limit: u64) -> Result<Vec<Todo>, StoreError> {
    let of_step = Column::App.eq(app.as_str()).and(Column::Flow.eq(flow.as_str())).and(Column::Node.eq(node.as_str()));
    let found = Entity::find().filter(Column::HolderId.eq(user.0)).filter(Column::State.eq("open")).filter(of_step);
    Ok(found.order_by_desc(Column::CreatedAt).order_by_desc(Column::Id).limit(limit).all(session).await?)
}

/// Who holds open to-dos of these cases.
pub async fn holders_of(session: &Session, instances: &[Uuid]) -> Result<BTreeMap<Uuid, Vec<UserId>>, StoreError> {
    let mut holders: BTreeMap<Uuid, Vec<UserId>> = BTreeMap::new();
    if instances.is_empty() {
        return Ok(holders);
    }
    let open = Entity::find().filter(Column::InstanceId.is_in(instances.iter().copied())).filter(Column::State.eq("open"));
    for todo in open.order_by_asc(Column::CreatedAt).order_by_asc(Column::Id).all(session).await? {
        holders.entry(todo.instance_id).or_default().push(UserId(todo.holder_id));
    }
    Ok(holders)
}

/// What comes after a row in a list from new to old.
pub(super) fn earlier<C: ColumnTrait>(at: C, id: C, before: Before) -> Condition {
    let same_moment = Condition::all().add(at.eq(before.at.0)).add(id.lt(before.id));
    Condition::any().add(at.lt(before.at.0)).add(same_moment)
}
