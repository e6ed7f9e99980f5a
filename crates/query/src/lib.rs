//! Filter, sort and group as data: written in definitions and requests, evaluated in memory here and compiled to SQL in `store`.
//!
//! Conditions are two-valued: a blank equals, exceeds and precedes nothing, and a negation is exactly the opposite of the
//! condition without it. Memory and both databases keep to this table (`x` the field, `v` what it is compared with):
//!
//! | condition | holds when | `x` is blank | `v` is blank (null, "", no list) |
//! |---|---|---|---|
//! | `eq` | x = v; text is compared on NFC, with regard to case | no | no |
//! | `ne` | not `eq` | yes | yes |
//! | `lt` `le` `gt` `ge` | x < v …; numbers, days, times, moments only | no | no |
//! | `in` | x equals one of v; blanks in v are passed over | no | no |
//! | `not_in` | not `in` | yes | yes |
//! | `contains` `starts_with` | text on NFC, ASCII letters without regard to case | no | no |
//! | `blank` / `not_blank` | nothing / something was entered ("", [] and no rows are blank) | yes / no | – |
//! | `has_any` / `has_all` | the list holds one / all of v | no | no |
//! | `within` | from ≤ x < to, days of the app's zone | no | no |
//! | `under` | x is one of v or stands below one of them | no | no |
//! | `involves` | the person (no value: the actor) created it, held or holds a task of it, or was told | – | – |
//! | `and []` / `or []` / `not f` | yes / no / the opposite of f | | |
//!
//! A moment compared with a day means the whole day in the app's zone: `eq` within it, `lt` before it begins, `le` before it ends,
//! `ge` from its beginning, `gt` from its end. A column of a sub-table (`lines.amount`) holds when any row does; its negations are the
//! opposite of that; `blank` means that no row has an entry. Order puts blanks last in both directions; the record key is the last level.

#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice, clippy::as_conversions)
)]

mod bind;
mod check;
mod comparand;
mod filter;
mod matches;
mod page;
mod sort;

pub use bind::{Variables, bind, period_days};
pub use check::{FilterFault, check, check_sort, fields_used, system_fields};
pub use comparand::{Comparand, comparand};
pub use filter::{Condition, FieldPath, Filter, Operand, Operator, Period, Variable};
pub use matches::{QueryContext, Source, matches};
pub use page::{Direction, Page, Sort};
pub use sort::compare_records;
