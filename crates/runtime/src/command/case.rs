//! The running case of a record, with the flow of the version to which it is pinned.

use super::{Asked, Wish};
use crate::commit::internal;
use crate::{Runtime, RuntimeResult};
use app_engine::command::Case;
use store::{Tx, flows};
use value::FlowId;

/// A case as it is stored and as the flow engine sees it.
pub(crate) struct Running {
    pub(crate) row: flows::Instance,
    pub(crate) case: Case,
}

/// The open case of the record, locked; none when no flow is running.
pub(super) async fn load(runtime: &Runtime, tx: &Tx, asked: &Asked) -> RuntimeResult<Option<Running>> {
    if matches!(asked.wish, Wish::Create { .. }) {
        return Ok(None);
    }
    let all = flows::of_record(tx, &asked.app, &asked.form, asked.record).await?;
    let Some(open) = all.into_iter().find(|row| row.ended_at.is_none()) else { return Ok(None) };
    let Some(row) = flows::get_for_update(tx, open.id).await? else { return Ok(None) };
    let version = runtime.pinned_app(tx, &asked.app, &row.version).await?;
    let id = FlowId::parse(&row.flow).map_err(internal)?;
    let flow = version.flows.get(&id).cloned().ok_or_else(|| internal(format!("version {} has no flow `{id}`", row.version)))?;
    let state = serde_json::from_str(&row.state).map_err(internal)?;
    Ok(Some(Running { case: Case { id: row.id, flow, state }, row }))
}
