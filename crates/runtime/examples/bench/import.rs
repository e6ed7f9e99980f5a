//! Rows in and out: a workbook of so many rows of twenty columns is looked at, checked, filed and written again, through the runtime.

use crate::app::House;
use access::Actor;
use app_engine::sheet::{Column, Mapping};
use bytes::Bytes;
use query::FieldPath;
use runtime::Runtime;
use runtime::types::{Call, ExportOrder, ImportMode, ImportSettings, ImportStage, ImportState};
use spreadsheet::{Book, Cell, SheetColumn};
use std::time::Instant;
use test_kit::TestDatabase;
use value::{AppId, Decimal, FormId, Locale};

/// The columns of the workbook by the heads of their fields.
const COLUMNS: usize = 20;

/// Measures both ways with so many rows.
pub async fn measure(what: &str, database: TestDatabase, rows: usize) {
    let house = House::open(&database).await;
    let (runtime, actor) = house.clerk();
    let (app, form) = (AppId::parse("bench").unwrap(), FormId::parse("stock").unwrap());
    let book = workbook(rows);
    println!("{what}: {rows} rows of {COLUMNS} cells, {:.1} MB", book.len() as f64 / 1e6);
    let begun = Instant::now();
    let seen = runtime.start_import(&Call::by(actor.clone()), &app, &form, "stock.xlsx", book).await.unwrap();
    println!("looked at in {:.1} s", begun.elapsed().as_secs_f64());
    let begun = Instant::now();
    runtime.check_import(&Call::by(actor.clone()), &app, &form, seen.id, settings(&seen)).await.unwrap();
    let checked = worked(&runtime, &actor, (&app, &form), &seen).await;
    println!("checked in {:.1} s: {} would be new, {} faulty", begun.elapsed().as_secs_f64(), checked.created, checked.faulty);
    assert_eq!((checked.stage, checked.created), (ImportStage::Checked, rows as u64), "{:?}", checked.faults.first());
    let before = peak();
    let begun = Instant::now();
    runtime.run_import(&Call::by(actor.clone()), &app, &form, seen.id).await.unwrap();
    let done = worked(&runtime, &actor, (&app, &form), &seen).await;
    let filed = begun.elapsed().as_secs_f64();
    assert_eq!((done.stage, done.created), (ImportStage::Done, rows as u64), "{:?}", done.message);
    let scaled = 100_000.0 / rows as f64;
    println!("figure\timport of 100,000 × {COLUMNS} cells with checks, {what}\t{:.1}\ts\t<=\t20\t{rows} rows measured", filed * scaled);
    println!("figure\tmost memory of the process, {what}\t{:.0}\tMB\t<=\t300\tbefore {before:.0} MB", peak());
    let begun = Instant::now();
    let file = runtime.export_records(&actor, &app, &form, ExportOrder { all_columns: true, ..ExportOrder::default() }, Locale::En).await.unwrap();
    let took = begun.elapsed().as_secs_f64();
    println!("figure\texport of 100,000 × {COLUMNS} cells, {what}\t{:.1}\ts\t<=\t10\t{:.1} MB", took * scaled, file.content.len() as f64 / 1e6);
    house.close().await;
}

async fn worked(runtime: &Runtime, actor: &Actor, (app, form): (&AppId, &FormId), import: &ImportState) -> ImportState {
    while runtime.work_on_import().await.unwrap() {}
    runtime.import(actor, app, form, import.id).await.unwrap()
}

fn settings(seen: &ImportState) -> ImportSettings {
    let columns = seen.seen.columns.iter().filter_map(|column| Some(Column { column: column.column, field: column.proposed.clone()?, by: None }));
    let mapping = Mapping { columns: columns.collect() };
    assert_eq!(mapping.columns.len(), COLUMNS, "{:?}", seen.seen.columns);
    assert!(mapping.columns.iter().all(|column| column.field.column.is_none() && FieldPath::parse(column.field.field.as_str()).is_ok()));
    let (sheet, head) = (seen.seen.sheet, seen.seen.head);
    ImportSettings { sheet, head, mapping, mode: ImportMode::Add, key: None, clear: false, whole: false, flow: false, notify: false }
}

/// Texts, numbers, days, options and yes or no, as the form `stock` has them.
fn workbook(rows: usize) -> Bytes {
    let heads: Vec<SheetColumn> = crate::app::STOCK.iter().map(|(id, _)| SheetColumn { label: (*id).into(), scale: 2 }).collect();
    let first = chrono::NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
    let mut book = Book::default();
    let sheet = book.sheet("Stock", &heads).unwrap();
    for row in 0..rows {
        let cell = |(place, (_, kind)): (usize, &(&str, &str))| match *kind {
            "text" => Cell::Text(format!("物料 {row} 轴承 {place}")),
            "number" => Cell::Number(Decimal::new((row * 37 % 100_000) as i64, 2)),
            "date" => Cell::Date(first + chrono::Days::new((row % 365) as u64)),
            "choice" => Cell::Text(["open", "closed"][row % 2].into()),
            _ => Cell::Bool(row % 3 == 0),
        };
        let cells: Vec<Cell> = crate::app::STOCK.iter().enumerate().map(cell).collect();
        book.row(sheet, &cells).unwrap();
    }
    book.finish().unwrap().into()
}

/// The most memory that the process ever had, in MB.
fn peak() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.trim().trim_end_matches("kB").trim().parse::<f64>().unwrap_or_default() / 1e3
}
