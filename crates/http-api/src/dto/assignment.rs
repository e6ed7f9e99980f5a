//! Whom the steps of a flow find in the organisation as it is.

use super::LabelText;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Whom the steps of a flow find, with its drafts, for cases that are started in each department.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct AssignmentCheck {
    /// How many departments were tried.
    pub departments: usize,
    /// The steps in their order.
    pub steps: Vec<StepFinds>,
}

/// Whom a step finds.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct StepFinds {
    /// The step.
    pub node: String,
    /// Its name.
    pub label: LabelText,
    /// Whether more people are found by what stands in the record or was done before.
    pub depends_on_case: bool,
    /// That in a sentence.
    pub text: LabelText,
    /// Whether cases of some departments find nobody.
    pub warns: bool,
    /// The departments for whose cases nobody is found.
    pub nobody: Vec<String>,
    /// Whom it finds, each group of people once.
    pub found: Vec<Finds>,
}

/// A group of people that a step finds.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Finds {
    /// Some of them, by name.
    pub people: Vec<String>,
    /// How many there are.
    pub count: usize,
    /// For cases of which departments.
    pub departments: Vec<String>,
}
