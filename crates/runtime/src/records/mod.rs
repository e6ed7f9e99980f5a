//! Records: looking at them, and the commands that change them.

use crate::types::{
    Call, CommentEntry, Comments, Download, HistoryEntry, LookupItem, RecordChange, RecordPage, RecordQuery, RecordView, Written,
};
use crate::{Runtime, RuntimeResult, pending};
use access::Actor;
use serde_json::{Map, Value as Json};
use value::{AppId, FieldId, FormId, PrintId, RecordId};

impl Runtime {
    /// A page of records.
    pub async fn query_records(&self, _actor: &Actor, _app: &AppId, _form: &FormId, _query: RecordQuery) -> RuntimeResult<RecordPage> { pending() }
    /// How many records the query finds.
    pub async fn count_records(&self, _actor: &Actor, _app: &AppId, _form: &FormId, _query: RecordQuery) -> RuntimeResult<u64> { pending() }
    /// One record.
    pub async fn record(&self, _actor: &Actor, _app: &AppId, _form: &FormId, _id: RecordId) -> RuntimeResult<RecordView> { pending() }
    /// Files a record. The key may be made by the client.
    pub async fn create_record(&self, _call: &Call, _app: &AppId, _form: &FormId, _id: Option<RecordId>, _values: Map<String, Json>) -> RuntimeResult<Written> { pending() }
    /// Changes a record; other people's changes of other fields are kept.
    pub async fn update_record(&self, _call: &Call, _app: &AppId, _form: &FormId, _id: RecordId, _change: RecordChange) -> RuntimeResult<Written> { pending() }
    /// Deletes a record.
    pub async fn delete_record(&self, _call: &Call, _app: &AppId, _form: &FormId, _id: RecordId, _base_revision: Option<u64>) -> RuntimeResult<()> { pending() }
    /// The life of a record, newest first; only fields that the reader may read.
    pub async fn history(&self, _actor: &Actor, _app: &AppId, _form: &FormId, _id: RecordId) -> RuntimeResult<Vec<HistoryEntry>> { pending() }
    /// The comments of a record.
    pub async fn comments(&self, _actor: &Actor, _app: &AppId, _form: &FormId, _id: RecordId) -> RuntimeResult<Comments> { pending() }
    /// Adds a comment.
    pub async fn add_comment(&self, _call: &Call, _app: &AppId, _form: &FormId, _id: RecordId, _text: &str) -> RuntimeResult<CommentEntry> { pending() }
    /// What a reference field may be set to: records, people or departments that the actor may choose.
    pub async fn lookup(&self, _actor: &Actor, _app: &AppId, _form: &FormId, _field: &query::FieldPath, _search: &str, _record: Option<RecordId>) -> RuntimeResult<Vec<LookupItem>> { pending() }
    /// The records of a query as a workbook, with the columns and the rights of the list.
    pub async fn export_records(&self, _actor: &Actor, _app: &AppId, _form: &FormId, _query: RecordQuery, _locale: value::Locale) -> RuntimeResult<Download> { pending() }
    /// A record on paper.
    pub async fn print_record(&self, _actor: &Actor, _app: &AppId, _form: &FormId, _id: RecordId, _print: &PrintId, _locale: value::Locale) -> RuntimeResult<Download> { pending() }
    /// The fields whose values the actor may see of one related record, for formulas in the browser.
    pub async fn related_values(&self, _actor: &Actor, _app: &AppId, _form: &FormId, _field: &FieldId, _id: RecordId) -> RuntimeResult<LookupItem> { pending() }
}
