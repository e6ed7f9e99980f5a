//! The kinds of nodes: one file each, and one line in [`NODES`].

mod add_records;
mod approve;
mod call;
mod case;
mod cc;
mod change_records;
mod choice;
mod end;
mod exclusive;
mod for_each;
mod handle;
mod inclusive;
mod join;
mod message;
mod notify;
mod parallel;
mod service;
mod start;
mod terminate;
mod timer;

use crate::{
    Act, Action, Refusal, StartButton, StartMessage, StartSchedule, Status, StepRight,
    compile::Check,
    decide::{Place, Run},
    settings::{Call, Guard, Taken},
    task::TaskSettings,
    waits::Wait,
};
use definition::{FormulaText, Settings};
use indexmap::IndexMap;
use schemars::Schema;
use std::{fmt::Debug, sync::Arc};
use value::{EdgeId, FieldId, FormId, Label, RecordId};

/// All kinds of nodes, in the order in which the designer offers them.
pub static NODES: &[&NodeKind] = &[
    &start::KIND,
    &approve::KIND,
    &handle::KIND,
    &for_each::KIND,
    &exclusive::KIND,
    &parallel::KIND,
    &inclusive::KIND,
    &join::KIND,
    &choice::KIND,
    &timer::KIND,
    &message::KIND,
    &call::KIND,
    &case::KIND,
    &service::KIND,
    &cc::KIND,
    &notify::KIND,
    &add_records::KIND,
    &change_records::KIND,
    &end::KIND,
    &terminate::KIND,
];

/// A kind of node as the designer and the generators see it.
#[derive(Debug)]
pub struct NodeKind {
    /// The word in definitions.
    pub id: &'static str,
    /// Its name in Chinese and English.
    pub name: [&'static str; 2],
    /// What it is for, in Chinese and English.
    pub help: [&'static str; 2],
    /// The JSON Schema of its settings.
    pub schema: fn() -> Schema,
    /// A node with all its settings, as JSON; it is run as a test.
    pub example: &'static str,
    pub(crate) build: fn(Settings) -> Result<Arc<dyn Behaviour>, serde_json::Error>,
}

impl NodeKind {
    /// Its name.
    pub fn label(&self) -> Label {
        Label::both(self.name[0], self.name[1])
    }

    /// What it is for.
    pub fn help(&self) -> Label {
        Label::both(self.help[0], self.help[1])
    }
}

/// The kind with this word.
pub fn node_kind(id: &str) -> Option<&'static NodeKind> {
    NODES.iter().copied().find(|kind| kind.id == id)
}

/// What a node does. It never changes the state itself: it emits events through the [`Run`].
pub(crate) trait Behaviour: Debug + Send + Sync {
    /// A token has come in.
    fn enter(&self, run: &mut Run<'_>, place: Place) -> Result<Next, Refusal>;

    /// Somebody decides a to-do of the node; `allows` has said yes before.
    fn act(&self, run: &mut Run<'_>, place: Place, act: &Act) -> Result<Next, Refusal> {
        let _ = act;
        Err(run.not_allowed(place, "act"))
    }

    /// Which decisions its to-dos take.
    fn allows(&self, _action: &Action) -> bool {
        false
    }

    /// What it is set to as a step for people.
    fn task(&self) -> Option<&TaskSettings> {
        None
    }

    /// The fields that are set when a token comes in.
    fn on_enter(&self) -> &IndexMap<FieldId, FormulaText>;

    /// Edges out of it that are not the usual way on: after a rejection, a timer, a message, a fault.
    fn side_edges(&self) -> Vec<&EdgeId> {
        self.guard().map(|guard| guard.boundary.iter().map(|boundary| &boundary.edge).collect()).unwrap_or_default()
    }

    /// When it is open at all, and what takes it away.
    fn guard(&self) -> Option<&Guard> {
        None
    }

    /// How its ways out are taken.
    fn split(&self) -> Split {
        Split::One
    }

    /// What it does with several tokens that come in.
    fn joining(&self) -> Joining {
        Joining::Each
    }

    /// Whether a token waits here for somebody or something.
    fn waits(&self) -> bool {
        self.task().is_some()
    }

    /// How long a token waits here.
    fn wait(&self) -> Option<Wait<'_>> {
        None
    }

    /// The message for which a token waits here, and whether it is kept when it comes early.
    fn awaited(&self) -> Option<(&str, bool)> {
        None
    }

    /// The field whose rows it goes through.
    fn rows(&self) -> Option<&FieldId> {
        None
    }

    /// Begins a row that was added while it runs.
    fn begin_row(&self, _run: &mut Run<'_>, _place: Place) -> Result<(), Refusal> {
        Ok(())
    }

    /// When a step for each row is done before all rows are.
    fn done_when(&self) -> Option<&FormulaText> {
        None
    }

    /// Whether it ends the whole flow, other branches included.
    fn ends_all(&self) -> bool {
        false
    }

    /// What it asks of a system outside.
    fn call(&self) -> Option<&Call> {
        None
    }

    /// What it takes into the record out of an answer or a message.
    fn taken(&self) -> &[Taken] {
        &[]
    }

    /// A timer of the kind `wait` has fired.
    fn waited(&self, _run: &mut Run<'_>, _place: Place, _number: u32) -> Result<Next, Refusal> {
        Ok(Next::Wait)
    }

    /// A message came; `None` when it is not for this token.
    fn message(&self, _run: &mut Run<'_>, _place: Place, _name: &str) -> Option<Next> {
        None
    }

    /// A part that the token waited for is over.
    fn part_done(&self, _run: &mut Run<'_>, _place: Place) -> Result<Next, Refusal> {
        Ok(Next::Leave)
    }

    /// What follows when it is passed because it was not done in time.
    fn passed(&self) -> Next {
        Next::Leave
    }

    /// What follows when a part that it waits for ends as rejected; none when it ends as rejected itself.
    fn part_rejected(&self, _run: &Run<'_>, _place: Place) -> Option<Next> {
        None
    }

    /// The answer to a call came.
    fn answered(&self, _run: &mut Run<'_>, _place: Place, _fault: Option<&str>) -> Result<Next, Refusal> {
        Ok(Next::Wait)
    }

    /// The form of whose records it writes one or more, and what is entered there.
    fn new_record(&self) -> Option<(&FormId, &IndexMap<FieldId, FormulaText>)> {
        None
    }

    /// The sub-table for each of whose rows it writes a record.
    fn per_row(&self) -> Option<&FieldId> {
        None
    }

    /// Which records it writes, when they are there already: their fields, each equal to an answer.
    fn matches(&self) -> Option<&IndexMap<FieldId, FormulaText>> {
        None
    }

    /// The record that it asked for is there.
    fn case_filed(&self, _run: &mut Run<'_>, _place: Place, _record: RecordId) -> Result<Next, Refusal> {
        Ok(Next::Wait)
    }

    /// The case that it asked for is over.
    fn case_ended(&self, _run: &mut Run<'_>, _place: Place, _status: Status) -> Result<Next, Refusal> {
        Ok(Next::Wait)
    }

    /// Where the case ends here.
    fn ends(&self) -> Option<Status> {
        None
    }

    /// Whether it begins the flow.
    fn begins(&self) -> bool {
        false
    }

    /// Whether a flow that begins here begins when a record is created.
    fn begins_on_creation(&self) -> bool {
        true
    }

    /// The button by which a flow that begins here begins on a record that is there already.
    fn button(&self) -> Option<&StartButton> {
        None
    }

    /// The message by which a case begins, of a start.
    fn start_message(&self) -> Option<&StartMessage> {
        None
    }

    /// The moments at which cases begin by themselves, of a start.
    fn start_schedule(&self) -> Option<&StartSchedule> {
        None
    }

    /// The right on a field that the step does not name.
    fn unlisted(&self) -> StepRight {
        StepRight::Read
    }

    /// Finds what is wrong with the settings beside their types.
    fn check(&self, _check: &mut Check<'_>) {}
}

/// What happens after a node was entered or acted on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Next {
    /// Somebody or something has to come first.
    Wait,
    /// The token is at its node, which has not begun yet.
    Begin,
    /// The token takes the only way out.
    Leave,
    /// The token takes this edge, counted among the edges out of the node.
    LeaveBy(usize),
    /// The token takes this edge to the node of an event that has come already, and goes on behind it.
    Through(usize),
    /// The token splits over these edges, counted among the edges out of the node.
    Split(Vec<usize>),
    /// The token ends here.
    End(Status),
    /// The whole case ends here.
    Terminate(Status),
    /// The token is gone; its event is out already.
    Gone,
    /// This token goes to this node; the event of the return or jump is out already.
    GoTo(Place),
}

/// How the ways out of a node are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Split {
    /// There is one only.
    One,
    /// The first whose condition holds.
    First,
    /// All whose conditions hold.
    Holding,
    /// All.
    All,
    /// The one whose event comes first.
    Event,
}

impl Split {
    /// Whether the edges have conditions.
    pub fn has_conditions(self) -> bool {
        matches!(self, Split::First | Split::Holding)
    }
}

/// What a node does with several tokens that come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Joining {
    /// Each goes on by itself.
    Each,
    /// They wait until one has come by every edge.
    All,
    /// They wait until no other can come any more.
    Possible,
    /// So many go on as one.
    Some {
        /// How many; 0 for all.
        need: u32,
        /// Whether the rest is cancelled.
        cancel: bool,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_is_read_and_fits_its_schema_keys() {
        for kind in NODES {
            let node: definition::Node = serde_json::from_str(kind.example).expect(kind.id);
            assert_eq!(node.kind, kind.id);
            let schema = (kind.schema)();
            let properties = schema.get("properties").and_then(|properties| properties.as_object()).cloned().unwrap_or_default();
            for key in node.settings.keys() {
                assert!(properties.contains_key(key), "{}: {key}", kind.id);
            }
            (kind.build)(node.settings).expect(kind.id);
        }
    }

    #[test]
    fn an_unknown_setting_is_refused() {
        for kind in NODES {
            let mut settings: definition::Node = serde_json::from_str(kind.example).unwrap();
            settings.settings.insert("no_such_setting".into(), serde_json::json!(1));
            assert!((kind.build)(settings.settings).is_err(), "{}", kind.id);
        }
    }
}
