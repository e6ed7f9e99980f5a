//! Users, departments, roles, audit: the administration of the product.

use crate::commit::{AuditRow, Doer};
use crate::organisation::People;
use crate::types::{AuditEntry, AuditQuery, Call, DepartmentChange, DepartmentEntry, LookupItem, NewUser, RoleHolders, UserChange, UserEntry};
use crate::{Runtime, RuntimeError, RuntimeResult, digest, password};
use access::Actor;
use base64::Engine;
use serde_json::{Map, json};
use std::collections::BTreeSet;
use std::sync::Arc;
use store::{Tx, audit, departments, roles, sessions, users};
use uuid::Uuid;
use value::{AppId, DepartmentId, Instant, Locale, RecordId, RoleId, UserId};

/// How many people a picker offers.
const OFFERED: u64 = 20;

impl Runtime {
    /// All people, by name; `search` narrows by name, pinyin, login and mail.
    pub async fn users(&self, actor: &Actor, search: Option<&str>) -> RuntimeResult<Vec<UserEntry>> {
        administrator(actor)?;
        let people = self.people().await?;
        let part = search.unwrap_or_default().trim().to_lowercase();
        let fits = |row: &users::User| {
            let mail = row.email.as_deref().unwrap_or_default();
            [row.name.as_str(), row.name_key.as_str(), row.login.as_str(), mail].iter().any(|text| text.to_lowercase().contains(&part))
        };
        let mut found: Vec<&users::User> = people.users.values().filter(|row| fits(row)).collect();
        found.sort_by(|a, b| (&a.name_key, a.id).cmp(&(&b.name_key, b.id)));
        Ok(found.into_iter().map(|row| entry(&people, row)).collect())
    }

    /// One person.
    pub async fn user(&self, actor: &Actor, user: UserId) -> RuntimeResult<UserEntry> {
        administrator(actor)?;
        let people = self.people().await?;
        people.users.get(&user).map(|row| entry(&people, row)).ok_or(RuntimeError::NotFound { what: "user" })
    }

    /// People to whom something can be handed, for everybody who is signed in.
    pub async fn find_people(&self, actor: &Actor, search: &str) -> RuntimeResult<Vec<LookupItem>> {
        actor.user().ok_or_else(RuntimeError::no_right)?;
        let people = self.people().await?;
        let found = users::search(&self.inner.store.read(), search, OFFERED).await?;
        Ok(found.into_iter().map(|row| person_item(&people, &row)).collect())
    }

    /// Makes a person; answers with the first password, shown once (empty when one was given that may stay).
    pub async fn create_user(&self, call: &Call, user: NewUser) -> RuntimeResult<(UserId, String)> {
        administrator(&call.actor)?;
        let login = accept_login(&user.login)?;
        accept_mail(user.email.as_deref())?;
        if user.name.trim().is_empty() {
            return Err(RuntimeError::refused("name_missing", "请填写姓名", "A name is needed"));
        }
        let id = UserId(self.inner.ids.key(self.now()));
        let first = match &user.password {
            Some(given) => {
                password::accept(given, &login)?;
                given.clone()
            }
            None => self.first_password(id.0),
        };
        let hash = password::hash(first).await?;
        let (now, doer, runtime) = (self.now(), Doer::of(call), self.clone());
        let row = users::User {
            id: id.0,
            login,
            name: user.name.trim().to_owned(),
            name_key: store::text_key(&user.name),
            email: user.email.as_ref().map(|mail| mail.trim().to_owned()).filter(|mail| !mail.is_empty()),
            phone: None,
            password_hash: Some(hash),
            must_change_password: !(user.keep_password && user.password.is_some()),
            administrator: user.administrator,
            active: true,
            locale: call.locale.tag().into(),
            created_at: now.into(),
            last_seen: None,
            revision: 1,
        };
        let (row, user) = (Arc::new(row), Arc::new(user));
        let given = user.password.is_some();
        let made: UserId = self
            .keyed(call, move |tx| {
                let (runtime, row, user, doer) = (runtime.clone(), row.clone(), user.clone(), doer.clone());
                Box::pin(async move {
                    if users::by_login(tx, &row.login).await?.is_some() {
                        return Err(RuntimeError::refused(
                            "login_taken",
                            format!("登录名「{}」已被使用", row.login),
                            format!("`{}` is taken", row.login),
                        ));
                    }
                    known_departments(tx, &user.departments).await?;
                    users::create(tx, (*row).clone()).await?;
                    users::set_departments(tx, UserId(row.id), &user.departments).await?;
                    let audit = AuditRow {
                        action: "user.create",
                        app: None,
                        object: row.login.clone(),
                        detail: json!({ "administrator": row.administrator }),
                    };
                    runtime.audit(tx, &doer, audit, now, row.name.as_bytes()).await?;
                    Ok(UserId(row.id))
                })
            })
            .await?;
        self.people_changed();
        Ok((made, if given { String::new() } else { self.first_password(made.0) }))
    }

    /// A first password that this deployment can say again for the same key, so that a repeated request gets the same answer
    /// and no password is kept anywhere.
    pub(crate) fn first_password(&self, seed: Uuid) -> String {
        let bytes = digest::keyed(&self.inner.secret, &format!("first-password:{seed}"));
        let text = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes);
        text.chars().filter(char::is_ascii_alphanumeric).take(14).collect()
    }

    /// Changes a person.
    pub async fn update_user(&self, call: &Call, user: UserId, change: UserChange) -> RuntimeResult<UserEntry> {
        administrator(&call.actor)?;
        accept_mail(change.email.as_deref())?;
        let myself = call.actor.user() == Some(user);
        if myself && (change.active == Some(false) || change.administrator == Some(false)) {
            return Err(RuntimeError::refused("own_account", "不能停用自己或取消自己的管理员身份", "You cannot lock out yourself"));
        }
        let (runtime, doer, now, change) = (self.clone(), Doer::of(call), self.now(), Arc::new(change));
        let _done: () = self
            .keyed(call, move |tx| {
                let (runtime, doer, change) = (runtime.clone(), doer.clone(), change.clone());
                Box::pin(async move { runtime.change_user(tx, user, &change, &doer, now).await })
            })
            .await?;
        self.people_changed();
        self.user(&call.actor, user).await
    }

    pub(crate) async fn change_user(&self, tx: &Tx, user: UserId, change: &UserChange, doer: &Doer, now: Instant) -> RuntimeResult<()> {
        let mut row = users::get(tx, user).await?.ok_or(RuntimeError::NotFound { what: "user" })?;
        let mut changed = Vec::new();
        if let Some(name) = change.name.as_ref().filter(|name| !name.trim().is_empty()) {
            row.name = name.trim().to_owned();
            changed.push("name");
        }
        if let Some(mail) = &change.email {
            row.email = (!mail.trim().is_empty()).then(|| mail.trim().to_owned());
            changed.push("email");
        }
        if let Some(administrator) = change.administrator {
            row.administrator = administrator;
            changed.push("administrator");
        }
        if let Some(locale) = change.locale {
            row.locale = locale.tag().into();
            changed.push("locale");
        }
        if change.hand_over_to.is_some() && change.active != Some(false) {
            return Err(RuntimeError::refused("not_leaving", "只有停用时才能指定接手人", "Somebody takes over only from whoever is switched off"));
        }
        if let Some(active) = change.active {
            row.active = active;
            changed.push("active");
            if !active {
                sessions::close_all(tx, user, None).await?;
                if let Some(to) = change.hand_over_to {
                    self.note_successor(tx, (user, to), doer.id.map(UserId), now).await?;
                    changed.push("hand_over_to");
                }
                let runtime = self.clone();
                tx.after_commit(move || {
                    runtime.forget_people();
                    runtime.somebody_left();
                });
            }
        }
        if let Some(own) = &change.departments {
            known_departments(tx, own).await?;
            users::set_departments(tx, user, own).await?;
            changed.push("departments");
        }
        let login = row.login.clone();
        users::save(tx, row).await?;
        let audit = AuditRow { action: "user.update", app: None, object: login, detail: json!({ "changed": changed }) };
        self.audit(tx, doer, audit, now, &[]).await
    }

    /// Gives a person a new first password and ends all of the person's sessions.
    pub async fn reset_password(&self, call: &Call, user: UserId) -> RuntimeResult<String> {
        administrator(&call.actor)?;
        let now = self.now();
        let seed = self.inner.ids.key(now);
        let hash = password::hash(self.first_password(seed)).await?;
        let (runtime, doer) = (self.clone(), Doer::of(call));
        let seed: Uuid = self
            .keyed(call, move |tx| {
                let (runtime, doer, hash) = (runtime.clone(), doer.clone(), hash.clone());
                Box::pin(async move {
                    let row = users::get(tx, user).await?.ok_or(RuntimeError::NotFound { what: "user" })?;
                    let login = row.login.clone();
                    users::save(tx, users::User { password_hash: Some(hash), must_change_password: true, ..row }).await?;
                    sessions::close_all(tx, user, None).await?;
                    let audit = AuditRow { action: "user.password_reset", app: None, object: login, detail: json!({}) };
                    runtime.audit(tx, &doer, audit, now, &[]).await?;
                    Ok(seed)
                })
            })
            .await?;
        self.people_changed();
        Ok(self.first_password(seed))
    }

    /// The tree of departments, parents before children.
    pub async fn departments(&self, actor: &Actor) -> RuntimeResult<Vec<DepartmentEntry>> {
        actor.user().ok_or_else(RuntimeError::no_right)?;
        let people = self.people().await?;
        let mut sorted = Vec::new();
        let mut level: Vec<Option<Uuid>> = vec![None];
        while !level.is_empty() {
            let mut below: Vec<&departments::Department> = people.departments.iter().filter(|row| level.contains(&row.parent_id)).collect();
            below.sort_by(|a, b| (a.position, &a.name, a.id).cmp(&(b.position, &b.name, b.id)));
            level = below.iter().map(|row| Some(row.id)).collect();
            sorted.extend(below.into_iter().map(department_entry));
        }
        Ok(sorted)
    }

    /// Makes a department.
    pub async fn create_department(&self, call: &Call, department: DepartmentChange) -> RuntimeResult<DepartmentId> {
        administrator(&call.actor)?;
        let now = self.now();
        let (id, runtime, doer, department) = (self.inner.ids.key(now), self.clone(), Doer::of(call), Arc::new(department));
        let made: DepartmentId = self
            .keyed(call, move |tx| {
                let (runtime, doer, department) = (runtime.clone(), doer.clone(), department.clone());
                Box::pin(async move {
                    let row = departments::Department {
                        id,
                        parent_id: department.above.map(|above| above.0),
                        name: department.name.trim().to_owned(),
                        head_id: department.head.map(|head| head.0),
                        position: department.position.into(),
                        created_at: now.into(),
                        revision: 1,
                    };
                    sound_department(tx, &row).await?;
                    departments::create(tx, row).await?;
                    let audit =
                        AuditRow { action: "department.create", app: None, object: id.to_string(), detail: json!({ "name": department.name }) };
                    runtime.audit(tx, &doer, audit, now, &[]).await?;
                    Ok(DepartmentId(id))
                })
            })
            .await?;
        self.people_changed();
        Ok(made)
    }

    /// Changes a department; a ring is refused.
    pub async fn update_department(&self, call: &Call, id: DepartmentId, change: DepartmentChange) -> RuntimeResult<()> {
        administrator(&call.actor)?;
        let (runtime, doer, now, change) = (self.clone(), Doer::of(call), self.now(), Arc::new(change));
        let _done: () = self
            .keyed(call, move |tx| {
                let (runtime, doer, change) = (runtime.clone(), doer.clone(), change.clone());
                Box::pin(async move {
                    let row = departments::get(tx, id).await?.ok_or(RuntimeError::NotFound { what: "department" })?;
                    let row = departments::Department {
                        parent_id: change.above.map(|above| above.0),
                        name: change.name.trim().to_owned(),
                        head_id: change.head.map(|head| head.0),
                        position: change.position.into(),
                        ..row
                    };
                    sound_department(tx, &row).await?;
                    departments::save(tx, row).await?;
                    let audit = AuditRow { action: "department.update", app: None, object: id.to_string(), detail: json!({ "name": change.name }) };
                    runtime.audit(tx, &doer, audit, now, &[]).await
                })
            })
            .await?;
        self.people_changed();
        Ok(())
    }

    /// Deletes an empty department.
    pub async fn delete_department(&self, call: &Call, id: DepartmentId) -> RuntimeResult<()> {
        administrator(&call.actor)?;
        let (runtime, doer, now) = (self.clone(), Doer::of(call), self.now());
        let _done: () = self
            .keyed(call, move |tx| {
                let (runtime, doer) = (runtime.clone(), doer.clone());
                Box::pin(async move {
                    departments::get(tx, id).await?.ok_or(RuntimeError::NotFound { what: "department" })?;
                    let members = users::in_departments(tx, &BTreeSet::from([id])).await?;
                    let below = departments::tree_below(tx, &BTreeSet::from([id])).await?;
                    if !members.is_empty() || below.len() > 1 {
                        return Err(RuntimeError::refused(
                            "department_not_empty",
                            "部门下还有人员或下级部门",
                            "The department still has people or departments below it",
                        ));
                    }
                    departments::delete(tx, id).await?;
                    let audit = AuditRow { action: "department.delete", app: None, object: id.to_string(), detail: json!({}) };
                    runtime.audit(tx, &doer, audit, now, &[]).await
                })
            })
            .await?;
        self.people_changed();
        Ok(())
    }

    /// All roles of all apps with who has them.
    pub async fn roles(&self, actor: &Actor) -> RuntimeResult<Vec<RoleHolders>> {
        administrator(actor)?;
        let people = self.people().await?;
        let mut found = Vec::new();
        for app in self.all_apps().await? {
            for role in &app.compiled.roles {
                let direct = people.bindings.iter().filter(|binding| binding.app == *app.compiled.id() && binding.role == role.id);
                let users = direct.filter_map(|binding| if let roles::Holder::User(user) = binding.holder { Some(user) } else { None }).collect();
                found.push(RoleHolders {
                    app: app.compiled.id().clone(),
                    app_label: app.compiled.app.label.clone(),
                    role: role.id.clone(),
                    label: role.label.clone(),
                    help: role.help.clone(),
                    users,
                });
            }
        }
        Ok(found)
    }

    /// Says which people have a role; departments that have it keep it.
    pub async fn set_role_holders(&self, call: &Call, app: &AppId, role: &RoleId, users: Vec<UserId>) -> RuntimeResult<()> {
        administrator(&call.actor)?;
        let active = self.active_app(app).await?;
        active.compiled.role(role).ok_or(RuntimeError::NotFound { what: "role" })?;
        let (runtime, doer, now) = (self.clone(), Doer::of(call), self.now());
        let what = Arc::new((app.clone(), role.clone(), users));
        let _done: () = self
            .keyed(call, move |tx| {
                let (runtime, doer, what) = (runtime.clone(), doer.clone(), what.clone());
                Box::pin(async move {
                    let (app, role, people) = (&what.0, &what.1, &what.2);
                    let wanted: BTreeSet<UserId> = people.iter().copied().collect();
                    if users::by_ids(tx, &wanted).await?.len() != wanted.len() {
                        return Err(RuntimeError::NotFound { what: "user" });
                    }
                    let kept = roles::holders(tx, app, role).await?.into_iter().filter(|holder| matches!(holder, roles::Holder::Department(_)));
                    let holders: Vec<roles::Holder> = kept.chain(wanted.iter().map(|user| roles::Holder::User(*user))).collect();
                    roles::set(tx, app, role, &holders).await?;
                    let detail = json!({ "role": role, "users": wanted.iter().map(ToString::to_string).collect::<Vec<_>>() });
                    let audit = AuditRow { action: "role.holders", app: Some(app), object: role.to_string(), detail };
                    runtime.audit(tx, &doer, audit, now, &[]).await
                })
            })
            .await?;
        self.people_changed();
        Ok(())
    }

    /// The audit, newest first, with the cursor of the next page.
    pub async fn audit_log(&self, actor: &Actor, query: AuditQuery) -> RuntimeResult<(Vec<AuditEntry>, Option<String>)> {
        administrator(actor)?;
        let limit = u64::from(query.limit.clamp(1, 500));
        let asked = store::audit::AuditQuery {
            actor: query.user.map(|user| user.0),
            action: query.action,
            app: query.app.map(|app| app.to_string()),
            from: None,
            to: None,
            before: crate::cursor::read(query.after.as_deref())?,
        };
        let rows = audit::query(&self.inner.store.read(), &asked, limit).await?;
        let next = crate::cursor::next(rows.last().map(|row| (row.at, row.id)), rows.len(), limit);
        let entries = rows.into_iter().map(audit_entry).collect();
        Ok((entries, next))
    }

    /// Rights or people changed: the picture is taken anew, and every screen asks again.
    pub(crate) fn people_changed(&self) {
        self.forget_people();
        self.tell(crate::Event::Rights);
    }
}

pub(crate) fn administrator(actor: &Actor) -> RuntimeResult<()> {
    if access::is_administrator(actor) { Ok(()) } else { Err(RuntimeError::no_right()) }
}

/// A login: what people can type everywhere.
pub(crate) fn accept_login(login: &str) -> RuntimeResult<String> {
    let login = login.trim().to_lowercase();
    let good = login.chars().all(|letter| letter.is_alphanumeric() || "._-@+".contains(letter));
    if !good || !(2..=64).contains(&login.chars().count()) {
        let (zh, en) = ("登录名应为 2 到 64 个字母、数字或 . _ - @", "A login has 2 to 64 letters, digits or . _ - @");
        return Err(RuntimeError::refused("bad_login", zh, en));
    }
    Ok(login)
}

/// A mail address, or none.
pub(crate) fn accept_mail(mail: Option<&str>) -> RuntimeResult<()> {
    let Some(mail) = mail.map(str::trim).filter(|mail| !mail.is_empty()) else { return Ok(()) };
    let sound = mail.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !host.contains('@'));
    if !sound || mail.len() > 254 || mail.chars().any(|letter| letter.is_whitespace() || letter.is_control()) {
        return Err(RuntimeError::refused("bad_mail", format!("「{mail}」不是邮箱地址"), format!("`{mail}` is not a mail address")));
    }
    Ok(())
}

async fn known_departments(tx: &Tx, wanted: &[DepartmentId]) -> RuntimeResult<()> {
    for department in wanted {
        departments::get(tx, *department).await?.ok_or(RuntimeError::NotFound { what: "department" })?;
    }
    Ok(())
}

/// A name, a known department above that is not below, a known head.
async fn sound_department(tx: &Tx, row: &departments::Department) -> RuntimeResult<()> {
    if row.name.is_empty() {
        return Err(RuntimeError::refused("name_missing", "请填写部门名称", "A name is needed"));
    }
    if let Some(above) = row.parent_id {
        departments::get(tx, DepartmentId(above)).await?.ok_or(RuntimeError::NotFound { what: "department" })?;
        let below = departments::tree_below(tx, &BTreeSet::from([DepartmentId(row.id)])).await?;
        if below.contains(&DepartmentId(above)) {
            return Err(RuntimeError::refused("department_ring", "上级部门不能是自己或自己的下级", "A department cannot stand below itself"));
        }
    }
    if let Some(head) = row.head_id {
        users::get(tx, UserId(head)).await?.ok_or(RuntimeError::NotFound { what: "user" })?;
    }
    Ok(())
}

fn entry(people: &People, row: &users::User) -> UserEntry {
    UserEntry {
        id: UserId(row.id),
        login: row.login.clone(),
        name: row.name.clone(),
        email: row.email.clone(),
        departments: people.memberships.get(&UserId(row.id)).cloned().unwrap_or_default(),
        administrator: row.administrator,
        active: row.active,
        locale: Locale::from_tag(&row.locale),
        last_seen: row.last_seen.map(store::Moment::instant),
    }
}

/// A person as pickers show it: the department tells people of one name apart.
pub(crate) fn person_item(people: &People, row: &users::User) -> LookupItem {
    let own = people.memberships.get(&UserId(row.id)).and_then(|own| own.first());
    let hint = own.and_then(|department| people.department(*department)).map(|department| department.name.clone());
    LookupItem { id: RecordId(row.id), label: row.name.clone(), hint, values: Map::new() }
}

fn department_entry(row: &departments::Department) -> DepartmentEntry {
    DepartmentEntry {
        id: DepartmentId(row.id),
        name: row.name.clone(),
        above: row.parent_id.map(DepartmentId),
        head: row.head_id.map(UserId),
        position: i32::try_from(row.position).unwrap_or(i32::MAX),
    }
}

fn audit_entry(row: audit::Entry) -> AuditEntry {
    let request_id = row.detail.get("request").and_then(|request| request.as_str()).map(ToOwned::to_owned);
    AuditEntry {
        cursor: crate::cursor::write(row.at, row.id),
        at: row.at.instant(),
        actor: row.actor_id.map(UserId),
        actor_name: row.actor_name,
        action: row.action,
        app: row.app,
        subject: row.object,
        detail: row.detail,
        request_id,
    }
}
