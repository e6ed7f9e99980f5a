//! Views that people keep, groups with totals, what stands out, the same done to many records, people who are addressed.

use crate::house::{House, desk, houses, map, ticket};
use definition::View;
use runtime::RuntimeError;
use runtime::types::{BulkItem, BulkRequest, BulkWhat, GroupQuery, RecordQuery};
use serde_json::{Value as Json, json};
use value::{PartId, RecordId};

fn view(id: &str, more: Json) -> View {
    let mut view = json!({ "id": id, "label": "我的", "columns": ["title", "level"] });
    view.as_object_mut().unwrap().extend(map(more));
    serde_json::from_value(view).unwrap()
}

fn part(id: &str) -> PartId {
    PartId::parse(id).unwrap()
}

fn item(id: RecordId, base_revision: u64) -> BulkItem {
    BulkItem { id, base_revision }
}

async fn tickets(house: &House) -> Vec<RecordId> {
    let mut made = Vec::new();
    for (title, level, quantities) in
        [("甲", json!("high"), vec![1, 2]), ("乙", json!("low"), vec![4]), ("丙", json!("high"), vec![10]), ("丁", Json::Null, vec![])]
    {
        let lines: Vec<Json> = quantities.into_iter().map(|qty| json!({ "what": "件", "qty": qty })).collect();
        made.push(house.file(json!({ "title": title, "level": level, "lines": lines })).await.unwrap().id);
    }
    made
}

#[tokio::test]
async fn a_person_keeps_views() {
    for house in houses().await {
        let (zhang, li) = (house.call("zhang").await, house.call("li").await);
        let keep = async |view: View| house.runtime.keep_view(&zhang, &desk(), &ticket(), view).await;
        let filter =
            json!({ "filter": { "or": [{ "field": "level", "op": "eq", "value": "high" }, { "field": "title", "op": "contains", "value": "急" }] } });
        keep(view("my_high", filter)).await.unwrap();
        keep(view("my_wide", json!({ "frozen": 1, "widths": { "title": 40 }, "groups": [{ "field": "_created_at", "grain": "month" }] })))
            .await
            .unwrap();
        for (id, more, said) in [
            ("high", json!({}), "wrong_view_id"),
            ("my_a", json!({ "columns": ["titel"] }), "faulty_definition"),
            ("my_b", json!({ "groups": [{ "field": "photos" }] }), "faulty_definition"),
            ("my_c", json!({ "filter": { "field": "cost", "op": "gt", "value": 1 } }), "view_names_closed_fields"),
        ] {
            assert_eq!(keep(view(id, more)).await.unwrap_err().code(), said, "{id}");
        }
        house.runtime.open_with_view(&zhang, &desk(), &ticket(), Some(part("my_wide"))).await.unwrap();
        let unknown = house.runtime.open_with_view(&zhang, &desk(), &ticket(), Some(part("my_none"))).await;
        assert!(matches!(unknown, Err(RuntimeError::NotFound { .. })), "{unknown:?}");
        let own = house.runtime.own_views(&zhang.actor, &desk(), &ticket()).await.unwrap();
        assert_eq!(own.views.iter().map(|own| own.view.id.as_str()).collect::<Vec<_>>(), ["my_high", "my_wide"]);
        assert_eq!(own.first, Some(part("my_wide")));
        assert_eq!(own.views[1].view.widths.values().copied().collect::<Vec<_>>(), [40]);
        assert_eq!(house.runtime.own_views(&li.actor, &desk(), &ticket()).await.unwrap().views, [], "nobody else sees them");
        house.runtime.forget_view(&zhang, &desk(), &ticket(), &part("my_wide")).await.unwrap();
        house.runtime.open_with_view(&zhang, &desk(), &ticket(), None).await.unwrap();
        let own = house.runtime.own_views(&zhang.actor, &desk(), &ticket()).await.unwrap();
        assert_eq!((own.views.len(), own.first), (1, None));
        let wang = house.call("wang").await;
        assert!(house.runtime.keep_view(&wang, &desk(), &ticket(), view("my_x", json!({}))).await.is_err(), "without a right there is no list");
    }
}

#[tokio::test]
async fn every_level_counts_its_own_records() {
    for house in houses().await {
        tickets(&house).await;
        let (zhang, wang) = (house.actor("zhang").await, house.actor("wang").await);
        let asked = |groups: Json, totals: Json, records: Json| GroupQuery {
            records: serde_json::from_value(records).unwrap(),
            groups: serde_json::from_value(groups).unwrap(),
            totals: serde_json::from_value(totals).unwrap(),
        };
        let totals = json!([{ "field": "total", "aggregate": "sum" }, { "field": "total", "aggregate": "average" }, { "field": "title", "aggregate": "count" }]);
        let by = json!([{ "field": "level" }, { "field": "_created_at", "grain": "month" }]);
        let found = house.runtime.group_records(&zhang, &desk(), &ticket(), &asked(by, totals, json!({}))).await.unwrap();
        assert_eq!((found.whole.count, &found.whole.totals), (4, &vec![json!(17), json!("4.25"), json!(4)]));
        let rows: Vec<(Vec<Json>, u64, Json)> = found.rows.iter().map(|row| (row.keys.clone(), row.count, row.totals[0].clone())).collect();
        let month = json!("2026-03-01");
        assert_eq!(
            rows,
            [
                (vec![json!("low")], 1, json!(4)),
                (vec![json!("low"), month.clone()], 1, json!(4)),
                (vec![json!("high")], 2, json!(13)),
                (vec![json!("high"), month.clone()], 2, json!(13)),
                (vec![Json::Null], 1, json!(0)),
                (vec![Json::Null, month], 1, json!(0)),
            ],
            "options stand in the order of the form, blanks last"
        );
        for row in &found.rows {
            let query = RecordQuery { filter: Some(row.filter.clone()), ..RecordQuery::default() };
            let counted = house.runtime.count_records(&zhang, &desk(), &ticket(), query).await.unwrap();
            assert_eq!(counted, row.count, "the filter of a group finds what was counted: {row:?}");
        }
        let searched = asked(json!([]), json!([]), json!({ "search": "甲" }));
        assert_eq!(house.runtime.group_records(&zhang, &desk(), &ticket(), &searched).await.unwrap().whole.count, 1);
        for (groups, totals) in [(json!([{ "field": "cost" }]), json!([])), (json!([]), json!([{ "field": "cost", "aggregate": "sum" }]))] {
            let closed = house.runtime.group_records(&zhang, &desk(), &ticket(), &asked(groups, totals, json!({}))).await;
            assert!(matches!(closed, Err(RuntimeError::Refused { .. })), "a hidden field is neither grouped nor totalled: {closed:?}");
        }
        let no_role = house.runtime.group_records(&wang, &desk(), &ticket(), &asked(json!([]), json!([]), json!({}))).await;
        assert!(no_role.is_err(), "{no_role:?}");
    }
}

#[tokio::test]
async fn rows_and_cells_stand_out() {
    for house in houses().await {
        tickets(&house).await;
        let zhang = house.actor("zhang").await;
        let tones = json!([
            { "when": { "field": "total", "op": "ge", "value": 10 }, "tone": "danger", "field": "total" },
            { "when": { "field": "level", "op": "eq", "value": "high" }, "tone": "warning" },
            { "when": { "field": "title", "op": "not_blank" }, "tone": "info" }
        ]);
        let query: RecordQuery =
            serde_json::from_value(json!({ "columns": ["title"], "tones": tones, "sort": [{ "field": "_created_at" }, { "field": "no" }] })).unwrap();
        let rows = house.runtime.query_records(&zhang, &desk(), &ticket(), query).await.unwrap().rows;
        let said: Vec<(Json, Json)> = rows.iter().map(|row| (row.values["title"].clone(), json!(row.tones))).collect();
        let expected = [
            ("甲", json!({ "_row": "warning" })),
            ("乙", json!({ "_row": "info" })),
            ("丙", json!({ "_row": "warning", "total": "danger" })),
            ("丁", json!({ "_row": "info" })),
        ];
        assert_eq!(said, expected.map(|(title, tones)| (json!(title), tones)));
        let closed: RecordQuery =
            serde_json::from_value(json!({ "tones": [{ "when": { "field": "cost", "op": "gt", "value": 1 }, "tone": "danger" }] })).unwrap();
        let refused = house.runtime.query_records(&zhang, &desk(), &ticket(), closed).await;
        assert!(matches!(refused, Err(RuntimeError::Refused { .. })), "a colour tells nothing of a hidden field: {refused:?}");
        let only_level: RecordQuery = serde_json::from_value(json!({ "search": "甲", "search_in": ["opinion"] })).unwrap();
        assert_eq!(house.runtime.count_records(&zhang, &desk(), &ticket(), only_level).await.unwrap(), 0, "the search keeps to its fields");
    }
}

#[tokio::test]
async fn each_of_many_is_checked_on_its_own() {
    for house in houses().await {
        let made = tickets(&house).await;
        let foreign =
            house.runtime.create_record(&crate::house::system(), &desk(), &ticket(), None, map(json!({ "title": "别人的" }))).await.unwrap();
        let stale = made[1];
        let change = runtime::types::RecordChange { base_revision: Some(1), values: map(json!({ "level": "high" })) };
        house.runtime.update_record(&house.call("zhang").await, &desk(), &ticket(), stale, change).await.unwrap();
        let call = house.keyed("zhang", "bulk-1", "body").await;
        let update = |values: Json, items: Vec<BulkItem>| BulkRequest { items, what: BulkWhat::Update { values: map(values) } };
        let items = vec![item(made[0], 1), item(stale, 1), item(foreign.id, 1), item(made[2], 1)];
        let request = update(json!({ "level": "low" }), items);
        let told = |outcomes: Vec<runtime::types::BulkOutcome>| -> Vec<String> {
            outcomes.into_iter().map(|done| done.outcome.map_or_else(|error| error.code().to_owned(), |revision| revision.to_string())).collect()
        };
        let done = told(house.runtime.change_many(&call, &desk(), &ticket(), &request).await.unwrap());
        assert_eq!(done, ["2", "conflict", "not_found", "2"]);
        let again = told(house.runtime.change_many(&call, &desk(), &ticket(), &request).await.unwrap());
        assert_eq!(again, done, "the same request does nothing twice");
        let closed = update(json!({ "cost": "1.00" }), vec![item(made[0], 2)]);
        let closed = house.runtime.change_many(&house.call("zhang").await, &desk(), &ticket(), &closed).await.unwrap();
        assert_eq!(told(closed), ["invalid"]);
        let delete = BulkRequest { items: vec![item(made[0], 2)], what: BulkWhat::Delete };
        let refused = told(house.runtime.change_many(&house.call("zhang").await, &desk(), &ticket(), &delete).await.unwrap());
        assert_eq!(refused, ["denied"], "an agent deletes nothing");
        let back = house.runtime.withdraw(&house.call("zhang").await, &desk(), &ticket(), made[2], None).await.unwrap().revision;
        let delete = BulkRequest { items: vec![item(made[0], 2), item(made[2], back)], what: BulkWhat::Delete };
        let removed = told(house.runtime.change_many(&house.call("li").await, &desk(), &ticket(), &delete).await.unwrap());
        assert_eq!(removed, ["flow_running".to_owned(), back.to_string()], "what is under way is not deleted, the rest is");
        let many = update(json!({}), (0..201).map(|_| item(made[1], 1)).collect());
        assert_eq!(house.runtime.change_many(&call, &desk(), &ticket(), &many).await.unwrap_err().code(), "too_many_records");
    }
}

#[tokio::test]
async fn to_dos_of_many_records_are_handed_over() {
    for house in houses().await {
        let made = tickets(&house).await;
        let act = |to| BulkWhat::Act { action: "transfer".into(), opinion: Some("出差".into()), to: Some(to) };
        let items = vec![item(made[0], 1), item(made[1], 1)];
        let request = BulkRequest { items, what: act(house.head) };
        let call = house.keyed("li", "bulk-2", "body").await;
        let codes = |outcomes: Vec<runtime::types::BulkOutcome>| {
            outcomes.into_iter().map(|done| done.outcome.err().map(|error| error.code().to_owned())).collect::<Vec<_>>()
        };
        assert_eq!(codes(house.runtime.change_many(&call, &desk(), &ticket(), &request).await.unwrap()), [None, None]);
        assert_eq!(house.open("wang").await.len(), 2);
        assert_eq!(codes(house.runtime.change_many(&call, &desk(), &ticket(), &request).await.unwrap()), [None, None], "known again");
        assert_eq!(house.open("wang").await.len(), 2);
        let nobody = house.runtime.change_many(&house.call("zhang").await, &desk(), &ticket(), &request).await.unwrap();
        assert_eq!(codes(nobody), [Some("no_task".to_owned()), Some("no_task".to_owned())]);
    }
}

#[tokio::test]
async fn who_is_addressed_may_read_and_is_told() {
    for house in houses().await {
        let filed = house.file(json!({ "title": "漏水" })).await.unwrap();
        let zhang = house.call("zhang").await;
        let offered = house.runtime.readers(&zhang.actor, &desk(), &ticket(), filed.id, "").await.unwrap();
        assert_eq!(offered.iter().map(|item| item.label.as_str()).collect::<Vec<_>>(), ["李四"], "wang may not read it");
        let say = async |user| house.runtime.add_comment(&zhang, &desk(), &ticket(), filed.id, "@李四 请看", &[user]).await;
        let refused = say(house.head).await.unwrap_err();
        assert_eq!(refused.code(), "mention_may_not_read");
        let said = say(house.lead).await.unwrap();
        assert_eq!(said.mentions, [(house.lead, "李四".to_owned())]);
        let told = house.runtime.messages(&house.actor("li").await, false, 10, None).await.unwrap().0;
        assert!(told.iter().any(|message| message.subject == "张三在「漏水」中提到了您"), "{told:?}");
        let kept = house.runtime.comments(&zhang.actor, &desk(), &ticket(), filed.id).await.unwrap();
        assert_eq!(kept.comments[0].mentions.len(), 1);
    }
}
