//! What happened in a step, in words: who got what and when, which way was taken, who was told.

use super::play::{Happened, Play};
use crate::{CompiledApp, command};
use calendar::{ClockChange, Firing};
use flow_engine::{Added, CaseClockChanged, CloseReason, CompiledFlow, Decision, Event, PassReason, RecordsAdded, RecordsChanged};
use serde::Serialize;
use value::{EdgeId, Instant, Label, Locale, MessageId, NodeId, PartId, UserId};

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Passage {
    /// When.
    pub at: Instant,
    /// Of which sort.
    pub sort: Sort,
    /// At which node.
    pub node: Option<NodeId>,
    /// In words.
    pub words: Label,
}

/// What sort of thing happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// The case began.
    Start,
    /// Somebody got something to do.
    Todo,
    /// Somebody did something.
    Done,
    /// A way was taken.
    Way,
    /// A step was passed without anybody.
    Passed,
    /// Somebody was told something.
    Told,
    /// Time did something: a reminder, an escalation, a timer.
    Time,
    /// A rule left a note.
    Rule,
    /// The case ended.
    End,
}

/// What the present step led to, in order.
pub(super) fn passages(play: &Play<'_>) -> Vec<Passage> {
    play.happened.iter().flat_map(|happened| of_command(play, happened)).collect()
}

fn of_command(play: &Play<'_>, happened: &Happened) -> Vec<Passage> {
    let passage = |(sort, node, words): Told| Passage { at: happened.at, sort, node, words };
    let flow = happened.outcome.flow.iter().flat_map(|change| {
        let teller = Teller { play, flow: &change.case.flow };
        change.events.iter().filter_map(move |event| teller.tell(event))
    });
    let notices = happened.outcome.notices.iter().map(|notice| {
        let (zh, en) = (names(play, notice.to.iter(), Locale::ZhCn), names(play, notice.to.iter(), Locale::En));
        let message = message_name(play.app, &notice.message);
        let words = Label::both(format!("通知 {zh}：{}", message.get(Locale::ZhCn)), format!("{en} is told: {}", message.get(Locale::En)));
        (Sort::Told, notice.node.clone(), words)
    });
    let notes = happened.outcome.notes.iter().map(|(rule, note)| {
        let label = play.app.rule_definitions.get(rule).map(|rule| rule.label.clone()).unwrap_or_default();
        let words =
            Label::both(format!("规则「{}」记下：{note}", label.get(Locale::ZhCn)), format!("Rule “{}” notes: {note}", label.get(Locale::En)));
        (Sort::Rule, None, words)
    });
    flow.chain(notices).chain(notes).map(passage).collect()
}

type Told = (Sort, Option<NodeId>, Label);

fn names<'a>(play: &Play<'_>, users: impl Iterator<Item = &'a UserId>, locale: Locale) -> String {
    let all: Vec<String> = users.map(|user| play.cast.user_name(*user)).collect();
    all.join(if locale == Locale::ZhCn { "、" } else { ", " })
}

fn message_name(app: &CompiledApp, message: &MessageId) -> Label {
    let own = match message.as_str() {
        command::REMINDER => ("快到期提醒", "a reminder that it is due soon"),
        command::ESCALATION => ("超时升级", "an escalation of what is late"),
        command::HANDED_OVER => ("待办转交给您", "a to-do was handed over"),
        command::URGED => ("催办", "a request to hurry"),
        command::QUEUED => ("暂无人可分派", "nobody is free for a step"),
        other => return app.messages.get(other).map(|message| message.definition.label.clone()).unwrap_or_else(|| Label::from(other)),
    };
    Label::both(own.0, own.1)
}

struct Teller<'a> {
    play: &'a Play<'a>,
    flow: &'a CompiledFlow,
}

impl Teller<'_> {
    fn name(&self, user: &UserId) -> String {
        self.play.cast.user_name(*user)
    }

    fn node(&self, node: &NodeId, locale: Locale) -> String {
        let found = self.flow.nodes().find(|(id, ..)| *id == node);
        found.map_or_else(|| node.to_string(), |(.., label)| label.get(locale).to_owned())
    }

    /// What people call a way: its own name, or the step to which it leads.
    fn way(&self, edge: &EdgeId, locale: Locale) -> String {
        let defined = self.play.app.flow_definitions.get(self.flow.id()).and_then(|flow| flow.edges.iter().find(|one| one.id == *edge));
        let own = defined.map(|edge| edge.label.get(locale).to_owned()).filter(|label| !label.is_empty());
        let to = || self.flow.edges().find(|(id, ..)| *id == edge).map(|(_, _, to)| self.node(to, locale));
        own.or_else(to).unwrap_or_else(|| edge.to_string())
    }

    /// At a node, in words with the node's name in the first place of each.
    fn at(&self, node: &NodeId, words: impl Fn(&str, Locale) -> String) -> Label {
        let of = |locale| words(&self.node(node, locale), locale);
        Label::both(of(Locale::ZhCn), of(Locale::En))
    }

    fn both(&self, node: &NodeId, zh: impl Fn(&str) -> String, en: impl Fn(&str) -> String) -> Label {
        self.at(node, |name, locale| if locale == Locale::ZhCn { zh(name) } else { en(name) })
    }

    fn all(&self, users: &[UserId], locale: Locale) -> String {
        names(self.play, users.iter(), locale)
    }

    /// What people want to know of an event; the machinery between is left out.
    fn tell(&self, event: &Event) -> Option<Told> {
        self.people(event).or_else(|| self.machine(event)).or_else(|| self.of_clock(event))
    }

    /// What people did, got or were told.
    fn people(&self, event: &Event) -> Option<Told> {
        let (sort, node, words) = match event {
            Event::InstanceStarted { by, .. } => {
                let who = by.as_ref().map(|by| self.name(by)).unwrap_or_default();
                return Some((Sort::Start, None, Label::both(format!("{who} 提交，流程开始"), format!("{who} files it, the flow begins"))));
            }
            Event::TodoOpened { node, holder, offered, .. } => {
                let who = self.name(holder);
                let (zh, en) = if *offered { ("可认领", "may claim") } else { ("收到待办", "gets") };
                (Sort::Todo, node, self.both(node, |step| format!("{who} {zh}「{step}」"), |step| format!("{who} {en} “{step}”")))
            }
            Event::Decided { node, by, decision, .. } => {
                let (who, (zh, en)) = (self.name(by), decision_words(*decision));
                (Sort::Done, node, self.both(node, |step| format!("{who} 在「{step}」{zh}"), |step| format!("{who} {en} at “{step}”")))
            }
            Event::Transferred { node, from, to, .. } => self.hands_on(node, from, to, ("转办给", "transfers to")),
            Event::Delegated { node, from, to, .. } => self.hands_on(node, from, to, ("委派给", "delegates to")),
            Event::HandedBack { node, from, to, .. } => self.hands_on(node, from, to, ("交还给", "hands back to")),
            Event::Rebalanced { node, from, to, .. } => self.hands_on(node, from, to, ("的待办调剂给", "is relieved by")),
            Event::Reassigned(flow_engine::Reassigned { node, from, to, by: Some(_), .. }) => {
                self.hands_on(node, from, to, ("的待办改派给", "has it taken away for"))
            }
            Event::Reassigned(flow_engine::Reassigned { node, from, to, by: None, .. }) => {
                self.hands_on(node, from, to, ("已停用，待办转给", "has left, it goes to"))
            }
            Event::Returned { node, by, to, .. } => {
                let who = self.name(by);
                let words = |step: &str, locale: Locale| match locale {
                    Locale::ZhCn => format!("{who} 从「{step}」退回到「{}」", self.node(to, locale)),
                    Locale::En => format!("{who} returns it from “{step}” to “{}”", self.node(to, locale)),
                };
                (Sort::Done, node, self.at(node, words))
            }
            Event::Claimed { node, by, .. } => {
                let who = self.name(by);
                (Sort::Done, node, self.both(node, |step| format!("{who} 认领「{step}」"), |step| format!("{who} claims “{step}”")))
            }
            Event::GivenBack { node, by, .. } => {
                let who = self.name(by);
                (Sort::Done, node, self.both(node, |step| format!("{who} 退还「{step}」"), |step| format!("{who} gives “{step}” back")))
            }
            Event::SignersAdded { node, by, to, place, .. } => {
                let (who, (zh, en)) = (self.name(by), place_words(*place));
                let words = |step: &str, locale: Locale| match locale {
                    Locale::ZhCn => format!("{who} 在「{step}」{zh}加签 {}", self.all(to, locale)),
                    Locale::En => format!("{who} adds {} {en} at “{step}”", self.all(to, locale)),
                };
                (Sort::Done, node, self.at(node, words))
            }
            Event::SignerRemoved { node, by, holder, .. } => {
                let (who, out) = (self.name(by), self.name(holder));
                (
                    Sort::Done,
                    node,
                    self.both(node, |step| format!("{who} 在「{step}」减签 {out}"), |step| format!("{who} takes {out} out of “{step}”")),
                )
            }
            Event::TodoClosed { node, holder, why, .. } => {
                let (who, (zh, en)) = (self.name(holder), closed_words(*why)?);
                (Sort::Passed, node, self.both(node, |step| format!("{who} 的「{step}」{zh}"), |step| format!("“{step}” of {who} {en}")))
            }
            Event::TakenBack { node, by, .. } => {
                let who = self.name(by);
                (Sort::Done, node, self.both(node, |step| format!("{who} 拿回「{step}」"), |step| format!("{who} takes “{step}” back")))
            }
            Event::Jumped { node, by, to, .. } => {
                let who = self.name(by);
                let words = |step: &str, locale: Locale| match locale {
                    Locale::ZhCn => format!("{who} 从「{step}」跳转到「{}」", self.node(to, locale)),
                    Locale::En => format!("{who} moves it from “{step}” to “{}”", self.node(to, locale)),
                };
                (Sort::Done, node, self.at(node, words))
            }
            Event::RowAdded { node, by, holder, .. } => {
                let (who, gets) = (self.name(by), self.name(holder));
                (
                    Sort::Done,
                    node,
                    self.both(node, |step| format!("{who} 为「{step}」加一行给 {gets}"), |step| format!("{who} adds a row of “{step}” for {gets}")),
                )
            }
            Event::Urged { by, .. } => return Some(self.of_case(by, ("催办", "asks the holders to hurry"))),
            Event::Suspended { by, .. } => return Some(self.of_case(by, ("挂起流程", "puts the case on hold"))),
            Event::Resumed { by, .. } => return Some(self.of_case(by, ("恢复流程", "lets the case go on"))),
            Event::CopiesSent { node, to } => {
                let (zh, en) = (self.all(to, Locale::ZhCn), self.all(to, Locale::En));
                (Sort::Told, node, self.both(node, |step| format!("「{step}」抄送 {zh}"), |step| format!("“{step}” sends copies to {en}")))
            }
            _ => return None,
        };
        Some((sort, Some(node.clone()), words))
    }

    /// What somebody does with the case as a whole.
    fn of_case(&self, by: &UserId, (zh, en): (&str, &str)) -> Told {
        let who = self.name(by);
        (Sort::Done, None, Label::both(format!("{who} {zh}"), format!("{who} {en}")))
    }

    fn hands_on<'n>(&self, node: &'n NodeId, from: &UserId, to: &UserId, (zh, en): (&str, &str)) -> (Sort, &'n NodeId, Label) {
        let (from, to) = (self.name(from), self.name(to));
        (Sort::Done, node, self.both(node, |step| format!("「{step}」：{from} {zh} {to}"), |step| format!("“{step}”: {from} {en} {to}")))
    }

    /// What a clock of the flow tells.
    fn of_clock(&self, event: &Event) -> Option<Told> {
        let name = |clock: &PartId, locale: Locale| {
            let known = self.flow.clock_names().find(|(id, _)| *id == clock);
            known.map_or_else(|| clock.to_string(), |(_, label)| label.get(locale).to_owned())
        };
        let (zh, en) = (Locale::ZhCn, Locale::En);
        let words = match event {
            Event::CaseClockWarned { clock, percent, to } => Label::both(
                format!("「{}」已用 {percent}%，提醒 {}", name(clock, zh), self.all(to, zh)),
                format!("{percent}% of “{}” are used, {} is reminded", name(clock, en), self.all(to, en)),
            ),
            Event::CaseClockLevel { clock, level, to, handed_over } => {
                let (does_zh, does_en) = if handed_over.is_empty() { ("告知", "is told") } else { ("转给", "gets the to-dos") };
                Label::both(
                    format!("「{}」第 {level} 级升级，{does_zh} {}", name(clock, zh), self.all(to, zh)),
                    format!("Level {level} of “{}”: {} {does_en}", name(clock, en), self.all(to, en)),
                )
            }
            Event::CaseClockChanged(CaseClockChanged { clock, late: false, change, .. }) => {
                let (does_zh, does_en) = match change {
                    ClockChange::Started { .. } => ("开始计时", "starts"),
                    ClockChange::Paused { .. } => ("暂停计时", "stands still"),
                    ClockChange::Resumed { .. } => ("继续计时", "goes on"),
                    ClockChange::Reset { .. } => ("重新计时", "starts anew"),
                    ClockChange::Stopped { met: true, .. } => ("按时完成", "is met"),
                    ClockChange::Stopped { met: false, .. } => ("超时完成", "is done late"),
                    ClockChange::Cancelled { .. } => ("计时取消", "is cancelled"),
                    ClockChange::Fired { firing: Firing::Due, .. } => ("到期", "is due"),
                    ClockChange::Fired { .. } | ClockChange::Retargeted { .. } | ClockChange::Recounted { .. } => return None,
                };
                Label::both(format!("「{}」{does_zh}", name(clock, zh)), format!("“{}” {does_en}", name(clock, en)))
            }
            _ => return None,
        };
        Some((Sort::Time, None, words))
    }

    /// What the flow and the clock did by themselves.
    fn machine(&self, event: &Event) -> Option<Told> {
        let (sort, node, words) = match event {
            Event::BranchTaken { node, edge, .. } => {
                let words = |step: &str, locale: Locale| match locale {
                    Locale::ZhCn => format!("「{step}」走「{}」", self.way(edge, locale)),
                    Locale::En => format!("“{step}” takes “{}”", self.way(edge, locale)),
                };
                (Sort::Way, node, self.at(node, words))
            }
            Event::BoundaryTaken { node, edge, .. } => {
                let words = |step: &str, locale: Locale| match locale {
                    Locale::ZhCn => format!("「{step}」等到了时间，走「{}」", self.way(edge, locale)),
                    Locale::En => format!("“{step}” has waited long enough and takes “{}”", self.way(edge, locale)),
                };
                (Sort::Time, node, self.at(node, words))
            }
            Event::NodePassed { node, why, .. } => {
                let (zh, en) = passed_words(*why);
                (Sort::Passed, node, self.both(node, |step| format!("「{step}」自动通过：{zh}"), |step| format!("“{step}” is passed: {en}")))
            }
            Event::MessageSent { node, to, .. } => {
                let (zh, en) = (self.all(to, Locale::ZhCn), self.all(to, Locale::En));
                (Sort::Told, node, self.both(node, |step| format!("「{step}」通知 {zh}"), |step| format!("“{step}” tells {en}")))
            }
            Event::RecordsAdded(RecordsAdded { node, records, .. }) => {
                let count = records.len();
                (Sort::Way, node, self.both(node, |step| format!("「{step}」新增 {count} 条记录"), |step| format!("“{step}” adds records: {count}")))
            }
            Event::RecordsChanged(RecordsChanged { node, .. }) => {
                (Sort::Way, node, self.both(node, |step| format!("「{step}」更新其他记录"), |step| format!("“{step}” changes other records")))
            }
            Event::Joined { node, .. } => {
                (Sort::Way, node, self.both(node, |step| format!("「{step}」各分支已到齐"), |step| format!("All branches have met at “{step}”")))
            }
            Event::Reminded { node, holder, .. } => {
                let who = self.name(holder);
                (Sort::Time, node, self.both(node, |step| format!("提醒 {who} 处理「{step}」"), |step| format!("{who} is reminded of “{step}”")))
            }
            Event::LevelReached { node, holder, to, handed_over, .. } | Event::Escalated { node, holder, to, handed_over, .. } => {
                let who = self.name(holder);
                let words = |step: &str, locale: Locale| {
                    let to = self.all(to, locale);
                    match (locale, *handed_over) {
                        (Locale::ZhCn, false) => format!("{who} 的「{step}」超时，升级告知 {to}"),
                        (Locale::ZhCn, true) => format!("{who} 的「{step}」超时，转给 {to}"),
                        (Locale::En, false) => format!("“{step}” of {who} is late, {to} is told"),
                        (Locale::En, true) => format!("“{step}” of {who} is late and goes to {to}"),
                    }
                };
                (Sort::Time, node, self.at(node, words))
            }
            Event::AllocationAwaited { node, .. } => (
                Sort::Passed,
                node,
                self.both(node, |step| format!("「{step}」暂无人可分派，等待"), |step| format!("“{step}” waits until somebody is free")),
            ),
            Event::IncidentRaised { node, what, .. } => {
                (Sort::Time, node, self.both(node, |step| format!("「{step}」出了故障：{what}"), |step| format!("“{step}” has an incident: {what}")))
            }
            Event::Ended { status, .. } => {
                let (zh, en) = ended_words(status.as_str());
                return Some((Sort::End, None, Label::both(format!("流程结束：{zh}"), format!("The flow ends: {en}"))));
            }
            _ => return None,
        };
        Some((sort, Some(node.clone()), words))
    }
}

fn decision_words(decision: Decision) -> (&'static str, &'static str) {
    match decision {
        Decision::Approved => ("同意", "approves"),
        Decision::Rejected => ("拒绝", "rejects"),
        Decision::Completed => ("办结", "completes"),
        Decision::Resubmitted => ("重新提交", "files again"),
    }
}

fn place_words(place: Added) -> (&'static str, &'static str) {
    match place {
        Added::Before => ("之前", "before the own decision"),
        Added::Beside => ("同时", "beside the own decision"),
        Added::After => ("之后", "after the own decision"),
    }
}

/// Why a to-do is no longer there; nothing where what was done says it already.
fn closed_words(why: CloseReason) -> Option<(&'static str, &'static str)> {
    Some(match why {
        CloseReason::DecidedByOther => ("不再需要：已由他人处理", "is settled by somebody else"),
        CloseReason::ClaimedByOther => ("已被他人认领", "was claimed by somebody else"),
        CloseReason::HolderLeft => ("处理人已停用，由其他人处理", "is done by the others, its holder has left"),
        CloseReason::Cancelled => ("不再需要：分支已取消", "is not needed any more"),
        CloseReason::Expired => ("已过期", "has expired"),
        CloseReason::Interrupted => ("被中断", "is interrupted"),
        _ => return None,
    })
}

fn passed_words(why: PassReason) -> (&'static str, &'static str) {
    match why {
        PassReason::NobodyFound => ("没有找到处理人", "nobody is found"),
        PassReason::OwnCase => ("处理人就是发起人", "the holder would be the starter"),
        PassReason::SamePerson => ("同一人已处理过", "the same person has decided before"),
        PassReason::Over => ("相关步骤已结束", "the step for which it is open is over"),
        PassReason::NoRows => ("没有需要处理的行", "there are no rows"),
        PassReason::Overdue => ("超时", "it is overdue"),
    }
}

fn ended_words(status: &str) -> (&'static str, &'static str) {
    match status {
        "completed" => ("已办结", "completed"),
        "rejected" => ("已拒绝", "rejected"),
        "withdrawn" => ("已撤回", "withdrawn"),
        _ => ("已终止", "terminated"),
    }
}
