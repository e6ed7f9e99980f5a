//! Names and the blanks that belong to them.

use super::Walk;
use super::inline::{self, Inline};
use crate::analysis::column::Column;
use crate::analysis::evidence;
use crate::analysis::grid::Grid;
use crate::analysis::heading::{Heading, is_unit};
use crate::analysis::proposal::{Evidence, FieldProposal, Kind, Source};
use crate::analysis::{sheets, values};
use crate::workbook::{Area, At, CellValue};

/// A name is at most so long; a longer text is a note.
const LONGEST_NAME: usize = 30;

/// Whether an area holds a name, by its text.
pub(super) fn is_label(grid: &Grid<'_>, area: Area) -> bool {
    let Some(cell) = grid.cell(area.first) else { return false };
    let CellValue::Text(text) = &cell.value else { return false };
    let letters = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '_')).count();
    let bare = text.trim();
    let begins_with_box = bare.starts_with(values::BOXES) || bare.starts_with(values::TICKED);
    letters > 0
        && (letters <= LONGEST_NAME || !inline::fields(text).is_empty() || (bare.contains(['：', ':']) && values::count_boxes(bare) > 0))
        && bare.chars().any(char::is_alphabetic)
        && !begins_with_box
        && !values::is_day_blank(bare)
        && values::day(bare, None).is_none()
        && values::number(bare).is_none()
        && !is_box_list(bare)
        && !bare.ends_with('。')
        && !is_unit(bare)
        && !is_fill_hint(bare)
        && !is_written_room(bare)
}

/// `合格□ 不合格□`: options with their boxes behind them.
fn is_box_list(text: &str) -> bool {
    values::count_boxes(text) > 0 && !text.contains(['：', ':'])
}

/// `（签字）`, `（盖章）`, `请在此填写`.
fn is_fill_hint(text: &str) -> bool {
    let bare = text.trim_matches(['(', ')', '（', '）', ' ']);
    let bracketed = text.starts_with(['(', '（']) && text.ends_with([')', '）']);
    bracketed && bare.chars().count() <= 12 || text.starts_with("请填写") || text.starts_with("请在")
}

/// Whether an area is room for an answer: blank, boxes, room for a day, a unit, a hint.
pub(super) fn is_room(grid: &Grid<'_>, area: Area) -> bool {
    if grid.is_blank(area.first) {
        return true;
    }
    let text = grid.text(area.first);
    values::is_room(&text)
        || values::is_day_blank(&text)
        || is_box_list(&text)
        || text.trim().starts_with(values::BOXES)
        || text.trim().starts_with(values::TICKED)
        || inline::unit_behind_room(&text).is_some()
        || is_fill_hint(&text)
        || is_written_room(&text)
}

/// `自   年  月  日 至   年  月  日，共   天`: words with room between them.
fn is_written_room(text: &str) -> bool {
    let rooms = text.split(|c: char| !(c.is_whitespace() || c == '_')).filter(|run| run.chars().count() >= 2).count();
    rooms >= 3 && text.contains('日') && text.contains('月') && inline::fields(text).is_empty()
}

impl<'a> Walk<'_, 'a> {
    /// Takes the field whose name an area holds.
    pub(super) fn pair_at(&mut self, area: Area, row: &[Area]) {
        let grid = self.grid;
        let text = grid.text(area.first);
        self.taken.insert(area.first);
        if !is_label(grid, area) {
            return self.leave_out(area, "说明文字", "a note");
        }
        let inlines = inline::fields(&text);
        if !inlines.is_empty() {
            return self.inlines(area, &inlines);
        }
        if sheets::is_meta(&text) {
            return self.leave_out(area, "关于表格本身的说明", "a note about the sheet itself");
        }
        if let Some(room) = self.room_of(area, row) {
            self.taken.insert(room.first);
            return self.field(area, room);
        }
        let wide = area.width() >= 3 && area.height() >= 2;
        if wide && text.trim_end().ends_with(['：', ':']) || area.height() >= 3 && area.width() >= 3 {
            return self.field(area, area);
        }
        self.leave_out(area, "旁边没有可以填写的空格", "no blank stands beside it");
    }

    /// Where the answer stands: to the right, else below.
    fn room_of(&self, area: Area, row: &[Area]) -> Option<Area> {
        let grid = self.grid;
        let right = row.iter().copied().find(|other| other.first.column == area.last.column + 1 && other.first.row == area.first.row);
        let right = right.or_else(|| {
            let found = grid.area(At::new(area.first.row, area.last.column + 1));
            (area.last.column < grid.last.column && found.first.row == area.first.row).then_some(found)
        });
        let free = |room: &Area| !self.taken.contains(&room.first);
        if let Some(right) = right.filter(free).filter(|right| is_room(grid, *right)) {
            return Some(self.widened(right));
        }
        let below = grid.area(At::new(area.last.row + 1, area.first.column));
        let alike =
            below.first.column == area.first.column && (below.last.column == area.last.column || below.width() > 2) && area.last.row < grid.last.row;
        if alike && free(&below) && is_room(grid, below) && self.is_lined_or_tall(below) {
            return Some(below);
        }
        // A form that was filled in: what follows a name with another look, or behind a colon, is an example.
        let example = right.filter(free).filter(|right| !grid.is_blank(right.first))?;
        let named = grid.text(area.first).trim_end().ends_with(['：', ':']);
        let looks = |area: Area| grid.look(area.first).map(|look| (look.bold, look.fill));
        let differs = looks(area) != looks(example) && looks(area).is_some_and(|(bold, fill)| bold || fill.is_some());
        let other_kind = !is_label(grid, example);
        (named && !grid.text(example.first).trim_end().ends_with(['：', ':']) || differs || other_kind).then_some(example)
    }

    fn is_lined_or_tall(&self, area: Area) -> bool {
        area.height() > 1 || area.width() > 1 || self.grid.look(area.first).is_some_and(|look| look.lined || look.fill.is_some())
    }

    /// A blank cell that is not merged goes on to the next filled one.
    fn widened(&self, room: Area) -> Area {
        if room.width() > 1 || !self.grid.is_blank(room.first) {
            return room;
        }
        let mut last = room.last;
        while last.column < self.grid.last.column {
            let next = self.grid.area(At::new(last.row, last.column + 1));
            let lined = self.grid.look(next.first).is_some_and(|look| look.lined);
            if next.first.row != room.first.row || next.height() > 1 || !self.grid.is_blank(next.first) || lined || next.width() > 1 {
                break;
            }
            last = next.last;
        }
        Area::new(room.first, last)
    }

    fn field(&mut self, label: Area, room: Area) {
        let heading = Heading::read(&self.grid.text(label.first));
        let column = self.column(heading, label, room);
        let mut field = evidence::decide(&column, self.context);
        self.by_size(&mut field, label, room);
        self.by_unit(&mut field, room);
        field.room = Some(room);
        self.add(field, label.first);
    }

    fn column(&self, heading: Heading, label: Area, room: Area) -> Column<'a> {
        let body = Area::one(room.first);
        let mut column = Column::of(self.grid, heading, Vec::new(), label, body);
        column.single = true;
        if room == label {
            column.cells.clear();
        }
        let text = self.grid.text(room.first);
        let boxes: Vec<String> = values::boxes(&text).into_iter().map(|(name, _)| name).collect();
        if boxes.len() >= 2 || self.is_more_boxes(room) {
            column.boxes = boxes;
            column.boxes.extend(self.further_boxes(room));
        }
        // Room is no data.
        if is_room(self.grid, room) {
            column.cells.clear();
        }
        column
    }

    fn is_more_boxes(&self, room: Area) -> bool {
        values::count_boxes(&self.grid.text(room.first)) > 0
    }

    /// Boxes that go on in the next cells: `□是 | □否`.
    fn further_boxes(&self, room: Area) -> Vec<String> {
        let mut found = Vec::new();
        let mut next = room.last.column + 1;
        while next <= self.grid.last.column {
            let area = self.grid.area(At::new(room.first.row, next));
            let text = self.grid.text(area.first);
            if area.first.row != room.first.row
                || !(is_box_list(&text) || text.trim().starts_with(values::BOXES) || text.trim().starts_with(values::TICKED))
            {
                break;
            }
            found.extend(values::boxes(&text).into_iter().map(|(name, _)| name));
            next = area.last.column + 1;
        }
        found
    }

    /// Room of several rows is for a long text, when nothing else is known.
    fn by_size(&mut self, field: &mut FieldProposal, label: Area, room: Area) {
        let text = self.grid.text(room.first);
        let further = self.further_boxes(room).len();
        let mut next = room.last.column + 1;
        for _ in 0..further {
            let area = self.grid.area(At::new(room.first.row, next));
            self.taken.insert(area.first);
            next = area.last.column + 1;
        }
        if values::is_moment_blank(&text) && !text.contains("年月日年") && text.contains(['时', ':', '：']) {
            field.kind = Kind::Datetime;
        } else if values::is_day_blank(&text) {
            let months = !text.contains('日');
            field.kind = if months { Kind::Month } else { Kind::Date };
            field.confidence = 0.95;
            field
                .evidence
                .insert(0, Evidence::new(Source::Layout, room.to_string(), "空格里留了年月日的位置", "the blank has room for year, month and day"));
        } else if text.contains("签字") || text.contains("签名") || text.contains("盖章") || text.to_lowercase().contains("signature") {
            field.kind = Kind::Signature;
            field.evidence.insert(0, Evidence::new(Source::Layout, room.to_string(), "空格里写着签字", "the blank asks for a signature"));
        } else if field.kind == Kind::Text && (room.height() >= 2 || room == label) && room.width() >= 2 && label.height() <= room.height() {
            field.kind = Kind::Textarea;
            field.confidence = 0.8;
            field.evidence.insert(0, Evidence::new(Source::Layout, room.to_string(), "空格有好几行高", "the blank is several rows high"));
        }
        field.place = label.to_string();
    }

    /// A unit in the blank or in the cell behind it.
    fn by_unit(&mut self, field: &mut FieldProposal, room: Area) {
        let inside = inline::unit_behind_room(&self.grid.text(room.first));
        let behind = self.grid.area(At::new(room.first.row, room.last.column + 1));
        let beside = self.grid.text(behind.first);
        let unit = match inside {
            Some(unit) => unit,
            None if !beside.is_empty() && is_unit(&beside) && behind.first.row == room.first.row => {
                self.taken.insert(behind.first);
                beside
            }
            None => return,
        };
        set_unit(field, &unit, &room.to_string());
    }

    fn inlines(&mut self, area: Area, inlines: &[Inline]) {
        for inline in inlines.iter().filter(|inline| inline.is_room()) {
            let heading = Heading::read(&inline.name);
            let mut column = Column::of(self.grid, heading, Vec::new(), area, Area::one(area.first));
            column.cells.clear();
            column.single = true;
            column.boxes = values::boxes(&inline.rest).into_iter().map(|(name, _)| name).collect();
            let mut field = evidence::decide(&column, self.context);
            if values::is_day_blank(&inline.rest) {
                field.kind = if values::is_moment_blank(&inline.rest) { Kind::Datetime } else { Kind::Date };
            } else if field.kind == Kind::Text && area.height() >= 3 && inlines.len() == 1 {
                field.kind = Kind::Textarea;
            }
            if let Some(unit) = inline::unit_behind_room(&inline.rest) {
                set_unit(&mut field, &unit, &area.to_string());
            }
            field.place = area.to_string();
            field.room = Some(area);
            self.add(field, area.first);
        }
    }
}

fn set_unit(field: &mut FieldProposal, unit: &str, place: &str) {
    let reason = Evidence::new(Source::Layout, place, format!("空格后面有单位「{unit}」"), format!("the unit `{unit}` stands behind the blank"));
    if matches!(unit, "元" | "人民币" | "¥" | "￥") {
        field.kind = Kind::Money;
        field.currency = Some("CNY".into());
    } else if matches!(unit, "%" | "％") {
        field.kind = Kind::Percent;
    } else if matches!(field.kind, Kind::Text | Kind::Number | Kind::Money | Kind::Percent) {
        if field.kind != Kind::Money {
            field.kind = Kind::Number;
        }
        field.unit = Some(unit.to_owned());
    }
    field.evidence.insert(0, reason);
}
