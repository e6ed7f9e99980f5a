//! 统一社会信用代码

use super::line::{Line, Make, bare_capital, masked_settings};
use super::settings;
use crate::words::{example, pair};
use crate::{Behaviour, Control, Findings, FormEnvironment, Group};
use definition::Field;
use std::sync::Arc;

/// The kind.
pub static CONTROL: Control = Control {
    kind: "credit_code",
    label: pair("统一社会信用代码", "Social credit code"),
    help: pair("18 位代码，检查校验位", "The code of an organisation, 18 signs; the last checks the others"),
    group: Group::Text,
    icon: "bank",
    schema: settings::schema::<CreditCodeSettings>,
    prepare,
    example: example(r#"{ "id": "uscc", "kind": "credit_code", "label": { "zh-CN": "信用代码", "en": "Credit code" } }"#),
};

masked_settings! {
    /// Settings of a unified social credit code.
    CreditCodeSettings
}

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: CreditCodeSettings = settings::read(field, findings)?;
    let wanted = ("信用代码不正确：应为 18 位，且校验位相符", "this is no credit code: it has 18 signs, and the last checks the others");
    Some(Arc::new(Line {
        tidy: bare_capital,
        makes: vec![Make::checked(formula::numbers::is_credit_code, "[0-9A-HJ-NPQRTUWXY]{18}")],
        wanted,
        mask: settings.mask,
    }))
}
