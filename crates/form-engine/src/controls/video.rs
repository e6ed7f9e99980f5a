//! 视频

use super::files::{Files, upload_of};
use super::settings;
use super::upload::UploadKind;
use crate::words::{example, pair};
use crate::{Behaviour, Control, Findings, FormEnvironment, Group};
use definition::Field;
use std::sync::Arc;

/// The kind.
pub static CONTROL: Control = Control {
    kind: "video",
    label: pair("视频", "Film"),
    help: pair("用相机录制或选择视频", "Films from the camera or from files"),
    group: Group::File,
    icon: "video",
    schema: settings::schema::<VideoSettings>,
    prepare,
    example: example(r#"{ "id": "clips", "kind": "video", "label": { "zh-CN": "现场视频", "en": "Films" }, "max_count": 2, "max_seconds": 30 }"#),
};

definition::settings! {
    /// Settings of films.
    pub struct VideoSettings {
        min_count: u32 = 0, ("最少段数", "Fewest"), ("填写时至少几段", "At least so many, if any"), 0..=100;
        max_count: u32 = 3, ("最多段数", "Most"), ("最多几段", "At most so many"), 1..=100;
        max_mb: u32 = 100, ("每个最大 MB", "Megabytes each"), ("每个文件最多多少 MB", "At most so many megabytes each"), 1..=1024;
        max_seconds: u32 = 60, ("最长秒数", "Seconds"), ("录制到多少秒自动停止；选择的文件只查大小", "Recording stops after so many seconds; of a chosen file the size alone is checked"), 1..=3600;
    }
}

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: VideoSettings = settings::read(field, findings)?;
    let upload = upload_of(UploadKind::Video, (settings.min_count, settings.max_count), settings.max_mb);
    upload.judge(findings);
    Some(Arc::new(Files::plain(upload)))
}
