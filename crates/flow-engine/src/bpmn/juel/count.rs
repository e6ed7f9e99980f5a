//! When enough of several have done their part: `${nrOfCompletedInstances / nrOfInstances >= 0.6}`.

use super::{Binary, Expression, read};

/// What ends a step for several people before all have done it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Enough {
    /// Everybody.
    All,
    /// So many.
    Count(u32),
    /// At least, or more than, so many percent.
    Share { percent: u32, more_than: bool },
}

/// Reads a completion condition; none when it asks for something else.
pub fn enough(text: &str) -> Option<Enough> {
    let Expression::Two(operator, left, right) = read(text)? else { return None };
    let (operator, counted, limit) = match (number(&left), number(&right)) {
        (None, Some(limit)) => (operator, *left, limit),
        (Some(limit), None) => (mirrored(operator)?, *right, limit),
        _ if is(&left, DONE) && is(&right, ALL) => return matches!(operator, Binary::Equal | Binary::AtLeast).then_some(Enough::All),
        _ if is(&left, ALL) && is(&right, DONE) => return matches!(operator, Binary::Equal | Binary::AtMost).then_some(Enough::All),
        _ => return None,
    };
    if is(&counted, DONE) {
        return count(operator, limit);
    }
    match counted {
        Expression::Two(Binary::Over, done, all) if is(&done, DONE) && is(&all, ALL) => share(operator, limit),
        _ => None,
    }
}

const DONE: &str = "nrOfCompletedInstances";
const ALL: &str = "nrOfInstances";

fn is(expression: &Expression, name: &str) -> bool {
    matches!(expression, Expression::Name(found) if found == name)
}

/// `2 <= x` says the same as `x >= 2`.
fn mirrored(operator: Binary) -> Option<Binary> {
    match operator {
        Binary::Less => Some(Binary::More),
        Binary::AtMost => Some(Binary::AtLeast),
        Binary::Equal => Some(Binary::Equal),
        _ => None,
    }
}

/// A number in thousandths.
fn number(expression: &Expression) -> Option<u32> {
    let Expression::Number(text) = expression else { return None };
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let part = part.trim_end_matches('0');
    let thousandths: u32 = if part.len() > 3 { return None } else { format!("{part:0<3}").parse().ok()? };
    whole.parse::<u32>().ok()?.checked_mul(1000)?.checked_add(thousandths)
}

fn count(operator: Binary, limit: u32) -> Option<Enough> {
    let whole = limit.is_multiple_of(1000).then_some(limit / 1000)?;
    match operator {
        // The number grows by one at a time, so that it meets the limit before it exceeds it.
        Binary::AtLeast | Binary::Equal if whole > 0 => Some(Enough::Count(whole)),
        Binary::More => Some(Enough::Count(whole.checked_add(1)?)),
        _ => None,
    }
}

fn share(operator: Binary, limit: u32) -> Option<Enough> {
    let percent = limit.is_multiple_of(10).then_some(limit / 10)?;
    match (operator, percent) {
        (Binary::AtLeast | Binary::Equal, 100) => Some(Enough::All),
        (Binary::More, 0) => Some(Enough::Count(1)),
        (Binary::AtLeast, 1..=99) => Some(Enough::Share { percent, more_than: false }),
        (Binary::More, 1..=99) => Some(Enough::Share { percent, more_than: true }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_and_shares_are_read() {
        let share = |percent, more_than| Some(Enough::Share { percent, more_than });
        for (text, expected) in [
            ("${nrOfCompletedInstances == nrOfInstances}", Some(Enough::All)),
            ("${nrOfCompletedInstances/nrOfInstances == 1}", Some(Enough::All)),
            ("${nrOfCompletedInstances/nrOfInstances >= 0.6}", share(60, false)),
            ("#{ nrOfCompletedInstances / nrOfInstances gt 0.50 }", share(50, true)),
            ("${nrOfCompletedInstances/nrOfInstances > 0}", Some(Enough::Count(1))),
            ("${nrOfCompletedInstances == 1}", Some(Enough::Count(1))),
            ("${nrOfCompletedInstances > 1}", Some(Enough::Count(2))),
            ("${2 <= nrOfCompletedInstances}", Some(Enough::Count(2))),
            ("${nrOfCompletedInstances/nrOfInstances >= 0.667}", None),
            ("${nrOfCompletedInstances/nrOfInstances == 0.5}", None),
            ("${nrOfCompletedInstances >= 0}", None),
            ("${nrOfCompletedInstances < 2}", None),
            ("${multi.done(execution)}", None),
            ("${nrOfActiveInstances == 0}", None),
        ] {
            assert_eq!(enough(text), expected, "{text}");
        }
    }
}
