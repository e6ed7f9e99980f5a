//! 调用服务: something outside is called; its answer decides how the case goes on.

use super::{Behaviour, Next, NodeKind};
use crate::{
    Event, Refusal, WaitKind,
    compile::Check,
    decide::{Place, Run},
    settings::{Boundary, Call, Given, Guard, Taken, is_default},
    timers,
};
use definition::FormulaText;
use indexmap::IndexMap;
use schemars::{JsonSchema, schema_for};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use value::{ConnectorId, EdgeId, FieldId, OperationId};

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
        "id": "book", "kind": "service", "label": { "zh-CN": "记账", "en": "Book" }, "connector": "ledger", "operation": "book",
        "input": [{ "input": "amount", "value": "{amount}" }], "answer": [{ "field": "entry", "from": "number" }],
        "retries": 3, "pause_minutes": 1, "on_fault": "failed",
        "boundary": [{ "on": { "after_minutes": 60 }, "edge": "late" }], "on_enter": { "stage": "\"booking\"" }
    }"#,
    build: |settings| Ok(Arc::new(Service::new(serde_json::from_value(settings.into())?))),
};

/// Settings of a call of a service.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ServiceSettings {
    /// The connector through which the service is reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-label" = { "zh-CN": "连接器", "en": "Connector" }, "x-help" = { "zh-CN": "通过哪个连接器调用服务。", "en": "The connector through which the service is reached." }))]
    connector: Option<ConnectorId>,
    /// What it is asked to do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-label" = { "zh-CN": "操作", "en": "Operation" }, "x-help" = { "zh-CN": "调用它的哪个操作。", "en": "What it is asked to do." }))]
    operation: Option<OperationId>,
    /// The service that is meant, in the words of the drawing from which the step was taken over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-label" = { "zh-CN": "原图所指的服务", "en": "Service in the drawing" }, "x-help" = { "zh-CN": "导入的图里所写的服务名称，供对照。", "en": "The service that is meant, in the words of the drawing from which the step was taken over." }))]
    service: Option<String>,
    /// What it is given, out of the record.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-label" = { "zh-CN": "给出的输入", "en": "What it is given" }, "x-help" = { "zh-CN": "从记录中取哪些值交给它。", "en": "What it is given, out of the record." }))]
    input: Vec<Given>,
    /// What is taken out of its answer into the record.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-label" = { "zh-CN": "取回的值", "en": "What is taken from the answer" }, "x-help" = { "zh-CN": "从它的答复中取哪些值写入记录。", "en": "What is taken out of its answer into the record." }))]
    answer: Vec<Taken>,
    /// How often it is tried again after a failure.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(range(min = 0, max = 100))]
    #[schemars(extend("x-help" = { "zh-CN": "失败后再试几次。", "en": "How often it is tried again after a failure." }))]
    retries: u32,
    /// Minutes between two tries.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    #[schemars(range(min = 1, max = 10_080))]
    #[schemars(extend("x-help" = { "zh-CN": "两次尝试之间隔几分钟。", "en": "Minutes between two tries." }))]
    pause_minutes: u32,
    /// The edge that is taken when it fails for good; an administrator decides when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-help" = { "zh-CN": "最终失败时走哪条出路；不设则由管理员处理。", "en": "The edge that is taken when it fails for good; an administrator decides when left out." }))]
    on_fault: Option<EdgeId>,
    /// What takes a way out while the answer is awaited.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "等待答复期间，什么情况会走另一条出路。", "en": "What takes a way out while the answer is awaited." }))]
    boundary: Vec<Boundary>,
    /// Fields that are set when the case comes here.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "到达这里时给哪些字段赋值。", "en": "Fields that are set when the case comes here." }))]
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
    call: Call,
    retries: u32,
    pause_minutes: u32,
    on_fault: Option<EdgeId>,
    guard: Guard,
    on_enter: IndexMap<FieldId, FormulaText>,
}

impl Service {
    fn new(settings: ServiceSettings) -> Self {
        let ServiceSettings { connector, operation, service, input, answer, .. } = settings;
        Self {
            call: Call { connector, operation, service, input, answer },
            retries: settings.retries,
            pause_minutes: settings.pause_minutes,
            on_fault: settings.on_fault,
            guard: Guard { boundary: settings.boundary, ..Guard::default() },
            on_enter: settings.on_enter,
        }
    }

    /// All tries of one visit are one call: the service can tell a repetition from a new request.
    fn request(run: &mut Run<'_>, place: Place) -> Result<Next, Refusal> {
        let (tries, known) = run.state.token(place.token).map_or((0, 0), |token| (token.tries, token.call));
        let call = if tries == 0 { run.state.calls.saturating_add(1) } else { known };
        let input = run.call_inputs(place)?;
        let node = run.node(place).id().clone();
        run.emit(Event::CallRequested { token: place.token, node, attempt: tries.saturating_add(1), call, input });
        Ok(Next::Wait)
    }
}

impl Behaviour for Service {
    fn enter(&self, run: &mut Run<'_>, place: Place) -> Result<Next, Refusal> {
        Self::request(run, place)
    }

    fn waited(&self, run: &mut Run<'_>, place: Place, _number: u32) -> Result<Next, Refusal> {
        Self::request(run, place)
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

    fn call(&self) -> Option<&Call> {
        Some(&self.call)
    }

    fn taken(&self) -> &[Taken] {
        &self.call.answer
    }

    fn on_enter(&self) -> &IndexMap<FieldId, FormulaText> {
        &self.on_enter
    }

    fn check(&self, check: &mut Check<'_>) {
        check.guard(&self.guard);
        crate::compile::outside::call(check, &self.call);
        if let Some(edge) = &self.on_fault {
            check.side_edge(edge, "on_fault");
        }
    }
}
