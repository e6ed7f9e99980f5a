//! Views, groups, and what is done to many records.

use super::record::record_query;
use crate::dto::Json;
use crate::dto::view::{BulkOrder, GroupQuery, GroupRow, Groups, OwnView, OwnViews};
use crate::problem::Problem;
use axum::http::StatusCode;
use definition::View;
use runtime::types;
use serde::de::DeserializeOwned;
use serde_json::json;
use value::{Label, PartId, RecordId, UserId};

pub(crate) fn own_views(found: types::OwnViews) -> OwnViews {
    let view = |own: types::OwnView| OwnView { view: json!(own.view), fault: own.fault.map(Into::into) };
    OwnViews { views: found.views.into_iter().map(view).collect(), first: found.first.map(|view| view.to_string()) }
}

/// Reads the view that is kept under an id.
pub(crate) fn view(json: Json, id: &PartId) -> Result<View, Problem> {
    let view: View = read(json, "")?;
    if view.id != *id {
        let message = Label::both("视图的 id 与地址不一致", "The id of the view differs from that of the address");
        return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "wrong_view_id", message).at("/id"));
    }
    Ok(view)
}

/// Reads a part of a definition.
pub(crate) fn read<T: DeserializeOwned>(json: Json, pointer: &str) -> Result<T, Problem> {
    serde_json::from_value(json).map_err(|error| {
        let message = Label::both(format!("内容无效：{error}"), format!("It is not valid: {error}"));
        Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "wrong_definition", message).at(pointer)
    })
}

fn read_all<T: DeserializeOwned>(items: Vec<Json>, pointer: &str) -> Result<Vec<T>, Problem> {
    items.into_iter().enumerate().map(|(index, json)| read(json, &format!("{pointer}/{index}"))).collect()
}

pub(crate) fn group_query(query: GroupQuery) -> Result<types::GroupQuery, Problem> {
    Ok(types::GroupQuery {
        records: record_query(query.records)?,
        groups: read_all(query.groups, "/groups")?,
        totals: read_all(query.totals, "/totals")?,
    })
}

pub(crate) fn groups(found: types::Groups) -> Groups {
    let row = |row: types::GroupRow| GroupRow { keys: row.keys, filter: json!(row.filter), count: row.count, totals: row.totals };
    Groups { whole: row(found.whole), rows: found.rows.into_iter().map(row).collect(), cut: found.cut, names: found.labels }
}

pub(crate) fn bulk_request(order: BulkOrder) -> Result<types::BulkRequest, Problem> {
    let what = match (order.values, order.delete, order.act) {
        (Some(values), false, None) => types::BulkWhat::Update { values: super::map(values) },
        (None, true, None) => types::BulkWhat::Delete,
        (None, false, Some(act)) => {
            let to = act.to.as_deref().map(|text| UserId::parse(text).ok_or_else(|| Problem::not_found().at("/act/to"))).transpose()?;
            types::BulkWhat::Act { action: act.action, opinion: act.opinion, to }
        }
        _ => {
            let message = Label::both("请给出 values、delete、act 之一", "Give one of `values`, `delete`, `act`");
            return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "one_action", message));
        }
    };
    let wrong = |index: usize| {
        let message = Label::both("编号必须是 UUID", "The key must be a UUID");
        Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "wrong_key", message).at(format!("/items/{index}/id"))
    };
    let item = |(index, item): (usize, crate::dto::view::BulkItem)| {
        let id = RecordId::parse(&item.id).ok_or_else(|| wrong(index))?;
        Ok::<_, Problem>(types::BulkItem { id, base_revision: item.revision })
    };
    Ok(types::BulkRequest { items: order.items.into_iter().enumerate().map(item).collect::<Result<_, _>>()?, what })
}
