//! What is known of one field before its kind is decided: its name, the cells that hold its values, what hangs at them.

use super::grid::Grid;
use super::heading::Heading;
use crate::workbook::{Area, At, Cell, CellValue, Validation};

/// A field as it stands on the sheet.
pub(super) struct Column<'a> {
    pub(super) heading: Heading,
    /// The titles above the name.
    pub(super) groups: Vec<Heading>,
    /// Where the name stands.
    pub(super) head: Area,
    /// Where the values stand or will stand.
    pub(super) body: Area,
    /// The values, with their places; blanks are left out.
    pub(super) cells: Vec<(At, &'a Cell)>,
    /// The validation of the body.
    pub(super) validation: Option<&'a Validation>,
    /// Comments at the name and the first value.
    pub(super) comments: Vec<(At, &'a str)>,
    /// Number formats of the body with how often each occurs, the commonest first.
    pub(super) formats: Vec<(String, usize)>,
    /// Whether the name is red or the ground of the body yellow.
    pub(super) marked_red: bool,
    /// Pictures anchored in the body.
    pub(super) pictures: usize,
    /// Options read from boxes beside or in the name.
    pub(super) boxes: Vec<String>,
    /// Whether this is one field of a printed form, with one place for its value.
    pub(super) single: bool,
}

impl<'a> Column<'a> {
    pub(super) fn of(grid: &Grid<'a>, heading: Heading, groups: Vec<Heading>, head: Area, body: Area) -> Self {
        let sheet = grid.sheet;
        let mut cells = Vec::new();
        let mut formats: Vec<(String, usize)> = Vec::new();
        let mut pictures = 0;
        if body.last >= body.first {
            for row in body.first.row..=body.last.row {
                let at = At::new(row, body.first.column);
                let Some(cell) = sheet.cell(at) else { continue };
                count(&mut formats, &cell.look.format);
                if !cell.is_blank() {
                    cells.push((at, cell));
                }
            }
            pictures = sheet.pictures.iter().filter(|at| body.holds(**at)).count();
        }
        formats.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
        let validation = sheet.validation_at(body.first).or_else(|| validation_within(grid, body));
        let comments = [head.first, body.first].into_iter().filter_map(|at| sheet.comments.get(&at).map(|text| (at, text.as_str()))).collect();
        let marked_red = grid.look(head.first).is_some_and(|look| look.red);
        Self { heading, groups, head, body, cells, validation, comments, formats, marked_red, pictures, boxes: Vec::new(), single: false }
    }

    /// The name in both languages, in small letters, for looking up words.
    pub(super) fn words(&self) -> Vec<String> {
        let mut words = vec![self.heading.zh.to_lowercase().replace(' ', "")];
        if !super::heading::has_han(&self.heading.zh) {
            words = vec![self.heading.zh.to_lowercase()];
        }
        words.extend(self.heading.en.as_ref().map(|en| en.to_lowercase()));
        words
    }

    /// The values as texts.
    pub(super) fn texts(&self) -> impl Iterator<Item = String> + '_ {
        self.cells.iter().map(|(_, cell)| cell.text())
    }

    /// The values that are texts.
    pub(super) fn strings(&self) -> impl Iterator<Item = &str> + '_ {
        self.cells.iter().filter_map(|(_, cell)| match &cell.value {
            CellValue::Text(text) => Some(text.as_str()),
            _ => None,
        })
    }

    /// Where the values stand, for evidence.
    pub(super) fn body_place(&self) -> String {
        match (self.cells.first(), self.cells.last()) {
            (Some((first, _)), Some((last, _))) => Area::new(*first, *last).to_string(),
            _ => Area::new(self.body.first, At::new(self.body.last.row.max(self.body.first.row), self.body.last.column)).to_string(),
        }
    }
}

/// A validation that does not begin in the first row, but holds for most of the body.
fn validation_within<'a>(grid: &Grid<'a>, body: Area) -> Option<&'a Validation> {
    let sheet = grid.sheet;
    sheet.validations.iter().find(|validation| {
        validation.areas.iter().any(|area| {
            let first = area.first.row.max(body.first.row);
            let last = area.last.row.min(body.last.row);
            area.first.column <= body.first.column
                && body.first.column <= area.last.column
                && last >= first
                && last - first + 1 >= body.height().div_ceil(2)
        })
    })
}

fn count(formats: &mut Vec<(String, usize)>, format: &str) {
    if format.is_empty() {
        return;
    }
    match formats.iter_mut().find(|(known, _)| known == format) {
        Some((_, times)) => *times += 1,
        None => formats.push((format.to_owned(), 1)),
    }
}
