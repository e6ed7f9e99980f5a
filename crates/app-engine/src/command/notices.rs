//! Who is told: recipients of rules resolved to people, and the product's own messages about to-dos.

use super::{ESCALATION, Fact, HANDED_OVER, Notice, QUEUED, REMINDER, Stop, Surroundings, URGED};
use flow_engine::{Event, InstanceState, OrgFact};
use rule_engine::Recipient;
use std::collections::BTreeSet;
use value::{MessageId, NodeId, PartId, UserId};

/// Resolves the recipients of a rule's message.
pub(super) fn of_rule(message: MessageId, to: &[Recipient], around: &Surroundings<'_>, state: Option<&InstanceState>) -> Result<Notice, Stop> {
    let mut people = BTreeSet::new();
    let mut missing = Vec::new();
    for recipient in to {
        match people_of(recipient, around, state) {
            Ok(found) => people.extend(found),
            Err(fact) => missing.push(Fact::Organisation(fact)),
        }
    }
    if missing.is_empty() { Ok(Notice { message, to: people, node: None, clock: None }) } else { Err(Stop::Missing(missing)) }
}

fn people_of(recipient: &Recipient, around: &Surroundings<'_>, state: Option<&InstanceState>) -> Result<Vec<UserId>, OrgFact> {
    let people = around.organisation;
    match recipient {
        Recipient::User(user) => match people.is_active(*user) {
            Some(active) => Ok(if active { vec![*user] } else { Vec::new() }),
            None => Err(OrgFact::IsActive(*user)),
        },
        Recipient::Role(role) => people.members(role).ok_or_else(|| OrgFact::Members(role.clone())),
        Recipient::HeadOf(department) => people.head_of(*department).map(|head| head.into_iter().collect()).ok_or(OrgFact::HeadOf(*department)),
        Recipient::Holders => Ok(state.map(|state| state.todos.iter().map(|todo| todo.holder).collect()).unwrap_or_default()),
        Recipient::Slot(slot) => people.slot_user(slot).map(|user| user.into_iter().collect()).ok_or_else(|| OrgFact::SlotUser(slot.clone())),
    }
}

/// What the product itself tells about to-dos, and what steps of the flow tell.
pub(super) fn of_events(events: &[Event]) -> Vec<Notice> {
    events
        .iter()
        .filter_map(|event| match event {
            Event::Reminded { node, holder, .. } => own(REMINDER, node, [*holder]),
            Event::Escalated { node, to, .. } => own(ESCALATION, node, to.iter().copied()),
            Event::Urged { to, .. } => {
                Some(Notice { message: MessageId::parse(URGED).ok()?, to: to.iter().copied().collect(), node: None, clock: None })
            }
            Event::CaseClockWarned { clock, to, .. } => of_clock(REMINDER, clock, to),
            Event::CaseClockLevel { clock, to, .. } => of_clock(ESCALATION, clock, to),
            Event::LevelReached { node, to, .. } => own(ESCALATION, node, to.iter().copied()),
            Event::AllocationAwaited { node, told, .. } if !told.is_empty() => own(QUEUED, node, told.iter().copied()),
            Event::MessageSent { node, message, to } => {
                Some(Notice { message: message.clone(), to: to.iter().copied().collect(), node: Some(node.clone()), clock: None })
            }
            Event::Rebalanced { node, to, .. } | Event::Reassigned(flow_engine::Reassigned { node, to, .. }) => own(HANDED_OVER, node, [*to]),
            Event::Transferred { node, to, .. } | Event::Delegated { node, to, .. } | Event::HandedBack { node, to, .. } => {
                own(HANDED_OVER, node, [*to])
            }
            _ => None,
        })
        .collect()
}

fn own(message: &str, node: &NodeId, to: impl IntoIterator<Item = UserId>) -> Option<Notice> {
    Some(Notice { message: MessageId::parse(message).ok()?, to: to.into_iter().collect(), node: Some(node.clone()), clock: None })
}

fn of_clock(message: &str, clock: &PartId, to: &[UserId]) -> Option<Notice> {
    Some(Notice { message: MessageId::parse(message).ok()?, to: to.iter().copied().collect(), node: None, clock: Some(clock.clone()) })
}
