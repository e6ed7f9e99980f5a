//! Who hears which live event.

use crate::Runtime;
use crate::types::Event;
use access::Actor;
use definition::Action;

impl Runtime {
    /// Whether the actor hears an event: own boxes and messages, and records of forms that the actor may read at all. An event
    /// carries no values, so that a record that the actor may not see tells nothing but that something happened in its form.
    pub async fn may_hear(&self, actor: &Actor, event: &Event) -> bool {
        let Some(user) = actor.user() else { return false };
        match event {
            Event::Tasks { users } | Event::Messages { users } => users.contains(&user),
            Event::Import { user: owner } => *owner == user,
            Event::Rights => true,
            Event::Published { app, .. } => match self.active_app(app).await {
                Ok(active) => {
                    let (id, roles) = (active.compiled.id(), &active.compiled.roles);
                    access::may_open_app(actor, id, roles) || access::may_build(actor, id, roles)
                }
                Err(_) => false,
            },
            Event::Record { app, form, id, .. } => {
                let Ok(active) = self.active_app(app).await else { return false };
                let (Ok(compiled), Ok(people)) = (active.form(form), self.people().await) else { return false };
                // The record's key is told only to those who see the record; a deleted one only to those who see all of the form.
                self.may(&active, &people, compiled, actor, Action::Read, *id).await.unwrap_or(false)
            }
        }
    }
}
