//! Live events.

use crate::cookie;
use crate::dto::RecordLink;
use crate::dto::event::LiveEvent;
use crate::problem::Problem;
use crate::state::Api;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::sse::{Event as Sse, KeepAlive};
use axum::response::{IntoResponse, Response, Sse as SseAnswer};
use futures_util::Stream;
use runtime::{Event, RuntimeError};
use std::convert::Infallible;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, watch};

/// Streams what changes while the person looks. The name of each server-sent event is the `kind` of its data.
#[utoipa::path(get, path = "/api/events", tag = "events", responses((status = 200, description = "Server-sent events.", content_type = "text/event-stream", body = LiveEvent)))]
pub(crate) async fn stream_events(State(api): State<Api>, headers: HeaderMap) -> Result<Response, Problem> {
    let token = cookie::token_of(&api, &headers).ok_or_else(Problem::unauthenticated)?;
    let listener = Listener { events: api.runtime.events(), closing: api.shared.closing.clone(), api, token };
    Ok(SseAnswer::new(stream(listener)).keep_alive(KeepAlive::default()).into_response())
}

struct Listener {
    api: Api,
    token: String,
    events: broadcast::Receiver<Event>,
    closing: watch::Receiver<bool>,
}

/// Ends when the session ends or the server goes down.
fn stream(listener: Listener) -> impl Stream<Item = Result<Sse, Infallible>> {
    futures_util::stream::unfold(listener, |mut listener| async move {
        let event = listener.next().await?;
        let sse = Sse::default().event(name(&event)).json_data(&event).unwrap_or_default();
        Some((Ok(sse), listener))
    })
}

impl Listener {
    async fn next(&mut self) -> Option<LiveEvent> {
        loop {
            let received = tokio::select! {
                received = self.events.recv() => received,
                _ = self.closing.wait_for(|closing| *closing) => return None,
            };
            match received {
                Ok(event) => {
                    if let Some(live) = self.hear(event).await? {
                        return Some(live);
                    }
                }
                Err(RecvError::Lagged(_)) => return Some(LiveEvent::Lagged),
                Err(RecvError::Closed) => return None,
            }
        }
    }

    /// The event if the person may hear it at this moment; the outer none ends the stream.
    async fn hear(&self, event: Event) -> Option<Option<LiveEvent>> {
        let session = match self.api.runtime.peek_session(&self.token).await {
            Ok(session) => session,
            Err(RuntimeError::Unavailable(_)) => return Some(Some(LiveEvent::Lagged)),
            Err(_) => return None,
        };
        let heard = self.api.runtime.may_hear(&session.actor, &event).await;
        Some(heard.then(|| live(event)))
    }
}

fn live(event: Event) -> LiveEvent {
    match event {
        Event::Record { app, form, id, revision } => {
            let link = RecordLink { app: app.to_string(), form: form.to_string(), record: id.to_string() };
            LiveEvent::Record { link, revision }
        }
        Event::Tasks { .. } => LiveEvent::Tasks,
        Event::Messages { .. } => LiveEvent::Messages,
        Event::Published { app, hash } => LiveEvent::Published { app: app.to_string(), version: hash },
        Event::Import { .. } => LiveEvent::Imports,
        Event::Rights => LiveEvent::Rights,
    }
}

fn name(event: &LiveEvent) -> &'static str {
    match event {
        LiveEvent::Record { .. } => "record",
        LiveEvent::Tasks => "tasks",
        LiveEvent::Messages => "messages",
        LiveEvent::Published { .. } => "published",
        LiveEvent::Imports => "imports",
        LiveEvent::Rights => "rights",
        LiveEvent::Lagged => "lagged",
    }
}
