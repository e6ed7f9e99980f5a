//! Public pages: a form by link, a private progress page.

use crate::body::{Body, Place};
use crate::convert;
use crate::cookie::{self, Visitor};
use crate::dto::file::{StoredFile, Upload};
use crate::dto::public::{PortalPage, Progress, PublicReceipt, PublicRecord};
use crate::dto::record::{OptionsAsked, OptionsOffered};
use crate::headers::Language;
use crate::order::{self, LinkFileOrder, LinkOrder};
use crate::place::{PortalPlace, TokenPlace};
use crate::problem::{Answer, Problem};
use crate::state::Api;
use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

/// Shows a form by link.
#[utoipa::path(get, path = "/api/public/{app}/{portal}", tag = "public", params(PortalPlace), responses((status = 200, body = PortalPage)))]
pub(crate) async fn show_portal(State(api): State<Api>, visitor: Visitor, Place(place): Place<PortalPlace>) -> Result<Response, Problem> {
    let page = convert::portal_page(&place, api.runtime.portal(&place.app, &place.portal).await?);
    let mut response = Json(page).into_response();
    if visitor.0.is_none()
        && let Some(cookie) = cookie::set_visit(&api, &order::new_secret())
    {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// Files a record by link.
#[utoipa::path(post, path = "/api/public/{app}/{portal}/records", tag = "public", params(PortalPlace), request_body = PublicRecord, responses((status = 201, body = PublicReceipt)))]
pub(crate) async fn file_by_link(
    State(api): State<Api>,
    visitor: Visitor,
    Place(place): Place<PortalPlace>,
    order: LinkOrder<PublicRecord>,
) -> Result<(StatusCode, Json<PublicReceipt>), Problem> {
    let (call, body) = order.by_link(&place);
    let filed = api.runtime.file_through_portal(&call, &place.app, &place.portal, convert::map(body.values), visitor.0.as_deref()).await?;
    let progress_path = format!("/p/progress/{}", filed.token);
    Ok((StatusCode::CREATED, Json(PublicReceipt { thanks: filed.thanks.into(), token: filed.token, progress_path })))
}

/// Offers the options that a connector gives for a field of a form by link.
#[utoipa::path(post, path = "/api/public/{app}/{portal}/options", tag = "public", params(PortalPlace), request_body = OptionsAsked, responses((status = 200, body = OptionsOffered)))]
pub(crate) async fn offer_options_by_link(
    State(api): State<Api>,
    Place(place): Place<PortalPlace>,
    Body(body): Body<OptionsAsked>,
) -> Answer<OptionsOffered> {
    let asked = convert::options_asked(body).ok_or_else(|| Problem::not_found().at("/field"))?;
    Ok(Json(convert::options_offered(api.runtime.options_by_link(&place.app, &place.portal, asked).await?)))
}

/// Stores a file for a record that will be filed by link.
#[utoipa::path(post, path = "/api/public/{app}/{portal}/files", tag = "public", params(PortalPlace), request_body(content = Upload, content_type = "multipart/form-data"), responses((status = 201, body = StoredFile)))]
pub(crate) async fn upload_by_link(
    State(api): State<Api>,
    visitor: Visitor,
    Place(place): Place<PortalPlace>,
    order: LinkFileOrder,
) -> Result<(StatusCode, Json<StoredFile>), Problem> {
    let (call, parts) = order.by_link(&place);
    let file = super::files::uploaded(parts)?;
    Ok((StatusCode::CREATED, Json(api.runtime.put_file(&call, file, visitor.0.as_deref()).await?.into())))
}

/// Shows how far a case is to the holder of its private link.
#[utoipa::path(get, path = "/api/public/progress/{token}", tag = "public", params(TokenPlace), responses((status = 200, body = Progress)))]
pub(crate) async fn show_progress(State(api): State<Api>, Language(locale): Language, Place(place): Place<TokenPlace>) -> Answer<Progress> {
    Ok(Json(convert::progress(api.runtime.progress(&place.token, locale).await?)))
}
