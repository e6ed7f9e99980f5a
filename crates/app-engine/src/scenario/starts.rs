//! Cases that begin by themselves while time passes: flows with a schedule.

use super::play::{Play, Refused};
use crate::command::{Begins, BegunBy, What};
use flow_engine::CompiledFlow;
use form_engine::Rights;
use serde_json::Map;
use std::sync::Arc;
use value::{FlowId, Instant, Label};

/// More often flows do not begin by a schedule in one scenario: it waits for too long.
const MOST_BEGUN: usize = 500;

impl Play<'_> {
    /// Which flow begins by its schedule next, and when.
    pub fn next_start(&self) -> Option<(Instant, Arc<CompiledFlow>)> {
        let next = |flow: &Arc<CompiledFlow>| Some((self.next_start_of(flow.id())?, Arc::clone(flow)));
        self.app.flows.values().filter_map(next).min_by(|one, other| one.0.cmp(&other.0))
    }

    /// When a flow begins by its schedule next.
    pub fn next_start_of(&self, flow: &FlowId) -> Option<Instant> {
        let last = self.begun.get(flow).copied().unwrap_or(self.cast.scenario.now);
        self.app.next_start(self.app.flows.get(flow)?, last)
    }

    /// The flow whose moment has come begins: on the records that it names, or on a new one. The new record has the id of the flow as its
    /// name, the next ones a number behind.
    pub fn begin_what_is_due(&mut self, at: Instant) -> Result<(), Refused> {
        let Some((_, flow)) = self.next_start() else { return Ok(()) };
        self.now = self.now.max(at);
        self.begun.insert(flow.id().clone(), at);
        let form = flow.form().clone();
        self.scheduled += 1;
        if self.scheduled > MOST_BEGUN {
            let words = Label::both("时间过得太久，定时流程发起了太多次", "So much time passes that flows begin too often by their schedules");
            return Err(Refused { codes: vec!["too_many_starts".into()], words });
        }
        let Some(filter) = flow.start_schedule().and_then(|schedule| schedule.records.clone()) else {
            let name = self.free_name(flow.id().as_str());
            let id = self.cast.new_record_id();
            let numbers = self.numbers(self.form(&form)?, None);
            let what = What::Create { values: Map::new(), numbers, department: None, begins: Begins::Flow(flow.id().clone()) };
            return self.file((name, form, id), None, Rights::system(), what);
        };
        let found: Vec<String> = self.matching(&form, &filter).into_iter().map(|(name, _)| name.clone()).collect();
        for name in found {
            let filed = self.filed(&name)?;
            let open = filed.case.clone().filter(|case| case.state.status.is_open());
            let what = What::Begin { flow: flow.id().clone(), by: BegunBy::Schedule };
            self.on_record(&name, &super::cast::Filed { case: open, ..filed }, None, Rights::system(), what)?;
        }
        Ok(())
    }

    fn free_name(&self, name: &str) -> String {
        let names = std::iter::once(name.to_owned()).chain((2..).map(|number| format!("{name}.{number}")));
        names.into_iter().find(|name| !self.cast.records.contains_key(name)).unwrap_or_default()
    }
}
