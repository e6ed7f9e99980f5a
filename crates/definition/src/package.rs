//! A package: the objects of one app, each with its canonical text.
//!
//! A folder, an archive and rows of a database are three spellings of the same package; all of them are a map from path to text here,
//! and the way round through any of them gives the same bytes.

use crate::{App, Diagnostic, Object, ObjectKey, ObjectKind, canonical, read, read::Parsed};
use sha2::{Digest, Sha256};
use std::{collections::BTreeMap, sync::Arc};
use value::Label;

/// The files of a package, path → text.
pub type Files = BTreeMap<String, String>;

/// One object of a package.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The typed object.
    pub object: Object,
    /// Its text in canonical form.
    pub text: Arc<str>,
    /// Its text as the author wrote it; diagnostics speak of its lines.
    pub source: Arc<str>,
}

/// The objects of an app, in the order of kinds and ids.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Package {
    entries: BTreeMap<ObjectKey, Entry>,
}

/// Whether a file of a package's folder is no object and is passed over: demo data, notes for people, files of other programs.
pub fn is_beside(path: &str) -> bool {
    path.starts_with("demo/") || path.starts_with("x-") || path.split('/').any(|step| step.starts_with('.')) || path.ends_with(".md")
}

impl Package {
    /// Reads files; what cannot be read is told and left out.
    pub fn read(files: &Files) -> (Self, Vec<Diagnostic>) {
        let mut package = Self::default();
        let mut found = Vec::new();
        for (path, text) in files.iter().filter(|(path, _)| !is_beside(path)) {
            match read::parse(path, text).and_then(|parsed| parsed.object().map(|object| (object, parsed)).map_err(|fault| vec![*fault])) {
                Ok((object, parsed)) => package.add(object, &parsed, text),
                Err(faults) => found.extend(faults),
            }
        }
        if !files.contains_key("app.json") {
            found.push(no_app());
        }
        (package, found)
    }

    /// Adds an object that was read from a file.
    pub fn add(&mut self, object: Object, parsed: &Parsed, source: &str) {
        let text = canonical::write(&object, Some(&parsed.whole)).into();
        self.entries.insert(object.key(), Entry { object, text, source: source.into() });
    }

    /// Adds a typed object, or puts it in the place of the one with its key.
    pub fn put(&mut self, object: Object) {
        // Free settings are written in the order of their making; read again, they stand as those of a file do.
        let made = canonical::write(&object, None);
        let read = read::parse(&object.key().path(), &made).ok();
        let settled = read.and_then(|parsed| Some(canonical::write(&parsed.object().ok()?, Some(&parsed.whole))));
        let text: Arc<str> = settled.unwrap_or(made).into();
        self.entries.insert(object.key(), Entry { object, text: text.clone(), source: text });
    }

    /// Takes an object out.
    pub fn remove(&mut self, key: &ObjectKey) -> Option<Entry> {
        self.entries.remove(key)
    }

    /// The files in canonical form.
    pub fn files(&self) -> Files {
        self.entries.iter().map(|(key, entry)| (key.path(), entry.text.to_string())).collect()
    }

    /// All objects in the order of kinds and ids.
    pub fn entries(&self) -> impl Iterator<Item = (&ObjectKey, &Entry)> {
        self.entries.iter()
    }

    /// One object.
    pub fn get(&self, key: &ObjectKey) -> Option<&Entry> {
        self.entries.get(key)
    }

    /// The objects of a kind.
    pub fn of_kind(&self, kind: ObjectKind) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(move |(key, _)| key.kind == kind).map(|(_, entry)| entry)
    }

    /// The app itself.
    pub fn app(&self) -> Option<&App> {
        self.of_kind(ObjectKind::App).find_map(|entry| if let Object::App(app) = &entry.object { Some(app) } else { None })
    }

    /// How many objects there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no object.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The hash of the content: SHA-256 over paths and canonical texts, in hexadecimal. Two packages with one hash say the same.
    pub fn hash(&self) -> String {
        let mut hasher = Sha256::new();
        for (key, entry) in &self.entries {
            for part in [key.path().as_bytes(), entry.text.as_bytes()] {
                hasher.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
                hasher.update(part);
            }
        }
        hex::encode(hasher.finalize())
    }
}

/// The finding that a package has no `app.json`.
pub fn no_app() -> Diagnostic {
    let mut found = Diagnostic::error("MD0008", "app.json", "", Label::both("应用包缺少 app.json", "the package has no app.json"));
    found.position = Some((1, 1));
    found.with_hint(Label::both("加上 app.json，写明 id、名称、版本和语言", "add app.json with id, label, version and languages"))
}
