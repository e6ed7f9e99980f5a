//! The boxes: 待办, 已办, 我发起的, 抄送我的.

use super::person;
use crate::organisation::People;
use crate::types::{TaskBox, TaskEntry};
use crate::{Runtime, RuntimeError, RuntimeResult, cursor};
use access::Actor;
use definition::FieldRight;
use indexmap::IndexMap;
use std::sync::Arc;
use store::{Session, cc, flows, todos};
use uuid::Uuid;
use value::{AppId, FieldId, FlowId, FormId, Label, NodeId, RecordId, UserId};

impl Runtime {
    /// A box of the workbench with the cursor of its next page.
    pub async fn tasks(&self, actor: &Actor, which: TaskBox, limit: u32, after: Option<&str>) -> RuntimeResult<(Vec<TaskEntry>, Option<String>)> {
        let user = person(actor)?;
        let limit = u64::from(limit.clamp(1, 200));
        let before = cursor::read(after)?;
        let reader = self.inner.store.read();
        let people = self.people().await?;
        let mut entries = Vec::new();
        let last = match which {
            TaskBox::Todo | TaskBox::Done => {
                let rows = match which {
                    TaskBox::Todo => todos::open_of(&reader, user, before, limit).await?,
                    _ => todos::done_by(&reader, user, before, limit).await?,
                };
                for row in &rows {
                    entries.extend(self.todo_entry(&reader, &people, row).await?);
                }
                let moment = |row: &todos::Todo| if which == TaskBox::Todo { row.created_at } else { row.closed_at.unwrap_or(row.created_at) };
                cursor::next(rows.last().map(|row| (moment(row), row.id)), rows.len(), limit)
            }
            TaskBox::Started => {
                let rows = flows::started_by(&reader, user, before, limit).await?;
                let keys: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
                let holders = todos::holders_of(&reader, &keys).await?;
                for row in &rows {
                    entries.extend(self.started_entry(&people, row, holders.get(&row.id).map_or(&[], Vec::as_slice)).await?);
                }
                cursor::next(rows.last().map(|row| (row.started_at, row.id)), rows.len(), limit)
            }
            TaskBox::Cc => {
                let rows = cc::of(&reader, user, before, limit).await?;
                for row in &rows {
                    entries.extend(self.cc_entry(&reader, &people, row).await?);
                }
                cursor::next(rows.last().map(|row| (row.at, row.id)), rows.len(), limit)
            }
        };
        Ok((entries, last))
    }

    /// One item of the person.
    pub async fn task(&self, actor: &Actor, task: Uuid) -> RuntimeResult<TaskEntry> {
        let user = person(actor)?;
        let reader = self.inner.store.read();
        let row = todos::get(&reader, task).await?.filter(|row| row.holder_id == user.0 || row.done_by == Some(user.0));
        let row = row.ok_or(RuntimeError::NotFound { what: "task" })?;
        let people = self.people().await?;
        self.todo_entry(&reader, &people, &row).await?.ok_or(RuntimeError::NotFound { what: "task" })
    }

    /// A to-do with what its holder may do, by the version to which its case is pinned; none when its app is gone.
    pub(crate) async fn todo_entry(&self, reader: &Session, people: &Arc<People>, row: &todos::Todo) -> RuntimeResult<Option<TaskEntry>> {
        let Some(mut entry) = self.plain_entry((&row.app, &row.form, &row.flow), row.id, RecordId(row.record_id), &row.title).await? else {
            return Ok(None);
        };
        let Some(instance) = flows::get(reader, row.instance_id).await? else { return Ok(None) };
        let version = self.pinned_app(reader, &entry.app, &instance.version).await?;
        let node = NodeId::parse(&row.node).ok();
        entry.node_label = serde_json::from_value(row.node_label.clone()).unwrap_or_default();
        entry.state.clone_from(&row.state);
        entry.outcome.clone_from(&row.outcome);
        if let Some(step) = node.as_ref().and_then(|node| version.flows.get(&entry.flow)?.step(node)).filter(|_| row.state == "open") {
            let state = serde_json::from_str::<flow_engine::InstanceState>(&instance.state).ok();
            let todo = state.as_ref().and_then(|state| state.todo(flow_engine::TodoId(row.id)));
            let flow = version.flows.get(&entry.flow);
            let actions = flow.zip(todo).map_or(step.actions, |(flow, todo)| flow.actions_of(todo));
            entry.actions = actions.iter().map(ToString::to_string).collect();
            entry.opinion_on_reject = step.opinion_on_reject;
            entry.fields = step.fields.iter().map(|(field, right)| (field.clone(), right_of(*right))).collect::<IndexMap<FieldId, FieldRight>>();
            if step.returns_to_steps {
                entry.return_to = passed(&version.flows, &entry.flow, &instance, &row.node);
            }
        }
        entry.node = node;
        entry.due_at = row.due_at.map(store::Moment::instant);
        entry.overdue = row.state == "open" && entry.due_at.is_some_and(|due| due < self.now());
        entry.created_at = row.created_at.instant();
        entry.done_at = row.closed_at.map(store::Moment::instant);
        entry.started_by = instance.started_by.map(UserId);
        entry.started_by_name = Self::name_in(people, instance.started_by).unwrap_or(instance.started_by_name);
        Ok(Some(entry))
    }

    async fn started_entry(&self, people: &Arc<People>, row: &flows::Instance, holders: &[UserId]) -> RuntimeResult<Option<TaskEntry>> {
        let Some(mut entry) = self.plain_entry((&row.app, &row.form, &row.flow), row.id, RecordId(row.record_id), "").await? else { return Ok(None) };
        let Ok(active) = self.active_app(&entry.app).await else { return Ok(None) };
        let Ok(form) = active.form(&entry.form) else { return Ok(None) };
        // The starter sees the title of the own case; a record that was deleted has none.
        let Ok(record) = self.whole_record(&active, people, form, entry.record).await else { return Ok(None) };
        entry.title = crate::showing::title(form, &active.compiled, &record, value::Locale::ZhCn);
        entry.state.clone_from(&row.status);
        entry.created_at = row.started_at.instant();
        entry.done_at = row.ended_at.map(store::Moment::instant);
        entry.due_at = if let value::Value::Instant(due) = record.get("_due") { Some(*due) } else { None };
        entry.overdue = row.ended_at.is_none() && entry.due_at.is_some_and(|due| due < self.now());
        entry.node_label = node_names(&active, &entry.flow, record.get("_node"));
        entry.started_by = row.started_by.map(UserId);
        entry.started_by_name = Self::name_in(people, row.started_by).unwrap_or_else(|| row.started_by_name.clone());
        entry.holders = holders.iter().filter_map(|user| people.name_of(*user)).map(ToOwned::to_owned).collect();
        Ok(Some(entry))
    }

    async fn cc_entry(&self, reader: &Session, people: &Arc<People>, row: &cc::Notice) -> RuntimeResult<Option<TaskEntry>> {
        let Some(mut entry) = self.plain_entry((&row.app, &row.form, &row.flow), row.id, RecordId(row.record_id), &row.title).await? else {
            return Ok(None);
        };
        let instance = flows::get(reader, row.instance_id).await?;
        entry.node = NodeId::parse(&row.node).ok();
        entry.node_label = serde_json::from_value(row.node_label.clone()).unwrap_or_default();
        entry.state = if row.read_at.is_some() { "read".into() } else { "unread".into() };
        entry.created_at = row.at.instant();
        entry.started_by = instance.as_ref().and_then(|instance| instance.started_by).map(UserId);
        entry.started_by_name = Self::name_in(people, instance.and_then(|instance| instance.started_by)).unwrap_or_default();
        Ok(Some(entry))
    }

    async fn plain_entry(&self, place: (&str, &str, &str), id: Uuid, record: RecordId, title: &str) -> RuntimeResult<Option<TaskEntry>> {
        let (Ok(app), Ok(form), Ok(flow)) = (AppId::parse(place.0), FormId::parse(place.1), FlowId::parse(place.2)) else { return Ok(None) };
        let Ok(active) = self.active_app(&app).await else { return Ok(None) };
        let form_label = active.form(&form).map(|form| form.label().clone()).unwrap_or_default();
        Ok(Some(TaskEntry {
            id,
            app_label: active.compiled.app.label.clone(),
            app,
            form,
            form_label,
            record,
            title: title.to_owned(),
            flow,
            node: None,
            node_label: Label::default(),
            state: String::new(),
            outcome: None,
            actions: Vec::new(),
            fields: IndexMap::new(),
            return_to: Vec::new(),
            opinion_on_reject: false,
            due_at: None,
            overdue: false,
            created_at: self.now(),
            done_at: None,
            started_by: None,
            started_by_name: String::new(),
            holders: Vec::new(),
        }))
    }
}

fn right_of(right: flow_engine::StepRight) -> FieldRight {
    match right {
        flow_engine::StepRight::Hidden => FieldRight::Hidden,
        flow_engine::StepRight::Read => FieldRight::Read,
        flow_engine::StepRight::Write | flow_engine::StepRight::Must => FieldRight::Write,
    }
}

/// The steps that the case has passed, without the present one.
fn passed(flows: &IndexMap<FlowId, Arc<flow_engine::CompiledFlow>>, flow: &FlowId, instance: &flows::Instance, node: &str) -> Vec<(NodeId, Label)> {
    let Ok(state) = serde_json::from_str::<flow_engine::InstanceState>(&instance.state) else { return Vec::new() };
    let Some(flow) = flows.get(flow) else { return Vec::new() };
    let name = |id: &NodeId| flow.nodes().find(|(known, ..)| *known == id).map(|(_, _, label)| label.clone()).unwrap_or_default();
    state.done.iter().filter(|done| done.node.as_str() != node).map(|done| (done.node.clone(), name(&done.node))).collect()
}

/// The names of the nodes in `_node`.
fn node_names(app: &crate::app_cache::ActiveApp, flow: &FlowId, nodes: &value::Value) -> Label {
    let value::Value::Text(nodes) = nodes else { return Label::default() };
    let Some(flow) = app.compiled.flows.get(flow) else { return Label::default() };
    let named: Vec<&Label> = flow.nodes().filter(|(id, ..)| nodes.split(',').any(|node| node == id.as_str())).map(|(_, _, label)| label).collect();
    let joined = |locale| named.iter().map(|label| label.get(locale)).collect::<Vec<_>>().join(", ");
    Label::both(joined(value::Locale::ZhCn), joined(value::Locale::En))
}
