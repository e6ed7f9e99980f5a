//! The use cases: every change of the product is one command in one transaction, every look at it obeys the planner.
//!
//! [`Runtime`] joins the engines, the rights and the adapters. It knows no web framework: the edge gives it an actor and typed
//! data, and gets typed data or a [`RuntimeError`] with a stable code and a public message in both languages.
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

mod absences;
mod allocating;
mod app_cache;
mod apps;
mod attachments;
mod building;
mod calls;
mod command;
mod commit;
mod cursor;
mod dashboards;
mod demo;
mod digest;
mod error;
mod facts;
mod font_shelf;
mod hearing;
mod import_users;
mod imports;
mod inbound;
mod incidents;
mod leaving;
mod looking;
mod names;
mod new_apps;
mod offering;
mod organisation;
mod outbox;
mod outside;
mod packages;
mod password;
mod people;
mod portal;
mod ports;
mod queue;
mod records;
mod runtime;
mod schedules;
mod session;
mod showing;
mod tables;
mod tasks;
mod timers;
pub mod types;
mod upgrading;
mod verifying;
mod workbooks;
mod zones;

pub use calls::CallTurn;
pub use demo::DemoMade;
pub use error::{FieldConflict, FieldFault, RuntimeError, RuntimeResult};
pub use outside::{planned_tables, tables_in_words};
pub use ports::{CallReply, Calls, Clock, Fonts, Ids, ManualClock, NoCalls, RandomIds, SystemClock};
pub use runtime::{Runtime, RuntimeConfig, RuntimeParts};
pub use types::Event;
