//! Rights on the app as a whole: opening, building, dashboards, and the administration of the product.

use crate::{Actor, Person};
use definition::Role;
use value::{AppId, DashboardId};

/// Whether the actor administers users, departments and packages.
pub fn is_administrator(actor: &Actor) -> bool {
    matches!(actor, Actor::User(person) if person.administrator) || matches!(actor, Actor::System(_))
}

/// Whether the actor may change, publish and roll back the definitions of an app. A program never may.
pub fn may_build(actor: &Actor, app: &AppId, roles: &[Role]) -> bool {
    match actor {
        Actor::User(person) => person.administrator || held(person, app, roles).any(|role| role.build),
        Actor::System(_) => true,
        Actor::ApiClient(_) | Actor::Link { .. } | Actor::PortalCustomer { .. } => false,
    }
}

/// Whether the actor may open a dashboard; the numbers on it obey the rights on the records.
pub fn may_open_dashboard(actor: &Actor, app: &AppId, roles: &[Role], dashboard: &DashboardId) -> bool {
    match actor {
        Actor::User(person) | Actor::ApiClient(person) => held(person, app, roles).any(|role| role.dashboards.contains(dashboard)),
        Actor::System(_) => true,
        Actor::Link { .. } | Actor::PortalCustomer { .. } => false,
    }
}

/// Whether the actor has any role in the app, so that it stands in the person's list of apps.
pub fn may_open_app(actor: &Actor, app: &AppId, roles: &[Role]) -> bool {
    match actor {
        Actor::User(person) | Actor::ApiClient(person) => held(person, app, roles).next().is_some(),
        Actor::System(_) => true,
        Actor::Link { .. } | Actor::PortalCustomer { .. } => false,
    }
}

fn held<'a>(person: &'a Person, app: &AppId, roles: &'a [Role]) -> impl Iterator<Item = &'a Role> {
    let ids = person.roles.get(app);
    roles.iter().filter(move |role| ids.is_some_and(|ids| ids.contains(&role.id)))
}
