//! Messages inside the product.

use crate::body::{Body, Query};
use crate::convert;
use crate::dto::message::{MarkRead, MessagePage};
use crate::gate::Caller;
use crate::problem::{Answer, Problem};
use crate::state::Api;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

/// A page of a list.
#[derive(Debug, Default, serde::Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct PageQuery {
    /// Only those that were not read.
    #[serde(default)]
    pub unread: bool,
    /// How many, 1 to 200; 50 by default.
    pub limit: Option<u32>,
    /// `next` of the page before.
    pub after: Option<String>,
}

/// Lists the messages of the person, newest first.
#[utoipa::path(get, path = "/api/messages", tag = "messages", params(PageQuery), responses((status = 200, body = MessagePage)))]
pub(crate) async fn list_messages(State(api): State<Api>, caller: Caller, Query(page): Query<PageQuery>) -> Answer<MessagePage> {
    let limit = page.limit.unwrap_or(50).clamp(1, 200);
    let (entries, next) = api.runtime.messages(&caller.0.actor, page.unread, limit, page.after.as_deref()).await?;
    Ok(Json(MessagePage { messages: entries.into_iter().map(convert::message_item).collect(), next }))
}

/// Marks messages as read.
#[utoipa::path(post, path = "/api/messages/read", tag = "messages", request_body = MarkRead, responses((status = 204)))]
pub(crate) async fn mark_read(State(api): State<Api>, caller: Caller, Body(body): Body<MarkRead>) -> Result<StatusCode, Problem> {
    api.runtime.read_messages(&caller.0.actor, &super::tasks::keys(&body.ids)?).await?;
    Ok(StatusCode::NO_CONTENT)
}
