//! Records of several rows: what is merged over the rows belongs to the record, the rest is a sub-table.

use crate::analysis::grid::Grid;
use crate::analysis::proposal::{Evidence, FieldProposal, Kind, Source};
use crate::workbook::At;
use value::Label;

/// Puts the columns that have several values a record into a sub-table.
pub(super) fn split(grid: &Grid<'_>, (first, last): (u32, u32), fields: Vec<FieldProposal>) -> Vec<FieldProposal> {
    let groups = |column: u32| {
        let areas = grid.sheet.merges.iter().filter(move |area| {
            area.first.column <= column && column <= area.last.column && area.height() > 1 && area.first.row >= first && area.first.row <= last
        });
        areas.count()
    };
    let merged: Vec<bool> = fields.iter().map(|field| field.column.is_some_and(|column| groups(column) > 0)).collect();
    let heads = merged.iter().filter(|merged| **merged).count();
    if heads == 0 || heads == fields.len() {
        return fields;
    }
    let blocks = fields.iter().zip(&merged).filter(|(_, merged)| **merged).filter_map(|(field, _)| field.column).map(groups).max().unwrap_or(0);
    // The rows of a block must differ in the columns that are not merged; a single merged cell may be chance.
    let several = fields
        .iter()
        .zip(&merged)
        .filter(|(_, merged)| !**merged)
        .any(|(field, _)| field.column.is_some_and(|column| (first..=last).filter(|row| !grid.is_blank(At::new(*row, column))).count() > blocks));
    if !several || blocks == 0 || heads * 6 < fields.len() && blocks < 2 {
        return fields;
    }
    let (record, lines): (Vec<_>, Vec<_>) = fields.into_iter().zip(merged).partition(|(_, merged)| *merged);
    let columns: Vec<FieldProposal> = lines.into_iter().map(|(field, _)| field).map(as_column).collect();
    if columns.is_empty() {
        return record.into_iter().map(|(field, _)| field).collect();
    }
    let mut fields: Vec<FieldProposal> = record.into_iter().map(|(field, _)| field).collect();
    let at = fields.iter().position(|field| field.column > columns.first().and_then(|column| column.column)).unwrap_or(fields.len());
    fields.insert(at, table(columns, &fields));
    fields
}

/// Numbers are not counted within a sub-table.
fn as_column(mut field: FieldProposal) -> FieldProposal {
    if field.kind == Kind::AutoNumber {
        field.kind = Kind::Text;
        field.pattern = None;
    }
    field.unique = false;
    field
}

fn table(columns: Vec<FieldProposal>, beside: &[FieldProposal]) -> FieldProposal {
    let group =
        columns.first().and_then(|column| column.group.clone()).filter(|group| columns.iter().all(|column| column.group.as_ref() == Some(group)));
    let label = group.unwrap_or_else(|| Label::both("明细", "Lines"));
    let place = columns.first().map(|column| column.place.clone()).unwrap_or_default();
    let id = definition::suggest::id_for(label.get(value::Locale::En), |id| beside.iter().any(|field| field.id == id));
    let reason = Evidence::new(
        Source::Layout,
        place.clone(),
        "左边的单元格跨几行合并，这些列每条记录有多行",
        "the cells beside are merged over several rows, so these columns have several rows a record",
    );
    FieldProposal { id, label, kind: Kind::SubTable, confidence: 0.9, evidence: vec![reason], columns, place, ..FieldProposal::default() }
}
