//! What all kinds that hold files share: how many, of which kind, how large, and what was drawn over them.

use super::check;
use super::upload::{Upload, UploadKind};
#[cfg(not(target_family = "wasm"))]
use crate::shape::{Shape, Spelling};
use crate::{Behaviour, FieldFault, Special, ValueContext, code};
use value::{FileRef, Value, ValueType};

/// The files of a field, whatever its kind.
#[derive(Debug)]
pub(crate) struct Files {
    upload: Upload,
    /// Whether shapes may lie over the pictures.
    marked: bool,
}

impl Files {
    /// Files as they are.
    pub(crate) fn plain(upload: Upload) -> Self {
        Self { upload, marked: false }
    }

    /// Pictures over which shapes may lie.
    pub(crate) fn marked(upload: Upload) -> Self {
        Self { upload, marked: true }
    }

    fn check_one(&self, file: &FileRef) -> Vec<FieldFault> {
        let mut faults = self.upload.check_file(file);
        match &file.marks {
            Some(marks) if self.marked => super::marks::check(marks, &mut faults),
            Some(_) => check::fault(&mut faults, code::SHAPES, "这个字段不能在图上标注", "nothing can be drawn over the files of this field"),
            None => {}
        }
        faults
    }
}

impl Behaviour for Files {
    fn value_type(&self) -> ValueType {
        ValueType::List(Box::new(ValueType::File))
    }

    #[cfg(not(target_family = "wasm"))]
    fn shape(&self, spelling: Spelling) -> Shape {
        let none = serde_json::json!({ "type": "null" });
        let marks = Shape::of(if self.marked || spelling == Spelling::Kept { super::marks::schema(spelling) } else { none });
        Shape::list(shape_of_one(&self.upload, marks, spelling), (Some(self.upload.min_count), Some(self.upload.max_count)), spelling)
    }

    fn normalise(&self, value: Value) -> Value {
        if value.is_blank() { Value::Blank } else { value }
    }

    fn check(&self, value: &Value, _: &ValueContext<'_>, faults: &mut Vec<FieldFault>) {
        let Value::List(items) = value else { return };
        for (index, item) in items.iter().enumerate() {
            if let Value::File(file) = item {
                faults.extend(self.check_one(file).into_iter().map(|fault| fault.below(&format!("/{index}"))));
            }
        }
        check::twice(items, faults);
        check::count(items.len(), Some(self.upload.min_count), Some(self.upload.max_count), ("个文件", "files"), faults);
    }

    fn special(&self) -> Special<'_> {
        Special::Upload(&self.upload)
    }
}

/// An upload of a kind that says by itself what it takes.
pub(crate) fn upload_of(accept: UploadKind, counts: (u32, u32), max_mb: u32) -> Upload {
    let (min_count, max_count) = counts;
    Upload { accept, extensions: Vec::new(), min_count, max_count, max_mb }
}

#[cfg(not(target_family = "wasm"))]
/// One file as JSON: what `POST /api/files` answered, sent back.
pub(crate) fn shape_of_one(upload: &Upload, marks: Shape, spelling: Spelling) -> Shape {
    use serde_json::json;
    let sent = spelling.is_sent();
    let size = json!({ "type": "integer", "minimum": 0 });
    let size = Shape::of(if sent { json!({ "type": "integer", "minimum": 0, "maximum": u64::from(upload.max_mb) << 20 }) } else { size });
    let (name, media) = if sent { upload.looks() } else { (None, None) };
    let text = |pattern: Option<String>| pattern.map_or_else(|| Shape::text((None, None), spelling), |pattern| Shape::matching(&pattern, spelling));
    let id = Shape::of(json!({ "type": "string", "format": "uuid" }));
    let parts = [("id", id), ("name", text(name)), ("size", size), ("media_type", text(media)), ("marks", marks)];
    Shape::object(parts, &["id", "name", "size", "media_type"]).with(crate::shape::SHAPE, "file")
}
