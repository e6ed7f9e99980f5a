//! Incidents, and messages from outside.

use crate::body::Place;
use crate::convert;
use crate::dto::outside::{Incidents, IncomingMessage, MessageAddresses, MessageOutcome, MessageSecret, NewMessageAddress};
use crate::gate::Caller;
use crate::order::{BareOrder, LinkOrder, Order};
use crate::place::{AddressPlace, AppPlace, InboundPlace};
use crate::problem::{Answer, Problem};
use crate::state::Api;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use runtime::types::{MessageIn, MessageTaken};

/// Lists the cases that stand still in the apps that the person looks after, the oldest first.
#[utoipa::path(get, path = "/api/incidents", tag = "tasks", responses((status = 200, body = Incidents)))]
pub(crate) async fn list_incidents(State(api): State<Api>, caller: Caller) -> Answer<Incidents> {
    let found = api.runtime.incidents(&caller.0.actor).await?;
    Ok(Json(Incidents { incidents: found.into_iter().map(convert::incident).collect() }))
}

/// Lists the addresses at which messages come in for an app.
#[utoipa::path(get, path = "/api/admin/apps/{app}/message-addresses", tag = "admin", params(AppPlace), responses((status = 200, body = MessageAddresses)))]
pub(crate) async fn list_message_addresses(State(api): State<Api>, caller: Caller, Place(place): Place<AppPlace>) -> Answer<MessageAddresses> {
    let found = api.runtime.message_addresses(&caller.0.actor, &place.app).await?;
    Ok(Json(MessageAddresses { addresses: found.into_iter().map(convert::message_address).collect() }))
}

/// Makes an address; its secret is told this once.
#[utoipa::path(post, path = "/api/admin/apps/{app}/message-addresses", tag = "admin", params(AppPlace), request_body = NewMessageAddress, responses((status = 201, body = MessageSecret)))]
pub(crate) async fn make_message_address(
    State(api): State<Api>,
    Place(place): Place<AppPlace>,
    order: Order<NewMessageAddress>,
) -> Result<(StatusCode, Json<MessageSecret>), Problem> {
    let (id, secret) = api.runtime.make_message_address(&order.call, &place.app, &order.body.label).await?;
    Ok((StatusCode::CREATED, Json(MessageSecret { id: id.to_string(), path: format!("/api/inbound/{}/messages", place.app), secret })))
}

/// Takes an address back.
#[utoipa::path(delete, path = "/api/admin/apps/{app}/message-addresses/{id}", tag = "admin", params(AddressPlace), responses((status = 204)))]
pub(crate) async fn revoke_message_address(
    State(api): State<Api>,
    Place(place): Place<AddressPlace>,
    order: BareOrder,
) -> Result<StatusCode, Problem> {
    api.runtime.revoke_message_address(&order.0, &place.app, place.id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes a message from outside. Whoever does not hold the secret of an address is told that there is nothing.
#[utoipa::path(post, path = "/api/inbound/{app}/messages", tag = "public", params(InboundPlace), request_body = IncomingMessage, responses((status = 200, body = MessageOutcome)))]
pub(crate) async fn take_message(
    State(api): State<Api>,
    Place(place): Place<InboundPlace>,
    headers: HeaderMap,
    order: LinkOrder<IncomingMessage>,
) -> Answer<MessageOutcome> {
    let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).and_then(|text| text.strip_prefix("Bearer "));
    let secret = given.unwrap_or_default().trim().to_owned();
    let (keyed, request_id, body) = order.by_message();
    let message = MessageIn { name: body.message, record: body.record, values: body.values, key: Some(keyed), request_id };
    let (outcome, record) = match api.runtime.take_message(&place.app, &secret, message).await? {
        MessageTaken::Received => ("received", None),
        MessageTaken::Kept => ("kept", None),
        MessageTaken::Begun(record) => ("begun", Some(record.to_string())),
    };
    Ok(Json(MessageOutcome { outcome: outcome.into(), record }))
}
