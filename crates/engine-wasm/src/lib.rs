//! The form engine and the formula language for the browser: JSON in, JSON out, no import at all.
//!
//! `PROTOCOL.md` beside this crate is the contract. [`Engine::call`] is the whole of it; `abi` is the thin face towards linear memory.
//! Natively the crate is an ordinary library, so that the same requests run in tests without a browser.
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

// Only in the browser: an exported `free` would take the place of the C library's in a native program.
#[cfg(target_family = "wasm")]
pub mod abi;
mod answer;
#[cfg(feature = "studio")]
mod assist;
#[cfg(feature = "studio")]
mod calendars;
mod engine;
#[cfg(feature = "studio")]
mod formulas;
mod ground;
mod request;
mod sessions;
#[cfg(feature = "simulator")]
mod simulations;

pub use engine::Engine;
