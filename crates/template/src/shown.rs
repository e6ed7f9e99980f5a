//! A value inside a template: it writes itself as people read it and knows what hangs on it.

use crate::types::Look;
use calendar::Zone;
use formula::World;
use minijinja::value::{Enumerator, Object, ObjectRepr};
use minijinja::{Error, ErrorKind, State, Value as Any};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use value::{Locale, ShowContext, Value, show};

/// A value with its text.
#[derive(Debug, Default)]
pub(crate) struct Shown {
    pub value: Value,
    pub text: String,
    /// Columns of a row, or fields of the related record.
    pub parts: BTreeMap<String, Any>,
    /// Rows or items to loop over.
    pub items: Vec<Any>,
    /// Answers of the formulas of a row, by their text.
    pub formulas: BTreeMap<String, Any>,
}

impl Object for Shown {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        if matches!(self.value, Value::List(_) | Value::Rows(_)) { ObjectRepr::Iterable } else { ObjectRepr::Plain }
    }

    fn get_value(self: &Arc<Self>, key: &Any) -> Option<Any> {
        self.parts.get(key.as_str()?).cloned()
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(self.items.clone())
    }

    fn is_true(self: &Arc<Self>) -> bool {
        match &self.value {
            Value::Bool(yes) => *yes,
            Value::Number(number) => !number.is_zero(),
            Value::Error(_) => false,
            // A row is there.
            Value::Blank => !self.parts.is_empty(),
            other => !other.is_blank(),
        }
    }

    fn call_method(self: &Arc<Self>, _state: &mut State<'_, '_>, method: &str, args: &[Any]) -> Result<Any, Error> {
        let answer = args.first().and_then(Any::as_str).and_then(|text| self.formulas.get(text));
        match answer {
            Some(answer) if method == "formula" => Ok(answer.clone()),
            _ => Err(Error::from(ErrorKind::UnknownMethod)),
        }
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Shows values in a language; what the world knows it is asked.
pub(crate) struct Shower<'a> {
    pub world: &'a dyn World,
    pub locale: Locale,
}

impl Shower<'_> {
    pub fn zone(&self) -> &Zone {
        self.world.zone()
    }

    /// A value with its text and, if it has several, its items.
    pub fn shown(&self, value: Value, look: &Look) -> Shown {
        let label =
            |id: &value::OptionId| look.options.iter().find(|(option, _)| option == id.as_str()).map(|(_, label)| label.get(self.locale).to_string());
        let context = ShowContext {
            locale: self.locale,
            option_label: &label,
            reference_label: &|record| self.world.label_of(*record),
            offset_at: &|instant| self.zone().offset_at(instant),
            scale: look.scale,
            grouped: false,
            face: look.face.0.as_deref(),
        };
        let text = show(&value, &context);
        let items = if let Value::List(items) = &value { items.iter().map(|item| self.any(item.clone(), look)).collect() } else { Vec::new() };
        Shown { value, text, items, ..Shown::default() }
    }

    /// The same as a value of the template engine.
    pub fn any(&self, value: Value, look: &Look) -> Any {
        Any::from_object(self.shown(value, look))
    }
}
