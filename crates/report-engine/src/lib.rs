//! Reports as data: one question to the records, one chart model as the answer.
//!
//! `compile` checks a report against its form; `question` says what the store has to count; `answer` turns what was counted
//! into a chart model whose totals are evaluated from the measures' definitions at their own level, never from shown numbers.
//! The same model feeds the screen, the workbook and paper.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing))]

mod answer;
mod buckets;
mod charts;
mod compile;
mod format;
mod memory;
mod model;
mod question;
mod tally;

pub use answer::{AnswerContext, answer};
pub use buckets::bucket;
pub use charts::{CHARTS, ChartKind};
pub use compile::{CompiledMeasure, CompiledReport, compile};
pub use memory::count_in_memory;
pub use model::{Cell, ChartModel, Column, ColumnRole, Comparison, ModelRow};
pub use question::{Counted, CountedRow, Group, Question, Questions, Tallied, questions};
pub use tally::Tally;
