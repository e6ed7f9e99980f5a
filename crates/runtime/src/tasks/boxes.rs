//! The boxes: 待办, 已办, 我发起的, 抄送我的.

use super::person;
use crate::organisation::People;
use crate::types::{StepChoice, TaskBox, TaskChoices, TaskEntry, TaskNarrow};
use crate::{Runtime, RuntimeError, RuntimeResult, cursor};
use access::Actor;
use definition::FieldRight;
use indexmap::IndexMap;
use std::sync::Arc;
use store::{Narrow, Session, StepCount, cc, flows, todos};
use uuid::Uuid;
use value::{AppId, FieldId, FlowId, FormId, Label, NodeId, RecordId, UserId};

impl Runtime {
    /// A box of the workbench with the cursor of its next page.
    pub async fn tasks(
        &self,
        actor: &Actor,
        which: TaskBox,
        narrow: TaskNarrow,
        limit: u32,
        after: Option<&str>,
    ) -> RuntimeResult<(Vec<TaskEntry>, Option<String>)> {
        let user = person(actor)?;
        let narrow = &narrowed(narrow);
        let limit = u64::from(limit.clamp(1, 200));
        let before = cursor::read(after)?;
        let reader = self.inner.store.read();
        let people = self.people().await?;
        let mut entries = Vec::new();
        let last = match which {
            TaskBox::Todo | TaskBox::Done => {
                let rows = match which {
                    TaskBox::Todo => todos::open_of(&reader, user, narrow, before, limit).await?,
                    _ => todos::done_by(&reader, user, narrow, before, limit).await?,
                };
                for row in &rows {
                    entries.extend(self.todo_entry(&reader, &people, row).await?);
                }
                let moment = |row: &todos::Todo| if which == TaskBox::Todo { row.created_at } else { row.closed_at.unwrap_or(row.created_at) };
                cursor::next(rows.last().map(|row| (moment(row), row.id)), rows.len(), limit)
            }
            TaskBox::Started => {
                let rows = flows::started_by(&reader, user, narrow, before, limit).await?;
                let keys: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
                let holders = todos::holders_of(&reader, &keys).await?;
                for row in &rows {
                    entries.extend(self.started_entry(&people, row, holders.get(&row.id).map_or(&[], Vec::as_slice)).await?);
                }
                cursor::next(rows.last().map(|row| (row.started_at, row.id)), rows.len(), limit)
            }
            TaskBox::Cc => {
                let rows = cc::of(&reader, user, narrow, before, limit).await?;
                for row in &rows {
                    entries.extend(self.cc_entry(&reader, &people, row).await?);
                }
                cursor::next(rows.last().map(|row| (row.at, row.id)), rows.len(), limit)
            }
        };
        Ok((entries, last))
    }

    /// What there is to narrow a box to.
    pub async fn task_choices(&self, actor: &Actor, which: TaskBox) -> RuntimeResult<TaskChoices> {
        let user = person(actor)?;
        let reader = self.inner.store.read();
        let (steps, starters) = match which {
            TaskBox::Todo => (todos::steps_of(&reader, user, true).await?, flows::starters_for(&reader, user, true).await?),
            TaskBox::Done => (todos::steps_of(&reader, user, false).await?, flows::starters_for(&reader, user, false).await?),
            TaskBox::Started => (flows::flows_started_by(&reader, user).await?, Vec::new()),
            TaskBox::Cc => (cc::steps_of(&reader, user).await?, Vec::new()),
        };
        let people = self.people().await?;
        let mut choices = TaskChoices::default();
        for step in &steps {
            choices.steps.extend(self.step_choice(step).await);
        }
        let named = |(user, count): (UserId, u64)| people.name_of(user).map(|name| (user, name.to_owned(), count));
        choices.starters = starters.into_iter().filter_map(named).collect();
        choices.starters.sort_by(|one, other| (other.2, &one.1).cmp(&(one.2, &other.1)));
        Ok(choices)
    }

    /// A step as the active version names it; none when its app is gone.
    async fn step_choice(&self, step: &StepCount) -> Option<StepChoice> {
        let active = self.active_app(&AppId::parse(&step.app).ok()?).await.ok()?;
        let (flow, node) = (FlowId::parse(&step.flow).ok()?, NodeId::parse(&step.node).ok());
        let known = active.compiled.flows.get(&flow);
        let name = |node: &NodeId| known?.nodes().find(|(id, ..)| *id == node).map(|(_, _, label)| label.clone());
        Some(StepChoice {
            app: active.compiled.id().clone(),
            app_label: active.compiled.app.label.clone(),
            flow_label: known.map_or_else(|| Label::Plain(step.flow.clone()), |known| known.label().clone()),
            flow,
            node_label: node.as_ref().and_then(name).unwrap_or_else(|| Label::Plain(step.node.clone())),
            node,
            count: step.count,
        })
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
            // Nobody acts on a case that is on hold.
            if state.as_ref().is_none_or(|state| state.status != flow_engine::Status::Suspended) {
                entry.actions = actions.iter().map(ToString::to_string).collect();
            }
            let absent = state.as_ref().zip(todo).and_then(|(state, todo)| state.stands_in_for(todo));
            entry.stands_in_for = absent.and_then(|absent| Some((absent, people.name_of(absent)?.to_owned())));
            entry.must = step.fields.iter().filter(|(_, right)| **right == flow_engine::StepRight::Must).map(|(field, _)| field.clone()).collect();
            entry.opinion_on_reject = step.opinion_on_reject;
            entry.fields = step.fields.iter().map(|(field, right)| (field.clone(), right_of(*right))).collect::<IndexMap<FieldId, FieldRight>>();
        }
        entry.node = node;
        entry.due_at = row.due_at.map(store::Moment::instant);
        if row.state == "open" {
            // The nearest deadline colours the row, also when it is one over several steps.
            let state = serde_json::from_str::<flow_engine::InstanceState>(&instance.state).ok();
            let clocks = state.iter().flat_map(|state| &state.clocks).filter_map(|clock| clock.due);
            entry.due_at = entry.due_at.into_iter().chain(clocks).min();
        }
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
            after_return: "replay",
            removable: Vec::new(),
            must: Vec::new(),
            stands_in_for: None,
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

fn narrowed(narrow: TaskNarrow) -> Narrow {
    Narrow {
        app: narrow.app.map(|app| app.to_string()),
        flow: narrow.flow.map(|flow| flow.to_string()),
        node: narrow.node.map(|node| node.to_string()),
        due_from: narrow.due_from.map(store::Moment::from),
        due_before: narrow.due_before.map(store::Moment::from),
        starter: narrow.starter.map(|user| user.0),
    }
}

/// The names of the nodes in `_node`.
fn node_names(app: &crate::app_cache::ActiveApp, flow: &FlowId, nodes: &value::Value) -> Label {
    let value::Value::Text(nodes) = nodes else { return Label::default() };
    let Some(flow) = app.compiled.flows.get(flow) else { return Label::default() };
    let named: Vec<&Label> = flow.nodes().filter(|(id, ..)| nodes.split(',').any(|node| node == id.as_str())).map(|(_, _, label)| label).collect();
    let joined = |locale| named.iter().map(|label| label.get(locale)).collect::<Vec<_>>().join(", ");
    Label::both(joined(value::Locale::ZhCn), joined(value::Locale::En))
}
