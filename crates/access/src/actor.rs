//! Who acts.

use std::collections::{BTreeMap, BTreeSet};
use value::{AppId, DepartmentId, FlowId, PortalId, RecordId, RoleId, RuleId, UserId};

/// Who acts: a person, a public page, a customer with a private link, a program, or the system with a cause.
#[derive(Debug, Clone, PartialEq)]
pub enum Actor {
    /// A signed-in person.
    User(Person),
    /// Somebody without an account on a public page; may only create through it.
    Link {
        /// The page.
        app: AppId,
        /// The portal of the app.
        portal: PortalId,
    },
    /// Somebody who holds the private link of one record.
    PortalCustomer {
        /// The app.
        app: AppId,
        /// The portal of the app.
        portal: PortalId,
        /// The record of the link.
        record: RecordId,
    },
    /// A program with a token; it has roles like a person and never builds.
    ApiClient(Person),
    /// The product itself, with the app's rights.
    System(Cause),
}

/// Why the system acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// A rule fired.
    Rule(RuleId),
    /// A step of a flow, or one of its timers.
    Flow(FlowId),
    /// A package is imported, or its demo data.
    Import,
    /// Computed values are filled in after a publication.
    Publication,
    /// Upkeep of the product.
    Upkeep,
}

/// A person or program as the planner sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct Person {
    /// The person.
    pub id: UserId,
    /// The name that others see.
    pub name: String,
    /// The departments to which the person belongs.
    pub departments: BTreeSet<DepartmentId>,
    /// Those and all below them.
    pub department_tree: BTreeSet<DepartmentId>,
    /// The roles per app.
    pub roles: BTreeMap<AppId, BTreeSet<RoleId>>,
    /// Whether the person administers the whole product: users, departments, packages. It gives no sight of records.
    pub administrator: bool,
}

impl Actor {
    /// The person or program behind the actor, if it is one.
    pub fn person(&self) -> Option<&Person> {
        match self {
            Actor::User(person) | Actor::ApiClient(person) => Some(person),
            Actor::Link { .. } | Actor::PortalCustomer { .. } | Actor::System(_) => None,
        }
    }

    /// The person's key, for "created by" and for formulas that ask who acts.
    pub fn user(&self) -> Option<UserId> {
        self.person().map(|person| person.id)
    }

    /// Under which stable name the actor's idempotency keys and audit rows stand.
    pub fn key(&self) -> String {
        match self {
            Actor::User(person) => format!("user:{}", person.id),
            Actor::ApiClient(person) => format!("client:{}", person.id),
            Actor::Link { app, portal } => format!("link:{app}/{portal}"),
            Actor::PortalCustomer { app, portal, record } => format!("portal:{app}/{portal}/{record}"),
            Actor::System(cause) => format!("system:{}", cause.name()),
        }
    }
}

impl Cause {
    /// A short name for audit rows and logs.
    pub fn name(&self) -> String {
        match self {
            Cause::Rule(rule) => format!("rule/{rule}"),
            Cause::Flow(flow) => format!("flow/{flow}"),
            Cause::Import => "import".into(),
            Cause::Publication => "publication".into(),
            Cause::Upkeep => "upkeep".into(),
        }
    }
}
