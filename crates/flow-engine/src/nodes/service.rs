//! 调用服务: something outside is called; its answer decides how the case goes on.

use super::{Behaviour, Delivery, Next, NodeKind};
use crate::{
    Event, Refusal, WaitKind,
    compile::Check,
    decide::{Place, Run},
    settings::{Boundary, Guard, is_default},
    timers,
};
use definition::FormulaText;
use indexmap::IndexMap;
use schemars::{JsonSchema, schema_for};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use value::{EdgeId, FieldId};

/// The kind.
pub static KIND: NodeKind = NodeKind {
    id: "service",
    name: ["调用服务", "Service"],
    help: [
        "调用外部服务并等待结果；失败时按间隔重试，仍失败则走错误分支，没有错误分支时停下等管理员处理。",
        "Calls a service and waits for its answer; after the retries a failure takes the way for faults, or waits for an administrator.",
    ],
    schema: || schema_for!(ServiceSettings),
    example: r#"{
        "id": "book", "kind": "service", "label": { "zh-CN": "记账", "en": "Book" }, "service": "ledger",
        "retries": 3, "pause_minutes": 1, "on_fault": "failed",
        "boundary": [{ "on": { "after_minutes": 60 }, "edge": "late" }], "on_enter": { "stage": "\"booking\"" }
    }"#,
    build: |settings| Ok(Arc::new(Service::new(serde_json::from_value(settings.into())?))),
};

/// Settings of a call of a service.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ServiceSettings {
    /// Which service.
    service: String,
    /// How often it is tried again after a failure.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(range(min = 0, max = 100))]
    retries: u32,
    /// Minutes between two tries.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    #[schemars(range(min = 1, max = 10_080))]
    pause_minutes: u32,
    /// The edge that is taken when it fails for good; an administrator decides when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    on_fault: Option<EdgeId>,
    /// What takes a way out while the answer is awaited.
    #[serde(default, skip_serializing_if = "is_default")]
    boundary: Vec<Boundary>,
    /// Fields that are set when the case comes here.
    #[serde(default, skip_serializing_if = "is_default")]
    on_enter: IndexMap<FieldId, FormulaText>,
}

fn one() -> u32 {
    1
}

fn is_one(number: &u32) -> bool {
    *number == 1
}

#[derive(Debug)]
struct Service {
    retries: u32,
    pause_minutes: u32,
    on_fault: Option<EdgeId>,
    guard: Guard,
    on_enter: IndexMap<FieldId, FormulaText>,
}

impl Service {
    fn new(settings: ServiceSettings) -> Self {
        Self {
            retries: settings.retries,
            pause_minutes: settings.pause_minutes,
            on_fault: settings.on_fault,
            guard: Guard { boundary: settings.boundary, ..Guard::default() },
            on_enter: settings.on_enter,
        }
    }

    fn request(run: &mut Run<'_>, place: Place) -> Next {
        let attempt = run.state.token(place.token).map_or(1, |token| token.tries.saturating_add(1));
        let node = run.node(place).id().clone();
        run.emit(Event::CallRequested { token: place.token, node, attempt });
        Next::Wait
    }
}

impl Behaviour for Service {
    fn enter(&self, run: &mut Run<'_>, place: Place) -> Result<Next, Refusal> {
        Ok(Self::request(run, place))
    }

    fn waited(&self, run: &mut Run<'_>, place: Place, _number: u32) -> Result<Next, Refusal> {
        Ok(Self::request(run, place))
    }

    fn answered(&self, run: &mut Run<'_>, place: Place, fault: Option<&str>) -> Result<Next, Refusal> {
        let node = run.node(place);
        let tries = run.state.token(place.token).map_or(0, |token| token.tries);
        run.emit(Event::CallAnswered { token: place.token, node: node.id().clone(), fault: fault.map(str::to_owned) });
        let Some(fault) = fault else { return Ok(Next::Leave) };
        if tries <= self.retries {
            timers::set(run, place.token, WaitKind::Retry, 0, self.pause_minutes);
            return Ok(Next::Wait);
        }
        if let Some(edge) = self.on_fault.as_ref().and_then(|fault| node.edges().iter().position(|edge| edge.id() == fault)) {
            return Ok(Next::LeaveBy(edge));
        }
        run.emit(Event::IncidentRaised { token: place.token, node: node.id().clone(), what: fault.to_owned() });
        Ok(Next::Wait)
    }

    fn guard(&self) -> Option<&Guard> {
        Some(&self.guard)
    }

    fn side_edges(&self) -> Vec<&EdgeId> {
        self.on_fault.iter().chain(self.guard.boundary.iter().map(|boundary| &boundary.edge)).collect()
    }

    fn waits(&self) -> bool {
        true
    }

    fn needs(&self) -> Option<Delivery> {
        Some(Delivery::Calls)
    }

    fn on_enter(&self) -> &IndexMap<FieldId, FormulaText> {
        &self.on_enter
    }

    fn check(&self, check: &mut Check<'_>) {
        check.guard(&self.guard);
        if let Some(edge) = &self.on_fault {
            check.side_edge(edge, "on_fault");
        }
    }
}
