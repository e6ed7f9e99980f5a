//! Files.

use crate::body::{Place, Query};
use crate::download;
use crate::dto::file::{StoredFile, Upload};
use crate::gate::Caller;
use crate::order::{FileOrder, UploadedParts};
use crate::place::FilePlace;
use crate::problem::Problem;
use crate::state::Api;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use runtime::types::NewFile;
use value::{AppId, FieldId, FileId, FormId};

/// Stores a file; it belongs to its uploader until a record holds it.
#[utoipa::path(post, path = "/api/files", tag = "files", request_body(content = Upload, content_type = "multipart/form-data"), responses((status = 201, body = StoredFile)))]
pub(crate) async fn upload_file(State(api): State<Api>, order: FileOrder) -> Result<(StatusCode, Json<StoredFile>), Problem> {
    let file = uploaded(order.parts)?;
    Ok((StatusCode::CREATED, Json(api.runtime.put_file(&order.call, file, None).await?.into())))
}

/// How a file is wanted.
#[derive(Debug, serde::Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct FileWish {
    /// `1` for a small picture of a photo.
    #[serde(default)]
    pub thumb: Option<u8>,
}

/// Sends a file to somebody who may see the field that holds it.
#[utoipa::path(get, path = "/api/files/{id}", tag = "files", params(FilePlace, FileWish), responses((status = 200, description = "The content.", content_type = "application/octet-stream", body = Vec<u8>)))]
pub(crate) async fn download_file(
    State(api): State<Api>,
    caller: Caller,
    Place(place): Place<FilePlace>,
    Query(wish): Query<FileWish>,
) -> Result<Response, Problem> {
    let wants_thumb = wish.thumb.is_some_and(|wish| wish > 0);
    Ok(download::file(api.runtime.file(&caller.0.actor, place.id, wants_thumb).await?))
}

/// The file of an upload with the field for which it is meant.
pub(crate) fn uploaded(mut parts: UploadedParts) -> Result<NewFile, Problem> {
    let place = parts.text("app").zip(parts.text("form")).zip(parts.text("field"));
    let purpose = place.map(|((app, form), field)| purpose(app, form, field)).transpose()?;
    let id = parts.text("id").map(|id| FileId::parse(id).ok_or_else(|| Problem::not_found().at("/id"))).transpose()?;
    let part = parts.take("file")?;
    Ok(NewFile { id, name: part.file_name.unwrap_or_else(|| "file".into()), content: part.content, purpose })
}

fn purpose(app: &str, form: &str, field: &str) -> Result<(AppId, FormId, FieldId), Problem> {
    let field = field.rsplit('.').next().unwrap_or_default();
    let parsed = AppId::parse(app).ok().zip(FormId::parse(form).ok()).zip(FieldId::parse(field).ok());
    parsed.map(|((app, form), field)| (app, form, field)).ok_or_else(|| Problem::not_found().at("/field"))
}
