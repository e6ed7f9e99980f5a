//! The rows of a list as records of the form that it becomes: typed values by the id of their field.

use super::grid::Grid;
use super::proposal::{FieldProposal, FormProposal, Kind};
use super::values;
use crate::workbook::{At, CellValue, Sheet, Workbook};
use serde_json::{Map, Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};
use value::{Decimal, Label};

/// The records of a list, and the cells that could not be read as what their field holds.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Extracted {
    /// The records in the order of the rows; days as `2026-03-01`, moments in local time as `2026-03-01T09:30:00`, numbers exact as texts.
    pub records: Vec<Map<String, Json>>,
    /// The row of the sheet, counted from 1, from which each record was read.
    pub rows: Vec<(String, u32)>,
    /// Cells whose value does not fit; the field of the record is left blank.
    pub faults: Vec<RowFault>,
    /// How many more records there are than were asked for.
    pub more: usize,
}

/// A cell that does not fit its field.
#[derive(Debug, Clone, PartialEq)]
pub struct RowFault {
    /// Where it stands: `Sheet1!C7`.
    pub place: String,
    /// The id of the field.
    pub field: String,
    /// What stands there.
    pub text: String,
    /// Why it was not taken.
    pub reason: Label,
}

/// Whom the names in a workbook may mean: keys by name. Somebody whose name another one has, too, is not in it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Names {
    /// Persons.
    pub people: BTreeMap<String, String>,
    /// Departments.
    pub departments: BTreeMap<String, String>,
}

impl Names {
    /// The key of a person or department; none for other kinds.
    pub fn key(&self, kind: Kind, name: &str) -> Option<&str> {
        let names = match kind {
            Kind::Member => &self.people,
            Kind::Department => &self.departments,
            _ => return None,
        };
        names.get(name.trim()).map(String::as_str)
    }
}

/// Reads the records of a form that was proposed for a list. Computed fields are left to the engine; numbers
/// that were given stay.
pub fn records(workbook: &Workbook, form: &FormProposal, names: &Names) -> Extracted {
    first_records(workbook, form, names, usize::MAX)
}

/// Reads the first so many records and counts the others.
pub fn first_records(workbook: &Workbook, form: &FormProposal, names: &Names, most: usize) -> Extracted {
    let mut found = Extracted::default();
    let Some((first, last)) = form.rows else { return found };
    for name in std::iter::once(&form.sheet).chain(&form.also) {
        let Some(sheet) = workbook.sheets.iter().find(|sheet| sheet.name == *name) else { continue };
        // A further sheet has its records where its own head says.
        let own = if *name == form.sheet { Some((first, last, form.skipped_rows.clone())) } else { other_rows(workbook, sheet) };
        if let Some((first, last, skipped)) = own {
            sheet_records(sheet, form, names, ((first, last), &skipped.into_iter().collect(), most), &mut found);
        }
    }
    found
}

fn other_rows(workbook: &Workbook, sheet: &Sheet) -> Option<(u32, u32, Vec<u32>)> {
    let form = super::sheets::form(workbook, sheet)?;
    let (first, last) = form.rows?;
    Some((first, last, form.skipped_rows))
}

type Wanted<'s> = ((u32, u32), &'s BTreeSet<u32>, usize);

fn sheet_records(sheet: &Sheet, form: &FormProposal, names: &Names, ((first, last), skipped, most): Wanted<'_>, found: &mut Extracted) {
    let grid = Grid::of(sheet);
    let table = form.fields.iter().find(|field| field.kind == Kind::SubTable);
    let merged: Vec<&FieldProposal> = form.fields.iter().filter(|field| field.kind != Kind::SubTable).collect();
    let mut year = None;
    for row in (first..=last).filter(|row| !skipped.contains(row)).map(|row| row - 1) {
        let continues =
            table.is_some() && merged.iter().filter_map(|field| field.column).any(|column| grid.area(At::new(row, column)).first.row < row);
        let told = found.faults.len();
        let mut reader = Reader { grid: &grid, names, row, year: &mut year, faults: &mut found.faults };
        let lines = table.map(|table| reader.fields(&table.columns));
        if continues && found.more > 0 {
            found.faults.truncate(told);
            continue;
        }
        if continues && let Some(record) = found.records.last_mut() {
            push_line(record, table, lines);
            continue;
        }
        let mut record = reader.fields(&form.fields);
        push_line(&mut record, table, lines);
        if !record.is_empty() && found.records.len() >= most {
            found.faults.truncate(told);
            found.more += 1;
        } else if !record.is_empty() {
            found.records.push(record);
            found.rows.push((sheet.name.clone(), row + 1));
        }
    }
}

fn push_line(record: &mut Map<String, Json>, table: Option<&FieldProposal>, line: Option<Map<String, Json>>) {
    let (Some(table), Some(line)) = (table, line.filter(|line| !line.is_empty())) else { return };
    if let Json::Array(lines) = record.entry(table.id.clone()).or_insert_with(|| Json::Array(Vec::new())) {
        lines.push(Json::Object(line));
    }
}

struct Reader<'g, 'a> {
    grid: &'g Grid<'a>,
    names: &'g Names,
    row: u32,
    /// The year of the last whole date above, for those that are written without one.
    year: &'g mut Option<i32>,
    faults: &'g mut Vec<RowFault>,
}

impl Reader<'_, '_> {
    fn fields(&mut self, fields: &[FieldProposal]) -> Map<String, Json> {
        let mut record = Map::new();
        for field in fields {
            let Some(column) = field.column else { continue };
            if field.formula.is_some() {
                continue;
            }
            let at = At::new(self.row, column);
            let Some(cell) = self.grid.cell(at).filter(|cell| !cell.is_blank()) else { continue };
            match self.value(field, &cell.value) {
                Ok(json) => _ = record.insert(field.id.clone(), json),
                Err((zh, en)) => self.faults.push(RowFault {
                    place: format!("{}!{at}", self.grid.sheet.name),
                    field: field.id.clone(),
                    text: cell.text(),
                    reason: Label::both(zh, en),
                }),
            }
        }
        record
    }

    fn value(&mut self, field: &FieldProposal, value: &CellValue) -> Result<Json, (&'static str, &'static str)> {
        let text = value.text();
        if matches!(value, CellValue::Error(_)) {
            return Err(("单元格是错误值", "the cell holds an error"));
        }
        match field.kind {
            Kind::Number | Kind::Money | Kind::Percent => {
                number(value).map(|number| json!(rounded(number, field))).ok_or(("不是数字", "it is no number"))
            }
            Kind::Date | Kind::Month => self.day(value).ok_or(("不是日期", "it is no day")),
            Kind::Datetime => self.moment(value).ok_or(("不是日期时间", "it is no day with a time")),
            Kind::Time => clock(value).ok_or(("不是时间", "it is no time")),
            Kind::Switch => yes_no(value).map(Json::Bool).ok_or(("不是“是”或“否”", "it is neither yes nor no")),
            Kind::Choice => option(field, &text).map(|id| json!(id)).ok_or(("不在选项里", "it is none of the options")),
            Kind::MultiChoice => several(field, &text).map(|ids| json!(ids)).ok_or(("不在选项里", "it is none of the options")),
            Kind::Mobile | Kind::Phone => Ok(json!(values::phone_digits(value).filter(|digits| values::is_mobile(digits)).unwrap_or(text))),
            Kind::Member => {
                self.names.key(field.kind, &text).map(|key| json!(key)).ok_or(("没有叫这个名字的成员", "nobody has this name, or several have it"))
            }
            Kind::Department => self
                .names
                .key(field.kind, &text)
                .map(|key| json!(key))
                .ok_or(("没有叫这个名字的部门", "no department has this name, or several have it")),
            Kind::Photo | Kind::Upload | Kind::Signature => Err(("文件不能从单元格里取出", "a file cannot be taken from a cell")),
            _ => Ok(json!(text)),
        }
    }

    fn day(&mut self, value: &CellValue) -> Option<Json> {
        let day = match value {
            CellValue::Moment(moment) => Some(moment.date()),
            CellValue::Number(number) => values::serial_day(*number).or_else(|| values::day(&number.to_string(), *self.year)),
            CellValue::Text(text) => values::day(text, *self.year).or_else(|| values::moment(text, *self.year).map(|moment| moment.date())),
            _ => None,
        }?;
        *self.year = Some(chrono::Datelike::year(&day));
        Some(json!(day.to_string()))
    }

    fn moment(&mut self, value: &CellValue) -> Option<Json> {
        let moment = match value {
            CellValue::Moment(moment) => *moment,
            CellValue::Text(text) => values::moment(text, *self.year).or_else(|| values::day(text, *self.year)?.and_hms_opt(0, 0, 0))?,
            _ => return None,
        };
        *self.year = Some(chrono::Datelike::year(&moment));
        Some(json!(moment.format("%Y-%m-%dT%H:%M:%S").to_string()))
    }
}

fn number(value: &CellValue) -> Option<Decimal> {
    match value {
        CellValue::Number(number) => Some(*number),
        CellValue::Text(text) => values::number(text).map(|(number, _)| number),
        _ => None,
    }
}

/// Exact, at the scale of the field.
fn rounded(number: Decimal, field: &FieldProposal) -> String {
    let more = if field.kind == Kind::Percent { 2 } else { 0 };
    let scale = field.scale.unwrap_or(2) + more;
    number.round_dp_with_strategy(scale, rust_decimal::RoundingStrategy::MidpointAwayFromZero).normalize().to_string()
}

fn clock(value: &CellValue) -> Option<Json> {
    let time = match value {
        CellValue::Moment(moment) => moment.time(),
        CellValue::Text(text) => values::time(text)?,
        CellValue::Number(days) | CellValue::Length(days) => {
            let seconds = (days.fract() * Decimal::from(86_400)).round();
            chrono::NaiveTime::from_num_seconds_from_midnight_opt(u32::try_from(seconds).ok()?, 0)?
        }
        _ => return None,
    };
    Some(json!(time.format("%H:%M:%S").to_string()))
}

fn yes_no(value: &CellValue) -> Option<bool> {
    match value {
        CellValue::Bool(yes) => Some(*yes),
        CellValue::Text(text) => values::yes_no(text),
        CellValue::Number(number) if number.is_zero() => Some(false),
        CellValue::Number(number) if *number == Decimal::ONE => Some(true),
        _ => None,
    }
}

fn option<'f>(field: &'f FieldProposal, text: &str) -> Option<&'f str> {
    field.options.iter().find(|option| option.text == text.trim()).map(|option| option.id.as_str())
}

fn several(field: &FieldProposal, text: &str) -> Option<Vec<String>> {
    let ticked: Vec<String> = values::boxes(text).into_iter().filter(|(_, ticked)| *ticked).map(|(name, _)| name).collect();
    let parts: Vec<&str> = if ticked.is_empty() { values::parts(text) } else { ticked.iter().map(String::as_str).collect() };
    parts.into_iter().map(|part| option(field, part).map(str::to_owned)).collect()
}
