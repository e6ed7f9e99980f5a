//! Packages.

use crate::body::Place;
use crate::convert;
use crate::download;
use crate::dto::package::{BindSlots, ImportPlan, Imported, PackageEntry, PackageReport, PackageUpload, Packages, Slots};
use crate::gate::Caller;
use crate::order::{FileOrder, Order, Parts, UploadedParts};
use crate::place::AppPlace;
use crate::problem::{Answer, Problem};
use crate::state::Api;
use access::Actor;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use definition::Files;
use definition::archive::{self, Limits};
use runtime::types::{ImportOrder, SlotBinding};
use value::{AppId, Label, SlotId};

/// Lists the installed apps.
#[utoipa::path(get, path = "/api/packages", tag = "packages", responses((status = 200, body = Packages)))]
pub(crate) async fn list_packages(State(api): State<Api>, caller: Caller) -> Answer<Packages> {
    let packages = api.runtime.packages(&caller.0.actor).await?.into_iter().map(|card| PackageEntry {
        app: card.id.to_string(),
        label: card.label.into(),
        package_version: card.version,
        version: card.hash,
    });
    Ok(Json(Packages { packages: packages.collect() }))
}

/// Reads a package and tells what is in it, what is wrong with it, and what becomes of an app that is here with what is decided so far. Nothing
/// is changed.
#[utoipa::path(post, path = "/api/packages/check", tag = "packages", request_body(content = PackageUpload, content_type = "multipart/form-data"), responses((status = 200, body = PackageReport)))]
pub(crate) async fn check_package(State(api): State<Api>, caller: Caller, mut parts: Parts) -> Answer<PackageReport> {
    let order = import_order(&parts.0)?;
    let files = unpack(&mut parts.0)?;
    Ok(Json(convert::package_report(api.runtime.check_package(&caller.0.actor, &files, order).await?)))
}

/// Imports a package and publishes it, all or nothing. With any error in it nothing is changed (422). Over an app that is here it is joined with
/// what was changed here; conflicts about which nothing is decided forbid it (422 `conflicts_undecided`).
#[utoipa::path(post, path = "/api/packages/import", tag = "packages", request_body(content = PackageUpload, content_type = "multipart/form-data"), responses((status = 200, body = Imported)))]
pub(crate) async fn import_package(State(api): State<Api>, mut order: FileOrder) -> Answer<Imported> {
    let wanted = import_order(&order.parts)?;
    let files = unpack(&mut order.parts)?;
    let warnings = api.runtime.package_findings(&files);
    let published = api.runtime.import_package(&order.call, &files, wanted).await?;
    let slots = api.runtime.slots(&order.call.actor, &published.app).await?;
    Ok(Json(Imported {
        app: published.app.to_string(),
        version: published.hash,
        migration: published.migration.map(|id| id.to_string()),
        diagnostics: convert::findings(&warnings),
        slots: slots.into_iter().map(convert::slot_entry).collect(),
    }))
}

/// Exports the published version of an app as a package.
#[utoipa::path(get, path = "/api/packages/{app}/export", tag = "packages", params(AppPlace), responses((status = 200, description = "The `.mortise` file.", content_type = "application/zip", body = Vec<u8>)))]
pub(crate) async fn export_package(State(api): State<Api>, caller: Caller, Place(place): Place<AppPlace>) -> Result<Response, Problem> {
    Ok(download::attachment(api.runtime.export_package(&caller.0.actor, &place.app).await?))
}

/// Shows the slots of an app and what they are bound to.
#[utoipa::path(get, path = "/api/packages/{app}/slots", tag = "packages", params(AppPlace), responses((status = 200, body = Slots)))]
pub(crate) async fn show_slots(State(api): State<Api>, caller: Caller, Place(place): Place<AppPlace>) -> Answer<Slots> {
    slots_of(&api, &caller.0.actor, &place.app).await
}

/// Binds slots of an app.
#[utoipa::path(put, path = "/api/packages/{app}/slots", tag = "packages", params(AppPlace), request_body = BindSlots, responses((status = 200, body = Slots)))]
pub(crate) async fn bind_slots(State(api): State<Api>, Place(place): Place<AppPlace>, order: Order<BindSlots>) -> Answer<Slots> {
    api.runtime.bind_slots(&order.call, &place.app, slot_bindings(order.body)?).await?;
    slots_of(&api, &order.call.actor, &place.app).await
}

/// Unpacks the uploaded zip; what is wrong in its files is told by the check.
fn unpack(parts: &mut UploadedParts) -> Result<Files, Problem> {
    let content = parts.take("package")?.content;
    archive::unpack(&content, Limits::default()).map_err(|error| {
        let message =
            Label::both(format!("这不是可用的应用包（{}）", error.code()), format!("This package cannot be read ({}): {error}", error.code()));
        Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "not_a_package", message).at("/package")
    })
}

/// How the upload is to be imported, as its other parts say.
fn import_order(parts: &UploadedParts) -> Result<ImportOrder, Problem> {
    let plan = parts.text("plan").map(|text| crate::body::read_json::<ImportPlan>(text.as_bytes())).transpose()?;
    let slots = parts.text("bindings").map(|text| slot_bindings(crate::body::read_json(text.as_bytes())?)).transpose()?;
    convert::import_order(plan.unwrap_or_default(), slots.unwrap_or_default())
}

fn slot_bindings(body: BindSlots) -> Result<Vec<SlotBinding>, Problem> {
    let binding = |(slot, value): (String, String)| {
        let slot = SlotId::parse(&slot).map_err(|_ignored| Problem::not_found().at(format!("/slots/{slot}")))?;
        let value = if value.is_empty() { serde_json::Value::Null } else { value.into() };
        Ok(SlotBinding { slot, value })
    };
    body.slots.into_iter().map(binding).collect()
}

async fn slots_of(api: &Api, actor: &Actor, app: &AppId) -> Answer<Slots> {
    let slots = api.runtime.slots(actor, app).await?;
    Ok(Json(Slots { slots: slots.into_iter().map(convert::slot_entry).collect() }))
}
