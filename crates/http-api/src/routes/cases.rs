//! Cases of a flow: the running ones go over to its present version, and how long its steps take.

use crate::body::{Body, Place, Query};
use crate::convert;
use crate::dto::case::{CaseMigration, CaseSteps, CasesMigrated, CasesWeighed, RunningCases};
use crate::dto::times::{FlowTimes, TimesAsked};
use crate::gate::Caller;
use crate::order::Order;
use crate::place::FlowPlace;
use crate::problem::Answer;
use crate::state::Api;
use axum::Json;
use axum::extract::State;

/// Lists the cases of a flow that are not over, by the version that they follow.
#[utoipa::path(get, path = "/api/build/{app}/flows/{flow}/cases", tag = "build", params(FlowPlace), responses((status = 200, body = RunningCases)))]
pub(crate) async fn show_cases(State(api): State<Api>, caller: Caller, Place(place): Place<FlowPlace>) -> Answer<RunningCases> {
    Ok(Json(convert::running_cases(api.runtime.running_cases(&caller.0.actor, &place.app, &place.flow).await?)))
}

/// Tells what would become of the cases that follow older versions. Nothing is changed.
#[utoipa::path(post, path = "/api/build/{app}/flows/{flow}/cases/weigh", tag = "build", params(FlowPlace), request_body = CaseSteps, responses((status = 200, body = CasesWeighed)))]
pub(crate) async fn weigh_cases(
    State(api): State<Api>,
    caller: Caller,
    Place(place): Place<FlowPlace>,
    Body(body): Body<CaseSteps>,
) -> Answer<CasesWeighed> {
    let steps = convert::steps_chosen(body.steps)?;
    Ok(Json(convert::cases_weighed(api.runtime.weigh_cases(&caller.0.actor, &place.app, &place.flow, &steps).await?)))
}

/// Lets all cases that follow older versions go over to the present one, or none.
#[utoipa::path(post, path = "/api/build/{app}/flows/{flow}/cases/migrate", tag = "build", params(FlowPlace), request_body = CaseMigration, responses((status = 200, body = CasesMigrated)))]
pub(crate) async fn migrate_cases(State(api): State<Api>, Place(place): Place<FlowPlace>, order: Order<CaseMigration>) -> Answer<CasesMigrated> {
    let CaseMigration { steps, expected } = order.body;
    let migrated = api.runtime.migrate_cases(&order.call, &place.app, &place.flow, convert::steps_chosen(steps)?, expected).await?;
    Ok(Json(CasesMigrated { cases: migrated.cases }))
}

/// Tells how long the steps of a flow took, where cases wait, and how often they were late or sent back.
#[utoipa::path(get, path = "/api/build/{app}/flows/{flow}/times", tag = "build", params(FlowPlace, TimesAsked), responses((status = 200, body = FlowTimes)))]
pub(crate) async fn show_times(
    State(api): State<Api>,
    caller: Caller,
    Place(place): Place<FlowPlace>,
    Query(asked): Query<TimesAsked>,
) -> Answer<FlowTimes> {
    let asked = convert::times_asked(&asked);
    Ok(Json(convert::flow_times(api.runtime.flow_times(&caller.0.actor, &place.app, &place.flow, &asked).await?)))
}
