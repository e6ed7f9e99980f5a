//! Data of the use cases: session.
use access::Actor;
use serde::Serialize;
use value::{DepartmentId, Instant, Locale, UserId};

/// Name and password.
#[derive(Debug, Clone)]
pub struct SignIn {
    /// The name with which the person signs in.
    pub login: String,
    /// The password as it was typed.
    pub password: String,
    /// From which address, for the limit on attempts and the audit.
    pub address: String,
    /// Which browser, for the list of sessions.
    pub agent: String,
}

/// A fresh session. The token is told once and kept as a digest only.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// Goes into the cookie.
    pub token: String,
    /// The session itself.
    pub session: Session,
}

/// A signed-in person.
#[derive(Debug, Clone)]
pub struct Session {
    /// Who acts.
    pub actor: Actor,
    /// What the browser must send back in `X-CSRF-Token`.
    pub csrf: String,
    /// The person.
    pub profile: Profile,
    /// When the session ends at the latest.
    pub expires_at: Instant,
}

/// A person as the own screen shows it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Profile {
    /// The person.
    pub id: UserId,
    /// The name with which the person signs in.
    pub login: String,
    /// The name that others see.
    pub name: String,
    /// Mail address.
    pub email: Option<String>,
    /// The departments.
    pub departments: Vec<DepartmentId>,
    /// Whether the person administers the product.
    pub administrator: bool,
    /// Whether a new password must be chosen before anything else.
    pub must_change_password: bool,
    /// The language that was chosen.
    pub locale: Locale,
}
