//! What Chinese forms need: amounts in capital characters, numbers that carry check digits, masked numbers.

use super::Kind::{Number, Text};
use super::math::round_at;
use super::text_format::grouped;
use super::{BASE, Body, Function, Group, Param, Returns, word, words};
use crate::coerce::{Eval, num_error, value_error};
use crate::numbers::{self, Identity};
use rust_decimal::RoundingStrategy;
use rust_decimal::prelude::ToPrimitive;
use value::{Decimal, Value};

pub(super) static FUNCTIONS: &[&Function] =
    &[&RMBUPPER, &RMBFORMAT, &MASK, &IDCARDCHECK, &IDCARDBIRTH, &IDCARDSEX, &MOBILECHECK, &USCCCHECK, &EMAILCHECK];

const TEXT: Param = Param::new("text", "文本", Text);

static RMBUPPER: Function = Function {
    name: "RMBUPPER",
    aliases: &["RMBCAP", "UPPERMONEY"],
    zh: word("大写金额"),
    group: Group::China,
    params: &[Param::new("amount", "金额", Number)],
    returns: Returns::Text,
    help: words("人民币大写金额，四舍五入到分", "An amount in capital Chinese characters, rounded to the fen"),
    example: words("RMBUPPER(1005.6)", "壹仟零伍元陆角"),
    body: Body::Eager(|call| {
        let rounded = round_at(call.number(0)?, 2, RoundingStrategy::MidpointAwayFromZero)?;
        match (rounded.abs() * Decimal::ONE_HUNDRED).to_u64().filter(|fen| *fen < 100_000_000_000_000_000) {
            Some(fen) => Ok(Value::Text(format!("{}{}", if rounded.is_sign_negative() && fen > 0 { "负" } else { "" }, capital_amount(fen)))),
            None => num_error("金额太大 / the amount is too large"),
        }
    }),
    ..BASE
};

const DIGITS: [&str; 10] = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"];

fn digit(value: u64) -> &'static str {
    usize::try_from(value).ok().and_then(|index| DIGITS.get(index)).copied().unwrap_or("零")
}

fn capital_amount(fen: u64) -> String {
    let (yuan, jiao, rest) = (fen / 100, fen / 10 % 10, fen % 10);
    if fen == 0 {
        return "零元整".into();
    }
    let mut shown = if yuan > 0 { format!("{}元", capital_whole(yuan)) } else { String::new() };
    match (jiao, rest) {
        (0, 0) => shown.push('整'),
        (0, fen) => {
            if yuan > 0 {
                shown.push('零');
            }
            shown.push_str(&format!("{}分", digit(fen)));
        }
        (jiao, 0) => shown.push_str(&format!("{}角", digit(jiao))),
        (jiao, fen) => shown.push_str(&format!("{}角{}分", digit(jiao), digit(fen))),
    }
    shown
}

/// Groups of four digits with 万 and 亿; one 零 wherever digits are left out between others.
pub(super) fn capital_whole(mut whole: u64) -> String {
    let mut groups = Vec::new();
    while whole > 0 {
        groups.push(whole % 10_000);
        whole /= 10_000;
    }
    let mut shown = String::new();
    let mut gap = false;
    for (index, group) in groups.iter().enumerate().rev() {
        if *group > 0 {
            if gap || (!shown.is_empty() && *group < 1000) {
                shown.push('零');
            }
            shown.push_str(&capital_group(*group));
        }
        gap = *group == 0 && !shown.is_empty();
        // 亿 is said even when its own group is empty, as in 壹万亿.
        match index {
            1 | 3 if *group > 0 => shown.push('万'),
            2 => shown.push('亿'),
            _ => {}
        }
    }
    shown
}

fn capital_group(group: u64) -> String {
    let mut shown = String::new();
    let mut gap = false;
    for (unit, name) in [(1000, "仟"), (100, "佰"), (10, "拾"), (1, "")] {
        match group / unit % 10 {
            0 => gap = !shown.is_empty(),
            value => {
                if gap {
                    shown.push('零');
                }
                gap = false;
                shown.push_str(digit(value));
                shown.push_str(name);
            }
        }
    }
    shown
}

static RMBFORMAT: Function = Function {
    name: "RMBFORMAT",
    zh: word("人民币格式"),
    group: Group::China,
    params: &[Param::new("amount", "金额", Number)],
    returns: Returns::Text,
    help: words("¥ 开头、加千分位、两位小数的金额", "The amount with ¥, thousands and two digits"),
    example: words("RMBFORMAT(1234.5)", "¥1,234.50"),
    body: Body::Eager(|call| {
        let rounded = round_at(call.number(0)?, 2, RoundingStrategy::MidpointAwayFromZero)?;
        let plain = format!("{:.2}", rounded.abs());
        let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, "00"));
        let sign = if rounded.is_sign_negative() && !rounded.is_zero() { "-" } else { "" };
        Ok(Value::Text(format!("{sign}¥{}.{fraction}", grouped(whole))))
    }),
    ..BASE
};

static MASK: Function = Function {
    name: "MASK",
    zh: word("脱敏"),
    group: Group::China,
    params: &[TEXT, Param::new("from", "从第几个字符", Number), Param::new("to", "到第几个字符", Number)],
    returns: Returns::Text,
    help: words("把一段字符换成 *", "Characters from one place to another become *"),
    example: words(r#"MASK("13800138000", 4, 7)"#, "138****8000"),
    body: Body::Eager(|call| {
        let (from, to) = (call.int(1)?, call.int(2)?);
        if from < 1 {
            return value_error("位置从 1 开始 / places are counted from 1");
        }
        let masked = call.text(0)?.chars().zip(1_i64..).map(|(c, place)| if (from..=to).contains(&place) { '*' } else { c }).collect::<String>();
        Ok(Value::Text(masked))
    }),
    ..BASE
};

pub(super) fn checked_id(text: &str) -> Eval<Identity> {
    numbers::identity_number(text).map_or_else(|| value_error("不是有效的身份证号 / not a valid identity number"), Ok)
}

const ID_CARD: Param = Param::new("number", "身份证号", Text);

static IDCARDCHECK: Function = Function {
    name: "IDCARDCHECK",
    zh: word("身份证校验"),
    group: Group::China,
    params: &[ID_CARD],
    returns: Returns::Bool,
    help: words("18 位身份证号的出生日期和校验位正确", "Whether an 18-digit identity number has a real birthday and the right check digit"),
    example: words(r#"IDCARDCHECK("11010519491231002X")"#, "TRUE"),
    body: Body::Eager(|call| Ok(Value::Bool(numbers::identity_number(&call.text(0)?).is_some()))),
    ..BASE
};

static IDCARDBIRTH: Function = Function {
    name: "IDCARDBIRTH",
    zh: word("身份证出生日期"),
    group: Group::China,
    params: &[ID_CARD],
    returns: Returns::Date,
    help: words("身份证号中的出生日期", "The birthday in an identity number"),
    example: words(r#"IDCARDBIRTH("11010519491231002X")"#, "1949-12-31"),
    body: Body::Eager(|call| Ok(Value::Date(checked_id(&call.text(0)?)?.birth))),
    ..BASE
};

static IDCARDSEX: Function = Function {
    name: "IDCARDSEX",
    zh: word("身份证性别"),
    group: Group::China,
    params: &[ID_CARD],
    returns: Returns::Text,
    help: words("身份证号中的性别：男或女", "The sex in an identity number: 男 or 女"),
    example: words(r#"IDCARDSEX("11010519491231002X")"#, "女"),
    body: Body::Eager(|call| Ok(Value::text(if checked_id(&call.text(0)?)?.male { "男" } else { "女" }))),
    ..BASE
};

static MOBILECHECK: Function = Function {
    name: "MOBILECHECK",
    zh: word("手机号校验"),
    group: Group::China,
    params: &[TEXT],
    returns: Returns::Bool,
    help: words("11 位的大陆手机号", "Whether the text is a mainland mobile number of 11 digits"),
    example: words(r#"MOBILECHECK("13800138000")"#, "TRUE"),
    body: Body::Eager(|call| Ok(Value::Bool(numbers::is_mobile(&call.text(0)?)))),
    ..BASE
};

static USCCCHECK: Function = Function {
    name: "USCCCHECK",
    zh: word("信用代码校验"),
    group: Group::China,
    params: &[TEXT],
    returns: Returns::Bool,
    help: words("统一社会信用代码的校验位正确", "Whether a unified social credit code has the right check character"),
    example: words(r#"USCCCHECK("91350100M000100Y43")"#, "TRUE"),
    body: Body::Eager(|call| Ok(Value::Bool(numbers::is_credit_code(&call.text(0)?)))),
    ..BASE
};

static EMAILCHECK: Function = Function {
    name: "EMAILCHECK",
    zh: word("邮箱校验"),
    group: Group::China,
    params: &[TEXT],
    returns: Returns::Bool,
    help: words("文本是电子邮箱地址", "Whether the text is an e-mail address"),
    example: words(r#"EMAILCHECK("service@example.com")"#, "TRUE"),
    body: Body::Eager(|call| {
        let text = call.text(0)?;
        let plain = |part: &str| !part.is_empty() && !part.starts_with('.') && !part.ends_with('.') && !part.contains("..");
        let sign = |c: char| c.is_alphanumeric() || "._%+-".contains(c);
        let holds = text.trim().rsplit_once('@').is_some_and(|(name, host)| {
            plain(name)
                && plain(host)
                && host.contains('.')
                && name.chars().all(sign)
                && host.chars().all(|c| c.is_alphanumeric() || "-.".contains(c))
        });
        Ok(Value::Bool(holds))
    }),
    ..BASE
};
