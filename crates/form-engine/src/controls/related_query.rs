//! 关联查询

use super::{relation, settings, shown};
use crate::words::{example, pair};
use crate::{Behaviour, Control, Findings, FormEnvironment, Group};
use definition::Field;
use indexmap::IndexMap;
use query::{Filter, Sort};
use std::sync::Arc;
use value::{FieldId, FormId};

/// The kind.
pub static CONTROL: Control = Control {
    kind: "related_query",
    label: pair("关联查询", "Query"),
    help: pair(
        "按本记录已填的值查另一张表单：同一客户的订单、同一序列号的维修；只查，不保存",
        "Finds records of a form by what stands in this one, such as orders of the same customer; it shows and keeps nothing",
    ),
    group: Group::Relation,
    icon: "search",
    schema: settings::schema::<RelatedQuerySettings>,
    prepare,
    example: example(
        r#"{ "id": "same_person", "kind": "related_query", "label": { "zh-CN": "同一人的记录", "en": "By the same person" }, "form": "f", "same": { "_created_by": "who" } }"#,
    ),
};

definition::settings! {
    /// Settings of a query.
    pub struct RelatedQuerySettings {
        form: Option<FormId> = None, ("表单", "Form"), ("查哪张表单的记录", "The form whose records are found");
        same: IndexMap<FieldId, FieldId> = IndexMap::new(), ("相同字段", "Same"), ("对方字段等于本表字段：{对方字段: 本表字段}；本表字段为空时不查", "Fields of that form that equal fields of this one: {there: here}; nothing is found while one of these is empty");
        filter: Option<Filter> = None, ("范围", "Filter"), ("还要满足的条件", "What else they must fulfil");
        columns: Vec<FieldId> = Vec::new(), ("列", "Columns"), ("显示哪些字段；不填则用名称和前几个", "The fields that are shown; the first ones when left out");
        sort: Vec<Sort> = Vec::new(), ("排序", "Order"), ("按什么排序", "The order");
        limit: u32 = 10, ("条数", "Rows"), ("最多列出几条", "At most so many"), 1..=200;
    }
}

fn prepare(field: &Field, environment: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: RelatedQuerySettings = settings::read(field, findings)?;
    let Some(id) = &settings.form else {
        relation::no_form(findings);
        return None;
    };
    let form = relation::target_form(id, environment, findings)?;
    let before = findings.len();
    if settings.same.is_empty() && settings.filter.is_none() {
        findings.error("MC0104", "/same", told!("没有条件，会列出所有记录", "without a condition it would list every record"));
    }
    for there in settings.same.keys().filter(|there| !relation::is_field_of(form, there)) {
        relation::unknown_field(form, there, &format!("/same/{there}"), findings);
    }
    shown::check_list(form, &settings.columns, settings.filter.as_ref(), &settings.sort, environment, findings);
    (findings.len() == before).then(shown::nothing)
}
