//! 扫码

use super::codes::{self, CodeFormat};
use super::settings;
#[cfg(not(target_family = "wasm"))]
use crate::shape::{Shape, Spelling};
use crate::words::{example, pair};
use crate::{Behaviour, Control, FieldFault, Findings, FormEnvironment, Group, ValueContext};
use definition::Field;
use std::sync::Arc;
use value::{Value, ValueType};

/// The kind.
pub static CONTROL: Control = Control {
    kind: "barcode",
    label: pair("扫码", "Barcode"),
    help: pair("用相机、照片或扫码枪读条码和二维码，也可以手工输入", "Bar codes and QR codes by camera, photo or hand scanner; typing works, too"),
    group: Group::Text,
    icon: "barcode",
    schema: settings::schema::<BarcodeSettings>,
    prepare,
    example: example(
        r#"{ "id": "package", "kind": "barcode", "label": { "zh-CN": "包装条码", "en": "Code on the package" }, "formats": ["ean_13", "code_128", "qr"] }"#,
    ),
};

definition::settings! {
    /// Settings of a scan.
    pub struct BarcodeSettings {
        formats: Vec<CodeFormat> = Vec::new(), ("码制", "Kinds of code"), ("接受哪些码；不选则都接受。带校验位的码会核对校验位", "Which codes are taken, all if none is named; check digits are checked");
        manual: bool = true, ("可手工输入", "Typing"), ("可以手工输入；关闭后仍可用扫码枪", "People may type it; a hand scanner works in any case");
    }
}

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: BarcodeSettings = settings::read(field, findings)?;
    Some(Arc::new(settings))
}

impl Behaviour for BarcodeSettings {
    fn value_type(&self) -> ValueType {
        ValueType::Text
    }

    #[cfg(not(target_family = "wasm"))]
    fn shape(&self, spelling: Spelling) -> Shape {
        codes::shape(&self.formats, spelling)
    }

    fn normalise(&self, value: Value) -> Value {
        codes::normalise(value)
    }

    fn check(&self, value: &Value, _: &ValueContext<'_>, faults: &mut Vec<FieldFault>) {
        if let Value::Text(text) = value {
            codes::check(text, &self.formats, faults);
        }
    }
}
