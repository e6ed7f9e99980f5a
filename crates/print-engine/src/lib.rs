//! Print templates as data → pages → PDF.
//!
//! `compile` checks a template against its form, `lay_out` turns records into pages (display lists of crate `scene`),
//! `write_pdf` writes the pages. Our own layout knows bands, growing elements, tables that run over pages and Chinese
//! line breaking; the PDF itself is written by `printpdf` with a font subset of our own.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::as_conversions))]

mod block;
mod breaking;
mod compile;
mod default_template;
mod elements;
mod fonts;
mod layout;
mod marks;
mod model;
mod pdf;
mod text;

pub use block::{Block, Slice};
pub use breaking::break_lines;
pub use compile::{CompiledPrint, compile};
pub use default_template::{default_template, literal};
pub use elements::{ELEMENTS, ElementKind, Lay, Stage};
pub use fonts::{Font, FontError, FontPack};
pub use layout::{Document, MAX_PAGES, PrintError, lay_out};
pub use model::{Approval, Picture, PrintContext, PrintRecord};
pub use pdf::{PdfError, write_pdf};
