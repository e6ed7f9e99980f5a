//! Shapes over a picture on paper: drawn from the kept original and the shapes beside it, as on every screen.

use crate::text::{Missing, TextStyle, place_line};
use crate::{FontPack, Picture};
use scene::{Color, Item, Stroke};
use serde_json::Value as Json;

/// Where a picture stands on the page.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Frame {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) w: f64,
    pub(crate) h: f64,
}

/// The shapes of a picture in its frame. The kind of the field has checked them; what cannot be read is left out.
pub(crate) fn draw(picture: &Picture, frame: Frame, fonts: &FontPack, missing: &Missing) -> Vec<Item> {
    let Some(marks) = &picture.marks else { return Vec::new() };
    let side = |key: &str| marks.get(key).and_then(Json::as_f64).filter(|side| *side >= 1.0);
    let (Some(wide), Some(high)) = (side("width"), side("height")) else { return Vec::new() };
    let pen = Pen { frame, across: frame.w / wide, down: frame.h / high, fonts, missing };
    marks.get("shapes").and_then(Json::as_array).into_iter().flatten().flat_map(|shape| pen.shape(shape)).collect()
}

struct Pen<'a> {
    frame: Frame,
    across: f64,
    down: f64,
    fonts: &'a FontPack,
    missing: &'a Missing,
}

type Point = (f64, f64);

impl Pen<'_> {
    fn shape(&self, shape: &Json) -> Vec<Item> {
        let numbers: Vec<f64> = shape.get("points").and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_f64).collect();
        let points: Vec<Point> = numbers.chunks_exact(2).filter_map(|pair| Some(self.place(*pair.first()?, *pair.get(1)?))).collect();
        let length = |key: &str| shape.get(key).and_then(Json::as_f64).unwrap_or(1.0) * self.across;
        let color = color_of(shape.get("colour").and_then(Json::as_str).unwrap_or_default());
        let stroke = Stroke { color, width: length("width").max(0.3) };
        match (shape.get("kind").and_then(Json::as_str).unwrap_or_default(), points.as_slice()) {
            ("line", points) => lines(points, stroke),
            ("arrow", [from, to]) => arrow(*from, *to, stroke),
            ("box", [from, to]) => vec![rectangle(*from, *to, None, Some(stroke))],
            ("ellipse", [from, to]) => vec![Item::Polygon { points: ellipse(*from, *to), fill: None, stroke: Some(stroke) }],
            // Paper shows no stones: the place is covered.
            ("mosaic", [from, to]) => vec![rectangle(*from, *to, Some(COVER), None)],
            ("text", [at]) => self.words(shape.get("text").and_then(Json::as_str).unwrap_or_default(), *at, length("size"), color),
            _ => Vec::new(),
        }
    }

    /// A point of the picture on the page, never outside of the frame.
    fn place(&self, x: f64, y: f64) -> Point {
        let Frame { x: left, y: top, w, h } = self.frame;
        (left + (x * self.across).clamp(0.0, w), top + (y * self.down).clamp(0.0, h))
    }

    fn words(&self, text: &str, (x, baseline): Point, size: f64, color: Color) -> Vec<Item> {
        let style = TextStyle { size: size.max(1.0), bold: true, ..TextStyle::default() };
        let mut items = place_line(text, &style, (x, 0.0), self.frame.w, self.fonts, self.missing);
        for item in &mut items {
            if let Item::Text { y, color: ink, .. } = item {
                (*y, *ink) = (baseline, color);
            }
        }
        items.retain(|item| matches!(item, Item::Text { .. }));
        items
    }
}

/// What lies over a place that is not to be seen.
const COVER: Color = Color(0x9a, 0xa1, 0xad);

/// The colours of marks; the web app's theme has the same.
fn color_of(name: &str) -> Color {
    match name {
        "yellow" => Color(0xf5, 0xc4, 0x00),
        "green" => Color(0x18, 0xa0, 0x58),
        "blue" => Color(0x25, 0x63, 0xeb),
        "black" => Color(0x11, 0x11, 0x11),
        "white" => Color::WHITE,
        _ => Color(0xe0, 0x24, 0x24),
    }
}

fn lines(points: &[Point], stroke: Stroke) -> Vec<Item> {
    let line = |(from, to): (&Point, &Point)| Item::Line { x1: from.0, y1: from.1, x2: to.0, y2: to.1, stroke };
    points.iter().zip(points.iter().skip(1)).map(line).collect()
}

fn rectangle(from: Point, to: Point, fill: Option<Color>, stroke: Option<Stroke>) -> Item {
    Item::Rect { x: from.0.min(to.0), y: from.1.min(to.1), w: (to.0 - from.0).abs(), h: (to.1 - from.1).abs(), fill, stroke }
}

fn arrow(from: Point, to: Point, stroke: Stroke) -> Vec<Item> {
    let (right, down) = (to.0 - from.0, to.1 - from.1);
    let length = (right * right + down * down).sqrt();
    if length <= 0.0 {
        return Vec::new();
    }
    let (right, down) = (right / length, down / length);
    let long = (stroke.width * 4.0).min(length);
    let half = long / 2.0;
    let back = (to.0 - right * long, to.1 - down * long);
    let head = vec![to, (back.0 - down * half, back.1 + right * half), (back.0 + down * half, back.1 - right * half)];
    let mut items = lines(&[from, back], stroke);
    items.push(Item::Polygon { points: head, fill: Some(stroke.color), stroke: None });
    items
}

/// Corners enough for an eye.
const CORNERS: usize = 48;
/// Cosine and sine of the angle between two of them.
const TURN: (f64, f64) = (0.991_444_861_373_810_4, 0.130_526_192_220_051_6);

fn ellipse(from: Point, to: Point) -> Vec<Point> {
    let (middle_x, middle_y) = ((from.0 + to.0) / 2.0, (from.1 + to.1) / 2.0);
    let (half_w, half_h) = ((to.0 - from.0).abs() / 2.0, (to.1 - from.1).abs() / 2.0);
    let mut at = (1.0, 0.0);
    let mut points = Vec::with_capacity(CORNERS);
    for _ in 0..CORNERS {
        points.push((middle_x + at.0 * half_w, middle_y + at.1 * half_h));
        at = (at.0 * TURN.0 - at.1 * TURN.1, at.0 * TURN.1 + at.1 * TURN.0);
    }
    points
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ellipse_closes_where_it_began() {
        let points = ellipse((0.0, 0.0), (20.0, 10.0));
        assert_eq!(points.len(), CORNERS);
        assert!((points[0].0 - 20.0).abs() < 1e-9 && (points[CORNERS / 2].0).abs() < 1e-9);
        assert!((points[CORNERS / 4].1 - 10.0).abs() < 1e-9);
    }

    #[test]
    fn an_arrow_has_a_head_at_its_end() {
        let items = arrow((0.0, 0.0), (100.0, 0.0), Stroke { color: Color::BLACK, width: 2.0 });
        let Item::Polygon { points, .. } = &items[1] else { panic!("no head") };
        assert_eq!(points[0], (100.0, 0.0));
        assert!(arrow((1.0, 1.0), (1.0, 1.0), Stroke { color: Color::BLACK, width: 2.0 }).is_empty());
    }
}
