//! The three sheets as rows by column; columns with a language by language.

use super::Note;
use super::columns::column;
use super::types::Fate;
use crate::workbook::{At, CellValue, Sheet, Workbook};
use std::collections::BTreeMap;
use value::Label;

/// A row of a sheet.
#[derive(Debug, Clone, Default)]
pub(super) struct Row {
    /// The row of the sheet, from 1.
    pub(super) number: u32,
    /// The cells by the first spelling of their column, or its own name when it is not a known one.
    pub(super) cells: BTreeMap<String, String>,
    /// Labels, hints and messages: by column, then by language; without a language the empty text.
    pub(super) texts: BTreeMap<&'static str, Vec<(String, String)>>,
}

/// A sheet.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) name: String,
    pub(super) rows: Vec<Row>,
    /// Where each column stands, from 0; of one in several languages the first.
    pub(super) columns: BTreeMap<String, u32>,
}

/// Columns behind this one are not the author's.
const LAST_COLUMN: u32 = 500;

/// The columns that can have a language.
const TRANSLATED: &[&str] = &["label", "hint", "guidance_hint", "constraint_message", "required_message"];

/// A column of the sheet: where its cells go.
enum Goal {
    Cell(String),
    Text(&'static str, String),
    Nowhere,
}

impl Row {
    pub(super) fn get(&self, column: &str) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }
}

/// The sheet with a name, in any case.
pub(super) fn find<'w>(workbook: &'w Workbook, name: &str) -> Option<&'w Sheet> {
    workbook.sheets.iter().find(|sheet| sheet.name.trim().eq_ignore_ascii_case(name))
}

/// Reads a sheet by its head, its first row with something in it.
pub(super) fn read(sheet: &Sheet, kind: &'static str, notes: &mut Vec<Note>) -> Table {
    let mut lines: BTreeMap<u32, BTreeMap<u32, String>> = BTreeMap::new();
    for (at, cell) in sheet.cells.iter().filter(|(at, _)| at.column <= LAST_COLUMN) {
        let said = cell_text(&cell.value);
        if !said.is_empty() {
            lines.entry(at.row).or_default().insert(at.column, said);
        }
    }
    let mut table = Table { name: sheet.name.clone(), ..Table::default() };
    let Some((head, heads)) = lines.pop_first() else { return table };
    let goals: BTreeMap<u32, Goal> = heads.iter().map(|(column, said)| (*column, goal(kind, said, At::new(head, *column), sheet, notes))).collect();
    for (column, goal) in &goals {
        match goal {
            Goal::Cell(name) => _ = table.columns.entry(name.clone()).or_insert(*column),
            Goal::Text(name, _) => _ = table.columns.entry((*name).to_owned()).or_insert(*column),
            Goal::Nowhere => {}
        }
    }
    for (row, cells) in lines {
        let mut found = Row { number: row + 1, ..Row::default() };
        for (column, said) in cells {
            match goals.get(&column) {
                Some(Goal::Cell(name)) => _ = found.cells.entry(name.clone()).or_insert(said),
                Some(Goal::Text(name, language)) => found.texts.entry(name).or_default().push((language.clone(), said)),
                Some(Goal::Nowhere) | None => {}
            }
        }
        let filled = !found.cells.is_empty() || !found.texts.is_empty();
        if filled && !found.get("type").trim_start().starts_with('#') {
            table.rows.push(found);
        }
    }
    table
}

fn cell_text(value: &CellValue) -> String {
    match value {
        CellValue::Bool(yes) => if *yes { "true" } else { "false" }.to_owned(),
        other => other.text(),
    }
}

fn goal(kind: &'static str, head: &str, at: At, sheet: &Sheet, notes: &mut Vec<Note>) -> Goal {
    let bare = head.trim();
    if bare.is_empty() {
        return Goal::Nowhere;
    }
    let (name, language) =
        match bare.split_once("::").or_else(|| bare.split_once(':').filter(|(name, _)| TRANSLATED.contains(&name.to_lowercase().as_str()))) {
            Some((name, language)) => (name.trim().to_lowercase(), language.trim().to_owned()),
            None => (bare.to_lowercase(), String::new()),
        };
    let name = name.replace([' ', '-'], "_");
    let spaced = name.replace('_', " ");
    let known = column(kind, &name).or_else(|| column(kind, &spaced)).or_else(|| column(kind, &name.replace('_', "-")));
    let place = format!("{}!{at}", sheet.name);
    let Some(entry) = known else {
        if kind == "choices" {
            // Columns that filters speak of.
            return Goal::Cell(bare.to_owned());
        }
        notes
            .push(Note {
                place, message: Label::both(format!("不认识的列「{bare}」没有采用"), format!("the unknown column `{bare}` was left out"))
            });
        return Goal::Nowhere;
    };
    let first = entry.names.first().copied().unwrap_or_default();
    if let Some(translated) = TRANSLATED.iter().find(|name| **name == first) {
        return Goal::Text(translated, language);
    }
    if let Fate::LeftOut(zh, en) = entry.fate {
        if !matches!(first, "note" | "order") {
            notes
                .push(Note {
                    place, message: Label::both(format!("列「{bare}」没有采用：{zh}"), format!("the column `{bare}` was left out: {en}"))
                });
        }
        return Goal::Nowhere;
    }
    Goal::Cell(first.to_owned())
}
