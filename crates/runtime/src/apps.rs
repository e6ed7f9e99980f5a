//! Apps as people see them: cards, menus, and forms with all that is needed to fill them in.

use crate::types::{AppCard, AppEntry, FormBundle};
use crate::{Runtime, RuntimeResult, pending};
use access::Actor;
use value::{AppId, FormId};

impl Runtime {
    /// The apps that the actor may open, with their menus.
    pub async fn apps(&self, _actor: &Actor) -> RuntimeResult<Vec<AppCard>> { pending() }
    /// One app.
    pub async fn app(&self, _actor: &Actor, _app: &AppId) -> RuntimeResult<AppEntry> { pending() }
    /// A form as the actor may fill it in and list its records.
    pub async fn form(&self, _actor: &Actor, _app: &AppId, _form: &FormId) -> RuntimeResult<FormBundle> { pending() }
}
