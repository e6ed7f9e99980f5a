//! Data of the use cases: people.
use serde::{Deserialize, Serialize};
use value::{AppId, DepartmentId, Instant, Label, Locale, RoleId, UserId};

/// A person in the administration.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct UserEntry {
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
    /// Whether the person may sign in.
    pub active: bool,
    /// The language that was chosen.
    pub locale: Locale,
    /// Last sign-in.
    pub last_seen: Option<Instant>,
}

/// A new person.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewUser {
    /// The name with which the person signs in.
    pub login: String,
    /// The name that others see.
    pub name: String,
    /// Mail address.
    #[serde(default)]
    pub email: Option<String>,
    /// The departments.
    #[serde(default)]
    pub departments: Vec<DepartmentId>,
    /// Whether the person administers the product.
    #[serde(default)]
    pub administrator: bool,
    /// A first password; a random one is made when left out. It must be changed at the first sign-in unless `keep_password`.
    #[serde(default)]
    pub password: Option<String>,
    /// Whether the given password may stay (set by the command line, never by the web).
    #[serde(default, skip)]
    pub keep_password: bool,
}

/// What is changed of a person; what is left out stays.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct UserChange {
    /// The name that others see.
    pub name: Option<String>,
    /// Mail address; an empty text takes it away.
    pub email: Option<String>,
    /// The departments.
    pub departments: Option<Vec<DepartmentId>>,
    /// Whether the person administers the product.
    pub administrator: Option<bool>,
    /// Whether the person may sign in; `false` ends all sessions.
    pub active: Option<bool>,
    /// Who takes over what the person holds, when the person may not sign in any more.
    pub hand_over_to: Option<UserId>,
    /// The language.
    pub locale: Option<Locale>,
}

/// What a person holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct HeldTodos {
    /// How many open to-dos.
    pub open: u64,
    /// How many of them are late.
    pub overdue: u64,
}

/// What became of a list of people.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ImportedUsers {
    /// Who was made, each with the first password (shown once).
    pub created: Vec<(String, String)>,
    /// Logins that were there already and were changed.
    pub updated: Vec<String>,
    /// Rows that were not taken: number from 1 and why. With any of these nothing was written.
    pub faults: Vec<(u32, Label)>,
}

/// A department.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DepartmentEntry {
    /// The department.
    pub id: DepartmentId,
    /// Its name.
    pub name: String,
    /// The department above.
    pub above: Option<DepartmentId>,
    /// Its head.
    pub head: Option<UserId>,
    /// Place among its siblings.
    pub position: i32,
}

/// A new or changed department.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DepartmentChange {
    /// Its name.
    pub name: String,
    /// The department above.
    #[serde(default)]
    pub above: Option<DepartmentId>,
    /// Its head.
    #[serde(default)]
    pub head: Option<UserId>,
    /// Place among its siblings.
    #[serde(default)]
    pub position: i32,
}

/// A role of an app with who has it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RoleHolders {
    /// The app.
    pub app: AppId,
    /// Name of the app.
    pub app_label: Label,
    /// The role.
    pub role: RoleId,
    /// Name of the role.
    pub label: Label,
    /// What the role is for.
    pub help: Label,
    /// Who has it.
    pub users: Vec<UserId>,
}

/// Which part of the audit.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AuditQuery {
    /// Only of this person.
    pub user: Option<UserId>,
    /// Only this kind of action, by prefix: `session`, `record.update`.
    pub action: Option<String>,
    /// Only of this app.
    pub app: Option<AppId>,
    /// At most this many (1 to 500).
    pub limit: u32,
    /// The cursor of the page before.
    pub after: Option<String>,
}

/// A row of the audit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AuditEntry {
    /// Cursor of this row.
    pub cursor: String,
    /// When.
    pub at: Instant,
    /// Who, if it was a person.
    pub actor: Option<UserId>,
    /// Name of who, or of the cause: `link:…`, `system:…`.
    pub actor_name: String,
    /// What.
    pub action: String,
    /// The app.
    pub app: Option<String>,
    /// On what.
    pub subject: String,
    /// More, as data: names of fields, never values.
    pub detail: serde_json::Value,
    /// The request.
    pub request_id: Option<String>,
}
