//! How long the steps of a flow take, where cases wait, and how often they are late or sent back: counted from what happened in them.

use crate::commit::internal;
use crate::tasks::stays::{Happened, Stays, read};
use crate::types::{FlowTimes, StepTimes, TimesAsked, WayTaken};
use crate::{Runtime, RuntimeError, RuntimeResult};
use access::Actor;
use flow_engine::{CompiledFlow, Event};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::{apps, flows, todos};
use uuid::Uuid;
use value::{AppId, EdgeId, FlowId, Instant, Label, NodeId};

/// So many cases are looked at, the newest first.
const MOST: usize = 5_000;
/// The events of so many cases are read at once.
const AT_ONCE: usize = 200;

/// What was counted at a step.
#[derive(Default)]
struct Count {
    seconds: Vec<u64>,
    returned: u64,
    with_deadline: u64,
    late: u64,
    waiting: Vec<u64>,
}

/// What was counted in all cases.
#[derive(Default)]
struct Counted {
    steps: BTreeMap<NodeId, Count>,
    ways: BTreeMap<EdgeId, u64>,
}

impl Runtime {
    /// How long the steps of a flow took in the cases that began in a span.
    pub async fn flow_times(&self, actor: &Actor, app: &AppId, flow: &FlowId, asked: &TimesAsked) -> RuntimeResult<FlowTimes> {
        let active = self.built(actor, app).await?;
        let reader = self.inner.store.read();
        let mut rows = apps::versions(&reader, app).await?;
        rows.sort_by_key(|row| std::cmp::Reverse(row.number));
        let versions = rows.iter().filter_map(|row| u32::try_from(row.number).ok()).collect();
        let chosen = match asked.version {
            Some(number) => {
                Some(rows.into_iter().find(|row| row.number == i64::from(number)).ok_or(RuntimeError::NotFound { what: "version" })?.hash)
            }
            None => None,
        };
        let compiled = match &chosen {
            Some(hash) => self.pinned_app(&reader, app, hash).await?,
            None => active.compiled.clone(),
        };
        let known = compiled.flows.get(flow).cloned().ok_or(RuntimeError::NotFound { what: "flow" })?;
        let hashes = chosen.map(|hash| vec![hash]);
        let span = (asked.from.into(), asked.until.into());
        let mut cases = flows::begun_between(&reader, (app, flow.as_str()), span, hashes.as_deref(), number(MOST) + 1).await?;
        let more = cases.len() > MOST;
        cases.truncate(MOST);
        let running = cases.iter().filter(|case| case.ended_at.is_none()).count();
        let (now, mut counted) = (self.now(), Counted::default());
        for some in cases.chunks(AT_ONCE) {
            let keys: Vec<Uuid> = some.iter().map(|case| case.id).collect();
            let events = flows::events_of(&reader, &keys).await?;
            let due = todos::due_of_instances(&reader, &keys).await?;
            // Reading the events is work for the processor: other requests go on beside it.
            counted = tokio::task::spawn_blocking(move || counted.with(events, &due, now)).await.map_err(internal)?;
        }
        let definition = compiled.flow_definitions.get(flow);
        let way = |id: &EdgeId| definition.and_then(|flow| flow.edges.iter().find(|edge| edge.id == *id)).map(|edge| edge.label.clone());
        Ok(FlowTimes {
            label: known.label().clone(),
            form: known.form().clone(),
            cases: number(cases.len()),
            more,
            running: number(running),
            steps: counted.steps_of(&known),
            ways: counted.ways_of(&known, way),
            versions,
        })
    }
}

impl Counted {
    fn with(mut self, events: Vec<flows::Event>, due: &[todos::Todo], now: Instant) -> Self {
        let mut by_case: BTreeMap<Uuid, Vec<flows::Event>> = BTreeMap::new();
        for event in events {
            by_case.entry(event.instance_id).or_default().push(event);
        }
        for events in by_case.into_values() {
            self.case(&read(events), now);
        }
        for todo in due {
            let (Ok(node), Some(until)) = (NodeId::parse(&todo.node), todo.due_at) else { continue };
            // What somebody else has settled was not late.
            if todo.state == "cancelled" {
                continue;
            }
            let count = self.steps.entry(node).or_default();
            count.with_deadline += 1;
            count.late += u64::from(todo.closed_at.map_or(now, store::Moment::instant) > until.instant());
        }
        self
    }

    fn case(&mut self, events: &[Happened], now: Instant) {
        for happened in events {
            match &happened.event {
                Event::Returned { node, .. } => self.steps.entry(node.clone()).or_default().returned += 1,
                Event::NodeLeft { edge: Some(edge), .. } | Event::BoundaryTaken { edge, goes_on: true, .. } => {
                    *self.ways.entry(edge.clone()).or_default() += 1;
                }
                _ => {}
            }
        }
        for (node, stays) in Stays::of(events).by_node {
            let count = self.steps.entry(node).or_default();
            for (from, until) in stays {
                let seconds = u64::try_from((until.unwrap_or(now) - from).num_seconds()).unwrap_or(0);
                if until.is_some() { count.seconds.push(seconds) } else { count.waiting.push(seconds) }
            }
        }
    }

    fn steps_of(&mut self, flow: &Arc<CompiledFlow>) -> Vec<StepTimes> {
        let step = |(node, kind, label): (&NodeId, &'static str, &Label)| {
            let mut count = self.steps.remove(node).unwrap_or_default();
            count.seconds.sort_unstable();
            StepTimes {
                node: node.clone(),
                kind,
                label: label.clone(),
                passed: number(count.seconds.len()),
                median: rank(&count.seconds, 50),
                ninth: rank(&count.seconds, 90),
                returned: count.returned,
                with_deadline: count.with_deadline,
                late: count.late,
                waiting: number(count.waiting.len()),
                longest_wait: count.waiting.into_iter().max(),
            }
        };
        flow.nodes().map(step).collect()
    }

    fn ways_of(&self, flow: &CompiledFlow, label: impl Fn(&EdgeId) -> Option<Label>) -> Vec<WayTaken> {
        let way = |(id, from, to): (&EdgeId, &NodeId, &NodeId)| WayTaken {
            id: id.clone(),
            from: from.clone(),
            to: to.clone(),
            label: label(id).unwrap_or_default(),
            taken: self.ways.get(id).copied().unwrap_or_default(),
        };
        flow.edges().map(way).collect()
    }
}

fn number(of: usize) -> u64 {
    u64::try_from(of).unwrap_or(u64::MAX)
}

/// The nearest rank: the smallest value that so many in a hundred do not exceed.
fn rank(sorted: &[u64], percent: usize) -> Option<u64> {
    let place = (sorted.len() * percent).div_ceil(100);
    sorted.get(place.saturating_sub(1)).copied()
}

#[cfg(test)]
mod tests {
    use super::rank;

    #[test]
    fn the_nearest_rank_is_a_value_that_was_measured() {
        assert_eq!(rank(&[], 50), None);
        assert_eq!((rank(&[7], 50), rank(&[7], 90)), (Some(7), Some(7)));
        let ten: Vec<u64> = (1..=10).collect();
        assert_eq!((rank(&ten, 50), rank(&ten, 90)), (Some(5), Some(9)));
    }
}
