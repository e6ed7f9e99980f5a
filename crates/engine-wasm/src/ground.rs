//! What a form stands on: the dictionaries, other forms and named values of its app.

use crate::request::{Load, by_id};
use calendar::Zone;
use definition::{Diagnostic, Dictionary, Form};
use form_engine::{CompiledForm, FormEnvironment};
use formula::Outside;
use indexmap::IndexMap;
use serde_json::Value as Json;
use std::sync::Arc;
use value::{DictionaryId, FormId, Label, Value};

/// A form with what it stands on.
pub(crate) struct Ground {
    pub(crate) form: Form,
    pub(crate) zone: Zone,
    dictionaries: IndexMap<DictionaryId, Dictionary>,
    forms: IndexMap<FormId, Form>,
    currency: String,
    outside: Arc<Outside>,
}

impl Ground {
    pub(crate) fn of(load: Load) -> Self {
        let Load { form, dictionaries, forms, currency, constants, zone, calendars } = load;
        let dictionaries = dictionaries.into_iter().map(|dictionary| (dictionary.id.clone(), dictionary)).collect();
        let plain = Self {
            form,
            zone,
            dictionaries,
            forms: by_id(forms),
            currency,
            outside: Arc::new(formula::Outside { calendars: Arc::new(shelved(calendars)), ..formula::Outside::default() }),
        };
        let asked = form_engine::looked_up(&plain.form);
        let asked = asked.keys().filter_map(|id| if *id == plain.form.id { Some(&plain.form) } else { plain.forms.get(id) });
        let constants = constants.into_iter().map(|(name, worth)| (name.clone(), constant(name, &worth))).collect();
        let outside = form_engine::outside(constants, asked, &plain.environment());
        Self { outside, ..plain }
    }

    /// Makes the form ready.
    pub(crate) fn compile(self) -> (Option<CompiledForm>, Vec<Diagnostic>, Zone) {
        let Self { form, zone, dictionaries, forms, currency, outside } = self;
        let environment = FormEnvironment { dictionaries: &dictionaries, forms: &forms, currency: &currency, outside: &outside };
        let (compiled, diagnostics) = form_engine::compile_whole(form, &environment);
        (compiled, diagnostics, zone)
    }

    pub(crate) fn environment(&self) -> FormEnvironment<'_> {
        FormEnvironment { dictionaries: &self.dictionaries, forms: &self.forms, currency: &self.currency, outside: &self.outside }
    }
}

/// The calendars that formulas ask. Those that cannot be read are missing: the server has checked them, and decides again.
#[cfg(feature = "studio")]
fn shelved(calendars: Option<Json>) -> calendar::Calendars {
    let shelf = calendars.and_then(|json| value::read_json::<calendar::Shelf>(&json).ok());
    shelf.map(|shelf| shelf.compile().0).unwrap_or_default()
}

/// A form with calendars is never for the small engine.
#[cfg(not(feature = "studio"))]
fn shelved(_: Option<Json>) -> calendar::Calendars {
    calendar::Calendars::default()
}

/// A value of the app that has a name.
fn constant(name: String, worth: &Json) -> formula::Constant {
    let value = match worth {
        Json::Bool(yes) => Value::Bool(*yes),
        Json::String(text) => Value::text(text.as_str()),
        number => value::decimal_from_json(number).map_or(Value::Blank, Value::Number),
    };
    formula::Constant { label: Label::Plain(name), value }
}
