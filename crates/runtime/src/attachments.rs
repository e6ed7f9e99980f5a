//! Files: taken in, and given out to those who may see a record that holds them.

use crate::commit::{AuditRow, Doer, internal};
use crate::types::{Call, FileContent, NewFile};
use crate::{Runtime, RuntimeError, RuntimeResult};
use access::Actor;
use bytes::Bytes;
use definition::FieldRight;
use files::{FileError, FileKey, Stored, agrees_with_name, clean_name, describe, put_bytes, read_bytes, sniff};
use form_engine::Special;
use serde_json::json;
use std::sync::Arc;
use store::files as rows;
use value::{AppId, FieldId, FileId, FileRef, FormId, RecordId};

/// The longer side of a small picture.
const THUMBNAIL: u32 = 320;
/// How long a file waits for its record: an unfinished entry may hold it.
const UNCLAIMED: chrono::Duration = chrono::Duration::days(14);
/// Pictures with more pixels than this are not made smaller: they may be made to use up memory.
const MOST_PIXELS: u64 = 60_000_000;

impl Runtime {
    /// Takes a file in. It belongs to nobody until a record that holds it is stored; upkeep deletes it after two weeks otherwise.
    /// What it is, is found in its content; a name that promises something else is refused.
    pub async fn put_file(&self, call: &Call, file: NewFile, visitor: Option<&str>) -> RuntimeResult<FileRef> {
        let limit = self.limit_of(&call.actor, file.purpose.as_ref()).await?;
        let name = clean_name(&file.name);
        let now = self.now();
        if let Some(id) = file.id
            && let Some(there) = self.sent_before(&call.actor, id, &file.content).await?
        {
            return Ok(there);
        }
        let media_type = sniff(&file.content, &file.content);
        if media_type == files::UNKNOWN || !agrees_with_name(&name, media_type) {
            let (zh, en) = ("不支持这种文件，或文件内容与扩展名不符", "Files of this kind are not taken, or the content is not what the name says");
            return Err(RuntimeError::refused("file_kind", zh, en));
        }
        let id = file.id.unwrap_or_else(|| FileId(self.inner.ids.key(now)));
        let key = FileKey::new(*id.0.as_bytes());
        let stored = match put_bytes(self.inner.files.as_ref(), key, &file.content, limit).await {
            // The bytes are there without a row: it comes twice at once, or the server stopped between the two.
            Err(FileError::Exists) => self.same_bytes(key, &file.content).await?,
            outcome => outcome.map_err(file_fault)?,
        };
        let row = rows::StoredFile {
            id: id.0,
            name: name.clone(),
            size: i64::try_from(stored.size).map_err(internal)?,
            media_type: stored.media_type.into(),
            digest: stored.digest,
            state: "pending".into(),
            uploaded_by: call.actor.user().map(|user| user.0),
            visitor: visitor.map(crate::digest::of_token),
            uploaded_at: now.into(),
            app: None,
            form: None,
            record_id: None,
            field: None,
        };
        let (runtime, doer, row) = (self.clone(), Doer::of(call), Arc::new(row));
        let kept: RuntimeResult<()> = self
            .inner
            .store
            .write(move |tx| {
                let (runtime, doer, row) = (runtime.clone(), doer.clone(), row.clone());
                Box::pin(async move {
                    rows::add(tx, (*row).clone()).await?;
                    let audit = AuditRow { action: "file.put", app: None, object: row.id.to_string(), detail: json!({ "size": row.size }) };
                    runtime.audit(tx, &doer, audit, now, row.digest.as_bytes()).await
                })
            })
            .await;
        match (kept, file.id) {
            (Ok(()), _) => {}
            // The other of two that came at once was faster. The bytes stay in any case: they may be the other's, and sending again finds them.
            (Err(error), Some(sent)) => return self.sent_before(&call.actor, sent, &file.content).await?.ok_or(error),
            (Err(error), None) => {
                // Without its row nobody would ever find the bytes again.
                self.inner.files.delete(key).await.map_err(file_fault)?;
                return Err(error);
            }
        }
        Ok(FileRef { id, name, size: stored.size, media_type: stored.media_type.into(), marks: None })
    }

    /// A file whose key the client made, and that came in already: it is sent again when the answer was lost on the way.
    async fn sent_before(&self, actor: &Actor, id: FileId, content: &Bytes) -> RuntimeResult<Option<FileRef>> {
        let Some(row) = rows::get(&self.inner.store.read(), id).await? else { return Ok(None) };
        let own = actor.user().is_some_and(|user| row.uploaded_by == Some(user.0));
        if !own || row.digest != crate::digest::of_bytes(content) {
            return Err(key_taken());
        }
        Ok(Some(FileRef { id, name: row.name, size: u64::try_from(row.size).map_err(internal)?, media_type: row.media_type, marks: None }))
    }

    /// Bytes that are kept already, if they are the same.
    async fn same_bytes(&self, key: FileKey, content: &Bytes) -> RuntimeResult<Stored> {
        let stored = describe(self.inner.files.as_ref(), key).await.map_err(file_fault)?;
        if stored.digest == crate::digest::of_bytes(content) { Ok(stored) } else { Err(key_taken()) }
    }

    /// How large a file may be: the field's limit where one is named, and the deployment's in any case.
    async fn limit_of(&self, actor: &Actor, purpose: Option<&(AppId, FormId, FieldId)>) -> RuntimeResult<u64> {
        let most = self.inner.config.max_file;
        let Some((app, form, field)) = purpose else {
            // Strangers say for which page they come.
            return if actor.user().is_some() { Ok(most) } else { Err(RuntimeError::no_right()) };
        };
        let active = self.active_app(app).await?;
        let compiled = active.form(form)?;
        if actor.user().is_none() {
            let plan = self.plan(&active, compiled, actor, definition::Action::Create)?;
            if plan.right(field.as_str()) < FieldRight::Write {
                return Err(RuntimeError::no_right());
            }
        }
        let found = compiled.field(field.as_str()).ok_or(RuntimeError::NotFound { what: "field" })?;
        match found.behaviour.special() {
            Special::Upload(upload) => Ok(most.min(u64::from(upload.max_mb) << 20)),
            _ => Err(RuntimeError::NotFound { what: "field" }),
        }
    }

    /// Gives a file out, or its small picture: to whom it belongs while it is pending, then to whoever may read its field.
    pub async fn file(&self, actor: &Actor, file: FileId, thumbnail: bool) -> RuntimeResult<FileContent> {
        let row = rows::get(&self.inner.store.read(), file).await?.ok_or(RuntimeError::NotFound { what: "file" })?;
        if !self.may_have(actor, &row).await? {
            return Err(RuntimeError::NotFound { what: "file" });
        }
        let content = self.stored_bytes(file).await?;
        let picture = thumbnail && matches!(row.media_type.as_str(), "image/png" | "image/jpeg");
        let (content, media_type) = if picture { (small(content).await?, "image/jpeg".to_owned()) } else { (content, row.media_type) };
        Ok(FileContent { id: file, name: row.name, media_type, content })
    }

    async fn may_have(&self, actor: &Actor, row: &rows::StoredFile) -> RuntimeResult<bool> {
        let place = (row.app.as_deref(), row.form.as_deref(), row.record_id, row.field.as_deref());
        let (Some(app), Some(form), Some(record), Some(field)) = place else {
            return Ok(actor.user().is_some_and(|user| row.uploaded_by == Some(user.0)));
        };
        let (Ok(app), Ok(form)) = (AppId::parse(app), FormId::parse(form)) else { return Ok(false) };
        let active = self.active_app(&app).await?;
        let compiled = active.form(&form)?.clone();
        let people = self.people().await?;
        match self.seen(&active, &people, &compiled, actor, RecordId(record)).await {
            // A file that was taken out of its record is no longer given out.
            Ok(seen) => {
                let mut held = Vec::new();
                crate::showing::files(seen.record.get(field), &mut held);
                Ok(seen.plan.right(field) >= FieldRight::Read && held.iter().any(|file| file.id.0 == row.id))
            }
            Err(RuntimeError::NotFound { .. }) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// The bytes of a stored file; rights were looked at before.
    pub(crate) async fn stored_bytes(&self, file: FileId) -> RuntimeResult<Bytes> {
        read_bytes(self.inner.files.as_ref(), FileKey::new(*file.0.as_bytes())).await.map_err(file_fault)
    }

    /// Deletes files that no record came to hold; answers how many.
    pub async fn sweep_files(&self) -> RuntimeResult<usize> {
        let before = self.now() - UNCLAIMED;
        let abandoned = rows::abandoned(&self.inner.store.read(), before.into(), 200).await?;
        let keys: std::collections::BTreeSet<FileId> = abandoned.iter().map(|row| FileId(row.id)).collect();
        for key in &keys {
            self.inner.files.delete(FileKey::new(*key.0.as_bytes())).await.map_err(file_fault)?;
        }
        let count = keys.len();
        let keys = Arc::new(keys);
        let done = self.inner.store.write(move |tx| {
            let keys = keys.clone();
            Box::pin(async move { Ok::<_, RuntimeError>(rows::forget(tx, &keys).await?) })
        });
        done.await?;
        Ok(count)
    }
}

/// The small picture of a picture.
pub(crate) async fn small(content: Bytes) -> RuntimeResult<Bytes> {
    let made = tokio::task::spawn_blocking(move || -> Result<Bytes, image::ImageError> {
        let reader = || image::ImageReader::new(std::io::Cursor::new(&content)).with_guessed_format();
        let (width, height) = reader()?.into_dimensions()?;
        if u64::from(width) * u64::from(height) > MOST_PIXELS {
            return Err(image::ImageError::Limits(image::error::LimitError::from_kind(image::error::LimitErrorKind::DimensionError)));
        }
        let mut bytes = Vec::new();
        let picture = reader()?.decode()?.thumbnail(THUMBNAIL, THUMBNAIL).into_rgb8();
        picture.write_to(&mut std::io::Cursor::new(&mut bytes), image::ImageFormat::Jpeg)?;
        Ok(bytes.into())
    });
    let refused = |_| RuntimeError::refused("no_picture", "无法生成缩略图", "No small picture can be made of it");
    made.await.map_err(internal)?.map_err(refused)
}

fn key_taken() -> RuntimeError {
    RuntimeError::refused("file_key_taken", "文件编号已被占用，请重新选择文件", "The key of the file is taken; choose the file again")
}

fn file_fault(error: FileError) -> RuntimeError {
    match error {
        FileError::TooLarge { limit } => {
            let mb = limit >> 20;
            RuntimeError::refused("file_too_large", format!("文件超过 {mb} MB"), format!("The file is larger than {mb} MB"))
        }
        FileError::NotFound => RuntimeError::NotFound { what: "file" },
        other => RuntimeError::Unavailable(other.to_string()),
    }
}
