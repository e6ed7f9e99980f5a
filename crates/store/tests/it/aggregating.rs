//! Groups and tallies by SQL.

use crate::fixture::{filled, id, plan_of, record, view, whole};
use calendar::Zone;
use definition::{Aggregate, Grain};
use query::FieldPath;
use serde_json::{Value as Json, json};
use store::StoreError;
use store::aggregate::{Counted, Group, Measure, Question, aggregate};
use test_kit::DatabaseKind;
use value::Value;

fn path(text: &str) -> FieldPath {
    FieldPath::parse(text).unwrap()
}

fn measure(aggregate: Aggregate, field: Option<&str>, filter: Option<Json>) -> Measure {
    Measure { aggregate, field: field.map(path), filter: filter.map(|filter| serde_json::from_value(filter).unwrap()) }
}

fn group(field: &str, grain: Option<Grain>) -> Group {
    Group { field: path(field), grain }
}

fn shown(counted: &Counted) -> Vec<String> {
    let value = |value: &Value| value::to_json(value, None).to_string().replace('"', "");
    let row = |row: &store::aggregate::CountedRow| {
        let keys: Vec<String> = row.keys.iter().map(value).collect();
        let parts: Vec<String> = row
            .parts
            .iter()
            .map(|part| format!("{}/{}/{}/{}/{}", part.count, part.sum.normalize(), value(&part.min), value(&part.max), part.distinct))
            .collect();
        format!("{} | {}", keys.join(" "), parts.join(" "))
    };
    counted.rows.iter().map(row).collect()
}

#[tokio::test]
async fn groups_periods_and_measures() {
    let records = [
        record(
            1,
            &json!({ "level": "bad", "amount": "90000000000000", "day": "2026-03-01", "at": "2026-03-01T16:00:00Z", "owner": crate::platform::key(1) }),
        ),
        record(2, &json!({ "level": "bad", "amount": "90000000000000", "day": "2026-02-28", "at": "2026-03-01T15:59:59Z" })),
        record(3, &json!({ "level": "good", "amount": "-0.01", "day": "2024-12-30", "at": null })),
        record(4, &json!({ "amount": null, "day": null, "at": "2025-12-31T16:00:00Z" })),
    ];
    for kind in DatabaseKind::ALL {
        let (store, table, _database) = filled(kind, &records).await;
        let (plan, zone, session) = (whole(), Zone::shanghai(), store.read());
        let view = view(&table, &plan, &zone);
        let count = || vec![measure(Aggregate::Count, None, None)];
        for (groups, measures, expected) in [
            (vec![], count(), vec![" | 4/0/null/null/0"]),
            (vec![group("level", None)], count(), vec!["bad | 2/0/null/null/0", "good | 1/0/null/null/0", "null | 1/0/null/null/0"]),
            (
                vec![group("day", Some(Grain::Week))],
                count(),
                vec!["2024-12-30 | 1/0/null/null/0", "2026-02-23 | 2/0/null/null/0", "null | 1/0/null/null/0"],
            ),
            (
                vec![group("day", Some(Grain::Quarter))],
                count(),
                vec!["2024-10-01 | 1/0/null/null/0", "2026-01-01 | 2/0/null/null/0", "null | 1/0/null/null/0"],
            ),
            (
                vec![group("at", Some(Grain::Day))],
                count(),
                vec!["2026-01-01 | 1/0/null/null/0", "2026-03-01 | 1/0/null/null/0", "2026-03-02 | 1/0/null/null/0", "null | 1/0/null/null/0"],
            ),
            (
                vec![group("at", Some(Grain::Year)), group("level", None)],
                count(),
                vec!["2026-01-01 bad | 2/0/null/null/0", "2026-01-01 null | 1/0/null/null/0", "null good | 1/0/null/null/0"],
            ),
            (
                vec![group("day", Some(Grain::Month))],
                count(),
                vec!["2024-12-01 | 1/0/null/null/0", "2026-02-01 | 1/0/null/null/0", "2026-03-01 | 1/0/null/null/0", "null | 1/0/null/null/0"],
            ),
            (
                vec![],
                vec![
                    measure(Aggregate::Sum, Some("amount"), None),
                    measure(Aggregate::Average, Some("amount"), Some(json!({ "field": "level", "op": "eq", "value": "good" }))),
                    measure(Aggregate::Min, Some("amount"), None),
                    measure(Aggregate::Max, Some("day"), None),
                    measure(Aggregate::CountDistinct, Some("amount"), None),
                    measure(Aggregate::Count, Some("owner"), None),
                    measure(Aggregate::Count, None, Some(json!({ "field": "level", "op": "ne", "value": "bad" }))),
                    measure(Aggregate::Min, Some("_created_by"), None),
                ],
                vec![
                    " | 3/179999999999999.99/null/null/0 1/-0.01/null/null/0 0/0/-0.01/null/0 0/0/null/2026-03-01/0 0/0/null/null/2 \
                     1/0/null/null/0 2/0/null/null/0 0/0/null/null/0",
                ],
            ),
        ] {
            let question = Question { groups, measures, filter: None, limit: 100 };
            assert_eq!(shown(&aggregate(&session, &view, &question).await.unwrap()), expected, "{question:?} on {kind:?}");
        }
        let filter = serde_json::from_value(json!({ "field": "lines", "op": "not_blank" })).unwrap();
        let nothing = Question { groups: vec![], measures: vec![measure(Aggregate::Sum, Some("amount"), None)], filter: Some(filter), limit: 5 };
        assert_eq!(shown(&aggregate(&session, &view, &nothing).await.unwrap()), [" | 0/0/null/null/0"]);
        let cut = Question { groups: vec![group("level", None)], measures: count(), filter: None, limit: 2 };
        let counted = aggregate(&session, &view, &cut).await.unwrap();
        assert_eq!((counted.rows.len(), counted.cut), (2, true));
        drop(session);
        store.close().await;
    }
}

#[tokio::test]
async fn what_may_not_be_read_is_not_counted_either() {
    for kind in DatabaseKind::ALL {
        let (store, table, _database) = filled(kind, &[record(1, &json!({ "amount": "1" }))]).await;
        let (zone, session) = (Zone::shanghai(), store.read());
        let plan = plan_of(json!({ "rows": "all", "fields": { "amount": "mask", "level": "hidden" } }));
        let view = view(&table, &plan, &zone);
        let by_level = serde_json::from_value(json!({ "field": "level", "op": "blank" })).unwrap();
        for (group_by, counted, filter) in
            [(Some("level"), None, None), (None, Some("amount"), None), (None, None, Some(by_level)), (Some("amount"), None, None)]
        {
            let question = Question {
                groups: group_by.map(|field| group(field, None)).into_iter().collect(),
                measures: vec![measure(Aggregate::Count, counted, None)],
                filter,
                limit: 10,
            };
            assert!(matches!(aggregate(&session, &view, &question).await, Err(StoreError::FieldDenied(_))), "{question:?}");
        }
        let question = Question { groups: vec![], measures: vec![measure(Aggregate::Sum, Some("title"), None)], filter: None, limit: 10 };
        assert!(matches!(aggregate(&session, &view, &question).await, Err(StoreError::FieldUnfit { .. })));
        let question = Question { groups: vec![group(id("tags").as_str(), None)], measures: vec![], filter: None, limit: 10 };
        assert!(matches!(aggregate(&session, &view, &question).await, Err(StoreError::FieldUnfit { .. })));
        drop(session);
        store.close().await;
    }
}
