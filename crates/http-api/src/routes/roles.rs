//! Who has which role.

use crate::body::Place;
use crate::convert;
use crate::dto::admin::{RoleEntry, RoleHolders, Roles};
use crate::gate::Caller;
use crate::order::Order;
use crate::place::RolePlace;
use crate::problem::{Answer, Problem};
use crate::state::Api;
use axum::Json;
use axum::extract::State;
use value::UserId;

/// Lists the roles of all apps with their holders.
#[utoipa::path(get, path = "/api/admin/roles", tag = "admin", responses((status = 200, body = Roles)))]
pub(crate) async fn list_roles(State(api): State<Api>, caller: Caller) -> Answer<Roles> {
    let roles = api.runtime.roles(&caller.0.actor).await?;
    let names = convert::names(&api.runtime.users(&caller.0.actor, None).await?);
    Ok(Json(Roles { roles: roles.into_iter().map(|role| convert::role_entry(role, &names)).collect() }))
}

/// Says who has a role from now on.
#[utoipa::path(put, path = "/api/admin/roles/{app}/{role}", tag = "admin", params(RolePlace), request_body = RoleHolders, responses((status = 200, body = RoleEntry)))]
pub(crate) async fn set_role_holders(State(api): State<Api>, Place(place): Place<RolePlace>, order: Order<RoleHolders>) -> Answer<RoleEntry> {
    let read = |(index, key): (usize, &String)| UserId::parse(key).ok_or_else(|| Problem::not_found().at(format!("/users/{index}")));
    let users = order.body.users.iter().enumerate().map(read).collect::<Result<_, _>>()?;
    api.runtime.set_role_holders(&order.call, &place.app, &place.role, users).await?;
    let actor = &order.call.actor;
    let role = api.runtime.roles(actor).await?.into_iter().find(|role| role.app == place.app && role.role == place.role);
    let names = convert::names(&api.runtime.users(actor, None).await?);
    Ok(Json(convert::role_entry(role.ok_or_else(Problem::not_found)?, &names)))
}
