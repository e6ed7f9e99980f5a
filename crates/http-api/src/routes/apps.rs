//! Apps as people use them.

use crate::body::Place;
use crate::convert;
use crate::dto::app::{AppDetail, Apps, FormDetail, MadeApp, NewApp};
use crate::gate::Caller;
use crate::headers::Language;
use crate::order::Order;
use crate::place::{AppPlace, FormPlace};
use crate::problem::Answer;
use crate::state::Api;
use axum::Json;
use axum::extract::State;

/// Lists the apps that the person may open, with their menus.
#[utoipa::path(get, path = "/api/apps", tag = "apps", responses((status = 200, body = Apps)))]
pub(crate) async fn list_apps(State(api): State<Api>, caller: Caller) -> Answer<Apps> {
    let cards = api.runtime.apps(&caller.0.actor).await?;
    Ok(Json(Apps { apps: cards.into_iter().map(convert::app_summary).collect() }))
}

/// Makes an app, blank or with the definitions of another one, and publishes it. Whoever asks manages it.
#[utoipa::path(post, path = "/api/apps", tag = "packages", request_body = NewApp, responses((status = 200, body = MadeApp)))]
pub(crate) async fn make_app(State(api): State<Api>, order: Order<NewApp>) -> Answer<MadeApp> {
    let NewApp { id, label, like } = order.body;
    let wanted = runtime::types::NewApp { id, label, like };
    let app = api.runtime.make_app(&order.call, wanted).await?;
    Ok(Json(MadeApp { app: app.to_string() }))
}

/// Shows one app with its menu.
#[utoipa::path(get, path = "/api/apps/{app}", tag = "apps", params(AppPlace), responses((status = 200, body = AppDetail)))]
pub(crate) async fn show_app(State(api): State<Api>, caller: Caller, Place(place): Place<AppPlace>) -> Answer<AppDetail> {
    Ok(Json(convert::app_detail(api.runtime.app(&caller.0.actor, &place.app).await?)))
}

/// Shows a form as far as the person may see it: all that is needed to list, fill and show its records.
#[utoipa::path(get, path = "/api/apps/{app}/forms/{form}", tag = "apps", params(FormPlace), responses((status = 200, body = FormDetail)))]
pub(crate) async fn show_form(State(api): State<Api>, caller: Caller, Place(place): Place<FormPlace>) -> Answer<FormDetail> {
    Ok(Json(convert::form_detail(api.runtime.form(&caller.0.actor, &place.app, &place.form).await?)))
}

/// The description of the app's interface as far as the person may use it: its forms with the schemas of their fields.
#[utoipa::path(get, path = "/api/apps/{app}/openapi.json", tag = "apps", params(AppPlace), responses((status = 200, description = "OpenAPI 3.1.", content_type = "application/json", body = crate::dto::Json)))]
pub(crate) async fn show_app_openapi(
    State(api): State<Api>,
    caller: Caller,
    Language(locale): Language,
    Place(place): Place<AppPlace>,
) -> Answer<serde_json::Value> {
    let interface = api.runtime.interface(&caller.0.actor, &place.app).await?;
    Ok(Json(crate::app_openapi(&interface, &api.shared.config.base_url, locale)))
}
