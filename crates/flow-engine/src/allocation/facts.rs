//! What an allocation has to know: who holds how much, whose turn it is, who can do what, who did it before.

use super::settings::{Compare, Counted};
use crate::OrgFact;
use std::{cmp::Ordering, collections::BTreeMap};
use value::{FieldId, FlowId, FormId, Instant, NodeId, Record, UserId, Value, compare};

/// Which to-dos are counted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LoadQuestion {
    /// Whose.
    pub user: UserId,
    /// Which of them.
    pub counted: Counted,
    /// The flow.
    pub flow: FlowId,
    /// The step.
    pub node: NodeId,
}

/// What a person holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Load {
    /// How many open to-dos.
    pub open: u32,
    /// When something was given to the person or done by the person last.
    pub since: Option<Instant>,
}

/// A question to the records that say who can do what.
#[derive(Debug, Clone)]
pub struct EntryQuestion {
    /// The form.
    pub form: FormId,
    /// The field with the person.
    pub user: FieldId,
    /// What such a record has to say: field, how it is compared, with what.
    pub matches: Vec<(FieldId, Compare, Value)>,
    /// The fields that are wanted of it.
    pub fields: Vec<FieldId>,
    key: String,
}

/// What a record says of a person.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Whom it speaks of.
    pub users: Vec<UserId>,
    /// The fields that were asked for.
    pub values: Record,
}

/// Who did a step before for the same thing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FamiliarQuestion {
    /// The form of the cases.
    pub form: FormId,
    /// The field that is the same.
    pub field: FieldId,
    /// Its value, in the JSON form of its type.
    pub value: String,
    /// The flow.
    pub flow: FlowId,
    /// The step.
    pub node: NodeId,
}

impl EntryQuestion {
    /// A question.
    pub fn new(form: FormId, user: FieldId, matches: Vec<(FieldId, Compare, Value)>, fields: Vec<FieldId>) -> Self {
        let words: Vec<String> = matches.iter().map(|(field, compare, value)| format!("{field} {compare:?} {value:?}")).collect();
        let key = format!("{form} {user} {} {fields:?}", words.join(" & "));
        Self { form, user, matches, fields, key }
    }

    /// Whether a record says what is asked for.
    pub fn holds(&self, record: &Record) -> bool {
        self.matches.iter().all(|(field, how, wanted)| {
            let found = record.get(field.as_str());
            match how {
                Compare::Equal => compare(found, wanted) == Some(Ordering::Equal),
                Compare::AtLeast => !found.is_blank() && compare(found, wanted).is_some_and(Ordering::is_ge),
                Compare::AtMost => !found.is_blank() && compare(found, wanted).is_some_and(Ordering::is_le),
                Compare::Includes => matches!(found, Value::List(items) if items.contains(wanted)),
            }
        })
    }

    /// What a record that says it says of whom; none when it names nobody.
    pub fn entry(&self, record: &Record) -> Option<Entry> {
        let users: Vec<UserId> = match record.get(self.user.as_str()) {
            Value::Reference(key) => vec![UserId(key.0)],
            Value::List(items) => items.iter().filter_map(|item| if let Value::Reference(key) = item { Some(UserId(key.0)) } else { None }).collect(),
            _ => Vec::new(),
        };
        let values = self.fields.iter().map(|field| (field.clone(), record.get(field.as_str()).clone())).collect();
        if users.is_empty() { None } else { Some(Entry { users, values }) }
    }
}

impl PartialEq for EntryQuestion {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for EntryQuestion {}

impl PartialOrd for EntryQuestion {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for EntryQuestion {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key.cmp(&other.key)
    }
}

/// What was loaded for allocations. What is not in it is missing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AllocationFacts {
    /// What people hold.
    pub loads: BTreeMap<LoadQuestion, Load>,
    /// Who had the last turn of a step.
    pub turns: BTreeMap<(FlowId, NodeId), Option<UserId>>,
    /// Who can do what.
    pub entries: BTreeMap<EntryQuestion, Vec<Entry>>,
    /// Who did it before, the last first.
    pub familiar: BTreeMap<FamiliarQuestion, Vec<UserId>>,
}

impl AllocationFacts {
    /// Whether something is known already.
    pub fn has(&self, fact: &OrgFact) -> bool {
        match fact {
            OrgFact::Load(question) => self.loads.contains_key(question),
            OrgFact::Turn { flow, node } => self.turns.contains_key(&(flow.clone(), node.clone())),
            OrgFact::Entries(question) => self.entries.contains_key(question),
            OrgFact::Familiar(question) => self.familiar.contains_key(question),
            _ => false,
        }
    }
}
