//! People from a workbook: all rows, or none.

use crate::commit::{AuditRow, Doer, internal};
use crate::organisation::People;
use crate::people::{accept_login, accept_mail, administrator};
use crate::types::{Call, ImportedUsers};
use crate::{Runtime, RuntimeError, RuntimeResult, password};
use bytes::Bytes;
use serde_json::json;
use spreadsheet::ReadError;
use spreadsheet::workbook::OpenFault;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use store::{roles, users};
use value::{AppId, DepartmentId, Label, RoleId, UserId};

/// The most rows of one workbook.
const MOST: usize = 5000;

/// The columns by their heads, in Chinese and English.
const HEADS: [(&str, [&str; 2]); 5] = [
    ("login", ["登录名", "login"]),
    ("name", ["姓名", "name"]),
    ("email", ["邮箱", "email"]),
    ("department", ["部门", "department"]),
    ("roles", ["角色", "roles"]),
];

/// A row that was understood.
#[derive(Debug, Clone)]
struct Line {
    login: String,
    name: String,
    email: Option<String>,
    department: Option<DepartmentId>,
    roles: Vec<(AppId, RoleId)>,
    known: Option<UserId>,
}

impl Runtime {
    /// Makes and changes people from a workbook: columns 登录名, 姓名, 邮箱, 部门, 角色 (or login, name, email, department, roles).
    pub async fn import_users(&self, call: &Call, workbook: &[u8]) -> RuntimeResult<ImportedUsers> {
        administrator(&call.actor)?;
        let content = Bytes::copy_from_slice(workbook);
        let read = tokio::task::spawn_blocking(move || spreadsheet::read_numbered(&content, MOST + 1)).await.map_err(internal)?;
        let rows = read.map_err(unreadable)?;
        let people = self.people().await?;
        let roles = self.roles_by_name().await?;
        let (lines, faults) = understood(&rows, &people, &roles)?;
        if !faults.is_empty() {
            return Ok(ImportedUsers { created: Vec::new(), updated: Vec::new(), faults });
        }
        let mut made = Vec::new();
        for line in lines {
            let id = line.known.unwrap_or(UserId(self.inner.ids.key(self.now())));
            let first = self.first_password(id.0);
            let hash = match line.known {
                Some(_) => None,
                None => Some(password::hash(first).await?),
            };
            made.push((id, line, hash));
        }
        self.write_lines(call, made).await
    }

    async fn write_lines(&self, call: &Call, made: Vec<(UserId, Line, Option<String>)>) -> RuntimeResult<ImportedUsers> {
        let (runtime, doer, now, locale, made) = (self.clone(), Doer::of(call), self.now(), call.locale, Arc::new(made));
        let lines = made.clone();
        let _done: () = self
            .keyed(call, move |tx| {
                let (runtime, doer, made) = (runtime.clone(), doer.clone(), made.clone());
                Box::pin(async move {
                    for (id, line, hash) in made.iter() {
                        match hash {
                            Some(hash) => users::create(tx, new_user(*id, line, hash, locale.tag(), now)).await?,
                            None => {
                                let row = users::get(tx, *id).await?.ok_or(RuntimeError::NotFound { what: "user" })?;
                                users::save(tx, users::User { name: line.name.clone(), email: line.email.clone().or(row.email.clone()), ..row })
                                    .await?;
                            }
                        }
                        if let Some(department) = line.department {
                            users::set_departments(tx, *id, &[department]).await?;
                        }
                        for (app, role) in &line.roles {
                            let mut holders = roles::holders(tx, app, role).await?;
                            holders.push(roles::Holder::User(*id));
                            holders.sort_unstable();
                            holders.dedup();
                            roles::set(tx, app, role, &holders).await?;
                        }
                    }
                    let audit = AuditRow { action: "user.import", app: None, object: "users".into(), detail: json!({ "rows": made.len() }) };
                    runtime.audit(tx, &doer, audit, now, &[]).await
                })
            })
            .await?;
        self.people_changed();
        let created = lines.iter().filter(|(_, _, hash)| hash.is_some()).map(|(id, line, _)| (line.login.clone(), self.first_password(id.0)));
        let updated = lines.iter().filter(|(_, _, hash)| hash.is_none()).map(|(_, line, _)| line.login.clone());
        Ok(ImportedUsers { created: created.collect(), updated: updated.collect(), faults: Vec::new() })
    }

    /// Roles by id and by name, in both languages; a name that two apps use is no name.
    async fn roles_by_name(&self) -> RuntimeResult<BTreeMap<String, Vec<(AppId, RoleId)>>> {
        let mut found: BTreeMap<String, Vec<(AppId, RoleId)>> = BTreeMap::new();
        for app in self.all_apps().await? {
            for role in &app.compiled.roles {
                let key = (app.compiled.id().clone(), role.id.clone());
                let names = [value::Locale::ZhCn, value::Locale::En].map(|locale| role.label.get(locale).to_owned());
                let all: BTreeSet<String> = names.into_iter().chain([role.id.to_string(), format!("{}/{}", key.0, role.id)]).collect();
                all.into_iter().for_each(|name| found.entry(name).or_default().push(key.clone()));
            }
        }
        Ok(found)
    }
}

fn unreadable(fault: ReadError) -> RuntimeError {
    match fault {
        ReadError::File(fault) => RuntimeError::Refused { code: fault.code().into(), message: fault.label() },
        ReadError::TooManyRows(_) => RuntimeError::refused(
            "too_many_rows",
            format!("超过 {MOST} 行；请拆成几个文件"),
            format!("There are more than {MOST} rows; split the file"),
        ),
    }
}

type Understood = (Vec<Line>, Vec<(u32, Label)>);

fn understood(rows: &[(u32, Vec<String>)], people: &People, roles: &BTreeMap<String, Vec<(AppId, RoleId)>>) -> RuntimeResult<Understood> {
    let Some(((_, head), body)) = rows.split_first() else {
        return Err(unreadable(ReadError::File(OpenFault::Empty.into())));
    };
    let column = |names: &[&str; 2]| head.iter().position(|cell| names.contains(&cell.trim().to_lowercase().as_str()));
    let columns: BTreeMap<&str, usize> = HEADS.iter().filter_map(|(key, names)| Some((*key, column(names)?))).collect();
    if !columns.contains_key("login") || !columns.contains_key("name") {
        return Err(RuntimeError::refused("bad_workbook", "第一行需有「登录名」和「姓名」列", "The first row needs the columns `login` and `name`"));
    }
    let (mut lines, mut faults, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
    for (number, row) in body {
        let cell = |key: &str| columns.get(key).and_then(|place| row.get(*place)).map(|cell| cell.trim()).unwrap_or_default();
        match line(&cell, people, roles) {
            Ok(line) if !seen.insert(line.login.clone()) => {
                faults.push((*number, Label::both(format!("登录名「{}」重复", line.login), format!("`{}` stands here twice", line.login))))
            }
            Ok(line) => lines.push(line),
            Err(RuntimeError::Refused { message, .. }) => faults.push((*number, message)),
            Err(other) => return Err(internal(other)),
        }
    }
    Ok((lines, faults))
}

fn line<'r>(cell: &impl Fn(&str) -> &'r str, people: &People, roles: &BTreeMap<String, Vec<(AppId, RoleId)>>) -> RuntimeResult<Line> {
    let login = accept_login(cell("login"))?;
    let name = cell("name").to_owned();
    if name.is_empty() {
        return Err(RuntimeError::refused("name_missing", "缺少姓名", "The name is missing"));
    }
    accept_mail(Some(cell("email")))?;
    let department = match cell("department") {
        "" => None,
        named => Some(department(people, named)?),
    };
    let mut held = Vec::new();
    for named in cell("roles").split(['、', ',', '，', ';', '；']).map(str::trim).filter(|named| !named.is_empty()) {
        match roles.get(named).map(Vec::as_slice) {
            Some([one]) => held.push(one.clone()),
            Some(_) => {
                return Err(RuntimeError::refused(
                    "role_ambiguous",
                    format!("角色「{named}」不唯一，请写 应用/角色"),
                    format!("Several apps have the role `{named}`; write app/role"),
                ));
            }
            None => return Err(RuntimeError::refused("no_such_role", format!("没有角色「{named}」"), format!("There is no role `{named}`"))),
        }
    }
    let known = people.users.values().find(|row| row.login == login).map(|row| UserId(row.id));
    let email = Some(cell("email").to_owned()).filter(|mail| !mail.is_empty());
    Ok(Line { login, name, email, department, roles: held, known })
}

/// A department by its name or by its way from the root, `总部/质量部`.
fn department(people: &People, named: &str) -> RuntimeResult<DepartmentId> {
    let way = |row: &store::departments::Department| {
        let mut names = vec![row.name.clone()];
        let mut above = row.parent_id;
        while let Some(parent) = above.and_then(|above| people.department(DepartmentId(above))) {
            names.push(parent.name.clone());
            above = parent.parent_id;
            if names.len() > people.departments.len() {
                break;
            }
        }
        names.reverse();
        names.join("/")
    };
    let found: Vec<&store::departments::Department> = people.departments.iter().filter(|row| row.name == named || way(row) == named).collect();
    match found.as_slice() {
        [one] => Ok(DepartmentId(one.id)),
        [] => Err(RuntimeError::refused("no_such_department", format!("没有部门「{named}」"), format!("There is no department `{named}`"))),
        _ => Err(RuntimeError::refused(
            "department_ambiguous",
            format!("部门「{named}」不唯一，请写完整路径"),
            format!("Several departments are called `{named}`; write the whole way"),
        )),
    }
}

fn new_user(id: UserId, line: &Line, hash: &str, locale: &str, now: value::Instant) -> users::User {
    users::User {
        id: id.0,
        login: line.login.clone(),
        name: line.name.clone(),
        name_key: store::text_key(&line.name),
        email: line.email.clone(),
        phone: None,
        password_hash: Some(hash.to_owned()),
        must_change_password: true,
        administrator: false,
        active: true,
        locale: locale.into(),
        created_at: now.into(),
        last_seen: None,
        revision: 1,
    }
}
