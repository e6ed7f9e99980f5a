//! 关联多条

use super::relation::{self, Relation};
use super::settings;
use crate::words::{example, pair};
use crate::{Behaviour, Control, Findings, FormEnvironment, Group};
use definition::Field;
use query::Filter;
use std::sync::Arc;
use value::{FieldId, FormId};

/// The kind.
pub static CONTROL: Control = Control {
    kind: "relation_many",
    label: pair("关联多条", "Relations"),
    help: pair("引用另一张表单的若干条记录，显示为标签或表格", "Refers to several records of a form, shown as tags or as a table"),
    group: Group::Relation,
    icon: "links",
    schema: settings::schema::<RelationManySettings>,
    prepare,
    example: example(
        r#"{ "id": "affected", "kind": "relation_many", "label": { "zh-CN": "涉及批次", "en": "Lots concerned" }, "form": "f", "max": 20 }"#,
    ),
};

definition::settings! {
    /// Settings of relations to several records.
    pub struct RelationManySettings {
        form: Option<FormId> = None, ("表单", "Form"), ("引用哪张表单的记录", "The form to whose records it refers");
        filter: Option<Filter> = None, ("可选范围", "Filter"), ("可以选择哪些记录", "Which records of the form can be chosen");
        show: Vec<FieldId> = Vec::new(), ("显示字段", "Shows"), ("在名称旁显示的字段；表格显示时是列", "The fields that are shown beside the name; the columns, if it is a table");
        max: Option<u32> = None, ("最多选几条", "Most"), ("最多选几条", "At most so many"), 1..=1_000;
        display: ManyDisplay = ManyDisplay::Tags, ("显示为", "Shown as"), ("标签，或带字段的表格", "Tags, or a table with fields");
    }
}

definition::choices! {
    /// How several related records are shown.
    pub enum ManyDisplay {
        Tags = "tags", ("标签", "Tags");
        Table = "table", ("表格", "A table");
    }
}

fn prepare(field: &Field, environment: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let RelationManySettings { form, filter, show, max, .. } = settings::read(field, findings)?;
    let before = findings.len();
    let Some(form) = form else {
        relation::no_form(findings);
        return None;
    };
    let several = Relation { form: Some(form.clone()), filter, show, max, multiple: true, ..Relation::default() };
    relation::check_form(&several, &form, environment, findings);
    if findings.len() > before {
        return None;
    }
    Some(Arc::new(several))
}
