//! Errors as values: what a formula answers when it cannot answer.

use serde::{Deserialize, Serialize};

/// The kind of an error value, named as spreadsheets name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
pub enum ErrorCode {
    /// Division by zero.
    #[serde(rename = "#DIV/0!")]
    Div0,
    /// A value of the wrong type.
    #[serde(rename = "#VALUE!")]
    Value,
    /// A number outside what can be calculated.
    #[serde(rename = "#NUM!")]
    Num,
    /// Something that was looked for is not there.
    #[serde(rename = "#N/A")]
    NotAvailable,
    /// A reference that leads nowhere.
    #[serde(rename = "#REF!")]
    Ref,
    /// A name that is not known.
    #[serde(rename = "#NAME?")]
    Name,
    /// A budget on steps, bytes or depth was used up.
    #[serde(rename = "#LIMIT!")]
    Limit,
    /// Only the server can answer; the browser shows 提交后计算.
    #[serde(rename = "#PENDING!")]
    Pending,
}

impl ErrorCode {
    /// The spelling that people know from spreadsheets.
    pub fn as_str(self) -> &'static str {
        match self {
            ErrorCode::Div0 => "#DIV/0!",
            ErrorCode::Value => "#VALUE!",
            ErrorCode::Num => "#NUM!",
            ErrorCode::NotAvailable => "#N/A",
            ErrorCode::Ref => "#REF!",
            ErrorCode::Name => "#NAME?",
            ErrorCode::Limit => "#LIMIT!",
            ErrorCode::Pending => "#PENDING!",
        }
    }

    /// Reads the spelling.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Div0, Self::Value, Self::Num, Self::NotAvailable, Self::Ref, Self::Name, Self::Limit, Self::Pending]
            .into_iter()
            .find(|code| code.as_str() == text)
    }
}

/// An error together with its reason in plain words, for the person who looks at the field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorValue {
    /// What kind of error it is.
    pub code: ErrorCode,
    /// Why, with the names involved; empty when the code says it all.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

impl ErrorValue {
    /// An error with a reason.
    pub fn new(code: ErrorCode, reason: impl Into<String>) -> Self {
        Self { code, reason: reason.into() }
    }
}

impl From<ErrorCode> for ErrorValue {
    fn from(code: ErrorCode) -> Self {
        Self { code, reason: String::new() }
    }
}
