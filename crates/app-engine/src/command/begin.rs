//! A case begins on a record that is there already: somebody pressed the button of a flow, or its time has come.

use super::round::Progress;
use super::run::{advance, finish, stopped, stored, touch};
use super::{BegunBy, CASE_KEY, Case, Fact, Outcome, Stop, Through};
use definition::Trigger;
use flow_engine::{CompiledFlow, InstanceState, OrgFact, StartButton};
use std::sync::Arc;
use value::{FieldId, FlowId, Locale, Value};

/// Begins the case, or says why there is no such button on the record now.
pub(super) fn begin(mut progress: Progress<'_>, flow: &FlowId, begun_by: BegunBy) -> Result<Outcome, Stop> {
    let flow = match begun_by {
        BegunBy::Button => offered(&progress, flow)?,
        BegunBy::Schedule => scheduled(&progress, flow)?,
    };
    let around = progress.around;
    let by = progress.command.by;
    let department = match by {
        Some(user) => around.organisation.department_of(user).ok_or_else(|| Stop::Missing(vec![Fact::Organisation(OrgFact::DepartmentOf(user))]))?,
        None => None,
    };
    let case = Case { id: (around.fresh)(CASE_KEY), flow, state: InstanceState::default() };
    let moved = advance(&mut progress, case, &flow_engine::Command::Start { by, department }, true)?;
    let mut changed = moved.set;
    changed.extend(["_flow", "_node"].into_iter().filter_map(|name| FieldId::parse(name).ok()));
    touch(&mut progress);
    progress.follow(Trigger::AfterUpdate, changed)?;
    finish(progress, Through::Start, Some(moved.change))
}

fn scheduled(progress: &Progress<'_>, flow: &FlowId) -> Result<Arc<CompiledFlow>, Stop> {
    stored(progress.command)?;
    let wanted = progress.around.app.flows_of(progress.form.id()).find(|known| known.id() == flow && known.start_schedule().is_some());
    wanted.cloned().ok_or_else(|| stopped("flow.no_schedule", "该流程不再定时发起", "The flow does not begin by a schedule any more"))
}

fn offered(progress: &Progress<'_>, flow: &FlowId) -> Result<Arc<CompiledFlow>, Stop> {
    let record = stored(progress.command)?;
    let wanted = progress.around.app.flows_of(progress.form.id()).find(|known| known.id() == flow);
    let Some((flow, button)) = wanted.and_then(|flow| Some((flow, flow.button()?))) else {
        return Err(stopped("flow.no_button", "没有这个发起按钮", "There is no such button"));
    };
    let name = |locale| button.label.get(locale);
    let (zh, en) = (name(Locale::ZhCn), name(Locale::En));
    if progress.command.case.is_some() {
        let (zh, en) =
            (format!("该记录已有进行中的流程，不能再「{zh}」"), format!("A case is running on the record already, so “{en}” is not possible"));
        return Err(stopped("flow.already_running", &zh, &en));
    }
    let state = if let Value::Text(state) = record.get("_flow") { state.as_str() } else { "" };
    if !button.again && !matches!(state, "" | "none") {
        let (zh, en) = (format!("该记录的流程已经结束，不能再次「{zh}」"), format!("A case of the record is over, and “{en}” is not possible again"));
        return Err(stopped("flow.ran_before", &zh, &en));
    }
    if !may_press(progress, button)? {
        return Err(stopped("no_right", &format!("您没有「{zh}」的权限"), &format!("You have no right to “{en}”")));
    }
    let world = progress.world(record);
    let fits = flow.button_fits(&world);
    let missing = world.missing();
    match fits {
        _ if !missing.is_empty() => Err(Stop::Missing(missing)),
        Ok(true) => Ok(Arc::clone(flow)),
        _ => Err(stopped("flow.not_offered", &format!("该记录现在不能「{zh}」"), &format!("“{en}” is not possible for the record now"))),
    }
}

/// Whether the person has one of the roles; where none is named, the right to change the record was asked before.
fn may_press(progress: &Progress<'_>, button: &StartButton) -> Result<bool, Stop> {
    let Some(user) = progress.command.by.filter(|_| !button.roles.is_empty()) else { return Ok(true) };
    let mut missing = Vec::new();
    for role in &button.roles {
        match progress.around.organisation.members(role) {
            Some(members) if members.contains(&user) => return Ok(true),
            Some(_) => {}
            None => missing.push(Fact::Organisation(OrgFact::Members(role.clone()))),
        }
    }
    if missing.is_empty() { Ok(false) } else { Err(Stop::Missing(missing)) }
}
