//! 地图选点

use super::geo::{self, Fence};
use super::location::{open, place_in, place_of, place_parts, write_place, wrong};
use super::{check, settings};
#[cfg(not(target_family = "wasm"))]
use crate::shape::{Shape, Spelling};
use crate::words::{example, pair};
use crate::{Behaviour, Control, FieldFault, Findings, FormEnvironment, Group, Part, ValueContext};
use definition::Field;
use rust_decimal::Decimal;
use serde_json::{Value as Json, json};
use std::sync::Arc;
use value::{JsonFault, ShowContext, Value, ValueType};

/// The kind.
pub static CONTROL: Control = Control {
    kind: "map_point",
    label: pair("地图选点", "Point on a map"),
    help: pair("一个地点：坐标和名称，可在图上点选", "A place: coordinates and a name, chosen on a map"),
    group: Group::Place,
    icon: "map-point",
    schema: settings::schema::<MapPointSettings>,
    prepare,
    example: example(r#"{ "id": "store", "kind": "map_point", "label": { "zh-CN": "门店位置", "en": "Shop" } }"#),
};

definition::settings! {
    /// Settings of a point.
    pub struct MapPointSettings {
        basemap: Option<String> = None, ("底图地址", "Base map"), ("本服务器上的瓦片地址，如 /tiles/{z}/{x}/{y}.png；不填则只画网格，不向外请求", "Tiles of this server such as /tiles/{z}/{x}/{y}.png; a plain grid when left out, and nothing is asked of other servers");
        fence_lat: Option<Decimal> = None, ("围栏纬度", "Fence: latitude"), ("必须在哪里附近：中心的纬度", "Where it must be near: latitude of the centre");
        fence_lng: Option<Decimal> = None, ("围栏经度", "Fence: longitude"), ("围栏中心的经度", "Longitude of the centre");
        fence_radius: Option<u32> = None, ("围栏半径（米）", "Fence: metres"), ("离中心最多多少米", "At most so many metres from the centre"), 1..=10_000_000;
    }
}

#[derive(Debug)]
struct MapPoint {
    fence: Option<Fence>,
}

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: MapPointSettings = settings::read(field, findings)?;
    geo::check_basemap(settings.basemap.as_ref(), findings);
    Some(Arc::new(MapPoint { fence: Fence::read(settings.fence_lat, settings.fence_lng, settings.fence_radius, findings) }))
}

/// What a point is made of.
const SHAPE: &str = "{lat, lng, name}";
const LONGEST_NAME: u32 = 100;

impl Behaviour for MapPoint {
    fn value_type(&self) -> ValueType {
        ValueType::Structure
    }

    #[cfg(not(target_family = "wasm"))]
    fn shape(&self, spelling: Spelling) -> Shape {
        let name = Shape::text((None, Some(LONGEST_NAME)), spelling);
        let parts = super::location::place_shapes(spelling).into_iter().chain([("name", name)]);
        super::location::fenced(Shape::object(parts, &["lat", "lng"]), self.fence.is_some(), spelling)
    }

    fn read(&self, json: &Json) -> Result<Value, JsonFault> {
        let Some(object) = open(json, &["lat", "lng", "name"], SHAPE)? else { return Ok(Value::Blank) };
        let mut kept = place_in(object, SHAPE)?;
        match object.get("name").unwrap_or(&Json::Null) {
            Json::Null => {}
            Json::String(name) if name.trim().is_empty() => {}
            Json::String(name) => _ = kept.insert("name".into(), json!(value::normal_text(name.trim()))),
            _ => return Err(wrong("/name", "text")),
        }
        Ok(Value::Structure(Json::Object(kept)))
    }

    fn check(&self, value: &Value, context: &ValueContext<'_>, faults: &mut Vec<FieldFault>) {
        let Value::Structure(json) = value else { return };
        check::length(json.get("name").and_then(Json::as_str).unwrap_or_default(), None, Some(LONGEST_NAME), faults);
        if let Some((fence, place)) = self.fence.zip(place_of(json)).filter(|_| context.stored != value) {
            fence.check(place, faults);
        }
    }

    fn parts(&self) -> Vec<Part> {
        place_parts().into_iter().chain(Part::new("name", ("名称", "Name"), ValueType::Text)).collect()
    }

    fn write(&self, value: &Value, _: &ShowContext<'_>) -> Option<String> {
        let Value::Structure(json) = value else { return None };
        let place = write_place(json)?;
        Some(json.get("name").and_then(Json::as_str).map_or_else(|| place.clone(), |name| format!("{name} ({place})")))
    }
}
