//! 手写签名

use super::files::{Files, upload_of};
use super::settings;
use super::upload::UploadKind;
use crate::words::{example, pair};
use crate::{Behaviour, Control, Findings, FormEnvironment, Group};
use definition::Field;
use std::sync::Arc;

/// The kind.
pub static CONTROL: Control = Control {
    kind: "signature",
    label: pair("手写签名", "Signature"),
    help: pair(
        "用手指、笔或鼠标签名，存为透明底图片，打印时可直接使用",
        "Signed by finger, pen or mouse; kept as a picture without background that papers print",
    ),
    group: Group::File,
    icon: "sign",
    schema: settings::schema::<SignatureSettings>,
    prepare,
    example: example(r#"{ "id": "signature", "kind": "signature", "label": { "zh-CN": "客户签名", "en": "Signature" }, "required": true }"#),
};

definition::settings! {
    /// Settings of signatures.
    pub struct SignatureSettings {
        pen: PenColour = PenColour::Black, ("笔色", "Pen"), ("笔迹的颜色", "The colour of the strokes");
    }
}

definition::choices! {
    /// The colour of a pen.
    pub enum PenColour {
        Black = "black", ("黑色", "Black");
        Blue = "blue", ("蓝色", "Blue");
        Red = "red", ("红色", "Red");
    }
}

/// A picture of strokes is small.
const MEGABYTES: u32 = 2;

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: SignatureSettings = settings::read(field, findings)?;
    let _ = settings.pen;
    Some(Arc::new(Files::plain(upload_of(UploadKind::Image, (0, 1), MEGABYTES))))
}
