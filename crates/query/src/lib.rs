//! Filter, sort and group as data: written in definitions and requests, evaluated in memory here and compiled to SQL in `store`.
//!
//! Blanks are two-valued: a blank equals, exceeds and precedes nothing; ≠, "not in" and NOT keep blanks.

mod filter;
mod page;

pub use filter::{Condition, FieldPath, Filter, Operand, Operator, Period, Variable};
pub use page::{Direction, Page, Sort};
