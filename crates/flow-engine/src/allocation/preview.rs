//! Trying out, before a flow is published, whom its steps find.

use crate::{
    Assign, CompiledFlow, Context, DepartmentOf, InstanceState, Refusal, Status,
    allocation::candidates,
    decide::{Place, Run},
    holders,
    task::TaskSettings,
};
use definition::NobodyFound;
use std::collections::BTreeSet;
use value::{DepartmentId, Label, NodeId, UserId};

/// Whom a step finds for a starter.
#[derive(Debug, Clone, PartialEq)]
pub struct Preview {
    /// The step.
    pub node: NodeId,
    /// Its name.
    pub label: Label,
    /// Who was found; with an allocation, who can do it at all, whatever the hour and what they hold.
    pub people: Vec<UserId>,
    /// Whether more people may be found by what stands in the record or what happened before.
    pub depends_on_case: bool,
    /// What happens when nobody is found.
    pub nobody_found: NobodyFound,
}

/// Whom the steps of a flow find for a case that is started for a department. The record is that of the context: usually an empty one.
pub fn preview(
    flow: &CompiledFlow,
    context: &Context<'_>,
    starter: Option<UserId>,
    department: Option<DepartmentId>,
) -> Result<Vec<Preview>, Refusal> {
    let state = InstanceState { status: Status::Running, starter, department, ..InstanceState::default() };
    let mut run = Run::preview(flow, state, context);
    let mut found = Vec::new();
    for index in 0..flow.len() {
        let Some(node) = flow.node(index) else { continue };
        let Some(task) = node.task().filter(|_| !node.behaviour().begins()) else { continue };
        let people = people(&mut run, Place { token: u32::MAX, node: index }, task)?;
        found.push(Preview {
            node: node.id().clone(),
            label: node.label().clone(),
            people,
            depends_on_case: task.assign.iter().any(depends_on_case),
            nobody_found: task.nobody_found.unwrap_or(flow.policies().nobody_found),
        });
    }
    Ok(found)
}

fn people(run: &mut Run<'_>, place: Place, task: &TaskSettings) -> Result<Vec<UserId>, Refusal> {
    let known: Vec<Assign> = task.assign.iter().filter(|entry| !depends_on_case(entry)).cloned().collect();
    let Some(allocation) = &task.allocation else { return holders::find(run, &known, None) };
    let only_known = TaskSettings { assign: known, ..TaskSettings::default() };
    let found = candidates::of_task(run, place, &only_known, allocation, None)?;
    let people: BTreeSet<UserId> = found.all.iter().map(|candidate| candidate.holder).collect();
    Ok(people.into_iter().collect())
}

/// Whether an entry finds its people in the record or in what was done before.
fn depends_on_case(entry: &Assign) -> bool {
    match entry {
        Assign::Field { .. } | Assign::Did { .. } | Assign::Row { .. } => true,
        Assign::DepartmentHead { of, .. } | Assign::Department { of, .. } | Assign::Position { of, .. } => matches!(of, DepartmentOf::Field(_)),
        Assign::Starter | Assign::Slot { .. } | Assign::Role { .. } | Assign::Managers { .. } => false,
    }
}
