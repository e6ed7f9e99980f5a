//! Apps made of workbooks.

use crate::convert;
use crate::dto::workbook::{AppWorkbook, WorkbookMade, WorkbookProposal};
use crate::gate::Caller;
use crate::order::{FileOrder, Parts, UploadedParts};
use crate::problem::{Answer, Problem};
use crate::state::Api;
use app_engine::from_workbook::Wishes;
use axum::Json;
use axum::extract::State;
use bytes::Bytes;

/// Reads a workbook and tells what app would be made of it, and why. Nothing is changed.
#[utoipa::path(post, path = "/api/workbooks/look", tag = "packages", request_body(content = AppWorkbook, content_type = "multipart/form-data"), responses((status = 200, body = WorkbookProposal)))]
pub(crate) async fn look_at_workbook(State(api): State<Api>, caller: Caller, mut parts: Parts) -> Answer<WorkbookProposal> {
    let (workbook, wishes) = taken(&mut parts.0)?;
    let seen = api.runtime.look_at_workbook(&caller.0.actor, workbook, wishes).await?;
    Ok(Json(convert::workbook_proposal(seen)))
}

/// Makes an app of a workbook, publishes it and files its rows. Sent again, it goes on where it was interrupted.
#[utoipa::path(post, path = "/api/workbooks/make", tag = "packages", request_body(content = AppWorkbook, content_type = "multipart/form-data"), responses((status = 200, body = WorkbookMade)))]
pub(crate) async fn make_app_of_workbook(State(api): State<Api>, mut order: FileOrder) -> Answer<WorkbookMade> {
    let (workbook, wishes) = taken(&mut order.parts)?;
    let made = api.runtime.app_of_workbook(&order.call, workbook, wishes).await?;
    Ok(Json(convert::workbook_made(made)))
}

fn taken(parts: &mut UploadedParts) -> Result<(Bytes, Wishes), Problem> {
    let wishes = parts.text("wishes").map(|text| crate::body::read_json(text.as_bytes())).transpose()?.unwrap_or_default();
    Ok((parts.take("workbook")?.content, wishes))
}
