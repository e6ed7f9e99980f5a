//! The edge: routes, sessions, limits, problem+json, OpenAPI and live events over the use cases of `runtime`.
//!
//! A handler reads the request, calls one use case and writes its answer. No business rule and no SQL lives here. A route is
//! reached only through [`table`], which names its right; what the table does not name, the gate refuses.
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

mod app_description;
mod body;
mod convert;
mod cookie;
mod description;
mod download;
pub mod dto;
mod gate;
mod headers;
mod limit;
mod order;
mod place;
mod problem;
mod registry;
mod routes;
mod server;
mod state;
mod table;
mod web;

pub use app_description::app_openapi;
pub use description::{declared_rights, openapi};
pub use server::{router, serve};
pub use state::{Api, ApiConfig};
