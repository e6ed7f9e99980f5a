//! Tallies: the parts from which an aggregate is calculated. Parts of several groups can be joined without loss.

use definition::Aggregate;
use value::{Decimal, Value, compare};

/// What was counted for one measure in one group.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Tally {
    /// Records, or values that are not blank.
    pub count: i64,
    /// Sum of the values.
    pub sum: Decimal,
    /// Smallest value.
    pub min: Value,
    /// Largest value.
    pub max: Value,
    /// Number of different values.
    pub distinct: i64,
}

impl Tally {
    /// Counts one more value; a blank counts for nothing.
    pub fn add(&mut self, value: &Value) {
        if value.is_blank() {
            return;
        }
        self.count += 1;
        if let Value::Number(number) = value {
            self.sum = self.sum.checked_add(*number).unwrap_or(self.sum);
        }
        self.min = smaller(&self.min, value);
        self.max = larger(&self.max, value);
    }

    /// Joins what two groups counted. The number of different values cannot be joined and stays an upper bound.
    pub fn join(&mut self, other: &Self) {
        self.count += other.count;
        self.sum = self.sum.checked_add(other.sum).unwrap_or(self.sum);
        self.min = smaller(&self.min, &other.min);
        self.max = larger(&self.max, &other.max);
        self.distinct += other.distinct;
    }

    /// The aggregate. Of nothing, a count and a sum are 0, everything else is blank.
    pub fn value(&self, aggregate: Aggregate) -> Value {
        match aggregate {
            Aggregate::Count => Value::int(self.count),
            Aggregate::CountDistinct => Value::int(self.distinct),
            Aggregate::Sum => Value::Number(self.sum),
            Aggregate::Average if self.count == 0 => Value::Blank,
            Aggregate::Average => self.sum.checked_div(Decimal::from(self.count)).map_or(Value::Blank, Value::Number),
            Aggregate::Min => self.min.clone(),
            Aggregate::Max => self.max.clone(),
        }
    }
}

fn smaller(one: &Value, other: &Value) -> Value {
    pick(one, other, std::cmp::Ordering::Less)
}

fn larger(one: &Value, other: &Value) -> Value {
    pick(one, other, std::cmp::Ordering::Greater)
}

fn pick(one: &Value, other: &Value, wanted: std::cmp::Ordering) -> Value {
    match (one, other) {
        (Value::Blank, other) => other.clone(),
        (one, Value::Blank) => one.clone(),
        (one, other) => if compare(other, one) == Some(wanted) { other } else { one }.clone(),
    }
}
