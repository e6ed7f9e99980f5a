//! Scenarios: the app's own tests on a virtual clock.

use crate::is_default;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use indexmap::IndexMap;
use serde_json::Value as Json;
use value::{FlowId, FormId, Instant, Label, NodeId, RoleId, ScenarioId};

/// A scenario: who is there, then steps, each with what must be true after it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// Number of the format.
    pub format: u32,
    /// Permanent id.
    pub id: ScenarioId,
    /// What it shows, in one sentence.
    pub label: Label,
    /// The moment at which it begins.
    pub now: Instant,
    /// The people, by a short name.
    pub people: IndexMap<String, Person>,
    /// The departments, by a short name.
    #[serde(default, skip_serializing_if = "is_default")]
    pub departments: IndexMap<String, Team>,
    /// What happens.
    pub steps: Vec<Step>,
}

/// A person of a scenario.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Person {
    /// The roles of the app that the person has.
    #[serde(skip_serializing_if = "is_default")]
    pub roles: Vec<RoleId>,
    /// The short name of the person's department.
    #[serde(skip_serializing_if = "is_default")]
    pub department: Option<String>,
    /// Whether the person administers the app: sees its records, and may move, hold and end their cases.
    #[serde(skip_serializing_if = "is_default")]
    pub administrator: bool,
}

/// A department of a scenario.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Team {
    /// The short name of the department's head.
    #[serde(skip_serializing_if = "is_default")]
    pub head: Option<String>,
    /// The short name of the department above.
    #[serde(skip_serializing_if = "is_default")]
    pub above: Option<String>,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
pub enum Step {
    /// A person files a record.
    Create {
        /// Who.
        by: String,
        /// In which form.
        form: FormId,
        /// Under which short name later steps speak of it.
        #[serde(rename = "as")]
        name: String,
        /// What is entered. A reference is written as the short name of a record, person or department.
        values: serde_json::Map<String, Json>,
        /// What must be true afterwards.
        #[serde(default, skip_serializing_if = "is_default")]
        expect: Expectation,
    },
    /// A person changes a record.
    Update {
        /// Who.
        by: String,
        /// Which record.
        record: String,
        /// What is changed.
        values: serde_json::Map<String, Json>,
        /// What must be true afterwards.
        #[serde(default, skip_serializing_if = "is_default")]
        expect: Expectation,
    },
    /// A person acts on a to-do.
    Act {
        /// Who.
        by: String,
        /// On which record.
        record: String,
        /// At which node.
        node: NodeId,
        /// What is done: `approve`, `reject`, `complete`, `resubmit`, `return`, `transfer`, `delegate`, `hand_back`, `add_sign`, `remove_sign`, `claim`, `give_back`.
        action: String,
        /// To whom it is handed on, who is taken out, or to which node it is returned; a return without it leads to the starter.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<String>,
        /// Who is added, for `add_sign`.
        #[serde(default, skip_serializing_if = "is_default")]
        people: Vec<String>,
        /// Where they decide, for `add_sign`.
        #[serde(default, skip_serializing_if = "is_default")]
        place: SignerPlace,
        /// What is filled in at the same time.
        #[serde(default, skip_serializing_if = "is_default")]
        values: serde_json::Map<String, Json>,
        /// What must be true afterwards.
        #[serde(default, skip_serializing_if = "is_default")]
        expect: Expectation,
    },
    /// A person does something with the case as a whole.
    Manage {
        /// Who.
        by: String,
        /// On which record.
        record: String,
        /// What is done.
        action: CaseAction,
        /// The step that is meant: which decision is taken back, from where the case jumps, which rows, which call.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        node: Option<NodeId>,
        /// Whose to-dos are reassigned.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<String>,
        /// To which node the case jumps, or who gets the row that is added or what is reassigned.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<String>,
        /// What must be true afterwards.
        #[serde(default, skip_serializing_if = "is_default")]
        expect: Expectation,
    },
    /// A system outside answers the call for which a record waits.
    Answer {
        /// Which record.
        record: String,
        /// At which node.
        node: NodeId,
        /// What it answers, by the ids of the operation's values.
        #[serde(default, skip_serializing_if = "is_default")]
        values: serde_json::Map<String, Json>,
        /// What went wrong, if the call failed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        fault: Option<String>,
        /// What must be true afterwards.
        #[serde(default, skip_serializing_if = "is_default")]
        expect: Expectation,
    },
    /// A person presses the button of a flow on a record.
    Start {
        /// Who.
        by: String,
        /// Which record.
        record: String,
        /// Of which flow.
        flow: FlowId,
        /// What must be true afterwards.
        #[serde(default, skip_serializing_if = "is_default")]
        expect: Expectation,
    },
    /// A message comes from outside.
    Message {
        /// To which record; a name that is not taken yet names the record that the message creates.
        record: String,
        /// Its name.
        name: String,
        /// What it brings, by name.
        #[serde(default, skip_serializing_if = "is_default")]
        values: serde_json::Map<String, Json>,
        /// What must be true afterwards.
        #[serde(default, skip_serializing_if = "is_default")]
        expect: Expectation,
    },
    /// Time passes; timers that fall due fire in their order.
    Wait {
        /// How many minutes.
        minutes: u32,
        /// The record that is looked at.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        record: Option<String>,
        /// What must be true afterwards.
        #[serde(default, skip_serializing_if = "is_default")]
        expect: Expectation,
    },
}

impl Step {
    /// The short name of the record that it is about, and what must be true after it.
    pub fn about(&self) -> (Option<&str>, &Expectation) {
        match self {
            Step::Create { name: record, expect, .. }
            | Step::Update { record, expect, .. }
            | Step::Act { record, expect, .. }
            | Step::Manage { record, expect, .. }
            | Step::Answer { record, expect, .. }
            | Step::Start { record, expect, .. }
            | Step::Message { record, expect, .. } => (Some(record.as_str()), expect),
            Step::Wait { record, expect, .. } => (record.as_deref(), expect),
        }
    }
}

/// Where people who are added decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SignerPlace {
    /// Before the holder.
    Before,
    /// Together with the holder.
    #[default]
    Beside,
    /// After the holder.
    After,
}

/// What a person does with a case as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CaseAction {
    /// 撤回: the starter takes the case back.
    Withdraw,
    /// 拿回: whoever decided last takes the decision back.
    TakeBack,
    /// 催办: the holders are asked to hurry.
    Urge,
    /// 跳转: an administrator moves the case to another step.
    Jump,
    /// 改派: an administrator gives what somebody holds at a step to somebody else.
    Reassign,
    /// 挂起: an administrator puts the case on hold.
    Suspend,
    /// 恢复: an administrator lets it go on.
    Resume,
    /// 终止: an administrator ends it.
    Terminate,
    /// A step for each row gets one more.
    AddRow,
    /// A step for each row is finished before all rows are.
    FinishRows,
    /// A call that failed is tried again.
    Retry,
    /// A call that failed is passed.
    Skip,
}

/// What must be true after a step. What is left out is not checked.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Expectation {
    /// Values of the record.
    #[serde(skip_serializing_if = "is_default")]
    pub values: serde_json::Map<String, Json>,
    /// All open to-dos of the record, each as `node@person`, in any order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open: Option<Vec<String>>,
    /// State of the flow: `running`, `completed`, `rejected`, `returned`, `suspended`, `withdrawn`, `terminated`, `none`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// People who got a message in this step, each as `message@person`, in any order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub told: Option<Vec<String>>,
    /// Clocks of the flow by their ids.
    #[serde(skip_serializing_if = "is_default")]
    pub clocks: IndexMap<String, ExpectedClock>,
    /// The step is refused; the code of the refusal or of a field's fault as `field:code`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<Vec<String>>,
}

/// How a clock of a flow stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExpectedClock {
    /// Where it stands.
    pub standing: ClockStanding,
    /// Until when; not checked when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Instant>,
}

/// Where a clock stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClockStanding {
    /// It has not started.
    NotStarted,
    /// It runs and is in time.
    Running,
    /// Something holds it.
    Paused,
    /// It was stopped in time.
    Met,
    /// The deadline has passed, whether it still runs or was stopped.
    Breached,
    /// It was cancelled.
    Cancelled,
}
