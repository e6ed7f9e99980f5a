//! Workers: what is done after a commit and what time brings about.
//!
//! - The outbox: mails are leased, sent outside any transaction, and noted; a failure is tried again after 1, 5 and 15 minutes, then it
//!   is a dead letter that an administrator sees and can send again.
//! - Timers: a due timer comes back as an ordinary command; firing twice has no effect.
//! - Planned migrations of stored records go on in slices, until the version to which they lead is current.
//! - Imports: rows of a file are checked, filed and taken back in slices.
//! - Upkeep: what is over is swept away.
//!
//! A worker has what it works on under a lease of seconds, and asks for more time meanwhile: kill it at any moment, and another one goes
//! on when the lease is over.
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

mod calls;
mod leases;
mod outbox;
mod timers;
mod upkeep;
mod worker;

pub use calls::DirectCalls;
pub use upkeep::Swept;
pub use worker::{JobError, Pass, Worker};
