//! More of what Chinese forms need: sounds of hanzi, numbers in words, more checks.

use super::Kind::{Bool, Day, Number, Text};
use super::china::{capital_whole, checked_id};
use super::math::round_at;
use super::{Body, Call, Function, Group, Param, Returns, word, words};
use crate::coerce::{Eval, num_error};
use crate::numbers;
use chrono::Datelike;
use rust_decimal::RoundingStrategy;
use rust_decimal::prelude::ToPrimitive;
use value::Value;

pub(super) static FUNCTIONS: &[&Function] = &[
    &IDCARDAGE,
    &IDCARDREGION,
    &PHONECHECK,
    &BANKCARDCHECK,
    &PLATECHECK,
    &POSTCODECHECK,
    &NUMBERTOCHINESE,
    &TOHALFWIDTH,
    &TOFULLWIDTH,
    &PINYIN,
    &PININITIALS,
];

const TEXT: Param = Param::new("text", "文本", Text);
const ID_CARD: Param = Param::new("number", "身份证号", Text);

function!(
    IDCARDAGE = "IDCARDAGE",
    "身份证年龄",
    China,
    [ID_CARD, Param::optional("on", "截止日期", Day)],
    Returns::Number,
    ("身份证号的周岁年龄，默认到今天", "The age in full years by an identity number, today if no date is given"),
    (r#"IDCARDAGE("11010519491231002X", DATE(2026, 3, 1))"#, "76"),
    Eager(|call| {
        let birth = checked_id(&call.text(0)?)?.birth;
        let on = if call.given(1) { call.date(1)? } else { call.evaluator.zone().day(call.evaluator.world.now()) };
        let before = (on.month(), on.day()) < (birth.month(), birth.day());
        Ok(Value::int(i64::from(on.year()) - i64::from(birth.year()) - i64::from(before)))
    }),
);
function!(
    IDCARDREGION = "IDCARDREGION",
    "身份证地区码",
    China,
    [ID_CARD],
    Returns::Text,
    ("身份证号开头的六位行政区划代码", "The six-digit code of the region in an identity number"),
    (r#"IDCARDREGION("11010519491231002X")"#, "110105"),
    Eager(|call| {
        let source = call.text(0)?;
        checked_id(&source)?;
        Ok(Value::text(source.trim().chars().take(6).collect::<String>()))
    }),
);

function!(
    PHONECHECK = "PHONECHECK",
    "座机校验",
    China,
    [TEXT],
    Returns::Bool,
    ("带区号的座机号码或 400、800 号码，可带分机", "Whether the text is a landline number with its area code, or a 400 or 800 number"),
    (r#"PHONECHECK("021-62345678")"#, "TRUE"),
    Eager(|call| Ok(Value::Bool(numbers::is_landline(call.text(0)?.trim())))),
);
function!(
    BANKCARDCHECK = "BANKCARDCHECK",
    "银行卡校验",
    China,
    [TEXT],
    Returns::Bool,
    ("12 到 19 位银行卡号的校验位正确（Luhn）", "Whether a bank card number of 12 to 19 digits has the right check digit"),
    (r#"BANKCARDCHECK("4111 1111 1111 1111")"#, "TRUE"),
    Eager(|call| Ok(Value::Bool(numbers::is_bank_card(&call.text(0)?)))),
);

function!(
    PLATECHECK = "PLATECHECK",
    "车牌校验",
    China,
    [TEXT],
    Returns::Bool,
    ("大陆车牌号，含新能源车牌", "Whether the text is a mainland number plate, new energy plates among them"),
    (r#"PLATECHECK("沪A12345")"#, "TRUE"),
    Eager(|call| Ok(Value::Bool(numbers::is_plate(&call.text(0)?)))),
);
function!(
    POSTCODECHECK = "POSTCODECHECK",
    "邮编校验",
    China,
    [TEXT],
    Returns::Bool,
    ("六位邮政编码", "Whether the text is a postcode of six digits"),
    (r#"POSTCODECHECK("200120")"#, "TRUE"),
    Eager(|call| {
        let source = call.text(0)?;
        let code = source.trim();
        Ok(Value::Bool(numbers::digits(code, 6..=6) && !code.starts_with('9')))
    }),
);

function!(
    NUMBERTOCHINESE = "NUMBERTOCHINESE" | "NUMTEXT",
    "中文数字",
    China,
    [Param::new("number", "数字", Number), Param::optional("capital", "大写", Bool)],
    Returns::Text,
    ("写成中文数字，可用大写", "The number in Chinese numerals, in capital ones if wished"),
    ("NUMBERTOCHINESE(12050)", "一万二千零五十"),
    Eager(|call| {
        let rounded = round_at(call.number(0)?, 9, RoundingStrategy::MidpointAwayFromZero)?.normalize();
        let Some(whole) = rounded.abs().trunc().to_u64().filter(|whole| *whole < 10_000_000_000_000_000) else {
            return num_error("数字太大 / the number is too large");
        };
        let mut shown = if whole == 0 { "零".to_string() } else { capital_whole(whole) };
        let plain = rounded.abs().to_string();
        if let Some((_, fraction)) = plain.split_once('.') {
            shown.push('点');
            shown.extend(
                fraction
                    .chars()
                    .filter_map(|c| c.to_digit(10))
                    .filter_map(|digit| "零壹贰叁肆伍陆柒捌玖".chars().nth(usize::try_from(digit).unwrap_or(0))),
            );
        }
        if !(call.given(1) && call.bool(1)?) {
            shown = plain_numerals(&shown);
        }
        Ok(Value::Text(if rounded.is_sign_negative() && !rounded.is_zero() { format!("负{shown}") } else { shown }))
    }),
);

/// Everyday signs for the capital ones; eleven is 十一, not 一十一.
fn plain_numerals(capital: &str) -> String {
    let plain = |c: char| {
        "壹贰叁肆伍陆柒捌玖拾佰仟".chars().position(|known| known == c).and_then(|at| "一二三四五六七八九十百千".chars().nth(at)).unwrap_or(c)
    };
    let shown: String = capital.chars().map(plain).collect();
    shown.strip_prefix('一').filter(|rest| rest.starts_with('十')).map(str::to_string).unwrap_or(shown)
}

/// The distance between a plain sign and its full-width one.
const FULL_WIDTH: u32 = 0xFEE0;

function!(
    TOHALFWIDTH = "TOHALFWIDTH" | "ASC",
    "转半角",
    China,
    [TEXT],
    Returns::Text,
    ("全角字母、数字和符号转为半角", "Full-width letters, digits and signs as plain ones"),
    (r#"TOHALFWIDTH("ＡＢ１２（３）")"#, "AB12(3)"),
    Eager(|call| {
        let half = |c: char| match c {
            '\u{3000}' => ' ',
            '！'..='～' => char::from_u32(u32::from(c) - FULL_WIDTH).unwrap_or(c),
            other => other,
        };
        Ok(Value::Text(call.text(0)?.chars().map(half).collect()))
    }),
);
function!(
    TOFULLWIDTH = "TOFULLWIDTH" | "DBCS",
    "转全角",
    China,
    [TEXT],
    Returns::Text,
    ("半角字母、数字和符号转为全角", "Plain letters, digits and signs as full-width ones"),
    (r#"TOFULLWIDTH("AB12")"#, "ＡＢ１２"),
    Eager(|call| {
        let full = |c: char| match c {
            ' ' => '\u{3000}',
            '!'..='~' => char::from_u32(u32::from(c) + FULL_WIDTH).unwrap_or(c),
            other => other,
        };
        let source = call.text(0)?;
        call.evaluator.reserve(source.len().saturating_mul(3))?;
        Ok(Value::Text(source.chars().map(full).collect()))
    }),
);

/// Every character by its sound, or as it is.
#[cfg(feature = "pinyin")]
fn sounds(call: &Call<'_, '_>, write: impl Fn(&mut String, &str, bool)) -> Eval<Value> {
    use pinyin::ToPinyin;
    let source = call.text(0)?;
    call.evaluator.reserve(source.len().saturating_mul(4))?;
    let mut shown = String::new();
    for (c, sound) in source.chars().zip((&*source).to_pinyin()) {
        match sound {
            Some(sound) => write(&mut shown, sound.plain(), true),
            None => write(&mut shown, c.encode_utf8(&mut [0; 4]), false),
        }
    }
    Ok(Value::Text(shown))
}

/// The table of sounds is not here; the server has it.
#[cfg(not(feature = "pinyin"))]
fn sounds(_: &Call<'_, '_>, _: impl Fn(&mut String, &str, bool)) -> Eval<Value> {
    Err(value::ErrorValue::new(value::ErrorCode::Pending, "拼音提交后才知道 / the sounds are known after submitting"))
}

function!(
    PINYIN = "PINYIN",
    "拼音",
    China,
    [TEXT, Param::optional("separator", "分隔符", Text)],
    Returns::Text,
    ("汉字的拼音，不带声调，可用分隔符隔开", "The sounds of hanzi without tones, with a separator if wished"),
    (r#"PINYIN("榫卯", " ")"#, "sun mao"),
    Eager(|call| {
        let separator = call.text(1)?;
        call.evaluator.reserve(separator.len().saturating_mul(call.text(0)?.chars().count()))?;
        sounds(call, |shown, part, sound| {
            if sound && !shown.is_empty() {
                shown.push_str(&separator);
            }
            shown.push_str(part);
        })
    }),
);
function!(
    PININITIALS = "PINYININITIALS",
    "拼音首字母",
    China,
    [TEXT],
    Returns::Text,
    ("汉字拼音的首字母，大写；其他字符不变", "The first letters of the sounds of hanzi, capital; other characters stay"),
    (r#"PINYININITIALS("上海分公司2")"#, "SHFGS2"),
    Eager(|call| sounds(call, |shown, part, sound| match part.chars().next() {
        Some(first) if sound => shown.extend(first.to_uppercase()),
        Some(first) => shown.push(first),
        None => {}
    })),
);
