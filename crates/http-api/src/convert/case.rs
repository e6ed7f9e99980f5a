//! Running cases as they are shown.

use crate::dto::case::{CaseObstacle, CaseRecord, CaseStep, CasesWeighed, PinnedCases, RunningCases};
use crate::problem::Problem;
use runtime::types;
use std::collections::BTreeMap;
use value::NodeId;

pub(crate) fn running_cases(found: types::RunningCases) -> RunningCases {
    let pinned = |one: types::PinnedCases| PinnedCases { number: one.number, at: one.at, cases: one.cases, steps: steps(one.steps) };
    RunningCases {
        form: found.form.to_string(),
        number: found.number,
        present: found.present,
        older: found.older.into_iter().map(pinned).collect(),
        steps: steps(found.steps),
    }
}

fn steps(found: Vec<types::CaseStep>) -> Vec<CaseStep> {
    let step = |step: types::CaseStep| CaseStep { node: step.node.to_string(), kind: step.kind.into(), label: step.label.into(), cases: step.cases };
    found.into_iter().map(step).collect()
}

pub(crate) fn cases_weighed(found: types::CasesWeighed) -> CasesWeighed {
    let record = |(id, title): (value::RecordId, String)| CaseRecord { id: id.to_string(), title };
    let obstacle = |one: types::CaseObstacle| CaseObstacle {
        code: one.code.into(),
        text: one.text.into(),
        node: one.node.map(|node| node.to_string()),
        cases: one.cases,
        records: one.records.into_iter().map(record).collect(),
    };
    CasesWeighed { cases: found.cases, fit: found.fit, obstacles: found.obstacles.into_iter().map(obstacle).collect() }
}

/// The steps that take the place of others.
pub(crate) fn steps_chosen(chosen: BTreeMap<String, String>) -> Result<BTreeMap<NodeId, NodeId>, Problem> {
    let parse = |(from, to): (String, String)| Some((NodeId::parse(&from).ok()?, NodeId::parse(&to).ok()?));
    chosen.into_iter().map(|one| parse(one).ok_or_else(|| Problem::not_found().at("/steps"))).collect()
}
