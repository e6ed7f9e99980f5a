//! The builder.

use crate::body::{Body, Place};
use crate::convert;
use crate::download;
use crate::dto::Json as AnyJson;
use crate::dto::assignment::AssignmentCheck;
use crate::dto::build::{
    BuildApp, BuildObject, Changes, CheckReport, Differences, DraftSaved, Migrations, Publish, PublishedVersion, Registry, Rollback, TroubledRecords,
    Versions, Weighing,
};
use crate::gate::Caller;
use crate::headers::{IfMatchTag, Tagged};
use crate::order::{BareOrder, Order};
use crate::place::{AppPlace, FlowPlace, IfMatchMaybeHeader, KindPlace, MigrationPlace, ObjectPlace, VersionPlace, VersionsPlace};
use crate::problem::{Answer, Problem};
use crate::registry;
use crate::state::Api;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use runtime::types::{FieldChoice, PublishOrder, Published};
use value::FormId;

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

/// Tries a flow with its drafts against the organisation: whom each step finds for cases of each department. Nothing is changed.
#[utoipa::path(post, path = "/api/build/{app}/flows/{flow}/assignment-check", tag = "build", params(FlowPlace), responses((status = 200, body = AssignmentCheck)))]
pub(crate) async fn check_assignment(State(api): State<Api>, caller: Caller, Place(place): Place<FlowPlace>) -> Answer<AssignmentCheck> {
    Ok(Json(convert::assignment_check(api.runtime.check_assignment(&caller.0.actor, &place.app, &place.flow).await?)))
}

/// Tells what publishing would change, and how the app's scenarios end.
#[utoipa::path(get, path = "/api/build/{app}/changes", tag = "build", params(AppPlace), responses((status = 200, body = Changes)))]
pub(crate) async fn show_changes(State(api): State<Api>, caller: Caller, Place(place): Place<AppPlace>) -> Answer<Changes> {
    weighed(&api, &caller, &place, &[]).await
}

/// Tells what publishing would change with these decisions about stored values.
#[utoipa::path(post, path = "/api/build/{app}/changes/weigh", tag = "build", params(AppPlace), request_body = Weighing, responses((status = 200, body = Changes)))]
pub(crate) async fn weigh_changes(
    State(api): State<Api>,
    caller: Caller,
    Place(place): Place<AppPlace>,
    Body(body): Body<Weighing>,
) -> Answer<Changes> {
    weighed(&api, &caller, &place, &convert::choices(body.choices)?).await
}

async fn weighed(api: &Api, caller: &Caller, place: &AppPlace, choices: &[FieldChoice]) -> Answer<Changes> {
    let found = api.runtime.changes(&caller.0.actor, &place.app, choices).await?;
    Ok(Json(convert::changes(found)))
}

/// Tells what going back to a version would change with these decisions about stored values.
#[utoipa::path(post, path = "/api/build/{app}/versions/{number}/weigh", tag = "build", params(VersionPlace), request_body = Weighing, responses((status = 200, body = Changes)))]
pub(crate) async fn weigh_roll_back(
    State(api): State<Api>,
    caller: Caller,
    Place(place): Place<VersionPlace>,
    Body(body): Body<Weighing>,
) -> Answer<Changes> {
    let choices = convert::choices(body.choices)?;
    Ok(Json(convert::changes(api.runtime.changes_back(&caller.0.actor, &place.app, place.number, &choices).await?)))
}

/// Gives all records whose values do not fit a step of the drafts, as a workbook.
#[utoipa::path(post, path = "/api/build/{app}/changes/records", tag = "build", params(AppPlace), request_body = TroubledRecords, responses((status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", body = Vec<u8>)))]
pub(crate) async fn export_troubled(
    State(api): State<Api>,
    caller: Caller,
    Place(place): Place<AppPlace>,
    Body(body): Body<TroubledRecords>,
) -> Result<Response, Problem> {
    let form = FormId::parse(&body.form).map_err(|_ignored| Problem::not_found().at("/form"))?;
    let field = query::FieldPath::parse(&body.field).map_err(|_ignored| Problem::not_found().at("/field"))?;
    Ok(download::attachment(api.runtime.troubled_records(&caller.0.actor, &place.app, &form, &field).await?))
}

/// Lists the planned migrations of stored records.
#[utoipa::path(get, path = "/api/build/{app}/migrations", tag = "build", params(AppPlace), responses((status = 200, body = Migrations)))]
pub(crate) async fn list_migrations(State(api): State<Api>, caller: Caller, Place(place): Place<AppPlace>) -> Answer<Migrations> {
    let found = api.runtime.migrations(&caller.0.actor, &place.app).await?;
    Ok(Json(Migrations { migrations: found.into_iter().map(convert::migration).collect() }))
}

/// Stops a migration that converts stored values: the version before stays current, the drafts stay as they are.
#[utoipa::path(post, path = "/api/build/{app}/migrations/{migration}/cancel", tag = "build", params(MigrationPlace), responses((status = 204)))]
pub(crate) async fn cancel_migration(State(api): State<Api>, Place(place): Place<MigrationPlace>, order: BareOrder) -> Result<StatusCode, Problem> {
    api.runtime.cancel_migration(&order.0, &place.app, place.migration).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Gives the values that a migration could not convert, as a workbook.
#[utoipa::path(get, path = "/api/build/{app}/migrations/{migration}/values", tag = "build", params(MigrationPlace), responses((status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", body = Vec<u8>)))]
pub(crate) async fn export_migration(State(api): State<Api>, caller: Caller, Place(place): Place<MigrationPlace>) -> Result<Response, Problem> {
    Ok(download::attachment(api.runtime.migration_faults(&caller.0.actor, &place.app, place.migration).await?))
}

/// Tells what differs between two versions, property by property.
#[utoipa::path(get, path = "/api/build/{app}/versions/{from}/differences/{to}", tag = "build", params(VersionsPlace), responses((status = 200, body = Differences)))]
pub(crate) async fn compare_versions(State(api): State<Api>, caller: Caller, Place(place): Place<VersionsPlace>) -> Answer<Differences> {
    let found = api.runtime.compare_versions(&caller.0.actor, &place.app, place.from, place.to).await?;
    Ok(Json(Differences { differences: convert::differences(found) }))
}

/// Publishes all drafts of the app at once.
#[utoipa::path(post, path = "/api/build/{app}/publish", tag = "build", params(AppPlace), request_body = Publish, responses((status = 200, body = PublishedVersion)))]
pub(crate) async fn publish_app(State(api): State<Api>, Place(place): Place<AppPlace>, order: Order<Publish>) -> Answer<PublishedVersion> {
    let asked = PublishOrder {
        note: order.body.note.trim().to_owned(),
        choices: convert::choices(order.body.choices)?,
        despite_scenarios: order.body.despite_scenarios,
    };
    Ok(Json(published(api.runtime.publish(&order.call, &place.app, asked).await?)))
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
    let choices = convert::choices(order.body.choices)?;
    Ok(Json(published(api.runtime.roll_back(&order.call, &place.app, number, choices).await?)))
}

fn published(published: Published) -> PublishedVersion {
    PublishedVersion { version: published.hash, number: published.number, migration: published.migration.map(|id| id.to_string()) }
}
