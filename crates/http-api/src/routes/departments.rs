//! Departments.

use crate::body::Place;
use crate::convert;
use crate::dto::admin::{DepartmentChange as ChangeBody, DepartmentDetail, Departments, NewDepartment};
use crate::gate::Caller;
use crate::order::{BareOrder, Order};
use crate::place::DepartmentPlace;
use crate::problem::{Answer, Problem};
use crate::state::Api;
use access::Actor;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use runtime::types::{DepartmentChange, DepartmentEntry};
use value::{DepartmentId, UserId};

/// Lists all departments.
#[utoipa::path(get, path = "/api/admin/departments", tag = "admin", responses((status = 200, body = Departments)))]
pub(crate) async fn list_departments(State(api): State<Api>, caller: Caller) -> Answer<Departments> {
    let found = api.runtime.departments(&caller.0.actor).await?;
    let names = convert::names(&api.runtime.users(&caller.0.actor, None).await?);
    Ok(Json(Departments { departments: found.into_iter().map(|department| convert::department_detail(department, &names)).collect() }))
}

/// Makes a department.
#[utoipa::path(post, path = "/api/admin/departments", tag = "admin", request_body = NewDepartment, responses((status = 201, body = DepartmentDetail)))]
pub(crate) async fn create_department(State(api): State<Api>, order: Order<NewDepartment>) -> Result<(StatusCode, Json<DepartmentDetail>), Problem> {
    let new = order.body;
    let siblings = api.runtime.departments(&order.call.actor).await?;
    let above = new.parent.as_deref().map(department_key).transpose()?;
    let last = siblings.iter().filter(|department| department.above == above).map(|department| department.position).max();
    let department = DepartmentChange {
        name: new.name,
        above,
        head: new.head.as_deref().map(user_key).transpose()?,
        position: last.map_or(0, |position| position + 1),
    };
    let id = api.runtime.create_department(&order.call, department).await?;
    Ok((StatusCode::CREATED, Json(one(&api, &order.call.actor, id).await?)))
}

/// Renames or moves a department, or gives it a head.
#[utoipa::path(patch, path = "/api/admin/departments/{id}", tag = "admin", params(DepartmentPlace), request_body = ChangeBody, responses((status = 200, body = DepartmentDetail)))]
pub(crate) async fn change_department(
    State(api): State<Api>,
    Place(place): Place<DepartmentPlace>,
    order: Order<ChangeBody>,
) -> Answer<DepartmentDetail> {
    let found = api.runtime.departments(&order.call.actor).await?;
    let current = found.into_iter().find(|department| department.id == place.id).ok_or_else(Problem::not_found)?;
    api.runtime.update_department(&order.call, place.id, changed(&current, order.body)?).await?;
    Ok(Json(one(&api, &order.call.actor, place.id).await?))
}

/// Deletes a department that has no people and none below it.
#[utoipa::path(delete, path = "/api/admin/departments/{id}", tag = "admin", params(DepartmentPlace), responses((status = 204)))]
pub(crate) async fn delete_department(State(api): State<Api>, Place(place): Place<DepartmentPlace>, order: BareOrder) -> Result<StatusCode, Problem> {
    api.runtime.delete_department(&order.0, place.id).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn one(api: &Api, actor: &Actor, id: DepartmentId) -> Result<DepartmentDetail, Problem> {
    let found = api.runtime.departments(actor).await?.into_iter().find(|department| department.id == id).ok_or_else(Problem::not_found)?;
    let names = convert::names(&api.runtime.users(actor, None).await?);
    Ok(convert::department_detail(found, &names))
}

/// The present state with the changes; an empty text takes away.
fn changed(current: &DepartmentEntry, body: ChangeBody) -> Result<DepartmentChange, Problem> {
    let above = match body.parent.as_deref() {
        None => current.above,
        Some("") => None,
        Some(key) => Some(department_key(key)?),
    };
    let head = match body.head.as_deref() {
        None => current.head,
        Some("") => None,
        Some(key) => Some(user_key(key)?),
    };
    let name = body.name.unwrap_or_else(|| current.name.clone());
    Ok(DepartmentChange { name, above, head, position: body.position.unwrap_or(current.position) })
}

fn department_key(text: &str) -> Result<DepartmentId, Problem> {
    DepartmentId::parse(text).ok_or_else(|| Problem::not_found().at("/parent"))
}

fn user_key(text: &str) -> Result<UserId, Problem> {
    UserId::parse(text).ok_or_else(|| Problem::not_found().at("/head"))
}
