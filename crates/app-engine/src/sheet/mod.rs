//! Records as rows of a sheet, in and out.
//!
//! Every kind of control has a [`Face`]: how its values stand in a cell, and how a cell is read as its value. One table serves both ways,
//! so that what was exported can be imported again. Pure: who is meant by a name is asked of a [`Directory`].

mod face;
mod map;
mod options;
mod places;
mod read;
mod rows;
mod write;

pub use face::{End, Face, NotFromCell, Period, face};
pub use map::{Column, Mapping, Target, head_key, head_line, key_fields, propose, targets};
pub use read::{CellReader, Directory, Found, Reading};
pub use rows::{CellFault, RawRecord, ReadRecord, RecordReader, Records, letters, name_key};
pub use write::{CellWriter, Writing, plain_cell, words};

use value::Label;

/// Why a column cannot go into a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotRead {
    /// The kind of the field.
    Kind(NotFromCell),
    /// The person may not write it.
    NoRight,
    /// There is no such field.
    Unknown,
    /// Another column goes into it already.
    Twice,
}

impl NotRead {
    /// In words for whoever imports.
    pub fn label(self) -> Label {
        match self {
            Self::Kind(why) => why.label(),
            Self::NoRight => Label::both("您没有填写该字段的权限", "you may not write this field"),
            Self::Unknown => Label::both("没有这个字段", "there is no such field"),
            Self::Twice => Label::both("有两列对应同一个字段", "two columns go into this field"),
        }
    }
}
