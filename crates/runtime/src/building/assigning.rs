//! Trying a flow against the organisation as it is, before it is published: whom each step finds for cases of each department.

use crate::allocating::is_about;
use crate::app_cache::ActiveApp;
use crate::facts::{Source, system};
use crate::organisation::{OrganisationOf, People};
use crate::types::{AssignmentCheck, Finds, StepFinds, Tried};
use crate::{Runtime, RuntimeError, RuntimeResult};
use access::Actor;
use app_engine::CompiledApp;
use app_engine::command::{Fact, RecordWorld};
use definition::{Files, NobodyFound};
use flow_engine::{AllocationFacts, CompiledFlow, Context, Preview, Refusal, preview};
use form_engine::Facts;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use store::Session;
use value::{AppId, DepartmentId, FlowId, Label, Record, UserId};

/// So many people or departments are named in a sentence.
const NAMED: usize = 5;
/// How often facts are loaded for one department.
const MOST_LOADS: usize = 8;

/// What one department finds, step by step.
struct Found {
    department: Tried,
    steps: Vec<Preview>,
}

impl Runtime {
    /// Whom the steps of a flow find, with its drafts, for cases that are started in each department.
    pub async fn check_assignment(&self, actor: &Actor, app: &AppId, flow: &FlowId) -> RuntimeResult<AssignmentCheck> {
        let active = self.built(actor, app).await?;
        let reader = self.inner.store.read();
        let next = compiled(self.drafted_files(&reader, &active).await?)?;
        let flow = next.flows.get(flow).cloned().ok_or(RuntimeError::NotFound { what: "flow" })?;
        let people = self.people().await?;
        let mut known = AllocationFacts::default();
        let mut found = Vec::new();
        for row in &people.departments {
            let department = Tried { id: DepartmentId(row.id), name: row.name.clone() };
            let starter = starter_in(&people, &department, row.head_id.map(UserId));
            let steps = self.find(&reader, (&active, &next, &flow), &people, (starter, department.id), &mut known).await?;
            found.push(Found { department, steps });
        }
        let departments = found.len();
        let nodes = found.first().map(|first| first.steps.clone()).unwrap_or_default();
        let steps = nodes.iter().enumerate().map(|(index, step)| summary(&people, step, index, &found)).collect();
        Ok(AssignmentCheck { flow: flow.id().clone(), departments, steps })
    }

    async fn find(
        &self,
        reader: &Session,
        (active, next, flow): (&Arc<ActiveApp>, &Arc<CompiledApp>, &CompiledFlow),
        people: &Arc<People>,
        (starter, department): (Option<UserId>, DepartmentId),
        known: &mut AllocationFacts,
    ) -> RuntimeResult<Vec<Preview>> {
        let (actor, now) = (system(), self.now());
        let source = Source { runtime: self, session: reader, app: active, people, actor: &actor, now };
        for _ in 0..MOST_LOADS {
            let missing = {
                let form = next.form(flow.form().as_str()).ok_or(RuntimeError::NotFound { what: "form" })?;
                let (record, facts, hidden) = (Record::new(), Facts::default(), BTreeSet::new());
                let world = RecordWorld::new(form, &record, &facts, now, &next.zone, starter);
                let organisation = OrganisationOf { allocation: Some(&*known), ..active.organisation(people, now) };
                let context = Context { now, world: &world, hidden: &hidden, organisation: &organisation, fresh: &|_| uuid::Uuid::nil() };
                match preview(flow, &context, starter, Some(department)) {
                    Ok(steps) => return Ok(steps),
                    Err(Refusal::Missing(missing)) => missing.into_iter().map(Fact::Organisation).collect::<Vec<_>>(),
                    Err(refusal) => return Err(RuntimeError::Refused { code: refusal.code().into(), message: refusal.label() }),
                }
            };
            if !missing.iter().any(is_about) {
                break;
            }
            source.load_allocation(&missing, known).await?;
        }
        Err(RuntimeError::Internal("a look for people asks for facts without end".into()))
    }
}

/// The drafts have to be right before anybody can be looked for.
fn compiled(files: Files) -> RuntimeResult<Arc<CompiledApp>> {
    let checked = app_engine::check(&files).compiled;
    checked.app.ok_or(RuntimeError::Faulty { diagnostics: checked.diagnostics })
}

/// Somebody of the department who does not lead it, for a case of whoever leads it goes another way.
fn starter_in(people: &People, department: &Tried, head: Option<UserId>) -> Option<UserId> {
    let is_in = |user: &UserId| people.memberships.get(user).and_then(|own| own.first()) == Some(&department.id);
    let mut members = people.users.iter().filter(|(user, row)| row.active && is_in(user)).map(|(user, _)| *user);
    members.find(|user| Some(*user) != head).or(head)
}

fn summary(people: &People, step: &Preview, index: usize, found: &[Found]) -> StepFinds {
    let mut groups: BTreeMap<Vec<UserId>, Vec<String>> = BTreeMap::new();
    for one in found {
        let users = one.steps.get(index).map(|step| step.people.clone()).unwrap_or_default();
        groups.entry(users).or_default().push(one.department.name.clone());
    }
    let nobody = groups.remove(&Vec::new()).unwrap_or_default();
    let name = |user: &UserId| people.name_of(*user).map(ToOwned::to_owned);
    let group = |(users, departments): (Vec<UserId>, Vec<String>)| Finds {
        people: users.iter().filter_map(name).take(NAMED).collect(),
        count: users.len(),
        departments,
    };
    let found: Vec<Finds> = groups.into_iter().map(group).collect();
    let warns = !nobody.is_empty() && !step.depends_on_case;
    let text = sentence(step, &nobody, &found);
    StepFinds { node: step.node.clone(), label: step.label.clone(), depends_on_case: step.depends_on_case, text, warns, nobody, found }
}

fn sentence(step: &Preview, nobody: &[String], found: &[Finds]) -> Label {
    use value::Locale::{En, ZhCn};
    let (zh, en) = (step.label.get(ZhCn), step.label.get(En));
    let most: usize = found.iter().map(|found| found.count).max().unwrap_or_default();
    if step.depends_on_case && !nobody.is_empty() {
        return Label::both(
            format!("步骤「{zh}」的处理人取决于具体单据，无法事先确定"),
            format!("Who gets “{en}” depends on the record, and is not known before"),
        );
    }
    if nobody.is_empty() {
        return Label::both(
            format!("步骤「{zh}」：各部门都能找到人（最多 {most} 人）"),
            format!("“{en}” finds people for every department (up to {most})"),
        );
    }
    let then = match step.nobody_found {
        NobodyFound::Administrators => ("，届时由应用管理员处理", ", the app's administrators would get it"),
        NobodyFound::Pass => ("，届时自动跳过", ", the step would be passed"),
        NobodyFound::Refuse => ("，届时无法提交", ", and the case could not be submitted"),
    };
    let some = |between: &str| nobody.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(between);
    let more = if nobody.len() > NAMED { (" 等", " and more") } else { ("", "") };
    Label::both(
        format!("步骤「{zh}」：{} 个部门找不到人：{}{}{}", nobody.len(), some("、"), more.0, then.0),
        format!("“{en}” finds nobody for {} departments: {}{}{}", nobody.len(), some(", "), more.1, then.1),
    )
}
