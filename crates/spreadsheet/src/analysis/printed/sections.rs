//! Titles of parts of a form: a merged row, a bold line with a number, a vertical title at the side.

use super::Walk;
use super::pairs::{is_label, is_room};
use crate::analysis::heading::{Heading, has_han, without_number};
use crate::analysis::proposal::SectionProposal;
use crate::workbook::{Area, At};

/// `D1` to `D8`, `一、`, `第一部分`, `Part 1`.
fn is_numbered(text: &str) -> bool {
    let text = text.trim();
    let mut chars = text.chars();
    let discipline = matches!((chars.next(), chars.next()), (Some('D' | 'd'), Some('0'..='8')));
    let han = text.starts_with(|c: char| "一二三四五六七八九十".contains(c)) && text.chars().take(3).any(|c| matches!(c, '、' | '.' | '．'));
    let part = text.starts_with('第') && text.chars().take(6).any(|c| matches!(c, '部' | '步' | '章'));
    let english = ["Part ", "PART ", "Section ", "SECTION ", "Step ", "STEP "].iter().any(|begin| text.starts_with(begin));
    let roman = ["I.", "II.", "III.", "IV.", "V.", "VI."].iter().any(|begin| text.starts_with(begin));
    let digits = text.starts_with(|c: char| c.is_ascii_digit())
        && text.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with(['.', '、', '．'])
        && !text.ends_with(['：', ':']);
    discipline || han || part || english || roman || digits
}

/// The title of a section without its number.
pub(super) fn title(text: &str) -> Heading {
    let text = text.trim().replace('\n', " ");
    let squeezed: String =
        if has_han(&text) && text.chars().filter(|c| !c.is_whitespace()).count() <= 8 && !text.chars().any(|c| c.is_ascii_alphabetic()) {
            text.split_whitespace().collect()
        } else {
            text.clone()
        };
    Heading::read(without_number(&squeezed))
}

/// Sections that are handled one after the other: 受理栏, 处理栏, D1 to D8.
pub(super) fn are_stages(sections: &[SectionProposal]) -> bool {
    let staged = |section: &&SectionProposal| {
        let zh = section.label.get(value::Locale::ZhCn);
        let bytes = zh.as_bytes();
        let discipline = matches!(bytes, [b'D' | b'd', b'0'..=b'8', ..]);
        discipline
            || zh.ends_with('栏')
            || ["受理", "处理", "验证", "审批", "审核", "调查", "确认"].iter().any(|word| zh.starts_with(word) && zh.chars().count() <= 6)
    };
    sections.len() >= 2 && sections.iter().filter(staged).count() * 2 > sections.len()
}

impl Walk<'_, '_> {
    /// Takes an area as the title of a section.
    pub(super) fn section_at(&mut self, area: Area, row: &[Area]) -> bool {
        if !is_label(self.grid, area) {
            return false;
        }
        if self.is_beside(area) {
            let section = self.open(area);
            self.beside.push((area, section));
            return true;
        }
        if !self.is_across(area, row) {
            return false;
        }
        let section = self.open(area);
        self.beside.retain(|(beside, _)| beside.last.row >= area.first.row);
        self.current = Some(section);
        self.field_below(area);
        true
    }

    fn open(&mut self, area: Area) -> usize {
        self.taken.insert(area.first);
        let heading = title(&self.grid.text(area.first));
        self.sections.push(SectionProposal { label: heading.label(), fields: Vec::new(), place: area.to_string() });
        self.sections.len() - 1
    }

    /// A vertical title: it stands left of several rows that hold names of their own.
    fn is_beside(&self, area: Area) -> bool {
        let grid = self.grid;
        if area.height() < 2 || area.last.column >= grid.last.column || area.width() > 2 {
            return false;
        }
        let named = (area.first.row..=area.last.row).filter(|row| {
            let right = grid.area(At::new(*row, area.last.column + 1));
            right.first.row == *row && is_label(grid, right)
        });
        let first = grid.area(At::new(area.first.row, area.last.column + 1));
        named.count() >= 2 || is_label(grid, first) && first.height() < area.height() && !is_room(grid, first)
    }

    /// A title over the whole width, or the only text of a row, in bold or with a number.
    fn is_across(&self, area: Area, row: &[Area]) -> bool {
        let grid = self.grid;
        let text = grid.text(area.first);
        let filled = row.iter().filter(|other| !grid.is_blank(other.first)).count();
        if filled != 1 || text.trim_end().ends_with(['：', ':']) || area.height() > 2 {
            return false;
        }
        let width = grid.last.column + 1;
        let styled = grid.look(area.first).is_some_and(|look| look.bold || look.fill.is_some());
        let whole = area.width() * 10 >= width * 6;
        let lone = area.width() == 1
            && !row.iter().any(|other| other.first.column > area.last.column && grid.look(other.first).is_some_and(|look| look.lined));
        if self.fields.is_empty() && !is_numbered(&text) && area.first.row < 2 && !whole {
            return false;
        }
        let below = grid.row(area.last.row + 1);
        let leads = below.iter().any(|next| next.first.row == area.last.row + 1 && !grid.is_blank(next.first)) || self.is_tall_blank(area);
        (whole && (styled || is_numbered(&text) || leads) || is_numbered(&text) && (lone || styled) || lone && styled && area.first.row > 1)
            && (leads || is_numbered(&text))
    }

    fn is_tall_blank(&self, area: Area) -> bool {
        let below = self.grid.area(At::new(area.last.row + 1, area.first.column));
        area.last.row < self.grid.last.row
            && below.first.row == area.last.row + 1
            && below.width() * 10 >= area.width() * 8
            && below.width() > 1
            && self.grid.is_blank(below.first)
    }

    /// A title with one wide blank below is itself the name of a field.
    fn field_below(&mut self, area: Area) {
        if !self.is_tall_blank(area) {
            return;
        }
        let below = self.grid.area(At::new(area.last.row + 1, area.first.column));
        self.taken.insert(below.first);
        self.title_field(area, below);
    }
}
