//! Flows and files of BPMN 2.0.

use crate::body::{Place, Query};
use crate::convert;
use crate::download;
use crate::dto::bpmn::{BpmnFile, BpmnProposal};
use crate::gate::Caller;
use crate::headers::Language;
use crate::order::Parts;
use crate::place::{AppPlace, FlowPlace};
use crate::problem::{Answer, Problem};
use crate::state::Api;
use axum::Json;
use axum::extract::State;
use axum::response::Response;
use value::FormId;

/// Which state of a flow is wanted.
#[derive(Debug, serde::Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct FlowWish {
    /// `true` for the flow as it was published; with its draft when left out.
    #[serde(default)]
    pub published: bool,
}

/// Gives a flow as a file of BPMN 2.0, with its picture. Reading the file again gives the same flow.
#[utoipa::path(get, path = "/api/build/{app}/flows/{flow}/bpmn", tag = "build", params(FlowPlace, FlowWish), responses((status = 200, description = "The file.", content_type = "application/xml", body = Vec<u8>)))]
pub(crate) async fn export_bpmn(
    State(api): State<Api>,
    caller: Caller,
    Language(locale): Language,
    Place(place): Place<FlowPlace>,
    Query(wish): Query<FlowWish>,
) -> Result<Response, Problem> {
    Ok(download::attachment(api.runtime.flow_as_bpmn(&caller.0.actor, &place.app, &place.flow, wish.published, locale).await?))
}

/// Reads a file of BPMN 2.0 and tells what flows it would be, and what of it was not taken as it stands. Nothing is changed.
#[utoipa::path(post, path = "/api/build/{app}/flows/bpmn", tag = "build", params(AppPlace), request_body(content = BpmnFile, content_type = "multipart/form-data"), responses((status = 200, body = BpmnProposal)))]
pub(crate) async fn look_at_bpmn(State(api): State<Api>, caller: Caller, Place(place): Place<AppPlace>, mut parts: Parts) -> Answer<BpmnProposal> {
    let form = parts.0.text("form").and_then(|form| FormId::parse(form).ok()).ok_or_else(|| Problem::not_found().at("/form"))?;
    let file = parts.0.take("model")?.content;
    Ok(Json(convert::bpmn_proposal(api.runtime.look_at_bpmn(&caller.0.actor, &place.app, &form, file).await?)))
}
