//! 自动编号

use super::settings;
use crate::words::{example, pair};
use crate::{Behaviour, Control, Findings, FormEnvironment, Group, Special};
use chrono::{Datelike, NaiveDate};
use definition::Field;
use std::sync::Arc;
use value::{Label, ValueType};

/// The kind.
pub static CONTROL: Control = Control {
    kind: "auto_number",
    label: pair("自动编号", "Auto number"),
    help: pair("新建时由系统给出的编号，例如 SO20260301-0001", "A number that is allotted when the record is created, such as SO20260301-0001"),
    group: Group::Automatic,
    icon: "hash",
    schema: settings::schema::<AutoNumberSettings>,
    prepare,
    example: example(r#"{ "id": "no", "kind": "auto_number", "label": { "zh-CN": "编号", "en": "No." }, "pattern": "SO{yyyyMMdd}-{4}" }"#),
};

definition::settings! {
    /// Settings of an auto-number.
    pub struct AutoNumberSettings {
        pattern: String = String::new(), ("编号规则", "Pattern"),
            ("文字、日期 {yyyy}、{yyyyMM}、{yyyyMMdd}（也可用 yy）和流水号 {4}；流水号按规则里最细的日期重新开始", "Texts, a day in the app's zone as {yyyy}, {yyyyMM} or {yyyyMMdd} (also yy), and the counter with its digits as {4}; the counter begins again with each new year, month or day that the pattern shows");
    }
}

/// A pattern of numbers that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AutoNumber {
    /// Its parts from left to right.
    pub parts: Vec<NumberPart>,
}

/// A part of a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NumberPart {
    /// A fixed text.
    Text(String),
    /// The day of creation in a form such as `yyyyMMdd`.
    Day(String),
    /// The counter with at least so many digits.
    Counter(usize),
}

/// When the counter begins again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reset {
    /// Never.
    Never,
    /// With each year.
    Yearly,
    /// With each month.
    Monthly,
    /// With each day.
    Daily,
}

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: AutoNumberSettings = settings::read(field, findings)?;
    match AutoNumber::parse(&settings.pattern) {
        Ok(number) => Some(Arc::new(number)),
        Err(message) => {
            findings.error("MC0116", "/pattern", message).hint = Some(told!("例如 SO{yyyyMMdd}-{4}", "such as SO{yyyyMMdd}-{4}"));
            None
        }
    }
}

impl AutoNumber {
    /// Reads a pattern such as `SO{yyyyMMdd}-{4}`.
    pub fn parse(pattern: &str) -> Result<Self, Label> {
        let mut parts = Vec::new();
        let mut rest = pattern;
        while let Some((text, behind)) = rest.split_once('{') {
            if !text.is_empty() {
                parts.push(NumberPart::Text(text.into()));
            }
            let (inner, after) = behind.split_once('}').ok_or_else(|| told!("编号规则里有「{」没有「}」", "a `{` of the pattern is not closed"))?;
            parts.push(part(inner)?);
            rest = after;
        }
        if !rest.is_empty() {
            parts.push(NumberPart::Text(rest.into()));
        }
        match parts.iter().filter(|part| matches!(part, NumberPart::Counter(_))).count() {
            1 => Ok(Self { parts }),
            0 => Err(told!("编号规则里没有流水号，例如 {4}", "the pattern has no counter such as {4}")),
            _ => Err(told!("编号规则里只能有一个流水号", "the pattern may have one counter only")),
        }
    }

    /// When the counter begins again.
    pub fn reset(&self) -> Reset {
        let finest = |part: &NumberPart| match part {
            NumberPart::Day(form) if form.contains("dd") => Reset::Daily,
            NumberPart::Day(form) if form.contains("MM") => Reset::Monthly,
            NumberPart::Day(_) => Reset::Yearly,
            _ => Reset::Never,
        };
        self.parts.iter().map(finest).max().unwrap_or(Reset::Never)
    }

    /// The name of the counter that counts on this day: one per period, empty for the one that never begins again.
    pub fn counter_key(&self, day: NaiveDate) -> String {
        match self.reset() {
            Reset::Never => String::new(),
            Reset::Yearly => format!("{:04}", day.year()),
            Reset::Monthly => format!("{:04}{:02}", day.year(), day.month()),
            Reset::Daily => format!("{:04}{:02}{:02}", day.year(), day.month(), day.day()),
        }
    }

    /// Writes the number of a day and a count (from 1).
    pub fn write(&self, day: NaiveDate, count: u64) -> String {
        let write = |part: &NumberPart| match part {
            NumberPart::Text(text) => text.clone(),
            NumberPart::Day(form) => write_day(form, day),
            NumberPart::Counter(digits) => format!("{count:0digits$}"),
        };
        self.parts.iter().map(write).collect()
    }
}

fn part(inner: &str) -> Result<NumberPart, Label> {
    const DAYS: [&str; 6] = ["yyyy", "yy", "yyyyMM", "yyMM", "yyyyMMdd", "yyMMdd"];
    match inner.parse::<usize>() {
        Ok(digits) if (1..=12).contains(&digits) => Ok(NumberPart::Counter(digits)),
        Ok(_) => Err(told!("流水号只能是 1 到 12 位", "a counter has 1 to 12 digits")),
        Err(_) if DAYS.contains(&inner) => Ok(NumberPart::Day(inner.into())),
        Err(_) => Err(told!(format!("不认识编号规则里的「{{{inner}}}」"), format!("`{{{inner}}}` is not a part of a pattern"))),
    }
}

fn write_day(form: &str, day: NaiveDate) -> String {
    let form = form.replace("yyyy", &format!("{:04}", day.year())).replace("yy", &format!("{:02}", day.year().rem_euclid(100)));
    form.replace("MM", &format!("{:02}", day.month())).replace("dd", &format!("{:02}", day.day()))
}

impl Behaviour for AutoNumber {
    fn value_type(&self) -> ValueType {
        ValueType::Text
    }

    fn special(&self) -> Special<'_> {
        Special::AutoNumber(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_follow_their_pattern() {
        let day = NaiveDate::from_ymd_opt(2026, 3, 1).unwrap();
        for (pattern, key, number) in [
            ("SO{yyyyMMdd}-{4}", "20260301", "SO20260301-0042"),
            ("{yy}/{3}", "2026", "26/042"),
            ("A{yyyyMM}{5}Z", "202603", "A20260300042Z"),
            ("N{2}", "", "N42"),
        ] {
            let parsed = AutoNumber::parse(pattern).unwrap();
            assert_eq!((parsed.counter_key(day).as_str(), parsed.write(day, 42).as_str()), (key, number), "{pattern}");
        }
        for wrong in ["", "SO", "{4}{4}", "{yyyy", "{week}{4}", "{0}", "{13}"] {
            assert!(AutoNumber::parse(wrong).is_err(), "{wrong}");
        }
    }
}
