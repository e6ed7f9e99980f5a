//! What every kind of control is made of.
//!
//! A kind is one file in `controls/`: its settings with their help texts, labels, an example that is run as a test, and its behaviour;
//! plus one line in [`crate::CONTROLS`].

use crate::controls::{
    auto_number::AutoNumber, computed::Computed, outside_choice::OutsideChoice, people::PeopleScope, relation::Relation, roll_up::RollUp,
    sub_table::SubTable, upload::Upload,
};
#[cfg(not(target_family = "wasm"))]
use crate::shape::{Shape, Spelling};
use crate::{FieldFault, FormEnvironment, Options};
use calendar::Zone;
use definition::{Diagnostic, Field};
use indexmap::IndexMap;
use serde::Serialize;
use std::fmt::Debug;
use std::sync::Arc;
use value::{Face, FieldId, Instant, JsonFault, Label, ShowContext, UserId, Value, ValueType};

/// A kind of control in the registry.
pub struct Control {
    /// The name that definitions use.
    pub kind: &'static str,
    /// Its name in Chinese and English.
    pub label: (&'static str, &'static str),
    /// What it is for, in Chinese and English.
    pub help: (&'static str, &'static str),
    /// The group of the palette in which it stands.
    pub group: Group,
    /// The name of its icon.
    pub icon: &'static str,
    /// The JSON Schema of its settings; doc comments are the help texts.
    pub schema: fn() -> schemars::Schema,
    /// Reads and checks the settings of a field. What is wrong goes to the findings.
    pub prepare: fn(&Field, &FormEnvironment<'_>, &mut Findings) -> Option<Arc<dyn Behaviour>>,
    /// A field of this kind, as JSON.
    pub example: &'static str,
}

impl Debug for Control {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Control").field(&self.kind).finish()
    }
}

impl Control {
    /// Its name in both languages.
    pub fn label(&self) -> Label {
        Label::both(self.label.0, self.label.1)
    }

    /// What it is for, in both languages.
    pub fn help(&self) -> Label {
        Label::both(self.help.0, self.help.1)
    }
}

/// A group of the palette.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// Texts.
    Text,
    /// Numbers and amounts.
    Number,
    /// Days, times, periods.
    Time,
    /// Options.
    Choice,
    /// Files, photos, recordings, signatures.
    File,
    /// Places and addresses.
    Place,
    /// Persons and departments.
    People,
    /// Other records and rows.
    Relation,
    /// What is calculated, allotted or noted by itself.
    Automatic,
}

impl Group {
    /// Its name in both languages.
    pub fn label(self) -> Label {
        match self {
            Group::Text => Label::both("文字", "Text"),
            Group::Number => Label::both("数值", "Numbers"),
            Group::Time => Label::both("日期时间", "Dates and times"),
            Group::Choice => Label::both("选择", "Choices"),
            Group::File => Label::both("文件与影像", "Files and pictures"),
            Group::Place => Label::both("地点", "Places"),
            Group::People => Label::both("成员与部门", "People"),
            Group::Relation => Label::both("关联与明细", "Relations and rows"),
            Group::Automatic => Label::both("自动", "Automatic"),
        }
    }
}

/// The settings of one field, read and checked once, and what follows from them.
pub trait Behaviour: Debug + Send + Sync {
    /// The type of the field's value. A sub-table's columns are filled in by the compiler.
    fn value_type(&self) -> ValueType;

    /// Reads a value from JSON; `null` and an empty text are a blank.
    fn read(&self, json: &serde_json::Value) -> Result<Value, JsonFault> {
        value::from_json(json, &self.value_type())
    }

    /// Brings a value to the form in which it is kept: trimmed, rounded at the scale.
    fn normalise(&self, value: Value) -> Value {
        value
    }

    /// What its values look like as JSON, for programs outside. It refuses nothing that [`Behaviour::check`] lets pass.
    #[cfg(not(target_family = "wasm"))]
    fn shape(&self, spelling: Spelling) -> Shape {
        Shape::of_type(&self.value_type(), &self.options(), spelling)
    }

    /// Checks a value that is not blank. Pointers of faults are below the field.
    fn check(&self, _value: &Value, _context: &ValueContext<'_>, _faults: &mut Vec<FieldFault>) {}

    /// The options among which people choose.
    fn options(&self) -> Options {
        Options::default()
    }

    /// The parts of a structured value that formulas reach by `{period.from}`, in the order in which people read them.
    fn parts(&self) -> Vec<Part> {
        Vec::new()
    }

    /// The value in words, where these are more than its type says: 12.5 %, 2026 Q1, an address in one line. A blank is never asked.
    fn write(&self, _value: &Value, _context: &ShowContext<'_>) -> Option<String> {
        None
    }

    /// Which people or departments may be chosen.
    fn people(&self) -> Option<&PeopleScope> {
        None
    }

    /// The value with which a new record begins for whoever fills it in, where the definition gives no default.
    fn begins_with(&self, _user: Option<UserId>) -> Value {
        Value::Blank
    }

    /// What a renderer needs to know beside the settings: the fields of another form that may be spoken of, the type that was looked up.
    fn about(&self) -> Option<serde_json::Value> {
        None
    }

    /// What other parts of the product need to know of special kinds.
    fn special(&self) -> Special<'_> {
        Special::None
    }
}

/// A part of a structured value.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Its key in the value.
    pub key: FieldId,
    /// Its name.
    pub label: Label,
    /// Its type.
    pub value_type: ValueType,
    /// The options of a choice, as formulas compare with them.
    pub options: Vec<(String, Label)>,
}

impl Part {
    /// A part of a kind's own; its key is known to be an id.
    pub(crate) fn new(key: &'static str, label: (&str, &str), value_type: ValueType) -> Option<Self> {
        Some(Self { key: FieldId::parse(key).ok()?, label: Label::both(label.0, label.1), value_type, options: Vec::new() })
    }
}

/// The value of a part of a structured value; blank when it is not there.
pub fn part_of(behaviour: &dyn Behaviour, structure: &serde_json::Value, part: &FieldId) -> Value {
    let found = behaviour.parts().into_iter().find(|known| known.key == *part);
    let json = structure.get(part.as_str());
    found.zip(json).and_then(|(part, json)| value::from_json(json, &part.value_type).ok()).unwrap_or_default()
}

/// How a field writes its values.
#[derive(Debug, Clone)]
pub struct FieldFace(pub Arc<dyn Behaviour>);

impl Face for FieldFace {
    fn write(&self, value: &Value, context: &ShowContext<'_>) -> Option<String> {
        self.0.write(value, context)
    }
}

/// What other parts of the product need to know of special kinds.
#[derive(Debug, Clone, Copy)]
pub enum Special<'a> {
    /// Nothing.
    None,
    /// The pattern by which numbers are allotted.
    AutoNumber(&'a AutoNumber),
    /// The formula of a computed field.
    Computed(&'a Computed),
    /// Where a relation points, and what it fills in.
    Relation(&'a Relation),
    /// The rows of a sub-table.
    SubTable(&'a SubTable),
    /// What files are taken.
    Upload(&'a Upload),
    /// Where the options come from: an operation of a connector.
    Outside(&'a OutsideChoice),
    /// What is counted over the records that refer to this one, whenever it is read.
    RollUp(&'a RollUp),
    /// It has no value: it shows what stands elsewhere, or does something.
    Shown,
    /// What the person's screen fills in from a record that was looked up: fields of this form by fields of the other.
    Fill(&'a IndexMap<FieldId, FieldId>),
}

/// What the check of a value may ask.
#[derive(Debug, Clone, Copy)]
pub struct ValueContext<'a> {
    /// The options of the field.
    pub options: &'a Options,
    /// The value that is stored now; a retired option may stay where it is.
    pub stored: &'a Value,
    /// The moment.
    pub now: Instant,
    /// The app's zone.
    pub zone: &'a Zone,
}

/// Collects what is wrong with a definition, at the place that is looked at.
#[derive(Debug)]
pub struct Findings {
    file: String,
    place: String,
    found: Vec<Diagnostic>,
    heard: bool,
}

impl Findings {
    /// Findings in a file of the package.
    pub fn new(file: impl Into<String>) -> Self {
        Self { file: file.into(), place: String::new(), found: Vec::new(), heard: true }
    }

    /// Findings that nobody reads: of another form, which tells its own when it is compiled.
    pub(crate) fn unheard() -> Self {
        Self { heard: false, ..Self::new("") }
    }

    /// Whether somebody reads them.
    pub(crate) fn are_heard(&self) -> bool {
        self.heard
    }

    /// The JSON Pointer that is looked at.
    pub fn place(&self) -> &str {
        &self.place
    }

    /// Looks at a place below the present one while `look` runs.
    pub fn at<T>(&mut self, step: impl std::fmt::Display, look: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.place.len();
        self.place.push_str(&format!("/{step}"));
        let answer = look(self);
        self.place.truncate(length);
        answer
    }

    /// Reports an error at the place below.
    pub fn error(&mut self, code: &str, below: &str, message: Label) -> &mut Diagnostic {
        let pointer = format!("{}{below}", self.place);
        self.push(Diagnostic::error(code, self.file.clone(), pointer, message))
    }

    /// Reports a warning at the place below.
    pub fn warning(&mut self, code: &str, below: &str, message: Label) -> &mut Diagnostic {
        let pointer = format!("{}{below}", self.place);
        self.push(Diagnostic::warning(code, self.file.clone(), pointer, message))
    }

    fn push(&mut self, diagnostic: Diagnostic) -> &mut Diagnostic {
        self.found.push(diagnostic);
        let last = self.found.len() - 1;
        #[expect(clippy::indexing_slicing, reason = "it was pushed in the line above")]
        &mut self.found[last]
    }

    /// Whether an error was found.
    pub fn has_errors(&self) -> bool {
        self.found.iter().any(|diagnostic| diagnostic.severity == definition::Severity::Error)
    }

    /// Everything that was found.
    pub fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.found
    }

    /// How many findings there are so far.
    pub fn len(&self) -> usize {
        self.found.len()
    }

    /// Whether nothing was found so far.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }
}
