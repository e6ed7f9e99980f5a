//! The audit trail.

use crate::body::Query;
use crate::convert;
use crate::dto::admin::AuditPage;
use crate::gate::Caller;
use crate::problem::{Answer, Problem};
use crate::state::Api;
use axum::Json;
use axum::extract::State;
use runtime::types;
use value::{AppId, UserId};

/// Which entries.
#[derive(Debug, serde::Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct AuditQuery {
    /// Only those of this person.
    pub user: Option<String>,
    /// Only actions that begin with this: `record.`, `app.publish`.
    pub action: Option<String>,
    /// Only in this app.
    pub app: Option<String>,
    /// How many, 1 to 200; 50 by default.
    pub limit: Option<u32>,
    /// `next` of the page before.
    pub after: Option<String>,
}

/// Lists the audit trail, newest first.
#[utoipa::path(get, path = "/api/admin/audit", tag = "admin", params(AuditQuery), responses((status = 200, body = AuditPage)))]
pub(crate) async fn list_audit(State(api): State<Api>, caller: Caller, Query(query): Query<AuditQuery>) -> Answer<AuditPage> {
    let user = query.user.as_deref().map(|text| UserId::parse(text).ok_or_else(Problem::not_found)).transpose()?;
    let query = types::AuditQuery {
        user,
        action: query.action,
        app: query.app.as_deref().map(|text| AppId::parse(text).map_err(|_ignored| Problem::not_found())).transpose()?,
        limit: query.limit.unwrap_or(50).clamp(1, 200),
        after: query.after,
    };
    let (entries, next) = api.runtime.audit_log(&caller.0.actor, query).await?;
    Ok(Json(AuditPage { entries: entries.into_iter().map(convert::audit_entry).collect(), next }))
}
