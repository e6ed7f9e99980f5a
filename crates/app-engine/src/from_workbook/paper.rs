//! A template for paper that follows the sheet: its title, its lines of names and blanks with their widths, its tables.

use definition::{Band, BandKind, Element, FORMAT, Margin, Orientation, PaperSize, Print, Settings};
use print_engine::literal;
use serde_json::{Value as Json, json};
use spreadsheet::analysis::{FormProposal, Paper, PaperCell, PaperLine};
use value::{FormId, IdError, Label, PrintId};

/// Widths of the paper between its margins in millimetres: A4 and A5, upright and across.
const ROOM: [(f64, f64); 2] = [(180.0, 267.0), (118.0, 180.0)];
/// Names narrower or wider than this cannot be read or leave no room.
const NAME: (f64, f64) = (14.0, 48.0);
/// The title with the room below it, in millimetres.
const TITLE_HIGH: f64 = 11.0;
/// Widths that differ by less than this are meant alike, in millimetres.
const ALIKE: f64 = 6.0;

/// The template of a form.
pub(super) fn print(form: &FormProposal, paper: &Paper, reviewed: bool) -> Result<Print, IdError> {
    let room = ROOM.get(usize::from(paper.half)).map_or(180.0, |(upright, across)| if paper.landscape { *across } else { *upright });
    let mut elements: Vec<Element> = Vec::new();
    let mut grid: Option<Grid> = None;
    for line in &paper.lines {
        let next = if let PaperLine::Fields(cells) = line { Some(Grid::of(cells, room)) } else { None };
        match (&mut grid, next) {
            (Some(grid), Some(next)) if grid.takes(&next) => grid.add(next),
            (_, next) => {
                elements.extend(grid.take().map(Grid::element));
                grid = next;
            }
        }
        elements.extend(lone(form, line));
    }
    elements.extend(grid.map(Grid::element));
    if reviewed {
        elements.push(element("approvals", json!({})));
    }
    let mut bands: Vec<Band> = elements.into_iter().map(|element| band(BandKind::Body, vec![element])).collect();
    bands.push(foot(room));
    Ok(Print {
        format: FORMAT,
        id: PrintId::parse(&form.id)?,
        label: form.label.clone(),
        form: FormId::parse(&form.id)?,
        paper: if paper.half { PaperSize::A5 } else { PaperSize::A4 },
        orientation: if paper.landscape { Orientation::Landscape } else { Orientation::Portrait },
        margin: Margin::default(),
        bands,
    })
}

/// A line that is no part of a grid.
fn lone(form: &FormProposal, line: &PaperLine) -> Option<Element> {
    let text = |label: &Label, style: Json, above: f64| Element { y: above, ..element("text", json!({ "text": literal(label), "style": style })) };
    Some(match line {
        PaperLine::Fields(_) => return None,
        PaperLine::Title => Element { h: Some(TITLE_HIGH), ..text(&form.label, json!({ "size": 16.0, "bold": true, "align": "center" }), 0.0) },
        PaperLine::Heading(label) => text(label, json!({ "size": 11.0, "bold": true }), 2.0),
        PaperLine::Words { text: words, centred } => {
            let align = if *centred { "center" } else { "left" };
            text(&Label::Plain(words.clone()), json!({ "size": 9.0, "align": align }), 0.5)
        }
        PaperLine::Table { field, numbered, columns } => {
            let columns: Vec<Json> = columns.iter().map(|(column, width)| json!({ "column": column, "width": rounded(width / 4.0) })).collect();
            element("table", json!({ "rows": field, "numbered": numbered, "columns": columns }))
        }
    })
}

/// Lines of fields with the same borders between them.
struct Grid {
    /// Widths of the pairs in millimetres; a line of one pair fits any other.
    pairs: Vec<f64>,
    name: f64,
    fields: Vec<Json>,
}

impl Grid {
    fn of(cells: &[PaperCell], room: f64) -> Self {
        let whole: f64 = cells.iter().map(|cell| cell.width).sum::<f64>().max(0.01);
        let pairs: Vec<f64> = cells.iter().map(|cell| cell.width / whole * room).collect();
        let narrowest = pairs.iter().copied().fold(room, f64::min);
        let named: Vec<f64> = cells.iter().filter(|cell| cell.name > 0.0).map(|cell| cell.name * room).collect();
        let mean = named.iter().sum::<f64>() / f64::from(u32::try_from(named.len().max(1)).unwrap_or(1));
        let name = if named.is_empty() { 0.0 } else { mean.clamp(NAME.0, NAME.1).min(narrowest * 0.6) };
        let field = |cell: &PaperCell| {
            let mut field = json!({ "field": cell.field });
            let mut set = |key: &str, value: Json| _ = field.as_object_mut().map(|field| field.insert(key.to_owned(), value));
            if cells.len() == 1 {
                set("wide", json!(true));
            }
            if cell.height > 0.0 {
                set("height", json!(rounded(cell.height)));
            }
            if cell.pictures {
                set("pictures", json!(true));
            }
            field
        };
        Self { name, fields: cells.iter().map(field).collect(), pairs }
    }

    fn takes(&self, next: &Self) -> bool {
        let near = |one: f64, other: f64| (one - other).max(other - one) < ALIKE;
        let alike = self.pairs.len() == next.pairs.len() && self.pairs.iter().zip(&next.pairs).all(|(one, other)| near(*one, *other));
        (alike || self.pairs.len() == 1 || next.pairs.len() == 1) && near(self.name, next.name) && (self.name > 0.0) == (next.name > 0.0)
    }

    fn add(&mut self, next: Self) {
        if self.pairs.len() == 1 {
            (self.pairs, self.name) = (next.pairs, next.name);
        }
        self.fields.extend(next.fields);
    }

    fn element(self) -> Element {
        let mut settings = json!({ "columns": self.pairs.len(), "label_width": rounded(self.name), "fields": self.fields });
        let mean = self.pairs.iter().sum::<f64>() / f64::from(u32::try_from(self.pairs.len().max(1)).unwrap_or(1));
        if self.pairs.iter().any(|pair| (pair - mean).max(mean - pair) >= ALIKE)
            && let Some(settings) = settings.as_object_mut()
        {
            let shares: Vec<f64> = self.pairs.iter().map(|pair| rounded(pair / mean)).collect();
            settings.insert("shares".into(), json!(shares));
        }
        element("grid", settings)
    }
}

/// To a tenth: a template is read by people.
fn rounded(length: f64) -> f64 {
    libm::round(length * 10.0) / 10.0
}

fn foot(room: f64) -> Band {
    let small = json!({ "size": 8.0 });
    let words = json!({ "zh-CN": "打印：{{ printed_by }} {{ printed_at }}", "en": "Printed by {{ printed_by }} {{ printed_at }}" });
    let printed = Element { w: Some(room - 60.0), ..element("text", json!({ "text": words, "style": small })) };
    let number = Element { x: room - 60.0, ..element("page_number", json!({ "style": { "size": 8.0, "align": "right" } })) };
    band(BandKind::PageFooter, vec![printed, number])
}

fn band(kind: BandKind, elements: Vec<Element>) -> Band {
    Band { kind, height: 0.0, when: None, rows: None, elements }
}

fn element(kind: &str, settings: Json) -> Element {
    let settings: Settings = if let Json::Object(settings) = settings { settings } else { Settings::new() };
    Element { kind: kind.into(), x: 0.0, y: 0.0, w: None, h: None, when: None, settings }
}
