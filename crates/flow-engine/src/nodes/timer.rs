//! 定时: the case waits for some time.

use super::{Behaviour, Next, NodeKind};
use crate::{
    Refusal, WaitKind,
    compile::Check,
    decide::{Place, Run},
    settings::is_default,
    timers,
};
use definition::FormulaText;
use indexmap::IndexMap;
use schemars::{JsonSchema, schema_for};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use value::FieldId;

/// The kind.
pub static KIND: NodeKind = NodeKind {
    id: "timer",
    name: ["定时", "Timer"],
    help: ["等待一段时间后继续。", "Waits for some time, then goes on."],
    schema: || schema_for!(TimerSettings),
    example: r#"{ "id": "a_day", "kind": "timer", "label": { "zh-CN": "等一天", "en": "Wait a day" }, "after_minutes": 1440, "on_enter": { "stage": "\"waiting\"" } }"#,
    build: |settings| Ok(Arc::new(Timer { settings: serde_json::from_value(settings.into())? })),
};

/// Settings of a timer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct TimerSettings {
    /// For how many minutes of the clock on the wall it waits.
    #[schemars(range(min = 1, max = 5_256_000))]
    after_minutes: u32,
    /// Fields that are set when the case comes here.
    #[serde(default, skip_serializing_if = "is_default")]
    on_enter: IndexMap<FieldId, FormulaText>,
}

#[derive(Debug)]
struct Timer {
    settings: TimerSettings,
}

impl Behaviour for Timer {
    fn enter(&self, run: &mut Run<'_>, place: Place) -> Result<Next, Refusal> {
        timers::set(run, place.token, WaitKind::Wait, 0, self.settings.after_minutes);
        Ok(Next::Wait)
    }

    fn waited(&self, _run: &mut Run<'_>, _place: Place, _number: u32) -> Result<Next, Refusal> {
        Ok(Next::Leave)
    }

    fn on_enter(&self) -> &IndexMap<FieldId, FormulaText> {
        &self.settings.on_enter
    }

    fn waits(&self) -> bool {
        true
    }

    fn wait_minutes(&self) -> Option<u32> {
        Some(self.settings.after_minutes)
    }

    fn check(&self, check: &mut Check<'_>) {
        check.minutes(self.settings.after_minutes, "after_minutes");
    }
}
