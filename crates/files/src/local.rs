//! Files in a folder of this machine.

use crate::media::{HEAD, TAIL};
use crate::{Content, FileError, FileKey, FileStore, Reader, Stored, sniff};
use sha2::{Digest, Sha256};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use tokio::fs::{self, File, OpenOptions};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

/// Files in a folder: `ab/<digits>`, where `ab` are the last two digits of the key. A file appears under its name only when it is whole and durable.
#[derive(Debug, Clone)]
pub struct LocalFolder {
    root: PathBuf,
    coming: PathBuf,
}

impl LocalFolder {
    /// Opens a folder; it is made when it is not there. What an earlier run left half-written is taken away.
    pub async fn open(root: impl Into<PathBuf>) -> Result<Self, FileError> {
        let root = root.into();
        let coming = root.join("coming");
        fs::create_dir_all(&coming).await?;
        let mut left = fs::read_dir(&coming).await?;
        while let Some(entry) = left.next_entry().await? {
            fs::remove_file(entry.path()).await?;
        }
        sync_folder(&root).await?;
        Ok(Self { root, coming })
    }

    /// The folder, for a backup.
    pub fn root(&self) -> &Path {
        &self.root
    }

    fn folder_of(&self, key: FileKey) -> PathBuf {
        let digits = key.digits();
        // The first digits of a UUIDv7 are the time and would fill one folder a day; the last ones are spread evenly.
        let last: String = digits.chars().skip(30).collect();
        self.root.join(last)
    }

    fn path_of(&self, key: FileKey) -> PathBuf {
        self.folder_of(key).join(key.digits())
    }
}

#[async_trait::async_trait]
impl FileStore for LocalFolder {
    async fn put(&self, key: FileKey, content: Reader<'_>, limit: u64) -> Result<Stored, FileError> {
        if self.exists(key).await? {
            return Err(FileError::Exists);
        }
        let path = self.coming.join(key.digits());
        let outcome = write(&path, content, limit).await;
        match outcome {
            Ok(stored) => {
                let folder = self.folder_of(key);
                fs::create_dir_all(&folder).await?;
                fs::rename(&path, self.path_of(key)).await?;
                sync_folder(&folder).await?;
                sync_folder(&self.root).await?;
                Ok(stored)
            }
            Err(error) => {
                let _ = fs::remove_file(&path).await;
                Err(error)
            }
        }
    }

    async fn get(&self, key: FileKey) -> Result<Content, FileError> {
        let file = File::open(self.path_of(key)).await.map_err(missing)?;
        let size = file.metadata().await?.len();
        Ok(Content { size, reader: Box::pin(file) })
    }

    async fn delete(&self, key: FileKey) -> Result<(), FileError> {
        match fs::remove_file(self.path_of(key)).await {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }

    async fn exists(&self, key: FileKey) -> Result<bool, FileError> {
        Ok(fs::try_exists(self.path_of(key)).await?)
    }
}

async fn write(path: &Path, mut content: Reader<'_>, limit: u64) -> Result<Stored, FileError> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path).await.map_err(taken)?;
    let mut sample = Ends::default();
    let mut hash = Sha256::new();
    let mut size = 0_u64;
    let mut buffer = vec![0_u8; 64 * 1024];
    loop {
        let read = content.read(&mut buffer).await?;
        let Some(bytes) = buffer.get(..read).filter(|bytes| !bytes.is_empty()) else { break };
        size += u64::try_from(read).unwrap_or(u64::MAX);
        if size > limit {
            return Err(FileError::TooLarge { limit });
        }
        hash.update(bytes);
        sample.take(bytes);
        file.write_all(bytes).await?;
    }
    file.flush().await?;
    file.sync_all().await?;
    Ok(Stored { size, digest: hex::encode(hash.finalize()), media_type: sniff(&sample.head, &sample.tail) })
}

/// The beginning and the end of what went by.
#[derive(Default)]
struct Ends {
    head: Vec<u8>,
    tail: Vec<u8>,
}

impl Ends {
    fn take(&mut self, bytes: &[u8]) {
        let room = HEAD.saturating_sub(self.head.len());
        self.head.extend(bytes.iter().take(room));
        self.tail.extend(bytes);
        let over = self.tail.len().saturating_sub(TAIL);
        self.tail.drain(..over);
    }
}

fn missing(error: std::io::Error) -> FileError {
    if error.kind() == ErrorKind::NotFound { FileError::NotFound } else { error.into() }
}

fn taken(error: std::io::Error) -> FileError {
    if error.kind() == ErrorKind::AlreadyExists { FileError::Exists } else { error.into() }
}

/// Without this a name may be gone after a power loss, though its bytes are there.
async fn sync_folder(folder: &Path) -> Result<(), FileError> {
    File::open(folder).await?.sync_all().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{put_bytes, read_bytes};
    use bytes::Bytes;

    fn key(last: u8) -> FileKey {
        FileKey::new([last; 16])
    }

    #[tokio::test]
    async fn what_is_kept_comes_back() {
        let folder = tempfile::tempdir().unwrap();
        let store = LocalFolder::open(folder.path().join("files")).await.unwrap();
        let content = Bytes::from([b"%PDF-1.7 ".as_slice(), &vec![7_u8; 200_000]].concat());
        let stored = put_bytes(&store, key(1), &content, 1_000_000).await.unwrap();
        assert_eq!((stored.size, stored.media_type), (200_009, "application/pdf"));
        assert_eq!(stored.digest, hex::encode(Sha256::digest(&content)));
        assert_eq!(read_bytes(&store, key(1)).await.unwrap(), content);
        assert!(matches!(put_bytes(&store, key(1), &content, 1_000_000).await, Err(FileError::Exists)));
        store.delete(key(1)).await.unwrap();
        store.delete(key(1)).await.unwrap();
        assert!(matches!(store.get(key(1)).await, Err(FileError::NotFound)));
    }

    #[tokio::test]
    async fn a_file_that_is_too_large_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let store = LocalFolder::open(folder.path()).await.unwrap();
        let too_large = put_bytes(&store, key(2), &Bytes::from(vec![0; 11]), 10).await;
        assert!(matches!(too_large, Err(FileError::TooLarge { limit: 10 })));
        assert!(!store.exists(key(2)).await.unwrap());
        assert_eq!(std::fs::read_dir(folder.path().join("coming")).unwrap().count(), 0);
        put_bytes(&store, key(2), &Bytes::from(vec![0; 10]), 10).await.unwrap();
    }

    #[tokio::test]
    async fn what_a_crash_left_half_written_is_taken_away() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("coming")).unwrap();
        std::fs::write(folder.path().join("coming/half"), "x").unwrap();
        LocalFolder::open(folder.path()).await.unwrap();
        assert_eq!(std::fs::read_dir(folder.path().join("coming")).unwrap().count(), 0);
    }
}
