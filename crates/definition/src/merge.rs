//! Three-way merge: a package that its maker brought out anew, and what was made of the one before in this deployment.
//!
//! Everything is compared by object and property, items of lists by their ids. What only one side changed is taken from that side. Where both
//! changed the same thing differently, both values stand in the difference and somebody decides; nothing is dropped without a word. Every
//! other difference can be decided otherwise too, so that a merged app that does not hold together can be set right.

mod order;
mod tree;
mod words;

pub use words::Vocabulary;

use crate::diff::{Names, Place, fields_in, labels_of, way_in_words};
use crate::{Files, Object, ObjectKey, ObjectKind, Package, canonical, read};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};
use tree::{Merging, Three};
use value::{Label, Locale};

/// One of the two who changed the base.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The maker of the package.
    Vendor,
    /// This deployment.
    Customer,
}

/// Who changed a property since the base.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangedBy {
    /// The maker alone: the change is taken.
    Vendor,
    /// This deployment alone: the change is kept.
    Customer,
    /// Both, to the same.
    Same,
    /// Both, each to something else; or one changed what the other took out.
    Conflict,
}

/// A property that at least one side changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MergeDifference {
    /// The object.
    pub key: ObjectKey,
    /// What people call it.
    pub label: Label,
    /// The way to the property, with ids in the place of positions; blank for the whole object.
    pub path: String,
    /// What people call each step of the way; blank where a step is a key of the format and no name.
    pub names: Vec<Label>,
    /// Who changed it.
    pub by: ChangedBy,
    /// What it was; none if it was not there.
    pub base: Option<Json>,
    /// What it is in the new package; none if it is not there.
    pub vendor: Option<Json>,
    /// What it is in this deployment; none if it is not there.
    pub customer: Option<Json>,
    /// Whose value stands in the merged package.
    pub taken: Side,
}

/// What is decided about differences, by object and path.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Decisions(BTreeMap<(ObjectKey, String), Side>);

/// A merged package.
#[derive(Debug, Clone, PartialEq)]
pub struct Merged {
    /// Its files in canonical form. What both sides changed may not hold together: it is to be checked as any package.
    pub files: Files,
    /// All differences, in the order of kinds, ids and places.
    pub differences: Vec<MergeDifference>,
}

impl Decisions {
    /// Decides a difference.
    pub fn decide(&mut self, key: ObjectKey, path: impl Into<String>, side: Side) {
        self.0.insert((key, path.into()), side);
    }

    /// What is decided about a difference.
    pub fn of(&self, key: &ObjectKey, path: &str) -> Option<Side> {
        self.0.get(&(key.clone(), path.to_owned())).copied()
    }
}

impl MergeDifference {
    /// The place in words: 表单「工单」› 字段 › 金额 › 名称.
    pub fn place(&self) -> Label {
        let said = |locale| {
            let (kind, name) = (self.key.kind.label(), self.label.get(locale));
            let object = if locale == Locale::ZhCn { format!("{}「{name}」", kind.get(locale)) } else { format!("{} `{name}`", kind.get(locale)) };
            match way_in_words(&self.path, &self.names, locale) {
                way if way.is_empty() => object,
                way => format!("{object} › {way}"),
            }
        };
        Label::both(said(Locale::ZhCn), said(Locale::En))
    }
}

impl Merged {
    /// The conflicts.
    pub fn conflicts(&self) -> impl Iterator<Item = &MergeDifference> {
        self.differences.iter().filter(|one| one.by == ChangedBy::Conflict)
    }
}

/// Merges what both sides made of a base. A conflict about which nothing is decided leaves the customer's value.
pub fn merge(base: &Package, vendor: &Package, customer: &Package, decisions: &Decisions) -> Merged {
    let all = [customer, vendor, base];
    let keys: BTreeSet<&ObjectKey> = all.iter().flat_map(|package| package.entries()).map(|(key, _)| key).collect();
    let named = all.iter().flat_map(|package| package.of_kind(ObjectKind::Form)).map(|entry| &entry.object);
    let forms = labels_of(named.map(|object| (object.id().to_owned(), object.label().clone())));
    let mut merged = Merged { files: Files::new(), differences: Vec::new() };
    for key in keys {
        let texts = [base, vendor, customer].map(|package| package.get(key).map(|entry| entry.text.as_ref()));
        let label = all.iter().find_map(|package| package.get(key)).map(|entry| entry.object.label().clone()).unwrap_or_default();
        let (text, differences) = merge_texts(key, &label, &forms, texts, decisions);
        if let Some(text) = text {
            merged.files.insert(key.path(), text);
        }
        merged.differences.extend(differences);
    }
    merged
}

/// Merges one object: its text of before, the maker's, this deployment's, each missing where the object is not there. Where both changed the
/// same thing, this deployment's stands.
pub fn merge_object(key: &ObjectKey, base: Option<&str>, vendor: Option<&str>, customer: Option<&str>) -> Option<String> {
    merge_texts(key, &Label::default(), &BTreeMap::new(), [base, vendor, customer], &Decisions::default()).0
}

fn merge_texts(
    key: &ObjectKey,
    label: &Label,
    forms: &BTreeMap<String, Label>,
    [base, vendor, customer]: [Option<&str>; 3],
    decisions: &Decisions,
) -> (Option<String>, Vec<MergeDifference>) {
    if base == vendor && vendor == customer {
        return (customer.map(str::to_owned), Vec::new());
    }
    // A text that is no JSON is a draft that somebody is still at: it is no package's.
    let json = |text: Option<&str>| text.and_then(|text| serde_json::from_str::<Json>(text).ok());
    let texts = [customer, vendor];
    let (base, vendor, customer) = (json(base), json(vendor), json(customer));
    let fields = labels_of([&customer, &vendor, &base].into_iter().flatten().flat_map(fields_in));
    let mut merging = Merging::new(key, label, Names { fields, forms }, decisions);
    let three = Three { base: base.as_ref(), vendor: vendor.as_ref(), customer: customer.as_ref() };
    let mut merged = merging.value(&Place::default(), three);
    if three.both_changed() {
        merged.as_mut().into_iter().for_each(bring_back);
    }
    // What is one side's altogether is that side's to the byte.
    let verbatim = |json: &Json| {
        let mut sides = texts.into_iter().zip([&customer, &vendor]);
        sides.find(|(_, side)| side.as_ref() == Some(json)).and_then(|(text, _)| text).map(str::to_owned)
    };
    (merged.map(|json| verbatim(&json).unwrap_or_else(|| canonical_text(key, &json))), merging.found)
}

/// The canonical text; what cannot be read as its kind is left to the check, which tells why.
fn canonical_text(key: &ObjectKey, json: &Json) -> String {
    let text = canonical::text_of(json);
    let object = |parsed: &read::Parsed| parsed.object().ok().map(|object: Object| canonical::write(&object, Some(&parsed.whole)));
    read::parse(&key.path(), &text).ok().and_then(|parsed| object(&parsed)).unwrap_or(text)
}

/// An id that one side took out and the other side kept is retired no more.
fn bring_back(json: &mut Json) {
    let ids = |key: &str| json.get(key).and_then(Json::as_array).into_iter().flatten().filter_map(|item| item.get("id")?.as_str());
    let present: BTreeSet<String> = ["fields", "nodes"].into_iter().flat_map(ids).map(str::to_owned).collect();
    let Some(retired) = json.get_mut("retired").and_then(Json::as_array_mut) else { return };
    retired.retain(|id| id.as_str().is_none_or(|id| !present.contains(id)));
}

#[cfg(test)]
mod tests;
