//! How a record of a form looks on paper: as the sheet does, line by line, of which the fields keep their places and their widths.
//!
//! A form on paper is followed as it stands. A list has a line per record, so that its paper is a simple one: its columns as names beside
//! their values.

use super::grid::Grid;
use super::heading::Heading;
use super::printed::is_row_number;
use super::proposal::{FieldProposal, FormProposal, Kind, LeftOut, SheetKind};
use crate::workbook::{Area, At, Measures, Workbook};
use value::Label;

/// A line holds no more fields side by side.
const MOST_IN_LINE: usize = 4;
/// A blank is as high as it is drawn, from this height on and up to this one, in millimetres.
const HEIGHTS: (f64, f64) = (9.0, 70.0);

/// What stands on the paper, from top to bottom.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Paper {
    /// Whether the sheet is printed across.
    pub landscape: bool,
    /// Whether it is printed on A5.
    pub half: bool,
    /// The lines.
    pub lines: Vec<PaperLine>,
}

/// A line.
#[derive(Debug, Clone, PartialEq)]
pub enum PaperLine {
    /// The title of the whole.
    Title,
    /// The title of a part.
    Heading(Label),
    /// Words that stand on the sheet and ask for nothing.
    Words {
        /// The words.
        text: String,
        /// Whether they stand in the middle.
        centred: bool,
    },
    /// Fields side by side.
    Fields(Vec<PaperCell>),
    /// The rows of a sub-table.
    Table {
        /// The sub-table.
        field: String,
        /// Whether its rows are counted.
        numbered: bool,
        /// Its columns with their widths against each other.
        columns: Vec<(String, f64)>,
    },
}

/// A field with its name.
#[derive(Debug, Clone, PartialEq)]
pub struct PaperCell {
    /// The field.
    pub field: String,
    /// Share of the whole width that its name takes; 0 when the name stands above it.
    pub name: f64,
    /// Share of the whole width that name and blank take together.
    pub width: f64,
    /// Height of the blank in millimetres, if it is higher than a line.
    pub height: f64,
    /// Whether it shows pictures.
    pub pictures: bool,
}

/// The paper of a form; none when its sheet is gone.
pub fn paper(workbook: &Workbook, form: &FormProposal) -> Option<Paper> {
    let sheet = workbook.sheets.iter().find(|sheet| sheet.name == form.sheet)?;
    let lines = match form.layout {
        SheetKind::Printed => followed(&Grid::of(sheet), form),
        SheetKind::Register => simple(form),
    };
    let Measures { landscape, half, .. } = sheet.measures;
    Some(if form.layout == SheetKind::Printed { Paper { landscape, half, lines } } else { Paper { lines, ..Paper::default() } })
}

/// Something at a place of the sheet.
enum Piece<'f> {
    Title,
    Heading(&'f Label),
    Words(&'f str),
    Field(&'f FieldProposal),
}

/// The sheet from top to bottom.
fn followed(grid: &Grid<'_>, form: &FormProposal) -> Vec<PaperLine> {
    let mut lines = Vec::new();
    let mut cells: Vec<PaperCell> = Vec::new();
    let mut row = 0;
    for (at, piece) in pieces(grid, form) {
        let next = !matches!(piece, Piece::Field(field) if field.kind != Kind::SubTable);
        if at.row != row || next {
            flush(&mut cells, &mut lines);
        }
        match piece {
            Piece::Title => lines.push(PaperLine::Title),
            Piece::Heading(label) => lines.push(PaperLine::Heading(label.clone())),
            Piece::Words(text) => words(text, grid.look(at).is_some_and(|look| look.centred), at.row == row, &mut lines),
            Piece::Field(field) if field.kind == Kind::SubTable => {
                let titled = form.sections.iter().any(|section| section.label == field.label) || matches!(lines.last(), Some(PaperLine::Heading(_)));
                lines.extend((!titled).then(|| PaperLine::Heading(field.label.clone())));
                lines.push(table(grid, field));
            }
            Piece::Field(field) => cells.push(cell(grid, form, field)),
        }
        row = at.row;
    }
    flush(&mut cells, &mut lines);
    lines
}

/// Everything that stands on the sheet by its place. A title stands before what it is the title of.
fn pieces<'f>(grid: &Grid<'_>, form: &'f FormProposal) -> Vec<(At, Piece<'f>)> {
    let place = |text: &str| Area::read(text.rsplit_once('!').map_or(text, |(_, place)| place)).map(|area| area.first);
    let title = form.evidence.last().and_then(|named| place(&named.place)).unwrap_or_default();
    let mut pieces = vec![(title, Piece::Title)];
    pieces.extend(form.sections.iter().filter_map(|section| Some((place(&section.place)?, Piece::Heading(&section.label)))));
    pieces.extend(form.left_out.iter().filter(|left| is_printed(left)).filter_map(|left| Some((place(&left.place)?, Piece::Words(&left.text)))));
    pieces.extend(form.fields.iter().filter_map(|field| Some((place(&field.place)?, Piece::Field(field)))));
    // Merged areas that hang down from above stand where they begin; the sort keeps the order of what shares a cell.
    pieces.sort_by_key(|(at, _)| grid.area(*at).first);
    pieces
}

/// Sums have no meaning without their numbers.
fn is_printed(left: &LeftOut) -> bool {
    !left.text.trim().is_empty() && !left.reason.get(value::Locale::ZhCn).contains("合计")
}

/// Words in one row of the sheet stand in one line.
fn words(text: &str, centred: bool, goes_on: bool, lines: &mut Vec<PaperLine>) {
    match lines.last_mut() {
        Some(PaperLine::Words { text: before, .. }) if goes_on => {
            before.push_str("　　");
            before.push_str(text.trim());
        }
        _ => lines.push(PaperLine::Words { text: text.trim().to_owned(), centred }),
    }
}

fn flush(cells: &mut Vec<PaperCell>, lines: &mut Vec<PaperLine>) {
    let all = std::mem::take(cells);
    lines.extend(all.chunks(MOST_IN_LINE).map(|some| PaperLine::Fields(some.to_vec())));
}

fn cell(grid: &Grid<'_>, form: &FormProposal, field: &FieldProposal) -> PaperCell {
    let measures = &grid.sheet.measures;
    let whole = measures.width(0, grid.last.column).max(1.0);
    let name = Area::read(&field.place).unwrap_or_default();
    let room = field.room.unwrap_or(name);
    let titled = form.sections.iter().any(|section| section.place == field.place);
    let beside = room.first.column > name.last.column;
    let (left, right) = (name.first.column, room.last.column.max(name.last.column).min(grid.last.column));
    let within = form.fields.iter().filter(|other| other.place == field.place).count().max(1);
    let shared = f64::from(u32::try_from(within).unwrap_or(1));
    let name = match () {
        () if titled => 0.0,
        () if beside => measures.width(left, name.last.column) / whole,
        // The name stands above its blank, or in it.
        () => 0.14,
    };
    let height = if room == Area::one(room.first) && within > 1 { 0.0 } else { measures.height(room.first.row, room.last.row) };
    PaperCell {
        field: field.id.clone(),
        name,
        width: measures.width(left, right) / whole / shared,
        height: if height < HEIGHTS.0 { 0.0 } else { height.min(HEIGHTS.1) },
        pictures: is_drawn(field.kind),
    }
}

fn is_drawn(kind: Kind) -> bool {
    matches!(kind, Kind::Photo | Kind::Signature)
}

fn table(grid: &Grid<'_>, field: &FieldProposal) -> PaperLine {
    let head = Area::read(&field.place).map(|area| grid.text(area.first)).unwrap_or_default();
    let width = |column: &FieldProposal| {
        let area = Area::read(&column.place).unwrap_or_default();
        (grid.sheet.measures.width(area.first.column, area.last.column).clamp(4.0, 60.0), column.id.clone())
    };
    let columns = field.columns.iter().map(width).map(|(width, id)| (id, width)).collect();
    PaperLine::Table { field: field.id.clone(), numbered: is_row_number(&Heading::read(&head)), columns }
}

/// Two fields in a line, long ones alone, groups of columns below their titles.
fn simple(form: &FormProposal) -> Vec<PaperLine> {
    let mut lines = vec![PaperLine::Title];
    let mut cells: Vec<PaperCell> = Vec::new();
    let mut group: Option<&Label> = None;
    for field in &form.fields {
        let wide = matches!(field.kind, Kind::Textarea | Kind::Address | Kind::Photo);
        if field.group.as_ref() != group || wide || field.kind == Kind::SubTable || cells.len() == 2 {
            flush(&mut cells, &mut lines);
        }
        if field.group.as_ref() != group {
            group = field.group.as_ref();
            lines.extend(group.map(|label| PaperLine::Heading(label.clone())));
        }
        if field.kind == Kind::SubTable {
            lines.push(PaperLine::Heading(field.label.clone()));
            let columns = field.columns.iter().map(|column| (column.id.clone(), share_of(column.kind))).collect();
            lines.push(PaperLine::Table { field: field.id.clone(), numbered: true, columns });
            continue;
        }
        let width = if wide { 1.0 } else { 0.5 };
        cells.push(PaperCell { field: field.id.clone(), name: 0.15, width, height: 0.0, pictures: is_drawn(field.kind) });
        if wide {
            flush(&mut cells, &mut lines);
        }
    }
    flush(&mut cells, &mut lines);
    lines
}

/// A number needs less room than a text.
fn share_of(kind: Kind) -> f64 {
    match kind {
        Kind::Textarea | Kind::Address => 3.0,
        Kind::Text | Kind::Choice | Kind::MultiChoice | Kind::Url | Kind::Email => 2.0,
        _ => 1.3,
    }
}
