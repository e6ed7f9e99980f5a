//! Events: facts that happened. To-do lists, timers, messages and the trace are all derived from them.

use crate::{
    Added, Caller, CaseClockChanged, CloseReason, Decision, PassReason, Reassigned, RecordsAdded, RecordsChanged, Status, TimerKey, TodoId, Tried,
    allocation::{Chosen, LeftOuts, Way},
    settings::is_default,
};
use calendar::ClockChange;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use value::{DepartmentId, EdgeId, FieldId, FormId, Instant, MessageId, NodeId, PartId, RecordId, UserId};

/// A fact about an instance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "event", rename_all = "snake_case", deny_unknown_fields)]
pub enum Event {
    /// It began.
    InstanceStarted {
        /// Who started it; nobody when it came from outside.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<UserId>,
        /// For which department.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        department: Option<DepartmentId>,
        /// When.
        at: Instant,
        /// The step of another case that asked for it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        caller: Option<Box<Caller>>,
    },
    /// A token came to a node.
    NodeEntered {
        /// The token.
        token: u32,
        /// The node.
        node: NodeId,
        /// The scope within which the token runs; 0 is the flow itself.
        #[serde(default, skip_serializing_if = "is_default")]
        scope: u32,
        /// The edge by which it came, where that matters: at a join.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        edge: Option<EdgeId>,
    },
    /// Fields were set on entering a node, in the JSON form of their types.
    FieldsSet {
        /// The node.
        node: NodeId,
        /// The values by field; read them with [`crate::CompiledFlow::read_fields`].
        values: serde_json::Map<String, serde_json::Value>,
    },
    /// A person has something to do.
    TodoOpened {
        /// Its key.
        todo: TodoId,
        /// The token that waits for it.
        token: u32,
        /// The node.
        node: NodeId,
        /// Who has it.
        holder: UserId,
        /// Until when.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<Instant>,
        /// How much it weighs in a vote; 1 when left out, 0 for people who were added.
        #[serde(default = "crate::state::one", skip_serializing_if = "crate::state::is_one")]
        weight: u32,
        /// Whether it is only offered, and has to be claimed first.
        #[serde(default, skip_serializing_if = "is_default")]
        offered: bool,
    },
    /// A person will have something to do when others are done.
    SignerQueued {
        /// The key of the to-do to come.
        todo: TodoId,
        /// The token that will wait for it.
        token: u32,
        /// The node.
        node: NodeId,
        /// Who will have it.
        holder: UserId,
        /// The to-dos that come first.
        after: Vec<TodoId>,
        /// How much it weighs in a vote; 1 when left out, 0 for people who were added.
        #[serde(default = "crate::state::one", skip_serializing_if = "crate::state::is_one")]
        weight: u32,
    },
    /// A person has to wait for other to-dos than before.
    SignerRequeued {
        /// The key of the to-do to come.
        todo: TodoId,
        /// The node.
        node: NodeId,
        /// The to-dos that come first.
        after: Vec<TodoId>,
    },
    /// Those who would have had a to-do later will not.
    QueueDropped {
        /// The token.
        token: u32,
    },
    /// A timer is to fire.
    TimerSet {
        /// Which one.
        timer: TimerKey,
        /// When.
        at: Instant,
    },
    /// A timer is not to fire any more.
    TimerCancelled {
        /// Which one.
        timer: TimerKey,
    },
    /// A person decided.
    Decided {
        /// The to-do.
        todo: TodoId,
        /// The node.
        node: NodeId,
        /// Who.
        by: UserId,
        /// What.
        decision: Decision,
        /// In which words.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        opinion: String,
    },
    /// A person handed a to-do to another (转办).
    Transferred {
        /// The to-do.
        todo: TodoId,
        /// The node.
        node: NodeId,
        /// Who had it.
        from: UserId,
        /// Who has it now.
        to: UserId,
        /// In which words.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        opinion: String,
    },
    /// A person sent the case back (退回).
    Returned {
        /// The node from which.
        node: NodeId,
        /// Who.
        by: UserId,
        /// The node to which.
        to: NodeId,
        /// Whether that is the starter.
        to_starter: bool,
        /// The token that goes back.
        #[serde(default, skip_serializing_if = "is_default")]
        token: u32,
        /// The steps that will be done again; all after the target when left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        forget: Option<Vec<NodeId>>,
        /// Whether it comes straight back to this node afterwards.
        #[serde(default, skip_serializing_if = "is_default")]
        direct: bool,
        /// In which words.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        opinion: String,
    },
    /// A to-do is no longer open.
    TodoClosed {
        /// The to-do.
        todo: TodoId,
        /// The node.
        node: NodeId,
        /// Who had it.
        holder: UserId,
        /// Why.
        why: CloseReason,
    },
    /// People were told (抄送), each of them for the first time in this instance.
    CopiesSent {
        /// The node.
        node: NodeId,
        /// Who.
        to: Vec<UserId>,
    },
    /// The holder was reminded before the to-do is due.
    Reminded {
        /// The to-do.
        todo: TodoId,
        /// The node.
        node: NodeId,
        /// Who was reminded.
        holder: UserId,
        /// After so many percent of the time, when the deadline counts them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        percent: Option<u32>,
    },
    /// A to-do that was not done in time went up.
    Escalated {
        /// The to-do.
        todo: TodoId,
        /// The node.
        node: NodeId,
        /// Who was late.
        holder: UserId,
        /// Who was told, or who has it now.
        to: Vec<UserId>,
        /// Whether the to-do moved to the first of them.
        handed_over: bool,
    },
    /// A node was passed without anybody deciding.
    NodePassed {
        /// The node.
        node: NodeId,
        /// Why.
        why: PassReason,
        /// Who had decided before.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        by: Vec<UserId>,
    },
    /// Somebody is not asked, because the same person has decided before.
    AgreedBefore {
        /// The token.
        token: u32,
        /// The node.
        node: NodeId,
        /// Who.
        by: UserId,
        /// How much it weighs in a vote.
        weight: u32,
    },
    /// A branch was chosen.
    BranchTaken {
        /// The node.
        node: NodeId,
        /// The edge that was taken.
        edge: EdgeId,
        /// The conditions that were tried, in their order.
        tried: Vec<Tried>,
        /// What the tried conditions saw of the record, in the JSON form of the fields; the key is the field, or `field.part`.
        #[serde(default, skip_serializing_if = "serde_json::Map::is_empty")]
        saw: serde_json::Map<String, serde_json::Value>,
    },
    /// Somebody who is away gets no to-do; another has it instead (代理).
    StoodIn {
        /// The token.
        token: u32,
        /// The node.
        node: NodeId,
        /// Who has it.
        holder: UserId,
        /// Who is away.
        absent: UserId,
    },
    /// The case went over to another version of its flow.
    Migrated {
        /// What the steps became whose names changed.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        nodes: BTreeMap<NodeId, NodeId>,
        /// What the edges became whose names changed.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        edges: BTreeMap<EdgeId, EdgeId>,
        /// The steps that the new version does not have.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        gone: Vec<NodeId>,
    },
    /// A token left a node.
    NodeLeft {
        /// The token.
        token: u32,
        /// The node.
        node: NodeId,
        /// The edge; none when the token ended here.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        edge: Option<EdgeId>,
    },
    /// A join let a token through.
    Joined {
        /// The token that goes on.
        token: u32,
        /// The node.
        node: NodeId,
        /// The tokens that have become one with it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        used: Vec<u32>,
        /// The edges that were used, when the rest of the round is still to come.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        spent: Vec<EdgeId>,
    },
    /// A token came to a join that has let another through.
    CameLate {
        /// The token; it ends here.
        token: u32,
        /// The node.
        node: NodeId,
        /// Whether it was the last of the round.
        #[serde(default, skip_serializing_if = "is_default")]
        last: bool,
    },
    /// A join no longer waits for the rest of a round.
    RoundClosed {
        /// The node.
        node: NodeId,
        /// The scope.
        #[serde(default, skip_serializing_if = "is_default")]
        scope: u32,
    },
    /// A branch is not needed any more.
    BranchCancelled {
        /// The token.
        token: u32,
        /// Where it was.
        node: NodeId,
    },
    /// A part with tokens of its own began.
    ScopeOpened {
        /// The scope.
        scope: u32,
        /// The token that waits for it.
        owner: u32,
        /// Which row, counted from 0.
        #[serde(default, skip_serializing_if = "is_default")]
        index: u32,
    },
    /// A part is over.
    ScopeClosed {
        /// The scope.
        scope: u32,
    },
    /// Nobody waits any more for the parts of a token; they go on by themselves.
    ScopesLetGo {
        /// The token.
        owner: u32,
    },
    /// A step for each row has counted its rows.
    RowsCounted {
        /// The token.
        token: u32,
        /// The node.
        node: NodeId,
        /// How many.
        total: u32,
    },
    /// A step for each row got one more.
    RowAdded {
        /// The token.
        token: u32,
        /// The node.
        node: NodeId,
        /// By whom.
        by: UserId,
        /// Who has it.
        holder: UserId,
    },
    /// A step waits until another one of the same turn is done.
    TurnAwaited {
        /// The token.
        token: u32,
        /// The node.
        node: NodeId,
    },
    /// The turn came.
    TurnCame {
        /// The token.
        token: u32,
        /// The node.
        node: NodeId,
    },
    /// A timer has fired and is not set any more.
    TimerFired {
        /// Which one.
        timer: TimerKey,
    },
    /// A timer or a message took a way out of a step that waits.
    BoundaryTaken {
        /// The node.
        node: NodeId,
        /// The edge.
        edge: EdgeId,
        /// Whether the step goes on.
        #[serde(default, skip_serializing_if = "is_default")]
        goes_on: bool,
    },
    /// A message came for which somebody waits.
    MessageCame {
        /// The node that waited.
        node: NodeId,
        /// Its name.
        name: String,
    },
    /// A message came before anybody waited, and is kept.
    MessageKept {
        /// Its name.
        name: String,
    },
    /// Somebody was chosen among those who may have a step (分派).
    Allocated {
        /// The token.
        token: u32,
        /// The node.
        node: NodeId,
        /// Who.
        chosen: Vec<Chosen>,
        /// By which way.
        way: Way,
        /// Whether records had to say that they can do it.
        #[serde(default, skip_serializing_if = "is_default")]
        skilled: bool,
        /// Whether it was given although none of them was free.
        #[serde(default, skip_serializing_if = "is_default")]
        anyway: bool,
        /// Who was left out.
        #[serde(default, skip_serializing_if = "is_default")]
        left_out: LeftOuts,
    },
    /// Nobody is free: the step waits in its queue until somebody is.
    AllocationAwaited {
        /// The token.
        token: u32,
        /// The node.
        node: NodeId,
        /// Since when it waits.
        since: Instant,
        /// What has a larger number comes first.
        #[serde(default, skip_serializing_if = "is_default")]
        priority: i64,
        /// Whether somebody was looked for already.
        #[serde(default, skip_serializing_if = "is_default")]
        tried: bool,
        /// Who is told of it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        told: Vec<UserId>,
        /// Who was left out.
        #[serde(default, skip_serializing_if = "is_default")]
        left_out: LeftOuts,
    },
    /// A to-do moved from somebody who held too much to somebody who held less.
    Rebalanced {
        /// The to-do.
        todo: TodoId,
        /// The node.
        node: NodeId,
        /// Who had it.
        from: UserId,
        /// Who has it now.
        to: UserId,
        /// How much the one holds now.
        open_from: u32,
        /// How much the other holds now.
        open_to: u32,
        /// How much the other can hold.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        capacity: Option<u32>,
    },
    /// A to-do moved to somebody else although its holder did not pass it on (改派).
    Reassigned(Reassigned),
    /// A message that was kept is used.
    MessageUsed {
        /// The node.
        node: NodeId,
        /// Its name.
        name: String,
    },
    /// Something outside is asked for; the answer comes back as [`crate::Command::Answered`].
    CallRequested {
        /// The token.
        token: u32,
        /// The node.
        node: NodeId,
        /// Which try, counted from 1.
        attempt: u32,
        /// Which call of the case it is; all its tries have one number.
        call: u32,
        /// What is given.
        #[serde(default, skip_serializing_if = "serde_json::Map::is_empty")]
        input: serde_json::Map<String, serde_json::Value>,
    },
    /// The answer came.
    CallAnswered {
        /// The token.
        token: u32,
        /// The node.
        node: NodeId,
        /// What went wrong; nothing when left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        fault: Option<String>,
    },
    /// The case stands still until an administrator has decided.
    IncidentRaised {
        /// The token.
        token: u32,
        /// The node.
        node: NodeId,
        /// What happened.
        what: String,
    },
    /// An administrator has decided.
    IncidentSettled {
        /// The token.
        token: u32,
        /// The node.
        node: NodeId,
        /// Who.
        by: UserId,
        /// In which words.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        opinion: String,
    },
    /// People were told through a message of the app.
    MessageSent {
        /// The node.
        node: NodeId,
        /// The message.
        message: MessageId,
        /// Who.
        to: Vec<UserId>,
    },
    /// Records of another form are to be filed; nobody waits for what becomes of them.
    RecordsAdded(RecordsAdded),
    /// Records of another form are to be changed.
    RecordsChanged(RecordsChanged),
    /// A record of another form is to be filed, whose flow then runs; the news come back as [`crate::Command::OfCase`].
    CaseRequested {
        /// The token.
        token: u32,
        /// The node.
        node: NodeId,
        /// The form.
        form: FormId,
        /// The key of the new record.
        record: RecordId,
        /// What is entered in it, in the JSON form of its fields.
        #[serde(default, skip_serializing_if = "serde_json::Map::is_empty")]
        values: serde_json::Map<String, serde_json::Value>,
        /// Its field that refers to the record of this case.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        back: Option<FieldId>,
        /// Whether the token waits for its end.
        #[serde(default, skip_serializing_if = "is_default")]
        waits: bool,
    },
    /// The record of the other form is there.
    CaseFiled {
        /// The token.
        token: u32,
        /// The node.
        node: NodeId,
        /// The record.
        record: RecordId,
    },
    /// The case of the other form is over.
    CaseEnded {
        /// The token.
        token: u32,
        /// The node.
        node: NodeId,
        /// The record.
        record: RecordId,
        /// How.
        status: Status,
    },
    /// Nobody waits any more for the case of the other form, and it is taken down.
    CaseDropped {
        /// The token that waited.
        token: u32,
        /// The node.
        node: NodeId,
        /// The form.
        form: FormId,
        /// The record.
        record: RecordId,
    },
    /// A level of escalation was reached.
    LevelReached {
        /// The to-do.
        todo: TodoId,
        /// The node.
        node: NodeId,
        /// Who was late.
        holder: UserId,
        /// Which level, counted from 1.
        level: u32,
        /// Who was told, or who has it now.
        to: Vec<UserId>,
        /// Whether the to-do moved to the first of them.
        #[serde(default, skip_serializing_if = "is_default")]
        handed_over: bool,
    },
    /// A person asked another to do a to-do for the own account (委派).
    Delegated {
        /// The to-do.
        todo: TodoId,
        /// The node.
        node: NodeId,
        /// Who had it.
        from: UserId,
        /// Who has it now.
        to: UserId,
        /// In which words.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        opinion: String,
    },
    /// A delegate is done; the first owner has it again.
    HandedBack {
        /// The to-do.
        todo: TodoId,
        /// The node.
        node: NodeId,
        /// Who had it.
        from: UserId,
        /// Who has it now.
        to: UserId,
        /// In which words.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        opinion: String,
    },
    /// People were added (加签).
    SignersAdded {
        /// The node.
        node: NodeId,
        /// By whom.
        by: UserId,
        /// Who.
        to: Vec<UserId>,
        /// Where they decide.
        place: Added,
        /// In which words.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        opinion: String,
    },
    /// Somebody was taken out (减签).
    SignerRemoved {
        /// The to-do that is not asked for any more.
        todo: TodoId,
        /// The node.
        node: NodeId,
        /// By whom.
        by: UserId,
        /// Who.
        holder: UserId,
        /// In which words.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        opinion: String,
    },
    /// A person claimed a to-do that was offered (认领).
    Claimed {
        /// The to-do.
        todo: TodoId,
        /// The node.
        node: NodeId,
        /// Who.
        by: UserId,
    },
    /// A person gave a claimed to-do back (退还).
    GivenBack {
        /// The to-do.
        todo: TodoId,
        /// The node.
        node: NodeId,
        /// Who.
        by: UserId,
    },
    /// A person took the own decision back (拿回).
    TakenBack {
        /// The node.
        node: NodeId,
        /// The token that moves.
        token: u32,
        /// Who.
        by: UserId,
        /// The steps that will be done again.
        forget: Vec<NodeId>,
        /// In which words.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        opinion: String,
    },
    /// An administrator moved the case (跳转).
    Jumped {
        /// The node from which.
        node: NodeId,
        /// The token that moves.
        token: u32,
        /// Who.
        by: UserId,
        /// The node to which.
        to: NodeId,
        /// The steps that will be done again.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        forget: Vec<NodeId>,
        /// In which words.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        opinion: String,
    },
    /// Somebody asked the holders to hurry (催办).
    Urged {
        /// Who.
        by: UserId,
        /// The holders.
        to: Vec<UserId>,
        /// When.
        at: Instant,
        /// In which words.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        opinion: String,
    },
    /// The case is on hold (挂起); its timers stand still.
    Suspended {
        /// Who.
        by: UserId,
        /// When.
        at: Instant,
        /// In which words.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        opinion: String,
    },
    /// The case goes on (恢复).
    Resumed {
        /// Who.
        by: UserId,
        /// In which words.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        opinion: String,
    },
    /// A deadline was moved by the time during which the case was on hold.
    DueMoved {
        /// The to-do.
        todo: TodoId,
        /// Until when.
        due: Instant,
    },
    /// A clock of a to-do was started, held, let go, or has fired.
    ClockChanged {
        /// The to-do.
        todo: TodoId,
        /// The node.
        node: NodeId,
        /// Whether it is the clock that counts how late it is.
        #[serde(default, skip_serializing_if = "is_default")]
        late: bool,
        /// What happened to it.
        change: ClockChange,
        /// Until when the to-do should be done now; none while the clock stands still.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<Instant>,
    },
    /// A clock of the flow was started, held, let go, stopped, or has fired.
    CaseClockChanged(CaseClockChanged),
    /// The conditions of a clock of the flow were looked at.
    CaseClockLooked {
        /// The number of the clock in the case.
        number: u32,
        /// Those that have been true already and do not count again, by their place.
        holding: Vec<u32>,
    },
    /// Those who have the case were reminded of a clock of the flow.
    CaseClockWarned {
        /// The clock.
        clock: PartId,
        /// After so many percent of the time.
        percent: u32,
        /// Who was reminded.
        to: Vec<UserId>,
    },
    /// A level of escalation of a clock of the flow was reached.
    CaseClockLevel {
        /// The clock.
        clock: PartId,
        /// Which level, counted from 1.
        level: u32,
        /// Who was told, or who has the open to-dos now.
        to: Vec<UserId>,
        /// The to-dos that moved to the first of them.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        handed_over: Vec<TodoId>,
    },
    /// The version to which the case went over does not have this clock.
    CaseClockDropped {
        /// The number of the clock in the case.
        number: u32,
        /// The clock.
        clock: PartId,
    },
    /// A token goes straight back to the step that returned it.
    WentBack {
        /// The token.
        token: u32,
        /// The node.
        node: NodeId,
        /// The node to which.
        to: NodeId,
    },
    /// The instance is over.
    Ended {
        /// How.
        status: Status,
        /// Who ended it by taking it back.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<UserId>,
        /// In which words.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        opinion: String,
    },
}
