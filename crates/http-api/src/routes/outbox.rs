//! Dead letters: what could not be delivered.

use crate::body::Place;
use crate::convert;
use crate::dto::admin::DeadLetters;
use crate::gate::Caller;
use crate::order::BareOrder;
use crate::place::LetterPlace;
use crate::problem::{Answer, Problem};
use crate::state::Api;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

/// Lists what could not be delivered, newest first.
#[utoipa::path(get, path = "/api/admin/outbox", tag = "admin", responses((status = 200, body = DeadLetters)))]
pub(crate) async fn list_dead_letters(State(api): State<Api>, caller: Caller) -> Answer<DeadLetters> {
    let found = api.runtime.dead_letters(&caller.0.actor).await?;
    Ok(Json(DeadLetters { letters: found.into_iter().map(convert::dead_letter).collect() }))
}

/// Tries to deliver it once more.
#[utoipa::path(post, path = "/api/admin/outbox/{id}/retry", tag = "admin", params(LetterPlace), responses((status = 204)))]
pub(crate) async fn retry_dead_letter(State(api): State<Api>, Place(place): Place<LetterPlace>, order: BareOrder) -> Result<StatusCode, Problem> {
    api.runtime.replay_dead_letter(&order.0, place.id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes it away: nobody will be told any more.
#[utoipa::path(delete, path = "/api/admin/outbox/{id}", tag = "admin", params(LetterPlace), responses((status = 204)))]
pub(crate) async fn discard_dead_letter(State(api): State<Api>, Place(place): Place<LetterPlace>, order: BareOrder) -> Result<StatusCode, Problem> {
    api.runtime.discard_dead_letter(&order.0, place.id).await?;
    Ok(StatusCode::NO_CONTENT)
}
