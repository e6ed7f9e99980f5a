//! One sheet's XML: where its cells stand and with which style, what is merged, validated and hidden.

use super::xml::{Part, attribute, flag};
use super::{Area, At, MOST_CELLS, Measures, OpenFault, Validation, ValidationKind};
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeSet;

/// What is kept of one sheet. More merges or validations than this are garbage.
const MOST_AREAS: usize = 200_000;
/// Hidden columns beyond these are the empty rest of the sheet.
const MOST_COLUMNS: u32 = 2_000;
/// Rows beyond these stand on no form on paper.
const MOST_MEASURED: u32 = 2_000;
/// The largest width and height that a spreadsheet allows.
const LARGEST: f64 = 409.0;
/// A5 in the numbers of the format.
const A5: &str = "11";

/// What a sheet's XML tells besides the values.
#[derive(Debug, Default)]
pub(super) struct SheetPart {
    pub(super) styles: Vec<(At, usize)>,
    pub(super) merges: Vec<Area>,
    pub(super) validations: Vec<Validation>,
    pub(super) hidden_rows: BTreeSet<u32>,
    pub(super) hidden_columns: BTreeSet<u32>,
    pub(super) measures: Measures,
    /// The relation that holds the drawing.
    pub(super) drawing: Option<String>,
}

/// Reads a sheet and refuses positions that no sheet has.
pub(super) fn sheet(name: &str, text: &str) -> Result<SheetPart, OpenFault> {
    let mut part = Part::new(name, text);
    let mut found = SheetPart::default();
    let mut next = At::default();
    loop {
        match part.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "row" => next = row(&element, next, &part, &mut found)?,
                "c" => next = cell(&element, next, &part, &mut found)?,
                "dataValidation" => found.validations.push(validation(&element, &mut part)?),
                "f" => check_formula(&element, &part)?,
                _ => other(&element, &part, &mut found)?,
            },
            Event::Empty(element) => match element.local_name().as_ref() {
                "row" => {
                    row(&element, next, &part, &mut found)?;
                    next = At::new(next.row + 1, 0);
                }
                "c" => next = cell(&element, next, &part, &mut found)?,
                "dataValidation" => found.validations.push(bare_validation(&element)),
                "f" => check_formula(&element, &part)?,
                _ => other(&element, &part, &mut found)?,
            },
            Event::End(element) if element.local_name().as_ref() == "row" => next = At::new(next.row + 1, 0),
            Event::Eof => return Ok(found),
            _ => {}
        }
        if found.merges.len() > MOST_AREAS || found.validations.len() > MOST_AREAS || found.styles.len() > MOST_CELLS {
            return Err(OpenFault::TooManyCells);
        }
    }
}

fn row(element: &BytesStart<'_>, next: At, part: &Part<'_>, found: &mut SheetPart) -> Result<At, OpenFault> {
    let row = match attribute(element, "r") {
        Some(number) => At::read(&format!("A{number}")).ok_or_else(|| part.fault(format!("row {number}")))?.row,
        None => At::read(&format!("A{}", next.row + 1)).ok_or_else(|| part.fault("too many rows"))?.row,
    };
    if flag(element, "hidden") {
        found.hidden_rows.insert(row);
    }
    if let Some(height) = length(element, "ht").filter(|_| row < MOST_MEASURED) {
        found.measures.heights.insert(row, height);
    }
    Ok(At::new(row, 0))
}

fn cell(element: &BytesStart<'_>, next: At, part: &Part<'_>, found: &mut SheetPart) -> Result<At, OpenFault> {
    let at = match attribute(element, "r") {
        Some(text) => At::read(&text).ok_or_else(|| part.fault(format!("cell {text}")))?,
        None => At::read(&next.to_string()).ok_or_else(|| part.fault("too many columns"))?,
    };
    let style = attribute(element, "s").and_then(|style| style.parse().ok()).unwrap_or(0);
    found.styles.push((at, style));
    Ok(At::new(at.row, at.column + 1))
}

/// Ranges and numbers of shared formulas are checked here, since those who read them later trust them.
fn check_formula(element: &BytesStart<'_>, part: &Part<'_>) -> Result<(), OpenFault> {
    if let Some(area) = attribute(element, "ref").filter(|area| Area::read(area).is_none()) {
        return Err(part.fault(format!("formula area {area}")));
    }
    let wrong = attribute(element, "si").filter(|number| number.parse::<u32>().is_err());
    wrong.map_or(Ok(()), |number| Err(part.fault(format!("shared formula {number}"))))
}

fn other(element: &BytesStart<'_>, part: &Part<'_>, found: &mut SheetPart) -> Result<(), OpenFault> {
    match element.local_name().as_ref() {
        "dimension" => {
            if let Some(area) = attribute(element, "ref").filter(|area| Area::read(area).is_none()) {
                return Err(part.fault(format!("dimension {area}")));
            }
        }
        "mergeCell" => {
            let text = attribute(element, "ref").unwrap_or_default();
            found.merges.push(Area::read(&text).ok_or_else(|| part.fault(format!("merged area {text}")))?);
        }
        "col" => {
            let number = |name| attribute(element, name).and_then(|text| text.parse::<u32>().ok()).and_then(|number| number.checked_sub(1));
            let columns = number("min").unwrap_or(MOST_COLUMNS)..=number("max").unwrap_or(0).min(MOST_COLUMNS);
            if let Some(width) = length(element, "width") {
                found.measures.widths.extend(columns.clone().map(|column| (column, width)));
            }
            if flag(element, "hidden") {
                found.hidden_columns.extend(columns);
            }
        }
        "pageSetup" => {
            found.measures.landscape = attribute(element, "orientation").as_deref() == Some("landscape");
            found.measures.half = attribute(element, "paperSize").as_deref() == Some(A5);
        }
        "drawing" => found.drawing = attribute(element, "id"),
        _ => {}
    }
    Ok(())
}

/// A width or height that can be.
fn length(element: &BytesStart<'_>, name: &str) -> Option<f64> {
    attribute(element, name).and_then(|text| text.parse::<f64>().ok()).filter(|length| (0.0..=LARGEST).contains(length))
}

fn bare_validation(element: &BytesStart<'_>) -> Validation {
    let text = |name| attribute(element, name).unwrap_or_default();
    let kind = match text("type").as_str() {
        "list" => ValidationKind::List,
        "whole" => ValidationKind::Whole,
        "decimal" => ValidationKind::Decimal,
        "date" => ValidationKind::Date,
        "time" => ValidationKind::Time,
        "textLength" => ValidationKind::TextLength,
        "custom" => ValidationKind::Custom,
        _ => ValidationKind::Any,
    };
    let operator = attribute(element, "operator").unwrap_or_else(|| "between".into());
    Validation {
        areas: areas(&text("sqref")),
        kind,
        operator,
        allow_blank: flag(element, "allowBlank"),
        prompt: text("prompt"),
        ..Validation::default()
    }
}

/// A validation with its formulas; those of the extension (`x14`) hold them, and the areas, one element deeper.
fn validation(element: &BytesStart<'_>, part: &mut Part<'_>) -> Result<Validation, OpenFault> {
    let mut found = bare_validation(element);
    loop {
        match part.next()? {
            Event::Start(inner) => match inner.local_name().as_ref() {
                "formula1" => found.first = part.text()?.trim().to_owned(),
                "formula2" => found.second = part.text()?.trim().to_owned(),
                "sqref" => found.areas = areas(&part.text()?),
                _ => {}
            },
            Event::End(end) if end.local_name().as_ref() == "dataValidation" => return Ok(found),
            Event::Eof => return Err(part.fault("it ends too early")),
            _ => {}
        }
    }
}

fn areas(text: &str) -> Vec<Area> {
    text.split_whitespace().filter_map(Area::read).collect()
}
