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

mod allocation;
mod apply;
pub mod bpmn;
mod branches;
mod cases;
mod clocks;
mod command;
mod compile;
mod context;
mod countdown;
mod deadlines;
mod decide;
mod event;
mod event_contents;
mod holders;
mod joins;
mod migration;
mod nodes;
mod offers;
mod operations;
mod reasons;
mod refusal;
mod settings;
mod settle;
mod simulation;
mod starts;
mod state;
mod task;
mod timers;
mod waits;
mod writes;

pub use allocation::{
    Allocation, AllocationFacts, Capacity, Choose, Chosen, Compare, Counted, Entry, EntryQuestion, Familiar, FamiliarQuestion, LeftOut, LeftOuts,
    Load, LoadQuestion, Match, Preview, Queue, Shift, Skill, Way, WhenNobodyFree, Why, preview,
};
pub use apply::apply;
pub use cases::{Caller, CaseNews, Child, MOST_DEEP};
pub use clocks::{CaseClock, ExplainedClock, FlowClockSettings, Happens, Renewal, explain_clocks};
pub use command::{Act, Action, Command, Manage, Measure, ReturnTo, Then};
pub use compile::{CompiledFlow, Environment, StepView, compile};
pub use context::{Context, OrgFact, Organisation};
pub use countdown::Explained;
pub use deadlines::explain_deadline;
pub use decide::decide;
pub use event::Event;
pub use event_contents::{CaseClockChanged, Reassigned, RecordsAdded, RecordsChanged};
pub use migration::{Migration, Obstacle};
pub use nodes::{NODES, NodeKind, node_kind};
pub use offers::{Offer, TodoOffers, offers, todo_offers};
pub use operations::{OPERATIONS, OperationKind, Who, operation};
pub use reasons::{Added, CloseReason, Decision, PassReason, Tried};
pub use refusal::Refusal;
pub use settings::{
    Assign, Boundary, Call, Deadline, DepartmentOf, EscalateTo, EscalationWay, Given, Instead, Level, Mode, OnReject, Operation, Pause, Ratio,
    RejectNeeds, StepRight, Taken, Trigger, Until, WaitsFor, Weight,
};
pub use simulation::{People, Simulation};
pub use starts::{StartButton, StartMessage, StartSchedule};
pub use state::{
    Countdown, Done, Gate, Held, Incident, InstanceState, Items, Last, Later, Scope, Stand, Status, TimerKey, TimerKind, Todo, TodoId, Token,
    TokenTimer, WaitKind, Waiting,
};
pub use writes::NewRecord;
