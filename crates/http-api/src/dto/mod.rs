//! What travels over HTTP, one file per resource. These types are the contract with the browser: `openapi.json` is made from them.
//!
//! Definitions (forms, flows, …) travel whole as JSON; their schemas stand in `definitions/schema/`.

pub mod absence;
pub mod admin;
pub mod app;
pub mod assignment;
pub mod bpmn;
pub mod build;
pub mod case;
pub mod event;
pub mod file;
pub mod import;
pub mod message;
pub mod outside;
pub mod package;
pub mod problem;
pub mod public;
pub mod record;
pub mod report;
pub mod session;
pub mod task;
pub mod times;
pub mod trace;
pub mod trying;
pub mod view;
pub mod workbook;

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// JSON that is described elsewhere: a definition, the value of a field, a chart model.
pub type Json = serde_json::Value;

/// The values of a record by field id. Numbers with a scale are texts padded to it (`"12.50"`), days `2026-03-01`, moments RFC 3339 in UTC.
pub type Values = BTreeMap<String, Json>;

/// A text that people read: one plain text, or one per language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum LabelText {
    /// The same in every language.
    Plain(String),
    /// A text per language tag (`zh-CN`, `en`).
    Texts(BTreeMap<String, String>),
}

/// A person as others see one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PersonRef {
    /// Key of the person.
    pub id: String,
    /// Name.
    pub name: String,
}

/// Where a thing is: a record of a form of an app.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RecordLink {
    /// The app.
    pub app: String,
    /// The form.
    pub form: String,
    /// The record.
    pub record: String,
}

impl From<&value::Label> for LabelText {
    fn from(label: &value::Label) -> Self {
        match label {
            value::Label::Plain(text) => Self::Plain(text.clone()),
            value::Label::Texts(texts) => Self::Texts(texts.iter().map(|(locale, text)| (locale.tag().to_owned(), text.clone())).collect()),
        }
    }
}

impl From<value::Label> for LabelText {
    fn from(label: value::Label) -> Self {
        Self::from(&label)
    }
}
