//! To-dos.

use super::app::FieldAccess;
use super::{LabelText, PersonRef, RecordLink, Values};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// The four boxes of the workbench.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TaskBox {
    /// 待办
    Todo,
    /// 已办
    Done,
    /// 我发起的
    Started,
    /// 抄送我的
    Cc,
}

/// A page of a box.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct TaskPage {
    /// The cards.
    pub tasks: Vec<TaskCard>,
    /// Cursor of the next page; null on the last one.
    pub next: Option<String>,
}

/// A to-do, or a case that the person started or was told about.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct TaskCard {
    /// Key of the to-do; in the box `started` the key of the record.
    pub id: String,
    /// Name of the app.
    pub app_label: LabelText,
    /// Name of the form.
    pub form_label: LabelText,
    /// The record.
    pub link: RecordLink,
    /// What names the record.
    pub title: String,
    /// The node of the flow.
    pub node: Option<String>,
    /// Name of the node.
    pub node_label: LabelText,
    /// `open`, `done`, `cancelled`; in the box `started` the state of the flow.
    pub state: String,
    /// What was done.
    pub outcome: Option<String>,
    /// Who filed the record.
    pub started_by: Option<PersonRef>,
    /// When it came.
    pub created_at: DateTime<Utc>,
    /// Until when it should be done.
    pub due_at: Option<DateTime<Utc>>,
    /// When it was done.
    pub done_at: Option<DateTime<Utc>>,
    /// Whether the deadline has passed.
    pub overdue: bool,
    /// Who holds the case now, by name (box `started`).
    pub holders: Vec<String>,
    /// What may be done: `approve`, `reject`, `return`, `transfer`, `withdraw`.
    pub actions: Vec<String>,
    /// The rights on the fields at this step, where they differ from those of the role.
    pub fields: BTreeMap<String, FieldAccess>,
    /// The steps to which it may be sent back. This, `after_return` and `removable` are told of the own to-do on a record only.
    pub return_to: Vec<ReturnStep>,
    /// What follows a return: `replay` all steps again, `direct` straight back, `choose` where the person says.
    pub after_return: String,
    /// Who may be taken out.
    pub removable: Vec<PersonRef>,
    /// The fields that have to be filled in before the step is finished.
    pub must: Vec<String>,
    /// For whom the holder stands in.
    pub stands_in_for: Option<PersonRef>,
    /// Whether a rejection or a return needs an opinion.
    pub opinion_on_reject: bool,
}

/// A step to which a case may be sent back.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ReturnStep {
    /// The node: `to_node` of the return.
    pub node: String,
    /// Its name.
    pub label: LabelText,
    /// Whether it is where the case was started: it goes back to its starter.
    pub is_start: bool,
}

/// What there is to narrow a box to.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct TaskChoices {
    /// The steps with their apps and flows.
    pub steps: Vec<StepChoice>,
    /// Who started the cases.
    pub starters: Vec<StarterChoice>,
}

/// A step of which a box has items.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct StepChoice {
    /// The app.
    pub app: String,
    /// Its name.
    pub app_label: LabelText,
    /// The flow.
    pub flow: String,
    /// Its name.
    pub flow_label: LabelText,
    /// The node; null in the box `started`.
    pub node: Option<String>,
    /// Its name.
    pub node_label: LabelText,
    /// How many items.
    pub count: u64,
}

/// Somebody who started cases of a box.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct StarterChoice {
    /// Who.
    pub person: PersonRef,
    /// How many cases.
    pub count: u64,
}

/// Numbers on the boxes.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct TaskCounts {
    /// Open to-dos.
    pub todo: u64,
    /// Open to-dos whose deadline has passed.
    pub overdue: u64,
    /// Copies that were not read.
    pub cc_unread: u64,
    /// Messages that were not read.
    pub messages_unread: u64,
}

/// What a person does with a to-do.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Act {
    /// `approve`, `reject`, `complete`, `resubmit`, `return`, `transfer`, `delegate`, `hand_back`, `add_sign`, `remove_sign`, `claim`,
    /// `give_back`.
    pub action: String,
    /// The opinion.
    #[serde(default)]
    pub opinion: Option<String>,
    /// To whom, for a transfer or a delegation; who, for somebody who is taken out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// Who is added.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<String>,
    /// Where they decide: `before`, `after`, `beside`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// To which node, for a return; to the starter when left out, to the step before for `_previous`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_node: Option<String>,
    /// What follows a return, where the flow lets the person choose: `replay`, `direct`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub then: Option<String>,
    /// What is filled in at the same time.
    #[serde(default)]
    #[schema(value_type = BTreeMap<String, serde_json::Value>)]
    pub values: Values,
    /// The revision of the record that the person saw.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base_revision: Option<u64>,
}

/// What a person does with a case as a whole.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ManageCase {
    /// `urge`, `take_back`, `suspend`, `resume`, `terminate`, `reassign`, `jump`, `add_row`, `finish_rows`, `retry`, `skip`.
    pub action: String,
    /// The opinion.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opinion: Option<String>,
    /// The step that is meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub node: Option<String>,
    /// The step to which the case jumps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_node: Option<String>,
    /// Whose to-dos are reassigned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Who gets them, or the row that is added.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

/// What became of it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Acted {
    /// Key of the record.
    pub record: String,
    /// Its revision now.
    pub revision: u64,
    /// What rules told.
    pub notes: Vec<LabelText>,
    /// Keys of the to-dos that are now open on the record.
    pub open_tasks: Vec<String>,
}
