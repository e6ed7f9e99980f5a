//! Data of the use cases: task.
use definition::FieldRight;
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use uuid::Uuid;
use value::{AppId, FieldId, FlowId, FormId, Instant, Label, NodeId, RecordId, UserId};

/// A box of the workbench.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskBox {
    /// 待办: open to-dos of the person.
    Todo,
    /// 已办: what the person has acted on.
    Done,
    /// 我发起的: cases that the person started.
    Started,
    /// 抄送我的: what the person was told of.
    Cc,
}

/// An item of a box.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TaskEntry {
    /// The to-do; in 我发起的 the instance.
    pub id: Uuid,
    /// The app.
    pub app: AppId,
    /// Name of the app.
    pub app_label: Label,
    /// The form.
    pub form: FormId,
    /// Name of the form.
    pub form_label: Label,
    /// The record.
    pub record: RecordId,
    /// Title of the record.
    pub title: String,
    /// The flow.
    pub flow: FlowId,
    /// The node.
    pub node: Option<NodeId>,
    /// Name of the node.
    pub node_label: Label,
    /// State: `open`, `done`, `cancelled`; in 我发起的 the state of the flow.
    pub state: String,
    /// What was done, if it is done.
    pub outcome: Option<String>,
    /// What may be done, if it is open: `approve`, `reject`, `return`, `transfer`.
    pub actions: Vec<String>,
    /// Rights on fields at this step, above those of the roles.
    pub fields: IndexMap<FieldId, FieldRight>,
    /// The steps to which it may be sent back, with their names; the starter is always possible where `return` is.
    pub return_to: Vec<(NodeId, Label)>,
    /// Whether a rejection or a return needs a reason.
    pub opinion_on_reject: bool,
    /// Until when.
    pub due_at: Option<Instant>,
    /// Whether the moment is past.
    pub overdue: bool,
    /// Since when.
    pub created_at: Instant,
    /// When it was done.
    pub done_at: Option<Instant>,
    /// Who started the case.
    pub started_by: Option<UserId>,
    /// Name of who started the case.
    pub started_by_name: String,
    /// Who holds it now, by name (我发起的).
    pub holders: Vec<String>,
}

/// How many items wait.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct TaskCounts {
    /// Open to-dos.
    pub todo: u64,
    /// Of these past their moment.
    pub overdue: u64,
    /// Unread notices 抄送.
    pub cc: u64,
    /// Unread messages.
    pub messages: u64,
}

/// What is done with a to-do.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActRequest {
    /// `approve`, `reject`, `complete`, `resubmit`, `return`, `transfer`, `delegate`, `hand_back`, `add_sign`, `remove_sign`, `claim`,
    /// `give_back`.
    pub action: String,
    /// The opinion.
    #[serde(default)]
    pub opinion: Option<String>,
    /// To whom, for a transfer or a delegation; who, for somebody who is taken out.
    #[serde(default)]
    pub to: Option<UserId>,
    /// Who is added.
    #[serde(default)]
    pub people: Vec<UserId>,
    /// Where they decide: `before`, `after`, `beside`.
    #[serde(default)]
    pub place: Option<String>,
    /// To which step, for a return; to the starter when left out, to the step before for `_previous`.
    #[serde(default)]
    pub to_node: Option<String>,
    /// What follows a return, where the flow lets the person choose: `replay`, `direct`.
    #[serde(default)]
    pub then: Option<String>,
    /// What is filled in at the same time.
    #[serde(default)]
    pub values: Map<String, Json>,
    /// The revision of the record that the person saw.
    #[serde(default)]
    pub base_revision: Option<u64>,
}

/// What a person does with a case as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ManageRequest {
    /// `urge`, `take_back`, `suspend`, `resume`, `terminate`, `jump`, `add_row`, `finish_rows`.
    pub action: String,
    /// The opinion.
    pub opinion: Option<String>,
    /// The step that is meant.
    pub node: Option<String>,
    /// The step to which the case jumps.
    pub to_node: Option<String>,
    /// Who gets a row that is added.
    pub to: Option<UserId>,
}

/// How a case went so far.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FlowTrace {
    /// The flow.
    pub flow: FlowId,
    /// Its name.
    pub label: Label,
    /// State: `running`, `completed`, `rejected`, `returned`, `withdrawn`.
    pub state: String,
    /// Content hash of the version that the case is pinned to.
    pub version: String,
    /// Whether that is another version than the active one.
    pub pinned_to_older: bool,
    /// What happened, from old to new.
    pub entries: Vec<TraceEntry>,
    /// The open to-dos.
    pub open: Vec<TaskEntry>,
    /// Why the open to-dos are due when they are.
    pub deadlines: Vec<DeadlineEntry>,
    /// The steps that wait until somebody is free.
    pub waiting: Vec<WaitingEntry>,
    /// The reader's own open to-do, if there is one.
    pub mine: Option<TaskEntry>,
    /// Whether the reader may withdraw the case.
    pub may_withdraw: bool,
}

/// A step that waits until somebody is free.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WaitingEntry {
    /// The step.
    pub node: NodeId,
    /// Its name.
    pub node_label: Label,
    /// Since when.
    pub since: Instant,
    /// What has a larger number comes first.
    pub priority: i64,
}

/// Why a to-do is due when it is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DeadlineEntry {
    /// The to-do.
    pub todo: Uuid,
    /// Where its time stands: `running`, `paused`, `breached`, `met`, `cancelled`, `not_started`.
    pub standing: String,
    /// That in words.
    pub standing_label: Label,
    /// Until when; none while the time stands still.
    pub due_at: Option<Instant>,
    /// Why there is no such moment.
    pub no_due: Option<Label>,
    /// How many units it may take.
    pub amount: u32,
    /// `seconds`, `minutes`, `hours`, `days`.
    pub unit: String,
    /// Whether working time counts; all time otherwise.
    pub working: bool,
    /// The calendar whose open time counts; none where all time does.
    pub calendar: Option<Label>,
    /// How much of the time is used, in whole percent.
    pub used_percent: Option<u32>,
    /// How much is left, in seconds of the time that counts; negative when it is overdrawn.
    pub left_seconds: Option<i64>,
    /// Whether it lies behind the last day whose holidays are known.
    pub may_move: bool,
    /// The time until then: open, closed and paused.
    pub spans: Vec<DeadlineSpan>,
    /// What comes next, in order.
    pub ahead: Vec<DeadlineMoment>,
}

/// A piece of the time of a deadline.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DeadlineSpan {
    /// From when.
    pub from: Instant,
    /// Until when.
    pub to: Instant,
    /// `open` counts; the others do not.
    pub kind: String,
    /// What it is, in words.
    pub label: Label,
    /// How much of it counts, in seconds.
    pub counted_seconds: i64,
}

/// Something that a deadline will do.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DeadlineMoment {
    /// When.
    pub at: Instant,
    /// `warning`, `due`, `escalation`.
    pub what: &'static str,
    /// Of a warning: after how many percent.
    pub percent: Option<u32>,
    /// Of an escalation: which level.
    pub level: Option<u32>,
}

/// One thing that happened in a flow.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TraceEntry {
    /// When.
    pub at: Instant,
    /// At which node.
    pub node: Option<NodeId>,
    /// Name of the node.
    pub node_label: Label,
    /// What: `started`, `opened`, `approve`, `reject`, `return`, `transfer`, `cc`, `escalated`, `reminded`, `completed`.
    pub what: String,
    /// Who.
    pub by: Option<UserId>,
    /// Name of who.
    pub by_name: String,
    /// To whom.
    pub to: Vec<String>,
    /// The opinion.
    pub opinion: Option<String>,
    /// Why somebody got a step, or nobody did.
    pub why: Option<Label>,
}

/// A message to a person.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MessageEntry {
    /// Its key.
    pub id: Uuid,
    /// When.
    pub at: Instant,
    /// Subject.
    pub subject: String,
    /// Plain text.
    pub body: String,
    /// The app.
    pub app: Option<AppId>,
    /// The record that it speaks of.
    pub record: Option<(FormId, RecordId)>,
    /// When it was read.
    pub read_at: Option<Instant>,
}

/// Something happened that screens show. It carries no values: who hears it asks again, under the own rights.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// A record was created, changed or deleted.
    Record {
        /// The app.
        app: AppId,
        /// The form.
        form: FormId,
        /// The record.
        id: RecordId,
        /// Its revision now.
        revision: u64,
    },
    /// The boxes of these people changed.
    Tasks {
        /// Whose.
        users: Vec<UserId>,
    },
    /// These people have new messages.
    Messages {
        /// Whose.
        users: Vec<UserId>,
    },
    /// A new version of an app is active.
    Published {
        /// The app.
        app: AppId,
        /// Its content hash.
        hash: String,
    },
    /// An import of this person began or ended.
    Import {
        /// Whose.
        user: UserId,
    },
    /// Rights changed; everybody's menus are asked for again.
    Rights,
}

/// Something that could not be delivered.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DeadLetter {
    /// Its key.
    pub id: Uuid,
    /// The app.
    pub app: String,
    /// By which way: `mail`.
    pub channel: String,
    /// To which address.
    pub to: String,
    /// When it was written.
    pub created_at: Instant,
    /// How often it was tried.
    pub attempts: u32,
    /// Why the last attempt failed.
    pub error: String,
}
