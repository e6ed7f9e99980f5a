//! The gate: no route without a declared right, no change without proof that the person's own page sent it.

use crate::cookie;
use crate::headers::CSRF_TOKEN;
use crate::limit::Limit;
use crate::problem::Problem;
use crate::state::Api;
use axum::extract::{ConnectInfo, FromRequestParts, MatchedPath, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use runtime::types::Session;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;
use subtle::ConstantTimeEq;
use value::{AppId, Label};

/// Who may use a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Right {
    /// Everybody: signing in, health.
    Public,
    /// Everybody, as often as a limit allows.
    Limited(Limit),
    /// Whoever is signed in; what is seen is decided by the planner.
    SignedIn,
    /// Whoever is signed in, even when the password has to be changed first.
    OwnSession,
    /// Whoever may build the app of the address.
    Builder,
    /// Whoever administers the product.
    Administrator,
}

impl Right {
    /// The right in one word.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Limited(_) => "limited",
            Self::SignedIn => "signed_in",
            Self::OwnSession => "own_session",
            Self::Builder => "builder",
            Self::Administrator => "administrator",
        }
    }
}

/// The rights of all routes by method and path.
pub(crate) type Rights = BTreeMap<(String, String), Right>;

/// The signed-in person of a request.
#[derive(Debug, Clone)]
pub(crate) struct Caller(pub Session);

/// The signed-in person of a request, if somebody is.
pub(crate) struct MaybeCaller(pub Option<Session>);

/// The address from which a request comes.
#[derive(Debug, Clone)]
pub(crate) struct ClientAddress(pub String);

/// Lets a request through when its route has a declared right and the caller has it.
pub(crate) async fn guard(State((api, rights)): State<(Api, Arc<Rights>)>, request: Request, next: Next) -> Result<Response, Problem> {
    let (mut parts, body) = request.into_parts();
    let right = declared(&rights, &parts).ok_or_else(|| undeclared(&rights, &parts))?;
    let address = address_of(&api, &parts);
    check_origin(&api, &parts)?;
    if let Right::Limited(limit) = right {
        let who = if matches!(limit, Limit::Public | Limit::PublicOptions) { format!("{address} {}", parts.uri.path()) } else { address.clone() };
        api.shared.limits.take(limit, &who, std::time::Instant::now())?;
    }
    parts.extensions.insert(ClientAddress(address));
    if !matches!(right, Right::Public | Right::Limited(_)) {
        let session = admit(&api, &parts, right).await?;
        parts.extensions.insert(Caller(session));
    }
    Ok(next.run(Request::from_parts(parts, body)).await)
}

fn declared(rights: &Rights, parts: &Parts) -> Option<Right> {
    let path = parts.extensions.get::<MatchedPath>()?.as_str();
    let method = if parts.method == Method::HEAD { "GET" } else { parts.method.as_str() };
    rights.get(&(method.to_owned(), path.to_owned())).copied()
}

/// A method that a path does not offer says so; a path that the table does not name is closed.
fn undeclared(rights: &Rights, parts: &Parts) -> Problem {
    let path = parts.extensions.get::<MatchedPath>().map(MatchedPath::as_str);
    if !rights.keys().any(|(_, known)| Some(known.as_str()) == path) {
        return Problem::denied();
    }
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method", Label::both("此地址不支持该操作", "This address does not offer that"))
}

async fn admit(api: &Api, parts: &Parts, right: Right) -> Result<Session, Problem> {
    let token = cookie::token_of(api, &parts.headers).ok_or_else(Problem::unauthenticated)?;
    let session = api.runtime.session(&token).await?;
    check_csrf(parts, &session)?;
    if session.profile.must_change_password && right != Right::OwnSession {
        let message = Label::both("请先修改初始密码", "Please choose a new password first");
        return Err(Problem::new(StatusCode::FORBIDDEN, "password_must_change", message));
    }
    match right {
        Right::Administrator if !session.profile.administrator => Err(Problem::denied()),
        Right::Builder if !may_build(api, parts, &session).await? => Err(Problem::denied()),
        _ => Ok(session),
    }
}

async fn may_build(api: &Api, parts: &Parts, session: &Session) -> Result<bool, Problem> {
    let app = parts.uri.path().split('/').nth(3).and_then(|text| AppId::parse(text).ok()).ok_or_else(Problem::not_found)?;
    Ok(api.runtime.app(&session.actor, &app).await?.card.may_build)
}

fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// A change must carry the token that only the person's own page knows.
fn check_csrf(parts: &Parts, session: &Session) -> Result<(), Problem> {
    let sent = parts.headers.get(CSRF_TOKEN).map(|value| value.as_bytes()).unwrap_or_default();
    if is_safe(&parts.method) || bool::from(sent.ct_eq(session.csrf.as_bytes())) {
        return Ok(());
    }
    let message = Label::both("页面已过期，请刷新后重试", "This page has expired; please reload it and try again");
    Err(Problem::new(StatusCode::FORBIDDEN, "csrf", message))
}

/// A browser says from which site a change comes; another site's is refused.
fn check_origin(api: &Api, parts: &Parts) -> Result<(), Problem> {
    let text = |name: header::HeaderName| parts.headers.get(name).and_then(|value| value.to_str().ok());
    let same = match (text(header::ORIGIN), text(header::HeaderName::from_static("sec-fetch-site"))) {
        (Some(origin), _) => origin == api.shared.config.base_url.trim_end_matches('/') || is_own_host(origin, &parts.headers),
        (None, Some(site)) => matches!(site, "same-origin" | "none"),
        (None, None) => true,
    };
    if is_safe(&parts.method) || same {
        return Ok(());
    }
    let message = Label::both("请求来自其他网站，已拒绝", "The request comes from another site and was refused");
    Err(Problem::new(StatusCode::FORBIDDEN, "foreign_origin", message))
}

fn is_own_host(origin: &str, headers: &HeaderMap) -> bool {
    let host = headers.get(header::HOST).and_then(|value| value.to_str().ok());
    let named = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
    host.is_some() && host == named
}

fn address_of(api: &Api, parts: &Parts) -> String {
    let forwarded = parts.headers.get("x-forwarded-for").and_then(|value| value.to_str().ok()).and_then(|text| text.rsplit(',').next());
    let direct = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip().to_string());
    let believed = forwarded.filter(|_| api.shared.config.behind_proxy).map(|text| text.trim().to_owned());
    believed.or(direct).unwrap_or_default()
}

impl Caller {
    /// The caller whom the gate let in.
    pub(crate) fn of(parts: &Parts) -> Result<Self, Problem> {
        parts.extensions.get::<Caller>().cloned().ok_or_else(Problem::unauthenticated)
    }
}

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        Self::of(parts)
    }
}

impl FromRequestParts<Api> for MaybeCaller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, Problem> {
        let Some(token) = cookie::token_of(api, &parts.headers) else { return Ok(Self(None)) };
        match api.runtime.session(&token).await {
            Ok(session) => Ok(Self(Some(session))),
            Err(runtime::RuntimeError::Unauthenticated) => Ok(Self(None)),
            Err(error) => Err(error.into()),
        }
    }
}
