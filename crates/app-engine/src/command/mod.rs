//! One command on one record: rules, form and flow composed into what is to be written. Pure: the caller reads and writes.
//!
//! The order is fixed. **Create**: rules before → form (computed values, checks, hidden → blank) → rules after → the flow starts.
//! **Update**: the same without the flow. **Act**: what was filled in is an update, then the flow decides and sets fields, and the
//! rules after see the whole. A rule that sets fields after the fact makes another round; the chain of rules of one command is bounded.
//!
//! The same code runs in `runtime` (facts from the database, inside the transaction), in scenario tests and in the simulator
//! (facts from memory, a virtual clock). What is not known yet comes back as [`Stop::Missing`]; the caller loads it and runs again.

mod begin;
mod changes;
mod children;
mod heard;
mod notices;
mod round;
mod run;
mod world;

pub use children::{FollowUp, Follows, MOST_CHANGED, MOST_FOLLOW_UPS, follow_ups, having, too_many, too_many_to_change};
use run::CASE_KEY;
pub use run::run;
pub use world::RecordWorld;

use crate::CompiledApp;
use flow_engine::{Caller, CaseNews, CompiledFlow, InstanceState, OrgFact, Organisation, TimerKey, TodoId};
use form_engine::{Facts, FieldFault, Need, Rights};
use formula::Question;
use indexmap::IndexMap;
use serde_json::{Map, Value as Json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use uuid::Uuid;
use value::{DepartmentId, FieldId, FlowId, FormId, Instant, Label, MessageId, NodeId, PartId, Record, RecordId, RuleId, UserId, Value};

/// The product's own message when the deadline of a to-do comes near.
pub const REMINDER: &str = "_reminder";
/// The product's own message when a to-do that was not done in time goes up.
pub const ESCALATION: &str = "_escalation";
/// The product's own message when a to-do is handed to somebody.
pub const HANDED_OVER: &str = "_handed_over";
/// The product's own message when somebody asks the holders to hurry.
pub const URGED: &str = "_urged";

/// The product's own message when nobody is free for a step and it has to wait.
pub const QUEUED: &str = "_queued";

/// A command on one record.
#[derive(Debug, Clone)]
pub struct Command<'a> {
    /// The form.
    pub form: FormId,
    /// The record.
    pub record: RecordId,
    /// The record as it is stored, with its system fields; none for a new one.
    pub stored: Option<&'a Record>,
    /// The case that runs on the record, if there is one.
    pub case: Option<&'a Case>,
    /// Who, if it is a person.
    pub by: Option<UserId>,
    /// What the actor may do with the fields: the plan of the role, or of the step for an act.
    pub rights: Rights,
    /// What is asked for.
    pub what: What,
}

/// Which case begins on a new record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Begins {
    /// None: an import of records that were dealt with long ago.
    Nothing,
    /// That of the first flow of the form that wants it.
    Usual,
    /// That of the flow for which a message came from outside.
    Flow(FlowId),
}

/// What begins a case on a record that is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BegunBy {
    /// A person, by the button of the flow.
    Button,
    /// The schedule of the flow.
    Schedule,
}

/// What is asked for.
#[derive(Debug, Clone)]
pub enum What {
    /// A new record.
    Create {
        /// What is entered.
        values: Map<String, Json>,
        /// The numbers that were allotted to the auto-number fields; see [`numbers_of`].
        numbers: BTreeMap<FieldId, String>,
        /// For which department; the first of the person's when left out.
        department: Option<DepartmentId>,
        /// Which case begins on it.
        begins: Begins,
    },
    /// A new record for which a step of another case asked.
    File {
        /// What is entered.
        values: Map<String, Json>,
        /// The numbers that were allotted to the auto-number fields; see [`numbers_of`].
        numbers: BTreeMap<FieldId, String>,
        /// For which department.
        department: Option<DepartmentId>,
        /// The flow of the step.
        flow: FlowId,
        /// The step.
        caller: Caller,
    },
    /// A step hears of the case of another form for which it asked.
    OfCase {
        /// Its token.
        token: u32,
        /// The record of that case.
        record: RecordId,
        /// What is told.
        news: CaseNews,
    },
    /// The step that waited for the case was left another way.
    TakeDown,
    /// A case begins on a record that is there already.
    Begin {
        /// Of which flow.
        flow: FlowId,
        /// By whom or what.
        by: BegunBy,
    },
    /// Some fields are changed.
    Update {
        /// What is changed.
        values: Map<String, Json>,
    },
    /// The record is deleted.
    Delete,
    /// A person acts on a to-do.
    Act {
        /// The to-do.
        todo: TodoId,
        /// What is done.
        action: flow_engine::Action,
        /// In which words.
        opinion: String,
        /// What is filled in at the same time.
        values: Map<String, Json>,
    },
    /// The starter takes the case back.
    Withdraw {
        /// In which words.
        opinion: String,
    },
    /// A person does something with the case as a whole.
    Manage {
        /// What is done.
        what: flow_engine::Measure,
        /// In which words.
        opinion: String,
    },
    /// A timer has fired.
    Timer {
        /// Which one.
        timer: TimerKey,
    },
    /// The case goes over to its flow as it is now.
    Migrate {
        /// Steps of the version to which it is pinned, each with the one that takes its place; all others stay what they are.
        steps: BTreeMap<NodeId, NodeId>,
    },
    /// Somebody may be free for a step that waits for that.
    Allocate {
        /// Its token.
        token: u32,
    },
    /// The answer to a call of a system outside came, or did not come.
    Answered {
        /// Which call of the case.
        call: u32,
        /// Which try of it.
        attempt: u32,
        /// What was answered, by the ids of the operation's values, or what went wrong.
        answer: Result<Map<String, Json>, String>,
    },
    /// A message came from outside.
    Message {
        /// Its name.
        name: String,
        /// What it brings, by name.
        values: Map<String, Json>,
    },
    /// Somebody may hold too much.
    Rebalance {
        /// The to-do that could move.
        todo: TodoId,
    },
    /// The holder of a to-do may not sign in any more.
    Relieve {
        /// The to-do.
        todo: TodoId,
    },
}

/// A case: an instance of a flow, pinned to the version with which it began or to which it went over.
#[derive(Debug, Clone)]
pub struct Case {
    /// Its key.
    pub id: Uuid,
    /// The flow of that version.
    pub flow: Arc<CompiledFlow>,
    /// Where it stands.
    pub state: InstanceState,
}

/// What the outside world gives.
#[derive(Clone, Copy)]
pub struct Surroundings<'a> {
    /// The active version of the app.
    pub app: &'a CompiledApp,
    /// The moment of the command.
    pub now: Instant,
    /// The people.
    pub organisation: &'a dyn Organisation,
    /// What is known of other records, people and departments.
    pub related: &'a Facts,
    /// The n-th fresh key of this command; the same n gives the same key when the command runs again.
    pub fresh: &'a dyn Fn(u32) -> Uuid,
}

/// What a command leads to. The caller writes all of it in one transaction, or nothing.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The record as it is to be stored, with `_flow`, `_node`, `_due` and who and when; none when it is deleted.
    pub record: Option<Record>,
    /// What changed and through what, in order; empty when nothing did.
    pub changes: Vec<Change>,
    /// What happened in the flow.
    pub flow: Option<FlowChange>,
    /// Who is told what.
    pub notices: Vec<Notice>,
    /// Notes of rules for the history.
    pub notes: Vec<(RuleId, String)>,
}

/// A change of fields with its cause; one row of the history.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Through what.
    pub through: Through,
    /// The fields: before, after.
    pub fields: BTreeMap<FieldId, (Value, Value)>,
}

/// Through what something changed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Through {
    /// The record was made.
    Create,
    /// It was edited.
    Update,
    /// It was deleted.
    Delete,
    /// A case began on it.
    Start,
    /// Somebody acted on a to-do.
    Act(&'static str),
    /// The starter took the case back.
    Withdraw,
    /// Somebody did something with the case as a whole.
    Manage(&'static str),
    /// A timer fired.
    Timer,
    /// A system outside was called.
    Call,
    /// A message came from outside.
    Message,
    /// A step was given to somebody.
    Allocation,
    /// Something was told of a case of another form.
    Case,
    /// A rule set it.
    Rule(RuleId),
    /// A node of the flow set it.
    Flow(NodeId),
}

/// What happened in the flow.
#[derive(Debug, Clone)]
pub struct FlowChange {
    /// The case, with its new state.
    pub case: Case,
    /// Whether it began with this command.
    pub started: bool,
    /// Whether it is pinned to this version of the app from now on.
    pub pinned: bool,
    /// What happened, in order.
    pub events: Vec<flow_engine::Event>,
}

/// People who are told something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// A message of the app, or one of the product's own: [`REMINDER`], [`ESCALATION`], [`HANDED_OVER`], [`QUEUED`].
    pub message: MessageId,
    /// Who; each once.
    pub to: BTreeSet<UserId>,
    /// The node that it is about, for the product's own messages.
    pub node: Option<NodeId>,
    /// The clock of the flow that it is about, for the product's own messages.
    pub clock: Option<PartId>,
}

/// Why a command leads to nothing.
#[derive(Debug, Clone, PartialEq)]
pub enum Stop {
    /// Not a refusal in the end: these facts are needed first. Load them and run again.
    Missing(Vec<Fact>),
    /// The values are not right.
    Faults(Vec<FieldFault>),
    /// Rules of the app refuse: message, and the field beside which it is shown.
    Refused(Vec<(RuleId, Label, Option<FieldId>)>),
    /// A rule, the flow or the product refuses: stable code and a sentence.
    Stopped {
        /// The code.
        code: String,
        /// The sentence.
        message: Label,
    },
}

/// Something that has to be known before the command can be decided.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fact {
    /// A record, person or department that the record refers to.
    Related(Need),
    /// What the records of another form say.
    LookUp(Question),
    /// Something about people.
    Organisation(OrgFact),
    /// Whether a system outside offers what was chosen. It has to be asked before a transaction.
    Offer(crate::offers::Offer),
}

/// The counters that a new record of a form draws from: field, name of the counter (one per period), pattern. `department` are the
/// initials of the creator's department.
pub fn numbers_of<'a>(
    app: &CompiledApp,
    form: &'a form_engine::CompiledForm,
    now: Instant,
    department: &'a str,
) -> impl Iterator<Item = (&'a FieldId, String, &'a form_engine::AutoNumber)> {
    let day = app.zone.day(now);
    form.auto_numbers().map(move |(field, number)| (field, number.counter_key(day, department), number))
}

/// The rights of the holder of a to-do: what the step says about the fields that it names, and at most what it lets through of the others.
pub fn step_rights(flow: &CompiledFlow, node: &NodeId) -> Option<(IndexMap<FieldId, definition::FieldRight>, definition::FieldRight)> {
    let step = flow.step(node)?;
    let fields = step.fields.iter().map(|(field, right)| (field.clone(), field_right(*right))).collect();
    Some((fields, field_right(step.unlisted)))
}

/// Faults for what a person sends of fields that the person may not even read. They are found before anything is compared with what
/// is stored: neither a fault that fails to come nor a conflict may tell what is there.
pub fn unreadable(rights: &Rights, values: &Map<String, Json>) -> Vec<FieldFault> {
    let closed = |key: &&String| rights.by_person && rights.on(key.as_str()) < definition::FieldRight::Read;
    let message = || Label::both("您没有修改该字段的权限", "You may not change this field");
    values.keys().filter(closed).map(|key| FieldFault::new(format!("/{key}"), form_engine::code::NO_RIGHT, message())).collect()
}

fn field_right(right: flow_engine::StepRight) -> definition::FieldRight {
    match right {
        flow_engine::StepRight::Hidden => definition::FieldRight::Hidden,
        flow_engine::StepRight::Read => definition::FieldRight::Read,
        flow_engine::StepRight::Write | flow_engine::StepRight::Must => definition::FieldRight::Write,
    }
}

impl Through {
    /// The word in the history: `create`, `act:approve`, `rule:…`.
    pub fn word(&self) -> String {
        match self {
            Through::Create => "create".into(),
            Through::Update => "update".into(),
            Through::Delete => "delete".into(),
            Through::Start => "start".into(),
            Through::Act(action) => format!("act:{action}"),
            Through::Withdraw => "withdraw".into(),
            Through::Manage(measure) => format!("act:{measure}"),
            Through::Timer => "timer".into(),
            Through::Call => "call".into(),
            Through::Message => "message".into(),
            Through::Allocation => "allocation".into(),
            Through::Case => "case".into(),
            Through::Rule(rule) => format!("rule:{rule}"),
            Through::Flow(node) => format!("flow:{node}"),
        }
    }
}
