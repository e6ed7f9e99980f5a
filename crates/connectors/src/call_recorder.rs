//! A local stand-in for systems outside: it keeps the calls and answers what it was told to.

use crate::{Call, CallFault, CallTransport, Reply};
use async_trait::async_trait;
use serde_json::Value as Json;
use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

/// Keeps calls instead of making them. What it was told first is answered first; then `null`.
#[derive(Debug, Default)]
pub struct CallRecorder {
    inner: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    calls: Vec<Call>,
    answers: VecDeque<Result<Json, CallFault>>,
}

impl CallRecorder {
    /// What was called so far.
    pub fn calls(&self) -> Vec<Call> {
        self.lock().calls.clone()
    }

    /// The next call is answered like this; several queue up.
    pub fn answer_next(&self, answer: Result<Json, CallFault>) {
        self.lock().answers.push_back(answer);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl CallTransport for CallRecorder {
    async fn exchange(&self, call: &Call) -> Result<Reply, CallFault> {
        let mut kept = self.lock();
        kept.calls.push(call.clone());
        let answer = kept.answers.pop_front().unwrap_or(Ok(Json::Null));
        let reply = |status, body: String| Reply { status, headers: vec![("content-type".into(), "application/json".into())], body: body.into() };
        match answer {
            Ok(json) => Ok(reply(200, json.to_string())),
            Err(CallFault::Status(status)) => Ok(reply(status, String::new())),
            Err(fault) => Err(fault),
        }
    }
}
