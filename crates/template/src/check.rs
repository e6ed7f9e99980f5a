//! Walks the syntax tree: only what templates offer passes, every name is resolved, every formula is compiled.

use crate::types::{Look, Needed, Plan};
use crate::{FILTERS, TemplateFault, fault};
use formula::{FieldType, Scope, Type};
use minijinja::machinery::ast::{BinOpKind, Call, CallArg, Expr, ForLoop, GetAttr, Spanned, Stmt, UnaryOpKind, Var};
use minijinja::machinery::{Span, parse};
use value::{FieldId, ValueType};

/// Checks a template and finds out what it needs.
pub(crate) fn check(source: &str, scope: &Scope, names: &[&str]) -> (Plan, Vec<TemplateFault>) {
    let mut walker = Walker { source, scope, names, plan: Plan::default(), faults: Vec::new(), loops: Vec::new() };
    match parse(source, "template", Default::default()) {
        Ok(Stmt::Template(template)) => walker.statements(&template.children),
        Ok(_) => {}
        Err(error) => {
            // The engine tells the line only.
            let before = error.line().map_or(0, |line| line.saturating_sub(1));
            let start: usize = source.lines().take(before).map(|line| line.chars().count() + 1).sum();
            let place = (start, start + source.lines().nth(before).map_or(0, |line| line.chars().count()));
            walker.faults.push(fault::syntax(place, error.detail().unwrap_or("?")));
        }
    }
    walker.faults.sort_by_key(|fault| (fault.start, fault.end));
    (walker.plan, walker.faults)
}

struct Walker<'s> {
    source: &'s str,
    scope: &'s Scope,
    names: &'s [&'s str],
    plan: Plan,
    faults: Vec<TemplateFault>,
    /// The loops around, inmost last: variable and table, if its items are rows.
    loops: Vec<(String, Option<FieldId>)>,
}

impl Walker<'_> {
    /// Characters before a byte.
    fn chars(&self, byte: usize) -> usize {
        self.source.char_indices().take_while(|(index, _)| *index < byte).count()
    }

    fn place(&self, span: Span) -> (usize, usize) {
        let byte = |offset: u32| usize::try_from(offset).unwrap_or(usize::MAX);
        (self.chars(byte(span.start_offset)), self.chars(byte(span.end_offset)))
    }

    fn not_offered(&mut self, span: Span, what: &str) {
        let place = self.place(span);
        self.faults.push(fault::not_offered(place, what));
    }

    fn statements(&mut self, statements: &[Stmt<'_>]) {
        for statement in statements {
            match statement {
                Stmt::EmitRaw(_) => {}
                Stmt::EmitExpr(emitted) => self.expression(&emitted.expr),
                Stmt::IfCond(condition) => {
                    self.expression(&condition.expr);
                    self.statements(&condition.true_body);
                    self.statements(&condition.false_body);
                }
                Stmt::ForLoop(found) => self.for_loop(found),
                Stmt::Template(inner) => self.statements(&inner.children),
                Stmt::WithBlock(found) => self.not_offered(found.span(), "with"),
                Stmt::Set(found) => self.not_offered(found.span(), "set"),
                Stmt::SetBlock(found) => self.not_offered(found.span(), "set"),
                Stmt::AutoEscape(found) => self.not_offered(found.span(), "autoescape"),
                Stmt::FilterBlock(found) => self.not_offered(found.span(), "filter … endfilter"),
                Stmt::Block(found) => self.not_offered(found.span(), "block"),
                Stmt::Import(found) => self.not_offered(found.span(), "import"),
                Stmt::FromImport(found) => self.not_offered(found.span(), "import"),
                Stmt::Extends(found) => self.not_offered(found.span(), "extends"),
                Stmt::Include(found) => self.not_offered(found.span(), "include"),
                Stmt::Macro(found) => self.not_offered(found.span(), "macro"),
                Stmt::CallBlock(found) => self.not_offered(found.span(), "call"),
                Stmt::Do(found) => self.not_offered(found.span(), "do"),
            }
        }
    }

    fn for_loop(&mut self, found: &Spanned<ForLoop<'_>>) {
        if found.recursive {
            self.not_offered(found.span(), "recursive");
        }
        if let Some(filter) = &found.filter_expr {
            self.not_offered(filter.span(), "for … if");
        }
        let Expr::Var(target) = &found.target else { return self.not_offered(found.target.span(), "for a, b") };
        let table = match &found.iter {
            Expr::Var(list) => self.looped(list),
            other => {
                let place = self.place(other.span());
                self.faults.push(fault::no_rows(place));
                None
            }
        };
        self.loops.push((target.id.to_string(), table));
        self.statements(&found.body);
        self.loops.pop();
        self.statements(&found.else_body);
    }

    /// The table that is looped over; none for a field with several values.
    fn looped(&mut self, list: &Spanned<Var<'_>>) -> Option<FieldId> {
        let place = self.place(list.span());
        match self.field(list.id, list.span())? {
            Type::Rows(table) => {
                let field = self.scope.fields.get(&table)?;
                let columns = field.fields.iter().map(|(id, column)| (id.clone(), look_of(column))).collect();
                self.plan.columns.insert(table.clone(), columns);
                Some(table)
            }
            Type::List(_) | Type::Any => None,
            _ => {
                self.faults.push(fault::no_rows(place));
                None
            }
        }
    }

    fn expression(&mut self, expression: &Expr<'_>) {
        match expression {
            Expr::Const(_) => {}
            Expr::Var(found) => self.variable(found),
            Expr::GetAttr(found) => self.attribute(found),
            Expr::Call(found) => self.call(found),
            Expr::Filter(found) => {
                let constant = |arg: &CallArg<'_>| matches!(arg, CallArg::Pos(Expr::Const(_)));
                let place = self.place(found.span());
                match FILTERS.iter().find(|filter| filter.name == found.name) {
                    None => self.faults.push(fault::filter(place, found.name, false)),
                    Some(filter) if found.args.len() > filter.most || found.args.len() < filter.least || !found.args.iter().all(constant) => {
                        self.faults.push(fault::filter(place, found.name, true));
                    }
                    Some(_) => {}
                }
                if let Some(inner) = &found.expr {
                    self.expression(inner);
                }
            }
            Expr::UnaryOp(found) => match found.op {
                UnaryOpKind::Not => self.expression(&found.expr),
                UnaryOpKind::Neg => self.not_offered(found.span(), "-"),
            },
            Expr::BinOp(found) => match found.op {
                BinOpKind::ScAnd | BinOpKind::ScOr => {
                    self.expression(&found.left);
                    self.expression(&found.right);
                }
                _ => self.operator(&[&found.left, &found.right]),
            },
            Expr::Compare(found) => {
                let mut sides = vec![&found.expr];
                sides.extend(found.ops.iter().map(|op| &op.expr));
                self.operator(&sides);
            }
            Expr::IfExpr(found) => {
                self.expression(&found.test_expr);
                self.expression(&found.true_expr);
                if let Some(otherwise) = &found.false_expr {
                    self.expression(otherwise);
                }
            }
            Expr::Test(found) => self.not_offered(found.span(), "is …"),
            Expr::Slice(found) => self.not_offered(found.span(), "[…]"),
            Expr::GetItem(found) => self.not_offered(found.span(), "[…]"),
            Expr::List(found) => self.not_offered(found.span(), "[…]"),
            Expr::Tuple(found) => self.not_offered(found.span(), "(…)"),
            Expr::Map(found) => self.not_offered(found.span(), "{…}"),
        }
    }

    /// An operator is a finding; its sides are checked all the same.
    fn operator(&mut self, sides: &[&Expr<'_>]) {
        let (Some(first), Some(last)) = (sides.first(), sides.last()) else { return };
        let place = (self.place(first.span()).0, self.place(last.span()).1);
        let text: String = self.source.chars().skip(place.0).take(place.1.saturating_sub(place.0)).collect();
        self.faults.push(fault::not_offered(place, &text));
        for side in sides {
            self.expression(side);
        }
    }

    fn loop_of(&self, name: &str) -> Option<&(String, Option<FieldId>)> {
        self.loops.iter().rev().find(|(variable, _)| variable == name)
    }

    fn variable(&mut self, found: &Spanned<Var<'_>>) {
        if self.loop_of(found.id).is_none() && !self.names.contains(&found.id) {
            self.field(found.id, found.span());
        }
    }

    /// A field of the record; notes that it is needed and gives its type.
    fn field(&mut self, name: &str, span: Span) -> Option<Type> {
        let (needed, found) = self.resolve(name, name, span)?;
        self.plan.fields.insert(name.to_string(), needed);
        Some(found)
    }

    /// Resolves a path as a formula does, so that both know the same names and give the same hints.
    fn resolve(&mut self, path: &str, shown: &str, span: Span) -> Option<(Needed, Type)> {
        let compiled = formula::compile(&format!("{{{path}}}"), self.scope);
        match compiled {
            Ok(formula) => {
                let reference = formula.references().first()?.clone();
                Some((Needed { reference, look: self.look(path) }, formula.result().clone()))
            }
            Err(faults) => {
                let place = self.place(span);
                let hint = faults.into_iter().next().and_then(|fault| fault.hint);
                self.faults.push(fault::unknown(place, shown, hint));
                None
            }
        }
    }

    fn look(&self, path: &str) -> Look {
        let found = match path.split_once('.') {
            None => self.scope.fields.get(path),
            Some((field, part)) => self.scope.fields.get(field).and_then(|field| field.fields.get(part)),
        };
        found.map(look_of).unwrap_or_default()
    }

    fn attribute(&mut self, found: &Spanned<GetAttr<'_>>) {
        let Expr::Var(base) = &found.expr else { return self.not_offered(found.span(), "a.b.c") };
        match (self.loop_of(base.id).cloned(), base.id) {
            (Some((_, Some(table))), _) => {
                let known = self.scope.fields.get(&table).is_some_and(|table| table.fields.contains_key(found.name));
                if !known {
                    self.resolve(&format!("{table}.{}", found.name), &format!("{}.{}", base.id, found.name), found.span());
                }
            }
            (Some((_, None)), _) => self.not_offered(found.span(), &format!("{}.{}", base.id, found.name)),
            (None, "loop") if !self.loops.is_empty() => {
                if !matches!(found.name, "index" | "index0" | "first" | "last" | "length") {
                    self.not_offered(found.span(), &format!("loop.{}", found.name));
                }
            }
            _ => {
                let path = format!("{}.{}", base.id, found.name);
                if let Some((needed, _)) = self.resolve(&path, &path, found.span()) {
                    self.plan.parts.insert((base.id.to_string(), found.name.to_string()), needed);
                    self.field(base.id, base.span());
                }
            }
        }
    }

    fn call(&mut self, found: &Spanned<Call<'_>>) {
        let table = match &found.expr {
            Expr::Var(name) if name.id == "formula" => None,
            Expr::GetAttr(method) if method.name == "formula" => match &method.expr {
                Expr::Var(base) => match self.loop_of(base.id) {
                    Some((_, Some(table))) => Some(table.clone()),
                    _ => return self.not_offered(found.span(), "formula(…)"),
                },
                _ => return self.not_offered(found.span(), "formula(…)"),
            },
            other => return self.not_offered(other.span(), "(…)"),
        };
        match found.args.as_slice() {
            [CallArg::Pos(Expr::Const(text))] if text.value.as_str().is_some() => {
                let source = text.value.as_str().unwrap_or_default().to_string();
                self.formula(&source, table, text.span());
            }
            _ => {
                let place = self.place(found.span());
                self.faults.push(fault::formula_text(place));
            }
        }
    }

    fn formula(&mut self, source: &str, table: Option<FieldId>, span: Span) {
        let mut scope = self.scope.clone();
        scope.row_of.clone_from(&table);
        match formula::compile(source, &scope) {
            Ok(compiled) => {
                let look = if let Type::Choice(options) = compiled.result() {
                    Look { options: options.clone(), ..Look::default() }
                } else {
                    Look::default()
                };
                let formulas = match table {
                    Some(table) => self.plan.row_formulas.entry(table).or_default(),
                    None => &mut self.plan.formulas,
                };
                formulas.insert(source.to_string(), (compiled, look));
            }
            Err(faults) => {
                let (start, end) = self.place(span);
                let written: String = self.source.chars().skip(start + 1).take(end.saturating_sub(start + 2)).collect();
                for found in faults {
                    // Without escapes the characters of the formula stand where they are written.
                    let (from, to) = if written == source { (start + 1 + found.start, start + 1 + found.end) } else { (start, end) };
                    self.faults.push(TemplateFault { code: found.code, start: from, end: to, message: found.message, hint: found.hint });
                }
            }
        }
    }
}

fn look_of(field: &FieldType) -> Look {
    let item = if let ValueType::List(item) = &field.value_type { item } else { &field.value_type };
    let scale = if let ValueType::Number { scale } = item { Some(*scale) } else { None };
    Look { options: field.options.clone(), scale, face: field.face.clone() }
}
