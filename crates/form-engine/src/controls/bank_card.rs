//! 银行卡号

use super::line::{Line, Make, bare, masked_settings};
use super::settings;
use crate::words::{example, pair};
use crate::{Behaviour, Control, Findings, FormEnvironment, Group};
use definition::Field;
use std::sync::Arc;

/// The kind.
pub static CONTROL: Control = Control {
    kind: "bank_card",
    label: pair("银行卡号", "Bank card"),
    help: pair("12 到 19 位卡号，检查校验位", "A card number of 12 to 19 digits; the last checks the others"),
    group: Group::Text,
    icon: "card",
    schema: settings::schema::<BankCardSettings>,
    prepare,
    example: example(r#"{ "id": "card", "kind": "bank_card", "label": { "zh-CN": "收款卡号", "en": "Card for the payment" }, "mask": true }"#),
};

masked_settings! {
    /// Settings of a bank card number.
    BankCardSettings
}

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: BankCardSettings = settings::read(field, findings)?;
    let wanted = ("卡号不正确，请核对每一位", "this is no card number; compare each digit");
    Some(Arc::new(Line { tidy: bare, makes: vec![Make::checked(formula::numbers::is_bank_card, "[0-9]{12,19}")], wanted, mask: settings.mask }))
}
