//! What leaves the house: mail today, other transports beside it later. Every connection is made by the one [`Dialler`].
//!
//! A transport delivers one thing once; leases, repetition and dead letters are the business of `jobs`.
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

mod dialler;
mod mail;
mod recorder;
mod smtp;

pub use dialler::{DialError, Dialler, NamedBy, Range};
pub use mail::{DeliveryError, Mail, MailTransport};
pub use recorder::MailRecorder;
pub use smtp::{Smtp, SmtpConfig, SmtpSecurity};
