//! Forms on paper: names beside, above or around blanks, boxes to tick, sections, blank tables.

mod inline;
mod pairs;
mod sections;
mod tables;

pub(super) use tables::is_row_number;

use super::grid::Grid;
use super::proposal::{Evidence, FieldProposal, FormProposal, Kind, LeftOut, SectionProposal, SheetKind, Source};
use super::register::{Table, is_total_row};
use super::{Context, name_fields, sheets};
use crate::workbook::{Area, At};
use std::collections::BTreeSet;
use value::Label;

/// A form on paper has no more rows than this.
const MOST_ROWS: u32 = 2_000;

/// Walking over a sheet from top to bottom, left to right.
struct Walk<'g, 'a> {
    grid: &'g Grid<'a>,
    context: &'g Context<'a>,
    /// The corners of the areas that were taken for something.
    taken: BTreeSet<At>,
    fields: Vec<FieldProposal>,
    /// The section that each field stands in.
    within: Vec<Option<usize>>,
    sections: Vec<SectionProposal>,
    /// Sections at the side: the rows for which each holds, and its number.
    beside: Vec<(Area, usize)>,
    /// The section whose title came last.
    current: Option<usize>,
    left_out: Vec<LeftOut>,
    title: Option<At>,
    /// The row and last column of names that are no head of a table; those that begin within are none either.
    no_table: Option<(u32, u32)>,
}

/// How many names stand beside blanks or values, the cells of a table not counted.
pub(super) fn count_pairs(grid: &Grid<'_>, table: Option<&Table>) -> usize {
    let within = |row: u32| table.is_some_and(|table| row >= table.rows.first && table.body.map_or(row <= table.rows.last, |(_, last)| row <= last));
    let mut pairs = 0;
    for row in (0..=grid.last.row.min(200)).filter(|row| !within(*row)) {
        let areas: Vec<Area> = grid.row(row).into_iter().filter(|area| area.first.row == row).collect();
        let lone = areas.iter().filter(|area| !grid.is_blank(area.first)).count() == 1;
        for (index, area) in areas.iter().enumerate() {
            let text = grid.text(area.first);
            // A text alone in its row may be a title or a note.
            if !pairs::is_label(grid, *area) || lone && !text.contains(['：', ':']) {
                continue;
            }
            let right = areas.get(index + 1).copied();
            let inline = inline::fields(&text).len();
            let blank = right.is_some_and(|right| pairs::is_room(grid, right));
            pairs += if inline > 0 {
                inline
            } else {
                usize::from(blank || text.ends_with(['：', ':']) && right.is_some_and(|right| !pairs::is_label(grid, right)))
            };
        }
    }
    pairs
}

/// The form that a sheet on paper becomes; none when it is none.
pub(super) fn form(grid: &Grid<'_>, context: &Context<'_>) -> Option<FormProposal> {
    let first_field = first_row_of_fields(grid)?;
    let title = sheets::title(grid, first_field + 1);
    let (label, named) = sheets::label_of(grid, title.as_ref());
    let mut walk = Walk {
        grid,
        context,
        taken: BTreeSet::new(),
        fields: Vec::new(),
        within: Vec::new(),
        sections: Vec::new(),
        beside: Vec::new(),
        current: None,
        left_out: Vec::new(),
        title: title.as_ref().map(|(_, at)| *at),
        no_table: None,
    };
    walk.title.into_iter().for_each(|at| _ = walk.taken.insert(at));
    for row in 0..=grid.last.row.min(MOST_ROWS) {
        walk.row(row);
    }
    walk.finish(label, named)
}

/// The first row in which a name stands beside a blank.
fn first_row_of_fields(grid: &Grid<'_>) -> Option<u32> {
    (0..=grid.last.row.min(MOST_ROWS)).find(|row| {
        let areas: Vec<Area> = grid.row(*row).into_iter().filter(|area| area.first.row == *row).collect();
        let lone = areas.iter().filter(|area| !grid.is_blank(area.first)).count() == 1;
        areas.iter().enumerate().any(|(index, area)| {
            pairs::is_label(grid, *area)
                && (areas.get(index + 1).is_some_and(|right| pairs::is_room(grid, *right)) && !(lone && index == 0 && area.width() > 3)
                    || !inline::fields(&grid.text(area.first)).is_empty())
        })
    })
}

impl Walk<'_, '_> {
    fn row(&mut self, row: u32) {
        let areas: Vec<Area> = self.grid.row(row).into_iter().filter(|area| area.first.row == row).collect();
        for area in &areas {
            if self.taken.contains(&area.first) || self.grid.is_blank(area.first) {
                continue;
            }
            if is_total_row(self.grid, row) && areas.iter().find(|area| !self.grid.is_blank(area.first)) == Some(area) {
                self.leave_out(*area, "合计行", "a row of sums");
                continue;
            }
            if self.table_at(*area) || self.section_at(*area, &areas) {
                continue;
            }
            self.pair_at(*area, &areas);
        }
    }

    /// The section that a place stands in: one at its side, else the last title above.
    fn section_of(&self, at: At) -> Option<usize> {
        let beside = self.beside.iter().rev().find(|(area, _)| (area.first.row..=area.last.row).contains(&at.row) && at.column > area.last.column);
        beside.map(|(_, section)| *section).or(self.current)
    }

    fn add(&mut self, field: FieldProposal, at: At) {
        let section = self.section_of(at);
        self.fields.push(field);
        self.within.push(section);
    }

    fn leave_out(&mut self, area: Area, zh: &str, en: &str) {
        self.taken.insert(area.first);
        self.left_out.push(LeftOut { place: self.grid.place(area), text: self.grid.text(area.first), reason: Label::both(zh, en) });
    }

    fn finish(mut self, label: Label, named: Evidence) -> Option<FormProposal> {
        let enough = self.fields.len() >= 2 || self.fields.iter().any(|field| field.kind == Kind::SubTable);
        if !enough {
            return None;
        }
        self.distinguish();
        name_fields(&mut self.fields);
        for (field, section) in self.fields.iter().zip(&self.within) {
            if let Some(section) = section.and_then(|section| self.sections.get_mut(section)) {
                section.fields.push(field.id.clone());
            }
        }
        self.sections.retain(|section| !section.fields.is_empty());
        let stages = sections::are_stages(&self.sections);
        let last = self.grid.last;
        Some(FormProposal {
            sheet: self.grid.sheet.name.clone(),
            also: Vec::new(),
            layout: SheetKind::Printed,
            id: String::new(),
            label,
            confidence: 0.85,
            evidence: vec![sheets::reason(SheetKind::Printed, Area::new(At::default(), last).to_string()), named],
            fields: self.fields,
            sections: self.sections,
            stages,
            left_out: self.left_out,
            without_print: false,
            rows: None,
            skipped_rows: Vec::new(),
        })
    }

    /// Names that stand several times get the title of their section in front.
    fn distinguish(&mut self) {
        let labels: Vec<Label> = self.fields.iter().map(|field| field.label.clone()).collect();
        for (index, field) in self.fields.iter_mut().enumerate() {
            let twice = labels.iter().enumerate().any(|(other, label)| other != index && *label == field.label);
            let section = self.within.get(index).copied().flatten().and_then(|section| self.sections.get(section));
            let Some(section) = section.filter(|_| twice) else { continue };
            let join = |locale| format!("{} {}", section.label.get(locale), field.label.get(locale));
            let zh = join(value::Locale::ZhCn).replace(' ', "");
            let en = join(value::Locale::En);
            field.label = if super::heading::has_han(&en) { Label::Plain(zh) } else { Label::both(zh, en) };
            field.evidence.push(Evidence::new(
                Source::Layout,
                &field.place,
                "名称重复，加上了所在部分的标题",
                "the name stands twice, so the title of its section is put before it",
            ));
        }
    }
}
