//! 抄送: people are told, nobody has to do anything.

use super::{Behaviour, Next, NodeKind};
use crate::{
    Assign, Event, Refusal,
    compile::Check,
    decide::{Place, Run},
    holders,
    settings::is_default,
};
use definition::FormulaText;
use indexmap::IndexMap;
use schemars::{JsonSchema, schema_for};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use value::FieldId;

/// The kind.
pub static KIND: NodeKind = NodeKind {
    id: "cc",
    name: ["抄送", "Copy"],
    help: [
        "把单据抄送给相关人员，不等待；同一流程中同一个人只抄送一次。",
        "Tells people about the case and goes on; nobody is told twice in one case.",
    ],
    schema: || schema_for!(CcSettings),
    example: r#"{
        "id": "tell", "kind": "cc", "label": { "zh-CN": "抄送质量部", "en": "Tell quality" },
        "assign": [{ "by": "slot", "slot": "quality_manager" }, { "by": "did", "node": "lead" }],
        "on_enter": { "stage": "\"told\"" }
    }"#,
    build: |settings| Ok(Arc::new(Cc { settings: serde_json::from_value(settings.into())? })),
};

/// Settings of a copy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct CcSettings {
    /// Who is told.
    #[schemars(extend("x-help" = { "zh-CN": "抄送给谁。", "en": "Who is told." }))]
    assign: Vec<Assign>,
    /// Fields that are set when the case comes here.
    #[serde(default, skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "到达这里时给哪些字段赋值。", "en": "Fields that are set when the case comes here." }))]
    on_enter: IndexMap<FieldId, FormulaText>,
}

#[derive(Debug)]
struct Cc {
    settings: CcSettings,
}

impl Behaviour for Cc {
    fn enter(&self, run: &mut Run<'_>, place: Place) -> Result<Next, Refusal> {
        let mut to = holders::find(run, &self.settings.assign, run.row_of(place.token))?;
        to.retain(|user| !run.state.told.contains(user));
        if !to.is_empty() {
            let node = run.node(place).id().clone();
            run.emit(Event::CopiesSent { node, to });
        }
        Ok(Next::Leave)
    }

    fn on_enter(&self) -> &IndexMap<FieldId, FormulaText> {
        &self.settings.on_enter
    }

    fn check(&self, check: &mut Check<'_>) {
        check.assign(&self.settings.assign);
    }
}
