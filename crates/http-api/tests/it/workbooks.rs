//! Workbooks through every route that takes one: what cannot be taken is refused in words, soon, and nothing is stored.

use crate::office::Office;
use crate::server::{Answer, Client};
use serde_json::json;
use std::process::Command;
use std::time::{Duration, Instant};
use test_kit::{bad_workbooks, boasting, garbage, laughing, sheet_that_boasts};

/// No file may keep a person waiting longer, though nothing here is optimised.
const SOON: Duration = Duration::from_secs(30);
const IMPORTS: &str = "/api/apps/leave/forms/balance/imports";
const ROUTES: [(&str, &str); 4] =
    [("/api/workbooks/look", "workbook"), ("/api/workbooks/make", "workbook"), (IMPORTS, "file"), ("/api/admin/users/import", "file")];

/// What there is; a refused file changes none of it.
async fn stored(office: &Office, hana: &Client) -> Vec<String> {
    let mut found = Vec::new();
    for path in ["/api/apps", "/api/packages"] {
        found.push(office.admin.get(path).await.ok().to_string());
    }
    let people = office.admin.get("/api/admin/users").await.ok();
    found.extend(people["users"].as_array().unwrap().iter().map(|user| user["login"].to_string()));
    found.push(hana.get(IMPORTS).await.ok().to_string());
    found.push(count(hana).await.to_string());
    found
}

async fn count(hana: &Client) -> u64 {
    hana.post("/api/apps/leave/forms/balance/records/count", json!({})).await.ok()["count"].as_u64().unwrap()
}

fn sentence(answer: &Answer) -> String {
    answer.json()["detail"].as_str().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn bad_workbooks_are_refused_in_words_wherever_they_are_sent() {
    let office = Office::open(test_kit::sqlite()).await;
    let hana = office.person_signed_in("hana").await;
    let before = stored(&office, &hana).await;
    for bad in bad_workbooks() {
        for (path, part) in ROUTES {
            let person = if path.contains("imports") { &hana } else { &office.admin };
            let began = Instant::now();
            let answer = person.upload_in("zh-CN", path, (part, bad.name), bad.content.clone()).await;
            let (status, code, _) = answer.problem();
            assert_eq!((status, code.as_str()), (422, bad.code), "{} at {path}: {}", bad.name, answer.text());
            let chinese = sentence(&answer);
            assert!(chinese.contains(['；', '，']), "{}: what is wrong; what to do: {chinese}", bad.name);
            assert!(began.elapsed() < SOON, "{} at {path} took {:?}", bad.name, began.elapsed());
        }
    }
    assert_eq!(stored(&office, &hana).await, before);
    let english =
        sentence(&office.admin.upload("/api/workbooks/look", "workbook", "x.xls", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and more".to_vec()).await);
    assert!(english.contains("save it as .xlsx"), "{english}");
    office.server.stop().await;
}

#[tokio::test]
async fn workbooks_that_lie_are_looked_at_soon_and_leave_nothing() {
    let office = Office::open(test_kit::sqlite()).await;
    let hana = office.person_signed_in("hana").await;
    let before = stored(&office, &hana).await;
    for (name, content) in [("boasting.xlsx", boasting()), ("laughing.xlsx", laughing()), ("garbage.xlsx", garbage())] {
        let began = Instant::now();
        let look = office.admin.upload("/api/workbooks/look", "workbook", name, content.clone()).await;
        let people = office.admin.upload("/api/admin/users/import", "file", name, content).await;
        assert!(began.elapsed() < SOON, "{name} took {:?}", began.elapsed());
        assert_eq!(people.problem().0, 422, "{name}: {}", people.text());
        if name != "garbage.xlsx" {
            assert_eq!(look.problem().1, if name == "laughing.xlsx" { "workbook_damaged" } else { "nothing_found" }, "{}", look.text());
        }
    }
    assert_eq!(stored(&office, &hana).await, before);
    office.server.stop().await;
}

#[tokio::test]
async fn an_import_counts_the_rows_that_are_there() {
    let office = Office::open(test_kit::sqlite()).await;
    let hana = office.person_signed_in("hana").await;
    let started = hana.upload(IMPORTS, "file", "boasting.xlsx", sheet_that_boasts()).await.ok();
    assert_eq!(started["sheets"][0]["rows"], 2, "it says to have a million: {started}");
    let started = hana.upload(IMPORTS, "file", "garbage.xlsx", garbage()).await.ok();
    assert!(started["columns"].as_array().unwrap().iter().all(|column| column["proposed"].is_null()), "{started}");
    let nowhere = json!({ "sheet": 0, "head": 1, "mapping": { "columns": [] }, "mode": "add" });
    let id = started["id"].as_str().unwrap();
    let check = hana.post(&format!("{IMPORTS}/{id}/check"), nowhere).await;
    assert_eq!(check.problem().0, 422, "{}", check.text());
    assert_eq!(count(&hana).await, 0);
    office.server.stop().await;
}

/// The words of a PDF without the spaces between them.
fn words_of(pdf: &[u8]) -> String {
    let folder = std::env::temp_dir().join(format!("mortise-sheet-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("paper.pdf");
    std::fs::write(&path, pdf).unwrap();
    let read = Command::new("pdftotext").args(["-layout", path.to_str().unwrap(), "-"]).output().unwrap();
    assert!(read.status.success());
    std::fs::remove_dir_all(folder).unwrap();
    String::from_utf8(read.stdout).unwrap().split_whitespace().collect()
}

fn fixture(name: &str) -> Vec<u8> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests");
    std::fs::read(folder.join(name)).unwrap()
}

#[tokio::test]
async fn a_sheet_is_printed_as_it_stands() {
    let office = Office::open(test_kit::sqlite()).await;
    let made = office.admin.upload("/api/workbooks/make", "workbook", "8D.xlsx", fixture("fixtures/workbooks/eight-d-chinese.xlsx")).await.ok();
    let app = made["app"].as_str().unwrap().to_owned();
    let built = office.admin.get(&format!("/api/build/{app}")).await.ok();
    let object = |kind: &str| built["objects"].as_array().unwrap().iter().find(|object| object["kind"] == kind).unwrap()["definition"].clone();
    let (form, print) = (object("form"), object("print"));
    let mut values = serde_json::Map::new();
    for field in form["fields"].as_array().unwrap() {
        let value = match field["kind"].as_str().unwrap() {
            "text" | "textarea" => json!(format!("答：{}", values.len())),
            "date" => json!("2026-03-09"),
            "sub_table" => {
                let text = |column: &&serde_json::Value| column["kind"] == "text" && column["format"].is_null();
                let cell = |column: &serde_json::Value| {
                    (column["id"].as_str().unwrap().to_owned(), json!(format!("行{}", column["id"].as_str().unwrap().len())))
                };
                let row: serde_json::Map<_, _> = field["fields"].as_array().unwrap().iter().filter(text).map(cell).collect();
                json!([row, row])
            }
            _ => continue,
        };
        values.insert(field["id"].as_str().unwrap().to_owned(), value);
    }
    let records = format!("/api/apps/{app}/forms/{}/records", form["id"].as_str().unwrap());
    let record = office.admin.post(&records, json!({ "values": values })).await.ok();
    let printed = office.admin.get(&format!("{records}/{}/print/{}", record["id"].as_str().unwrap(), print["id"].as_str().unwrap())).await;
    let words = words_of(&printed.bytes);
    // The title is the first, and the parts of the sheet follow each other as they do there.
    let mut read = words.as_str();
    for wanted in ["8D", "报告编号", "D1", "D2", "D3", "D4", "D5", "D6", "D7", "D8"] {
        let found = read.find(wanted).unwrap_or_else(|| panic!("{wanted} is not in its place in {words}"));
        read = read.get(found + wanted.len()..).unwrap_or_default();
    }
    for value in values.values().filter_map(|value| value.as_str()) {
        assert!(words.contains(value), "{value} is not in {words}");
    }
    office.server.stop().await;
}

#[tokio::test]
async fn an_xlsform_is_looked_at_question_by_question_or_refused_cell_by_cell() {
    let office = Office::open(test_kit::sqlite()).await;
    let look = |name: &'static str| async { office.admin.upload("/api/workbooks/look", "workbook", "form.xlsx", fixture(name)).await.ok() };
    let seen = look("cases/xlsform/accept/choice-filter.xlsx").await;
    assert_eq!((&seen["exact"], &seen["refused"]), (&json!(true), &json!([])), "{seen}");
    let fields = seen["forms"][0]["fields"].as_array().unwrap();
    let logic = fields.iter().find_map(|field| field["logic"].as_array().unwrap().first()).unwrap();
    assert!(logic["place"].as_str().unwrap().starts_with("survey!") && logic["formula"].as_str().unwrap().contains('{'), "{logic}");
    let refused = look("cases/xlsform/refuse/paths.xlsx").await;
    let place = &refused["refused"][0];
    assert_eq!(
        (&place["sheet"], &place["row"], &place["column"], &place["cell"]),
        (&json!("survey"), &json!(3), &json!("relevant"), &json!("D3")),
        "{refused}"
    );
    assert!(place["reason"]["zh-CN"].as_str().unwrap() != place["reason"]["en"].as_str().unwrap());
    let before = office.admin.get("/api/apps").await.text();
    let make = office.admin.upload("/api/workbooks/make", "workbook", "form.xlsx", fixture("cases/xlsform/refuse/paths.xlsx")).await;
    assert_eq!(make.problem(), (422, "xlsform_refused".into(), String::new()), "{}", make.text());
    assert_eq!(office.admin.get("/api/apps").await.text(), before, "nothing was made of it");
    office.server.stop().await;
}
