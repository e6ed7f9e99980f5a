//! The state of every field and cell, with its faults.

use super::settle::is_pending;
use super::{Address, CellPath, Place, RowKey, Session, definition_at};
use crate::{CompiledField, FieldFault, Origin, Related, Special, ValueContext, code};
use definition::FieldRight;
use value::{ErrorValue, Label, Locale, OptionId, Record, Row, RowId, Value, ValueType};

/// What is known of one field or cell: definition, logic and rights together.
#[derive(Debug, Clone, PartialEq)]
pub struct CellState<'a> {
    /// What was entered, stored or calculated; kept while it is hidden.
    pub value: &'a Value,
    /// The type of the value.
    pub value_type: &'a ValueType,
    /// Whether it is shown.
    pub visible: bool,
    /// Whether it must be filled in.
    pub required: bool,
    /// Whether the actor may not change it.
    pub readonly: bool,
    /// Whether somebody entered it.
    pub touched: bool,
    /// What is wrong with it.
    pub faults: Vec<FieldFault>,
    /// Why its formula has no answer.
    pub error: Option<&'a ErrorValue>,
    /// Only the server can calculate it (提交后计算).
    pub pending: bool,
    /// The options that are offered now; all when there is no list.
    pub offered: Option<&'a [OptionId]>,
    /// The name that a rule gives it.
    pub label: Option<&'a str>,
    /// The help that a rule gives it.
    pub help: Option<&'a str>,
}

/// The rows of a sub-table.
#[derive(Debug, Clone, PartialEq)]
pub struct TableState {
    /// Row keys in their order, with the key of the stored row.
    pub rows: Vec<(RowKey, Option<RowId>)>,
}

impl Session {
    /// The state of a field or cell.
    pub fn state(&self, path: &CellPath) -> Option<CellState<'_>> {
        self.state_at(self.find(path)?)
    }

    /// The rows of a sub-table.
    pub fn table(&self, table: &str) -> Option<TableState> {
        let (index, _, field) = self.form.fields.get_full(table)?;
        if !matches!(field.value_type, ValueType::Rows(_)) {
            return None;
        }
        let rows = &self.fields.get(index)?.rows;
        Some(TableState { rows: rows.iter().map(|row| (row.key, row.id)).collect() })
    }

    pub(crate) fn state_at(&self, address: Address) -> Option<CellState<'_>> {
        let field = definition_at(&self.form, address)?;
        let cell = self.cell(address)?;
        let top = self.form.fields.get_index(address.field)?.1;
        let right = self.rights.on(top.id.as_str());
        let visible = self.shown(address) && right != FieldRight::Hidden;
        let readonly = field.origin != Origin::Entered || right < FieldRight::Write || self.is_readonly(address);
        let error = if let Value::Error(error) = &cell.value { Some(error) } else { None };
        let unknown_calculated = self.fields.get(address.field).is_some_and(|state| state.unknown) && field.origin == Origin::Calculated;
        let look = cell.look.as_deref();
        Some(CellState {
            offered: look.and_then(|look| look.offered.as_deref()),
            label: look.and_then(|look| look.label.as_deref()),
            help: look.and_then(|look| look.help.as_deref()),
            value: &cell.value,
            value_type: &field.value_type,
            visible,
            required: (field.required || cell.required) && !readonly,
            readonly,
            touched: cell.touched,
            faults: self.faults_at(address),
            pending: is_pending(&cell.value) || unknown_calculated,
            error: error.filter(|_| !is_pending(&cell.value)),
        })
    }

    /// What is wrong with a field or cell; pointers are below it.
    pub(crate) fn faults_at(&self, address: Address) -> Vec<FieldFault> {
        let mut faults = Vec::new();
        let Some(field) = definition_at(&self.form, address) else { return faults };
        let Some(cell) = self.cell(address) else { return faults };
        if !self.shown(address) {
            return faults;
        }
        if field.origin == Origin::Entered {
            self.entered_faults(address, field, &mut faults);
        }
        for rank in &cell.failed {
            let message = self.form.plan.vertices.get(*rank).and_then(|vertex| vertex.message.clone());
            let fallback = || {
                Label::both(
                    format!("「{}」没有通过校验", field.label.get(Locale::ZhCn)),
                    format!("`{}` did not pass its check", field.label.get(Locale::En)),
                )
            };
            faults.push(FieldFault::new("", code::CHECK, message.unwrap_or_else(fallback)));
        }
        faults
    }

    /// Faults of what people enter. What is stored and cannot be changed by the actor is not held against the actor.
    fn entered_faults(&self, address: Address, field: &CompiledField, faults: &mut Vec<FieldFault>) {
        let Some(cell) = self.cell(address) else { return };
        let readonly = self.is_readonly(address);
        let right = self.form.fields.get_index(address.field).map_or(FieldRight::Hidden, |(_, top)| self.rights.on(top.id.as_str()));
        let can_enter = self.rights.by_person && right == FieldRight::Write && !readonly;
        if !can_enter && !cell.edited {
            return;
        }
        let table = self.fields.get(address.field).filter(|_| address.cell.is_none() && matches!(field.value_type, ValueType::Rows(_)));
        let blank = table.map_or_else(|| cell.value.is_blank(), |state| state.rows.is_empty());
        if blank {
            if (field.required || cell.required) && (can_enter || cell.edited) {
                faults.push(required(field));
            } else if let Some(state) = table {
                self.check_rows(state.rows.len(), field, faults);
            }
            return;
        }
        match table {
            Some(state) => self.check_rows(state.rows.len(), field, faults),
            None => {
                let context = self.value_context(address, field);
                field.behaviour.check(&cell.value, &context, faults);
                if let Some(offered) = cell.look.as_deref().and_then(|look| look.offered.as_deref()) {
                    check_offered(&cell.value, offered, &context, faults);
                }
                self.check_references(&cell.value, field, faults);
            }
        }
    }

    fn value_context<'a>(&'a self, address: Address, field: &'a CompiledField) -> ValueContext<'a> {
        static BLANK: Value = Value::Blank;
        let stored = match (address.cell, self.cell(address)) {
            (None, _) => self.stored.as_ref().map_or(&BLANK, |stored| stored.get(field.id.as_str())),
            (Some(_), Some(cell)) if !cell.edited && !self.is_new() => &cell.value,
            _ => &BLANK,
        };
        ValueContext { options: &field.options, stored, now: self.now, zone: &self.zone }
    }

    fn check_rows(&self, count: usize, field: &CompiledField, faults: &mut Vec<FieldFault>) {
        let Special::SubTable(settings) = field.behaviour.special() else { return };
        crate::controls::count_rows(count, settings, faults);
    }

    fn check_references(&self, value: &Value, field: &CompiledField, faults: &mut Vec<FieldFault>) {
        if !matches!(field.behaviour.special(), Special::Relation(_)) {
            return;
        }
        let chosen: &[Value] = if let Value::List(items) = value { items } else { std::slice::from_ref(value) };
        for (index, item) in chosen.iter().enumerate() {
            let Value::Reference(record) = item else { continue };
            if matches!(self.facts.related.get(record), Some(Related::Absent)) {
                let pointer = if matches!(value, Value::List(_)) { format!("/{index}") } else { String::new() };
                let (zh, en) = (field.label.get(Locale::ZhCn), field.label.get(Locale::En));
                let message =
                    Label::both(format!("「{zh}」选择的对象不存在或不可选"), format!("what was chosen for `{en}` is not there or cannot be chosen"));
                faults.push(FieldFault::new(pointer, code::NO_SUCH_REFERENCE, message));
            }
        }
    }

    /// All faults, with pointers into the values and the paths of their cells.
    pub fn faults(&self) -> Vec<(CellPath, FieldFault)> {
        let mut found = Vec::new();
        for (field, state) in self.fields.iter().enumerate() {
            let columns = state.rows.first().map_or(0, |row| row.cells.len());
            let cells = (0..state.rows.len()).flat_map(|row| (0..columns).map(move |column| Some((row, column))));
            for cell in std::iter::once(None).chain(cells) {
                let address = Address { field, cell };
                let faults = self.faults_at(address);
                if faults.is_empty() {
                    continue;
                }
                let (Some(path), Some(pointer)) = (self.path(address), self.pointer(address)) else { continue };
                found.extend(faults.into_iter().map(|fault| (path.clone(), fault.below(&pointer))));
            }
        }
        found
    }

    /// The JSON Pointer of a field or cell in the values.
    pub(crate) fn pointer(&self, address: Address) -> Option<String> {
        let (id, field) = self.form.fields.get_index(address.field)?;
        match address.cell {
            None => Some(format!("/{id}")),
            Some((row, column)) => Some(format!("/{id}/{row}/{}", field.columns.get_index(column)?.0)),
        }
    }

    /// The values as they are now: hidden ones as the form says, errors and live ones left out.
    pub(crate) fn record(&self) -> Record {
        let mut record = Record::new();
        for (index, (id, field)) in self.form.fields.iter().enumerate() {
            if field.storage != crate::Storage::Live {
                record.set(id.clone(), self.kept(Address { field: index, cell: None }, field));
            }
        }
        record
    }

    fn kept(&self, address: Address, field: &CompiledField) -> Value {
        let Some(state) = self.fields.get(address.field) else { return Value::Blank };
        if !self.shown(address) && field.when_hidden == definition::WhenHidden::Clear {
            return Value::Blank;
        }
        if address.cell.is_none() && matches!(field.value_type, ValueType::Rows(_)) {
            return if state.rows.is_empty() { Value::Blank } else { Value::Rows(self.kept_rows(address.field, field)) };
        }
        match self.cell(address).map(|cell| &cell.value) {
            None | Some(Value::Error(_)) => Value::Blank,
            Some(value) => value.clone(),
        }
    }

    fn kept_rows(&self, table: usize, field: &CompiledField) -> Vec<Row> {
        let Some(state) = self.fields.get(table) else { return Vec::new() };
        let kept_row = |(index, row): (usize, &super::RowState)| {
            let columns = field.columns.iter().enumerate().filter(|(_, (_, column))| column.storage != crate::Storage::Live);
            let values = columns.map(|(at, (id, column))| (id.clone(), self.kept_cell(table, (index, at), column)));
            Row { id: row.id, values: values.collect() }
        };
        state.rows.iter().enumerate().map(kept_row).collect()
    }

    /// The table itself may be hidden and kept; then its cells are kept, too.
    fn kept_cell(&self, table: usize, cell: (usize, usize), column: &CompiledField) -> Value {
        let Some(cell) = self.cell(Address { field: table, cell: Some(cell) }) else { return Value::Blank };
        let cleared = !cell.visible && column.when_hidden == definition::WhenHidden::Clear;
        if cleared || matches!(cell.value, Value::Error(_)) { Value::Blank } else { cell.value.clone() }
    }

    /// What is to be sent to the server: everything that was entered in a new record, what differs in a stored one.
    /// Values that may not be entered are left out; so are blanks of a new record.
    pub fn entered_values(&self) -> Record {
        let mut values = Record::new();
        for (index, (id, field)) in self.form.fields.iter().enumerate() {
            let address = Address { field: index, cell: None };
            let writable = field.is_entered() && self.rights.on(id.as_str()) == FieldRight::Write;
            let untouchable = self.cell(address).is_some_and(|cell| cell.opened_readonly || field.readonly || !cell.edited);
            let locked = self.is_readonly(address) && untouchable;
            let unknown = self.fields.get(index).is_some_and(|state| state.unknown);
            if !writable || unknown || locked {
                continue;
            }
            let value = self.kept(address, field);
            let before = self.stored.as_ref().map(|stored| stored.get(id.as_str()));
            let send = match before {
                // What was cleared is sent where the server would begin with a default again.
                None => {
                    let begins = || !super::open::begins_with(field, self.user).is_blank() || super::open::has_default_rule(&self.form, index);
                    !value.is_blank() || (self.cell(address).is_some_and(|cell| cell.touched) && begins())
                }
                Some(before) => !same(before, &value),
            };
            if send {
                values.set(id.clone(), only_entered(value, field));
            }
        }
        values
    }

    /// The place where the session runs.
    pub fn place(&self) -> Place {
        self.place
    }

    /// The field or column of a path.
    pub fn field_at(&self, path: &CellPath) -> Option<&CompiledField> {
        definition_at(&self.form, self.find(path)?)
    }
}

/// Options that a rule does not offer now cannot be chosen; what is stored may stay. An option is offered with all that is below it.
fn check_offered(value: &Value, offered: &[OptionId], context: &ValueContext<'_>, faults: &mut Vec<FieldFault>) {
    let chosen: &[Value] = if let Value::List(items) = value { items } else { std::slice::from_ref(value) };
    for (index, item) in chosen.iter().enumerate() {
        let Value::Choice(id) = item else { continue };
        let is_stored = context.stored == item || matches!(context.stored, Value::List(stored) if stored.contains(item));
        let path = context.options.path(id.as_str());
        if is_stored || path.iter().any(|option| offered.contains(&option.id)) {
            continue;
        }
        let name = |locale: Locale| path.last().map_or_else(|| id.to_string(), |option| option.label.get(locale).to_owned());
        let pointer = if matches!(value, Value::List(_)) { format!("/{index}") } else { String::new() };
        let message = Label::both(
            format!("现在不能选「{}」，请重新选择", name(Locale::ZhCn)),
            format!("`{}` cannot be chosen now; choose again", name(Locale::En)),
        );
        faults.push(FieldFault::new(pointer, code::NOT_OFFERED, message));
    }
}

fn same(before: &Value, now: &Value) -> bool {
    before == now || (before.is_blank() && now.is_blank())
}

/// Rows without what nobody enters.
fn only_entered(value: Value, field: &CompiledField) -> Value {
    match value {
        Value::Rows(rows) => Value::Rows(
            rows.into_iter()
                .map(|row| {
                    let entered = row.values.into_iter().filter(|(id, _)| field.columns.get(id).is_some_and(CompiledField::is_entered));
                    Row { id: row.id, values: entered.collect() }
                })
                .collect(),
        ),
        other => other,
    }
}

pub(crate) fn required(field: &CompiledField) -> FieldFault {
    let (zh, en) = (field.label.get(Locale::ZhCn), field.label.get(Locale::En));
    FieldFault::new("", code::REQUIRED, Label::both(format!("请填写「{zh}」"), format!("`{en}` must be filled in")))
}
