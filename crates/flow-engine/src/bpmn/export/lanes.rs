//! Lanes: one for each role that has a step, one for the starter, one for everybody else.

use super::{Wording, plan};
use crate::Assign;
use definition::{Flow, Node};
use std::collections::{BTreeMap, VecDeque};
use value::{Label, NodeId};

/// A lane.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lane {
    pub id: String,
    pub name: String,
    /// The nodes in it, by their numbers.
    pub nodes: Vec<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Whose {
    Starter,
    Role(String),
    Others,
}

/// The lanes of a flow, in the order in which a case meets them; none when no step belongs to a role.
pub fn lanes(flow: &Flow, wording: &Wording<'_>) -> Vec<Lane> {
    let mut whose: BTreeMap<usize, Whose> = flow.nodes.iter().enumerate().filter_map(|(index, node)| Some((index, holder(node)?))).collect();
    if !whose.values().any(|whose| matches!(whose, Whose::Role(_))) {
        return Vec::new();
    }
    let order = spread(flow, &mut whose);
    let mut lanes: Vec<(Whose, Lane)> = Vec::new();
    for index in order {
        let whose = whose.get(&index).cloned().unwrap_or(Whose::Starter);
        match lanes.iter_mut().find(|(known, _)| *known == whose) {
            Some((_, lane)) => lane.nodes.push(index),
            None => lanes.push((whose.clone(), named(&whose, index, wording))),
        }
    }
    for (_, lane) in &mut lanes {
        lane.nodes.sort_unstable();
    }
    lanes.into_iter().map(|(_, lane)| lane).collect()
}

fn named(whose: &Whose, index: usize, wording: &Wording<'_>) -> Lane {
    let (id, name) = match whose {
        Whose::Starter => ("Lane_starter".to_owned(), Label::both("发起人", "Starter")),
        Whose::Others => ("Lane_others".to_owned(), Label::both("其他处理人", "Others")),
        Whose::Role(role) => (format!("Lane_role_{role}"), wording.roles.get(role.as_str()).cloned().unwrap_or_else(|| Label::Plain(role.clone()))),
    };
    Lane { id, name: name.get(wording.locale).to_owned(), nodes: vec![index] }
}

/// Whose a step is; none for what no person does.
fn holder(node: &Node) -> Option<Whose> {
    if node.kind == "start" {
        return Some(Whose::Starter);
    }
    if !matches!(node.kind.as_str(), "approve" | "handle" | "for_each") {
        return None;
    }
    let assign = plan::assigned(node);
    let role = assign.iter().find_map(|assign| match assign {
        Assign::Role { role } | Assign::Position { role, .. } => Some(Whose::Role(role.to_string())),
        _ => None,
    });
    let starter = matches!(assign.as_slice(), [Assign::Starter]).then_some(Whose::Starter);
    Some(role.or(starter).unwrap_or(Whose::Others))
}

/// Puts what no person does into the lane from which the case comes. Answers the nodes in the order in which a case meets them.
fn spread(flow: &Flow, whose: &mut BTreeMap<usize, Whose>) -> Vec<usize> {
    let at: BTreeMap<&NodeId, usize> = flow.nodes.iter().enumerate().map(|(index, node)| (&node.id, index)).collect();
    let mut order = Vec::new();
    let mut seen = vec![false; flow.nodes.len()];
    let starts = flow.nodes.iter().enumerate().filter(|(_, node)| node.kind == "start").map(|(index, _)| index);
    let mut open: VecDeque<usize> = starts.chain(0..flow.nodes.len()).collect();
    while let Some(index) = open.pop_front() {
        let Some(new) = seen.get_mut(index).filter(|seen| !**seen) else { continue };
        *new = true;
        order.push(index);
        let own = whose.entry(index).or_insert(Whose::Starter).clone();
        let Some(node) = flow.nodes.get(index) else { continue };
        let next: Vec<usize> = flow.edges.iter().filter(|edge| edge.from == node.id).filter_map(|edge| at.get(&edge.to).copied()).collect();
        for next in next.into_iter().rev() {
            if seen.get(next) == Some(&false) {
                whose.entry(next).or_insert_with(|| own.clone());
                open.push_front(next);
            }
        }
    }
    order
}
