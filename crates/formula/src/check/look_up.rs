//! Calls that look through the records of another form.

use super::{Checker, with_labels};
use crate::ast::{Ast, AstKind, Binary, Comparison};
use crate::eval::Node;
use crate::functions::{Function, Kind};
use crate::look_up::{Give, LookUp, Test};
use crate::{FieldType, Scope, Type, fault};
use value::{FieldId, FormId, Value, ValueType};

/// Which argument is what, by position.
struct Shape {
    give: Give,
    /// The column of which something is wanted; none where records are counted.
    of: Option<usize>,
    /// Pairs of a column and a criterion.
    tests: Vec<(usize, usize)>,
    /// What is answered where nothing is found.
    otherwise: Option<usize>,
    /// Whether a criterion may be written with a sign; else it is a plain value.
    signs: bool,
}

/// A column of another form.
struct Column<'s> {
    form: &'s FormId,
    id: FieldId,
    field: &'s FieldType,
}

/// What a criterion says: how to compare, and the part with which.
enum Criterion<'a> {
    Compare(Comparison, &'a Ast),
    /// `">10"` as one text: the part behind the sign.
    Text(Comparison, &'a str, &'a Ast),
    Blank(Test),
}

impl<'s> Checker<'s> {
    /// Whether a part is written as a column of another form.
    pub(super) fn is_of_other_form(ast: &Ast) -> bool {
        matches!(&ast.kind, AstKind::Field(name) if name.contains('!'))
    }

    /// A call over columns of another form.
    pub(super) fn look_up(&mut self, function: &Function, args: &[Ast], ast: &Ast) -> (Node, Type) {
        let nothing = (Node::Literal(Value::Blank), Type::Any);
        let Some(shape) = shape_of(function.name, args) else {
            args.iter().filter(|arg| Self::is_of_other_form(arg)).for_each(|arg| self.faults.push(fault::no_look_up(arg.start, arg.end)));
            args.iter().filter(|arg| !Self::is_of_other_form(arg)).for_each(|arg| drop(self.part(arg)));
            return nothing;
        };
        if !function.takes(args.len()) {
            self.faults.push(fault::wrong_count(ast.start, ast.end, function, args.len()));
            return nothing;
        }
        let before = self.faults.len();
        let of = shape.of.and_then(|at| self.column(args.get(at)?));
        let mut form = of.as_ref().map(|column| column.form);
        let mut tests = Vec::with_capacity(shape.tests.len());
        let mut criteria = Vec::with_capacity(shape.tests.len());
        for (column, criterion) in &shape.tests {
            let (Some(column_ast), Some(criterion)) = (args.get(*column), args.get(*criterion)) else { continue };
            let Some(column) = self.column(column_ast) else { continue };
            if *form.get_or_insert(column.form) != column.form {
                self.faults.push(fault::two_forms(column_ast.start, column_ast.end));
            }
            let criterion = if shape.signs { criterion_of(criterion) } else { Criterion::Compare(Comparison::Equal, criterion) };
            let (test, node) = self.criterion(&column, column_ast, criterion);
            tests.push((column.id.clone(), test));
            criteria.push((node, column.field.clone()));
        }
        let result = match (shape.give, &of) {
            (Give::Sum | Give::Average, Some(column)) => {
                if let Some(arg) = shape.of.and_then(|at| args.get(at)) {
                    self.wants(Kind::Number, &column.field.type_of(&column.id), arg);
                }
                Type::Number
            }
            (Give::Min | Give::Max | Give::First, Some(column)) => column.field.type_of(&column.id),
            _ => Type::Number,
        };
        let otherwise = shape.otherwise.and_then(|at| args.get(at)).map(|arg| self.part(arg));
        let result = otherwise.as_ref().map_or(result.clone(), |(_, other)| result.with(other));
        let (Some(form), true) = (form.cloned(), self.faults.len() == before) else { return (nothing.0, result) };
        let of = of.map(|column| column.id);
        self.look_ups.push(LookUp { form, give: shape.give, of, tests });
        let place = self.look_ups.len() - 1;
        (Node::LookUp { place, criteria, otherwise: otherwise.map(|(node, _)| Box::new(node)) }, result)
    }

    /// The column that a part names; what cannot be asked of a whole form is told.
    fn column(&mut self, ast: &Ast) -> Option<Column<'s>> {
        let scope: &'s Scope = self.names.scope;
        let AstKind::Field(name) = &ast.kind else {
            self.faults.push(fault::column_wanted(ast.start, ast.end));
            return None;
        };
        let found = name.split_once('!').and_then(|(form, field)| {
            let (form, fields) = scope.outside.forms.get_key_value(form.trim())?;
            let (id, field) = fields.get_key_value(field.trim())?;
            Some(Column { form, id: id.clone(), field })
        });
        let Some(column) = found else {
            let fault = if name.contains('!') {
                let near = self.hint(name);
                fault::unknown_field(ast.start, ast.end, name, near)
            } else {
                fault::column_wanted(ast.start, ast.end)
            };
            self.faults.push(fault);
            return None;
        };
        if matches!(column.field.value_type, ValueType::List(_) | ValueType::Rows(_) | ValueType::File | ValueType::Structure) {
            let fault = fault::no_look_up(ast.start, ast.end);
            self.faults.push(fault);
            return None;
        }
        Some(column)
    }

    fn criterion(&mut self, column: &Column<'_>, column_ast: &Ast, criterion: Criterion<'_>) -> (Test, Node) {
        let wanted = column.field.type_of(&column.id);
        match criterion {
            Criterion::Blank(test) => (test, Node::Literal(Value::Blank)),
            Criterion::Text(comparison, rest, ast) => {
                let text = Ast { kind: AstKind::Text(rest.to_owned()), ..ast.clone() };
                let node = self.compared(&wanted, column_ast, &text, comparison);
                (comparison.into(), node)
            }
            Criterion::Compare(comparison, ast) => {
                let node = self.compared(&wanted, column_ast, ast, comparison);
                (comparison.into(), node)
            }
        }
    }

    fn compared(&mut self, wanted: &Type, column: &Ast, ast: &Ast, comparison: Comparison) -> Node {
        let (node, found) = self.part(ast);
        let ordered = !matches!(comparison, Comparison::Equal | Comparison::Differs);
        let number_text = *wanted == Type::Number && matches!(&ast.kind, AstKind::Text(text) if value::parse_decimal(text).is_some());
        if !number_text {
            self.comparable(wanted, column, &found, ast, ordered);
        }
        if *wanted == Type::Text { with_labels(node, &found) } else { node }
    }
}

fn shape_of(function: &str, args: &[Ast]) -> Option<Shape> {
    let pairs = |from: usize| (from..args.len()).step_by(2).map(|column| (column, column + 1)).collect();
    let shape = |give, of, tests| Shape { give, of, tests, otherwise: None, signs: true };
    let give = match function {
        "COUNTIF" | "COUNTIFS" => return Some(shape(Give::Count, None, pairs(0))),
        "COUNTA" if args.len() == 1 => return Some(shape(Give::Count, Some(0), Vec::new())),
        "XLOOKUP" if args.len() <= 4 => {
            let otherwise = (args.len() == 4).then_some(3);
            return Some(Shape { give: Give::First, of: Some(2), tests: vec![(1, 0)], otherwise, signs: false });
        }
        "SUM" | "SUMIF" | "SUMIFS" => Give::Sum,
        "AVERAGE" | "AVERAGEIF" | "AVERAGEIFS" => Give::Average,
        "MIN" | "MINIFS" => Give::Min,
        "MAX" | "MAXIFS" => Give::Max,
        _ => return None,
    };
    match function {
        "SUM" | "AVERAGE" | "MIN" | "MAX" if args.len() == 1 => Some(shape(give, Some(0), Vec::new())),
        "SUM" | "AVERAGE" | "MIN" | "MAX" => None,
        // The numbers stand last here, and first where there may be several criteria.
        "SUMIF" | "AVERAGEIF" => Some(shape(give, Some(if args.len() > 2 { 2 } else { 0 }), vec![(0, 1)])),
        _ => Some(shape(give, Some(0), pairs(1))),
    }
}

const SIGNS: [(&str, Comparison); 6] = [
    ("<>", Comparison::Differs),
    ("<=", Comparison::LessOrEqual),
    (">=", Comparison::GreaterOrEqual),
    ("<", Comparison::Less),
    (">", Comparison::Greater),
    ("=", Comparison::Equal),
];

/// A sign counts only where the formula itself writes it: a text that somebody entered is never read as one.
fn criterion_of(ast: &Ast) -> Criterion<'_> {
    let sign = |text: &str| SIGNS.iter().find(|(sign, _)| *sign == text).map(|(_, comparison)| *comparison);
    match &ast.kind {
        AstKind::Text(text) if text.is_empty() || text == "=" => Criterion::Blank(Test::Blank),
        AstKind::Text(text) if text == "<>" => Criterion::Blank(Test::NotBlank),
        AstKind::Text(text) => {
            let signed = SIGNS.iter().find_map(|(sign, comparison)| Some((*comparison, text.strip_prefix(sign)?)));
            signed.map_or(Criterion::Compare(Comparison::Equal, ast), |(comparison, rest)| Criterion::Text(comparison, rest, ast))
        }
        AstKind::Binary(Binary::Join, left, right) => match &left.kind {
            AstKind::Text(text) => sign(text).map_or(Criterion::Compare(Comparison::Equal, ast), |comparison| Criterion::Compare(comparison, right)),
            _ => Criterion::Compare(Comparison::Equal, ast),
        },
        _ => Criterion::Compare(Comparison::Equal, ast),
    }
}
