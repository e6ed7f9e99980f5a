//! What people may do with running cases, why a case went its way, who was faster, and who stands in.

use crate::app;
use crate::house::{House, desk, houses, request, system, ticket};
use chrono::Duration;
use runtime::types::{Call, FlowTrace, ManageRequest, NewAbsence, TaskBox, TaskNarrow};
use runtime::{Clock, RuntimeError};
use serde_json::{Value as Json, json};
use value::{AppId, Instant, Locale, NodeId, RecordId, RoleId, UserId};

/// The help desk with a flow in which nearly everything is allowed.
async fn with_flow(house: &House) {
    let mut flow = app::flow("check");
    flow["policies"] = json!({ "withdraw": true, "after_return": "choose" });
    flow["nodes"][1]["operations"] = json!(["transfer", "return", "return_to_step", "delegate", "add_sign", "remove_sign", "take_back"]);
    flow["nodes"][1]["fields"] = json!({ "opinion": "must" });
    let mut files = app::files();
    files.insert("flows/handling.json".into(), flow.to_string());
    house.runtime.import_package(&system(), &files, Vec::new()).await.unwrap_or_else(|error| panic!("{error:?}"));
}

async fn trace(house: &House, login: &str, record: RecordId) -> FlowTrace {
    house.runtime.flow_of(&house.actor(login).await, &desk(), &ticket(), record).await.unwrap().unwrap()
}

fn manage(action: &str) -> ManageRequest {
    ManageRequest { action: action.into(), opinion: None, node: None, to_node: None, from: None, to: None }
}

fn offered(trace: &FlowTrace) -> Vec<&'static str> {
    trace.offers.iter().map(|offer| offer.action).collect()
}

fn said(error: &RuntimeError) -> String {
    error.public_message().get(Locale::ZhCn).to_owned()
}

#[tokio::test]
async fn what_is_offered_is_what_is_allowed() {
    for house in houses().await {
        with_flow(&house).await;
        let filed = house.file(json!({ "title": "停电", "level": "high" })).await.unwrap();
        assert_eq!(offered(&trace(&house, "zhang", filed.id).await), ["urge", "withdraw"], "the starter");
        let lead = trace(&house, "li", filed.id).await;
        assert_eq!(offered(&lead), ["reassign", "jump", "suspend", "terminate"], "the lead builds the app");
        let jump = lead.offers.iter().find(|offer| offer.action == "jump").unwrap();
        assert_eq!(jump.to.iter().map(|(node, _)| node.as_str()).collect::<Vec<_>>(), ["head", "end"]);
        let mine = lead.mine.unwrap();
        assert_eq!(mine.return_to.iter().map(|step| (step.node.as_str(), step.is_start)).collect::<Vec<_>>(), [("start", true)]);
        assert_eq!((mine.after_return, mine.must.len(), mine.removable.len()), ("choose", 1, 0));

        let lead_call = house.call("li").await;
        house.runtime.manage_case(&lead_call, &desk(), &ticket(), filed.id, manage("suspend")).await.unwrap();
        let held = trace(&house, "li", filed.id).await;
        assert_eq!((offered(&held), held.mine.unwrap().actions.len()), (vec!["resume", "terminate"], 0), "nobody acts on a case on hold");
        house.runtime.manage_case(&lead_call, &desk(), &ticket(), filed.id, manage("resume")).await.unwrap();

        let mut add = request("add_sign", json!({}));
        add.people = vec![house.head];
        add.place = Some("beside".into());
        house.runtime.act(&lead_call, mine.id, add).await.unwrap();
        let more = trace(&house, "li", filed.id).await.mine.unwrap();
        assert_eq!(more.removable, [(house.head, "王五".to_owned())]);
        let mut remove = request("remove_sign", json!({}));
        remove.to = Some(house.head);
        house.runtime.act(&lead_call, mine.id, remove).await.unwrap();
        assert!(house.open("wang").await.is_empty());

        house.act("li", "approve", json!({ "opinion": "换一台" })).await.unwrap();
        let passed = trace(&house, "li", filed.id).await;
        assert!(offered(&passed).contains(&"take_back"), "{:?}", offered(&passed));
        let back = ManageRequest { node: Some("check".into()), ..manage("take_back") };
        house.runtime.manage_case(&lead_call, &desk(), &ticket(), filed.id, back).await.unwrap();
        assert_eq!(house.open("li").await.len(), 1);
    }
}

#[tokio::test]
async fn the_trace_says_where_it_is_who_had_it_and_why_it_went_that_way() {
    for house in houses().await {
        with_flow(&house).await;
        let filed = house.file(json!({ "title": "停电", "level": "high" })).await.unwrap();
        house.clock.advance(Duration::minutes(20));
        house.act("li", "approve", json!({ "opinion": "换一台" })).await.unwrap();
        house.clock.advance(Duration::minutes(5));
        let seen = trace(&house, "zhang", filed.id).await;
        let standing: Vec<(&str, &str)> = seen.nodes.iter().map(|node| (node.id.as_str(), node.standing)).collect();
        assert_eq!(standing, [("start", "passed"), ("check", "passed"), ("by_level", "passed"), ("head", "current"), ("end", "ahead")]);
        let node = |id: &str| seen.nodes.iter().find(|node| node.id.as_str() == id).unwrap();
        assert_eq!((node("check").seconds, node("head").seconds, node("end").visits), (1200, 300, 0));
        let people = &node("check").people;
        assert_eq!((people[0].name.as_str(), people[0].what.as_str(), people[0].until.is_some()), ("李四", "approve", true));
        assert_eq!(node("head").people[0].what, "open");
        let taken: Vec<&str> = seen.edges.iter().filter(|edge| edge.taken > 0).map(|edge| edge.id.as_str()).collect();
        assert_eq!(taken, ["e1", "e2", "e3"]);
        let branch = &seen.branches[0];
        assert_eq!((branch.edge.as_str(), branch.otherwise, branch.tried.len(), branch.tried[0].held), ("e3", false, 1, true));
        assert_eq!(branch.tried[0].condition.get(Locale::ZhCn), "级别 = \"high\"");
        assert_eq!(branch.saw[0].value, Some(json!("high")));
        assert_eq!(branch.saw[0].label.get(Locale::ZhCn), "级别");
    }
}

#[tokio::test]
async fn a_value_that_is_hidden_from_the_reader_is_not_told_by_the_trace() {
    for house in houses().await {
        let mut flow = app::flow("check");
        flow["edges"][2]["when"] = json!("{cost} > 3");
        let mut files = app::files();
        files.insert("flows/handling.json".into(), flow.to_string());
        house.runtime.import_package(&system(), &files, Vec::new()).await.unwrap();
        let filed = house.file(json!({ "title": "停电", "level": "high" })).await.unwrap();
        house.act("li", "approve", json!({})).await.unwrap();
        let (agent, lead) = (trace(&house, "zhang", filed.id).await, trace(&house, "li", filed.id).await);
        assert_eq!((agent.branches[0].saw[0].value.clone(), agent.branches[0].otherwise), (None, true));
        assert_eq!(lead.branches[0].saw[0].value, Some(Json::Null), "who may see it sees that it was blank");
    }
}

#[tokio::test]
async fn the_second_of_two_is_told_who_was_faster() {
    for house in houses().await {
        let role = RoleId::parse("lead").unwrap();
        house.runtime.set_role_holders(&system(), &desk(), &role, vec![house.lead, house.head]).await.unwrap();
        house.file(json!({ "title": "键盘", "level": "low" })).await.unwrap();
        let (first, second) = (house.open("li").await.remove(0), house.open("wang").await.remove(0));
        house.runtime.act(&house.call("li").await, first.id, request("approve", json!({}))).await.unwrap();
        let refused = house.runtime.act(&house.call("wang").await, second.id, request("reject", json!({}))).await.unwrap_err();
        assert_eq!((refused.code(), said(&refused).as_str()), ("flow.closed", "李四先一步处理了「审核」：同意。您的操作没有生效。"));
        let again = house.runtime.act(&house.call("li").await, first.id, request("approve", json!({}))).await.unwrap_err();
        assert_eq!(said(&again), "您已经处理过「审核」：同意。没有重复处理。");

        house.file(json!({ "title": "鼠标", "level": "low" })).await.unwrap();
        let task = house.open("li").await.remove(0);
        let mut transfer = request("transfer", json!({}));
        transfer.to = Some(house.agent);
        let keyed = house.keyed("li", "once", "transfer").await;
        house.runtime.act(&keyed, task.id, transfer.clone()).await.unwrap();
        house.runtime.act(&keyed, task.id, transfer).await.expect("the same request again gets its first answer");
        let late = house.runtime.act(&house.call("li").await, task.id, request("approve", json!({}))).await.unwrap_err();
        assert_eq!(said(&late), "您已经处理过「审核」：转办。没有重复处理。");
    }
}

#[tokio::test]
async fn the_boxes_are_narrowed_and_counted() {
    for house in houses().await {
        house.file(json!({ "title": "键盘", "level": "low" })).await.unwrap();
        house.file(json!({ "title": "鼠标", "level": "low" })).await.unwrap();
        let li = house.actor("li").await;
        let now = house.clock.now();
        let count = async |narrow: TaskNarrow| house.runtime.tasks(&li, TaskBox::Todo, narrow, 50, None).await.unwrap().0.len();
        assert_eq!(count(TaskNarrow { node: NodeId::parse("check").ok(), starter: Some(house.agent), ..TaskNarrow::default() }).await, 2);
        assert_eq!(count(TaskNarrow { node: NodeId::parse("head").ok(), ..TaskNarrow::default() }).await, 0);
        assert_eq!(count(TaskNarrow { app: AppId::parse("other").ok(), ..TaskNarrow::default() }).await, 0);
        assert_eq!(count(TaskNarrow { due_before: Some(now), ..TaskNarrow::default() }).await, 0);
        assert_eq!(count(TaskNarrow { due_from: Some(now), due_before: Some(now + Duration::hours(2)), ..TaskNarrow::default() }).await, 2);
        let choices = house.runtime.task_choices(&li, TaskBox::Todo).await.unwrap();
        assert_eq!((choices.steps.len(), choices.steps[0].count, choices.steps[0].node_label.get(Locale::ZhCn)), (1, 2, "审核"));
        assert_eq!(choices.starters, [(house.agent, "张三".to_owned(), 2)]);
    }
}

fn absence(stand_in: UserId, from: Instant, hours: i64) -> NewAbsence {
    NewAbsence { user: None, stand_in, from, until: from + Duration::hours(hours), apps: Vec::new() }
}

async fn refusal(house: &House, login: &str, new: NewAbsence) -> String {
    house.runtime.enter_absence(&house.call(login).await, new).await.unwrap_err().code().to_owned()
}

#[tokio::test]
async fn whoever_is_away_is_stood_in_for_and_the_to_do_says_so() {
    for house in houses().await {
        let now = house.clock.now();
        let entered = house.runtime.enter_absence(&house.call("li").await, absence(house.head, now, 8)).await.unwrap();
        let told = house.runtime.messages(&house.actor("wang").await, true, 10, None).await.unwrap().0;
        assert_eq!(told[0].subject, "李四请您代理待办");
        let filed = house.file(json!({ "title": "键盘", "level": "low" })).await.unwrap();
        assert!(house.open("li").await.is_empty());
        let task = house.open("wang").await.remove(0);
        assert_eq!(task.stands_in_for, Some((house.lead, "李四".to_owned())));
        house.act("wang", "approve", json!({})).await.unwrap();
        let seen = trace(&house, "wang", filed.id).await;
        let person = &seen.nodes.iter().find(|node| node.id.as_str() == "check").unwrap().people[0];
        assert_eq!((person.name.as_str(), person.stands_in_for.as_deref()), ("王五", Some("李四")));
        assert!(seen.entries.iter().any(|entry| entry.what == "stood_in" && entry.to == ["李四"]));

        house.clock.advance(Duration::minutes(1));
        house.runtime.end_absence(&house.call("li").await, entered).await.unwrap();
        house.file(json!({ "title": "鼠标", "level": "low" })).await.unwrap();
        assert_eq!(house.open("li").await.len(), 1, "back again");
        let (log, _) = house.runtime.audit_log(&system().actor, runtime::types::AuditQuery { limit: 50, ..Default::default() }).await.unwrap();
        let actions: Vec<&str> = log.iter().map(|entry| entry.action.as_str()).filter(|action| action.starts_with("absence")).collect();
        assert_eq!(actions, ["absence.end", "absence.enter"]);
    }
}

#[tokio::test]
async fn absences_that_make_no_sense_are_refused() {
    for house in houses().await {
        let now = house.clock.now();
        assert_eq!(refusal(&house, "li", absence(house.lead, now, 8)).await, "absence_self");
        assert_eq!(refusal(&house, "li", absence(house.head, now, 0)).await, "absence_times");
        assert_eq!(refusal(&house, "li", absence(house.head, now - Duration::days(2), 8)).await, "absence_over");
        assert_eq!(refusal(&house, "li", absence(house.head, now, 24 * 400)).await, "absence_long");
        assert_eq!(refusal(&house, "li", NewAbsence { user: Some(house.agent), ..absence(house.head, now, 8) }).await, "denied");
        house.runtime.enter_absence(&house.call("li").await, absence(house.head, now, 8)).await.unwrap();
        assert_eq!(refusal(&house, "li", absence(house.agent, now + Duration::hours(1), 8)).await, "absence_twice");
        assert_eq!(refusal(&house, "wang", absence(house.lead, now + Duration::hours(1), 8)).await, "absence_ring");
        house.runtime.enter_absence(&house.call("wang").await, absence(house.agent, now, 8)).await.expect("a chain that ends");
        assert_eq!(refusal(&house, "zhang", absence(house.lead, now, 8)).await, "absence_ring");
        house.file(json!({ "title": "键盘", "level": "low" })).await.unwrap();
        // The chain ends with whoever filed it, who must not come to approve the own case that way only where the flow forbids it.
        assert_eq!(house.open("zhang").await.len() + house.open("li").await.len(), 1);
        let listed = house.runtime.own_absences(&house.actor("wang").await).await.unwrap();
        assert_eq!(listed.iter().filter(|entry| entry.may_end).count(), 1, "only the own one can be ended");
        let foreign = listed.iter().find(|entry| !entry.may_end).unwrap().id;
        let call: Call = house.call("wang").await;
        assert!(matches!(house.runtime.end_absence(&call, foreign).await, Err(RuntimeError::NotFound { .. })));
    }
}
