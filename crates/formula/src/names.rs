//! Names: what `{…}` means in a scope, and what somebody may have meant.

use crate::{Constant, FieldType, Reference, Scope, Type};
use indexmap::IndexMap;
use value::{FieldId, Label, Locale, ReferenceTarget, ValueType, nearest};

pub(crate) struct Names<'s> {
    pub scope: &'s Scope,
}

impl Names<'_> {
    /// What a name means, and its type. In a row its own columns come first.
    pub fn resolve(&self, name: &str) -> Option<(Reference, Type)> {
        match name.split_once('.') {
            None => {
                let id = FieldId::parse(name).ok()?;
                self.cell(&id).or_else(|| {
                    let found = self.scope.fields.get(&id).map(|field| field.type_of(&id)).or_else(|| system_type(name))?;
                    Some((Reference::Field(id), found))
                })
            }
            Some((field, part)) => self.inside(&FieldId::parse(field.trim()).ok()?, FieldId::parse(part.trim()).ok()?),
        }
    }

    /// A value of the app that has this name, in any case of letters.
    pub fn constant(&self, name: &str) -> Option<&Constant> {
        let constants = &self.scope.outside.constants;
        constants.get(name).or_else(|| constants.iter().find(|(id, _)| id.eq_ignore_ascii_case(name)).map(|(_, constant)| constant))
    }

    fn cell(&self, column: &FieldId) -> Option<(Reference, Type)> {
        let table = self.scope.row_of.as_ref()?;
        let field = self.scope.fields.get(table)?.fields.get(column)?;
        Some((Reference::Cell { table: table.clone(), column: column.clone() }, field.type_of(column)))
    }

    /// What a name means while a sub-table is gone through row by row: `{column}` and `{table.column}` are its cells.
    pub fn of_each_row(&self, table: &FieldId, name: &str) -> Option<(Reference, Type)> {
        let column = match name.split_once('.') {
            Some((outer, column)) if outer.trim() == table.as_str() => column.trim(),
            Some(_) => return None,
            None => name,
        };
        let column = FieldId::parse(column).ok()?;
        let field = self.scope.fields.get(table)?.fields.get(&column)?;
        let found = field.type_of(&column);
        Some((Reference::Column { table: table.clone(), column }, found))
    }

    fn inside(&self, field: &FieldId, part: FieldId) -> Option<(Reference, Type)> {
        if let Some((Reference::Cell { .. }, _)) = self.cell(field) {
            // A field of the record that a cell refers to is not reached from here.
            return None;
        }
        let outer = self.scope.fields.get(field);
        let inner = outer.and_then(|outer| outer.fields.get(&part)).map(|inner| inner.type_of(&part));
        match outer.map(|outer| &outer.value_type) {
            Some(ValueType::Rows(_)) if self.scope.row_of.as_ref() == Some(field) => {
                Some((Reference::Cell { table: field.clone(), column: part }, inner?))
            }
            Some(ValueType::Rows(_)) => Some((Reference::Column { table: field.clone(), column: part }, Type::List(Box::new(inner?)))),
            Some(ValueType::Reference(_)) => {
                let found = inner.or_else(|| system_type(part.as_str()))?;
                Some((Reference::Related { field: field.clone(), of: part }, found))
            }
            Some(ValueType::Structure) => Some((Reference::Related { field: field.clone(), of: part }, inner?)),
            _ => None,
        }
    }

    /// The name nearest to what was written, by label or by spelling: `(id, label)`.
    pub fn near(&self, written: &str) -> Option<(String, String)> {
        let known = self.known();
        let by_label =
            known.iter().find(|(_, label)| [Locale::ZhCn, Locale::En].iter().any(|locale| label.get(*locale).eq_ignore_ascii_case(written)));
        let by_part = || known.iter().find(|(_, label)| written.chars().count() >= 2 && label.get(Locale::ZhCn).contains(written));
        let by_spelling = || {
            let near = nearest(written, known.iter().map(|(id, _)| id.as_str()))?;
            known.iter().find(|(id, _)| id == near)
        };
        let by_label_spelling = || {
            let near = nearest(written, known.iter().map(|(_, label)| label.get(Locale::ZhCn)))?;
            known.iter().find(|(_, label)| label.get(Locale::ZhCn) == near)
        };
        let found = by_label.or_else(by_part).or_else(by_spelling).or_else(by_label_spelling)?;
        Some((found.0.clone(), found.1.get(Locale::ZhCn).to_string()))
    }

    /// All names with their labels.
    pub fn known(&self) -> Vec<(String, Label)> {
        let mut known = Vec::new();
        let mut row_first: Vec<(&FieldId, &FieldType)> = Vec::new();
        if let Some(table) = self.scope.row_of.as_ref().and_then(|table| self.scope.fields.get(table)) {
            row_first.extend(&table.fields);
        }
        known.extend(row_first.into_iter().map(|(id, field)| (id.to_string(), field.label.clone())));
        for (id, field) in &self.scope.fields {
            known.push((id.to_string(), field.label.clone()));
            known.extend(inner_names(id, field, &field.fields));
        }
        for (form, fields) in &self.scope.outside.forms {
            known.extend(fields.iter().map(|(id, field)| (format!("{form}!{id}"), field.label.clone())));
        }
        known
    }
}

fn inner_names<'f>(id: &'f FieldId, field: &'f FieldType, fields: &'f IndexMap<FieldId, FieldType>) -> impl Iterator<Item = (String, Label)> + 'f {
    fields.iter().map(move |(part, inner)| {
        let both = |locale| format!("{}.{}", field.label.get(locale), inner.label.get(locale));
        (format!("{id}.{part}"), Label::both(both(Locale::ZhCn), both(Locale::En)))
    })
}

/// The types of the fields that every record has.
fn system_type(id: &str) -> Option<Type> {
    Some(match id {
        "_created_at" | "_updated_at" | "_due" => Type::Instant,
        "_id" | "_created_by" | "_updated_by" | "_department" => Type::Reference,
        "_revision" => Type::Number,
        "_version" | "_flow" | "_node" => Type::Text,
        _ => return None,
    })
}

impl FieldType {
    /// Its type in formulas.
    pub(crate) fn type_of(&self, id: &FieldId) -> Type {
        self.typed(&self.value_type, id)
    }

    fn typed(&self, value_type: &ValueType, id: &FieldId) -> Type {
        match value_type {
            ValueType::Text => Type::Text,
            ValueType::Number { .. } => Type::Number,
            ValueType::Bool => Type::Bool,
            ValueType::Date => Type::Date,
            ValueType::Time => Type::Time,
            ValueType::Instant => Type::Instant,
            ValueType::Choice => Type::Choice(self.options.clone()),
            ValueType::List(item) => Type::List(Box::new(self.typed(item, id))),
            ValueType::Rows(_) => Type::Rows(id.clone()),
            ValueType::Reference(ReferenceTarget::Form(_) | ReferenceTarget::User | ReferenceTarget::Department) => Type::Reference,
            ValueType::File => Type::File,
            ValueType::Structure => Type::Structure,
        }
    }
}
