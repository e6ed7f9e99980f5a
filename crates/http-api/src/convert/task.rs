//! To-dos and messages.

use super::{labels, person};
use crate::dto::RecordLink;
use crate::dto::message::MessageItem;
use crate::dto::task::{Acted, ReturnStep, StarterChoice, StepChoice, TaskCard, TaskChoices, TaskCounts};
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
        return_to: entry.return_to.into_iter().map(return_step).collect(),
        after_return: entry.after_return.into(),
        removable: entry.removable.into_iter().filter_map(|(user, name)| person(Some(user), &name)).collect(),
        must: entry.must.iter().map(ToString::to_string).collect(),
        stands_in_for: entry.stands_in_for.and_then(|(user, name)| person(Some(user), &name)),
        opinion_on_reject: entry.opinion_on_reject,
    }
}

fn return_step(step: types::ReturnStep) -> ReturnStep {
    ReturnStep { node: step.node.to_string(), label: step.label.into(), is_start: step.is_start }
}

pub(crate) fn task_choices(choices: types::TaskChoices) -> TaskChoices {
    let step = |step: types::StepChoice| StepChoice {
        app: step.app.to_string(),
        app_label: step.app_label.into(),
        flow: step.flow.to_string(),
        flow_label: step.flow_label.into(),
        node: step.node.map(|node| node.to_string()),
        node_label: step.node_label.into(),
        count: step.count,
    };
    let starter = |(user, name, count): (value::UserId, String, u64)| Some(StarterChoice { person: person(Some(user), &name)?, count });
    TaskChoices { steps: choices.steps.into_iter().map(step).collect(), starters: choices.starters.into_iter().filter_map(starter).collect() }
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
