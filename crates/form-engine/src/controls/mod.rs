//! The registry: one file per kind, one line per kind.

mod check;
mod period;
mod settings;

pub mod auto_number;
pub mod cascade;
pub mod choice;
pub mod computed;
pub mod date;
pub mod date_range;
pub mod datetime;
pub mod money;
pub mod multi_choice;
pub mod number;
pub mod percent;
pub mod rating;
pub mod relation;
pub mod sub_table;
pub mod switch;
pub mod text;
pub mod textarea;
pub mod upload;

use crate::Control;

/// All kinds of controls in the order of the palette.
pub static CONTROLS: &[&Control] = &[
    &text::CONTROL,
    &textarea::CONTROL,
    &number::CONTROL,
    &money::CONTROL,
    &percent::CONTROL,
    &date::CONTROL,
    &datetime::CONTROL,
    &date_range::CONTROL,
    &switch::CONTROL,
    &choice::CONTROL,
    &multi_choice::CONTROL,
    &cascade::CONTROL,
    &rating::CONTROL,
    &upload::CONTROL,
    &relation::CONTROL,
    &sub_table::CONTROL,
    &auto_number::CONTROL,
    &computed::CONTROL,
];

/// The control of a kind.
pub fn control(kind: &str) -> Option<&'static Control> {
    CONTROLS.iter().copied().find(|control| control.kind == kind)
}

/// Checks the number of rows of a sub-table.
pub(crate) fn count_rows(count: usize, settings: &sub_table::SubTable, faults: &mut Vec<crate::FieldFault>) {
    check::count(count, settings.min_rows, Some(settings.most_rows()), ("行", "rows"), faults);
}
