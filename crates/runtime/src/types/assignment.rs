//! Data of the use cases: whom the steps of a flow find.

use serde::Serialize;
use value::{DepartmentId, FlowId, Label, NodeId};

/// Whom the steps of a flow find in the organisation as it is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AssignmentCheck {
    /// The flow.
    pub flow: FlowId,
    /// How many departments were tried.
    pub departments: usize,
    /// The steps in their order.
    pub steps: Vec<StepFinds>,
}

/// Whom a step finds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StepFinds {
    /// The step.
    pub node: NodeId,
    /// Its name.
    pub label: Label,
    /// Whether more people are found by what stands in the record or was done before.
    pub depends_on_case: bool,
    /// That in a sentence.
    pub text: Label,
    /// Whether a case could stand still or be passed for want of people.
    pub warns: bool,
    /// The departments for whose cases nobody is found.
    pub nobody: Vec<String>,
    /// Whom it finds, each group of people once, with the departments for whose cases it does.
    pub found: Vec<Finds>,
}

/// A group of people that a step finds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finds {
    /// Some of them, by name.
    pub people: Vec<String>,
    /// How many there are.
    pub count: usize,
    /// For cases of which departments.
    pub departments: Vec<String>,
}

/// A department that was tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tried {
    pub(crate) id: DepartmentId,
    pub(crate) name: String,
}
