//! Forms: what a form's definition means, and what a record of it is at every moment while somebody fills it in.
//!
//! [`compile`] turns a definition into a [`CompiledForm`] and reports everything that is wrong with it.
//! A [`Session`] is one record while it is filled in: an edit goes in, the list of what changed comes out.
//! [`submit`] is the server's last word: everything is computed again, checked, and only then becomes a record.
//! Server and browser run this same code, natively and as wasm.
//!
//! This crate never reads a clock, a store or a network: the moment, the rights and what is known of other records come in as arguments.
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
#![cfg_attr(not(feature = "whole"), allow(dead_code, reason = "the linker leaves out the kinds that are not listed"))]

#[macro_use]
mod words;

mod compile;
mod compiled;
mod control;
mod controls;
mod environment;
mod facts;
mod fault;
mod few;
mod json_text;
mod look_ups;
mod options;
mod scope;
mod session;
#[cfg(not(target_family = "wasm"))]
mod shape;
mod submit;
mod wire;

pub use compile::{check_view, compile, compile_whole, form_scope};
pub use compiled::{CompiledField, CompiledForm, Index, Origin, Storage};
pub use control::{Behaviour, Control, FieldFace, Findings, Group, Part, Special, ValueContext, part_of};
pub use controls::auto_number::{AutoNumber, NumberPart, Reset};
pub use controls::computed::Store;
pub use controls::outside_choice::{OutsideChoice, WhenUnreachable};
pub use controls::people::{PeopleScope, Within};
#[cfg(not(target_family = "wasm"))]
pub use controls::regions::region_names;
pub use controls::relation::{Relation, RelationTarget};
pub use controls::roll_up::{RollUp, RollUpFunction};
pub use controls::upload::{Upload, UploadKind};
pub use controls::{CONTROLS, control};
pub use environment::{FormEnvironment, ROLES, STEPS};
pub use facts::{Facts, Need, Offered, Related, Rights, Target};
pub use fault::{FieldFault, code};
pub use look_ups::{LookedUp, answer_from, formula_texts, looked_up, looked_up_in, question_filter};
pub use options::{CompiledOption, Options};
pub use scope::{department_fields, outside, system_fields, user_fields};
pub use session::{Because, CellPath, CellState, Changes, FormulaReason, Opening, Place, Reason, RowKey, Session, TableState};
#[cfg(not(target_family = "wasm"))]
pub use shape::{Look, Shape, Spelling, record_schema};
pub use submit::{Refusal, Submission, Submitted, calculated_fields, hidden_fields, live_values, read_values, recalculate, submit};
pub use wire::{changes_text, description_text, state_text, why_text};
