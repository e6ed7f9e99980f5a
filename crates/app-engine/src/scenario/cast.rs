//! Who and what is there in a scenario: people, departments and records by short names, and what is known of them.

use crate::CompiledApp;
use access::Person;
use definition::Scenario;
use flow_engine::{Counted, Entry, EntryQuestion, FamiliarQuestion, Load, LoadQuestion, Organisation, Todo};
use form_engine::{Facts, Need, Related};
use serde_json::{Map, Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;
use value::{
    DepartmentId, FieldId, FlowId, FormId, Instant, NodeId, Record, RecordId, ReferenceTarget, RoleId, SlotId, UserId, Value, ValueType, to_json,
};

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
    /// Who had the last turn of a step.
    pub turns: BTreeMap<(FlowId, NodeId), UserId>,
    /// When something was given to somebody last.
    pub given: BTreeMap<UserId, Instant>,
}

/// The key of the n-th thing of a kind.
fn key(kind: u64, number: usize) -> Uuid {
    Uuid::from_u64_pair(0x0000_0000_0000_7000 | (kind << 48), 0x8000_0000_0000_0000 | u64::try_from(number).unwrap_or_default())
}

impl<'a> Cast<'a> {
    pub fn new(scenario: &'a Scenario) -> Self {
        Self { scenario, records: BTreeMap::new(), turns: BTreeMap::new(), given: BTreeMap::new() }
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
            administrator: person.administrator,
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
        let administers = |(name, person): &(&String, &definition::Person)| person.administrator || name.as_str() == "administrator";
        let all = self.scenario.people.iter().filter(administers);
        Some(all.filter_map(|(name, _)| self.user(name)).collect())
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

    fn members_of(&self, department: DepartmentId, below: bool) -> Option<Vec<UserId>> {
        let is_in = |own: DepartmentId| own == department || (below && self.is_under(own, department));
        let members = self.scenario.people.keys().filter_map(|name| self.user(name));
        Some(members.filter(|user| self.department_of_user(*user).is_some_and(is_in)).collect())
    }

    fn load(&self, question: &LoadQuestion) -> Option<Load> {
        let cases = self.records.values().filter_map(|filed| filed.case.as_ref());
        let of_flow = cases.filter(|case| question.counted == Counted::App || *case.flow.id() == question.flow);
        let here = |todo: &&Todo| todo.holder == question.user && (question.counted != Counted::Step || todo.node == question.node);
        let open = of_flow.flat_map(|case| &case.state.todos).filter(here).count();
        Some(Load { open: u32::try_from(open).unwrap_or(u32::MAX), since: self.given.get(&question.user).copied() })
    }

    fn turn(&self, flow: &FlowId, node: &NodeId) -> Option<Option<UserId>> {
        Some(self.turns.get(&(flow.clone(), node.clone())).copied())
    }

    fn entries(&self, question: &EntryQuestion) -> Option<Vec<Entry>> {
        let of_form = self.records.values().filter(|filed| filed.form == question.form && question.holds(&filed.record));
        Some(of_form.filter_map(|filed| question.entry(&filed.record)).collect())
    }

    fn familiar(&self, question: &FamiliarQuestion) -> Option<Vec<UserId>> {
        let value: Json = serde_json::from_str(&question.value).ok()?;
        let same = |filed: &&Filed| filed.form == question.form && to_json(filed.record.get(question.field.as_str()), None) == value;
        let mut filed: Vec<&Filed> = self.records.values().filter(same).collect();
        filed.sort_by_key(|filed| std::cmp::Reverse(filed.id));
        let cases = filed.into_iter().filter_map(|filed| filed.case.as_ref()).filter(|case| *case.flow.id() == question.flow);
        Some(cases.flat_map(|case| case.state.who_did(&question.node).iter().rev().copied().collect::<Vec<_>>()).collect())
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
