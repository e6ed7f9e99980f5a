//! Requests as they arrive.

use crate::answer::Refused;
use definition::{Dictionary, FieldRight, Form};
use indexmap::IndexMap;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value as Json};
#[cfg(feature = "studio")]
use value::ValueType;
use value::{FieldId, FormId, Instant, ReadFault, RecordId, ReferenceTarget, UserId};

/// A request, by its `op`.
#[derive(Debug)]
pub(crate) enum Request {
    Load(Box<Load>),
    Open(Box<Open>),
    Edit(Edit),
    EditMany(EditMany),
    Rows(Rows),
    Facts(MoreFacts),
    State(OfSession),
    Submit(OfSession),
    Why(Why),
    Close(Close),
    #[cfg(feature = "studio")]
    Formula(Box<Formula>),
    #[cfg(feature = "studio")]
    Scope(Box<Load>),
    #[cfg(feature = "studio")]
    Assist(Box<Assist>),
    #[cfg(feature = "studio")]
    Calendar(Box<CalendarIn>),
    #[cfg(feature = "simulator")]
    Draft(Box<DraftIn>),
    #[cfg(feature = "simulator")]
    Simulate(Box<SimulateIn>),
    #[cfg(feature = "simulator")]
    Coverage(CoverageIn),
    Batch(Batch),
}

impl Request {
    /// Reads a request. The `op` is looked at first, so that each kind is read in one way only: that keeps the module small.
    pub(crate) fn read(mut json: Json) -> Result<Self, Refused> {
        let op = json.as_object_mut().and_then(|object| object.shift_remove("op"));
        let op = op.as_ref().and_then(Json::as_str).unwrap_or_default();
        Ok(match op {
            "load" => Self::Load(Box::new(take(&json)?)),
            "open" => Self::Open(Box::new(take(&json)?)),
            "edit" => Self::Edit(take(&json)?),
            "edit_many" => Self::EditMany(take(&json)?),
            "rows" => Self::Rows(take(&json)?),
            "facts" => Self::Facts(take(&json)?),
            "state" => Self::State(take(&json)?),
            "submit" => Self::Submit(take(&json)?),
            "why" => Self::Why(take(&json)?),
            "close" => Self::Close(take(&json)?),
            #[cfg(feature = "studio")]
            "formula" => Self::Formula(Box::new(take(&json)?)),
            #[cfg(feature = "studio")]
            "scope" => Self::Scope(Box::new(take(&json)?)),
            #[cfg(feature = "studio")]
            "assist" => Self::Assist(Box::new(take(&json)?)),
            #[cfg(feature = "studio")]
            "calendar" => Self::Calendar(Box::new(take(&json)?)),
            #[cfg(feature = "simulator")]
            "draft" => Self::Draft(Box::new(take(&json)?)),
            #[cfg(feature = "simulator")]
            "simulate" => Self::Simulate(Box::new(take(&json)?)),
            #[cfg(feature = "simulator")]
            "coverage" => Self::Coverage(take(&json)?),
            "batch" => Self::Batch(take(&json)?),
            other => return Err(Refused::op(other)),
        })
    }
}

fn take<T: Read>(json: &Json) -> Result<T, Refused> {
    T::of(json).map_err(|fault| Refused::request(&fault))
}

fn default_currency() -> String {
    "CNY".into()
}

#[derive(Debug)]
pub(crate) struct Load {
    pub(crate) form: Form,
    pub(crate) dictionaries: Vec<Dictionary>,
    pub(crate) forms: Vec<Form>,
    pub(crate) currency: String,
    pub(crate) constants: Map<String, Json>,
    pub(crate) zone: calendar::Zone,
    /// The calendars that its formulas ask; a form that has any is for the whole engine.
    pub(crate) calendars: Option<Json>,
}

#[derive(Debug)]
pub(crate) struct Open {
    pub(crate) form: u32,
    pub(crate) record: Option<Map<String, Json>>,
    pub(crate) values: Map<String, Json>,
    pub(crate) now: Instant,
    pub(crate) user: Option<UserId>,
    pub(crate) rights: Option<RightsIn>,
    pub(crate) facts: FactsIn,
}

#[derive(Debug)]
pub(crate) struct RightsIn {
    pub(crate) default: FieldRight,
    pub(crate) fields: IndexMap<FieldId, FieldRight>,
}

pub(crate) type FactsIn = Vec<(RecordId, Option<FactIn>)>;

#[derive(Debug)]
pub(crate) struct FactIn {
    pub(crate) target: ReferenceTarget,
    pub(crate) label: String,
    pub(crate) values: Map<String, Json>,
}

#[derive(Debug)]
pub(crate) struct Edit {
    pub(crate) session: u32,
    pub(crate) path: PathIn,
    pub(crate) value: Json,
}

/// `"amount"` or `["lines", 7, "qty"]`.
#[derive(Debug)]
pub(crate) enum PathIn {
    Field(FieldId),
    Cell(FieldId, u32, FieldId),
}

#[derive(Debug)]
pub(crate) struct EditMany {
    pub(crate) session: u32,
    pub(crate) edits: Vec<OneEdit>,
}

#[derive(Debug)]
pub(crate) struct OneEdit {
    pub(crate) path: PathIn,
    pub(crate) value: Json,
}

#[derive(Debug)]
pub(crate) struct Rows {
    pub(crate) session: u32,
    pub(crate) table: FieldId,
    pub(crate) what: RowsDo,
    pub(crate) at: Option<usize>,
    pub(crate) values: Option<Vec<Map<String, Json>>>,
    pub(crate) rows: Vec<u32>,
    pub(crate) row: u32,
    pub(crate) to: usize,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RowsDo {
    Add,
    Remove,
    Move,
    Copy,
}

#[derive(Debug)]
pub(crate) struct MoreFacts {
    pub(crate) session: u32,
    pub(crate) facts: FactsIn,
    pub(crate) now: Option<Instant>,
}

#[derive(Debug)]
pub(crate) struct OfSession {
    pub(crate) session: u32,
}

#[derive(Debug)]
pub(crate) struct Why {
    pub(crate) session: u32,
    pub(crate) path: PathIn,
}

#[derive(Debug)]
pub(crate) struct Close {
    pub(crate) session: Option<u32>,
    pub(crate) form: Option<u32>,
    #[cfg(feature = "studio")]
    pub(crate) scope: Option<u32>,
    #[cfg(feature = "simulator")]
    pub(crate) draft: Option<u32>,
}

/// A formula that is being written.
#[cfg(feature = "studio")]
#[derive(Debug)]
pub(crate) struct Assist {
    pub(crate) scope: u32,
    pub(crate) formula: String,
    /// Where the cursor stands, in characters.
    pub(crate) cursor: usize,
    pub(crate) locale: value::Locale,
    /// What the answer is for, if it must fit somewhere.
    pub(crate) wanted: Option<ValueType>,
    /// The sub-table in whose rows it is worked out.
    pub(crate) row_of: Option<FieldId>,
}

/// Questions to a working calendar.
#[cfg(feature = "studio")]
#[derive(Debug)]
pub(crate) struct CalendarIn {
    pub(crate) shelf: calendar::Shelf,
    pub(crate) calendar: Option<String>,
    pub(crate) questions: Vec<calendar::Question>,
}

#[cfg(feature = "studio")]
#[derive(Debug)]
pub(crate) struct Formula {
    pub(crate) formula: String,
    /// Whether a wrong type is an error value instead of a fault, as in a spreadsheet.
    pub(crate) untyped: bool,
    pub(crate) now: Option<Instant>,
    pub(crate) zone: calendar::Zone,
    pub(crate) user: Option<UserId>,
    pub(crate) fields: IndexMap<FieldId, ValueType>,
    pub(crate) record: Map<String, Json>,
}

/// The objects of a draft that flows and scenarios need, and the names of those that stay behind.
#[cfg(feature = "simulator")]
#[derive(Debug)]
pub(crate) struct DraftIn {
    pub(crate) files: definition::Files,
    pub(crate) beside: std::collections::BTreeSet<definition::ObjectKey>,
}

/// A scenario that is played as far as it goes.
#[cfg(feature = "simulator")]
#[derive(Debug)]
pub(crate) struct SimulateIn {
    pub(crate) draft: u32,
    pub(crate) scenario: definition::Scenario,
    /// The record that is looked at, by its short name.
    pub(crate) record: String,
    pub(crate) flow: value::FlowId,
}

#[cfg(feature = "simulator")]
#[derive(Debug)]
pub(crate) struct CoverageIn {
    pub(crate) draft: u32,
    pub(crate) flow: value::FlowId,
}

#[derive(Debug)]
pub(crate) struct Batch {
    pub(crate) calls: Vec<Json>,
}

/// Form ids are kept beside their definitions; this makes the map that the compiler wants.
pub(crate) fn by_id(forms: Vec<Form>) -> IndexMap<FormId, Form> {
    forms.into_iter().map(|form| (form.id.clone(), form)).collect()
}

/// What is read key by key. Requests are many small structures; serde would make some three kilobytes of each.
pub(crate) trait Read: Sized {
    const KEYS: &'static [&'static str];

    fn read(parts: &Parts<'_>) -> Result<Self, ReadFault>;

    fn of(json: &Json) -> Result<Self, ReadFault> {
        Self::read(&Parts::of(json, Self::KEYS)?)
    }
}

/// The parts of an object.
pub(crate) struct Parts<'j>(&'j Map<String, Json>);

impl<'j> Parts<'j> {
    fn of(json: &'j Json, keys: &'static [&'static str]) -> Result<Self, ReadFault> {
        let object = json.as_object().ok_or_else(|| ReadFault::Wrong("an object is expected".into()))?;
        match object.keys().find(|key| !keys.contains(&key.as_str())) {
            Some(unknown) => Err(ReadFault::UnknownKey { key: unknown.clone(), expected: keys }),
            None => Ok(Self(object)),
        }
    }

    fn maybe<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>, ReadFault> {
        self.0.get(key).map(value::read_json).transpose()
    }

    fn need<T: DeserializeOwned>(&self, key: &str) -> Result<T, ReadFault> {
        self.maybe(key)?.ok_or_else(|| missing(key))
    }

    fn moment(&self, key: &str) -> Result<Option<Instant>, ReadFault> {
        let text = self.0.get(key).filter(|json| !json.is_null()).map(|json| json.as_str().unwrap_or_default());
        let read = |text| value::read_instant(text).ok_or_else(|| ReadFault::Wrong(format!("`{text}` is not a moment such as 2026-03-01T02:00:00Z")));
        text.map(read).transpose()
    }

    fn each<T: Read>(&self, key: &str) -> Result<Vec<T>, ReadFault> {
        let items = self.0.get(key).and_then(Json::as_array).ok_or_else(|| missing(key))?;
        items.iter().map(T::of).collect()
    }

    fn path(&self, key: &str) -> Result<PathIn, ReadFault> {
        let json = self.0.get(key).ok_or_else(|| missing(key))?;
        let parts = json.as_array().map_or(std::slice::from_ref(json), Vec::as_slice);
        let id = |json: &Json| FieldId::parse(json.as_str().unwrap_or_default()).map_err(|error| ReadFault::Wrong(error.to_string()));
        match parts {
            [field] => id(field).map(PathIn::Field),
            [table, row, column] => {
                let row = row.as_u64().and_then(|row| u32::try_from(row).ok());
                let row = row.ok_or_else(|| ReadFault::Wrong("a row is named by its key".into()))?;
                Ok(PathIn::Cell(id(table)?, row, id(column)?))
            }
            _ => Err(ReadFault::Wrong("a path is a field, or a table, the key of a row and a column".into())),
        }
    }

    fn facts(&self) -> Result<FactsIn, ReadFault> {
        let mut facts = FactsIn::new();
        for (record, fact) in self.0.get("facts").and_then(Json::as_object).into_iter().flatten() {
            let record = RecordId::parse(record).ok_or_else(|| ReadFault::Wrong(format!("`{record}` is not the key of a record")))?;
            facts.push((record, if fact.is_null() { None } else { Some(FactIn::of(fact)?) }));
        }
        Ok(facts)
    }
}

fn missing(key: &str) -> ReadFault {
    ReadFault::Wrong(format!("missing field `{key}`"))
}

impl Read for Load {
    const KEYS: &'static [&'static str] = &["form", "dictionaries", "forms", "currency", "constants", "zone", "calendars"];

    fn read(parts: &Parts<'_>) -> Result<Self, ReadFault> {
        Ok(Self {
            form: parts.need("form")?,
            dictionaries: parts.maybe("dictionaries")?.unwrap_or_default(),
            forms: parts.maybe("forms")?.unwrap_or_default(),
            currency: parts.maybe("currency")?.unwrap_or_else(default_currency),
            constants: parts.maybe("constants")?.unwrap_or_default(),
            zone: parts.maybe("zone")?.unwrap_or_else(calendar::Zone::shanghai),
            calendars: parts.0.get("calendars").filter(|json| !json.is_null()).cloned(),
        })
    }
}

impl Read for Open {
    const KEYS: &'static [&'static str] = &["form", "record", "values", "now", "user", "rights", "facts"];

    fn read(parts: &Parts<'_>) -> Result<Self, ReadFault> {
        Ok(Self {
            form: parts.need("form")?,
            record: parts.maybe("record")?.unwrap_or_default(),
            values: parts.maybe("values")?.unwrap_or_default(),
            now: parts.moment("now")?.ok_or_else(|| missing("now"))?,
            user: parts.maybe("user")?.unwrap_or_default(),
            rights: parts.0.get("rights").filter(|json| !json.is_null()).map(RightsIn::of).transpose()?,
            facts: parts.facts()?,
        })
    }
}

impl Read for RightsIn {
    const KEYS: &'static [&'static str] = &["default", "fields"];

    fn read(parts: &Parts<'_>) -> Result<Self, ReadFault> {
        Ok(Self { default: parts.maybe("default")?.unwrap_or_default(), fields: parts.maybe("fields")?.unwrap_or_default() })
    }
}

impl Read for FactIn {
    const KEYS: &'static [&'static str] = &["target", "label", "values"];

    fn read(parts: &Parts<'_>) -> Result<Self, ReadFault> {
        Ok(Self {
            target: parts.need("target")?,
            label: parts.maybe("label")?.unwrap_or_default(),
            values: parts.maybe("values")?.unwrap_or_default(),
        })
    }
}

impl Read for Edit {
    const KEYS: &'static [&'static str] = &["session", "path", "value"];

    fn read(parts: &Parts<'_>) -> Result<Self, ReadFault> {
        Ok(Self { session: parts.need("session")?, path: parts.path("path")?, value: parts.need("value")? })
    }
}

impl Read for EditMany {
    const KEYS: &'static [&'static str] = &["session", "edits"];

    fn read(parts: &Parts<'_>) -> Result<Self, ReadFault> {
        Ok(Self { session: parts.need("session")?, edits: parts.each("edits")? })
    }
}

impl Read for OneEdit {
    const KEYS: &'static [&'static str] = &["path", "value"];

    fn read(parts: &Parts<'_>) -> Result<Self, ReadFault> {
        Ok(Self { path: parts.path("path")?, value: parts.need("value")? })
    }
}

impl Read for Rows {
    const KEYS: &'static [&'static str] = &["session", "table", "do", "at", "values", "rows", "row", "to"];

    fn read(parts: &Parts<'_>) -> Result<Self, ReadFault> {
        Ok(Self {
            session: parts.need("session")?,
            table: parts.need("table")?,
            what: parts.need("do")?,
            at: parts.maybe("at")?.unwrap_or_default(),
            values: parts.maybe("values")?.unwrap_or_default(),
            rows: parts.maybe("rows")?.unwrap_or_default(),
            row: parts.maybe("row")?.unwrap_or_default(),
            to: parts.maybe("to")?.unwrap_or_default(),
        })
    }
}

impl Read for MoreFacts {
    const KEYS: &'static [&'static str] = &["session", "facts", "now"];

    fn read(parts: &Parts<'_>) -> Result<Self, ReadFault> {
        Ok(Self { session: parts.need("session")?, facts: parts.facts()?, now: parts.moment("now")? })
    }
}

impl Read for OfSession {
    const KEYS: &'static [&'static str] = &["session"];

    fn read(parts: &Parts<'_>) -> Result<Self, ReadFault> {
        Ok(Self { session: parts.need("session")? })
    }
}

impl Read for Why {
    const KEYS: &'static [&'static str] = &["session", "path"];

    fn read(parts: &Parts<'_>) -> Result<Self, ReadFault> {
        Ok(Self { session: parts.need("session")?, path: parts.path("path")? })
    }
}

impl Read for Close {
    const KEYS: &'static [&'static str] = &["session", "form", "scope", "draft"];

    fn read(parts: &Parts<'_>) -> Result<Self, ReadFault> {
        Ok(Self {
            session: parts.maybe("session")?.unwrap_or_default(),
            form: parts.maybe("form")?.unwrap_or_default(),
            #[cfg(feature = "studio")]
            scope: parts.maybe("scope")?.unwrap_or_default(),
            #[cfg(feature = "simulator")]
            draft: parts.maybe("draft")?.unwrap_or_default(),
        })
    }
}

#[cfg(feature = "studio")]
impl Read for Assist {
    const KEYS: &'static [&'static str] = &["scope", "formula", "cursor", "locale", "wanted", "row_of"];

    fn read(parts: &Parts<'_>) -> Result<Self, ReadFault> {
        Ok(Self {
            scope: parts.need("scope")?,
            formula: parts.need("formula")?,
            cursor: parts.need("cursor")?,
            locale: parts.need("locale")?,
            wanted: parts.maybe("wanted")?.unwrap_or_default(),
            row_of: parts.maybe("row_of")?.unwrap_or_default(),
        })
    }
}

#[cfg(feature = "studio")]
impl Read for CalendarIn {
    const KEYS: &'static [&'static str] = &["calendars", "calendar", "questions"];

    fn read(parts: &Parts<'_>) -> Result<Self, ReadFault> {
        Ok(Self { shelf: parts.need("calendars")?, calendar: parts.maybe("calendar")?.unwrap_or_default(), questions: parts.need("questions")? })
    }
}

#[cfg(feature = "studio")]
impl Read for Formula {
    const KEYS: &'static [&'static str] = &["formula", "untyped", "now", "zone", "user", "fields", "record"];

    fn read(parts: &Parts<'_>) -> Result<Self, ReadFault> {
        Ok(Self {
            formula: parts.need("formula")?,
            untyped: parts.maybe("untyped")?.unwrap_or_default(),
            now: parts.moment("now")?,
            zone: parts.maybe("zone")?.unwrap_or_else(calendar::Zone::shanghai),
            user: parts.maybe("user")?.unwrap_or_default(),
            fields: parts.maybe("fields")?.unwrap_or_default(),
            record: parts.maybe("record")?.unwrap_or_default(),
        })
    }
}

#[cfg(feature = "simulator")]
impl Read for DraftIn {
    const KEYS: &'static [&'static str] = &["files", "beside"];

    fn read(parts: &Parts<'_>) -> Result<Self, ReadFault> {
        let files = parts.0.get("files").and_then(Json::as_object).ok_or_else(|| missing("files"))?;
        let beside: Vec<String> = parts.maybe("beside")?.unwrap_or_default();
        Ok(Self {
            files: files.iter().map(|(path, json)| (path.clone(), json.to_string())).collect(),
            beside: beside.iter().filter_map(|path| definition::ObjectKey::from_path(path)).collect(),
        })
    }
}

#[cfg(feature = "simulator")]
impl Read for SimulateIn {
    const KEYS: &'static [&'static str] = &["draft", "scenario", "record", "flow"];

    fn read(parts: &Parts<'_>) -> Result<Self, ReadFault> {
        Ok(Self { draft: parts.need("draft")?, scenario: parts.need("scenario")?, record: parts.need("record")?, flow: parts.need("flow")? })
    }
}

#[cfg(feature = "simulator")]
impl Read for CoverageIn {
    const KEYS: &'static [&'static str] = &["draft", "flow"];

    fn read(parts: &Parts<'_>) -> Result<Self, ReadFault> {
        Ok(Self { draft: parts.need("draft")?, flow: parts.need("flow")? })
    }
}

impl Read for Batch {
    const KEYS: &'static [&'static str] = &["calls"];

    fn read(parts: &Parts<'_>) -> Result<Self, ReadFault> {
        Ok(Self { calls: parts.need("calls")? })
    }
}
