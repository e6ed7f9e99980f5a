//! The records below a head, and where they end: sums, signatures, notes.

use super::head::{Head, Rows};
use crate::analysis::grid::Grid;
use crate::analysis::proposal::LeftOut;
use crate::analysis::sheets;
use crate::workbook::{Area, At};
use value::Label;

/// After so many blank rows the list is over.
const MOST_BLANK: u32 = 30;
/// What is told of what is left out.
const MOST_TOLD: usize = 50;

/// Where the records stand.
#[derive(Default)]
pub(super) struct Body {
    pub(super) rows: Option<(u32, u32)>,
    pub(super) left_out: Vec<LeftOut>,
    pub(super) skipped: Vec<u32>,
}

pub(super) fn find(grid: &Grid<'_>, head: Rows, columns: &[Head]) -> Body {
    let mut body = Body::default();
    let first = head.last + 1;
    let (mut last, mut blank, mut ended) = (None, 0_u32, false);
    for row in first..=grid.last.row {
        if blank > MOST_BLANK {
            break;
        }
        if grid.is_blank_row(row) {
            blank += 1;
            continue;
        }
        let (reason, ends) = if is_total_row(grid, row) {
            (Label::both("合计行", "a row of sums"), false)
        } else if is_notes_row(grid, row) || ended {
            (Label::both("表尾的签字或说明", "signatures or notes below the records"), true)
        } else if repeats_head(grid, head, row, columns) {
            (Label::both("重复的表头", "the names again"), false)
        } else if spans_all(grid, row, columns) {
            (Label::both("表中的小标题", "a title between the records"), false)
        } else {
            last = Some(row);
            blank = 0;
            continue;
        };
        ended |= ends;
        body.skipped.push(row);
        if body.left_out.len() < MOST_TOLD
            && let Some(area) = grid.filled(row).first()
        {
            body.left_out.push(LeftOut { place: grid.place(*area), text: grid.text(area.first), reason });
        }
    }
    body.rows = last.map(|last| (first, last));
    body.skipped.retain(|row| last.is_some_and(|last| *row <= last));
    body
}

/// 合计, 小计, Total at the beginning of a row.
pub(in crate::analysis) fn is_total_row(grid: &Grid<'_>, row: u32) -> bool {
    let filled = grid.filled(row);
    filled.iter().take(2).any(|area| {
        let text: String = grid.text(area.first).chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase();
        let bare = text.trim_end_matches(['：', ':']);
        matches!(
            bare,
            "合计"
                | "总计"
                | "小计"
                | "共计"
                | "累计"
                | "本页合计"
                | "本月合计"
                | "total"
                | "subtotal"
                | "grandtotal"
                | "sum"
                | "平均"
                | "平均值"
                | "average"
                | "合计金额"
                | "总合计"
        ) || bare.ends_with("合计") && bare.chars().count() <= 8
            || bare.ends_with("小计") && bare.chars().count() <= 8
    })
}

/// `制表：张三  审核：  批准：`, `备注：…`, `说明：1. …`.
fn is_notes_row(grid: &Grid<'_>, row: u32) -> bool {
    let filled: Vec<Area> = grid.filled(row).into_iter().filter(|area| area.first.row == row).collect();
    let Some(first) = filled.first() else { return false };
    let text = grid.text(first.first);
    let begins = [
        "制表",
        "审核",
        "批准",
        "编制",
        "制单",
        "复核",
        "填表",
        "备注：",
        "备注:",
        "说明：",
        "说明:",
        "注：",
        "注:",
        "注意",
        "填表说明",
        "填写说明",
        "Note:",
        "Notes:",
        "Prepared by",
        "Approved by",
        "Checked by",
        "NOTE:",
        "记录人：",
        "主管：",
        "审批",
    ];
    let signs = begins.iter().any(|begin| text.starts_with(begin))
        && (text.contains(['：', ':']) || filled.len() <= 6 && first.first.column == 0 && is_sparse(grid, row));
    let long = filled.len() == 1 && first.width() >= 4 && text.chars().count() > 30;
    signs || long
}

fn is_sparse(grid: &Grid<'_>, row: u32) -> bool {
    grid.filled(row).iter().filter(|area| !matches!(grid.text(area.first).as_str(), "审核" | "批准" | "制表")).count() <= 3
}

fn repeats_head(grid: &Grid<'_>, head: Rows, row: u32, columns: &[Head]) -> bool {
    let same = columns
        .iter()
        .filter(|column| {
            !grid.is_blank(At::new(row, column.column)) && grid.text(At::new(row, column.column)) == grid.text(At::new(head.last, column.column))
        })
        .count();
    same >= 2 && same * 2 > columns.len()
}

/// One merged cell over the whole width.
fn spans_all(grid: &Grid<'_>, row: u32, columns: &[Head]) -> bool {
    let filled = grid.filled(row);
    let width = columns.last().map_or(0, |last| last.last_column) - columns.first().map_or(0, |first| first.column) + 1;
    matches!(filled.as_slice(), [only] if only.width() > 1 && only.width() * 10 >= width * 8)
        || matches!(filled.as_slice(), [only] if sheets::is_meta(&grid.text(only.first)) && columns.len() > 3)
}
