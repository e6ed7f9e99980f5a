//! What the store has to count.

use crate::tally::Tally;
use crate::{CompiledReport, compile::MeasureKind};
use definition::{Aggregate, Grain};
use query::{Condition, FieldPath, Filter, Operand, Operator, Period};
use value::{FormId, Value};

/// One question to the records of a form.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// The form.
    pub dataset: FormId,
    /// By what it is grouped; empty for the totals.
    pub groups: Vec<Group>,
    /// What is counted.
    pub tallies: Vec<Tallied>,
    /// Which records. The reader's rights come on top of it.
    pub filter: Option<Filter>,
    /// At most this many groups.
    pub limit: u32,
}

/// A dimension of a question.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// The field.
    pub field: FieldPath,
    /// The length of the periods.
    pub grain: Option<Grain>,
}

/// A measure of a question.
#[derive(Debug, Clone, PartialEq)]
pub struct Tallied {
    /// What is calculated of it.
    pub aggregate: Aggregate,
    /// The field; none counts records.
    pub field: Option<FieldPath>,
    /// Only over these records.
    pub filter: Option<Filter>,
}

/// All that one report asks.
#[derive(Debug, Clone, PartialEq)]
pub struct Questions {
    /// By group.
    pub groups: Question,
    /// Over all.
    pub totals: Question,
    /// Over all, in the period before.
    pub before: Option<Question>,
}

/// What was counted.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Counted {
    /// One row per group.
    pub rows: Vec<CountedRow>,
}

/// A group as it was counted.
#[derive(Debug, Clone, PartialEq)]
pub struct CountedRow {
    /// The value of every dimension; a period is its first day.
    pub keys: Vec<Value>,
    /// What was counted, in the order of the question.
    pub tallies: Vec<Tally>,
}

/// The most groups that one report looks at.
pub const MOST_GROUPS: u32 = 5000;

/// What a report asks, with a further filter of the reader (a dashboard's filter, a clicked mark).
pub fn questions(report: &CompiledReport, further: Option<&Filter>) -> Questions {
    let filter = join(report.filter.as_ref(), further);
    let tallies: Vec<Tallied> = report
        .measures
        .iter()
        .filter_map(|measure| match &measure.kind {
            MeasureKind::Tally(tally) => Some(tally.clone()),
            MeasureKind::Formula(_) => None,
        })
        .collect();
    let ask = |groups: Vec<Group>, filter: Option<Filter>| Question {
        dataset: report.dataset.clone(),
        groups,
        tallies: tallies.clone(),
        filter,
        limit: MOST_GROUPS,
    };
    let groups = report.dimensions.iter().map(|dimension| dimension.group.clone()).collect();
    let before = report.compares.then(|| filter.as_ref().and_then(before)).flatten().map(|filter| ask(Vec::new(), Some(filter)));
    Questions { groups: ask(groups, filter.clone()), totals: ask(Vec::new(), filter), before }
}

/// Both filters together.
pub fn join(one: Option<&Filter>, other: Option<&Filter>) -> Option<Filter> {
    match (one, other) {
        (Some(one), Some(other)) => Some(Filter::And(vec![one.clone(), other.clone()])),
        (one, other) => one.or(other).cloned(),
    }
}

/// The same filter for the period before; none when no period in it has one.
pub fn before(filter: &Filter) -> Option<Filter> {
    let mut moved = false;
    let filter = shift(filter, &mut moved);
    moved.then_some(filter)
}

fn shift(filter: &Filter, moved: &mut bool) -> Filter {
    match filter {
        Filter::And(parts) => Filter::And(parts.iter().map(|part| shift(part, moved)).collect()),
        Filter::Condition(Condition { field, op: Operator::Within, value: Some(Operand::Period { period }) }) => {
            let earlier = match period {
                Period::Today => Some(Period::Yesterday),
                Period::ThisWeek => Some(Period::LastWeek),
                Period::ThisMonth => Some(Period::LastMonth),
                Period::ThisQuarter => Some(Period::LastQuarter),
                Period::ThisYear => Some(Period::LastYear),
                _ => None,
            };
            *moved |= earlier.is_some();
            let value = Some(Operand::Period { period: earlier.unwrap_or(*period) });
            Filter::Condition(Condition { field: field.clone(), op: Operator::Within, value })
        }
        other => other.clone(),
    }
}
