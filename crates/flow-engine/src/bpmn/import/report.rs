//! What was not taken as it stands.

use crate::bpmn::tree::{At, Element};
use value::Label;

/// What became of a thing that was not taken as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// It is left out, and the flow runs the same without it.
    Ignored,
    /// Something stands for it that does nearly the same; somebody should look at it.
    Replaced,
    /// It is left out, and somebody has to finish that place by hand.
    Unfinished,
}

impl Outcome {
    /// The word in answers.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ignored => "ignored",
            Self::Replaced => "replaced",
            Self::Unfinished => "unfinished",
        }
    }
}

/// One thing that was not taken as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The id of its element; empty when it has none.
    pub id: String,
    /// The name of its element.
    pub name: String,
    /// What kind of element it is.
    pub element: String,
    /// What became of it.
    pub outcome: Outcome,
    /// What was found and what to do, in both languages.
    pub message: Label,
    /// Its line, from 1.
    pub line: u32,
    /// Its column, from 1.
    pub column: u32,
}

#[derive(Debug, Default)]
pub(super) struct Report {
    found: Vec<(At, Found)>,
}

impl Report {
    /// Tells about a part of an element.
    pub fn tell_at(&mut self, element: &Element, at: At, outcome: Outcome, message: Label) {
        let text = |key| element.get(key).unwrap_or_default().to_owned();
        let found = Found { id: text("id"), name: text("name"), element: element.name.clone(), outcome, message, line: at.0, column: at.1 };
        if !self.found.iter().any(|(_, known)| *known == found) {
            self.found.push((at, found));
        }
    }

    /// All of it in the order of the file.
    pub fn sorted(mut self) -> Vec<Found> {
        self.found.sort_by_key(|(at, _)| *at);
        self.found.into_iter().map(|(_, found)| found).collect()
    }
}
