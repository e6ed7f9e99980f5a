//! Fields and columns: kinds, settings, ids, defaults.

use crate::controls::control;
use crate::{Behaviour, CompiledField, Control, Findings, FormEnvironment, Origin, Special, Storage};
use definition::Field;
use indexmap::IndexMap;
use std::sync::Arc;
use value::{FieldId, Value, ValueType};

/// Compiles a list of fields. A field that cannot be compiled is left out; the finding says why.
pub(super) fn compile_fields(fields: &[Field], environment: &FormEnvironment<'_>, findings: &mut Findings) -> IndexMap<FieldId, CompiledField> {
    compile_list(fields, false, environment, findings)
}

fn compile_list(fields: &[Field], in_table: bool, environment: &FormEnvironment<'_>, findings: &mut Findings) -> IndexMap<FieldId, CompiledField> {
    let mut compiled = IndexMap::new();
    for (index, field) in fields.iter().enumerate() {
        let field = findings.at(index, |findings| {
            check_id(field, &compiled, findings);
            compile_field(field, in_table, environment, findings)
        });
        if let Some(field) = field {
            compiled.entry(field.id.clone()).or_insert(field);
        }
    }
    compiled
}

fn check_id(field: &Field, before: &IndexMap<FieldId, CompiledField>, findings: &mut Findings) {
    if field.id.is_system() {
        let message = told!(format!("字段 id「{}」不能以下划线开头", field.id), format!("the id `{}` must not begin with an underscore", field.id));
        findings.error("MC0114", "/id", message);
    }
    if before.contains_key(&field.id) {
        let message = told!(format!("字段 id「{}」用了两次", field.id), format!("the field id `{}` is used twice", field.id));
        findings.error("MC0106", "/id", message);
    }
    if field.label.is_empty() {
        findings.error("MC0104", "/label", told!(format!("字段「{}」没有名称", field.id), format!("the field `{}` has no name", field.id)));
    }
}

fn compile_field(field: &Field, in_table: bool, environment: &FormEnvironment<'_>, findings: &mut Findings) -> Option<CompiledField> {
    let control = known_kind(field, findings)?;
    let behaviour = (control.prepare)(field, environment, findings)?;
    let is_table = matches!(behaviour.special(), Special::SubTable(_));
    check_place(field, &*behaviour, in_table, findings);
    let columns = columns(field, is_table, environment, findings);
    let value_type = if is_table { rows_of(&columns) } else { behaviour.value_type() };
    let origin = match behaviour.special() {
        Special::AutoNumber(_) => Origin::Allotted,
        Special::Computed(_) | Special::RollUp(_) | Special::Shown => Origin::Calculated,
        _ => Origin::Entered,
    };
    let elsewhere = matches!(behaviour.special(), Special::RollUp(_) | Special::Shown);
    let default = default_value(field, &*behaviour, origin, is_table, findings);
    Some(CompiledField {
        id: field.id.clone(),
        control,
        label: field.label.clone(),
        help: field.help.clone(),
        placeholder: field.placeholder.clone(),
        value_type,
        origin,
        storage: if elsewhere { Storage::Live } else { Storage::Stored },
        required: field.required,
        readonly: field.readonly,
        unique: field.unique,
        personal: field.personal,
        default,
        when_hidden: field.when_hidden,
        options: behaviour.options(),
        columns,
        settings: field.settings.clone(),
        behaviour,
        pointer: findings.place().to_owned(),
    })
}

fn known_kind(field: &Field, findings: &mut Findings) -> Option<&'static Control> {
    let found = control(&field.kind);
    if found.is_none() {
        let meant = definition::suggest::nearest(&field.kind, crate::CONTROLS.iter().map(|control| control.kind));
        let message = told!(format!("没有控件「{}」", field.kind), format!("there is no control `{}`", field.kind));
        let kinds: Vec<&str> = crate::CONTROLS.iter().map(|control| control.kind).collect();
        findings.error("MC0101", "/kind", message).hint = Some(meant.map_or_else(
            || told!(format!("可用的控件：{}", kinds.join("、")), format!("there are: {}", kinds.join(", "))),
            |meant| told!(format!("你是否想用「{meant}」？"), format!("did you mean `{meant}`?")),
        ));
    }
    found
}

fn check_place(field: &Field, behaviour: &dyn Behaviour, in_table: bool, findings: &mut Findings) {
    if in_table
        && matches!(behaviour.special(), Special::SubTable(_) | Special::AutoNumber(_) | Special::RollUp(_) | Special::Shown | Special::Outside(_))
    {
        let message = told!(format!("控件「{}」不能放在子表里", field.kind), format!("a `{}` cannot be a column of a sub-table", field.kind));
        findings.error("MC0113", "/kind", message);
    }
    let comparable =
        !matches!(behaviour.value_type(), ValueType::Rows(_) | ValueType::List(_) | ValueType::File | ValueType::Structure | ValueType::Bool);
    if field.unique && (in_table || !comparable) {
        let message = told!("这个字段不能要求不重复", "this field cannot be unique");
        findings.error("MC0115", "/unique", message).hint = Some(told!(
            "只有主表的文本、数值、日期、单选和单个关联可以",
            "only texts, numbers, dates, choices and single relations of the form itself can",
        ));
    }
}

fn columns(field: &Field, is_table: bool, environment: &FormEnvironment<'_>, findings: &mut Findings) -> IndexMap<FieldId, CompiledField> {
    match (is_table, field.fields.is_empty()) {
        (true, true) => {
            findings.error("MC0112", "", told!(format!("子表「{}」没有列", field.id), format!("the sub-table `{}` has no columns", field.id))).hint =
                Some(told!("在 fields 里加上列", "add columns under `fields`"));
            IndexMap::new()
        }
        (true, false) => findings.at("fields", |findings| compile_list(&field.fields, true, environment, findings)),
        (false, true) => IndexMap::new(),
        (false, false) => {
            findings.error("MC0112", "/fields", told!("只有子表才有列", "only a sub-table has columns"));
            IndexMap::new()
        }
    }
}

fn rows_of(columns: &IndexMap<FieldId, CompiledField>) -> ValueType {
    ValueType::Rows(columns.values().map(|column| (column.id.clone(), column.value_type.clone())).collect())
}

fn default_value(field: &Field, behaviour: &dyn Behaviour, origin: Origin, is_table: bool, findings: &mut Findings) -> Value {
    let Some(json) = &field.default else { return Value::Blank };
    if origin != Origin::Entered || is_table {
        findings.error("MC0110", "/default", told!("这个字段没有默认值", "this field has no default"));
        return Value::Blank;
    }
    match behaviour.read(json) {
        Ok(value) => known_options(behaviour.normalise(value), behaviour, findings),
        Err(_) => {
            let message = told!(format!("默认值 {json} 不符合字段类型"), format!("the default {json} does not fit the field"));
            findings.error("MC0110", "/default", message);
            Value::Blank
        }
    }
}

fn known_options(value: Value, behaviour: &dyn Behaviour, findings: &mut Findings) -> Value {
    let options = behaviour.options();
    let chosen: Vec<&Value> = if let Value::List(items) = &value { items.iter().collect() } else { vec![&value] };
    let unknown: Vec<String> = chosen
        .into_iter()
        .filter_map(|item| if let Value::Choice(id) = item { options.get(id.as_str()).is_none().then(|| id.to_string()) } else { None })
        .collect();
    for id in unknown {
        let meant = definition::suggest::nearest(&id, options.iter().map(|option| option.id.as_str()));
        let message = told!(format!("默认值「{id}」不是选项"), format!("the default `{id}` is not an option"));
        findings.error("MC0110", "/default", message).hint =
            meant.map(|meant| told!(format!("你是否想用「{meant}」？"), format!("did you mean `{meant}`?")));
    }
    value
}

/// The fields that a relation fills in must be there and be entered by people.
pub(super) fn check_fill_maps(fields: &IndexMap<FieldId, CompiledField>, findings: &mut Findings) {
    for field in fields.values() {
        check_fill_map(field, fields, findings);
        field.columns.values().for_each(|column| check_fill_map(column, &field.columns, findings));
    }
}

fn check_fill_map(field: &CompiledField, beside: &IndexMap<FieldId, CompiledField>, findings: &mut Findings) {
    let behaviour: Arc<dyn Behaviour> = Arc::clone(&field.behaviour);
    let fill = match behaviour.special() {
        Special::Relation(relation) => &relation.fill,
        Special::Fill(fill) => fill,
        _ => return,
    };
    for to in fill.keys() {
        let good = beside.get(to).is_some_and(|target| target.is_entered() && target.id != field.id && target.columns.is_empty());
        if !good {
            let meant = definition::suggest::nearest(to.as_str(), beside.keys().map(FieldId::as_str));
            let message = told!(
                format!("不能带出到「{to}」：没有这个可填写的字段"),
                format!("cannot fill in `{to}`: there is no such field that people enter"),
            );
            let place = format!("{}/fill/{to}", field.pointer);
            findings.error("MC0109", &place, message).hint =
                meant.map(|meant| told!(format!("你是否想用「{meant}」？"), format!("did you mean `{meant}`?")));
        }
    }
}
