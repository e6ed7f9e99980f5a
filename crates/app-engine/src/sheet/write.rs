//! The value of a field as a cell.

use super::face::{Face, face};
use super::options::{Named, joined};
use calendar::Zone;
use form_engine::{CompiledField, FieldFace};
use spreadsheet::Cell;
use std::collections::BTreeMap;
use value::{Locale, OptionId, RecordId, ShowContext, Value};

/// What writing needs from outside.
#[derive(Clone, Copy)]
pub struct Writing<'a> {
    /// The language of names.
    pub locale: Locale,
    /// The zone of local times.
    pub zone: &'a Zone,
    /// What records, people and departments are called.
    pub labels: &'a (dyn Fn(&RecordId) -> Option<String> + Send + Sync),
}

/// Writes the cells of one field.
#[derive(Debug, Clone)]
pub struct CellWriter<'f> {
    field: &'f CompiledField,
    face: Face,
    /// What the options are called; the id of one whose name another one has, too.
    options: BTreeMap<OptionId, String>,
}

impl<'f> CellWriter<'f> {
    /// The writer of a field.
    pub fn of(field: &'f CompiledField, locale: Locale) -> Self {
        let named = Named::of(field);
        let name = |option: &OptionId| {
            let name = path(field, option, locale);
            if named.means(&name, option) { name } else { option.to_string() }
        };
        let options = field.options.iter().map(|option| (option.id.clone(), name(&option.id))).collect();
        Self { field, face: face(field), options }
    }

    /// The value as a cell: numbers, days and yes or no by their types, everything else in the words that an import reads again.
    pub fn cell(&self, value: &Value, writing: &Writing<'_>) -> Cell {
        match (value, &self.face) {
            (Value::Blank, _) => Cell::Blank,
            (Value::Number(number), Face::Share) => Cell::Percent(*number),
            (Value::Date(_), Face::Period(_)) => text(words(self.field, value, writing)),
            (Value::Choice(_), _) => text(self.item(value, writing)),
            (Value::List(items), Face::Options | Face::Texts | Face::People | Face::Departments | Face::Records(_)) => {
                text(joined(&items.iter().map(|item| self.item(item, writing)).collect::<Vec<_>>(), writing.locale))
            }
            _ => plain_cell(value, writing.zone).unwrap_or_else(|| text(words(self.field, value, writing))),
        }
    }

    fn item(&self, value: &Value, writing: &Writing<'_>) -> String {
        match value {
            Value::Choice(option) => self.options.get(option).cloned().unwrap_or_else(|| option.to_string()),
            Value::Text(text) => text.clone(),
            other => words(self.field, other, writing),
        }
    }
}

/// The cell of a value whose type says all; none for those that need words.
pub fn plain_cell(value: &Value, zone: &Zone) -> Option<Cell> {
    Some(match value {
        Value::Blank => Cell::Blank,
        Value::Text(said) => text(said.clone()),
        Value::Number(number) => Cell::Number(*number),
        Value::Bool(yes) => Cell::Bool(*yes),
        Value::Date(day) => Cell::Date(*day),
        Value::Time(time) => Cell::Time(*time),
        Value::Instant(instant) => Cell::DateTime(zone.local(*instant)),
        _ => return None,
    })
}

/// The value as people read it.
pub fn words(field: &CompiledField, value: &Value, writing: &Writing<'_>) -> String {
    let option_label = |option: &OptionId| Some(path(field, option, writing.locale)).filter(|name| !name.is_empty());
    let offset_at = |instant| writing.zone.offset_at(instant);
    let face = FieldFace(field.behaviour.clone());
    let context = ShowContext {
        locale: writing.locale,
        option_label: &option_label,
        reference_label: &|key| (writing.labels)(key),
        offset_at: &offset_at,
        scale: field.scale(),
        grouped: false,
        face: Some(&face),
    };
    value::show(value, &context)
}

fn path(field: &CompiledField, option: &OptionId, locale: Locale) -> String {
    let steps: Vec<&str> = field.options.path(option.as_str()).iter().map(|step| step.label.get(locale)).collect();
    steps.join(" / ")
}

fn text(text: String) -> Cell {
    if text.is_empty() { Cell::Blank } else { Cell::Text(text) }
}
