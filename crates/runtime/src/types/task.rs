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
    /// The steps to which it may be sent back. This and the next two are known of the reader's own to-do on a record only.
    pub return_to: Vec<ReturnStep>,
    /// What follows a return: `replay`, `direct`, or `choose` where the person says.
    pub after_return: &'static str,
    /// Who may be taken out, with the names.
    pub removable: Vec<(UserId, String)>,
    /// The fields that have to be filled in before the step is finished.
    pub must: Vec<FieldId>,
    /// For whom the holder stands in, with the name.
    pub stands_in_for: Option<(UserId, String)>,
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

/// A step to which a case may be sent back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReturnStep {
    /// The node.
    pub node: NodeId,
    /// Its name.
    pub label: Label,
    /// Whether it is where the case was started.
    pub is_start: bool,
}

/// What a box is narrowed to; everything when left out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TaskNarrow {
    /// Cases of this app.
    pub app: Option<AppId>,
    /// Cases of this flow.
    pub flow: Option<FlowId>,
    /// What belongs to this step.
    pub node: Option<NodeId>,
    /// Due at this moment or later.
    pub due_from: Option<Instant>,
    /// Due before this moment.
    pub due_before: Option<Instant>,
    /// Started by this person.
    pub starter: Option<UserId>,
}

/// What there is to narrow a box to.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct TaskChoices {
    /// The steps with their apps and flows.
    pub steps: Vec<StepChoice>,
    /// Who started the cases, with the number of cases.
    pub starters: Vec<(UserId, String, u64)>,
}

/// A step of which a box has items.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StepChoice {
    /// The app.
    pub app: AppId,
    /// Its name.
    pub app_label: Label,
    /// The flow.
    pub flow: FlowId,
    /// Its name.
    pub flow_label: Label,
    /// The node; none in 我发起的, where a case is an item.
    pub node: Option<NodeId>,
    /// Its name.
    pub node_label: Label,
    /// How many items.
    pub count: u64,
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
    /// `urge`, `take_back`, `suspend`, `resume`, `terminate`, `reassign`, `jump`, `add_row`, `finish_rows`, `retry`, `skip`.
    pub action: String,
    /// The opinion.
    pub opinion: Option<String>,
    /// The step that is meant.
    pub node: Option<String>,
    /// The step to which the case jumps.
    pub to_node: Option<String>,
    /// Whose to-dos are reassigned.
    pub from: Option<UserId>,
    /// Who gets them, or the row that is added.
    pub to: Option<UserId>,
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
