//! 检查项

use super::upload::{Upload, UploadKind};
use super::{check, matrix, settings};
#[cfg(not(target_family = "wasm"))]
use crate::shape::{Shape, Spelling};
use crate::words::{example, pair};
use crate::{Behaviour, Control, FieldFault, Findings, FormEnvironment, Group, Options, Part, Special, ValueContext, code};
use definition::{Choice, Field, Tone};
use serde_json::{Map, Value as Json};
use std::sync::Arc;
use value::{FileRef, JsonFault, Label, OptionId, ShowContext, Value, ValueType};

/// The kind.
pub static CONTROL: Control = Control {
    kind: "check_item",
    label: pair("检查项", "Check item"),
    help: pair(
        "是、否或不适用；选否时要写说明、拍照。公式里写 {field.answer} 和 {field.note}",
        "Yes, no or not applicable; a no wants a note and photos. Formulas write {field.answer} and {field.note}",
    ),
    group: Group::Choice,
    icon: "check_item",
    schema: settings::schema::<CheckItemSettings>,
    prepare,
    example: example(
        r#"{ "id": "guard", "kind": "check_item", "label": { "zh-CN": "护栏完好", "en": "Guard rail is sound" }, "note_when_no": true, "photo_when_no": true }"#,
    ),
};

definition::settings! {
    /// Settings of a check item.
    pub struct CheckItemSettings {
        na: bool = true, ("不适用", "Not applicable"), ("可以选「不适用」", "Whether it can be answered as not applicable");
        yes_word: Option<Label> = None, ("「是」的文字", "Word for yes"), ("例如「合格」", "Such as: sound");
        no_word: Option<Label> = None, ("「否」的文字", "Word for no"), ("例如「不合格」", "Such as: faulty");
        na_word: Option<Label> = None, ("「不适用」的文字", "Word for not applicable"), ("例如「本次不查」", "Such as: not looked at");
        note_when_no: bool = false, ("否时必须说明", "Note for a no"), ("选否时必须写说明", "Whether a no must say why");
        photo_when_no: bool = false, ("否时必须拍照", "Photo for a no"), ("选否时至少一张照片", "Whether a no needs a photo");
        max_photos: u32 = 3, ("最多照片", "Most photos"), ("最多几张照片；0 为不要照片", "At most so many photos; 0 for none"), 0..=20;
        max_mb: u32 = 20, ("每张最大 MB", "Megabytes each"), ("每张照片最多多少 MB", "At most so many megabytes each"), 1..=1024;
    }
}

/// The longest note.
const LONGEST: u32 = 1000;

#[derive(Debug)]
struct CheckItem {
    settings: CheckItemSettings,
    answers: Options,
    upload: Upload,
}

fn prepare(field: &Field, _: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: CheckItemSettings = settings::read(field, findings)?;
    if settings.photo_when_no && settings.max_photos == 0 {
        let message = told!("要求拍照，却一张也不许放", "a photo is asked for, but none may be put in");
        findings.error("MC0105", "/max_photos", message);
        return None;
    }
    let answers = Options::of(&answers_of(&settings));
    let upload = Upload { accept: UploadKind::Image, max_count: settings.max_photos.max(1), max_mb: settings.max_mb, ..Upload::default() };
    Some(Arc::new(CheckItem { settings, answers, upload }))
}

fn answers_of(settings: &CheckItemSettings) -> Vec<Choice> {
    let answer = |id: &str, word: &Option<Label>, zh: &str, en: &str, tone| {
        let label = word.clone().unwrap_or_else(|| Label::both(zh, en));
        Some(Choice { id: OptionId::parse(id).ok()?, label, tone, retired: id == "na" && !settings.na, children: Vec::new() })
    };
    let all = [
        answer("yes", &settings.yes_word, "是", "Yes", Tone::Good),
        answer("no", &settings.no_word, "否", "No", Tone::Danger),
        answer("na", &settings.na_word, "不适用", "Not applicable", Tone::Neutral),
    ];
    all.into_iter().flatten().collect()
}

impl CheckItem {
    fn read_photos(&self, json: &Json) -> Result<Vec<Json>, JsonFault> {
        if json.is_null() {
            return Ok(Vec::new());
        }
        let items = json.as_array().ok_or_else(|| matrix::wrong("/photos", "list"))?;
        let mut photos = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            let read = value::from_json(item, &ValueType::File).map_err(|fault| JsonFault { pointer: format!("/photos/{index}"), ..fault })?;
            if !read.is_blank() {
                photos.push(value::to_json(&read, None));
            }
        }
        Ok(photos)
    }
}

fn photos_of(json: &Json) -> Vec<FileRef> {
    let file = |item: &Json| if let Ok(Value::File(file)) = value::from_json(item, &ValueType::File) { Some(file) } else { None };
    json.get("photos").and_then(Json::as_array).into_iter().flatten().filter_map(file).collect()
}

fn text<'a>(json: &'a Json, key: &str) -> &'a str {
    json.get(key).and_then(Json::as_str).unwrap_or_default()
}

impl Behaviour for CheckItem {
    fn value_type(&self) -> ValueType {
        ValueType::Structure
    }

    #[cfg(not(target_family = "wasm"))]
    fn shape(&self, spelling: Spelling) -> Shape {
        use serde_json::json;

        let any_marks = Shape::of(json!({}));
        let photo = super::files::shape_of_one(&self.upload, any_marks, spelling);
        let photos = Shape::list(photo, (None, Some(self.settings.max_photos)), spelling).with("uniqueItems", false);
        let note = Shape::text((None, Some(LONGEST)), spelling);
        let parts = [("answer", Shape::choice(&self.answers, true, spelling)), ("note", note), ("photos", photos)];
        let shape = Shape::object(parts, &["answer"]);
        let (note, photo) = (self.settings.note_when_no, self.settings.photo_when_no);
        if spelling == Spelling::Kept || !(note || photo) {
            return shape;
        }
        let needed: Vec<&str> = [("note", note), ("photos", photo)].into_iter().filter(|(_, needed)| *needed).map(|(key, _)| key).collect();
        let mut more = Map::new();
        if note {
            more.insert("note".into(), json!({ "minLength": 1 }));
        }
        if photo {
            more.insert("photos".into(), json!({ "minItems": 1 }));
        }
        let says_no = json!({ "type": "object", "properties": { "answer": { "const": "no" } }, "required": ["answer"] });
        shape.with("if", says_no).with("then", json!({ "required": needed, "properties": more }))
    }

    /// An answer alone may also be written as `"yes"`.
    fn read(&self, json: &Json) -> Result<Value, JsonFault> {
        let mut kept = Map::new();
        match json {
            Json::Null => return Ok(Value::Blank),
            Json::String(answer) if answer.is_empty() => return Ok(Value::Blank),
            Json::String(_) => _ = matrix::read_option(json)?.map(|answer| kept.insert("answer".into(), answer)),
            Json::Object(given) => {
                if let Some(unknown) = given.keys().find(|key| !matches!(key.as_str(), "answer" | "note" | "photos")) {
                    return Err(matrix::wrong(&format!("/{unknown}"), "{answer, note, photos}"));
                }
                let part = |key: &str| given.get(key).unwrap_or(&Json::Null);
                let answer = matrix::read_option(part("answer")).map_err(|fault| JsonFault { pointer: "/answer".into(), ..fault })?;
                answer.into_iter().for_each(|answer| _ = kept.insert("answer".into(), answer));
                let note = value::from_json(part("note"), &ValueType::Text).map_err(|fault| JsonFault { pointer: "/note".into(), ..fault })?;
                if let Value::Text(note) = note
                    && !note.trim().is_empty()
                {
                    kept.insert("note".into(), note.trim().into());
                }
                let photos = self.read_photos(part("photos"))?;
                if !photos.is_empty() {
                    kept.insert("photos".into(), Json::Array(photos));
                }
            }
            _ => return Err(matrix::wrong("", "{answer, note, photos}")),
        }
        Ok(if kept.is_empty() { Value::Blank } else { Value::Structure(Json::Object(kept)) })
    }

    fn check(&self, value: &Value, context: &ValueContext<'_>, faults: &mut Vec<FieldFault>) {
        let Value::Structure(json) = value else { return };
        let mut say = |code, zh: &str, en: &str| check::fault(faults, code, zh, en);
        if text(json, "answer").is_empty() {
            say(code::PART_MISSING, "请选「是」「否」或「不适用」", "answer yes, no or not applicable");
        }
        let no = text(json, "answer") == "no";
        let photos = photos_of(json);
        if no && self.settings.note_when_no && text(json, "note").is_empty() {
            say(code::PART_MISSING, "选「否」时请写说明", "say why it is a no");
        }
        if no && self.settings.photo_when_no && photos.is_empty() {
            say(code::PART_MISSING, "选「否」时请拍照", "a no needs a photo");
        }
        if let Some(answer) = json.get("answer") {
            let stays = if let Value::Structure(stored) = context.stored { stored.get("answer") == Some(answer) } else { false };
            matrix::check_option(answer, stays, &self.answers, faults);
        }
        check::length(text(json, "note"), None, Some(LONGEST), faults);
        check::count(photos.len(), None, Some(self.settings.max_photos), ("张照片", "photos"), faults);
        for (index, photo) in photos.iter().enumerate() {
            faults.extend(self.upload.check_file(photo).into_iter().map(|fault| fault.below(&format!("/photos/{index}"))));
        }
    }

    fn parts(&self) -> Vec<Part> {
        let answer = Part::new("answer", ("结果", "Answer"), ValueType::Choice).map(|part| Part { options: self.answers.names(), ..part });
        [answer, Part::new("note", ("说明", "Note"), ValueType::Text)].into_iter().flatten().collect()
    }

    fn write(&self, value: &Value, context: &ShowContext<'_>) -> Option<String> {
        let Value::Structure(json) = value else { return None };
        let mut words = json.get("answer").map(|answer| matrix::name_of(answer, &self.answers, context.locale)).unwrap_or_default();
        let note = text(json, "note");
        if !note.is_empty() {
            words.push_str(if context.locale == value::Locale::ZhCn { "：" } else { ": " });
            words.push_str(note);
        }
        Some(words)
    }

    fn special(&self) -> Special<'_> {
        Special::Upload(&self.upload)
    }
}
