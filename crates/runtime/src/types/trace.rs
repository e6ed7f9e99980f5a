//! Data of the use cases: how a case went.
use super::TaskEntry;
use serde::Serialize;
use serde_json::Value as Json;
use uuid::Uuid;
use value::{EdgeId, FlowId, FormId, Instant, Label, NodeId, PartId, RecordId, UserId};

/// How a case went so far.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FlowTrace {
    /// The case.
    pub case: Uuid,
    /// All cases of the record, the newest first.
    pub cases: Vec<CaseOfRecord>,
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
    /// The clocks of the flow, deadlines over several steps, in the order of the definition.
    pub clocks: Vec<ClockEntry>,
    /// Why an open case has no deadline at all; none when it has one.
    pub no_deadline: Option<Label>,
    /// The steps that wait until somebody is free.
    pub waiting: Vec<WaitingEntry>,
    /// The steps that stand still until an administrator has decided.
    pub incidents: Vec<super::IncidentHere>,
    /// The reader's own open to-do, if there is one.
    pub mine: Option<TaskEntry>,
    /// What the reader may do with the case as a whole.
    pub offers: Vec<CaseOffer>,
    /// The nodes of the flow, each with how the case passed it.
    pub nodes: Vec<TraceNode>,
    /// The edges between them.
    pub edges: Vec<TraceEdge>,
    /// Why the case went the way it went, from old to new.
    pub branches: Vec<Branch>,
}

/// One of the cases that a record has had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CaseOfRecord {
    /// Its key.
    pub id: Uuid,
    /// Its flow.
    pub flow: FlowId,
    /// Name of the flow, or its word where the app has it no more.
    pub label: Label,
    /// How it stands or ended.
    pub state: String,
    /// Since when it runs.
    pub started_at: Instant,
    /// When it ended.
    pub ended_at: Option<Instant>,
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

/// Something that a person may do with a case as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CaseOffer {
    /// The word of the operation.
    pub action: &'static str,
    /// At which step, where it is about one.
    pub node: Option<NodeId>,
    /// Name of that step.
    pub node_label: Label,
    /// Whose to-dos there, with the name, where it is about those of one person.
    pub whose: Option<(UserId, String)>,
    /// To which steps it may lead, with their names.
    pub to: Vec<(NodeId, Label)>,
}

/// A node of the flow and how the case passed it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TraceNode {
    /// The node.
    pub id: NodeId,
    /// Its kind.
    pub kind: &'static str,
    /// Its name.
    pub label: Label,
    /// `current`, `passed`, `again` where it will be done once more, `ahead` where the case has not been.
    pub standing: &'static str,
    /// How often the case came here.
    pub visits: u32,
    /// How long it was here, in seconds of all time, all visits together.
    pub seconds: i64,
    /// When it came here last.
    pub since: Option<Instant>,
    /// Who had it or has it, from old to new.
    pub people: Vec<TracePerson>,
}

/// What somebody did at a node.
#[derive(Debug, Clone, PartialEq, Serialize)]
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
    pub from: Instant,
    /// Until when; none while it is open.
    pub until: Option<Instant>,
}

/// An edge of the flow.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TraceEdge {
    /// The edge.
    pub id: EdgeId,
    /// From which node.
    pub from: NodeId,
    /// To which node.
    pub to: NodeId,
    /// Its name.
    pub label: Label,
    /// How often the case went this way.
    pub taken: u32,
}

/// A branch that was passed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Branch {
    /// When.
    pub at: Instant,
    /// The node.
    pub node: NodeId,
    /// Its name.
    pub node_label: Label,
    /// The edge that was taken.
    pub edge: EdgeId,
    /// Its name.
    pub label: Label,
    /// Whether it was taken because no condition held.
    pub otherwise: bool,
    /// The conditions that were tried, in their order.
    pub tried: Vec<TriedWay>,
    /// What they saw of the record then. Fields that the reader may not see are named without their value.
    pub saw: Vec<SeenValue>,
}

/// A condition that was tried.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TriedWay {
    /// The edge.
    pub edge: EdgeId,
    /// Its name.
    pub label: Label,
    /// The condition with the names of the fields.
    pub condition: Label,
    /// Whether it held.
    pub held: bool,
}

/// A value that a condition saw.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SeenValue {
    /// The field, or `field.part`.
    pub field: String,
    /// Its name.
    pub label: Label,
    /// The value; none when the reader may not see it.
    pub value: Option<Json>,
}

/// A clock of the flow as it stands in a case.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClockEntry {
    /// The clock.
    pub clock: PartId,
    /// Its name.
    pub label: Label,
    /// Since when it counts.
    pub since: Option<Instant>,
    /// What holds it now, in words.
    pub held_by: Vec<Label>,
    /// Why it is due when it is; none when it has not started.
    pub reading: Option<DeadlineEntry>,
}

/// Why a to-do, or a clock of the flow, is due when it is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DeadlineEntry {
    /// The to-do; none of a clock of the flow.
    pub todo: Option<Uuid>,
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
    /// What: `started`, `opened`, `approve`, `reject`, `return`, `transfer`, `cc`, `escalated`, `reminded`, `allocated`,
    /// `queued`, `rebalanced`, `completed`.
    pub what: String,
    /// Who.
    pub by: Option<UserId>,
    /// Name of who.
    pub by_name: String,
    /// To whom.
    pub to: Vec<String>,
    /// The opinion.
    pub opinion: Option<String>,
    /// Why somebody got the step, or nobody did, in words.
    pub why: Option<Label>,
    /// The record of another form that was filed, or whose case ended.
    pub case: Option<(FormId, RecordId)>,
}
