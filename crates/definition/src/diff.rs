//! What differs between two packages, by object and property: the list of changes that is shown before publishing.
//!
//! Items of lists are matched by their `id`, so that moving a field is one change and not a change of all that follow.

use crate::{Object, ObjectKey, ObjectKind, Package, position::escape};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};
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
    /// What people call each step of the way; blank where a step is a key of the format and no name.
    pub names: Vec<Label>,
    /// What it was; none if it is new.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Json>,
    /// What it is; none if it was taken out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Json>,
}

/// The differences, in the order of kinds and ids.
pub fn diff(old: &Package, new: &Package) -> Vec<ObjectChange> {
    let keys: BTreeSet<&ObjectKey> = old.entries().chain(new.entries()).map(|(key, _)| key).collect();
    // The newer name wins, as it comes first.
    let forms = labels_of(
        new.entries()
            .chain(old.entries())
            .filter(|(key, _)| key.kind == ObjectKind::Form)
            .map(|(key, entry)| (key.id.clone(), entry.object.label().clone())),
    );
    keys.into_iter().filter_map(|key| change(key, old.get(key).map(|entry| &entry.object), new.get(key).map(|entry| &entry.object), &forms)).collect()
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
            let (zh_what, en_what) = (property.said(Locale::ZhCn), property.said(Locale::En));
            Label::both(format!("{zh_kind}「{zh}」：{zh_word} {zh_what}"), format!("{en_kind} `{en}`: {en_what} {en_word}"))
        };
        self.properties.iter().map(sentence).collect()
    }
}

impl PropertyChange {
    /// The way to it in words, as far as there are words.
    fn said(&self, locale: Locale) -> String {
        way_in_words(&self.path, &self.names, locale)
    }
}

/// The way to a property in words, as far as there are words.
pub(crate) fn way_in_words(path: &str, names: &[Label], locale: Locale) -> String {
    let steps = path.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~"));
    let said = |(step, name): (String, &Label)| match name.get(locale) {
        "" => key_in_words(&step, locale).to_owned(),
        name => name.to_owned(),
    };
    let is_silent = |step: &str| matches!(step, "children" | "pages");
    steps.zip(names).filter(|(step, _)| !is_silent(step)).map(said).collect::<Vec<_>>().join(" › ")
}

/// What a key of the format is called, if it has a word.
pub(crate) fn key_in_words(key: &str, locale: Locale) -> &str {
    match WORDS.iter().find(|(known, ..)| *known == key) {
        Some((_, zh, _)) if locale == Locale::ZhCn => zh,
        Some((_, _, en)) => en,
        None => key,
    }
}

/// What the keys of the format are called where changes are told.
const WORDS: &[(&str, &str, &str)] = &[
    ("#order", "顺序", "order"),
    ("actions", "动作", "actions"),
    ("aspect", "作用", "aspect"),
    ("assign", "由谁处理", "who handles it"),
    ("columns", "列", "columns"),
    ("deadline", "处理时限", "deadline"),
    ("default", "默认值", "default"),
    ("edges", "连线", "connections"),
    ("fields", "字段", "fields"),
    ("filter", "筛选", "filter"),
    ("form", "表单", "form"),
    ("formula", "公式", "formula"),
    ("grants", "权限", "rights"),
    ("help", "说明", "help"),
    ("items", "项目", "items"),
    ("kind", "类型", "kind"),
    ("label", "名称", "name"),
    ("layout", "画布位置", "places on the canvas"),
    ("layouts", "布局", "layouts"),
    ("logic", "逻辑", "logic"),
    ("max", "最大值", "greatest value"),
    ("max_length", "最多字数", "longest text"),
    ("min", "最小值", "least value"),
    ("nodes", "步骤", "steps"),
    ("options", "选项", "options"),
    ("placeholder", "占位文字", "placeholder"),
    ("required", "必填", "required"),
    ("retired", "已停用的标识", "retired ids"),
    ("rows", "数据范围", "rows"),
    ("scale", "小数位数", "decimals"),
    ("sort", "排序", "order of rows"),
    ("target", "目标", "target"),
    ("title_field", "称呼记录的字段", "field that names a record"),
    ("unique", "不可重复", "no two the same"),
    ("to", "终点", "to"),
    ("unit", "单位", "unit"),
    ("version", "版本", "version"),
    ("views", "视图", "views"),
    ("when", "条件", "condition"),
];

/// What people call the items of an object's lists.
pub(crate) struct Names<'a> {
    /// What its fields are called: parts of a layout and rights are named by them.
    pub(crate) fields: BTreeMap<String, Label>,
    /// What the forms of the app are called.
    pub(crate) forms: &'a BTreeMap<String, Label>,
}

impl Names<'_> {
    /// What people call an item of a list.
    pub(crate) fn of(&self, item: &Json) -> Label {
        if let Json::String(id) = item {
            return self.fields.get(id).cloned().unwrap_or_default();
        }
        let named = |key: &str, names: &BTreeMap<String, Label>| item.get(key).and_then(Json::as_str).and_then(|id| names.get(id)).cloned();
        label_of(item).or_else(|| named("field", &self.fields)).or_else(|| named("form", self.forms)).unwrap_or_default()
    }
}

/// Looks for differences in one object.
struct Search<'a> {
    names: Names<'a>,
    found: Vec<PropertyChange>,
}

/// A place in an object, and what people call each step of the way to it.
#[derive(Clone, Default)]
pub(crate) struct Place {
    pub(crate) path: String,
    pub(crate) names: Vec<Label>,
}

impl Place {
    pub(crate) fn below(&self, key: &str, name: Label) -> Self {
        let mut names = self.names.clone();
        names.push(name);
        Self { path: format!("{}/{}", self.path, escape(key)), names }
    }
}

fn change(key: &ObjectKey, old: Option<&Object>, new: Option<&Object>, forms: &BTreeMap<String, Label>) -> Option<ObjectChange> {
    let label = new.or(old)?.label().clone();
    let mut properties = Vec::new();
    if let (Some(old), Some(new)) = (old, new) {
        let (old, new) = (old.to_json(), new.to_json());
        let fields = labels_of(fields_in(&new).into_iter().chain(fields_in(&old)));
        let mut search = Search { names: Names { fields, forms }, found: Vec::new() };
        search.compare(&old, &new, &Place::default());
        if search.found.is_empty() {
            return None;
        }
        properties = search.found;
    }
    Some(ObjectChange { key: key.clone(), label, added: old.is_none(), removed: new.is_none(), properties })
}

/// Names by id; whoever comes first names it.
pub(crate) fn labels_of(named: impl Iterator<Item = (String, Label)>) -> BTreeMap<String, Label> {
    let mut labels = BTreeMap::new();
    for (id, label) in named {
        labels.entry(id).or_insert(label);
    }
    labels
}

/// The fields of a form with their names, columns of sub-tables after them.
pub(crate) fn fields_in(json: &Json) -> Vec<(String, Label)> {
    let fields: Vec<&Json> = json.get("fields").and_then(Json::as_array).into_iter().flatten().collect();
    let named = fields.iter().filter_map(|field| Some((field.get("id")?.as_str()?.to_owned(), label_of(field)?)));
    let columns = fields.iter().flat_map(|field| fields_in(field));
    named.chain(columns.collect::<Vec<_>>()).collect()
}

pub(crate) fn label_of(item: &Json) -> Option<Label> {
    item.get("label").and_then(|label| serde_json::from_value(label.clone()).ok())
}

impl Search<'_> {
    fn compare(&mut self, old: &Json, new: &Json, place: &Place) {
        match (old, new) {
            (Json::Object(old), Json::Object(new)) => {
                let old: Vec<(&str, &Json)> = old.iter().map(|(key, value)| (key.as_str(), value)).collect();
                let new: Vec<(&str, &Json)> = new.iter().map(|(key, value)| (key.as_str(), value)).collect();
                self.compare_members(&old, &new, place, |_, _| Label::default());
            }
            (Json::Array(old_items), Json::Array(new_items)) => match (by_id(old_items), by_id(new_items)) {
                (Some(old), Some(new)) => self.compare_lists(&old, &new, place),
                _ if old != new => self.changed(place.clone(), Some(old), Some(new)),
                _ => {}
            },
            _ if old != new => self.changed(place.clone(), Some(old), Some(new)),
            _ => {}
        }
    }

    fn compare_members(&mut self, old: &[(&str, &Json)], new: &[(&str, &Json)], place: &Place, named: impl Fn(&Self, &Json) -> Label) {
        let of = |side: &[(&str, &Json)], key: &str| side.iter().find(|(name, _)| *name == key).map(|(_, value)| (*value).clone());
        for (key, before) in old {
            match of(new, key) {
                Some(after) => self.compare(before, &after, &place.below(key, named(self, &after))),
                None => self.changed(place.below(key, named(self, before)), Some(before), None),
            }
        }
        for (key, after) in new.iter().filter(|(key, _)| of(old, key).is_none()) {
            self.changed(place.below(key, named(self, after)), None, Some(after));
        }
    }

    fn compare_lists(&mut self, old: &[(&str, &Json)], new: &[(&str, &Json)], place: &Place) {
        self.compare_members(old, new, place, |search, item| search.names.of(item));
        let order = |side: &[(&str, &Json)], other: &[(&str, &Json)]| -> Vec<Json> {
            side.iter().filter(|(name, _)| other.iter().any(|(other, _)| other == name)).map(|(name, _)| Json::from(*name)).collect()
        };
        let (before, after) = (order(old, new), order(new, old));
        if before != after {
            self.changed(place.below("#order", Label::default()), Some(&Json::Array(before)), Some(&Json::Array(after)));
        }
    }

    fn changed(&mut self, place: Place, before: Option<&Json>, after: Option<&Json>) {
        self.found.push(PropertyChange { path: place.path, names: place.names, before: before.cloned(), after: after.cloned() });
    }
}

/// Items by their ids; none if one has no id or an id stands twice.
pub(crate) fn by_id(items: &[Json]) -> Option<Vec<(&str, &Json)>> {
    let named: Vec<(&str, &Json)> = items.iter().map(|item| Some((id_of(item)?, item))).collect::<Option<_>>()?;
    let names: BTreeSet<&str> = named.iter().map(|(name, _)| *name).collect();
    (names.len() == named.len()).then_some(named)
}

/// A layout part that shows a field is known by the field, a right by its form, an entry of a menu by what it opens; everything else by its id.
fn id_of(item: &Json) -> Option<&str> {
    ["id", "field", "form", "dashboard"].into_iter().find_map(|key| item.get(key)).and_then(Json::as_str)
}
