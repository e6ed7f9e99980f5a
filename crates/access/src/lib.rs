//! The one planner of rights: (actor, action, form) → allowed fields + a filter + the reasons.
//!
//! Every way out asks it: list, record, report, drill, export, print, search, picker, comment, file, live event.
//! The store reads nothing without a [`Plan`], and only this crate can make one.

mod actor;
mod plan;

pub use actor::{Actor, Cause, Person};
pub use plan::{Denied, FormRights, Plan, Reason, plan};
