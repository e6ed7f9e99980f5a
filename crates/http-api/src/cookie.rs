//! Cookies: the session of a person, the visit of a stranger.

use crate::state::Api;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use std::convert::Infallible;

/// The secret of a visit to public pages: files that were uploaded in a visit can only be filed in it.
pub(crate) struct Visitor(pub Option<String>);

impl FromRequestParts<Api> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, Infallible> {
        Ok(Self(value_of(&parts.headers, visit_name(api))))
    }
}

/// The header that begins a visit.
pub(crate) fn set_visit(api: &Api, secret: &str) -> Option<HeaderValue> {
    HeaderValue::from_str(&format!("{}={secret}; {}", visit_name(api), attributes(api))).ok()
}

/// The token of the session, if the request carries one.
pub(crate) fn token_of(api: &Api, headers: &HeaderMap) -> Option<String> {
    value_of(headers, name(api))
}

fn value_of(headers: &HeaderMap, name: &str) -> Option<String> {
    let pairs = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok()).flat_map(|text| text.split(';'));
    pairs.filter_map(|pair| pair.trim().split_once('=')).find(|(key, _)| *key == name).map(|(_, token)| token.to_owned())
}

/// The header that sets the cookie.
pub(crate) fn set(api: &Api, token: &str) -> Option<HeaderValue> {
    HeaderValue::from_str(&format!("{}={token}; {}", name(api), attributes(api))).ok()
}

/// The header that takes the cookie away.
pub(crate) fn clear(api: &Api) -> Option<HeaderValue> {
    HeaderValue::from_str(&format!("{}=; Max-Age=0; {}", name(api), attributes(api))).ok()
}

/// With https no other host or path can set a cookie of this name; a plain loopback address cannot have that protection.
fn name(api: &Api) -> &'static str {
    if api.is_secure() { "__Host-mortise" } else { "mortise" }
}

fn visit_name(api: &Api) -> &'static str {
    if api.is_secure() { "__Host-mortise-visit" } else { "mortise-visit" }
}

fn attributes(api: &Api) -> &'static str {
    if api.is_secure() { "Path=/; HttpOnly; Secure; SameSite=Lax" } else { "Path=/; HttpOnly; SameSite=Lax" }
}
