//! What goes out in a cell comes in again: over every kind of control, with the values of its own cases.

use app_engine::sheet::{CellReader, CellWriter, Directory, Face, Found, Reading, Writing, face};
use calendar::Zone;
use definition::{Dictionary, FieldRight, Form};
use form_engine::{CONTROLS, CompiledField, CompiledForm, FormEnvironment, compile, control};
use indexmap::IndexMap;
use serde_json::{Value as Json, json};
use spreadsheet::Cell;
use spreadsheet::workbook::CellValue;
use std::collections::BTreeSet;
use value::{Locale, RecordId, Value};

/// Kinds that go out in words and cannot come in, as far as their example stands alone; sub-tables come in as rows. `docs/data-in-and-out`
/// names them.
const OUT_ONLY: [&str; 32] = [
    "button",
    "check_item",
    "computed",
    "condition_builder",
    "created_at",
    "created_by",
    "current_step",
    "deadline",
    "defect_photo",
    "flow_state",
    "location",
    "map_area",
    "map_point",
    "map_track",
    "outside_choice",
    "matrix_mixed",
    "matrix_multi",
    "matrix_single",
    "owner_department",
    "photo",
    "related_field",
    "signature",
    "sketch",
    "sub_cards",
    "sub_form",
    "sub_table",
    "updated_at",
    "updated_by",
    "upload",
    "video",
    "voice",
    "watermark_photo",
];

struct Keys;

/// Everybody is called by the key.
impl Directory for Keys {
    fn person(&self, name: &str) -> Found {
        RecordId::parse(name).map_or(Found::Nobody, Found::One)
    }

    fn department(&self, name: &str) -> Found {
        self.person(name)
    }

    fn record(&self, _: &str, name: &str) -> Found {
        self.person(name)
    }
}

#[test]
fn what_goes_out_in_a_cell_comes_in_again() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/cases/forms/controls");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "json"))
        .collect();
    files.sort();
    let (mut failures, mut went_round) = (Vec::new(), BTreeSet::new());
    for file in files {
        let kind = file.file_stem().unwrap().to_string_lossy().into_owned();
        let groups: Vec<Json> = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
        for group in groups.iter().filter(|group| group["findings"].is_null()) {
            let Some(form) = form_of(&kind, group) else { continue };
            let field = form.field("x").unwrap();
            for case in group["ok"].as_array().into_iter().flatten() {
                let stored = case.get("stored").unwrap_or(&case["value"]);
                let Ok(value) = field.behaviour.read(stored) else { continue };
                if value.is_blank() || matches!(face(field), Face::Rows) {
                    continue;
                }
                match round(field, &value) {
                    Ok(true) => _ = went_round.insert(kind.clone()),
                    Ok(false) => {}
                    Err(what) => failures.push(format!("{kind}: {what}")),
                }
            }
        }
    }
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
    assert!(went_round.len() > 50, "{went_round:?}");
}

#[test]
fn kinds_that_cannot_come_from_a_cell_are_named() {
    let mut refused = BTreeSet::new();
    for control in CONTROLS {
        let example: Json = serde_json::from_str(control.example).unwrap();
        let Some(form) = form_of(control.kind, &json!({ "settings": example })) else { continue };
        let field = form.field("x").unwrap();
        if CellReader::of("x", field, FieldRight::Write).is_err() || matches!(face(field), Face::Rows) {
            refused.insert(control.kind);
        }
    }
    let named: BTreeSet<&str> = OUT_ONLY.into_iter().collect();
    assert_eq!(refused, named);
}

/// Whether a value went out and came back; false for kinds that cannot come in.
fn round(field: &CompiledField, value: &Value) -> Result<bool, String> {
    let zone = Zone::shanghai();
    let Ok(reader) = CellReader::of("x", field, FieldRight::Write) else { return Ok(false) };
    for locale in [Locale::ZhCn, Locale::En] {
        let label = |key: &RecordId| Some(key.to_string());
        let cell = CellWriter::of(field, locale).cell(value, &Writing { locale, zone: &zone, labels: &label });
        let read = reader.read(&seen(&cell), &Reading { zone: &zone, directory: &Keys });
        let json = read.map_err(|fault| format!("{value:?} goes out as {cell:?} and is refused: {}", fault.get(Locale::En)))?;
        let back = field.behaviour.read(&json).map_err(|fault| format!("{cell:?} is read as {json}, which is no value: {fault:?}"))?;
        let (back, value) = (field.behaviour.normalise(back), field.behaviour.normalise(value.clone()));
        let words = |value: &Value| app_engine::sheet::words(field, value, &Writing { locale, zone: &zone, labels: &label });
        // Rich text comes back as plain paragraphs.
        let same = if field.control.kind == "rich_text" { words(&back) == words(&value) } else { back == value };
        if !same {
            return Err(format!("{value:?} goes out as {cell:?} and comes back as {back:?}"));
        }
    }
    Ok(true)
}

/// A cell as a reader of workbooks finds it.
fn seen(cell: &Cell) -> CellValue {
    match cell {
        Cell::Blank => CellValue::Blank,
        Cell::Text(text) => CellValue::Text(text.clone()),
        Cell::Number(number) | Cell::Percent(number) => CellValue::Number(*number),
        Cell::Bool(yes) => CellValue::Bool(*yes),
        Cell::Date(day) => CellValue::Moment(day.and_time(value::Time::MIN)),
        Cell::Time(time) => CellValue::Moment(chrono::NaiveDate::from_ymd_opt(1899, 12, 31).unwrap().and_time(*time)),
        Cell::DateTime(moment) => CellValue::Moment(*moment),
    }
}

/// A form with the field `x` of the kind, beside others if the group has `beside`.
fn form_of(kind: &str, group: &Json) -> Option<CompiledForm> {
    let mut field = group["settings"].as_object().cloned().unwrap_or_default();
    control(kind)?;
    for (key, given) in [("id", json!("x")), ("kind", json!(kind)), ("label", json!({ "zh-CN": "控件", "en": "Control" }))] {
        field.insert(key.into(), given);
    }
    let mut fields = vec![Json::Object(field)];
    fields.extend(group["beside"].as_array().cloned().unwrap_or_default());
    let form: Form = serde_json::from_value(json!({ "format": 1, "id": "sheet", "label": "Sheet", "fields": fields })).ok()?;
    let list = |key: &str| group[key].as_array().cloned().unwrap_or_default();
    let dictionaries: IndexMap<_, Dictionary> =
        list("dictionaries").into_iter().map(|json| serde_json::from_value::<Dictionary>(json).unwrap()).map(|one| (one.id.clone(), one)).collect();
    let forms: IndexMap<_, Form> =
        list("forms").into_iter().map(|json| serde_json::from_value::<Form>(json).unwrap()).map(|one| (one.id.clone(), one)).collect();
    let environment = FormEnvironment {
        dictionaries: Box::leak(Box::new(dictionaries)),
        forms: Box::leak(Box::new(forms)),
        currency: "CNY",
        outside: Box::leak(Box::default()),
    };
    compile(&form, &environment).0
}
