//! 汇聚: goes on when enough branches have come; the rest is cancelled or ends here.

use super::{Behaviour, Joining, Next, NodeKind};
use crate::{
    Refusal,
    decide::{Place, Run},
    joins,
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
    id: "join",
    name: ["汇聚", "Join"],
    help: [
        "等到指定数量的分支到达就继续；其余分支可取消，或到达后就此结束。",
        "Goes on when so many branches have come; the rest is cancelled, or ends here when it comes.",
    ],
    schema: || schema_for!(JoinSettings),
    example: r#"{ "id": "two", "kind": "join", "label": { "zh-CN": "三取二", "en": "Two of three" }, "need": 2, "rest": "cancel", "on_enter": { "stage": "\"two\"" } }"#,
    build: |settings| Ok(Arc::new(Join { settings: serde_json::from_value(settings.into())? })),
};

/// Settings of a join.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
struct JoinSettings {
    /// How many branches have to come; all when left out.
    #[serde(skip_serializing_if = "is_default")]
    #[schemars(range(min = 1, max = 100))]
    #[schemars(extend("x-help" = { "zh-CN": "要等几路到达；不填则等全部。", "en": "How many branches have to come; all when left out." }))]
    need: u32,
    /// What happens to the others.
    #[serde(skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "其余各路怎么办。", "en": "What happens to the others." }))]
    rest: Rest,
    /// Fields that are set when a token comes here.
    #[serde(skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "每次到达这里时给哪些字段赋值。", "en": "Fields that are set when a token comes here." }))]
    on_enter: IndexMap<FieldId, FormulaText>,
}

/// What happens to those who are not needed any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Rest {
    /// They go on, and end where they would have been needed.
    #[default]
    Ignore,
    /// They are cancelled.
    Cancel,
}

#[derive(Debug)]
struct Join {
    settings: JoinSettings,
}

impl Behaviour for Join {
    fn enter(&self, run: &mut Run<'_>, place: Place) -> Result<Next, Refusal> {
        joins::arrive(run, place, |_| Ok(Next::Leave))
    }

    fn on_enter(&self) -> &IndexMap<FieldId, FormulaText> {
        &self.settings.on_enter
    }

    fn joining(&self) -> Joining {
        Joining::Some { need: self.settings.need, cancel: self.settings.rest == Rest::Cancel }
    }
}
