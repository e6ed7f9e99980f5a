//! Signing in and out.

use crate::body::Body;
use crate::convert;
use crate::cookie;
use crate::dto::PersonRef;
use crate::dto::session::{ChangePassword, Me, OwnChange, People, Session, SetUp, SignIn};
use crate::gate::{Caller, ClientAddress, MaybeCaller};
use crate::headers::Agent;
use crate::problem::{Answer, Problem};
use crate::state::Api;
use axum::Extension;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use runtime::types;

/// Tells who is signed in.
#[utoipa::path(get, path = "/api/session", tag = "session", responses((status = 200, body = Session)))]
pub(crate) async fn show_session(State(api): State<Api>, caller: MaybeCaller) -> Answer<Session> {
    let setup_needed = caller.0.is_none() && api.runtime.needs_set_up().await?;
    Ok(Json(session_body(caller.0.as_ref(), setup_needed)))
}

/// Signs in. Wrong passwords lock the login for a while.
#[utoipa::path(post, path = "/api/session", tag = "session", request_body = SignIn, responses((status = 200, body = Session)))]
pub(crate) async fn sign_in(
    State(api): State<Api>,
    address: Extension<ClientAddress>,
    agent: Agent,
    Body(body): Body<SignIn>,
) -> Result<Response, Problem> {
    let request = types::SignIn { login: body.login, password: body.password, address: address.0.0, agent: agent.0 };
    Ok(with_cookie(&api, &api.runtime.sign_in(request).await?))
}

/// Makes the first administrator with the one-time code of the console, and signs in.
#[utoipa::path(post, path = "/api/session/setup", tag = "session", request_body = SetUp, responses((status = 200, body = Session)))]
pub(crate) async fn set_up(
    State(api): State<Api>,
    address: Extension<ClientAddress>,
    agent: Agent,
    Body(body): Body<SetUp>,
) -> Result<Response, Problem> {
    let request = types::SignIn { login: body.login, password: body.password, address: address.0.0, agent: agent.0 };
    Ok(with_cookie(&api, &api.runtime.set_up(&body.code, request, &body.name).await?))
}

/// Signs out.
#[utoipa::path(delete, path = "/api/session", tag = "session", responses((status = 204)))]
pub(crate) async fn sign_out(State(api): State<Api>, headers: HeaderMap) -> Result<Response, Problem> {
    if let Some(token) = cookie::token_of(&api, &headers) {
        api.runtime.sign_out(&token).await?;
    }
    Ok(set_cookie(StatusCode::NO_CONTENT.into_response(), cookie::clear(&api)))
}

/// Changes the password; all other sessions of the person end.
#[utoipa::path(post, path = "/api/session/password", tag = "session", request_body = ChangePassword, responses((status = 200, body = Session)))]
pub(crate) async fn change_password(State(api): State<Api>, headers: HeaderMap, Body(body): Body<ChangePassword>) -> Result<Response, Problem> {
    let token = cookie::token_of(&api, &headers).ok_or_else(Problem::unauthenticated)?;
    Ok(with_cookie(&api, &api.runtime.change_password(&token, &body.old, &body.new).await?))
}

/// Changes the own language and mail address.
#[utoipa::path(patch, path = "/api/session", tag = "session", request_body = OwnChange, responses((status = 200, body = Session)))]
pub(crate) async fn change_profile(State(api): State<Api>, caller: Caller, Body(body): Body<OwnChange>) -> Answer<Session> {
    let locale = body.locale.as_deref().map(convert::locale_from).transpose()?;
    let change = types::UserChange { locale, email: body.email, ..Default::default() };
    let profile = api.runtime.change_profile(&caller.0.actor, change).await?;
    Ok(Json(session_body(Some(&types::Session { profile, ..caller.0 }), false)))
}

/// What to look for.
#[derive(Debug, serde::Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct PeopleSearch {
    /// A part of the name; pinyin and initials are found too.
    #[serde(default)]
    pub search: String,
}

/// Finds people by name, for a transfer or a mention.
#[utoipa::path(get, path = "/api/people", tag = "session", params(PeopleSearch), responses((status = 200, body = People)))]
pub(crate) async fn find_people(
    State(api): State<Api>,
    caller: Caller,
    crate::body::Query(search): crate::body::Query<PeopleSearch>,
) -> Answer<People> {
    let found = api.runtime.find_people(&caller.0.actor, search.search.trim()).await?;
    let people = found.into_iter().map(|item| PersonRef { id: item.id.to_string(), name: item.label });
    Ok(Json(People { people: people.collect() }))
}

fn with_cookie(api: &Api, signed_in: &types::SignedIn) -> Response {
    let answer = Json(session_body(Some(&signed_in.session), false)).into_response();
    set_cookie(answer, cookie::set(api, &signed_in.token))
}

fn set_cookie(mut response: Response, cookie: Option<HeaderValue>) -> Response {
    if let Some(cookie) = cookie {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

fn session_body(session: Option<&types::Session>, setup_needed: bool) -> Session {
    Session {
        person: session.map(|session| me(&session.profile)),
        csrf: session.map(|session| session.csrf.clone()),
        setup_needed,
        product_version: env!("CARGO_PKG_VERSION").into(),
    }
}

fn me(profile: &types::Profile) -> Me {
    Me {
        id: profile.id.to_string(),
        login: profile.login.clone(),
        name: profile.name.clone(),
        email: profile.email.clone(),
        departments: profile.departments.iter().map(ToString::to_string).collect(),
        administrator: profile.administrator,
        must_change_password: profile.must_change_password,
        locale: profile.locale.tag().into(),
    }
}
