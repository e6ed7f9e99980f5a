//! What is wrong with the deadline of a step.

use super::Check;
use crate::{Deadline, EscalationWay, Level, WaitsFor, countdown::Timing};
use calendar::{Measure, Target};
use value::Label;

/// Checks a deadline.
pub(super) fn check(check: &mut Check<'_>, deadline: &Deadline) {
    match (&deadline.within, deadline.within_minutes) {
        (None, 0) => {
            check.minutes(0, "deadline/within_minutes");
            by_minutes(check, deadline);
        }
        (Some(_), 1..) => {
            let message = Label::both("时限写 within 或 within_minutes，不能两个都写。", "A deadline has `within` or `within_minutes`, not both.");
            check.error("MW0504", "deadline/within", message);
        }
        (Some(target), 0) => by_calendar(check, deadline, target),
        (None, _) => by_minutes(check, deadline),
    }
    for (index, level) in deadline.levels.iter().enumerate() {
        for assign in [level.to.as_slice()].into_iter().filter(|to| !to.is_empty()) {
            check.assign_at(assign, &format!("deadline/levels/{index}/to"));
        }
        passes(check, level.way, &format!("deadline/levels/{index}/way"));
    }
    passes(check, deadline.escalation, "deadline/escalation");
}

/// A case that lies with its starter cannot be passed.
fn passes(check: &mut Check<'_>, way: EscalationWay, place: &str) {
    if way == EscalationWay::Pass && check.node.is_some_and(|node| node.kind == "start") {
        let message = Label::both("被退回的单据不能自动通过。", "A case that was returned cannot be passed.");
        check.error("MW0510", place, message);
    }
}

fn by_minutes(check: &mut Check<'_>, deadline: &Deadline) {
    let only_within = [
        ("calendar", deadline.calendar.is_some()),
        ("warn_at", !deadline.warn_at.is_empty()),
        ("warn_every", deadline.warn_every.is_some()),
        ("pause", !deadline.pause.is_empty()),
        ("instead", !deadline.instead.is_empty()),
    ];
    for (name, _) in only_within.into_iter().filter(|(_, is_set)| *is_set) {
        let message = Label::both(format!("「{name}」要与 within 一起使用。"), format!("“{name}” counts only beside `within`."));
        check.error("MW0505", &format!("deadline/{name}"), message);
    }
    for (index, level) in deadline.levels.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|before| deadline.levels.get(before));
        if before.is_some_and(|before| before.after_minutes >= level.after_minutes) {
            let message = Label::both("升级级别要按时间先后排列。", "Levels of escalation stand in the order of their times.");
            check.error("MW0503", &format!("deadline/levels/{index}/after_minutes"), message);
        }
        check.minutes(level.after_minutes, &format!("deadline/levels/{index}/after_minutes"));
        if level.after.is_some() || level.after_due.is_some() || level.percent.is_some() || level.when.is_some() {
            let message = Label::both("按日历计算的升级要与 within 一起使用。", "A level that counts by a calendar stands beside `within`.");
            check.error("MW0505", &format!("deadline/levels/{index}"), message);
        }
    }
    if deadline.remind_before_minutes.is_some_and(|before| before >= deadline.within_minutes) {
        let message = Label::both("提醒时间必须晚于待办产生的时间。", "The reminder would fall before the to-do is opened.");
        check.error("MW0502", "deadline/remind_before_minutes", message);
    }
}

fn by_calendar(check: &mut Check<'_>, deadline: &Deadline, target: &Target) {
    for (name, _) in [("remind_before_minutes", deadline.remind_before_minutes), ("escalate_after_minutes", deadline.escalate_after_minutes)]
        .into_iter()
        .filter(|(_, minutes)| minutes.is_some())
    {
        let message = Label::both(format!("「{name}」要与 within_minutes 一起使用。"), format!("“{name}” counts only beside `within_minutes`."));
        let hint = Label::both("改用 warn_at 提醒、levels 升级。", "Remind by `warn_at` and escalate by `levels`.");
        check.error_with("MW0505", &format!("deadline/{name}"), message, Some(hint));
    }
    if let Some(timing) = deadline.timing() {
        timed(check, &timing, target, "deadline/");
    }
}

/// Checks how a clock counts, of a step or of the flow, whose settings stand at a place.
pub(super) fn timed(check: &mut Check<'_>, timing: &Timing<'_>, target: &Target, at: &str) {
    known_calendar(check, timing, at);
    check.length(target, &format!("{at}within/amount"));
    for (index, other) in timing.instead.iter().enumerate() {
        check.length(&other.within, &format!("{at}instead/{index}/within/amount"));
    }
    rising(check, timing.warn_at, at);
    if timing.warn_every.is_some_and(|every| every < 5) {
        let message = Label::both("重复提醒的间隔至少为 5%。", "Reminders repeat after 5 percent at the soonest.");
        check.error("MW0508", &format!("{at}warn_every"), message);
    }
    for (index, level) in timing.levels.iter().enumerate() {
        one_moment(check, level, &format!("{at}levels/{index}"));
    }
    for (index, pause) in timing.pause.iter().enumerate() {
        if let WaitsFor::Node(node) = &pause.waits_for
            && !check.flow.nodes.iter().any(|known| known.id == *node && check.node.is_none_or(|own| known.id != own.id))
        {
            let message = Label::both(format!("没有步骤「{node}」。"), format!("There is no other step “{node}”."));
            check.error("MW0311", &format!("{at}pause/{index}/while/node"), message);
        }
    }
}

/// Working time needs a calendar that is there.
fn known_calendar(check: &mut Check<'_>, timing: &Timing<'_>, at: &str) {
    let lengths = std::iter::once(&timing.within)
        .chain(timing.instead.iter().map(|other| &other.within))
        .chain(timing.levels.iter().flat_map(|level| level.after.iter().chain(&level.after_due)));
    let works = lengths.into_iter().any(|length| length.time == Measure::Working);
    let within = format!("{at}within");
    check.known_calendar(timing.calendar, &format!("{at}calendar"), works.then_some(within.as_str()));
}

fn rising(check: &mut Check<'_>, percentages: &[u32], at: &str) {
    let falls = percentages.iter().zip(percentages.iter().skip(1)).any(|(before, next)| before >= next);
    if falls || percentages.first() == Some(&0) {
        let message = Label::both("提醒比例应大于 0 并从小到大。", "The percentages of reminders are above 0 and rise.");
        let hint = Label::both("例如 50、80、100。", "Such as 50, 80, 100.");
        check.error_with("MW0507", &format!("{at}warn_at"), message, Some(hint));
    }
}

/// A level is reached at one moment.
fn one_moment(check: &mut Check<'_>, level: &Level, place: &str) {
    let said = [level.after.is_some(), level.after_due.is_some(), level.percent.is_some()].into_iter().filter(|said| *said).count();
    if said != 1 || level.after_minutes > 0 {
        let message = Label::both("升级需要且只需要 after、after_due、percent 之一。", "A level has one of `after`, `after_due` and `percent`.");
        check.error("MW0509", place, message);
    }
    level.after.iter().for_each(|after| check.length(after, &format!("{place}/after/amount")));
    level.after_due.iter().for_each(|after| check.length(after, &format!("{place}/after_due/amount")));
    if level.percent == Some(0) {
        check.error("MW0507", &format!("{place}/percent"), Label::both("比例应大于 0。", "A percentage is above 0."));
    }
}
