//! 时长

use super::{check, settings};
#[cfg(not(target_family = "wasm"))]
use crate::shape::{Shape, Spelling};
use crate::words::{example, pair};
use crate::{Behaviour, Control, FieldFault, Findings, FormEnvironment, Group, ValueContext, code};
use definition::Field;
use definition::settings::{Misread, Setting};
use rust_decimal::prelude::ToPrimitive;
use serde_json::{Value as Json, json};
use std::sync::Arc;
use value::{JsonFault, JsonFaultKind, Locale, ShowContext, Value, ValueType};

/// The kind.
pub static CONTROL: Control = Control {
    kind: "duration",
    label: pair("时长", "Duration"),
    help: pair("多长时间，存为秒：公式里 {spent}/3600 是小时", "A length of time, kept in seconds: {spent}/3600 is hours in a formula"),
    group: Group::Time,
    icon: "hourglass",
    schema: settings::schema::<DurationSettings>,
    prepare,
    example: example(
        r#"{ "id": "spent", "kind": "duration", "label": { "zh-CN": "耗时", "en": "Time spent" }, "units": "hours_minutes", "max": "24h" }"#,
    ),
};

definition::settings! {
    /// Settings of a length of time.
    pub struct DurationSettings {
        units: DurationUnits = DurationUnits::HoursMinutes, ("单位", "Units"), ("用哪些单位填写", "The units in which it is entered");
        min: Option<Length> = None, ("最短", "Shortest"), ("最短多久：15m", "The shortest: 15m");
        max: Option<Length> = None, ("最长", "Longest"), ("最长多久：2d、8h、1h30m", "The longest: 2d, 8h, 1h30m");
    }
}

definition::choices! {
    /// The units in which a length of time is entered.
    pub enum DurationUnits {
        HoursMinutes = "hours_minutes", ("时、分", "Hours and minutes");
        DaysHoursMinutes = "days_hours_minutes", ("天、时、分", "Days, hours and minutes");
        HoursMinutesSeconds = "hours_minutes_seconds", ("时、分、秒", "Hours, minutes and seconds");
        MinutesSeconds = "minutes_seconds", ("分、秒", "Minutes and seconds");
        Days = "days", ("天", "Days");
        Hours = "hours", ("小时", "Hours");
        Minutes = "minutes", ("分钟", "Minutes");
    }
}

const DAY: u64 = 86_400;
const HOUR: u64 = 3600;
const MINUTE: u64 = 60;
/// A hundred years: more is a slip of the keyboard.
const LONGEST: u64 = 36_525 * DAY;

/// A length of time in a setting: `1d`, `8h`, `1h30m`, `45s`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Length(u64);

impl Setting for Length {
    fn read(json: &Json) -> Result<Self, Misread> {
        let found = json.as_str().filter(|text| text.is_ascii()).and_then(parse).map(Length);
        found.ok_or_else(|| Misread::of("8h、1h30m、2d 这样的时长", "a length of time such as 8h, 1h30m, 2d"))
    }

    fn schema(_: &mut schemars::SchemaGenerator) -> Json {
        json!({ "type": "string", "pattern": "^( *[0-9]+ *(d|h|m|min|s) *)+$" })
    }

    fn write(&self) -> Json {
        json!(spelled(self.0, &[("d", DAY), ("h", HOUR), ("m", MINUTE), ("s", 1)], ""))
    }
}

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: DurationSettings = settings::read(field, findings)?;
    check::ordered(settings.min.as_ref(), settings.max.as_ref(), ("min", "max"), findings);
    Some(Arc::new(settings))
}

/// Reads `1d 2h`, `90m`, `1小时30分`: numbers, each with its unit.
fn parse(text: &str) -> Option<u64> {
    let mut seconds: u64 = 0;
    let mut rest = text.trim();
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let (number, after) = rest.split_at_checked(digits)?;
        let after = after.trim_start();
        let unit = after.chars().take_while(|c| !c.is_ascii_digit() && !c.is_whitespace()).map(char::len_utf8).sum();
        let (unit, after) = after.split_at_checked(unit)?;
        let size = match unit {
            "d" | "天" | "日" => DAY,
            "h" | "时" | "小时" => HOUR,
            "m" | "min" | "分" | "分钟" => MINUTE,
            "s" | "秒" => 1,
            _ => return None,
        };
        seconds = seconds.checked_add(number.parse::<u64>().ok()?.checked_mul(size)?)?;
        rest = after.trim_start();
    }
    (!text.trim().is_empty()).then_some(seconds)
}

/// A length in units from the largest on; units of which there are none are left out.
fn spelled(mut seconds: u64, units: &[(&str, u64)], between: &str) -> String {
    let mut parts = Vec::new();
    for (unit, size) in units {
        let count = seconds / size;
        seconds %= size;
        if count > 0 {
            parts.push(format!("{count}{unit}"));
        }
    }
    match (parts.is_empty(), units.last()) {
        (true, Some((unit, _))) => format!("0{unit}"),
        _ => parts.join(between),
    }
}

impl DurationSettings {
    /// The units from the largest to the smallest.
    fn sizes(&self) -> &'static [u64] {
        match self.units {
            DurationUnits::HoursMinutes => &[HOUR, MINUTE],
            DurationUnits::DaysHoursMinutes => &[DAY, HOUR, MINUTE],
            DurationUnits::HoursMinutesSeconds => &[HOUR, MINUTE, 1],
            DurationUnits::MinutesSeconds => &[MINUTE, 1],
            DurationUnits::Days => &[DAY],
            DurationUnits::Hours => &[HOUR],
            DurationUnits::Minutes => &[MINUTE],
        }
    }

    fn words(&self, seconds: u64, locale: Locale) -> String {
        let zh = locale == Locale::ZhCn;
        let name = |size: u64| match (size, zh) {
            (DAY, true) => "天",
            (DAY, false) => " d",
            (HOUR, true) => "小时",
            (HOUR, false) => " h",
            (MINUTE, true) => "分",
            (MINUTE, false) => " min",
            (_, true) => "秒",
            (_, false) => " s",
        };
        // A rest that the units cannot say (an old value, a formula's answer) is said in smaller ones.
        let rest = self.sizes().last().is_some_and(|smallest| !seconds.is_multiple_of(*smallest));
        let sizes: &[u64] = if rest { &[DAY, HOUR, MINUTE, 1] } else { self.sizes() };
        let units: Vec<(&str, u64)> = sizes.iter().map(|size| (name(*size), *size)).collect();
        spelled(seconds, &units, if zh { "" } else { " " })
    }
}

impl Behaviour for DurationSettings {
    fn value_type(&self) -> ValueType {
        ValueType::Number { scale: 0 }
    }

    #[cfg(not(target_family = "wasm"))]
    fn shape(&self, spelling: Spelling) -> Shape {
        let seconds = |length: Option<Length>, default: u64| Some(rust_decimal::Decimal::from(length.map_or(default, |length| length.0)));
        let shape = Shape::number(0, (seconds(self.min, 0), seconds(self.max, LONGEST)), spelling).note("单位是秒", "in seconds");
        match self.sizes().last() {
            Some(smallest) if spelling.is_sent() && *smallest > 1 => shape.with("multipleOf", *smallest),
            _ => shape,
        }
    }

    /// Seconds, or words such as `1h30m` and `1小时30分`.
    fn read(&self, json: &Json) -> Result<Value, JsonFault> {
        let text = json.as_str().map(str::trim);
        match text {
            Some("") => Ok(Value::Blank),
            Some(text) if text.bytes().any(|byte| !byte.is_ascii_digit() && !matches!(byte, b'.' | b'-' | b'+')) => {
                let seconds = parse(text).ok_or(JsonFault { pointer: String::new(), kind: JsonFaultKind::WrongType("1h30m") })?;
                check::read_number(&json!(seconds), 0, value::Rounding::HalfUp)
            }
            _ => check::read_number(json, 0, value::Rounding::HalfUp),
        }
    }

    fn check(&self, value: &Value, _: &ValueContext<'_>, faults: &mut Vec<FieldFault>) {
        let Value::Number(number) = value else { return };
        let Some(seconds) = number.to_u64().filter(|seconds| *seconds <= LONGEST && !number.is_sign_negative()) else {
            let code = if number.is_sign_negative() { code::TOO_SMALL } else { code::TOO_LARGE };
            return check::fault(faults, code, "时长应在 0 到 100 年之间", "a length of time is between 0 and 100 years");
        };
        let words = |length: Length| (self.words(length.0, Locale::ZhCn), self.words(length.0, Locale::En));
        if let Some((zh, en)) = self.min.filter(|min| seconds < min.0).map(words) {
            check::fault(faults, code::TOO_SMALL, format!("不能短于 {zh}"), format!("must not be shorter than {en}"));
        }
        if let Some((zh, en)) = self.max.filter(|max| seconds > max.0).map(words) {
            check::fault(faults, code::TOO_LARGE, format!("不能长于 {zh}"), format!("must not be longer than {en}"));
        }
        if let Some(smallest) = self.sizes().last().filter(|smallest| !seconds.is_multiple_of(**smallest)) {
            let (zh, en) = (self.words(*smallest, Locale::ZhCn), self.words(*smallest, Locale::En));
            check::fault(faults, code::WRONG_STEP, format!("只能精确到 {zh}"), format!("only in steps of {en}"));
        }
    }

    fn write(&self, value: &Value, context: &ShowContext<'_>) -> Option<String> {
        let Value::Number(number) = value else { return None };
        Some(self.words(number.to_u64()?, context.locale))
    }
}
