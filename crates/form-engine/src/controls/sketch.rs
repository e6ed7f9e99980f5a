//! 手绘草图

use super::files::{Files, upload_of};
use super::settings;
use super::upload::UploadKind;
use crate::words::{example, pair};
use crate::{Behaviour, Control, Findings, FormEnvironment, Group};
use definition::Field;
use std::sync::Arc;

/// The kind.
pub static CONTROL: Control = Control {
    kind: "sketch",
    label: pair("手绘草图", "Sketch"),
    help: pair("在白纸或方格纸上画示意图，随时可以接着画", "A drawing on white or squared paper that can be continued at any time"),
    group: Group::File,
    icon: "sketch",
    schema: settings::schema::<SketchSettings>,
    prepare,
    example: example(r#"{ "id": "sketch", "kind": "sketch", "label": { "zh-CN": "示意图", "en": "Sketch" }, "paper": "squared" }"#),
};

definition::settings! {
    /// Settings of sketches.
    pub struct SketchSettings {
        paper: Paper = Paper::Squared, ("底纸", "Paper"), ("画在什么纸上", "What it is drawn on");
    }
}

definition::choices! {
    /// What a sketch is drawn on.
    pub enum Paper {
        Squared = "squared", ("方格纸", "Squared paper");
        Blank = "blank", ("白纸", "White paper");
        Lined = "lined", ("横线纸", "Lined paper");
    }
}

/// The paper itself is a small picture; what is drawn lies beside it.
const MEGABYTES: u32 = 2;

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: SketchSettings = settings::read(field, findings)?;
    let _ = settings.paper;
    Some(Arc::new(Files::marked(upload_of(UploadKind::Image, (0, 1), MEGABYTES))))
}
