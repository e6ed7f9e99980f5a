//! Variables and periods become literals: what remains can be evaluated anywhere, with no clock and no actor.

use crate::{Condition, Filter, Operand, Operator, Period, Variable};
use calendar::Zone;
use chrono::{Datelike, Duration, Months};
use serde_json::{Value as Json, json};
use value::{Date, DepartmentId, Instant, UserId};

/// What the variables of a filter stand for.
#[derive(Debug, Clone, Copy)]
pub struct Variables<'a> {
    /// The moment of the query.
    pub now: Instant,
    /// The app's zone: it says where days begin.
    pub zone: &'a Zone,
    /// The signed-in person, if there is one.
    pub current_user: Option<UserId>,
    /// That person's departments.
    pub current_departments: &'a [DepartmentId],
}

/// Replaces variables and periods by literals.
///
/// A day or period becomes `{"days": [from, to], "moments": [from, to]}` (`to` excluded), so that it fits a date and a moment alike;
/// [`crate::comparand`] reads it. `involves` without a value means the actor. `eq` and `ne` with several departments become `in` and `not_in`.
pub fn bind(filter: &Filter, variables: &Variables<'_>) -> Filter {
    match filter {
        Filter::And(parts) => Filter::And(parts.iter().map(|part| bind(part, variables)).collect()),
        Filter::Or(parts) => Filter::Or(parts.iter().map(|part| bind(part, variables)).collect()),
        Filter::Not(part) => Filter::Not(Box::new(bind(part, variables))),
        Filter::Condition(condition) => Filter::Condition(bind_condition(condition, variables)),
    }
}

/// The days of a period, the last one excluded.
pub fn period_days(period: Period, today: Date) -> (Date, Date) {
    let monday = today - Duration::days(i64::from(today.weekday().num_days_from_monday()));
    let month = today.with_day(1).unwrap_or(today);
    let year = month.with_month(1).unwrap_or(month);
    let quarter = add_months(month, -i32::try_from(month.month0() % 3).unwrap_or(0));
    let tomorrow = today + Duration::days(1);
    match period {
        Period::Today => (today, tomorrow),
        Period::Yesterday => (today - Duration::days(1), today),
        Period::ThisWeek => (monday, monday + Duration::days(7)),
        Period::LastWeek => (monday - Duration::days(7), monday),
        Period::ThisMonth => (month, add_months(month, 1)),
        Period::LastMonth => (add_months(month, -1), month),
        Period::ThisQuarter => (quarter, add_months(quarter, 3)),
        Period::LastQuarter => (add_months(quarter, -3), quarter),
        Period::ThisYear => (year, add_months(year, 12)),
        Period::LastYear => (add_months(year, -12), year),
        Period::Last7Days => (today - Duration::days(6), tomorrow),
        Period::Last30Days => (today - Duration::days(29), tomorrow),
        Period::Last90Days => (today - Duration::days(89), tomorrow),
        Period::Last12Months => (add_months(month, -11), add_months(month, 1)),
    }
}

fn add_months(first: Date, months: i32) -> Date {
    let moved = Months::new(months.unsigned_abs());
    if months < 0 { first.checked_sub_months(moved) } else { first.checked_add_months(moved) }.unwrap_or(first)
}

fn bind_condition(condition: &Condition, variables: &Variables<'_>) -> Condition {
    let several = matches!(condition.op, Operator::In | Operator::NotIn | Operator::HasAny | Operator::HasAll | Operator::Under);
    let mut bound = condition.clone();
    let literal = match &condition.value {
        Some(Operand::Variable { var: Variable::CurrentDepartments }) => {
            bound.op = match condition.op {
                Operator::Eq => Operator::In,
                Operator::Ne => Operator::NotIn,
                other => other,
            };
            Json::Array(variables.current_departments.iter().map(|department| json!(department.to_string())).collect())
        }
        Some(Operand::Variable { var: Variable::CurrentUser }) => match (variables.current_user, several) {
            (Some(user), false) => json!(user.to_string()),
            (Some(user), true) => json!([user.to_string()]),
            (None, false) => Json::Null,
            (None, true) => json!([]),
        },
        Some(Operand::Variable { var: Variable::Today }) => span(period_days(Period::Today, variables.zone.day(variables.now)), variables.zone),
        Some(Operand::Variable { var: Variable::Now }) => json!(value::write_instant(&variables.now)),
        Some(Operand::Period { period }) => span(period_days(*period, variables.zone.day(variables.now)), variables.zone),
        Some(Operand::Literal(Json::Array(days))) if condition.op == Operator::Within => match days_of(days) {
            Some(days) => span(days, variables.zone),
            None => return bound,
        },
        None if condition.op == Operator::Involves => variables.current_user.map_or(Json::Null, |user| json!(user.to_string())),
        Some(Operand::Literal(_)) | None => return bound,
    };
    bound.value = Some(Operand::Literal(literal));
    bound
}

fn days_of(days: &[Json]) -> Option<(Date, Date)> {
    let [from, to] = days else { return None };
    let read = |day: &Json| value::read_date(day.as_str()?);
    Some((read(from)?, read(to)?))
}

fn span((from, to): (Date, Date), zone: &Zone) -> Json {
    let moment = |day: Date| value::write_instant(&zone.instant(day.and_time(value::Time::MIN)));
    json!({ "days": [from.to_string(), to.to_string()], "moments": [moment(from), moment(to)] })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_whole_days_from_monday() {
        let sunday = "2026-03-01".parse().unwrap();
        for (period, from, to) in [
            (Period::Today, "2026-03-01", "2026-03-02"),
            (Period::ThisWeek, "2026-02-23", "2026-03-02"),
            (Period::LastWeek, "2026-02-16", "2026-02-23"),
            (Period::LastMonth, "2026-02-01", "2026-03-01"),
            (Period::ThisQuarter, "2026-01-01", "2026-04-01"),
            (Period::LastQuarter, "2025-10-01", "2026-01-01"),
            (Period::LastYear, "2025-01-01", "2026-01-01"),
            (Period::Last7Days, "2026-02-23", "2026-03-02"),
            (Period::Last12Months, "2025-04-01", "2026-04-01"),
        ] {
            assert_eq!(period_days(period, sunday), (from.parse().unwrap(), to.parse().unwrap()), "{period:?}");
        }
    }

    #[test]
    fn today_begins_at_midnight_of_the_zone() {
        let zone = Zone::shanghai();
        let variables = Variables { now: "2026-03-01T17:00:00Z".parse().unwrap(), zone: &zone, current_user: None, current_departments: &[] };
        let filter: Filter = serde_json::from_value(json!({ "field": "_created_at", "op": "ge", "value": { "var": "today" } })).unwrap();
        let bound = serde_json::to_value(bind(&filter, &variables)).unwrap();
        assert_eq!(bound["value"], json!({ "days": ["2026-03-02", "2026-03-03"], "moments": ["2026-03-01T16:00:00Z", "2026-03-02T16:00:00Z"] }));
    }
}
