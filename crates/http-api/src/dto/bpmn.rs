//! Flows and files of BPMN 2.0.

use super::{Json, LabelText};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A file of BPMN 2.0 to upload, as `multipart/form-data`.
#[derive(Debug, Clone, ToSchema)]
pub struct BpmnFile {
    /// The `.bpmn` or `.xml` file.
    #[schema(value_type = String, format = Binary, content_media_type = "application/xml")]
    pub model: Vec<u8>,
    /// The form whose records are to run through the flows.
    pub form: String,
}

/// What a file of BPMN 2.0 would be as flows; nothing has been changed.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct BpmnProposal {
    /// The flows: of each process one, each followed by those of its sub-processes. Their ids are free in the app.
    pub flows: Vec<Json>,
    /// How many elements of the model were looked at.
    pub elements: usize,
    /// What was not taken as it stands, in the order of the file.
    pub report: Vec<BpmnNote>,
}

/// Something of a model that was not taken as it stands.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct BpmnNote {
    /// Id of its element; empty when it has none.
    pub id: String,
    /// Name of its element.
    pub name: String,
    /// What kind of element it is, as the standard calls it.
    pub element: String,
    /// What became of it: `ignored` (the flow runs the same without it), `replaced` (something nearly the same stands for it) or
    /// `unfinished` (that place has to be finished by hand).
    pub outcome: String,
    /// What was found and what to do.
    pub message: LabelText,
    /// Line in the file, from 1.
    pub line: u32,
    /// Column in the file, from 1.
    pub column: u32,
}
