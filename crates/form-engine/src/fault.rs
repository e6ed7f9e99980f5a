//! What is wrong with a value, where, and in words for the person who fills in.

use serde::Serialize;
use value::Label;

/// A fault of one field, row or cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldFault {
    /// JSON Pointer into the values: `/amount`, `/lines/0/qty`.
    pub pointer: String,
    /// Stable code, one of [`code`].
    pub code: &'static str,
    /// What is wrong and what to do, in both languages.
    pub message: Label,
}

impl FieldFault {
    /// A fault at a place.
    pub fn new(pointer: impl Into<String>, code: &'static str, message: Label) -> Self {
        Self { pointer: pointer.into(), code, message }
    }

    /// The same fault below a place.
    #[must_use]
    pub fn below(mut self, place: &str) -> Self {
        self.pointer.insert_str(0, place);
        self
    }
}

/// The stable codes of field faults.
pub mod code {
    /// The form has no such field.
    pub const UNKNOWN_FIELD: &str = "C0001";
    /// The JSON value is of another type than the field.
    pub const WRONG_TYPE: &str = "C0002";
    /// The number is larger than what can be stored.
    pub const OUT_OF_RANGE: &str = "C0003";
    /// The field must be filled in.
    pub const REQUIRED: &str = "C0101";
    /// The text has too few characters.
    pub const TOO_SHORT: &str = "C0102";
    /// The text has too many characters.
    pub const TOO_LONG: &str = "C0103";
    /// The text does not look as the field demands.
    pub const PATTERN: &str = "C0104";
    /// Below the smallest value.
    pub const TOO_SMALL: &str = "C0105";
    /// Above the largest value.
    pub const TOO_LARGE: &str = "C0106";
    /// The option is not one of the field's.
    pub const UNKNOWN_OPTION: &str = "C0107";
    /// The option may no longer be chosen.
    pub const RETIRED_OPTION: &str = "C0108";
    /// An option of the last level is asked for.
    pub const NOT_A_LEAF: &str = "C0109";
    /// Too few entries.
    pub const TOO_FEW: &str = "C0110";
    /// Too many entries.
    pub const TOO_MANY: &str = "C0111";
    /// The same entry twice.
    pub const TWICE: &str = "C0112";
    /// A file of this kind is not accepted.
    pub const FILE_KIND: &str = "C0113";
    /// The file is too large.
    pub const FILE_TOO_LARGE: &str = "C0114";
    /// The record, person or department is not there or may not be chosen.
    pub const NO_SUCH_REFERENCE: &str = "C0115";
    /// A step that the field does not offer, such as a quarter of a star.
    pub const WRONG_STEP: &str = "C0116";
    /// A check of the form's logic did not hold.
    pub const CHECK: &str = "C0117";
    /// A rule of the form's logic does not offer the option now.
    pub const NOT_OFFERED: &str = "C0118";
    /// The actor has no right to change the field.
    pub const NO_RIGHT: &str = "C0120";
    /// The form's logic does not let people change the field.
    pub const READONLY: &str = "C0121";
    /// The field is calculated or allotted; nobody enters it.
    pub const NOT_ENTERED: &str = "C0122";
    /// The sub-table has no such row.
    pub const UNKNOWN_ROW: &str = "C0123";
    /// The option cannot be chosen together with others.
    pub const NOT_ALONE: &str = "C0141";
    /// The consent must be given.
    pub const NOT_AGREED: &str = "C0142";
    /// A part of a structured value is missing.
    pub const PART_MISSING: &str = "C0143";
    /// A filter or formula that somebody wrote does not hold together.
    pub const NOT_READABLE: &str = "C0144";
    /// The system outside that gives the options does not answer, so that what was chosen cannot be confirmed.
    pub const UNREACHABLE: &str = "C0145";
    /// What was drawn over a picture is not what the field takes.
    pub const SHAPES: &str = "C0130";
    /// The place lies outside of where it must be.
    pub const OUTSIDE: &str = "C0132";
    /// The place is not known exactly enough, or was not found by the device.
    pub const INEXACT: &str = "C0133";
}
