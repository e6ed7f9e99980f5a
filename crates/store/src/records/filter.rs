//! Filters as SQL, with exactly the meaning that [`query::matches`] has in memory: two-valued, blanks fulfil nothing but their negations.

use super::codec::{day_number, main_cell};
use crate::tables::{Column, ID, PARENT, Place, RecordTable, Scalar, StoredField, name};
use crate::{Session, StoreError, dialect};
use access::Plan;
use definition::FieldRight;
use query::{Comparand, Condition, FieldPath, Filter, Operator, Variables, comparand};
use sea_orm::sea_query::{Expr, ExprTrait, Func, Query, SelectStatement};
use std::cmp::Ordering;
use value::{Decimal, ReferenceTarget, Value, ValueType};

/// What a filter asks of the world.
#[derive(Clone, Copy)]
pub struct FilterContext<'a> {
    /// The clock and the actor.
    pub variables: Variables<'a>,
    /// All that stands below a value, itself left out: departments in their tree, options of a cascade (the field says which).
    pub below: &'a (dyn Fn(&FieldPath, &Value) -> Vec<Value> + Sync),
}

/// Compiles a filter of a person: every field in it must be readable by the plan.
pub(crate) fn compile(session: &Session, table: &RecordTable, plan: &Plan, filter: &Filter, context: &FilterContext<'_>) -> Result<Expr, StoreError> {
    for path in query::fields_used(filter) {
        if plan.right(path.field.as_str()) < FieldRight::Read {
            return Err(StoreError::FieldDenied(path.to_string()));
        }
    }
    Compiler { session, table, context }.filter(&query::bind(filter, &context.variables), true)
}

/// Compiles the filter of the plan itself: row rights may look at fields that the person may not.
pub(crate) fn compile_plan(session: &Session, table: &RecordTable, plan: &Plan, context: &FilterContext<'_>) -> Result<Expr, StoreError> {
    if plan.form() != table.form() {
        return Err(StoreError::Corrupt(format!("a plan of `{}` does not open `{}`", plan.form(), table.form())));
    }
    Compiler { session, table, context }.filter(&query::bind(plan.filter(), &context.variables), true)
}

/// A condition that always or never holds.
pub(crate) fn constant(holds: bool) -> Expr {
    Expr::cust(if holds { "1 = 1" } else { "1 = 0" })
}

struct Compiler<'a> {
    session: &'a Session,
    table: &'a RecordTable,
    context: &'a FilterContext<'a>,
}

impl Compiler<'_> {
    /// `wanted` false gives the opposite; negation is pushed down to the conditions, where NULL is known.
    fn filter(&self, filter: &Filter, wanted: bool) -> Result<Expr, StoreError> {
        match filter {
            Filter::And(parts) => self.join(parts, wanted, wanted),
            Filter::Or(parts) => self.join(parts, wanted, !wanted),
            Filter::Not(part) => self.filter(part, !wanted),
            Filter::Condition(condition) => self.condition(condition, wanted),
        }
    }

    fn join(&self, parts: &[Filter], wanted: bool, all: bool) -> Result<Expr, StoreError> {
        let mut joined: Option<Expr> = None;
        for part in parts {
            let part = self.filter(part, wanted)?;
            joined = Some(match joined {
                None => part,
                Some(before) if all => before.and(part),
                Some(before) => before.or(part),
            });
        }
        Ok(joined.unwrap_or_else(|| constant(all)))
    }

    fn condition(&self, condition: &Condition, wanted: bool) -> Result<Expr, StoreError> {
        let (op, wanted) = match condition.op {
            Operator::Ne => (Operator::Eq, !wanted),
            Operator::NotIn => (Operator::In, !wanted),
            Operator::NotBlank => (Operator::Blank, !wanted),
            op => (op, wanted),
        };
        let condition = Condition { op, ..condition.clone() };
        if op == Operator::Involves {
            return Ok(self.involves(&condition, wanted));
        }
        let field = self.table.fields.get(&condition.field.field).ok_or_else(|| self.unknown(&condition.field))?;
        let main = self.table.physical.as_str();
        match (&condition.field.column, &field.place) {
            (None, _) => Ok(self.of_field(field, main, &condition, wanted)),
            (Some(column), Place::Rows { physical, columns }) => {
                let column = columns.get(column).ok_or_else(|| self.unknown(&condition.field))?;
                // "Blank" of a column means that no row has an entry; everything else holds when any row does.
                let any_row = op != Operator::Blank;
                let inner = self.of_field(column, physical, &condition, any_row);
                Ok(exists(child_rows(physical, main, inner), wanted == any_row))
            }
            (Some(_), _) => Err(self.unknown(&condition.field)),
        }
    }

    fn unknown(&self, path: &FieldPath) -> StoreError {
        StoreError::FieldUnfit { form: self.table.form.to_string(), field: path.to_string(), reason: "there is no such field".into() }
    }

    fn of_field(&self, field: &StoredField, table: &str, condition: &Condition, wanted: bool) -> Expr {
        match &field.place {
            Place::Column(column) => self.of_column(field, column, table, condition, wanted),
            Place::Items { physical, item } => self.of_items(field, physical, item, table, condition, wanted),
            Place::Rows { physical, .. } => match condition.op {
                Operator::Blank => exists(child_rows(physical, table, constant(true)), !wanted),
                _ => constant(!wanted),
            },
        }
    }

    fn of_column(&self, field: &StoredField, column: &Column, table: &str, condition: &Condition, wanted: bool) -> Expr {
        let cell = || Expr::col((name(table), name(&column.name)));
        if condition.op == Operator::Blank {
            return if wanted { cell().is_null() } else { cell().is_not_null() };
        }
        let positive = self.positive(&field.value_type, column.scalar, &cell, condition);
        match (positive, wanted) {
            (None, wanted) => constant(!wanted),
            (Some(positive), true) => positive,
            (Some(positive), false) if column.never_blank => positive.not(),
            (Some(positive), false) => cell().is_null().or(positive.not()),
        }
    }

    fn of_items(&self, field: &StoredField, physical: &str, item: &Column, table: &str, condition: &Condition, wanted: bool) -> Expr {
        let cell = || Expr::col((name(physical), name(&item.name)));
        let holds = |value: &Value| Some(exists(child_rows(physical, table, equal(&cell, value, item.scalar)?), true));
        let positive = match condition.op {
            Operator::Blank => return exists(child_rows(physical, table, constant(true)), !wanted),
            Operator::HasAny | Operator::Under => self
                .positive(&field.value_type, item.scalar, &cell, &Condition { op: if_any(condition.op), ..condition.clone() })
                .map(|any| exists(child_rows(physical, table, any), true)),
            Operator::HasAll => match comparand(condition, &field.value_type) {
                Some(Comparand::Many(values)) => {
                    values.iter().map(holds).collect::<Option<Vec<Expr>>>().and_then(|all| all.into_iter().reduce(ExprTrait::and))
                }
                _ => None,
            },
            _ => None,
        };
        match (positive, wanted) {
            (None, wanted) => constant(!wanted),
            (Some(positive), true) => positive,
            (Some(positive), false) => positive.not(),
        }
    }

    /// The condition on a cell that is there; none when it never holds.
    fn positive(&self, value_type: &ValueType, scalar: Scalar, cell: &dyn Fn() -> Expr, condition: &Condition) -> Option<Expr> {
        if matches!(scalar, Scalar::File | Scalar::Structure) {
            return None;
        }
        let found = comparand(condition, value_type)?;
        let ordered = matches!(scalar, Scalar::Number { .. } | Scalar::Date | Scalar::Time | Scalar::Instant);
        match (condition.op, &found) {
            (Operator::Eq, Comparand::One(value)) => equal(cell, value, scalar),
            (Operator::Lt | Operator::Le | Operator::Gt | Operator::Ge, Comparand::One(value)) if ordered => {
                compared(cell, condition.op, value, scalar)
            }
            (Operator::Eq | Operator::Within, Comparand::Span(from, to)) => {
                Some(compared(cell, Operator::Ge, from, scalar)?.and(compared(cell, Operator::Lt, to, scalar)?))
            }
            (Operator::Lt, Comparand::Span(from, _)) => compared(cell, Operator::Lt, from, scalar),
            (Operator::Le, Comparand::Span(_, to)) => compared(cell, Operator::Lt, to, scalar),
            (Operator::Gt, Comparand::Span(_, to)) => compared(cell, Operator::Ge, to, scalar),
            (Operator::Ge, Comparand::Span(from, _)) => compared(cell, Operator::Ge, from, scalar),
            (Operator::In | Operator::HasAny, Comparand::Many(values)) => one_of(cell, values, scalar),
            (Operator::HasAll, Comparand::Many(values)) => {
                values.iter().map(|value| equal(cell, value, scalar)).collect::<Option<Vec<Expr>>>()?.into_iter().reduce(ExprTrait::and)
            }
            (Operator::Under, Comparand::Many(values)) => {
                let mut all = values.clone();
                all.extend(values.iter().flat_map(|value| (self.context.below)(&condition.field, value)));
                one_of(cell, &all, scalar)
            }
            (Operator::Contains, Comparand::One(Value::Text(part))) if scalar == Scalar::Text => {
                Some(dialect::contains(self.session, lower(cell()), &fold(part)).gt(0))
            }
            (Operator::StartsWith, Comparand::One(Value::Text(part))) if scalar == Scalar::Text => {
                let part = fold(part);
                let length = i32::try_from(part.chars().count()).unwrap_or(i32::MAX);
                Some(Expr::from(Func::cust("substr").arg(lower(cell())).arg(1).arg(length)).eq(part))
            }
            _ => None,
        }
    }

    fn involves(&self, condition: &Condition, wanted: bool) -> Expr {
        let person = ValueType::Reference(ReferenceTarget::User);
        let Some(Comparand::One(Value::Reference(person))) = comparand(condition, &person) else { return constant(!wanted) };
        let record = || Expr::col((name(&self.table.physical), name(ID)));
        let created = Expr::col((name(&self.table.physical), name("_created_by"))).eq(person.0);
        let todos = Query::select()
            .expr(Expr::val(1))
            .from(name("todos"))
            .and_where(Expr::col((name("todos"), name("record_id"))).eq(record()))
            .and_where(Expr::col((name("todos"), name("holder_id"))).eq(person.0).or(Expr::col((name("todos"), name("done_by"))).eq(person.0)))
            .to_owned();
        let told = Query::select()
            .expr(Expr::val(1))
            .from(name("cc_entries"))
            .and_where(Expr::col((name("cc_entries"), name("record_id"))).eq(record()))
            .and_where(Expr::col((name("cc_entries"), name("user_id"))).eq(person.0))
            .to_owned();
        let took_part = exists(todos, true).or(exists(told, true));
        if wanted {
            created.or(took_part)
        } else {
            // The creator may be blank.
            created.not().or(Expr::col((name(&self.table.physical), name("_created_by"))).is_null()).and(took_part.not())
        }
    }
}

/// On a list, "holds one of" looks at items one by one.
fn if_any(op: Operator) -> Operator {
    if op == Operator::HasAny { Operator::In } else { op }
}

fn exists(select: SelectStatement, wanted: bool) -> Expr {
    if wanted { Expr::exists(select) } else { Expr::not_exists(select) }
}

/// The rows of a child table that belong to the row of `parent` and fulfil a condition.
fn child_rows(child: &str, parent: &str, condition: Expr) -> SelectStatement {
    Query::select()
        .expr(Expr::val(1))
        .from(name(child))
        .and_where(Expr::col((name(child), name(PARENT))).eq(Expr::col((name(parent), name(ID)))))
        .and_where(condition)
        .to_owned()
}

fn lower(cell: Expr) -> Expr {
    // Both databases fold ASCII letters only: SQLite always, PostgreSQL because the column compares by code points.
    Func::lower(cell).into()
}

fn fold(part: &str) -> String {
    value::normal_text(part).to_ascii_lowercase()
}

fn equal(cell: &dyn Fn() -> Expr, value: &Value, scalar: Scalar) -> Option<Expr> {
    match whole(value, scalar) {
        Some(whole) => (whole.exact).then(|| cell().eq(whole.floor)),
        None => Some(cell().eq(main_cell(value, scalar).ok()?)),
    }
}

fn one_of(cell: &dyn Fn() -> Expr, values: &[Value], scalar: Scalar) -> Option<Expr> {
    let mut cells = Vec::with_capacity(values.len());
    for value in values {
        match whole(value, scalar) {
            Some(whole) if whole.exact => cells.push(Expr::from(whole.floor)),
            Some(_) => {}
            None => cells.push(main_cell(value, scalar).ok()?.into()),
        }
    }
    (!cells.is_empty()).then(|| cell().is_in(cells))
}

fn compared(cell: &dyn Fn() -> Expr, op: Operator, value: &Value, scalar: Scalar) -> Option<Expr> {
    let Whole { floor, exact } = whole(value, scalar)?;
    Some(match (op, exact) {
        (Operator::Lt, true) => cell().lt(floor),
        (Operator::Lt | Operator::Le, _) => cell().lte(floor),
        (Operator::Ge, true) => cell().gte(floor),
        (Operator::Gt | Operator::Ge, _) => cell().gt(floor),
        _ => return None,
    })
}

/// A comparand in the unit of its column: the whole part, and whether nothing was cut off.
struct Whole {
    floor: i64,
    exact: bool,
}

fn whole(value: &Value, scalar: Scalar) -> Option<Whole> {
    match (scalar, value) {
        (Scalar::Number { scale }, Value::Number(number)) => Some(scaled(*number, scale)),
        (Scalar::Bool, Value::Bool(yes)) => Some(Whole { floor: i64::from(*yes), exact: true }),
        (Scalar::Date, Value::Date(day)) => Some(Whole { floor: day_number(*day), exact: true }),
        (Scalar::Time, Value::Time(time)) => {
            use chrono::Timelike;
            Some(Whole { floor: i64::from(time.num_seconds_from_midnight()), exact: time.nanosecond() == 0 })
        }
        (Scalar::Instant, Value::Instant(instant)) => {
            Some(Whole { floor: instant.timestamp_millis(), exact: instant.timestamp_subsec_nanos() % 1_000_000 == 0 })
        }
        _ => None,
    }
}

/// Numbers beyond what a column can hold compare like the largest and smallest ones.
fn scaled(number: Decimal, scale: u32) -> Whole {
    let beyond = if number.cmp(&Decimal::ZERO) == Ordering::Less { i64::MIN } else { i64::MAX };
    let factor = 10_i64.checked_pow(scale).map(Decimal::from).unwrap_or(Decimal::ONE);
    let Some(product) = number.checked_mul(factor) else { return Whole { floor: beyond, exact: false } };
    let floor = product.floor();
    match i64::try_from(floor) {
        Ok(whole) => Whole { floor: whole, exact: floor == product },
        Err(_) => Whole { floor: beyond, exact: false },
    }
}
