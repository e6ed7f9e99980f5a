//! Files in a folder of this machine.

use crate::read::Reading;
use crate::{Content, FileError, FileKey, FileStore, Reader, Stored};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::fs::{self, File, OpenOptions};
use tokio::io::AsyncWriteExt;
use tokio::sync::Mutex;

/// Files in a folder: `ab/<digits>`, where `ab` are the last two digits of the key. A file appears under its name only when it is whole and durable.
#[derive(Debug, Clone)]
pub struct LocalFolder {
    root: PathBuf,
    coming: PathBuf,
    /// Tells two arrivals of one key apart.
    arrivals: Arc<AtomicU64>,
    /// Held while a file gets its name: of two that come under one key at once, the second is refused and the first stays.
    naming: Arc<Mutex<()>>,
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
        Ok(Self { root, coming, arrivals: Arc::default(), naming: Arc::default() })
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

    /// Gives a whole and durable file its name, unless another has it.
    async fn name(&self, coming: &Path, key: FileKey) -> Result<(), FileError> {
        let folder = self.folder_of(key);
        fs::create_dir_all(&folder).await?;
        {
            let _alone = self.naming.lock().await;
            if self.exists(key).await? {
                return Err(FileError::Exists);
            }
            fs::rename(coming, self.path_of(key)).await?;
        }
        sync_folder(&folder).await?;
        sync_folder(&self.root).await
    }
}

#[async_trait::async_trait]
impl FileStore for LocalFolder {
    async fn put(&self, key: FileKey, content: Reader<'_>, limit: u64) -> Result<Stored, FileError> {
        if self.exists(key).await? {
            return Err(FileError::Exists);
        }
        let path = self.coming.join(format!("{}.{}", key.digits(), self.arrivals.fetch_add(1, Ordering::Relaxed)));
        let outcome = match write(&path, content, limit).await {
            Ok(stored) => self.name(&path, key).await.map(|()| stored),
            Err(error) => Err(error),
        };
        if outcome.is_err() {
            let _ = fs::remove_file(&path).await;
        }
        outcome
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
    let mut file = OpenOptions::new().write(true).create_new(true).open(path).await?;
    let mut reading = Reading::new(limit);
    while let Some(bytes) = reading.next(&mut content).await? {
        file.write_all(bytes).await?;
    }
    file.flush().await?;
    file.sync_all().await?;
    Ok(reading.whole())
}

fn missing(error: std::io::Error) -> FileError {
    if error.kind() == ErrorKind::NotFound { FileError::NotFound } else { error.into() }
}

/// Without this a name may be gone after a power loss, though its bytes are there.
async fn sync_folder(folder: &Path) -> Result<(), FileError> {
    File::open(folder).await?.sync_all().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{describe, put_bytes, read_bytes};
    use bytes::Bytes;
    use sha2::{Digest, Sha256};

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
    async fn of_two_that_come_at_once_one_stays() {
        let folder = tempfile::tempdir().unwrap();
        let store = LocalFolder::open(folder.path()).await.unwrap();
        let content = Bytes::from(vec![1; 100_000]);
        let (one, other) = tokio::join!(put_bytes(&store, key(3), &content, 1_000_000), put_bytes(&store, key(3), &content, 1_000_000));
        let (stays, refused) = if one.is_ok() { (one, other) } else { (other, one) };
        assert!(matches!(refused, Err(FileError::Exists)), "{refused:?}");
        assert_eq!(describe(&store, key(3)).await.unwrap(), stays.unwrap());
        assert_eq!(read_bytes(&store, key(3)).await.unwrap(), content);
        assert_eq!(std::fs::read_dir(folder.path().join("coming")).unwrap().count(), 0);
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
