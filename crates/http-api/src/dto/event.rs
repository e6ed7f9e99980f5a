//! Live events.

use super::RecordLink;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Something changed that the person may see. Sent as server-sent event whose name is `kind`; the client fetches the rest.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum LiveEvent {
    /// A record was made, changed or deleted.
    Record {
        /// Which one.
        link: RecordLink,
        /// Its revision now.
        revision: u64,
    },
    /// The to-dos of the person changed.
    Tasks,
    /// The person got a message.
    Messages,
    /// An app has a new version.
    Published {
        /// Which one.
        app: String,
        /// Hash of the version.
        version: String,
    },
    /// An import of the person began or ended.
    Imports,
    /// Rights changed; menus are fetched again.
    Rights,
    /// Events may have been missed; fetch again what is shown.
    Lagged,
}
