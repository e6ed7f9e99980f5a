//! A sheet with its merged areas seen as single cells.

use crate::workbook::{Area, At, Cell, Look, Sheet};
use std::collections::{BTreeMap, BTreeSet};

/// Merged areas larger than this are drawing, not table.
const MOST_MERGED: u64 = 200_000;

/// Columns behind this one are garbage.
const MOST_COLUMNS: u32 = 500;
/// What stands behind so many blank rows or columns has strayed.
const WIDEST_GAP: (u32, u32) = (1_000, 100);

/// A sheet to look at.
pub(super) struct Grid<'a> {
    pub(super) sheet: &'a Sheet,
    /// The merged area of each cell that is part of one.
    merged: BTreeMap<At, Area>,
    /// The last row and column that matter.
    pub(super) last: At,
}

impl<'a> Grid<'a> {
    pub(super) fn of(sheet: &'a Sheet) -> Self {
        let grown = |last: At, at: At| At::new(last.row.max(at.row), last.column.max(at.column));
        let mut last = end_of_table(sheet);
        let mut merged = BTreeMap::new();
        let mut room = MOST_MERGED;
        for area in &sheet.merges {
            let size = u64::from(area.height()) * u64::from(area.width());
            let Some(rest) = room.checked_sub(size).filter(|_| is_near(last, area.first)) else { continue };
            room = rest;
            for row in area.first.row..=area.last.row {
                for column in area.first.column..=area.last.column {
                    merged.entry(At::new(row, column)).or_insert(*area);
                }
            }
            last = grown(last, area.last);
        }
        // Lines drawn further down or to the right belong to the form as long as they are near.
        let filled = last;
        let near = |at: &At| at.row <= filled.row + 60 && at.column <= filled.column + 6;
        last = sheet.cells.iter().filter(|(at, cell)| cell.look.lined && near(at)).fold(last, |last, (at, _)| grown(last, *at));
        Self { sheet, merged, last }
    }

    /// The merged area that a cell belongs to, or the cell alone.
    pub(super) fn area(&self, at: At) -> Area {
        self.merged.get(&at).copied().unwrap_or(Area::one(at))
    }

    /// The cell that holds what is shown at a place.
    pub(super) fn cell(&self, at: At) -> Option<&'a Cell> {
        self.sheet.cell(self.area(at).first)
    }

    /// What is shown at a place, be it the corner of a merged area or not.
    pub(super) fn text(&self, at: At) -> String {
        self.cell(at).map(Cell::text).unwrap_or_default()
    }

    pub(super) fn is_blank(&self, at: At) -> bool {
        self.cell(at).is_none_or(Cell::is_blank)
    }

    pub(super) fn look(&self, at: At) -> Option<&'a Look> {
        self.cell(at).map(|cell| &*cell.look)
    }

    /// The areas of a row from left to right, each once, those that began in a row above included.
    pub(super) fn row(&self, row: u32) -> Vec<Area> {
        let mut areas = Vec::new();
        let mut column = 0;
        while column <= self.last.column {
            let area = self.area(At::new(row, column));
            areas.push(area);
            column = area.last.column.max(column) + 1;
        }
        areas
    }

    /// Those areas of a row that hold something.
    pub(super) fn filled(&self, row: u32) -> Vec<Area> {
        let width = At::new(row, 0)..=At::new(row, self.last.column);
        let cells = self.sheet.cells.range(width.clone()).map(|(at, _)| self.area(*at));
        let mut areas: Vec<Area> = cells.chain(self.merged.range(width).map(|(_, area)| *area)).collect();
        areas.sort_unstable_by_key(|area| area.first.column);
        areas.dedup();
        areas.retain(|area| !self.is_blank(area.first));
        areas
    }

    /// The first cell that has strayed too far from everything else to be looked at.
    pub(super) fn stray(&self) -> Option<At> {
        let strays = |at: &At| at.row > self.last.row || at.column > self.last.column;
        self.sheet.cells.iter().find(|(at, cell)| strays(at) && !cell.is_blank()).map(|(at, _)| *at)
    }

    pub(super) fn is_blank_row(&self, row: u32) -> bool {
        let cells = self.sheet.cells.range(At::new(row, 0)..=At::new(row, u32::MAX));
        cells.into_iter().all(|(_, cell)| cell.is_blank())
            && !self.merged.range(At::new(row, 0)..=At::new(row, u32::MAX)).any(|(_, area)| !self.is_blank(area.first))
    }

    /// The place with the name of the sheet.
    pub(super) fn place(&self, area: Area) -> String {
        format!("{}!{area}", self.sheet.name)
    }
}

/// The last row and the last column of what stands together.
fn end_of_table(sheet: &Sheet) -> At {
    let filled = || sheet.cells.iter().filter(|(_, cell)| !cell.is_blank()).map(|(at, _)| *at);
    let columns: BTreeSet<u32> = filled().map(|at| at.column).filter(|column| *column < MOST_COLUMNS).collect();
    let together = |last: u32, next: u32, gap: u32| next <= last + gap;
    let column = columns.iter().try_fold(0, |last, column| if together(last, *column, WIDEST_GAP.1) { Ok(*column) } else { Err(last) });
    let row = filled().try_fold(0, |last, at| if together(last, at.row, WIDEST_GAP.0) { Ok(at.row) } else { Err(last) });
    let reached = |end: Result<u32, u32>| end.unwrap_or_else(|last| last);
    At::new(reached(row), reached(column))
}

/// Whether a merged area can belong to the table.
fn is_near(last: At, first: At) -> bool {
    first.row <= last.row + WIDEST_GAP.0 && first.column <= (last.column + WIDEST_GAP.1).min(MOST_COLUMNS)
}
