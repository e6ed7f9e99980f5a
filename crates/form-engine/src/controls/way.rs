//! Several places one after the other: a way, or the border of an area.

use super::check;
use super::geo::{self, Place};
use super::location::{open, wrong};
#[cfg(not(target_family = "wasm"))]
use crate::shape::{Shape, Spelling};
use crate::{Behaviour, FieldFault, Part, ValueContext};
use serde_json::{Map, Value as Json, json};
use value::{JsonFault, JsonFaultKind, Locale, ShowContext, Value, ValueType};

/// What a way is made of. Length and area follow from the points, whatever is said of them.
const SHAPE: &str = "{points: [[lat, lng], …]}";
/// More than any setting allows is not even read.
const MOST: usize = 1_000;

/// A way, or a border if it is closed.
#[derive(Debug)]
pub(crate) struct Way {
    pub(crate) closed: bool,
    pub(crate) least: u32,
    pub(crate) most: u32,
}

fn read_points(points: &[Json]) -> Result<Vec<Place>, JsonFault> {
    if points.len() > MOST {
        return Err(JsonFault { pointer: "/points".into(), kind: JsonFaultKind::OutOfRange });
    }
    let one = |(at, point): (usize, &Json)| {
        let pair = point.as_array().filter(|pair| pair.len() == 2);
        let place = pair.and_then(|pair| Place::read(pair.first()?, pair.get(1)?));
        place.ok_or_else(|| wrong(&format!("/points/{at}"), "[lat, lng]"))
    };
    points.iter().enumerate().map(one).collect()
}

impl Behaviour for Way {
    fn value_type(&self) -> ValueType {
        ValueType::Structure
    }

    #[cfg(not(target_family = "wasm"))]
    fn shape(&self, spelling: Spelling) -> Shape {
        let [lat, lng] = super::location::place_shapes(spelling).map(|(_, shape)| shape);
        let points = Shape::points(lat, lng, (Some(self.least), Some(self.most)), spelling);
        let measure = |zh: &str, en: &str| {
            let derived = if spelling == Spelling::Kept { json!({ "type": "integer" }) } else { json!({}) };
            Shape::of(derived).with("readOnly", true).named(&value::Label::both(zh, en))
        };
        let length = if self.closed { measure("周长（米）", "Border in metres") } else { measure("长度（米）", "Length in metres") };
        let parts = [("points", points), ("length", length), ("area", measure("面积（平方米）", "Square metres"))];
        Shape::object(parts, &["points"])
    }

    fn read(&self, json: &Json) -> Result<Value, JsonFault> {
        let Some(object) = open(json, &["points", "length", "area"], SHAPE)? else { return Ok(Value::Blank) };
        let points = object.get("points").and_then(Json::as_array).ok_or_else(|| wrong("/points", SHAPE))?;
        let places = read_points(points)?;
        if places.is_empty() {
            return Ok(Value::Blank);
        }
        let mut kept = Map::new();
        kept.insert("points".into(), places.iter().map(|place| json!(place.texts())).collect());
        kept.insert("length".into(), json!(geo::whole(geo::length(&places, self.closed))));
        if self.closed {
            kept.insert("area".into(), json!(geo::whole(geo::area(&places))));
        }
        Ok(Value::Structure(Json::Object(kept)))
    }

    fn check(&self, value: &Value, _: &ValueContext<'_>, faults: &mut Vec<FieldFault>) {
        let Value::Structure(json) = value else { return };
        let points = json.get("points").and_then(Json::as_array).map_or(0, Vec::len);
        check::count(points, Some(self.least), Some(self.most), ("个点", "points"), faults);
    }

    fn parts(&self) -> Vec<Part> {
        let whole = || ValueType::Number { scale: 0 };
        let length = Part::new("length", if self.closed { ("周长（米）", "Border in metres") } else { ("长度（米）", "Length in metres") }, whole());
        let area = Part::new("area", ("面积（平方米）", "Square metres"), whole()).filter(|_| self.closed);
        length.into_iter().chain(area).collect()
    }

    fn write(&self, value: &Value, context: &ShowContext<'_>) -> Option<String> {
        let Value::Structure(json) = value else { return None };
        let points = json.get("points").and_then(Json::as_array)?.len();
        let whole = |key: &str| json.get(key).and_then(Json::as_i64).map(|number| value::group_thousands(&number.to_string()));
        let measure = if self.closed { format!("{} m²", whole("area")?) } else { format!("{} m", whole("length")?) };
        Some(if context.locale == Locale::ZhCn { format!("{measure}（{points} 个点）") } else { format!("{measure} ({points} points)") })
    }
}
