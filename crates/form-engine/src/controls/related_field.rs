//! 他表字段

use super::computed::{Computed, Store};
use super::{relation, settings};
use crate::words::{example, pair};
use crate::{Behaviour, Control, Findings, FormEnvironment, Group, Options, Special};
use definition::{Field, FormulaText};
use formula::FieldType;
use serde_json::{Value as Json, json};
use std::sync::Arc;
use value::{FieldId, FormId, JsonFault, ShowContext, Value, ValueType};

/// The kind.
pub static CONTROL: Control = Control {
    kind: "related_field",
    label: pair("他表字段", "Field of the related record"),
    help: pair(
        "显示所关联记录的一个字段；可以随时更新，也可以保存当时的值",
        "Shows a field of the record that a relation refers to, as it is now or as it was when the record was saved",
    ),
    group: Group::Relation,
    icon: "lookup",
    schema: settings::schema::<RelatedFieldSettings>,
    prepare,
    example: example(
        r#"{ "id": "by_department", "kind": "related_field", "label": { "zh-CN": "创建人姓名", "en": "Name of the creator" }, "relation": "_created_by", "field": "name", "to": "user" }"#,
    ),
};

definition::settings! {
    /// Settings of a field of the related record.
    pub struct RelatedFieldSettings {
        relation: Option<FieldId> = None, ("关联字段", "Relation"), ("本表的哪个关联字段（单条）", "The relation of this form (to one record) through which it looks");
        to: relation::RelationTarget = relation::RelationTarget::Form, ("关联到", "Refers to"), ("那个关联指向记录、成员还是部门", "Whether that relation refers to a record, a person or a department");
        form: Option<FormId> = None, ("表单", "Form"), ("关联记录时，是哪张表单", "The form, if it refers to records");
        field: Option<FieldId> = None, ("字段", "Field"), ("显示对方的哪个字段", "The field of the other record that is shown");
        store: Keeps = Keeps::Live, ("取值", "Value"), ("总是最新，或保存当时的值", "As it is now, or as it was when the record was saved");
    }
}

definition::choices! {
    /// Which value of the related record counts.
    pub enum Keeps {
        Live = "live", ("总是最新", "As it is now");
        Snapshot = "snapshot", ("保存当时的值", "As it was when the record was saved");
    }
}

/// What is shown: the type and face of the other field, and the formula that fetches it.
#[derive(Debug)]
struct RelatedField {
    other: FieldType,
    options: Options,
    fetch: Computed,
    /// Kind and settings of the other field: it is drawn as it is drawn there.
    about: Json,
}

fn prepare(field: &Field, environment: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: RelatedFieldSettings = settings::read(field, findings)?;
    let (Some(through), Some(of)) = (&settings.relation, &settings.field) else {
        let missing = if settings.relation.is_none() { "/relation" } else { "/field" };
        findings.error("MC0104", missing, told!("请选关联字段和要显示的字段", "choose the relation and the field to show"));
        return None;
    };
    let (other, options, about) = other_field(&settings, of, environment, findings)?;
    let store = if settings.store == Keeps::Live { Store::Live } else { Store::Snapshot };
    let fetch = Computed { formula: Some(FormulaText(format!("{{{through}.{of}}}"))), store: Some(store), ..Computed::default() };
    Some(Arc::new(RelatedField { other, options, fetch, about }))
}

fn other_field(
    settings: &RelatedFieldSettings,
    of: &FieldId,
    environment: &FormEnvironment<'_>,
    findings: &mut Findings,
) -> Option<(FieldType, Options, Json)> {
    let fields = match (settings.to, &settings.form) {
        (relation::RelationTarget::User, _) => crate::scope::user_fields(),
        (relation::RelationTarget::Department, _) => crate::scope::department_fields(),
        (relation::RelationTarget::Form, None) => {
            relation::no_form(findings);
            return None;
        }
        (relation::RelationTarget::Form, Some(id)) => {
            let form = relation::target_form(id, environment, findings)?;
            let fields = crate::scope::plain_fields_of(form, environment);
            if !fields.contains_key(of) {
                relation::unknown_field(form, of, "/field", findings);
                return None;
            }
            let there = form.fields.iter().find(|field| field.id == *of);
            let options = there.map(|field| crate::scope::options_of(field, environment)).unwrap_or_default();
            let about = there.map(|field| json!({ "kind": field.kind, "settings": field.settings })).unwrap_or_default();
            return Some((fields.get(of)?.clone(), options, about));
        }
    };
    let found = fields.get(of).cloned();
    if found.is_none() {
        let meant = definition::suggest::nearest(of.as_str(), fields.keys().map(FieldId::as_str));
        findings.error("MC0109", "/field", told!(format!("没有字段「{of}」"), format!("there is no field `{of}`"))).hint =
            meant.map(|meant| told!(format!("你是否想用「{meant}」？"), format!("did you mean `{meant}`?")));
    }
    Some((found?, Options::default(), Json::Null))
}

impl Behaviour for RelatedField {
    fn value_type(&self) -> ValueType {
        self.other.value_type.clone()
    }

    fn read(&self, json: &Json) -> Result<Value, JsonFault> {
        value::from_json(json, &self.other.value_type)
    }

    fn options(&self) -> Options {
        self.options.clone()
    }

    fn write(&self, value: &Value, context: &ShowContext<'_>) -> Option<String> {
        self.other.face.0.as_ref()?.write(value, context)
    }

    fn about(&self) -> Option<Json> {
        self.about.is_object().then(|| self.about.clone())
    }

    fn special(&self) -> Special<'_> {
        Special::Computed(&self.fetch)
    }
}
