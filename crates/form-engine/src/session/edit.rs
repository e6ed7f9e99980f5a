//! Edits of fields and cells.

use super::settle::Dirty;
use super::{Address, CellPath, Changes, Session, definition_at};
use crate::{CompiledField, FieldFault, Origin, Related, Special, code};
use definition::FieldRight;
use std::sync::Arc;
use value::{JsonFault, JsonFaultKind, Label, Locale, RecordId, Row, RowId, Value, ValueType};

impl Session {
    /// Reads a JSON value as the value of a field or cell.
    pub fn read(&self, path: &CellPath, json: &serde_json::Value) -> Result<Value, FieldFault> {
        let address = self.find(path).ok_or_else(|| not_there(path))?;
        let field = definition_at(&self.form, address).ok_or_else(|| not_there(path))?;
        read_as(field, json)
    }

    /// A person enters a value. What may not be entered is refused and nothing changes.
    pub fn edit(&mut self, path: &CellPath, value: Value) -> Result<Changes, FieldFault> {
        self.edit_many(vec![(path.clone(), value)])
    }

    /// A person enters several values at once; they are settled once. One refusal refuses all.
    pub fn edit_many(&mut self, edits: Vec<(CellPath, Value)>) -> Result<Changes, FieldFault> {
        let mut found = Vec::with_capacity(edits.len());
        for (path, value) in edits {
            let address = self.find(&path).ok_or_else(|| not_there(&path))?;
            self.may_edit(address)?;
            found.push((path, address, value));
        }
        let mut dirty = Dirty::default();
        for (path, address, value) in found {
            match value {
                Value::Rows(rows) if address.cell.is_none() => self.replace_rows(address.field, rows, &mut dirty),
                value => self.enter(&path, address, value, &mut dirty),
            }
        }
        self.settle(dirty);
        Ok(self.take_changes())
    }

    /// Whether a person may enter a value there now.
    pub(crate) fn may_edit(&self, address: Address) -> Result<(), FieldFault> {
        let form = Arc::clone(&self.form);
        let Some(field) = definition_at(&form, address) else { return Ok(()) };
        let top = form.fields.get_index(address.field).map(|(_, field)| field);
        if field.origin != Origin::Entered {
            return Err(not_entered(field));
        }
        if self.rights.by_person && top.is_some_and(|top| self.rights.on(top.id.as_str()) < FieldRight::Write) {
            return Err(no_right(field));
        }
        if self.rights.by_person && self.is_readonly(address) {
            return Err(readonly(field));
        }
        Ok(())
    }

    /// Whether definition or logic keep people from changing a field or cell; rights are not looked at.
    pub(crate) fn is_readonly(&self, address: Address) -> bool {
        let fixed = definition_at(&self.form, address).is_some_and(|field| field.readonly);
        let by_logic = self.cell(address).is_some_and(|cell| cell.readonly);
        let table = address.cell.is_some() && self.is_readonly(Address { cell: None, ..address });
        fixed || by_logic || table
    }

    /// Puts a value in and marks what reads it. Relations fill in what they are told to.
    pub(crate) fn enter(&mut self, path: &CellPath, address: Address, value: Value, dirty: &mut Dirty) {
        let form = Arc::clone(&self.form);
        let Some(field) = definition_at(&form, address) else { return };
        let value = field.behaviour.normalise(value);
        self.put(address, value.clone(), dirty);
        if let Special::Relation(relation) = field.behaviour.special()
            && !relation.fill.is_empty()
        {
            self.to_fill.retain(|other| other != path);
            match value {
                Value::Reference(record) if !self.fill_in(address, record, dirty) => self.to_fill.push(path.clone()),
                Value::Blank => self.empty_filled(address, dirty),
                _ => {}
            }
        }
    }

    pub(crate) fn put(&mut self, address: Address, value: Value, dirty: &mut Dirty) {
        let shown = self.shown(address);
        let Some(cell) = self.cell_mut(address) else { return };
        (cell.touched, cell.edited) = (true, true);
        let same = cell.value == value;
        cell.value = value;
        self.changes.insert(address);
        if !same && shown {
            let form = Arc::clone(&self.form);
            dirty.readers_of(&form.plan, address);
        }
    }

    /// Carries out the fill map of a relation. False when the chosen record is not known yet.
    pub(crate) fn fill_in(&mut self, address: Address, record: RecordId, dirty: &mut Dirty) -> bool {
        let values = match self.facts.related.get(&record) {
            Some(Related::Known { values, .. }) => values.clone(),
            Some(Related::Absent) => return true,
            None => return false,
        };
        let targets = self.fill_targets(address);
        if !targets.iter().all(|(_, from)| values.has(from.as_str())) {
            return false;
        }
        for (target, from) in targets {
            self.fill_one(target, values.get(from.as_str()).clone(), dirty);
        }
        true
    }

    fn empty_filled(&mut self, address: Address, dirty: &mut Dirty) {
        for (target, _) in self.fill_targets(address) {
            self.fill_one(target, Value::Blank, dirty);
        }
    }

    fn fill_one(&mut self, target: Address, value: Value, dirty: &mut Dirty) {
        let form = Arc::clone(&self.form);
        let Some(field) = definition_at(&form, target) else { return };
        let value = super::coerce::coerce(value, field, &self.zone);
        if !matches!(value, Value::Error(_)) && self.may_fill(target) {
            self.put(target, value, dirty);
        }
    }

    fn may_fill(&self, target: Address) -> bool {
        let top = self.form.fields.get_index(target.field).map(|(_, field)| field);
        let right = top.map_or(FieldRight::Hidden, |top| self.rights.on(top.id.as_str()));
        !self.rights.by_person || right == FieldRight::Write
    }

    fn fill_targets(&self, address: Address) -> Vec<(Address, value::FieldId)> {
        let Some(field) = definition_at(&self.form, address) else { return Vec::new() };
        let Special::Relation(relation) = field.behaviour.special() else { return Vec::new() };
        let target = |(to, from): (&value::FieldId, &value::FieldId)| {
            let to = match address.cell {
                None => Address { field: self.form.fields.get_index_of(to)?, cell: None },
                Some((row, _)) => {
                    let (_, table) = self.form.fields.get_index(address.field)?;
                    Address { field: address.field, cell: Some((row, table.columns.get_index_of(to)?)) }
                }
            };
            Some((to, from.clone()))
        };
        relation.fill.iter().filter_map(target).collect()
    }
}

/// Reads a JSON value as a field's.
pub(crate) fn read_as(field: &CompiledField, json: &serde_json::Value) -> Result<Value, FieldFault> {
    let read = match &field.value_type {
        ValueType::Rows(_) => read_rows(field, json),
        _ => field.behaviour.read(json),
    };
    read.map_err(|fault| json_fault(field, &fault))
}

/// Rows, each cell as its column reads it: what is sent in a row is held to the same as what is sent by itself.
fn read_rows(table: &CompiledField, json: &serde_json::Value) -> Result<Value, JsonFault> {
    if json.is_null() || json.as_str() == Some("") {
        return Ok(Value::Blank);
    }
    let fault = |pointer: String, kind| JsonFault { pointer, kind };
    let items = json.as_array().ok_or_else(|| fault(String::new(), JsonFaultKind::WrongType("rows")))?;
    let mut rows = Vec::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        let cells = item.as_object().ok_or_else(|| fault(format!("/{index}"), JsonFaultKind::WrongType("row")))?;
        let mut row = Row::default();
        for (key, json) in cells {
            if key == "_id" {
                row.id = json.as_str().and_then(RowId::parse);
                continue;
            }
            let unknown = || fault(format!("/{index}/{key}"), JsonFaultKind::UnknownField(key.clone()));
            let column = table.columns.get(key.as_str()).ok_or_else(unknown)?;
            let cell = column.behaviour.read(json).map_err(|inner| fault(format!("/{index}/{key}{}", inner.pointer), inner.kind))?;
            row.values.set(column.id.clone(), cell);
        }
        rows.push(row);
    }
    Ok(Value::Rows(rows))
}

fn json_fault(field: &CompiledField, fault: &JsonFault) -> FieldFault {
    let (zh, en) = (field.label.get(Locale::ZhCn), field.label.get(Locale::En));
    let (code, message) = match &fault.kind {
        JsonFaultKind::WrongType(wanted) => {
            (code::WRONG_TYPE, Label::both(format!("「{zh}」应填写{}", type_zh(wanted)), format!("`{en}` takes {}", type_en(wanted))))
        }
        JsonFaultKind::OutOfRange => (code::OUT_OF_RANGE, Label::both(format!("「{zh}」超出允许的范围"), format!("`{en}` is out of range"))),
        JsonFaultKind::UnknownField(name) => {
            (code::UNKNOWN_FIELD, Label::both(format!("「{zh}」没有列「{name}」"), format!("`{en}` has no column `{name}`")))
        }
    };
    FieldFault::new(fault.pointer.clone(), code, message)
}

fn type_zh(wanted: &str) -> &str {
    match wanted {
        "text" => "文本",
        "number" => "数字",
        "bool" => "是或否",
        "date" => "日期，例如 2026-03-01",
        "time" => "时间，例如 14:30",
        "instant" => "日期时间",
        "choice" => "选项",
        "reference" => "一条关联",
        "file" => "文件",
        "list" => "多个值",
        "rows" | "row" => "子表行",
        "{row: answer}" | "{column: answer}" => "每行的回答",
        "{answer, note, photos}" => "检查结果",
        "{and: [{field, op, value}]}" => "条件",
        other => other,
    }
}

fn type_en(wanted: &str) -> &str {
    match wanted {
        "number" => "a number",
        "bool" => "yes or no",
        "date" => "a day such as 2026-03-01",
        "time" => "a time such as 14:30",
        "instant" => "a moment such as 2026-03-01T06:30:00Z",
        "choice" => "an option",
        "reference" => "a reference",
        "file" => "a file",
        "list" => "a list",
        "rows" | "row" => "rows",
        "{row: answer}" | "{column: answer}" => "answers by row",
        "{answer, note, photos}" => "a result of a check",
        "{and: [{field, op, value}]}" => "conditions",
        other => other,
    }
}

pub(crate) fn not_there(path: &CellPath) -> FieldFault {
    let (code, zh, en) = match path {
        CellPath::Field(field) => (code::UNKNOWN_FIELD, format!("没有字段「{field}」"), format!("there is no field `{field}`")),
        CellPath::Cell { .. } => (code::UNKNOWN_ROW, format!("没有单元格「{path}」"), format!("there is no cell `{path}`")),
    };
    FieldFault::new("", code, Label::both(zh, en))
}

pub(crate) fn not_entered(field: &CompiledField) -> FieldFault {
    let (zh, en) = (field.label.get(Locale::ZhCn), field.label.get(Locale::En));
    FieldFault::new("", code::NOT_ENTERED, Label::both(format!("「{zh}」由系统得出，不能填写"), format!("`{en}` is calculated; nobody enters it")))
}

pub(crate) fn no_right(field: &CompiledField) -> FieldFault {
    let (zh, en) = (field.label.get(Locale::ZhCn), field.label.get(Locale::En));
    FieldFault::new("", code::NO_RIGHT, Label::both(format!("您没有修改「{zh}」的权限"), format!("you may not change `{en}`")))
}

pub(crate) fn readonly(field: &CompiledField) -> FieldFault {
    let (zh, en) = (field.label.get(Locale::ZhCn), field.label.get(Locale::En));
    FieldFault::new("", code::READONLY, Label::both(format!("「{zh}」现在不能修改"), format!("`{en}` cannot be changed now")))
}
