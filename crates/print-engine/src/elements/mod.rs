//! The registry of elements: one file each, one line each in [`ELEMENTS`].

mod approvals;
mod grid;
mod image;
mod line;
mod page_number;
mod qr;
mod table;
mod text;

pub(crate) use text::NAMES;

use crate::block::Block;
use crate::compile::Checker;
use crate::model::{PrintContext, PrintRecord};
use crate::text::Missing;
use definition::Settings;
use schemars::Schema;
use value::Label;

/// Every kind of element.
pub const ELEMENTS: &[&ElementKind] =
    &[&text::ELEMENT, &grid::ELEMENT, &table::ELEMENT, &approvals::ELEMENT, &image::ELEMENT, &qr::ELEMENT, &line::ELEMENT, &page_number::ELEMENT];

/// What is known of a kind of element.
pub struct ElementKind {
    /// Its name in definitions.
    pub kind: &'static str,
    /// Its name for people, Chinese and English.
    pub label: (&'static str, &'static str),
    /// What it is for, Chinese and English.
    pub help: (&'static str, &'static str),
    /// JSON Schema of its settings.
    pub schema: fn() -> Schema,
    /// Settings as they stand in a definition; run as a test.
    pub example: &'static str,
    /// Checks the settings against the form and makes it ready to be laid out.
    pub compile: fn(&Settings, &mut Checker<'_>) -> Option<Box<dyn Lay>>,
}

impl ElementKind {
    /// Its name for people.
    pub fn label(&self) -> Label {
        Label::both(self.label.0, self.label.1)
    }
}

/// An element that is ready to be laid out.
pub trait Lay: std::fmt::Debug + Send + Sync {
    /// Lays it out in a column.
    fn lay(&self, stage: &Stage<'_>) -> Block;
}

/// Where an element is laid out.
pub struct Stage<'a> {
    /// What is the same for all records.
    pub context: &'a PrintContext<'a>,
    /// The record.
    pub record: &'a PrintRecord<'a>,
    /// The row, in a band that is repeated per row.
    pub row: Option<(&'a str, usize)>,
    /// Width of the column in points.
    pub width: f64,
    /// Height that the template asks for, in points.
    pub height: Option<f64>,
    /// This page and the number of pages.
    pub page: (usize, usize),
    /// Characters that no font has.
    pub missing: &'a Missing,
    /// Pictures that the pages speak of.
    pub pictures: &'a std::cell::RefCell<Vec<crate::Picture>>,
}

impl Stage<'_> {
    /// Takes a picture into the document, once.
    pub(crate) fn speaks_of(&self, picture: &crate::Picture) {
        let mut known = self.pictures.borrow_mut();
        if !known.iter().any(|other| other.key == picture.key) {
            known.push(picture.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_documented_and_its_example_fits_its_schema() {
        for kind in ELEMENTS {
            assert!(!kind.label.0.is_empty() && !kind.label.1.is_empty() && !kind.help.0.is_empty() && !kind.help.1.is_empty(), "{}", kind.kind);
            let settings: Settings = serde_json::from_str(kind.example).unwrap();
            let scope = crate::compile::tests::scope();
            let mut checker = Checker::new(&scope, "prints/example.json", "/bands/0/elements/0", None);
            assert!((kind.compile)(&settings, &mut checker).is_some(), "{}: {:?}", kind.kind, checker.into_diagnostics());
        }
    }
}
