//! What a sheet is: a list, a form on paper, or neither.

use super::grid::Grid;
use super::proposal::{Evidence, FormProposal, SheetKind, Source};
use super::register::Table;
use super::{Context, printed, register};
use crate::workbook::{Area, At, Sheet, Workbook};
use value::Label;

/// The form that a sheet could become.
pub(super) fn form(workbook: &Workbook, sheet: &Sheet) -> Option<FormProposal> {
    let grid = Grid::of(sheet);
    let context = Context { workbook, sheet, red_means_required: red_stands_out(sheet) };
    let table = register::find(&grid);
    let pairs = printed::count_pairs(&grid, table.as_ref());
    let is_register = table.as_ref().is_some_and(|table| takes_register(&grid, table, pairs));
    match table {
        Some(table) if is_register => Some(register::form(&grid, &context, &table)),
        _ => printed::form(&grid, &context),
    }
}

/// Red letters say something when some names are red and others are not.
fn red_stands_out(sheet: &Sheet) -> bool {
    let (mut red, mut other) = (0_usize, 0_usize);
    for (_, cell) in sheet.cells.iter().filter(|(_, cell)| !cell.is_blank()).take(300) {
        if cell.look.red { red += 1 } else { other += 1 }
    }
    red > 0 && other > red
}

/// A table is a list unless names beside blanks around it say that it is a part of a form on paper.
fn takes_register(grid: &Grid<'_>, table: &Table, pairs: usize) -> bool {
    let rows = usize::try_from(table.filled_rows(grid)).unwrap_or(usize::MAX);
    let blank_columns = table.blank_columns(grid);
    let full = blank_columns * 3 <= table.columns.len();
    match (rows, pairs) {
        (_, 0 | 1) => true,
        (rows, 2) if rows >= 4 && full => true,
        (rows, 3..=4) if rows >= 8 && full => true,
        (rows, _) if rows >= 30 && full => true,
        _ => false,
    }
}

/// The title of a sheet: what stands alone above everything else; of several, the one that names a list or form.
pub(super) fn title(grid: &Grid<'_>, before: u32) -> Option<(String, At)> {
    let mut found: Vec<(String, At, u32)> = Vec::new();
    for row in 0..before.min(12) {
        let filled: Vec<Area> = grid.filled(row).into_iter().filter(|area| area.first.row == row).collect();
        let Some(first) = filled.first() else { continue };
        let text = grid.text(first.first);
        let size = grid.look(first.first).map_or(0, |look| look.size);
        let alone = filled.len() == 1 || first.width() >= 3 && filled.len() <= 2;
        if alone && is_title(&text) {
            found.push((text, first.first, size));
        }
    }
    let names_form = |text: &str| {
        let text = text.to_lowercase();
        [
            "表",
            "单",
            "书",
            "台账",
            "记录",
            "登记",
            "清单",
            "报告",
            "申请",
            "明细",
            "卡",
            "册",
            "form",
            "report",
            "register",
            "list",
            "record",
            "log",
            "sheet",
            "request",
            "application",
            "card",
            "order",
            "checklist",
            "ledger",
            "tracker",
            "inventory",
        ]
        .iter()
        .any(|word| text.contains(word))
    };
    let best = found.iter().max_by_key(|(text, at, size)| (names_form(text), *size, std::cmp::Reverse(at.row)))?;
    Some((best.0.clone(), best.1))
}

fn is_title(text: &str) -> bool {
    let letters = text.chars().count();
    (2..=60).contains(&letters) && !text.ends_with(['：', ':', '。']) && !text.contains(['□', '☐']) && text.parse::<f64>().is_err() && !is_meta(text)
}

/// `编号：QR-8.2-03`, `版本 A/1`, `日期：2026-03-01`: about the sheet, not of it.
pub(super) fn is_meta(text: &str) -> bool {
    text.split_once(['：', ':']).is_some_and(|(name, value)| !value.trim().is_empty() && name.chars().count() <= 12)
}

/// The name of a form: the title, else the name of the sheet.
pub(super) fn label_of(grid: &Grid<'_>, title: Option<&(String, At)>) -> (Label, Evidence) {
    let sheet = grid.sheet.name.as_str();
    match title {
        Some((text, at)) => {
            let heading = super::heading::Heading::read(text);
            (heading.label(), Evidence::new(Source::Layout, at.to_string(), "上方的标题作为名称", "the title above is the name"))
        }
        None => (
            Label::Plain(sheet.to_owned()),
            Evidence::new(Source::Layout, sheet, "没有标题，用工作表的名称", "there is no title, so the sheet's name is taken"),
        ),
    }
}

/// The reason for taking a sheet as what it is.
pub(super) fn reason(kind: SheetKind, place: String) -> Evidence {
    match kind {
        SheetKind::Register => Evidence::new(Source::Layout, place, "一行表头，下面每行一条记录", "a row of names with a record in each row below"),
        SheetKind::Printed => Evidence::new(Source::Layout, place, "名称旁边是空格，像纸质表单", "names stand beside blanks, as on a form on paper"),
    }
}
