//! Who gets a step.

use crate::{
    Assign, DepartmentOf, OrgFact, PassReason, Refusal,
    decide::{Place, Run},
    task::TaskSettings,
};
use definition::{NobodyFound, OwnCase};
use formula::Reference;
use value::{DepartmentId, FieldId, UserId, Value};

/// How many departments are climbed in search of a head.
const LEVELS: usize = 10;

/// What was found for a step.
pub(crate) enum Found {
    /// These people get it.
    People(Vec<UserId>),
    /// It is passed.
    Pass(PassReason),
}

/// Who gets a step for people, with the flow's policies about the own case and about nobody.
pub(crate) fn of_task(run: &mut Run<'_>, place: Place, task: &TaskSettings) -> Result<Found, Refusal> {
    let mut people = find(run, &task.assign)?;
    if task.watches_own_case
        && let Some(starter) = run.state.starter
        && people.contains(&starter)
    {
        match run.flow.policies().own_case {
            OwnCase::Allow => {}
            OwnCase::Pass => {
                people.retain(|user| *user != starter);
                if people.is_empty() {
                    return Ok(Found::Pass(PassReason::OwnCase));
                }
            }
            OwnCase::DepartmentHead => {
                let department = run.state.department;
                let head = head_above(run, department, starter)?;
                people.retain(|user| *user != starter && Some(*user) != head);
                people.extend(head);
            }
        }
    }
    if people.is_empty() { nobody(run, place, task) } else { Ok(Found::People(people)) }
}

fn nobody(run: &mut Run<'_>, place: Place, task: &TaskSettings) -> Result<Found, Refusal> {
    let refused = |run: &Run<'_>| Refusal::NobodyFound { node: run.node(place).id().clone(), name: run.node(place).label().clone() };
    match run.flow.policies().nobody_found {
        NobodyFound::Refuse => Err(refused(run)),
        NobodyFound::Pass if task.may_be_passed => Ok(Found::Pass(PassReason::NobodyFound)),
        NobodyFound::Pass | NobodyFound::Administrators => {
            let people = administrators(run)?;
            if people.is_empty() { Err(refused(run)) } else { Ok(Found::People(people)) }
        }
    }
}

/// The active people of an assignment, each once, in the order in which they are found.
pub(crate) fn find(run: &mut Run<'_>, assign: &[Assign]) -> Result<Vec<UserId>, Refusal> {
    let mut missing = Vec::new();
    let mut people: Vec<UserId> = Vec::new();
    for entry in assign {
        for user in of_entry(run, entry, &mut missing) {
            if !people.contains(&user) {
                people.push(user);
            }
        }
    }
    if missing.is_empty() { Ok(people) } else { Err(Refusal::Missing(missing)) }
}

fn of_entry(run: &Run<'_>, entry: &Assign, missing: &mut Vec<OrgFact>) -> Vec<UserId> {
    let organisation = run.context.organisation;
    match entry {
        Assign::Starter => active(run, run.state.starter, missing),
        Assign::Slot { slot } => {
            let user = known(organisation.slot_user(slot), missing, || OrgFact::SlotUser(slot.clone())).flatten();
            active(run, user, missing)
        }
        Assign::Role { role } => known(organisation.members(role), missing, || OrgFact::Members(role.clone())).unwrap_or_default(),
        Assign::DepartmentHead { of } => {
            let department = match of {
                DepartmentOf::Starter => run.state.department,
                DepartmentOf::Field(field) => references(run, field).first().map(|key| DepartmentId(*key)),
                DepartmentOf::Slot(slot) => known(organisation.slot_department(slot), missing, || OrgFact::SlotDepartment(slot.clone())).flatten(),
            };
            let head = department.and_then(|department| known(organisation.head_of(department), missing, || OrgFact::HeadOf(department)).flatten());
            head.into_iter().collect()
        }
        Assign::Field { field } => active(run, references(run, field).into_iter().map(UserId), missing),
        Assign::Did { node } => active(run, run.state.who_did(node).iter().copied(), missing),
    }
}

fn known<T>(answer: Option<T>, missing: &mut Vec<OrgFact>, fact: impl FnOnce() -> OrgFact) -> Option<T> {
    if answer.is_none() {
        missing.push(fact());
    }
    answer
}

fn active(run: &Run<'_>, users: impl IntoIterator<Item = UserId>, missing: &mut Vec<OrgFact>) -> Vec<UserId> {
    let is_active = |user: &UserId| known(run.context.organisation.is_active(*user), missing, || OrgFact::IsActive(*user)).unwrap_or(false);
    users.into_iter().filter(is_active).collect()
}

fn references(run: &Run<'_>, field: &FieldId) -> Vec<uuid::Uuid> {
    match run.value(&Reference::Field(field.clone())) {
        Value::Reference(key) => vec![key.0],
        Value::List(items) => items.iter().filter_map(|item| if let Value::Reference(key) = item { Some(key.0) } else { None }).collect(),
        _ => Vec::new(),
    }
}

/// The head of a department, or of the nearest one above, who is not this person.
pub(crate) fn head_above(run: &Run<'_>, department: Option<DepartmentId>, not: UserId) -> Result<Option<UserId>, Refusal> {
    let organisation = run.context.organisation;
    let mut department = department;
    for _ in 0..LEVELS {
        let Some(at) = department else { return Ok(None) };
        let head = organisation.head_of(at).ok_or_else(|| Refusal::Missing(vec![OrgFact::HeadOf(at)]))?;
        if let Some(head) = head.filter(|head| *head != not) {
            return Ok(Some(head));
        }
        department = organisation.above(at).ok_or_else(|| Refusal::Missing(vec![OrgFact::Above(at)]))?;
    }
    Ok(None)
}

/// The people who administer the app.
pub(crate) fn administrators(run: &Run<'_>) -> Result<Vec<UserId>, Refusal> {
    run.context.organisation.administrators().ok_or_else(|| Refusal::Missing(vec![OrgFact::Administrators]))
}
