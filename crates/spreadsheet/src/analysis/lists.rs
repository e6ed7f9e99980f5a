//! Lists of data validations: written out, an area on a (hidden) sheet, a name, `INDIRECT` of a name.

use crate::workbook::{Area, At, Sheet, ValidationKind, Workbook};
use std::collections::BTreeSet;

/// More options than this are data, not options.
const MOST_OPTIONS: usize = 500;
/// Names that lead to names.
const DEEPEST: usize = 5;

/// Options and where they stand.
pub(super) struct List {
    pub(super) options: Vec<String>,
    pub(super) place: String,
}

/// The options that a list formula means on a sheet.
pub(super) fn list(workbook: &Workbook, sheet: &Sheet, formula: &str) -> Option<List> {
    let formula = formula.trim().trim_start_matches('=');
    if let Some(inner) = formula.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        let options = distinct(inner.replace("\"\"", "\"").split([',', '，']).map(|option| option.trim().to_owned()));
        return Some(List { options, place: inner.to_owned() });
    }
    let (sheet, area) = area_of(workbook, sheet, formula, 0)?;
    let mut options = Vec::new();
    let last = sheet.cells.keys().map(|at| at.row).max().unwrap_or(0);
    for row in area.first.row..=area.last.row.min(last) {
        for column in area.first.column..=area.last.column.min(area.first.column + 200) {
            options.extend(sheet.cell(At::new(row, column)).filter(|cell| !cell.is_blank()).map(|cell| cell.text()));
        }
    }
    let options = distinct(options.into_iter());
    (!options.is_empty() && options.len() <= MOST_OPTIONS).then(|| List { options, place: format!("{}!{area}", sheet.name) })
}

fn distinct(options: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    options.filter(|option| !option.is_empty() && seen.insert(option.clone())).collect()
}

fn area_of<'a>(workbook: &'a Workbook, sheet: &'a Sheet, formula: &str, depth: usize) -> Option<(&'a Sheet, Area)> {
    if depth > DEEPEST {
        return None;
    }
    let formula = formula.trim().trim_start_matches('=');
    if let Some(counted) = offset(formula) {
        return area_of(workbook, sheet, &counted, depth + 1);
    }
    if let Some((name, area)) = formula.rsplit_once('!') {
        let name = name.trim_matches('\'').replace("''", "'");
        let sheet = workbook.sheets.iter().find(|sheet| sheet.name == name)?;
        return Area::read(area).map(|area| (sheet, area));
    }
    if let Some(area) = Area::read(formula) {
        return Some((sheet, area));
    }
    let meant = workbook.names.iter().find(|(name, _)| name.eq_ignore_ascii_case(formula))?;
    area_of(workbook, sheet, &meant.1, depth + 1)
}

/// `OFFSET(Lists!$A$2,0,0,COUNTA(Lists!$A:$A)-1,1)`, a list that grows: everything below its first cell.
fn offset(formula: &str) -> Option<String> {
    let upper = formula.to_ascii_uppercase();
    let inner = upper.starts_with("OFFSET(").then(|| formula.split_at_checked(7)).flatten()?.1;
    let first = inner.split(',').next()?;
    let (name, at) = first.rsplit_once('!').map_or(("", first), |(name, at)| (name, at));
    let at = At::read(at)?;
    let last = At::new(at.row + 999, at.column);
    let area = Area::new(at, last);
    Some(if name.is_empty() { area.to_string() } else { format!("{name}!{area}") })
}

/// The sheets that hold nothing but lists for validations.
pub(super) fn list_sheets(workbook: &Workbook) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for sheet in &workbook.sheets {
        for validation in sheet.validations.iter().filter(|validation| validation.kind == ValidationKind::List) {
            if let Some((meant, _)) = area_of(workbook, sheet, &validation.first, 0)
                && meant.name != sheet.name
            {
                found.insert(meant.name.clone());
            }
        }
    }
    for (_, area) in &workbook.names {
        if let Some((meant, _)) = workbook.sheets.first().and_then(|sheet| area_of(workbook, sheet, area, 0))
            && looks_like_lists(&meant.name)
        {
            found.insert(meant.name.clone());
        }
    }
    found.extend(workbook.sheets.iter().filter(|sheet| looks_like_lists(&sheet.name)).map(|sheet| sheet.name.clone()));
    found
}

fn looks_like_lists(name: &str) -> bool {
    let name = name.trim().to_lowercase();
    [
        "字典",
        "数据字典",
        "下拉选项",
        "选项",
        "下拉",
        "下拉列表",
        "列表",
        "基础数据",
        "参数",
        "数据源",
        "lists",
        "list",
        "options",
        "dropdown",
        "lookup",
        "lookups",
        "codes",
        "ref",
        "_lists",
    ]
    .contains(&name.as_str())
}
