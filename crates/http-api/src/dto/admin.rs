//! Administration: people, departments, roles, audit.

use super::{LabelText, PersonRef};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A page of people.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct UserPage {
    /// The people.
    pub users: Vec<UserDetail>,
    /// Cursor of the next page; null on the last one.
    pub next: Option<String>,
}

/// A person who can sign in.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct UserDetail {
    /// Key.
    pub id: String,
    /// Login name.
    pub login: String,
    /// Name that others see.
    pub name: String,
    /// Address for mail.
    pub email: Option<String>,
    /// Keys of the person's departments.
    pub departments: Vec<String>,
    /// Whether the person administers users, departments and packages.
    pub administrator: bool,
    /// Whether the person may sign in.
    pub active: bool,
    /// The language that the person chose.
    pub locale: String,
    /// Last sign-in.
    pub last_seen: Option<DateTime<Utc>>,
}

/// A new person.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewUser {
    /// Login name: 2 to 64 letters, digits, dots, dashes, `@`.
    pub login: String,
    /// Name that others see.
    pub name: String,
    /// Address for mail.
    #[serde(default)]
    pub email: Option<String>,
    /// Keys of the departments.
    #[serde(default)]
    pub departments: Vec<String>,
    /// Whether the person administers users, departments and packages.
    #[serde(default)]
    pub administrator: bool,
    /// First password; one is made when it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
}

/// A person was made.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct UserMade {
    /// The person.
    pub user: UserDetail,
    /// The first password; shown once.
    pub password: String,
}

/// Changes of a person; what is left out stays.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct UserChange {
    /// Name that others see.
    pub name: Option<String>,
    /// Address for mail; an empty text takes it away.
    pub email: Option<String>,
    /// Keys of the departments.
    pub departments: Option<Vec<String>>,
    /// The language: `zh-CN` or `en`.
    pub locale: Option<String>,
    /// Whether the person administers users, departments and packages.
    pub administrator: Option<bool>,
    /// Whether the person may sign in.
    pub active: Option<bool>,
    /// Key of whoever takes over what the person holds; only together with `active: false`. When it is left out, each open to-do goes to
    /// whoever stands in, else to the nearest head above, else to the app's administrators.
    pub hand_over_to: Option<String>,
}

/// What a person holds.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct HeldTodos {
    /// How many open to-dos.
    pub open: u64,
    /// How many of them are late.
    pub overdue: u64,
}

/// The password was reset.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct PasswordReset {
    /// The password that was made; shown once.
    pub password: String,
}

/// What an import of people did. With any fault nothing is changed.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct UsersImported {
    /// New people with their first passwords, shown once.
    pub made: Vec<MadeUser>,
    /// Logins of people who were changed.
    pub changed: Vec<String>,
    /// What is wrong in the sheet.
    pub faults: Vec<SheetFault>,
}

/// A person made by an import.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct MadeUser {
    /// Login name.
    pub login: String,
    /// First password.
    pub password: String,
}

/// A fault in a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SheetFault {
    /// Row, from 1 as the sheet counts.
    pub row: u32,
    /// What is wrong, in both languages.
    pub message: LabelText,
}

/// All departments.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Departments {
    /// Parents before their children, siblings in their order.
    pub departments: Vec<DepartmentDetail>,
}

/// A department.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct DepartmentDetail {
    /// Key.
    pub id: String,
    /// Name.
    pub name: String,
    /// The department above.
    pub parent: Option<String>,
    /// The head.
    pub head: Option<PersonRef>,
    /// Place among its siblings.
    pub position: i32,
}

/// A new department.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDepartment {
    /// Name.
    pub name: String,
    /// The department above.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// Key of the head.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub head: Option<String>,
}

/// Changes of a department; what is left out stays, an empty text takes away.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DepartmentChange {
    /// Name.
    pub name: Option<String>,
    /// The department above; an empty text makes it a top one.
    pub parent: Option<String>,
    /// Key of the head; an empty text takes the head away.
    pub head: Option<String>,
    /// Place among its siblings.
    pub position: Option<i32>,
}

/// The roles of all apps with their holders.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Roles {
    /// The roles.
    pub roles: Vec<RoleEntry>,
}

/// A role with its holders.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct RoleEntry {
    /// The app.
    pub app: String,
    /// Name of the app.
    pub app_label: LabelText,
    /// The role.
    pub role: String,
    /// Name.
    pub label: LabelText,
    /// What it is for.
    pub help: LabelText,
    /// Who has it.
    pub holders: Vec<PersonRef>,
}

/// Who has a role from now on.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RoleHolders {
    /// Keys of the people.
    pub users: Vec<String>,
}

/// A page of the audit trail, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct AuditPage {
    /// The entries.
    pub entries: Vec<AuditEntry>,
    /// Cursor of the next page; null on the last one.
    pub next: Option<String>,
}

/// An entry of the audit trail.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct AuditEntry {
    /// Its place in the trail.
    pub id: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Key of the person, if it was one.
    pub actor: Option<String>,
    /// Name of who, or of the cause: `link:…`, `system:…`.
    pub actor_name: String,
    /// What was done: `record.create`, `session.sign_in`, `app.publish`, …
    pub action: String,
    /// In which app.
    pub app: Option<String>,
    /// On what.
    pub subject: String,
    /// More about it: names of fields, never values.
    pub detail: serde_json::Value,
    /// The request.
    pub request_id: Option<String>,
}

/// What could not be delivered, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct DeadLetters {
    /// At most 200 of them.
    pub letters: Vec<DeadLetter>,
}

/// A message that was tried until nobody believes in it any more. What it says is not told: it may hold what an administrator may not see.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct DeadLetter {
    /// Its key.
    pub id: String,
    /// The app that wrote it.
    pub app: String,
    /// By which way: `mail`.
    pub channel: String,
    /// To which address.
    pub to: String,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// How often it was tried.
    pub attempts: u32,
    /// Why the last attempt failed.
    pub error: String,
}
