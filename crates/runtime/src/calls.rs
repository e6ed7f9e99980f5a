//! Calls of systems outside: made ready for a worker, and their answers brought back as ordinary commands.
//!
//! Nothing outside is called in a transaction. A worker leases the entry of the outbox, calls, and brings the answer; a crash between
//! the two repeats the call under the same key. What goes wrong outside is the flow's affair: it tries again, or stops at an incident.

use crate::command::{Asked, CallPayload, Wish};
use crate::commit::{Doer, internal};
use crate::types::CallReady;
use crate::{Runtime, RuntimeError, RuntimeResult};
use access::{Actor, Cause};
use app_engine::calls::{CallFault, CallRequest};
use chrono::Duration;
use definition::{Connector, SignIn};
use flow_engine::InstanceState;
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::{flows, outbox};
use value::{AppId, Label, SlotId};

/// An answer that came while the case was on hold is brought again after so long.
const ON_HOLD: Duration = Duration::minutes(5);

/// What comes back of a call, by the ids of the operation's values, or what went wrong.
type Answer = Result<Map<String, Json>, String>;

/// What a worker does with a call.
#[derive(Debug)]
pub enum CallTurn {
    /// It is made.
    Make(Box<CallReady>),
    /// Its answer is known without making it.
    Known(Result<Json, String>),
    /// Nobody waits for it any more.
    Settled,
}

impl Runtime {
    /// Makes a call of the outbox ready: with its address and secret, if somebody still waits for it.
    pub async fn ready_call(&self, entry: &outbox::Outgoing) -> RuntimeResult<CallTurn> {
        let (app, payload) = read(entry)?;
        if !self.is_awaited(&payload).await? {
            return Ok(CallTurn::Settled);
        }
        if payload.answer.is_some() {
            return Ok(CallTurn::Known(Ok(Json::Null)));
        }
        let request = match payload.request {
            Ok(request) => request,
            Err(fault) => return Ok(CallTurn::Known(Err(fault))),
        };
        let active = self.active_app(&app).await?;
        let Some(connector) = active.compiled.connectors.get(&payload.connector) else {
            return Ok(CallTurn::Known(Err(CallFault::new("operation_gone", payload.to).to_string())));
        };
        // All tries of one visit to the step have one key, so that the system outside can tell a repetition from a new request.
        let key = format!("{}-{}", payload.instance.simple(), payload.call);
        Ok(match bound_call(&connector.definition, &active.slots, request, key) {
            Ok(ready) => CallTurn::Make(Box::new(ready)),
            Err(fault) => CallTurn::Known(Err(fault.to_string())),
        })
    }

    /// Brings the answer of a call to its case; a fault is a word that programs know, with a detail.
    pub async fn answer_call(&self, entry: &outbox::Outgoing, answer: Result<Json, String>) -> RuntimeResult<()> {
        let (app, payload) = read(entry)?;
        let answer = match &payload.answer {
            Some(known) => known.clone(),
            None => self.read_answer(&app, &payload, answer).await?,
        };
        match self.bring(&app, entry, &payload, answer.clone()).await {
            Err(RuntimeError::Refused { code, .. }) if code == "flow.on_hold" => self.keep_answer(entry, payload, answer).await,
            // The case cannot go on with this answer: that is a failure, which somebody has to look at.
            Err(RuntimeError::Refused { code, .. }) if answer.is_ok() => {
                self.bring(&app, entry, &payload, Err(CallFault::new("refused", code).to_string())).await
            }
            Err(RuntimeError::Invalid { faults }) if answer.is_ok() => {
                let places: Vec<String> = faults.into_iter().map(|fault| fault.pointer).collect();
                self.bring(&app, entry, &payload, Err(CallFault::new("answer_unfit", places.join(" ")).to_string())).await
            }
            Err(RuntimeError::NotFound { .. }) => self.settle_call(entry).await,
            done => done,
        }
    }

    /// Nobody waits for the call any more: it is done with.
    pub async fn settle_call(&self, entry: &outbox::Outgoing) -> RuntimeResult<()> {
        let (id, now) = (entry.id, self.now());
        self.inner.store.write(move |tx| Box::pin(async move { Ok::<_, RuntimeError>(outbox::delivered(tx, id, now.into()).await?) })).await
    }

    async fn is_awaited(&self, payload: &CallPayload) -> RuntimeResult<bool> {
        let Some(row) = flows::get(&self.inner.store.read(), payload.instance).await? else { return Ok(false) };
        let state: InstanceState = serde_json::from_str(&row.state).map_err(internal)?;
        Ok(state.status.is_open() && state.awaits_answer(payload.call, payload.attempt).is_some())
    }

    async fn read_answer(&self, app: &AppId, payload: &CallPayload, answer: Result<Json, String>) -> RuntimeResult<Answer> {
        let answer = match answer {
            Ok(answer) => answer,
            Err(fault) => return Ok(Err(fault)),
        };
        let active = self.active_app(app).await?;
        let operation = active.compiled.connectors.get(&payload.connector).and_then(|connector| connector.operation(&payload.operation));
        let gone = || CallFault::new("operation_gone", payload.to.clone());
        Ok(operation.ok_or_else(gone).and_then(|operation| operation.read_answer(&answer)).map_err(|fault| fault.to_string()))
    }

    /// The command and the end of the entry are one transaction.
    async fn bring(&self, app: &AppId, entry: &outbox::Outgoing, payload: &CallPayload, answer: Answer) -> RuntimeResult<()> {
        let actor = Actor::System(Cause::Flow(payload.flow.clone()));
        let asked = Asked {
            app: app.clone(),
            form: payload.form.clone(),
            record: payload.record,
            doer: Doer::of_actor(&actor),
            actor,
            by: None,
            wish: Wish::Answered { call: payload.call, attempt: payload.attempt, answer },
            visitor: None,
        };
        let ground = Arc::new(self.ground(app).await?);
        let (runtime, asked, id, now, awaited) = (self.clone(), Arc::new(asked), entry.id, self.now(), payload.instance);
        self.inner
            .store
            .write(move |tx| {
                let (runtime, ground, asked) = (runtime.clone(), ground.clone(), asked.clone());
                Box::pin(async move {
                    let open = flows::open_for_update(tx, &asked.app, &asked.form, asked.record).await?;
                    // Another case may run on the record meanwhile; the answer is not for it.
                    if open.is_some_and(|row| row.id == awaited) {
                        runtime.execute(tx, &ground, &asked, None).await?;
                    }
                    Ok(outbox::delivered(tx, id, now.into()).await?)
                })
            })
            .await
    }

    async fn keep_answer(&self, entry: &outbox::Outgoing, payload: CallPayload, answer: Answer) -> RuntimeResult<()> {
        let (id, again_at) = (entry.id, self.now() + ON_HOLD);
        let payload = serde_json::to_value(CallPayload { answer: Some(answer), ..payload }).map_err(internal)?;
        self.inner
            .store
            .write(move |tx| {
                let payload = payload.clone();
                Box::pin(async move { Ok::<_, RuntimeError>(outbox::put_off(tx, id, payload, again_at.into()).await?) })
            })
            .await
    }
}

fn read(entry: &outbox::Outgoing) -> RuntimeResult<(AppId, CallPayload)> {
    let app = AppId::parse(&entry.app).map_err(internal)?;
    Ok((app, serde_json::from_value(entry.payload.clone()).map_err(internal)?))
}

/// A request with the address and the secret that are bound.
pub(crate) fn bound_call(connector: &Connector, slots: &BTreeMap<SlotId, Json>, request: CallRequest, key: String) -> Result<CallReady, CallFault> {
    let bound = |slot: &SlotId| {
        let text = slots.get(slot).and_then(Json::as_str).map(str::trim).filter(|text| !text.is_empty());
        text.ok_or_else(|| CallFault::new("not_bound", slot.as_str()))
    };
    let address = bound(&connector.address)?;
    let sign_in = connector.sign_in.as_ref().map(|sign_in| Ok(header_of(sign_in, bound(sign_in.secret())?))).transpose()?;
    Ok(CallReady {
        url: format!("{}{}", address.trim_end_matches('/'), request.path),
        method: request.method,
        headers: request.headers.into_iter().chain([(request.idempotency_header, key)]).collect(),
        sign_in,
        body: request.body,
        seconds: connector.timeout_seconds,
    })
}

fn header_of(sign_in: &SignIn, secret: &str) -> (String, String) {
    use base64::Engine;
    match sign_in {
        SignIn::Bearer { .. } => ("authorization".into(), format!("Bearer {secret}")),
        SignIn::Basic { .. } => ("authorization".into(), format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(secret))),
        SignIn::Header { header, .. } => (header.clone(), secret.to_owned()),
    }
}

/// What went wrong with a call, in words.
pub(crate) fn said(fault: &str) -> Label {
    let (word, detail) = fault.split_once(':').unwrap_or((fault, ""));
    let (zh, en) = match word {
        "status" => (format!("对方返回了错误状态 {detail}"), format!("the system answered with the status {detail}")),
        "timeout" => (format!("对方在 {detail} 秒内没有答复"), format!("the system did not answer within {detail} seconds")),
        "unreachable" => ("连接不上对方".into(), "the system cannot be reached".into()),
        "closed" => (
            "地址位于未开放的内部网段；请管理员在配置 open_ranges 中开放".into(),
            "the address stands in a closed range; ops can open it by `open_ranges` in the configuration".into(),
        ),
        "bad_address" => ("绑定的地址不是 http 或 https 地址".into(), "what is bound is no http or https address".into()),
        "not_bound" => (format!("插槽「{detail}」还没有绑定"), format!("nothing is bound to the slot `{detail}`")),
        "operation_gone" => (format!("应用已没有操作「{detail}」"), format!("the app has no operation `{detail}` any more")),
        "bad_input" => (format!("「{detail}」的值不能发送"), format!("the value of `{detail}` cannot be sent")),
        "answer_missing" => (format!("答复里缺少 {detail}"), format!("the answer lacks {detail}")),
        "answer_unfit" => (format!("答复里的值不合适：{detail}"), format!("a value of the answer does not fit: {detail}")),
        "not_json" => ("答复不是 JSON".into(), "the answer is no JSON".into()),
        "too_large" => ("答复过大".into(), "the answer is too large".into()),
        "redirect" => {
            (format!("对方要求转到别处（{detail}），未跟随"), format!("the system wanted to send the call elsewhere ({detail}); it was not followed"))
        }
        "refused" => (format!("流程不能带着这个答复继续（{detail}）"), format!("the flow could not go on with the answer ({detail})")),
        _ => (fault.to_owned(), fault.to_owned()),
    };
    Label::both(zh, en)
}
