//! What a publication does to stored records and running cases.

use super::weighing::Purpose;
use crate::app_cache::ActiveApp;
use crate::types::{FieldChoice, StepReport};
use crate::{Runtime, RuntimeError, RuntimeResult, facts};
use app_engine::{CompiledApp, Consequence, impact};
use definition::Action;
use query::{Condition, FieldPath, Filter, Operator};
use std::collections::BTreeSet;
use std::sync::Arc;
use store::{flows, records};
use value::{FieldId, FlowId, FormId, Label};

/// Counted up to here; more is "more than".
pub(super) const COUNTED: u64 = 1_000_000;

/// What a publication does, in words and numbers.
pub(crate) struct Impact {
    /// Consequences.
    pub(crate) told: Vec<Label>,
    /// What forbids it.
    pub(crate) blocked: Vec<Label>,
    /// What it does to stored values.
    pub(crate) steps: Vec<StepReport>,
    /// The fields whose values are brought over before the version becomes current.
    pub(crate) moving: Vec<(FormId, FieldPath)>,
    /// The forms whose calculated values are calculated again behind it.
    pub(crate) filling: BTreeSet<FormId>,
}

impl Runtime {
    /// The consequences in words with the numbers of the stored records; and those that forbid the publication.
    pub(crate) async fn impact(
        &self,
        active: &Arc<ActiveApp>,
        next: &CompiledApp,
        choices: &[FieldChoice],
        purpose: Purpose,
    ) -> RuntimeResult<Impact> {
        let weighed = self.weigh_records(active, next, choices, purpose).await?;
        let mut told = Vec::new();
        let mut blocked = weighed.blocked;
        for consequence in impact(&active.compiled, next) {
            let label = consequence.label();
            let (more, blocks) = self.weigh(active, &consequence).await?;
            let is_counted =
                matches!(consequence, Consequence::FieldRetyped { .. } | Consequence::FieldRequired { .. } | Consequence::FieldUnique { .. });
            if is_counted && !blocks {
                // Told field by field, with the records.
                continue;
            }
            let text = match more {
                Some(more) => joined(&label, &more),
                None => label,
            };
            if blocks { blocked.push(text) } else { told.push(text) }
        }
        Ok(Impact { told, blocked, steps: weighed.reports, moving: weighed.moving, filling: weighed.filling })
    }

    /// What real data adds to a consequence, and whether it forbids the publication.
    async fn weigh(&self, active: &Arc<ActiveApp>, consequence: &Consequence) -> RuntimeResult<(Option<Label>, bool)> {
        match consequence {
            Consequence::FieldRemoved { form, field, used_by, .. } => {
                let (filled, running) = (self.filled(active, form, field).await?, self.running(active, used_by).await?);
                Ok((Some(numbers(filled, running)), running > 0))
            }
            Consequence::FieldRetyped { form, field, used_by, .. } => {
                let running = self.running(active, used_by).await?;
                let filled = if running > 0 { self.filled(active, form, field).await? } else { 0 };
                Ok((Some(numbers(filled, running)), running > 0))
            }
            Consequence::FlowChanged(flow, _) | Consequence::FlowRemoved(flow, _) => {
                let running = self.running(active, std::slice::from_ref(flow)).await?;
                let more = Label::both(format!("{running} 个进行中的流程保持原版本"), format!("{running} running cases keep their version"));
                Ok((Some(more).filter(|_| running > 0), false))
            }
            // Whether running cases are there was asked above.
            other => Ok((None, other.blocks())),
        }
    }

    async fn filled(&self, active: &Arc<ActiveApp>, form: &FormId, field: &FieldId) -> RuntimeResult<u64> {
        self.count(active, form, Some(condition(field, Operator::NotBlank)), COUNTED).await
    }

    pub(super) async fn count(&self, active: &Arc<ActiveApp>, form: &FormId, filter: Option<Filter>, most: u64) -> RuntimeResult<u64> {
        let Ok(compiled) = active.form(form) else { return Ok(0) };
        let system = facts::system();
        let plan = self.plan(active, compiled, &system, Action::Read)?;
        let looking = self.looking(active, form, &system).await?;
        Ok(records::count(&self.inner.store.read(), &looking.view(&plan), filter.as_ref(), None, most).await?)
    }

    async fn running(&self, active: &ActiveApp, used_by: &[FlowId]) -> RuntimeResult<u64> {
        let reader = self.inner.store.read();
        let mut running = 0;
        for flow in used_by {
            running += u64::try_from(flows::running_of_flow(&reader, active.compiled.id(), flow.as_str()).await?.len()).unwrap_or(0);
        }
        Ok(running)
    }
}

fn condition(field: &FieldId, op: Operator) -> Filter {
    Filter::Condition(Condition { field: FieldPath { field: field.clone(), column: None }, op, value: None })
}

fn numbers(filled: u64, running: u64) -> Label {
    Label::both(
        format!("{filled} 条记录有值，{running} 个进行中的流程使用它"),
        format!("{filled} records hold a value, {running} running cases use it"),
    )
}

fn joined(label: &Label, more: &Label) -> Label {
    use value::Locale::{En, ZhCn};
    Label::both(format!("{}：{}", label.get(ZhCn), more.get(ZhCn)), format!("{}: {}", label.get(En), more.get(En)))
}

/// Refuses a publication with the reasons.
pub(crate) fn refuse(blocked: Vec<Label>) -> RuntimeResult<()> {
    use value::Locale::{En, ZhCn};
    if blocked.is_empty() {
        return Ok(());
    }
    let joined = |locale, between: &str| blocked.iter().map(|label| label.get(locale)).collect::<Vec<_>>().join(between);
    Err(RuntimeError::refused("publication_blocked", joined(ZhCn, "；"), joined(En, "; ")))
}
