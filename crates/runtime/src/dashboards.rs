//! Numbers: dashboards and reports under the rights of who looks.

use crate::{Runtime, RuntimeResult, pending};
use access::Actor;
use query::Filter;
use serde_json::Value as Json;
use value::{AppId, DashboardId, Locale, ReportId};

impl Runtime {
    /// A dashboard's definition with the reports on it.
    pub async fn dashboard(&self, _actor: &Actor, _app: &AppId, _dashboard: &DashboardId) -> RuntimeResult<(definition::Dashboard, Vec<definition::Report>)> { pending() }
    /// Runs a report; the chart model as JSON.
    pub async fn run_report(&self, _actor: &Actor, _app: &AppId, _report: &ReportId, _filter: Option<Filter>, _locale: Locale) -> RuntimeResult<Json> { pending() }
}
