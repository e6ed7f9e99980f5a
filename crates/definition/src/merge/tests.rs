//! What three-way merging keeps, and what it asks.

use super::*;
use proptest::prelude::*;
use serde_json::json;

/// A package with one form.
fn form(json: Json) -> Package {
    let mut whole = json!({ "format": 1, "id": "ticket", "label": "工单", "fields": [] });
    whole.as_object_mut().unwrap().extend(json.as_object().unwrap().clone());
    let files = Files::from([
        ("app.json".to_owned(), json!({ "format": 1, "id": "desk", "label": "服务台", "version": "1", "languages": ["zh-CN"] }).to_string()),
        ("forms/ticket.json".to_owned(), whole.to_string()),
    ]);
    let (package, faults) = Package::read(&files);
    assert_eq!(faults, []);
    package
}

fn fields(fields: Json) -> Package {
    form(json!({ "fields": fields }))
}

fn text(id: &str, more: Json) -> Json {
    let mut field = json!({ "id": id, "kind": "text", "label": id });
    field.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    field
}

fn ticket() -> ObjectKey {
    ObjectKey::new(ObjectKind::Form, "ticket")
}

/// Merges forms; answers the differences as `path by`, and the merged form.
fn check(base: &Package, vendor: &Package, customer: &Package, decided: &[(&str, Side)]) -> (Vec<String>, Json) {
    let mut decisions = Decisions::default();
    decided.iter().for_each(|(path, side)| decisions.decide(ticket(), *path, *side));
    let merged = merge(base, vendor, customer, &decisions);
    let found = merged.differences.iter().map(|one| format!("{} {:?}", one.path, one.by)).collect();
    (found, serde_json::from_str(&merged.files["forms/ticket.json"]).unwrap())
}

fn ids(form: &Json) -> Vec<&str> {
    form["fields"].as_array().unwrap().iter().map(|field| field["id"].as_str().unwrap()).collect()
}

#[test]
fn both_sides_changes_stand_together() {
    let base = fields(json!([text("a", json!({})), text("b", json!({})), text("c", json!({}))]));
    let vendor = fields(json!([text("new", json!({})), text("a", json!({ "max_length": 9 })), text("b", json!({})), text("c", json!({}))]));
    let customer = fields(json!([text("c", json!({})), text("a", json!({ "label": "甲" })), text("mine", json!({}))]));
    let (found, form) = check(&base, &vendor, &customer, &[]);
    let expected = [
        "/fields/a/label Customer",
        "/fields/a/max_length Vendor",
        "/fields/mine Customer",
        "/fields/new Vendor",
        "/fields/b Customer",
        "/fields/#order Customer",
    ];
    assert_eq!(found, expected);
    assert_eq!(ids(&form), ["new", "c", "a", "mine"]);
    assert_eq!(form["fields"][2], json!({ "id": "a", "kind": "text", "label": "甲", "max_length": 9 }));
}

#[test]
fn a_conflict_holds_both_values_and_is_decided() {
    let of = |label: &str| fields(json!([text("a", json!({ "label": label }))]));
    let (base, vendor, customer) = (of("一"), of("二"), of("三"));
    let merged = merge(&base, &vendor, &customer, &Decisions::default());
    let [one] = &merged.differences[..] else { panic!("{:?}", merged.differences) };
    assert_eq!((one.by, one.taken), (ChangedBy::Conflict, Side::Customer));
    assert_eq!((&one.base, &one.vendor, &one.customer), (&Some(json!("一")), &Some(json!("二")), &Some(json!("三"))));
    assert_eq!(one.place(), Label::both("表单「工单」 › 字段 › 三 › 名称", "form `工单` › fields › 三 › name"));
    let (_, form) = check(&base, &vendor, &customer, &[("/fields/a/label", Side::Vendor)]);
    assert_eq!(form["fields"][0]["label"], "二");
}

#[test]
fn what_one_took_out_and_the_other_changed_is_asked() {
    let base = fields(json!([text("a", json!({})), text("b", json!({}))]));
    let changed = fields(json!([text("a", json!({ "required": true })), text("b", json!({}))]));
    let without = form(json!({ "fields": [text("b", json!({}))], "retired": ["a"] }));
    let (found, merged) = check(&base, &changed, &without, &[]);
    assert_eq!(found, ["/fields/a Conflict", "/retired Customer"]);
    assert_eq!(ids(&merged), ["b"]);
    let (_, merged) = check(&base, &changed, &without, &[("/fields/a", Side::Vendor)]);
    assert_eq!(ids(&merged), ["a", "b"]);
    assert_eq!(merged.get("retired"), None, "a field that is there is not retired");
}

#[test]
fn one_id_that_both_added_differently_is_asked_property_by_property() {
    let base = fields(json!([]));
    let vendor = fields(json!([text("note", json!({ "max_length": 10, "help": "厂商" }))]));
    let customer = fields(json!([text("note", json!({ "max_length": 20, "required": true }))]));
    let (found, merged) = check(&base, &vendor, &customer, &[]);
    assert_eq!(found, ["/fields/note/required Customer", "/fields/note/max_length Conflict", "/fields/note/help Vendor"]);
    assert_eq!(merged["fields"][0], json!({ "id": "note", "kind": "text", "label": "note", "help": "厂商", "required": true, "max_length": 20 }));
}

#[test]
fn another_kind_beside_other_settings_is_one_question() {
    let base = fields(json!([text("a", json!({}))]));
    let number = fields(json!([{ "id": "a", "kind": "number", "label": "a", "scale": 1 }]));
    let longer = fields(json!([text("a", json!({ "max_length": 7 }))]));
    let (found, merged) = check(&base, &number, &longer, &[]);
    assert_eq!(found, ["/fields/a Conflict"]);
    assert_eq!(merged["fields"][0]["kind"], "text");
    let renamed = fields(json!([text("a", json!({ "label": "甲" }))]));
    let (_, merged) = check(&base, &number, &renamed, &[]);
    assert_eq!(merged["fields"][0], json!({ "id": "a", "kind": "number", "label": "甲", "scale": 1 }));
}

#[test]
fn a_layout_that_would_show_a_field_twice_is_one_question() {
    let laid = |first: &[&str], second: &[&str]| {
        let shown = |fields: &[&str]| fields.iter().map(|field| json!({ "kind": "field", "field": field })).collect::<Vec<_>>();
        let section = |id: &str, fields: &[&str]| json!({ "kind": "section", "id": id, "label": id, "children": shown(fields) });
        let parts = json!([section("one", first), section("two", second), section("three", &[])]);
        form(
            json!({ "fields": [text("a", json!({})), text("b", json!({}))], "layouts": [{ "id": "desktop", "kind": "desktop", "children": parts }] }),
        )
    };
    let base = laid(&["a", "b"], &[]);
    let moved = laid(&["b"], &["a"]);
    let (found, _) = check(&base, &base, &moved, &[]);
    assert!(found.iter().all(|one| one.ends_with("Customer")) && found.len() == 2, "{found:?}");
    let elsewhere = form(json!({
        "fields": [text("a", json!({})), text("b", json!({}))],
        "layouts": [{ "id": "desktop", "kind": "desktop", "children": [{ "kind": "section", "id": "four", "label": "four", "children": [{ "kind": "field", "field": "a" }] }] }],
    }));
    let (found, merged) = check(&base, &elsewhere, &moved, &[]);
    assert_eq!(found, ["/layouts/desktop Conflict"]);
    assert_eq!(merged["layouts"][0]["children"].as_array().unwrap().len(), 3);
}

#[test]
fn lists_of_ids_are_joined() {
    let view = |columns: &[&str]| {
        form(
            json!({ "fields": [text("a", json!({})), text("b", json!({})), text("c", json!({}))], "views": [{ "id": "all", "label": "全部", "columns": columns }] }),
        )
    };
    let (found, merged) = check(&view(&["a"]), &view(&["a", "b"]), &view(&["c", "a"]), &[]);
    assert_eq!(found, ["/views/all/columns/c Customer", "/views/all/columns/b Vendor"]);
    assert_eq!(merged["views"][0]["columns"], json!(["c", "a", "b"]));
}

#[test]
fn whole_objects_come_and_go() {
    let menu = |label: &str| json!({ "format": 1, "id": "main", "label": label, "items": [] }).to_string();
    let with = |label: &str| {
        let mut files = form(json!({})).files();
        files.insert("menus/main.json".into(), menu(label));
        Package::read(&files).0
    };
    let (none, one, other) = (form(json!({})), with("一"), with("二"));
    let gone = merge(&one, &none, &one, &Decisions::default());
    assert!(!gone.files.contains_key("menus/main.json"));
    let kept = merge(&one, &none, &other, &Decisions::default());
    assert_eq!(kept.conflicts().map(|one| one.path.as_str()).collect::<Vec<_>>(), [""]);
    assert!(kept.files.contains_key("menus/main.json"), "what the customer changed stays until it is decided");
    let unknown = merge(&Package::default(), &one, &other, &Decisions::default());
    assert_eq!(unknown.conflicts().map(|one| one.path.as_str()).collect::<Vec<_>>(), ["/label"]);
}

#[test]
fn values_are_said_in_words() {
    let package = fields(json!([{ "id": "amount", "kind": "number", "label": "金额" }]));
    let words = Vocabulary::of(&[&package], BTreeMap::from([("number".to_owned(), Label::both("数值", "Number"))]));
    let zh = |key: &str, value: Json| words.said(key, Some(&value)).get(Locale::ZhCn).to_owned();
    assert_eq!(zh("formula", json!("{amount} * 2")), "{金额} * 2");
    assert_eq!(zh("amount", json!({ "id": "amount", "kind": "number", "label": "金额" })), "金额 · 数值");
    assert_eq!(zh("kind", json!("number")), "数值");
    assert_eq!(zh("required", json!(true)), "是");
    assert_eq!(zh("label", json!({ "zh-CN": "数额", "en": "Sum" })), "数额");
    assert_eq!(zh("columns", json!(["amount", "other"])), "金额、other");
    assert_eq!(zh("r", json!({ "id": "r", "target": "amount", "formula": "{amount} > 1" })), "目标：金额；公式：{金额} > 1");
}

/// Forms with few ids, so that sides meet: fields with settings, sub-tables, layouts and views over them.
fn any_form() -> impl Strategy<Value = Json> {
    let id = || prop::sample::select(vec!["a", "b", "c", "d"]);
    let setting = prop_oneof![
        Just(json!({})),
        (1..4u8).prop_map(|most| json!({ "max_length": most })),
        Just(json!({ "options": ["x", "y"] })),
        Just(json!({ "options": [] })),
        Just(json!({ "options": [{ "id": "x", "label": "X" }, { "id": "y", "label": "Y" }] })),
    ];
    let label = prop::sample::select(vec![json!("一"), json!("二"), json!({ "zh-CN": "三", "en": "Three" })]);
    let kind = prop::sample::select(vec!["text", "number"]);
    let field = (id(), kind, label, setting, any::<bool>()).prop_map(|(id, kind, label, setting, required)| {
        let mut field = json!({ "id": id, "kind": kind, "label": label, "required": required });
        field.as_object_mut().unwrap().extend(setting.as_object().unwrap().clone());
        field
    });
    let once = |items: Vec<Json>| {
        let mut seen = BTreeSet::new();
        items.into_iter().filter(|item| seen.insert(item["id"].to_string())).collect::<Vec<_>>()
    };
    let section = (id(), prop::collection::vec(id(), 0..3)).prop_map(|(id, shown)| {
        let shown: BTreeSet<&str> = shown.into_iter().collect();
        let children: Vec<Json> = shown.into_iter().map(|field| json!({ "kind": "field", "field": field })).collect();
        json!({ "kind": "section", "id": format!("s_{id}"), "label": id, "children": children })
    });
    let parts = (
        prop::collection::vec(field, 0..4),
        prop::collection::vec(section, 0..3),
        prop::collection::btree_set(id(), 0..3),
        prop::collection::vec(id(), 0..4),
        any::<bool>(),
    );
    parts.prop_map(move |(fields, sections, retired, columns, x)| {
        let columns: Vec<&str> = columns.into_iter().collect::<BTreeSet<_>>().into_iter().collect();
        let fields = once(fields);
        let present: BTreeSet<String> = fields.iter().map(|field| field["id"].as_str().unwrap().to_owned()).collect();
        let retired: Vec<&str> = retired.into_iter().filter(|id| !present.contains(*id)).collect();
        let mut form = json!({
            "fields": fields, "retired": retired,
            "layouts": [{ "id": "desktop", "kind": "desktop", "children": once(sections) }],
            "views": [{ "id": "all", "label": "全部", "columns": columns }],
        });
        if x {
            form["x-why"] = json!("free");
        }
        form
    })
}

/// A form, or that it is not there.
fn any_package() -> impl Strategy<Value = Package> {
    prop::option::weighted(0.9, any_form()).prop_map(|made| match made {
        Some(made) => form(made),
        None => {
            let mut package = form(json!({}));
            package.remove(&ticket());
            package
        }
    })
}

/// What stands at a path with ids in the place of positions.
fn at<'j>(json: &'j Json, path: &str) -> Option<&'j Json> {
    path.split('/').skip(1).try_fold(json, |json, step| match json {
        Json::Array(items) => items.iter().find(|item| {
            item.as_str() == Some(step)
                || ["id", "field", "form", "dashboard"].iter().find_map(|key| item.get(key)).and_then(Json::as_str) == Some(step)
        }),
        other => other.get(step),
    })
}

fn decided(differences: &[MergeDifference], side: Side) -> Decisions {
    let mut decisions = Decisions::default();
    differences.iter().for_each(|one| decisions.decide(one.key.clone(), one.path.clone(), side));
    decisions
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_side_that_changed_nothing_gives_way(base in any_package(), other in any_package()) {
        let none = Decisions::default();
        prop_assert_eq!(merge(&base, &base, &other, &none).files, other.files());
        prop_assert_eq!(merge(&base, &other, &base, &none).files, other.files());
        prop_assert_eq!(merge(&base, &other, &other, &none).files, other.files());
        prop_assert_eq!(merge(&base, &other, &base, &none).conflicts().count(), 0);
    }

    #[test]
    fn nothing_of_either_side_is_lost(base in any_package(), vendor in any_package(), customer in any_package()) {
        let merged = merge(&base, &vendor, &customer, &Decisions::default());
        prop_assert_eq!(&merged, &merge(&base, &vendor, &customer, &Decisions::default()));
        let result: Option<Json> = merged.files.get("forms/ticket.json").map(|text| serde_json::from_str(text).unwrap());
        for one in merged.differences.iter().filter(|one| one.key == ticket() && !one.path.ends_with("#order") && !one.path.starts_with("/retired")) {
            let wanted = match one.by { ChangedBy::Vendor => &one.vendor, _ => &one.customer };
            let stands = result.as_ref().and_then(|form| at(form, &one.path));
            // A default is left out of the canonical form.
            let same = stands == wanted.as_ref() || (stands.is_none() && wanted.as_ref().is_some_and(|wanted| *wanted == json!(false) || *wanted == json!([])));
            prop_assert!(same, "{} {:?}: {stands:?} is not {wanted:?}", one.path, one.by);
        }
    }

    #[test]
    fn whoever_is_always_chosen_gets_what_he_had(base in any_package(), vendor in any_package(), customer in any_package()) {
        let found = merge(&base, &vendor, &customer, &Decisions::default()).differences;
        let same = |side, own: &Package| merge(&base, &vendor, &customer, &decided(&found, side)).files == own.files();
        prop_assert!(same(Side::Customer, &customer));
        prop_assert!(same(Side::Vendor, &vendor));
    }

    #[test]
    fn the_merged_text_is_canonical(base in any_package(), vendor in any_package(), customer in any_package()) {
        let merged = merge(&base, &vendor, &customer, &Decisions::default());
        for (path, text) in &merged.files {
            if let Ok(canonical) = canonical::format(path, text) {
                prop_assert_eq!(&canonical, text);
            }
        }
    }
}
