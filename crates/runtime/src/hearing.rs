//! Who hears which live event.

use crate::Runtime;
use crate::types::Event;
use access::Actor;

impl Runtime {
    /// Whether the actor hears an event: own boxes and messages, and records of forms that the actor may read at all.
    pub async fn may_hear(&self, _actor: &Actor, _event: &Event) -> bool { false }
}
