//! Attachments: where the bytes of files are kept, and what they really are.
//!
//! A [`FileStore`] knows keys only; names, owners and rights are the business of records. Nothing that a person types becomes a path.

#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::string_slice,
        clippy::as_conversions,
        clippy::print_stdout
    )
)]

mod key;
mod local;
mod media;
mod name;
mod read;

pub use key::FileKey;
pub use local::LocalFolder;
pub use media::{UNKNOWN, agrees_with_name, sniff};
pub use name::clean_name;

use bytes::Bytes;
use std::pin::Pin;
use tokio::io::AsyncRead;

/// Why a file could not be kept or had.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// It is larger than allowed.
    #[error("the file is larger than {limit} bytes")]
    TooLarge {
        /// What was allowed.
        limit: u64,
    },
    /// There is no such file.
    #[error("there is no such file")]
    NotFound,
    /// A file with this key is already there.
    #[error("a file with this key is already there")]
    Exists,
    /// The place where files are kept failed.
    #[error("the file store failed: {0}")]
    Io(#[from] std::io::Error),
}

/// What is known of a file once it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Size in bytes.
    pub size: u64,
    /// SHA-256 of the content, hex.
    pub digest: String,
    /// Media type found in the content; [`UNKNOWN`] when it is none of those that are known.
    pub media_type: &'static str,
}

/// Bytes on their way.
pub type Reader<'a> = Pin<Box<dyn AsyncRead + Send + 'a>>;

/// The content of a file on its way out.
pub struct Content {
    /// Size in bytes.
    pub size: u64,
    /// The bytes.
    pub reader: Reader<'static>,
}

/// A place where files are kept.
#[async_trait::async_trait]
pub trait FileStore: Send + Sync {
    /// Keeps what comes from a reader. When it answers, the bytes are durable; when it fails, nothing is there.
    async fn put(&self, key: FileKey, content: Reader<'_>, limit: u64) -> Result<Stored, FileError>;

    /// The content of a file.
    async fn get(&self, key: FileKey) -> Result<Content, FileError>;

    /// Deletes a file; one that is not there is no fault.
    async fn delete(&self, key: FileKey) -> Result<(), FileError>;

    /// Whether a file is there.
    async fn exists(&self, key: FileKey) -> Result<bool, FileError>;
}

/// Keeps bytes.
pub async fn put_bytes(store: &dyn FileStore, key: FileKey, content: &Bytes, limit: u64) -> Result<Stored, FileError> {
    store.put(key, Box::pin(std::io::Cursor::new(content.clone())), limit).await
}

/// What is known of a file that is kept.
pub async fn describe(store: &dyn FileStore, key: FileKey) -> Result<Stored, FileError> {
    let mut content = store.get(key).await?;
    let mut reading = read::Reading::new(u64::MAX);
    while reading.next(&mut content.reader).await?.is_some() {}
    Ok(reading.whole())
}

/// Reads a whole file.
pub async fn read_bytes(store: &dyn FileStore, key: FileKey) -> Result<Bytes, FileError> {
    use tokio::io::AsyncReadExt;
    let mut content = store.get(key).await?;
    let mut bytes = Vec::with_capacity(usize::try_from(content.size).unwrap_or(0));
    content.reader.read_to_end(&mut bytes).await?;
    Ok(bytes.into())
}

impl std::fmt::Debug for Content {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Content").field("size", &self.size).finish_non_exhaustive()
    }
}
