//! A record on paper, with what its reader may see and nothing else.

use crate::app_cache::ActiveApp;
use crate::commit::internal;
use crate::facts::Source;
use crate::looking::Looking;
use crate::organisation::People;
use crate::types::Download;
use crate::{Runtime, RuntimeError, RuntimeResult, apps, showing};
use access::Actor;
use app_engine::command::RecordWorld;
use bytes::Bytes;
use definition::Action;
use form_engine::{CompiledField, CompiledForm, Facts, Related};
use print_engine::{Approval, Picture, PrintContext, PrintRecord, lay_out, write_pdf};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::{flows, records};
use value::{AppId, FlowId, FormId, Instant, Locale, NodeId, PrintId, Record, RecordId, Value};

impl Runtime {
    /// A record on paper.
    pub async fn print_record(
        &self,
        actor: &Actor,
        app: &AppId,
        form: &FormId,
        id: RecordId,
        print: &PrintId,
        locale: Locale,
    ) -> RuntimeResult<Download> {
        let active = self.active_app(app).await?;
        let compiled = active.form(form)?.clone();
        let template = active.compiled.print_plans.get(print).cloned().ok_or(RuntimeError::NotFound { what: "print" })?;
        active.compiled.prints.get(print).filter(|found| found.form == *form).ok_or(RuntimeError::NotFound { what: "print" })?;
        let people = self.people().await?;
        let record = self.printable(&active, &people, &compiled, actor, id).await?;
        let locale = apps::spoken(&active, locale);
        let reader = self.inner.store.read();
        let source = Source { runtime: self, session: &reader, app: &active, people: &people, actor, now: self.now() };
        let labels = source.labels(&compiled, [&record]).await?;
        let facts = facts_of(&labels);
        let pictures = self.pictures(&compiled, &record).await?;
        let approvals = self.approvals(&active, &people, form, id, locale).await?;
        let link = format!("{}/apps/{app}/forms/{form}/records/{id}", self.inner.config.base_url.trim_end_matches('/'));
        let title = showing::title(&compiled, &active.compiled, &record, locale);
        let name = format!("{title}.pdf");
        let printed_at = local(&active, self.now());
        let printed_by = actor.person().map(|person| person.name.clone()).unwrap_or_default();
        let (runtime, now, user) = (self.clone(), self.now(), actor.user());
        // Laying out is work for a processor, not for the threads that answer requests.
        let made = tokio::task::spawn_blocking(move || {
            let fonts = runtime.inner.fonts.pack()?;
            let world = RecordWorld::new(&compiled, &record, &facts, now, &active.compiled.zone, user);
            let (shown, rows) = shown_values(&compiled, &active, &record, locale, &labels);
            let printed = PrintRecord { world: &world, shown, rows, pictures, link, approvals };
            let context = PrintContext { locale, fonts: &fonts, printed_at, printed_by, title: title.clone() };
            let document = lay_out(&template, &[printed], &context).map_err(internal)?;
            write_pdf(&document, &fonts, &title).map_err(internal)
        });
        let content = made.await.map_err(internal)??;
        Ok(Download { name, media_type: "application/pdf", content: Bytes::from(content) })
    }

    /// The record under the right to print; the holder of a to-do prints what the step shows.
    async fn printable(
        &self,
        app: &Arc<ActiveApp>,
        people: &Arc<People>,
        form: &Arc<CompiledForm>,
        actor: &Actor,
        id: RecordId,
    ) -> RuntimeResult<Record> {
        let seen = self.seen(app, people, form, actor, id).await?;
        let mut record = match self.plan(app, form, actor, Action::Print) {
            Ok(plan) => {
                let looking = Looking::new(app, people, form.id(), actor, self.now())?;
                records::get(&self.inner.store.read(), &looking.view(&plan), id).await?.ok_or_else(RuntimeError::no_right)?
            }
            Err(_) if seen.step.is_some() => seen.record.clone(),
            Err(denied) => return Err(denied.into()),
        };
        let whole = self.whole_record(app, people, form, id).await?;
        for (field, value) in self.live_of(app, people, form, actor, &whole).await? {
            if seen.plan.right(field.as_str()) >= definition::FieldRight::Read {
                record.set(field, value);
            }
        }
        Ok(record)
    }

    /// The decisions of the record's cases, oldest first.
    async fn approvals(&self, app: &ActiveApp, people: &People, form: &FormId, id: RecordId, locale: Locale) -> RuntimeResult<Vec<Approval>> {
        let reader = self.inner.store.read();
        let mut all = flows::of_record(&reader, app.compiled.id(), form, id).await?;
        all.sort_by_key(|instance| instance.started_at);
        let mut approvals = Vec::new();
        for instance in all {
            let version = self.pinned_app(&reader, app.compiled.id(), &instance.version).await?;
            let Some(flow) = FlowId::parse(&instance.flow).ok().and_then(|flow| version.flows.get(&flow).cloned()) else { continue };
            for row in flows::events(&reader, instance.id).await? {
                let Ok(flow_engine::Event::Decided { node, by, decision, opinion, .. }) = serde_json::from_value(row.event.clone()) else { continue };
                approvals.push(Approval {
                    step: step_name(&flow, &node, locale),
                    person: people.name_of(by).unwrap_or_default().to_owned(),
                    decision: decision_word(decision, locale).into(),
                    opinion,
                    time: local(app, row.at.instant()),
                });
            }
        }
        Ok(approvals)
    }

    /// The pictures of the fields that are there.
    async fn pictures(&self, form: &CompiledForm, record: &Record) -> RuntimeResult<BTreeMap<String, Vec<Picture>>> {
        let mut found = BTreeMap::new();
        for field in form.fields.keys() {
            let mut files = Vec::new();
            showing::files(record.get(field.as_str()), &mut files);
            let mut pictures = Vec::new();
            for file in files.into_iter().filter(|file| matches!(file.media_type.as_str(), "image/png" | "image/jpeg")) {
                if let Ok(bytes) = self.stored_bytes(file.id).await {
                    pictures.extend(picture(file.id.to_string(), bytes).map(|picture| Picture { marks: file.marks.clone(), ..picture }));
                }
            }
            if !pictures.is_empty() {
                found.insert(field.to_string(), pictures);
            }
        }
        Ok(found)
    }
}

fn picture(key: String, bytes: Bytes) -> Option<Picture> {
    let reader = image::ImageReader::new(std::io::Cursor::new(&bytes)).with_guessed_format().ok()?;
    let (width, height) = reader.into_dimensions().ok()?;
    Some(Picture { key, bytes: Arc::from(bytes.to_vec()), width, height, marks: None })
}

fn facts_of(labels: &BTreeMap<RecordId, String>) -> Facts {
    let known = labels.iter().map(|(key, label)| (*key, Related::Known { label: label.clone(), values: Record::new() }));
    Facts { related: known.collect(), ..Facts::default() }
}

type Shown = BTreeMap<String, String>;

fn shown_values(
    form: &CompiledForm,
    app: &ActiveApp,
    record: &Record,
    locale: Locale,
    labels: &BTreeMap<RecordId, String>,
) -> (Shown, BTreeMap<String, Vec<Shown>>) {
    let text = |field: &CompiledField, value: &Value| showing::shown(field, &app.compiled, value, locale, labels);
    let mut shown = Shown::new();
    let mut rows = BTreeMap::new();
    for (id, value) in record.iter() {
        match (form.field(id.as_str()), value) {
            (Some(field), Value::Rows(table)) => {
                let row = |row: &value::Row| {
                    let cells = field.columns.values().map(|column| (column.id.to_string(), text(column, row.values.get(column.id.as_str()))));
                    cells.collect::<Shown>()
                };
                rows.insert(id.to_string(), table.iter().map(row).collect());
            }
            (Some(field), value) => _ = shown.insert(id.to_string(), text(field, value)),
            (None, value) => _ = shown.insert(id.to_string(), showing::shown_plain(&app.compiled, value, locale, labels)),
        }
    }
    (shown, rows)
}

fn step_name(flow: &flow_engine::CompiledFlow, node: &NodeId, locale: Locale) -> String {
    flow.nodes().find(|(id, ..)| *id == node).map(|(_, _, label)| label.get(locale).to_owned()).unwrap_or_default()
}

fn decision_word(decision: flow_engine::Decision, locale: Locale) -> &'static str {
    use flow_engine::Decision as D;
    match (decision, locale) {
        (D::Approved, Locale::ZhCn) => "同意",
        (D::Rejected, Locale::ZhCn) => "拒绝",
        (D::Completed, Locale::ZhCn) => "办结",
        (D::Resubmitted, Locale::ZhCn) => "重新提交",
        (D::Approved, Locale::En) => "Approved",
        (D::Rejected, Locale::En) => "Rejected",
        (D::Completed, Locale::En) => "Done",
        (D::Resubmitted, Locale::En) => "Submitted again",
    }
}

fn local(app: &ActiveApp, moment: Instant) -> String {
    app.compiled.zone.local(moment).format("%Y-%m-%d %H:%M").to_string()
}
