//! Rows gathered to records, and records read.

use super::options::bare;
use super::read::{CellReader, Reading};
use super::{Face, Mapping, NotRead};
use definition::FieldRight;
use form_engine::CompiledForm;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use spreadsheet::Line;
use spreadsheet::workbook::CellValue;
use value::{FieldId, FormId, Label};

/// A cell, or a whole row, that cannot be taken.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CellFault {
    /// The row, counted from 1 as people see it.
    pub row: u32,
    /// The column in letters; none when it is the row as a whole.
    pub column: Option<String>,
    /// The field.
    pub field: Label,
    /// What stands there.
    pub text: String,
    /// Why it is not taken, and what to do.
    pub message: Label,
}

/// The rows of one record: the first one with its own cells, the others with rows of sub-tables.
#[derive(Debug, Clone, PartialEq)]
pub struct RawRecord {
    /// The rows.
    pub lines: Vec<Line>,
}

impl RawRecord {
    /// The first row.
    pub fn number(&self) -> u32 {
        self.lines.first().map_or(0, |line| line.number)
    }
}

/// What a record in a sheet says.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ReadRecord {
    /// The first row.
    pub number: u32,
    /// The values, as a person would send them.
    pub values: Map<String, Json>,
    /// The number that it had where it was kept before.
    pub given: Option<(FieldId, String)>,
    /// Fields whose cells are blank.
    pub blanks: Vec<FieldId>,
    /// Cells that cannot be read.
    pub faults: Vec<CellFault>,
    /// The row of each row of a sub-table: `lines/0` → 7.
    rows: Vec<(String, u32)>,
}

/// Reads the records of a sheet by a mapping.
#[derive(Debug, Clone)]
pub struct RecordReader {
    own: Vec<Place>,
    tables: Vec<(FieldId, Vec<Place>)>,
}

#[derive(Debug, Clone)]
struct Place {
    column: usize,
    id: FieldId,
    by: Option<FieldId>,
    reader: CellReader,
}

impl RecordReader {
    /// The reader of a mapping. A column that cannot be taken is refused with its name.
    pub fn new(form: &CompiledForm, mapping: &Mapping, right: &dyn Fn(&FieldId) -> FieldRight) -> Result<Self, (Label, NotRead)> {
        let (mut own, mut tables): (Vec<Place>, Vec<(FieldId, Vec<Place>)>) = (Vec::new(), Vec::new());
        for column in &mapping.columns {
            let path = &column.field;
            let named = Label::both(path.to_string(), path.to_string());
            let field = form.field_at(path).ok_or_else(|| (named.clone(), NotRead::Unknown))?;
            let reader = CellReader::of(&path.to_string(), field, right(&path.field)).map_err(|why| (field.label.clone(), why))?;
            if reader.face == Face::Rows {
                return Err((field.label.clone(), NotRead::Unknown));
            }
            let id = path.column.as_ref().unwrap_or(&path.field).clone();
            let place = Place { column: usize::try_from(column.column).unwrap_or(usize::MAX), id, by: column.by.clone(), reader };
            let twice = |places: &[Place]| places.iter().any(|known| known.id == place.id);
            match &path.column {
                None if twice(&own) => return Err((field.label.clone(), NotRead::Twice)),
                None => own.push(place),
                Some(_) => match tables.iter_mut().find(|(table, _)| *table == path.field) {
                    Some((_, places)) if twice(places) => return Err((field.label.clone(), NotRead::Twice)),
                    Some((_, places)) => places.push(place),
                    None => tables.push((path.field.clone(), vec![place])),
                },
            }
        }
        Ok(Self { own, tables })
    }

    /// The columns that refer to records: path, form, and the field by which a record is found.
    pub fn references(&self) -> impl Iterator<Item = (&str, &FormId, Option<&FieldId>)> {
        self.places().filter_map(|place| match &place.reader.face {
            Face::Record(form) | Face::Records(form) => Some((place.reader.path.as_str(), form, place.by.as_ref())),
            _ => None,
        })
    }

    /// The names of records that the cells of a record may mean: path of the column, name.
    pub fn names_in<'r>(&'r self, raw: &RawRecord) -> Vec<(&'r str, String)> {
        let mut found = Vec::new();
        for place in self.places() {
            for cell in raw.lines.iter().filter_map(|line| line.cells.get(place.column)) {
                let text = cell.text();
                match &place.reader.face {
                    _ if text.is_empty() => {}
                    Face::Record(_) => found.push((place.reader.path.as_str(), text)),
                    Face::Records(_) => {
                        let pieces = text.split(['、', ',', '，', ';', '；', '\n']).map(|piece| piece.trim().to_owned());
                        found.extend(pieces.filter(|piece| !piece.is_empty()).chain([text.clone()]).map(|name| (place.reader.path.as_str(), name)));
                    }
                    _ => {}
                }
            }
        }
        found
    }

    /// The text of the cell of a field, for the key of a record.
    pub fn value_of(&self, field: &FieldId) -> Option<usize> {
        self.own.iter().find(|place| place.id == *field).map(|place| place.column)
    }

    /// Reads a record. All faults at once.
    pub fn read(&self, raw: &RawRecord, reading: &Reading<'_>) -> ReadRecord {
        let mut record = ReadRecord { number: raw.number(), ..ReadRecord::default() };
        if let Some(first) = raw.lines.first() {
            for place in &self.own {
                match place.read(first, reading) {
                    Ok(None) => record.blanks.push(place.id.clone()),
                    Ok(Some(json)) if place.reader.is_number_of_record() => {
                        record.given = json.as_str().map(|number| (place.id.clone(), number.to_owned()));
                    }
                    Ok(Some(json)) => _ = record.values.insert(place.id.to_string(), json),
                    Err(fault) => record.faults.push(fault),
                }
            }
        }
        for (table, places) in &self.tables {
            let mut rows = Vec::new();
            for line in raw.lines.iter().filter(|line| places.iter().any(|place| !place.is_blank(line))) {
                let mut row = Map::new();
                for place in places {
                    match place.read(line, reading) {
                        Ok(None) => {}
                        Ok(Some(json)) => _ = row.insert(place.id.to_string(), json),
                        Err(fault) => record.faults.push(fault),
                    }
                }
                record.rows.push((format!("{table}/{}", rows.len()), line.number));
                rows.push(Json::Object(row));
            }
            if rows.is_empty() {
                record.blanks.push(table.clone());
            } else {
                record.values.insert(table.to_string(), Json::Array(rows));
            }
        }
        record
    }

    /// A fault that was found by the rules of the form, at its cell.
    pub fn fault_at(&self, raw: &RawRecord, read: &ReadRecord, pointer: &str, message: Label, label: Label) -> CellFault {
        let mut steps = pointer.trim_start_matches('/').splitn(3, '/');
        let (field, index, column) = (steps.next().unwrap_or_default(), steps.next(), steps.next());
        let in_row = index.and_then(|index| {
            let key = format!("{field}/{index}");
            read.rows.iter().find(|(place, _)| *place == key).map(|(_, row)| *row)
        });
        let own = self.own.iter().find(|place| place.id.as_str() == field);
        let table = self.tables.iter().find(|(table, _)| table.as_str() == field).map(|(_, places)| places);
        let column = column.and_then(|column| column.split('/').next());
        let place = own.or_else(|| table?.iter().find(|place| Some(place.id.as_str()) == column));
        let row = in_row.unwrap_or(read.number);
        let line = raw.lines.iter().find(|line| line.number == row);
        let text = place.and_then(|place| line?.cells.get(place.column)).map(CellValue::text).unwrap_or_default();
        let label = place.map_or(label, |place| place.reader.label.clone());
        CellFault { row, column: place.map(|place| letters(place.column)), field: label, text, message }
    }

    fn places(&self) -> impl Iterator<Item = &Place> {
        self.own.iter().chain(self.tables.iter().flat_map(|(_, places)| places))
    }
}

impl Place {
    fn is_blank(&self, line: &Line) -> bool {
        line.cells.get(self.column).is_none_or(|cell| cell.text().is_empty())
    }

    fn read(&self, line: &Line, reading: &Reading<'_>) -> Result<Option<Json>, CellFault> {
        let Some(cell) = line.cells.get(self.column).filter(|_| !self.is_blank(line)) else { return Ok(None) };
        self.reader.read(cell, reading).map(Some).map_err(|message| CellFault {
            row: line.number,
            column: Some(letters(self.column)),
            field: self.reader.label.clone(),
            text: cell.text(),
            message,
        })
    }
}

/// Gathers rows to records: a row without own cells continues the record above it.
#[derive(Debug)]
pub struct Records<'r> {
    reader: &'r RecordReader,
    open: Option<RawRecord>,
}

impl<'r> Records<'r> {
    /// Nothing gathered yet.
    pub fn new(reader: &'r RecordReader) -> Self {
        Self { reader, open: None }
    }

    /// Takes the next row; gives the record that ended before it.
    pub fn push(&mut self, line: Line) -> Option<RawRecord> {
        if self.reader.places().all(|place| place.is_blank(&line)) {
            return None;
        }
        let continues = !self.reader.tables.is_empty() && !self.reader.own.is_empty() && self.reader.own.iter().all(|place| place.is_blank(&line));
        match &mut self.open {
            Some(open) if continues => {
                open.lines.push(line);
                None
            }
            _ => self.open.replace(RawRecord { lines: vec![line] }),
        }
    }

    /// The last record.
    pub fn finish(self) -> Option<RawRecord> {
        self.open
    }
}

/// The letters of a column.
pub fn letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut left = column.saturating_add(1);
    while left > 0 {
        let digit = u8::try_from((left - 1) % 26).unwrap_or(0);
        letters.push(char::from(b'A' + digit));
        left = (left - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// How a name is compared.
pub fn name_key(name: &str) -> String {
    bare(name)
}
