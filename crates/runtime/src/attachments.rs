//! Files: taken in, and given out to those who may see a record that holds them.

use crate::types::{Call, FileContent, NewFile};
use crate::{Runtime, RuntimeResult, pending};
use access::Actor;
use value::{FileId, FileRef};

impl Runtime {
    /// Takes a file in. It belongs to nobody until a record that holds it is stored; upkeep deletes it after a day otherwise.
    pub async fn put_file(&self, _call: &Call, _file: NewFile) -> RuntimeResult<FileRef> { pending() }
    /// Gives a file out, or its small picture.
    pub async fn file(&self, _actor: &Actor, _file: FileId, _thumbnail: bool) -> RuntimeResult<FileContent> { pending() }
}
