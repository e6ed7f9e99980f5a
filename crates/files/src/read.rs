//! Reading content piece by piece, and what is known of it at the end.

use crate::media::{HEAD, TAIL};
use crate::{FileError, Reader, Stored, sniff};
use sha2::{Digest, Sha256};
use tokio::io::AsyncReadExt;

/// Content that is being read.
pub(crate) struct Reading {
    limit: u64,
    size: u64,
    hash: Sha256,
    head: Vec<u8>,
    tail: Vec<u8>,
    buffer: Vec<u8>,
}

impl Reading {
    pub(crate) fn new(limit: u64) -> Self {
        Self { limit, size: 0, hash: Sha256::new(), head: Vec::new(), tail: Vec::new(), buffer: vec![0; 64 * 1024] }
    }

    /// The next bytes; none at the end.
    pub(crate) async fn next(&mut self, content: &mut Reader<'_>) -> Result<Option<&[u8]>, FileError> {
        let read = content.read(&mut self.buffer).await?;
        let Some(bytes) = self.buffer.get(..read).filter(|bytes| !bytes.is_empty()) else { return Ok(None) };
        self.size += u64::try_from(read).unwrap_or(u64::MAX);
        if self.size > self.limit {
            return Err(FileError::TooLarge { limit: self.limit });
        }
        self.hash.update(bytes);
        self.head.extend(bytes.iter().take(HEAD.saturating_sub(self.head.len())));
        self.tail.extend(bytes);
        let over = self.tail.len().saturating_sub(TAIL);
        self.tail.drain(..over);
        Ok(Some(bytes))
    }

    /// What is known once all was read.
    pub(crate) fn whole(self) -> Stored {
        Stored { size: self.size, digest: hex::encode(self.hash.finalize()), media_type: sniff(&self.head, &self.tail) }
    }
}
