//! Scenes as SVG: the designer's preview, and charts in mails.

use crate::{Color, Face, Item, Scene, Stroke};
use std::fmt::Write;

/// Writes a scene. `image` gives the address of a picture (for instance a data URI) by its key; unknown ones become an empty frame.
pub fn svg(scene: &Scene, image: &dyn Fn(&str) -> Option<String>) -> String {
    let (width, height) = (number(scene.width), number(scene.height));
    let mut out = format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}pt\" height=\"{height}pt\" viewBox=\"0 0 {width} {height}\">");
    for item in &scene.items {
        write_item(&mut out, item, image);
    }
    out.push_str("</svg>");
    out
}

fn write_item(out: &mut String, item: &Item, image: &dyn Fn(&str) -> Option<String>) {
    // Writing into a string cannot fail.
    let _ = match item {
        Item::Text { x, y, size, face, color, width, text } => write!(
            out,
            "<text x=\"{}\" y=\"{}\" font-size=\"{}\" {} fill=\"{}\" textLength=\"{}\" xml:space=\"preserve\">{}</text>",
            number(*x),
            number(*y),
            number(*size),
            family(*face),
            color.hex(),
            number(*width),
            escape(text)
        ),
        Item::Line { x1, y1, x2, y2, stroke } => {
            write!(
                out,
                "<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" {}/>",
                number(*x1),
                number(*y1),
                number(*x2),
                number(*y2),
                paint(None, Some(*stroke))
            )
        }
        Item::Rect { x, y, w, h, fill, stroke } => {
            write!(
                out,
                "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" {}/>",
                number(*x),
                number(*y),
                number(*w),
                number(*h),
                paint(*fill, *stroke)
            )
        }
        Item::Polygon { points, fill, stroke } => {
            let corners: Vec<String> = points.iter().map(|(x, y)| format!("{},{}", number(*x), number(*y))).collect();
            write!(out, "<polygon points=\"{}\" {}/>", corners.join(" "), paint(*fill, *stroke))
        }
        Item::Image { x, y, w, h, key } => {
            let frame = format!("x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"", number(*x), number(*y), number(*w), number(*h));
            match image(key) {
                Some(address) => write!(out, "<image {frame} href=\"{}\"/>", escape(&address)),
                None => write!(out, "<rect {frame} fill=\"none\" stroke=\"#999999\"/>"),
            }
        }
    };
}

fn paint(fill: Option<Color>, stroke: Option<Stroke>) -> String {
    let fill = fill.map_or_else(|| "none".to_owned(), Color::hex);
    match stroke {
        Some(stroke) => format!("fill=\"{fill}\" stroke=\"{}\" stroke-width=\"{}\"", stroke.color.hex(), number(stroke.width)),
        None => format!("fill=\"{fill}\""),
    }
}

fn family(face: Face) -> &'static str {
    match face {
        Face::Sans => "font-family=\"Noto Sans SC, sans-serif\"",
        Face::SansBold => "font-family=\"Noto Sans SC, sans-serif\" font-weight=\"700\"",
        Face::Serif => "font-family=\"Noto Serif SC, serif\"",
    }
}

fn number(number: f64) -> String {
    let text = format!("{number:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_cannot_leave_its_element() {
        let text = Item::Text { x: 1.0, y: 2.5, size: 10.0, face: Face::Sans, color: Color::BLACK, width: 20.0, text: "<script>".into() };
        let written = svg(&Scene { width: 100.0, height: 50.0, items: vec![text] }, &|_| None);
        assert!(written.contains("&lt;script&gt;") && !written.contains("<script>"));
        assert!(written.contains("y=\"2.5\""));
    }
}
