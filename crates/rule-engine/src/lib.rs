//! Rules: when something happens to a record and a condition holds, actions follow.
//!
//! [`compile`] checks a rule and makes it ready, [`run`] answers a trigger with [`Effect`]s or a [`RuleStop`]. Nothing here
//! changes anything: fields to set, refusals and messages go out as values, and the caller carries them out in its transaction.
//! A rule that changes a record fires rules again; the [`Chain`] of one command bounds that and shows the way it went.
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

mod actions;
mod chain;
mod compile;
mod effect;
mod recipient;
mod run;
#[cfg(feature = "scripts")]
mod script;
mod stop;

pub use actions::{ACTIONS, ActionKind, action_kind};
pub use chain::{Chain, Link};
pub use compile::{CompiledRule, Environment, compile};
pub use effect::{Effect, Outcome, Seen, Trace};
pub use recipient::{HeadOf, Recipient, To};
pub use run::{Input, run};
pub use stop::RuleStop;
