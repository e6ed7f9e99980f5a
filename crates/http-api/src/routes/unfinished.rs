//! What a person began to fill in and has not sent yet.

use crate::body::Place;
use crate::convert;
use crate::dto::record::{KeptEntry, UnfinishedEntry};
use crate::gate::Caller;
use crate::order::{BareOrder, Order};
use crate::place::{FormPlace, RecordPlace};
use crate::problem::{Answer, Problem};
use crate::state::Api;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

/// Shows the new record of a form that the person began last.
#[utoipa::path(get, path = "/api/apps/{app}/forms/{form}/unfinished", tag = "records", params(FormPlace), responses((status = 200, body = KeptEntry)))]
pub(crate) async fn show_begun(State(api): State<Api>, caller: Caller, Place(place): Place<FormPlace>) -> Answer<KeptEntry> {
    let kept = api.runtime.unfinished(&caller.0.actor, &place.app, &place.form, None).await?;
    Ok(Json(convert::kept_entry(kept)))
}

/// Shows what the person began on a record.
#[utoipa::path(get, path = "/api/apps/{app}/forms/{form}/unfinished/{id}", tag = "records", params(RecordPlace), responses((status = 200, body = KeptEntry)))]
pub(crate) async fn show_unfinished(State(api): State<Api>, caller: Caller, Place(place): Place<RecordPlace>) -> Answer<KeptEntry> {
    let kept = api.runtime.unfinished(&caller.0.actor, &place.app, &place.form, Some(place.id)).await?;
    Ok(Json(convert::kept_entry(kept)))
}

/// Keeps what the person began on a record, in place of what was kept of it before. The key of a new record is a UUIDv7 that the client makes and
/// sends the record under later. Nothing is checked; the entry is forgotten when the record is sent.
#[utoipa::path(put, path = "/api/apps/{app}/forms/{form}/unfinished/{id}", tag = "records", params(RecordPlace), request_body = UnfinishedEntry, responses((status = 204)))]
pub(crate) async fn keep_unfinished(
    State(api): State<Api>,
    Place(place): Place<RecordPlace>,
    order: Order<UnfinishedEntry>,
) -> Result<StatusCode, Problem> {
    let UnfinishedEntry { values, base_revision } = order.body;
    api.runtime.keep_unfinished(&order.call, &place.app, &place.form, place.id, convert::map(values), base_revision).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Throws away what the person began.
#[utoipa::path(delete, path = "/api/apps/{app}/forms/{form}/unfinished/{id}", tag = "records", params(RecordPlace), responses((status = 204)))]
pub(crate) async fn forget_unfinished(State(api): State<Api>, Place(place): Place<RecordPlace>, order: BareOrder) -> Result<StatusCode, Problem> {
    api.runtime.forget_unfinished(&order.0, &place.app, &place.form, place.id).await?;
    Ok(StatusCode::NO_CONTENT)
}
