//! 附件

use super::files::Files;
use super::{check, settings};
use crate::words::{example, pair};
use crate::{Behaviour, Control, FieldFault, Findings, FormEnvironment, Group, code};
use definition::Field;
use std::sync::Arc;
use value::FileRef;

/// The kind.
pub static CONTROL: Control = Control {
    kind: "upload",
    label: pair("附件", "Files"),
    help: pair(
        "上传文件：文档、图片、录音、视频；内容与扩展名不符的会被拒绝",
        "Files: documents, pictures, sound, films; one whose content is not what its name says is refused",
    ),
    group: Group::File,
    icon: "paperclip",
    schema: settings::schema::<Upload>,
    prepare,
    example: example(
        r#"{ "id": "documents", "kind": "upload", "label": { "zh-CN": "资料", "en": "Documents" }, "accept": "document", "max_count": 9, "max_mb": 10 }"#,
    ),
};

definition::settings! {
    /// Settings of an upload.
    pub struct Upload {
        accept: UploadKind = UploadKind::Any, ("文件类型", "Kind of file"), ("接受什么文件", "What is taken");
        extensions: Vec<String> = Vec::new(), ("扩展名", "Endings"), ("接受的扩展名，不带点；不填则该类型的都可以", "Endings of file names that are taken, without the point; every ending of the kind when left out");
        min_count: u32 = 0, ("最少文件数", "Fewest files"), ("填写时至少几个文件", "At least so many files, if any"), 0..=100;
        max_count: u32 = 9, ("最多文件数", "Most files"), ("最多几个文件", "At most so many files"), 1..=100;
        max_mb: u32 = 20, ("每个最大 MB", "Megabytes each"), ("每个文件最多多少 MB", "At most so many megabytes each"), 1..=1024;
    }
}

definition::choices! {
    /// What kind of file is taken.
    pub enum UploadKind {
        Any = "any", ("任意文件", "Any file");
        Image = "image", ("图片", "Photos and pictures");
        Audio = "audio", ("录音", "Recordings of sound");
        Video = "video", ("视频", "Films");
        Document = "document", ("文档", "Texts, tables and PDF");
    }
}

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let upload: Upload = settings::read(field, findings)?;
    upload.judge(findings);
    Some(Arc::new(Files::plain(upload)))
}

impl Upload {
    /// Reports settings that no value can fulfil.
    pub(crate) fn judge(&self, findings: &mut Findings) {
        check::ordered(Some(&self.min_count), Some(&self.max_count), ("min_count", "max_count"), findings);
    }

    /// Whether a file may be put here, by its name, its size and the media type found in its content.
    pub fn check_file(&self, file: &FileRef) -> Vec<FieldFault> {
        let mut faults = Vec::new();
        if !self.takes(file) {
            let message = (format!("不接受文件「{}」的类型", file.name), format!("a file such as `{}` is not taken here", file.name));
            check::fault(&mut faults, code::FILE_KIND, message.0, message.1);
        }
        if file.size > u64::from(self.max_mb) << 20 {
            let message = (format!("文件「{}」超过 {} MB", file.name, self.max_mb), format!("`{}` is larger than {} MB", file.name, self.max_mb));
            check::fault(&mut faults, code::FILE_TOO_LARGE, message.0, message.1);
        }
        faults
    }

    /// Patterns of the names and media types that are taken.
    #[cfg(not(target_family = "wasm"))]
    pub(crate) fn looks(&self) -> (Option<String>, Option<String>) {
        let either = |sign: char| match (sign.to_ascii_lowercase(), sign.to_ascii_uppercase()) {
            (low, high) if low == high => crate::shape::escaped(&sign.to_string()),
            (low, high) => format!("[{low}{high}]"),
        };
        let ending = |wanted: &String| wanted.trim_start_matches('.').chars().map(either).collect::<String>();
        let endings: Vec<String> = self.extensions.iter().map(ending).collect();
        let media = match self.accept {
            UploadKind::Any => None,
            UploadKind::Image => Some("^image/"),
            UploadKind::Audio => Some("^audio/"),
            UploadKind::Video => Some("^video/"),
            UploadKind::Document => Some("^(text/|application/(pdf|msword|rtf|vnd\\.ms-|vnd\\.openxmlformats-|vnd\\.oasis\\.))"),
        };
        ((!endings.is_empty()).then(|| format!("\\.({})$", endings.join("|"))), media.map(str::to_owned))
    }

    fn takes(&self, file: &FileRef) -> bool {
        let ending = file.name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
        let by_ending =
            self.extensions.is_empty() || self.extensions.iter().any(|wanted| wanted.trim_start_matches('.').eq_ignore_ascii_case(&ending));
        let media = file.media_type.as_str();
        let by_kind = match self.accept {
            UploadKind::Any => true,
            UploadKind::Image => media.starts_with("image/"),
            UploadKind::Audio => media.starts_with("audio/"),
            UploadKind::Video => media.starts_with("video/"),
            UploadKind::Document => is_document(media),
        };
        by_ending && by_kind
    }
}

fn is_document(media: &str) -> bool {
    let office = [
        "application/pdf",
        "application/msword",
        "application/rtf",
        "application/vnd.ms-",
        "application/vnd.openxmlformats-",
        "application/vnd.oasis.",
    ];
    media.starts_with("text/") || office.iter().any(|prefix| media.starts_with(prefix))
}
