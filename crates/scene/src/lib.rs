//! The display list: placed text, lines, shapes and images, as pages and charts are drawn into it.
//!
//! Writers turn the same list into PDF and SVG, so that what is seen is what is printed.
//! Lengths are points (1/72 inch); the origin is the top left corner, y grows downwards.

mod svg;

pub use svg::svg;

use serde::{Deserialize, Serialize};

/// One page, or one picture.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Scene {
    /// Width in points.
    pub width: f64,
    /// Height in points.
    pub height: f64,
    /// What is drawn, from back to front.
    pub items: Vec<Item>,
}

/// A colour without transparency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Color(pub u8, pub u8, pub u8);

impl Color {
    /// Black.
    pub const BLACK: Self = Self(0, 0, 0);
    /// White.
    pub const WHITE: Self = Self(255, 255, 255);

    /// Reads `#rrggbb`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
        let number = u32::from_str_radix(digits, 16).ok()?;
        let [_, red, green, blue] = number.to_be_bytes();
        Some(Self(red, green, blue))
    }

    /// Writes `#rrggbb`.
    pub fn hex(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

/// A line around something.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Stroke {
    /// Colour.
    pub color: Color,
    /// Width in points.
    pub width: f64,
}

/// The role of a typeface; the font pack says which font plays it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Face {
    /// 黑体
    #[default]
    Sans,
    /// 黑体 bold
    SansBold,
    /// 宋体
    Serif,
}

/// Something drawn.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "item", rename_all = "snake_case")]
pub enum Item {
    /// Text on one line.
    Text {
        /// Left end.
        x: f64,
        /// Baseline.
        y: f64,
        /// Size in points.
        size: f64,
        /// Typeface.
        face: Face,
        /// Colour.
        color: Color,
        /// Width as it was measured; a writer with other metrics fits the text into it.
        width: f64,
        /// The text.
        text: String,
    },
    /// A straight line.
    Line {
        /// Begin, x.
        x1: f64,
        /// Begin, y.
        y1: f64,
        /// End, x.
        x2: f64,
        /// End, y.
        y2: f64,
        /// Colour and width.
        stroke: Stroke,
    },
    /// A rectangle.
    Rect {
        /// Left.
        x: f64,
        /// Top.
        y: f64,
        /// Width.
        w: f64,
        /// Height.
        h: f64,
        /// Inside.
        fill: Option<Color>,
        /// Around.
        stroke: Option<Stroke>,
    },
    /// A closed polygon.
    Polygon {
        /// Corners.
        points: Vec<(f64, f64)>,
        /// Inside.
        fill: Option<Color>,
        /// Around.
        stroke: Option<Stroke>,
    },
    /// A picture by its key; the bytes travel beside the scene.
    Image {
        /// Left.
        x: f64,
        /// Top.
        y: f64,
        /// Width.
        w: f64,
        /// Height.
        h: f64,
        /// Key of the picture.
        key: String,
    },
}
