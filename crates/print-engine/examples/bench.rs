//! Pages per CPU second: a one-page receipt with a 20-row table and a QR code, template and layout included.
#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs)]

use calendar::Zone;
use definition::Print;
use formula::{FieldType, Lookup, Scope};
use indexmap::IndexMap;
use print_engine::{Approval, Font, FontPack, PrintContext, PrintRecord, compile, lay_out, write_pdf};
use std::collections::BTreeMap;
use std::path::Path;
use value::{FieldId, Locale, Record, Value, ValueType};

const TEMPLATE: &str = r#"{ "format": 1, "id": "receipt", "label": "受理单", "form": "order", "bands": [
  { "kind": "page_header", "elements": [{ "kind": "text", "text": { "zh-CN": "受理单 {{ no }}" }, "style": { "size": 14, "bold": true }, "w": 120 }, { "kind": "qr", "x": 155, "w": 25 }] },
  { "kind": "body", "elements": [{ "kind": "grid", "columns": 2, "fields": [{ "field": "no" }, { "field": "person" }, { "field": "content", "wide": true }] }] },
  { "kind": "body", "elements": [{ "kind": "table", "rows": "lines", "numbered": true, "columns": [{ "column": "item", "width": 3 }, { "column": "amount", "align": "right" }] }] },
  { "kind": "body", "elements": [{ "kind": "approvals" }] },
  { "kind": "page_footer", "elements": [{ "kind": "page_number", "style": { "size": 8, "align": "center" } }] }] }"#;

fn id(text: &str) -> FieldId {
    FieldId::parse(text).unwrap()
}

/// 361 different hanzi, the same every time.
fn hanzi() -> String {
    (0..361_u32).filter_map(|number| char::from_u32(0x4E00 + number * 53)).collect()
}

/// CPU time of this process in seconds.
fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/schedstat").unwrap();
    stat.split_whitespace().next().unwrap().parse::<f64>().unwrap() / 1e9
}

fn main() {
    let fonts = {
        let load = |name: &str| {
            Font::parse(name, std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("fonts/{name}.ttf"))).unwrap().into()).unwrap()
        };
        FontPack::new(load("NotoSansSC-Regular"), load("NotoSansSC-Bold"), load("NotoSerifSC-Regular"))
    };
    let scope = scope();
    let print: Print = serde_json::from_str(TEMPLATE).unwrap();
    let (template, found) = compile(&print, &scope, "prints/receipt.json");
    let template = template.unwrap_or_else(|| unreachable!("{found:?}"));
    let text = hanzi();
    let record: Record = [("no", "SL20260301-0007"), ("person", "张三"), ("content", text.as_str())]
        .into_iter()
        .map(|(name, text)| (id(name), Value::text(text)))
        .collect();
    let world = Lookup { record, now: "2026-03-01T06:30:00Z".parse().unwrap(), zone: Zone::shanghai(), user: None };
    let context = PrintContext {
        locale: Locale::ZhCn,
        fonts: &fonts,
        printed_at: "2026-03-01 14:30".into(),
        printed_by: "张三".into(),
        title: "受理单".into(),
    };
    let make = || printed(&world, &text);
    let single = |count: usize| {
        let begun = cpu();
        let mut bytes = 0;
        for _ in 0..count {
            bytes = write_pdf(&lay_out(&template, &[make()], &context).unwrap(), &fonts, "受理单").unwrap().len();
        }
        (f64::from(u32::try_from(count).unwrap()) / (cpu() - begun), bytes)
    };
    let (alone, bytes) = single(100);
    println!("figure\tprint, separate one-page documents\t{alone:.0}\tpages/s\t>=\t80\tper CPU second");
    println!("figure\tprint, size of the first page\t{}\tkB\t<=\t100\t361 distinct hanzi, 20 rows", bytes / 1000);
    for count in [500_usize, 1000] {
        let begun = cpu();
        let records: Vec<PrintRecord<'_>> = (0..count).map(|_| make()).collect();
        let document = lay_out(&template, &records, &context).unwrap();
        let pages = document.pages.len();
        let laid = cpu() - begun;
        let all = write_pdf(&document, &fonts, "受理单").unwrap().len();
        let speed = f64::from(u32::try_from(pages).unwrap()) / (cpu() - begun);
        let each = (all - bytes) / (pages - 1);
        println!("figure\tprint, {pages} pages in one document\t{speed:.0}\tpages/s\t>=\t250\tper CPU second; layout alone {laid:.2} s");
        let each = f64::from(u32::try_from(each).unwrap()) / 1000.0;
        println!("figure\tprint, each further page of {pages}\t{each:.1}\tkB\t<=\t7\t");
    }
    let peak = std::fs::read_to_string("/proc/self/status").unwrap();
    let peak = peak.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("0").trim().trim_end_matches(" kB").parse::<u32>().unwrap();
    println!("figure\tprint, memory of the process at most\t{:.0}\tMB\t<=\t100\t1,000 pages; fonts included", f64::from(peak) / 1000.0);
}

fn scope() -> Scope {
    let field = |label: &str, value_type: ValueType, fields: IndexMap<FieldId, FieldType>| FieldType {
        label: label.into(),
        value_type,
        options: Vec::new(),
        fields,
        face: value::FaceOf::default(),
    };
    let columns = vec![(id("item"), ValueType::Text), (id("amount"), ValueType::Number { scale: 2 })];
    let inner = columns.iter().map(|(name, kind)| (name.clone(), field("列", kind.clone(), IndexMap::new()))).collect();
    let mut scope = Scope::default();
    for (name, label) in [("no", "单号"), ("person", "受理人"), ("content", "内容")] {
        scope.fields.insert(id(name), field(label, ValueType::Text, IndexMap::new()));
    }
    scope.fields.insert(id("lines"), field("明细", ValueType::Rows(columns), inner));
    scope
}

fn printed<'a>(world: &'a Lookup, content: &str) -> PrintRecord<'a> {
    let line = |number: usize| BTreeMap::from([("item".to_owned(), format!("物料{number:03}")), ("amount".to_owned(), format!("{number}.50"))]);
    let shown = [("no", "SL20260301-0007"), ("person", "张三"), ("content", content)]
        .into_iter()
        .map(|(name, text)| (name.to_owned(), text.to_owned()))
        .collect();
    let approval = Approval {
        step: "主管审批".into(),
        person: "李四".into(),
        decision: "同意".into(),
        opinion: "情况属实".into(),
        time: "2026-03-01 14:30".into(),
    };
    PrintRecord {
        world,
        shown,
        rows: BTreeMap::from([("lines".to_owned(), (1..=20).map(line).collect())]),
        pictures: BTreeMap::new(),
        link: "http://127.0.0.1:8080/apps/orders/forms/order/records/01970000-0000-7000-8000-000000000007".into(),
        approvals: vec![approval],
    }
}
