//! What the allocation of steps remembers: whose turn it was last and when somebody was given something, and what waits.
//!
//! Whoever reads turns or loads in order to write must be alone: see [`crate::Session::must_be_alone`].

use super::{insert_all, plain_entity};
use crate::{Moment, Session, StoreError, Tx};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;
use value::{AppId, FlowId, NodeId, UserId};

/// The table that is locked by whoever gives out steps.
pub(crate) const LOCKED: &str = "allocation_turns";

mod turn {
    use super::{Moment, Uuid, plain_entity};
    use sea_orm::entity::prelude::*;

    /// When a step was given to a person last.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "allocation_turns")]
    pub struct Model {
        /// The app.
        #[sea_orm(primary_key, auto_increment = false)]
        pub app: String,
        /// The flow.
        #[sea_orm(primary_key, auto_increment = false)]
        pub flow: String,
        /// The step.
        #[sea_orm(primary_key, auto_increment = false)]
        pub node: String,
        /// The person.
        #[sea_orm(primary_key, auto_increment = false)]
        pub user_id: Uuid,
        /// The number of the turn within the step; the largest was the last.
        pub turn: i64,
        /// When.
        pub at: Moment,
    }
    plain_entity!();
}

mod waiting {
    use super::{Moment, Uuid, plain_entity};
    use sea_orm::entity::prelude::*;
    use serde_json::Value as Json;

    /// A step that waits until somebody is free.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "allocation_queue")]
    pub struct Model {
        /// The case.
        #[sea_orm(primary_key, auto_increment = false)]
        pub instance_id: Uuid,
        /// The token of the case that waits.
        #[sea_orm(primary_key, auto_increment = false)]
        pub token: i64,
        /// The app.
        pub app: String,
        /// The form.
        pub form: String,
        /// The record.
        pub record_id: Uuid,
        /// The flow.
        pub flow: String,
        /// The step.
        pub node: String,
        /// Name of the step.
        pub node_label: Json,
        /// Title of the record.
        pub title: String,
        /// What has a larger number comes first.
        pub priority: i64,
        /// Since when it waits.
        pub since: Moment,
        /// When somebody is looked for again at the latest.
        pub look_at: Moment,
    }
    plain_entity!();
}

pub use turn::Model as Turn;
pub use waiting::Model as Waiting;

/// Notes that a step was given to a person.
pub async fn given(tx: &Tx, app: &AppId, flow: &FlowId, node: &NodeId, users: &[UserId], at: Moment) -> Result<(), StoreError> {
    use turn::Column;
    let of_step = Column::App.eq(app.as_str()).and(Column::Flow.eq(flow.as_str())).and(Column::Node.eq(node.as_str()));
    let last: Option<Option<i64>> =
        turn::Entity::find().select_only().column_as(Column::Turn.max(), "last").filter(of_step).into_tuple().one(&**tx).await?;
    for (turn, user) in (last.flatten().unwrap_or_default() + 1..).zip(users) {
        let row = Turn { app: app.to_string(), flow: flow.to_string(), node: node.to_string(), user_id: user.0, turn, at };
        let key = [Column::App, Column::Flow, Column::Node, Column::UserId];
        let conflict = OnConflict::columns(key).update_columns([Column::Turn, Column::At]).to_owned();
        turn::Entity::insert(row.into_active_model()).on_conflict(conflict).exec_without_returning(&**tx).await?;
    }
    Ok(())
}

/// Who had the last turn of a step.
pub async fn last_turn(session: &Session, app: &AppId, flow: &FlowId, node: &NodeId) -> Result<Option<UserId>, StoreError> {
    use turn::Column;
    let of_step = Column::App.eq(app.as_str()).and(Column::Flow.eq(flow.as_str())).and(Column::Node.eq(node.as_str()));
    let last = turn::Entity::find().filter(of_step).order_by_desc(Column::Turn).one(session).await?;
    Ok(last.map(|row| UserId(row.user_id)))
}

/// When people were given something last, within an app, a flow or a step of it.
pub async fn last_given(
    session: &Session,
    (app, flow, node): (&AppId, Option<&FlowId>, Option<&NodeId>),
    users: &BTreeSet<UserId>,
) -> Result<BTreeMap<UserId, Moment>, StoreError> {
    use turn::Column;
    if users.is_empty() {
        return Ok(BTreeMap::new());
    }
    let mut found = turn::Entity::find().filter(Column::App.eq(app.as_str())).filter(Column::UserId.is_in(users.iter().map(|user| user.0)));
    if let Some(flow) = flow {
        found = found.filter(Column::Flow.eq(flow.as_str()));
    }
    if let Some(node) = node {
        found = found.filter(Column::Node.eq(node.as_str()));
    }
    let mut last: BTreeMap<UserId, Moment> = BTreeMap::new();
    for row in found.all(session).await? {
        let known = last.entry(UserId(row.user_id)).or_insert(row.at);
        *known = Ord::max(*known, row.at);
    }
    Ok(last)
}

/// Everybody to whom a step was ever given.
pub async fn ever_given(session: &Session, app: &AppId, flow: &FlowId, node: &NodeId) -> Result<BTreeSet<UserId>, StoreError> {
    use turn::Column;
    let of_step = Column::App.eq(app.as_str()).and(Column::Flow.eq(flow.as_str())).and(Column::Node.eq(node.as_str()));
    Ok(turn::Entity::find().filter(of_step).all(session).await?.into_iter().map(|row| UserId(row.user_id)).collect())
}

/// What of a case waits, in place of what waited before.
pub async fn wait(tx: &Tx, instance: Uuid, rows: Vec<Waiting>) -> Result<(), StoreError> {
    waiting::Entity::delete_many().filter(waiting::Column::InstanceId.eq(instance)).exec(&**tx).await?;
    insert_all(tx, rows, "allocation_queue").await
}

/// Takes out something that waited.
pub async fn forget(tx: &Tx, (instance, token): (Uuid, i64)) -> Result<(), StoreError> {
    use waiting::Column;
    waiting::Entity::delete_many().filter(Column::InstanceId.eq(instance)).filter(Column::Token.eq(token)).exec(&**tx).await?;
    Ok(())
}

/// What is to be looked at now, in the order in which it is given out; all of an app in which somebody has become free.
pub async fn due(session: &Session, now: Moment, freed: &BTreeSet<AppId>, limit: u64) -> Result<Vec<Waiting>, StoreError> {
    use waiting::Column;
    let in_freed = Column::App.is_in(freed.iter().map(AppId::as_str));
    let found = waiting::Entity::find().filter(Condition::any().add(Column::LookAt.lte(now.0)).add(in_freed));
    let found = found.order_by_desc(Column::Priority).order_by_asc(Column::Since).order_by_asc(Column::InstanceId).order_by_asc(Column::Token);
    Ok(found.limit(limit).all(session).await?)
}

/// How many steps of a flow wait, by step.
pub async fn waiting_by_step(session: &Session, app: &AppId, flow: &FlowId) -> Result<BTreeMap<String, u64>, StoreError> {
    use waiting::Column;
    let found = waiting::Entity::find().select_only().column(Column::Node).column_as(Column::Token.count(), "count");
    let found = found.filter(Column::App.eq(app.as_str())).filter(Column::Flow.eq(flow.as_str())).group_by(Column::Node);
    let rows: Vec<(String, i64)> = found.into_tuple().all(session).await?;
    Ok(rows.into_iter().map(|(node, count)| (node, u64::try_from(count).unwrap_or(0))).collect())
}

/// Nobody was free for these; they are looked at again at the latest then.
pub async fn postpone(tx: &Tx, keys: &[(Uuid, i64)], until: Moment) -> Result<(), StoreError> {
    use waiting::Column;
    for (instance, token) in keys {
        waiting::Entity::update_many()
            .col_expr(Column::LookAt, Expr::value(until.0))
            .filter(Column::InstanceId.eq(*instance))
            .filter(Column::Token.eq(*token))
            .exec(&**tx)
            .await?;
    }
    Ok(())
}
