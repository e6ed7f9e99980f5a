//! The one planner of rights: (actor, action, form) → allowed fields + a filter + the reasons.
//!
//! Every way out asks it: list, record, report, drill, export, print, search, picker, comment, file, live event.
//! The store reads nothing without a [`Plan`], and only this crate can make one.
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

mod actor;
mod app_right;
mod check;
mod mask;
mod plan;
mod rows;
mod step;

pub use actor::{Actor, Cause, Person};
pub use app_right::{is_administrator, may_build, may_open_app, may_open_dashboard};
pub use check::{QueryRefused, QueryUse, check_query};
pub use mask::{masked, visible_record};
pub use plan::{Denied, FormRights, Plan, Reason, plan};
pub use step::{StepRights, with_step};
