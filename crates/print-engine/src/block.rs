//! Blocks: what an element takes up, cut into slices that are never torn.

use scene::Item;

/// A strip of an element. It stands on one page.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Slice {
    /// Top of the strip below the top of the element.
    pub top: f64,
    /// Height.
    pub height: f64,
    /// What is drawn, relative to the left end and the top of the strip.
    pub items: Vec<Item>,
}

/// What an element takes up, from top to bottom.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Block {
    /// The strips.
    pub slices: Vec<Slice>,
    /// What is repeated at the top of every further page on which the element goes on.
    pub header: Option<Slice>,
}

impl Block {
    /// A block that is never torn.
    pub fn whole(height: f64, items: Vec<Item>) -> Self {
        Self { slices: vec![Slice { top: 0.0, height, items }], header: None }
    }

    /// Height of all strips together.
    pub fn height(&self) -> f64 {
        self.slices.iter().map(|slice| slice.top + slice.height).fold(0.0, f64::max)
    }

    /// Adds a strip below the others.
    pub fn push(&mut self, height: f64, items: Vec<Item>) {
        let top = self.height();
        self.slices.push(Slice { top, height, items });
    }
}

/// Moves an item.
pub fn moved(item: &Item, dx: f64, dy: f64) -> Item {
    let mut item = item.clone();
    match &mut item {
        Item::Text { x, y, .. } | Item::Rect { x, y, .. } | Item::Image { x, y, .. } => {
            *x += dx;
            *y += dy;
        }
        Item::Line { x1, y1, x2, y2, .. } => {
            *x1 += dx;
            *x2 += dx;
            *y1 += dy;
            *y2 += dy;
        }
        Item::Polygon { points, .. } => {
            for (x, y) in points {
                *x += dx;
                *y += dy;
            }
        }
    }
    item
}
