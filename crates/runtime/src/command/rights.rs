//! What the actor may do with the fields of the record in this command; or that the actor may not do it at all.

use super::{Asked, Ground, Origin, Wish};
use crate::looking::Looking;
use crate::{Runtime, RuntimeError, RuntimeResult};
use access::{Actor, Plan, StepRights, with_step};
use app_engine::command::{Case, step_rights};
use definition::{Action, FieldRight};
use flow_engine::Todo;
use form_engine::{CompiledForm, Rights};
use std::collections::BTreeSet;
use store::{Session, records};

pub(super) async fn of(
    runtime: &Runtime,
    session: &Session,
    ground: &Ground,
    form: &CompiledForm,
    asked: &Asked,
    case: Option<&Case>,
) -> RuntimeResult<Rights> {
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
        Wish::Update { .. } => to_update(runtime, session, ground, form, asked, case).await,
        Wish::Delete { .. } => match permitted(runtime, session, ground, form, asked, Action::Delete).await? {
            Some(plan) => Ok(Rights::only(plan.fields().clone())),
            None => Err(refusal(runtime, session, ground, form, asked).await?),
        },
        Wish::Act { todo, .. } => match case.and_then(|case| Some((case, case.state.todo(*todo)?))) {
            Some((case, todo)) => by_step(runtime, session, ground, form, asked, case, todo).await,
            // The flow itself says that the to-do is closed; until then nothing may be filled in.
            None => Ok(Rights::only(indexmap::IndexMap::new())),
        },
        Wish::Begin { flow, .. } => {
            let button = ground.app.compiled.flows.get(flow).and_then(|flow| flow.button());
            // Whose roles are named need not be able to change the record; whether the person has one is decided with the rest.
            let by_role = button.is_some_and(|button| !button.roles.is_empty());
            let action = if by_role { Action::Read } else { Action::Update };
            match permitted(runtime, session, ground, form, asked, action).await? {
                Some(_) => Ok(Rights::only(indexmap::IndexMap::new())),
                None => Err(refusal(runtime, session, ground, form, asked).await?),
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
        | Wish::File { .. }
        | Wish::OfCase { .. }
        | Wish::TakeDown => Ok(Rights::only(indexmap::IndexMap::new())),
    }
}

/// A role that may change the record, or else an open to-do of the person.
async fn to_update(
    runtime: &Runtime,
    session: &Session,
    ground: &Ground,
    form: &CompiledForm,
    asked: &Asked,
    case: Option<&Case>,
) -> RuntimeResult<Rights> {
    if let Some(plan) = permitted(runtime, session, ground, form, asked, Action::Update).await? {
        return Ok(Rights::only(plan.fields().clone()));
    }
    let mine = case.and_then(|case| Some((case, case.state.todos.iter().find(|todo| Some(todo.holder) == asked.actor.user())?)));
    match mine {
        Some((case, todo)) => by_step(runtime, session, ground, form, asked, case, todo).await,
        None => Err(refusal(runtime, session, ground, form, asked).await?),
    }
}

async fn by_step(
    runtime: &Runtime,
    session: &Session,
    ground: &Ground,
    form: &CompiledForm,
    asked: &Asked,
    case: &Case,
    todo: &Todo,
) -> RuntimeResult<Rights> {
    let update = permitted(runtime, session, ground, form, asked, Action::Update).await?;
    let may_update = update.is_some();
    let by_roles = match update {
        Some(plan) => Some(plan),
        None => permitted(runtime, session, ground, form, asked, Action::Read).await?,
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

/// The plan of the roles, if it shows this record.
async fn permitted(
    runtime: &Runtime,
    session: &Session,
    ground: &Ground,
    form: &CompiledForm,
    asked: &Asked,
    action: Action,
) -> RuntimeResult<Option<Plan>> {
    let Ok(plan) = runtime.plan(&ground.app, form, &asked.actor, action) else { return Ok(None) };
    let looking = Looking::new(&ground.app, &ground.people, &asked.form, &asked.actor, ground.now)?;
    let shown = records::visible(session, &looking.view(&plan), &BTreeSet::from([asked.record])).await?;
    Ok((!shown.is_empty()).then_some(plan))
}

/// Who may see the record is told that the right is missing; to everybody else it does not exist.
async fn refusal(runtime: &Runtime, session: &Session, ground: &Ground, form: &CompiledForm, asked: &Asked) -> RuntimeResult<RuntimeError> {
    let seen = permitted(runtime, session, ground, form, asked, Action::Read).await?.is_some();
    Ok(if seen { RuntimeError::no_right() } else { RuntimeError::NotFound { what: "record" } })
}
