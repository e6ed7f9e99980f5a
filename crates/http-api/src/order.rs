//! Changing requests: who, under which idempotency key, with what.

use crate::body::{read_bytes, read_json, require_json};
use crate::gate::Caller;
use crate::headers::{IDEMPOTENCY_KEY, RequestId, locale_of};
use crate::place::PortalPlace;
use crate::problem::Problem;
use access::Actor;
use axum::extract::{FromRequest, FromRequestParts, Multipart, Request};
use axum::http::request::Parts as Head;
use axum::http::{HeaderMap, StatusCode};
use bytes::Bytes;
use runtime::types::{Call, Keyed};
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use value::{Label, Locale};

/// A changing request of a signed-in person with a JSON body.
pub(crate) struct Order<T> {
    /// Who, and under which key.
    pub call: Call,
    /// What.
    pub body: T,
}

/// A changing request of a signed-in person without a body.
pub(crate) struct BareOrder(pub Call);

/// A changing request of a signed-in person with files.
pub(crate) struct FileOrder {
    /// Who, and under which key.
    pub call: Call,
    /// What.
    pub parts: UploadedParts,
}

/// A changing request through a public page with a JSON body.
pub(crate) struct LinkOrder<T> {
    envelope: Envelope,
    digest: String,
    body: T,
}

/// A changing request through a public page with files.
pub(crate) struct LinkFileOrder {
    envelope: Envelope,
    parts: UploadedParts,
}

/// The parts of an upload that changes nothing.
pub(crate) struct Parts(pub UploadedParts);

/// Who asks and how the request is named, before its body is known.
#[derive(Debug, Clone)]
pub(crate) struct Envelope {
    route: String,
    key: String,
    locale: Locale,
    request_id: Option<String>,
}

/// The parts of a multipart body by name.
#[derive(Debug, Default)]
pub(crate) struct UploadedParts(BTreeMap<String, UploadedPart>);

/// A part of a multipart body.
#[derive(Debug)]
pub(crate) struct UploadedPart {
    /// The file name that the browser gave.
    pub file_name: Option<String>,
    /// The bytes.
    pub content: Bytes,
}

impl Envelope {
    /// Reads the envelope; a request without a key is refused, because it could not be repeated safely.
    pub(crate) fn of(parts: &Head) -> Result<Self, Problem> {
        let request_id = parts.extensions.get::<RequestId>().map(|id| id.0.clone());
        let route = format!("{} {}", parts.method, parts.uri.path());
        Ok(Self { route, key: key_of(&parts.headers)?, locale: locale_of(&parts.headers), request_id })
    }

    /// The call of an actor with this body.
    pub(crate) fn call(self, actor: Actor, digest: String) -> Call {
        Call { actor, locale: self.locale, keyed: Some(Keyed { route: self.route, key: self.key, body: digest }), request_id: self.request_id }
    }
}

fn key_of(headers: &HeaderMap) -> Result<String, Problem> {
    let key = headers.get(IDEMPOTENCY_KEY).and_then(|value| value.to_str().ok()).map(str::trim).unwrap_or_default();
    let fits = (8..=128).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_graphic());
    if fits {
        return Ok(key.to_owned());
    }
    let message = Label::both(
        "请求缺少 Idempotency-Key（8 至 128 个可见字符），无法安全重试",
        "The request has no Idempotency-Key (8 to 128 visible characters), so it could not be repeated safely",
    );
    Err(Problem::new(StatusCode::BAD_REQUEST, "key_missing", message))
}

/// A secret that nobody can guess.
pub(crate) fn new_secret() -> String {
    hex::encode(rand::random::<[u8; 16]>())
}

/// The digest by which a repeated request is recognised.
pub(crate) fn digest(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Order<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        let caller = Caller::of(&parts)?;
        let envelope = Envelope::of(&parts)?;
        require_json(&parts.headers)?;
        let bytes = read_bytes(Request::from_parts(parts, body), state).await?;
        Ok(Self { body: read_json(&bytes)?, call: envelope.call(caller.0.actor, digest(&bytes)) })
    }
}

impl<S: Send + Sync> FromRequestParts<S> for BareOrder {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Head, _: &S) -> Result<Self, Problem> {
        let caller = Caller::of(parts)?;
        Ok(Self(Envelope::of(parts)?.call(caller.0.actor, digest(b""))))
    }
}

impl<S: Send + Sync> FromRequest<S> for FileOrder {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        let caller = Caller::of(&parts)?;
        let envelope = Envelope::of(&parts)?;
        let parts = UploadedParts::read(Request::from_parts(parts, body), state).await?;
        Ok(Self { call: envelope.call(caller.0.actor, parts.digest()), parts })
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for LinkOrder<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        let envelope = Envelope::of(&parts)?;
        require_json(&parts.headers)?;
        let bytes = read_bytes(Request::from_parts(parts, body), state).await?;
        Ok(Self { envelope, digest: digest(&bytes), body: read_json(&bytes)? })
    }
}

impl<T> LinkOrder<T> {
    /// The call of whoever holds the link of the page, and what is sent.
    pub(crate) fn by_link(self, place: &PortalPlace) -> (Call, T) {
        (self.envelope.call(link(place), self.digest), self.body)
    }

    /// The key under which a message may be repeated, the name of the request, and what is sent.
    pub(crate) fn by_message(self) -> (String, Option<String>, T) {
        (self.envelope.key, self.envelope.request_id, self.body)
    }
}

impl<S: Send + Sync> FromRequest<S> for LinkFileOrder {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        let envelope = Envelope::of(&parts)?;
        let parts = UploadedParts::read(Request::from_parts(parts, body), state).await?;
        Ok(Self { envelope, parts })
    }
}

impl LinkFileOrder {
    /// The call of whoever holds the link of the page, and what is sent.
    pub(crate) fn by_link(self, place: &PortalPlace) -> (Call, UploadedParts) {
        (self.envelope.call(link(place), self.parts.digest()), self.parts)
    }
}

fn link(place: &PortalPlace) -> Actor {
    Actor::Link { app: place.app.clone(), portal: place.portal.clone() }
}

impl<S: Send + Sync> FromRequest<S> for Parts {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        UploadedParts::read(request, state).await.map(Self)
    }
}

impl UploadedParts {
    /// Reads a multipart body within the limit of the route.
    pub(crate) async fn read<S: Send + Sync>(request: Request, state: &S) -> Result<Self, Problem> {
        let mut form = Multipart::from_request(request, state).await.map_err(|_ignored| not_multipart())?;
        let mut parts = BTreeMap::new();
        while let Some(field) = form.next_field().await.map_err(upload_problem)? {
            let name = field.name().unwrap_or_default().to_owned();
            let file_name = field.file_name().map(str::to_owned);
            parts.insert(name, UploadedPart { file_name, content: field.bytes().await.map_err(upload_problem)? });
        }
        Ok(Self(parts))
    }

    /// Takes a part that must be there.
    pub(crate) fn take(&mut self, name: &str) -> Result<UploadedPart, Problem> {
        let missing = || Problem::malformed(format!("缺少文件「{name}」"), format!("The part `{name}` is missing")).at(format!("/{name}"));
        self.0.remove(name).ok_or_else(missing)
    }

    /// The text of a part that may be left out.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).and_then(|part| std::str::from_utf8(&part.content).ok()).filter(|text| !text.is_empty())
    }

    /// The digest by which a repeated upload is recognised; boundaries of the form do not matter.
    pub(crate) fn digest(&self) -> String {
        let parts = self.0.iter().map(|(name, part)| format!("{name}:{}:{}", part.file_name.as_deref().unwrap_or_default(), digest(&part.content)));
        digest(parts.collect::<Vec<_>>().join("\n").as_bytes())
    }
}

fn not_multipart() -> Problem {
    let message = Label::both("上传内容必须是 multipart/form-data", "An upload must be multipart/form-data");
    Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "not_multipart", message)
}

fn upload_problem(error: axum::extract::multipart::MultipartError) -> Problem {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        let message = Label::both("上传的文件过大", "The uploaded file is too large");
        return Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", message);
    }
    Problem::malformed("上传没有完整到达，请重试", "The upload did not arrive completely; please try again")
}
