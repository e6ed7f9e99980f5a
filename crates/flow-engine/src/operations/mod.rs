//! What people do beside deciding: one file each, and one line in [`OPERATIONS`].

mod add_sign;
mod claim;
mod decide;
mod delegate;
mod hold;
mod jump;
mod reassign;
mod remove_sign;
mod rows;
mod send_back;
mod take_back;
mod terminate;
mod transfer;
mod travel;
mod trouble;
mod urge;
mod withdraw;

pub(crate) use delegate::hand_back;
pub(crate) use reassign::relieve;
pub(crate) use send_back::to_starter;
pub(crate) use travel::{clear_the_way, previous};

use crate::{
    Act, Action, Manage, Measure, Refusal, Status, Todo,
    decide::{Place, Run},
    holders,
    nodes::Next,
    task::TaskSettings,
};
use value::{Label, NodeId};

/// All operations, in the order in which they are offered.
pub static OPERATIONS: &[&OperationKind] = &[
    &decide::APPROVE,
    &decide::REJECT,
    &decide::COMPLETE,
    &decide::RESUBMIT,
    &claim::CLAIM,
    &claim::GIVE_BACK,
    &transfer::KIND,
    &delegate::DELEGATE,
    &delegate::HAND_BACK,
    &add_sign::KIND,
    &remove_sign::KIND,
    &send_back::KIND,
    &take_back::KIND,
    &withdraw::KIND,
    &urge::KIND,
    &hold::SUSPEND,
    &hold::RESUME,
    &reassign::KIND,
    &jump::KIND,
    &terminate::KIND,
    &rows::ADD_ROW,
    &rows::FINISH_ROWS,
    &trouble::RETRY,
    &trouble::SKIP,
];

/// An operation as people and the generators see it.
#[derive(Debug)]
pub struct OperationKind {
    /// The word in the API and in scenarios.
    pub id: &'static str,
    /// Its name in Chinese and English.
    pub name: [&'static str; 2],
    /// What it does, in Chinese and English.
    pub help: [&'static str; 2],
    /// Who may do it.
    pub who: Who,
}

/// Who may do an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// The holder of the to-do.
    Holder,
    /// Whoever started the case.
    Starter,
    /// Whoever started the case or has done a step of it.
    Involved,
    /// Whoever administers the app.
    Administrator,
}

impl OperationKind {
    /// Its name.
    pub fn label(&self) -> Label {
        Label::both(self.name[0], self.name[1])
    }

    /// What it does.
    pub fn help(&self) -> Label {
        Label::both(self.help[0], self.help[1])
    }
}

/// The operation with this word.
pub fn operation(id: &str) -> Option<&'static OperationKind> {
    OPERATIONS.iter().copied().find(|operation| operation.id == id)
}

/// A holder does something with a to-do that is no decision.
pub(crate) fn act(run: &mut Run<'_>, place: Place, task: &TaskSettings, todo: &Todo, act: &Act) -> Result<Next, Refusal> {
    match &act.action {
        Action::Transfer { to } => transfer::transfer(run, place, task, todo, act, *to),
        Action::Return { to, then } => send_back::send_back(run, place, task, act, to, *then),
        Action::Delegate { to } => delegate::delegate(run, place, task, todo, act, *to),
        Action::HandBack => delegate::hand_back(run, todo, act),
        Action::AddSigners { to, place: at } => add_sign::add(run, place, task, todo, act, (to, *at)),
        Action::RemoveSigner { who } => remove_sign::remove(run, place, task, act, *who),
        Action::Claim => claim::claim(run, place, todo),
        Action::GiveBack => claim::give_back(run, place, task, todo),
        Action::Approve | Action::Reject | Action::Complete | Action::Resubmit => Err(run.not_allowed(place, act.action.as_str())),
    }
}

/// A person does something with the case as a whole.
pub(crate) fn manage(run: &mut Run<'_>, manage: &Manage) -> Result<(), Refusal> {
    let status = run.state.status;
    if !status.is_open() {
        return Err(Refusal::NotRunning { status });
    }
    if operation(manage.what.as_str()).is_some_and(|operation| operation.who == Who::Administrator)
        && !holders::administrators(run)?.contains(&manage.by)
    {
        return Err(Refusal::NotAdministrator);
    }
    let on_hold = status == Status::Suspended;
    match &manage.what {
        Measure::Terminate => terminate::terminate(run, manage),
        Measure::Resume => hold::resume(run, manage),
        _ if on_hold => Err(Refusal::OnHold),
        Measure::Suspend => hold::suspend(run, manage),
        Measure::Urge => urge::urge(run, manage),
        Measure::TakeBack { node } => take_back::take_back(run, manage, node),
        Measure::Reassign { node, from, to } => reassign::reassign(run, manage, node, *from, *to),
        Measure::Jump { from, to } => jump::jump(run, manage, from.as_ref(), to),
        Measure::AddRow { node, holder } => rows::add(run, manage, node, *holder),
        Measure::FinishRows { node } => rows::finish(run, node),
        Measure::Retry { node } => trouble::retry(run, manage, node),
        Measure::Skip { node } => trouble::skip(run, manage, node),
    }
}

/// The token that stands at a node; none when it is not there.
pub(crate) fn place_at(run: &Run<'_>, node: &NodeId, which: impl Fn(&crate::Token) -> bool) -> Result<Place, Refusal> {
    let token = run.state.tokens.iter().find(|token| token.node == *node && which(token));
    run.place_of(token.ok_or_else(|| Refusal::NotThere { node: node.clone() })?)
}
