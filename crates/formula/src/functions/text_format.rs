//! Numbers and days as text by a format, and texts read as numbers.

use super::Kind::{Any, Bool, Number, Text};
use super::math::round_at;
use super::{BASE, Body, Call, Function, Group, Param, Returns, word, words};
use crate::coerce::{Eval, plain_number, short, to_local, to_number, value_error};
use crate::date_format::format_local;
use crate::exact::Exact;
use calendar::Zone;
use rust_decimal::RoundingStrategy;
use value::{Decimal, ErrorValue, Value, parse_decimal};

pub(super) static FUNCTIONS: &[&Function] = &[&TEXT, &VALUE, &NUMBERVALUE, &FIXED];

fn text(value: impl Into<String>) -> Eval<Value> {
    Ok(Value::Text(value.into()))
}

static TEXT: Function = Function {
    name: "TEXT",
    aliases: &["DATEFORMAT"],
    zh: word("格式化"),
    group: Group::Text,
    params: &[Param::new("value", "值", Any), Param::new("format", "格式", Text)],
    returns: Returns::Text,
    help: words("按格式写出数字或日期，如 #,##0.00、0.0%、yyyy年m月d日", "A number or date in a format such as #,##0.00, 0.0%, yyyy-mm-dd"),
    example: words(r##"TEXT(1234567.891, "#,##0.00")"##, "1,234,567.89"),
    body: Body::Eager(|call| text(format_value(call.value(0), &call.text(1)?, call.evaluator.zone())?)),
    ..BASE
};

/// Writes a number, day or time by a spreadsheet's format; a blank is an empty text, any other text stays as it is.
pub fn format_value(value: &Value, format: &str, zone: &Zone) -> Result<String, ErrorValue> {
    match value {
        Value::Date(_) | Value::Instant(_) => Ok(format_local(to_local(value, zone)?, format)),
        Value::Time(time) => Ok(format_local(crate::coerce::first_day().and_time(*time), format)),
        Value::Blank => Ok(String::new()),
        Value::Text(source) if parse_decimal(source).is_none() => match crate::coerce::parse_local(source) {
            Some(local) if is_date_format(format) => Ok(format_local(local, format)),
            _ => Ok(source.clone()),
        },
        other => format_number(to_number(other)?, format),
    }
}

fn is_date_format(format: &str) -> bool {
    format.to_ascii_lowercase().contains(['y', 'm', 'd', 'h'])
}

/// Writes a number by a format; up to three sections for positive, negative and zero.
fn format_number(value: Decimal, format: &str) -> Eval<String> {
    let sections = sections(format);
    let chosen = match sections.as_slice() {
        [_, negative, ..] if value.is_sign_negative() && !value.is_zero() => return section(value.abs(), negative),
        [_, _, zero, ..] if value.is_zero() => zero,
        [first, ..] => first,
        [] => return Ok(String::new()),
    };
    let sign = if value.is_sign_negative() { "-" } else { "" };
    let shown = section(value.abs(), chosen)?;
    let is_zero = !shown.contains(|c: char| ('1'..='9').contains(&c));
    Ok(if is_zero { shown } else { format!("{sign}{shown}") })
}

/// Parts a format at semicolons that do not stand in quotes.
fn sections(format: &str) -> Vec<String> {
    let mut sections = vec![String::new()];
    let mut quoted = false;
    for c in format.chars() {
        quoted ^= c == '"';
        match sections.last_mut() {
            Some(_) if c == ';' && !quoted => sections.push(String::new()),
            Some(last) => last.push(c),
            None => {}
        }
    }
    sections
}

/// The digits of a format section and the literal texts around them.
#[derive(Default)]
struct Picture {
    before: String,
    after: String,
    least_whole: usize,
    least_fraction: usize,
    most_fraction: usize,
    grouped: bool,
    percent: usize,
    has_digits: bool,
}

fn picture(section: &str) -> Picture {
    let mut picture = Picture::default();
    let mut chars = section.chars().peekable();
    let mut in_fraction = false;
    while let Some(c) = chars.next() {
        let mut literal = String::new();
        match c {
            '0' | '#' | '?' => {
                picture.has_digits = true;
                let needed = usize::from(c == '0');
                if in_fraction {
                    picture.most_fraction += 1;
                    picture.least_fraction += needed;
                } else {
                    picture.least_whole += needed;
                }
            }
            '.' if picture.has_digits || chars.peek().is_some_and(|next| matches!(next, '0' | '#')) => {
                picture.has_digits = true;
                in_fraction = true;
            }
            ',' if picture.has_digits => picture.grouped = true,
            '%' => {
                picture.percent += 1;
                literal.push('%');
            }
            '"' => literal.extend(chars.by_ref().take_while(|c| *c != '"')),
            '\\' => literal.extend(chars.next()),
            '_' => {
                chars.next();
                literal.push(' ');
            }
            '[' => {
                chars.by_ref().take_while(|c| *c != ']').for_each(drop);
            }
            '*' => {
                chars.next();
            }
            other => literal.push(other),
        }
        if picture.has_digits { picture.after.push_str(&literal) } else { picture.before.push_str(&literal) }
    }
    picture
}

fn section(value: Decimal, section: &str) -> Eval<String> {
    if section.is_empty() || section.eq_ignore_ascii_case("general") || section == "@" {
        return Ok(plain_number(value));
    }
    let picture = picture(section);
    if !picture.has_digits {
        return Ok(format!("{}{}", picture.before, picture.after));
    }
    let mut scaled = value;
    for _ in 0..picture.percent.min(4) {
        scaled = crate::operators::checked(scaled.by(Decimal::ONE_HUNDRED))?;
    }
    let digits = picture.most_fraction.min(28);
    let rounded = round_at(scaled, i64::try_from(digits).unwrap_or(28), RoundingStrategy::MidpointAwayFromZero)?;
    let plain = format!("{rounded:.digits$}");
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let mut whole = whole.trim_start_matches('0').to_string();
    while whole.len() < picture.least_whole.min(40) {
        whole.insert(0, '0');
    }
    let mut fraction = fraction.to_string();
    while fraction.len() > picture.least_fraction && fraction.ends_with('0') {
        fraction.pop();
    }
    let whole = if picture.grouped { grouped(&whole) } else { whole };
    let point = if fraction.is_empty() { "" } else { "." };
    Ok(format!("{}{whole}{point}{fraction}{}", picture.before, picture.after))
}

/// Thousands with commas.
pub(super) fn grouped(digits: &str) -> String {
    let length = digits.len();
    let mut shown = String::with_capacity(length + length / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (length - index).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

static VALUE: Function = Function {
    name: "VALUE",
    zh: word("转为数字"),
    group: Group::Text,
    params: &[Param::new("text", "文本", Any)],
    returns: Returns::Number,
    help: words("把文本读作数字，认识千分位、百分号和货币符号", "Reads a text as a number, with thousands, percent and currency signs"),
    example: words(r#"VALUE("12%")"#, "0.12"),
    body: Body::Eager(|call| match call.value(0) {
        Value::Number(number) => Ok(Value::Number(*number)),
        Value::Blank => Ok(Value::Number(Decimal::ZERO)),
        Value::Text(source) => read_number(source, ',', '.'),
        Value::Date(date) => Ok(Value::Number(Decimal::from(crate::coerce::serial_of(*date)))),
        _ => value_error("不是数字 / not a number"),
    }),
    ..BASE
};

/// Reads a number with a grouping sign and a decimal sign.
fn read_number(source: &str, group: char, point: char) -> Eval<Value> {
    let wrong = || value_error(format!("「{}」不是数字 / is not a number", short(source)));
    let bare: String = source.trim().chars().filter(|c| *c != group && !matches!(c, '$' | '¥' | '￥' | ' ')).collect();
    let bare = bare.replace(point, ".");
    let percents = bare.chars().rev().take_while(|c| *c == '%').count();
    let digits = bare.trim_end_matches('%');
    let Some(mut number) = parse_decimal(digits) else { return wrong() };
    for _ in 0..percents.min(4) {
        number /= Decimal::ONE_HUNDRED;
    }
    Ok(Value::Number(number))
}

static NUMBERVALUE: Function = Function {
    name: "NUMBERVALUE",
    zh: word("按符号转为数字"),
    group: Group::Text,
    params: &[Param::new("text", "文本", Text), Param::optional("point", "小数点", Text), Param::optional("group", "千分位", Text)],
    returns: Returns::Number,
    help: words("按给定的小数点和千分位符号读数字", "Reads a number with a given decimal sign and grouping sign"),
    example: words(r#"NUMBERVALUE("2.500,27", ",", ".")"#, "2500.27"),
    body: Body::Eager(|call| {
        let source = call.text(0)?;
        if source.trim().is_empty() {
            return Ok(Value::Number(Decimal::ZERO));
        }
        let sign = |index: usize, otherwise: char| -> Eval<char> {
            Ok(if call.given(index) { call.text(index)?.chars().next().unwrap_or(otherwise) } else { otherwise })
        };
        read_number(&source, sign(2, ',')?, sign(1, '.')?)
    }),
    ..BASE
};

static FIXED: Function = Function {
    name: "FIXED",
    zh: word("固定小数"),
    group: Group::Text,
    params: &[Param::new("number", "数字", Number), Param::optional("digits", "小数位数", Number), Param::optional("plain", "不加千分位", Bool)],
    returns: Returns::Text,
    help: words("按小数位数写出数字，默认两位并加千分位", "The number with so many digits, two if none are given, with thousands"),
    example: words("FIXED(1234.567, 1)", "1,234.6"),
    body: Body::Eager(|call: &Call<'_, '_>| {
        let digits = call.int_or(1, 2)?.clamp(-28, 28);
        let rounded = round_at(call.number(0)?, digits, RoundingStrategy::MidpointAwayFromZero)?;
        let shown = usize::try_from(digits).unwrap_or(0);
        let plain = format!("{:.shown$}", rounded.abs());
        let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
        let whole = if call.bool(2)? { whole.to_string() } else { grouped(whole) };
        let sign = if rounded.is_sign_negative() && !rounded.is_zero() { "-" } else { "" };
        let point = if fraction.is_empty() { "" } else { "." };
        text(format!("{sign}{whole}{point}{fraction}"))
    }),
    ..BASE
};
