//! Forms and sessions behind their handles, and the one entrance to them.

use crate::answer::{Refused, answer};
use crate::request::{Close, Load, Request, by_id};
use crate::{formulas, sessions};
use calendar::Zone;
use form_engine::{CompiledForm, FormEnvironment, Session};
use serde_json::{Value as Json, json};
use std::sync::Arc;
use value::Value;

/// Everything that is loaded and open.
#[derive(Debug, Default)]
pub struct Engine {
    pub(crate) forms: Handles<Loaded>,
    pub(crate) sessions: Handles<Session>,
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

/// A value of the app; its name is for those who write formulas.
fn constant(worth: &Json) -> formula::Constant {
    let value = match worth {
        Json::Bool(yes) => Value::Bool(*yes),
        Json::String(text) => Value::text(text.as_str()),
        number => value::decimal_from_json(number).map_or(Value::Blank, Value::Number),
    };
    formula::Constant { label: value::Label::default(), value }
}

impl Engine {
    /// Answers a request; see `PROTOCOL.md`.
    pub fn call(&mut self, request: &[u8]) -> String {
        let json = serde_json::from_slice(request).map_err(|error| Refused::request(&error));
        let result = json.and_then(Request::read).and_then(|request| self.carry_out(request, true));
        answer(result).to_string()
    }

    fn carry_out(&mut self, request: Request, may_batch: bool) -> Result<Json, Refused> {
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
            Request::Formula(formula) => Ok(formulas::evaluate(*formula)),
            Request::Batch(_) if !may_batch => Err(Refused::too_deep()),
            Request::Batch(batch) => Ok(batch.calls.into_iter().map(|call| self.one_of_batch(call)).collect()),
        }
    }

    fn one_of_batch(&mut self, call: Json) -> Json {
        answer(Request::read(call).and_then(|request| self.carry_out(request, false)))
    }

    pub(crate) fn next_handle(&mut self) -> u32 {
        self.last += 1;
        self.last
    }

    fn load(&mut self, load: Load) -> Json {
        let Load { form, dictionaries, forms, currency, constants, zone } = load;
        let dictionaries = dictionaries.into_iter().map(|dictionary| (dictionary.id.clone(), dictionary)).collect();
        let forms = by_id(forms);
        let nothing = Arc::default();
        let plain = FormEnvironment { dictionaries: &dictionaries, forms: &forms, currency: &currency, outside: &nothing };
        let asked = form_engine::looked_up(&form);
        let asked = asked.keys().filter_map(|id| if *id == form.id { Some(&form) } else { forms.get(id) });
        let constants = constants.into_iter().map(|(name, worth)| (name, constant(&worth))).collect();
        let outside = form_engine::outside(constants, asked, &plain);
        let environment = FormEnvironment { outside: &outside, ..plain };
        let (compiled, diagnostics) = form_engine::compile(&form, &environment);
        let description = compiled.as_ref().map(form_engine::description_json);
        let handle = compiled.map(|compiled| {
            let handle = self.next_handle();
            self.forms.add(handle, Loaded { form: Arc::new(compiled), zone: Arc::new(zone) });
            handle
        });
        json!({ "form": handle, "diagnostics": diagnostics, "description": description })
    }

    fn close(&mut self, close: &Close) -> Result<Json, Refused> {
        if let Some(session) = close.session {
            self.sessions.remove(session)?;
        }
        if let Some(form) = close.form {
            self.forms.remove(form)?;
        }
        Ok(Json::Bool(true))
    }
}
