//! Tests at the boundary of the form engine: cases as data, and what each kind of control promises.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::as_conversions,
    clippy::print_stdout
)]

mod automatic;
mod cases;
mod kinds;
mod laws;
mod look_ups;
mod parity;
mod random;
mod random_laws;
mod registry;
mod shapes;
