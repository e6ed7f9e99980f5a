//! What every kind of control promises: its example compiles, its settings are described, its texts are there in both languages.

use definition::{Field, Form};
use form_engine::{CONTROLS, FormEnvironment, compile, control};
use indexmap::IndexMap;
use serde_json::{Value as Json, json};

#[test]
fn every_kind_keeps_its_promises() {
    assert!(CONTROLS.len() >= 16);
    for entry in CONTROLS {
        assert!(std::ptr::eq(control(entry.kind).unwrap(), *entry), "{}: the kind is there twice", entry.kind);
        assert!([entry.label.0, entry.label.1, entry.help.0, entry.help.1, entry.icon].iter().all(|text| !text.is_empty()), "{}", entry.kind);
        let field: Field = serde_json::from_str(entry.example).unwrap_or_else(|error| panic!("{}: {error}", entry.kind));
        assert_eq!(field.kind, entry.kind);
        let form = form_of(vec![field]);
        let (compiled, found) = compile(&form, &environment());
        assert!(compiled.is_some() && found.is_empty(), "{}: {found:?}", entry.kind);
    }
}

#[test]
fn every_setting_is_described() {
    for entry in CONTROLS {
        let schema = Json::from((entry.schema)());
        for (key, setting) in schema["properties"].as_object().into_iter().flatten() {
            let described = setting.get("description").is_some();
            assert!(described, "{}.{key} has no help text", entry.kind);
        }
        assert_eq!(schema["additionalProperties"], json!(false), "{}", entry.kind);
    }
}

pub(crate) fn form_of(fields: Vec<Field>) -> Form {
    let mut form: Form = serde_json::from_value(json!({ "format": 1, "id": "f", "label": "F", "fields": [] })).unwrap();
    form.fields = fields;
    form
}

pub(crate) fn environment() -> FormEnvironment<'static> {
    let dictionaries = Box::leak(Box::new(IndexMap::new()));
    let other = form_of(Vec::new());
    let forms = Box::leak(Box::new(IndexMap::from([(other.id.clone(), other)])));
    FormEnvironment { dictionaries, forms, currency: "CNY", outside: Box::leak(Box::default()) }
}
