//! Checks that several kinds share: lengths, bounds, options, files.

#[cfg(not(target_family = "wasm"))]
use crate::shape::{Shape, Spelling};
use crate::{FieldFault, Findings, Options, ValueContext, code};
use chrono::{Days, NaiveDate};
use definition::settings::{Misread, Setting};
use rust_decimal::Decimal;
use value::{Label, OptionId, Value, round_to_scale};

pub(crate) fn fault(faults: &mut Vec<FieldFault>, code: &'static str, zh: impl Into<String>, en: impl Into<String>) {
    faults.push(FieldFault::new("", code, Label::both(zh, en)));
}

/// Reports settings of which the smaller is above the larger.
pub(crate) fn ordered<T: PartialOrd>(low: Option<&T>, high: Option<&T>, keys: (&str, &str), findings: &mut Findings) {
    if let (Some(low), Some(high)) = (low, high)
        && low > high
    {
        let (low, high) = keys;
        let message = told!(format!("「{low}」大于「{high}」，没有值能通过"), format!("`{low}` is above `{high}`: no value can pass"));
        findings.error("MC0105", &format!("/{low}"), message);
    }
}

/// Reports a setting that means something only where several can be chosen.
pub(crate) fn only_for_several(multiple: bool, is_set: bool, place: &str, findings: &mut Findings) {
    if is_set && !multiple {
        findings.error("MC0105", place, told!("只在可多选时有意义", "it means something only with `multiple`"));
    }
}

/// A scale of 0 to 9.
pub(crate) fn scale_in_range(scale: u32, findings: &mut Findings) {
    if scale > 9 {
        findings.error("MC0103", "/scale", told!("小数位数只能是 0 到 9", "a scale is 0 to 9"));
    }
}

pub(crate) fn length(text: &str, min: Option<u32>, max: Option<u32>, faults: &mut Vec<FieldFault>) {
    let count = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
    if let Some(min) = min.filter(|min| count < *min) {
        fault(faults, code::TOO_SHORT, format!("至少 {min} 个字，现在 {count} 个"), format!("at least {min} characters, not {count}"));
    }
    if let Some(max) = max.filter(|max| count > *max) {
        fault(faults, code::TOO_LONG, format!("最多 {max} 个字，现在 {count} 个"), format!("at most {max} characters, not {count}"));
    }
}

pub(crate) fn number(number: Decimal, min: Option<Decimal>, max: Option<Decimal>, faults: &mut Vec<FieldFault>) {
    if let Some(min) = min.filter(|min| number < *min) {
        fault(faults, code::TOO_SMALL, format!("不能小于 {}", min.normalize()), format!("must not be less than {}", min.normalize()));
    }
    if let Some(max) = max.filter(|max| number > *max) {
        fault(faults, code::TOO_LARGE, format!("不能大于 {}", max.normalize()), format!("must not be more than {}", max.normalize()));
    }
}

/// Whole steps from a first number.
pub(crate) fn step(number: Decimal, first: Decimal, step: Decimal, faults: &mut Vec<FieldFault>) {
    let rest = number.checked_sub(first).and_then(|distance| distance.checked_rem(step));
    if rest.is_none_or(|rest| !rest.is_zero()) {
        let (first, step) = (first.normalize(), step.normalize());
        fault(faults, code::WRONG_STEP, format!("只能是从 {first} 起每 {step} 一格的数"), format!("only numbers in steps of {step} from {first}"));
    }
}

/// Reads a number and rounds it as the field says.
pub(crate) fn read_number(json: &serde_json::Value, scale: u32, rounding: value::Rounding) -> Result<Value, value::JsonFault> {
    let fault = |kind| value::JsonFault { pointer: String::new(), kind };
    if json.is_null() || json.as_str().is_some_and(|text| text.trim().is_empty()) {
        return Ok(Value::Blank);
    }
    let number = value::decimal_from_json(json).ok_or(fault(value::JsonFaultKind::WrongType("number")))?;
    let rounded = round_to_scale(number, scale, rounding);
    if value::in_field_range(rounded, scale) { Ok(Value::Number(rounded)) } else { Err(fault(value::JsonFaultKind::OutOfRange)) }
}

pub(crate) fn count(count: usize, min: Option<u32>, max: Option<u32>, unit: (&str, &str), faults: &mut Vec<FieldFault>) {
    let count = u32::try_from(count).unwrap_or(u32::MAX);
    let (zh, en) = unit;
    if let Some(min) = min.filter(|min| count < *min) {
        fault(faults, code::TOO_FEW, format!("至少 {min} {zh}，现在 {count} {zh}"), format!("at least {min} {en}, not {count}"));
    }
    if let Some(max) = max.filter(|max| count > *max) {
        fault(faults, code::TOO_MANY, format!("最多 {max} {zh}，现在 {count} {zh}"), format!("at most {max} {en}, not {count}"));
    }
}

/// Whether an option is in the value that is stored now.
pub(crate) fn is_stored(id: &OptionId, context: &ValueContext<'_>) -> bool {
    match context.stored {
        Value::Choice(stored) => stored == id,
        Value::List(items) => items.iter().any(|item| matches!(item, Value::Choice(stored) if stored == id)),
        _ => false,
    }
}

/// One option: known, and not retired unless it is the stored one.
pub(crate) fn option(id: &OptionId, context: &ValueContext<'_>, faults: &mut Vec<FieldFault>) {
    option_of(id, context.options, is_stored(id, context), faults);
}

/// One option of a list of options; one that is stored already may stay.
pub(crate) fn option_of(id: &OptionId, options: &Options, stays: bool, faults: &mut Vec<FieldFault>) {
    match options.get(id.as_str()) {
        _ if stays => {}
        None => fault(faults, code::UNKNOWN_OPTION, format!("没有选项「{id}」"), format!("there is no option `{id}`")),
        Some(option) if option.retired => {
            let (zh, en) = (option.label.get(value::Locale::ZhCn), option.label.get(value::Locale::En));
            fault(faults, code::RETIRED_OPTION, format!("选项「{zh}」已停用，请改选其他"), format!("`{en}` is retired; choose another"));
        }
        Some(_) => {}
    }
}

/// Words of a list, as the language joins them.
pub(crate) fn joined(words: impl Iterator<Item = String>, locale: value::Locale) -> String {
    let mut whole = String::new();
    for word in words {
        if !whole.is_empty() {
            whole.push_str(if locale == value::Locale::ZhCn { "、" } else { ", " });
        }
        whole.push_str(&word);
    }
    whole
}

/// The same entry twice.
pub(crate) fn twice(items: &[Value], faults: &mut Vec<FieldFault>) {
    if items.iter().enumerate().any(|(index, item)| items.iter().take(index).any(|before| before == item)) {
        fault(faults, code::TWICE, "同一项选了两次", "the same entry is there twice");
    }
}

/// A bound of a date: a day, or a number of days from today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateBound {
    /// A day.
    Day(NaiveDate),
    /// So many days after today; before, if negative.
    FromToday(i64),
}

impl DateBound {
    /// Reads `2026-03-01`, `today`, `today+7`, `today-30`.
    pub fn parse(text: &str) -> Option<Self> {
        match text.strip_prefix("today") {
            Some("") => Some(Self::FromToday(0)),
            Some(days) if days.starts_with(['+', '-']) => days.parse().ok().filter(|days: &i64| days.abs() <= 36_500).map(Self::FromToday),
            Some(_) => None,
            None => value::read_date(text).map(Self::Day),
        }
    }

    /// The day that is meant.
    pub fn day(self, today: NaiveDate) -> NaiveDate {
        match self {
            Self::Day(day) => day,
            Self::FromToday(days) => {
                let distance = Days::new(days.unsigned_abs());
                let moved = if days < 0 { today.checked_sub_days(distance) } else { today.checked_add_days(distance) };
                moved.unwrap_or(today)
            }
        }
    }
}

impl Setting for DateBound {
    fn read(json: &serde_json::Value) -> Result<Self, Misread> {
        let found = json.as_str().and_then(Self::parse);
        found
            .ok_or_else(|| Misread::of("2026-03-01 这样的日期，或 today、today+7、today-30", "a day such as 2026-03-01, or today, today+7, today-30"))
    }

    fn schema(_: &mut schemars::SchemaGenerator) -> serde_json::Value {
        serde_json::json!({ "type": "string", "pattern": "^([0-9]{4}-[0-9]{2}-[0-9]{2}|today([+-][0-9]{1,5})?)$" })
    }

    fn write(&self) -> serde_json::Value {
        serde_json::Value::String(match self {
            DateBound::Day(day) => day.to_string(),
            DateBound::FromToday(0) => "today".into(),
            DateBound::FromToday(days) => format!("today{days:+}"),
        })
    }
}

/// Checks a day against its bounds. What is stored already stays right, although today moves on.
pub(crate) fn day(day: NaiveDate, bounds: (Option<DateBound>, Option<DateBound>), context: &ValueContext<'_>, faults: &mut Vec<FieldFault>) {
    let today = context.zone.day(context.now);
    if let Some(min) = bounds.0.map(|bound| bound.day(today)).filter(|min| day < *min) {
        fault(faults, code::TOO_SMALL, format!("不能早于 {min}"), format!("must not be before {min}"));
    }
    if let Some(max) = bounds.1.map(|bound| bound.day(today)).filter(|max| day > *max) {
        fault(faults, code::TOO_LARGE, format!("不能晚于 {max}"), format!("must not be after {max}"));
    }
}

#[cfg(not(target_family = "wasm"))]
/// Says between which days a value must lie: no keyword compares texts.
pub(crate) fn note_days(shape: Shape, bounds: (Option<DateBound>, Option<DateBound>), spelling: Spelling) -> Shape {
    let words = |bound: Option<DateBound>| bound.map(|bound| bound.write().as_str().unwrap_or_default().to_owned());
    if spelling.is_sent() { shape.note_limits(words(bounds.0), words(bounds.1)) } else { shape }
}

#[cfg(not(target_family = "wasm"))]
/// Says that only whole steps are taken.
pub(crate) fn shape_steps(shape: Shape, first: Decimal, step: Decimal, spelling: Spelling) -> Shape {
    if !spelling.is_sent() || step == Decimal::ONE && first.is_integer() && shape.is_whole() {
        return shape;
    }
    let from_zero = first.checked_rem(step).is_some_and(|rest| rest.is_zero());
    let (first, step) = (first.normalize(), step.normalize());
    if from_zero && step.is_integer() {
        return shape.with("multipleOf", crate::shape::json_number(step)).note(format!("{step} 的整数倍"), format!("in steps of {step}"));
    }
    shape.note(format!("从 {first} 起每 {step} 一格"), format!("in steps of {step} from {first}"))
}
