//! What the actor may do with the fields of the record in this command; or that the actor may not do it at all.

use super::{Asked, Ground, Origin, Wish};
use crate::looking::{Looking, asks_who_took_part};
use crate::{Runtime, RuntimeError, RuntimeResult};
use access::{Actor, Plan, StepRights, with_step};
use app_engine::command::{Case, step_rights};
use definition::{Action, FieldRight};
use flow_engine::Todo;
use form_engine::{CompiledForm, Rights};
use std::collections::BTreeSet;
use store::{Session, records};
use value::Record;

/// Whose rights on what.
#[derive(Clone, Copy)]
pub(super) struct Question<'a> {
    pub(super) runtime: &'a Runtime,
    pub(super) session: &'a Session,
    pub(super) ground: &'a Ground,
    pub(super) form: &'a CompiledForm,
    pub(super) asked: &'a Asked,
    /// The whole record as it is stored; none for a new one.
    pub(super) stored: Option<&'a Record>,
    /// Its open case.
    pub(super) case: Option<&'a Case>,
}

pub(super) async fn of(question: Question<'_>) -> RuntimeResult<Rights> {
    let Question { runtime, ground, form, asked, case, .. } = question;
    // What a program outside sends is held to what must be filled in, as what a person enters is.
    if matches!(&asked.wish, Wish::Create { origin: Origin::Message(_), .. }) {
        return Ok(Rights::everything());
    }
    if matches!(asked.actor, Actor::System(_)) {
        return Ok(Rights::system());
    }
    match &asked.wish {
        Wish::Create { .. } => {
            let plan = runtime.plan(&ground.app, form, &asked.actor, Action::Create)?;
            Ok(Rights::only(plan.fields().clone()))
        }
        Wish::Update { .. } => to_update(question).await,
        Wish::Delete { .. } => match permitted(question, Action::Delete).await? {
            Some(plan) => Ok(Rights::only(plan.fields().clone())),
            None => Err(refusal(question).await?),
        },
        Wish::Act { todo, .. } => match case.and_then(|case| Some((case, case.state.todo(*todo)?))) {
            Some((case, todo)) => by_step(question, case, todo).await,
            // The flow itself says that the to-do is closed; until then nothing may be filled in.
            None => Ok(Rights::only(indexmap::IndexMap::new())),
        },
        Wish::Begin { flow, .. } => {
            let button = ground.app.compiled.flows.get(flow).and_then(|flow| flow.button());
            // Whose roles are named need not be able to change the record; whether the person has one is decided with the rest.
            let by_role = button.is_some_and(|button| !button.roles.is_empty());
            let action = if by_role { Action::Read } else { Action::Update };
            match permitted(question, action).await? {
                Some(_) => Ok(Rights::only(indexmap::IndexMap::new())),
                None => Err(refusal(question).await?),
            }
        }
        // Nothing is filled in; the flow decides whether the person may.
        Wish::Withdraw { .. }
        | Wish::Manage { .. }
        | Wish::Timer { .. }
        | Wish::Answered { .. }
        | Wish::Message { .. }
        | Wish::Migrate { .. }
        | Wish::Allocate { .. }
        | Wish::Rebalance { .. }
        | Wish::Relieve { .. }
        | Wish::File { .. }
        | Wish::OfCase { .. }
        | Wish::TakeDown => Ok(Rights::only(indexmap::IndexMap::new())),
    }
}

/// A role that may change the record, or else an open to-do of the person.
async fn to_update(question: Question<'_>) -> RuntimeResult<Rights> {
    let Question { asked, case, .. } = question;
    if let Some(plan) = permitted(question, Action::Update).await? {
        return Ok(Rights::only(plan.fields().clone()));
    }
    let mine = case.and_then(|case| Some((case, case.state.todos.iter().find(|todo| Some(todo.holder) == asked.actor.user())?)));
    match mine {
        Some((case, todo)) => by_step(question, case, todo).await,
        None => Err(refusal(question).await?),
    }
}

async fn by_step(question: Question<'_>, case: &Case, todo: &Todo) -> RuntimeResult<Rights> {
    let Question { ground, form, asked, .. } = question;
    let update = permitted(question, Action::Update).await?;
    let may_update = update.is_some();
    let by_roles = match update {
        Some(plan) => Some(plan),
        None => permitted(question, Action::Read).await?,
    };
    let step = step_of(asked, case, todo, may_update);
    let plan = with_step(by_roles, Action::Update, ground.app.rights(form), &step);
    Ok(Rights::only(plan.fields().clone()))
}

/// Who may only read by role does not come to write by a step that says nothing about a field.
fn step_of(asked: &Asked, case: &Case, todo: &Todo, may_update: bool) -> StepRights {
    let (fields, unlisted) = step_rights(&case.flow, &todo.node).unwrap_or((indexmap::IndexMap::new(), FieldRight::Read));
    let unlisted = if may_update { unlisted } else { unlisted.min(FieldRight::Read) };
    let name = case.flow.step(&todo.node).map(|step| step.label.clone()).unwrap_or_default();
    StepRights { record: asked.record, step: name, fields, unlisted }
}

/// The plan of the roles, if it shows this record. The record is at hand; only who took part in its case stands elsewhere.
async fn permitted(question: Question<'_>, action: Action) -> RuntimeResult<Option<Plan>> {
    let Question { runtime, session, ground, form, asked, stored, .. } = question;
    let Ok(plan) = runtime.plan(&ground.app, form, &asked.actor, action) else { return Ok(None) };
    let looking = Looking::new(&ground.app, &ground.people, &asked.form, &asked.actor, ground.now)?;
    let shown = match stored {
        Some(stored) if !asks_who_took_part(plan.filter()) => looking.holds(plan.filter(), stored),
        _ => !records::visible(session, &looking.view(&plan), &BTreeSet::from([asked.record])).await?.is_empty(),
    };
    Ok(shown.then_some(plan))
}

/// Who may see the record is told that the right is missing; to everybody else it does not exist.
async fn refusal(question: Question<'_>) -> RuntimeResult<RuntimeError> {
    let seen = permitted(question, Action::Read).await?.is_some();
    Ok(if seen { RuntimeError::no_right() } else { RuntimeError::NotFound { what: "record" } })
}
