//! The routes, one file per resource. Each only reads the request, calls one use case of `runtime` and writes the answer.

pub(crate) mod absences;
pub(crate) mod admin;
pub(crate) mod apps;
pub(crate) mod audit;
pub(crate) mod bpmn;
pub(crate) mod build;
pub(crate) mod cases;
pub(crate) mod departments;
pub(crate) mod events;
pub(crate) mod files;
pub(crate) mod health;
pub(crate) mod imports;
pub(crate) mod messages;
pub(crate) mod outbox;
pub(crate) mod outside;
pub(crate) mod packages;
pub(crate) mod public;
pub(crate) mod records;
pub(crate) mod reports;
pub(crate) mod roles;
pub(crate) mod sessions;
pub(crate) mod tasks;
pub(crate) mod trying;
pub(crate) mod unfinished;
pub(crate) mod views;
pub(crate) mod workbooks;
