//! What is wrong with the clocks of a flow.

use super::{Check, deadline, error};
use crate::{EscalationWay, FlowClockSettings, Happens};
use definition::{Diagnostic, Flow};
use std::collections::BTreeSet;
use value::{Label, Locale};

/// Reads the settings of all clocks; what cannot be read is told.
pub(super) fn read(flow: &Flow, findings: &mut Vec<Diagnostic>) -> Vec<Option<FlowClockSettings>> {
    let mut ids = BTreeSet::new();
    let mut read = Vec::new();
    for (place, clock) in flow.clocks.iter().enumerate() {
        if !ids.insert(&clock.id) {
            let message = Label::both(format!("计时编号「{}」重复。", clock.id), format!("The id “{}” is given to two clocks.", clock.id));
            findings.push(error(flow, "MW0106", format!("/clocks/{place}/id"), message));
        }
        // Keys that begin with `x-` are free for the author.
        let settings = clock.settings.iter().filter(|(key, _)| !key.starts_with("x-")).map(|(key, value)| (key.clone(), value.clone())).collect();
        let settings = serde_json::from_value(serde_json::Value::Object(settings)).map_err(|fault| {
            let message = Label::both(
                format!("计时「{}」的设置不正确：{fault}", clock.label.get(Locale::ZhCn)),
                format!("The settings of the clock “{}” are wrong: {fault}", clock.label.get(Locale::En)),
            );
            findings.push(error(flow, "MW0107", format!("/clocks/{place}"), message));
        });
        read.push(settings.ok());
    }
    read
}

/// Checks a clock.
pub(super) fn check(check: &mut Check<'_>, settings: &FlowClockSettings) {
    deadline::timed(check, &settings.timing(), &settings.within, "");
    for (name, list) in [("start", &settings.start), ("stop", &settings.stop), ("cancel", &settings.cancel)] {
        for (index, happens) in list.iter().enumerate() {
            known(check, happens, &format!("{name}/{index}"));
        }
    }
    for (index, renewal) in settings.reset.iter().enumerate() {
        known(check, &renewal.on, &format!("reset/{index}/on"));
        if renewal.percent == 0 || renewal.percent > 1000 {
            let message = Label::both("重新计时的比例应在 1 到 1000 之间。", "A renewal gives 1 to 1000 percent.");
            check.error("MW0514", &format!("reset/{index}/percent"), message);
        }
    }
    for (index, level) in settings.levels.iter().enumerate() {
        if !level.to.is_empty() {
            check.assign_at(&level.to, &format!("levels/{index}/to"));
        }
        if level.way == EscalationWay::Pass {
            let message = Label::both("流程的计时跨多个步骤，不能自动通过某一步。", "A clock of a flow spans several steps and passes none of them.");
            let hint = Label::both("在该步骤自己的时限里设自动通过。", "Let the deadline of the step itself pass it.");
            check.error_with("MW0515", &format!("levels/{index}/way"), message, Some(hint));
        }
    }
}

fn known(check: &mut Check<'_>, happens: &Happens, at: &str) {
    match happens {
        Happens::Entered(node) | Happens::Left(node) => {
            let nodes = &check.flow.nodes;
            if !nodes.iter().any(|known| known.id == *node) {
                let name = if matches!(happens, Happens::Entered(_)) { "entered" } else { "left" };
                let message = Label::both(format!("没有步骤「{node}」。"), format!("There is no step “{node}”."));
                let hint = super::check::hint(node.as_str(), nodes.iter().map(|known| known.id.as_str()));
                check.error_with("MW0311", &format!("{at}/{name}"), message, hint);
            }
        }
        Happens::Filled(field) => {
            check.known_field(field, &format!("{at}/filled"));
        }
        Happens::CaseBegins | Happens::When(_) => {}
    }
}
