//! The workbench: boxes, counts, acting on a to-do; and how a case went.

mod allocation;
mod boxes;
mod choices;
mod deadlines;
mod faster;
mod graph;
mod inbox;
mod starting;
pub(crate) mod stays;
mod trace;

use crate::command::Wish;
use crate::types::{ActRequest, Call, ManageRequest, TaskCounts, Written};
use crate::{Runtime, RuntimeError, RuntimeResult};
use access::Actor;
use flow_engine::{Action, Added, Measure, ReturnTo, Then, TodoId};
use store::{cc, messages, todos};
use uuid::Uuid;
use value::{AppId, FormId, NodeId, RecordId, UserId};

/// The word for the step before, where a step is named to which a case is sent back.
const PREVIOUS: &str = "_previous";

impl Runtime {
    /// How many items wait.
    pub async fn task_counts(&self, actor: &Actor) -> RuntimeResult<TaskCounts> {
        let user = person(actor)?;
        let reader = self.inner.store.read();
        let counts = todos::counts(&reader, user, self.now().into()).await?;
        Ok(TaskCounts {
            todo: counts.open,
            overdue: counts.overdue,
            cc: cc::unread(&reader, user).await?,
            messages: messages::unread(&reader, user).await?,
        })
    }

    /// Acts on a to-do.
    pub async fn act(&self, call: &Call, task: Uuid, request: ActRequest) -> RuntimeResult<Written> {
        let user = person(&call.actor)?;
        let todo = todos::get(&self.inner.store.read(), task).await?.ok_or(RuntimeError::NotFound { what: "task" })?;
        if todo.holder_id != user.0 && todo.done_by != Some(user.0) && !self.has_passed_on(&todo, user).await? {
            return Err(RuntimeError::NotFound { what: "task" });
        }
        let (app, form) = place(&todo)?;
        let wish = Wish::Act {
            todo: TodoId(task),
            action: action(&request)?,
            opinion: request.opinion.unwrap_or_default().trim().to_owned(),
            values: request.values,
            base: request.base_revision,
        };
        match self.command(call, &app, &form, RecordId(todo.record_id), wish).await {
            Err(error) => Err(self.told_who(&todo, user, error).await),
            done => done,
        }
    }

    /// Takes the own case back.
    pub async fn withdraw(&self, call: &Call, app: &AppId, form: &FormId, record: RecordId, opinion: Option<String>) -> RuntimeResult<Written> {
        person(&call.actor)?;
        let active = self.active_app(app).await?;
        let people = self.people().await?;
        // Whoever does not see the record does not learn from the refusal that it exists.
        self.seen(&active, &people, active.form(form)?, &call.actor, record).await?;
        self.command(call, app, form, record, Wish::Withdraw { opinion: opinion.unwrap_or_default() }).await
    }
}

impl Runtime {
    /// Does something with the case of a record as a whole; the flow decides whether the person may.
    pub async fn manage_case(&self, call: &Call, app: &AppId, form: &FormId, record: RecordId, request: ManageRequest) -> RuntimeResult<Written> {
        person(&call.actor)?;
        let active = self.active_app(app).await?;
        let people = self.people().await?;
        self.seen(&active, &people, active.form(form)?, &call.actor, record).await?;
        let what = measure(&request)?;
        let opinion = request.opinion.unwrap_or_default().trim().to_owned();
        self.command(call, app, form, record, Wish::Manage { what, opinion }).await
    }
}

fn measure(request: &ManageRequest) -> RuntimeResult<Measure> {
    let unknown =
        || RuntimeError::refused("unknown_action", format!("没有操作「{}」", request.action), format!("There is no action `{}`", request.action));
    let missing = || RuntimeError::refused("step_missing", "请选择步骤", "Choose a step");
    let nobody = || RuntimeError::refused("person_missing", "请选择人员", "Choose a person");
    let step = |text: &Option<String>| text.as_deref().map(NodeId::parse).transpose().map_err(|_wrong| missing());
    let node = || step(&request.node)?.ok_or_else(missing);
    Ok(match request.action.as_str() {
        "urge" => Measure::Urge,
        "take_back" => Measure::TakeBack { node: node()? },
        "suspend" => Measure::Suspend,
        "resume" => Measure::Resume,
        "terminate" => Measure::Terminate,
        "jump" => Measure::Jump { from: step(&request.node)?, to: step(&request.to_node)?.ok_or_else(missing)? },
        "reassign" => Measure::Reassign { node: node()?, from: request.from.ok_or_else(nobody)?, to: request.to.ok_or_else(nobody)? },
        "add_row" => Measure::AddRow { node: node()?, holder: request.to.ok_or_else(nobody)? },
        "retry" | "skip" if request.opinion.as_deref().unwrap_or_default().trim().is_empty() => {
            return Err(RuntimeError::refused("reason_missing", "请写明原因", "Say why"));
        }
        "retry" => Measure::Retry { node: node()? },
        "skip" => Measure::Skip { node: node()? },
        "finish_rows" => Measure::FinishRows { node: node()? },
        _ => return Err(unknown()),
    })
}

/// A person; programs and strangers have no workbench.
fn person(actor: &Actor) -> RuntimeResult<UserId> {
    match actor {
        Actor::User(person) => Ok(person.id),
        _ => Err(RuntimeError::no_right()),
    }
}

fn place(todo: &todos::Todo) -> RuntimeResult<(AppId, FormId)> {
    let app = AppId::parse(&todo.app).map_err(crate::commit::internal)?;
    Ok((app, FormId::parse(&todo.form).map_err(crate::commit::internal)?))
}

fn action(request: &ActRequest) -> RuntimeResult<Action> {
    let unknown =
        || RuntimeError::refused("unknown_action", format!("没有操作「{}」", request.action), format!("There is no action `{}`", request.action));
    let missing = || RuntimeError::refused("person_missing", "请选择人员", "Choose a person");
    Ok(match request.action.as_str() {
        "approve" => Action::Approve,
        "reject" => Action::Reject,
        "complete" => Action::Complete,
        "resubmit" => Action::Resubmit,
        "transfer" => Action::Transfer { to: request.to.ok_or_else(missing)? },
        "return" => {
            let to = match request.to_node.as_deref() {
                None => ReturnTo::Starter,
                Some(PREVIOUS) => ReturnTo::Previous,
                Some(node) => ReturnTo::Node(NodeId::parse(node).map_err(|_wrong| unknown())?),
            };
            let then = match request.then.as_deref() {
                None => None,
                Some("replay") => Some(Then::Replay),
                Some("direct") => Some(Then::Direct),
                Some(_) => return Err(unknown()),
            };
            Action::Return { to, then }
        }
        "delegate" => Action::Delegate { to: request.to.ok_or_else(missing)? },
        "hand_back" => Action::HandBack,
        "add_sign" => {
            let place = match request.place.as_deref() {
                Some("before") => Added::Before,
                Some("after") => Added::After,
                None | Some("beside") => Added::Beside,
                Some(_) => return Err(unknown()),
            };
            let to: Vec<UserId> = request.people.iter().copied().chain(request.to).collect();
            Action::AddSigners { to: if to.is_empty() { return Err(missing()) } else { to }, place }
        }
        "remove_sign" => Action::RemoveSigner { who: request.to.ok_or_else(missing)? },
        "claim" => Action::Claim,
        "give_back" => Action::GiveBack,
        _ => return Err(unknown()),
    })
}
