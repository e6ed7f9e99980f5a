//! 反向关联列表

use super::{relation, settings, shown};
use crate::words::{example, pair};
use crate::{Behaviour, Control, Findings, FormEnvironment, Group};
use definition::Field;
use query::{Filter, Sort};
use std::sync::Arc;
use value::{FieldId, FormId};

/// The kind.
pub static CONTROL: Control = Control {
    kind: "reverse_list",
    label: pair("反向关联列表", "List of referring records"),
    help: pair(
        "列出另一张表单里引用本记录的记录，读的人看得到的才列出",
        "Lists the records of a form that refer to this one, as far as the reader may see them",
    ),
    group: Group::Relation,
    icon: "list",
    schema: settings::schema::<ReverseListSettings>,
    prepare,
    example: example(
        r#"{ "id": "visits", "kind": "reverse_list", "label": { "zh-CN": "回访记录", "en": "Visits" }, "form": "f", "relation": "_created_by", "limit": 10 }"#,
    ),
};

definition::settings! {
    /// Settings of a list of referring records.
    pub struct ReverseListSettings {
        form: Option<FormId> = None, ("表单", "Form"), ("列出哪张表单的记录", "The form whose records are listed");
        relation: Option<FieldId> = None, ("关联字段", "Relation"), ("那张表单里引用本记录的字段", "The field of that form that refers to this record");
        filter: Option<Filter> = None, ("范围", "Filter"), ("只列出满足条件的记录", "Only records that fulfil this are listed");
        columns: Vec<FieldId> = Vec::new(), ("列", "Columns"), ("显示哪些字段；不填则用名称和前几个", "The fields that are shown; the first ones when left out");
        sort: Vec<Sort> = Vec::new(), ("排序", "Order"), ("按什么排序", "The order");
        limit: u32 = 20, ("每页条数", "Rows"), ("先列出几条", "So many at first"), 1..=200;
        create: bool = false, ("可新建", "New ones"), ("可以从这里新建一条引用本记录的记录", "Whether a new record that refers to this one can be begun here");
    }
}

fn prepare(field: &Field, environment: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: ReverseListSettings = settings::read(field, findings)?;
    let Some(id) = &settings.form else {
        relation::no_form(findings);
        return None;
    };
    let form = relation::target_form(id, environment, findings)?;
    let before = findings.len();
    let several = relation::check_back(form, settings.relation.as_ref(), true, environment, findings);
    shown::check_list(form, &settings.columns, settings.filter.as_ref(), &settings.sort, environment, findings);
    (findings.len() == before).then(|| shown::telling(serde_json::json!({ "several": several })))
}
