//! Trying an operation of a connector.

use crate::dto::trying::{OperationTrial, TrialFault, TrialHeader, TrialOutput};
use runtime::types;
use runtime::types::TrialBody;

pub(crate) fn operation_trial(trial: types::OperationTrial) -> OperationTrial {
    let (body_kind, json, text) = match trial.body {
        TrialBody::Nothing => ("none", serde_json::Value::Null, None),
        TrialBody::Json(json) => ("json", json, None),
        TrialBody::Text(text) => ("text", serde_json::Value::Null, Some(text)),
    };
    let output = |one: types::TrialOutput| TrialOutput { id: one.id, label: one.label.into(), value: one.value, fault: one.fault.map(Into::into) };
    OperationTrial {
        method: trial.method,
        path: trial.path,
        status: trial.status,
        millis: trial.millis,
        headers: trial.headers.into_iter().map(|(name, value)| TrialHeader { name, value }).collect(),
        body_kind: body_kind.into(),
        json,
        text,
        cut: trial.cut,
        outputs: trial.outputs.into_iter().map(output).collect(),
        fault: trial.fault.map(|(word, message)| TrialFault { word: word.split(':').next().unwrap_or_default().into(), message: message.into() }),
    }
}
