//! Whom the steps of a flow find.

use crate::dto::assignment::{AssignmentCheck, Finds, StepFinds};
use runtime::types;

pub(crate) fn assignment_check(check: types::AssignmentCheck) -> AssignmentCheck {
    let finds = |found: types::Finds| Finds { people: found.people, count: found.count, departments: found.departments };
    let step = |step: types::StepFinds| StepFinds {
        node: step.node.to_string(),
        label: step.label.into(),
        depends_on_case: step.depends_on_case,
        text: step.text.into(),
        warns: step.warns,
        nobody: step.nobody,
        found: step.found.into_iter().map(finds).collect(),
    };
    AssignmentCheck { departments: check.departments, steps: check.steps.into_iter().map(step).collect() }
}
