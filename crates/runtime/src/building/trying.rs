//! Trying an operation of a connector while it is built: one real call, looked at and then forgotten.
//!
//! The call goes to the address that is bound, with the secret that is bound. It is never repeated and leaves nothing in the outbox;
//! the audit keeps that it was made, not what was sent or came back.

use crate::app_cache::ActiveApp;
use crate::calls::{bound_call, said};
use crate::commit::{AuditRow, Doer};
use crate::types::{Call, CallReady, OperationTrial, TrialBody, TrialOutput};
use crate::{CallReply, Runtime, RuntimeError, RuntimeResult};
use app_engine::calls::{CallFault, CompiledConnector, CompiledOperation, read_value};
use definition::{Diagnostic, Severity};
use serde_json::{Map, Value as Json, json};
use value::{AppId, ConnectorId, OperationId};

/// So much of a body is shown, in bytes.
const SHOWN: usize = 128 << 10;
/// What is written in place of a secret.
const BLOT: &str = "••••••";
/// Parts of the names of headers that carry secrets.
const SECRET_HEADERS: [&str; 6] = ["cookie", "authorization", "authenticate", "token", "secret", "api-key"];

impl Runtime {
    /// Makes one call of an operation as its draft stands now.
    pub async fn try_operation(
        &self,
        call: &Call,
        app: &AppId,
        (connector, operation): (&ConnectorId, &OperationId),
        input: &Map<String, Json>,
    ) -> RuntimeResult<OperationTrial> {
        let active = self.built(&call.actor, app).await?;
        let connector = self.drafted_connector(&active, connector).await?;
        let operation = connector.operation(operation).ok_or(RuntimeError::NotFound { what: "operation" })?;
        let ready = operation.request(input, self.now(), &active.compiled.zone).and_then(|request| {
            let key = format!("try-{}", self.inner.ids.key(self.now()).simple());
            bound_call(&connector.definition, &active.slots, request, key)
        });
        let ready = match ready {
            Ok(ready) => ready,
            Err(fault) => return Ok(not_made(operation, &fault)),
        };
        let begun = self.now();
        let reply = self.inner.calls.ask(&ready).await;
        let millis = (self.now() - begun).num_milliseconds();
        let trial = told(operation, &ready, millis, reply);
        self.note_trial(call, app, (&connector, operation), &trial).await?;
        Ok(trial)
    }

    /// The connector as its draft stands. Faults elsewhere in the app do not matter, faults of its own are told.
    async fn drafted_connector(&self, active: &ActiveApp, id: &ConnectorId) -> RuntimeResult<CompiledConnector> {
        let (package, found) = self.drafted(&self.inner.store.read(), active).await?;
        let file = format!("connectors/{id}.json");
        let faults: Vec<Diagnostic> = found.into_iter().filter(|fault| fault.severity == Severity::Error && fault.file == file).collect();
        if !faults.is_empty() {
            return Err(RuntimeError::Faulty { diagnostics: faults });
        }
        app_engine::connector_of(&package, id).ok_or(RuntimeError::NotFound { what: "connector" })
    }

    async fn note_trial(
        &self,
        call: &Call,
        app: &AppId,
        (connector, operation): (&CompiledConnector, &CompiledOperation),
        trial: &OperationTrial,
    ) -> RuntimeResult<()> {
        let (runtime, doer, now, app) = (self.clone(), Doer::of(call), self.now(), app.clone());
        let object = format!("{}/{}", connector.definition.id, operation.definition.id);
        let fault = trial.fault.as_ref().map(|(word, _)| word);
        let detail = json!({ "method": trial.method, "status": trial.status, "fault": fault, "millis": trial.millis });
        self.inner
            .store
            .write(move |tx| {
                let (runtime, doer, app, object, detail) = (runtime.clone(), doer.clone(), app.clone(), object.clone(), detail.clone());
                Box::pin(async move {
                    let row = AuditRow { action: "connector.try", app: Some(&app), object, detail };
                    runtime.audit(tx, &doer, row, now, &[]).await
                })
            })
            .await
    }
}

/// A trial that ended before a request came about.
fn not_made(operation: &CompiledOperation, fault: &CallFault) -> OperationTrial {
    let word = fault.to_string();
    OperationTrial {
        method: operation.definition.method.as_str().into(),
        path: None,
        status: None,
        millis: 0,
        headers: Vec::new(),
        body: TrialBody::Nothing,
        cut: false,
        outputs: Vec::new(),
        fault: Some((word.clone(), said(&word))),
    }
}

fn told(operation: &CompiledOperation, ready: &CallReady, millis: i64, reply: Result<CallReply, String>) -> OperationTrial {
    let base = OperationTrial { path: Some(ready.path().to_owned()), millis, ..not_made(operation, &CallFault::new("", "")) };
    let reply = match reply {
        Ok(reply) => reply,
        Err(word) => {
            let label = said(&word);
            return OperationTrial { fault: Some((word, label)), ..base };
        }
    };
    let secrets = secrets_of(ready);
    let cut = reply.body.len() > SHOWN;
    let text = blotted(&String::from_utf8_lossy(reply.body.get(..SHOWN).unwrap_or(&reply.body)), &secrets);
    let answer = reply.json.as_ref().ok().cloned().unwrap_or_default();
    let body = match serde_json::from_str(&text) {
        _ if text.trim().is_empty() => TrialBody::Nothing,
        Ok(json) if !cut => TrialBody::Json(json),
        _ => TrialBody::Text(text),
    };
    let fault = reply.json.as_ref().err().map(|word| (word.clone(), said(word)));
    let outputs =
        if fault.is_some() { Vec::new() } else { operation.definition.answer.iter().map(|known| output(known, &answer, &secrets)).collect() };
    let headers = reply.headers.into_iter().map(|(name, value)| shown_header(name, &value, &secrets)).collect();
    OperationTrial { status: Some(reply.status), headers, body, cut, outputs, fault, ..base }
}

fn output(known: &definition::AnswerValue, answer: &Json, secrets: &[String]) -> TrialOutput {
    let (value, fault) = match read_value(known, answer) {
        Ok(Json::String(text)) => (Json::String(blotted(&text, secrets)), None),
        Ok(value) => (value, None),
        Err(fault) => (Json::Null, Some(said(&fault.to_string()))),
    };
    TrialOutput { id: known.id.to_string(), label: known.label.clone(), value, fault }
}

/// The texts that must not be seen, should the other side send them back: the header, and the secret in it.
pub(crate) fn secrets_of(ready: &CallReady) -> Vec<String> {
    let Some((_, header)) = &ready.sign_in else { return Vec::new() };
    let secret = header.split_once(' ').map_or(header.as_str(), |(_, secret)| secret);
    let plain = {
        use base64::Engine;
        let decoded = base64::engine::general_purpose::STANDARD.decode(secret).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        decoded.filter(|_| header.starts_with("Basic ")).into_iter().flat_map(|pair| {
            let password = pair.split_once(':').map(|(_, password)| password.to_owned());
            password.into_iter().chain([pair]).collect::<Vec<_>>()
        })
    };
    let mut secrets: Vec<String> = plain.chain([header.clone(), secret.to_owned()]).filter(|text| !text.is_empty()).collect();
    secrets.sort_by_key(|text| std::cmp::Reverse(text.len()));
    secrets
}

pub(crate) fn blotted(text: &str, secrets: &[String]) -> String {
    secrets.iter().fold(text.to_owned(), |text, secret| text.replace(secret.as_str(), BLOT))
}

fn shown_header(name: String, value: &str, secrets: &[String]) -> (String, String) {
    let low = name.to_ascii_lowercase();
    let is_secret = SECRET_HEADERS.iter().any(|part| low.contains(part));
    let value = if is_secret { BLOT.to_owned() } else { blotted(value, secrets) };
    (name, value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ready(sign_in: &str) -> CallReady {
        let sign_in = Some(("authorization".into(), sign_in.into()));
        CallReady { url: "https://x.example".into(), method: "GET".into(), headers: Vec::new(), sign_in, body: None, seconds: 5 }
    }

    #[test]
    fn a_secret_that_is_sent_back_is_blotted_out() {
        // "bob:hush" as Basic.
        let secrets = secrets_of(&ready("Basic Ym9iOmh1c2g="));
        let shown = blotted("you sent Basic Ym9iOmh1c2g= that is bob:hush, with hush alone", &secrets);
        assert_eq!(shown, "you sent •••••• that is ••••••, with •••••• alone");
        assert_eq!(blotted("key t0p", &secrets_of(&ready("Bearer t0p"))), "key ••••••");
        let shown = |name: &str| shown_header(name.into(), "v", &secrets).1;
        assert_eq!((shown("Set-Cookie"), shown("X-Auth-Token"), shown("X-Trace")), (BLOT.to_owned(), BLOT.to_owned(), "v".to_owned()));
    }
}
