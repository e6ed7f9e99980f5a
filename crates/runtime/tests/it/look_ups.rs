//! Formulas that ask other forms are answered by the database, the same on both.

use crate::house::{House, houses, map, system};
use definition::Files;
use serde_json::{Value as Json, json};
use value::{AppId, FormId, RecordId};

fn app() -> Files {
    let field = |id: &str, kind: &str| json!({ "id": id, "kind": kind, "label": id });
    let computed = |id: &str, formula: &str| json!({ "id": id, "kind": "computed", "label": id, "scale": 2, "formula": formula });
    let price = json!({ "id": "price", "kind": "number", "label": "price", "scale": 2 });
    let level =
        json!({ "id": "level", "kind": "choice", "label": "level", "options": [{ "id": "low", "label": "low" }, { "id": "high", "label": "high" }] });
    let lines = json!({ "id": "lines", "kind": "sub_table", "label": "lines", "fields": [
        field("code", "text"), computed("price", "XLOOKUP({lines.code}, {product!code}, {product!price}, -1)")
    ] });
    let quote = json!([
        field("code", "text"),
        computed("count", "COUNTIFS({product!code}, {code})"),
        computed("sum", "SUMIFS({product!price}, {product!code}, {code}) * (1 + vat_rate)"),
        computed("average", "AVERAGEIFS({product!price}, {product!code}, {code}, {product!level}, \"high\")"),
        computed("least", "MINIFS({product!price}, {product!price}, \">\" & 2)"),
        computed("most", "MAX({product!price})"),
        computed("unpriced", "COUNTIFS({product!price}, \"\")"),
        json!({ "id": "since", "kind": "computed", "label": "since", "result": "date", "formula": "XLOOKUP({code}, {product!code}, {product!made})" }),
        computed("today", "COUNTIFS({product!made}, \"<=\" & TODAY())"),
        lines
    ]);
    let objects = [
        (
            "app.json",
            json!({ "format": 1, "id": "quotes", "label": "Quotes", "version": "1.0.0", "languages": ["en"],
            "constants": [{ "id": "vat_rate", "label": "VAT", "value": 0.5 }] }),
        ),
        (
            "forms/product.json",
            json!({ "format": 1, "id": "product", "label": "Product", "fields": [field("code", "text"), price, level, field("made", "date")] }),
        ),
        ("forms/quote.json", json!({ "format": 1, "id": "quote", "label": "Quote", "fields": quote })),
        (
            "roles/seller.json",
            json!({ "format": 1, "id": "seller", "label": "Seller", "grants": [
            { "form": "quote", "actions": ["read", "create"], "rows": "all" }, { "form": "product", "actions": ["create"], "rows": "own" }] }),
        ),
    ];
    objects.map(|(path, json)| (path.to_owned(), json.to_string())).into_iter().collect()
}

async fn file(house: &House, form: &str, values: Json) -> RecordId {
    let (app, form) = (AppId::parse("quotes").unwrap(), FormId::parse(form).unwrap());
    house.runtime.create_record(&system(), &app, &form, None, map(values)).await.unwrap_or_else(|error| panic!("{error:?}")).id
}

#[tokio::test]
async fn a_record_is_stored_with_what_other_forms_say() {
    for house in houses().await {
        house.runtime.import_package(&system(), &app(), Vec::new()).await.unwrap_or_else(|error| panic!("{error:?}"));
        for (code, price, level, made) in [
            ("A", json!("10.00"), "high", "2026-01-02"),
            ("B", json!("2.00"), "low", "2026-03-02"),
            ("A", json!("5.50"), "low", "2026-01-01"),
            ("C", json!(null), "high", "2026-03-03"),
        ] {
            file(&house, "product", json!({ "code": code, "price": price, "level": level, "made": made })).await;
            // The first one counts that was filed, so they may not be filed at one moment.
            house.clock.advance(chrono::Duration::seconds(1));
        }
        // More rows than go into one query; each asks for its own product.
        let codes = |row: usize| ["A", "B", "C", "D"][row % 4];
        let lines: Vec<Json> =
            (0..230).map(|row| json!({ "code": format!("{}{}", codes(row), if row > 200 { row.to_string() } else { String::new() }) })).collect();
        let quote = file(&house, "quote", json!({ "code": "A", "lines": lines })).await;
        let (app, form) = (AppId::parse("quotes").unwrap(), FormId::parse("quote").unwrap());
        let seen = house.runtime.record(&system().actor, &app, &form, quote).await.unwrap();
        let value = |field: &str| seen.values.get(field).cloned().unwrap_or(Json::Null);
        assert_eq!(value("count"), json!("2.00"));
        assert_eq!(value("sum"), json!("23.25"));
        assert_eq!(value("average"), json!("10.00"));
        assert_eq!(value("least"), json!("5.50"));
        assert_eq!(value("most"), json!("10.00"));
        assert_eq!(value("unpriced"), json!("1.00"));
        assert_eq!(value("since"), json!("2026-01-02"));
        assert_eq!(value("today"), json!("3.00"), "what asks for today is calculated when it is read");
        let prices: Vec<Json> = value("lines").as_array().unwrap().iter().map(|row| row["price"].clone()).collect();
        assert_eq!(prices[..4], [json!("10.00"), json!("2.00"), Json::Null, json!("-1.00")]);
        assert!(prices[201..].iter().all(|price| *price == json!("-1.00")));
    }
}
