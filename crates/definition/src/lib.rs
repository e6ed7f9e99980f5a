//! The definition format: what an app is made of, as typed data.
//!
//! This crate knows the envelope of every object, ids, labels, references, diagnostics, packages and the canonical form.
//! What a *kind* of control, node, action, chart or element may be set to is known by its engine's registry alone;
//! here it is an open map of [`Settings`] beside the `kind`.

#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::string_slice,
        clippy::as_conversions,
        clippy::print_stdout
    )
)]

pub mod app;
#[cfg(not(target_family = "wasm"))]
pub mod archive;
pub mod canonical;
pub mod connector;
pub mod dashboard;
pub mod diagnostic;
pub mod dictionary;
pub mod diff;
pub mod flow;
pub mod form;
mod layout;
pub mod menu;
pub mod merge;
pub mod message;
pub mod object;
pub mod package;
pub mod portal;
pub mod position;
pub mod print;
pub mod read;
pub mod report;
pub mod role;
pub mod rule;
pub mod scenario;
pub mod settings;
pub mod suggest;
pub mod view;

pub use app::{App, Constant, ConstantValue, Slot, SlotKind};
pub use calendar::Calendar;
pub use connector::{AnswerValue, Connector, InputValue, Method, Operation, Sent, SignIn, Transport, ValueKind};
pub use dashboard::{Dashboard, Widget};
pub use diagnostic::{Diagnostic, Severity, Span};
pub use dictionary::{Choice, Dictionary, Tone};
pub use diff::{ObjectChange, PropertyChange, diff};
pub use flow::{AfterReturn, CanvasPlace, Edge, Flow, FlowPolicies, NobodyFound, Node, OwnCase, SamePerson};
pub use form::{Aspect, Field, Form, LogicRule, WhenHidden};
pub use layout::{Fold, Layout, LayoutKind, LayoutNode, LayoutPage};
pub use menu::{Menu, MenuItem};
pub use merge::{ChangedBy, MergeDifference, Side, merge};
pub use message::{Channel, Message};
pub use object::{Object, ObjectKey, ObjectKind};
pub use package::{Entry, Files, Package};
pub use portal::{Portal, PortalState};
pub use print::{Band, BandKind, Element, Margin, Orientation, PaperSize, Print};
pub use report::{Aggregate, Chart, Dimension, Grain, Measure, NumberFormat, Report, ReportSort};
pub use role::{Action, FieldRight, Grant, Role, RowScope};
pub use rule::{Rule, RuleAction, Trigger};
pub use scenario::{CaseAction, Expectation, Person, Scenario, SignerPlace, Step, Team};
pub use view::{View, ViewGroup, ViewKind, ViewTone, ViewTotal};

/// The number of the format that this release writes. Older ones are lifted when they are read.
pub const FORMAT: u32 = 1;

/// What one kind of control, node, action, chart or element is set to; its engine's registry knows the keys.
pub type Settings = serde_json::Map<String, serde_json::Value>;

/// The source text of a formula.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(transparent)]
pub struct FormulaText(pub String);

/// The text of a minijinja template.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(transparent)]
pub struct TemplateText(pub String);

/// Whether a value is its type's default, so that it is left out of the canonical form.
pub fn is_default_value<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

pub(crate) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
