//! People.

use crate::body::{Place, Query};
use crate::convert;
use crate::dto::admin::{HeldTodos, MadeUser, NewUser, PasswordReset, SheetFault, UserChange, UserDetail, UserMade, UserPage, UsersImported};
use crate::dto::file::WorkbookUpload;
use crate::gate::Caller;
use crate::order::{BareOrder, FileOrder, Order};
use crate::place::UserPlace;
use crate::problem::{Answer, Problem};
use crate::state::Api;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use runtime::types;
use value::DepartmentId;

/// Which people.
#[derive(Debug, serde::Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct UserQuery {
    /// A part of the name or login.
    #[serde(default)]
    pub search: String,
    /// Only those of this department.
    pub department: Option<String>,
    /// How many, 1 to 200; 50 by default.
    pub limit: Option<u32>,
    /// `next` of the page before.
    pub after: Option<String>,
}

/// Lists people.
#[utoipa::path(get, path = "/api/admin/users", tag = "admin", params(UserQuery), responses((status = 200, body = UserPage)))]
pub(crate) async fn list_users(State(api): State<Api>, caller: Caller, Query(query): Query<UserQuery>) -> Answer<UserPage> {
    let department = query.department.as_deref().map(|text| DepartmentId::parse(text).ok_or_else(Problem::not_found)).transpose()?;
    let search = Some(query.search.trim()).filter(|text| !text.is_empty());
    let mut users = api.runtime.users(&caller.0.actor, search).await?;
    users.retain(|user| department.is_none_or(|department| user.departments.contains(&department)));
    Ok(Json(page(users, query.limit.unwrap_or(50).clamp(1, 200), query.after.as_deref())))
}

/// Makes a person.
#[utoipa::path(post, path = "/api/admin/users", tag = "admin", request_body = NewUser, responses((status = 201, body = UserMade)))]
pub(crate) async fn create_user(State(api): State<Api>, order: Order<NewUser>) -> Result<(StatusCode, Json<UserMade>), Problem> {
    let new = order.body;
    let user = types::NewUser {
        login: new.login,
        name: new.name,
        email: new.email,
        departments: departments(&new.departments)?,
        administrator: new.administrator,
        password: new.password,
        keep_password: false,
    };
    let (id, password) = api.runtime.create_user(&order.call, user).await?;
    let user = convert::user_detail(api.runtime.user(&order.call.actor, id).await?);
    Ok((StatusCode::CREATED, Json(UserMade { user, password })))
}

/// Shows a person.
#[utoipa::path(get, path = "/api/admin/users/{id}", tag = "admin", params(UserPlace), responses((status = 200, body = UserDetail)))]
pub(crate) async fn show_user(State(api): State<Api>, caller: Caller, Place(place): Place<UserPlace>) -> Answer<UserDetail> {
    Ok(Json(convert::user_detail(api.runtime.user(&caller.0.actor, place.id).await?)))
}

/// Changes a person. Somebody who may no longer sign in loses all sessions at once.
#[utoipa::path(patch, path = "/api/admin/users/{id}", tag = "admin", params(UserPlace), request_body = UserChange, responses((status = 200, body = UserDetail)))]
pub(crate) async fn change_user(State(api): State<Api>, Place(place): Place<UserPlace>, order: Order<UserChange>) -> Answer<UserDetail> {
    let change = order.body;
    let change = types::UserChange {
        name: change.name,
        email: change.email,
        departments: change.departments.map(|keys| departments(&keys)).transpose()?,
        administrator: change.administrator,
        active: change.active,
        hand_over_to: change
            .hand_over_to
            .as_deref()
            .map(|text| value::UserId::parse(text).ok_or_else(|| Problem::not_found().at("/hand_over_to")))
            .transpose()?,
        locale: change.locale.as_deref().map(convert::locale_from).transpose()?,
    };
    Ok(Json(convert::user_detail(api.runtime.update_user(&order.call, place.id, change).await?)))
}

/// How many open to-dos a person holds: what goes to others when the person is switched off.
#[utoipa::path(get, path = "/api/admin/users/{id}/todos", tag = "admin", params(UserPlace), responses((status = 200, body = HeldTodos)))]
pub(crate) async fn show_held_todos(State(api): State<Api>, caller: Caller, Place(place): Place<UserPlace>) -> Answer<HeldTodos> {
    let held = api.runtime.held_by(&caller.0.actor, place.id).await?;
    Ok(Json(HeldTodos { open: held.open, overdue: held.overdue }))
}

/// Makes a new first password; all sessions of the person end.
#[utoipa::path(post, path = "/api/admin/users/{id}/password", tag = "admin", params(UserPlace), responses((status = 200, body = PasswordReset)))]
pub(crate) async fn reset_password(State(api): State<Api>, Place(place): Place<UserPlace>, order: BareOrder) -> Answer<PasswordReset> {
    Ok(Json(PasswordReset { password: api.runtime.reset_password(&order.0, place.id).await? }))
}

/// Makes and changes people from an xlsx sheet with the columns 登录名, 姓名, 邮箱, 部门, 角色 (or login, name, email, department, roles).
#[utoipa::path(post, path = "/api/admin/users/import", tag = "admin", request_body(content = WorkbookUpload, content_type = "multipart/form-data"), responses((status = 200, body = UsersImported)))]
pub(crate) async fn import_users(State(api): State<Api>, mut order: FileOrder) -> Answer<UsersImported> {
    let workbook = order.parts.take("file")?.content;
    let imported = api.runtime.import_users(&order.call, &workbook).await?;
    Ok(Json(UsersImported {
        made: imported.created.into_iter().map(|(login, password)| MadeUser { login, password }).collect(),
        changed: imported.updated,
        faults: imported.faults.into_iter().map(|(row, message)| SheetFault { row, message: message.into() }).collect(),
    }))
}

/// A page of the people, who are sorted; the cursor is the key of the last one.
fn page(users: Vec<types::UserEntry>, limit: u32, after: Option<&str>) -> UserPage {
    let begin = after.and_then(|key| users.iter().position(|user| user.id.to_string() == key)).map_or(0, |index| index + 1);
    let size = usize::try_from(limit).unwrap_or_default();
    let more = users.len() > begin + size;
    let users: Vec<_> = users.into_iter().skip(begin).take(size).map(convert::user_detail).collect();
    let next = users.last().filter(|_| more).map(|user| user.id.clone());
    UserPage { users, next }
}

fn departments(keys: &[String]) -> Result<Vec<DepartmentId>, Problem> {
    let read = |(index, key): (usize, &String)| DepartmentId::parse(key).ok_or_else(|| Problem::not_found().at(format!("/departments/{index}")));
    keys.iter().enumerate().map(read).collect()
}
