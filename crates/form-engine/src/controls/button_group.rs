//! 按钮组

use super::offered::{self, Levels, options_of};
use super::settings;
use crate::words::{example, pair};
use crate::{Behaviour, Control, Findings, FormEnvironment, Group};
use definition::{Choice, Field};
use std::sync::Arc;
use value::DictionaryId;

/// The kind.
pub static CONTROL: Control = Control {
    kind: "button_group",
    label: pair("按钮组", "Button group"),
    help: pair("几个并排的按钮，点一下就选中", "Buttons side by side; one click chooses"),
    group: Group::Choice,
    icon: "segmented",
    schema: settings::schema::<ButtonGroupSettings>,
    prepare,
    example: example(
        r#"{ "id": "shift", "kind": "button_group", "label": { "zh-CN": "班次", "en": "Shift" }, "look": "buttons",
        "options": [ { "id": "early", "label": { "zh-CN": "早班", "en": "Early" } }, { "id": "late", "label": { "zh-CN": "晚班", "en": "Late" } } ] }"#,
    ),
};

definition::settings! {
    /// Settings of a button group.
    pub struct ButtonGroupSettings {
        options: Vec<Choice> = Vec::new(), ("选项", "Options"), ("只属于这个字段的选项", "The options, if they belong to this field alone");
        dictionary: Option<DictionaryId> = None, ("字典", "Dictionary"), ("选项来自哪个字典", "The dictionary that holds the options");
        look: ButtonLook = ButtonLook::Segmented, ("样式", "Look"), ("连成一条，或分开的按钮", "One bar of segments, or separate buttons");
    }
}

definition::choices! {
    /// How the buttons look.
    pub enum ButtonLook {
        Segmented = "segmented", ("分段", "One bar of segments");
        Buttons = "buttons", ("按钮", "Separate buttons");
    }
}

fn prepare(field: &Field, environment: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: ButtonGroupSettings = settings::read(field, findings)?;
    let options = options_of(&settings.options, settings.dictionary.as_ref(), environment, findings)?;
    Some(offered::one(options, Levels::Any))
}
