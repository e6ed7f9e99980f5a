//! Messages from outside: the addresses at which they come in, and what becomes of them.
//!
//! Whoever does not hold the secret of an address learns nothing, not even whether the app is there. Whoever holds it is told plainly why
//! a message has no effect; both are in the audit.

use crate::app_cache::ActiveApp;
use crate::command::{Asked, Origin, Wish};
use crate::commit::{AuditRow, Doer};
use crate::looking::Looking;
use crate::people::administrator;
use crate::types::{Call, Keyed, MessageAddressEntry, MessageIn, MessageTaken};
use crate::{Runtime, RuntimeError, RuntimeResult, digest, facts};
use access::{Actor, Cause};
use definition::Action;
use serde_json::json;
use std::sync::Arc;
use store::{flows, message_addresses as addresses, records};
use uuid::Uuid;
use value::{AppId, FlowId, FormId, RecordId, Value};

/// Bytes of the secret of an address.
const SECRET: usize = 32;
/// The longest name of an address, in characters.
const LONGEST: usize = 80;

/// Where a message goes, and what it does there.
struct Delivery {
    form: FormId,
    record: RecordId,
    flow: FlowId,
    wish: Wish,
}

impl Runtime {
    /// The addresses at which messages come in for an app.
    pub async fn message_addresses(&self, actor: &Actor, app: &AppId) -> RuntimeResult<Vec<MessageAddressEntry>> {
        administrator(actor)?;
        self.active_app(app).await?;
        let rows = addresses::of_app(&self.inner.store.read(), app).await?;
        let entry = |row: addresses::MessageAddress| MessageAddressEntry {
            id: row.id,
            label: row.label,
            made_at: row.made_at.instant(),
            made_by: row.made_by_name,
            used_at: row.used_at.map(store::Moment::instant),
        };
        Ok(rows.into_iter().map(entry).collect())
    }

    /// Makes an address; its secret is told this once and kept nowhere.
    pub async fn make_message_address(&self, call: &Call, app: &AppId, label: &str) -> RuntimeResult<(Uuid, String)> {
        administrator(&call.actor)?;
        self.active_app(app).await?;
        let label = label.trim().to_owned();
        if label.is_empty() || label.chars().count() > LONGEST {
            return Err(RuntimeError::refused("bad_label", "请写明由谁使用，最多 80 个字", "Say who uses it, in at most 80 characters"));
        }
        let (doer, now) = (Doer::of(call), self.now());
        // From the key of the request: a repeated request is told the same secret again.
        let secret = match &call.keyed {
            Some(keyed) => self.secret_again(&format!("message-address:{}:{}:{}", call.actor.key(), keyed.route, keyed.key)),
            None => self.inner.ids.secret(SECRET),
        };
        let row = addresses::MessageAddress {
            id: self.inner.ids.key(now),
            app: app.to_string(),
            label,
            digest: digest::of_token(&secret),
            made_at: now.into(),
            made_by: doer.id,
            made_by_name: doer.name.clone(),
            used_at: None,
        };
        let (runtime, app, row) = (self.clone(), app.clone(), Arc::new(row));
        let id = self.keyed(call, move |tx| {
            let (runtime, doer, app, row) = (runtime.clone(), doer.clone(), app.clone(), row.clone());
            Box::pin(async move {
                addresses::make(tx, (*row).clone()).await?;
                let audit =
                    AuditRow { action: "messages.address_made", app: Some(&app), object: row.id.to_string(), detail: json!({ "label": row.label }) };
                runtime.audit(tx, &doer, audit, now, &[]).await?;
                Ok(row.id)
            })
        });
        Ok((id.await?, secret))
    }

    fn secret_again(&self, text: &str) -> String {
        use base64::Engine;
        base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(digest::keyed(&self.inner.secret, text))
    }

    /// Takes an address back: from now on it is as if it had never been.
    pub async fn revoke_message_address(&self, call: &Call, app: &AppId, address: Uuid) -> RuntimeResult<()> {
        administrator(&call.actor)?;
        let (runtime, doer, now, app) = (self.clone(), Doer::of(call), self.now(), app.clone());
        self.keyed(call, move |tx| {
            let (runtime, doer, app) = (runtime.clone(), doer.clone(), app.clone());
            Box::pin(async move {
                addresses::revoke(tx, &app, address).await?;
                let audit = AuditRow { action: "messages.address_revoked", app: Some(&app), object: address.to_string(), detail: json!({}) };
                runtime.audit(tx, &doer, audit, now, &[]).await
            })
        })
        .await
    }

    /// Takes a message from outside.
    pub async fn take_message(&self, app: &str, secret: &str, message: MessageIn) -> RuntimeResult<MessageTaken> {
        let unknown = || RuntimeError::NotFound { what: "page" };
        let app = AppId::parse(app).map_err(|_wrong| unknown())?;
        let address = addresses::by_digest(&self.inner.store.read(), &app, &digest::of_token(secret)).await?.ok_or_else(unknown)?;
        let active = self.active_app(&app).await?;
        let delivery = match &message.record {
            Some(record) => self.addressed(&active, &message, record).await,
            None => self.beginning(&active, &message),
        };
        let taken = match delivery {
            Ok(delivery) => self.deliver_message(&active, &address, &message, delivery).await,
            Err(error) => Err(error),
        };
        if let Err(error) = &taken {
            self.note_refused(&app, &address, &message, error).await?;
        }
        taken
    }

    async fn deliver_message(
        &self,
        active: &Arc<ActiveApp>,
        address: &addresses::MessageAddress,
        message: &MessageIn,
        Delivery { form, record, flow, wish }: Delivery,
    ) -> RuntimeResult<MessageTaken> {
        let app = active.compiled.id().clone();
        let actor = Actor::System(Cause::Flow(flow));
        let doer = Doer { id: None, name: address.label.clone(), request: message.request_id.clone() };
        let begins = matches!(wish, Wish::Create { .. });
        let asked = Asked { app: app.clone(), form, record, actor: actor.clone(), doer, by: None, wish, visitor: None };
        let body = digest::of_bytes(serde_json::to_string(&json!([message.name, message.record, message.values])).unwrap_or_default().as_bytes());
        let keyed = message.key.clone().map(|key| Keyed { route: format!("message {}", address.id), key, body });
        let call = Call { keyed, request_id: message.request_id.clone(), ..Call::by(actor) };
        let mut ground = self.ground(&app).await?;
        self.ask_outside(&mut ground, &asked).await?;
        let ground = Arc::new(ground);
        let (runtime, asked, address, now) = (self.clone(), Arc::new(asked), address.id, self.now());
        self.keyed(&call, move |tx| {
            let (runtime, ground, asked) = (runtime.clone(), ground.clone(), asked.clone());
            Box::pin(async move {
                let written = runtime.execute(tx, &ground, &asked, None).await?;
                addresses::used(tx, address, now.into()).await?;
                Ok(match (begins, written.notes.is_empty()) {
                    (true, _) => MessageTaken::Begun(written.id),
                    (_, true) => MessageTaken::Received,
                    _ => MessageTaken::Kept,
                })
            })
        })
        .await
    }

    /// A message without a record begins a case with a new one.
    fn beginning(&self, active: &ActiveApp, message: &MessageIn) -> RuntimeResult<Delivery> {
        let name = message.name.as_str();
        let mut flows = active.compiled.flows_begun_by(name);
        let (Some(flow), None) = (flows.next(), flows.next()) else {
            let (zh, en) = (format!("没有流程由消息「{name}」发起"), format!("No flow begins by a message with the name `{name}`"));
            return Err(RuntimeError::refused("unknown_message", zh, en));
        };
        let values = flow.start_message().map(|start| start.values_from(&message.values)).unwrap_or_default();
        let record = RecordId(self.inner.ids.key(self.now()));
        let (form, flow) = (flow.form().clone(), flow.id().clone());
        Ok(Delivery { form, record, wish: Wish::Create { values, department: None, origin: Origin::Message(flow.clone()) }, flow })
    }

    /// The record of a message: by its id, or by a number that one record holds.
    async fn addressed(&self, active: &Arc<ActiveApp>, message: &MessageIn, record: &str) -> RuntimeResult<Delivery> {
        let name = message.name.as_str();
        let known = active.compiled.flows.values().filter(|flow| flow.may_hear(name));
        let forms: std::collections::BTreeSet<FormId> = known.map(|flow| flow.form().clone()).collect();
        if forms.is_empty() {
            return Err(RuntimeError::refused(
                "unknown_message",
                format!("没有流程等待名为「{name}」的消息"),
                format!("No flow waits for a message with the name `{name}`"),
            ));
        }
        let mut found = Vec::new();
        for form in &forms {
            found.extend(self.holders_of(active, form, record).await?.into_iter().map(|record| (form.clone(), record)));
        }
        let no_record = || {
            RuntimeError::refused(
                "no_such_record",
                format!("没有编号为「{record}」的记录"),
                format!("There is no record with the number or id `{record}`"),
            )
        };
        let (form, record) = match found.as_slice() {
            [] => return Err(no_record()),
            [one] => one.clone(),
            _ => {
                let (zh, en) = ("该编号对应多条记录，请用记录 id", "Several records have this number; name the id of the record");
                return Err(RuntimeError::refused("several_records", zh, en));
            }
        };
        match flows::open_of_record(&self.inner.store.read(), active.compiled.id(), &form, record).await? {
            Some(row) => {
                let wish = Wish::Message { name: message.name.clone(), values: message.values.clone() };
                Ok(Delivery { form, record, flow: FlowId::parse(&row.flow).map_err(crate::commit::internal)?, wish })
            }
            None => Err(RuntimeError::refused(
                "case_closed",
                "该记录的流程已经结束或没有启动，消息没有生效",
                "The case of the record is over or never began; the message had no effect",
            )),
        }
    }

    async fn holders_of(&self, active: &Arc<ActiveApp>, form: &FormId, text: &str) -> RuntimeResult<Vec<RecordId>> {
        let compiled = active.form(form)?.clone();
        let system = facts::system();
        let everything = self.plan(active, &compiled, &system, Action::Read)?;
        let looking = Looking::new(active, &self.people().await?, form, &system, self.now())?;
        let (reader, view) = (self.inner.store.read(), looking.view(&everything));
        if let Some(record) = RecordId::parse(text) {
            return Ok(records::get(&reader, &view, record).await?.map(|_| record).into_iter().collect());
        }
        let mut found = Vec::new();
        for (field, _) in compiled.auto_numbers() {
            let holders = records::holding(&reader, &view, field, &[Value::text(text)]).await?;
            found.extend(holders.into_iter().map(|(_, record)| record));
        }
        Ok(found)
    }

    /// A message that had no effect is in the audit as well.
    async fn note_refused(&self, app: &AppId, address: &addresses::MessageAddress, message: &MessageIn, error: &RuntimeError) -> RuntimeResult<()> {
        let short = |text: &str| text.chars().take(LONGEST).collect::<String>();
        let detail = json!({ "message": short(&message.name), "record": message.record.as_deref().map(short), "code": error.code() });
        let doer = Doer { id: None, name: address.label.clone(), request: message.request_id.clone() };
        let (runtime, app, id, now) = (self.clone(), app.clone(), address.id, self.now());
        self.inner
            .store
            .write(move |tx| {
                let (runtime, app, doer, detail) = (runtime.clone(), app.clone(), doer.clone(), detail.clone());
                Box::pin(async move {
                    let audit = AuditRow { action: "messages.refused", app: Some(&app), object: id.to_string(), detail };
                    runtime.audit(tx, &doer, audit, now, &[]).await
                })
            })
            .await
    }
}
