//! Clocks: deadlines as data. A policy says what starts, holds, stops, renews and cancels a clock and what it warns of; the clock itself is a
//! small state that can be stored; [`decide`] answers a command with changes, [`Clock::apply`] carries a change out.

mod check;
mod decide;
mod moments;
mod policy;
mod read;
mod state;

pub use check::{ClockFault, check_policy};
pub use decide::{ClockCommand, ClockRefusal, decide, hear};
pub use moments::{Firing, Moment, moments, next_moment};
pub use policy::{ClockPolicy, Escalation, PauseOn, ResetOn};
pub use read::{NoDue, Reading, Standing, explain_clock, read_clock};
pub use state::{Cause, Clock, ClockChange, Mark, Marked, Phase, Used};
