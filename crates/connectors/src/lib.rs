//! What leaves the house: mail, and calls of systems outside. Every connection is made by the one [`Dialler`].
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

mod call;
mod call_recorder;
mod dialler;
mod http;
mod mail;
mod recorder;
mod smtp;

pub use call::{Call, CallFault, CallTransport, Reply};
pub use call_recorder::CallRecorder;
pub use dialler::{DialError, Dialler, NamedBy, Range};
pub use http::HttpCalls;
pub use mail::{DeliveryError, Mail, MailTransport};
pub use recorder::MailRecorder;
pub use smtp::{Smtp, SmtpConfig, SmtpSecurity};
