//! Who and what is meant by the names in a file.

use super::slice::Job;
use crate::looking::Looking;
use crate::names::NameBook;
use crate::{RuntimeResult, facts};
use app_engine::sheet::{Directory, Found, name_key};
use definition::Action;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use store::{Session, records};
use value::{FieldId, FormId, RecordId, Value, ValueType};

/// More names than these are not remembered; they are looked up again.
const REMEMBERED: usize = 50_000;

/// People and departments of one picture of the organisation, and the records that were looked up so far.
#[derive(Clone, Default)]
pub(super) struct KnownNames {
    book: Arc<NameBook>,
    taken: bool,
    records: BTreeMap<String, BTreeMap<String, Found>>,
}

impl Directory for KnownNames {
    fn person(&self, name: &str) -> Found {
        self.book.person(name)
    }

    fn department(&self, name: &str) -> Found {
        self.book.department(name)
    }

    fn record(&self, column: &str, name: &str) -> Found {
        self.records.get(column).and_then(|known| known.get(name.trim())).copied().unwrap_or(Found::Nobody)
    }
}

impl KnownNames {
    /// Looks names up that are not known yet. Only what the person may see is found.
    pub(super) async fn look_up(&mut self, session: &Session, job: &Job, names: Vec<(String, String)>) -> RuntimeResult<()> {
        let mut wanted: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (column, name) in names {
            let name = name.trim().to_owned();
            if self.records.get(&column).is_none_or(|known| !known.contains_key(&name)) {
                wanted.entry(column).or_default().insert(name);
            }
        }
        let places: Vec<(String, FormId, Option<FieldId>)> =
            job.reader.references().map(|(path, form, by)| (path.to_owned(), form.clone(), by.cloned())).collect();
        for (column, names) in wanted {
            let Some((_, form, by)) = places.iter().find(|(path, ..)| *path == column) else { continue };
            let known = self.records.entry(column).or_default();
            if known.len() > REMEMBERED {
                known.clear();
            }
            let found = of_form(session, job, form, by.as_ref(), &names).await?;
            known.extend(names.into_iter().map(|name| {
                let meant = found.get(&name).copied().unwrap_or(Found::Nobody);
                (name, meant)
            }));
        }
        Ok(())
    }
}

async fn of_form(
    session: &Session,
    job: &Job,
    form: &FormId,
    by: Option<&FieldId>,
    names: &BTreeSet<String>,
) -> RuntimeResult<BTreeMap<String, Found>> {
    let many = &job.many;
    let mut meant: BTreeMap<String, Found> = names.iter().filter_map(|name| Some((name.clone(), Found::One(RecordId::parse(name)?)))).collect();
    let (Ok(other), app) = (many.ground.app.form(form).cloned(), &many.ground.app) else { return Ok(meant) };
    let Ok(plan) = many.runtime.plan(app, &other, &many.actor, Action::Read) else { return Ok(meant) };
    let Some(field) = by.or(other.title_field.as_ref()).and_then(|field| other.field(field.as_str())) else { return Ok(meant) };
    let value = |name: &String| match &field.value_type {
        ValueType::Text => Some(Value::Text(value::normal_text(name))),
        ValueType::Number { .. } => spreadsheet::spelling::number(name, "").map(Value::Number),
        _ => None,
    };
    let values: Vec<Value> = names.iter().filter_map(value).collect();
    let looking = Looking::new(app, &many.ground.people, form, &many.actor, many.ground.now)?;
    let found = records::holding(session, &looking.view(&plan), &field.id, &values).await?;
    let mut holders: BTreeMap<String, Found> = BTreeMap::new();
    for (held, key) in found {
        holders
            .entry(comparable(&held))
            .and_modify(|known| {
                if *known != Found::One(key) {
                    *known = Found::Several
                }
            })
            .or_insert(Found::One(key));
    }
    for name in names {
        let Some(found) = value(name).and_then(|wanted| holders.get(&comparable(&wanted)).copied()) else { continue };
        meant.entry(name.clone()).or_insert(found);
    }
    Ok(meant)
}

/// A value as it is compared with names.
pub(super) fn comparable(value: &Value) -> String {
    match value {
        Value::Text(text) => name_key(text),
        Value::Number(number) => number.normalize().to_string(),
        _ => String::new(),
    }
}

/// The system, for what is read whatever the person may see.
pub(super) fn system() -> access::Actor {
    facts::system()
}

impl KnownNames {
    /// Whether a picture of the organisation was taken.
    pub(super) fn knows_people(&self) -> bool {
        self.taken
    }

    /// Takes a new picture of the organisation.
    pub(super) fn renew(&mut self, book: Arc<NameBook>) {
        (self.book, self.taken) = (book, true);
    }
}
