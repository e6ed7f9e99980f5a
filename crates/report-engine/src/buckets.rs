//! Periods: the day on which each begins, and the one after it.

use chrono::{Datelike, Duration, Months};
use definition::Grain;
use value::Date;

/// The first day of the period in which a day lies. Weeks begin on Monday.
pub fn bucket(day: Date, grain: Grain) -> Date {
    let month = day.with_day(1).unwrap_or(day);
    match grain {
        Grain::Day => day,
        Grain::Week => day - Duration::days(i64::from(day.weekday().num_days_from_monday())),
        Grain::Month => month,
        Grain::Quarter => month.checked_sub_months(Months::new(month.month0() % 3)).unwrap_or(month),
        Grain::Year => month.with_month(1).unwrap_or(month),
    }
}

/// The first day of the next period.
pub fn next(first: Date, grain: Grain) -> Date {
    let later = |months| first.checked_add_months(Months::new(months)).unwrap_or(Date::MAX);
    match grain {
        Grain::Day => first + Duration::days(1),
        Grain::Week => first + Duration::days(7),
        Grain::Month => later(1),
        Grain::Quarter => later(3),
        Grain::Year => later(12),
    }
}

/// How a period is written: 2026-03-01, 2026-W09, 2026-03, 2026-Q1, 2026.
pub fn name(first: Date, grain: Grain) -> String {
    match grain {
        Grain::Day => first.format("%Y-%m-%d").to_string(),
        Grain::Week => first.format("%G-W%V").to_string(),
        Grain::Month => first.format("%Y-%m").to_string(),
        Grain::Quarter => format!("{}-Q{}", first.year(), first.month0() / 3 + 1),
        Grain::Year => first.year().to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_begin_where_people_expect_it() {
        let day: Date = "2026-03-01".parse().unwrap();
        let names = [Grain::Day, Grain::Week, Grain::Month, Grain::Quarter, Grain::Year].map(|grain| name(bucket(day, grain), grain));
        assert_eq!(names, ["2026-03-01", "2026-W09", "2026-03", "2026-Q1", "2026"]);
        assert_eq!(next("2026-01-31".parse().unwrap(), Grain::Month).to_string(), "2026-02-28");
        assert_eq!(name("2024-12-30".parse().unwrap(), Grain::Week), "2025-W01");
    }
}
