//! Who gets a step.

use crate::{
    Assign, DepartmentOf, Event, Mode, OrgFact, PassReason, Refusal, Stand,
    allocation::{self, Given},
    decide::{Place, Row, Run},
    operations,
    task::TaskSettings,
};
use definition::{NobodyFound, OwnCase, SamePerson};
use formula::Reference;
use value::{DepartmentId, FieldId, UserId, Value};

/// How many departments are climbed in search of a head.
pub(crate) const LEVELS: usize = 10;

/// Somebody who gets a step, with the weight of the vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Holder {
    pub user: UserId,
    pub weight: u32,
}

/// What was found for a step.
pub(crate) enum Found {
    /// These people get it; those who have agreed before are not asked again.
    People {
        /// Who is asked.
        ask: Vec<Holder>,
        /// Who has agreed before.
        agreed: Vec<Holder>,
    },
    /// It is passed.
    Pass(PassReason, Vec<UserId>),
    /// Nobody is free: it waits.
    Wait,
}

/// Who gets a step for people, with the policies about the own case, about the same person and about nobody.
pub(crate) fn of_task(run: &mut Run<'_>, place: Place, task: &TaskSettings) -> Result<Found, Refusal> {
    let row = run.row_of(place.token);
    let mut people = match (row.and_then(|row| row.added), &task.allocation) {
        (Some(added), _) => vec![added],
        (None, Some(allocation)) => match allocation::allocate(run, place, task, allocation, row)? {
            Given::To(people) => people,
            Given::Waits => return Ok(Found::Wait),
        },
        (None, None) => find(run, &task.assign, row)?,
    };
    if task.is_approval
        && let Some(starter) = run.state.starter
        && people.contains(&starter)
    {
        match task.own_case.unwrap_or(run.flow.policies().own_case) {
            OwnCase::Allow => {}
            OwnCase::Pass => {
                people.retain(|user| *user != starter);
                if people.is_empty() {
                    return Ok(Found::Pass(PassReason::OwnCase, Vec::new()));
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
    let Present { people, stands } = stand_ins(run, task, people)?;
    if people.is_empty() {
        return nobody(run, place, task);
    }
    let before = if task.is_approval { agreed_before(run, place) } else { Vec::new() };
    let (agreed, ask): (Vec<UserId>, Vec<UserId>) = people.into_iter().partition(|user| before.contains(user));
    let enough = ask.is_empty() || task.mode == Mode::Any;
    if !agreed.is_empty() && enough {
        return Ok(Found::Pass(PassReason::SamePerson, agreed));
    }
    let found = Found::People { ask: weighed(run, task, row, ask.clone())?, agreed: weighed(run, task, row, agreed)? };
    for Stand { holder, absent } in stands.into_iter().filter(|stand| ask.contains(&stand.holder)) {
        run.emit(Event::StoodIn { token: place.token, node: run.node(place).id().clone(), holder, absent });
    }
    Ok(found)
}

fn nobody(run: &mut Run<'_>, place: Place, task: &TaskSettings) -> Result<Found, Refusal> {
    let refused = |run: &Run<'_>| Refusal::NobodyFound { node: run.node(place).id().clone(), name: run.node(place).label().clone() };
    match task.nobody_found.unwrap_or(run.flow.policies().nobody_found) {
        NobodyFound::Refuse => Err(refused(run)),
        NobodyFound::Pass if task.may_be_passed => Ok(Found::Pass(PassReason::NobodyFound, Vec::new())),
        NobodyFound::Pass | NobodyFound::Administrators => {
            let people = administrators(run)?;
            let ask: Vec<Holder> = people.into_iter().map(|user| Holder { user, weight: 1 }).collect();
            if ask.is_empty() { Err(refused(run)) } else { Ok(Found::People { ask, agreed: Vec::new() }) }
        }
    }
}

/// The people who are there, some of them in the place of others.
struct Present {
    people: Vec<UserId>,
    stands: Vec<Stand>,
}

/// Whoever is away is stood in for (代理); each person once. Nobody comes to approve the own case that way.
fn stand_ins(run: &Run<'_>, task: &TaskSettings, people: Vec<UserId>) -> Result<Present, Refusal> {
    let own_case = task.is_approval && task.own_case.unwrap_or(run.flow.policies().own_case) != OwnCase::Allow;
    let starter = run.state.starter.filter(|_| own_case);
    let mut missing = Vec::new();
    let mut present = Present { people: Vec::new(), stands: Vec::new() };
    for user in people {
        let instead = known(run.context.organisation.stand_in(user), &mut missing, || OrgFact::StandIn(user)).flatten();
        let instead = instead.filter(|instead| Some(*instead) != starter);
        let holder = instead.unwrap_or(user);
        if !present.people.contains(&holder) {
            present.people.push(holder);
            present.stands.extend(instead.map(|holder| Stand { holder, absent: user }));
        }
    }
    if missing.is_empty() { Ok(present) } else { Err(Refusal::Missing(missing)) }
}

/// Who has agreed before and, as the flow says, is not asked again.
fn agreed_before(run: &Run<'_>, place: Place) -> Vec<UserId> {
    let flow = run.flow;
    let is_approval = |node: usize| flow.node(node).and_then(|node| node.task()).is_some_and(|task| task.is_approval);
    let did = |node: usize| flow.node(node).map(|node| run.state.who_did(node.id()).to_vec()).unwrap_or_default();
    match flow.policies().same_person {
        SamePerson::Ask => Vec::new(),
        SamePerson::PassConsecutive => operations::previous(run, place).filter(|node| is_approval(*node)).map(did).unwrap_or_default(),
        SamePerson::PassEarlier => {
            let earlier = run.state.done.iter().filter_map(|done| flow.index_of(&done.node));
            earlier.filter(|node| is_approval(*node) && flow.net().leads(*node, place.node)).flat_map(did).collect()
        }
    }
}

fn weighed(run: &mut Run<'_>, task: &TaskSettings, row: Option<Row<'_>>, people: Vec<UserId>) -> Result<Vec<Holder>, Refusal> {
    let mut heavy = Vec::new();
    for entry in &task.weights {
        heavy.push((find(run, std::slice::from_ref(&entry.of), row)?, entry.weight));
    }
    let weight = |user: UserId| heavy.iter().find(|(people, _)| people.contains(&user)).map_or(1, |(_, weight)| (*weight).max(1));
    Ok(people.into_iter().map(|user| Holder { user, weight: weight(user) }).collect())
}

/// The active people of an assignment, each once, in the order in which they are found.
pub(crate) fn find(run: &mut Run<'_>, assign: &[Assign], row: Option<Row<'_>>) -> Result<Vec<UserId>, Refusal> {
    let mut missing = Vec::new();
    let mut people: Vec<UserId> = Vec::new();
    for entry in assign {
        for user in of_entry(run, entry, row, &mut missing) {
            if !people.contains(&user) {
                people.push(user);
            }
        }
    }
    if missing.is_empty() { Ok(people) } else { Err(Refusal::Missing(missing)) }
}

fn of_entry(run: &Run<'_>, entry: &Assign, row: Option<Row<'_>>, missing: &mut Vec<OrgFact>) -> Vec<UserId> {
    let organisation = run.context.organisation;
    match entry {
        Assign::Starter => active(run, run.state.starter, missing),
        Assign::Slot { slot } => {
            let user = known(organisation.slot_user(slot), missing, || OrgFact::SlotUser(slot.clone())).flatten();
            active(run, user, missing)
        }
        Assign::Role { role } => known(organisation.members(role), missing, || OrgFact::Members(role.clone())).unwrap_or_default(),
        Assign::DepartmentHead { of, levels_up } => {
            let mut department = department(run, of, missing);
            for _ in 0..*levels_up {
                department = department.and_then(|below| known(organisation.above(below), missing, || OrgFact::Above(below)).flatten());
            }
            let head = department.and_then(|department| known(organisation.head_of(department), missing, || OrgFact::HeadOf(department)).flatten());
            head.into_iter().collect()
        }
        Assign::Managers { from, to } => managers(run, *from, *to, missing),
        Assign::Department { of, below } => {
            let all = |department| OrgFact::MembersOf { department, below: *below };
            let department = department(run, of, missing);
            department.and_then(|department| known(organisation.members_of(department, *below), missing, || all(department))).unwrap_or_default()
        }
        Assign::Position { role, of, below, only_there } => {
            let department = department(run, of, missing);
            let holders = known(organisation.members(role), missing, || OrgFact::Members(role.clone())).unwrap_or_default();
            let levels = if *only_there { 1 } else { LEVELS };
            in_position(run, &holders, department, *below, levels, missing)
        }
        Assign::Field { field } => active(run, references(run, field).into_iter().map(UserId), missing),
        Assign::Did { node } => active(run, run.state.who_did(node).iter().copied(), missing),
        Assign::Row { column } => active(run, row.map(|row| of_row(run, row, column.as_ref())).unwrap_or_default(), missing),
    }
}

fn department(run: &Run<'_>, of: &DepartmentOf, missing: &mut Vec<OrgFact>) -> Option<DepartmentId> {
    match of {
        DepartmentOf::Starter => run.state.department,
        DepartmentOf::Field(field) => references(run, field).first().map(|key| DepartmentId(*key)),
        DepartmentOf::Slot(slot) => {
            known(run.context.organisation.slot_department(slot), missing, || OrgFact::SlotDepartment(slot.clone())).flatten()
        }
    }
}

/// Those of some people who belong to a department, or else to the nearest of so many levels where somebody does.
fn in_position(
    run: &Run<'_>,
    people: &[UserId],
    department: Option<DepartmentId>,
    below: bool,
    levels: usize,
    missing: &mut Vec<OrgFact>,
) -> Vec<UserId> {
    let organisation = run.context.organisation;
    let mut department = department;
    for _ in 0..levels {
        let Some(at) = department else { break };
        let all = || OrgFact::MembersOf { department: at, below };
        let Some(members) = known(organisation.members_of(at, below), missing, all) else { break };
        let found: Vec<UserId> = people.iter().filter(|user| members.contains(user)).copied().collect();
        if !found.is_empty() {
            return found;
        }
        department = known(organisation.above(at), missing, || OrgFact::Above(at)).flatten();
    }
    Vec::new()
}

/// The managers of the starter from one level to another. A department without a head, or led by somebody who was met already, is no level.
fn managers(run: &Run<'_>, from: u32, to: u32, missing: &mut Vec<OrgFact>) -> Vec<UserId> {
    let organisation = run.context.organisation;
    let mut met: Vec<UserId> = Vec::new();
    let mut department = run.state.department;
    let wanted = usize::try_from(to).unwrap_or(usize::MAX);
    for _ in 0..LEVELS {
        let Some(at) = department.filter(|_| met.len() < wanted) else { break };
        let head = known(organisation.head_of(at), missing, || OrgFact::HeadOf(at)).flatten();
        if let Some(head) = head.filter(|head| Some(*head) != run.state.starter && !met.contains(head)) {
            met.push(head);
        }
        department = known(organisation.above(at), missing, || OrgFact::Above(at)).flatten();
    }
    met.into_iter().skip(usize::try_from(from.saturating_sub(1)).unwrap_or_default()).collect()
}

/// The people of a row.
fn of_row(run: &Run<'_>, row: Row<'_>, column: Option<&FieldId>) -> Vec<UserId> {
    let index = usize::try_from(row.index).unwrap_or(usize::MAX);
    let found = match run.value(&Reference::Field(row.over.clone())) {
        Value::List(items) => items.get(index).cloned(),
        Value::Rows(rows) => rows.get(index).and_then(|row| Some(row.values.get(column?.as_str()).clone())),
        _ => None,
    };
    found.map(|value| people_in(&value)).unwrap_or_default().into_iter().map(UserId).collect()
}

/// How many rows a field has.
pub(crate) fn count_rows(run: &Run<'_>, over: &FieldId) -> u32 {
    let count = match run.value(&Reference::Field(over.clone())) {
        Value::List(items) => items.len(),
        Value::Rows(rows) => rows.len(),
        _ => 0,
    };
    u32::try_from(count).unwrap_or(u32::MAX)
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
    people_in(&run.value(&Reference::Field(field.clone())))
}

fn people_in(value: &Value) -> Vec<uuid::Uuid> {
    match value {
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
