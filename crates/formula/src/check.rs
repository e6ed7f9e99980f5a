//! From the tree to a bound formula: names are resolved, types and counts are checked, every fault is told.

mod look_up;

use crate::ast::{Ast, AstKind, Binary, Comparison, Unary};
use crate::eval::Node;
use crate::functions::{Function, Kind, function, functions};
use crate::look_up::LookUp;
use crate::names::Names;
use crate::pattern::Pattern;
use crate::{FormulaFault, Reference, Scope, Type, coerce, fault};
use std::sync::Arc;
use value::{FieldId, Label, Locale, Value, nearest};

/// Of so many faults the nearest name is looked for; finding it among thousands of fields is what makes checking slow.
const MOST_HINTS: usize = 20;
/// So many faults are told; a text that has more is no formula.
const MOST_FAULTS: usize = 100;

pub(crate) struct Checked {
    pub root: Node,
    pub result: Type,
    pub references: Vec<Reference>,
    pub look_ups: Vec<LookUp>,
    pub faults: Vec<FormulaFault>,
    pub uses_clock: bool,
    pub uses_actor: bool,
}

/// Binds and checks a tree.
pub(crate) fn check(tree: &Ast, scope: &Scope) -> Checked {
    let mut checker = Checker::new(scope);
    let (root, result) = checker.part(tree);
    checker.faults.truncate(MOST_FAULTS);
    let Checker { references, look_ups, faults, uses_clock, uses_actor, .. } = checker;
    Checked { root, result, references, look_ups, faults, uses_clock, uses_actor }
}

/// What an editor wants to know of a tree beside its faults.
#[cfg(feature = "service")]
#[derive(Default)]
pub(crate) struct Notes {
    /// The type of every part with its place, inner parts before those around them.
    pub types: Vec<(usize, usize, Type)>,
    /// The fields with their places.
    pub fields: Vec<(usize, usize, Reference)>,
    /// The texts that are compared with options.
    pub options: Vec<ComparedText>,
}

/// A text that is compared with the options of a field.
#[cfg(feature = "service")]
pub(crate) struct ComparedText {
    pub start: usize,
    pub end: usize,
    pub text: String,
    pub options: Vec<(String, Label)>,
}

/// Goes through a tree and notes what an editor wants to know.
#[cfg(feature = "service")]
pub(crate) fn notes(tree: &Ast, scope: &Scope) -> Notes {
    let mut checker = Checker::new(scope);
    checker.notes = Some(Notes::default());
    checker.part(tree);
    checker.notes.unwrap_or_default()
}

struct Checker<'s> {
    names: Names<'s>,
    references: Vec<Reference>,
    look_ups: Vec<LookUp>,
    faults: Vec<FormulaFault>,
    uses_clock: bool,
    uses_actor: bool,
    /// The sub-table that is gone through row by row at this place.
    each_row_of: Option<FieldId>,
    /// What an editor wants to know, when it asks.
    #[cfg(feature = "service")]
    notes: Option<Notes>,
}

impl<'s> Checker<'s> {
    fn new(scope: &'s Scope) -> Self {
        Self {
            names: Names { scope },
            references: Vec::new(),
            look_ups: Vec::new(),
            faults: Vec::new(),
            uses_clock: false,
            uses_actor: false,
            each_row_of: None,
            #[cfg(feature = "service")]
            notes: None,
        }
    }

    fn part(&mut self, ast: &Ast) -> (Node, Type) {
        let (node, found) = self.bound(ast);
        #[cfg(feature = "service")]
        if let Some(notes) = &mut self.notes {
            notes.types.push((ast.start, ast.end, found.clone()));
        }
        (node, found)
    }

    fn bound(&mut self, ast: &Ast) -> (Node, Type) {
        match &ast.kind {
            AstKind::Number(number) => (Node::Literal(Value::Number(*number)), Type::Number),
            AstKind::Text(text) => (Node::Literal(Value::text(value::normal_text(text))), Type::Text),
            AstKind::Bool(yes) => (Node::Literal(Value::Bool(*yes)), Type::Bool),
            AstKind::Error(code) => (Node::Error(*code), Type::Any),
            AstKind::Blank => (Node::Literal(Value::Blank), Type::Blank),
            AstKind::Bad => (Node::Literal(Value::Blank), Type::Any),
            AstKind::Field(name) => self.field(name, ast),
            AstKind::Name(name) if self.names.constant(name).is_some() => self.constant(name),
            AstKind::Name(name) => {
                let id = self.hint(name).map(|(id, _)| id);
                self.faults.push(fault::bare_field(ast.start, ast.end, name, id));
                (Node::Literal(Value::Blank), Type::Any)
            }
            AstKind::Unary(operator, inner) => self.unary(*operator, inner),
            AstKind::Binary(Binary::Join, left, right) => self.join(left, right),
            AstKind::Binary(Binary::Compare(comparison), left, right) => self.comparison(*comparison, left, right),
            AstKind::Binary(operator, left, right) => self.arithmetic(*operator, left, right),
            AstKind::Call { name, name_end, args } => self.call(name, *name_end, args, ast),
            AstKind::List(items) => {
                let (nodes, types): (Vec<Node>, Vec<Type>) = items.iter().map(|item| self.part(item)).unzip();
                let item = types.into_iter().reduce(|one, other| one.with(&other)).unwrap_or(Type::Any);
                (list(nodes), Type::List(Box::new(item)))
            }
        }
    }

    /// A value of the app that has a name stands in the formula as if it were written there.
    fn constant(&self, name: &str) -> (Node, Type) {
        let value = self.names.constant(name).map(|constant| constant.value.clone()).unwrap_or_default();
        let found = match &value {
            Value::Number(_) => Type::Number,
            Value::Text(_) => Type::Text,
            Value::Bool(_) => Type::Bool,
            Value::Date(_) => Type::Date,
            _ => Type::Any,
        };
        (Node::Literal(value), found)
    }

    fn field(&mut self, name: &str, ast: &Ast) -> (Node, Type) {
        if Self::is_of_other_form(ast) {
            self.faults.push(fault::no_look_up(ast.start, ast.end));
            return (Node::Literal(Value::Blank), Type::Any);
        }
        if let Some((reference, found)) = self.each_row_of.as_ref().and_then(|table| self.names.of_each_row(table, name)) {
            self.note_field(&reference, ast);
            return (Node::Cell(self.reference(reference)), found);
        }
        match self.names.resolve(name) {
            Some((reference, found)) => {
                self.note_field(&reference, ast);
                (Node::Reference(self.reference(reference)), found)
            }
            None => {
                let near = self.hint(name);
                self.faults.push(fault::unknown_field(ast.start, ast.end, name, near));
                (Node::Literal(Value::Blank), Type::Any)
            }
        }
    }

    #[cfg(feature = "service")]
    fn note_field(&mut self, reference: &Reference, ast: &Ast) {
        if let Some(notes) = &mut self.notes {
            notes.fields.push((ast.start, ast.end, reference.clone()));
        }
    }

    #[cfg(not(feature = "service"))]
    fn note_field(&mut self, _: &Reference, _: &Ast) {}

    /// The place of a reference in the formula's list.
    fn reference(&mut self, reference: Reference) -> usize {
        self.references.iter().position(|known| *known == reference).unwrap_or_else(|| {
            self.references.push(reference);
            self.references.len() - 1
        })
    }

    /// What was probably meant; a text full of faults gets no hint for each of them.
    fn hint(&self, name: &str) -> Option<(String, String)> {
        if cfg!(feature = "texts") && self.faults.len() < MOST_HINTS { self.names.near(name) } else { None }
    }

    fn unary(&mut self, operator: Unary, inner: &Ast) -> (Node, Type) {
        let (node, found) = self.part(inner);
        self.wants(Kind::Number, &found, inner);
        let node = match (operator, node) {
            // A negative literal is a literal.
            (Unary::Minus, Node::Literal(Value::Number(number))) => Node::Literal(Value::Number(-number)),
            (operator, node) => Node::Unary(operator, Box::new(node)),
        };
        (node, Type::Number)
    }

    fn join(&mut self, left: &Ast, right: &Ast) -> (Node, Type) {
        let left = self.shown(left);
        let right = self.shown(right);
        (Node::Binary(Binary::Join, Box::new((left, right))), Type::Text)
    }

    /// A part as a text for people.
    fn shown(&mut self, ast: &Ast) -> Node {
        let (node, found) = self.part(ast);
        self.wants(Kind::Shown, &found, ast);
        with_labels(node, &found)
    }

    fn arithmetic(&mut self, operator: Binary, left: &Ast, right: &Ast) -> (Node, Type) {
        let (left_node, left_type) = self.part(left);
        let (right_node, right_type) = self.part(right);
        let node = Node::Binary(operator, Box::new((left_node, right_node)));
        let is_day = |found: &Type| matches!(found, Type::Date | Type::Instant);
        let result = match operator {
            Binary::Subtract if is_day(&left_type) && (is_day(&right_type) || is_day_text(right)) => Type::Number,
            Binary::Subtract if left_type == Type::Time && right_type == Type::Time => Type::Number,
            Binary::Add | Binary::Subtract if is_day(&left_type) => {
                self.wants(Kind::Number, &right_type, right);
                left_type
            }
            Binary::Add if is_day(&right_type) => {
                self.wants(Kind::Number, &left_type, left);
                right_type
            }
            // An unknown side could be a day.
            Binary::Add | Binary::Subtract if left_type == Type::Any || right_type == Type::Any => Type::Any,
            _ => {
                self.wants(Kind::Number, &left_type, left);
                self.wants(Kind::Number, &right_type, right);
                Type::Number
            }
        };
        (node, result)
    }

    fn comparison(&mut self, comparison: Comparison, left: &Ast, right: &Ast) -> (Node, Type) {
        let (left_node, left_type) = self.part(left);
        let (right_node, right_type) = self.part(right);
        let ordered = !matches!(comparison, Comparison::Equal | Comparison::Differs);
        self.comparable(&left_type, left, &right_type, right, ordered);
        (Node::Binary(Binary::Compare(comparison), Box::new((left_node, right_node))), Type::Bool)
    }

    /// Whether two sides can ever be alike; an option that does not exist is told.
    fn comparable(&mut self, left_type: &Type, left: &Ast, right_type: &Type, right: &Ast, ordered: bool) {
        for (one, other) in [(left_type, right), (right_type, left)] {
            if let (Type::Choice(options), AstKind::Text(text)) = (item_of(one), &other.kind) {
                self.option_exists(options, text, other);
            }
        }
        let blank_test = is_blank_literal(left) || is_blank_literal(right);
        let day = |found: &Type, other: &Ast| matches!(found, Type::Date | Type::Instant | Type::Time) && is_day_text(other);
        if blank_test && !ordered || day(left_type, right) || day(right_type, left) || alike(left_type, right_type, ordered) {
            return;
        }
        let mut found = fault::never_alike(left.start, right.end, &left_type.label(), &right_type.label());
        if matches!(left_type, Type::List(_)) || matches!(right_type, Type::List(_)) {
            found.hint = Some(Label::both("多值字段请用 CONTAINS({字段}, 值)", "For a list use CONTAINS({field}, value)"));
        }
        self.faults.push(found);
    }

    fn option_exists(&mut self, options: &[(String, Label)], text: &str, ast: &Ast) {
        #[cfg(feature = "service")]
        if let Some(notes) = &mut self.notes {
            notes.options.push(ComparedText { start: ast.start, end: ast.end, text: text.to_string(), options: options.to_vec() });
        }
        let known = text.is_empty() || options.is_empty() || options.iter().any(|(id, _)| id.eq_ignore_ascii_case(text));
        if known {
            return;
        }
        if !cfg!(feature = "texts") || self.faults.len() >= MOST_HINTS {
            self.faults.push(fault::unknown_option(ast.start, ast.end, text, None));
            return;
        }
        let shown = |(id, label): &(String, Label)| (id.clone(), label.get(Locale::ZhCn).to_string());
        let by_label = options.iter().find(|(_, label)| [Locale::ZhCn, Locale::En].iter().any(|locale| label.get(*locale) == text)).map(shown);
        let near = by_label.or_else(|| {
            nearest(text, options.iter().map(|(id, _)| id.as_str())).and_then(|id| options.iter().find(|(known, _)| known == id).map(shown))
        });
        self.faults.push(fault::unknown_option(ast.start, ast.end, text, near));
    }

    fn call(&mut self, name: &str, name_end: usize, args: &[Ast], ast: &Ast) -> (Node, Type) {
        let Some(function) = function(name) else {
            let hinted = cfg!(feature = "texts") && self.faults.len() < MOST_HINTS;
            let near = hinted.then(|| nearest(&name.to_ascii_uppercase(), functions().map(|function| function.name))).flatten();
            let by_label = functions().find(|function| function.zh == name).map(|function| function.name);
            self.faults.push(fault::unknown_function(ast.start, name_end, name, by_label.or(near)));
            args.iter().for_each(|arg| drop(self.part(arg)));
            return (Node::Literal(Value::Blank), Type::Any);
        };
        if args.iter().any(Self::is_of_other_form) {
            return self.look_up(function, args, ast);
        }
        self.uses_clock |= matches!(function.name, "TODAY" | "NOW") || (matches!(function.name, "AGE" | "IDCARDAGE") && args.len() < 2);
        self.uses_actor |= function.name == "CURRENTUSER";
        let mut types = Vec::with_capacity(args.len());
        let mut nodes = Vec::with_capacity(args.len());
        for (index, arg) in args.iter().enumerate() {
            let kind = function.kind_at(index, args.len());
            let (node, found) = match kind {
                Kind::EachRow => self.in_each_row(types.first(), arg),
                _ => self.part(arg),
            };
            match kind {
                Kind::KeyOf(of) => self.key(types.get(of), args.get(of), &found, arg),
                Kind::CandidateOf(of) => {
                    if let (Some(of_type), Some(of)) = (types.get(of), args.get(of)) {
                        self.comparable(item_of(of_type), of, item_of(&found), arg, false);
                    }
                }
                kind => self.wants(kind, &found, arg),
            }
            nodes.push(if kind == Kind::Shown { with_labels(node, &found) } else { node });
            types.push(found);
        }
        if !function.takes(args.len()) {
            self.faults.push(fault::wrong_count(ast.start, ast.end, function, args.len()));
        }
        let pattern = self.pattern(function, args);
        (Node::Call { function, args: nodes, pattern }, function.result(&types))
    }

    /// A part that is evaluated for each row of the sub-table that the first argument names.
    fn in_each_row(&mut self, table: Option<&Type>, arg: &Ast) -> (Node, Type) {
        let Some(Type::Rows(table)) = table else { return self.part(arg) };
        if self.each_row_of.is_some() {
            self.faults.push(fault::rows_in_rows(arg.start, arg.end));
        }
        let outer = self.each_row_of.replace(table.clone());
        let part = self.part(arg);
        self.each_row_of = outer;
        part
    }

    /// A candidate is compared with another argument; a list is asked for its items, a text for a part of it.
    fn key(&mut self, of_type: Option<&Type>, of: Option<&Ast>, found: &Type, arg: &Ast) {
        let (Some(of_type), Some(of)) = (of_type, of) else { return };
        if *of_type == Type::Text {
            return self.wants(Kind::Text, found, arg);
        }
        let item = item_of(of_type).clone();
        self.comparable(&item, of, found, arg, false);
    }

    fn pattern(&mut self, function: &Function, args: &[Ast]) -> Option<Arc<Pattern>> {
        let index = function.params.iter().position(|param| param.kind == Kind::Pattern)?;
        let arg = args.get(index)?;
        let AstKind::Text(text) = &arg.kind else {
            let (zh, en) = ("正则表达式必须直接写成文本", "The pattern must be written as a text");
            self.faults.push(fault::bad_pattern(arg.start, arg.end, zh.into(), en.into()));
            return None;
        };
        match Pattern::parse(text) {
            Ok(pattern) => Some(Arc::new(pattern)),
            Err(reason) => {
                self.faults.push(fault::bad_pattern(
                    arg.start,
                    arg.end,
                    format!("不是可用的正则表达式：{reason}"),
                    format!("Not a usable pattern: {reason}"),
                ));
                None
            }
        }
    }

    /// Tells it when a type can never be read as what is wanted.
    fn wants(&mut self, kind: Kind, found: &Type, ast: &Ast) {
        if fits(kind, found, ast) {
            return;
        }
        let (wanted, label) = (kind.label(), found.label());
        self.faults.push(match (kind, found) {
            (Kind::Number | Kind::Numbers, Type::Text) => {
                let hint = Label::both("用 VALUE(…) 把文本转为数字", "Turn a text into a number with VALUE(…)");
                fault::wrong_type_with(ast.start, ast.end, &wanted, &label, hint)
            }
            (Kind::Day, Type::Text) => {
                let hint = Label::both("用 DATEVALUE(…) 把文本转为日期", "Turn a text into a date with DATEVALUE(…)");
                fault::wrong_type_with(ast.start, ast.end, &wanted, &label, hint)
            }
            (_, Type::Rows(table)) => {
                let hint = Label::both(format!("写明子表的列，如 {{{table}.列}}"), format!("Name a column of the sub-table, as {{{table}.column}}"));
                fault::wrong_type_with(ast.start, ast.end, &wanted, &label, hint)
            }
            (_, Type::List(_)) => {
                let hint = Label::both("先汇总，如 SUM(…)、FIRST(…)、COUNTA(…)", "Make one value of it, as SUM(…), FIRST(…), COUNTA(…)");
                fault::wrong_type_with(ast.start, ast.end, &wanted, &label, hint)
            }
            _ => fault::wrong_type(ast.start, ast.end, &wanted, &label),
        });
    }
}

/// A list; one of constants is a constant.
fn list(nodes: Vec<Node>) -> Node {
    if !nodes.iter().all(|node| matches!(node, Node::Literal(_))) {
        return Node::List(nodes);
    }
    let value = |node: Node| if let Node::Literal(value) = node { value } else { Value::Blank };
    Node::Literal(Value::List(nodes.into_iter().map(value).collect()))
}

fn with_labels(node: Node, found: &Type) -> Node {
    let Type::Choice(options) = item_of(found) else { return node };
    Node::Labels(Box::new(node), options.as_slice().into())
}

fn item_of(found: &Type) -> &Type {
    if let Type::List(item) = found { item } else { found }
}

fn is_blank_literal(ast: &Ast) -> bool {
    matches!(&ast.kind, AstKind::Text(text) if text.is_empty()) || matches!(&ast.kind, AstKind::Blank)
}

fn is_day_text(ast: &Ast) -> bool {
    matches!(&ast.kind, AstKind::Text(text) if coerce::parse_local(text).is_some() || coerce::parse_time(text).is_some())
}

/// Whether values of two types can be equal, or in order.
fn alike(left: &Type, right: &Type, ordered: bool) -> bool {
    use Type::{Any, Blank, Bool, Choice, Date, Instant, List, Number, Reference, Text, Time};
    match (left, right) {
        (Any | Blank, _) | (_, Any | Blank) => true,
        (Number, Number) | (Text, Text) | (Bool, Bool) | (Time, Time) => true,
        (Date | Instant, Date | Instant) => true,
        (Choice(_) | Text, Choice(_) | Text) | (Reference, Reference | Text) | (Text, Reference) => !ordered,
        (List(a), List(b)) => !ordered && alike(a, b, false),
        _ => false,
    }
}

/// Whether a type can be read as what a parameter takes.
fn fits(kind: Kind, found: &Type, ast: &Ast) -> bool {
    use Type::{Any, Blank, Bool, Choice, Date, File, Instant, List, Number, Reference, Rows, Structure, Text, Time};
    match (kind, found) {
        (Kind::Table, Rows(_)) => true,
        (Kind::Table, _) => false,
        (_, Any | Blank) | (Kind::Any | Kind::EachRow, _) => true,
        (_, Rows(_) | Structure) => false,
        (Kind::KeyOf(_) | Kind::CandidateOf(_), _) => true,
        (Kind::Text, File | List(_)) => false,
        (Kind::Text | Kind::Shown, _) => true,
        (Kind::Number, Number | Bool) => true,
        (Kind::Number | Kind::Numbers, Text) => matches!(&ast.kind, AstKind::Text(text) if value::parse_decimal(text).is_some()),
        (Kind::Numbers, Number | Bool) => true,
        (Kind::Numbers, List(item)) => matches!(**item, Number | Any | Blank | Bool | List(_)),
        (Kind::Bool, Bool | Number) => true,
        (Kind::Bool, List(item)) => matches!(**item, Bool | Number | Any | Blank),
        (Kind::Day, Date | Instant) => true,
        (Kind::Clock, Time | Instant | Date) => true,
        (Kind::Day | Kind::Clock, Text) => is_day_text(ast),
        (Kind::List, _) => true,
        (Kind::Pattern, Text) => true,
        (
            Kind::Number | Kind::Numbers | Kind::Bool | Kind::Day | Kind::Clock | Kind::Pattern,
            Choice(_) | Date | Time | Instant | Bool | Number | Reference | File | List(_) | Text,
        ) => false,
    }
}
