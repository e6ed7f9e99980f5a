//! Shapes over a picture: they lie beside the file, which stays as it was taken, and are checked before they are kept.
//!
//! `{"width": 1600, "height": 1200, "shapes": [{"kind": "arrow", "points": [x, y, x, y], "colour": "red", "width": 6}, …]}` — whole numbers in
//! pixels of the picture, so that nothing is lost on the way and every screen and every paper draws the same.

use super::check;
#[cfg(not(target_family = "wasm"))]
use crate::shape::Spelling;
use crate::{FieldFault, code};
use serde_json::{Map, Value as Json};

/// The widest picture in pixels.
const WIDEST: i64 = 32_000;
const MOST_SHAPES: usize = 200;
/// Corners of a free line, two numbers each.
const MOST_NUMBERS: usize = 4_000;
const LONGEST_TEXT: usize = 200;
const COLOURS: [&str; 6] = ["red", "yellow", "green", "blue", "black", "white"];

/// Checks the shapes of one picture; one fault says where the first thing wrong stands.
pub(crate) fn check(marks: &Json, faults: &mut Vec<FieldFault>) {
    if let Err(what) = judge(marks) {
        let message = (format!("图上的标注有误（{what}），请重新标注"), format!("the shapes over the picture are wrong ({what}); draw them again"));
        check::fault(faults, code::SHAPES, message.0, message.1);
    }
}

fn judge(marks: &Json) -> Result<(), &'static str> {
    let object = marks.as_object().ok_or("marks")?;
    only(object, &["width", "height", "shapes"])?;
    let (width, height) = (number(object, "width", 1, WIDEST)?, number(object, "height", 1, WIDEST)?);
    let shapes = object.get("shapes").and_then(Json::as_array).ok_or("shapes")?;
    if shapes.len() > MOST_SHAPES {
        return Err("shapes");
    }
    shapes.iter().try_for_each(|shape| judge_shape(shape, width, height))
}

fn judge_shape(shape: &Json, width: i64, height: i64) -> Result<(), &'static str> {
    let object = shape.as_object().ok_or("shape")?;
    only(object, &["kind", "points", "colour", "width", "size", "text"])?;
    let kind = object.get("kind").and_then(Json::as_str).ok_or("kind")?;
    let points = object.get("points").and_then(Json::as_array).ok_or("points")?;
    let right_number = match kind {
        "arrow" | "box" | "ellipse" | "mosaic" => points.len() == 4,
        "text" => points.len() == 2,
        "line" => points.len() >= 4 && points.len() <= MOST_NUMBERS && points.len().is_multiple_of(2),
        _ => return Err("kind"),
    };
    // A finger may slip over the edge.
    let within = |(at, point): (usize, &Json)| {
        let side = if at.is_multiple_of(2) { width } else { height };
        point.as_i64().is_some_and(|point| point >= -side && point <= side * 2)
    };
    if !right_number || !points.iter().enumerate().all(within) {
        return Err("points");
    }
    if kind != "mosaic" {
        let colour = object.get("colour").and_then(Json::as_str);
        colour.filter(|colour| COLOURS.contains(colour)).ok_or("colour")?;
    }
    if kind == "text" {
        let text = object.get("text").and_then(Json::as_str).ok_or("text")?;
        let letters = text.chars().count();
        if letters == 0 || letters > LONGEST_TEXT || text.chars().any(char::is_control) {
            return Err("text");
        }
        number(object, "size", 1, WIDEST)?;
    } else if object.contains_key("text") {
        return Err("text");
    } else {
        number(object, "width", 1, WIDEST)?;
    }
    Ok(())
}

fn only(object: &Map<String, Json>, keys: &[&str]) -> Result<(), &'static str> {
    if object.keys().all(|key| keys.contains(&key.as_str())) { Ok(()) } else { Err("key") }
}

fn number(object: &Map<String, Json>, key: &'static str, least: i64, most: i64) -> Result<i64, &'static str> {
    object.get(key).and_then(Json::as_i64).filter(|number| (least..=most).contains(number)).ok_or(key)
}

#[cfg(not(target_family = "wasm"))]
/// The shapes over a picture as JSON.
pub(crate) fn schema(spelling: Spelling) -> Json {
    use serde_json::json;

    if !spelling.is_sent() {
        return json!({ "type": ["object", "null"] });
    }
    let side = || json!({ "type": "integer", "minimum": 1, "maximum": WIDEST });
    let shape = |kinds: &[&str], least: usize, most: usize, extra: Json, required: &[&str]| {
        let points = json!({ "type": "array", "items": { "type": "integer" }, "minItems": least, "maxItems": most });
        let mut properties = json!({ "kind": { "enum": kinds }, "points": points, "colour": {}, "width": {}, "size": {} });
        if let (Some(all), Json::Object(extra)) = (properties.as_object_mut(), extra) {
            all.extend(extra);
        }
        let required: Vec<&str> = ["kind", "points"].iter().chain(required).copied().collect();
        json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
    };
    let colour = json!({ "enum": COLOURS });
    let text = json!({ "type": "string", "minLength": 1, "maxLength": LONGEST_TEXT });
    let shapes = [
        shape(&["arrow", "box", "ellipse"], 4, 4, json!({ "colour": colour, "width": side() }), &["colour", "width"]),
        shape(&["mosaic"], 4, 4, json!({ "width": side() }), &["width"]),
        shape(&["line"], 4, MOST_NUMBERS, json!({ "colour": colour, "width": side() }), &["colour", "width"]),
        shape(&["text"], 2, 2, json!({ "colour": colour, "text": text, "size": side() }), &["colour", "text", "size"]),
    ];
    let list = json!({ "type": "array", "maxItems": MOST_SHAPES, "items": { "anyOf": shapes } });
    json!({
        "type": ["object", "null"], "required": ["width", "height", "shapes"], "additionalProperties": false,
        "properties": { "width": side(), "height": side(), "shapes": list },
    })
}
