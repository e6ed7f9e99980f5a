//! What a builder tries while building: time zones for calendars, and operations of connectors.

use crate::body::{Body, Place, Query};
use crate::convert;
use crate::dto::Json as AnyJson;
use crate::dto::trying::{OperationTrial, TrialInput};
use crate::gate::Caller;
use crate::headers::RequestId;
use crate::limit::Limit;
use crate::place::OperationPlace;
use crate::problem::Answer;
use crate::state::Api;
use axum::extract::State;
use axum::{Extension, Json};
use runtime::types::Call;

/// Which zone.
#[derive(Debug, serde::Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ZoneQuery {
    /// Its IANA name, such as `America/New_York`.
    pub name: String,
}

/// A time zone with its changes of the clock, as the engine of the browser reads it.
#[utoipa::path(get, path = "/api/build/zone", tag = "build", params(ZoneQuery), responses((status = 200, body = AnyJson)))]
pub(crate) async fn show_zone(State(api): State<Api>, Query(asked): Query<ZoneQuery>) -> Answer<serde_json::Value> {
    Ok(Json(api.runtime.zone(&asked.name)?))
}

/// Calls an operation of a connector once, with its draft, at the address that is bound. It carries no idempotency key: every request is a call,
/// and none is repeated. What came back is shown and not kept.
#[utoipa::path(post, path = "/api/build/{app}/connectors/{connector}/operations/{operation}/try", tag = "build", params(OperationPlace), request_body = TrialInput, responses((status = 200, body = OperationTrial)))]
pub(crate) async fn try_operation(
    State(api): State<Api>,
    caller: Caller,
    Extension(request): Extension<RequestId>,
    Place(place): Place<OperationPlace>,
    Body(body): Body<TrialInput>,
) -> Answer<OperationTrial> {
    api.shared.limits.take(Limit::Trial, &caller.0.profile.id.to_string(), std::time::Instant::now())?;
    let call = Call { request_id: Some(request.0), ..Call::by(caller.0.actor) };
    let trial = api.runtime.try_operation(&call, &place.app, (&place.connector, &place.operation), &body.inputs).await?;
    Ok(Json(convert::operation_trial(trial)))
}
