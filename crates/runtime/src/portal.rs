//! Public pages: a form by link, and a private page that shows how far the case is.

use crate::types::{Call, PortalBundle, PortalFiled, Progress};
use crate::{Runtime, RuntimeResult, pending};
use serde_json::{Map, Value as Json};
use value::{AppId, Locale, PortalId};

impl Runtime {
    /// A public page.
    pub async fn portal(&self, _app: &AppId, _portal: &PortalId) -> RuntimeResult<PortalBundle> { pending() }
    /// Files a record through a public page. The call's actor is the link.
    pub async fn file_through_portal(&self, _call: &Call, _app: &AppId, _portal: &PortalId, _values: Map<String, Json>) -> RuntimeResult<PortalFiled> { pending() }
    /// How far the case of a private link is.
    pub async fn progress(&self, _token: &str, _locale: Locale) -> RuntimeResult<Progress> { pending() }
}
