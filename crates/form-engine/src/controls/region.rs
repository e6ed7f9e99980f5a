//! 省市区

use super::location::open;
use super::regions::{self, KEYS, RegionLevel};
use super::{check, settings};
#[cfg(not(target_family = "wasm"))]
use crate::shape::{Shape, Spelling};
use crate::words::{example, pair};
use crate::{Behaviour, Control, FieldFault, Findings, FormEnvironment, Group, Part, ValueContext, code};
use definition::Field;
use serde_json::{Map, Value as Json};
use std::sync::Arc;
use value::{JsonFault, ShowContext, Value, ValueType};

/// The kind.
pub static CONTROL: Control = Control {
    kind: "region",
    label: pair("省市区", "Region"),
    help: pair("行政区划（GB/T 2260）：省、市、区县", "Province, city and district of China by their codes (GB/T 2260)"),
    group: Group::Place,
    icon: "region",
    schema: settings::schema::<RegionSettings>,
    prepare,
    example: example(r#"{ "id": "region", "kind": "region", "label": { "zh-CN": "所在地区", "en": "Region" }, "level": "district" }"#),
};

definition::settings! {
    /// Settings of a place in the country.
    pub struct RegionSettings {
        level: RegionLevel = RegionLevel::District, ("级别", "Level"), ("选到哪一级", "How deep people choose");
        any_level: bool = false, ("可选上级", "Any level"), ("可以只选到上一级", "People may stop at a level above");
    }
}

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: RegionSettings = settings::read(field, findings)?;
    Some(Arc::new(settings))
}

/// Checks that a place is there and as deep as wanted. What was stored before stays right, although codes are withdrawn.
pub(crate) fn check_region(json: &Json, (level, any_level): (RegionLevel, bool), context: &ValueContext<'_>, faults: &mut Vec<FieldFault>) {
    let Some(found) = json.get("code").and_then(Json::as_str) else { return };
    let before = if let Value::Structure(before) = context.stored { before.get("code").and_then(Json::as_str) } else { None };
    if before == Some(found) {
        return;
    }
    if !regions::is_known(found) {
        check::fault(faults, code::UNKNOWN_OPTION, format!("没有代码为 {found} 的行政区"), format!("there is no region with the code {found}"));
    } else if too_deep(found, level) {
        check::fault(faults, code::UNKNOWN_OPTION, "选得太细，请选上一级", "that is too deep; choose a level above");
    } else if !any_level && !regions::reaches(found, level) {
        check::fault(faults, code::NOT_A_LEAF, "请选到下一级", "choose the next level, too");
    }
}

fn too_deep(code: &str, level: RegionLevel) -> bool {
    match level {
        RegionLevel::Province => !code.ends_with("0000"),
        RegionLevel::City => regions::level_of(code) == RegionLevel::District,
        RegionLevel::District => false,
    }
}

/// The parts that formulas reach.
pub(crate) fn region_parts() -> Vec<Part> {
    let labels = [("代码", "Code"), ("省", "Province"), ("市", "City"), ("区县", "District")];
    KEYS.into_iter().zip(labels).filter_map(|(key, label)| Part::new(key, label, ValueType::Text)).collect()
}

impl Behaviour for RegionSettings {
    fn value_type(&self) -> ValueType {
        ValueType::Structure
    }

    #[cfg(not(target_family = "wasm"))]
    fn shape(&self, spelling: Spelling) -> Shape {
        let shape = Shape::object(region_shapes(spelling), &["code"]);
        region_notes(shape, self.level, self.any_level, spelling)
    }

    fn read(&self, json: &Json) -> Result<Value, JsonFault> {
        let Some(object) = open(json, &KEYS, "{code}")? else { return Ok(Value::Blank) };
        let mut kept = Map::new();
        regions::read_into(object, &mut kept)?;
        Ok(Value::Structure(Json::Object(kept)))
    }

    fn check(&self, value: &Value, context: &ValueContext<'_>, faults: &mut Vec<FieldFault>) {
        if let Value::Structure(json) = value {
            check_region(json, (self.level, self.any_level), context, faults);
        }
    }

    fn parts(&self) -> Vec<Part> {
        region_parts()
    }

    fn write(&self, value: &Value, _: &ShowContext<'_>) -> Option<String> {
        if let Value::Structure(json) = value { Some(regions::write(json, " / ")) } else { None }
    }
}

#[cfg(not(target_family = "wasm"))]
/// The keys of a region as JSON. The names follow from the code, whatever is said of them.
pub(crate) fn region_shapes(spelling: Spelling) -> [(&'static str, Shape); 4] {
    let name = |zh: &str, en: &str| Shape::text((None, None), spelling).with("readOnly", true).named(&value::Label::both(zh, en));
    let [code, province, city, district] = KEYS;
    [
        (code, Shape::matching("^[0-9]{6}$", spelling)),
        (province, name("省", "Province")),
        (city, name("市", "City")),
        (district, name("区县", "District")),
    ]
}

#[cfg(not(target_family = "wasm"))]
/// Says which codes are taken.
pub(crate) fn region_notes(shape: Shape, level: RegionLevel, any_level: bool, spelling: Spelling) -> Shape {
    let shape = shape.note_sent(spelling, "code 是六位行政区划代码", "`code` is that of the region, of six digits");
    let (zh, en) = match level {
        RegionLevel::District => ("区县", "the district"),
        RegionLevel::City => ("市", "the city"),
        RegionLevel::Province => ("省", "the province"),
    };
    if any_level {
        shape.note_sent(spelling, format!("可以选到{zh}或上一级"), format!("down to {en}, or a level above"))
    } else {
        shape.note_sent(spelling, format!("选到{zh}"), format!("down to {en}"))
    }
}
