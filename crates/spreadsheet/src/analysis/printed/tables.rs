//! Tables within a form: a row of names over rows of blanks.

use super::Walk;
use super::pairs::is_label;
use super::sections;
use crate::analysis::column::Column;
use crate::analysis::evidence;
use crate::analysis::heading::Heading;
use crate::analysis::proposal::{Evidence, FieldProposal, Kind, Source};
use crate::analysis::register::head::{self, Head, Rows};
use crate::analysis::register::is_total_row;
use crate::analysis::values;
use crate::workbook::{Area, At};
use value::Label;

/// A table that was found below a row of names.
struct Found {
    heads: Vec<Head>,
    rows: Rows,
    last: u32,
}

impl Walk<'_, '_> {
    /// Takes the table whose first name an area holds.
    pub(super) fn table_at(&mut self, area: Area) -> bool {
        if self.no_table.is_some_and(|(row, column)| row == area.first.row && area.first.column <= column) {
            return false;
        }
        let names = self.run_of_names(area);
        let Some(found) = self.table(area, &names) else {
            // A title at the side is no name of a column: what stands behind it may be.
            self.no_table = names.last().filter(|_| area.height() == 1).map(|last| (area.first.row, last.last.column));
            return false;
        };
        let first = At::new(found.rows.first, area.first.column);
        let end = At::new(found.last, found.heads.last().map_or(area.last.column, |head| head.last_column));
        let whole = Area::new(first, end);
        for row in whole.first.row..=whole.last.row {
            for column in whole.first.column..=whole.last.column {
                let at = self.grid.area(At::new(row, column)).first;
                self.taken.insert(at);
            }
        }
        let columns: Vec<FieldProposal> =
            found.heads.iter().filter(|head| !is_row_number(&head.heading)).map(|head| self.column_field(head, &found)).collect();
        if columns.is_empty() {
            return true;
        }
        let label = self.label_of_table(whole);
        let place = whole.to_string();
        let rows = found.last - found.rows.last;
        let reason = Evidence::new(
            Source::Layout,
            &place,
            format!("一行名称下面有 {rows} 行可以填写"),
            format!("{rows} rows to fill in stand below a row of names"),
        );
        let field =
            FieldProposal { label, kind: Kind::SubTable, confidence: 0.9, evidence: vec![reason], columns, place, ..FieldProposal::default() };
        self.add(field, first);
        true
    }

    fn table(&self, area: Area, names: &[Area]) -> Option<Found> {
        let grid = self.grid;
        if names.len() < 2 {
            return None;
        }
        let reach = names.iter().map(|name| name.last.row).max()?;
        let mut rows = Rows { first: area.first.row, last: reach };
        let within = (area.first.column, names.last()?.last.column);
        if names.iter().any(|name| name.width() > 1 && name.last.row < reach) {
            rows.last = reach;
        } else if names.iter().any(|name| name.width() > 1) && self.has_names_below(names, reach + 1) {
            rows.last = reach + 1;
        }
        let heads = head::columns(grid, rows, Some(within));
        let last = self.last_row(&heads, rows.last, names)?;
        let count = last - rows.last;
        let wide = heads.len() >= 3 || heads.first().is_some_and(|head| is_row_number(&head.heading));
        (count >= 2 && (wide || count >= 3) && heads.len() >= 2).then_some(Found { heads, rows, last })
    }

    /// Names side by side without a blank between them, from an area to the right.
    fn run_of_names(&self, area: Area) -> Vec<Area> {
        let grid = self.grid;
        let mut names = Vec::new();
        let mut column = area.first.column;
        while column <= grid.last.column {
            let next = grid.area(At::new(area.first.row, column));
            let is_name =
                is_label(grid, next) && !grid.text(next.first).trim_end().ends_with(['：', ':']) && values::count_boxes(&grid.text(next.first)) == 0;
            let numbers = names.is_empty() && matches!(grid.text(next.first).trim(), "#" | "No" | "No." | "NO." | "NO");
            if next.first.row != area.first.row || self.taken.contains(&next.first) || !(is_name || numbers) {
                break;
            }
            names.push(next);
            column = next.last.column + 1;
        }
        // Names up to the end of the row: behind a name with a blank there would be no table.
        let after = names.last().map_or(0, |name| name.last.column + 1);
        let lined_blank = (after..=grid.last.column).any(|column| {
            let at = At::new(area.first.row, column);
            !grid.is_blank(at) || grid.look(grid.area(at).first).is_some_and(|look| look.lined)
        });
        if lined_blank { Vec::new() } else { names }
    }

    fn has_names_below(&self, names: &[Area], row: u32) -> bool {
        let grid = self.grid;
        let groups: Vec<&Area> = names.iter().filter(|name| name.width() > 1).collect();
        groups
            .iter()
            .any(|group| (group.first.column..=group.last.column).filter(|column| is_label(grid, grid.area(At::new(row, *column)))).count() >= 2)
            && groups
                .iter()
                .all(|group| (group.first.column..=group.last.column).all(|column| grid.area(At::new(row, column)).width() < group.width()))
    }

    /// The last row that is built like the head: the same borders of cells, and somewhere to write.
    fn last_row(&self, heads: &[Head], above: u32, names: &[Area]) -> Option<u32> {
        let grid = self.grid;
        let starts: Vec<u32> = heads.iter().map(|head| head.column).collect();
        let (left, right) = (names.first()?.first.column, names.last()?.last.column);
        let mut last = None;
        for row in above + 1..=grid.last.row.min(above + 500) {
            let areas: Vec<Area> = grid.row(row).into_iter().filter(|area| area.last.column >= left && area.first.column <= right).collect();
            let alike = areas.iter().all(|area| area.first.column >= left && area.last.column <= right && (area.height() == 1 || area.width() == 1))
                && starts.iter().all(|start| grid.area(At::new(row, *start)).first.column == *start);
            if !alike || is_total_row(grid, row) || self.begins_something_else(&areas, heads.len()) {
                break;
            }
            last = Some(row);
        }
        let last = last?;
        let blanks = |column: u32| (above + 1..=last).filter(|row| grid.is_blank(At::new(*row, column))).count();
        let rows = usize::try_from(last - above).unwrap_or(usize::MAX);
        let writable = starts.iter().any(|start| blanks(*start) == rows);
        let numbered = starts.first().is_some_and(|start| {
            (above + 1..=last).all(|row| grid.cell(At::new(row, *start)).is_none_or(|cell| values::number(&cell.text()).is_some() || cell.is_blank()))
        });
        let differs = self.looks_unlike(names, above + 1);
        (writable || numbered && rows >= 2 || differs && rows >= 2).then_some(last)
    }

    /// Names with blanks beside them, a title, a note: the table is over.
    fn begins_something_else(&self, areas: &[Area], columns: usize) -> bool {
        let grid = self.grid;
        let filled: Vec<&Area> = areas.iter().filter(|area| !grid.is_blank(area.first)).collect();
        if areas.len() < columns {
            return true;
        }
        let colon = filled.iter().any(|area| {
            grid.text(area.first).trim_end().ends_with(['：', ':'])
                || grid.text(area.first).contains(['：', ':']) && !super::inline::fields(&grid.text(area.first)).is_empty()
        });
        let bold = filled.iter().any(|area| area.width() > 1 && is_label(grid, **area) && grid.look(area.first).is_some_and(|look| look.bold));
        colon || bold
    }

    fn looks_unlike(&self, names: &[Area], row: u32) -> bool {
        let look = |at: At| self.grid.look(at).map(|look| (look.bold, look.fill));
        names.iter().all(|name| {
            look(name.first).is_some_and(|(bold, fill)| bold || fill.is_some()) && look(name.first) != look(At::new(row, name.first.column))
        })
    }

    fn column_field(&self, head: &Head, found: &Found) -> FieldProposal {
        let body = Area::new(At::new(found.rows.last + 1, head.column), At::new(found.last, head.column));
        let column = Column::of(self.grid, head.heading.clone(), head.groups.clone(), head.area, body);
        let mut field = evidence::decide(&column, self.context);
        if field.kind == Kind::AutoNumber {
            field.kind = Kind::Text;
            field.pattern = None;
        }
        if let Some(group) = &field.group {
            let repeated = found.heads.iter().filter(|other| other.heading.zh == head.heading.zh).count() > 1;
            if repeated {
                field.label = Label::Plain(format!("{}{}", group.get(value::Locale::ZhCn), head.heading.zh));
            }
        }
        field
    }

    /// The title at the side or right above, else the section's, else 明细.
    fn label_of_table(&mut self, whole: Area) -> Label {
        let beside = self
            .beside
            .iter()
            .rev()
            .find(|(area, _)| area.first.row <= whole.first.row && whole.last.row <= area.last.row + 1)
            .map(|(_, section)| *section);
        let above = self.current.filter(|section| {
            let row = self.sections.get(*section).and_then(|section| Area::read(&section.place)).map(|area| area.last.row);
            row.is_some_and(|row| row + 1 == whole.first.row)
        });
        let section = beside.or(above).and_then(|section| self.sections.get(section));
        section.map_or_else(|| Label::both("明细", "Lines"), |section| section.label.clone())
    }

    /// A title with one wide blank below it.
    pub(super) fn title_field(&mut self, title: Area, room: Area) {
        let heading = sections::title(&self.grid.text(title.first));
        let mut bare = heading.clone();
        bare.zh = without_discipline(&heading.zh);
        let mut column = Column::of(self.grid, bare, Vec::new(), title, Area::one(room.first));
        column.single = true;
        let mut field = evidence::decide(&column, self.context);
        if field.kind == Kind::Text {
            field.kind = Kind::Textarea;
        }
        field.evidence.insert(
            0,
            Evidence::new(Source::Layout, room.to_string(), "标题下面是整行的空格", "a blank over the whole width stands below the title"),
        );
        field.place = title.to_string();
        field.room = Some(room);
        self.add(field, room.first);
    }
}

/// `D2 问题描述` without `D2`.
fn without_discipline(text: &str) -> String {
    let mut chars = text.chars();
    let numbered = matches!((chars.next(), chars.next()), (Some('D' | 'd'), Some('0'..='8')));
    let rest = chars.as_str().trim_start_matches(['.', '：', ':', '-', '、', ' ', '－']);
    if numbered && !rest.is_empty() { rest.to_owned() } else { text.to_owned() }
}

pub(in crate::analysis) fn is_row_number(heading: &Heading) -> bool {
    matches!(heading.zh.to_lowercase().as_str(), "序号" | "#" | "no" | "no." | "项次" | "item no." | "s/n")
}
