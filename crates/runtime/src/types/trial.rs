//! Data of the use cases: an operation of a connector that a builder tries.
use serde_json::Value as Json;
use value::Label;

/// What came of trying an operation.
#[derive(Debug, Clone, PartialEq)]
pub struct OperationTrial {
    /// The method of the request.
    pub method: String,
    /// The path of the request behind the bound address; none when no request came about.
    pub path: Option<String>,
    /// The status of the answer; none when there was no answer.
    pub status: Option<u16>,
    /// How long it took, in milliseconds.
    pub millis: i64,
    /// The headers of the answer; what could be a secret is blotted out.
    pub headers: Vec<(String, String)>,
    /// The body of the answer.
    pub body: TrialBody,
    /// Whether the body was longer than what is shown.
    pub cut: bool,
    /// What the operation takes from the answer.
    pub outputs: Vec<TrialOutput>,
    /// What went wrong: a word that programs know, and the words for people.
    pub fault: Option<(String, Label)>,
}

/// The body of an answer.
#[derive(Debug, Clone, PartialEq)]
pub enum TrialBody {
    /// There was none.
    Nothing,
    /// JSON.
    Json(Json),
    /// Something else, or JSON that is too long to be shown as a tree.
    Text(String),
}

/// A value that the operation takes from an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct TrialOutput {
    /// Its id.
    pub id: String,
    /// Its name.
    pub label: Label,
    /// What was taken; null when the answer has nothing there.
    pub value: Json,
    /// Why it could not be taken.
    pub fault: Option<Label>,
}
