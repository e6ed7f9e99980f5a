//! Forms and sessions behind their handles, and the one entrance to them.

use crate::answer::{Refused, answer};
use crate::ground::Ground;
use crate::request::{Close, Load, Request};
use crate::sessions;
#[cfg(feature = "studio")]
use crate::{assist, formulas};
use calendar::Zone;
use definition::Form;
use form_engine::{CompiledForm, Session};
use serde_json::{Value as Json, json};
use std::sync::Arc;

/// What the small engine answers to a form that is not for it.
const WHOLE: &str = r#"{"whole":true}"#;

/// Everything that is loaded and open.
#[derive(Debug, Default)]
pub struct Engine {
    pub(crate) forms: Handles<Loaded>,
    pub(crate) sessions: Handles<Session>,
    /// What formulas may name, for those who write them.
    #[cfg(feature = "studio")]
    pub(crate) scopes: Handles<formula::Scope>,
    /// Drafts of apps that are tried.
    #[cfg(feature = "simulator")]
    pub(crate) drafts: Handles<Arc<app_engine::CompiledApp>>,
    last: u32,
}

/// A form with the zone of its app.
#[derive(Debug)]
pub(crate) struct Loaded {
    pub(crate) form: Arc<CompiledForm>,
    pub(crate) zone: Arc<Zone>,
}

/// Things by their handles. Handles only grow, so that the list stays in order.
#[derive(Debug)]
pub(crate) struct Handles<T>(Vec<(u32, T)>);

impl<T> Default for Handles<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Handles<T> {
    fn place(&self, handle: u32) -> Result<usize, Refused> {
        self.0.binary_search_by_key(&handle, |(handle, _)| *handle).map_err(|_place| Refused::handle(handle))
    }

    pub(crate) fn get(&self, handle: u32) -> Result<&T, Refused> {
        self.0.get(self.place(handle)?).map(|(_, thing)| thing).ok_or_else(|| Refused::handle(handle))
    }

    pub(crate) fn get_mut(&mut self, handle: u32) -> Result<&mut T, Refused> {
        let place = self.place(handle)?;
        self.0.get_mut(place).map(|(_, thing)| thing).ok_or_else(|| Refused::handle(handle))
    }

    pub(crate) fn add(&mut self, handle: u32, thing: T) {
        self.0.push((handle, thing));
    }

    fn remove(&mut self, handle: u32) -> Result<(), Refused> {
        let place = self.place(handle)?;
        self.0.remove(place);
        Ok(())
    }
}

fn has_rare_kind(form: &Form) -> bool {
    form.fields.iter().flat_map(|field| std::iter::once(field).chain(&field.fields)).any(|field| form_engine::control(&field.kind).is_none())
}

impl Engine {
    /// Answers a request; see `PROTOCOL.md`.
    pub fn call(&mut self, request: &[u8]) -> String {
        let json = serde_json::from_slice(request).map_err(|error| Refused::request(&error));
        let result = json.and_then(Request::read).and_then(|request| self.carry_out(request, true));
        answer(result)
    }

    fn carry_out(&mut self, request: Request, may_batch: bool) -> Result<String, Refused> {
        match request {
            Request::Load(load) => Ok(self.load(*load)),
            Request::Open(open) => sessions::open(self, *open),
            Request::Edit(edit) => sessions::edit(self, edit),
            Request::EditMany(edits) => sessions::edit_many(self, edits),
            Request::Rows(rows) => sessions::rows(self, rows),
            Request::Facts(facts) => sessions::more_facts(self, facts),
            Request::State(of) => sessions::state(self, &of),
            Request::Submit(of) => sessions::submit(self, &of),
            Request::Why(why) => sessions::why(self, why),
            Request::Close(close) => self.close(&close),
            #[cfg(feature = "studio")]
            Request::Formula(formula) => Ok(formulas::evaluate(*formula).to_string()),
            #[cfg(feature = "studio")]
            Request::Scope(load) => Ok(assist::scope(self, *load).to_string()),
            #[cfg(feature = "studio")]
            Request::Assist(asked) => assist::assist(self, &asked).map(|json| json.to_string()),
            #[cfg(feature = "studio")]
            Request::Calendar(asked) => crate::calendars::ask(&asked).map(|json| json.to_string()),
            #[cfg(feature = "simulator")]
            Request::Draft(draft) => Ok(crate::simulations::draft(self, &draft).to_string()),
            #[cfg(feature = "simulator")]
            Request::Simulate(asked) => crate::simulations::simulate(self, &asked).map(|json| json.to_string()),
            #[cfg(feature = "simulator")]
            Request::Coverage(asked) => crate::simulations::coverage(self, &asked).map(|json| json.to_string()),
            Request::Batch(_) if !may_batch => Err(Refused::too_deep()),
            Request::Batch(batch) => {
                let answers: Vec<String> = batch.calls.into_iter().map(|call| self.one_of_batch(call)).collect();
                Ok(["[", &answers.join(","), "]"].concat())
            }
        }
    }

    fn one_of_batch(&mut self, call: Json) -> String {
        answer(Request::read(call).and_then(|request| self.carry_out(request, false)))
    }

    pub(crate) fn next_handle(&mut self) -> u32 {
        self.last += 1;
        self.last
    }

    /// Makes a form ready. The small engine knows neither every kind nor every function: whatever it does not take is for the whole one.
    fn load(&mut self, load: Load) -> String {
        let small = !cfg!(feature = "studio");
        if small && (load.calendars.is_some() || std::iter::once(&load.form).chain(&load.forms).any(has_rare_kind)) {
            return WHOLE.to_owned();
        }
        let (compiled, diagnostics, zone) = Ground::of(load).compile();
        if small && !diagnostics.is_empty() {
            return WHOLE.to_owned();
        }
        let description = compiled.as_ref().map_or_else(|| "null".to_owned(), form_engine::description_text);
        let handle = compiled.map(|compiled| {
            let handle = self.next_handle();
            self.forms.add(handle, Loaded { form: Arc::new(compiled), zone: Arc::new(zone) });
            handle
        });
        format!(r#"{{"form":{},"diagnostics":{},"description":{description}}}"#, json!(handle), json!(diagnostics))
    }

    fn close(&mut self, close: &Close) -> Result<String, Refused> {
        if let Some(session) = close.session {
            self.sessions.remove(session)?;
        }
        if let Some(form) = close.form {
            self.forms.remove(form)?;
        }
        #[cfg(feature = "studio")]
        if let Some(scope) = close.scope {
            self.scopes.remove(scope)?;
        }
        #[cfg(feature = "simulator")]
        if let Some(draft) = close.draft {
            self.drafts.remove(draft)?;
        }
        Ok("true".to_owned())
    }
}
