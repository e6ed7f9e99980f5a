//! Incidents and addresses of messages.

use crate::dto::outside::{Incident, MessageAddress};
use crate::dto::trace::IncidentHere;
use runtime::types;

pub(crate) fn incident(entry: types::IncidentEntry) -> Incident {
    Incident {
        app: entry.app.to_string(),
        app_label: entry.app_label.into(),
        form: entry.form.to_string(),
        record: entry.record.to_string(),
        title: entry.title,
        node: entry.node.to_string(),
        node_label: entry.node_label.into(),
        what: entry.what.into(),
        tries: entry.tries,
        since: entry.since,
    }
}

pub(crate) fn message_address(entry: types::MessageAddressEntry) -> MessageAddress {
    MessageAddress { id: entry.id.to_string(), label: entry.label, made_at: entry.made_at, made_by: entry.made_by, used_at: entry.used_at }
}

pub(super) fn incident_here(entry: types::IncidentHere) -> IncidentHere {
    IncidentHere {
        node: entry.node.to_string(),
        node_label: entry.node_label.into(),
        what: entry.what.into(),
        tries: entry.tries,
        since: entry.since,
    }
}
