//! The running case of a record, with the flow of the version to which it is pinned.

use crate::commit::internal;
use crate::{Runtime, RuntimeResult};
use app_engine::command::Case;
use store::{Session, flows};
use value::{AppId, FlowId};

/// The case of a row, as the flow engine sees it.
pub(super) async fn of(runtime: &Runtime, session: &Session, app: &AppId, row: &flows::Instance) -> RuntimeResult<Case> {
    let version = runtime.pinned_app(session, app, &row.version).await?;
    let id = FlowId::parse(&row.flow).map_err(internal)?;
    let flow = version.flows.get(&id).cloned().ok_or_else(|| internal(format!("version {} has no flow `{id}`", row.version)))?;
    let state = serde_json::from_str(&row.state).map_err(internal)?;
    Ok(Case { id: row.id, flow, state })
}
