//! 定时: the case waits for some time.

use super::{Behaviour, Next, NodeKind};
use crate::{
    Refusal, Until,
    compile::Check,
    decide::{Place, Run},
    settings::is_default,
    waits::{self, Length, Wait},
};
use calendar::Target;
use definition::FormulaText;
use indexmap::IndexMap;
use schemars::{JsonSchema, schema_for};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use value::{CalendarId, FieldId, Label};

/// The kind.
pub static KIND: NodeKind = NodeKind {
    id: "timer",
    name: ["定时", "Timer"],
    help: [
        "等待一段自然时间或工作时间，或等到字段里的时间，然后继续。",
        "Waits for some time, working time or until the moment in a field, then goes on.",
    ],
    schema: || schema_for!(TimerSettings),
    example: r#"{ "id": "two_days", "kind": "timer", "label": { "zh-CN": "等两个工作日", "en": "Wait two working days" }, "within": { "amount": 2, "unit": "days" }, "calendar": "office", "on_enter": { "stage": "\"waiting\"" } }"#,
    build: |settings| Ok(Arc::new(Timer { settings: serde_json::from_value(settings.into())? })),
};

/// Settings of a timer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct TimerSettings {
    /// For how many minutes of all time it waits; or write `within` or `until`.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(range(min = 1, max = 5_256_000))]
    #[schemars(extend("x-help" = { "zh-CN": "等待多少分钟（自然时间）；也可以改填时长或等到某个时间。", "en": "For how many minutes of all time it waits; or write `within` or `until`." }))]
    after_minutes: u32,
    /// How long it waits, in working or in all time; instead of minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-help" = { "zh-CN": "等待多久，按工作时间或自然时间计算；代替分钟数。", "en": "How long it waits, in working or in all time; instead of minutes." }))]
    within: Option<Target>,
    /// Until when it waits, as a field of the record says; instead of a length.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-help" = { "zh-CN": "等到记录的某个字段所写的时间；代替时长。", "en": "Until when it waits, as a field of the record says; instead of a length." }))]
    until: Option<Until>,
    /// Whose working time counts; that of the app when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-help" = { "zh-CN": "按哪个工作日历计算；不选则按应用的工作日历。", "en": "Whose working time counts; that of the app when left out." }))]
    calendar: Option<CalendarId>,
    /// Fields that are set when the case comes here.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "到达这里时给哪些字段赋值。", "en": "Fields that are set when the case comes here." }))]
    on_enter: IndexMap<FieldId, FormulaText>,
}

#[derive(Debug)]
struct Timer {
    settings: TimerSettings,
}

impl Behaviour for Timer {
    fn enter(&self, run: &mut Run<'_>, place: Place) -> Result<Next, Refusal> {
        waits::begin(run, place);
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

    fn wait(&self) -> Option<Wait<'_>> {
        let settings = &self.settings;
        let length = match (&settings.until, settings.within) {
            (Some(until), _) => Length::Until(until),
            (None, Some(target)) => Length::Within(target),
            (None, None) => Length::Minutes(settings.after_minutes),
        };
        Some(Wait { length, calendar: settings.calendar.as_ref() })
    }

    fn check(&self, check: &mut Check<'_>) {
        let said = [self.settings.after_minutes > 0, self.settings.within.is_some(), self.settings.until.is_some()];
        if said.into_iter().filter(|said| *said).count() > 1 {
            let message = Label::both("定时只能写 after_minutes、within、until 之一。", "A timer has one of `after_minutes`, `within` and `until`.");
            check.error("MW0511", if self.settings.until.is_some() { "until" } else { "within" }, message);
        }
        self.wait().iter().for_each(|wait| waits::check(check, wait, "", "calendar"));
    }
}
