//! Rendering: the values that the template needs are asked of the world first, then the engine runs with limits.

use crate::shown::{Shower, Shown};
use crate::types::{Look, Plan};
use crate::{Template, TemplateContext, TemplateError, filters};
use calendar::{WorkCalendar, Zone};
use formula::{Budget, Formula, Question, Reference, World};
use minijinja::{AutoEscape, Environment, ErrorKind, UndefinedBehavior, Value as Any};
use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;
use value::{FieldId, Instant, Locale, RecordId, Row, UserId, Value};

/// Steps of the engine; a loop over a thousand rows with ten cells takes about a tenth.
const FUEL: u64 = 1_000_000;
/// Bytes of the result.
const MAX_OUTPUT: usize = 1 << 20;

/// Renders a template.
pub(crate) fn render(template: &Template, context: &TemplateContext<'_>) -> Result<String, TemplateError> {
    let shower = Shower { world: context.world, locale: context.locale };
    let mut environment = Environment::empty();
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    environment.set_undefined_behavior(UndefinedBehavior::Lenient);
    environment.set_fuel(Some(FUEL));
    filters::add(&mut environment, Arc::new(context.world.zone().clone()));
    let answers = answers(&template.plan.formulas, context.world, &shower);
    environment.add_function("formula", move |text: &str| answers.get(text).cloned());
    let failed = |error: minijinja::Error| match error.kind() {
        ErrorKind::OutOfFuel => TemplateError::Limit,
        _ => TemplateError::Failed(error.detail().unwrap_or("?").to_string()),
    };
    let compiled = environment.template_from_str(&template.source).map_err(failed)?;
    let mut output = Output { bytes: Vec::new(), is_full: false };
    let rendered = compiled.render_captured_to(values(&template.plan, context, &shower), &mut output).map(drop);
    match rendered {
        _ if output.is_full => Err(TemplateError::Limit),
        Err(error) => Err(failed(error)),
        Ok(()) => String::from_utf8(output.bytes).map_err(|error| TemplateError::Failed(error.to_string())),
    }
}

/// Everything that the template may name.
fn values(plan: &Plan, context: &TemplateContext<'_>, shower: &Shower<'_>) -> Any {
    let mut named: BTreeMap<String, Any> = BTreeMap::new();
    for (name, needed) in &plan.fields {
        let mut shown = shower.shown(context.world.value(&needed.reference), &needed.look);
        for ((field, part), needed) in &plan.parts {
            if field == name {
                shown.parts.insert(part.clone(), shower.any(context.world.value(&needed.reference), &needed.look));
            }
        }
        if let (Value::Rows(rows), Reference::Field(table)) = (&shown.value, &needed.reference) {
            shown.items = rows.iter().map(|row| Any::from_object(row_shown(plan, table, row, context, shower))).collect();
        }
        named.insert(name.clone(), Any::from_object(shown));
    }
    for (name, text) in context.texts {
        named.insert((*name).to_string(), Any::from(text.as_str()));
    }
    Any::from(named)
}

fn row_shown(plan: &Plan, table: &FieldId, row: &Row, context: &TemplateContext<'_>, shower: &Shower<'_>) -> Shown {
    let mut shown = Shown::default();
    for (column, look) in plan.columns.get(table).into_iter().flatten() {
        shown.parts.insert(column.to_string(), shower.any(row.values.get(column.as_str()).clone(), look));
    }
    if let Some(formulas) = plan.row_formulas.get(table) {
        shown.formulas = answers(formulas, &RowWorld { world: context.world, table, row }, shower);
    }
    shown
}

fn answers(formulas: &BTreeMap<String, (Formula, Look)>, world: &dyn World, shower: &Shower<'_>) -> BTreeMap<String, Any> {
    let answer =
        |(text, (formula, look)): (&String, &(Formula, Look))| (text.clone(), shower.any(formula::evaluate(formula, world, Budget::default()), look));
    formulas.iter().map(answer).collect()
}

/// The world as a row sees it: its own cells first.
struct RowWorld<'a> {
    world: &'a dyn World,
    table: &'a FieldId,
    row: &'a Row,
}

impl World for RowWorld<'_> {
    fn value(&self, reference: &Reference) -> Value {
        match reference {
            Reference::Cell { table, column } if table == self.table => self.row.values.get(column.as_str()).clone(),
            other => self.world.value(other),
        }
    }

    fn peek(&self, reference: &Reference) -> Option<&Value> {
        match reference {
            Reference::Cell { table, column } if table == self.table => Some(self.row.values.get(column.as_str())),
            other => self.world.peek(other),
        }
    }

    fn look_up(&self, question: &Question) -> Value {
        self.world.look_up(question)
    }

    fn locale(&self) -> Locale {
        self.world.locale()
    }

    fn work_calendar(&self, id: Option<&str>) -> Option<&WorkCalendar> {
        self.world.work_calendar(id)
    }

    fn now(&self) -> Instant {
        self.world.now()
    }

    fn zone(&self) -> &Zone {
        self.world.zone()
    }

    fn current_user(&self) -> Option<UserId> {
        self.world.current_user()
    }

    fn label_of(&self, record: RecordId) -> Option<String> {
        self.world.label_of(record)
    }
}

/// A text that grows up to a limit.
struct Output {
    bytes: Vec<u8>,
    is_full: bool,
}

impl io::Write for Output {
    fn write(&mut self, more: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + more.len() > MAX_OUTPUT {
            self.is_full = true;
            return Err(io::Error::other("the text is too long"));
        }
        self.bytes.extend_from_slice(more);
        Ok(more.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
