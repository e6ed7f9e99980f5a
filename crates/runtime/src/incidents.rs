//! Incidents: cases that stand still, for those who can get them going again.

use crate::types::{IncidentEntry, IncidentHere};
use crate::{Runtime, RuntimeResult, calls};
use access::Actor;
use definition::Action;
use flow_engine::CompiledFlow;
use std::collections::{BTreeMap, BTreeSet};
use store::{Session, incidents, records};
use uuid::Uuid;
use value::{AppId, FormId, NodeId, RecordId};

/// How many are listed.
const LISTED: u64 = 500;

impl Runtime {
    /// The cases that stand still in the apps that the person looks after, the oldest first.
    pub async fn incidents(&self, actor: &Actor) -> RuntimeResult<Vec<IncidentEntry>> {
        let mut entries = Vec::new();
        let apps = self.all_apps().await?;
        let own: Vec<String> = apps
            .iter()
            .filter(|app| access::may_build(actor, app.compiled.id(), &app.compiled.roles))
            .map(|app| app.compiled.id().to_string())
            .collect();
        if own.is_empty() {
            return Ok(entries);
        }
        let rows = incidents::of_apps(&self.inner.store.read(), &own, LISTED).await?;
        let seen = self.seen_among(actor, &rows).await?;
        for row in rows {
            let (Ok(app), Ok(form), Ok(node)) = (AppId::parse(&row.app), FormId::parse(&row.form), NodeId::parse(&row.node)) else { continue };
            let label = apps.iter().find(|known| *known.compiled.id() == app).map(|known| known.compiled.app.label.clone());
            entries.push(IncidentEntry {
                app_label: label.unwrap_or_default(),
                app,
                form,
                record: RecordId(row.record_id),
                title: Some(row.title).filter(|_| seen.contains(&row.record_id)),
                node,
                node_label: serde_json::from_value(row.node_label).unwrap_or_default(),
                what: calls::said(&row.what),
                tries: u32::try_from(row.tries).unwrap_or(u32::MAX),
                since: row.since.instant(),
            });
        }
        Ok(entries)
    }

    /// The records among these that the person may read. Of the others the list tells no more than that they stand still.
    async fn seen_among(&self, actor: &Actor, rows: &[incidents::Incident]) -> RuntimeResult<BTreeSet<Uuid>> {
        let mut wanted: BTreeMap<(AppId, FormId), BTreeSet<RecordId>> = BTreeMap::new();
        for row in rows {
            let (Ok(app), Ok(form)) = (AppId::parse(&row.app), FormId::parse(&row.form)) else { continue };
            wanted.entry((app, form)).or_default().insert(RecordId(row.record_id));
        }
        let mut seen = BTreeSet::new();
        for ((app, form), keys) in wanted {
            let active = self.active_app(&app).await?;
            let Ok(compiled) = active.form(&form) else { continue };
            let Ok(plan) = self.plan(&active, compiled, actor, Action::Read) else { continue };
            let looking = self.looking(&active, &form, actor).await?;
            seen.extend(records::visible(&self.inner.store.read(), &looking.view(&plan), &keys).await?.into_iter().map(|record| record.0));
        }
        Ok(seen)
    }

    /// The steps of a case that stand still.
    pub(crate) async fn incidents_here(&self, session: &Session, flow: &CompiledFlow, case: Uuid) -> RuntimeResult<Vec<IncidentHere>> {
        let here = |row: incidents::Incident| {
            let node = NodeId::parse(&row.node).ok()?;
            let node_label = flow.nodes().find(|(id, ..)| **id == node).map(|(_, _, label)| label.clone()).unwrap_or_default();
            let tries = u32::try_from(row.tries).unwrap_or(u32::MAX);
            Some(IncidentHere { node, node_label, what: calls::said(&row.what), tries, since: row.since.instant() })
        };
        Ok(incidents::of_instance(session, case).await?.into_iter().filter_map(here).collect())
    }
}
