//! Calls of systems outside: made one beside the other, and their answers brought back to the cases that wait for them.

use crate::{JobError, Worker};
use async_trait::async_trait;
use connectors::{Call, CallTransport, DeliveryError};
use futures_util::future::join_all;
use runtime::types::CallReady;
use runtime::{CallReply, CallTurn, Calls, RuntimeError};
use serde_json::Value as Json;
use std::sync::Arc;
use store::outbox::Outgoing;

/// The channel of calls in the outbox.
pub(crate) const CALL: &str = "call";

/// What became of an entry.
enum Turn {
    Answered(Result<Json, String>),
    Settled,
}

impl Worker {
    /// Makes the calls; answers how many were brought back and how many were not.
    pub(crate) async fn make_calls(&self, entries: Vec<Outgoing>) -> Result<(usize, usize), JobError> {
        let mut done = (0, 0);
        // A slow system must not hold up the others: all of them are asked at once.
        let turns = join_all(entries.iter().map(|entry| self.turn_of(entry))).await;
        for (entry, turn) in entries.iter().zip(turns) {
            let brought = match turn {
                Ok(Turn::Answered(answer)) => self.runtime.answer_call(entry, answer).await,
                Ok(Turn::Settled) => self.runtime.settle_call(entry).await,
                Err(error) => Err(error),
            };
            match brought {
                Ok(()) => done.0 += 1,
                Err(error) => {
                    done.1 += 1;
                    self.note_no_delivery(entry, &as_delivery(&error)).await?;
                }
            }
        }
        Ok(done)
    }

    async fn turn_of(&self, entry: &Outgoing) -> Result<Turn, RuntimeError> {
        Ok(match self.runtime.ready_call(entry).await? {
            CallTurn::Settled => Turn::Settled,
            CallTurn::Known(answer) => Turn::Answered(answer),
            CallTurn::Make(ready) => Turn::Answered(self.calls.call(&as_call(*ready)).await.map_err(|fault| fault.to_string())),
        })
    }
}

/// The transport of calls, for those who wait for the answer themselves.
pub struct DirectCalls(pub Arc<dyn CallTransport>);

#[async_trait]
impl Calls for DirectCalls {
    async fn ask(&self, call: &CallReady) -> Result<CallReply, String> {
        let reply = self.0.exchange(&as_call(call.clone())).await.map_err(|fault| fault.to_string())?;
        let json = reply.json().map_err(|fault| fault.to_string());
        Ok(CallReply { status: reply.status, headers: reply.headers, body: reply.body, json })
    }
}

/// What the database refuses for now is tried again; what cannot ever be brought is for an administrator.
fn as_delivery(error: &RuntimeError) -> DeliveryError {
    match error {
        RuntimeError::Unavailable(_) => DeliveryError::Transient(error.to_string()),
        _ => DeliveryError::Permanent(error.to_string()),
    }
}

fn as_call(ready: CallReady) -> Call {
    let CallReady { url, method, headers, sign_in, body, seconds } = ready;
    Call { url, method, headers, secret: sign_in, body, seconds }
}
