//! To-dos.

use crate::body::{Body, Place, Query};
use crate::convert;
use crate::dto::message::MarkRead;
use crate::dto::task::{Act, Acted, TaskBox, TaskChoices, TaskCounts, TaskPage};
use crate::gate::Caller;
use crate::order::Order;
use crate::place::TaskPlace;
use crate::problem::{Answer, Problem};
use crate::state::Api;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use runtime::types;
use uuid::Uuid;
use value::{AppId, FlowId, NodeId, UserId};

/// Which box, and from where on.
#[derive(Debug, serde::Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct BoxQuery {
    /// The box.
    #[serde(rename = "box")]
    #[param(inline)]
    pub which: TaskBox,
    /// How many, 1 to 100; 50 by default.
    pub limit: Option<u32>,
    /// `next` of the page before.
    pub after: Option<String>,
    /// Cases of this app.
    pub app: Option<String>,
    /// Cases of this flow.
    pub flow: Option<String>,
    /// What belongs to this step.
    pub node: Option<String>,
    /// Due at this moment or later.
    pub due_from: Option<DateTime<Utc>>,
    /// Due before this moment.
    pub due_before: Option<DateTime<Utc>>,
    /// Key of who started the case.
    pub starter: Option<String>,
}

/// Which box.
#[derive(Debug, serde::Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ChoicesQuery {
    /// The box.
    #[serde(rename = "box")]
    #[param(inline)]
    pub which: TaskBox,
}

impl BoxQuery {
    /// What the box is narrowed to. An id that cannot be one is that of nothing.
    fn narrow(&self) -> Result<types::TaskNarrow, Problem> {
        let gone = |at: &'static str| Problem::not_found().at(at.to_owned());
        Ok(types::TaskNarrow {
            app: self.app.as_deref().map(AppId::parse).transpose().map_err(|_unknown| gone("/app"))?,
            flow: self.flow.as_deref().map(FlowId::parse).transpose().map_err(|_unknown| gone("/flow"))?,
            node: self.node.as_deref().map(NodeId::parse).transpose().map_err(|_unknown| gone("/node"))?,
            due_from: self.due_from,
            due_before: self.due_before,
            starter: self.starter.as_deref().map(|text| UserId::parse(text).ok_or_else(|| gone("/starter"))).transpose()?,
        })
    }
}

fn box_of(which: TaskBox) -> types::TaskBox {
    match which {
        TaskBox::Todo => types::TaskBox::Todo,
        TaskBox::Done => types::TaskBox::Done,
        TaskBox::Started => types::TaskBox::Started,
        TaskBox::Cc => types::TaskBox::Cc,
    }
}

/// Lists a box of the workbench: 待办, 已办, 我发起的, 抄送我的.
#[utoipa::path(get, path = "/api/tasks", tag = "tasks", params(BoxQuery), responses((status = 200, body = TaskPage)))]
pub(crate) async fn list_tasks(State(api): State<Api>, caller: Caller, Query(query): Query<BoxQuery>) -> Answer<TaskPage> {
    let narrow = query.narrow()?;
    let limit = query.limit.unwrap_or(50).clamp(1, 100);
    let (entries, next) = api.runtime.tasks(&caller.0.actor, box_of(query.which), narrow, limit, query.after.as_deref()).await?;
    Ok(Json(TaskPage { tasks: entries.into_iter().map(convert::task_card).collect(), next }))
}

/// Lists what a box can be narrowed to: the steps of which it has items, and who started the cases.
#[utoipa::path(get, path = "/api/tasks/choices", tag = "tasks", params(ChoicesQuery), responses((status = 200, body = TaskChoices)))]
pub(crate) async fn list_choices(State(api): State<Api>, caller: Caller, Query(query): Query<ChoicesQuery>) -> Answer<TaskChoices> {
    Ok(Json(convert::task_choices(api.runtime.task_choices(&caller.0.actor, box_of(query.which)).await?)))
}

/// The numbers on the boxes.
#[utoipa::path(get, path = "/api/tasks/counts", tag = "tasks", responses((status = 200, body = TaskCounts)))]
pub(crate) async fn count_tasks(State(api): State<Api>, caller: Caller) -> Answer<TaskCounts> {
    Ok(Json(convert::task_counts(&api.runtime.task_counts(&caller.0.actor).await?)))
}

/// Approves, rejects, returns or transfers a to-do, or marks a copy as read.
#[utoipa::path(post, path = "/api/tasks/{id}/act", tag = "tasks", params(TaskPlace), request_body = Act, responses((status = 200, body = Acted)))]
pub(crate) async fn act_on_task(State(api): State<Api>, Place(place): Place<TaskPlace>, order: Order<Act>) -> Answer<Acted> {
    let act = order.body;
    let to = act.to.as_deref().map(|text| UserId::parse(text).ok_or_else(|| Problem::not_found().at("/to"))).transpose()?;
    let person = |text: &String| UserId::parse(text).ok_or_else(|| Problem::not_found().at("/people"));
    let request = types::ActRequest {
        action: act.action,
        opinion: act.opinion,
        to,
        people: act.people.iter().map(person).collect::<Result<_, _>>()?,
        place: act.place,
        to_node: act.to_node,
        then: act.then,
        values: convert::map(act.values),
        base_revision: act.base_revision,
    };
    Ok(Json(convert::acted(api.runtime.act(&order.call, place.id, request).await?)))
}

/// Marks copies 抄送 as read; all of the person's when no id is given.
#[utoipa::path(post, path = "/api/tasks/read", tag = "tasks", request_body = MarkRead, responses((status = 204)))]
pub(crate) async fn read_copies(State(api): State<Api>, caller: Caller, Body(body): Body<MarkRead>) -> Result<StatusCode, Problem> {
    api.runtime.read_cc(&caller.0.actor, &keys(&body.ids)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Reads keys of a list.
pub(crate) fn keys(texts: &[String]) -> Result<Vec<Uuid>, Problem> {
    let read = |(index, text): (usize, &String)| Uuid::try_parse(text).map_err(|_ignored| Problem::not_found().at(format!("/ids/{index}")));
    texts.iter().enumerate().map(read).collect()
}
