//! Calls of connectors, as data: the request that an operation makes of its inputs, and what is read out of its answer.
//!
//! Nothing is sent here, and neither the address nor the secret is known: they are slots, bound by the deployment.

use calendar::Zone;
use definition::{AnswerValue, Connector, Operation, ValueKind};
use formula::{Budget, Formula, Lookup};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use std::fmt::Write;
use value::{Instant, OperationId, Record, Value, from_json, to_json};

/// A connector, ready to make requests.
#[derive(Debug, Clone)]
pub struct CompiledConnector {
    /// The definition.
    pub definition: Connector,
    /// Its operations.
    pub operations: Vec<CompiledOperation>,
}

/// An operation, ready to make requests.
#[derive(Debug, Clone)]
pub struct CompiledOperation {
    /// The definition.
    pub definition: Operation,
    pub(crate) query: Vec<(String, Formula)>,
    pub(crate) headers: Vec<(String, Formula)>,
    pub(crate) body: Vec<(String, Formula)>,
}

/// A request to a system outside, without its address and without any secret.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CallRequest {
    /// The method of HTTP.
    pub method: String,
    /// The path behind the address, with the query, encoded.
    pub path: String,
    /// Further headers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<(String, String)>,
    /// The header that carries the key of the call.
    pub idempotency_header: String,
    /// The body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Json>,
}

/// Why a call failed: a word that programs know, and a detail of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallFault {
    /// The word.
    pub word: &'static str,
    /// The detail; never a secret, never a value of the record.
    pub detail: String,
}

impl CallFault {
    /// A fault.
    pub fn new(word: &'static str, detail: impl Into<String>) -> Self {
        Self { word, detail: detail.into() }
    }
}

impl std::fmt::Display for CallFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.detail.is_empty() { f.write_str(self.word) } else { write!(f, "{}:{}", self.word, self.detail) }
    }
}

/// A value for an input could not be sent.
pub const BAD_INPUT: &str = "bad_input";
/// The answer lacks what it must have.
pub const ANSWER_MISSING: &str = "answer_missing";
/// The answer does not fit the record.
pub const ANSWER_UNFIT: &str = "answer_unfit";

impl CompiledConnector {
    /// The operation with this id.
    pub fn operation(&self, id: &OperationId) -> Option<&CompiledOperation> {
        self.operations.iter().find(|operation| operation.definition.id == *id)
    }
}

impl CompiledOperation {
    /// The request for these inputs.
    pub fn request(&self, input: &Map<String, Json>, now: Instant, zone: &Zone) -> Result<CallRequest, CallFault> {
        let world = Lookup { record: self.inputs(input)?, now, zone: zone.clone(), user: None };
        let mut path = self.path(&world.record)?;
        let mut first = true;
        for (name, text) in texts(&self.query, &world)? {
            path.push(if std::mem::take(&mut first) { '?' } else { '&' });
            path.push_str(&encoded(&name));
            path.push('=');
            path.push_str(&encoded(&text));
        }
        let headers = texts(&self.headers, &world)?;
        if let Some((name, _)) = headers.iter().find(|(_, text)| text.chars().any(char::is_control)) {
            return Err(CallFault::new(BAD_INPUT, name));
        }
        let mut body = (!self.body.is_empty()).then(|| Json::Object(Map::new()));
        for (pointer, formula) in &self.body {
            let value = worth(formula, &world, pointer)?;
            if let Some(body) = body.as_mut() {
                put(body, pointer, sent(&value));
            }
        }
        let definition = &self.definition;
        Ok(CallRequest { method: definition.method.as_str().into(), path, headers, idempotency_header: definition.idempotency_header.clone(), body })
    }

    fn inputs(&self, input: &Map<String, Json>) -> Result<Record, CallFault> {
        let mut record = Record::new();
        for known in &self.definition.inputs {
            let fault = || CallFault::new(BAD_INPUT, known.id.as_str());
            let json = input.get(known.id.as_str()).unwrap_or(&Json::Null);
            let value = from_json(json, &known.kind.value_type()).map_err(|_wrong| fault())?;
            if known.required && value.is_blank() {
                return Err(fault());
            }
            record.set(known.id.clone(), value);
        }
        Ok(record)
    }

    /// The path with its inputs in place; each is one segment or a part of one, whatever it holds.
    fn path(&self, inputs: &Record) -> Result<String, CallFault> {
        let mut path = String::new();
        for part in path_parts(&self.definition.path) {
            match part {
                PathPart::Fixed(text) => path.push_str(text),
                PathPart::Input(name) => {
                    let text = text_of(inputs.get(name));
                    // A segment that is empty or made of points would lead elsewhere.
                    if text.is_empty() || text.chars().all(|letter| letter == '.') {
                        return Err(CallFault::new(BAD_INPUT, name));
                    }
                    path.push_str(&encoded(&text));
                }
            }
        }
        Ok(path)
    }

    /// What the answer holds, by the ids of the operation's values.
    pub fn read_answer(&self, answer: &Json) -> Result<Map<String, Json>, CallFault> {
        self.definition.answer.iter().map(|known| Ok((known.id.to_string(), read_value(known, answer)?))).collect()
    }
}

/// One value of an answer.
pub fn read_value(known: &AnswerValue, answer: &Json) -> Result<Json, CallFault> {
    let json = answer.pointer(&known.pointer).unwrap_or(&Json::Null);
    if json.is_null() {
        return if known.required { Err(CallFault::new(ANSWER_MISSING, &known.pointer)) } else { Ok(Json::Null) };
    }
    // Keys and numbers of parts are often written as numbers.
    let json = match (known.kind, json) {
        (ValueKind::Text, Json::Number(number)) => Json::String(number.to_string()),
        _ => json.clone(),
    };
    let value = from_json(&json, &known.kind.value_type()).map_err(|_wrong| CallFault::new(ANSWER_UNFIT, &known.pointer))?;
    Ok(to_json(&value, None))
}

/// A part of the path of an operation.
pub(crate) enum PathPart<'p> {
    Fixed(&'p str),
    Input(&'p str),
}

/// The parts of a path: text, and names in braces.
pub(crate) fn path_parts(path: &str) -> Vec<PathPart<'_>> {
    let mut parts = Vec::new();
    for (number, piece) in path.split('{').enumerate() {
        match piece.split_once('}').filter(|_| number > 0) {
            Some((name, rest)) => parts.extend([PathPart::Input(name), PathPart::Fixed(rest)]),
            None => parts.push(PathPart::Fixed(piece)),
        }
    }
    parts
}

fn worth(formula: &Formula, world: &Lookup, name: &str) -> Result<Value, CallFault> {
    match formula::evaluate(formula, world, Budget::default()) {
        Value::Error(_) => Err(CallFault::new(BAD_INPUT, name)),
        value => Ok(value),
    }
}

/// What is not blank, as texts.
fn texts(formulas: &[(String, Formula)], world: &Lookup) -> Result<Vec<(String, String)>, CallFault> {
    let mut texts = Vec::new();
    for (name, formula) in formulas {
        let text = text_of(&worth(formula, world, name)?);
        if !text.is_empty() {
            texts.push((name.clone(), text));
        }
    }
    Ok(texts)
}

fn text_of(value: &Value) -> String {
    match to_json(value, None) {
        Json::Null => String::new(),
        Json::String(text) => text,
        other => other.to_string(),
    }
}

/// A value in a JSON body: numbers are numbers there.
fn sent(value: &Value) -> Json {
    match value {
        Value::Number(number) => serde_json::from_str(&number.normalize().to_string()).unwrap_or_default(),
        other => to_json(other, None),
    }
}

fn put(body: &mut Json, pointer: &str, value: Json) {
    let mut place = body;
    for step in pointer.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~")) {
        if !place.is_object() {
            *place = Json::Object(Map::new());
        }
        let Json::Object(members) = place else { return };
        place = members.entry(step).or_insert(Json::Null);
    }
    *place = value;
}

fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => encoded.push(char::from(byte)),
            _ => _ = write!(encoded, "%{byte:02X}"),
        }
    }
    encoded
}
