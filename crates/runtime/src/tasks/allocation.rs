//! Why somebody has a step, in words: who was chosen by which way, and why others were not.

use flow_engine::{Chosen, LeftOut, LeftOuts, Way, Why};
use value::{Label, Locale, UserId};

/// Who was chosen and why: 「按技能×负载：李四（2/5）；未选：王五（已满 5/5）」.
pub(super) fn chosen(people: &[Chosen], (way, skilled, anyway): (Way, bool, bool), left_out: &LeftOuts, name: &dyn Fn(UserId) -> String) -> Label {
    let said = |locale: Locale| {
        let zh = locale == Locale::ZhCn;
        let by = by_way(way, skilled, zh);
        let chosen: Vec<String> = people.iter().map(|one| with_load(one, name, zh)).collect();
        let anyway = match (anyway, zh) {
            (true, true) => "；无人有空，仍然分派",
            (true, false) => "; given although nobody was free",
            (false, _) => "",
        };
        let without = without(left_out, name, zh);
        if zh { format!("{by}：{}{anyway}{without}", chosen.join("、")) } else { format!("{by}: {}{anyway}{without}", chosen.join(", ")) }
    };
    Label::both(said(Locale::ZhCn), said(Locale::En))
}

/// That it has to wait, and why.
pub(super) fn awaited(left_out: &LeftOuts, name: &dyn Fn(UserId) -> String) -> Label {
    Label::both(
        format!("无人有空，排队等待{}", without(left_out, name, true)),
        format!("Nobody is free, so it waits{}", without(left_out, name, false)),
    )
}

/// That a to-do moved, and what both hold now.
pub(super) fn rebalanced((from, open_from): (&str, u32), (to, open_to): (&str, u32), capacity: Option<u32>) -> Label {
    let most = capacity.map(|capacity| format!("/{capacity}")).unwrap_or_default();
    Label::both(
        format!("均衡负载：{from}（{open_from}{most}）转给{to}（{open_to}{most}）"),
        format!("Load evened out: from {from} ({open_from}{most}) to {to} ({open_to}{most})"),
    )
}

fn by_way(way: Way, skilled: bool, zh: bool) -> &'static str {
    match (way, skilled) {
        (Way::LeastLoaded, true) => if_zh(zh, "按技能×负载", "By skill and load"),
        (Way::LeastLoaded, false) => if_zh(zh, "按负载", "By load"),
        (Way::RoundRobin, true) => if_zh(zh, "按技能轮流", "By skill, in turn"),
        (Way::RoundRobin, false) => if_zh(zh, "轮流", "In turn"),
        (Way::Familiar, _) => if_zh(zh, "以前办过", "Did it before"),
        (Way::All, true) => if_zh(zh, "按技能", "By skill"),
        (Way::All, false) => if_zh(zh, "按条件", "By conditions"),
    }
}

fn if_zh(zh: bool, chinese: &'static str, english: &'static str) -> &'static str {
    if zh { chinese } else { english }
}

fn load(open: Option<u32>, capacity: Option<u32>) -> Option<String> {
    match (open, capacity) {
        (Some(open), Some(capacity)) => Some(format!("{open}/{capacity}")),
        (Some(open), None) => Some(open.to_string()),
        (None, _) => None,
    }
}

fn with_load(one: &Chosen, name: &dyn Fn(UserId) -> String, zh: bool) -> String {
    let instead = one.instead_of.map(name).map(|other| if zh { format!("代{other}") } else { format!("for {other}") });
    let more: Vec<String> = load(one.open, one.capacity).into_iter().chain(instead).collect();
    let who = name(one.user);
    match (more.is_empty(), zh) {
        (true, _) => who,
        (false, true) => format!("{who}（{}）", more.join("，")),
        (false, false) => format!("{who} ({})", more.join(", ")),
    }
}

fn without(left_out: &LeftOuts, name: &dyn Fn(UserId) -> String, zh: bool) -> String {
    if left_out.named.is_empty() {
        return String::new();
    }
    let one = |left: &LeftOut| {
        let why = match left.why {
            Why::NoSkill => if_zh(zh, "技能不符", "lacks the skill"),
            Why::OffShift => if_zh(zh, "不在班", "off shift"),
            Why::DidBefore => if_zh(zh, "职责分离", "kept apart"),
            Why::Full => if_zh(zh, "已满", "full"),
        };
        let load = load(left.open, left.capacity).filter(|_| left.why == Why::Full).map(|load| format!(" {load}")).unwrap_or_default();
        let who = name(left.user);
        if zh { format!("{who}（{why}{load}）") } else { format!("{who} ({why}{load})") }
    };
    let named: Vec<String> = left_out.named.iter().map(one).collect();
    match (left_out.more, zh) {
        (0, true) => format!("；未选：{}", named.join("、")),
        (more, true) => format!("；未选：{}等 {} 人", named.join("、"), named.len().saturating_add(usize::try_from(more).unwrap_or_default())),
        (0, false) => format!("; not: {}", named.join(", ")),
        (more, false) => format!("; not: {} and {more} more", named.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(number: u128) -> UserId {
        UserId(uuid::Uuid::from_u128(number))
    }

    fn name(user: UserId) -> String {
        ["王五", "李四"].get(usize::try_from(user.0.as_u128()).unwrap_or_default()).map_or_else(String::new, |name| (*name).to_owned())
    }

    #[test]
    fn the_reason_is_a_sentence_in_both_languages() {
        let people = [Chosen { user: person(1), open: Some(2), capacity: Some(5), instead_of: None }];
        let left_out = LeftOuts { named: vec![LeftOut { user: person(0), why: Why::Full, open: Some(5), capacity: Some(5) }], more: 0 };
        let said = chosen(&people, (Way::LeastLoaded, true, false), &left_out, &name);
        assert_eq!(said.get(Locale::ZhCn), "按技能×负载：李四（2/5）；未选：王五（已满 5/5）");
        assert_eq!(said.get(Locale::En), "By skill and load: 李四 (2/5); not: 王五 (full 5/5)");
        assert_eq!(awaited(&LeftOuts::default(), &name).get(Locale::ZhCn), "无人有空，排队等待");
    }
}
