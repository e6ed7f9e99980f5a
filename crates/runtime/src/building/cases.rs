//! Running cases go over to the present version of their flow: counted and tried first, then all of them or none.

use crate::app_cache::ActiveApp;
use crate::command::{Asked, Wish};
use crate::commit::{AuditRow, Doer, internal};
use crate::types::{Call, CaseObstacle, CaseStep, CasesMigrated, CasesWeighed, PinnedCases, RunningCases};
use crate::{Runtime, RuntimeError, RuntimeResult};
use access::Actor;
use flow_engine::{CompiledFlow, InstanceState, Migration, Obstacle};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use store::{Session, apps, flows};
use value::{AppId, FlowId, FormId, NodeId, RecordId};

/// So many records are named beside a reason.
const NAMED: usize = 20;

/// Steps that take the place of others.
pub type Steps = BTreeMap<NodeId, NodeId>;

/// Cases that are pinned to one version, with their states.
struct Pinned {
    hash: String,
    flow: Arc<CompiledFlow>,
    cases: Vec<(flows::Instance, InstanceState)>,
}

impl Runtime {
    /// The cases of a flow that are not over, by version and step.
    pub async fn running_cases(&self, actor: &Actor, app: &AppId, flow: &FlowId) -> RuntimeResult<RunningCases> {
        let active = self.built(actor, app).await?;
        let present = present(&active, flow)?;
        let reader = self.inner.store.read();
        let all = flows::running_of_flow(&reader, app, flow.as_str()).await?.len();
        let pinned = self.pinned_cases(&reader, &active, flow).await?;
        let versions = apps::versions(&reader, app).await?;
        let mut older: Vec<PinnedCases> = Vec::new();
        for one in &pinned {
            let newest = versions.iter().filter(|row| row.hash == one.hash).max_by_key(|row| row.number);
            let Some(row) = newest else { continue };
            let steps = steps_of(&one.flow, one.cases.iter().map(|(_, state)| state)).into_iter().filter(|step| step.cases > 0).collect();
            older.push(PinnedCases { number: number(row.number), at: row.published_at.instant(), cases: count(one.cases.len()), steps });
        }
        older.sort_by_key(|one| std::cmp::Reverse(one.number));
        let elsewhere: usize = pinned.iter().map(|one| one.cases.len()).sum();
        Ok(RunningCases {
            form: present.form().clone(),
            number: number(active.number),
            present: count(all.saturating_sub(elsewhere)),
            older,
            steps: steps_of(&present, std::iter::empty()),
        })
    }

    /// What would become of the cases that follow older versions. Nothing is changed.
    pub async fn weigh_cases(&self, actor: &Actor, app: &AppId, flow: &FlowId, steps: &Steps) -> RuntimeResult<CasesWeighed> {
        let active = self.built(actor, app).await?;
        let present = present(&active, flow)?;
        known_steps(&present, steps)?;
        let pinned = self.pinned_cases(&self.inner.store.read(), &active, flow).await?;
        let cases = pinned.iter().map(|one| one.cases.len()).sum::<usize>();
        let (new, steps) = (present.clone(), steps.clone());
        let found = tokio::task::spawn_blocking(move || pinned.iter().flat_map(|one| misfits(one, &new, &steps)).collect::<Vec<_>>());
        let found: Vec<(RecordId, Vec<Obstacle>)> = found.await.map_err(internal)?;
        let misfits: BTreeSet<RecordId> = found.iter().map(|(record, _)| *record).collect();
        let mut obstacles: Vec<(Obstacle, Vec<RecordId>)> = Vec::new();
        for (record, reasons) in found {
            for reason in reasons {
                match obstacles.iter_mut().find(|(known, _)| *known == reason) {
                    Some((_, records)) => records.push(record),
                    None => obstacles.push((reason, vec![record])),
                }
            }
        }
        let mut told = Vec::new();
        for (obstacle, records) in obstacles {
            let named = self.titles(actor, app, present.form(), &records).await?;
            let (code, text, node) = (obstacle.code(), obstacle.label(), obstacle.node().cloned());
            told.push(CaseObstacle { code, text, node, cases: count(records.len()), records: named });
        }
        told.sort_by_key(|told| std::cmp::Reverse(told.cases));
        Ok(CasesWeighed { cases: count(cases), fit: count(cases.saturating_sub(misfits.len())), obstacles: told })
    }

    /// Lets all cases that follow older versions go over to the present one; none when one of them cannot, or when there are others by now
    /// than the `expected` ones that were weighed.
    pub async fn migrate_cases(&self, call: &Call, app: &AppId, flow: &FlowId, steps: Steps, expected: u64) -> RuntimeResult<CasesMigrated> {
        let active = self.built(&call.actor, app).await?;
        let present = present(&active, flow)?;
        known_steps(&present, &steps)?;
        let ground = self.ground(app).await?;
        let asked = Arc::new((app.clone(), flow.clone(), steps, Doer::of(call), call.actor.clone(), ground));
        let runtime = self.clone();
        self.keyed(call, move |tx| {
            let (runtime, asked) = (runtime.clone(), asked.clone());
            Box::pin(async move {
                let (app, flow, steps, doer, actor, ground) = &*asked;
                let rows = flows::running_of_flow(tx, app, flow.as_str()).await?;
                let rows: Vec<_> = rows.into_iter().filter(|row| row.version != ground.app.compiled.hash).collect();
                if count(rows.len()) != expected {
                    return Err(RuntimeError::refused(
                        "cases_changed",
                        "进行中的单据在此期间有变化，请重新检查后再迁移",
                        "The running cases have changed in the meantime; check again before they go over",
                    ));
                }
                for row in &rows {
                    let form = FormId::parse(&row.form).map_err(internal)?;
                    let (record, wish) = (RecordId(row.record_id), Wish::Migrate { steps: steps.clone() });
                    let (doer, actor) = (doer.clone(), actor.clone());
                    let one = Asked { app: app.clone(), form, record, actor, doer, by: None, wish, visitor: None };
                    runtime.execute(tx, ground, &one, None).await?;
                }
                let detail = json!({ "cases": rows.len(), "steps": steps });
                let row = AuditRow { action: "flow.migrate", app: Some(app), object: format!("flows/{flow}"), detail };
                runtime.audit(tx, doer, row, ground.now, &[]).await?;
                Ok(CasesMigrated { cases: count(rows.len()) })
            })
        })
        .await
    }

    /// The cases that follow older versions, by version.
    async fn pinned_cases(&self, session: &Session, active: &ActiveApp, flow: &FlowId) -> RuntimeResult<Vec<Pinned>> {
        let app = active.compiled.id();
        let mut by_version: BTreeMap<String, Vec<(flows::Instance, InstanceState)>> = BTreeMap::new();
        for row in flows::running_of_flow(session, app, flow.as_str()).await? {
            if row.version != active.compiled.hash {
                let state = serde_json::from_str(&row.state).map_err(internal)?;
                by_version.entry(row.version.clone()).or_default().push((row, state));
            }
        }
        let mut pinned = Vec::new();
        for (hash, cases) in by_version {
            let version = self.pinned_app(session, app, &hash).await?;
            let flow = version.flows.get(flow).cloned().ok_or_else(|| internal(format!("version {hash} has no flow `{flow}`")))?;
            pinned.push(Pinned { hash, flow, cases });
        }
        Ok(pinned)
    }

    /// The titles of the first of these records that the person may see.
    async fn titles(&self, actor: &Actor, app: &AppId, form: &FormId, records: &[RecordId]) -> RuntimeResult<Vec<(RecordId, String)>> {
        let mut titles = Vec::new();
        for record in records.iter().take(NAMED) {
            match self.record(actor, app, form, *record).await {
                Ok(seen) => titles.push((*record, seen.title)),
                Err(RuntimeError::NotFound { .. } | RuntimeError::Denied { .. }) => {}
                Err(fault) => return Err(fault),
            }
        }
        Ok(titles)
    }
}

fn present(active: &ActiveApp, flow: &FlowId) -> RuntimeResult<Arc<CompiledFlow>> {
    active.compiled.flows.get(flow).cloned().ok_or(RuntimeError::NotFound { what: "flow" })
}

fn known_steps(present: &CompiledFlow, steps: &Steps) -> RuntimeResult<()> {
    match steps.values().find(|to| present.nodes().all(|(node, ..)| node != *to)) {
        None => Ok(()),
        Some(stranger) => Err(RuntimeError::refused(
            "no_such_step",
            format!("当前版本没有步骤「{stranger}」"),
            format!("The present version has no step `{stranger}`"),
        )),
    }
}

fn misfits(pinned: &Pinned, new: &CompiledFlow, steps: &Steps) -> Vec<(RecordId, Vec<Obstacle>)> {
    let migration = Migration::between(&pinned.flow, new, steps);
    let obstacles = migration.obstacles_of_all(new, pinned.cases.iter().map(|(_, state)| state));
    let records = pinned.cases.iter().map(|(row, _)| RecordId(row.record_id));
    records.zip(obstacles).filter(|(_, obstacles)| !obstacles.is_empty()).collect()
}

fn steps_of<'a>(flow: &CompiledFlow, states: impl Iterator<Item = &'a InstanceState>) -> Vec<CaseStep> {
    let mut cases: BTreeMap<NodeId, u64> = BTreeMap::new();
    for state in states {
        let nodes: BTreeSet<&NodeId> = state.tokens.iter().map(|token| &token.node).collect();
        nodes.into_iter().for_each(|node| *cases.entry(node.clone()).or_default() += 1);
    }
    let step = |(node, kind, label): (&NodeId, &'static str, &value::Label)| CaseStep {
        cases: cases.get(node).copied().unwrap_or(0),
        node: node.clone(),
        kind,
        label: label.clone(),
    };
    flow.nodes().map(step).collect()
}

fn number(stored: i64) -> u32 {
    u32::try_from(stored).unwrap_or(u32::MAX)
}

fn count(cases: usize) -> u64 {
    u64::try_from(cases).unwrap_or(u64::MAX)
}
