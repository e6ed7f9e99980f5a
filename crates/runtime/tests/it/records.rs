//! Records: keys, conflicts, rights, lists, exports.

use crate::house::{desk, houses, map, system, ticket};
use runtime::RuntimeError;
use runtime::types::{NewFile, RecordChange, RecordQuery};
use serde_json::json;
use value::{FieldId, Locale, RecordId};

/// A key as a client makes it.
fn fresh(number: u8) -> RecordId {
    RecordId::parse(&format!("0190b5a0-0000-7000-8000-0000000000{number:02x}")).unwrap()
}

#[tokio::test]
async fn a_repeated_key_gets_the_first_answer() {
    for house in houses().await {
        let call = house.keyed("zhang", "k1", "body").await;
        let first = house.runtime.create_record(&call, &desk(), &ticket(), None, map(json!({ "title": "一次" }))).await.unwrap();
        let second = house.runtime.create_record(&call, &desk(), &ticket(), None, map(json!({ "title": "一次" }))).await.unwrap();
        assert_eq!(first, second);
        let counted = house.runtime.count_records(&system().actor, &desk(), &ticket(), RecordQuery::default()).await.unwrap();
        assert_eq!(counted, 1);
        let other = house.keyed("zhang", "k1", "another body").await;
        let refused = house.runtime.create_record(&other, &desk(), &ticket(), None, map(json!({ "title": "两次" }))).await;
        assert!(matches!(refused, Err(RuntimeError::KeyReused)), "{refused:?}");
    }
}

#[tokio::test]
async fn a_refused_command_leaves_nothing_behind() {
    for house in houses().await {
        let refused = house.file(json!({ "title": "nothing" })).await;
        let Err(RuntimeError::Invalid { faults }) = refused else { panic!("{refused:?}") };
        assert_eq!((faults[0].pointer.as_str(), faults[0].code.as_str()), ("/title", "rule.refuse"));
        let faulty = house.file(json!({ "level": "huge", "nonsense": 1 })).await;
        let Err(RuntimeError::Invalid { faults }) = faulty else { panic!("{faulty:?}") };
        assert!(!faults.is_empty());
        assert_eq!(house.file(json!({ "title": "第一" })).await.unwrap().revision, 1);
        let all = house.runtime.query_records(&system().actor, &desk(), &ticket(), RecordQuery::default()).await.unwrap();
        assert_eq!(all.rows.len(), 1);
        assert_eq!(all.rows[0].values["no"], json!("T2026-0001"), "a refusal uses up no number");
    }
}

#[tokio::test]
async fn different_fields_are_merged_and_the_same_field_is_shown_to_both() {
    for house in houses().await {
        let filed = house.file(json!({ "title": "原来", "level": "low" })).await.unwrap();
        let change = |base, values| RecordChange { base_revision: Some(base), values: map(values) };
        let (zhang, li) = (house.call("zhang").await, house.call("li").await);
        let first = house.runtime.update_record(&li, &desk(), &ticket(), filed.id, change(1, json!({ "title": "李的" }))).await.unwrap();
        assert_eq!(first.revision, 2);
        let merged = house.runtime.update_record(&zhang, &desk(), &ticket(), filed.id, change(1, json!({ "level": "high" }))).await.unwrap();
        assert_eq!(merged.revision, 3);
        assert_eq!(house.value(filed.id, "title").await, json!("李的"));
        let clash = house.runtime.update_record(&zhang, &desk(), &ticket(), filed.id, change(1, json!({ "title": "张的" }))).await;
        let Err(RuntimeError::Conflict { fields, revision }) = clash else { panic!("{clash:?}") };
        assert_eq!(revision, 3);
        let field = &fields[0];
        assert_eq!((&field.base, &field.theirs, &field.yours), (&json!("原来"), &json!("李的"), &json!("张的")));
        let same = house.runtime.update_record(&zhang, &desk(), &ticket(), filed.id, change(1, json!({ "title": "李的" }))).await.unwrap();
        assert_eq!(same.revision, 3, "who enters the same changes nothing");
    }
}

#[tokio::test]
async fn rights_hold_at_every_way_out() {
    for house in houses().await {
        let filed = house.file(json!({ "title": "机密", "level": "low", "phone": "13812345678" })).await.unwrap();
        let cost = RecordChange { base_revision: Some(1), values: map(json!({ "cost": "12.50" })) };
        house.runtime.update_record(&house.call("li").await, &desk(), &ticket(), filed.id, cost.clone()).await.unwrap();
        let zhang = house.actor("zhang").await;
        let seen = house.runtime.record(&zhang, &desk(), &ticket(), filed.id).await.unwrap();
        assert!(!seen.values.contains_key("cost"), "hidden fields are not in the answer");
        assert_eq!(seen.values["phone"], json!("13812345678"), "the grant names the personal field");
        let forced = house
            .runtime
            .update_record(&house.call("zhang").await, &desk(), &ticket(), filed.id, RecordChange { base_revision: Some(2), ..cost })
            .await;
        assert!(matches!(forced, Err(RuntimeError::Invalid { .. })), "{forced:?}");
        let probe = RecordChange { base_revision: Some(1), values: map(json!({ "cost": "99.00" })) };
        let probed = house.runtime.update_record(&house.call("zhang").await, &desk(), &ticket(), filed.id, probe).await;
        assert!(matches!(probed, Err(RuntimeError::Invalid { .. })), "a conflict must not show a closed field: {probed:?}");
        for query in [json!({ "filter": { "field": "cost", "op": "gt", "value": 1 } }), json!({ "sort": [{ "field": "cost" }] })] {
            let query: RecordQuery = serde_json::from_value(query).unwrap();
            let refused = house.runtime.query_records(&zhang, &desk(), &ticket(), query).await;
            assert!(matches!(refused, Err(RuntimeError::Refused { .. })), "{refused:?}");
        }
        let history = house.runtime.history(&zhang, &desk(), &ticket(), filed.id).await.unwrap();
        assert!(history.iter().all(|entry| entry.changes.iter().all(|change| change.field.as_str() != "cost")));
        let wang = house.actor("wang").await;
        let unseen = house.runtime.record(&wang, &desk(), &ticket(), filed.id).await;
        assert!(matches!(unseen, Err(RuntimeError::NotFound { .. })), "{unseen:?}");
        let bundle = house.runtime.form(&zhang, &desk(), &ticket()).await.unwrap();
        let hidden = bundle.form.fields.iter().find(|field| field.id.as_str() == "cost").unwrap();
        assert_eq!(hidden.label.get(Locale::ZhCn), "（不可见）");
    }
}

#[tokio::test]
async fn what_is_chosen_must_be_visible() {
    for house in houses().await {
        let customer = value::FormId::parse("customer").unwrap();
        let zhang = house.call("zhang").await;
        let own = house.runtime.create_record(&zhang, &desk(), &customer, None, map(json!({ "name": "王府", "rank": 3 }))).await.unwrap();
        let filed = house.file(json!({ "title": "有客户", "customer": own.id.to_string() })).await.unwrap();
        let seen = house.runtime.record(&zhang.actor, &desk(), &ticket(), filed.id).await.unwrap();
        assert_eq!(seen.labels.get(&own.id.to_string()).map(String::as_str), Some("王府"));
        let by_lead = house.runtime.record(&house.actor("li").await, &desk(), &ticket(), filed.id).await.unwrap();
        assert!(!by_lead.labels.contains_key(&own.id.to_string()), "who may not see the customer does not learn the name");
        let foreign = house.runtime.create_record(&system(), &desk(), &customer, None, map(json!({ "name": "别家" }))).await.unwrap();
        let refused = house.file(json!({ "title": "不行", "customer": foreign.id.to_string() })).await;
        assert!(matches!(refused, Err(RuntimeError::Invalid { .. })), "{refused:?}");
        let path = query::FieldPath::parse("customer").unwrap();
        let offered = house.runtime.lookup(&zhang.actor, &desk(), &ticket(), &path, "").await.unwrap();
        assert_eq!(offered.iter().map(|item| item.label.as_str()).collect::<Vec<_>>(), ["王府"]);
        let known = query::FieldPath::parse("_created_by").unwrap();
        let people = house.runtime.lookup(&zhang.actor, &desk(), &ticket(), &known, "").await.unwrap();
        assert!(people.len() > 1, "conditions on who filed a record name anybody: {people:?}");
        let moment = query::FieldPath::parse("_created_at").unwrap();
        let none = house.runtime.lookup(&zhang.actor, &desk(), &ticket(), &moment, "").await;
        assert!(matches!(none, Err(RuntimeError::NotFound { what: "reference" })), "{none:?}");
    }
}

#[tokio::test]
async fn lists_are_searched_exported_and_commented() {
    for house in houses().await {
        for title in ["甲：打印机", "乙：屏幕", "丙：打印纸"] {
            house.file(json!({ "title": title, "level": "low" })).await.unwrap();
        }
        let zhang = house.actor("zhang").await;
        let query =
            RecordQuery { search: Some("打印".into()), columns: Some(vec![FieldId::parse("title").unwrap()]), limit: 1, ..RecordQuery::default() };
        let page = house.runtime.query_records(&zhang, &desk(), &ticket(), query.clone()).await.unwrap();
        assert_eq!((page.rows.len(), page.next.is_some()), (1, true));
        let rest = house.runtime.query_records(&zhang, &desk(), &ticket(), RecordQuery { after: page.next, limit: 10, ..query }).await.unwrap();
        assert_eq!((rest.rows.len(), rest.next), (1, None));
        let book = house.runtime.export_records(&zhang, &desk(), &ticket(), runtime::types::ExportOrder::default(), Locale::ZhCn).await.unwrap();
        let rows = spreadsheet::read_table(&book.content, 100).unwrap();
        assert_eq!(rows.len(), 4);
        assert!(!rows[0].contains(&"成本".to_owned()), "{:?}", rows[0]);
        let id = rest.rows[0].id;
        house.runtime.add_comment(&house.call("zhang").await, &desk(), &ticket(), id, "请尽快", &[]).await.unwrap();
        assert_eq!(house.runtime.comments(&house.actor("li").await, &desk(), &ticket(), id).await.unwrap().comments[0].text, "请尽快");
        house.runtime.delete_record(&house.call("li").await, &desk(), &ticket(), id, Some(1)).await.unwrap_err();
    }
}

#[tokio::test]
async fn a_photo_belongs_to_its_record() {
    for house in houses().await {
        let mut bytes = Vec::new();
        image::RgbImage::new(8, 8).write_to(&mut std::io::Cursor::new(&mut bytes), image::ImageFormat::Png).unwrap();
        let zhang = house.call("zhang").await;
        let photo = NewFile { id: None, name: "照片.png".into(), content: bytes.clone().into(), purpose: None };
        let file = house.runtime.put_file(&zhang, photo, None).await.unwrap();
        assert!(house.runtime.file(&house.actor("li").await, file.id, false).await.is_err(), "a pending file is its owner's alone");
        let filed = house.file(json!({ "title": "有图", "photos": [file] })).await.unwrap();
        let seen = house.runtime.file(&house.actor("li").await, file.id, true).await.unwrap();
        assert_eq!(seen.media_type, "image/jpeg");
        assert!(house.runtime.file(&house.actor("wang").await, file.id, false).await.is_err());
        let stolen = house
            .runtime
            .create_record(&house.call("zhang").await, &desk(), &ticket(), None, map(json!({ "title": "再来", "photos": [file] })))
            .await;
        assert!(matches!(stolen, Err(RuntimeError::Invalid { .. })), "a file belongs to one record: {stolen:?}");
        let fake = NewFile { id: None, name: "照片.png".into(), content: b"<script>".as_slice().into(), purpose: None };
        assert!(house.runtime.put_file(&zhang, fake, None).await.is_err());
        assert_eq!(house.value(filed.id, "photos").await[0]["name"], json!("照片.png"));
    }
}

#[tokio::test]
async fn what_was_begun_is_kept_for_its_owner_until_it_is_sent() {
    for house in houses().await {
        let (zhang, li) = (house.call("zhang").await, house.call("li").await);
        let runtime = &house.runtime;
        let (desk_id, ticket_id) = (desk(), ticket());
        let newest = || runtime.unfinished(&zhang.actor, &desk_id, &ticket_id, None);
        assert_eq!(newest().await.unwrap(), None);
        let (first, second) = (fresh(1), fresh(2));
        for (key, title) in [(first, "一"), (second, "别的"), (first, "一半")] {
            let values = map(json!({ "title": title, "level": "no such option" }));
            runtime.keep_unfinished(&zhang, &desk(), &ticket(), key, values, None).await.unwrap();
            house.clock.advance(chrono::Duration::seconds(1));
        }
        let kept = newest().await.unwrap().unwrap();
        assert_eq!((kept.record, kept.values["title"].clone(), kept.outdated), (first, json!("一半"), false));
        let others = runtime.unfinished(&li.actor, &desk(), &ticket(), None).await;
        assert!(!matches!(others, Ok(Some(_))), "it is nobody else's business: {others:?}");
        let refused =
            runtime.create_record(&zhang, &desk(), &ticket(), Some(first), map(json!({ "title": "nothing", "level": "no such option" }))).await;
        assert!(refused.is_err());
        assert!(newest().await.unwrap().is_some(), "a refused record is still unfinished");
        let filed = runtime.create_record(&zhang, &desk(), &ticket(), Some(first), map(json!({ "title": "写完" }))).await.unwrap();
        assert_eq!(newest().await.unwrap().unwrap().record, second, "sending one forgets no other");
        let late = runtime.keep_unfinished(&zhang, &desk(), &ticket(), first, map(json!({ "title": "迟到" })), None).await;
        assert!(matches!(late, Err(RuntimeError::Refused { .. })), "a late request brings nothing back: {late:?}");
        runtime.forget_unfinished(&zhang, &desk(), &ticket(), second).await.unwrap();
        assert_eq!(newest().await.unwrap(), None);
        runtime.keep_unfinished(&zhang, &desk(), &ticket(), filed.id, map(json!({ "title": "改到" })), Some(1)).await.unwrap();
        let kept = runtime.unfinished(&zhang.actor, &desk(), &ticket(), Some(filed.id)).await.unwrap().unwrap();
        assert_eq!(kept.base_revision, Some(1));
        assert_eq!(newest().await.unwrap(), None, "a change of a stored record is no new one");
        runtime.forget_unfinished(&zhang, &desk(), &ticket(), filed.id).await.unwrap();
        assert_eq!(runtime.unfinished(&zhang.actor, &desk(), &ticket(), Some(filed.id)).await.unwrap(), None);
        let huge = map(json!({ "title": "长".repeat(300_000) }));
        assert!(matches!(runtime.keep_unfinished(&zhang, &desk(), &ticket(), fresh(3), huge, None).await, Err(RuntimeError::Refused { .. })));
    }
}
