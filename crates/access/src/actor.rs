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
