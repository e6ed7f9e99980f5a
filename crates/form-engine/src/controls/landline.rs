//! 座机号码

use super::line::{Line, Make};
use super::settings;
use crate::words::{example, pair};
use crate::{Behaviour, Control, Findings, FormEnvironment, Group};
use definition::Field;
use std::sync::Arc;

/// The kind.
pub static CONTROL: Control = Control {
    kind: "landline",
    label: pair("座机", "Landline"),
    help: pair("带区号的座机或 400、800 号码", "A telephone number with its area code, or a 400 or 800 number"),
    group: Group::Text,
    icon: "phone",
    schema: settings::schema::<LandlineSettings>,
    prepare,
    example: example(r#"{ "id": "tel", "kind": "landline", "label": { "zh-CN": "座机", "en": "Telephone" } }"#),
};

definition::settings! {
    /// Settings of a landline.
    pub struct LandlineSettings {
        extension: bool = true, ("分机号", "Extension"), ("可以带分机号：021-62345678转801", "Whether an extension may follow: 021-62345678x801");
    }
}

/// Digits with hyphens and brackets between them: 400 and 800 numbers, area codes of three digits, of four.
macro_rules! number {
    () => {
        concat!(
            "(?:[-()]*[48](?:[-()]*0){2}(?:[-()]*[0-9]){7}",
            "|[-()]*0(?:[-()]*1[-()]*0|[-()]*2[-()]*[0-9])(?:[-()]*[0-9]){7,8}",
            "|[-()]*0(?:[-()]*1[-()]*[1-9]|[-()]*[3-9][-()]*[0-9])(?:[-()]*[0-9]){8,9})[-()]*"
        )
    };
}

const NUMBER: &str = number!();
const WITH_EXTENSION: &str = concat!(number!(), "(?:转[0-9]{1,6})?");

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: LandlineSettings = settings::read(field, findings)?;
    let (make, wanted) = if settings.extension {
        (
            Make::plain(formula::numbers::is_landline, WITH_EXTENSION),
            ("请填写带区号的座机号码，例如 021-62345678", "enter a number with its area code, such as 021-62345678"),
        )
    } else {
        (
            Make::plain(without_extension, NUMBER),
            ("请填写带区号、不带分机的座机号码，例如 021-62345678", "enter a number with its area code and no extension, such as 021-62345678"),
        )
    };
    Some(Arc::new(Line { tidy, makes: vec![make], wanted, mask: false }))
}

/// One spelling of the extension, and no spaces.
fn tidy(text: &str) -> String {
    text.replace(['x', '#'], "转").chars().filter(|c| !c.is_whitespace()).collect()
}

fn without_extension(text: &str) -> bool {
    !text.contains('转') && formula::numbers::is_landline(text)
}
