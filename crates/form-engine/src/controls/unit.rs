//! What months, quarters and weeks share: such a period is kept as its first day, so that it filters, sorts and calculates as a day.

use super::check::{self, DateBound};
use super::period;
#[cfg(not(target_family = "wasm"))]
use crate::shape::{Shape, Spelling};
use crate::{Behaviour, FieldFault, Findings, Part, ValueContext, code};
use chrono::{Datelike, Days, Months, NaiveDate};
use serde_json::Value as Json;
use value::{JsonFault, JsonFaultKind, Locale, ShowContext, Value, ValueType};

/// A unit of the calendar that is longer than a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Month,
    Quarter,
    /// A week of ISO 8601, from Monday on.
    Week,
}

impl Unit {
    /// The first day of the period in which a day stands.
    pub(super) fn first_day(self, day: NaiveDate) -> NaiveDate {
        let found = match self {
            Unit::Month => day.with_day(1),
            Unit::Quarter => NaiveDate::from_ymd_opt(day.year(), day.month0() / 3 * 3 + 1, 1),
            Unit::Week => day.checked_sub_days(Days::new(day.weekday().num_days_from_monday().into())),
        };
        found.unwrap_or(day)
    }

    /// Reads what is written (`2026-03`, `2026-Q1`, `2026-W09`, in words, too) or any day of the period.
    fn read(self, text: &str) -> Option<NaiveDate> {
        if let Some(day) = value::read_date(text) {
            return Some(self.first_day(day));
        }
        let (year, rest) = text.trim().split_at_checked(4).filter(|(year, _)| year.bytes().all(|byte| byte.is_ascii_digit()))?;
        let known = |c: char| matches!(c, '-' | '/' | ' ' | '年' | '月' | '日' | '第' | '季' | '度' | '周' | 'Q' | 'W' | 'q' | 'w');
        let number: u32 = rest.trim_matches(known).parse().ok()?;
        let year: i32 = year.parse().ok()?;
        match self {
            Unit::Month => NaiveDate::from_ymd_opt(year, number, 1),
            Unit::Quarter => NaiveDate::from_ymd_opt(year, number.checked_mul(3)?.checked_sub(2)?, 1),
            Unit::Week => NaiveDate::from_isoywd_opt(year, number, chrono::Weekday::Mon),
        }
    }

    fn wanted(self) -> &'static str {
        match self {
            Unit::Month => "2026-03",
            Unit::Quarter => "2026-Q1",
            Unit::Week => "2026-W09",
        }
    }

    /// The period in words.
    fn write(self, first: NaiveDate, locale: Locale) -> String {
        let zh = locale == Locale::ZhCn;
        match self {
            Unit::Month => format!("{:04}-{:02}", first.year(), first.month()),
            Unit::Quarter if zh => format!("{}年第{}季度", first.year(), first.month0() / 3 + 1),
            Unit::Quarter => format!("{} Q{}", first.year(), first.month0() / 3 + 1),
            Unit::Week => {
                let week = first.iso_week();
                if zh { format!("{}年第{}周", week.year(), week.week()) } else { format!("{} W{:02}", week.year(), week.week()) }
            }
        }
    }

    /// So many periods after one that begins on a day.
    fn later(self, first: NaiveDate, count: u32) -> Option<NaiveDate> {
        match self {
            Unit::Month => first.checked_add_months(Months::new(count)),
            Unit::Quarter => first.checked_add_months(Months::new(count.checked_mul(3)?)),
            Unit::Week => first.checked_add_days(Days::new(u64::from(count) * 7)),
        }
    }

    /// Which day stands for the whole.
    #[cfg(not(target_family = "wasm"))]
    fn kept_as(self) -> (&'static str, &'static str) {
        match self {
            Unit::Month => ("用当月第一天表示", "the first day of the month stands for it"),
            Unit::Quarter => ("用当季第一天表示", "the first day of the quarter stands for it"),
            Unit::Week => ("用当周的周一表示", "the Monday of the week stands for it"),
        }
    }

    fn read_json(self, json: &Json) -> Result<Value, JsonFault> {
        if json.is_null() || json.as_str().is_some_and(|text| text.trim().is_empty()) {
            return Ok(Value::Blank);
        }
        let found = json.as_str().and_then(|text| self.read(text));
        found.map(Value::Date).ok_or(JsonFault { pointer: String::new(), kind: JsonFaultKind::WrongType(self.wanted()) })
    }

    fn bring(self, value: Value) -> Value {
        if let Value::Date(day) = value { Value::Date(self.first_day(day)) } else { value }
    }

    /// Checks a period against the periods in which its bounds stand.
    fn check(self, first: NaiveDate, bounds: (Option<DateBound>, Option<DateBound>), context: &ValueContext<'_>, faults: &mut Vec<FieldFault>) {
        let today = context.zone.day(context.now);
        let period_of = |bound: DateBound| self.first_day(bound.day(today));
        let words = |day: NaiveDate| (self.write(day, Locale::ZhCn), self.write(day, Locale::En));
        if let Some((zh, en)) = bounds.0.map(period_of).filter(|min| first < *min).map(words) {
            check::fault(faults, code::TOO_SMALL, format!("不能早于 {zh}"), format!("must not be before {en}"));
        }
        if let Some((zh, en)) = bounds.1.map(period_of).filter(|max| first > *max).map(words) {
            check::fault(faults, code::TOO_LARGE, format!("不能晚于 {zh}"), format!("must not be after {en}"));
        }
    }
}

/// One period.
#[derive(Debug)]
pub(super) struct OneUnit {
    pub(super) unit: Unit,
    pub(super) min: Option<DateBound>,
    pub(super) max: Option<DateBound>,
}

impl Behaviour for OneUnit {
    fn value_type(&self) -> ValueType {
        ValueType::Date
    }

    #[cfg(not(target_family = "wasm"))]
    fn shape(&self, spelling: Spelling) -> Shape {
        let shape = check::note_days(Shape::date(), (self.min, self.max), spelling);
        let (zh, en) = self.unit.kept_as();
        shape.note(zh, en)
    }

    fn read(&self, json: &Json) -> Result<Value, JsonFault> {
        self.unit.read_json(json)
    }

    fn normalise(&self, value: Value) -> Value {
        self.unit.bring(value)
    }

    fn check(&self, value: &Value, context: &ValueContext<'_>, faults: &mut Vec<FieldFault>) {
        if let Value::Date(first) = value
            && context.stored != value
        {
            self.unit.check(*first, (self.min, self.max), context, faults);
        }
    }

    fn write(&self, value: &Value, context: &ShowContext<'_>) -> Option<String> {
        let Value::Date(first) = value else { return None };
        Some(self.unit.write(*first, context.locale))
    }
}

/// From a period to a period; both are kept as their first days.
#[derive(Debug)]
pub(super) struct UnitRange {
    pub(super) unit: Unit,
    pub(super) min: Option<DateBound>,
    pub(super) max: Option<DateBound>,
    /// At most so many periods, both ends counted.
    pub(super) most: Option<u32>,
}

impl Behaviour for UnitRange {
    fn value_type(&self) -> ValueType {
        ValueType::Structure
    }

    #[cfg(not(target_family = "wasm"))]
    fn shape(&self, spelling: Spelling) -> Shape {
        let shape = check::note_days(period::shape(Shape::date(), false, true, spelling), (self.min, self.max), spelling);
        let (zh, en) = self.unit.kept_as();
        let shape = shape.note(zh, en);
        match self.most {
            Some(most) => shape.note_sent(spelling, format!("最多 {most} 期"), format!("at most {most} of them")),
            None => shape,
        }
    }

    fn read(&self, json: &Json) -> Result<Value, JsonFault> {
        let spelled = |end: &Json| match self.unit.read_json(end) {
            Ok(Value::Date(day)) => Json::String(day.to_string()),
            _ => end.clone(),
        };
        match json.as_object() {
            Some(object) => {
                let object = object.iter().map(|(key, end)| (key.clone(), spelled(end))).collect();
                period::read_as(&Json::Object(object), &ValueType::Date, &|value| self.unit.bring(value))
            }
            None => period::read(json, &ValueType::Date),
        }
    }

    fn check(&self, value: &Value, context: &ValueContext<'_>, faults: &mut Vec<FieldFault>) {
        let Some((Value::Date(from), Value::Date(to))) = period::ends(value, &ValueType::Date) else { return };
        if context.stored == value {
            return;
        }
        self.unit.check(from, (self.min, None), context, faults);
        self.unit.check(to, (None, self.max), context, faults);
        if let Some(most) = self.most.filter(|most| self.unit.later(from, *most).is_some_and(|end| to >= end)) {
            let (zh, en) = match self.unit {
                Unit::Month => ("个月", "months"),
                Unit::Quarter => ("个季度", "quarters"),
                Unit::Week => ("周", "weeks"),
            };
            check::fault(faults, code::TOO_LARGE, format!("最多 {most} {zh}"), format!("at most {most} {en}"));
        }
    }

    fn parts(&self) -> Vec<Part> {
        period::parts(&ValueType::Date)
    }

    fn write(&self, value: &Value, context: &ShowContext<'_>) -> Option<String> {
        period::write_with(value, &ValueType::Date, &|end| match end {
            Value::Date(first) => self.unit.write(*first, context.locale),
            _ => String::new(),
        })
    }
}

/// Settings of one period.
macro_rules! unit_settings {
    ($(#[doc = $about:literal])+ $name:ident) => {
        definition::settings! {
            $(#[doc = $about])+
            pub struct $name {
                min: Option<DateBound> = None, ("最早", "Earliest"), ("最早的那一期里的任一天：2026-03-01、today、today-30", "Any day of the earliest one: 2026-03-01, today, today-30");
                max: Option<DateBound> = None, ("最晚", "Latest"), ("最晚的那一期里的任一天：2026-03-01、today、today+7", "Any day of the latest one: 2026-03-01, today, today+7");
            }
        }
    };
}

/// The settings of a kind must be in order.
pub(super) fn ordered(min: Option<DateBound>, max: Option<DateBound>, findings: &mut Findings) {
    super::date::bounds(min, max, findings);
}

pub(super) use unit_settings;
