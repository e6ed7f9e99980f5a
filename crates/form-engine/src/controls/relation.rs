//! 关联

use super::{check, settings};
#[cfg(not(target_family = "wasm"))]
use crate::shape::{Shape, Spelling};
use crate::words::{example, pair};
use crate::{Behaviour, Control, FieldFault, Findings, FormEnvironment, Group, Special, ValueContext};
use definition::{Field, Form};
use indexmap::IndexMap;
use query::Filter;
use std::sync::Arc;
use value::{FieldId, FormId, ReferenceTarget, Value, ValueType};

/// The kind.
pub static CONTROL: Control = Control {
    kind: "relation",
    label: pair("关联", "Relation"),
    help: pair("引用另一张表单的记录、一个成员或一个部门", "Refers to a record of a form, a person or a department"),
    group: Group::Relation,
    icon: "link",
    schema: settings::schema::<Relation>,
    prepare,
    example: example(r#"{ "id": "owner", "kind": "relation", "label": { "zh-CN": "负责人", "en": "Owner" }, "to": "user" }"#),
};

definition::settings! {
    /// Settings of a relation.
    pub struct Relation {
        to: Option<RelationTarget> = None, ("关联到", "Refers to"), ("记录、成员或部门", "What it refers to");
        form: Option<FormId> = None, ("表单", "Form"), ("关联记录时，是哪张表单", "The form, if it refers to records");
        filter: Option<Filter> = None, ("可选范围", "Filter"), ("可以选择哪些记录", "Which records of the form can be chosen");
        fill: IndexMap<FieldId, FieldId> = IndexMap::new(), ("带出字段", "Fills in"), ("选中后把对方字段的值填到本表字段", "What choosing fills in: a field of this form and the field of the chosen record whose value it takes");
        multiple: bool = false, ("可多选", "Several"), ("可以选择多个", "Whether several can be chosen");
        max: Option<u32> = None, ("最多选几个", "Most"), ("可多选时最多几个", "At most so many, if several can be chosen");
        show: Vec<FieldId> = Vec::new(), ("显示字段", "Shows"), ("选择时在名称旁显示的字段", "The fields of the chosen record that are shown in the picker beside its name");
    }
}

definition::choices! {
    /// What a relation refers to.
    pub enum RelationTarget {
        Form = "form", ("记录", "A record of a form");
        User = "user", ("成员", "A person");
        Department = "department", ("部门", "A department");
    }
}

fn prepare(field: &Field, environment: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: Relation = settings::read(field, findings)?;
    let before = findings.len();
    check_target(&settings, environment, findings);
    if settings.max.is_some() && !settings.multiple {
        findings.error("MC0105", "/max", told!("max 只在可多选时有意义", "`max` means something only with `multiple`"));
    }
    if settings.multiple && !settings.fill.is_empty() {
        findings.error("MC0105", "/fill", told!("可多选的关联不能带出字段", "a relation to several cannot fill in fields"));
    }
    (findings.len() == before).then(|| {
        let behaviour: Arc<dyn Behaviour> = Arc::new(settings);
        behaviour
    })
}

fn check_target(settings: &Relation, environment: &FormEnvironment<'_>, findings: &mut Findings) {
    match (settings.to, &settings.form) {
        (Some(RelationTarget::Form) | None, Some(form)) => check_form(settings, form, environment, findings),
        (Some(RelationTarget::Form) | None, None) => {
            no_form(findings);
        }
        (Some(_), Some(_)) => {
            findings.error("MC0105", "/form", told!("关联成员或部门时不能再写 form", "a relation to people or departments names no form"));
        }
        (Some(_), None) => {
            if settings.filter.is_some() {
                findings.error("MC0105", "/filter", told!("成员与部门的关联没有筛选", "relations to people and departments have no filter"));
            }
        }
    }
}

/// Reports that nothing is named to refer to.
pub(super) fn no_form(findings: &mut Findings) {
    let hint = told!("写 \"form\": \"…\"，或 \"to\": \"user\" / \"department\"", "write \"form\": \"…\", or \"to\": \"user\" / \"department\"");
    findings.error("MC0104", "", told!("没有说关联到哪里", "it does not say what it refers to")).hint = Some(hint);
}

/// The form of an id; reported at `/form` when there is none.
pub(super) fn target_form<'a>(id: &FormId, environment: &FormEnvironment<'a>, findings: &mut Findings) -> Option<&'a Form> {
    let found = environment.forms.get(id);
    if found.is_none() {
        let meant = definition::suggest::nearest(id.as_str(), environment.forms.keys().map(FormId::as_str));
        let message = told!(format!("没有表单「{id}」"), format!("there is no form `{id}`"));
        findings.error("MC0108", "/form", message).hint =
            meant.map(|meant| told!(format!("你是否想用「{meant}」？"), format!("did you mean `{meant}`?")));
    }
    found
}

/// Reports what is wrong with a relation to records of a form.
pub(super) fn check_form(settings: &Relation, form: &FormId, environment: &FormEnvironment<'_>, findings: &mut Findings) {
    // The browser is told the forms next to its own only: where these refer further was judged when they were compiled themselves.
    if !findings.are_heard() && !environment.forms.contains_key(form) {
        return;
    }
    let Some(target) = target_form(form, environment, findings) else { return };
    let known = |id: &FieldId| is_field_of(target, id);
    let unknown = settings.fill.iter().filter(|(_, from)| !known(from)).map(|(to, from)| (format!("/fill/{to}"), from));
    let unknown: Vec<_> =
        unknown.chain(settings.show.iter().enumerate().filter(|(_, id)| !known(id)).map(|(at, id)| (format!("/show/{at}"), id))).collect();
    for (place, id) in unknown {
        unknown_field(target, id, &place, findings);
    }
}

/// Whether a form has a field; those of the system are everywhere.
pub(super) fn is_field_of(form: &Form, id: &FieldId) -> bool {
    id.is_system() || form.fields.iter().any(|field| field.id == *id)
}

/// Checks the field of another form that refers back, reported at `/relation`. Whether it refers to several records.
pub(super) fn check_back(form: &Form, relation: Option<&FieldId>, several: bool, environment: &FormEnvironment<'_>, findings: &mut Findings) -> bool {
    let Some(relation) = relation else {
        findings.error("MC0104", "/relation", told!("没有说哪个字段引用本记录", "it does not say which field refers to this record"));
        return false;
    };
    match crate::scope::plain_fields_of(form, environment).get(relation).map(|field| &field.value_type) {
        None => unknown_field(form, relation, "/relation", findings),
        Some(ValueType::Reference(_)) => {}
        Some(ValueType::List(item)) if several && matches!(**item, ValueType::Reference(_)) => return true,
        Some(_) => {
            let message = told!(format!("「{relation}」不是关联字段"), format!("`{relation}` is no relation that fits"));
            findings.error("MC0105", "/relation", message);
        }
    }
    false
}

/// Reports that a form has no such field.
pub(super) fn unknown_field(form: &Form, id: &FieldId, place: &str, findings: &mut Findings) {
    let meant = definition::suggest::nearest(id.as_str(), form.fields.iter().map(|field| field.id.as_str()));
    let message = told!(format!("表单「{}」没有字段「{id}」", form.id), format!("the form `{}` has no field `{id}`", form.id));
    findings.error("MC0109", place, message).hint = meant.map(|meant| told!(format!("你是否想用「{meant}」？"), format!("did you mean `{meant}`?")));
}

impl Relation {
    /// What it refers to.
    pub fn target(&self) -> ReferenceTarget {
        match (self.to, &self.form) {
            (Some(RelationTarget::Department), _) => ReferenceTarget::Department,
            (Some(RelationTarget::Form) | None, Some(form)) => ReferenceTarget::Form(form.clone()),
            _ => ReferenceTarget::User,
        }
    }
}

impl Behaviour for Relation {
    fn value_type(&self) -> ValueType {
        let one = ValueType::Reference(self.target());
        if self.multiple { ValueType::List(Box::new(one)) } else { one }
    }

    #[cfg(not(target_family = "wasm"))]
    fn shape(&self, spelling: Spelling) -> Shape {
        let one = Shape::reference(&self.target());
        if self.multiple { Shape::list(one, (None, self.max), spelling) } else { one }
    }

    fn normalise(&self, value: Value) -> Value {
        if value.is_blank() { Value::Blank } else { value }
    }

    fn check(&self, value: &Value, _: &ValueContext<'_>, faults: &mut Vec<FieldFault>) {
        if let Value::List(items) = value {
            check::twice(items, faults);
            check::count(items.len(), None, self.max, ("项", "entries"), faults);
        }
    }

    fn special(&self) -> Special<'_> {
        Special::Relation(self)
    }
}
