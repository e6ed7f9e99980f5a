//! Packages: looked at, imported, exported; and the demo data that comes with one.

use crate::types::{Call, Download, PackageCheck, Published, SlotBinding};
use crate::{Runtime, RuntimeResult, pending};
use access::Actor;
use definition::Package;
use value::AppId;

impl Runtime {
    /// Looks at a package without changing anything.
    pub async fn check_package(&self, _actor: &Actor, _package: &Package) -> RuntimeResult<PackageCheck> { pending() }
    /// Imports a package, binds its slots and publishes it, all or nothing. Importing the active content again changes nothing.
    pub async fn import_package(&self, _call: &Call, _package: Package, _slots: Vec<SlotBinding>) -> RuntimeResult<Published> { pending() }
    /// The active version as a zip.
    pub async fn export_package(&self, _actor: &Actor, _app: &AppId) -> RuntimeResult<Download> { pending() }
    /// The slots of an app with what is bound; secrets say only that something is.
    pub async fn slots(&self, _actor: &Actor, _app: &AppId) -> RuntimeResult<Vec<(definition::Slot, Option<serde_json::Value>)>> { pending() }
    /// Binds slots.
    pub async fn bind_slots(&self, _call: &Call, _app: &AppId, _slots: Vec<SlotBinding>) -> RuntimeResult<()> { pending() }
}
