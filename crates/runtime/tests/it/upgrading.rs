//! A new version of a package over an app that was changed here: both stay, what both changed is asked, nothing is lost.

use crate::app;
use crate::house::{House, desk, houses, system, ticket};
use definition::merge::MergeDifference;
use definition::{ChangedBy, Files, ObjectKey, ObjectKind, Side};
use query::FieldPath;
use runtime::RuntimeError;
use runtime::types::{DraftChange, FieldChoice, ImportOrder, MergeDecision, PackageCheck, Published};
use serde_json::{Value as Json, json};
use value::Locale;

fn key(kind: ObjectKind, id: &str) -> ObjectKey {
    ObjectKey::new(kind, id)
}

fn form() -> ObjectKey {
    key(ObjectKind::Form, "ticket")
}

/// Changes the ticket in a draft.
async fn draft(house: &House, change: impl Fn(&mut Json)) {
    let builder = house.call("li").await;
    let loaded = house.runtime.build_object(&builder.actor, &desk(), &form()).await.unwrap();
    let mut content = loaded.content.clone();
    change(&mut content);
    house.runtime.save_draft(&builder, &desk(), &form(), content, Some(&loaded.etag)).await.unwrap();
}

async fn customise(house: &House, change: impl Fn(&mut Json)) {
    draft(house, change).await;
    house.runtime.publish(&house.call("li").await, &desk(), "改").await.unwrap();
}

/// The package as its maker brings it out anew.
fn version(number: &str, change: impl Fn(&mut Json)) -> Files {
    let mut files = app::files();
    let parsed = |text: &str| serde_json::from_str::<Json>(text).unwrap();
    let mut about = parsed(&files["app.json"]);
    about["version"] = json!(number);
    let mut form = parsed(&files["forms/ticket.json"]);
    change(&mut form);
    files.insert("app.json".into(), about.to_string());
    files.insert("forms/ticket.json".into(), form.to_string());
    files
}

fn field<'f>(form: &'f mut Json, id: &str) -> &'f mut Json {
    form["fields"].as_array_mut().unwrap().iter_mut().find(|field| field["id"] == id).unwrap()
}

fn add(form: &mut Json, id: &str, label: &str) {
    form["fields"].as_array_mut().unwrap().push(json!({ "id": id, "kind": "text", "label": label }));
}

fn remove(form: &mut Json, id: &str) {
    form["fields"].as_array_mut().unwrap().retain(|field| field["id"] != id);
}

async fn check(house: &House, files: &Files, order: ImportOrder) -> PackageCheck {
    house.runtime.check_package(&system().actor, files, order).await.unwrap()
}

async fn import(house: &House, files: &Files, order: ImportOrder) -> Result<Published, RuntimeError> {
    house.runtime.import_package(&system(), files, order).await
}

/// The conflicts, by what stands in the last step of their places.
fn conflicts(found: &PackageCheck) -> Vec<MergeDifference> {
    let all = found.upgrade.as_ref().unwrap().differences.iter().map(|said| said.difference.clone());
    all.filter(|one| one.by == ChangedBy::Conflict).collect()
}

fn count(found: &PackageCheck, by: ChangedBy) -> usize {
    found.upgrade.as_ref().unwrap().differences.iter().filter(|said| said.difference.by == by).count()
}

fn decision(path: &str, side: Side) -> MergeDecision {
    MergeDecision { key: form(), path: path.into(), side }
}

fn is_refused<T>(outcome: &Result<T, RuntimeError>, wanted: &str) -> bool {
    matches!(outcome, Err(RuntimeError::Refused { code, .. }) if code == wanted)
}

/// The ticket as it is published.
async fn published(house: &House) -> Json {
    let object = house.runtime.build_object(&system().actor, &desk(), &form()).await.unwrap();
    assert_eq!(object.draft, None);
    object.content
}

fn labels(form: &Json) -> Vec<String> {
    let said = |field: &Json| field["label"].as_str().or_else(|| field["label"]["zh-CN"].as_str()).unwrap().to_owned();
    form["fields"].as_array().unwrap().iter().map(said).collect()
}

/// The maker renames the opinion, adds a field and takes the result out; this house renames the opinion too, adds one and takes the total out.
fn second() -> Files {
    version("2.0.0", |form| {
        field(form, "opinion")["label"] = json!("处置意见");
        field(form, "phone")["label"] = json!("联系电话");
        add(form, "channel", "来源");
    })
}

async fn customised(house: &House) {
    customise(house, |form| {
        field(form, "opinion")["label"] = json!("我们的意见");
        add(form, "shelf", "货架");
        remove(form, "total");
        form["retired"] = json!(["total"]);
    })
    .await;
}

#[tokio::test]
async fn an_app_that_was_not_changed_here_becomes_the_new_version() {
    for house in houses().await {
        let found = check(&house, &second(), ImportOrder::default()).await;
        let upgrade = found.upgrade.as_ref().unwrap();
        assert_eq!((upgrade.customised, upgrade.base.as_ref().unwrap().version.as_str()), (false, "1.0.0"));
        assert_eq!((count(&found, ChangedBy::Vendor), count(&found, ChangedBy::Customer), conflicts(&found).len()), (4, 0, 0));
        let done = import(&house, &second(), ImportOrder::default()).await.unwrap();
        assert_eq!(done.number, 2);
        let (package, faults) = definition::Package::read(&second());
        assert_eq!((done.hash, faults), (package.hash(), Vec::new()));
    }
}

#[tokio::test]
async fn both_sides_changes_stand_and_what_both_changed_is_decided() {
    for house in houses().await {
        customised(&house).await;
        let found = check(&house, &second(), ImportOrder::default()).await;
        assert!(found.diagnostics.iter().all(|one| one.severity != definition::Severity::Error), "{:?}", found.diagnostics);
        let upgrade = found.upgrade.as_ref().unwrap();
        let said = upgrade.differences.iter().find(|said| said.difference.by == ChangedBy::Conflict).unwrap();
        let zh = |label: &value::Label| label.get(Locale::ZhCn).to_owned();
        assert_eq!(zh(&said.place), "表单「工单」 › 字段 › 我们的意见 › 名称");
        assert_eq!((zh(&said.base).as_str(), zh(&said.vendor).as_str(), zh(&said.customer).as_str()), ("处理意见", "处置意见", "我们的意见"));
        let paths: Vec<String> = conflicts(&found).into_iter().map(|one| one.path).collect();
        assert_eq!(paths, ["/fields/opinion/label"]);

        let nobody = import(&house, &second(), ImportOrder::default()).await;
        assert!(is_refused(&nobody, "conflicts_undecided"), "{nobody:?}");
        let before = published(&house).await;
        assert_eq!(labels(&before).last().unwrap(), "货架", "nothing was written");

        let seen = Some(upgrade.seen.clone());
        let decisions = vec![decision("/fields/opinion/label", Side::Vendor)];
        let order = ImportOrder { seen, decisions, ..ImportOrder::default() };
        import(&house, &second(), order).await.unwrap();
        let merged = published(&house).await;
        let expected = ["编号", "标题", "级别", "联系电话", "成本", "客户", "明细", "处置意见", "结果", "照片", "来源", "货架"];
        assert_eq!(labels(&merged), expected);
        assert_eq!(merged["retired"], json!(["total"]));
        let filed = house.file(json!({ "title": "新", "shelf": "A3", "channel": "电话" })).await.unwrap();
        assert_eq!((house.value(filed.id, "shelf").await, house.value(filed.id, "channel").await), (json!("A3"), json!("电话")));
    }
}

#[tokio::test]
async fn what_was_kept_once_is_not_asked_again_until_its_maker_changes_it_again() {
    for house in houses().await {
        customised(&house).await;
        let keep = || ImportOrder { otherwise: Some(Side::Customer), ..ImportOrder::default() };
        import(&house, &second(), keep()).await.unwrap();
        assert!(labels(&published(&house).await).contains(&"我们的意见".to_owned()));
        let again = check(&house, &second(), ImportOrder::default()).await;
        assert_eq!((conflicts(&again).len(), again.changes.len()), (0, 0));
        let same = import(&house, &second(), ImportOrder::default()).await.unwrap();
        assert_eq!(same.number, 3, "nothing changes, nothing is published");
        let third = version("3.0.0", |form| {
            field(form, "opinion")["label"] = json!("处置意见");
            add(form, "channel", "渠道");
        });
        let found = check(&house, &third, ImportOrder::default()).await;
        assert_eq!(conflicts(&found), []);
        import(&house, &third, ImportOrder::default()).await.unwrap();
        let merged = published(&house).await;
        assert!(labels(&merged).contains(&"我们的意见".to_owned()) && labels(&merged).contains(&"渠道".to_owned()), "{merged}");
        let fourth = version("4.0.0", |form| {
            field(form, "opinion")["label"] = json!("意见");
            add(form, "channel", "渠道");
        });
        assert_eq!(conflicts(&check(&house, &fourth, ImportOrder::default()).await).len(), 1);
    }
}

#[tokio::test]
async fn an_app_that_was_changed_after_somebody_looked_is_not_written_over() {
    for house in houses().await {
        let seen = check(&house, &second(), ImportOrder::default()).await.upgrade.unwrap().seen;
        customise(&house, |form| add(form, "late", "刚加的")).await;
        let order = ImportOrder { seen: Some(seen), ..ImportOrder::default() };
        let refused = import(&house, &second(), order.clone()).await;
        assert!(is_refused(&refused, "app_changed"), "{refused:?}");
        let replaced = import(&house, &second(), ImportOrder { replace: true, ..order }).await;
        assert!(is_refused(&replaced, "app_changed"), "{replaced:?}");
        assert_eq!(labels(&published(&house).await).last().unwrap(), "刚加的");
    }
}

#[tokio::test]
async fn everything_can_be_replaced_when_somebody_says_so() {
    for house in houses().await {
        customised(&house).await;
        let done = import(&house, &second(), ImportOrder { replace: true, ..ImportOrder::default() }).await.unwrap();
        assert_eq!(done.hash, definition::Package::read(&second()).0.hash());
        let found = check(&house, &second(), ImportOrder::default()).await;
        assert!(!found.upgrade.unwrap().customised);
    }
}

#[tokio::test]
async fn drafts_stay_and_take_in_what_the_new_version_brings() {
    for house in houses().await {
        draft(&house, |form| {
            field(form, "opinion")["label"] = json!("草稿里的意见");
            add(form, "idea", "草稿里的字段");
        })
        .await;
        let found = check(&house, &second(), ImportOrder::default()).await;
        let drafts: Vec<String> = found.upgrade.unwrap().drafts.iter().map(|label| label.get(Locale::ZhCn).to_owned()).collect();
        assert_eq!(drafts, ["表单「工单」"]);
        let builder = house.call("li").await;
        let open = house.runtime.build_object(&builder.actor, &desk(), &form()).await.unwrap();
        import(&house, &second(), ImportOrder::default()).await.unwrap();
        let draft = house.runtime.build_object(&builder.actor, &desk(), &form()).await.unwrap();
        assert_eq!(draft.draft, Some(DraftChange::Changed));
        let said = labels(&draft.content);
        assert!(["联系电话", "来源", "草稿里的意见", "草稿里的字段"].iter().all(|label| said.contains(&(*label).to_owned())), "{said:?}");
        // Whoever has it open is told instead of writing the new version away.
        let stale = house.runtime.save_draft(&builder, &desk(), &form(), open.content.clone(), Some(&open.etag)).await;
        assert!(matches!(stale, Err(RuntimeError::Stale { .. })), "{stale:?}");
        house.runtime.publish(&builder, &desk(), "").await.unwrap();
        assert!(labels(&published(&house).await).contains(&"来源".to_owned()));
    }
}

#[tokio::test]
async fn what_does_not_hold_together_is_told_before_and_can_be_decided_otherwise() {
    for house in houses().await {
        // Here something is calculated from a field that the maker takes out.
        customise(&house, |form| {
            form["fields"]
                .as_array_mut()
                .unwrap()
                .push(json!({ "id": "twice", "kind": "computed", "label": "两倍", "formula": "{rank} * 2", "scale": 0 }));
            form["fields"].as_array_mut().unwrap().insert(1, json!({ "id": "rank", "kind": "number", "label": "名次", "scale": 0 }));
        })
        .await;
        let second =
            version("2.0.0", |form| form["fields"].as_array_mut().unwrap().insert(1, json!({ "id": "rank", "kind": "text", "label": "名次" })));
        let found = check(&house, &second, ImportOrder { otherwise: Some(Side::Vendor), ..ImportOrder::default() }).await;
        assert_eq!(conflicts(&found).len(), 1, "{:?}", conflicts(&found));
        let faulty = found.diagnostics.iter().any(|one| one.severity == definition::Severity::Error && one.file == "forms/ticket.json");
        assert!(faulty, "{:?}", found.diagnostics);
        let refused = import(&house, &second, ImportOrder { otherwise: Some(Side::Vendor), ..ImportOrder::default() }).await;
        assert!(matches!(refused, Err(RuntimeError::Faulty { .. })), "{refused:?}");
        import(&house, &second, ImportOrder { otherwise: Some(Side::Customer), ..ImportOrder::default() }).await.unwrap();
        assert_eq!(field(&mut published(&house).await, "rank")["kind"], "number");
    }
}

#[tokio::test]
async fn values_that_do_not_convert_are_shown_and_agreed_to() {
    for house in houses().await {
        let filed = house.file(json!({ "title": "一", "level": "low", "opinion": "约 3" })).await.unwrap();
        house.act("li", "approve", json!({})).await.unwrap();
        let number =
            || version("2.0.0", |form| *field(form, "opinion") = json!({ "id": "opinion", "kind": "number", "label": "处理意见", "scale": 1 }));
        let found = check(&house, &number(), ImportOrder::default()).await;
        let upgrade = found.upgrade.unwrap();
        let step = upgrade.steps.iter().find(|step| step.change == "converted").unwrap();
        assert_eq!((step.touched, step.troubled, step.asks, step.samples[0].value.as_str()), (1, 1, true, "约 3"));
        assert!(!upgrade.blocked.is_empty());
        let refused = import(&house, &number(), ImportOrder::default()).await;
        assert!(is_refused(&refused, "publication_blocked"), "{refused:?}");
        let blank =
            FieldChoice { form: ticket(), field: FieldPath::parse("opinion").unwrap(), blank: true, first: false, options: Default::default() };
        let choices = vec![blank];
        let agreed = check(&house, &number(), ImportOrder { choices: choices.clone(), ..ImportOrder::default() }).await;
        assert_eq!(agreed.upgrade.unwrap().blocked, []);
        draft(&house, |form| add(form, "idea", "草稿里的字段")).await;
        let begun = import(&house, &number(), ImportOrder { choices, ..ImportOrder::default() }).await.unwrap();
        assert_eq!(house.runtime.finish_migration(begun.migration.unwrap()).await.unwrap(), "settling");
        assert_eq!(house.value(filed.id, "opinion").await, Json::Null);
        let found = check(&house, &number(), ImportOrder::default()).await.upgrade.unwrap();
        assert_eq!((found.customised, found.base.unwrap().version.as_str(), found.drafts.len()), (false, "2.0.0", 1));
    }
}

#[tokio::test]
async fn a_repeated_import_does_nothing_twice() {
    for house in houses().await {
        customised(&house).await;
        let seen = check(&house, &second(), ImportOrder::default()).await.upgrade.unwrap().seen;
        let order = || ImportOrder { seen: Some(seen.clone()), otherwise: Some(Side::Customer), ..ImportOrder::default() };
        let call = || {
            let keyed = runtime::types::Keyed { route: "POST /import".into(), key: "the same key".into(), body: "b".into() };
            runtime::types::Call { keyed: Some(keyed), ..system() }
        };
        let first = house.runtime.import_package(&call(), &second(), order()).await.unwrap();
        let again = house.runtime.import_package(&call(), &second(), order()).await.unwrap();
        assert_eq!(first, again);
        assert_eq!(house.runtime.versions(&system().actor, &desk()).await.unwrap().len(), 3);
    }
}
