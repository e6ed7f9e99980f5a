//! Lists: a head of one or more rows, a record in each row below, sums and signatures at the end.

mod body;
pub(super) mod head;
mod lines;

use super::column::Column;
use super::evidence;
use super::grid::Grid;
use super::proposal::{Evidence, FieldProposal, FormProposal, Kind, LeftOut, SectionProposal, SheetKind, Source};
use super::{Context, formula, name_fields, sheets};
use crate::workbook::{Area, At};
use head::{Head, Rows};
use value::Label;

pub(super) use body::is_total_row;

/// A table that was found.
pub(super) struct Table {
    pub(super) rows: Rows,
    pub(super) columns: Vec<Head>,
    /// The rows of the records; none when the table is empty.
    pub(super) body: Option<(u32, u32)>,
    pub(super) left_out: Vec<LeftOut>,
    /// Rows of the body that are no records.
    pub(super) skipped: Vec<u32>,
}

/// Finds the list on a sheet.
pub(super) fn find(grid: &Grid<'_>) -> Option<Table> {
    let rows = head::find(grid)?;
    let columns = head::columns(grid, rows, None);
    if columns.len() < 2 {
        return None;
    }
    let found = body::find(grid, rows, &columns);
    Some(Table { rows, columns, body: found.rows, left_out: found.left_out, skipped: found.skipped })
}

impl Table {
    /// How many rows hold records.
    pub(super) fn filled_rows(&self, grid: &Grid<'_>) -> u32 {
        let Some((first, last)) = self.body else { return 0 };
        let filled = (first..=last).filter(|row| self.skipped.binary_search(row).is_err() && !grid.is_blank_row(*row)).count();
        u32::try_from(filled).unwrap_or(u32::MAX)
    }

    /// How many columns hold nothing.
    pub(super) fn blank_columns(&self, grid: &Grid<'_>) -> usize {
        let Some((first, last)) = self.body else { return self.columns.len() };
        self.columns.iter().filter(|head| (first..=last).all(|row| grid.is_blank(At::new(row, head.column)))).count()
    }
}

/// The form that a list becomes.
pub(super) fn form(grid: &Grid<'_>, context: &Context<'_>, table: &Table) -> FormProposal {
    let title = sheets::title(grid, table.rows.first);
    let (label, named) = sheets::label_of(grid, title.as_ref());
    let mut left_out = before(grid, table, title.as_ref().map(|(_, at)| *at));
    left_out.extend(table.left_out.iter().cloned());
    let body = table.body.unwrap_or((table.rows.last + 1, table.rows.last + 1));
    let heads: Vec<&Head> = table.columns.iter().collect();
    let mut fields: Vec<FieldProposal> = Vec::new();
    for head in &heads {
        if grid.sheet.hidden_columns.contains(&head.column) {
            let reason = Label::both("隐藏的辅助列", "a hidden helper column");
            left_out.push(LeftOut { place: grid.place(head.area), text: head.heading.zh.clone(), reason });
            continue;
        }
        fields.push(field(grid, context, head, body, &table.skipped));
    }
    distinguish(&mut fields);
    name_fields(&mut fields);
    formula::take_formulas(grid, body, &table.skipped, &mut fields);
    let fields = lines::split(grid, body, fields);
    let sections = sections(&fields);
    let last = At::new(table.rows.last, table.columns.last().map_or(0, |head| head.last_column));
    let place = Area::new(At::new(table.rows.first, table.columns.first().map_or(0, |head| head.column)), last);
    FormProposal {
        sheet: grid.sheet.name.clone(),
        also: Vec::new(),
        layout: SheetKind::Register,
        id: String::new(),
        label,
        confidence: if table.body.is_some() { 0.95 } else { 0.75 },
        evidence: vec![sheets::reason(SheetKind::Register, place.to_string()), named],
        fields,
        sections,
        stages: false,
        left_out,
        without_print: false,
        rows: table.body.map(|(first, last)| (first + 1, last + 1)),
        skipped_rows: table.skipped.iter().map(|row| row + 1).collect(),
    }
}

fn field(grid: &Grid<'_>, context: &Context<'_>, head: &Head, (first, last): (u32, u32), skipped: &[u32]) -> FieldProposal {
    let body = Area::new(At::new(first, head.column), At::new(last, head.column));
    let mut column = Column::of(grid, head.heading.clone(), head.groups.clone(), head.area, body);
    column.cells.retain(|(at, _)| skipped.binary_search(&at.row).is_err());
    let mut field = evidence::decide(&column, context);
    field.column = Some(head.column);
    field.unique = field.kind == Kind::AutoNumber;
    field
}

/// Names that stand several times get the title of their group in front.
fn distinguish(fields: &mut [FieldProposal]) {
    let labels: Vec<Label> = fields.iter().map(|field| field.label.clone()).collect();
    for (index, field) in fields.iter_mut().enumerate() {
        let twice = labels.iter().enumerate().any(|(other, label)| other != index && *label == field.label);
        let Some(group) = field.group.as_ref().filter(|_| twice) else { continue };
        let join = |locale| {
            format!(
                "{}{}{}",
                group.get(locale),
                if locale == value::Locale::En && !super::heading::has_han(group.get(locale)) { " " } else { "" },
                field.label.get(locale)
            )
        };
        let (zh, en) = (join(value::Locale::ZhCn), join(value::Locale::En));
        field.label = if zh == en { Label::Plain(zh) } else { Label::both(zh, en) };
        field.evidence.push(Evidence::new(
            Source::Layout,
            &field.place,
            "名称重复，加上了上一级表头",
            "the name stands twice, so that of the group is put before it",
        ));
    }
}

/// Groups of columns become sections.
fn sections(fields: &[FieldProposal]) -> Vec<SectionProposal> {
    let mut sections: Vec<SectionProposal> = Vec::new();
    for field in fields {
        let Some(group) = &field.group else { continue };
        match sections.iter_mut().find(|section| section.label == *group) {
            Some(section) => section.fields.push(field.id.clone()),
            None => sections.push(SectionProposal { label: group.clone(), fields: vec![field.id.clone()], place: field.place.clone() }),
        }
    }
    sections
}

/// What stands above the head and is no field.
fn before(grid: &Grid<'_>, table: &Table, title: Option<At>) -> Vec<LeftOut> {
    let mut left_out = Vec::new();
    for row in 0..table.rows.first {
        for area in grid.filled(row).into_iter().filter(|area| area.first.row == row && Some(area.first) != title) {
            let reason = Label::both("表头上方的标题或说明", "a title or note above the names of the columns");
            left_out.push(LeftOut { place: grid.place(area), text: grid.text(area.first), reason });
        }
    }
    left_out
}
