//! Files.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A stored file; this object is the value of a file field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StoredFile {
    /// Key.
    pub id: String,
    /// Name as it was uploaded.
    pub name: String,
    /// Size in bytes.
    pub size: u64,
    /// Media type that was found in the content.
    pub media_type: String,
}

/// A file to upload, as `multipart/form-data`.
#[derive(Debug, Clone, ToSchema)]
pub struct Upload {
    /// The file.
    #[schema(value_type = String, format = Binary, content_media_type = "application/octet-stream")]
    pub file: Vec<u8>,
    /// Its key (UUID), if the client made one: sent again under the same key, the same file is stored once.
    pub id: Option<String>,
    /// The app for whose form it is; with `form` and `field` the limits of the field hold.
    pub app: Option<String>,
    /// The form.
    pub form: Option<String>,
    /// The field; `lines.photo` for a column of a sub-table.
    pub field: Option<String>,
}

/// A workbook to upload, as `multipart/form-data`.
#[derive(Debug, Clone, ToSchema)]
pub struct WorkbookUpload {
    /// The `.xlsx` file.
    #[schema(value_type = String, format = Binary, content_media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")]
    pub file: Vec<u8>,
}

impl From<value::FileRef> for StoredFile {
    fn from(file: value::FileRef) -> Self {
        Self { id: file.id.to_string(), name: file.name, size: file.size, media_type: file.media_type }
    }
}
