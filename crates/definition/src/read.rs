//! From the text of a file to a typed object.
//!
//! Reading tells what JSON itself and the envelope demand, with line and column. What the typed form demands is judged twice, by serde here
//! and by the JSON Schemas in `app-engine`, which name all faults of a file in one pass; the two must agree.

use crate::{
    Diagnostic, FORMAT, Object, ObjectKey, ObjectKind,
    canonical::{sorted, tidy},
    position::{Positions, escape},
};
use serde_json::Value as Json;
use value::Label;

/// The largest file of a package, in bytes.
pub const MAX_FILE: usize = 4 << 20;

/// A file that is well-formed JSON with a good envelope.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed {
    /// Which object it is.
    pub key: ObjectKey,
    /// The path in the package.
    pub path: String,
    /// The JSON as it stands in the file, with `$schema` and `x-` keys.
    pub whole: Json,
    /// The JSON without them: what the typed form and its schema speak of.
    pub json: Json,
    /// Where everything stands.
    pub positions: Positions,
}

/// Reads the text of a file; all faults of JSON and envelope at once.
pub fn parse(path: &str, text: &str) -> Result<Parsed, Vec<Diagnostic>> {
    let (parsed, faults) = parse_anyway(path, text)?;
    if faults.is_empty() { Ok(parsed) } else { Err(faults) }
}

/// Reads the text of a file as far as it can be read: a wrong envelope is told and set right, so that checking goes on behind it.
pub fn parse_anyway(path: &str, text: &str) -> Result<(Parsed, Vec<Diagnostic>), Vec<Diagnostic>> {
    let key = ObjectKey::from_path(path).ok_or_else(|| vec![unknown_file(path)])?;
    if text.len() > MAX_FILE {
        return Err(vec![too_large(path, text.len())]);
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let whole: Json = serde_json::from_str(text).map_err(|error| vec![malformed(path, &error)])?;
    let positions = Positions::of(text);
    let mut found = envelope_faults(path, &key, &whole);
    for diagnostic in &mut found {
        diagnostic.position = Some(positions.place(&diagnostic.pointer));
    }
    if !whole.is_object() {
        return Err(found);
    }
    found.extend(positions.duplicates().iter().map(|(pointer, place)| Diagnostic { position: Some(*place), ..duplicate_key(path, pointer) }));
    let mut json = tidy(without_free_keys(&whole, true));
    if let (Some(object), false) = (json.as_object_mut(), found.is_empty()) {
        object.insert("format".into(), Json::from(FORMAT));
        if key.kind != ObjectKind::App && object.contains_key("id") {
            object.insert("id".into(), Json::from(key.id.as_str()));
        }
    }
    Ok((Parsed { key, path: path.into(), whole, json, positions }, found))
}

impl Parsed {
    /// The typed object, or what serde says against it.
    pub fn object(&self) -> Result<Object, Box<Diagnostic>> {
        Object::from_json(self.key.kind, sorted(&self.json)).map_err(|error| {
            let zh = format!("文件不符合定义格式：{error}");
            let hint = Label::both("运行 `mortise check` 查看全部问题", "`mortise check` lists all faults");
            let mut found = Diagnostic::error("MD0110", &self.path, "", Label::both(zh, format!("the file does not follow the format: {error}")));
            found.position = Some((1, 1));
            Box::new(found.with_hint(hint))
        })
    }
}

/// Whether a key is free for other programs.
pub fn is_free(key: &str) -> bool {
    key.starts_with("x-")
}

fn without_free_keys(json: &Json, at_root: bool) -> Json {
    match json {
        Json::Object(object) => {
            let kept = object.iter().filter(|(key, _)| !(is_free(key) || at_root && key.as_str() == "$schema"));
            Json::Object(kept.map(|(key, below)| (key.clone(), without_free_keys(below, false))).collect())
        }
        Json::Array(items) => Json::Array(items.iter().map(|below| without_free_keys(below, false)).collect()),
        other => other.clone(),
    }
}

fn envelope_faults(path: &str, key: &ObjectKey, whole: &Json) -> Vec<Diagnostic> {
    let Some(object) = whole.as_object() else {
        return vec![not_an_object(path)];
    };
    let mut found = Vec::new();
    match object.get("format") {
        None => found.push(no_format(path)),
        Some(format) if format.as_u64() == Some(u64::from(FORMAT)) => {}
        Some(format) => found.push(unknown_format(path, format)),
    }
    if key.kind != ObjectKind::App
        && let Some(id) = object.get("id").and_then(Json::as_str)
        && id != key.id
    {
        found.push(id_is_not_the_name(path, id, &key.id));
    }
    found
}

fn malformed(path: &str, error: &serde_json::Error) -> Diagnostic {
    let zh = format!("不是合法的 JSON：{error}");
    let mut found = Diagnostic::error("MD0001", path, "", Label::both(zh, format!("this is not JSON: {error}")));
    let place = |number: usize| u32::try_from(number.max(1)).unwrap_or(u32::MAX);
    found.position = Some((place(error.line()), place(error.column())));
    found.with_hint(Label::both("检查此处是否缺少逗号、引号或括号", "look for a missing comma, quote or bracket here"))
}

fn duplicate_key(path: &str, pointer: &str) -> Diagnostic {
    let key = pointer.rsplit('/').next().unwrap_or_default();
    Diagnostic::error("MD0002", path, pointer, Label::both(format!("键「{key}」出现了两次"), format!("the key `{key}` stands twice")))
        .with_hint(Label::both("只保留其中一个", "keep one of them"))
}

fn unknown_file(path: &str) -> Diagnostic {
    let message = Label::both(format!("应用包中没有「{path}」这样的文件"), format!("a package has no file `{path}`"));
    let mut found = Diagnostic::error("MD0003", path, "", message);
    found.position = Some((1, 1));
    let folders: Vec<&str> = ObjectKind::ALL.iter().filter_map(|kind| kind.folder()).collect();
    let nearest = path.split_once('/').and_then(|(folder, _)| crate::suggest::nearest(folder, folders.iter().copied()));
    found.with_hint(nearest.map_or_else(
        || Label::both("每个对象一个文件：「文件夹/id.json」", "every object is a file `folder/id.json`"),
        |folder| Label::both(format!("你是否想用文件夹「{folder}」？"), format!("did you mean the folder `{folder}`?")),
    ))
}

fn too_large(path: &str, size: usize) -> Diagnostic {
    let message = Label::both(format!("文件有 {size} 字节，上限是 {MAX_FILE}"), format!("the file has {size} bytes; the limit is {MAX_FILE}"));
    let mut found = Diagnostic::error("MD0007", path, "", message);
    found.position = Some((1, 1));
    found.with_hint(Label::both("把它拆成几个对象", "split it into several objects"))
}

fn not_an_object(path: &str) -> Diagnostic {
    Diagnostic::error("MD0004", path, "", Label::both("文件的最外层必须是一个对象 { … }", "the file must be an object { … }"))
        .with_hint(Label::both("以 { \"format\": 1, \"id\": … } 开头", "begin with { \"format\": 1, \"id\": … }"))
}

fn no_format(path: &str) -> Diagnostic {
    Diagnostic::error("MD0005", path, "", Label::both("缺少格式号 format", "the number of the format is missing"))
        .with_hint(Label::both(format!("加上 \"format\": {FORMAT}"), format!("add \"format\": {FORMAT}")))
}

fn unknown_format(path: &str, format: &Json) -> Diagnostic {
    let message = Label::both(format!("本版本不认识格式 {format}"), format!("this release does not know format {format}"));
    Diagnostic::error("MD0005", path, format!("/{}", escape("format")), message)
        .with_hint(Label::both(format!("使用 {FORMAT}，或升级本产品"), format!("use {FORMAT}, or upgrade the product")))
}

fn id_is_not_the_name(path: &str, id: &str, name: &str) -> Diagnostic {
    let message = Label::both(format!("id「{id}」与文件名「{name}.json」不一致"), format!("the id `{id}` differs from the file name `{name}.json`"));
    Diagnostic::error("MD0006", path, "/id", message).with_hint(Label::both(
        format!("把 id 改为「{name}」，或把文件改名为「{id}.json」"),
        format!("set the id to `{name}`, or name the file `{id}.json`"),
    ))
}
