//! Who and what is there in a scenario: people, departments and records by short names, and what is known of them.

use crate::CompiledApp;
use access::Person;
use definition::Scenario;
use flow_engine::Organisation;
use form_engine::{Facts, Need, Related};
use serde_json::{Map, Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;
use value::{DepartmentId, FieldId, FormId, Record, RecordId, ReferenceTarget, RoleId, SlotId, UserId, Value, ValueType};

/// A record of the scenario.
#[derive(Debug, Clone)]
pub(super) struct Filed {
    pub form: FormId,
    pub id: RecordId,
    pub record: Record,
    pub case: Option<crate::command::Case>,
}

/// People, departments and records, each with a key that is the same in every run.
pub(super) struct Cast<'a> {
    pub scenario: &'a Scenario,
    pub records: BTreeMap<String, Filed>,
}

/// The key of the n-th thing of a kind.
fn key(kind: u64, number: usize) -> Uuid {
    Uuid::from_u64_pair(0x0000_0000_0000_7000 | (kind << 48), 0x8000_0000_0000_0000 | u64::try_from(number).unwrap_or_default())
}

impl<'a> Cast<'a> {
    pub fn new(scenario: &'a Scenario) -> Self {
        Self { scenario, records: BTreeMap::new() }
    }

    pub fn user(&self, name: &str) -> Option<UserId> {
        self.scenario.people.get_index_of(name).map(|index| UserId(key(1, index)))
    }

    pub fn user_name(&self, user: UserId) -> String {
        let found = self.scenario.people.keys().find(|name| self.user(name) == Some(user));
        found.cloned().unwrap_or_else(|| user.to_string())
    }

    pub fn department(&self, name: &str) -> Option<DepartmentId> {
        self.scenario.departments.get_index_of(name).map(|index| DepartmentId(key(2, index)))
    }

    pub fn department_name(&self, department: DepartmentId) -> Option<&'a str> {
        self.scenario.departments.keys().find(|name| self.department(name) == Some(department)).map(String::as_str)
    }

    pub fn new_record_id(&self) -> RecordId {
        RecordId(key(3, self.records.len()))
    }

    /// The department of a person.
    pub fn department_of_user(&self, user: UserId) -> Option<DepartmentId> {
        let person = self.scenario.people.iter().find(|(name, _)| self.user(name) == Some(user)).map(|(_, person)| person)?;
        self.department(person.department.as_deref()?)
    }

    /// A person as the planner of rights sees it.
    pub fn person(&self, name: &str, app: &CompiledApp) -> Option<Person> {
        let id = self.user(name)?;
        let person = self.scenario.people.get(name)?;
        let own: BTreeSet<DepartmentId> = self.department_of_user(id).into_iter().collect();
        let below = |department: DepartmentId| {
            self.scenario.departments.keys().filter_map(|name| self.department(name)).filter(move |id| self.is_under(*id, department))
        };
        Some(Person {
            id,
            name: name.into(),
            department_tree: own.iter().copied().flat_map(below).collect(),
            departments: own,
            roles: BTreeMap::from([(app.id().clone(), person.roles.iter().cloned().collect())]),
            administrator: false,
        })
    }

    /// Whether a department is another one or stands below it.
    pub fn is_under(&self, department: DepartmentId, above: DepartmentId) -> bool {
        let mut at = Some(department);
        for _ in 0..=self.scenario.departments.len() {
            match at {
                Some(here) if here == above => return true,
                Some(here) => at = self.above(here).flatten(),
                None => return false,
            }
        }
        false
    }

    /// What is known of something that a record refers to.
    pub fn fact(&self, need: &Need) -> Related {
        let user = UserId(need.record.0);
        let department = DepartmentId(need.record.0);
        match &need.target {
            form_engine::Target::User => match self.scenario.people.keys().find(|name| self.user(name) == Some(user)) {
                Some(name) => {
                    let home = self.department_of_user(user).map_or(Value::Blank, |home| Value::Reference(home.into()));
                    known(name, [("name", Value::text(name.clone())), ("department", home)])
                }
                None => Related::Absent,
            },
            form_engine::Target::Department => match self.department_name(department) {
                Some(name) => {
                    let head = self.head_of(department).flatten().map_or(Value::Blank, |head| Value::Reference(head.into()));
                    known(name, [("name", Value::text(name)), ("head", head)])
                }
                None => Related::Absent,
            },
            form_engine::Target::Form(form) => match self.records.iter().find(|(_, filed)| filed.id == need.record && filed.form == *form) {
                Some((name, filed)) => {
                    let mut values = filed.record.clone();
                    need.fields.iter().filter(|field| !filed.record.has(field.as_str())).for_each(|field| values.set(field.clone(), Value::Blank));
                    Related::Known { label: name.clone(), values }
                }
                None => Related::Absent,
            },
        }
    }

    /// Values with short names turned into keys.
    pub fn resolve(&self, values: &Map<String, Json>, types: &BTreeMap<String, ValueType>) -> Map<String, Json> {
        values
            .iter()
            .map(|(field, json)| (field.clone(), types.get(field).map_or_else(|| json.clone(), |value_type| self.resolve_one(json, value_type))))
            .collect()
    }

    fn resolve_one(&self, json: &Json, value_type: &ValueType) -> Json {
        match (value_type, json) {
            (ValueType::Reference(target), Json::String(name)) => {
                self.key_of(name, target).map_or_else(|| json.clone(), |key| json!(key.to_string()))
            }
            (ValueType::List(item), Json::Array(items)) => items.iter().map(|one| self.resolve_one(one, item)).collect(),
            (ValueType::Rows(columns), Json::Array(rows)) => {
                let types = columns.iter().map(|(id, value_type)| (id.to_string(), value_type.clone())).collect();
                rows.iter().map(|row| row.as_object().map_or_else(|| row.clone(), |row| Json::Object(self.resolve(row, &types)))).collect()
            }
            _ => json.clone(),
        }
    }

    fn key_of(&self, name: &str, target: &ReferenceTarget) -> Option<RecordId> {
        match target {
            ReferenceTarget::User => self.user(name).map(RecordId::from),
            ReferenceTarget::Department => self.department(name).map(RecordId::from),
            ReferenceTarget::Form(_) => self.records.get(name).map(|filed| filed.id),
        }
    }

    /// A key turned back into its short name, for people who read a difference.
    pub fn name_of(&self, key: RecordId) -> String {
        let record = self.records.iter().find(|(_, filed)| filed.id == key).map(|(name, _)| name.clone());
        let department = || self.department_name(DepartmentId(key.0)).map(str::to_owned);
        record.or_else(department).unwrap_or_else(|| self.user_name(UserId(key.0)))
    }
}

fn known<const N: usize>(label: &str, values: [(&str, Value); N]) -> Related {
    let values = values.into_iter().filter_map(|(field, value)| Some((FieldId::parse(field).ok()?, value))).collect();
    Related::Known { label: label.into(), values }
}

/// A slot is bound to the person or department of the same short name.
impl Organisation for Cast<'_> {
    fn members(&self, role: &RoleId) -> Option<Vec<UserId>> {
        let having = self.scenario.people.iter().filter(|(_, person)| person.roles.contains(role));
        Some(having.filter_map(|(name, _)| self.user(name)).collect())
    }

    fn administrators(&self) -> Option<Vec<UserId>> {
        Some(self.user("administrator").into_iter().collect())
    }

    fn head_of(&self, department: DepartmentId) -> Option<Option<UserId>> {
        let team = self.department_name(department).and_then(|name| self.scenario.departments.get(name));
        Some(team.and_then(|team| self.user(team.head.as_deref()?)))
    }

    fn above(&self, department: DepartmentId) -> Option<Option<DepartmentId>> {
        let team = self.department_name(department).and_then(|name| self.scenario.departments.get(name));
        Some(team.and_then(|team| self.department(team.above.as_deref()?)))
    }

    fn department_of(&self, user: UserId) -> Option<Option<DepartmentId>> {
        Some(self.department_of_user(user))
    }

    fn is_active(&self, user: UserId) -> Option<bool> {
        Some(self.scenario.people.keys().any(|name| self.user(name) == Some(user)))
    }

    fn slot_user(&self, slot: &SlotId) -> Option<Option<UserId>> {
        Some(self.user(slot.as_str()))
    }

    fn slot_department(&self, slot: &SlotId) -> Option<Option<DepartmentId>> {
        Some(self.department(slot.as_str()))
    }
}

/// Nothing is known of anything yet.
pub(super) fn no_facts() -> Facts {
    Facts::default()
}
