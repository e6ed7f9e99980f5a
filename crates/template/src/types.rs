//! What goes in and comes out.

use formula::{Formula, Reference, World};
use std::collections::BTreeMap;
use std::sync::Arc;
use value::{FieldId, Label, Locale};

/// A template that was parsed and checked.
#[derive(Debug, Clone)]
pub struct Template {
    pub(crate) source: Arc<str>,
    pub(crate) plan: Arc<Plan>,
}

impl PartialEq for Template {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
    }
}

/// What a template needs while it is rendered, found out when it was compiled.
#[derive(Debug, Clone, Default)]
pub(crate) struct Plan {
    /// Fields by name.
    pub fields: BTreeMap<String, Needed>,
    /// Fields of related records and columns, by both names.
    pub parts: BTreeMap<(String, String), Needed>,
    /// How the columns of the tables that are looped over are shown.
    pub columns: BTreeMap<FieldId, BTreeMap<FieldId, Look>>,
    /// Formulas of the record by their text.
    pub formulas: BTreeMap<String, (Formula, Look)>,
    /// Formulas of the rows of a table by their text.
    pub row_formulas: BTreeMap<FieldId, BTreeMap<String, (Formula, Look)>>,
}

/// A value that is asked of the world, and how it is shown.
#[derive(Debug, Clone)]
pub(crate) struct Needed {
    pub reference: Reference,
    pub look: Look,
}

/// How a value is shown.
#[derive(Debug, Clone, Default)]
pub(crate) struct Look {
    /// Labels of options.
    pub options: Vec<(String, Label)>,
    /// Digits after the point.
    pub scale: Option<u32>,
    /// How the field writes its values.
    pub face: value::FaceOf,
}

impl Template {
    /// Its source text.
    pub fn source(&self) -> &str {
        &self.source
    }
}

/// What a template sees while it is rendered.
#[derive(Clone, Copy)]
pub struct TemplateContext<'a> {
    /// Values of fields, the clock and the actor, as formulas see them. Labels of options and digits come from the scope that the
    /// template was compiled against, labels of records, persons and departments from [`World::label_of`].
    pub world: &'a dyn World,
    /// The reader's language.
    pub locale: Locale,
    /// Plain texts for the further names that were given to [`crate::compile`], such as `link`.
    pub texts: &'a [(&'a str, String)],
}

/// What is wrong with a template, where in its text (in characters), and what to do.
#[derive(Debug, Clone, PartialEq)]
pub struct TemplateFault {
    /// Stable code `MT….`.
    pub code: &'static str,
    /// First character.
    pub start: usize,
    /// Character after the last.
    pub end: usize,
    /// What is wrong.
    pub message: Label,
    /// What to do.
    pub hint: Option<Label>,
}

/// Why a template could not be rendered.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum TemplateError {
    /// The steps or the size of the output were used up.
    #[error("the text became too long or took too many steps")]
    Limit,
    /// Anything else, with the place.
    #[error("the text could not be made: {0}")]
    Failed(String),
}
