//! Signing in and out.

use super::PersonRef;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Login and password.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// Login name.
    pub login: String,
    /// Password.
    pub password: String,
}

/// Makes the first administrator; works only while there is none.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetUp {
    /// The one-time code that the server printed on its console.
    pub code: String,
    /// Login name.
    pub login: String,
    /// Name that others see.
    pub name: String,
    /// Password, at least 10 characters.
    pub password: String,
}

/// A new password for the signed-in person.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangePassword {
    /// The present one.
    pub old: String,
    /// The new one, at least 10 characters.
    pub new: String,
}

/// What a person changes of the own profile; what is left out stays.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct OwnChange {
    /// The language: `zh-CN` or `en`.
    pub locale: Option<String>,
    /// Address for mail; an empty text takes it away.
    pub email: Option<String>,
}

/// Who is signed in.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Session {
    /// The signed-in person; null when nobody is.
    pub person: Option<Me>,
    /// Goes into the header `X-CSRF-Token` of every request that changes something.
    pub csrf: Option<String>,
    /// Whether the first administrator still has to be made.
    pub setup_needed: bool,
    /// Version of the product.
    pub product_version: String,
}

/// The signed-in person.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Me {
    /// Key of the person.
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
    /// Whether the password has to be changed before anything else.
    pub must_change_password: bool,
    /// The language that the person chose.
    pub locale: String,
}

/// Found people.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct People {
    /// At most 20.
    pub people: Vec<PersonRef>,
}
