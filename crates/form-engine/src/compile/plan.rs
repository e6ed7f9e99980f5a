//! What is evaluated, in which order, and who must be told when something changes.

use definition::Aspect;
use formula::{Formula, Reference};
use value::{FieldId, Label};

/// The formulas of a form in an order in which each one comes after all that it reads.
#[derive(Debug, Clone, Default)]
pub(crate) struct Plan {
    /// The formulas; the position is the rank.
    pub(crate) vertices: Vec<Vertex>,
    /// By field.
    pub(crate) fields: Vec<FieldReaders>,
}

/// Who reads a field.
#[derive(Debug, Clone, Default)]
pub(crate) struct FieldReaders {
    /// Who reads the field itself; of a sub-table: its rows as such.
    pub(crate) readers: Vec<Reader>,
    /// Who reads each column.
    pub(crate) columns: Vec<Vec<Reader>>,
}

/// One reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reader {
    /// Position of the formula.
    pub(crate) vertex: usize,
    /// Whether it reads the cell of its own row only.
    pub(crate) same_row: bool,
}

/// A formula with the aspect that it decides. That of a column is one vertex with an instance per row.
#[derive(Debug, Clone)]
pub(crate) struct Vertex {
    pub(crate) target: Target,
    pub(crate) aspect: Aspect,
    pub(crate) formula: Formula,
    /// What to tell when a check does not hold.
    pub(crate) message: Option<Label>,
    /// Where it stands in the definition.
    pub(crate) pointer: String,
    /// What it asks of related records: by which field or column of its row, and for which field there.
    pub(crate) related: Vec<(Target, FieldId)>,
}

impl Vertex {
    /// What it asks of records that system fields refer to, such as `{_created_by.department}`.
    pub(crate) fn system_related(&self) -> impl Iterator<Item = (&FieldId, &FieldId)> {
        self.formula.references().iter().filter_map(|reference| match reference {
            Reference::Related { field, of } if field.is_system() => Some((field, of)),
            _ => None,
        })
    }
}

/// A field or column by position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Target {
    pub(crate) field: usize,
    pub(crate) column: Option<usize>,
}
