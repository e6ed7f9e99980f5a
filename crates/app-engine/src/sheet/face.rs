//! Which face a kind has.

use form_engine::CompiledField;
use value::{FormId, Label, ReferenceTarget, ValueType};

/// How the values of a field stand in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Face {
    /// A text as it is.
    Text,
    /// Several texts, with signs or lines between them.
    Texts,
    /// A number.
    Number,
    /// A number that is shown as a percentage.
    Share,
    /// Yes or no.
    Bool,
    /// A day.
    Day,
    /// A month, quarter or week in words.
    Period(Period),
    /// A time of day.
    Time,
    /// A local date and time.
    Moment,
    /// An option by its name.
    Option,
    /// Several options by their names.
    Options,
    /// A person by name, login or mail address.
    Person,
    /// Several people.
    People,
    /// A department by its name or its way from the root.
    Department,
    /// Several departments.
    Departments,
    /// A record of a form by one of its fields.
    Record(FormId),
    /// Several records of a form.
    Records(FormId),
    /// A province, city, district.
    Region,
    /// A region with what follows behind it.
    Address,
    /// From … to ….
    Range(End),
    /// Named texts: `姓名：张三；职务：主管`.
    Parts,
    /// Any names with texts.
    Pairs,
    /// Rows of a sub-table; its columns have faces of their own.
    Rows,
    /// It goes out in words and cannot come in from a cell.
    OutOnly(NotFromCell),
}

/// A period that is kept as its first day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// `2026-03`, `2026年3月`.
    Month,
    /// `2026年第1季度`, `2026 Q1`.
    Quarter,
    /// `2026年第9周`, `2026 W09`.
    Week,
}

/// What stands at the ends of a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// Days.
    Day,
    /// Months, quarters, weeks.
    Period(Period),
    /// Times of day.
    Time,
    /// Local dates and times.
    Moment,
    /// Numbers.
    Number,
}

/// Why a value cannot come from a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotFromCell {
    /// The product makes it: a formula, a count, who and when.
    Made,
    /// It is a file, a picture, a recording.
    File,
    /// It has more to it than a line of text says.
    Structure,
}

impl NotFromCell {
    /// In words for whoever imports.
    pub fn label(self) -> Label {
        match self {
            Self::Made => Label::both("由系统计算或填写，不能导入", "the product fills it in; it cannot be imported"),
            Self::File => Label::both("文件和图片不能从单元格导入", "files and pictures cannot come from a cell"),
            Self::Structure => {
                Label::both("这种字段的内容不能用一格文字表示，不能导入", "a cell cannot say all that this field holds; it cannot be imported")
            }
        }
    }
}

/// The face of a field, also for going out.
pub fn face(field: &CompiledField) -> Face {
    match (field.control.kind, &field.value_type) {
        ("month", _) => Face::Period(Period::Month),
        ("quarter", _) => Face::Period(Period::Quarter),
        ("week", _) => Face::Period(Period::Week),
        ("percent", _) => Face::Share,
        ("region", _) => Face::Region,
        ("address", _) => Face::Address,
        ("multi_text", _) => Face::Parts,
        ("key_values", _) => Face::Pairs,
        ("rich_text", _) => Face::Text,
        (kind, ValueType::Structure) => range(kind, field).map_or(Face::OutOnly(NotFromCell::Structure), Face::Range),
        (_, value_type) => by_type(value_type),
    }
}

fn by_type(value_type: &ValueType) -> Face {
    match value_type {
        ValueType::Text => Face::Text,
        ValueType::Number { .. } => Face::Number,
        ValueType::Bool => Face::Bool,
        ValueType::Date => Face::Day,
        ValueType::Time => Face::Time,
        ValueType::Instant => Face::Moment,
        ValueType::Choice => Face::Option,
        ValueType::Reference(ReferenceTarget::User) => Face::Person,
        ValueType::Reference(ReferenceTarget::Department) => Face::Department,
        ValueType::Reference(ReferenceTarget::Form(form)) => Face::Record(form.clone()),
        ValueType::List(item) => match &**item {
            ValueType::Text => Face::Texts,
            ValueType::Choice => Face::Options,
            ValueType::Reference(ReferenceTarget::User) => Face::People,
            ValueType::Reference(ReferenceTarget::Department) => Face::Departments,
            ValueType::Reference(ReferenceTarget::Form(form)) => Face::Records(form.clone()),
            ValueType::File => Face::OutOnly(NotFromCell::File),
            _ => Face::OutOnly(NotFromCell::Structure),
        },
        ValueType::Rows(_) => Face::Rows,
        ValueType::File => Face::OutOnly(NotFromCell::File),
        ValueType::Structure => Face::OutOnly(NotFromCell::Structure),
    }
}

fn range(kind: &str, field: &CompiledField) -> Option<End> {
    let parts = field.behaviour.parts();
    let [from, to] = parts.as_slice() else { return None };
    if (from.key.as_str(), to.key.as_str()) != ("from", "to") {
        return None;
    }
    Some(match (kind, &from.value_type) {
        ("month_range", _) => End::Period(Period::Month),
        ("quarter_range", _) => End::Period(Period::Quarter),
        ("week_range", _) => End::Period(Period::Week),
        (_, ValueType::Date) => End::Day,
        (_, ValueType::Time) => End::Time,
        (_, ValueType::Instant) => End::Moment,
        (_, ValueType::Number { .. }) => End::Number,
        _ => return None,
    })
}
