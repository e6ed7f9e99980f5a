//! 手机号码

use super::line::{self, Line, Make};
use super::settings;
use crate::words::{example, pair};
use crate::{Behaviour, Control, Findings, FormEnvironment, Group};
use definition::Field;
use std::sync::Arc;

/// The kind.
pub static CONTROL: Control = Control {
    kind: "mobile",
    label: pair("手机", "Mobile"),
    help: pair("11 位手机号码，可以一点就拨打", "A mobile number of 11 digits; a tap calls it"),
    group: Group::Text,
    icon: "mobile",
    schema: settings::schema::<MobileSettings>,
    prepare,
    example: example(r#"{ "id": "mobile", "kind": "mobile", "label": { "zh-CN": "手机", "en": "Mobile" }, "mask": true }"#),
};

definition::settings! {
    /// Settings of a mobile number.
    pub struct MobileSettings {
        abroad: bool = false, ("境外号码", "Numbers abroad"), ("也可以填写 + 开头的境外号码", "Whether numbers abroad that begin with + are taken, too");
        mask: bool = false, ("隐藏中间", "Hide the middle"), ("显示时隐藏中间几位，点击才看到全部；谁完全不能看由角色决定", "The middle is hidden where it is shown, until a click; who may not see it at all is a matter of roles");
    }
}

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: MobileSettings = settings::read(field, findings)?;
    let mut makes = vec![Make::plain(formula::numbers::is_mobile, "1[3-9][0-9]{9}")];
    let mut wanted = ("请填写 11 位手机号码", "enter a mobile number of 11 digits");
    if settings.abroad {
        makes.push(Make::plain(is_abroad, "\\+[1-9][0-9]{6,14}"));
        wanted = ("请填写 11 位手机号码，或 + 开头的境外号码", "enter a mobile number of 11 digits, or one abroad that begins with +");
    }
    Some(Arc::new(Line { tidy, makes, wanted, mask: settings.mask }))
}

/// Without separators, and without the code of the mainland: the number by which everybody knows it.
fn tidy(text: &str) -> String {
    let bare: String = line::bare(text).chars().filter(|c| !matches!(c, '(' | ')')).collect();
    let rest = ["+86", "0086"].into_iter().find_map(|code| bare.strip_prefix(code));
    rest.map(str::to_owned).unwrap_or(bare)
}

/// E.164: + and 7 to 15 digits.
fn is_abroad(text: &str) -> bool {
    let digits = text.strip_prefix('+').unwrap_or_default();
    (7..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.starts_with('0')
}
