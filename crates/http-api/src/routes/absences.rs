//! Absences: entered by whoever is away, or by an administrator.

use crate::body::Place;
use crate::convert;
use crate::dto::absence::{AbsenceEntered, Absences, NewAbsence};
use crate::gate::Caller;
use crate::order::{BareOrder, Order};
use crate::place::AbsencePlace;
use crate::problem::{Answer, Problem};
use crate::state::Api;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use runtime::types;
use value::{AppId, UserId};

/// Lists the own absences, and those in which the person stands in.
#[utoipa::path(get, path = "/api/absences", tag = "session", responses((status = 200, body = Absences)))]
pub(crate) async fn list_own_absences(State(api): State<Api>, caller: Caller) -> Answer<Absences> {
    Ok(Json(convert::absences(api.runtime.own_absences(&caller.0.actor).await?)))
}

/// Lists everybody's absences.
#[utoipa::path(get, path = "/api/admin/absences", tag = "admin", responses((status = 200, body = Absences)))]
pub(crate) async fn list_all_absences(State(api): State<Api>, caller: Caller) -> Answer<Absences> {
    Ok(Json(convert::absences(api.runtime.all_absences(&caller.0.actor).await?)))
}

/// Enters an absence. From then on new to-dos go to whoever stands in; those that are there stay.
#[utoipa::path(post, path = "/api/absences", tag = "session", request_body = NewAbsence, responses((status = 201, body = AbsenceEntered)))]
pub(crate) async fn enter_absence(State(api): State<Api>, order: Order<NewAbsence>) -> Result<(StatusCode, Json<AbsenceEntered>), Problem> {
    let new = order.body;
    let person = |text: &str, at: &str| UserId::parse(text).ok_or_else(|| Problem::not_found().at(at.to_owned()));
    let app = |(index, text): (usize, &String)| AppId::parse(text).map_err(|_unknown| Problem::not_found().at(format!("/apps/{index}")));
    let request = types::NewAbsence {
        user: new.user.as_deref().map(|text| person(text, "/user")).transpose()?,
        stand_in: person(&new.stand_in, "/stand_in")?,
        from: new.from,
        until: new.until,
        apps: new.apps.iter().enumerate().map(app).collect::<Result<_, _>>()?,
    };
    let id = api.runtime.enter_absence(&order.call, request).await?;
    Ok((StatusCode::CREATED, Json(AbsenceEntered { id: id.to_string() })))
}

/// Ends an absence that is on, or takes one away that is to come.
#[utoipa::path(delete, path = "/api/absences/{id}", tag = "session", params(AbsencePlace), responses((status = 204)))]
pub(crate) async fn end_absence(State(api): State<Api>, Place(place): Place<AbsencePlace>, order: BareOrder) -> Result<StatusCode, Problem> {
    api.runtime.end_absence(&order.0, place.id).await?;
    Ok(StatusCode::NO_CONTENT)
}
