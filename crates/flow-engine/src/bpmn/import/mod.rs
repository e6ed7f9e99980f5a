//! A model of another tool as flows, with a report of everything that was not taken as it stands.

mod events;
mod ids;
mod model;
mod node;
mod own;
mod people;
mod process;
mod repair;
mod report;
mod rest;
mod several;
mod sides;
mod ways;

pub use report::{Found, Outcome};

use super::tree::{self, Element, Unreadable};
use crate::Environment;
use definition::Flow;
use formula::Scope;
use ids::Ids;
use model::Model;
use report::Report;
use std::collections::{BTreeMap, BTreeSet};
use value::{FlowId, FormId, Label, RoleId};

/// The app into which a model comes.
#[derive(Debug, Clone)]
pub struct Surroundings<'a> {
    /// The form whose records are to run through the flows.
    pub form: &'a FormId,
    /// The fields of that form.
    pub scope: &'a Scope,
    /// What the app offers to its flows.
    pub environment: &'a Environment,
    /// The names of its roles: lanes and groups are found by them.
    pub roles: &'a BTreeMap<RoleId, Label>,
    /// Ids of flows that are in use.
    pub taken: &'a BTreeSet<FlowId>,
}

/// What a model became.
#[derive(Debug, Clone, PartialEq)]
pub struct Imported {
    /// The flows: of each process one, each followed by those of its sub-processes.
    pub flows: Vec<Flow>,
    /// What was not taken as it stands, in the order of the file.
    pub report: Vec<Found>,
    /// How many elements of the model were looked at.
    pub elements: usize,
}

/// What all processes of a file share.
struct Context<'a> {
    model: Model<'a>,
    around: &'a Surroundings<'a>,
    report: Report,
    flows: Vec<Flow>,
    ids: Ids,
    /// The flows of processes by the ids that they would have if those were free: by these they call each other.
    processes: BTreeMap<String, FlowId>,
    elements: usize,
}

impl Context<'_> {
    /// A process that calls another of the same file calls the flow that it became, under whatever id.
    fn connect_calls(&mut self) {
        for node in self.flows.iter_mut().flat_map(|flow| &mut flow.nodes).filter(|node| node.kind == "call") {
            let called = node.settings.get("flow").and_then(|called| self.processes.get(called.as_str()?));
            if let Some(called) = called.map(|called| called.as_str().into()) {
                node.settings.insert("flow".into(), called);
            }
        }
    }
}

/// Reads a file of BPMN 2.0.
pub fn import(bytes: &[u8], around: &Surroundings<'_>) -> Result<Imported, Unreadable> {
    let root = tree::read(bytes)?;
    let processes: Vec<&Element> = root.all("process").filter(|process| process::is_something(process)).collect();
    if processes.is_empty() {
        return Err(Unreadable::NoProcess);
    }
    let mut context = Context {
        model: Model::of(&root),
        around,
        report: Report::default(),
        flows: Vec::new(),
        ids: Ids::new(around.taken.iter().map(|id| id.as_str().to_owned())),
        processes: BTreeMap::new(),
        elements: 0,
    };
    for process in &processes {
        process::take(process, None, &mut context);
    }
    context.connect_calls();
    context.unread(&root);
    Ok(Imported { flows: context.flows, report: context.report.sorted(), elements: context.elements })
}
