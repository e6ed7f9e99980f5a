//! Views that people keep for themselves, groups of records, and the same done to many records.

use crate::body::{Body, Place, Query};
use crate::convert;
use crate::dto::record::LookupAnswer;
use crate::dto::view::{BulkAnswer, BulkOrder, BulkResult, FirstView, GroupQuery, Groups, OwnViews};
use crate::gate::Caller;
use crate::order::{BareOrder, Order};
use crate::place::{FormPlace, RecordPlace, ViewPlace};
use crate::problem::{Answer, Problem};
use crate::state::Api;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use value::PartId;

/// Whose name is looked for.
#[derive(Debug, serde::Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ReaderQuery {
    /// A part of the name, its pinyin or the login.
    #[serde(default)]
    pub search: String,
}

/// Lists the views that the person keeps for a form.
#[utoipa::path(get, path = "/api/apps/{app}/forms/{form}/views", tag = "views", params(FormPlace), responses((status = 200, body = OwnViews)))]
pub(crate) async fn list_views(State(api): State<Api>, caller: Caller, Place(place): Place<FormPlace>) -> Answer<OwnViews> {
    Ok(Json(convert::own_views(api.runtime.own_views(&caller.0.actor, &place.app, &place.form).await?)))
}

/// Keeps a view for the person, in place of the one of the same id. The id is made by the client and begins with `my_`.
#[utoipa::path(put, path = "/api/apps/{app}/forms/{form}/views/{view}", tag = "views", params(ViewPlace), request_body = crate::dto::Json, responses((status = 204)))]
pub(crate) async fn keep_view(State(api): State<Api>, Place(place): Place<ViewPlace>, order: Order<crate::dto::Json>) -> Result<StatusCode, Problem> {
    let view = convert::view(order.body, &place.view)?;
    api.runtime.keep_view(&order.call, &place.app, &place.form, view).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Throws a view of the person away.
#[utoipa::path(delete, path = "/api/apps/{app}/forms/{form}/views/{view}", tag = "views", params(ViewPlace), responses((status = 204)))]
pub(crate) async fn forget_view(State(api): State<Api>, Place(place): Place<ViewPlace>, order: BareOrder) -> Result<StatusCode, Problem> {
    api.runtime.forget_view(&order.0, &place.app, &place.form, &place.view).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Says with which view the list opens for the person.
#[utoipa::path(put, path = "/api/apps/{app}/forms/{form}/first-view", tag = "views", params(FormPlace), request_body = FirstView, responses((status = 204)))]
pub(crate) async fn open_with_view(State(api): State<Api>, Place(place): Place<FormPlace>, order: Order<FirstView>) -> Result<StatusCode, Problem> {
    let view = order.body.view.as_deref().map(|text| PartId::parse(text).map_err(|_ignored| Problem::not_found().at("/view"))).transpose()?;
    api.runtime.open_with_view(&order.call, &place.app, &place.form, view).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Counts the records of a list in groups, with totals that are right at every level.
#[utoipa::path(post, path = "/api/apps/{app}/forms/{form}/records/groups", tag = "records", params(FormPlace), request_body = GroupQuery, responses((status = 200, body = Groups)))]
pub(crate) async fn group_records(
    State(api): State<Api>,
    caller: Caller,
    Place(place): Place<FormPlace>,
    Body(body): Body<GroupQuery>,
) -> Answer<Groups> {
    let asked = convert::group_query(body)?;
    Ok(Json(convert::groups(api.runtime.group_records(&caller.0.actor, &place.app, &place.form, &asked).await?)))
}

/// Does the same to many records. Each is checked and written on its own, and one that is refused holds up no other; the same request with the
/// same key does nothing twice.
#[utoipa::path(post, path = "/api/apps/{app}/forms/{form}/records/bulk", tag = "records", params(FormPlace), request_body = BulkOrder, responses((status = 200, body = BulkAnswer)))]
pub(crate) async fn change_many(State(api): State<Api>, Place(place): Place<FormPlace>, order: Order<BulkOrder>) -> Answer<BulkAnswer> {
    let request = convert::bulk_request(order.body)?;
    let outcomes = api.runtime.change_many(&order.call, &place.app, &place.form, &request).await?;
    let result = |done: runtime::types::BulkOutcome| {
        let (revision, problem) = match done.outcome {
            Ok(revision) => (Some(revision), None),
            Err(error) => (None, Some(Problem::from(error).body(order.call.locale, None))),
        };
        BulkResult { id: done.id.to_string(), revision, problem }
    };
    Ok(Json(BulkAnswer { results: outcomes.into_iter().map(result).collect() }))
}

/// Finds people who may read a record, to address them in a comment.
#[utoipa::path(get, path = "/api/apps/{app}/forms/{form}/records/{id}/readers", tag = "records", params(RecordPlace, ReaderQuery), responses((status = 200, body = LookupAnswer)))]
pub(crate) async fn find_readers(
    State(api): State<Api>,
    caller: Caller,
    Place(place): Place<RecordPlace>,
    Query(query): Query<ReaderQuery>,
) -> Answer<LookupAnswer> {
    let found = api.runtime.readers(&caller.0.actor, &place.app, &place.form, place.id, &query.search).await?;
    Ok(Json(LookupAnswer { options: found.into_iter().map(convert::lookup_option).collect() }))
}
