//! Steps that are given out: to whoever can do it, is at work, has room and is next.

use crate::house::{House, houses, map, request, system};
use chrono::Duration;
use definition::Files;
use runtime::Runtime;
use runtime::types::{DepartmentChange, RecordChange, TaskBox, TaskNarrow};
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;
use std::path::Path;
use value::{AppId, DepartmentId, FlowId, FormId, RecordId, RoleId, UserId};

fn repair() -> AppId {
    AppId::parse("repair").unwrap()
}

fn form(id: &str) -> FormId {
    FormId::parse(id).unwrap()
}

/// The example of a repair desk, with some of its files changed.
fn files(change: impl Fn(&str, String) -> String) -> Files {
    fn collect(folder: &Path, prefix: &str, files: &mut Vec<(String, String)>) {
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let name = format!("{prefix}{}", entry.file_name().into_string().unwrap());
            if entry.path().is_dir() {
                collect(&entry.path(), &format!("{name}/"), files);
            } else if name.ends_with(".json") {
                files.push((name, std::fs::read_to_string(entry.path()).unwrap()));
            }
        }
    }
    let mut found = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/repair-desk"), "", &mut found);
    let found = found.into_iter().filter(|(path, _)| !path.starts_with("scenarios/"));
    found.map(|(path, text)| (path.clone(), change(&path, text))).collect()
}

struct Desk {
    house: House,
    people: Vec<UserId>,
}

/// A desk with technicians t0, t1 …, a dispatcher, and whoever reports.
async fn desk(house: House, technicians: usize, change: impl Fn(&str, String) -> String) -> Desk {
    house.runtime.import_package(&system(), &files(change), Vec::new()).await.unwrap_or_else(|error| panic!("{error:?}"));
    let mut people = Vec::new();
    for number in 0..technicians {
        let user = house.somebody(&format!("t{number}"), &format!("师傅{number}"));
        people.push(house.runtime.create_user(&system(), user).await.unwrap().0);
    }
    let hold = |role: &str, users: Vec<UserId>| {
        let (runtime, role) = (house.runtime.clone(), RoleId::parse(role).unwrap());
        async move { runtime.set_role_holders(&system(), &repair(), &role, users).await.unwrap() }
    };
    hold("technician", people.clone()).await;
    hold("dispatcher", vec![house.lead]).await;
    hold("reporter", vec![house.agent]).await;
    Desk { house, people }
}

impl Desk {
    async fn can(&self, technician: usize, trade: &str, level: u32, capacity: u32) -> RecordId {
        let values =
            json!({ "name": format!("{technician}"), "technician": self.people[technician], "trade": trade, "level": level, "capacity": capacity });
        self.house.runtime.create_record(&self.house.call("li").await, &repair(), &form("skill"), None, map(values)).await.unwrap().id
    }

    async fn report(&self, runtime: &Runtime, values: Json) -> RecordId {
        let call = self.house.call("zhang").await;
        runtime.create_record(&call, &repair(), &form("repair"), None, map(values)).await.unwrap_or_else(|error| panic!("{error:?}")).id
    }

    /// How much each technician holds at the step of repairing or accepting.
    async fn held(&self) -> Vec<usize> {
        let mut held = Vec::new();
        for number in 0..self.people.len() {
            held.push(self.open(number).await.len());
        }
        held
    }

    async fn open(&self, technician: usize) -> Vec<runtime::types::TaskEntry> {
        let actor = self.house.actor(&format!("t{technician}")).await;
        self.house.runtime.tasks(&actor, TaskBox::Todo, TaskNarrow::default(), 50, None).await.unwrap().0
    }

    async fn fix_one(&self, technician: usize) {
        let open = self.open(technician).await;
        let task = open.iter().find(|task| task.node.as_ref().is_some_and(|node| node.as_str() == "fix")).unwrap();
        let call = self.house.call(&format!("t{technician}")).await;
        self.house.runtime.act(&call, task.id, request("complete", json!({ "result": "已修好" }))).await.unwrap();
    }

    async fn trace(&self, record: RecordId) -> runtime::types::FlowTrace {
        self.house.runtime.flow_of(&self.house.actor("li").await, &repair(), &form("repair"), record).await.unwrap().unwrap()
    }
}

fn as_it_is(_path: &str, text: String) -> String {
    text
}

/// What is to be accepted does not count as load of those who repair.
fn counted_by_step(path: &str, text: String) -> String {
    if path == "flows/handling.json" {
        text.replace("\"choose\": \"least_loaded\"", "\"choose\": \"least_loaded\", \"counted\": \"step\"")
    } else {
        text
    }
}

/// Acceptance follows at once, and whoever accepts is next in turn: the technicians only.
fn accepted_in_turn(path: &str, text: String) -> String {
    if path != "flows/handling.json" {
        return text;
    }
    let mut flow: Json = serde_json::from_str(&text).unwrap();
    let fix = &mut flow["nodes"][1];
    fix["allocation"] = json!({ "choose": "round_robin" });
    flow.to_string()
}

#[tokio::test]
async fn skill_times_load_says_why() {
    for house in houses().await {
        let desk = desk(house, 3, as_it_is).await;
        desk.can(0, "electrical", 4, 10).await;
        desk.can(1, "electrical", 4, 5).await;
        desk.can(2, "network", 5, 5).await;
        let values = json!({ "what": "跳闸", "trade": "electrical", "severity": 3 });
        let mut last = None;
        for _ in 0..6 {
            last = Some(desk.report(&desk.house.runtime, values.clone()).await);
        }
        assert_eq!(desk.held().await, [4, 2, 0], "each has the same share of what each can hold");
        let trace = desk.trace(last.unwrap()).await;
        let why = trace.entries.iter().find(|entry| entry.what == "allocated").and_then(|entry| entry.why.clone()).unwrap();
        let said = why.get(value::Locale::ZhCn);
        assert!(said.starts_with("按技能×负载：师傅") && said.contains("；未选：") && said.contains("师傅2（技能不符）"), "{said}");
        assert!(desk.trace(last.unwrap()).await.waiting.is_empty());
    }
}

#[tokio::test]
async fn turns_go_on_after_a_restart() {
    for house in houses().await {
        let desk = desk(house, 3, accepted_in_turn).await;
        let values = json!({ "what": "异响", "trade": "mechanical", "severity": 1 });
        for _ in 0..2 {
            desk.report(&desk.house.runtime, values.clone()).await;
        }
        let again = desk.house.again().await;
        desk.report(&again, values.clone()).await;
        assert_eq!(desk.held().await, [1, 1, 1]);
        desk.report(&again, values.clone()).await;
        assert_eq!(desk.held().await.iter().sum::<usize>(), 4);
        assert_eq!(desk.held().await.iter().max(), Some(&2));
    }
}

#[tokio::test]
async fn cases_at_the_same_time_never_get_the_same_turn() {
    for house in houses().await {
        let desk = desk(house, 8, accepted_in_turn).await;
        let call = desk.house.call("zhang").await;
        let values = map(json!({ "what": "异响", "trade": "mechanical", "severity": 1 }));
        let reports = (0..16).map(|_| {
            let (runtime, call, values) = (desk.house.runtime.clone(), call.clone(), values.clone());
            tokio::spawn(async move { runtime.create_record(&call, &repair(), &form("repair"), None, values).await.unwrap() })
        });
        for report in reports.collect::<Vec<_>>() {
            report.await.unwrap();
        }
        assert_eq!(desk.held().await, [2; 8], "sixteen cases over eight people");
    }
}

#[tokio::test]
async fn nobody_is_given_more_than_fits_and_the_most_urgent_comes_first() {
    for house in houses().await {
        let desk = desk(house, 2, as_it_is).await;
        desk.can(0, "electrical", 5, 2).await;
        desk.can(1, "electrical", 5, 1).await;
        let call = desk.house.call("zhang").await;
        let reports = (0..7_u32).map(|number| {
            let (runtime, call) = (desk.house.runtime.clone(), call.clone());
            let values = map(json!({ "what": format!("第{number}单"), "trade": "electrical", "severity": number % 3 + 1 }));
            tokio::spawn(async move { runtime.create_record(&call, &repair(), &form("repair"), None, values).await.unwrap() })
        });
        for report in reports.collect::<Vec<_>>() {
            report.await.unwrap();
        }
        desk.report(&desk.house.runtime, json!({ "what": "冒烟", "trade": "electrical", "severity": 4 })).await;
        assert_eq!(desk.held().await, [2, 1], "five wait");
        assert_eq!(desk.house.runtime.serve_queue().await.unwrap(), 0, "nobody is free");
        let told = desk.house.runtime.messages(&desk.house.actor("li").await, true, 20, None).await.unwrap().0;
        assert_eq!(told.iter().filter(|message| message.subject.starts_with("无人有空，正在排队")).count(), 5, "the lead is told once of each");

        let before: BTreeSet<uuid::Uuid> = desk.open(1).await.iter().map(|task| task.id).collect();
        desk.fix_one(1).await;
        assert_eq!(desk.house.runtime.serve_queue().await.unwrap(), 1);
        let now = desk.open(1).await;
        let new = now.iter().find(|task| !before.contains(&task.id) && task.node.as_ref().unwrap().as_str() == "fix").unwrap();
        let seen = desk.house.runtime.record(&system().actor, &repair(), &form("repair"), new.record).await.unwrap();
        assert_eq!(seen.values["severity"], json!(4), "the most urgent of those who waited");
        assert_eq!(desk.house.runtime.serve_queue().await.unwrap(), 0);
    }
}

#[tokio::test]
async fn what_waits_is_given_out_after_a_restart_and_when_a_number_is_raised() {
    for house in houses().await {
        let desk = desk(house, 1, as_it_is).await;
        desk.can(0, "network", 3, 1).await;
        let values = json!({ "what": "断网", "trade": "network", "severity": 2 });
        desk.report(&desk.house.runtime, values.clone()).await;
        let waits = desk.report(&desk.house.runtime, values).await;
        assert_eq!(desk.trace(waits).await.waiting.len(), 1);
        assert_eq!(desk.house.runtime.serve_queue().await.unwrap(), 0);
        let again = desk.house.again().await;
        desk.can(0, "network", 5, 2).await;
        assert_eq!(again.serve_queue().await.unwrap(), 0, "it is looked at again after some seconds");
        desk.house.clock.advance(Duration::seconds(20));
        assert_eq!(again.serve_queue().await.unwrap(), 1);
        assert_eq!(desk.held().await, [2]);
        assert!(desk.trace(waits).await.waiting.is_empty());
    }
}

#[tokio::test]
async fn too_much_moves_to_whoever_has_the_least() {
    for house in houses().await {
        let desk = desk(house, 2, as_it_is).await;
        let skill = desk.can(0, "electrical", 3, 3).await;
        let values = json!({ "what": "跳闸", "trade": "electrical", "severity": 1 });
        for _ in 0..3 {
            desk.report(&desk.house.runtime, values.clone()).await;
        }
        desk.can(1, "electrical", 3, 3).await;
        assert_eq!(desk.house.runtime.rebalance().await.unwrap(), 0, "nobody holds more than fits");
        let change = RecordChange { base_revision: Some(1), values: map(json!({ "capacity": 1 })) };
        desk.house.runtime.update_record(&desk.house.call("li").await, &repair(), &form("skill"), skill, change).await.unwrap();
        assert_eq!(desk.house.runtime.rebalance().await.unwrap(), 1, "one more would only turn it round");
        assert_eq!(desk.held().await, [2, 1]);
    }
}

#[tokio::test]
async fn a_machine_goes_back_to_whoever_knows_it() {
    for house in houses().await {
        let desk = desk(house, 2, counted_by_step).await;
        desk.can(0, "electrical", 3, 5).await;
        desk.can(1, "electrical", 3, 5).await;
        let of = |machine: &str| json!({ "what": "跳闸", "trade": "electrical", "severity": 1, "machine": machine });
        desk.report(&desk.house.runtime, of("M-1")).await;
        let first = if desk.open(0).await.is_empty() { 1 } else { 0 };
        desk.fix_one(first).await;
        for machine in ["M-2", "M-3", "M-1"] {
            desk.report(&desk.house.runtime, of(machine)).await;
        }
        let fixing = desk.open(first).await.iter().filter(|task| task.node.as_ref().unwrap().as_str() == "fix").count();
        assert_eq!(fixing, 2, "one by load, and the machine that was known");
    }
}

#[tokio::test]
async fn a_flow_is_tried_against_the_organisation() {
    for house in houses().await {
        let desk = desk(house, 1, |path, text| if path == "flows/handling.json" { by_managers(&text) } else { text }).await;
        let plant = DepartmentChange { name: "无主部门".into(), above: None, head: None, position: 1 };
        let _plant: DepartmentId = desk.house.runtime.create_department(&system(), plant).await.unwrap();
        let check = desk.house.runtime.check_assignment(&desk.house.actor("li").await, &repair(), &FlowId::parse("handling").unwrap()).await.unwrap();
        assert_eq!(check.departments, 2);
        let said: Vec<&str> = check.steps.iter().map(|step| step.text.get(value::Locale::ZhCn)).collect();
        assert_eq!(
            said,
            ["步骤「维修」：1 个部门找不到人：无主部门，届时由应用管理员处理", "步骤「验收」：各部门都能找到人（最多 2 人）"],
            "the team has a head, the other department has none"
        );
        assert_eq!(check.steps[0].found[0].people, ["王五"]);
        let refused = desk.house.runtime.check_assignment(&desk.house.actor("zhang").await, &repair(), &FlowId::parse("handling").unwrap()).await;
        assert!(refused.is_err(), "only whoever builds the app");
    }
}

fn by_managers(text: &str) -> String {
    let mut flow: Json = serde_json::from_str(text).unwrap();
    flow["nodes"][1]["assign"] = json!([{ "by": "managers" }]);
    flow["nodes"][1].as_object_mut().unwrap().remove("allocation");
    flow.to_string()
}
