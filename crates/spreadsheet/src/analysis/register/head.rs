//! The heads of a table: one, two or three rows of names, groups over columns, a row of units, a second language below the first.

use crate::analysis::grid::Grid;
use crate::analysis::heading::{Heading, has_han, is_unit};
use crate::analysis::values;
use crate::workbook::{Area, At, CellValue};

/// The rows below which no head begins.
const LAST_HEAD: u32 = 40;
/// The most rows of a head.
const DEEPEST: u32 = 4;

/// The head of one column.
#[derive(Debug, Clone)]
pub(in crate::analysis) struct Head {
    pub(in crate::analysis) column: u32,
    /// The last column, when the values stand in merged cells.
    pub(in crate::analysis) last_column: u32,
    pub(in crate::analysis) heading: Heading,
    pub(in crate::analysis) groups: Vec<Heading>,
    pub(in crate::analysis) area: Area,
}

/// The rows of a head.
#[derive(Debug, Clone, Copy)]
pub(in crate::analysis) struct Rows {
    pub(in crate::analysis) first: u32,
    pub(in crate::analysis) last: u32,
}

/// Finds the head of a list: of all rows that could be one, the first with the most names.
pub(in crate::analysis) fn find(grid: &Grid<'_>) -> Option<Rows> {
    let mut best: Option<(i64, u32)> = None;
    let mut after_head = 0;
    for row in 0..=grid.last.row.min(LAST_HEAD) {
        let Some(score) = score(grid, row) else { continue };
        // A later row must be clearly better: data below the head may look like names, too.
        if best.is_none_or(|(known, _)| score > known + known / 3 + 1 && after_head < 3) {
            best = Some((score, row));
            after_head = 0;
        } else {
            after_head += 1;
        }
    }
    best.map(|(_, row)| rows(grid, row))
}

/// How much a row looks like a head.
fn score(grid: &Grid<'_>, row: u32) -> Option<i64> {
    let filled = grid.filled(row);
    let own: Vec<&Area> = filled.iter().filter(|area| area.first.row == row).collect();
    let names = own.iter().filter(|area| is_name(grid, area.first)).count();
    if names < 2 || names < own.len() {
        return None;
    }
    let first = filled.first()?.first.column;
    let last = filled.last()?.last.column;
    let width = filled.iter().map(Area::width).sum::<u32>();
    // Names stand side by side; names with a blank behind each are a form on paper.
    if (last - first + 1) * 3 > width * 4 {
        return None;
    }
    let colons = own.iter().filter(|area| grid.text(area.first).ends_with(['：', ':'])).count();
    if colons * 2 > own.len() {
        return None;
    }
    let distinct = {
        let mut texts: Vec<String> = own.iter().map(|area| grid.text(area.first)).collect();
        texts.sort();
        texts.dedup();
        texts.len()
    };
    if distinct * 4 < own.len() * 3 {
        return None;
    }
    let styled = own.iter().filter(|area| grid.look(area.first).is_some_and(|look| look.bold || look.fill.is_some())).count();
    let covered = i64::from(width);
    let bonus = i64::try_from(styled).unwrap_or(0) / 2;
    Some(covered + i64::try_from(names).unwrap_or(0) + bonus)
}

/// Whether a cell could be the name of something.
pub(in crate::analysis) fn is_name(grid: &Grid<'_>, at: At) -> bool {
    let Some(cell) = grid.cell(at) else { return false };
    let CellValue::Text(text) = &cell.value else {
        return matches!(&cell.value, CellValue::Number(number) if *number > rust_decimal::Decimal::from(1999) && *number < rust_decimal::Decimal::from(2100) && cell.look.bold);
    };
    let letters = text.chars().count();
    let has_letters = text.chars().any(char::is_alphabetic);
    letters <= 60
        && (has_letters || text.trim() == "#")
        && cell.formula.is_none()
        && values::count_boxes(text) == 0
        && values::day(text, None).is_none()
        && !text.contains(['。', '！', '？'])
        && !values::is_email(text)
        && values::number(text).is_none()
        && !values::is_day_blank(text)
        && !looks_like_code(text)
}

/// `QR-2026-001`, `A123`: a number of something.
fn looks_like_code(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    !has_han(text) && digits >= 3 && digits * 3 >= text.chars().count()
}

/// All rows of the head that begins in a row.
fn rows(grid: &Grid<'_>, first: u32) -> Rows {
    let mut first = first;
    // A row of groups above, when the names below were found first.
    while let Some(above) = first.checked_sub(1) {
        let reaches = grid.row(first).iter().any(|area| area.first.row <= above && !grid.is_blank(area.first) && is_name(grid, area.first));
        let below: Vec<Area> = grid.filled(first).into_iter().filter(|area| area.first.row == first).collect();
        let groups = reaches || is_loose_group_row(grid, first, &below);
        if groups && is_group_row(grid, above) { first = above } else { break }
    }
    let reach =
        grid.row(first).iter().filter(|area| !grid.is_blank(area.first) && area.first.row == first).map(|area| area.last.row).max().unwrap_or(first);
    let mut last = reach.min(first + DEEPEST - 1);
    while last < first + DEEPEST - 1 && last < grid.last.row && continues(grid, first, last + 1) {
        last += 1;
    }
    Rows { first, last }
}

fn is_group_row(grid: &Grid<'_>, row: u32) -> bool {
    let filled = grid.filled(row);
    filled.len() >= 2 && filled.iter().all(|area| is_name(grid, area.first))
}

/// Whether a row goes on with the head: names below groups, units, or the same names in English.
fn continues(grid: &Grid<'_>, first: u32, row: u32) -> bool {
    let filled: Vec<Area> = grid.filled(row).into_iter().filter(|area| area.first.row == row).collect();
    if filled.is_empty() {
        return false;
    }
    if filled.iter().all(|area| is_unit(grid.text(area.first).trim_matches(['(', ')', '（', '）']))) {
        return true;
    }
    if !filled.iter().all(|area| is_name(grid, area.first)) {
        return false;
    }
    is_below_groups(grid, row, &filled) || is_translation(grid, first, row, &filled)
}

fn is_below_groups(grid: &Grid<'_>, row: u32, filled: &[Area]) -> bool {
    let above = row - 1;
    let groups: Vec<Area> =
        grid.filled(above).into_iter().filter(|area| area.width() > 1 && area.first.row <= above && area.last.row == above).collect();
    if !groups.is_empty() {
        // Names below merged groups; what stands elsewhere in the row would be data.
        let below = filled
            .iter()
            .filter(|area| groups.iter().any(|group| group.first.column <= area.first.column && area.last.column <= group.last.column))
            .count();
        let widest = groups.iter().any(|group| group.width() * 10 >= (grid.last.column + 1) * 9);
        return below == filled.len() && !widest;
    }
    is_loose_group_row(grid, row, filled)
}

/// Groups that are not merged: the row above has blanks to the right of a name, and this row has names there.
fn is_loose_group_row(grid: &Grid<'_>, row: u32, filled: &[Area]) -> bool {
    let Some(above) = row.checked_sub(1) else { return false };
    let under_blank = filled.iter().filter(|area| grid.is_blank(At::new(above, area.first.column))).count();
    let lone = grid.filled(above).iter().filter(|area| grid.is_blank(At::new(row, area.first.column))).count();
    let styled = |area: &Area| grid.look(area.first).is_some_and(|look| look.bold || look.fill.is_some());
    under_blank > 0 && lone > 0 && filled.iter().all(styled) && grid.filled(above).iter().all(styled)
}

fn is_translation(grid: &Grid<'_>, first: u32, row: u32, filled: &[Area]) -> bool {
    let above: Vec<Area> = grid.filled(row - 1).into_iter().filter(|area| area.first.row >= first).collect();
    let latin = filled.iter().filter(|area| !has_han(&grid.text(area.first))).count();
    let han = above.iter().filter(|area| has_han(&grid.text(area.first))).count();
    let together = filled.iter().filter(|area| !grid.is_blank(At::new(row - 1, area.first.column))).count();
    let names_only = filled.iter().all(|area| !grid.text(area.first).contains(char::is_numeric));
    let words_of_heads = filled.iter().filter(|area| grid.look(area.first).is_some_and(|look| look.bold || look.fill.is_some())).count();
    latin == filled.len() && han * 5 >= above.len() * 4 && together * 5 >= above.len() * 4 && names_only && words_of_heads * 2 >= filled.len()
}

/// The columns below a head.
pub(in crate::analysis) fn columns(grid: &Grid<'_>, rows: Rows, within: Option<(u32, u32)>) -> Vec<Head> {
    let (from, to) = within.unwrap_or((0, grid.last.column));
    let mut heads = Vec::new();
    let mut column = from;
    while column <= to {
        let head = column_head(grid, rows, column);
        let last = head.as_ref().map_or(column, |head| head.last_column);
        heads.extend(head);
        column = last.max(column) + 1;
    }
    heads
}

fn column_head(grid: &Grid<'_>, rows: Rows, column: u32) -> Option<Head> {
    let mut levels: Vec<(Heading, Area)> = Vec::new();
    let mut unit = None;
    let mut english = None;
    let mut width = None;
    for row in rows.first..=rows.last {
        let (text, area) = level(grid, rows, row, column);
        if text.is_empty() || levels.last().is_some_and(|(_, known)| *known == area) {
            continue;
        }
        let bare = text.trim_matches(['(', ')', '（', '）']);
        if !levels.is_empty() && is_unit(bare) && area.width() == 1 {
            unit = Some(bare.to_owned());
            continue;
        }
        let heading = Heading::read(&text);
        let translates = levels
            .last()
            .is_some_and(|(above, known)| has_han(&above.zh) && !has_han(&heading.zh) && above.en.is_none() && known.width() == area.width());
        if translates {
            english = Some(heading.zh);
            continue;
        }
        width = Some(area);
        levels.push((heading, area));
    }
    let (mut heading, area) = levels.pop()?;
    heading.unit = heading.unit.or(unit);
    heading.en = heading.en.or(english);
    let groups = levels.into_iter().map(|(heading, _)| heading).filter(|group| group.zh != heading.zh).collect();
    // A name over several merged columns whose values are merged alike is one column.
    let last_column = width.filter(|area| area.first.column == column).map_or(column, |area| merged_below(grid, rows, area));
    Some(Head { column, last_column, heading, groups, area })
}

/// What stands over a column in a row of the head; a group that is not merged reaches to the next one.
fn level(grid: &Grid<'_>, rows: Rows, row: u32, column: u32) -> (String, Area) {
    let area = grid.area(At::new(row, column));
    let text = grid.text(area.first);
    if !text.is_empty() || row == rows.last || area.height() > 1 {
        return (text, area);
    }
    // To the left, as long as something stands below here and nothing here.
    let below = !grid.is_blank(At::new(row + 1, column));
    let left = (0..column).rev().map(|column| At::new(row, column)).find(|at| !grid.is_blank(*at));
    match left {
        Some(at) if below && grid.area(at).width() == 1 && !grid.is_blank(At::new(row + 1, at.column)) => {
            (grid.text(at), Area::new(at, At::new(row, column)))
        }
        _ => (text, area),
    }
}

fn merged_below(grid: &Grid<'_>, rows: Rows, area: Area) -> u32 {
    let below = grid.area(At::new(rows.last + 1, area.first.column));
    if area.width() > 1 && area.last.row >= rows.last && below.last.column == area.last.column { area.last.column } else { area.first.column }
}
