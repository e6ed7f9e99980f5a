//! 定位

use super::geo::{DIGITS, Fence, Place};
use super::{check, settings};
#[cfg(not(target_family = "wasm"))]
use crate::shape::{Shape, Spelling};
use crate::words::{example, pair};
use crate::{Behaviour, Control, FieldFault, Findings, FormEnvironment, Group, Part, ValueContext, code};
use definition::Field;
use rust_decimal::Decimal;
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;
use value::{JsonFault, JsonFaultKind, ShowContext, Value, ValueType};

/// The kind.
pub static CONTROL: Control = Control {
    kind: "location",
    label: pair("定位", "Location"),
    help: pair(
        "取设备当前位置和误差，可限定在某处附近；位置由设备报出，不能防止伪造",
        "Where the device says it is and how exactly, if wanted near a place; a device can be made to lie",
    ),
    group: Group::Place,
    icon: "location",
    schema: settings::schema::<LocationSettings>,
    prepare,
    example: example(
        r#"{ "id": "place", "kind": "location", "label": { "zh-CN": "到场位置", "en": "On site" }, "max_accuracy": 200, "fence_lat": "30.274150", "fence_lng": "120.155150", "fence_radius": 500 }"#,
    ),
};

definition::settings! {
    /// Settings of a location.
    pub struct LocationSettings {
        manual: bool = false, ("可手工填写", "By hand"), ("定位不成时可以手工填坐标", "Coordinates may be typed when the device finds none");
        max_accuracy: Option<u32> = None, ("最大误差（米）", "Metres of error"), ("误差超过多少米不接受", "A location that is less exact is refused"), 1..=100_000;
        fence_lat: Option<Decimal> = None, ("围栏纬度", "Fence: latitude"), ("必须在哪里附近：中心的纬度", "Where it must be near: latitude of the centre");
        fence_lng: Option<Decimal> = None, ("围栏经度", "Fence: longitude"), ("围栏中心的经度", "Longitude of the centre");
        fence_radius: Option<u32> = None, ("围栏半径（米）", "Fence: metres"), ("离中心最多多少米", "At most so many metres from the centre"), 1..=10_000_000;
    }
}

#[derive(Debug)]
struct Location {
    manual: bool,
    max_accuracy: Option<u32>,
    fence: Option<Fence>,
}

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: LocationSettings = settings::read(field, findings)?;
    let fence = Fence::read(settings.fence_lat, settings.fence_lng, settings.fence_radius, findings);
    Some(Arc::new(Location { manual: settings.manual, max_accuracy: settings.max_accuracy, fence }))
}

/// What a location is made of.
const SHAPE: &str = "{lat, lng, accuracy, by}";

impl Behaviour for Location {
    fn value_type(&self) -> ValueType {
        ValueType::Structure
    }

    #[cfg(not(target_family = "wasm"))]
    fn shape(&self, spelling: Spelling) -> Shape {
        let metres = json!({ "type": if spelling == Spelling::Kept { json!(["integer", "null"]) } else { json!(["number", "null"]) }, "minimum": 0, "maximum": 10_000_000 });
        let by = json!({ "type": "string", "enum": if self.manual || spelling == Spelling::Kept { json!(["device", "hand"]) } else { json!(["device"]) } });
        let parts = place_shapes(spelling).into_iter().chain([("accuracy", Shape::of(metres)), ("by", Shape::of(by))]);
        let required: &[&str] = if self.manual || spelling == Spelling::Kept { &["lat", "lng"] } else { &["lat", "lng", "by"] };
        let shape = fenced(Shape::object(parts, required), self.fence.is_some(), spelling);
        match self.max_accuracy.filter(|_| spelling.is_sent()) {
            None => shape,
            Some(most) => {
                let by_device = json!({ "type": "object", "properties": { "by": { "const": "device" } }, "required": ["by"] });
                let exact = json!({ "required": ["accuracy"], "properties": { "accuracy": { "type": "number", "maximum": most } } });
                shape.with("if", by_device).with("then", exact)
            }
        }
    }

    fn read(&self, json: &Json) -> Result<Value, JsonFault> {
        let Some(object) = open(json, &["lat", "lng", "accuracy", "by"], SHAPE)? else { return Ok(Value::Blank) };
        let mut kept = place_in(object, SHAPE)?;
        if let Some(json) = object.get("accuracy").filter(|json| !json.is_null()) {
            let accuracy = value::decimal_from_json(json).filter(|metres| *metres >= Decimal::ZERO && *metres <= Decimal::from(10_000_000));
            let metres = accuracy.and_then(|metres| i64::try_from(metres.ceil()).ok()).ok_or_else(|| wrong("/accuracy", "number"))?;
            kept.insert("accuracy".into(), json!(metres));
        }
        let by = object.get("by").and_then(Json::as_str).unwrap_or("hand");
        if !matches!(by, "device" | "hand") {
            return Err(wrong("/by", "device | hand"));
        }
        kept.insert("by".into(), json!(by));
        Ok(Value::Structure(Json::Object(kept)))
    }

    fn check(&self, value: &Value, context: &ValueContext<'_>, faults: &mut Vec<FieldFault>) {
        let Value::Structure(json) = value else { return };
        if context.stored == value {
            return;
        }
        let by_device = json.get("by").and_then(Json::as_str) == Some("device");
        let accuracy = json.get("accuracy").and_then(Json::as_i64);
        if !by_device && !self.manual {
            check::fault(faults, code::INEXACT, "请用设备定位，不能手工填写", "let the device find it; it cannot be typed here");
        } else if let Some(most) = self.max_accuracy.filter(|most| by_device && accuracy.is_none_or(|metres| metres > i64::from(*most))) {
            let message = (format!("误差应在 {most} 米以内，请到开阔处重新定位"), format!("it must be exact to {most} m; try again in the open"));
            check::fault(faults, code::INEXACT, message.0, message.1);
        }
        if let Some((fence, place)) = self.fence.zip(place_of(json)) {
            fence.check(place, faults);
        }
    }

    fn parts(&self) -> Vec<Part> {
        let accuracy = Part::new("accuracy", ("误差（米）", "Metres of error"), ValueType::Number { scale: 0 });
        place_parts().into_iter().chain(accuracy).collect()
    }

    fn write(&self, value: &Value, _: &ShowContext<'_>) -> Option<String> {
        let Value::Structure(json) = value else { return None };
        let accuracy = json.get("accuracy").and_then(Json::as_i64).map(|metres| format!(" (±{metres} m)")).unwrap_or_default();
        Some(format!("{}{accuracy}", write_place(json)?))
    }
}

pub(crate) fn wrong(pointer: &str, wanted: &'static str) -> JsonFault {
    JsonFault { pointer: pointer.to_owned(), kind: JsonFaultKind::WrongType(wanted) }
}

/// The object of a structured value with none but these keys; none for a blank.
pub(crate) fn open<'j>(json: &'j Json, keys: &[&str], shape: &'static str) -> Result<Option<&'j Map<String, Json>>, JsonFault> {
    if json.is_null() || json.as_str().is_some_and(str::is_empty) {
        return Ok(None);
    }
    let object = json.as_object().ok_or_else(|| wrong("", shape))?;
    match object.keys().find(|key| !keys.contains(&key.as_str())) {
        Some(unknown) => Err(wrong(&format!("/{unknown}"), shape)),
        None => Ok(Some(object)),
    }
}

/// The coordinates of an object as they are kept.
pub(crate) fn place_in(object: &Map<String, Json>, shape: &'static str) -> Result<Map<String, Json>, JsonFault> {
    let (lat, lng) = object.get("lat").zip(object.get("lng")).ok_or_else(|| wrong("", shape))?;
    let place = Place::read(lat, lng).ok_or_else(|| wrong("/lat", shape))?;
    let [lat, lng] = place.texts();
    Ok(Map::from_iter([("lat".to_owned(), json!(lat)), ("lng".to_owned(), json!(lng))]))
}

pub(crate) fn place_of(json: &Json) -> Option<Place> {
    Place::read(json.get("lat")?, json.get("lng")?)
}

pub(crate) fn place_parts() -> Vec<Part> {
    let degrees = || ValueType::Number { scale: DIGITS };
    [Part::new("lat", ("纬度", "Latitude"), degrees()), Part::new("lng", ("经度", "Longitude"), degrees())].into_iter().flatten().collect()
}

pub(crate) fn write_place(json: &Json) -> Option<String> {
    let text = |key: &str| json.get(key).and_then(Json::as_str);
    Some(format!("{}, {}", text("lat")?, text("lng")?))
}

#[cfg(not(target_family = "wasm"))]
/// Coordinates as JSON.
pub(crate) fn place_shapes(spelling: Spelling) -> [(&'static str, Shape); 2] {
    let degrees = |most: u32, pattern: &str| {
        if spelling == Spelling::Kept {
            return Shape::of(json!({ "type": "string", "pattern": format!("^-?[0-9]{{1,3}}\\.[0-9]{{{DIGITS}}}$") }));
        }
        Shape::of(json!({ "type": ["string", "number"], "pattern": pattern, "minimum": -i64::from(most), "maximum": most }))
    };
    let lat = degrees(90, "^-?([0-8]?[0-9](\\.[0-9]+)?|90(\\.0+)?)$").named(&value::Label::both("纬度", "Latitude"));
    let lng = degrees(180, "^-?(1[0-7][0-9](\\.[0-9]+)?|[0-9]?[0-9](\\.[0-9]+)?|180(\\.0+)?)$").named(&value::Label::both("经度", "Longitude"));
    [("lat", lat), ("lng", lng)]
}

#[cfg(not(target_family = "wasm"))]
/// Says that a place must lie inside of a fence.
pub(crate) fn fenced(shape: Shape, has_fence: bool, spelling: Spelling) -> Shape {
    if has_fence { shape.note_sent(spelling, "必须在规定地点附近", "must lie near a given place") } else { shape }
}
