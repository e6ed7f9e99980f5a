//! What must be known of other records, and what happens when it becomes known.

use super::settle::Dirty;
use super::world::Seen;
use super::{Address, CellPath, Changes, Session, definition_at};
use crate::{Facts, Need, Related, Special, facts::Target as Kept};
use formula::{Budget, Question};
use query::FieldPath;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::Arc;
use value::{FieldId, Instant, Record, RecordId, ReferenceTarget, Value};

impl Session {
    /// More is known now. What depends on it is evaluated again, and relations that wait for it fill in.
    pub fn add_facts(&mut self, facts: Facts) -> Changes {
        for (record, fact) in facts.related {
            match (self.facts.related.get_mut(&record), fact) {
                (Some(Related::Known { label, values }), Related::Known { label: new_label, values: more }) => {
                    *label = new_label;
                    more.into_iter().for_each(|(field, value)| values.set(field, value));
                }
                (_, fact) => _ = self.facts.related.insert(record, fact),
            }
        }
        facts.answers.into_iter().for_each(|(key, answer)| _ = self.facts.answers.insert(key, answer));
        let mut dirty = Dirty::default();
        self.fill_waiting(&mut dirty);
        let form = Arc::clone(&self.form);
        for (rank, vertex) in form.plan.vertices.iter().enumerate() {
            if !vertex.related.is_empty() || !vertex.formula.look_ups().is_empty() {
                dirty.vertex(rank);
            }
        }
        self.settle(dirty);
        self.take_changes()
    }

    /// What formulas ask of other forms and has no answer yet.
    pub fn questions(&self) -> Vec<Question> {
        let asked = RefCell::default();
        for vertex in self.form.plan.vertices.iter().filter(|vertex| !vertex.formula.look_ups().is_empty()) {
            for address in self.every_cell_of(vertex.target) {
                let seen = Seen { asked: Some(&asked), ..self.seen_from(address) };
                formula::evaluate(&vertex.formula, &seen, Budget::default());
            }
        }
        asked.into_inner().into_iter().collect()
    }

    /// Time went on.
    pub fn set_now(&mut self, now: Instant) -> Changes {
        self.now = now;
        let mut dirty = Dirty::default();
        let form = Arc::clone(&self.form);
        for (rank, vertex) in form.plan.vertices.iter().enumerate() {
            if vertex.formula.uses_clock() {
                dirty.vertex(rank);
            }
        }
        self.settle(dirty);
        self.take_changes()
    }

    fn fill_waiting(&mut self, dirty: &mut Dirty) {
        for path in std::mem::take(&mut self.to_fill) {
            let Some(address) = self.find(&path) else { continue };
            let Some(Value::Reference(record)) = self.cell(address).map(|cell| cell.value.clone()) else { continue };
            if !self.fill_in(address, record, dirty) {
                self.to_fill.push(path);
            }
        }
    }

    /// Records, persons and departments of which something is wanted that is not known: by formulas and fill maps,
    /// and, on the server, because a reference that was chosen now must exist.
    pub fn needs(&self, check_chosen: bool) -> Vec<Need> {
        let wanted = self.wanted_fields();
        let mut needs: Vec<Need> = Vec::new();
        for (address, record) in self.references() {
            let Some(field) = definition_at(&self.form, address) else { continue };
            let Special::Relation(relation) = field.behaviour.special() else { continue };
            let Some(path) = self.field_path(address) else { continue };
            let waits = self.path(address).is_some_and(|path| self.to_fill.contains(&path));
            let mut fields: BTreeSet<FieldId> =
                wanted.iter().find(|(wanted, _)| *wanted == path).map(|(_, fields)| fields.clone()).unwrap_or_default();
            if waits {
                relation.fill.values().for_each(|field| _ = fields.insert(field.clone()));
            }
            let chosen_now = check_chosen && self.cell(address).is_some_and(|cell| cell.edited);
            if self.is_known(record, &fields, chosen_now) {
                continue;
            }
            let place = needs.binary_search_by(|need| (&need.field, need.record).cmp(&(&path, record)));
            let place = place.unwrap_or_else(|place| {
                let target = Kept::from(&relation.target());
                needs.insert(place, Need { field: path, target, record, fields: BTreeSet::new(), chosen_now: false });
                place
            });
            let Some(need) = needs.get_mut(place) else { continue };
            fields.into_iter().for_each(|field| _ = need.fields.insert(field));
            need.chosen_now |= chosen_now;
        }
        needs.extend(self.system_needs(&wanted));
        needs
    }

    /// `{_created_by.department}`: system fields refer, too.
    fn system_needs(&self, wanted: &[(FieldPath, BTreeSet<FieldId>)]) -> Vec<Need> {
        let mut needs = Vec::new();
        for (path, fields) in wanted.iter().filter(|(path, _)| path.field.is_system()) {
            let Value::Reference(record) = self.system.get(path.field.as_str()) else { continue };
            let Some(value::ValueType::Reference(target)) = self.form.scope.fields.get(&path.field).map(|field| &field.value_type) else { continue };
            if !self.is_known(*record, fields, false) {
                needs.push(Need { field: path.clone(), target: Kept::from(target), record: *record, fields: fields.clone(), chosen_now: false });
            }
        }
        needs
    }

    fn is_known(&self, record: RecordId, fields: &BTreeSet<FieldId>, must_exist: bool) -> bool {
        match self.facts.related.get(&record) {
            Some(Related::Known { values, .. }) => fields.iter().all(|field| values.has(field.as_str())),
            Some(Related::Absent) => true,
            None => fields.is_empty() && !must_exist,
        }
    }

    /// The fields of related records that formulas use, by the field that refers.
    fn wanted_fields(&self) -> Vec<(FieldPath, BTreeSet<FieldId>)> {
        let mut wanted: Vec<(FieldPath, BTreeSet<FieldId>)> = Vec::new();
        let mut want = |path: FieldPath, of: &FieldId| {
            let place = wanted.binary_search_by(|(wanted, _)| wanted.cmp(&path)).unwrap_or_else(|place| {
                wanted.insert(place, (path, BTreeSet::new()));
                place
            });
            wanted.get_mut(place).into_iter().for_each(|(_, fields)| _ = fields.insert(of.clone()));
        };
        for vertex in &self.form.plan.vertices {
            for (through, of) in &vertex.related {
                self.target_path(through.field, through.column).into_iter().for_each(|path| want(path, of));
            }
            for (field, of) in vertex.system_related() {
                want(FieldPath { field: field.clone(), column: None }, of);
            }
        }
        wanted
    }

    /// Every reference that the record holds, hidden fields left out.
    fn references(&self) -> Vec<(Address, RecordId)> {
        let mut found = Vec::new();
        let mut note = |address: Address, value: &Value| match value {
            Value::Reference(record) => found.push((address, *record)),
            Value::List(items) => {
                found.extend(items.iter().filter_map(|item| if let Value::Reference(record) = item { Some((address, *record)) } else { None }))
            }
            _ => {}
        };
        for (field, state) in self.fields.iter().enumerate().filter(|(_, state)| state.cell.visible) {
            note(Address { field, cell: None }, &state.cell.value);
            for (row_index, row) in state.rows.iter().enumerate() {
                for (column, cell) in row.cells.iter().enumerate().filter(|(_, cell)| cell.visible) {
                    note(Address { field, cell: Some((row_index, column)) }, &cell.value);
                }
            }
        }
        found
    }

    fn field_path(&self, address: Address) -> Option<FieldPath> {
        self.target_path(address.field, address.cell.map(|(_, column)| column))
    }

    fn target_path(&self, field: usize, column: Option<usize>) -> Option<FieldPath> {
        let (id, field) = self.form.fields.get_index(field)?;
        let column = match column {
            None => None,
            Some(column) => Some(field.columns.get_index(column)?.0.clone()),
        };
        Some(FieldPath { field: id.clone(), column })
    }

    /// The values of a related record as facts give them, read by the fields that formulas know.
    pub fn read_related(&self, target: &ReferenceTarget, values: &serde_json::Map<String, serde_json::Value>) -> Record {
        let fields = self.form.related_types(target);
        let read = |(id, json): (&String, &serde_json::Value)| {
            let (id, value_type) = fields.iter().find(|(field, _)| field.as_str() == id)?;
            Some((id.clone(), value::from_json(json, value_type).ok()?))
        };
        values.iter().filter_map(read).collect()
    }

    /// The path of the field that refers to a record, for reading facts of it.
    pub fn target_of(&self, path: &CellPath) -> Option<ReferenceTarget> {
        let field = definition_at(&self.form, self.find(path)?)?;
        if let Special::Relation(relation) = field.behaviour.special() { Some(relation.target()) } else { None }
    }
}
