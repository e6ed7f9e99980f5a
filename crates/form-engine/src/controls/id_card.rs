//! 证件号

use super::line::{Line, Make, bare_capital};
use super::settings;
use crate::words::{example, pair};
use crate::{Behaviour, Control, Findings, FormEnvironment, Group};
use definition::Field;
use std::sync::Arc;

/// The kind.
pub static CONTROL: Control = Control {
    kind: "id_card",
    label: pair("证件号", "Identity number"),
    help: pair(
        "居民身份证（检查出生日期和校验位）、护照、通行证",
        "Identity cards (birthday and check digit are checked), passports, travel permits",
    ),
    group: Group::Text,
    icon: "idcard",
    schema: settings::schema::<IdCardSettings>,
    prepare,
    example: example(
        r#"{ "id": "id_no", "kind": "id_card", "label": { "zh-CN": "身份证号", "en": "Identity number" }, "mask": true, "personal": true }"#,
    ),
};

definition::settings! {
    /// Settings of an identity number.
    pub struct IdCardSettings {
        documents: Vec<IdDocument> = vec![IdDocument::Resident], ("证件种类", "Documents"), ("可以填写哪些证件的号码", "The documents whose numbers are taken");
        mask: bool = false, ("隐藏中间", "Hide the middle"), ("显示时隐藏中间几位，点击才看到全部；谁完全不能看由角色决定", "The middle is hidden where it is shown, until a click; who may not see it at all is a matter of roles");
    }
}

definition::choices! {
    /// A document that tells who somebody is.
    pub enum IdDocument {
        Resident = "resident", ("居民身份证、居住证", "Identity card or residence permit");
        Passport = "passport", ("护照", "Passport");
        HongKongMacau = "hk_macau", ("港澳居民来往内地通行证", "Travel permit for residents of Hong Kong and Macau");
        Taiwan = "taiwan", ("台湾居民来往大陆通行证", "Travel permit for residents of Taiwan");
    }
}

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: IdCardSettings = settings::read(field, findings)?;
    if settings.documents.is_empty() {
        findings.error("MC0104", "/documents", told!("至少要有一种证件", "there must be a document"));
    }
    let only_cards = settings.documents == [IdDocument::Resident];
    let wanted = if only_cards {
        ("身份证号不正确：请核对 18 位号码和末位校验码", "this is no identity number: compare its 18 signs")
    } else {
        ("证件号码不正确，请核对每一位", "this is no number of such a document; compare each sign")
    };
    let makes = settings.documents.iter().map(|document| document.make()).collect();
    Some(Arc::new(Line { tidy: bare_capital, makes, wanted, mask: settings.mask }))
}

impl IdDocument {
    /// Numbers of the document.
    fn make(self) -> Make {
        match self {
            IdDocument::Resident => Make::checked(self.check(), "[1-9][0-9]{16}[0-9X]"),
            IdDocument::Passport => Make::checked(self.check(), "[0-9A-Z]{6,9}"),
            IdDocument::HongKongMacau => Make::plain(self.check(), "[HM](?:[0-9]{8}|[0-9]{10})"),
            IdDocument::Taiwan => Make::plain(self.check(), "[0-9]{8}|[0-9]{10}"),
        }
    }

    fn check(self) -> fn(&str) -> bool {
        match self {
            IdDocument::Resident => |text| formula::numbers::identity_number(text).is_some(),
            // Six to nine letters and digits, at least half of them digits, whatever the country.
            IdDocument::Passport => |text| {
                let digits = text.bytes().filter(u8::is_ascii_digit).count();
                (6..=9).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric()) && digits * 2 >= text.len()
            },
            IdDocument::HongKongMacau => |text| text.strip_prefix(['H', 'M']).is_some_and(|rest| digits(rest, &[8, 10])),
            IdDocument::Taiwan => |text| digits(text, &[8, 10]),
        }
    }
}

fn digits(text: &str, counts: &[usize]) -> bool {
    counts.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}
