//! What a person began to fill in and has not sent yet.

use crate::body::{Place, Query};
use crate::convert;
use crate::dto::record::{KeptEntry, UnfinishedEntry};
use crate::gate::Caller;
use crate::order::{BareOrder, Order};
use crate::place::{FormPlace, UnfinishedOf};
use crate::problem::{Answer, Problem};
use crate::state::Api;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

/// Shows what the person began on a form, or on one of its records.
#[utoipa::path(get, path = "/api/apps/{app}/forms/{form}/unfinished", tag = "records", params(FormPlace, UnfinishedOf), responses((status = 200, body = KeptEntry)))]
pub(crate) async fn show_unfinished(
    State(api): State<Api>,
    caller: Caller,
    Place(place): Place<FormPlace>,
    Query(of): Query<UnfinishedOf>,
) -> Answer<KeptEntry> {
    let kept = api.runtime.unfinished(&caller.0.actor, &place.app, &place.form, of.record).await?;
    Ok(Json(convert::kept_entry(of.record, kept)))
}

/// Keeps what the person began, in place of what was kept before. Nothing is checked; the entry is forgotten when the record is sent.
#[utoipa::path(put, path = "/api/apps/{app}/forms/{form}/unfinished", tag = "records", params(FormPlace), request_body = UnfinishedEntry, responses((status = 204)))]
pub(crate) async fn keep_unfinished(
    State(api): State<Api>,
    Place(place): Place<FormPlace>,
    order: Order<UnfinishedEntry>,
) -> Result<StatusCode, Problem> {
    let UnfinishedEntry { record, values, base_revision } = order.body;
    let record = record.as_deref().map(super::records::record_key).transpose()?;
    api.runtime.keep_unfinished(&order.call, &place.app, &place.form, record, convert::map(values), base_revision).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Throws away what the person began.
#[utoipa::path(delete, path = "/api/apps/{app}/forms/{form}/unfinished", tag = "records", params(FormPlace, UnfinishedOf), responses((status = 204)))]
pub(crate) async fn forget_unfinished(
    State(api): State<Api>,
    Place(place): Place<FormPlace>,
    Query(of): Query<UnfinishedOf>,
    order: BareOrder,
) -> Result<StatusCode, Problem> {
    api.runtime.forget_unfinished(&order.0, &place.app, &place.form, of.record).await?;
    Ok(StatusCode::NO_CONTENT)
}
