//! Records of other forms that a step adds or changes. The core works out the values; whoever surrounds it writes them, in the same
//! transaction.

use crate::{
    Refusal,
    compile::Assigned,
    decide::{Place, Run},
};
use calendar::{WorkCalendar, Zone};
use formula::{Overlay, Question, Reference, World};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use value::{FieldId, Instant, Locale, Record, RecordId, UserId, Value, to_json};

/// A record that a step adds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRecord {
    /// Its key.
    pub record: RecordId,
    /// What is entered in it, in the JSON form of its fields.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub values: Map<String, Json>,
}

impl Run<'_> {
    /// The answers of formulas, as they fit the fields into which they go; a row of a sub-table may be at hand.
    pub fn written(&self, place: Place, fields: &[Assigned], row: Option<&Record>) -> Result<Map<String, Json>, Refusal> {
        let mut values = Map::new();
        for (field, field_type, formula) in fields {
            let answer = self.evaluate_in(place, formula, row)?;
            let fitted = formula::fit(&answer, field_type).map_err(|error| self.formula_error(place, error))?;
            values.insert(field.to_string(), to_json(&fitted, Some(&field_type.value_type)));
        }
        Ok(values)
    }

    /// The same for every row of a sub-table.
    pub fn written_for_rows(&self, place: Place, table: &FieldId) -> Result<Vec<Map<String, Json>>, Refusal> {
        let overlay = Overlay { set: self.set_so_far(), below: self.context.world };
        let columns = match self.flow.field_type(table).map(|field| &field.value_type) {
            Some(value::ValueType::Rows(columns)) => columns.iter().map(|(column, _)| column.clone()).collect(),
            _ => Vec::new(),
        };
        let cells: Vec<(FieldId, Vec<Value>)> = columns
            .into_iter()
            .map(|column| {
                let found = overlay.value(&Reference::Column { table: table.clone(), column: column.clone() });
                let cells = if let Value::List(cells) = found { cells } else { Vec::new() };
                (column, cells)
            })
            .collect();
        let count = cells.iter().map(|(_, cells)| cells.len()).max().unwrap_or_default();
        let row = |index: usize| cells.iter().filter_map(|(column, cells)| Some((column.clone(), cells.get(index)?.clone()))).collect::<Record>();
        (0..count).map(|index| self.written(place, self.node(place).new_record(), Some(&row(index)))).collect()
    }
}

/// A world in which one row of a sub-table is at hand.
pub(crate) struct InRow<'a> {
    pub row: Option<&'a Record>,
    pub below: &'a dyn World,
}

impl World for InRow<'_> {
    fn value(&self, reference: &Reference) -> Value {
        match (reference, self.row) {
            (Reference::Cell { column, .. }, Some(row)) => row.get(column.as_str()).clone(),
            (other, _) => self.below.value(other),
        }
    }

    fn peek(&self, reference: &Reference) -> Option<&Value> {
        match (reference, self.row) {
            (Reference::Cell { column, .. }, Some(row)) => Some(row.get(column.as_str())),
            (other, _) => self.below.peek(other),
        }
    }

    fn look_up(&self, question: &Question) -> Value {
        self.below.look_up(question)
    }

    fn now(&self) -> Instant {
        self.below.now()
    }

    fn zone(&self) -> &Zone {
        self.below.zone()
    }

    fn current_user(&self) -> Option<UserId> {
        self.below.current_user()
    }

    fn label_of(&self, record: RecordId) -> Option<String> {
        self.below.label_of(record)
    }

    fn locale(&self) -> Locale {
        self.below.locale()
    }

    fn work_calendar(&self, id: Option<&str>) -> Option<&WorkCalendar> {
        self.below.work_calendar(id)
    }
}
