//! What the outside gives to a formula and gets from it.

use crate::Question;
use calendar::{Calendars, WorkCalendar, Zone};
use indexmap::IndexMap;
use std::sync::Arc;
use value::{FaceOf, FieldId, FormId, Instant, Label, Locale, RecordId, UserId, Value, ValueType};

/// The type of an expression.
#[derive(Debug, Clone, PartialEq)]
pub enum Type {
    /// Nothing is known: any value.
    Any,
    /// Blank only.
    Blank,
    /// Text; a choice is a text that equals its option id or its label.
    Text,
    /// A number.
    Number,
    /// Yes or no.
    Bool,
    /// A civil day.
    Date,
    /// A time of day.
    Time,
    /// A moment.
    Instant,
    /// One option of a field: ids with labels, so that a comparison with an unknown option is a finding.
    Choice(Vec<(String, Label)>),
    /// Several values; a column of a sub-table is a list.
    List(Box<Type>),
    /// A sub-table.
    Rows(FieldId),
    /// A record, person or department.
    Reference,
    /// A file.
    File,
    /// A structured value.
    Structure,
}

/// A field as formulas see it.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldType {
    /// Its label, for hints and for the display of a formula.
    pub label: Label,
    /// The type of its value.
    pub value_type: ValueType,
    /// Options of a choice, whole tree.
    pub options: Vec<(String, Label)>,
    /// The columns of a sub-table, the fields of the record that it refers to, or the parts of a structured value.
    pub fields: IndexMap<FieldId, FieldType>,
    /// How its values are written, if in a way of its own.
    pub face: FaceOf,
}

/// The names that a formula may use.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Scope {
    /// The fields of the record.
    pub fields: IndexMap<FieldId, FieldType>,
    /// The sub-table in whose row the formula is evaluated: its columns are then used as `{column}` too.
    pub row_of: Option<FieldId>,
    /// What the app knows beside the record.
    pub outside: Arc<Outside>,
}

/// What formulas of an app may name beside the fields of their record.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Outside {
    /// Values with a name, written without braces: `{amount} * vat_rate`.
    pub constants: IndexMap<String, Constant>,
    /// The forms that may be looked up in, with their fields: `{order!amount}`. Empty where no record stands behind the formula
    /// that could be asked about others: in reports, prints and messages.
    pub forms: IndexMap<FormId, IndexMap<FieldId, FieldType>>,
    /// The working calendars of the app.
    pub calendars: Arc<Calendars>,
}

/// A value of the app that has a name.
#[derive(Debug, Clone, PartialEq)]
pub struct Constant {
    /// What people call it.
    pub label: Label,
    /// What it is worth: a number, text, day, or yes or no.
    pub value: Value,
}

/// A field that a formula uses: `{amount}`, `{lines.amount}` (a column), `{customer.level}` (a field of the related record).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reference {
    /// A field of the record.
    Field(FieldId),
    /// A cell of the current row.
    Cell {
        /// The sub-table.
        table: FieldId,
        /// The column.
        column: FieldId,
    },
    /// All cells of a column.
    Column {
        /// The sub-table.
        table: FieldId,
        /// The column.
        column: FieldId,
    },
    /// A field of the record that a field refers to, or a part of a structured value: `{period.from}`.
    Related {
        /// The field that refers.
        field: FieldId,
        /// The field there.
        of: FieldId,
    },
}

/// What a formula asks of the world while it is evaluated.
pub trait World {
    /// The value of a reference. What is not known here (only the server can say) is an error value `#PENDING!`.
    fn value(&self, reference: &Reference) -> Value;
    /// The same without a copy, where the world holds the value as it is; a world that can lend should, it saves most of the time.
    fn peek(&self, _reference: &Reference) -> Option<&Value> {
        None
    }
    /// What the records of another form say. Where they are not known the answer is pending, as that of any other value.
    fn look_up(&self, _question: &Question) -> Value {
        Value::Error(value::ErrorCode::Pending.into())
    }
    /// The moment of the command; never the clock of the machine.
    fn now(&self) -> Instant;
    /// The app's zone.
    fn zone(&self) -> &Zone;
    /// Who acts, if it is a person.
    fn current_user(&self) -> Option<UserId>;
    /// The label of a record, person or department, for joining it into a text.
    fn label_of(&self, _record: RecordId) -> Option<String> {
        None
    }
    /// The language in which names of options are joined into texts: of who reads, or of the app where the answer is stored.
    fn locale(&self) -> Locale {
        Locale::ZhCn
    }
    /// A working calendar of the app, by id; without an id the one that counts where nothing else is said.
    fn work_calendar(&self, _id: Option<&str>) -> Option<&WorkCalendar> {
        None
    }
}

/// A world that knows nothing but values: for conditions on edges, measures and tests.
#[derive(Debug, Clone, PartialEq)]
pub struct Lookup {
    /// The record.
    pub record: value::Record,
    /// The moment.
    pub now: Instant,
    /// The zone.
    pub zone: Zone,
    /// Who acts.
    pub user: Option<UserId>,
}

/// How much one evaluation may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// Evaluation steps.
    pub steps: u32,
    /// Bytes of text and lists that are made on the way.
    pub bytes: u32,
}

/// How much one evaluation did use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Used {
    /// Evaluation steps.
    pub steps: u32,
    /// Bytes of text and lists that were made on the way.
    pub bytes: u32,
}

impl Default for Budget {
    fn default() -> Self {
        Self { steps: 200_000, bytes: 4 << 20 }
    }
}

/// What is wrong with a formula, where in its text, and what to do.
#[derive(Debug, Clone, PartialEq)]
pub struct FormulaFault {
    /// Stable code `MF….`.
    pub code: &'static str,
    /// First character.
    pub start: usize,
    /// Character after the last.
    pub end: usize,
    /// What is wrong.
    pub message: Label,
    /// What to do.
    pub hint: Option<Label>,
}

impl Type {
    /// What both have in common.
    pub fn with(&self, other: &Type) -> Type {
        match (self, other) {
            (one, other) if one == other => one.clone(),
            (Type::Blank, other) | (other, Type::Blank) => other.clone(),
            (Type::Text, Type::Choice(_)) | (Type::Choice(_), Type::Text) => Type::Text,
            (Type::Choice(_), Type::Choice(_)) => Type::Choice(Vec::new()),
            (Type::List(one), Type::List(other)) => Type::List(Box::new(one.with(other))),
            _ => Type::Any,
        }
    }

    /// What it is called, in both languages.
    pub fn label(&self) -> Label {
        let (zh, en) = match self {
            Type::Any => ("任意值", "any value"),
            Type::Blank => ("空值", "a blank"),
            Type::Text => ("文本", "a text"),
            Type::Number => ("数字", "a number"),
            Type::Bool => ("真假值", "true or false"),
            Type::Date => ("日期", "a date"),
            Type::Time => ("时间", "a time of day"),
            Type::Instant => ("日期时间", "a date and time"),
            Type::Choice(_) => ("选项", "an option"),
            Type::List(_) => ("多个值", "a list of values"),
            Type::Rows(_) => ("子表", "a sub-table"),
            Type::Reference => ("关联的记录或人员", "a record or person"),
            Type::File => ("文件", "a file"),
            Type::Structure => ("结构化的值", "a structured value"),
        };
        Label::both(zh, en)
    }
}

impl World for Lookup {
    fn value(&self, reference: &Reference) -> Value {
        match reference {
            Reference::Field(field) => self.record.get(field.as_str()).clone(),
            Reference::Column { table, column } => column_of(self.record.get(table.as_str()), column),
            Reference::Cell { column, .. } => self.record.get(column.as_str()).clone(),
            Reference::Related { .. } => Value::Error(value::ErrorValue::from(value::ErrorCode::Pending)),
        }
    }

    fn peek(&self, reference: &Reference) -> Option<&Value> {
        match reference {
            Reference::Field(field) => Some(self.record.get(field.as_str())),
            Reference::Cell { column, .. } => Some(self.record.get(column.as_str())),
            Reference::Column { .. } | Reference::Related { .. } => None,
        }
    }

    fn now(&self) -> Instant {
        self.now
    }

    fn zone(&self) -> &Zone {
        &self.zone
    }

    fn current_user(&self) -> Option<UserId> {
        self.user
    }
}

/// The cells of a column of a sub-table's value, row by row; blank cells are blanks.
pub fn column_of(rows: &Value, column: &FieldId) -> Value {
    match rows {
        Value::Rows(rows) => Value::List(rows.iter().map(|row| row.values.get(column.as_str()).clone()).collect()),
        _ => Value::List(Vec::new()),
    }
}
