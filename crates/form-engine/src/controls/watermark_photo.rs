//! 水印拍照

use super::files::{Files, upload_of};
use super::settings;
use super::upload::UploadKind;
use crate::words::{example, pair};
use crate::{Behaviour, Control, Findings, FormEnvironment, Group};
use definition::Field;
use std::sync::Arc;
use value::Label;

/// The kind.
pub static CONTROL: Control = Control {
    kind: "watermark_photo",
    label: pair("水印拍照", "Stamped photo"),
    help: pair(
        "现场拍照并写上时间、地点、人员。水印由浏览器写入，时间地点来自设备，服务器不能证实",
        "A photo taken now with time, place and person written on it. The browser writes what the device says; the server cannot prove it",
    ),
    group: Group::File,
    icon: "camera",
    schema: settings::schema::<WatermarkPhotoSettings>,
    prepare,
    example: example(r#"{ "id": "site", "kind": "watermark_photo", "label": { "zh-CN": "到场照片", "en": "On site" }, "max_count": 2 }"#),
};

definition::settings! {
    /// Settings of stamped photos.
    pub struct WatermarkPhotoSettings {
        min_count: u32 = 0, ("最少张数", "Fewest"), ("填写时至少几张", "At least so many, if any"), 0..=100;
        max_count: u32 = 3, ("最多张数", "Most"), ("最多几张", "At most so many"), 1..=100;
        max_mb: u32 = 20, ("每个最大 MB", "Megabytes each"), ("每个文件最多多少 MB", "At most so many megabytes each"), 1..=1024;
        time: bool = true, ("时间", "Time"), ("写上拍摄时间（设备时间）", "Writes when it was taken, by the clock of the device");
        place: bool = true, ("地点", "Place"), ("写上经纬度；需要本人同意定位", "Writes the coordinates; the person has to allow it");
        person: bool = true, ("人员", "Person"), ("写上拍照人姓名", "Writes the name of who takes it");
        note: Option<Label> = None, ("附加文字", "Words"), ("另外写上的文字：单位、项目", "Words that are written too: the company, the site");
    }
}

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: WatermarkPhotoSettings = settings::read(field, findings)?;
    let upload = upload_of(UploadKind::Image, (settings.min_count, settings.max_count), settings.max_mb);
    upload.judge(findings);
    Some(Arc::new(Files::plain(upload)))
}
