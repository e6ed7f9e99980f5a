//! Records.

use crate::body::{Body, Place, Query};
use crate::convert;
use crate::download;
use crate::dto::record::{
    Comment, Comments, ExportOrder, History, Lookup, LookupAnswer, NewComment, NewRecord, OptionsAsked, OptionsOffered, RecordChange, RecordCount,
    RecordDetail, RecordPage, RecordQuery, StartCase, Withdraw,
};
use crate::dto::task::{Acted, ManageCase};
use crate::dto::trace::FlowTrace;
use crate::gate::Caller;
use crate::headers::{IfMatch, Language, Tagged};
use crate::limit::Limit;
use crate::order::{BareOrder, Order};
use crate::place::{FormPlace, IfMatchHeader, PrintPlace, RecordPlace};
use crate::problem::{Answer, Problem};
use crate::state::Api;
use access::Actor;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use query::FieldPath;
use runtime::{RuntimeError, types};
use uuid::Uuid;
use value::{Label, RecordId};

/// The longest comment, in characters.
const MAX_COMMENT: usize = 4_000;
/// How many choices a picker offers unless it asks for another number.
const DEFAULT_OPTIONS: u32 = 20;
/// The most choices that a picker may ask for.
const MAX_OPTIONS: u32 = 50;

/// Lists records: filter, sort, search, keyset pages.
#[utoipa::path(post, path = "/api/apps/{app}/forms/{form}/records/query", tag = "records", params(FormPlace), request_body = RecordQuery, responses((status = 200, body = RecordPage)))]
pub(crate) async fn query_records(
    State(api): State<Api>,
    caller: Caller,
    Place(place): Place<FormPlace>,
    Body(body): Body<RecordQuery>,
) -> Answer<RecordPage> {
    let query = convert::record_query(body)?;
    Ok(Json(convert::record_page(api.runtime.query_records(&caller.0.actor, &place.app, &place.form, query).await?)))
}

/// Counts records. Sort, columns, limit and page of the body are ignored.
#[utoipa::path(post, path = "/api/apps/{app}/forms/{form}/records/count", tag = "records", params(FormPlace), request_body = RecordQuery, responses((status = 200, body = RecordCount)))]
pub(crate) async fn count_records(
    State(api): State<Api>,
    caller: Caller,
    Place(place): Place<FormPlace>,
    Body(body): Body<RecordQuery>,
) -> Answer<RecordCount> {
    let query = convert::record_query(body)?;
    Ok(Json(RecordCount { count: api.runtime.count_records(&caller.0.actor, &place.app, &place.form, query).await? }))
}

/// Writes the records of a list as a workbook or as comma-separated values, at most 200,000.
#[utoipa::path(post, path = "/api/apps/{app}/forms/{form}/records/export", tag = "records", params(FormPlace), request_body = ExportOrder, responses((status = 200, description = "The file.", content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", body = Vec<u8>)))]
pub(crate) async fn export_records(
    State(api): State<Api>,
    caller: Caller,
    Language(locale): Language,
    Place(place): Place<FormPlace>,
    Body(body): Body<ExportOrder>,
) -> Result<Response, Problem> {
    let order = convert::export_order(body)?;
    let file = api.runtime.export_records(&caller.0.actor, &place.app, &place.form, order, locale).await?;
    Ok(download::attachment(file))
}

/// Files a record; a flow for the form starts.
#[utoipa::path(post, path = "/api/apps/{app}/forms/{form}/records", tag = "records", params(FormPlace), request_body = NewRecord, responses((status = 201, body = RecordDetail)))]
pub(crate) async fn create_record(
    State(api): State<Api>,
    Place(place): Place<FormPlace>,
    order: Order<NewRecord>,
) -> Result<Tagged<RecordDetail>, Problem> {
    let id = order.body.id.as_deref().map(record_key).transpose()?;
    let written = api.runtime.create_record(&order.call, &place.app, &place.form, id, convert::map(order.body.values)).await?;
    let place = RecordPlace { app: place.app, form: place.form, id: written.id };
    after(&api, &order.call.actor, &place, StatusCode::CREATED, written).await
}

/// Shows a record.
#[utoipa::path(get, path = "/api/apps/{app}/forms/{form}/records/{id}", tag = "records", params(RecordPlace), responses((status = 200, body = RecordDetail)))]
pub(crate) async fn show_record(State(api): State<Api>, caller: Caller, Place(place): Place<RecordPlace>) -> Result<Tagged<RecordDetail>, Problem> {
    let view = api.runtime.record(&caller.0.actor, &place.app, &place.form, place.id).await?;
    Ok(Tagged { status: StatusCode::OK, tag: view.revision.to_string(), body: convert::record_detail(&place, view, &[]) })
}

/// Changes a record. Changes of others to other fields are kept; to the same fields they are refused with 412.
#[utoipa::path(patch, path = "/api/apps/{app}/forms/{form}/records/{id}", tag = "records", params(RecordPlace, IfMatchHeader), request_body = RecordChange, responses((status = 200, body = RecordDetail)))]
pub(crate) async fn change_record(
    State(api): State<Api>,
    revision: IfMatch,
    Place(place): Place<RecordPlace>,
    order: Order<RecordChange>,
) -> Result<Tagged<RecordDetail>, Problem> {
    let change = types::RecordChange { base_revision: Some(revision.0), values: convert::map(order.body.values) };
    let written = api.runtime.update_record(&order.call, &place.app, &place.form, place.id, change).await?;
    after(&api, &order.call.actor, &place, StatusCode::OK, written).await
}

/// Deletes a record.
#[utoipa::path(delete, path = "/api/apps/{app}/forms/{form}/records/{id}", tag = "records", params(RecordPlace, IfMatchHeader), responses((status = 204)))]
pub(crate) async fn delete_record(
    State(api): State<Api>,
    revision: IfMatch,
    Place(place): Place<RecordPlace>,
    order: BareOrder,
) -> Result<StatusCode, Problem> {
    api.runtime.delete_record(&order.0, &place.app, &place.form, place.id, Some(revision.0)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Tells what happened to a record.
#[utoipa::path(get, path = "/api/apps/{app}/forms/{form}/records/{id}/history", tag = "records", params(RecordPlace), responses((status = 200, body = History)))]
pub(crate) async fn show_history(State(api): State<Api>, caller: Caller, Place(place): Place<RecordPlace>) -> Answer<History> {
    Ok(Json(convert::history(api.runtime.history(&caller.0.actor, &place.app, &place.form, place.id).await?)))
}

/// Lists the comments on a record.
#[utoipa::path(get, path = "/api/apps/{app}/forms/{form}/records/{id}/comments", tag = "records", params(RecordPlace), responses((status = 200, body = Comments)))]
pub(crate) async fn list_comments(State(api): State<Api>, caller: Caller, Place(place): Place<RecordPlace>) -> Answer<Comments> {
    Ok(Json(convert::comments(api.runtime.comments(&caller.0.actor, &place.app, &place.form, place.id).await?)))
}

/// Comments on a record.
#[utoipa::path(post, path = "/api/apps/{app}/forms/{form}/records/{id}/comments", tag = "records", params(RecordPlace), request_body = NewComment, responses((status = 201, body = Comment)))]
pub(crate) async fn add_comment(
    State(api): State<Api>,
    Place(place): Place<RecordPlace>,
    order: Order<NewComment>,
) -> Result<(StatusCode, Json<Comment>), Problem> {
    let text = order.body.text.trim();
    if text.is_empty() || text.chars().count() > MAX_COMMENT {
        let message = Label::both("评论需为 1 至 4000 字", "A comment has 1 to 4,000 characters");
        return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "comment_length", message).at("/text"));
    }
    let addressed = |key: &String| value::UserId::parse(key).ok_or_else(|| Problem::not_found().at("/mentions"));
    let mentions = order.body.mentions.iter().map(addressed).collect::<Result<Vec<_>, _>>()?;
    let added = api.runtime.add_comment(&order.call, &place.app, &place.form, place.id, text, &mentions).await?;
    Ok((StatusCode::CREATED, Json(convert::comment(added))))
}

/// Which case of a record.
#[derive(Debug, serde::Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct CaseQuery {
    /// Its key; the newest when left out.
    pub case: Option<Uuid>,
}

/// Shows the way of a record through its flow, and the open to-dos of the person on it.
#[utoipa::path(get, path = "/api/apps/{app}/forms/{form}/records/{id}/flow", tag = "records", params(RecordPlace, CaseQuery), responses((status = 200, body = FlowTrace)))]
pub(crate) async fn show_flow(
    State(api): State<Api>,
    caller: Caller,
    Place(place): Place<RecordPlace>,
    Query(query): Query<CaseQuery>,
) -> Answer<FlowTrace> {
    let trace = api.runtime.case_of(&caller.0.actor, &place.app, &place.form, place.id, query.case).await?;
    Ok(Json(convert::flow_trace(trace)))
}

/// Begins a case on a record by the button of a flow.
#[utoipa::path(post, path = "/api/apps/{app}/forms/{form}/records/{id}/start", tag = "records", params(RecordPlace), request_body = StartCase, responses((status = 200, body = Acted)))]
pub(crate) async fn start_case(State(api): State<Api>, Place(place): Place<RecordPlace>, order: Order<StartCase>) -> Answer<Acted> {
    let flow = value::FlowId::parse(&order.body.flow).map_err(|_wrong| Problem::not_found().at("/flow"))?;
    Ok(Json(convert::acted(api.runtime.start_case(&order.call, &place.app, &place.form, place.id, flow).await?)))
}

/// Takes the own case back while nobody has decided.
#[utoipa::path(post, path = "/api/apps/{app}/forms/{form}/records/{id}/withdraw", tag = "records", params(RecordPlace), request_body = Withdraw, responses((status = 200, body = Acted)))]
pub(crate) async fn withdraw_case(State(api): State<Api>, Place(place): Place<RecordPlace>, order: Order<Withdraw>) -> Answer<Acted> {
    Ok(Json(convert::acted(api.runtime.withdraw(&order.call, &place.app, &place.form, place.id, order.body.opinion).await?)))
}

/// Urges, takes back, puts on hold, resumes, ends or moves the case of a record.
#[utoipa::path(post, path = "/api/apps/{app}/forms/{form}/records/{id}/case", tag = "records", params(RecordPlace), request_body = ManageCase, responses((status = 200, body = Acted)))]
pub(crate) async fn manage_case(State(api): State<Api>, Place(place): Place<RecordPlace>, order: Order<ManageCase>) -> Answer<Acted> {
    let asked = order.body;
    let person = |text: &Option<String>, place: &'static str| {
        text.as_deref().map(|text| value::UserId::parse(text).ok_or_else(|| Problem::not_found().at(place))).transpose()
    };
    let (from, to) = (person(&asked.from, "/from")?, person(&asked.to, "/to")?);
    let request = types::ManageRequest { action: asked.action, opinion: asked.opinion, node: asked.node, to_node: asked.to_node, from, to };
    Ok(Json(convert::acted(api.runtime.manage_case(&order.call, &place.app, &place.form, place.id, request).await?)))
}

/// Prints a record as PDF.
#[utoipa::path(get, path = "/api/apps/{app}/forms/{form}/records/{id}/print/{print}", tag = "records", params(PrintPlace), responses((status = 200, description = "The paper.", content_type = "application/pdf", body = Vec<u8>)))]
pub(crate) async fn print_record(
    State(api): State<Api>,
    caller: Caller,
    Language(locale): Language,
    Place(place): Place<PrintPlace>,
) -> Result<Response, Problem> {
    let paper = api.runtime.print_record(&caller.0.actor, &place.app, &place.form, place.id, &place.print, locale).await?;
    Ok(download::inline(paper))
}

/// Offers what a field may refer to: records, people or departments.
#[utoipa::path(post, path = "/api/apps/{app}/forms/{form}/lookup", tag = "records", params(FormPlace), request_body = Lookup, responses((status = 200, body = LookupAnswer)))]
pub(crate) async fn look_up(
    State(api): State<Api>,
    caller: Caller,
    Place(place): Place<FormPlace>,
    Body(body): Body<Lookup>,
) -> Answer<LookupAnswer> {
    let wrong = || Problem::not_found().at("/field");
    let field = FieldPath::parse(&body.field).map_err(|_ignored| wrong())?;
    let limit = usize::try_from(body.limit.unwrap_or(DEFAULT_OPTIONS).clamp(1, MAX_OPTIONS)).unwrap_or_default();
    let actor = &caller.0.actor;
    let items = if body.ids.is_empty() {
        api.runtime.lookup(actor, &place.app, &place.form, &field, body.search.trim()).await?
    } else {
        known(&api, actor, &place, &field, &body.ids).await?
    };
    Ok(Json(LookupAnswer { options: items.into_iter().take(limit).map(convert::lookup_option).collect() }))
}

/// Offers the options that a connector gives for a field, for the record as it stands while it is filled in.
#[utoipa::path(post, path = "/api/apps/{app}/forms/{form}/options", tag = "records", params(FormPlace), request_body = OptionsAsked, responses((status = 200, body = OptionsOffered)))]
pub(crate) async fn offer_options(
    State(api): State<Api>,
    caller: Caller,
    Place(place): Place<FormPlace>,
    Body(body): Body<OptionsAsked>,
) -> Answer<OptionsOffered> {
    api.shared.limits.take(Limit::Options, &caller.0.profile.id.to_string(), std::time::Instant::now())?;
    let asked = convert::options_asked(body).ok_or_else(|| Problem::not_found().at("/field"))?;
    Ok(Json(convert::options_offered(api.runtime.outside_options(&caller.0.actor, &place.app, &place.form, asked).await?)))
}

/// The record after it was written. Whoever may write it but not see it learns that it was: no value, no title, nothing that can be done.
async fn after(api: &Api, actor: &Actor, place: &RecordPlace, status: StatusCode, written: types::Written) -> Result<Tagged<RecordDetail>, Problem> {
    let (tag, body) = match api.runtime.record(actor, &place.app, &place.form, place.id).await {
        Ok(view) => (view.revision, convert::record_detail(place, view, &written.notes)),
        Err(RuntimeError::NotFound { .. } | RuntimeError::Denied { .. }) => (written.revision, convert::unseen_record(place, &written)),
        Err(fault) => return Err(fault.into()),
    };
    Ok(Tagged { status, tag: tag.to_string(), body })
}

/// Names and values of things that are referred to already; what the person may not see is left out.
async fn known(api: &Api, actor: &Actor, place: &FormPlace, field: &FieldPath, ids: &[String]) -> Result<Vec<types::LookupItem>, Problem> {
    let most = usize::try_from(MAX_OPTIONS).unwrap_or_default();
    let mut items = Vec::new();
    for id in ids.iter().take(most) {
        match api.runtime.related_values(actor, &place.app, &place.form, field, record_key(id)?).await {
            Ok(item) => items.push(item),
            Err(RuntimeError::NotFound { .. } | RuntimeError::Denied { .. }) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(items)
}

pub(super) fn record_key(text: &str) -> Result<RecordId, Problem> {
    let message = || Label::both("编号必须是 UUID", "The key must be a UUID");
    RecordId::parse(text).ok_or_else(|| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "wrong_key", message()).at("/id"))
}
