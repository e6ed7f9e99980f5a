//! Records: written by commands, read through plans.
//!
//! A [`value::Record`] here holds the system fields beside the form's own (`_id`, `_created_at`, `_revision` …), so that filters,
//! formulas and views find them like any field.

mod codec;
mod filter;
mod page;
mod read;
mod write;

pub use filter::FilterContext;
pub use page::{PageQuery, RecordPage, Search};
pub use read::{View, by_ids, count, get, get_for_update, holding, page, taken, visible, whole, whole_for_update};
pub use write::{delete, insert, insert_many, recalculated, set_system_fields, update};

pub(crate) use codec::{Cell, column_names, day_of, decode, encode};
pub(crate) use filter::{compile, constant};
pub(crate) use read::{load_items, narrowed, readable};
pub(crate) use write::{insert_items, unfit, update_lines};
