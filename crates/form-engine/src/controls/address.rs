//! 地址

use super::location::{open, wrong};
use super::region::{check_region, region_parts};
use super::regions::{self, RegionLevel};
use super::{check, settings};
#[cfg(not(target_family = "wasm"))]
use crate::shape::{Shape, Spelling};
use crate::words::{example, pair};
use crate::{Behaviour, Control, FieldFault, Findings, FormEnvironment, Group, Part, ValueContext, code};
use definition::Field;
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;
use value::{JsonFault, Locale, ShowContext, Value, ValueType, normal_text};

/// The kind.
pub static CONTROL: Control = Control {
    kind: "address",
    label: pair("地址", "Address"),
    help: pair("省市区加详细地址和邮编，粘贴整段地址自动识别", "Region, street and postcode; an address that is pasted is taken apart"),
    group: Group::Place,
    icon: "address",
    schema: settings::schema::<AddressSettings>,
    prepare,
    example: example(r#"{ "id": "address", "kind": "address", "label": { "zh-CN": "收货地址", "en": "Address" }, "postcode": true }"#),
};

definition::settings! {
    /// Settings of an address.
    pub struct AddressSettings {
        level: RegionLevel = RegionLevel::District, ("级别", "Level"), ("地区选到哪一级", "How deep the region is chosen");
        detail: bool = true, ("必填详细地址", "Street needed"), ("有地区时详细地址必填", "Street and house must be there when a region is");
        postcode: bool = false, ("填写邮编", "Postcode"), ("同时填写六位邮政编码", "The postcode of six digits is asked, too");
    }
}

/// The longest street and house.
const LONGEST: u32 = 200;
const SHAPE: &str = "{code, detail, postcode}";

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: AddressSettings = settings::read(field, findings)?;
    Some(Arc::new(settings))
}

/// A text of the object, on one line; none when there is nothing in it.
fn line(object: &Map<String, Json>, key: &'static str) -> Result<Option<String>, JsonFault> {
    match object.get(key).unwrap_or(&Json::Null) {
        Json::Null => Ok(None),
        Json::String(text) => {
            let text = normal_text(text.replace(['\r', '\n'], " ").trim());
            Ok(Some(text).filter(|text| !text.is_empty()))
        }
        _ => Err(wrong(&format!("/{key}"), "text")),
    }
}

impl Behaviour for AddressSettings {
    fn value_type(&self) -> ValueType {
        ValueType::Structure
    }

    #[cfg(not(target_family = "wasm"))]
    fn shape(&self, spelling: Spelling) -> Shape {
        let detail = Shape::text((self.detail.then_some(1), Some(LONGEST)), spelling);
        let mut parts: Vec<(&str, Shape)> = super::region::region_shapes(spelling).into_iter().chain([("detail", detail)]).collect();
        if self.postcode || spelling == Spelling::Kept {
            parts.push(("postcode", Shape::matching("^[0-9]{6}$", spelling)));
        }
        let required: &[&str] = match (spelling, self.detail) {
            (Spelling::Kept, _) => &[],
            (_, true) => &["code", "detail"],
            (_, false) => &["code"],
        };
        super::region::region_notes(Shape::object(parts, required), self.level, false, spelling)
    }

    fn read(&self, json: &Json) -> Result<Value, JsonFault> {
        let keys = ["code", "province", "city", "district", "detail", "postcode"];
        let Some(object) = open(json, &keys, SHAPE)? else { return Ok(Value::Blank) };
        let mut kept = Map::new();
        if object.get("code").is_some_and(|code| !code.is_null() && code.as_str() != Some("")) {
            regions::read_into(object, &mut kept)?;
        }
        for key in ["detail", "postcode"] {
            if let Some(text) = line(object, key)? {
                kept.insert(key.into(), json!(text));
            }
        }
        Ok(if kept.is_empty() { Value::Blank } else { Value::Structure(Json::Object(kept)) })
    }

    fn check(&self, value: &Value, context: &ValueContext<'_>, faults: &mut Vec<FieldFault>) {
        let Value::Structure(json) = value else { return };
        let text = |key: &str| json.get(key).and_then(Json::as_str);
        if text("code").is_none() {
            check::fault(faults, code::REQUIRED, "请选择省市区", "choose the region");
        }
        check_region(json, (self.level, false), context, faults);
        match text("detail") {
            None if self.detail => check::fault(faults, code::REQUIRED, "请填写详细地址", "enter street and house"),
            detail => check::length(detail.unwrap_or_default(), None, Some(LONGEST), faults),
        }
        match text("postcode") {
            Some(_) if !self.postcode => check::fault(faults, code::PATTERN, "这里不填邮编", "no postcode is asked here"),
            Some(digits) if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_digit()) => {
                check::fault(faults, code::PATTERN, "邮编是六位数字", "a postcode has six digits");
            }
            _ => {}
        }
    }

    fn parts(&self) -> Vec<Part> {
        let own =
            [Part::new("detail", ("详细地址", "Street and house"), ValueType::Text), Part::new("postcode", ("邮编", "Postcode"), ValueType::Text)];
        region_parts().into_iter().chain(own.into_iter().flatten()).collect()
    }

    fn write(&self, value: &Value, context: &ShowContext<'_>) -> Option<String> {
        let Value::Structure(json) = value else { return None };
        let text = |key: &str| json.get(key).and_then(Json::as_str).unwrap_or_default();
        let between = if context.locale == Locale::ZhCn { "" } else { " " };
        let parts = [regions::write(json, between), text("detail").to_owned(), text("postcode").to_owned()];
        Some(parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" "))
    }
}
