//! What programs outside are told of an app: JSON Schemas of its records, and TypeScript made from them.

mod typescript;

pub use typescript::typescript;

use crate::CompiledApp;
use definition::{Action, FieldRight};
use form_engine::{CompiledForm, Look, Spelling, record_schema};
use indexmap::IndexMap;
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeSet;
use std::sync::Arc;
use value::{FieldId, FormId, Locale};

/// An app as somebody may use it.
#[derive(Debug, Clone)]
pub struct AppInterface {
    /// The app.
    pub app: Arc<CompiledApp>,
    /// The forms of which somebody may know, in the order of the app.
    pub forms: Vec<SeenForm>,
    /// Names that schemas of the app may not have, since others have them where they are put.
    pub reserved: BTreeSet<String>,
}

/// Names that mean something in every file of types.
const COMMON_NAMES: [&str; 9] = ["Forms", "RecordKey", "StoredFile", "FormulaError", "RecordOf", "RowOf", "Partial", "Array", "Record"];

/// A form as somebody may use it.
#[derive(Debug, Clone)]
pub struct SeenForm {
    /// The form.
    pub form: Arc<CompiledForm>,
    /// What may be done with its records.
    pub actions: BTreeSet<Action>,
    /// The fields that are read.
    pub read: Seen,
    /// The fields that are sent with a new record.
    pub create: Seen,
    /// The fields that are sent to change a record.
    pub update: Seen,
}

/// Which fields somebody sees.
#[derive(Debug, Clone)]
pub enum Seen {
    /// The action is not allowed.
    Nothing,
    /// Every field, as the app itself.
    Everything,
    /// Fields with their rights; one that is not listed is hidden.
    Fields(IndexMap<FieldId, FieldRight>),
}

/// The names of the schemas of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names {
    /// Its values as they are read: `Order`.
    pub kept: String,
    /// The values of a new record: `NewOrder`.
    pub new: String,
    /// Changed values: `OrderChange`.
    pub change: String,
}

impl AppInterface {
    /// An app as it sees itself.
    pub fn whole(app: &Arc<CompiledApp>) -> Self {
        let all = [Action::Read, Action::Create, Action::Update, Action::Delete, Action::Export, Action::Print, Action::Comment];
        let seen = |form: &Arc<CompiledForm>| SeenForm {
            form: Arc::clone(form),
            actions: all.into_iter().collect(),
            read: Seen::Everything,
            create: Seen::Everything,
            update: Seen::Everything,
        };
        Self { app: Arc::clone(app), forms: app.forms.values().map(seen).collect(), reserved: BTreeSet::new() }
    }

    /// The names of the schemas of each form; none is there twice.
    pub fn names(&self) -> IndexMap<FormId, Names> {
        let mut taken: BTreeSet<String> = COMMON_NAMES.into_iter().map(str::to_owned).chain(self.reserved.iter().cloned()).collect();
        let mut free = |wanted: String| free_name(wanted, &mut taken);
        // Forms come first: what is read of them has the plain name.
        let kept: Vec<(FormId, String)> = self.forms.iter().map(|seen| (seen.form.id().clone(), free(pascal(seen.form.id().as_str())))).collect();
        kept.into_iter()
            .map(|(form, kept)| {
                let names = Names { new: free(format!("New{kept}")), change: free(format!("{kept}Change")), kept };
                (form, names)
            })
            .collect()
    }

    /// The schemas of all forms by name; references point to `#/$defs/<name>`.
    pub fn schemas(&self, locale: Locale) -> IndexMap<String, Json> {
        let names = self.names();
        let mut schemas = IndexMap::new();
        for seen in &self.forms {
            let Some(names) = names.get(seen.form.id()) else { continue };
            let sides = [
                (&names.kept, Spelling::Kept, &seen.read),
                (&names.new, Spelling::New, &seen.create),
                (&names.change, Spelling::Change, &seen.update),
            ];
            for (name, spelling, fields) in sides {
                let rights = match fields {
                    Seen::Nothing => continue,
                    Seen::Everything => None,
                    Seen::Fields(rights) => Some(rights),
                };
                adopt(name, record_schema(&seen.form, Look { spelling, locale, rights }), &mut schemas);
            }
        }
        schemas
    }

    /// All schemas as one JSON Schema document.
    pub fn json_schema(&self, locale: Locale) -> Json {
        let app = &self.app.app;
        let schemas: Map<String, Json> = self.schemas(locale).into_iter().collect();
        json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema", "$id": format!("mortise:app:{}", app.id),
            "title": app.label.get(locale), "x-version": self.app.hash, "$defs": schemas,
        })
    }
}

/// The name that is wanted, or with a number if it is taken.
pub(crate) fn free_name(wanted: String, taken: &mut BTreeSet<String>) -> String {
    let numbered = (2_u32..).map(|number| format!("{wanted}{number}"));
    let name = std::iter::once(wanted.clone()).chain(numbered).find(|name| !taken.contains(name)).unwrap_or(wanted);
    taken.insert(name.clone());
    name
}

/// Puts a schema under its name; what stands in its own `$defs` comes beside it, under names that begin with its own.
fn adopt(name: &str, mut schema: Json, schemas: &mut IndexMap<String, Json>) {
    let own = schema.as_object_mut().and_then(|schema| schema.shift_remove("$defs"));
    rename(&mut schema, name);
    schemas.insert(name.to_owned(), schema);
    let Some(Json::Object(own)) = own else { return };
    for (inner, mut schema) in own {
        rename(&mut schema, name);
        schemas.insert(inner_name(name, &inner), schema);
    }
}

fn inner_name(name: &str, inner: &str) -> String {
    format!("{name}_{}", pascal(inner))
}

fn rename(schema: &mut Json, name: &str) {
    match schema {
        Json::Object(object) => {
            if let Some(Json::String(reference)) = object.get_mut("$ref")
                && let Some(inner) = reference.strip_prefix("#/$defs/")
            {
                *reference = format!("#/$defs/{}", inner_name(name, inner));
            }
            object.values_mut().for_each(|below| rename(below, name));
        }
        Json::Array(items) => items.iter_mut().for_each(|below| rename(below, name)),
        _ => {}
    }
}

/// `leave_request` as `LeaveRequest`.
pub(crate) fn pascal(id: &str) -> String {
    let word = |word: &str| {
        let mut signs = word.chars();
        signs.next().map(|first| first.to_ascii_uppercase().to_string() + signs.as_str()).unwrap_or_default()
    };
    id.split('_').map(word).collect()
}
