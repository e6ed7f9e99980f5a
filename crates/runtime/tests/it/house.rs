//! A runtime with people, an app and a clock that stands still.

use crate::app;
use access::{Actor, Cause};
use print_engine::{Font, FontPack};
use runtime::types::{ActRequest, Call, DepartmentChange, Keyed, NewUser, SignIn, TaskBox, TaskEntry, TaskNarrow, Written};
use runtime::{ManualClock, RandomIds, Runtime, RuntimeConfig, RuntimeParts, RuntimeResult};
use serde_json::{Map, Value as Json, json};
use std::path::Path;
use std::sync::{Arc, OnceLock};
use store::{Store, StoreConfig};
use test_kit::{TestDatabase, databases};
use value::{AppId, FormId, RecordId, RoleId, UserId};

/// A runtime over one database.
pub struct House {
    pub runtime: Runtime,
    pub clock: Arc<ManualClock>,
    pub agent: UserId,
    pub lead: UserId,
    pub head: UserId,
    _database: TestDatabase,
}

fn fonts() -> Arc<FontPack> {
    static PACK: OnceLock<Arc<FontPack>> = OnceLock::new();
    let load = |name: &str| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../print-engine/fonts").join(format!("{name}.ttf"));
        let bytes = std::fs::read(&path).unwrap_or_else(|_| panic!("{} is missing: run `cargo xtask test`", path.display()));
        Font::parse(name, bytes.into()).unwrap()
    };
    PACK.get_or_init(|| Arc::new(FontPack::new(load("NotoSansSC-Regular"), load("NotoSansSC-Bold"), load("NotoSerifSC-Regular")))).clone()
}

/// A house on each kind of database.
pub async fn houses() -> Vec<House> {
    let mut houses = Vec::new();
    for database in databases() {
        houses.push(House::new(database).await);
    }
    houses
}

pub fn desk() -> AppId {
    AppId::parse("desk").unwrap()
}

pub fn ticket() -> FormId {
    FormId::parse("ticket").unwrap()
}

pub fn system() -> Call {
    Call::by(Actor::System(Cause::Upkeep))
}

pub fn map(json: Json) -> Map<String, Json> {
    json.as_object().unwrap().clone()
}

async fn runtime(store: Store, database: &TestDatabase, clock: Arc<ManualClock>) -> Runtime {
    let files = files::LocalFolder::open(database.folder.join("files")).await.unwrap();
    let parts = RuntimeParts {
        store,
        files: Arc::new(files),
        fonts: fonts(),
        clock,
        ids: Arc::new(RandomIds),
        calls: Arc::new(runtime::NoCalls),
        config: RuntimeConfig { base_url: "https://desk.example.com".into(), ..RuntimeConfig::default() },
    };
    Runtime::open(parts).await.unwrap()
}

impl House {
    async fn new(database: TestDatabase) -> Self {
        let store = Store::open(StoreConfig::new(database.url.clone())).await.unwrap();
        store.migrate().await.unwrap();
        let clock = Arc::new(ManualClock::at("2026-03-02T01:00:00Z".parse().unwrap()));
        let runtime = runtime(store, &database, clock.clone()).await;
        runtime.import_package(&system(), &app::files(), Vec::new()).await.unwrap_or_else(|error| panic!("{error:?}"));
        let team =
            runtime.create_department(&system(), DepartmentChange { name: "一组".into(), above: None, head: None, position: 0 }).await.unwrap();
        let mut made = Vec::new();
        for (login, name) in [("zhang", "张三"), ("li", "李四"), ("wang", "王五")] {
            let user = NewUser {
                login: login.into(),
                name: name.into(),
                email: Some(format!("{login}@example.com")),
                departments: vec![team],
                administrator: false,
                password: Some(format!("{login} 的长长的密码")),
                keep_password: true,
            };
            made.push(runtime.create_user(&system(), user).await.unwrap().0);
        }
        let (agent, lead, head) = (made[0], made[1], made[2]);
        let named = DepartmentChange { name: "一组".into(), above: None, head: Some(head), position: 0 };
        runtime.update_department(&system(), team, named).await.unwrap();
        for (role, user) in [("agent", agent), ("lead", lead)] {
            runtime.set_role_holders(&system(), &desk(), &RoleId::parse(role).unwrap(), vec![user]).await.unwrap();
        }
        Self { runtime, clock, agent, lead, head, _database: database }
    }

    /// A person who is not here yet.
    pub fn somebody(&self, login: &str, name: &str) -> NewUser {
        NewUser {
            login: login.into(),
            name: name.into(),
            email: None,
            departments: Vec::new(),
            administrator: false,
            password: Some(format!("{login} 的长长的密码")),
            keep_password: true,
        }
    }

    /// Another runtime over the same database, as after a crash: nothing is kept but what was written.
    pub async fn again(&self) -> Runtime {
        let store = Store::open(StoreConfig::new(self._database.url.clone())).await.unwrap();
        runtime(store, &self._database, self.clock.clone()).await
    }

    /// A signed-in person.
    pub async fn actor(&self, login: &str) -> Actor {
        let request =
            SignIn { login: login.into(), password: format!("{login} 的长长的密码"), address: "10.0.0.1".into(), agent: "test".into() };
        self.runtime.sign_in(request).await.unwrap().session.actor
    }

    /// A call of a person.
    pub async fn call(&self, login: &str) -> Call {
        Call::by(self.actor(login).await)
    }

    /// A call of a person under a key.
    pub async fn keyed(&self, login: &str, key: &str, body: &str) -> Call {
        let keyed = Keyed { route: "POST /records".into(), key: key.into(), body: body.into() };
        Call { keyed: Some(keyed), ..self.call(login).await }
    }

    /// A ticket of the agent.
    pub async fn file(&self, values: Json) -> RuntimeResult<Written> {
        self.runtime.create_record(&self.call("zhang").await, &desk(), &ticket(), None, map(values)).await
    }

    /// The open to-dos of a person.
    pub async fn open(&self, login: &str) -> Vec<TaskEntry> {
        self.runtime.tasks(&self.actor(login).await, TaskBox::Todo, TaskNarrow::default(), 50, None).await.unwrap().0
    }

    /// A person acts on the only open to-do.
    pub async fn act(&self, login: &str, action: &str, values: Json) -> RuntimeResult<Written> {
        let open = self.open(login).await;
        assert_eq!(open.len(), 1, "{login} has one to-do");
        self.runtime.act(&self.call(login).await, open[0].id, request(action, values)).await
    }

    /// A value of a ticket, as the system sees it.
    pub async fn value(&self, id: RecordId, field: &str) -> Json {
        let seen = self.runtime.record(&system().actor, &desk(), &ticket(), id).await.unwrap();
        seen.values.get(field).cloned().unwrap_or(Json::Null)
    }
}

pub fn request(action: &str, values: Json) -> ActRequest {
    serde_json::from_value(json!({ "action": action, "values": values })).unwrap()
}
