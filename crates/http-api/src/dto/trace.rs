//! How a case went.

use super::task::TaskCard;
use super::{Json, LabelText, PersonRef};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// The way of a record through its flow.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct FlowTrace {
    /// The case; null when none was started.
    pub case: Option<Uuid>,
    /// All cases of the record, the newest first.
    pub cases: Vec<CaseOfRecord>,
    /// The flow; null when none was started.
    pub flow: Option<String>,
    /// Its name.
    pub label: Option<LabelText>,
    /// Hash of the app version to which it is pinned.
    pub version: Option<String>,
    /// `none`, `running`, `completed`, `rejected`, `returned`, `withdrawn`.
    pub state: String,
    /// Whether the case runs on another version than the published one.
    pub pinned_to_older: bool,
    /// What happened, oldest first.
    pub entries: Vec<TraceEntry>,
    /// The open to-dos, of whomever.
    pub open: Vec<TaskCard>,
    /// Why the open to-dos are due when they are; those that count plain minutes are left out.
    pub deadlines: Vec<DeadlineReading>,
    /// The clocks of the flow, deadlines over several steps.
    pub clocks: Vec<ClockReading>,
    /// Why an open case has no deadline at all; null when it has one.
    pub no_deadline: Option<LabelText>,
    /// The steps that wait until somebody is free.
    pub waiting: Vec<WaitingStep>,
    /// The steps that stand still until somebody has decided.
    pub incidents: Vec<IncidentHere>,
    /// The open to-do of the signed-in person on this record.
    pub mine: Option<TaskCard>,
    /// What the person may do with the case as a whole.
    pub offers: Vec<CaseOffer>,
    /// The nodes of the flow, each with how the case passed it.
    pub nodes: Vec<TraceNode>,
    /// The edges between them.
    pub edges: Vec<TraceEdge>,
    /// Why the case went the way it went, oldest first.
    pub branches: Vec<Branch>,
}

/// One of the cases that a record has had.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct CaseOfRecord {
    /// Its key.
    pub id: Uuid,
    /// Its flow.
    pub flow: String,
    /// Name of the flow.
    pub label: LabelText,
    /// How it stands or ended: `running`, `suspended`, `completed`, `rejected`, `returned`, `withdrawn`, `terminated`.
    pub state: String,
    /// Since when it runs.
    pub started_at: DateTime<Utc>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
}

/// A step that waits until somebody is free.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct WaitingStep {
    /// The step.
    pub node: String,
    /// Its name.
    pub node_label: LabelText,
    /// Since when.
    pub since: DateTime<Utc>,
    /// What has a larger number comes first.
    pub priority: i64,
}

/// Something that a person may do with a case as a whole.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct CaseOffer {
    /// `urge`, `take_back`, `withdraw`, `add_row`, `finish_rows`, `retry`, `skip`, `reassign`, `jump`, `suspend`, `resume`, `terminate`.
    pub action: String,
    /// At which step, where it is about one.
    pub node: Option<String>,
    /// Name of that step.
    pub node_label: LabelText,
    /// Whose to-dos there, where it is about those of one person.
    pub whose: Option<PersonRef>,
    /// To which steps it may lead.
    pub to: Vec<StepRef>,
}

/// A step.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct StepRef {
    /// The node.
    pub node: String,
    /// Its name.
    pub label: LabelText,
}

/// A node of the flow and how the case passed it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct TraceNode {
    /// The node.
    pub id: String,
    /// Its kind.
    pub kind: String,
    /// Its name.
    pub label: LabelText,
    /// `current`, `passed`, `again` where it will be done once more, `ahead` where the case has not been.
    pub standing: String,
    /// How often the case came here.
    pub visits: u32,
    /// How long it was here, in seconds of all time, all visits together.
    pub seconds: i64,
    /// When it came here last.
    pub since: Option<DateTime<Utc>>,
    /// Who had it or has it, oldest first.
    pub people: Vec<TracePerson>,
}

/// What somebody did at a node.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct TracePerson {
    /// Who.
    pub name: String,
    /// For whom the person stood in, by name.
    pub stands_in_for: Option<String>,
    /// What was done, in the words of the trace; `open` while nothing is, `closed` when somebody else decided.
    pub what: String,
    /// The opinion.
    pub opinion: Option<String>,
    /// Since when.
    pub from: DateTime<Utc>,
    /// Until when; null while it is open.
    pub until: Option<DateTime<Utc>>,
}

/// An edge of the flow.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct TraceEdge {
    /// The edge.
    pub id: String,
    /// From which node.
    pub from: String,
    /// To which node.
    pub to: String,
    /// Its name.
    pub label: LabelText,
    /// How often the case went this way.
    pub taken: u32,
}

/// A branch that was passed, and why.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Branch {
    /// When.
    pub at: DateTime<Utc>,
    /// The node.
    pub node: String,
    /// Its name.
    pub node_label: LabelText,
    /// The edge that was taken.
    pub edge: String,
    /// Its name.
    pub label: LabelText,
    /// Whether it was taken because no condition held.
    pub otherwise: bool,
    /// The conditions that were tried, in their order.
    pub tried: Vec<TriedWay>,
    /// What they saw of the record then.
    pub saw: Vec<SeenValue>,
}

/// A condition that was tried.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct TriedWay {
    /// The edge.
    pub edge: String,
    /// Its name.
    pub label: LabelText,
    /// The condition with the names of the fields.
    pub condition: LabelText,
    /// Whether it held.
    pub held: bool,
}

/// A value that a condition saw.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct SeenValue {
    /// The field, or `field.part`.
    pub field: String,
    /// Its name.
    pub label: LabelText,
    /// Whether the person may see the value.
    pub shown: bool,
    /// The value then; null when the person may not see it.
    pub value: Json,
}

/// A clock of the flow as it stands in a case.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ClockReading {
    /// The clock.
    pub clock: String,
    /// Its name.
    pub label: LabelText,
    /// Since when it counts.
    pub since: Option<DateTime<Utc>>,
    /// What holds it now, in words.
    pub held_by: Vec<LabelText>,
    /// Why it is due when it is; null when it has not started.
    pub reading: Option<DeadlineReading>,
}

/// Why a to-do, or a clock of the flow, is due when it is.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct DeadlineReading {
    /// Key of the to-do; null of a clock of the flow.
    pub todo: Option<String>,
    /// `running`, `paused`, `breached`, `met`, `cancelled`, `not_started`.
    pub standing: String,
    /// That in words.
    pub standing_label: LabelText,
    /// Until when; null while the time stands still.
    pub due_at: Option<DateTime<Utc>>,
    /// Why there is no such moment.
    pub no_due: Option<LabelText>,
    /// How many units it may take.
    pub amount: u32,
    /// `seconds`, `minutes`, `hours`, `days`.
    pub unit: String,
    /// Whether working time counts; all time otherwise.
    pub working: bool,
    /// The calendar whose working time counts.
    pub calendar: Option<LabelText>,
    /// How much of the time is used, in percent.
    pub used_percent: Option<u32>,
    /// How much is left, in seconds of the time that counts; negative when it is overdrawn.
    pub left_seconds: Option<i64>,
    /// Whether it lies behind the last day whose holidays are known, so that it may move.
    pub may_move: bool,
    /// The time from its start until it is due, or until now while it stands still.
    pub spans: Vec<DeadlineSpan>,
    /// What comes next, in order.
    pub ahead: Vec<DeadlineMoment>,
}

/// A piece of the time of a deadline.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct DeadlineSpan {
    /// From when.
    pub from: DateTime<Utc>,
    /// Until when.
    pub to: DateTime<Utc>,
    /// `open` counts; the others do not.
    pub kind: String,
    /// What it is, in words.
    pub label: LabelText,
    /// How much of it counts, in seconds.
    pub counted_seconds: i64,
}

/// Something that a deadline will do.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct DeadlineMoment {
    /// When.
    pub at: DateTime<Utc>,
    /// `warning`, `due`, `escalation`.
    pub what: String,
    /// Of a warning: after how many percent.
    pub percent: Option<u32>,
    /// Of an escalation: which level.
    pub level: Option<u32>,
}

/// One thing that happened in a flow.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct TraceEntry {
    /// When.
    pub at: DateTime<Utc>,
    /// The node.
    pub node: Option<String>,
    /// Name of the node.
    pub node_label: LabelText,
    /// What: `started`, `opened`, `approve`, `reject`, `return`, `transfer`, `cc`, `reminded`, `escalated`, `allocated`, `queued`,
    /// `rebalanced`, `completed`.
    pub what: String,
    /// Who.
    pub by: Option<PersonRef>,
    /// Name of who, or of the cause.
    pub by_name: String,
    /// To whom, by name.
    pub to: Vec<String>,
    /// The opinion.
    pub opinion: Option<String>,
    /// Why somebody got the step, or nobody did, in words.
    pub why: Option<LabelText>,
    /// The record of another form that was filed, or whose case ended.
    pub case: Option<OtherCase>,
}

/// A record of another form.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct OtherCase {
    /// Its form.
    pub form: String,
    /// The record.
    pub record: Uuid,
}

/// A step that stands still until somebody has decided.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct IncidentHere {
    /// The step.
    pub node: String,
    /// What it is called.
    pub node_label: LabelText,
    /// What happened.
    pub what: LabelText,
    /// How often it was tried.
    pub tries: u32,
    /// Since when.
    pub since: DateTime<Utc>,
}
