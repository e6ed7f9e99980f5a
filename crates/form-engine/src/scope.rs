//! The names that formulas about a record may use.

use crate::{Behaviour, CompiledField, FieldFace, Findings, FormEnvironment, Special, controls};
use definition::{Field, Form};
use formula::{Constant, FieldType, Outside, Scope};
use indexmap::IndexMap;
use std::sync::Arc;
use value::{FaceOf, FieldId, FormId, Label, ReferenceTarget, ValueType};

/// The fields that every record has beside those of its form, with their names.
pub fn system_fields(form: &FormId) -> IndexMap<FieldId, FieldType> {
    let named = |(id, value_type): (FieldId, ValueType)| {
        let label = system_label(id.as_str());
        (id, plain(label, value_type))
    };
    query::system_fields(form).into_iter().map(named).collect()
}

fn system_label(id: &str) -> Label {
    let (zh, en) = match id {
        "_id" => ("记录", "Record"),
        "_created_at" => ("创建时间", "Created at"),
        "_created_by" => ("创建人", "Created by"),
        "_department" => ("所属部门", "Department"),
        "_updated_at" => ("修改时间", "Changed at"),
        "_updated_by" => ("修改人", "Changed by"),
        "_revision" => ("修订号", "Revision"),
        "_version" => ("应用版本", "Version of the app"),
        "_flow" => ("流程状态", "State of the flow"),
        "_node" => ("当前步骤", "Present steps"),
        "_due" => ("截止时间", "Due at"),
        other => (other, other),
    };
    Label::both(zh, en)
}

/// What formulas may ask of a person: `{owner.name}`, `{owner.department}`.
pub fn user_fields() -> IndexMap<FieldId, FieldType> {
    named([("name", "姓名", "Name", ValueType::Text), ("department", "部门", "Department", ValueType::Reference(ReferenceTarget::Department))])
}

/// What formulas may ask of a department: `{team.name}`, `{team.head}`.
pub fn department_fields() -> IndexMap<FieldId, FieldType> {
    named([("name", "名称", "Name", ValueType::Text), ("head", "负责人", "Head", ValueType::Reference(ReferenceTarget::User))])
}

fn named<const N: usize>(fields: [(&str, &str, &str, ValueType); N]) -> IndexMap<FieldId, FieldType> {
    let field = |(id, zh, en, value_type)| Some((FieldId::parse(id).ok()?, plain(Label::both(zh, en), value_type)));
    fields.into_iter().filter_map(field).collect()
}

fn plain(label: Label, value_type: ValueType) -> FieldType {
    FieldType { label, value_type, options: Vec::new(), fields: IndexMap::new(), face: FaceOf::default() }
}

/// What formulas of an app may name beside the fields of their record: its constants, the forms that may be looked up in, and the
/// calendars that the environment knows.
pub fn outside<'f>(
    constants: IndexMap<String, Constant>,
    forms: impl IntoIterator<Item = &'f Form>,
    environment: &FormEnvironment<'_>,
) -> Arc<Outside> {
    let forms = forms.into_iter().map(|form| (form.id.clone(), fields_of_other(form, environment))).collect();
    Arc::new(Outside { constants, forms, calendars: Arc::clone(&environment.outside.calendars) })
}

/// The scope of a form: its fields, the system's fields, and one step into related records.
pub(crate) fn scope_of(form: &FormId, fields: &IndexMap<FieldId, CompiledField>, environment: &FormEnvironment<'_>) -> Scope {
    let mut names: IndexMap<FieldId, FieldType> = fields.values().map(|field| (field.id.clone(), field_type(field, environment))).collect();
    for (id, mut field) in system_fields(form) {
        if let ValueType::Reference(target @ (ReferenceTarget::User | ReferenceTarget::Department)) = &field.value_type {
            field.fields = related_fields(target, environment);
        }
        names.insert(id, field);
    }
    Scope { fields: names, row_of: None, outside: Arc::clone(environment.outside) }
}

fn field_type(field: &CompiledField, environment: &FormEnvironment<'_>) -> FieldType {
    let below = match &field.value_type {
        ValueType::Reference(target) => related_fields(target, environment),
        ValueType::Rows(_) => field.columns.values().map(|column| (column.id.clone(), field_type(column, environment))).collect(),
        ValueType::Structure => parts_of(&*field.behaviour),
        _ => IndexMap::new(),
    };
    FieldType {
        label: field.label.clone(),
        value_type: field.value_type.clone(),
        options: field.options.names(),
        fields: below,
        face: face_of(&field.behaviour),
    }
}

fn parts_of(behaviour: &dyn Behaviour) -> IndexMap<FieldId, FieldType> {
    let typed = |part: crate::Part| (part.key, FieldType { options: part.options, ..plain(part.label, part.value_type) });
    behaviour.parts().into_iter().map(typed).collect()
}

fn face_of(behaviour: &Arc<dyn Behaviour>) -> FaceOf {
    FaceOf(Some(Arc::new(FieldFace(behaviour.clone()))))
}

fn related_fields(target: &ReferenceTarget, environment: &FormEnvironment<'_>) -> IndexMap<FieldId, FieldType> {
    match target {
        ReferenceTarget::User => user_fields(),
        ReferenceTarget::Department => department_fields(),
        ReferenceTarget::Form(form) => environment.forms.get(form).map(|form| fields_of_other(form, environment)).unwrap_or_default(),
    }
}

/// The fields of another form, read from its definition. What is wrong there is reported when that form is compiled.
pub(crate) fn fields_of_other(form: &Form, environment: &FormEnvironment<'_>) -> IndexMap<FieldId, FieldType> {
    fields_where(form, environment, |_| true)
}

/// Kinds whose settings speak of the fields of a form themselves.
const LOOK_ELSEWHERE: [&str; 6] = ["condition_builder", "formula_input", "related_field", "roll_up", "reverse_list", "related_query"];

/// The fields of another form as a kind's settings may speak of them: without those that would look further, perhaps in a circle.
pub(crate) fn plain_fields_of(form: &Form, environment: &FormEnvironment<'_>) -> IndexMap<FieldId, FieldType> {
    fields_where(form, environment, |field| !LOOK_ELSEWHERE.contains(&field.kind.as_str()))
}

/// The options of a field of another form.
pub(crate) fn options_of(field: &Field, environment: &FormEnvironment<'_>) -> crate::Options {
    let control = controls::control(&field.kind);
    let behaviour = control.and_then(|control| (control.prepare)(field, environment, &mut Findings::unheard()));
    behaviour.map(|behaviour| behaviour.options()).unwrap_or_default()
}

fn fields_where(form: &Form, environment: &FormEnvironment<'_>, wanted: fn(&Field) -> bool) -> IndexMap<FieldId, FieldType> {
    let mut unheard = Findings::unheard();
    let mut fields = IndexMap::new();
    for field in form.fields.iter().filter(|field| wanted(field)) {
        let Some(control) = controls::control(&field.kind) else { continue };
        let Some(behaviour) = (control.prepare)(field, environment, &mut unheard) else { continue };
        let value_type = behaviour.value_type();
        let elsewhere = matches!(behaviour.special(), Special::RollUp(_) | Special::Shown);
        if !elsewhere && !matches!(value_type, ValueType::Rows(_)) {
            let options = behaviour.options().names();
            fields.insert(
                field.id.clone(),
                FieldType { label: field.label.clone(), value_type, options, fields: IndexMap::new(), face: face_of(&behaviour) },
            );
        }
    }
    fields.extend(system_fields(&form.id));
    fields
}
