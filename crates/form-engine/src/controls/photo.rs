//! 图片

use super::files::{Files, upload_of};
use super::settings;
use super::upload::UploadKind;
use crate::words::{example, pair};
use crate::{Behaviour, Control, Findings, FormEnvironment, Group};
use definition::Field;
use std::sync::Arc;

/// The kind.
pub static CONTROL: Control = Control {
    kind: "photo",
    label: pair("图片", "Photos"),
    help: pair("拍照或选择图片，显示缩略图", "Photos from the camera or pictures, shown small"),
    group: Group::File,
    icon: "picture",
    schema: settings::schema::<PhotoSettings>,
    prepare,
    example: example(
        r#"{ "id": "photos", "kind": "photo", "label": { "zh-CN": "现场照片", "en": "Photos" }, "min_count": 1, "max_count": 6, "camera": true }"#,
    ),
};

definition::settings! {
    /// Settings of photos.
    pub struct PhotoSettings {
        min_count: u32 = 0, ("最少张数", "Fewest"), ("填写时至少几张", "At least so many, if any"), 0..=100;
        max_count: u32 = 9, ("最多张数", "Most"), ("最多几张", "At most so many"), 1..=100;
        max_mb: u32 = 20, ("每个最大 MB", "Megabytes each"), ("每个文件最多多少 MB", "At most so many megabytes each"), 1..=1024;
        longest: u32 = 2560, ("压缩到", "Shrink to"), ("上传前把长边缩到多少像素；0 为保留原图", "Pixels of the longer side before it is sent; 0 keeps the original"), 0..=10000;
        camera: bool = false, ("优先拍照", "Camera first"), ("手机上直接打开相机；浏览器不能阻止别人选旧照片", "A phone opens its camera at once; no browser can keep somebody from choosing an old picture");
    }
}

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: PhotoSettings = settings::read(field, findings)?;
    let upload = upload_of(UploadKind::Image, (settings.min_count, settings.max_count), settings.max_mb);
    upload.judge(findings);
    Some(Arc::new(Files::plain(upload)))
}
