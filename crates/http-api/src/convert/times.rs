use crate::dto::times::{FlowTimes, StepTimes, TimesAsked, WayTaken};
use runtime::types;

pub(crate) fn times_asked(asked: &TimesAsked) -> types::TimesAsked {
    types::TimesAsked { from: asked.from, until: asked.until, version: asked.version }
}

pub(crate) fn flow_times(found: types::FlowTimes) -> FlowTimes {
    let step = |one: types::StepTimes| StepTimes {
        node: one.node.to_string(),
        kind: one.kind.into(),
        label: one.label.into(),
        passed: one.passed,
        median: one.median,
        ninth: one.ninth,
        returned: one.returned,
        with_deadline: one.with_deadline,
        late: one.late,
        waiting: one.waiting,
        longest_wait: one.longest_wait,
    };
    let way = |one: types::WayTaken| WayTaken {
        id: one.id.to_string(),
        from: one.from.to_string(),
        to: one.to.to_string(),
        label: one.label.into(),
        taken: one.taken,
    };
    FlowTimes {
        label: found.label.into(),
        form: found.form.to_string(),
        cases: found.cases,
        more: found.more,
        running: found.running,
        steps: found.steps.into_iter().map(step).collect(),
        ways: found.ways.into_iter().map(way).collect(),
        versions: found.versions,
    }
}
