//! Imports of rows into a form.

use crate::body::Place;
use crate::convert;
use crate::download;
use crate::dto::import::{ImportFile, ImportLook, ImportOrder, ImportState, Imports};
use crate::gate::Caller;
use crate::headers::Language;
use crate::order::{BareOrder, FileOrder, Order};
use crate::place::{FormPlace, ImportPlace};
use crate::problem::{Answer, Problem};
use crate::state::Api;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

/// Takes a file in and looks at it: its sheets, its heads, where its columns would go. Nothing is imported yet.
#[utoipa::path(post, path = "/api/apps/{app}/forms/{form}/imports", tag = "imports", params(FormPlace), request_body(content = ImportFile, content_type = "multipart/form-data"), responses((status = 201, body = ImportState)))]
pub(crate) async fn start_import(
    State(api): State<Api>,
    Place(place): Place<FormPlace>,
    mut order: FileOrder,
) -> Result<(StatusCode, Json<ImportState>), Problem> {
    let part = order.parts.take("file")?;
    let name = part.file_name.unwrap_or_else(|| "file".into());
    let state = api.runtime.start_import(&order.call, &place.app, &place.form, &name, part.content).await?;
    Ok((StatusCode::CREATED, Json(convert::import_state(state))))
}

/// Lists the imports of the person into a form, the newest first.
#[utoipa::path(get, path = "/api/apps/{app}/forms/{form}/imports", tag = "imports", params(FormPlace), responses((status = 200, body = Imports)))]
pub(crate) async fn list_imports(State(api): State<Api>, caller: Caller, Place(place): Place<FormPlace>) -> Answer<Imports> {
    let found = api.runtime.imports(&caller.0.actor, &place.app, &place.form).await?;
    Ok(Json(Imports { imports: found.into_iter().map(convert::import_state).collect() }))
}

/// Shows how far an import is.
#[utoipa::path(get, path = "/api/apps/{app}/forms/{form}/imports/{import}", tag = "imports", params(ImportPlace), responses((status = 200, body = ImportState)))]
pub(crate) async fn show_import(State(api): State<Api>, caller: Caller, Place(place): Place<ImportPlace>) -> Answer<ImportState> {
    Ok(Json(convert::import_state(api.runtime.import(&caller.0.actor, &place.app, &place.form, place.import).await?)))
}

/// Looks at another sheet of the file, or below another row of heads.
#[utoipa::path(post, path = "/api/apps/{app}/forms/{form}/imports/{import}/look", tag = "imports", params(ImportPlace), request_body = ImportLook, responses((status = 200, body = ImportState)))]
pub(crate) async fn look_at_import(State(api): State<Api>, Place(place): Place<ImportPlace>, order: Order<ImportLook>) -> Answer<ImportState> {
    let ImportLook { sheet, head } = order.body;
    let state = api.runtime.look_at_import(&order.call, (&place.app, &place.form), place.import, sheet, head).await?;
    Ok(Json(convert::import_state(state)))
}

/// Begins to check all rows without filing any.
#[utoipa::path(post, path = "/api/apps/{app}/forms/{form}/imports/{import}/check", tag = "imports", params(ImportPlace), request_body = ImportOrder, responses((status = 200, body = ImportState)))]
pub(crate) async fn check_import(State(api): State<Api>, Place(place): Place<ImportPlace>, order: Order<ImportOrder>) -> Answer<ImportState> {
    let settings = convert::import_settings(order.body)?;
    let state = api.runtime.check_import(&order.call, &place.app, &place.form, place.import, settings).await?;
    Ok(Json(convert::import_state(state)))
}

/// Begins to file the rows that were checked, or goes on where it was stopped.
#[utoipa::path(post, path = "/api/apps/{app}/forms/{form}/imports/{import}/run", tag = "imports", params(ImportPlace), responses((status = 200, body = ImportState)))]
pub(crate) async fn run_import(State(api): State<Api>, Place(place): Place<ImportPlace>, order: BareOrder) -> Answer<ImportState> {
    Ok(Json(convert::import_state(api.runtime.run_import(&order.0, &place.app, &place.form, place.import).await?)))
}

/// Asks the work on an import to stop; what was filed until then stays.
#[utoipa::path(post, path = "/api/apps/{app}/forms/{form}/imports/{import}/cancel", tag = "imports", params(ImportPlace), responses((status = 200, body = ImportState)))]
pub(crate) async fn cancel_import(State(api): State<Api>, Place(place): Place<ImportPlace>, order: BareOrder) -> Answer<ImportState> {
    Ok(Json(convert::import_state(api.runtime.cancel_import(&order.0, &place.app, &place.form, place.import).await?)))
}

/// Begins to take back what an import did: new records are deleted, changed ones get their former values; what was changed since stays.
#[utoipa::path(post, path = "/api/apps/{app}/forms/{form}/imports/{import}/undo", tag = "imports", params(ImportPlace), responses((status = 200, body = ImportState)))]
pub(crate) async fn undo_import(State(api): State<Api>, Place(place): Place<ImportPlace>, order: BareOrder) -> Answer<ImportState> {
    Ok(Json(convert::import_state(api.runtime.undo_import(&order.0, &place.app, &place.form, place.import).await?)))
}

/// Gives the rows that cannot be imported as a workbook, with the reasons in a last column.
#[utoipa::path(get, path = "/api/apps/{app}/forms/{form}/imports/{import}/faulty", tag = "imports", params(ImportPlace), responses((status = 200, description = "The workbook.", content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", body = Vec<u8>)))]
pub(crate) async fn download_faulty(
    State(api): State<Api>,
    caller: Caller,
    Language(locale): Language,
    Place(place): Place<ImportPlace>,
) -> Result<Response, Problem> {
    let file = api.runtime.faulty_rows(&caller.0.actor, &place.app, &place.form, place.import, locale).await?;
    Ok(download::attachment(file))
}
