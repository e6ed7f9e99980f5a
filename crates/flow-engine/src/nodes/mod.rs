//! The kinds of nodes: one file each, and one line in [`NODES`].

mod approve;
mod cc;
mod end;
mod exclusive;
mod handle;
mod start;

use crate::{
    Act, Action, Refusal, Status, StepRight,
    compile::Check,
    decide::{Place, Run},
    task::TaskSettings,
};
use definition::{FormulaText, Settings};
use indexmap::IndexMap;
use schemars::Schema;
use std::{fmt::Debug, sync::Arc};
use value::{EdgeId, FieldId, Label};

/// All kinds of nodes, in the order in which the designer offers them.
pub static NODES: &[&NodeKind] = &[&start::KIND, &approve::KIND, &handle::KIND, &exclusive::KIND, &cc::KIND, &end::KIND];

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

    /// The edge that is taken only after a rejection.
    fn reject_edge(&self) -> Option<&EdgeId> {
        None
    }

    /// Whether it chooses among several ways out.
    fn branches(&self) -> bool {
        false
    }

    /// Where the case ends here.
    fn ends(&self) -> Option<Status> {
        None
    }

    /// Whether it begins the flow.
    fn begins(&self) -> bool {
        false
    }

    /// The right on a field that the step does not name.
    fn unlisted(&self) -> StepRight {
        StepRight::Read
    }

    /// Finds what is wrong with the settings beside their types.
    fn check(&self, _check: &mut Check<'_>) {}
}

/// What happens after a node was entered or acted on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Next {
    /// Somebody has to do something first.
    Wait,
    /// The token takes the only way out.
    Leave,
    /// The token takes this edge, counted among the edges out of the node.
    LeaveBy(usize),
    /// The token ends here.
    End(Status),
    /// The token goes back to this node; the event of the return is out already.
    BackTo(usize),
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
