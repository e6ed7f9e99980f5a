//! Calls that a flow asks for go into the outbox, and cases that stand still onto the list of incidents.

use super::Written;
use crate::RuntimeResult;
use crate::commit::internal;
use app_engine::calls::{CallFault, CallRequest};
use app_engine::command::FlowChange;
use flow_engine::Event;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};
use store::{Tx, incidents, outbox};
use uuid::Uuid;
use value::{ConnectorId, FlowId, FormId, NodeId, OperationId, RecordId};

/// The channel of calls in the outbox.
pub(crate) const CALL: &str = "call";

/// What a call in the outbox carries. The address and the secret are not in it: they are read when it is made.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CallPayload {
    /// Whom it is for, for the list of what could not be delivered.
    pub(crate) to: String,
    pub(crate) form: FormId,
    pub(crate) record: RecordId,
    pub(crate) instance: Uuid,
    pub(crate) flow: FlowId,
    pub(crate) call: u32,
    pub(crate) attempt: u32,
    pub(crate) connector: ConnectorId,
    pub(crate) operation: OperationId,
    /// What is sent, or why nothing can be.
    pub(crate) request: Result<CallRequest, String>,
    /// The answer, when it came while the case was on hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) answer: Option<Result<Map<String, Json>, String>>,
}

/// Writes the calls and the incidents of a command.
pub(super) async fn write(tx: &Tx, written: &Written<'_>, change: &FlowChange) -> RuntimeResult<()> {
    let mut calls = Vec::new();
    for event in &change.events {
        if let Event::CallRequested { node, attempt, call, input, .. } = event {
            calls.extend(outgoing(written, change, node, (*call, *attempt), input)?);
        }
    }
    if !calls.is_empty() {
        outbox::put(tx, calls);
    }
    write_incidents(tx, written, change).await
}

fn outgoing(
    written: &Written<'_>,
    change: &FlowChange,
    node: &NodeId,
    (call, attempt): (u32, u32),
    input: &Map<String, Json>,
) -> RuntimeResult<Option<outbox::Outgoing>> {
    let app = &written.app.compiled;
    let Some((connector, operation)) = change.case.flow.call_of(node).and_then(|call| Some((call.connector.clone()?, call.operation.clone()?)))
    else {
        return Ok(None);
    };
    // The connector is always the present one: an old case must not go on calling what has moved.
    let known = app.connectors.get(&connector).and_then(|connector| connector.operation(&operation));
    let gone = || CallFault::new("operation_gone", format!("{connector}/{operation}"));
    let request = known.ok_or_else(gone).and_then(|known| known.request(input, written.now, &app.zone)).map_err(|fault| fault.to_string());
    let payload = CallPayload {
        to: format!("{connector}/{operation}"),
        form: written.form.clone(),
        record: written.record,
        instance: change.case.id,
        flow: change.case.flow.id().clone(),
        call,
        attempt,
        connector,
        operation,
        request,
        answer: None,
    };
    Ok(Some(outbox::Outgoing {
        id: written.fresh_key(),
        app: app.id().to_string(),
        channel: CALL.into(),
        payload: serde_json::to_value(payload).map_err(internal)?,
        state: "waiting".into(),
        created_at: written.now.into(),
        next_at: written.now.into(),
        attempts: 0,
        leased_until: None,
        last_error: None,
        done_at: None,
    }))
}

async fn write_incidents(tx: &Tx, written: &Written<'_>, change: &FlowChange) -> RuntimeResult<()> {
    let (case, state) = (&change.case, &change.case.state);
    if case.flow.nodes().all(|(node, ..)| case.flow.call_of(node).is_none()) {
        return Ok(());
    }
    let before = incidents::of_instance(tx, case.id).await?;
    if before.is_empty() && state.incidents.is_empty() {
        return Ok(());
    }
    let row = |incident: &flow_engine::Incident| {
        let token = state.token(incident.token)?;
        let since = before.iter().find(|known| known.token == i64::from(incident.token) && known.node == token.node.as_str());
        let label = case.flow.nodes().find(|(id, ..)| **id == token.node).map_or(Json::Null, |(_, _, label)| json!(label));
        Some(incidents::Incident {
            instance_id: case.id,
            token: i64::from(incident.token),
            app: written.app.compiled.id().to_string(),
            form: written.form.to_string(),
            record_id: written.record.0,
            flow: case.flow.id().to_string(),
            node: token.node.to_string(),
            node_label: label,
            title: written.title.clone(),
            what: incident.what.clone(),
            tries: i64::from(token.tries),
            since: since.map_or(written.now.into(), |known| known.since),
        })
    };
    Ok(incidents::replace(tx, case.id, state.incidents.iter().filter_map(row).collect()).await?)
}
