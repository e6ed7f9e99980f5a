//! Rows of a file become records: checked before, filed in slices, gone on with after a crash, taken back as a whole.

use crate::house::{House, desk, houses, map, ticket};
use app_engine::sheet::{Column, Mapping};
use bytes::Bytes;
use query::FieldPath;
use runtime::RuntimeError;
use runtime::types::{ExportOrder, ImportMode, ImportSettings, ImportStage, ImportState, RecordQuery, RecordView};
use serde_json::json;
use spreadsheet::{Cell, SheetColumn, SheetTable, write_table};
use uuid::Uuid;
use value::{FieldId, Locale};

const FIRST: &str = "编号,标题,级别,成本,客户,明细 / 内容,数量\n\
    ,打印机坏了,高,,,,\n\
    ,屏幕闪烁,低,,,螺丝,3\n\
    ,,,,,垫片,4\n\
    ,nothing,低,,,,\n\
    ,键盘,很高,,,,\n";

fn settings(state: &ImportState, mode: ImportMode, key: Option<&str>) -> ImportSettings {
    let mapped = state.seen.columns.iter().filter_map(|column| Some(Column { column: column.column, field: column.proposed.clone()?, by: None }));
    ImportSettings {
        sheet: state.seen.sheet,
        head: state.seen.head,
        mapping: Mapping { columns: mapped.collect() },
        mode,
        key: key.map(|key| FieldId::parse(key).unwrap()),
        clear: false,
        whole: false,
        flow: false,
        notify: false,
    }
}

impl House {
    async fn begin(&self, name: &str, content: impl Into<Bytes>) -> ImportState {
        self.runtime.start_import(&self.call("zhang").await, &desk(), &ticket(), name, content.into()).await.unwrap()
    }

    async fn checked(&self, id: Uuid, settings: ImportSettings) -> ImportState {
        self.runtime.check_import(&self.call("zhang").await, &desk(), &ticket(), id, settings).await.unwrap();
        self.worked(id).await
    }

    async fn run(&self, id: Uuid) -> ImportState {
        self.runtime.run_import(&self.call("zhang").await, &desk(), &ticket(), id).await.unwrap();
        self.worked(id).await
    }

    async fn undone(&self, id: Uuid) -> ImportState {
        self.runtime.undo_import(&self.call("zhang").await, &desk(), &ticket(), id).await.unwrap();
        self.worked(id).await
    }

    async fn worked(&self, id: Uuid) -> ImportState {
        while self.runtime.work_on_import().await.unwrap() {}
        self.runtime.import(&self.actor("zhang").await, &desk(), &ticket(), id).await.unwrap()
    }

    async fn tickets(&self) -> Vec<RecordView> {
        let query =
            RecordQuery { limit: 500, sort: serde_json::from_value(json!([{ "field": "title", "dir": "asc" }])).unwrap(), ..RecordQuery::default() };
        self.runtime.query_records(&self.actor("zhang").await, &desk(), &ticket(), query).await.unwrap().rows
    }

    async fn how_many(&self) -> u64 {
        self.runtime.count_records(&self.actor("zhang").await, &desk(), &ticket(), RecordQuery::default()).await.unwrap()
    }
}

fn counts(state: &ImportState) -> (u64, u64, u64, u64) {
    (state.created, state.changed, state.unchanged, state.faulty)
}

#[tokio::test]
async fn rows_are_checked_filed_and_taken_back() {
    for house in houses().await {
        let seen = house.begin("工单.csv", FIRST).await;
        let went: Vec<_> = seen.seen.columns.iter().map(|column| column.proposed.as_ref().map(FieldPath::to_string).unwrap_or_default()).collect();
        // The costs are closed to agents, and the number of a row of details is found by its bare name.
        assert_eq!(went, ["no", "title", "level", "", "customer", "lines.what", "lines.qty"]);
        let checked = house.checked(seen.id, settings(&seen, ImportMode::Add, None)).await;
        assert_eq!((checked.stage, counts(&checked)), (ImportStage::Checked, (2, 0, 0, 2)), "{checked:#?}");
        assert_eq!(house.how_many().await, 0, "a check files nothing");
        let told: Vec<_> = checked.faults.iter().map(|fault| (fault.row, fault.column.clone().unwrap_or_default(), fault.text.as_str())).collect();
        assert_eq!(told, [(5, "B".to_owned(), "nothing"), (6, "C".to_owned(), "很高")], "{:?}", checked.faults);

        let done = house.run(seen.id).await;
        assert_eq!((done.stage, counts(&done), done.may_undo), (ImportStage::Done, (2, 0, 0, 2), true));
        let rows = house.tickets().await;
        assert_eq!(rows.len(), 2);
        assert_eq!((&rows[1].values["title"], &rows[1].values["total"]), (&json!("屏幕闪烁"), &json!(7)), "{rows:?}");
        assert_eq!((&rows[1].values["_flow"], &rows[0].values["no"]), (&json!("none"), &json!("T2026-0001")));
        let history = house.runtime.history(&house.actor("zhang").await, &desk(), &ticket(), rows[1].id).await.unwrap();
        assert_eq!((history.len(), history[0].through.as_str(), history[0].by_name.as_str()), (1, "import", "张三"));

        let faulty = house.runtime.faulty_rows(&house.actor("zhang").await, &desk(), &ticket(), seen.id, Locale::ZhCn).await.unwrap();
        let book = spreadsheet::read_table(&faulty.content, 100).unwrap();
        assert_eq!((book.len(), book[0].last().unwrap().as_str(), book[1][1].as_str()), (3, "未导入的原因", "nothing"));
        assert!(book[2].last().unwrap().contains("没有选项「很高」"), "{book:?}");

        let back = house.undone(seen.id).await;
        assert_eq!((back.stage, back.may_undo), (ImportStage::Undone, false), "{back:#?}");
        assert_eq!(house.how_many().await, 0);
    }
}

#[tokio::test]
async fn records_are_found_by_a_key_changed_and_given_back() {
    for house in houses().await {
        for (title, level) in [("甲", "low"), ("乙", "low"), ("丙", "high")] {
            house.file(json!({ "title": title, "level": level, "phone": "138" })).await.unwrap();
        }
        let text = "标题,级别,电话\n甲,高,\n乙,低,138\n丁,低,139\n甲,低,\n";
        let seen = house.begin("更新.csv", text).await;
        let checked = house.checked(seen.id, settings(&seen, ImportMode::Both, Some("title"))).await;
        assert_eq!(counts(&checked), (1, 1, 1, 1), "{:?}", checked.faults);
        let only = house.checked(seen.id, settings(&seen, ImportMode::Change, Some("title"))).await;
        assert_eq!(counts(&only), (0, 1, 1, 2), "{:?}", only.faults);
        house.checked(seen.id, settings(&seen, ImportMode::Both, Some("title"))).await;
        let done = house.run(seen.id).await;
        assert_eq!((done.stage, counts(&done)), (ImportStage::Done, (1, 1, 1, 1)), "{:?}", done.faults);
        let level = |rows: &[RecordView], title: &str| {
            rows.iter().find(|row| row.values["title"] == title).map(|row| (row.values["level"].clone(), row.values["phone"].clone()))
        };
        let rows = house.tickets().await;
        assert_eq!(rows.len(), 4);
        assert_eq!(level(&rows, "甲"), Some((json!("high"), json!("138"))), "a blank cell leaves the field alone");

        // The same again changes nothing.
        let again = house.begin("更新.csv", "标题,级别,电话\n甲,高,\n乙,低,138\n丁,低,139\n").await;
        assert_eq!(counts(&house.checked(again.id, settings(&again, ImportMode::Both, Some("title"))).await), (0, 0, 3, 0));

        // Somebody changes what the import made: that stays.
        let made = rows.iter().find(|row| row.values["title"] == "丁").unwrap();
        let change = runtime::types::RecordChange { base_revision: Some(made.revision), values: map(json!({ "level": "high" })) };
        house.runtime.update_record(&house.call("zhang").await, &desk(), &ticket(), made.id, change).await.unwrap();
        let back = house.undone(done.id).await;
        assert_eq!((back.stage, back.done, back.faults.len()), (ImportStage::Undone, 2, 1), "{back:#?}");
        let rows = house.tickets().await;
        assert_eq!((level(&rows, "甲").unwrap().0, level(&rows, "丁").unwrap().0), (json!("low"), json!("high")));
    }
}

#[tokio::test]
async fn a_workbook_goes_out_and_comes_in_again_unchanged() {
    for house in houses().await {
        let zhang = house.call("zhang").await;
        let customer = value::FormId::parse("customer").unwrap();
        let known = house.runtime.create_record(&zhang, &desk(), &customer, None, map(json!({ "name": "华东电器" }))).await.unwrap();
        for number in 0..5 {
            let lines = json!([{ "what": "=1+1", "qty": number }, { "what": "垫片", "qty": 2 }]);
            let values = json!({ "title": format!("工单{number}"), "level": "low", "customer": known.id, "lines": lines });
            house.file(values).await.unwrap();
        }
        let order = ExportOrder { sub_tables: true, all_columns: true, ..ExportOrder::default() };
        let book = house.runtime.export_records(&zhang.actor, &desk(), &ticket(), order, Locale::ZhCn).await.unwrap();
        assert_eq!(spreadsheet::read_table(&book.content, 100).unwrap().len(), 11);
        let seen = house.begin("工单.xlsx", book.content).await;
        let checked = house.checked(seen.id, settings(&seen, ImportMode::Change, Some("no"))).await;
        // Rows of sub-tables are written whole, so that they count as changed; everything else is as it was.
        assert_eq!((checked.stage, checked.faulty, checked.created), (ImportStage::Checked, 0, 0), "{:?}", checked.faults);
        let mut flat = settings(&seen, ImportMode::Change, Some("no"));
        flat.mapping.columns.retain(|column| column.field.column.is_none());
        let checked = house.checked(seen.id, flat).await;
        assert_eq!((checked.unchanged, checked.changed), (5, 0), "{:?}", checked.faults);
    }
}

#[tokio::test]
async fn an_import_that_was_cut_off_goes_on_where_it_stood() {
    for house in houses().await {
        let mut text = String::from("标题,级别\n");
        (0..1_500).for_each(|row| text.push_str(&format!("工单 {row},低\n")));
        let seen = house.begin("许多.csv", text).await;
        let wanted = settings(&seen, ImportMode::Add, None);
        assert_eq!(counts(&house.checked(seen.id, wanted).await), (1_500, 0, 0, 0));

        // Stopped before the first slice, it has filed nothing; begun again, it goes on.
        let zhang = house.call("zhang").await;
        house.runtime.run_import(&zhang, &desk(), &ticket(), seen.id).await.unwrap();
        house.runtime.cancel_import(&zhang, &desk(), &ticket(), seen.id).await.unwrap();
        let stopped = house.worked(seen.id).await;
        assert_eq!((stopped.stage, stopped.done, house.how_many().await), (ImportStage::Cancelled, 0, 0));

        // A worker that dies after a slice leaves the rest to the next one, when its lease is over.
        house.runtime.run_import(&zhang, &desk(), &ticket(), seen.id).await.unwrap();
        let runtime = house.runtime.clone();
        let worker = tokio::spawn(async move { runtime.work_on_import().await });
        while house.how_many().await == 0 {
            tokio::task::yield_now().await;
        }
        worker.abort();
        _ = worker.await;
        assert!(!house.runtime.work_on_import().await.unwrap(), "nobody takes it from a worker that may still be at it");
        house.clock.advance(chrono::Duration::seconds(120));
        let done = house.worked(seen.id).await;
        assert_eq!((done.stage, done.done, counts(&done)), (ImportStage::Done, 1_500, (1_500, 0, 0, 0)));
        assert_eq!(house.how_many().await, 1_500);
        let last = house.runtime.file_number_after(&house).await;
        assert!(last >= 1_501, "numbers go on behind the rows: {last}");
        let back = house.undone(seen.id).await;
        assert_eq!((back.stage, house.how_many().await), (ImportStage::Undone, 1));
    }
}

/// The number that the next ticket gets.
trait NextNumber {
    async fn file_number_after(&self, house: &House) -> u64;
}

impl NextNumber for runtime::Runtime {
    async fn file_number_after(&self, house: &House) -> u64 {
        let filed = house.file(json!({ "title": "之后" })).await.unwrap();
        let record = self.record(&house.actor("zhang").await, &desk(), &ticket(), filed.id).await.unwrap();
        record.values["no"].as_str().unwrap().rsplit('-').next().unwrap().parse().unwrap()
    }
}

#[tokio::test]
async fn all_or_nothing_keeps_everything_out() {
    for house in houses().await {
        let seen = house.begin("工单.csv", FIRST).await;
        let whole = ImportSettings { whole: true, ..settings(&seen, ImportMode::Add, None) };
        assert_eq!(house.checked(seen.id, whole).await.faulty, 2);
        let refused = house.runtime.run_import(&house.call("zhang").await, &desk(), &ticket(), seen.id).await;
        assert!(matches!(&refused, Err(RuntimeError::Refused { code, .. }) if code == "import_faulty"), "{refused:?}");
        assert_eq!(house.how_many().await, 0);
    }
}

#[tokio::test]
async fn a_flow_starts_for_new_records_only_when_it_is_asked_for() {
    for house in houses().await {
        let seen = house.begin("工单.csv", "标题,级别\n要审核的,低\n").await;
        let with_flow = ImportSettings { flow: true, ..settings(&seen, ImportMode::Add, None) };
        house.checked(seen.id, with_flow).await;
        let done = house.run(seen.id).await;
        assert_eq!((done.stage, done.created), (ImportStage::Done, 1), "{done:#?}");
        assert_eq!(house.open("li").await.len(), 1);
        // What is being decided is not deleted behind people's backs.
        let back = house.undone(seen.id).await;
        assert_eq!((back.stage, back.faults.len(), house.how_many().await), (ImportStage::Undone, 1, 1));
    }
}

#[tokio::test]
async fn files_that_are_no_sheets_are_refused_in_words() {
    for house in houses().await {
        let zhang = house.call("zhang").await;
        let mut locked = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
        locked.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
        let cases: [(&str, Vec<u8>, &str); 5] = [
            ("empty.csv", b" \n".to_vec(), "没有内容"),
            ("locked.xlsx", locked, "密码"),
            ("broken.xlsx", b"PK\x03\x04 and nothing behind it".to_vec(), "损坏"),
            ("picture.png", vec![0x89, b'P', b'N', b'G', 0, 1, 2, 3, 0xFF, 0xFE], "另存为"),
            ("quote.csv", "标题\n\"没有结束\n".as_bytes().to_vec(), "引号"),
        ];
        for (name, content, words) in cases {
            let refused = house.runtime.start_import(&zhang, &desk(), &ticket(), name, content.into()).await.unwrap_err();
            let told = refused.public_message();
            assert!(told.get(Locale::ZhCn).contains(words), "{name}: {told:?}");
        }
        assert!(house.runtime.imports(&zhang.actor, &desk(), &ticket()).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn an_import_is_its_owners_and_remembers_where_columns_went() {
    for house in houses().await {
        let seen = house.begin("一.csv", "主题,说明\n打印机,坏了\n").await;
        assert!(seen.seen.columns.iter().all(|column| column.proposed.is_none()), "{:?}", seen.seen.columns);
        let mut own = settings(&seen, ImportMode::Add, None);
        own.mapping.columns = vec![Column { column: 0, field: FieldPath::parse("title").unwrap(), by: None }];
        house.checked(seen.id, own).await;
        let second = house.begin("二.csv", "主题,说明\n屏幕,闪\n").await;
        let went: Vec<_> = second.seen.columns.iter().map(|column| column.proposed.as_ref().map(FieldPath::to_string)).collect();
        assert_eq!(went, [Some("title".to_owned()), None]);
        let li = house.actor("li").await;
        assert!(matches!(house.runtime.import(&li, &desk(), &ticket(), seen.id).await, Err(RuntimeError::NotFound { .. })));
        let costs = vec![SheetColumn { label: "成本".into(), scale: 2 }, SheetColumn { label: "标题".into(), scale: 0 }];
        let rows = vec![vec![Cell::Number("12.5".parse().unwrap()), Cell::Text("甲".into())]];
        let book = write_table(&SheetTable { title: "x".into(), columns: costs, rows }).unwrap();
        let third = house.begin("三.xlsx", book).await;
        let mut closed = settings(&third, ImportMode::Add, None);
        closed.mapping.columns.push(Column { column: 0, field: FieldPath::parse("cost").unwrap(), by: None });
        let refused = house.runtime.check_import(&house.call("zhang").await, &desk(), &ticket(), third.id, closed).await;
        assert!(matches!(&refused, Err(RuntimeError::Refused { code, .. }) if code == "column_refused"), "{refused:?}");
    }
}

#[tokio::test]
async fn pictures_leave_with_their_rows() {
    for house in houses().await {
        let mut bytes = Vec::new();
        image::RgbImage::new(8, 8).write_to(&mut std::io::Cursor::new(&mut bytes), image::ImageFormat::Png).unwrap();
        let zhang = house.call("zhang").await;
        let photo = runtime::types::NewFile { id: None, name: "照片.png".into(), content: bytes.into(), purpose: None };
        let file = house.runtime.put_file(&zhang, photo, None).await.unwrap();
        house.file(json!({ "title": "带照片", "photos": [file] })).await.unwrap();
        let order = |pictures| ExportOrder { pictures, all_columns: true, ..ExportOrder::default() };
        for with in [true, false] {
            let book = house.runtime.export_records(&zhang.actor, &desk(), &ticket(), order(with), Locale::ZhCn).await.unwrap();
            let held = book.content.windows(8).any(|name| name == b"xl/media");
            assert_eq!(held, with);
            assert!(spreadsheet::read_table(&book.content, 10).unwrap()[1].contains(&"照片.png".to_owned()));
        }
    }
}
