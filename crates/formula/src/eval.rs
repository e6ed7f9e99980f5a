//! The tree walker: bound references, a budget on steps and bytes, errors as values.

use crate::ast::{Binary, Comparison, Unary};
use crate::coerce::{Eval, to_bool, to_text};
use crate::functions::{Body, Call, Function};
use crate::pattern::Pattern;
use crate::{Budget, FieldType, Formula, Give, LookUp, Question, Reference, Test, Used, World, operators};
use calendar::Zone;
use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use value::{ErrorCode, ErrorValue, Label, Value, ValueType};

/// Of every call so many bytes of its arguments count as a step: what a function does takes time in proportion to what it is given.
const BYTES_PER_STEP: usize = 64;

/// A part of a compiled formula.
#[derive(Debug, Clone)]
pub(crate) enum Node {
    Literal(Value),
    Error(ErrorCode),
    /// A reference, by its place in the formula's list.
    Reference(usize),
    /// The cell of the row at hand, of a column of a sub-table that is gone through row by row.
    Cell(usize),
    Unary(Unary, Box<Node>),
    Binary(Binary, Box<(Node, Node)>),
    Call {
        function: &'static Function,
        args: Vec<Node>,
        pattern: Option<Arc<Pattern>>,
    },
    List(Vec<Node>),
    /// A choice that is joined into a text: its option's label.
    Labels(Box<Node>, Arc<[(String, Label)]>),
    /// What is asked of another form, by its place in the formula's list; what its fields are compared with.
    LookUp {
        place: usize,
        criteria: Vec<(Node, FieldType)>,
        otherwise: Option<Box<Node>>,
    },
}

/// One evaluation under way.
pub(crate) struct Evaluator<'w> {
    pub world: &'w dyn World,
    references: &'w [Reference],
    look_ups: &'w [LookUp],
    budget: Budget,
    steps: Cell<u32>,
    bytes: Cell<u32>,
    /// The row at hand while a sub-table is gone through, and the columns that were asked for on the way.
    row: Cell<usize>,
    columns: RefCell<Vec<(usize, Rc<Value>)>>,
}

impl<'w> Evaluator<'w> {
    pub fn new(world: &'w dyn World, formula: &'w Formula, budget: Budget) -> Self {
        let (steps, bytes) = (Cell::new(budget.steps), Cell::new(budget.bytes));
        let Formula { references, look_ups, .. } = formula;
        Self { world, references, look_ups, budget, steps, bytes, row: Cell::new(0), columns: RefCell::default() }
    }

    pub fn zone(&self) -> &Zone {
        self.world.zone()
    }

    /// What was taken from the budget so far.
    pub fn used(&self) -> Used {
        Used { steps: self.budget.steps - self.steps.get(), bytes: self.budget.bytes - self.bytes.get() }
    }

    /// Evaluates a part.
    pub fn eval<'n>(&'n self, node: &'n Node) -> Eval<Cow<'n, Value>> {
        self.spend(1)?;
        match node {
            Node::Literal(value) => Ok(Cow::Borrowed(value)),
            Node::Error(code) => Err((*code).into()),
            Node::Reference(index) => self.reference(*index),
            Node::Cell(index) => self.cell(*index).map(Cow::Owned),
            Node::Unary(operator, inner) => operators::unary(*operator, &*self.eval(inner)?).map(Cow::Owned),
            Node::Binary(operator, sides) => self.binary(*operator, &sides.0, &sides.1).map(Cow::Owned),
            Node::Call { function, args, pattern } => self.call(function, args, pattern.as_deref()),
            Node::List(items) => self.list(items).map(Cow::Owned),
            Node::Labels(inner, labels) => self.labelled(&*self.eval(inner)?, labels).map(Cow::Owned),
            Node::LookUp { place, criteria, otherwise } => self.look_up(*place, criteria, otherwise.as_deref()),
        }
    }

    /// Evaluates a part and keeps an error as a value.
    pub fn eval_or_error<'n>(&'n self, node: &'n Node) -> Eval<Cow<'n, Value>> {
        match self.eval(node) {
            Err(error) if error.code == ErrorCode::Limit => Err(error),
            Err(error) => Ok(Cow::Owned(Value::Error(error))),
            value => value,
        }
    }

    /// Evaluates a part for a row of the sub-table that is gone through.
    pub fn eval_in_row<'n>(&'n self, node: &'n Node, row: usize) -> Eval<Cow<'n, Value>> {
        let outer = self.row.replace(row);
        let value = self.eval(node);
        self.row.set(outer);
        value
    }

    /// Whether a condition holds in a row of the sub-table that is gone through.
    pub fn test_in_row(&self, node: &Node, row: usize) -> Eval<bool> {
        let outer = self.row.replace(row);
        let holds = self.test(node);
        self.row.set(outer);
        holds
    }

    /// Takes steps from the budget.
    #[inline]
    pub fn spend(&self, steps: usize) -> Eval<()> {
        take(&self.steps, steps, "步骤用尽 / the steps are used up")
    }

    /// Takes bytes from the budget, before they are made.
    pub fn reserve(&self, bytes: usize) -> Eval<()> {
        take(&self.bytes, bytes, "文本或列表太大 / the text or list is too large")
    }

    fn reference(&self, index: usize) -> Eval<Cow<'_, Value>> {
        let Some(reference) = self.references.get(index) else { return Ok(Cow::Owned(Value::Blank)) };
        let value = self.world.peek(reference).map_or_else(|| Cow::Owned(self.world.value(reference)), Cow::Borrowed);
        match &*value {
            Value::Error(error) => return Err(error.clone()),
            // A world that does not lend makes a copy: it counts by its size.
            Value::List(items) => self.spend(items.len())?,
            Value::Rows(rows) => self.spend(rows.len())?,
            Value::Text(text) if text.len() > 1024 => self.spend(text.len() / 1024)?,
            _ => {}
        }
        Ok(value)
    }

    /// A cell of the row at hand; its column is asked for once.
    fn cell(&self, index: usize) -> Eval<Value> {
        let known = self.columns.borrow().iter().find(|(column, _)| *column == index).map(|(_, cells)| Rc::clone(cells));
        let cells = match known {
            Some(cells) => cells,
            None => {
                let cells = Rc::new(self.reference(index)?.into_owned());
                self.columns.borrow_mut().push((index, Rc::clone(&cells)));
                cells
            }
        };
        match &*cells {
            Value::List(cells) => match cells.get(self.row.get()) {
                Some(Value::Error(error)) => Err(error.clone()),
                Some(cell) => Ok(cell.clone()),
                None => Ok(Value::Blank),
            },
            _ => Ok(Value::Blank),
        }
    }

    /// Whether a condition holds; a comparison or a junction is answered without making a value of it.
    pub fn test(&self, node: &Node) -> Eval<bool> {
        match node {
            Node::Binary(Binary::Compare(comparison), sides) => {
                self.spend(1)?;
                self.compared(*comparison, &sides.0, &sides.1)
            }
            Node::Call { function: Function { body: Body::Condition(body), .. }, args, .. } => {
                self.spend(1)?;
                body(self, args)
            }
            other => to_bool(&*self.eval(other)?),
        }
    }

    /// A constant, or a single value that the world lends: what most operators have beside them, without a copy.
    #[inline]
    fn lent<'n>(&'n self, node: &'n Node) -> Option<&'n Value> {
        match node {
            Node::Literal(value) => Some(value),
            Node::Reference(index) => {
                let value = self.world.peek(self.references.get(*index)?)?;
                (!matches!(value, Value::Error(_) | Value::List(_) | Value::Rows(_) | Value::Text(_)) || is_short(value)).then_some(value)
            }
            _ => None,
        }
    }

    /// Two sides without copies where they are lent, else evaluated.
    #[inline]
    fn both<T>(&self, left: &Node, right: &Node, operate: impl FnOnce(&Value, &Value) -> Eval<T>) -> Eval<T> {
        match (self.lent(left), self.lent(right)) {
            (Some(left), Some(right)) => operate(left, right),
            (Some(left), None) => operate(left, &*self.eval(right)?),
            (None, Some(right)) => operate(&*self.eval(left)?, right),
            (None, None) => {
                let left = self.eval(left)?;
                operate(&left, &*self.eval(right)?)
            }
        }
    }

    fn compared(&self, comparison: Comparison, left: &Node, right: &Node) -> Eval<bool> {
        self.both(left, right, |left, right| operators::compares(comparison, left, right, self.zone()))
    }

    fn binary(&self, operator: Binary, left: &Node, right: &Node) -> Eval<Value> {
        match operator {
            Binary::Compare(comparison) => self.compared(comparison, left, right).map(Value::Bool),
            Binary::Join => self.both(left, right, |left, right| {
                let (left, right) = (self.text(left)?, self.text(right)?);
                self.reserve(left.len() + right.len())?;
                Ok(Value::Text(format!("{left}{right}")))
            }),
            _ => self.both(left, right, |left, right| operators::arithmetic(operator, left, right, self.zone())),
        }
    }

    fn call<'n>(&'n self, function: &'static Function, args: &'n [Node], pattern: Option<&Pattern>) -> Eval<Cow<'n, Value>> {
        match function.body {
            Body::Lazy(body) => body(self, args),
            Body::Condition(body) => body(self, args).map(|holds| Cow::Owned(Value::Bool(holds))),
            Body::Eager(body) => {
                let args = args.iter().map(|arg| self.eval(arg)).collect::<Eval<Vec<_>>>()?;
                self.weigh(&args)?;
                self.measured(body(&Call { args: &args, evaluator: self, pattern })?)
            }
            Body::Tolerant(body) => {
                let args = args.iter().map(|arg| self.eval_or_error(arg)).collect::<Eval<Vec<_>>>()?;
                self.weigh(&args)?;
                self.measured(body(&Call { args: &args, evaluator: self, pattern })?)
            }
        }
    }

    /// Counts the size of arguments as steps.
    fn weigh(&self, args: &[Cow<'_, Value>]) -> Eval<()> {
        let weight = |value: &Value| match value {
            Value::Text(text) => text.len() / BYTES_PER_STEP,
            Value::List(items) => items.len() / 4,
            _ => 0,
        };
        self.spend(args.iter().map(|value| weight(value)).sum())
    }

    fn measured<'n>(&self, value: Value) -> Eval<Cow<'n, Value>> {
        match &value {
            Value::Text(text) => self.reserve(text.len())?,
            Value::List(_) => self.reserve(size_of(&value))?,
            Value::Error(error) => return Err(error.clone()),
            _ => {}
        }
        Ok(Cow::Owned(value))
    }

    /// A value that goes into a list, paid for.
    pub fn kept(&self, value: Cow<'_, Value>) -> Eval<Value> {
        self.reserve(std::mem::size_of::<Value>() + size_of(&value))?;
        Ok(value.into_owned())
    }

    fn list(&self, items: &[Node]) -> Eval<Value> {
        items.iter().map(|item| self.kept(self.eval_or_error(item)?)).collect::<Eval<Vec<_>>>().map(Value::List)
    }

    /// Asks another form. A blank is equal to nothing there, and neither more nor less: it is not even asked for.
    #[inline(never)]
    fn look_up<'n>(&'n self, place: usize, criteria: &'n [(Node, FieldType)], otherwise: Option<&'n Node>) -> Eval<Cow<'n, Value>> {
        let Some(look_up) = self.look_ups.get(place) else { return Ok(Cow::Owned(Value::Blank)) };
        let mut values = Vec::with_capacity(criteria.len());
        let mut in_vain = false;
        for ((node, field), (_, test)) in criteria.iter().zip(&look_up.tests) {
            let compares = !matches!(test, Test::Blank | Test::NotBlank);
            let value = if compares { self.fitted(node, field)? } else { Value::Blank };
            in_vain |= compares && *test != Test::Differs && value.is_blank();
            values.push(value);
        }
        let found = if in_vain { Value::Blank } else { self.world.look_up(&Question::new(look_up.clone(), values)) };
        match (look_up.give, found) {
            (_, Value::Error(error)) => Err(error),
            (Give::First, Value::List(mut items)) if !items.is_empty() => Ok(Cow::Owned(items.swap_remove(0))),
            (Give::First, _) => otherwise.map_or(Err(ErrorCode::NotAvailable.into()), |node| self.eval(node)),
            (Give::Count | Give::Sum, Value::Blank) => Ok(Cow::Owned(Value::int(0))),
            (Give::Average, Value::Blank) => Err(ErrorCode::Div0.into()),
            (_, found) => Ok(Cow::Owned(found)),
        }
    }

    /// What a field of another form is compared with, as the field holds it.
    fn fitted(&self, node: &Node, field: &FieldType) -> Eval<Value> {
        let value = self.eval(node)?;
        match (&*value, &field.value_type) {
            (Value::Number(number), ValueType::Number { .. }) => Ok(Value::Number(*number)),
            (Value::Date(day), ValueType::Instant) => Ok(Value::Instant(self.zone().instant(day.and_time(value::Time::MIN)))),
            (Value::Instant(moment), ValueType::Date) => Ok(Value::Date(self.zone().day(*moment))),
            (value, _) => crate::fit(value, field),
        }
    }

    /// A value as text; a record, person or department by its label.
    pub fn text<'v>(&self, value: &'v Value) -> Eval<Cow<'v, str>> {
        match value {
            Value::Reference(record) => match self.world.label_of(*record) {
                Some(label) => Ok(Cow::Owned(label)),
                None => Err(ErrorValue::new(ErrorCode::Pending, "名称提交后才知道 / the name is known after submitting")),
            },
            Value::List(items) if !items.is_empty() => {
                let texts = items.iter().map(|item| self.text(item)).collect::<Eval<Vec<_>>>()?;
                self.reserve(texts.iter().map(|text| text.len() + 3).sum())?;
                Ok(Cow::Owned(texts.join("、")))
            }
            other => to_text(other, self.zone()),
        }
    }

    fn labelled(&self, value: &Value, labels: &[(String, Label)]) -> Eval<Value> {
        let locale = self.world.locale();
        let label =
            |id: &str| labels.iter().find(|(option, _)| option == id).map_or_else(|| id.to_string(), |(_, label)| label.get(locale).to_string());
        Ok(match value {
            Value::Choice(option) => Value::Text(label(option.as_str())),
            Value::Text(text) => Value::Text(label(text)),
            Value::List(items) => Value::List(items.iter().map(|item| self.labelled(item, labels)).collect::<Eval<_>>()?),
            other => other.clone(),
        })
    }
}

fn is_short(value: &Value) -> bool {
    matches!(value, Value::Text(text) if text.len() <= 1024)
}

/// The bytes that a value holds beside itself.
fn size_of(value: &Value) -> usize {
    match value {
        Value::Text(text) => text.len(),
        Value::List(items) => items.iter().map(|item| std::mem::size_of::<Value>() + size_of(item)).sum(),
        _ => 0,
    }
}

#[inline]
fn take(budget: &Cell<u32>, amount: usize, reason: &str) -> Eval<()> {
    match u32::try_from(amount).ok().and_then(|amount| budget.get().checked_sub(amount)) {
        Some(rest) => {
            budget.set(rest);
            Ok(())
        }
        None => Err(ErrorValue::new(ErrorCode::Limit, reason)),
    }
}
