//! The builder.

use crate::body::Place;
use crate::convert;
use crate::dto::Json as AnyJson;
use crate::dto::build::{BuildApp, BuildObject, Changes, CheckReport, DraftSaved, Publish, PublishedVersion, Registry, Rollback, Versions};
use crate::gate::Caller;
use crate::headers::{IfMatchTag, Tagged};
use crate::order::{BareOrder, Order};
use crate::place::{AppPlace, IfMatchMaybeHeader, KindPlace, ObjectPlace};
use crate::problem::{Answer, Problem};
use crate::registry;
use crate::state::Api;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use runtime::types::Published;

/// Everything that the builder offers: kinds with the schemas of their settings, and functions.
#[utoipa::path(get, path = "/api/build/registry", tag = "build", responses((status = 200, body = Registry)))]
pub(crate) async fn show_registry() -> Answer<Registry> {
    registry::all().map(Json)
}

/// The JSON Schema of a kind of objects.
#[utoipa::path(get, path = "/api/build/registry/{kind}", tag = "build", params(KindPlace), responses((status = 200, body = AnyJson)))]
pub(crate) async fn show_schema(Place(place): Place<KindPlace>) -> Answer<serde_json::Value> {
    Ok(Json(app_engine::schema::of(place.kind)))
}

/// Shows an app in the builder: all its objects with their drafts.
#[utoipa::path(get, path = "/api/build/{app}", tag = "build", params(AppPlace), responses((status = 200, body = BuildApp)))]
pub(crate) async fn show_build(State(api): State<Api>, caller: Caller, Place(place): Place<AppPlace>) -> Answer<BuildApp> {
    let state = api.runtime.build_state(&caller.0.actor, &place.app).await?;
    let label = api.runtime.app(&caller.0.actor, &place.app).await?.card.label;
    Ok(Json(convert::build_app(state, label)))
}

/// Shows one object with its draft.
#[utoipa::path(get, path = "/api/build/{app}/objects/{kind}/{id}", tag = "build", params(ObjectPlace), responses((status = 200, body = BuildObject)))]
pub(crate) async fn show_object(State(api): State<Api>, caller: Caller, Place(place): Place<ObjectPlace>) -> Result<Tagged<BuildObject>, Problem> {
    let object = convert::build_object(api.runtime.build_object(&caller.0.actor, &place.app, &place.key()).await?);
    Ok(Tagged { status: StatusCode::OK, tag: object.etag.clone(), body: object })
}

/// Saves the draft of an object. The body is the whole object; `If-Match` carries the `etag` that was read; it is left out for a new object.
#[utoipa::path(put, path = "/api/build/{app}/objects/{kind}/{id}", tag = "build", params(ObjectPlace, IfMatchMaybeHeader), request_body = AnyJson, responses((status = 200, body = DraftSaved)))]
pub(crate) async fn save_object(
    State(api): State<Api>,
    tag: IfMatchTag,
    Place(place): Place<ObjectPlace>,
    order: Order<AnyJson>,
) -> Result<Tagged<DraftSaved>, Problem> {
    let saved = api.runtime.save_draft(&order.call, &place.app, &place.key(), order.body, tag.0.as_deref()).await?;
    let object = convert::build_object(saved);
    Ok(Tagged { status: StatusCode::OK, tag: object.etag.clone(), body: DraftSaved { object } })
}

/// Marks an object for removal at the next publication.
#[utoipa::path(delete, path = "/api/build/{app}/objects/{kind}/{id}", tag = "build", params(ObjectPlace, IfMatchMaybeHeader), responses((status = 204)))]
pub(crate) async fn remove_object(
    State(api): State<Api>,
    tag: IfMatchTag,
    Place(place): Place<ObjectPlace>,
    order: BareOrder,
) -> Result<StatusCode, Problem> {
    if let Some(tag) = tag.0 {
        let current = api.runtime.build_object(&order.0.actor, &place.app, &place.key()).await?;
        if current.etag != tag {
            return Err(runtime::RuntimeError::Stale { what: "draft" }.into());
        }
    }
    api.runtime.remove_draft(&order.0, &place.app, &place.key(), false).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Throws the draft of an object away.
#[utoipa::path(delete, path = "/api/build/{app}/objects/{kind}/{id}/draft", tag = "build", params(ObjectPlace), responses((status = 204)))]
pub(crate) async fn discard_draft(State(api): State<Api>, Place(place): Place<ObjectPlace>, order: BareOrder) -> Result<StatusCode, Problem> {
    api.runtime.remove_draft(&order.0, &place.app, &place.key(), true).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Checks the app as it would be published.
#[utoipa::path(get, path = "/api/build/{app}/check", tag = "build", params(AppPlace), responses((status = 200, body = CheckReport)))]
pub(crate) async fn check_draft(State(api): State<Api>, caller: Caller, Place(place): Place<AppPlace>) -> Answer<CheckReport> {
    let diagnostics = api.runtime.check_drafts(&caller.0.actor, &place.app).await?;
    let ok = diagnostics.iter().all(|diagnostic| diagnostic.severity != definition::Severity::Error);
    Ok(Json(CheckReport { ok, diagnostics: convert::findings(&diagnostics) }))
}

/// Tells what publishing would change, and how the app's scenarios end.
#[utoipa::path(get, path = "/api/build/{app}/changes", tag = "build", params(AppPlace), responses((status = 200, body = Changes)))]
pub(crate) async fn show_changes(State(api): State<Api>, caller: Caller, Place(place): Place<AppPlace>) -> Answer<Changes> {
    let found = api.runtime.changes(&caller.0.actor, &place.app).await?;
    let scenarios = api.runtime.scenarios(&caller.0.actor, &place.app).await?;
    Ok(Json(convert::changes(found, scenarios.into_iter().map(convert::scenario_outcome).collect())))
}

/// Publishes all drafts of the app at once.
#[utoipa::path(post, path = "/api/build/{app}/publish", tag = "build", params(AppPlace), request_body = Publish, responses((status = 200, body = PublishedVersion)))]
pub(crate) async fn publish_app(State(api): State<Api>, Place(place): Place<AppPlace>, order: Order<Publish>) -> Answer<PublishedVersion> {
    Ok(Json(published(api.runtime.publish(&order.call, &place.app, order.body.note.trim()).await?)))
}

/// Lists the published versions.
#[utoipa::path(get, path = "/api/build/{app}/versions", tag = "build", params(AppPlace), responses((status = 200, body = Versions)))]
pub(crate) async fn list_versions(State(api): State<Api>, caller: Caller, Place(place): Place<AppPlace>) -> Answer<Versions> {
    let versions = api.runtime.versions(&caller.0.actor, &place.app).await?;
    Ok(Json(Versions { versions: versions.into_iter().map(convert::version_entry).collect() }))
}

/// Publishes the content of an earlier version again. Columns and data stay.
#[utoipa::path(post, path = "/api/build/{app}/rollback", tag = "build", params(AppPlace), request_body = Rollback, responses((status = 200, body = PublishedVersion)))]
pub(crate) async fn roll_back(State(api): State<Api>, Place(place): Place<AppPlace>, order: Order<Rollback>) -> Answer<PublishedVersion> {
    let versions = api.runtime.versions(&order.call.actor, &place.app).await?;
    let number = versions.iter().find(|entry| entry.hash == order.body.version).map(|entry| entry.number);
    let number = number.ok_or_else(|| Problem::not_found().at("/version"))?;
    Ok(Json(published(api.runtime.roll_back(&order.call, &place.app, number).await?)))
}

fn published(published: Published) -> PublishedVersion {
    PublishedVersion { version: published.hash, number: published.number }
}
