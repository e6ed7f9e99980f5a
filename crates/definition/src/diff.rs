//! What differs between two packages, by object and property: the list of changes that is shown before publishing.
//!
//! Items of lists are matched by their `id`, so that moving a field is one change and not a change of all that follow.

use crate::{Object, ObjectKey, Package, position::escape};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use value::{Label, Locale};

/// An object that was added, removed or changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ObjectChange {
    /// Which object.
    pub key: ObjectKey,
    /// What people call it, in the newer package if it is there.
    pub label: Label,
    /// Whether it is only in the newer package.
    pub added: bool,
    /// Whether it is only in the older package.
    pub removed: bool,
    /// The properties that differ; empty for an added or removed object.
    pub properties: Vec<PropertyChange>,
}

/// A property that differs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PropertyChange {
    /// The way to it, with ids in the place of positions: `/fields/amount/label`.
    pub path: String,
    /// What it was; none if it is new.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Json>,
    /// What it is; none if it was taken out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Json>,
}

/// The differences, in the order of kinds and ids.
pub fn diff(old: &Package, new: &Package) -> Vec<ObjectChange> {
    let keys: std::collections::BTreeSet<&ObjectKey> = old.entries().chain(new.entries()).map(|(key, _)| key).collect();
    keys.into_iter().filter_map(|key| change(key, old.get(key).map(|entry| &entry.object), new.get(key).map(|entry| &entry.object))).collect()
}

impl ObjectChange {
    /// The changes in sentences: one for an added or removed object, else one per property.
    pub fn sentences(&self) -> Vec<Label> {
        let kind = self.key.kind.label();
        let name = |locale: Locale| (kind.get(locale).to_owned(), self.label.get(locale).to_owned());
        let ((zh_kind, zh), (en_kind, en)) = (name(Locale::ZhCn), name(Locale::En));
        if self.added || self.removed {
            let (zh_word, en_word) = if self.added { ("新增", "added") } else { ("移除", "taken out") };
            return vec![Label::both(format!("{zh_word}{zh_kind}「{zh}」"), format!("The {en_kind} `{en}` is {en_word}"))];
        }
        let sentence = |property: &PropertyChange| {
            let (zh_word, en_word) = match (&property.before, &property.after) {
                (None, _) => ("新增", "added"),
                (_, None) => ("移除", "taken out"),
                _ => ("修改", "changed"),
            };
            let what = property.path.trim_start_matches('/').replace('/', " › ");
            Label::both(format!("{zh_kind}「{zh}」：{zh_word} {what}"), format!("{en_kind} `{en}`: {what} {en_word}"))
        };
        self.properties.iter().map(sentence).collect()
    }
}

fn change(key: &ObjectKey, old: Option<&Object>, new: Option<&Object>) -> Option<ObjectChange> {
    let label = new.or(old)?.label().clone();
    let mut properties = Vec::new();
    if let (Some(old), Some(new)) = (old, new) {
        compare(&old.to_json(), &new.to_json(), "", &mut properties);
        if properties.is_empty() {
            return None;
        }
    }
    Some(ObjectChange { key: key.clone(), label, added: old.is_none(), removed: new.is_none(), properties })
}

fn compare(old: &Json, new: &Json, path: &str, found: &mut Vec<PropertyChange>) {
    match (old, new) {
        (Json::Object(old), Json::Object(new)) => {
            let old: Vec<(&str, &Json)> = old.iter().map(|(key, value)| (key.as_str(), value)).collect();
            let new: Vec<(&str, &Json)> = new.iter().map(|(key, value)| (key.as_str(), value)).collect();
            compare_members(&old, &new, path, found);
        }
        (Json::Array(old_items), Json::Array(new_items)) => match (by_id(old_items), by_id(new_items)) {
            (Some(old), Some(new)) => compare_lists(&old, &new, path, found),
            _ if old != new => found.push(changed(path, Some(old), Some(new))),
            _ => {}
        },
        _ if old != new => found.push(changed(path, Some(old), Some(new))),
        _ => {}
    }
}

/// Items by their ids; none if one has no id or an id stands twice.
fn by_id(items: &[Json]) -> Option<Vec<(&str, &Json)>> {
    let named: Vec<(&str, &Json)> = items.iter().map(|item| Some((name_of(item)?, item))).collect::<Option<_>>()?;
    let names: std::collections::BTreeSet<&str> = named.iter().map(|(name, _)| *name).collect();
    (names.len() == named.len()).then_some(named)
}

/// A layout part that shows a field is named by the field; everything else by its id.
fn name_of(item: &Json) -> Option<&str> {
    item.get("id").or_else(|| item.get("field")).and_then(Json::as_str)
}

fn compare_members(old: &[(&str, &Json)], new: &[(&str, &Json)], path: &str, found: &mut Vec<PropertyChange>) {
    let of = |side: &[(&str, &Json)], key: &str| side.iter().find(|(name, _)| *name == key).map(|(_, value)| (*value).clone());
    for (key, before) in old {
        let below = format!("{path}/{}", escape(key));
        match of(new, key) {
            Some(after) => compare(before, &after, &below, found),
            None => found.push(changed(&below, Some(before), None)),
        }
    }
    for (key, after) in new.iter().filter(|(key, _)| of(old, key).is_none()) {
        found.push(changed(&format!("{path}/{}", escape(key)), None, Some(after)));
    }
}

fn compare_lists(old: &[(&str, &Json)], new: &[(&str, &Json)], path: &str, found: &mut Vec<PropertyChange>) {
    compare_members(old, new, path, found);
    let order = |side: &[(&str, &Json)], other: &[(&str, &Json)]| -> Vec<Json> {
        side.iter().filter(|(name, _)| other.iter().any(|(other, _)| other == name)).map(|(name, _)| Json::from(*name)).collect()
    };
    let (before, after) = (order(old, new), order(new, old));
    if before != after {
        found.push(changed(&format!("{path}/#order"), Some(&Json::Array(before)), Some(&Json::Array(after))));
    }
}

fn changed(path: &str, before: Option<&Json>, after: Option<&Json>) -> PropertyChange {
    PropertyChange { path: path.into(), before: before.cloned(), after: after.cloned() }
}
