//! 缺陷图片

use super::files::{Files, upload_of};
use super::settings;
use super::upload::UploadKind;
use crate::words::{example, pair};
use crate::{Behaviour, Control, Findings, FormEnvironment, Group};
use definition::Field;
use std::sync::Arc;

/// The kind.
pub static CONTROL: Control = Control {
    kind: "defect_photo",
    label: pair("缺陷图片", "Marked photos"),
    help: pair(
        "在照片上画箭头、框、文字标出位置；原图不变，标注随时可以再改",
        "Arrows, boxes and words over a photo show where; the original stays, and what was drawn can be changed later",
    ),
    group: Group::File,
    icon: "marked-picture",
    schema: settings::schema::<DefectPhotoSettings>,
    prepare,
    example: example(
        r#"{ "id": "defects", "kind": "defect_photo", "label": { "zh-CN": "缺陷位置", "en": "Where the defect is" }, "min_count": 1, "max_count": 4 }"#,
    ),
};

definition::settings! {
    /// Settings of marked photos.
    pub struct DefectPhotoSettings {
        min_count: u32 = 0, ("最少张数", "Fewest"), ("填写时至少几张", "At least so many, if any"), 0..=100;
        max_count: u32 = 9, ("最多张数", "Most"), ("最多几张", "At most so many"), 1..=100;
        max_mb: u32 = 20, ("每个最大 MB", "Megabytes each"), ("每个文件最多多少 MB", "At most so many megabytes each"), 1..=1024;
        longest: u32 = 0, ("压缩到", "Shrink to"), ("上传前把长边缩到多少像素；0 为保留原图", "Pixels of the longer side before it is sent; 0 keeps the original"), 0..=10000;
        camera: bool = true, ("优先拍照", "Camera first"), ("手机上直接打开相机", "A phone opens its camera at once");
    }
}

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: DefectPhotoSettings = settings::read(field, findings)?;
    let upload = upload_of(UploadKind::Image, (settings.min_count, settings.max_count), settings.max_mb);
    upload.judge(findings);
    Some(Arc::new(Files::marked(upload)))
}
