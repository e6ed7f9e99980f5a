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
            ("文字、日期 {yyyy}、{yyyyMM}、{yyyyMMdd}（也可用 yy）、创建人部门的拼音首字母 {dept} 和流水号 {4}", "Texts, a day in the app's zone as {yyyy}, {yyyyMM} or {yyyyMMdd} (also yy), the initials of the creator's department as {dept}, and the counter with its digits as {4}");
        reset: ResetRule = ResetRule::Pattern, ("重新计数", "Begins again"), ("流水号什么时候从 1 重新开始", "When the counter begins again with 1");
        per_department: bool = false, ("按部门计数", "By department"), ("每个部门各有自己的流水号；规则里要有 {dept}", "Whether each department counts on its own; the pattern must show {dept}");
    }
}

definition::choices! {
    /// When a counter begins again.
    pub enum ResetRule {
        Pattern = "pattern", ("随规则里的日期", "With the finest part of a day that the pattern shows");
        Never = "never", ("从不", "Never");
        Yearly = "yearly", ("每年", "With each year");
        Monthly = "monthly", ("每月", "With each month");
        Daily = "daily", ("每天", "With each day");
    }
}

/// A pattern of numbers that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AutoNumber {
    /// Its parts from left to right.
    pub parts: Vec<NumberPart>,
    /// When the counter begins again.
    pub reset: Reset,
    /// Whether each department counts on its own.
    pub per_department: bool,
}

/// A part of a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NumberPart {
    /// A fixed text.
    Text(String),
    /// The day of creation in a form such as `yyyyMMdd`.
    Day(String),
    /// The initials of the creator's department.
    Department,
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
    let mut number = match AutoNumber::parse(&settings.pattern) {
        Ok(number) => number,
        Err(message) => {
            findings.error("MC0116", "/pattern", message).hint = Some(told!("例如 SO{yyyyMMdd}-{4}", "such as SO{yyyyMMdd}-{4}"));
            return None;
        }
    };
    number.per_department = settings.per_department;
    let reset = match settings.reset {
        ResetRule::Pattern => number.reset,
        ResetRule::Never => Reset::Never,
        ResetRule::Yearly => Reset::Yearly,
        ResetRule::Monthly => Reset::Monthly,
        ResetRule::Daily => Reset::Daily,
    };
    if reset > number.reset {
        let message = told!(
            "流水号重新开始，而编号里没有相应的日期：编号会重复",
            "the counter begins again, but the number shows no such day: numbers would be the same"
        );
        findings.error("MC0116", "/reset", message).hint = Some(told!("在规则里加上日期", "put the day into the pattern"));
    }
    if number.per_department && !number.parts.contains(&NumberPart::Department) {
        let message = told!(
            "每个部门各自计数，而编号里没有部门：编号会重复",
            "each department counts, but the number does not show it: numbers would be the same"
        );
        findings.error("MC0116", "/per_department", message).hint = Some(told!("在规则里加上 {dept}", "put {dept} into the pattern"));
    }
    number.reset = reset;
    Some(Arc::new(number))
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
            1 => Ok(Self { reset: reset_of(&parts), parts, per_department: false }),
            0 => Err(told!("编号规则里没有流水号，例如 {4}", "the pattern has no counter such as {4}")),
            _ => Err(told!("编号规则里只能有一个流水号", "the pattern may have one counter only")),
        }
    }

    /// The name of the counter that counts on this day: one per period, and per department if each counts on its own; empty for the one
    /// that never begins again.
    pub fn counter_key(&self, day: NaiveDate, department: &str) -> String {
        let period = match self.reset {
            Reset::Never => String::new(),
            Reset::Yearly => format!("{:04}", day.year()),
            Reset::Monthly => format!("{:04}{:02}", day.year(), day.month()),
            Reset::Daily => format!("{:04}{:02}{:02}", day.year(), day.month(), day.day()),
        };
        if self.per_department && !department.is_empty() { format!("{period}/{department}") } else { period }
    }

    /// Writes the number of a day, a department (its initials) and a count (from 1).
    pub fn write(&self, day: NaiveDate, department: &str, count: u64) -> String {
        let write = |part: &NumberPart| match part {
            NumberPart::Text(text) => text.clone(),
            NumberPart::Day(form) => write_day(form, day),
            NumberPart::Department => department.to_owned(),
            NumberPart::Counter(digits) => format!("{count:0digits$}"),
        };
        self.parts.iter().map(write).collect()
    }

    /// The counter of a number that was given elsewhere, and how far it has counted by then; none if the number does not follow the pattern.
    pub fn counted(&self, number: &str) -> Option<(String, u64)> {
        let (mut day, mut department, mut count, mut rest) = (NaiveDate::from_ymd_opt(1, 1, 1)?, "", None, number);
        for part in &self.parts {
            match part {
                NumberPart::Text(text) => rest = rest.strip_prefix(text.as_str())?,
                NumberPart::Day(form) => {
                    let (digits, behind) = rest.split_at_checked(form.len())?;
                    (day, rest) = (read_day(form, digits)?, behind);
                }
                NumberPart::Department => {
                    let end = rest.find(|letter: char| !letter.is_ascii_uppercase()).unwrap_or(rest.len());
                    (department, rest) = rest.split_at_checked(end)?;
                }
                NumberPart::Counter(least) => {
                    let end = rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len());
                    let (digits, behind) = rest.split_at_checked(end).filter(|(digits, _)| digits.len() >= *least)?;
                    (count, rest) = (Some(digits.parse().ok()?), behind);
                }
            }
        }
        rest.is_empty().then_some((self.counter_key(day, department), count?))
    }
}

/// Reads what [`write_day`] writes.
fn read_day(form: &str, digits: &str) -> Option<NaiveDate> {
    let number = |from: usize, length: usize| digits.get(from..from + length)?.parse::<u32>().ok();
    let year_digits = form.chars().take_while(|letter| *letter == 'y').count();
    let year = number(0, year_digits)? + if year_digits == 2 { 2_000 } else { 0 };
    let month = if form.contains("MM") { number(year_digits, 2)? } else { 1 };
    let day = if form.contains("dd") { number(year_digits + 2, 2)? } else { 1 };
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}

/// The finest part of a day that a pattern shows.
fn reset_of(parts: &[NumberPart]) -> Reset {
    let finest = |part: &NumberPart| match part {
        NumberPart::Day(form) if form.contains("dd") => Reset::Daily,
        NumberPart::Day(form) if form.contains("MM") => Reset::Monthly,
        NumberPart::Day(_) => Reset::Yearly,
        _ => Reset::Never,
    };
    parts.iter().map(finest).max().unwrap_or(Reset::Never)
}

fn part(inner: &str) -> Result<NumberPart, Label> {
    const DAYS: [&str; 6] = ["yyyy", "yy", "yyyyMM", "yyMM", "yyyyMMdd", "yyMMdd"];
    match inner.parse::<usize>() {
        Ok(digits) if (1..=12).contains(&digits) => Ok(NumberPart::Counter(digits)),
        Ok(_) => Err(told!("流水号只能是 1 到 12 位", "a counter has 1 to 12 digits")),
        Err(_) if inner == "dept" => Ok(NumberPart::Department),
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
            ("{dept}{yy}-{3}", "2026", "ZJB26-042"),
        ] {
            let parsed = AutoNumber::parse(pattern).unwrap();
            assert_eq!((parsed.counter_key(day, "ZJB").as_str(), parsed.write(day, "ZJB", 42).as_str()), (key, number), "{pattern}");
            assert_eq!(parsed.counted(number), Some((key.to_owned(), 42)), "{pattern}");
        }
        let by_department = AutoNumber { per_department: true, ..AutoNumber::parse("{dept}{yy}-{3}").unwrap() };
        assert_eq!(by_department.counter_key(day, "ZJB"), "2026/ZJB");
        let parsed = AutoNumber::parse("SO{yyyyMM}-{4}").unwrap();
        assert_eq!(parsed.counted("SO202603-10042"), Some(("202603".into(), 10_042)));
        for stranger in ["", "SO202613-0042", "SO202603-042", "S202603-0042", "SO202603-0042a", "旧单 7"] {
            assert_eq!(parsed.counted(stranger), None, "{stranger}");
        }
        for wrong in ["", "SO", "{4}{4}", "{yyyy", "{week}{4}", "{0}", "{13}"] {
            assert!(AutoNumber::parse(wrong).is_err(), "{wrong}");
        }
    }
}
