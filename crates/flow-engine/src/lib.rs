//! Flows: who has to do what next, decided and never guessed.
//!
//! [`compile`] checks a flow and makes it ready, [`decide`] answers a [`Command`] with [`Event`]s or a [`Refusal`],
//! [`apply`] is the only thing that changes an [`InstanceState`]. Nothing here knows a clock, a database or a random number:
//! the moment, the record, the organisation and fresh ids come in through the [`Context`]. The server, the scenario tests and
//! the simulator of the designer therefore run the very same code, and a replay of the events gives the same state.
//!
//! A fact that the caller has not loaded yet comes back as [`Refusal::Missing`]; load it and decide again.
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::string_slice,
        clippy::as_conversions,
        clippy::print_stdout
    )
)]

mod apply;
mod command;
mod compile;
mod context;
mod decide;
mod event;
mod holders;
mod nodes;
mod refusal;
mod settings;
mod simulation;
mod state;
mod task;

pub use apply::apply;
pub use command::{Act, Action, Command};
pub use compile::{CompiledFlow, Environment, StepView, compile};
pub use context::{Context, OrgFact, Organisation};
pub use decide::decide;
pub use event::{CloseReason, Decision, Event, PassReason, Tried};
pub use nodes::{NODES, NodeKind, node_kind};
pub use refusal::Refusal;
pub use settings::{Assign, Deadline, DepartmentOf, EscalateTo, EscalationWay, Mode, OnReject, Operation, StepRight};
pub use simulation::{People, Simulation};
pub use state::{Done, InstanceState, Status, TimerKey, TimerKind, Todo, TodoId, Token};
