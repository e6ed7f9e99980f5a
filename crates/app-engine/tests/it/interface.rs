//! What programs outside are told of the apps in the project.

use crate::{packages, read_folder};
use app_engine::CompiledApp;
use app_engine::interface::{AppInterface, Seen, typescript};
use definition::FieldRight;
use indexmap::IndexMap;
use serde_json::json;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use value::{FieldId, Locale};

fn compiled(folder: &Path) -> Arc<CompiledApp> {
    app_engine::check(&read_folder(folder)).compiled.app.unwrap_or_else(|| panic!("{} does not compile", folder.display()))
}

fn leave() -> AppInterface {
    let folder = packages().into_iter().find(|folder| folder.ends_with("leave-request")).unwrap();
    AppInterface::whole(&compiled(&folder))
}

#[test]
fn every_form_of_every_app_is_described() {
    for folder in packages() {
        let interface = AppInterface::whole(&compiled(&folder));
        for locale in [Locale::ZhCn, Locale::En] {
            let document = interface.json_schema(locale);
            if let Err(error) = jsonschema::meta::validate(&document) {
                panic!("{}: {} {error}", folder.display(), error.instance_path());
            }
            for name in interface.names().values().flat_map(|names| [&names.kept, &names.new, &names.change]) {
                let mut schema = document.clone();
                schema["$ref"] = json!(format!("#/$defs/{name}"));
                let validator = jsonschema::options().build(&schema).unwrap_or_else(|error| panic!("{name}: {error}"));
                assert!(!validator.is_valid(&json!({ "no_such_field": 1 })), "{name} lets everything pass");
            }
        }
        let types = typescript(&interface, Locale::En);
        assert!(interface.names().values().all(|names| types.contains(&format!("export interface {} {{", names.new))), "{types}");
    }
}

#[test]
fn a_field_is_told_with_its_names_its_limits_and_its_rules() {
    let schemas = leave().schemas(Locale::ZhCn);
    let (new, kept) = (&schemas["NewRequest"], &schemas["Request"]);
    assert_eq!(new["required"], json!(["from", "to", "reason"]), "what has a default may be left out");
    assert_eq!(new["properties"]["reason"]["maxLength"], 500);
    assert_eq!(new["properties"]["reason"]["type"], "string");
    assert_eq!(kept["properties"]["reason"]["type"], json!(["string", "null"]));
    assert!(kept["properties"]["reason"].get("maxLength").is_none(), "what is stored may be older than the limit");
    assert_eq!(new["properties"]["kind"]["default"], "annual");
    assert_eq!(new["properties"]["kind"]["x-label"], json!({ "zh-CN": "请假类型", "en": "Kind of leave" }));
    assert!(new["properties"].get("days").is_none() && new["properties"].get("no").is_none(), "nobody sends what is calculated or allotted");
    assert_eq!(kept["properties"]["days"]["readOnly"], true);
    assert_eq!(kept["properties"]["_created_at"]["format"], "date-time");
    assert!(schemas["RequestChange"].get("required").is_none());
    let words = new["properties"].to_string();
    assert!(words.contains("必须满足") || words.contains("仅当"), "the logic is told: {words}");
}

#[test]
fn a_hidden_field_is_not_told_and_a_masked_one_has_no_form() {
    let mut interface = leave();
    let right = |field: &str, right: FieldRight| (FieldId::parse(field).unwrap(), right);
    let rights = IndexMap::from([right("reason", FieldRight::Mask), right("from", FieldRight::Read), right("days", FieldRight::Read)]);
    for form in &mut interface.forms {
        (form.read, form.create, form.update) = (Seen::Fields(rights.clone()), Seen::Nothing, Seen::Fields(rights.clone()));
    }
    let schemas = interface.schemas(Locale::En);
    let told = |name: &str| -> Vec<String> {
        let fields = schemas[name]["properties"].as_object().unwrap().keys();
        fields.filter(|field| !field.starts_with('_')).cloned().collect()
    };
    assert_eq!(told("Request"), ["from", "days", "reason"]);
    assert_eq!(schemas["Request"]["properties"]["reason"]["description"], "Its middle is hidden.");
    assert_eq!(told("RequestChange"), ["from", "days"]);
    assert_eq!(schemas["RequestChange"]["properties"]["from"]["readOnly"], true);
    assert!(!schemas.contains_key("NewRequest"));
    let types = typescript(&interface, Locale::En);
    assert!(!types.contains("NewRequest") && !types.contains("certificate"), "{types}");
}

#[test]
fn typescript_reads_like_the_form() {
    let types = typescript(&leave(), Locale::En);
    for line in [
        "export type RequestKind = ",
        "  readonly days: string | null;",
        "  from: string;",
        "  kind?: RequestKind;",
        "  certificate?: StoredFile[] | null;",
        "  balance?: RecordKey | null;",
        "  readonly approved_days: string | null;",
        "  request: { values: Request; create: NewRequest; change: RequestChange; };",
    ] {
        assert!(types.lines().any(|found| found.starts_with(line)), "{line}\n{types}");
    }
    assert!(types.contains("请假类型 · Kind of leave"));
}

#[test]
fn names_of_forms_never_meet() {
    let names = leave().names();
    let all: BTreeSet<&String> = names.values().flat_map(|names| [&names.kept, &names.new, &names.change]).collect();
    assert_eq!(all.len(), names.len() * 3);
}
