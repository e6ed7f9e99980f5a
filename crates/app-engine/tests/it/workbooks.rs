//! Apps made of workbooks: of every fixture one without a fault, with a template for paper on which each field stands once.

use app_engine::from_workbook::{FromWorkbook, Names, Wishes, WorkbookFault, from_workbook};
use definition::{Object, ObjectKind, Print};
use serde_json::{Value as Json, json};
use std::path::{Path, PathBuf};
use value::Locale;

fn files(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests").join(folder);
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|end| end == "xlsx"));
    files.sort();
    files
}

fn made(path: &Path, wishes: Json) -> Result<FromWorkbook, WorkbookFault> {
    let wishes: Wishes = serde_json::from_value(wishes).unwrap();
    from_workbook(&std::fs::read(path).unwrap(), &wishes, &Names::default())
}

fn prints(made: &FromWorkbook) -> Vec<Print> {
    let print = |object: &Object| if let Object::Print(print) = object { Some(print.clone()) } else { None };
    made.package.of_kind(ObjectKind::Print).filter_map(|entry| print(&entry.object)).collect()
}

/// The values of a key anywhere.
fn all<'j>(json: &'j Json, key: &str, found: &mut Vec<&'j str>) {
    match json {
        Json::Object(object) => {
            found.extend(object.get(key).and_then(Json::as_str));
            object.values().for_each(|inner| all(inner, key, found));
        }
        Json::Array(list) => list.iter().for_each(|inner| all(inner, key, found)),
        _ => {}
    }
}

#[test]
fn every_sheet_becomes_paper_on_which_each_field_stands_once() {
    for path in files("fixtures/workbooks") {
        let made = made(&path, json!({ "review": true })).unwrap();
        assert_eq!(made.diagnostics, [], "{}", path.display());
        let prints = prints(&made);
        let forms = &made.proposal.as_ref().unwrap().forms;
        assert_eq!(prints.len(), forms.len(), "{}", path.display());
        for (form, print) in forms.iter().map(|form| (form, prints.iter().find(|print| print.id.as_str() == form.id).unwrap())) {
            let print = serde_json::to_value(print).unwrap();
            let (mut shown, mut columns) = (Vec::new(), Vec::new());
            all(&print, "field", &mut shown);
            all(&print, "rows", &mut shown);
            all(&print, "column", &mut columns);
            let mut wanted: Vec<&str> = form.fields.iter().map(|field| field.id.as_str()).collect();
            let mut wanted_columns: Vec<&str> = form.fields.iter().flat_map(|field| &field.columns).map(|column| column.id.as_str()).collect();
            for list in [&mut shown, &mut columns, &mut wanted, &mut wanted_columns] {
                list.sort_unstable();
            }
            assert_eq!((shown, columns), (wanted, wanted_columns), "{}", path.display());
        }
    }
}

#[test]
fn paper_can_be_left_out_and_follows_what_is_decided() {
    let path = files("fixtures/workbooks").into_iter().find(|path| path.ends_with("eight-d-chinese.xlsx")).unwrap();
    let whole = made(&path, json!({})).unwrap();
    let form = whole.proposal.unwrap().forms.remove(0);
    let without = made(&path, json!({ "decisions": { "forms": { form.id.clone(): { "without_print": true } } } })).unwrap();
    assert_eq!((without.diagnostics.as_slice(), prints(&without).len()), ([].as_slice(), 0));
    let gone = form.fields[1].id.clone();
    let fewer = json!({ "decisions": { "forms": { form.id.clone(): { "fields": { gone.clone(): { "leave_out": true } } } } } });
    let print = serde_json::to_string(&prints(&made(&path, fewer).unwrap())).unwrap();
    assert!(!print.contains(&format!("\"{gone}\"")) && print.contains(&form.fields[0].id), "{print}");
}

#[test]
fn an_xlsform_is_an_app_with_the_cells_that_say_so() {
    for path in files("cases/xlsform/accept") {
        let made = made(&path, json!({})).unwrap();
        assert_eq!(made.diagnostics, [], "{}", path.display());
        let form = made.package.of_kind(ObjectKind::Form).next().unwrap();
        let Object::Form(form) = &form.object else { panic!() };
        assert_eq!((made.id.as_str(), prints(&made).len()), (form.id.as_str(), 1), "{}", path.display());
        let told: Vec<&str> = made.questions.iter().filter_map(|question| question.field.as_deref()).collect();
        for field in &form.fields {
            assert!(told.contains(&field.id.as_str()), "{}: {} of {told:?}", path.display(), field.id);
        }
        let rules = made.questions.iter().flat_map(|question| &question.logic);
        for logic in rules {
            assert!(logic.place.contains('!') && !logic.said.is_empty() && !logic.formula.is_empty(), "{}: {logic:?}", path.display());
        }
    }
}

#[test]
fn an_xlsform_is_refused_with_cells_and_is_not_decided_about() {
    for path in files("cases/xlsform/refuse") {
        let Err(WorkbookFault::Refused(places)) = made(&path, json!({})) else { panic!("{}", path.display()) };
        for place in places {
            let (zh, en) = (place.line(Locale::ZhCn), place.line(Locale::En));
            assert!(place.row > 0 && zh.contains(&format!("第 {} 行", place.row)) && zh != en, "{}: {zh}", path.display());
        }
    }
    let path = files("cases/xlsform/accept").into_iter().find(|path| path.ends_with("settings.xlsx")).unwrap();
    let otherwise = json!({ "decisions": { "forms": { "site_visit_7": { "label": "别的" } } } });
    assert!(matches!(made(&path, otherwise), Err(WorkbookFault::Undecidable(at)) if at.pointer == "/forms/site_visit_7"));
    let bare = made(&path, json!({ "decisions": { "forms": { "site_visit_7": { "without_print": true } } } })).unwrap();
    assert_eq!(prints(&bare), []);
}
