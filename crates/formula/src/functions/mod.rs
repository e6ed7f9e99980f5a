//! The function library: one entry per function with its texts, types, example and behaviour; one file per group.
//!
//! One more function is one entry in its group's file and its name in that file's list.

/// An entry of the library in short: name and aliases, Chinese name, group, parameters, result, help, example, behaviour.
macro_rules! function {
    (
        $id:ident = $name:literal $(| $alias:literal)*, $zh:literal, $group:ident, [$($param:expr),*] $(repeat $repeat:literal)?, $returns:expr,
        ($help_zh:literal, $help_en:literal), ($example:literal, $answer:literal), $kind:ident($body:expr $(,)?) $(,)?
    ) => {
        static $id: Function = Function {
            name: $name,
            aliases: &[$($alias),*],
            zh: word($zh),
            group: Group::$group,
            params: &[$($param),*],
            repeat: 0 $(+ $repeat)?,
            tail: false,
            returns: $returns,
            help: words($help_zh, $help_en),
            example: words($example, $answer),
            body: Body::$kind($body),
        };
    };
}

mod aggregate;
mod china;
mod china_more;
mod criteria;
mod date;
mod date_more;
mod date_parts;
mod finance;
mod finance_return;
mod list;
mod logic;
mod logic_more;
mod lookup;
mod math;
mod math_count;
mod math_more;
mod pattern;
mod people;
mod rows;
mod statistics;
mod statistics_more;
mod text;
mod text_code;
mod text_format;
mod text_more;
mod trigonometry;
mod working;

pub use text_format::format_value;

use crate::Type;
use crate::coerce::{self, Eval};
use crate::eval::{Evaluator, Node};
use crate::pattern::Pattern;
use chrono::NaiveDateTime;
use std::borrow::Cow;
use value::{Date, Decimal, Label, Locale, Time, Value};

/// All functions, group by group. Those of rarely used groups are only in the whole library.
pub static FUNCTIONS: &[&[&Function]] = &[
    logic::FUNCTIONS,
    logic_more::FUNCTIONS,
    math::FUNCTIONS,
    math_more::FUNCTIONS,
    #[cfg(feature = "whole")]
    math_count::FUNCTIONS,
    #[cfg(feature = "whole")]
    trigonometry::FUNCTIONS,
    aggregate::FUNCTIONS,
    criteria::FUNCTIONS,
    rows::FUNCTIONS,
    list::FUNCTIONS,
    lookup::FUNCTIONS,
    #[cfg(feature = "whole")]
    statistics::FUNCTIONS,
    #[cfg(feature = "whole")]
    statistics_more::FUNCTIONS,
    text::FUNCTIONS,
    text_more::FUNCTIONS,
    #[cfg(feature = "whole")]
    text_code::FUNCTIONS,
    text_format::FUNCTIONS,
    date::FUNCTIONS,
    date_parts::FUNCTIONS,
    date_more::FUNCTIONS,
    working::FUNCTIONS,
    #[cfg(feature = "whole")]
    pattern::FUNCTIONS,
    china::FUNCTIONS,
    #[cfg(feature = "whole")]
    china_more::FUNCTIONS,
    #[cfg(feature = "whole")]
    finance::FUNCTIONS,
    #[cfg(feature = "whole")]
    finance_return::FUNCTIONS,
    people::FUNCTIONS,
];

/// Every function once.
pub fn functions() -> impl Iterator<Item = &'static Function> {
    FUNCTIONS.iter().flat_map(|group| group.iter().copied())
}

/// The function of a name or of an alias, without regard to case.
pub fn function(name: &str) -> Option<&'static Function> {
    functions().find(|function| function.name.eq_ignore_ascii_case(name) || function.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(name)))
}

/// A group of functions, as the builder lists them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Conditions and tests.
    Logic,
    /// Numbers.
    Math,
    /// Lists and sub-table columns.
    Aggregate,
    /// Sub-tables, row by row.
    Rows,
    /// Spread, rank, relation.
    Statistics,
    /// Text.
    Text,
    /// Days and times.
    Date,
    /// Patterns.
    Pattern,
    /// What only Chinese forms need.
    China,
    /// Interest, payments, depreciation.
    Finance,
    /// Persons.
    People,
}

impl Group {
    /// Its name.
    pub fn label(self) -> Label {
        let (zh, en) = match self {
            Group::Logic => ("逻辑", "Logic"),
            Group::Math => ("数学", "Numbers"),
            Group::Aggregate => ("汇总", "Lists and totals"),
            Group::Rows => ("子表逐行", "Sub-tables row by row"),
            Group::Statistics => ("统计", "Statistics"),
            Group::Finance => ("财务", "Finance"),
            Group::Text => ("文本", "Text"),
            Group::Date => ("日期时间", "Dates and times"),
            Group::Pattern => ("正则", "Patterns"),
            Group::China => ("中文", "Chinese"),
            Group::People => ("人员", "People"),
        };
        Label::both(zh, en)
    }
}

/// A function of the language.
pub struct Function {
    /// Its name, upper case.
    pub name: &'static str,
    /// Other names under which it is known.
    pub aliases: &'static [&'static str],
    /// Its Chinese name, for display.
    pub zh: &'static str,
    /// Its group.
    pub group: Group,
    /// Its parameters in order.
    pub params: &'static [Param],
    /// How many of the last parameters may be repeated together; 0 for none.
    pub repeat: usize,
    /// Whether one more value may follow the repeated ones (the default of SWITCH).
    pub tail: bool,
    /// What it answers.
    pub returns: Returns,
    /// One sentence, zh and en.
    pub help: (&'static str, &'static str),
    /// A formula and its answer, run as a test.
    pub example: (&'static str, &'static str),
    pub(crate) body: Body,
}

impl std::fmt::Debug for Function {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// A parameter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Param {
    /// Its English name.
    pub name: &'static str,
    /// Its Chinese name.
    pub zh: &'static str,
    /// What it takes.
    pub kind: Kind,
    /// Whether it may be left out.
    pub optional: bool,
}

impl Param {
    const fn new(name: &'static str, zh: &'static str, kind: Kind) -> Self {
        Self { name: word(name), zh: word(zh), kind, optional: false }
    }

    const fn optional(name: &'static str, zh: &'static str, kind: Kind) -> Self {
        Self { name: word(name), zh: word(zh), kind, optional: true }
    }
}

/// A text of the registry. A build that shows none (a browser that only fills forms) keeps none of them.
const fn word(text: &'static str) -> &'static str {
    if cfg!(feature = "texts") { text } else { "" }
}

/// Two texts of the registry: Chinese and English, or a formula and its answer.
const fn words(one: &'static str, other: &'static str) -> (&'static str, &'static str) {
    (word(one), word(other))
}

/// What a parameter takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Anything.
    Any,
    /// A text; numbers, yes/no and dates are written as text.
    Text,
    /// A text for people: a choice gives the label of its option.
    Shown,
    /// A number.
    Number,
    /// Yes or no.
    Bool,
    /// A day or a moment.
    Day,
    /// A time of day or a moment.
    Clock,
    /// A list or column; a single value counts as a list of one.
    List,
    /// Numbers, one by one or as lists.
    Numbers,
    /// Something that is compared with the argument at this place.
    KeyOf(usize),
    /// Something that is compared as a whole with the argument at this place, or a list of such things.
    CandidateOf(usize),
    /// A constant text that is a regular expression.
    Pattern,
    /// A sub-table.
    Table,
    /// Something that is evaluated for each row of the sub-table before it; `{column}` is the row's cell.
    EachRow,
}

/// What a function answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Returns {
    /// Not known before it runs.
    Any,
    /// Text.
    Text,
    /// A number.
    Number,
    /// Yes or no.
    Bool,
    /// A day.
    Date,
    /// A time of day.
    Time,
    /// A moment.
    Instant,
    /// A person.
    Reference,
    /// What the argument at this place is.
    Same(usize),
    /// What the arguments at both places have in common.
    Both(usize, usize),
    /// What all values of the pairs from this place on have in common.
    Pairs(usize),
    /// An item of the list at this place.
    Item(usize),
    /// A list of what stands at this place.
    ListOf(usize),
}

/// What most entries have in common: no aliases, nothing repeated.
const BASE: Function = Function {
    name: "",
    aliases: &[],
    zh: "",
    group: Group::Logic,
    params: &[],
    repeat: 0,
    tail: false,
    returns: Returns::Any,
    help: ("", ""),
    example: ("", ""),
    body: Body::Eager(|_| Ok(Value::Blank)),
};

/// How a function runs.
#[derive(Clone, Copy)]
pub(crate) enum Body {
    /// With evaluated arguments; an error in one of them is the answer.
    Eager(fn(&Call<'_, '_>) -> Eval<Value>),
    /// With evaluated arguments, errors among them.
    Tolerant(fn(&Call<'_, '_>) -> Eval<Value>),
    /// With the parts themselves, of which it evaluates only what it needs.
    Lazy(for<'n> fn(&'n Evaluator<'n>, &'n [Node]) -> Eval<Cow<'n, Value>>),
    /// The same for what is true or false: IF asks without making a value of it.
    Condition(fn(&Evaluator<'_>, &[Node]) -> Eval<bool>),
}

/// A call with evaluated arguments.
pub(crate) struct Call<'c, 'w> {
    pub args: &'c [Cow<'c, Value>],
    pub evaluator: &'c Evaluator<'w>,
    pub pattern: Option<&'c Pattern>,
}

static BLANK: Value = Value::Blank;

impl<'c> Call<'c, '_> {
    /// An argument; blank when it was left out.
    pub fn value(&self, index: usize) -> &'c Value {
        self.args.get(index).map_or(&BLANK, |value| &**value)
    }

    /// Whether an argument was given at all, be it blank.
    pub fn given(&self, index: usize) -> bool {
        index < self.args.len()
    }

    pub fn number(&self, index: usize) -> Eval<Decimal> {
        coerce::to_number(self.value(index))
    }

    pub fn number_or(&self, index: usize, otherwise: i64) -> Eval<Decimal> {
        if self.given(index) { self.number(index) } else { Ok(Decimal::from(otherwise)) }
    }

    pub fn int(&self, index: usize) -> Eval<i64> {
        coerce::to_int(self.value(index))
    }

    pub fn int_or(&self, index: usize, otherwise: i64) -> Eval<i64> {
        if self.given(index) { self.int(index) } else { Ok(otherwise) }
    }

    pub fn bool(&self, index: usize) -> Eval<bool> {
        coerce::to_bool(self.value(index))
    }

    pub fn text(&self, index: usize) -> Eval<Cow<'c, str>> {
        coerce::to_text(self.value(index), self.evaluator.zone())
    }

    pub fn date(&self, index: usize) -> Eval<Date> {
        coerce::to_date(self.value(index), self.evaluator.zone())
    }

    pub fn local(&self, index: usize) -> Eval<NaiveDateTime> {
        coerce::to_local(self.value(index), self.evaluator.zone())
    }

    pub fn time(&self, index: usize) -> Eval<Time> {
        coerce::to_time(self.value(index), self.evaluator.zone())
    }

    /// An argument as items: lists within lists are laid flat, a single value is one item.
    pub fn items(&self, index: usize) -> Eval<Vec<&'c Value>> {
        let mut items = Vec::new();
        flatten(self.value(index), &mut items);
        self.evaluator.spend(items.len())?;
        Ok(items)
    }
}

fn flatten<'v>(value: &'v Value, items: &mut Vec<&'v Value>) {
    match value {
        Value::List(list) => list.iter().for_each(|item| flatten(item, items)),
        single => items.push(single),
    }
}

impl Function {
    /// How it is written, with the names of the arguments in a language: `ROUND(number, [digits])`.
    pub fn usage(&self, locale: Locale) -> String {
        if !cfg!(feature = "texts") {
            return format!("{}(…)", self.name);
        }
        let chinese = locale == Locale::ZhCn;
        let fixed = self.params.len() - self.repeat;
        let mut parts: Vec<String> = Vec::new();
        for (index, param) in self.params.iter().enumerate() {
            let name = if chinese { param.zh } else { param.name };
            let name = if index >= fixed { format!("{name}1") } else { name.to_string() };
            parts.push(if param.optional { format!("[{name}]") } else { name });
        }
        if self.repeat > 0 {
            parts.push("…".into());
        }
        if self.tail {
            parts.push(if chinese { "[默认]".into() } else { "[default]".into() });
        }
        format!("{}({})", self.name, parts.join(", "))
    }

    /// Whether it can be called with so many arguments.
    pub(crate) fn takes(&self, count: usize) -> bool {
        let least = self.params.iter().filter(|param| !param.optional).count();
        if count < least {
            return false;
        }
        match self.repeat {
            0 => count <= self.params.len(),
            repeat => {
                let over = count.saturating_sub(self.params.len());
                over.is_multiple_of(repeat) || (self.tail && over % repeat == 1)
            }
        }
    }

    /// What it takes at a place.
    pub(crate) fn kind_at(&self, index: usize, count: usize) -> Kind {
        let is_tail = self.tail && index + 1 == count && count > self.params.len() && (count - self.params.len()) % self.repeat.max(1) == 1;
        let place = if is_tail { None } else { self.place_of(index) };
        place.and_then(|place| self.params.get(place)).map_or(Kind::Any, |param| param.kind)
    }

    /// The parameter to which an argument belongs.
    pub(crate) fn place_of(&self, argument: usize) -> Option<usize> {
        let fixed = self.params.len() - self.repeat;
        match (argument >= self.params.len(), self.repeat) {
            (false, _) => Some(argument),
            (true, 0) => None,
            (true, repeat) => Some(fixed + (argument - fixed) % repeat),
        }
    }

    /// What it answers, given the types of its arguments.
    pub(crate) fn result(&self, args: &[Type]) -> Type {
        let at = |index: usize| args.get(index).cloned().unwrap_or(Type::Blank);
        match self.returns {
            Returns::Any => Type::Any,
            Returns::Text => Type::Text,
            Returns::Number => Type::Number,
            Returns::Bool => Type::Bool,
            Returns::Date => Type::Date,
            Returns::Time => Type::Time,
            Returns::Instant => Type::Instant,
            Returns::Reference => Type::Reference,
            Returns::Same(index) => at(index),
            Returns::Both(first, second) => at(first).with(&at(second)),
            Returns::Pairs(from) => {
                let values = args.iter().enumerate().filter(|(index, _)| *index >= from && ((index - from) % 2 == 0 || index + 1 == args.len()));
                values.map(|(_, found)| found.clone()).reduce(|one, other| one.with(&other)).unwrap_or(Type::Any)
            }
            Returns::ListOf(index) => match at(index) {
                Type::List(item) => Type::List(item),
                other => Type::List(Box::new(other)),
            },
            Returns::Item(index) => match at(index) {
                Type::List(item) => *item,
                other => other,
            },
        }
    }
}

impl Kind {
    /// What it is called, in both languages.
    pub fn label(self) -> Label {
        let (zh, en) = match self {
            Kind::Any | Kind::KeyOf(_) | Kind::CandidateOf(_) => ("任意值", "Any value"),
            Kind::Table => ("子表", "A sub-table"),
            Kind::EachRow => ("每行的值", "A value of each row"),
            Kind::Text | Kind::Shown => ("文本", "A text"),
            Kind::Number => ("数字", "A number"),
            Kind::Bool => ("条件", "A condition"),
            Kind::Day => ("日期", "A date"),
            Kind::Clock => ("时间", "A time"),
            Kind::List => ("一列值", "A list of values"),
            Kind::Numbers => ("数字", "Numbers"),
            Kind::Pattern => ("正则表达式", "A pattern"),
        };
        Label::both(zh, en)
    }
}
