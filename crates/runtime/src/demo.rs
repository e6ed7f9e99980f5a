//! Demo data: people, departments and records from an app's recipe, brought in by the very commands that people use.

use crate::command::{Asked, Ground, Origin, Wish};
use crate::commit::{AuditRow, Doer, internal};
use crate::people::administrator;
use crate::types::Call;
use crate::{Runtime, RuntimeError, RuntimeResult, password};
use access::{Actor, Cause};
use app_engine::demo::{Demo, DemoPerson, DemoRecord, Kitchen, make, read};
use flow_engine::{Action, ReturnTo, TodoId};
use futures_util::future::try_join_all;
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::Arc;
use store::{Backend, Tx, departments, roles, settings, todos, users};
use value::{AppId, DepartmentId, Locale, UserId};

/// How many things of each kind were made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DemoMade {
    /// Departments.
    pub departments: usize,
    /// People.
    pub people: usize,
    /// Records.
    pub records: usize,
}

impl Runtime {
    /// Brings in the demo data of an app once. All its people get the given password, which may stay.
    pub async fn import_demo(&self, call: &Call, app: &AppId, recipe: &str, first_password: &str) -> RuntimeResult<DemoMade> {
        administrator(&call.actor)?;
        let active = self.active_app(app).await?;
        let done = format!("demo:{app}");
        if settings::get(&self.inner.store.read(), &done).await?.is_some() {
            return Ok(DemoMade::default());
        }
        let recipe = read(recipe)
            .map_err(|fault| RuntimeError::refused("bad_recipe", format!("演示数据配方有误：{fault}"), format!("The recipe is wrong: {fault}")))?;
        let demo = {
            let people = self.people().await?;
            let known: BTreeMap<String, UserId> = people.users.iter().map(|(id, row)| (row.login.clone(), *id)).collect();
            let kitchen = Kitchen { now: self.now(), zone: &active.compiled.zone, people: &known, departments: &BTreeMap::new() };
            make(&recipe, &kitchen)
        };
        self.bring_people(app, &demo, first_password).await?;
        let ground = self.ground(app).await?;
        for some in demo.records.chunks(self.filed_together()) {
            try_join_all(some.iter().map(|record| self.bring_record(&ground, app, record))).await?;
        }
        let (runtime, doer, now) = (self.clone(), Doer::of(call), self.now());
        let (app, made) = (app.clone(), DemoMade { departments: demo.departments.len(), people: demo.people.len(), records: demo.records.len() });
        let noted = self.inner.store.write(move |tx| {
            let (runtime, doer, app, done) = (runtime.clone(), doer.clone(), app.clone(), done.clone());
            Box::pin(async move {
                settings::set(tx, &done, json!(true)).await?;
                let audit = AuditRow { action: "app.demo", app: Some(&app), object: app.to_string(), detail: json!({ "records": made.records }) };
                runtime.audit(tx, &doer, audit, now, &[]).await
            })
        });
        noted.await?;
        Ok(made)
    }

    /// The one writer of SQLite takes commands in the order in which they are asked and lets them share a commit. Several writers would
    /// get in each other's way, and draw numbers in another order.
    pub(crate) fn filed_together(&self) -> usize {
        match self.inner.store.backend() {
            Backend::Sqlite => 64,
            Backend::Postgres => 1,
        }
    }

    async fn bring_people(&self, app: &AppId, demo: &Demo, first_password: &str) -> RuntimeResult<()> {
        // One hash for all of them: it is the same password, and hashing is meant to be slow.
        let hash = password::hash(first_password.to_owned()).await?;
        let (now, asked) = (self.now(), Arc::new((app.clone(), demo.clone(), hash)));
        let done = self.inner.store.write(move |tx| {
            let asked = asked.clone();
            Box::pin(async move {
                let (app, demo, hash) = &*asked;
                bring_departments(tx, demo, now).await?;
                for person in &demo.people {
                    if users::get(tx, person.id).await?.is_none() {
                        users::create(tx, user(person, hash, now)).await?;
                    }
                    users::set_departments(tx, person.id, &person.department.into_iter().collect::<Vec<DepartmentId>>()).await?;
                    for role in &person.roles {
                        let mut holders = roles::holders(tx, app, role).await?;
                        holders.push(roles::Holder::User(person.id));
                        holders.sort_unstable();
                        holders.dedup();
                        roles::set(tx, app, role, &holders).await?;
                    }
                }
                name_heads(tx, demo).await
            })
        });
        done.await?;
        self.people_changed();
        Ok(())
    }

    /// A record with what people did with it, at the moments at which they did it.
    pub(crate) async fn bring_record(&self, ground: &Ground, app: &AppId, record: &DemoRecord) -> RuntimeResult<()> {
        let (runtime, ground, app, record) = (self.clone(), ground.clone(), app.clone(), Arc::new(record.clone()));
        self.inner
            .store
            .write(move |tx| {
                let (runtime, ground, app, record) = (runtime.clone(), ground.clone(), app.clone(), record.clone());
                Box::pin(async move {
                    let create = Wish::Create { values: record.values.clone(), department: None, origin: Origin::Usual };
                    let asked = asked(&ground, &app, &record, record.by, create);
                    runtime.execute(tx, &Ground { now: record.at, ..ground.clone() }, &asked, None).await?;
                    for act in &record.acts {
                        let open = todos::open_of_record(tx, &app, &record.form, record.id).await?;
                        let Some(todo) = open.into_iter().find(|todo| todo.node == act.node.as_str()) else { continue };
                        let holder = UserId(todo.holder_id);
                        let wish = Wish::Act {
                            todo: TodoId(todo.id),
                            action: action(&act.action)?,
                            opinion: act.opinion.clone(),
                            values: act.values.clone(),
                            base: None,
                        };
                        let asked = self::asked(&ground, &app, &record, Some(holder), wish);
                        runtime.execute(tx, &Ground { now: act.at, ..ground.clone() }, &asked, None).await?;
                    }
                    Ok(())
                })
            })
            .await
    }
}

fn asked(ground: &Ground, app: &AppId, record: &DemoRecord, by: Option<UserId>, wish: Wish) -> Asked {
    let name = by.and_then(|user| ground.people.name_of(user)).unwrap_or("demo").to_owned();
    Asked {
        app: app.clone(),
        form: record.form.clone(),
        record: record.id,
        actor: Actor::System(Cause::Import),
        doer: Doer { id: by.map(|user| user.0), name, request: None },
        by,
        wish,
        visitor: None,
    }
}

fn action(word: &str) -> RuntimeResult<Action> {
    Ok(match word {
        "approve" => Action::Approve,
        "reject" => Action::Reject,
        "complete" => Action::Complete,
        "resubmit" => Action::Resubmit,
        "return" => Action::Return { to: ReturnTo::Starter, then: None },
        other => return Err(internal(format!("a recipe cannot `{other}`"))),
    })
}

async fn bring_departments(tx: &Tx, demo: &Demo, now: value::Instant) -> RuntimeResult<()> {
    for (position, department) in (0_i64..).zip(&demo.departments) {
        if departments::get(tx, department.id).await?.is_none() {
            let row = departments::Department {
                id: department.id.0,
                parent_id: department.above.map(|above| above.0),
                name: department.name.clone(),
                head_id: None,
                position,
                created_at: now.into(),
                revision: 1,
            };
            departments::create(tx, row).await?;
        }
    }
    Ok(())
}

/// Heads are named once the people are there.
async fn name_heads(tx: &Tx, demo: &Demo) -> RuntimeResult<()> {
    for department in &demo.departments {
        if let Some(row) = departments::get(tx, department.id).await? {
            departments::save(tx, departments::Department { head_id: department.head.map(|head| head.0), ..row }).await?;
        }
    }
    Ok(())
}

fn user(person: &DemoPerson, hash: &str, now: value::Instant) -> users::User {
    users::User {
        id: person.id.0,
        login: person.login.clone(),
        name: person.name.clone(),
        name_key: store::text_key(&person.name),
        email: None,
        phone: None,
        password_hash: Some(hash.to_owned()),
        must_change_password: false,
        administrator: false,
        active: true,
        locale: Locale::ZhCn.tag().into(),
        created_at: now.into(),
        last_seen: None,
        revision: 1,
    }
}
