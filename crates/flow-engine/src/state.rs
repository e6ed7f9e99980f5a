//! What is known about a running instance. It is kept whole with every step, so its keys are short.

use crate::{Caller, CaseClock, Child};
use calendar::Clock;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::{collections::BTreeSet, fmt};
use uuid::Uuid;
use value::{DepartmentId, EdgeId, Instant, NodeId, UserId};

/// The key of a to-do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TodoId(pub Uuid);

impl fmt::Display for TodoId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.hyphenated().fmt(f)
    }
}

impl JsonSchema for TodoId {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "TodoId".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "uuid" })
    }
}

/// Where an instance stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It has not begun.
    #[default]
    None,
    /// Somebody has to do something.
    Running,
    /// It went through.
    Completed,
    /// It was turned down.
    Rejected,
    /// It lies with the starter to be revised.
    Returned,
    /// The starter took it back.
    Withdrawn,
    /// An administrator has put it on hold (挂起).
    Suspended,
    /// An administrator ended it (终止).
    Terminated,
}

impl Status {
    /// The value of the system field `_flow`.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::None => "none",
            Status::Running => "running",
            Status::Completed => "completed",
            Status::Rejected => "rejected",
            Status::Returned => "returned",
            Status::Withdrawn => "withdrawn",
            Status::Suspended => "suspended",
            Status::Terminated => "terminated",
        }
    }

    /// Whether it is not over yet.
    pub fn is_open(self) -> bool {
        matches!(self, Status::Running | Status::Returned | Status::Suspended)
    }
}

/// What a timer of a to-do does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TimerKind {
    /// Reminds the holder before the to-do is due.
    Remind,
    /// Escalates to a department's head after it was due.
    Escalate,
    /// The next level of escalation.
    Level,
    /// Looks at the clocks of a deadline that counts by a calendar.
    Clock,
}

/// What a timer of a token does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WaitKind {
    /// Ends the wait of a timer node or of a choice of events.
    Wait,
    /// Takes a way out of a step that waits too long.
    Boundary,
    /// Tries a call once more.
    Retry,
}

/// Which timer. It comes back as [`crate::Command::TimerFired`]; firing twice has no effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(untagged, deny_unknown_fields)]
pub enum TimerKey {
    /// A timer of a to-do.
    Todo {
        /// The to-do.
        todo: TodoId,
        /// What it does.
        kind: TimerKind,
    },
    /// A timer of a token.
    Token {
        /// The token.
        token: u32,
        /// What it does.
        kind: WaitKind,
        /// Which of them, counted from 0.
        #[serde(default)]
        number: u32,
    },
    /// The timer of a clock of the flow.
    Clock {
        /// The number of the clock in the case.
        clock: u32,
    },
}

impl fmt::Display for TimerKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TimerKey::Todo { todo, kind: TimerKind::Remind } => write!(f, "remind:{todo}"),
            TimerKey::Todo { todo, kind: TimerKind::Escalate } => write!(f, "escalate:{todo}"),
            TimerKey::Todo { todo, kind: TimerKind::Level } => write!(f, "level:{todo}"),
            TimerKey::Todo { todo, kind: TimerKind::Clock } => write!(f, "clock:{todo}"),
            TimerKey::Clock { clock } => write!(f, "case_clock:{clock}"),
            TimerKey::Token { token, kind: WaitKind::Wait, number } => write!(f, "wait:{token}:{number}"),
            TimerKey::Token { token, kind: WaitKind::Boundary, number } => write!(f, "boundary:{token}:{number}"),
            TimerKey::Token { token, kind: WaitKind::Retry, number } => write!(f, "retry:{token}:{number}"),
        }
    }
}

fn is_zero(number: &u32) -> bool {
    *number == 0
}

pub(crate) fn is_one(number: &u32) -> bool {
    *number == 1
}

pub(crate) fn one() -> u32 {
    1
}

/// A timer that runs for a token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TokenTimer {
    /// What it does.
    #[serde(rename = "k")]
    pub kind: WaitKind,
    /// Which of them.
    #[serde(rename = "n", default, skip_serializing_if = "is_zero")]
    pub number: u32,
    /// When.
    #[serde(rename = "a")]
    pub at: Instant,
}

/// How far a step for each row has come.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Items {
    /// How many there are.
    #[serde(rename = "t")]
    pub total: u32,
    /// How many have begun.
    #[serde(rename = "b", default, skip_serializing_if = "is_zero")]
    pub begun: u32,
    /// How many are done.
    #[serde(rename = "d", default, skip_serializing_if = "is_zero")]
    pub done: u32,
    /// Who was added while it ran, and has not begun.
    #[serde(rename = "x", default, skip_serializing_if = "Vec::is_empty")]
    pub added: Vec<UserId>,
}

/// A place in the graph at which the instance is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Token {
    /// Its number within the instance.
    #[serde(rename = "k")]
    pub key: u32,
    /// The node.
    #[serde(rename = "n")]
    pub node: NodeId,
    /// The scope within which it runs; 0 is the flow itself.
    #[serde(rename = "p", default, skip_serializing_if = "is_zero")]
    pub scope: u32,
    /// The edge by which it came to a join.
    #[serde(rename = "v", default, skip_serializing_if = "Option::is_none")]
    pub via: Option<EdgeId>,
    /// The nodes to which it goes straight back after returns, the first of them last.
    #[serde(rename = "b", default, skip_serializing_if = "Vec::is_empty")]
    pub back_to: Vec<NodeId>,
    /// Its timers.
    #[serde(rename = "m", default, skip_serializing_if = "Vec::is_empty")]
    pub timers: Vec<TokenTimer>,
    /// The weight of those who have agreed.
    #[serde(rename = "y", default, skip_serializing_if = "is_zero")]
    pub yes: u32,
    /// The weight of those who have not.
    #[serde(rename = "z", default, skip_serializing_if = "is_zero")]
    pub no: u32,
    /// Whether it waits until another token has left a step of the same turn.
    #[serde(rename = "w", default, skip_serializing_if = "std::ops::Not::not")]
    pub awaits_turn: bool,
    /// The rows of a step for each row.
    #[serde(rename = "i", default, skip_serializing_if = "Option::is_none")]
    pub items: Option<Items>,
    /// How often a call was tried.
    #[serde(rename = "r", default, skip_serializing_if = "is_zero")]
    pub tries: u32,
    /// The case of another form that it asked for.
    #[serde(rename = "c", default, skip_serializing_if = "Option::is_none")]
    pub child: Option<Box<Child>>,
    /// The number of that call within the instance.
    #[serde(rename = "e", default, skip_serializing_if = "is_zero")]
    pub call: u32,
    /// Who stands in for whom at this step.
    #[serde(rename = "s", default, skip_serializing_if = "Vec::is_empty")]
    pub stands: Vec<Stand>,
}

/// Somebody has a step in the place of another who is away (代理).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stand {
    /// Who has it.
    #[serde(rename = "h")]
    pub holder: UserId,
    /// Who is away.
    #[serde(rename = "a")]
    pub absent: UserId,
}

impl Token {
    /// Where it counts as standing: one that will come straight back after a return is only on a visit, and counts where it came from.
    pub fn home(&self) -> &NodeId {
        self.back_to.first().unwrap_or(&self.node)
    }
}

/// A part of the instance with tokens of its own: one row of a step for each row, or a called flow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scope {
    /// Its number within the instance.
    #[serde(rename = "k")]
    pub key: u32,
    /// The token that waits for it; none when nobody does.
    #[serde(rename = "o", default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<u32>,
    /// Which row, counted from 0.
    #[serde(rename = "i", default, skip_serializing_if = "is_zero")]
    pub index: u32,
}

/// A join that has let a token through before all have come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gate {
    /// The node.
    #[serde(rename = "n")]
    pub node: NodeId,
    /// The scope.
    #[serde(rename = "p", default, skip_serializing_if = "is_zero")]
    pub scope: u32,
    /// The edges by which tokens of this round have come.
    #[serde(rename = "e")]
    pub spent: Vec<EdgeId>,
}

/// Somebody who gets a to-do when others are done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Later {
    /// The key of the to-do to come.
    #[serde(rename = "i")]
    pub id: TodoId,
    /// The token that will wait for it.
    #[serde(rename = "k")]
    pub token: u32,
    /// Who will have it.
    #[serde(rename = "h")]
    pub holder: UserId,
    /// The to-dos that come first.
    #[serde(rename = "a")]
    pub after: Vec<TodoId>,
    /// How much it weighs in a vote; 0 for people who were added and all have to agree.
    #[serde(rename = "g", default = "one", skip_serializing_if = "is_one")]
    pub weight: u32,
}

/// What keeps a case from going on until an administrator has decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Incident {
    /// The token that stands still.
    #[serde(rename = "k")]
    pub token: u32,
    /// What happened.
    #[serde(rename = "w")]
    pub what: String,
}

/// The last decision, which may be taken back while nobody has acted since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Last {
    /// Who decided.
    #[serde(rename = "u")]
    pub by: UserId,
    /// Where.
    #[serde(rename = "n")]
    pub node: NodeId,
    /// The token that went on.
    #[serde(rename = "k")]
    pub token: u32,
}

/// A case that is on hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Held {
    /// Since when.
    #[serde(rename = "a")]
    pub since: Instant,
    /// Where it stood.
    #[serde(rename = "s")]
    pub was: Status,
}

/// The clocks of a to-do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Countdown {
    /// Counts until it is due.
    #[serde(rename = "c")]
    pub clock: Clock,
    /// Counts from then on.
    #[serde(rename = "l", default, skip_serializing_if = "Option::is_none")]
    pub late: Option<Clock>,
    /// When they have to be looked at next.
    #[serde(rename = "x", default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Instant>,
}

impl Default for Countdown {
    fn default() -> Self {
        Self { clock: Clock::new(), late: None, next: None }
    }
}

/// Something that a person has to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Todo {
    /// Its key.
    #[serde(rename = "i")]
    pub id: TodoId,
    /// The token that waits for it.
    #[serde(rename = "k")]
    pub token: u32,
    /// The node that opened it.
    #[serde(rename = "n")]
    pub node: NodeId,
    /// Who has it.
    #[serde(rename = "h")]
    pub holder: UserId,
    /// Until when it should be done.
    #[serde(rename = "d", default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Instant>,
    /// When the holder is reminded; none when that has happened.
    #[serde(rename = "r", default, skip_serializing_if = "Option::is_none")]
    pub remind_at: Option<Instant>,
    /// When it escalates; none when that has happened.
    #[serde(rename = "e", default, skip_serializing_if = "Option::is_none")]
    pub escalate_at: Option<Instant>,
    /// When the next level of escalation is reached.
    #[serde(rename = "v", default, skip_serializing_if = "Option::is_none")]
    pub level_at: Option<Instant>,
    /// How many levels of escalation were reached.
    #[serde(rename = "l", default, skip_serializing_if = "is_zero")]
    pub levels: u32,
    /// Its first owner, who gets it back when a delegate is done.
    #[serde(rename = "w", default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<UserId>,
    /// How much it weighs in a vote; 0 for people who were added and all have to agree.
    #[serde(rename = "g", default = "one", skip_serializing_if = "is_one")]
    pub weight: u32,
    /// Whether it is only offered, and has to be claimed first.
    #[serde(rename = "f", default, skip_serializing_if = "std::ops::Not::not")]
    pub offered: bool,
    /// Its clocks, when its deadline counts by a calendar.
    #[serde(rename = "c", default, skip_serializing_if = "Option::is_none")]
    pub count: Option<Box<Countdown>>,
}

impl Todo {
    /// All timers that are set for it, each with its moment.
    pub(crate) fn timers(&self) -> impl Iterator<Item = (Instant, TimerKind)> + use<> {
        let clock = self.count.as_ref().and_then(|count| count.next);
        let timers = [
            (self.remind_at, TimerKind::Remind),
            (self.escalate_at, TimerKind::Escalate),
            (self.level_at, TimerKind::Level),
            (clock, TimerKind::Clock),
        ];
        timers.into_iter().filter_map(|(at, kind)| Some((at?, kind)))
    }
}

/// A step that people have done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Done {
    /// The node.
    #[serde(rename = "n")]
    pub node: NodeId,
    /// Who did it, in the order in which they did it.
    #[serde(rename = "u")]
    pub by: Vec<UserId>,
}

/// A token whose step waits until somebody is free.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Waiting {
    /// The token.
    #[serde(rename = "k")]
    pub token: u32,
    /// Since when.
    #[serde(rename = "a")]
    pub since: Instant,
    /// What has a larger number comes first.
    #[serde(rename = "p", default, skip_serializing_if = "is_none_of_it")]
    pub priority: i64,
    /// Whether somebody was looked for already, and those who should know were told that nobody is free.
    #[serde(rename = "t", default, skip_serializing_if = "std::ops::Not::not")]
    pub told: bool,
}

fn is_none_of_it(number: &i64) -> bool {
    *number == 0
}

/// The state of one instance of a flow.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InstanceState {
    /// Where it stands.
    #[serde(rename = "s")]
    pub status: Status,
    /// Who started it; nobody when it came from outside.
    #[serde(rename = "b", default, skip_serializing_if = "Option::is_none")]
    pub starter: Option<UserId>,
    /// The department for which it was started.
    #[serde(rename = "g", default, skip_serializing_if = "Option::is_none")]
    pub department: Option<DepartmentId>,
    /// When it was started.
    #[serde(rename = "a", default, skip_serializing_if = "Option::is_none")]
    pub started_at: Option<Instant>,
    /// The step of another case that asked for it.
    #[serde(rename = "k", default, skip_serializing_if = "Option::is_none")]
    pub caller: Option<Box<Caller>>,
    /// The places at which it is.
    #[serde(rename = "t", default, skip_serializing_if = "Vec::is_empty")]
    pub tokens: Vec<Token>,
    /// The number of the next token.
    #[serde(rename = "x", default)]
    pub next_token: u32,
    /// The open to-dos.
    #[serde(rename = "o", default, skip_serializing_if = "Vec::is_empty")]
    pub todos: Vec<Todo>,
    /// The steps that people have done on the way here, in their order. A return forgets those that will be done again.
    #[serde(rename = "w", default, skip_serializing_if = "Vec::is_empty")]
    pub done: Vec<Done>,
    /// Who was told (抄送); nobody is told twice.
    #[serde(rename = "c", default, skip_serializing_if = "BTreeSet::is_empty")]
    pub told: BTreeSet<UserId>,
    /// Whether anybody has acted since it was started.
    #[serde(rename = "y", default, skip_serializing_if = "std::ops::Not::not")]
    pub acted: bool,
    /// The parts with tokens of their own.
    #[serde(rename = "p", default, skip_serializing_if = "Vec::is_empty")]
    pub scopes: Vec<Scope>,
    /// The joins that wait for the rest of a round.
    #[serde(rename = "j", default, skip_serializing_if = "Vec::is_empty")]
    pub gates: Vec<Gate>,
    /// Who gets a to-do when others are done.
    #[serde(rename = "l", default, skip_serializing_if = "Vec::is_empty")]
    pub later: Vec<Later>,
    /// The tokens whose steps wait until somebody is free.
    #[serde(rename = "v", default, skip_serializing_if = "Vec::is_empty")]
    pub waiting: Vec<Waiting>,
    /// Messages that came before anybody waited for them.
    #[serde(rename = "m", default, skip_serializing_if = "Vec::is_empty")]
    pub mail: Vec<String>,
    /// How many calls it has made.
    #[serde(rename = "ca", default, skip_serializing_if = "is_zero")]
    pub calls: u32,
    /// What an administrator has to decide.
    #[serde(rename = "q", default, skip_serializing_if = "Vec::is_empty")]
    pub incidents: Vec<Incident>,
    /// The last decision.
    #[serde(rename = "z", default, skip_serializing_if = "Option::is_none")]
    pub last: Option<Last>,
    /// When somebody was urged last.
    #[serde(rename = "u", default, skip_serializing_if = "Option::is_none")]
    pub urged_at: Option<Instant>,
    /// The clocks of its flow. They stay when it has ended.
    #[serde(rename = "cl", default, skip_serializing_if = "Vec::is_empty")]
    pub clocks: Vec<CaseClock>,
    /// Since when it is on hold.
    #[serde(rename = "h", default, skip_serializing_if = "Option::is_none")]
    pub held: Option<Held>,
}

impl InstanceState {
    /// The open to-do with this key.
    pub fn todo(&self, id: TodoId) -> Option<&Todo> {
        self.todos.iter().find(|todo| todo.id == id)
    }

    /// The clock of the flow with this number.
    pub fn clock(&self, number: u32) -> Option<&CaseClock> {
        self.clocks.iter().find(|clock| clock.number == number)
    }

    /// The token with this number.
    pub fn token(&self, key: u32) -> Option<&Token> {
        self.tokens.iter().find(|token| token.key == key)
    }

    /// For whom the holder of a to-do stands in; nobody when it is the holder's own.
    pub fn stands_in_for(&self, todo: &Todo) -> Option<UserId> {
        self.token(todo.token)?.stands.iter().find(|stand| stand.holder == todo.holder).map(|stand| stand.absent)
    }

    /// All timers that are set, each with its moment.
    pub fn timers(&self) -> impl Iterator<Item = (Instant, TimerKey)> + '_ {
        let of_todo = |todo: &Todo| {
            let id = todo.id;
            todo.timers().map(move |(at, kind)| (at, TimerKey::Todo { todo: id, kind }))
        };
        let of_token = |token: &Token| {
            let key = token.key;
            let timers: Vec<_> =
                token.timers.iter().map(|timer| (timer.at, TimerKey::Token { token: key, kind: timer.kind, number: timer.number })).collect();
            timers
        };
        let of_clock = |clock: &CaseClock| Some((clock.count.next?, TimerKey::Clock { clock: clock.number }));
        self.todos.iter().flat_map(of_todo).chain(self.tokens.iter().flat_map(of_token)).chain(self.clocks.iter().filter_map(of_clock))
    }

    /// The token that waits for the answer to a try of a call. One whose next try is set, or that an administrator has, does not.
    pub fn awaits_answer(&self, call: u32, attempt: u32) -> Option<&Token> {
        let token = self.tokens.iter().find(|token| token.call == call && token.tries == attempt && attempt > 0)?;
        let is_settled = token.timers.iter().any(|timer| timer.kind == WaitKind::Retry);
        (!is_settled && !self.incidents.iter().any(|incident| incident.token == token.key)).then_some(token)
    }

    /// Who did a node, in the order in which they did it.
    pub fn who_did(&self, node: &NodeId) -> &[UserId] {
        self.done.iter().find(|done| done.node == *node).map_or(&[], |done| &done.by)
    }

    /// The nodes at which it is, for the system field `_node`.
    pub fn current_nodes(&self) -> String {
        let mut nodes: Vec<&str> = Vec::new();
        // A branch that only waits at a join for the others is nowhere in particular.
        for token in self.tokens.iter().filter(|token| token.via.is_none()) {
            if !nodes.contains(&token.node.as_str()) {
                nodes.push(token.node.as_str());
            }
        }
        nodes.join(",")
    }

    /// The nearest deadline of its open to-dos and of the clocks of its flow, for the system field `_due`.
    pub fn next_due(&self) -> Option<Instant> {
        self.todos.iter().filter_map(|todo| todo.due).chain(self.clocks.iter().filter_map(|clock| clock.due)).min()
    }
}
