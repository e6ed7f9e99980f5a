//! Bands in vertical flow over pages.
//!
//! A band's elements stand where the template puts them; one that grows pushes down those below it that it overlaps.
//! Strips are never torn; what does not fit goes on at the top of the next page, below the element's repeated head.

use crate::block::{Block, Slice, moved};
use crate::compile::{CompiledBand, CompiledPrint};
use crate::elements::Stage;
use crate::model::{Picture, PrintContext, PrintRecord};
use crate::text::Missing;
use definition::BandKind;
use formula::{Budget, evaluate, is_true};
use scene::{Item, Scene};
use std::cell::RefCell;
use std::collections::BTreeSet;

/// The most pages of one printing.
pub const MAX_PAGES: usize = 2000;

/// Pages, and what the paper could not show.
#[derive(Debug, Default)]
pub struct Document {
    /// The pages of all records.
    pub pages: Vec<Scene>,
    /// The first page of every record, from 0.
    pub begins: Vec<usize>,
    /// The pictures that the pages speak of.
    pub pictures: Vec<Picture>,
    /// Characters that no font has; each stands on paper as its code point in a box.
    pub missing: BTreeSet<char>,
}

/// Why nothing is printed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PrintError {
    /// More pages than one printing may have.
    #[error("a printing has at most {MAX_PAGES} pages")]
    TooLong,
    /// Head and foot leave no room between them.
    #[error("page header and footer leave no room for the text")]
    NoRoom,
}

/// Lays records out one after the other, each from a new page with its own page numbers.
pub fn lay_out(print: &CompiledPrint, records: &[PrintRecord<'_>], context: &PrintContext<'_>) -> Result<Document, PrintError> {
    let mut document = Document::default();
    let missing: Missing = RefCell::default();
    let pictures = RefCell::default();
    for record in records {
        document.begins.push(document.pages.len());
        let flow = Flow { print, record, context, missing: &missing, pictures: &pictures };
        document.pages.extend(flow.run(MAX_PAGES.saturating_sub(document.pages.len()))?);
    }
    document.missing = missing.into_inner();
    document.pictures = pictures.into_inner();
    Ok(document)
}

struct Flow<'a> {
    print: &'a CompiledPrint,
    record: &'a PrintRecord<'a>,
    context: &'a PrintContext<'a>,
    missing: &'a Missing,
    pictures: &'a RefCell<Vec<Picture>>,
}

/// A strip with its place in the band, and the head of the element to which it belongs.
struct Placed {
    x: f64,
    slice: Slice,
    /// Height below the strip that must stand on the same page.
    keep: f64,
    header: Option<Slice>,
}

/// Where an element stands, and by how much it ends lower than the template says: those below it move down with it.
struct Laid {
    left: f64,
    right: f64,
    authored_end: f64,
    growth: f64,
}

impl Flow<'_> {
    fn run(&self, most: usize) -> Result<Vec<Scene>, PrintError> {
        let margin = self.print.margin;
        let head = self.height_of(BandKind::PageHeader);
        let foot = self.height_of(BandKind::PageFooter);
        let (first, last) = (margin.top + head, self.print.height - margin.bottom - foot);
        if last - first < 20.0 {
            return Err(PrintError::NoRoom);
        }
        let mut pages: Vec<Vec<Item>> = vec![Vec::new()];
        let mut y = first;
        for band in self.print.bands.iter().filter(|band| matches!(band.kind, BandKind::Body | BandKind::Rows)) {
            let repeats = band.rows.as_ref().map_or(1, |table| self.record.rows.get(table.as_str()).map_or(0, Vec::len));
            for index in 0..repeats {
                let row = band.rows.as_ref().map(|table| (table.as_str(), index));
                y = self.flow_band(band, row, y, (first, last), &mut pages);
                if pages.len() > most {
                    return Err(PrintError::TooLong);
                }
            }
        }
        let count = pages.len();
        Ok(pages.into_iter().enumerate().map(|(index, items)| self.finish(items, (index + 1, count), foot)).collect())
    }

    /// Puts head and foot on a page, now that the number of pages is known.
    fn finish(&self, mut items: Vec<Item>, page: (usize, usize), foot: f64) -> Scene {
        let margin = self.print.margin;
        for (kind, top) in [(BandKind::PageHeader, margin.top), (BandKind::PageFooter, self.print.height - margin.bottom - foot)] {
            let mut y = top;
            for band in self.print.bands.iter().filter(|band| band.kind == kind) {
                let (placed, height) = self.place(band, None, page);
                for strip in placed {
                    items.extend(strip.slice.items.iter().map(|item| moved(item, margin.left + strip.x, y + strip.slice.top)));
                }
                y += height;
            }
        }
        Scene { width: self.print.width, height: self.print.height, items }
    }

    fn height_of(&self, kind: BandKind) -> f64 {
        self.print.bands.iter().filter(|band| band.kind == kind).map(|band| self.place(band, None, (1, 1)).1).sum()
    }

    /// Lays a band out by itself; answers its strips from top to bottom and its height.
    fn place(&self, band: &CompiledBand, row: Option<(&str, usize)>, page: (usize, usize)) -> (Vec<Placed>, f64) {
        let holds = |formula: &Option<formula::Formula>| {
            formula.as_ref().is_none_or(|formula| is_true(&evaluate(formula, self.record.world, Budget::default())))
        };
        if !holds(&band.when) {
            return (Vec::new(), 0.0);
        }
        let room = self.print.width - self.print.margin.left - self.print.margin.right;
        let mut laid: Vec<Laid> = Vec::new();
        let mut placed = Vec::new();
        let mut elements: Vec<_> = band.elements.iter().filter(|element| holds(&element.when)).collect();
        elements.sort_by(|one, other| one.y.total_cmp(&other.y));
        for element in elements {
            let width = element.w.unwrap_or(room - element.x).max(1.0);
            let stage = Stage {
                context: self.context,
                record: self.record,
                row,
                width,
                height: element.h,
                page,
                missing: self.missing,
                pictures: self.pictures,
            };
            let block: Block = element.lay.lay(&stage);
            let above =
                laid.iter().filter(|above| above.left < element.x + width && above.right > element.x && above.authored_end <= element.y + 0.01);
            let top = element.y + above.map(|above| above.growth).fold(0.0, f64::max);
            let authored_end = element.y + element.h.unwrap_or(0.0);
            let growth = (top + block.height().max(element.h.unwrap_or(0.0)) - authored_end).max(0.0);
            laid.push(Laid { left: element.x, right: element.x + width, authored_end, growth });
            // The first strip of a block with a head is the head itself: it stays with the strip below it.
            let heights: Vec<f64> = block.slices.iter().map(|slice| slice.height).collect();
            for (index, slice) in block.slices.into_iter().enumerate() {
                let slice = Slice { top: top + slice.top, ..slice };
                let is_head = index == 0 && block.header.is_some();
                let keep = if is_head { heights.get(1).copied().unwrap_or(0.0) } else { 0.0 };
                placed.push(Placed { x: element.x, slice, keep, header: if is_head { None } else { block.header.clone() } });
            }
        }
        placed.sort_by(|one, other| one.slice.top.total_cmp(&other.slice.top));
        let bottom = placed.iter().map(|strip| strip.slice.top + strip.slice.height).fold(band.height, f64::max);
        (placed, bottom)
    }

    /// Flows a band over the pages from `y` on; answers where it ends.
    fn flow_band(&self, band: &CompiledBand, row: Option<(&str, usize)>, y: f64, (first, last): (f64, f64), pages: &mut Vec<Vec<Item>>) -> f64 {
        let left = self.print.margin.left;
        let (placed, height) = self.place(band, row, (1, 1));
        let splits = placed.iter().any(|strip| strip.header.is_some() || strip.keep > 0.0) || height > last - first;
        let mut shift = y;
        if !splits && y + height > last && y > first {
            pages.push(Vec::new());
            shift = first;
        }
        let mut end = shift;
        for strip in &placed {
            let mut top = strip.slice.top + shift;
            if top + strip.slice.height + strip.keep > last && top > first + 0.01 {
                pages.push(Vec::new());
                let mut begin = first;
                if let Some(header) = &strip.header {
                    draw(pages, &header.items, left + strip.x, first);
                    begin += header.height;
                }
                shift += begin - top;
                top = begin;
            }
            draw(pages, &strip.slice.items, left + strip.x, top);
            end = end.max(top + strip.slice.height);
        }
        end.max((shift + height).min(last))
    }
}

fn draw(pages: &mut [Vec<Item>], items: &[Item], x: f64, y: f64) {
    if let Some(page) = pages.last_mut() {
        page.extend(items.iter().map(|item| moved(item, x, y)));
    }
}
