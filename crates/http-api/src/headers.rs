//! Headers with a meaning: language, request id, revision.

use crate::problem::Problem;
use axum::Json;
use axum::extract::{FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use std::convert::Infallible;
use uuid::Uuid;
use value::{Label, Locale};

/// The header that carries the key under which a request may be repeated.
pub(crate) const IDEMPOTENCY_KEY: &str = "idempotency-key";
/// The header that carries the token of the session back.
pub(crate) const CSRF_TOKEN: &str = "x-csrf-token";
/// The header that names a request in logs and problems.
pub(crate) const REQUEST_ID: &str = "x-request-id";

/// Names a request in logs, audit and problems.
#[derive(Debug, Clone)]
pub(crate) struct RequestId(pub String);

/// The language of the reader.
pub(crate) struct Language(pub Locale);

/// Which browser or program asks.
pub(crate) struct Agent(pub String);

/// The revision from which the person started.
pub(crate) struct IfMatch(pub u64);

/// An opaque tag from which the person started; none when the header is left out.
pub(crate) struct IfMatchTag(pub Option<String>);

/// A JSON answer with an ETag.
pub(crate) struct Tagged<T> {
    /// The status.
    pub status: StatusCode,
    /// The tag without quotes.
    pub tag: String,
    /// The answer.
    pub body: T,
}

/// The language that the request asks for.
pub(crate) fn locale_of(headers: &HeaderMap) -> Locale {
    headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).map_or_else(Locale::default, Locale::from_tag)
}

/// Gives every request an id and sends it back. An id from a proxy is kept if it is a plain word.
pub(crate) async fn name_requests(mut request: Request, next: Next) -> Response {
    let given = request.headers().get(REQUEST_ID).and_then(|value| value.to_str().ok()).filter(|id| is_plain(id));
    let id = given.map_or_else(|| Uuid::from_bytes(rand::random()).simple().to_string(), str::to_owned);
    request.extensions_mut().insert(RequestId(id.clone()));
    let mut response = next.run(request).await;
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response
}

fn is_plain(id: &str) -> bool {
    (8..=64).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

impl<S: Sync> FromRequestParts<S> for Language {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(locale_of(&parts.headers)))
    }
}

impl<S: Sync> FromRequestParts<S> for Agent {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let agent = parts.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        Ok(Self(agent.chars().take(200).collect()))
    }
}

impl<S: Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let missing = || {
            let message = Label::both("请求缺少所依据的版本（If-Match）", "The request does not say from which revision it started (If-Match)");
            Problem::new(StatusCode::PRECONDITION_REQUIRED, "if_match_missing", message)
        };
        let tag = tag_of(&parts.headers).ok_or_else(missing)?;
        let wrong = |_| Problem::malformed("If-Match 不是有效的版本号", "If-Match is not a revision");
        tag.parse().map(Self).map_err(wrong)
    }
}

impl<S: Sync> FromRequestParts<S> for IfMatchTag {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(tag_of(&parts.headers)))
    }
}

fn tag_of(headers: &HeaderMap) -> Option<String> {
    let text = headers.get(header::IF_MATCH)?.to_str().ok()?.trim();
    Some(text.strip_prefix("W/").unwrap_or(text).trim_matches('"').to_owned())
}

impl<T: Serialize> IntoResponse for Tagged<T> {
    fn into_response(self) -> Response {
        let mut response = (self.status, Json(self.body)).into_response();
        if let Ok(tag) = HeaderValue::from_str(&format!("\"{}\"", self.tag)) {
            response.headers_mut().insert(header::ETAG, tag);
        }
        response
    }
}
