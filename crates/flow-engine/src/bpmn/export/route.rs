//! Where shapes stand and which way lines take, in points.

use super::layout::Layout;

/// A column with the space beside its nodes.
pub const COLUMN: usize = 160;
/// A row with the space above and below.
pub const ROW: usize = 120;
/// The space left of a pool's first column and above its first row.
pub const MARGIN: usize = 100;
/// The bar with the name of a pool or a lane.
pub const BAR: usize = 30;

/// A rectangle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    pub x: usize,
    pub y: usize,
    pub width: usize,
    pub height: usize,
}

impl Bounds {
    fn right(self) -> (usize, usize) {
        (self.x + self.width, self.y + self.height / 2)
    }

    fn left(self) -> (usize, usize) {
        (self.x, self.y + self.height / 2)
    }

    pub fn below(self) -> (usize, usize) {
        (self.x + self.width / 2, self.y + self.height)
    }
}

/// The size of an element's shape.
pub fn size(element: &str) -> (usize, usize) {
    if element.ends_with("Event") {
        (36, 36)
    } else if element.ends_with("Gateway") {
        (50, 50)
    } else {
        (100, 80)
    }
}

/// The middle of a place.
pub fn middle((column, row): (usize, usize)) -> (usize, usize) {
    (MARGIN + column * COLUMN + COLUMN / 2, MARGIN + row * ROW + ROW / 2)
}

/// The shape of an element at its place.
pub fn bounds(element: &str, place: (usize, usize)) -> Bounds {
    let (width, height) = size(element);
    let (x, y) = middle(place);
    Bounds { x: x - width / 2, y: y - height / 2, width, height }
}

/// The event at the border of a shape, the nth of them.
pub fn at_border(host: Bounds, number: usize) -> Bounds {
    let (width, height) = size("boundaryEvent");
    let step = (number * 40) % host.width.max(1);
    let x = (host.x + host.width).saturating_sub(width + step);
    Bounds { x, y: host.y + host.height - height / 2, width, height }
}

/// The points of a line. `aside` keeps lines apart that run along the bottom.
pub fn line(layout: &Layout, edge: usize, from: Bounds, to: Bounds, from_border: bool, aside: usize) -> Vec<(usize, usize)> {
    let (from_point, to_point) = (if from_border { from.below() } else { from.right() }, to.left());
    let passes = layout.passes.get(edge).map(Vec::as_slice).unwrap_or_default();
    if layout.back.get(edge).copied().unwrap_or_default() {
        // Back along the bottom of everything.
        let bottom = MARGIN + layout.size.1 * ROW + 20 + aside * 12;
        let out = if from_border {
            vec![from_point, (from_point.0, bottom)]
        } else {
            vec![from_point, (from_point.0 + 20, from_point.1), (from_point.0 + 20, bottom)]
        };
        return tidy(out.into_iter().chain([(to_point.0 - 20, bottom), (to_point.0 - 20, to_point.1), to_point]).collect());
    }
    let mut points = vec![from_point];
    let mut at = from_point;
    if from_border {
        let (x, y) = (at.0, at.1 + 12);
        points.push((x, y));
        at = (x, y);
    }
    for target in passes.iter().map(|place| middle(*place)).chain([to_point]) {
        // The bend stands in the gap before the column of the target.
        let is_last = target == to_point;
        let bend = if is_last { target.0.saturating_sub(25) } else { target.0.saturating_sub(COLUMN / 2 - 5) };
        if at.1 != target.1 {
            points.push((bend, at.1));
            points.push((bend, target.1));
        }
        points.push(target);
        at = target;
    }
    tidy(points)
}

/// Leaves out points in the middle of a straight piece.
fn tidy(points: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    let mut kept: Vec<(usize, usize)> = Vec::new();
    for point in points {
        if let [.., before, last] = kept.as_slice() {
            let straight = (before.0 == last.0 && last.0 == point.0) || (before.1 == last.1 && last.1 == point.1);
            if straight {
                kept.pop();
            }
        }
        if kept.last() != Some(&point) {
            kept.push(point);
        }
    }
    kept
}
