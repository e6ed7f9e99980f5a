//! The use cases on SQLite and PostgreSQL by the same tests.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

mod allocation;
mod app;
mod building;
mod cases;
mod cases_of_other_forms;
mod flow;
mod house;
mod imports;
mod leaving;
mod look_ups;
mod migrating;
mod new_apps;
mod people;
mod portal;
mod records;
mod starts;
mod steps_that_write;
mod upgrading;
mod verifying;
mod views;
mod work_on_cases;
mod workbooks;
