//! Signing in and out.

use crate::types::{Profile, Session, SignIn, SignedIn};
use crate::{Runtime, RuntimeResult, pending};
use access::Actor;

impl Runtime {
    /// Checks name and password and begins a session. Wrong attempts are counted per name and per address.
    pub async fn sign_in(&self, _request: SignIn) -> RuntimeResult<SignedIn> { pending() }
    /// The session of a token; also moves its idle limit on. Rights are read afresh, so that a right taken away is gone at once.
    pub async fn session(&self, _token: &str) -> RuntimeResult<Session> { pending() }
    /// Ends a session.
    pub async fn sign_out(&self, _token: &str) -> RuntimeResult<()> { pending() }
    /// Changes the own password, ends all other sessions and gives this one a new token.
    pub async fn change_password(&self, _token: &str, _old: &str, _new: &str) -> RuntimeResult<SignedIn> { pending() }
    /// Changes the own language and mail address.
    pub async fn change_profile(&self, _actor: &Actor, _change: crate::types::UserChange) -> RuntimeResult<Profile> { pending() }
    /// Makes the one-time code with which the first administrator is made; none when there is one. It is for the console only.
    pub async fn set_up_code(&self) -> RuntimeResult<Option<String>> { pending() }
    /// Makes the first administrator.
    pub async fn set_up(&self, _code: &str, _request: SignIn, _name: &str) -> RuntimeResult<SignedIn> { pending() }
    /// Whether the product still waits for its first administrator.
    pub async fn needs_set_up(&self) -> RuntimeResult<bool> { pending() }
}
