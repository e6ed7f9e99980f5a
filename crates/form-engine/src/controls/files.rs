//! What all kinds that hold files share: how many, of which kind, how large, and what was drawn over them.

use super::check;
use super::upload::{Upload, UploadKind};
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
