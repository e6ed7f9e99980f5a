//! Messages: texts made now, in each reader's language; in-app ones are written here, mails go through the outbox.

use super::Written;
use crate::commit::internal;
use crate::facts::Source;
use crate::{RuntimeResult, apps, facts};
use app_engine::CompiledMessage;
use app_engine::command::{ESCALATION, HANDED_OVER, Notice, Outcome, QUEUED, REMINDER, RecordWorld, URGED};
use definition::Channel;
use flow_engine::Event;
use form_engine::{Facts, Related};
use serde_json::json;
use std::collections::BTreeSet;
use store::{Tx, messages, outbox};
use template::{Template, TemplateContext, render};
use value::{Locale, NodeId, PartId, Record, UserId};

/// Writes the messages of a command.
pub(super) async fn tell(tx: &Tx, written: &Written<'_>, outcome: &Outcome, known: &Facts) -> RuntimeResult<()> {
    let Some(record) = outcome.record.as_ref().filter(|_| !outcome.notices.is_empty()) else { return Ok(()) };
    let known = with_labels(tx, written, record, known).await?;
    let mut inside = Vec::new();
    let mut mails = Vec::new();
    for notice in &outcome.notices {
        for user in &notice.to {
            let locale = apps::spoken(written.app, written.people.locale_of(*user));
            let text = text_of(written, notice, record, &known, locale, outcome)?;
            if text.channels.contains(&Channel::InApp) {
                inside.push(inside_row(written, *user, &text));
            }
            if text.channels.contains(&Channel::Mail) {
                mails.extend(mail_row(written, *user, &text));
            }
        }
    }
    messages::tell(tx, inside);
    outbox::put(tx, mails);
    Ok(())
}

/// A message in one language.
struct Text {
    subject: String,
    body: String,
    channels: Vec<Channel>,
}

/// The names of what the record refers to, so that a text can say them.
async fn with_labels(tx: &Tx, written: &Written<'_>, record: &Record, known: &Facts) -> RuntimeResult<Facts> {
    let system = facts::system();
    let source = Source { runtime: written.runtime, session: tx, app: written.app, people: written.people, actor: &system, now: written.now };
    let mut known = known.clone();
    let others: Record = record.iter().filter(|(field, _)| field.as_str() != "_id").map(|(field, value)| (field.clone(), value.clone())).collect();
    let mut labels = source.labels(written.compiled, [&others]).await?;
    // What the record itself is called is known without asking.
    labels.insert(written.record, written.title.clone());
    for (key, label) in labels {
        let found = known.related.entry(key).or_insert_with(|| Related::Known { label: label.clone(), values: Record::new() });
        if let Related::Known { label: old, .. } = found {
            *old = label;
        }
    }
    Ok(known)
}

fn text_of(written: &Written<'_>, notice: &Notice, record: &Record, known: &Facts, locale: Locale, outcome: &Outcome) -> RuntimeResult<Text> {
    if let Some(message) = written.app.compiled.messages.get(&notice.message) {
        return rendered(written, message, record, known, locale);
    }
    let node = notice.node.as_ref().map(|node| node_name(outcome, node, locale));
    let about = node.or_else(|| notice.clock.as_ref().map(|clock| clock_name(outcome, clock, locale))).unwrap_or_default();
    Ok(own_text(written, notice.message.as_str(), &about, locale))
}

fn rendered(written: &Written<'_>, message: &CompiledMessage, record: &Record, known: &Facts, locale: Locale) -> RuntimeResult<Text> {
    let app = &written.app.compiled;
    let world = RecordWorld::new(written.compiled, record, known, written.now, &app.zone, written.doer.id.map(UserId));
    let texts = [("link", link(written)), ("app", app.app.label.get(locale).to_owned())];
    let context = TemplateContext { world: &world, locale, texts: &texts };
    let fill = |template: Option<&Template>| template.map_or(Ok(String::new()), |template| render(template, &context).map_err(internal));
    let of = |texts: &indexmap::IndexMap<Locale, Template>| fill(texts.get(&locale).or_else(|| texts.values().next()));
    Ok(Text { subject: of(&message.subject)?, body: of(&message.body)?, channels: message.definition.channels.clone() })
}

fn own_text(written: &Written<'_>, message: &str, node: &str, locale: Locale) -> Text {
    let title = &written.title;
    let zh = locale == Locale::ZhCn;
    let subject = match message {
        REMINDER if zh => format!("即将到期：{title}（{node}）"),
        REMINDER => format!("Due soon: {title} ({node})"),
        ESCALATION if zh => format!("超时升级：{title}（{node}）"),
        ESCALATION => format!("Overdue: {title} ({node})"),
        URGED if zh => format!("请尽快处理：{title}"),
        URGED => format!("Please hurry: {title}"),
        QUEUED if zh => format!("无人有空，正在排队：{title}（{node}）"),
        QUEUED => format!("Nobody is free, waiting in the queue: {title} ({node})"),
        HANDED_OVER if zh => format!("转交给您：{title}（{node}）"),
        _ => format!("Handed over to you: {title} ({node})"),
    };
    Text { subject, body: link(written), channels: vec![Channel::InApp, Channel::Mail] }
}

fn clock_name(outcome: &Outcome, clock: &PartId, locale: Locale) -> String {
    let flow = outcome.flow.as_ref().map(|change| &change.case.flow);
    flow.and_then(|flow| flow.clock_names().find(|(id, _)| *id == clock).map(|(_, label)| label.get(locale).to_owned())).unwrap_or_default()
}

fn node_name(outcome: &Outcome, node: &NodeId, locale: Locale) -> String {
    let flow = outcome.flow.as_ref().map(|change| &change.case.flow);
    flow.and_then(|flow| flow.nodes().find(|(id, ..)| *id == node).map(|(_, _, label)| label.get(locale).to_owned())).unwrap_or_default()
}

/// The address of the record, from the configured one and never from a request.
fn link(written: &Written<'_>) -> String {
    let base = written.runtime.inner.config.base_url.trim_end_matches('/');
    format!("{base}/apps/{}/forms/{}/records/{}", written.app.compiled.id(), written.form, written.record)
}

fn inside_row(written: &Written<'_>, user: UserId, text: &Text) -> messages::UserMessage {
    messages::UserMessage {
        id: written.fresh_key(),
        user_id: user.0,
        at: written.now.into(),
        subject: text.subject.clone(),
        body: text.body.clone(),
        app: Some(written.app.compiled.id().to_string()),
        form: Some(written.form.to_string()),
        record_id: Some(written.record.0),
        read_at: None,
    }
}

/// A mail for the outbox; none when the person has no address.
fn mail_row(written: &Written<'_>, user: UserId, text: &Text) -> Option<outbox::Outgoing> {
    let row = written.people.users.get(&user)?;
    let address = row.email.as_ref()?;
    Some(outbox::Outgoing {
        id: written.fresh_key(),
        app: written.app.compiled.id().to_string(),
        channel: "mail".into(),
        payload: json!({ "to": address, "to_name": row.name, "subject": text.subject, "body": text.body }),
        state: "waiting".into(),
        created_at: written.now.into(),
        next_at: written.now.into(),
        attempts: 0,
        leased_until: None,
        last_error: None,
        done_at: None,
    })
}

/// The people whose boxes are touched by what happened in a flow.
pub(super) fn touched(events: &[Event]) -> Vec<UserId> {
    let mut users = BTreeSet::new();
    for event in events {
        match event {
            Event::TodoOpened { holder, .. } | Event::TodoClosed { holder, .. } => _ = users.insert(*holder),
            Event::Transferred { from, to, .. }
            | Event::Rebalanced { from, to, .. }
            | Event::Reassigned(flow_engine::Reassigned { from, to, .. }) => users.extend([*from, *to]),
            Event::Escalated { holder, to, .. } => {
                users.insert(*holder);
                users.extend(to);
            }
            Event::CopiesSent { to, .. } => users.extend(to),
            _ => {}
        }
    }
    users.into_iter().collect()
}
