//! The workbench: boxes, counts, acting on a to-do; and how a case went.

use crate::types::{ActRequest, Call, FlowTrace, MessageEntry, TaskBox, TaskCounts, TaskEntry, Written};
use crate::{Runtime, RuntimeResult, pending};
use access::Actor;
use uuid::Uuid;
use value::{AppId, FormId, RecordId};

impl Runtime {
    /// A box of the workbench with the cursor of its next page.
    pub async fn tasks(&self, _actor: &Actor, _which: TaskBox, _limit: u32, _after: Option<&str>) -> RuntimeResult<(Vec<TaskEntry>, Option<String>)> { pending() }
    /// How many items wait.
    pub async fn task_counts(&self, _actor: &Actor) -> RuntimeResult<TaskCounts> { pending() }
    /// One item of the person.
    pub async fn task(&self, _actor: &Actor, _task: Uuid) -> RuntimeResult<TaskEntry> { pending() }
    /// Acts on a to-do.
    pub async fn act(&self, _call: &Call, _task: Uuid, _request: ActRequest) -> RuntimeResult<Written> { pending() }
    /// Takes the own case back.
    pub async fn withdraw(&self, _call: &Call, _app: &AppId, _form: &FormId, _record: RecordId, _opinion: Option<String>) -> RuntimeResult<Written> { pending() }
    /// How the case of a record went; none when it never was in a flow.
    pub async fn flow_of(&self, _actor: &Actor, _app: &AppId, _form: &FormId, _record: RecordId) -> RuntimeResult<Option<FlowTrace>> { pending() }
    /// Marks notices 抄送 as seen; all of the person's when the list is empty.
    pub async fn read_cc(&self, _actor: &Actor, _tasks: &[Uuid]) -> RuntimeResult<()> { pending() }
    /// The messages of the person, newest first, with the cursor of the next page.
    pub async fn messages(&self, _actor: &Actor, _unread_only: bool, _limit: u32, _after: Option<&str>) -> RuntimeResult<(Vec<MessageEntry>, Option<String>)> { pending() }
    /// Marks messages as read; all of the person's when the list is empty.
    pub async fn read_messages(&self, _actor: &Actor, _messages: &[Uuid]) -> RuntimeResult<()> { pending() }
}
