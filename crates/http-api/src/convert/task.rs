//! To-dos and messages.

use super::{labels, person};
use crate::dto::RecordLink;
use crate::dto::message::MessageItem;
use crate::dto::task::{Acted, ReturnStep, TaskCard, TaskCounts};
use runtime::types;

pub(crate) fn task_card(entry: types::TaskEntry) -> TaskCard {
    TaskCard {
        id: entry.id.to_string(),
        app_label: entry.app_label.into(),
        form_label: entry.form_label.into(),
        link: RecordLink { app: entry.app.to_string(), form: entry.form.to_string(), record: entry.record.to_string() },
        title: entry.title,
        node: entry.node.map(|node| node.to_string()),
        node_label: entry.node_label.into(),
        state: entry.state,
        outcome: entry.outcome,
        started_by: person(entry.started_by, &entry.started_by_name),
        created_at: entry.created_at,
        due_at: entry.due_at,
        done_at: entry.done_at,
        overdue: entry.overdue,
        holders: entry.holders,
        actions: entry.actions,
        fields: entry.fields.iter().map(|(field, right)| (field.to_string(), (*right).into())).collect(),
        return_to: entry.return_to.into_iter().map(|(node, label)| ReturnStep { node: node.to_string(), label: label.into() }).collect(),
        opinion_on_reject: entry.opinion_on_reject,
    }
}

pub(crate) fn task_counts(counts: &types::TaskCounts) -> TaskCounts {
    TaskCounts { todo: counts.todo, overdue: counts.overdue, cc_unread: counts.cc, messages_unread: counts.messages }
}

pub(crate) fn acted(written: types::Written) -> Acted {
    Acted {
        record: written.id.to_string(),
        revision: written.revision,
        notes: labels(&written.notes),
        open_tasks: written.open_tasks.iter().map(ToString::to_string).collect(),
    }
}

pub(crate) fn message_item(entry: types::MessageEntry) -> MessageItem {
    let link = entry.app.zip(entry.record).map(|(app, (form, record))| RecordLink {
        app: app.to_string(),
        form: form.to_string(),
        record: record.to_string(),
    });
    MessageItem { id: entry.id.to_string(), at: entry.at, subject: entry.subject, body: entry.body, read: entry.read_at.is_some(), link }
}
