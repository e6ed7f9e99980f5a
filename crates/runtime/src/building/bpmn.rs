//! Flows as files of BPMN 2.0, and such files as flows.

use crate::commit::internal;
use crate::types::Download;
use crate::{Runtime, RuntimeError, RuntimeResult};
use access::Actor;
use bytes::Bytes;
use definition::{Object, ObjectKey, ObjectKind};
use flow_engine::bpmn::Imported;
use std::sync::Arc;
use value::{AppId, FlowId, FormId, Locale};

impl Runtime {
    /// A flow as it was published, or with its draft, to be opened in another tool.
    pub async fn flow_as_bpmn(&self, actor: &Actor, app: &AppId, flow: &FlowId, published: bool, locale: Locale) -> RuntimeResult<Download> {
        let active = self.built(actor, app).await?;
        let package = if published { Arc::clone(&active.package) } else { Arc::new(self.drafted(&self.inner.store.read(), &active).await?.0) };
        let not_there = RuntimeError::NotFound { what: "flow" };
        let key = ObjectKey::new(ObjectKind::Flow, flow.as_str());
        let Some(Object::Flow(found)) = package.get(&key).map(|entry| &entry.object) else { return Err(not_there) };
        let name = format!("{}.bpmn", found.label.get(locale));
        let Some(text) = app_engine::bpmn::export(&package, flow, locale) else { return Err(not_there) };
        Ok(Download { name, media_type: "application/xml", content: Bytes::from(text) })
    }

    /// What a file of BPMN 2.0 would be as flows over a form, and what of it was not taken as it stands. Nothing is changed.
    pub async fn look_at_bpmn(&self, actor: &Actor, app: &AppId, form: &FormId, file: Bytes) -> RuntimeResult<Imported> {
        let active = self.built(actor, app).await?;
        let package = self.drafted(&self.inner.store.read(), &active).await?.0;
        let form = form.clone();
        let read = tokio::task::spawn_blocking(move || app_engine::bpmn::import(&package, &form, &file)).await.map_err(internal)?;
        let read = read.ok_or(RuntimeError::NotFound { what: "form" })?;
        read.map_err(|fault| RuntimeError::Refused { code: "not_bpmn".into(), message: fault.message() })
    }
}
