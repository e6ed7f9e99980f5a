//! What goes in and comes out.

use formula::World;
use value::{Label, Locale};

/// A template that was parsed and checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Template {
    pub(crate) source: String,
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
