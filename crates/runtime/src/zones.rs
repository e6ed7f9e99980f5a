//! Time zones as data, for whoever has no database of them.

use crate::commit::internal;
use crate::{Runtime, RuntimeError, RuntimeResult};
use serde_json::Value as Json;

impl Runtime {
    /// A zone of the IANA database with its changes of the clock, as the engines read it.
    pub fn zone(&self, name: &str) -> RuntimeResult<Json> {
        let zone = calendar::Zone::load(name).map_err(|_unknown| RuntimeError::NotFound { what: "zone" })?;
        serde_json::to_value(zone).map_err(internal)
    }
}
