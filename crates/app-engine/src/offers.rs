//! Options that come from outside: what a connector is asked for the options of a field, and what is read out of its answer.
//!
//! Nothing is sent here. On saving, what was chosen has to be an option that the system outside offers for the record as it is then:
//! [`wanted`] says which offers have to be known, the caller asks before its transaction, and hands over what it heard as facts.

use crate::CompiledApp;
use crate::calls::CompiledOperation;
use crate::command::{Fact, RecordWorld};
use form_engine::{CompiledForm, FieldFault, Offered, OutsideChoice, WhenUnreachable, code};
use formula::{Budget, Formula, World};
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;
use value::{ConnectorId, FieldId, FormId, Label, Locale, OperationId, Record, Value, normal_text, to_json};

/// So many options of one answer are offered.
pub const MOST_OPTIONS: usize = 200;
/// Values and names that are longer are left out, in characters.
const LONGEST: usize = 200;

/// Where the options of a field come from, ready to be asked.
#[derive(Debug, Clone)]
pub struct OptionSource {
    /// The field.
    pub field: FieldId,
    /// The connector.
    pub connector: ConnectorId,
    /// Its operation.
    pub operation: OperationId,
    /// The settings of the field.
    pub settings: OutsideChoice,
    pub(crate) input: Vec<(FieldId, Formula)>,
}

/// An option that was chosen, and for which inputs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Offer {
    /// The form.
    pub form: FormId,
    /// The field.
    pub field: FieldId,
    /// The inputs of the operation as JSON, without what somebody searches for.
    pub input: String,
    /// The value.
    pub value: String,
    /// What it is called in the request; whether that is right, only the system outside knows.
    pub label: String,
}

impl Offer {
    /// The key of what is known of it.
    pub fn key(&self) -> String {
        format!("{}/{}?{}={}", self.form, self.field, self.input, self.value)
    }

    /// The inputs.
    pub fn inputs(&self) -> Map<String, Json> {
        serde_json::from_str(&self.input).unwrap_or_default()
    }
}

/// An option as a system outside gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutsideOption {
    /// What is kept.
    pub value: String,
    /// What people read.
    pub label: String,
}

impl OptionSource {
    /// The operation that is asked.
    pub fn operation_in<'a>(&self, app: &'a CompiledApp) -> Option<&'a CompiledOperation> {
        app.connectors.get(&self.connector)?.operation(&self.operation)
    }

    /// The inputs for a record, without what somebody searches for. A formula that gives an error gives nothing.
    pub fn inputs(&self, world: &dyn World) -> Map<String, Json> {
        let worth = |formula: &Formula| match formula::evaluate(formula, world, Budget::default()) {
            Value::Error(_) => Json::Null,
            value => to_json(&value, None),
        };
        self.input.iter().map(|(id, formula)| (id.to_string(), worth(formula))).collect()
    }

    /// The options of an answer, and whether there were more of them; a word when it has no list where one should be.
    pub fn read(&self, answer: &Json) -> Result<(Vec<OutsideOption>, bool), &'static str> {
        let settings = &self.settings;
        let items = match answer.pointer(&settings.list) {
            Some(Json::Array(items)) => items,
            // Nothing came back, or nothing was found.
            Some(Json::Null) if answer.is_null() || !settings.list.is_empty() => return Ok((Vec::new(), false)),
            _ => return Err(crate::calls::ANSWER_UNFIT),
        };
        let mut options: Vec<OutsideOption> = Vec::new();
        for item in items {
            let Some(value) = text_at(item, &settings.item_value) else { continue };
            let label = text_at(item, &settings.item_label).filter(|_| !settings.item_label.is_empty()).unwrap_or_else(|| value.clone());
            if options.iter().any(|option| option.value == value) {
                continue;
            }
            if options.len() == MOST_OPTIONS {
                return Ok((options, true));
            }
            options.push(OutsideOption { value, label });
        }
        Ok((options, false))
    }
}

/// A text that can be kept; keys are often written as numbers.
fn text_at(item: &Json, pointer: &str) -> Option<String> {
    let text = match item.pointer(pointer)? {
        Json::String(text) => normal_text(text.trim()),
        Json::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty() && text.chars().count() <= LONGEST).then_some(text)
}

/// The offer that has to be known of a field, if something is chosen in it that was not kept before for the same inputs. When it is the
/// same as before, what was kept before stands, whatever name came along: that is the second value.
fn offer_of(
    source: &OptionSource,
    form: &CompiledForm,
    record: &Record,
    inputs: &Map<String, Json>,
    before: Option<(&Record, &Map<String, Json>)>,
) -> Chosen {
    let id = source.field.as_str();
    let Some((value, label)) = OutsideChoice::parts_of(record.get(id)) else { return Chosen::Nothing };
    if let Some((stored, stored_inputs)) = before
        && let Some((kept, _)) = OutsideChoice::parts_of(stored.get(id))
        && kept == value
        && stored_inputs == inputs
    {
        return Chosen::AsBefore(stored.get(id).clone());
    }
    let input = Json::Object(inputs.clone()).to_string();
    Chosen::Anew(Offer { form: form.id().clone(), field: source.field.clone(), input, value: value.to_owned(), label: label.to_owned() })
}

enum Chosen {
    Nothing,
    AsBefore(Value),
    Anew(Offer),
}

/// What a person chose from outside, looked at when the record is saved. Answers the values to set in place of what came, faults, and the
/// facts that have to be known first.
pub(crate) struct Confirmed {
    pub(crate) set: Vec<(FieldId, Value)>,
    pub(crate) faults: Vec<FieldFault>,
    pub(crate) missing: Vec<Fact>,
}

/// Confirms what is chosen in the fields of a form whose options come from outside.
pub(crate) fn confirm(
    sources: &[OptionSource],
    form: &CompiledForm,
    (record, now): (&Record, &RecordWorld<'_>),
    stored: Option<(&Record, &RecordWorld<'_>)>,
    known: &BTreeMap<String, Offered>,
) -> Confirmed {
    let mut confirmed = Confirmed { set: Vec::new(), faults: Vec::new(), missing: Vec::new() };
    for source in sources {
        let inputs = source.inputs(now);
        let before = stored.map(|(record, world)| (record, source.inputs(world)));
        let before = before.as_ref().map(|(record, inputs)| (*record, inputs));
        let offer = match offer_of(source, form, record, &inputs, before) {
            Chosen::Nothing => continue,
            Chosen::AsBefore(kept) => {
                confirmed.set.push((source.field.clone(), kept));
                continue;
            }
            Chosen::Anew(offer) => offer,
        };
        let fault = |code, zh: String, en: String| FieldFault::new(format!("/{}", source.field), code, Label::both(zh, en));
        let name = |locale| form.field(source.field.as_str()).map(|field| field.label.get(locale).to_owned()).unwrap_or_default();
        match known.get(&offer.key()) {
            None => confirmed.missing.push(Fact::Offer(offer)),
            Some(Offered::Yes(label)) => confirmed.set.push((source.field.clone(), OutsideChoice::kept(&offer.value, label))),
            Some(Offered::No) => confirmed.faults.push(fault(
                code::NOT_OFFERED,
                format!("「{}」的选项里已没有「{}」，请重新选择", name(Locale::ZhCn), offer.label),
                format!("`{}` is no longer among the options of `{}`; choose again", offer.label, name(Locale::En)),
            )),
            Some(Offered::Unknown) if source.settings.when_unreachable == WhenUnreachable::Accept => {}
            Some(Offered::Unknown) => confirmed.faults.push(fault(
                code::UNREACHABLE,
                format!("给出「{}」选项的系统现在没有答复，无法确认所选的「{}」；没有保存，请稍后再试", name(Locale::ZhCn), offer.label),
                format!(
                    "the system that gives the options of `{}` does not answer, so `{}` cannot be confirmed; nothing was saved, try again later",
                    name(Locale::En),
                    offer.label
                ),
            )),
        }
    }
    confirmed
}
