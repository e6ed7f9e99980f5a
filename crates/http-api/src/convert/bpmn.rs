//! Flows and files of BPMN 2.0.

use super::json;
use crate::dto::bpmn::{BpmnNote, BpmnProposal};
use flow_engine::bpmn::{Found, Imported};

pub(crate) fn bpmn_proposal(imported: Imported) -> BpmnProposal {
    BpmnProposal {
        flows: imported.flows.iter().map(json).collect(),
        elements: imported.elements,
        report: imported.report.into_iter().map(note).collect(),
    }
}

fn note(found: Found) -> BpmnNote {
    let Found { id, name, element, outcome, message, line, column } = found;
    BpmnNote { id, name, element, outcome: outcome.name().into(), message: message.into(), line, column }
}
