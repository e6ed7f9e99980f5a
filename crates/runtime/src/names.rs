//! People and departments by what they are called in sheets, in and out.

use crate::organisation::People;
use app_engine::sheet::{Found, name_key};
use std::collections::BTreeMap;
use value::{DepartmentId, RecordId};

/// The names of one picture of the organisation.
#[derive(Debug, Default)]
pub(crate) struct NameBook {
    people: BTreeMap<String, Option<RecordId>>,
    logins: BTreeMap<String, RecordId>,
    departments: BTreeMap<String, Option<RecordId>>,
    /// Names that say which one of several is meant; only where the bare name does not.
    clear: BTreeMap<RecordId, String>,
}

impl NameBook {
    pub(crate) fn of(people: &People) -> Self {
        let mut book = Self::default();
        let mut bearers: BTreeMap<&str, u32> = BTreeMap::new();
        for (id, user) in &people.users {
            *bearers.entry(user.name.as_str()).or_default() += 1;
            if !user.active {
                continue;
            }
            let key = RecordId(id.0);
            put(&mut book.people, &user.name, key);
            book.logins.insert(name_key(&user.login), key);
            user.email.iter().for_each(|mail| _ = book.logins.insert(name_key(mail), key));
        }
        for (id, user) in &people.users {
            if bearers.get(user.name.as_str()).is_some_and(|count| *count > 1) {
                book.clear.insert(RecordId(id.0), format!("{} ({})", user.name, user.login));
            }
        }
        for department in &people.departments {
            let key = RecordId(department.id);
            let way = way_of(people, DepartmentId(department.id));
            put(&mut book.departments, &department.name, key);
            if way.len() > 1 {
                put(&mut book.departments, &way.join("/"), key);
            }
        }
        for department in &people.departments {
            if book.departments.get(&name_key(&department.name)) == Some(&None) {
                book.clear.insert(RecordId(department.id), way_of(people, DepartmentId(department.id)).join("/"));
            }
        }
        book
    }

    /// A person by name, login, mail address, or by name and login: `张三 (zhang)`.
    pub(crate) fn person(&self, name: &str) -> Found {
        let bare = name_key(name);
        let login = || {
            let open = name.rfind(['(', '（'])?;
            let within = name.get(open..)?.trim_start_matches(['(', '（']).trim_end_matches([')', '）', ' ']);
            self.logins.get(&name_key(within))
        };
        match self.people.get(&bare) {
            Some(Some(key)) => Found::One(*key),
            known => match self.logins.get(&bare).or_else(login) {
                Some(key) => Found::One(*key),
                None if known.is_some() => Found::Several,
                None => Found::Nobody,
            },
        }
    }

    /// A department by its name, or by its way from the root.
    pub(crate) fn department(&self, name: &str) -> Found {
        let bare = name_key(&name.replace(['>', '\\', '／', '-'], "/"));
        match self.departments.get(&name_key(name)).or_else(|| self.departments.get(&bare)) {
            Some(Some(key)) => Found::One(*key),
            Some(None) => Found::Several,
            None => Found::Nobody,
        }
    }

    /// The name of somebody whom the bare name does not tell from others.
    pub(crate) fn clear_name(&self, key: &RecordId) -> Option<&str> {
        self.clear.get(key).map(String::as_str)
    }
}

/// A name that two have means neither.
fn put(names: &mut BTreeMap<String, Option<RecordId>>, name: &str, key: RecordId) {
    names.entry(name_key(name)).and_modify(|known| *known = known.filter(|known| *known == key)).or_insert(Some(key));
}

fn way_of(people: &People, department: DepartmentId) -> Vec<String> {
    let mut way = Vec::new();
    let mut next = people.department(department);
    while let Some(row) = next {
        way.push(row.name.clone());
        next = row.parent_id.filter(|_| way.len() <= people.departments.len()).and_then(|above| people.department(DepartmentId(above)));
    }
    way.reverse();
    way
}
