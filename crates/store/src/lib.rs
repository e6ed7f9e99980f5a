//! Where everything is kept: platform tables as entities with migrations, record tables made from definitions, on SQLite and PostgreSQL.
//!
//! [`Store::write`] is the only way to change anything: one closure, one transaction. [`Store::read`] reads beside it.
//! Tenant records are read through an [`access::Plan`] alone (module [`records`]); there is no bare find.
//! Everything that differs between the two databases stands in `dialect.rs`.

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

pub mod aggregate;
mod backup;
mod dialect;
mod error;
mod late;
pub mod migrating;
mod migration;
mod moment;
mod platform;
pub mod recording;
pub mod records;
mod session;
mod shape;
mod store;
pub mod tables;
mod text_key;
mod writer;

pub use error::StoreError;
pub use moment::Moment;
pub use platform::{
    Before, Narrow, StepCount, absences, allocation, apps, audit, cc, comments, counters, departments, drafts, files, flows, history, idempotency,
    imports, incidents, login_attempts, message_addresses, messages, migrations, outbox, own_views, portal_links, roles, sessions, settings, slots,
    timers, todos, unfinished, users, vendor_bases,
};
pub use session::{Session, Tx};
pub use store::{Backend, Store, StoreConfig, Work};
pub use text_key::text_key;
