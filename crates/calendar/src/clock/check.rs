//! What is wrong with a policy of a clock.

use super::ClockPolicy;
use crate::Target;
use std::collections::BTreeSet;
use value::Label;

/// Something wrong with a policy, for the engine that holds it to tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockFault {
    /// Where in the policy, as a JSON Pointer.
    pub pointer: String,
    /// What is wrong.
    pub message: Label,
    /// What to do.
    pub hint: Label,
}

/// Everything that is wrong with a policy. Whether its calendar is there, its engine knows.
pub fn check_policy(policy: &ClockPolicy) -> Vec<ClockFault> {
    let mut found = Vec::new();
    let mut fault = |pointer: String, message: (&str, &str), hint: (&str, &str)| {
        found.push(ClockFault { pointer, message: Label::both(message.0, message.1), hint: Label::both(hint.0, hint.1) });
    };
    let mut target = |pointer: String, target: &Target| {
        if target.amount == 0 {
            fault(pointer, ("时限不能为 0", "a target is more than nothing"), ("写上至少 1", "write at least 1"));
        }
    };
    target("/target/amount".into(), &policy.target);
    for (index, pause) in policy.pause.iter().enumerate() {
        pause.ask_after.iter().for_each(|after| target(format!("/pause/{index}/ask_after/amount"), after));
    }
    for (index, escalation) in policy.escalations.iter().enumerate() {
        escalation.after.iter().for_each(|after| target(format!("/escalations/{index}/after/amount"), after));
    }
    let mut causes = BTreeSet::new();
    for (index, pause) in policy.pause.iter().enumerate() {
        if pause.until.is_empty() || pause.until.contains(&pause.from) {
            let message = ("暂停之后没有能恢复计时的事件", "nothing lets the clock run on after this pause");
            fault(format!("/pause/{index}/until"), message, ("写上另一个事件", "name another event"));
        }
        if !causes.insert(&pause.from) {
            let message = ("同一事件写了两个暂停", "two pauses begin with the same event");
            fault(format!("/pause/{index}/from"), message, ("合成一个", "make one of them"));
        }
    }
    for (index, reset) in policy.reset.iter().enumerate() {
        if reset.percent == 0 || reset.percent > 1000 {
            let message = ("重新计时的比例应在 1 到 1000 之间", "a renewal gives 1 to 1000 percent");
            fault(format!("/reset/{index}/percent"), message, ("例如 50 或 100", "such as 50 or 100"));
        }
    }
    if policy.warn_at.first() == Some(&0) || policy.warn_at.iter().zip(policy.warn_at.iter().skip(1)).any(|(before, next)| before >= next) {
        let message = ("提醒比例应大于 0 并从小到大", "warnings are above 0 and rise");
        fault("/warn_at".into(), message, ("例如 50、80、100", "such as 50, 80, 100"));
    }
    if policy.warn_every.is_some_and(|every| every < 5) {
        let message = ("重复提醒的间隔至少为 5%", "warnings repeat after 5 percent at the soonest");
        fault("/warn_every".into(), message, ("例如 25", "such as 25"));
    }
    let mut levels = BTreeSet::new();
    for (index, escalation) in policy.escalations.iter().enumerate() {
        if escalation.percent.is_some() == escalation.after.is_some() || escalation.percent == Some(0) {
            let message = ("升级需要且只需要 percent 或 after 之一", "an escalation has either `percent` or `after`");
            fault(format!("/escalations/{index}"), message, ("写上其中一个", "write one of them"));
        }
        if !levels.insert(escalation.level) {
            let message = ("升级级别重复", "two escalations have the same level");
            fault(format!("/escalations/{index}/level"), message, ("换一个级别", "choose another level"));
        }
    }
    found
}
