//! A leave request with its template, as the tests print it.

use calendar::Zone;
use definition::Print;
use formula::{FieldType, Lookup, Scope};
use indexmap::IndexMap;
use print_engine::{Approval, CompiledPrint, Document, Font, FontPack, PrintContext, PrintRecord, compile, lay_out};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;
use value::{FieldId, Locale, Record, Value, ValueType};

pub fn fonts() -> &'static FontPack {
    static PACK: OnceLock<FontPack> = OnceLock::new();
    PACK.get_or_init(|| {
        let load = |name: &str| {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts").join(format!("{name}.ttf"));
            let bytes = std::fs::read(&path).unwrap_or_else(|_| panic!("{} is missing: run `cargo xtask test`", path.display()));
            Font::parse(name, bytes.into()).unwrap()
        };
        FontPack::new(load("NotoSansSC-Regular"), load("NotoSansSC-Bold"), load("NotoSerifSC-Regular"))
    })
}

pub fn id(text: &str) -> FieldId {
    FieldId::parse(text).unwrap()
}

pub fn scope() -> Scope {
    let field = |label: &str, value_type: ValueType, fields: IndexMap<FieldId, FieldType>| FieldType {
        label: label.into(),
        value_type,
        options: Vec::new(),
        fields,
        face: value::FaceOf::default(),
    };
    let columns = vec![(id("item"), ValueType::Text), (id("amount"), ValueType::Number { scale: 2 })];
    let inner = [("item", "项目"), ("amount", "金额")]
        .into_iter()
        .zip(&columns)
        .map(|((name, label), (_, kind))| (id(name), field(label, kind.clone(), IndexMap::new())));
    let mut scope = Scope::default();
    for (name, label) in [("no", "单号"), ("applicant", "申请人"), ("reason", "事由")] {
        scope.fields.insert(id(name), field(label, ValueType::Text, IndexMap::new()));
    }
    scope.fields.insert(id("lines"), field("明细", ValueType::Rows(columns.clone()), inner.collect()));
    scope
}

pub fn world(values: &[(&str, &str)]) -> Lookup {
    let record: Record = values.iter().map(|(name, text)| (id(name), Value::text(*text))).collect();
    Lookup { record, now: "2026-03-01T06:30:00Z".parse().unwrap(), zone: Zone::shanghai(), user: None }
}

pub fn record<'a>(world: &'a Lookup, rows: usize) -> PrintRecord<'a> {
    let shown = world
        .record
        .iter()
        .map(|(field, value)| (field.to_string(), if let Value::Text(text) = value { text.clone() } else { String::new() }))
        .collect();
    let line = |number: usize| BTreeMap::from([("item".to_owned(), format!("物料{number:03}")), ("amount".to_owned(), format!("{number}.50"))]);
    PrintRecord {
        world,
        shown,
        rows: BTreeMap::from([("lines".to_owned(), (1..=rows).map(line).collect())]),
        pictures: BTreeMap::new(),
        link: "http://127.0.0.1:8080/app/leave/record/0197".into(),
        approvals: vec![Approval {
            step: "主管审批".into(),
            person: "李四".into(),
            decision: "同意".into(),
            opinion: "情况属实".into(),
            time: "2026-03-01 14:30".into(),
        }],
    }
}

pub fn context() -> PrintContext<'static> {
    PrintContext {
        locale: Locale::ZhCn, fonts: fonts(), printed_at: "2026-03-01 14:30".into(), printed_by: "张三".into(), title: "请假单".into()
    }
}

pub fn template(bands: &str) -> CompiledPrint {
    let print: Print =
        serde_json::from_str(&format!(r#"{{ "format": 1, "id": "leave", "label": "请假单", "form": "leave", "bands": {bands} }}"#)).unwrap();
    let (compiled, found) = compile(&print, &scope(), "prints/leave.json");
    compiled.unwrap_or_else(|| panic!("{found:?}"))
}

pub fn lay(bands: &str, rows: usize) -> Document {
    let world = world(&[("no", "QJ20260301-0007"), ("applicant", "张㛃䶮"), ("reason", "家中有事，需要请假三天；请批准。")]);
    lay_out(&template(bands), &[record(&world, rows)], &context()).unwrap()
}

pub const FULL: &str = r#"[
  { "kind": "page_header", "elements": [
    { "kind": "text", "text": { "zh-CN": "请假单 {{ no }}" }, "style": { "size": 14, "bold": true }, "w": 120 },
    { "kind": "qr", "x": 155, "w": 25 } ] },
  { "kind": "body", "elements": [{ "kind": "grid", "columns": 2, "fields": [{ "field": "no" }, { "field": "applicant" }, { "field": "reason", "wide": true }] }] },
  { "kind": "body", "elements": [{ "kind": "table", "rows": "lines", "numbered": true, "columns": [{ "column": "item", "width": 3 }, { "column": "amount", "align": "right" }] }] },
  { "kind": "body", "elements": [{ "kind": "approvals" }] },
  { "kind": "page_footer", "elements": [{ "kind": "page_number", "style": { "size": 8, "align": "center" } }] }
]"#;
