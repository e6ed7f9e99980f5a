//! The one value model: what a field can hold, how it is written as JSON, compared and shown.
//!
//! Everything above this crate (formulas, filters, forms, flows, reports, print, storage) speaks in these values,
//! so that the same record means the same in memory, in SQLite, in PostgreSQL, in the browser and on paper.

mod clock;
mod decimal;
mod error;
mod id;
mod json;
mod locale;
mod near;
mod order;
mod read;
mod record;
mod show;
mod types;

pub use clock::{read_date, read_instant, read_time, write_instant, write_minutes};
pub use decimal::{Decimal, MAX_SCALED, Rounding, decimal_from_json, in_field_range, parse_decimal, round_to_scale, write_decimal};
pub use error::{ErrorCode, ErrorValue};
pub use id::{
    AppId, CalendarId, ConnectorId, ConstantId, DashboardId, DepartmentId, DictionaryId, EdgeId, FieldId, FileId, FlowId, FormId, Id, IdError,
    LogicId, MAX_ID, MenuId, MessageId, NodeId, OperationId, OptionId, PartId, PortalId, PrintId, RecordId, ReportId, RoleId, RowId, RuleId,
    ScenarioId, SlotId, UserId,
};
pub use json::{JsonFault, JsonFaultKind, from_json, record_from_json, record_to_json, to_json};
pub use locale::{Label, Locale};
pub use near::nearest;
pub use order::{SortKey, compare, equal_in_query, normal_text, unique_key};
pub use read::{ReadFault, read_json, read_object};
pub use record::{Record, Row};
pub use show::{Face, FaceOf, ShowContext, group_thousands, show};
pub use types::{ReferenceTarget, ValueType};

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

/// A moment in time, always UTC.
pub type Instant = DateTime<Utc>;
/// A civil day without a zone.
pub type Date = NaiveDate;
/// A time of day without a zone.
pub type Time = NaiveTime;

/// A stored file as a record sees it; the bytes live in the `files` adapter.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FileRef {
    /// Key of the file.
    pub id: FileId,
    /// Name as the person who uploaded it saw it.
    pub name: String,
    /// Size in bytes.
    pub size: u64,
    /// Media type that was found in the content, not the one that was claimed.
    pub media_type: String,
    /// What was drawn over the picture: shapes beside the file, which itself stays as it was taken. The kind of the field checks them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marks: Option<serde_json::Value>,
}

/// What a field holds.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Value {
    /// Nothing was entered. One typed blank serves every kind of field.
    #[default]
    Blank,
    /// Text, stored in NFC.
    Text(String),
    /// An exact decimal of at most 28 digits.
    Number(Decimal),
    /// Yes or no.
    Bool(bool),
    /// A civil day.
    Date(Date),
    /// A time of day.
    Time(Time),
    /// A moment in UTC.
    Instant(Instant),
    /// The permanent id of an option, never its label.
    Choice(OptionId),
    /// Several values of one type: choices, references, files.
    List(Vec<Value>),
    /// The rows of a sub-table.
    Rows(Vec<Row>),
    /// Another record, a user or a department; which one is said by the field.
    Reference(RecordId),
    /// One stored file.
    File(FileRef),
    /// A single structured value (rich text, drawing, place) that is stored whole.
    Structure(serde_json::Value),
    /// A formula's error with its reason. It is shown beside the field and is never stored.
    Error(ErrorValue),
}

impl Value {
    /// Whether nothing was entered: a blank, an empty text, list or table.
    pub fn is_blank(&self) -> bool {
        match self {
            Value::Blank => true,
            Value::Text(text) => text.is_empty(),
            Value::List(items) => items.is_empty(),
            Value::Rows(rows) => rows.is_empty(),
            _ => false,
        }
    }

    /// Text from anything that reads as text.
    pub fn text(text: impl Into<String>) -> Self {
        Value::Text(text.into())
    }

    /// A whole number.
    pub fn int(number: i64) -> Self {
        Value::Number(Decimal::from(number))
    }
}
