//! The planner at its boundary: cases as data, and the few rules that are not a table.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use access::{Actor, Cause, FormRights, Person, Plan, QueryUse, StepRights, check_query, masked, may_build, may_open_dashboard, plan, with_step};
use definition::{Action, FieldRight, Form, Portal, Role};
use query::{FieldPath, Filter};
use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};
use value::{AppId, DepartmentId, FieldId, Locale, PortalId, RecordId, RoleId, UserId, Value};

const ME: &str = "00000000-0000-7000-8000-000000000001";
const RECORD: &str = "00000000-0000-7000-8000-000000000002";
const D1: &str = "00000000-0000-7000-8000-00000000000a";
const D2: &str = "00000000-0000-7000-8000-00000000000b";

struct House {
    app: AppId,
    form: Form,
    roles: Vec<Role>,
    portals: Vec<Portal>,
    cases: Vec<Json>,
}

fn house() -> House {
    let mut file: Json = serde_json::from_str(include_str!("../cases/plans.json")).unwrap();
    House {
        app: AppId::parse("shop").unwrap(),
        form: serde_json::from_value(file["form"].take()).unwrap(),
        roles: serde_json::from_value(file["roles"].take()).unwrap(),
        portals: vec![serde_json::from_value(file["portal"].take()).unwrap()],
        cases: serde_json::from_value(file["cases"].take()).unwrap(),
    }
}

impl House {
    fn rights(&self) -> FormRights<'_> {
        FormRights { app: &self.app, form: &self.form, roles: &self.roles, portals: &self.portals }
    }

    fn person(&self, roles: &[&str], administrator: bool) -> Actor {
        let roles: BTreeSet<RoleId> = roles.iter().map(|role| RoleId::parse(role).unwrap()).collect();
        Actor::User(Person {
            id: UserId::parse(ME).unwrap(),
            name: "张三".into(),
            departments: BTreeSet::from([DepartmentId::parse(D1).unwrap()]),
            department_tree: BTreeSet::from([DepartmentId::parse(D1).unwrap(), DepartmentId::parse(D2).unwrap()]),
            roles: BTreeMap::from([(self.app.clone(), roles)]),
            administrator,
        })
    }

    fn actor(&self, case: &Json) -> Actor {
        let portal = PortalId::parse("help").unwrap();
        match case["actor"].as_str() {
            Some("link") => Actor::Link { app: self.app.clone(), portal },
            Some("customer") => Actor::PortalCustomer { app: self.app.clone(), portal, record: RecordId::parse(RECORD).unwrap() },
            Some("system") => Actor::System(Cause::Upkeep),
            _ => {
                let roles: Vec<&str> = case["roles"].as_array().unwrap().iter().map(|role| role.as_str().unwrap()).collect();
                self.person(&roles, case["administrator"] == json!(true))
            }
        }
    }
}

fn check(house: &House, case: &Json) {
    let name = case["name"].as_str().unwrap();
    let action: Action = serde_json::from_value(case["action"].clone()).unwrap();
    let planned = plan(&house.actor(case), action, house.rights(), chrono_now());
    if case["denied"] == json!(true) {
        assert!(planned.is_err(), "{name}");
        return;
    }
    let planned = planned.unwrap_or_else(|denied| panic!("{name}: {denied}"));
    if let Some(filter) = case.get("filter") {
        let text = filter.to_string().replace("\"ME\"", &format!("\"{ME}\"")).replace("\"RECORD\"", &format!("\"{RECORD}\""));
        let text = text.replace("\"D1\"", &format!("\"{D1}\"")).replace("\"D2\"", &format!("\"{D2}\""));
        assert_eq!(planned.filter(), &serde_json::from_str::<Filter>(&text).unwrap(), "{name}");
    }
    for (field, right) in case["fields"].as_object().into_iter().flatten() {
        assert_eq!(json!(planned.right(field)), *right, "{name}: {field}");
    }
    if let Some(reason) = case["reason"].as_str() {
        assert!(planned.reasons().iter().any(|found| found.text.get(Locale::ZhCn) == reason), "{name}: {:?}", planned.reasons());
    }
}

fn chrono_now() -> value::Instant {
    value::from_json(&json!("2026-03-02T01:00:00Z"), &value::ValueType::Instant)
        .map(|value| match value {
            Value::Instant(instant) => instant,
            other => panic!("{other:?}"),
        })
        .unwrap()
}

#[test]
fn every_case_of_the_table_holds() {
    let house = house();
    for case in &house.cases {
        check(&house, case);
    }
}

fn clerk_reads(house: &House) -> Plan {
    plan(&house.person(&["clerk"], false), Action::Read, house.rights(), chrono_now()).unwrap()
}

#[test]
fn a_field_that_may_not_be_read_is_not_filtered_sorted_or_searched() {
    let house = house();
    let planned = clerk_reads(&house);
    let path = |text: &str| FieldPath::parse(text).unwrap();
    let filter: Filter = serde_json::from_value(json!({ "not": { "or": [{ "field": "cost", "op": "gt", "value": 5 }] } })).unwrap();
    assert_eq!(check_query(&planned, Some(&filter), &[], &[]).unwrap_err().used, QueryUse::Filter);
    let sort = vec![query::Sort { field: path("phone"), dir: query::Direction::Asc }];
    assert_eq!(check_query(&planned, None, &sort, &[]).unwrap_err().used, QueryUse::Sort);
    assert_eq!(check_query(&planned, None, &[], &[(path("cost"), QueryUse::Search)]).unwrap_err().used, QueryUse::Search);
    let fine: Filter = serde_json::from_value(json!({ "field": "_created_at", "op": "within", "value": { "period": "this_week" } })).unwrap();
    assert!(check_query(&planned, Some(&fine), &[], &[(path("title"), QueryUse::Group)]).is_ok());
}

#[test]
fn a_step_raises_and_lowers_the_fields_that_it_names_on_its_record_only() {
    let house = house();
    let step = StepRights {
        record: RecordId::parse(RECORD).unwrap(),
        step: "审核".into(),
        fields: [("cost", FieldRight::Write), ("title", FieldRight::Read)].map(|(field, right)| (FieldId::parse(field).unwrap(), right)).into(),
        unlisted: FieldRight::Read,
    };
    let raised = with_step(Some(clerk_reads(&house)), Action::Update, house.rights(), &step);
    assert_eq!((raised.right("cost"), raised.right("title"), raised.right("phone")), (FieldRight::Write, FieldRight::Read, FieldRight::Mask));
    let roleless = with_step(None, Action::Read, house.rights(), &step);
    assert_eq!((roleless.right("state"), roleless.right("phone")), (FieldRight::Read, FieldRight::Mask));
    assert_eq!(json!(roleless.filter()), json!({ "field": "_id", "op": "eq", "value": RECORD }));
}

#[test]
fn building_and_dashboards_are_rights_of_roles() {
    let house = house();
    let overview = value::DashboardId::parse("overview").unwrap();
    let chief = house.person(&["chief"], false);
    assert!(may_build(&chief, &house.app, &house.roles));
    assert!(!may_open_dashboard(&chief, &house.app, &house.roles, &overview));
    let lead = house.person(&["lead"], false);
    assert!(may_open_dashboard(&lead, &house.app, &house.roles, &overview));
    assert!(!may_build(&lead, &house.app, &house.roles));
    let Actor::User(person) = chief else { panic!() };
    assert!(!may_build(&Actor::ApiClient(person), &house.app, &house.roles), "a program never builds");
}

#[test]
fn masked_values_keep_their_ends_only() {
    for (text, shown) in [("13812345678", "138****5678"), ("张三", "张*"), ("李", "*"), ("abcdef", "a****f"), ("someone@example.com", "som****.com")]
    {
        assert_eq!(masked(&Value::text(text)), Value::text(shown));
    }
    assert_eq!(masked(&Value::int(7)), Value::Blank, "a number is not half shown");
}
