//! The merge of one object: a walk through three trees at once.

use super::order::{Orders, woven};
use super::{ChangedBy, Decisions, MergeDifference, Side};
use crate::ObjectKey;
use crate::diff::{Names, Place, by_id};
use serde_json::{Map, Value as Json};
use std::collections::{BTreeMap, BTreeSet};
use value::Label;

/// What stands at one place in the base, at the maker's and here.
#[derive(Clone, Copy)]
pub(super) struct Three<'a> {
    pub(super) base: Option<&'a Json>,
    pub(super) vendor: Option<&'a Json>,
    pub(super) customer: Option<&'a Json>,
}

/// How a place is merged.
enum Shape<'a> {
    /// Property by property.
    Members,
    /// Item by item.
    Items([Vec<(&'a str, &'a Json)>; 3]),
    /// As one value: one of the two.
    Whole,
}

/// Properties that every kind of a thing has: they can be merged although the other side made another kind of it.
const OF_EVERY_KIND: [&str; 6] = ["id", "label", "help", "placeholder", "required", "readonly"];

impl<'a> Three<'a> {
    fn each(self) -> [Option<&'a Json>; 3] {
        [self.base, self.vendor, self.customer]
    }

    pub(super) fn both_changed(self) -> bool {
        self.vendor != self.base && self.customer != self.base
    }

    fn member(self, key: &str) -> Self {
        let of = |json: Option<&'a Json>| json.and_then(|json| json.get(key));
        Self { base: of(self.base), vendor: of(self.vendor), customer: of(self.customer) }
    }

    fn shape(self) -> Shape<'a> {
        let present = || self.each().into_iter().flatten();
        if self.vendor.is_some() && self.customer.is_some() && present().all(Json::is_object) {
            let is_whole = present().any(|json| is_label(json) || json.get("op").is_some()) || self.became_another_kind();
            return if is_whole { Shape::Whole } else { Shape::Members };
        }
        // A list that is left out is an empty one.
        let is_some_list = |json: Option<&Json>| json.and_then(Json::as_array).is_some_and(|items| !items.is_empty());
        if present().count() >= 2 && present().all(Json::is_array) && (is_some_list(self.vendor) || is_some_list(self.customer)) {
            let [base, vendor, customer] = self.each().map(named);
            if let (Some(base), Some(vendor), Some(customer)) = (base, vendor, customer) {
                return Shape::Items([base, vendor, customer]);
            }
        }
        Shape::Whole
    }

    /// Whether one side made another kind of it while the other changed what the former kind was set to.
    fn became_another_kind(self) -> bool {
        let kind = |json: Option<&'a Json>| json.and_then(|json| json.get("kind"));
        let [base, vendor, customer] = self.each().map(kind);
        if vendor == customer {
            return false;
        }
        let settings_changed = |side: Option<&Json>| {
            let (Some(side), Some(base)) = (side.and_then(Json::as_object), self.base.and_then(Json::as_object)) else { return true };
            let keys: BTreeSet<&String> = side.keys().chain(base.keys()).collect();
            keys.into_iter().any(|key| !OF_EVERY_KIND.contains(&key.as_str()) && side.get(key) != base.get(key))
        };
        (vendor != base && settings_changed(self.customer)) || (customer != base && settings_changed(self.vendor))
    }
}

/// A text in several languages is one thing: half of it would say something else.
fn is_label(json: &Json) -> bool {
    json.as_object().is_some_and(|object| !object.is_empty() && object.keys().all(|key| matches!(key.as_str(), "zh-CN" | "en")))
}

/// The items of a list by their names; plain texts are their own names. None if an item has none, or the order is all that it says.
fn named(list: Option<&Json>) -> Option<Vec<(&str, &Json)>> {
    let items = list.and_then(Json::as_array).map_or(&[][..], Vec::as_slice);
    if items.iter().any(|item| item.get("do").is_some()) {
        return None;
    }
    let texts: Option<Vec<(&str, &Json)>> = items.iter().map(|item| Some((item.as_str()?, item))).collect();
    match texts {
        Some(texts) => (texts.iter().map(|(name, _)| name).collect::<BTreeSet<_>>().len() == texts.len()).then_some(texts),
        None => by_id(items).or_else(|| by_kind(items)),
    }
}

/// Items of which each is the only one of its kind: bands of a print, actions of a rule.
fn by_kind(items: &[Json]) -> Option<Vec<(&str, &Json)>> {
    let kinds: Vec<(&str, &Json)> = items.iter().map(|item| Some((item.get("kind")?.as_str()?, item))).collect::<Option<_>>()?;
    let names: BTreeSet<&str> = kinds.iter().map(|(name, _)| *name).collect();
    (names.len() == kinds.len()).then_some(kinds)
}

/// Walks through the three.
pub(super) struct Merging<'a> {
    key: &'a ObjectKey,
    label: &'a Label,
    names: Names<'a>,
    decisions: &'a Decisions,
    pub(super) found: Vec<MergeDifference>,
}

impl<'a> Merging<'a> {
    pub(super) fn new(key: &'a ObjectKey, label: &'a Label, names: Names<'a>, decisions: &'a Decisions) -> Self {
        Self { key, label, names, decisions, found: Vec::new() }
    }

    /// What stands at a place afterwards; none if nothing does.
    pub(super) fn value(&mut self, place: &Place, three: Three<'_>) -> Option<Json> {
        if three.vendor == three.customer && three.vendor == three.base {
            return three.customer.cloned();
        }
        if three.vendor == three.customer {
            return self.decided(place, three);
        }
        match three.shape() {
            Shape::Members => Some(self.members(place, three)),
            Shape::Items(items) => self.items(place, three, &items),
            Shape::Whole => self.decided(place, three),
        }
    }

    fn members(&mut self, place: &Place, three: Three<'_>) -> Json {
        let keys_of = |json: Option<&Json>| json.and_then(Json::as_object).map(|object| object.keys().cloned().collect()).unwrap_or_default();
        let mut keys: Vec<String> = keys_of(three.customer);
        let more: Vec<String> = keys_of(three.vendor).into_iter().chain(keys_of(three.base)).filter(|key| !keys.contains(key)).collect();
        keys.extend(more);
        let mut merged = Map::new();
        for key in keys {
            if merged.contains_key(&key) {
                continue;
            }
            let member = three.member(&key);
            // Both added the thing: what they agree about is not worth a word.
            let is_agreed = three.base.is_none() && member.vendor == member.customer;
            let value = if is_agreed { member.customer.cloned() } else { self.value(&place.below(&key, Label::default()), member) };
            merged.extend(value.map(|value| (key, value)));
        }
        Json::Object(merged)
    }

    fn items<'x>(&mut self, place: &Place, three: Three<'_>, lists: &[Vec<(&'x str, &'x Json)>; 3]) -> Option<Json> {
        let of = |side: &[(&'x str, &'x Json)], name: &str| side.iter().find(|(one, _)| *one == name).map(|(_, item)| *item);
        let [base, vendor, customer] = lists;
        let mut merged: BTreeMap<&str, Option<Json>> = BTreeMap::new();
        for (name, _) in customer.iter().chain(vendor).chain(base) {
            if merged.contains_key(name) {
                continue;
            }
            let item = Three { base: of(base, name), vendor: of(vendor, name), customer: of(customer, name) };
            let called = item.customer.or(item.vendor).or(item.base).map(|item| self.names.of(item)).unwrap_or_default();
            let there = place.below(name, called);
            let value = if place.path == "/layouts" { self.layout(&there, item) } else { self.value(&there, item) };
            merged.insert(name, value);
        }
        let names = |side: &[(&'x str, &'x Json)]| side.iter().map(|(name, _)| *name).collect();
        let orders = Orders { base: names(base), vendor: names(vendor), customer: names(customer) };
        let kept = |name: &str| merged.get(name).is_some_and(Option::is_some);
        let order = match self.order(place, &orders) {
            Side::Vendor => woven(&orders.vendor, &orders.customer, kept),
            Side::Customer => woven(&orders.customer, &orders.vendor, kept),
        };
        if order.is_empty() {
            // Nothing is left: written as on the side that has nothing.
            return match (orders.vendor.is_empty(), orders.customer.is_empty()) {
                (true, _) => three.vendor.cloned(),
                (_, true) => three.customer.cloned(),
                _ => Some(Json::Array(Vec::new())),
            };
        }
        Some(order.iter().filter_map(|name| merged.get(name).cloned().flatten()).collect())
    }

    /// Whose order the items have. Whoever moved them has the say; if both did, it is a conflict.
    fn order(&mut self, place: &Place, orders: &Orders<'_>) -> Side {
        let by = match (orders.vendor_moved(), orders.customer_moved()) {
            (false, false) if orders.agree() => return Side::Customer,
            (true, true) if orders.agree() => ChangedBy::Same,
            (true, false) => ChangedBy::Vendor,
            (false, true) => ChangedBy::Customer,
            _ => ChangedBy::Conflict,
        };
        let list = |side: &[&str], other: &[&str]| Some(Orders::shared(side, other).into_iter().map(Json::from).collect());
        let (vendor, customer) = (list(&orders.vendor, &orders.customer), list(&orders.customer, &orders.vendor));
        self.push(&place.below("#order", Label::default()), by, [list(&orders.base, &orders.customer), vendor, customer])
    }

    /// A layout shows a field once: where the two took its parts apart differently, it is one of the two as a whole.
    fn layout(&mut self, place: &Place, three: Three<'_>) -> Option<Json> {
        let nobody = Decisions::default();
        let mut trial = Merging::new(self.key, self.label, Names { fields: BTreeMap::new(), forms: self.names.forms }, &nobody);
        let merged = trial.value(place, three);
        let is_torn = |one: &MergeDifference| {
            let is_gone_somewhere = one.vendor.is_none() || one.customer.is_none();
            one.by == ChangedBy::Conflict && one.path != place.path && (is_gone_somewhere || one.path.ends_with("/#order"))
        };
        let shows_twice = merged.as_ref().is_some_and(|layout| {
            let mut seen = BTreeSet::new();
            !shown_fields(layout).into_iter().all(|field| seen.insert(field))
        });
        if shows_twice || trial.found.iter().any(is_torn) { self.decided(place, three) } else { self.value(place, three) }
    }

    /// One of the two values as a whole.
    fn decided(&mut self, place: &Place, three: Three<'_>) -> Option<Json> {
        let by = match three {
            _ if three.vendor == three.customer => ChangedBy::Same,
            _ if three.customer == three.base => ChangedBy::Vendor,
            _ if three.vendor == three.base => ChangedBy::Customer,
            _ => ChangedBy::Conflict,
        };
        match self.push(place, by, three.each().map(|json| json.cloned())) {
            Side::Vendor => three.vendor.cloned(),
            Side::Customer => three.customer.cloned(),
        }
    }

    fn push(&mut self, place: &Place, by: ChangedBy, [base, vendor, customer]: [Option<Json>; 3]) -> Side {
        let usual = if by == ChangedBy::Vendor { Side::Vendor } else { Side::Customer };
        let taken = self.decisions.of(self.key, &place.path).unwrap_or(usual);
        self.found.push(MergeDifference {
            key: self.key.clone(),
            label: self.label.clone(),
            path: place.path.clone(),
            names: place.names.clone(),
            by,
            base,
            vendor,
            customer,
            taken,
        });
        taken
    }
}

/// The fields that a layout shows, each as often as it does.
fn shown_fields(json: &Json) -> Vec<&str> {
    match json {
        Json::Object(object) if object.get("kind").and_then(Json::as_str) == Some("field") => {
            object.get("field").and_then(Json::as_str).into_iter().collect()
        }
        Json::Object(object) => object.values().flat_map(shown_fields).collect(),
        Json::Array(items) => items.iter().flat_map(shown_fields).collect(),
        _ => Vec::new(),
    }
}
