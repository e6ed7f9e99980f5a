//! Pages as PDF through `printpdf`.
//!
//! `printpdf` embeds a font whole unless it brings a text engine along; so we cut the fonts ourselves: one subset per face for
//! the whole document, however many records it holds.

use crate::Document;
use crate::fonts::{FontError, FontPack};
use printpdf::{
    Color as PdfColor, FontId, FontMetrics, Line, LinePoint, Op, PaintMode, ParsedFont, PdfDocument, PdfFontHandle, PdfPage, PdfSaveOptions, Point,
    Polygon, PolygonRing, Pt, RawImage, Rect, Rgb, TextItem, TextMatrix, WindingOrder, XObjectId, XObjectTransform,
};
use scene::{Color, Face, Item, Scene, Stroke};
use std::collections::{BTreeMap, BTreeSet};

/// Why there is no PDF.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    /// A font could not be cut.
    #[error(transparent)]
    Font(#[from] FontError),
}

/// The most pixels of one picture.
const MOST_PIXELS: u64 = 40_000_000;

/// Writes the pages of a document. Pictures that cannot be read become an empty frame.
pub fn write_pdf(document: &Document, fonts: &FontPack, title: &str) -> Result<Vec<u8>, PdfError> {
    let mut pdf = PdfDocument::new(title);
    let faces = embed_fonts(&mut pdf, document, fonts)?;
    let images = embed_images(&mut pdf, document);
    let writer = Writer { faces, images };
    let pages = document.pages.iter().map(|page| writer.page(page)).collect();
    let options = PdfSaveOptions { optimize: true, subset_fonts: false, secure: true, image_optimization: None };
    Ok(pdf.with_pages(pages).save(&options, &mut Vec::new()))
}

fn embed_fonts(pdf: &mut PdfDocument, document: &Document, fonts: &FontPack) -> Result<BTreeMap<Face, FontId>, PdfError> {
    let mut used: BTreeMap<Face, BTreeSet<char>> = BTreeMap::new();
    for item in document.pages.iter().flat_map(|page| &page.items) {
        if let Item::Text { face, text, .. } = item {
            used.entry(*face).or_default().extend(text.chars());
        }
    }
    let mut embedded = BTreeMap::new();
    for (face, characters) in used {
        let font = fonts.font(face);
        let glyphs: Vec<(char, u16, u16)> =
            characters.into_iter().filter_map(|character| fonts.glyph(face, character).map(|glyph| (character, glyph.id, glyph.width))).collect();
        let (bytes, numbers) = font.subset(glyphs.iter().map(|(_, glyph, _)| *glyph))?;
        let units = u32::from(font.units_per_em());
        let mut codes = BTreeMap::new();
        let mut widths = BTreeMap::new();
        for (character, glyph, width) in glyphs {
            let Some(number) = numbers.get(&glyph) else { continue };
            codes.insert(u32::from(character), *number);
            widths.insert(*number, u16::try_from(u32::from(width) * units / 1000).unwrap_or(u16::MAX));
        }
        let metrics = FontMetrics { ascent: font.ascent(), descent: font.descent() };
        let name = format!("MORTIS+{}", font.name());
        let parsed = ParsedFont::with_glyph_data(bytes, 0, Some(name), codes, widths, font.units_per_em(), metrics);
        embedded.insert(face, pdf.add_font(&parsed));
    }
    Ok(embedded)
}

/// Embeds every picture once; answers its object and its size in pixels.
fn embed_images(pdf: &mut PdfDocument, document: &Document) -> BTreeMap<String, (XObjectId, f32, f32)> {
    let mut embedded = BTreeMap::new();
    for picture in &document.pictures {
        if u64::from(picture.width) * u64::from(picture.height) > MOST_PIXELS {
            continue;
        }
        if let Ok(image) = RawImage::decode_from_bytes(&picture.bytes, &mut Vec::new()) {
            let id = pdf.add_image(&image);
            embedded.insert(picture.key.clone(), (id, single(picture.width), single(picture.height)));
        }
    }
    embedded
}

struct Writer {
    faces: BTreeMap<Face, FontId>,
    images: BTreeMap<String, (XObjectId, f32, f32)>,
}

impl Writer {
    fn page(&self, scene: &Scene) -> PdfPage {
        let mut ops = Vec::new();
        for item in &scene.items {
            self.item(item, scene.height, &mut ops);
        }
        PdfPage::new(Pt(pt(scene.width)).into(), Pt(pt(scene.height)).into(), ops)
    }

    fn item(&self, item: &Item, page: f64, ops: &mut Vec<Op>) {
        match item {
            Item::Text { x, y, size, face, color, text, .. } => {
                let Some(font) = self.faces.get(face) else { return };
                ops.push(Op::StartTextSection);
                ops.push(Op::SetFillColor { col: pdf_color(*color) });
                ops.push(Op::SetFont { font: PdfFontHandle::External(font.clone()), size: Pt(pt(*size)) });
                ops.push(Op::SetTextMatrix { matrix: TextMatrix::Translate(Pt(pt(*x)), Pt(pt(page - y))) });
                ops.push(Op::ShowText { items: vec![TextItem::Text(text.clone())] });
                ops.push(Op::EndTextSection);
            }
            Item::Line { x1, y1, x2, y2, stroke } => {
                set_stroke(ops, *stroke);
                let points = vec![corner(*x1, page - y1), corner(*x2, page - y2)];
                ops.push(Op::DrawLine { line: Line { points, is_closed: false } });
            }
            Item::Rect { x, y, w, h, fill, stroke } => {
                let Some(mode) = paint(ops, *fill, *stroke) else { return };
                let rectangle = Rect {
                    x: Pt(pt(*x)),
                    y: Pt(pt(page - y - h)),
                    width: Pt(pt(*w)),
                    height: Pt(pt(*h)),
                    mode: Some(mode),
                    winding_order: Some(WindingOrder::NonZero),
                };
                ops.push(Op::DrawRectangle { rectangle });
            }
            Item::Polygon { points, fill, stroke } => {
                let Some(mode) = paint(ops, *fill, *stroke) else { return };
                let points = points.iter().map(|(x, y)| corner(*x, page - y)).collect();
                let polygon = Polygon { rings: vec![PolygonRing { points }], mode, winding_order: WindingOrder::NonZero };
                ops.push(Op::DrawPolygon { polygon });
            }
            Item::Image { x, y, w, h, key } => self.image(ops, key, (*x, page - y - h), (*w, *h)),
        }
    }

    fn image(&self, ops: &mut Vec<Op>, key: &str, (x, y): (f64, f64), (w, h): (f64, f64)) {
        let Some((id, wide, high)) = self.images.get(key) else {
            set_stroke(ops, Stroke { color: Color(150, 150, 150), width: 0.5 });
            let rectangle = Rect {
                x: Pt(pt(x)),
                y: Pt(pt(y)),
                width: Pt(pt(w)),
                height: Pt(pt(h)),
                mode: Some(PaintMode::Stroke),
                winding_order: Some(WindingOrder::NonZero),
            };
            ops.push(Op::DrawRectangle { rectangle });
            return;
        };
        // At 72 dpi one pixel is one point, so that the scale is simply the wanted size over the size in pixels.
        let transform = XObjectTransform {
            translate_x: Some(Pt(pt(x))),
            translate_y: Some(Pt(pt(y))),
            scale_x: Some(pt(w) / wide.max(1.0)),
            scale_y: Some(pt(h) / high.max(1.0)),
            dpi: Some(72.0),
            ..XObjectTransform::default()
        };
        ops.push(Op::UseXobject { id: id.clone(), transform });
    }
}

fn corner(x: f64, y: f64) -> LinePoint {
    LinePoint { p: Point { x: Pt(pt(x)), y: Pt(pt(y)) }, bezier: false }
}

/// Sets colours and answers how a shape is painted; `None` when it would not be seen.
fn paint(ops: &mut Vec<Op>, fill: Option<Color>, stroke: Option<Stroke>) -> Option<PaintMode> {
    if let Some(color) = fill {
        ops.push(Op::SetFillColor { col: pdf_color(color) });
    }
    if let Some(stroke) = stroke {
        set_stroke(ops, stroke);
    }
    match (fill, stroke) {
        (Some(_), Some(_)) => Some(PaintMode::FillStroke),
        (Some(_), None) => Some(PaintMode::Fill),
        (None, Some(_)) => Some(PaintMode::Stroke),
        (None, None) => None,
    }
}

fn set_stroke(ops: &mut Vec<Op>, stroke: Stroke) {
    ops.push(Op::SetOutlineColor { col: pdf_color(stroke.color) });
    ops.push(Op::SetOutlineThickness { pt: Pt(pt(stroke.width)) });
}

fn pdf_color(Color(red, green, blue): Color) -> PdfColor {
    let part = |part: u8| f32::from(part) / 255.0;
    PdfColor::Rgb(Rgb { r: part(red), g: part(green), b: part(blue), icc_profile: None })
}

/// `printpdf` takes single floats.
#[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "paper is small; a single float is exact to a thousandth of a point")]
fn pt(length: f64) -> f32 {
    length as f32
}

#[expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "a picture has at most 40 million pixels")]
fn single(pixels: u32) -> f32 {
    pixels as f32
}
