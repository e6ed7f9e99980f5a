//! The app that is measured: an order of twelve fields, two of them computed, two rules, and five approvals with deadlines.

use access::{Actor, Cause};
use print_engine::{Font, FontPack};
use runtime::types::{ActRequest, Call, DepartmentChange, Keyed, NewUser, SignIn, Written};
use runtime::{Clock, Ids, RandomIds, Runtime, RuntimeConfig, RuntimeParts, SystemClock};
use serde_json::{Map, Value as Json, json};
use std::path::Path;
use std::sync::Arc;
use store::{Store, StoreConfig};
use test_kit::TestDatabase;
use value::{AppId, FormId, RoleId};

/// The program that is served has the same.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const APPROVALS: usize = 5;
const PASSWORD: &str = "long enough for everybody";

/// The twenty columns of the rows that are imported: field, kind.
pub const STOCK: [(&str, &str); 20] = [
    ("title", "text"),
    ("code", "text"),
    ("maker", "text"),
    ("place", "text"),
    ("buyer", "text"),
    ("batch", "text"),
    ("note", "text"),
    ("quantity", "number"),
    ("price", "number"),
    ("weight", "number"),
    ("length", "number"),
    ("width", "number"),
    ("height", "number"),
    ("made_on", "date"),
    ("bought_on", "date"),
    ("checked_on", "date"),
    ("state", "choice"),
    ("grade", "choice"),
    ("urgent", "switch"),
    ("fragile", "switch"),
];

/// A runtime with the app and two people.
#[derive(Clone)]
pub struct House {
    runtime: Runtime,
    clerk: Actor,
    lead: Actor,
}

impl House {
    /// Opens a database; the app and the people are made when they are not there yet.
    pub async fn open(database: &TestDatabase) -> Self {
        Self::open_by(database, Arc::new(SystemClock)).await
    }

    /// Opens a database by another clock.
    pub async fn open_by(database: &TestDatabase, clock: Arc<dyn Clock>) -> Self {
        let config = StoreConfig { connections: 34, ..StoreConfig::new(database.url.clone()) };
        Self::open_at(config, &database.folder, clock).await
    }

    /// Opens a database as one of several servers would; the files of each lie in a folder.
    pub async fn open_at(config: StoreConfig, folder: &Path, clock: Arc<dyn Clock>) -> Self {
        let store = Store::open(config).await.unwrap();
        store.migrate().await.unwrap();
        let parts = RuntimeParts {
            store,
            files: Arc::new(files::LocalFolder::open(folder.join("files")).await.unwrap()),
            fonts: Arc::new(fonts()),
            clock,
            ids: Arc::new(RandomIds),
            calls: Arc::new(runtime::NoCalls),
            config: RuntimeConfig::default(),
        };
        let runtime = Runtime::open(parts).await.unwrap();
        if runtime.needs_set_up().await.unwrap() {
            furnish(&runtime).await;
        }
        let (clerk, lead) = (signed_in(&runtime, "clerk").await, signed_in(&runtime, "lead").await);
        Self { runtime, clerk, lead }
    }

    pub fn runtime(&self) -> &Runtime {
        &self.runtime
    }

    /// The runtime with somebody who may file rows.
    pub fn clerk(&self) -> (Runtime, Actor) {
        (self.runtime.clone(), self.clerk.clone())
    }

    pub async fn close(&self) {
        self.runtime.store().close().await;
    }

    /// The lead, who approves.
    pub fn lead(&self) -> &Actor {
        &self.lead
    }

    /// Files an order; its first approval waits.
    pub async fn file(&self, caller: usize) -> Written {
        let (app, form) = (AppId::parse("bench").unwrap(), FormId::parse("order").unwrap());
        self.runtime.create_record(&call(&self.clerk), &app, &form, None, order(caller)).await.unwrap()
    }

    /// Files an order and approves it to its end; answers how many commands that were.
    pub async fn one_case(&self, caller: usize) -> u64 {
        let mut written = self.file(caller).await;
        let mut steps = 1;
        while let Some(task) = written.open_tasks.first() {
            written = self.approve(*task).await;
            steps += 1;
        }
        assert_eq!(steps, APPROVALS as u64 + 1);
        steps
    }

    async fn approve(&self, task: uuid::Uuid) -> Written {
        let request: ActRequest = serde_json::from_value(json!({ "action": "approve", "opinion": "同意" })).unwrap();
        self.runtime.act(&call(&self.lead), task, request).await.unwrap()
    }
}

fn call(actor: &Actor) -> Call {
    let keyed = Keyed { route: "POST /bench".into(), key: RandomIds.secret(16), body: "0".repeat(64) };
    Call { keyed: Some(keyed), ..Call::by(actor.clone()) }
}

fn order(caller: usize) -> Map<String, Json> {
    let values = json!({
        "title": format!("订单 轴承 {caller}"), "kind": "express", "customer": "张伟", "due": "2026-03-02", "quantity": 7, "price": "129.50",
        "discount": "9.50", "note": "请在周一之前送到，联系电话 13800000000。"
    });
    values.as_object().unwrap().clone()
}

async fn furnish(runtime: &Runtime) {
    let system = Call::by(Actor::System(Cause::Upkeep));
    let files = package().into_iter().map(|(path, object)| (path, object.to_string())).collect();
    runtime.import_package(&system, &files, Vec::new()).await.unwrap_or_else(|error| panic!("{error:?}"));
    let team = runtime.create_department(&system, DepartmentChange { name: "一组".into(), above: None, head: None, position: 0 }).await.unwrap();
    for (login, administrator) in [("clerk", false), ("lead", false), ("boss", true)] {
        let user = NewUser {
            login: login.into(),
            name: login.into(),
            email: None,
            departments: vec![team],
            administrator,
            password: Some(PASSWORD.into()),
            keep_password: true,
        };
        let (made, _) = runtime.create_user(&system, user).await.unwrap();
        if !administrator {
            let role = RoleId::parse(login).unwrap();
            runtime.set_role_holders(&system, &AppId::parse("bench").unwrap(), &role, vec![made]).await.unwrap();
        }
    }
}

async fn signed_in(runtime: &Runtime, login: &str) -> Actor {
    let request = SignIn { login: login.into(), password: PASSWORD.into(), address: "127.0.0.1".into(), agent: "bench".into() };
    runtime.sign_in(request).await.unwrap().session.actor
}

fn package() -> Vec<(String, Json)> {
    let option = |id: &str| json!({ "id": id, "label": id });
    let (kinds, states) = (["standard", "express"].map(option), ["open", "closed"].map(option));
    let field = |id: &str, kind: &str, more: Json| {
        let mut field = json!({ "id": id, "kind": kind, "label": id });
        field.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        field
    };
    let form = json!({ "format": 1, "id": "order", "label": "Order", "title_field": "title", "fields": [
        field("title", "text", json!({ "required": true, "max_length": 80 })),
        field("kind", "choice", json!({ "required": true, "options": kinds })),
        field("state", "choice", json!({ "default": "open", "options": states })),
        field("customer", "text", json!({ "max_length": 60 })),
        field("due", "date", json!({})),
        field("urgent", "switch", json!({})),
        field("quantity", "number", json!({ "required": true, "min": 0 })),
        field("price", "number", json!({ "scale": 2, "min": 0 })),
        field("discount", "number", json!({ "scale": 2, "min": 0 })),
        field("note", "textarea", json!({ "max_length": 2000 })),
        field("total", "computed", json!({ "formula": "{quantity} * {price} - {discount}", "scale": 2 })),
        field("score", "computed", json!({ "formula": "IF(AND({urgent}, {total} > 1000), 3, 1)" })),
    ] });
    let of_stock = |(id, kind): &(&str, &str)| match *kind {
        "choice" => field(id, kind, json!({ "required": true, "options": states })),
        "number" => field(id, kind, json!({ "scale": 2, "min": 0 })),
        "text" => field(id, kind, json!({ "required": true, "max_length": 80 })),
        _ => field(id, kind, json!({})),
    };
    let mut stock: Vec<Json> = STOCK.iter().map(of_stock).collect();
    stock.push(field("worth", "computed", json!({ "formula": "{quantity} * {price}", "scale": 2 })));
    let rule = |id: &str, when: &str, action: Json| json!({ "format": 1, "id": id, "label": id, "form": "order", "on": ["before_create", "before_update"], "when": when, "actions": [action] });
    let role = |id: &str| {
        let grant = |form: &str| json!({ "form": form, "actions": ["read", "create", "update", "export"], "rows": "department" });
        json!({ "format": 1, "id": id, "label": id, "grants": [grant("order"), grant("stock")] })
    };
    vec![
        ("app.json".into(), json!({ "format": 1, "id": "bench", "label": "Bench", "version": "1.0.0", "languages": ["zh-CN", "en"] })),
        ("forms/order.json".into(), form),
        ("forms/stock.json".into(), json!({ "format": 1, "id": "stock", "label": "Stock", "title_field": "title", "fields": stock })),
        (
            "rules/urgent.json".into(),
            rule("urgent", "AND({kind} = \"express\", NOT({urgent}))", json!({ "kind": "set", "field": "urgent", "formula": "TRUE" })),
        ),
        ("rules/dear.json".into(), rule("dear", "{total} > 1000000", json!({ "kind": "refuse", "field": "price", "message": "Too dear" }))),
        ("roles/clerk.json".into(), role("clerk")),
        ("roles/lead.json".into(), role("lead")),
        ("flows/approval.json".into(), flow()),
    ]
}

fn flow() -> Json {
    let mut nodes = vec![json!({ "id": "start", "kind": "start", "label": "Start" })];
    nodes.extend((1..=APPROVALS).map(|number| {
        json!({
            "id": format!("step_{number}"), "kind": "approve", "label": format!("Step {number}"),
            "assign": [{ "by": "role", "role": "lead" }],
            "deadline": { "within_minutes": 1440, "remind_before_minutes": 60, "escalate_after_minutes": 60 }
        })
    }));
    nodes.push(json!({ "id": "end", "kind": "end", "label": "End" }));
    let edges: Vec<Json> = nodes
        .windows(2)
        .enumerate()
        .map(|(number, pair)| json!({ "id": format!("e{number}"), "from": pair[0]["id"], "to": pair[1]["id"] }))
        .collect();
    // One person approves all steps; without this policy the later ones would pass by themselves.
    json!({ "format": 1, "id": "approval", "label": "Approval", "form": "order", "nodes": nodes, "edges": edges })
}

fn fonts() -> FontPack {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../print-engine/fonts");
    let load = |name: &str| Font::parse(name, std::fs::read(folder.join(format!("{name}.ttf"))).unwrap().into()).unwrap();
    FontPack::new(load("NotoSansSC-Regular"), load("NotoSansSC-Bold"), load("NotoSerifSC-Regular"))
}
