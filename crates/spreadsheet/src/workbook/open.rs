//! From bytes to a [`Workbook`]: the archive is looked at first, then the sheets, then calamine reads the values.

use super::package::{self, Parts};
use super::parts::{self, SheetPart};
use super::{Area, At, Cell, CellValue, Look, MOST_CELLS, MOST_SHEETS, OpenFault, Sheet, Workbook, comments};
use calamine::{DataRef, Reader, SheetVisible, Xlsx, XlsxFormulaMetadata, expand_shared_formula, open_workbook_from_rs};
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

type Opened<'a> = Xlsx<Cursor<&'a [u8]>>;

/// Opens an .xlsx workbook.
pub fn open(bytes: &[u8]) -> Result<Workbook, OpenFault> {
    let mut parts = package::parts(bytes)?;
    let paths = sheet_paths(&parts)?;
    let mut described = Vec::new();
    for path in paths.values() {
        // The text of a sheet is large and is not needed again.
        let text = parts.remove(path).ok_or_else(|| OpenFault::damaged(path, "it is missing"))?;
        described.push((path.clone(), parts::sheet(path, &text)?));
    }
    // What calamine reads besides the sheets (styles, strings) is not looked at before; a slip of its own must not take the server along.
    let read = catch_unwind(AssertUnwindSafe(|| read(bytes, &parts, &paths, described)));
    let workbook = read.unwrap_or_else(|_| Err(OpenFault::damaged("xl", "its parts contradict each other")))?;
    if workbook.sheets.iter().all(|sheet| sheet.cells.is_empty()) { Err(OpenFault::Empty) } else { Ok(workbook) }
}

/// The parts of the worksheets by the name of the sheet.
fn sheet_paths(parts: &Parts) -> Result<BTreeMap<String, String>, OpenFault> {
    use super::xml::{Part, attribute};
    use quick_xml::events::Event;
    let relations = comments::relations("xl/workbook.xml", parts)?;
    let text = parts.get("xl/workbook.xml").map_or("", String::as_str);
    let mut part = Part::new("xl/workbook.xml", text);
    let mut paths = BTreeMap::new();
    loop {
        match part.next()? {
            Event::Start(element) | Event::Empty(element) if element.local_name().as_ref() == "sheet" => {
                let text = |name| attribute(&element, name).unwrap_or_default();
                let id = text("id");
                let relation = relations.iter().find(|relation| relation.id == id);
                if let Some(relation) = relation.filter(|relation| relation.sort == "worksheet") {
                    paths.insert(text("name"), relation.part.clone());
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    if paths.len() > MOST_SHEETS { Err(OpenFault::TooManySheets) } else { Ok(paths) }
}

fn read(bytes: &[u8], parts: &Parts, paths: &BTreeMap<String, String>, described: Vec<(String, SheetPart)>) -> Result<Workbook, OpenFault> {
    let mut opened: Opened<'_> = open_workbook_from_rs(Cursor::new(bytes)).map_err(|fault| OpenFault::damaged("xl", fault))?;
    let names = opened.defined_names().to_vec();
    let mut described: BTreeMap<String, SheetPart> = described.into_iter().collect();
    let mut sheets = Vec::new();
    let mut left = MOST_CELLS;
    for listed in opened.sheets_metadata().to_vec() {
        let Some(path) = paths.get(&listed.name) else { continue };
        let Some(part) = described.remove(path) else { continue };
        let hidden = listed.visible != SheetVisible::Visible;
        let cells = cells(&mut opened, &listed.name, &part.styles, &mut left)?;
        let (comments, pictures) = hangers(path, &part, parts)?;
        let SheetPart { merges, validations, hidden_rows, hidden_columns, measures, .. } = part;
        sheets.push(Sheet {
            name: listed.name,
            hidden,
            cells,
            merges: apart(merges),
            validations,
            comments,
            hidden_rows,
            hidden_columns,
            pictures,
            measures,
        });
    }
    Ok(Workbook { sheets, names })
}

/// Merged areas by position; one that lies over another is left out, as Excel does when it repairs a file.
fn apart(mut merges: Vec<Area>) -> Vec<Area> {
    merges.sort_unstable();
    merges.dedup();
    merges.retain(|area| area.height() > 1 || area.width() > 1);
    merges
}

type Hangers = (BTreeMap<At, String>, Vec<At>);

fn hangers(path: &str, sheet: &SheetPart, parts: &Parts) -> Result<Hangers, OpenFault> {
    let mut said = BTreeMap::new();
    let mut pictures = Vec::new();
    for relation in comments::relations(path, parts)? {
        let Some(text) = parts.get(&relation.part) else { continue };
        match relation.sort.as_str() {
            "comments" => said.extend(comments::comments(&relation.part, text)?),
            "drawing" if sheet.drawing.as_ref() == Some(&relation.id) => pictures.extend(comments::pictures(&relation.part, text)?),
            _ => {}
        }
    }
    Ok((said, pictures))
}

fn cells(opened: &mut Opened<'_>, name: &str, styles: &[(At, usize)], left: &mut usize) -> Result<BTreeMap<At, Cell>, OpenFault> {
    let wrong = |fault: calamine::XlsxError| OpenFault::damaged(name, fault);
    let mut reader = opened.worksheet_cells_reader(name).map_err(wrong)?;
    let looks: Vec<Arc<Look>> = reader.styles().iter().map(|style| Arc::new(look(style))).collect();
    let plain = Arc::new(Look::default());
    let mut cells = BTreeMap::new();
    let mut shared: BTreeMap<usize, (At, String)> = BTreeMap::new();
    while let Some(record) = reader.next_cell_with_formula_metadata().map_err(wrong)? {
        let at = At::new(record.pos.0, record.pos.1);
        let value = cell_value(&record.value);
        let formula = formula(record.formula, at, &mut shared);
        if value == CellValue::Blank && formula.is_none() {
            continue;
        }
        *left = left.checked_sub(1).ok_or(OpenFault::TooManyCells)?;
        cells.insert(at, Cell { value, formula, look: plain.clone() });
    }
    for (at, style) in styles {
        let Some(look) = looks.get(*style).filter(|look| ***look != Look::default()) else { continue };
        if let Some(cell) = cells.get_mut(at) {
            cell.look = look.clone();
        } else if look.lined || look.fill.is_some() {
            *left = left.checked_sub(1).ok_or(OpenFault::TooManyCells)?;
            cells.insert(*at, Cell { look: look.clone(), ..Cell::default() });
        }
    }
    Ok(cells)
}

fn formula(found: Option<XlsxFormulaMetadata>, at: At, shared: &mut BTreeMap<usize, (At, String)>) -> Option<String> {
    match found? {
        XlsxFormulaMetadata::Shared { shared_index, formula, .. } => {
            shared.insert(shared_index, (at, formula.clone()));
            Some(formula)
        }
        XlsxFormulaMetadata::SharedDerived { shared_index } => {
            let (first, formula) = shared.get(&shared_index)?;
            expand_shared_formula(formula, (first.row, first.column), (at.row, at.column)).ok()
        }
        XlsxFormulaMetadata::Normal { formula } => Some(formula),
        _ => None,
    }
    .filter(|formula| !formula.trim().is_empty())
}

pub(super) fn cell_value(value: &DataRef<'_>) -> CellValue {
    let text = |text: &str| if text.trim().is_empty() { CellValue::Blank } else { CellValue::Text(text.replace("\r\n", "\n").trim().to_owned()) };
    match value {
        DataRef::Int(number) => CellValue::Number(Decimal::from(*number)),
        DataRef::Float(number) => decimal(*number).map_or_else(|| CellValue::Text(number.to_string()), CellValue::Number),
        DataRef::String(said) => text(said),
        DataRef::SharedString(said) => text(said),
        DataRef::Bool(yes) => CellValue::Bool(*yes),
        DataRef::DateTime(moment) if moment.is_duration() => decimal(moment.as_f64()).map_or(CellValue::Blank, CellValue::Length),
        DataRef::DateTime(moment) => match (moment.as_f64().abs() < 3_000_000.0).then(|| moment.as_datetime()).flatten() {
            Some(moment) => CellValue::Moment(moment),
            None => CellValue::Text(moment.as_f64().to_string()),
        },
        DataRef::DateTimeIso(said) => moment_of(said).map_or_else(|| text(said), CellValue::Moment),
        DataRef::DurationIso(said) => text(said),
        DataRef::Error(error) => CellValue::Error(error.to_string()),
        DataRef::Empty => CellValue::Blank,
    }
}

fn moment_of(iso: &str) -> Option<chrono::NaiveDateTime> {
    let bare = iso.trim().trim_end_matches('Z');
    ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M"].iter().find_map(|form| chrono::NaiveDateTime::parse_from_str(bare, form).ok()).or_else(|| {
        let day = chrono::NaiveDate::parse_from_str(bare, "%Y-%m-%d").ok()?;
        day.and_hms_opt(0, 0, 0)
    })
}

/// The number that a person typed: of the doubles nearest to it, the shortest decimal.
fn decimal(double: f64) -> Option<Decimal> {
    if !double.is_finite() {
        return None;
    }
    // A sum such as 0.1 + 0.2 carries noise behind the fifteenth digit, which Excel does not show.
    let shown = format!("{double:.14e}");
    let short = Decimal::from_scientific(&shown).ok()?;
    Some(short.normalize())
}

fn look(style: &calamine::Style) -> Look {
    let red = |color: calamine::Color| color.red > 180 && color.green < 90 && color.blue < 90;
    let font = style.font.as_ref();
    let tenths = |points: f64| Decimal::try_from(points * 10.0).ok().and_then(|tenths| u32::try_from(tenths.round()).ok()).unwrap_or(0);
    let fill = style.fill.as_ref().filter(|fill| fill.is_visible()).and_then(|fill| fill.get_color()).filter(|color| !color.is_white());
    let format = style.number_format.as_ref().map(|format| format.format_code.clone()).unwrap_or_default();
    let alignment = style.alignment.as_ref();
    Look {
        format: if format.eq_ignore_ascii_case("general") { String::new() } else { format },
        bold: font.is_some_and(calamine::Font::is_bold),
        size: font.and_then(|font| font.size).map_or(0, tenths),
        red: font.and_then(|font| font.color).is_some_and(red),
        fill: fill.map(|color| [color.red, color.green, color.blue]),
        lined: style.borders.as_ref().is_some_and(calamine::Borders::has_visible_borders),
        centred: alignment.is_some_and(|alignment| alignment.horizontal == calamine::HorizontalAlignment::Center),
    }
}
