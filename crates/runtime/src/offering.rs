//! Options that a connector gives: asked for by whoever fills in a form, and asked again when what was chosen is saved.
//!
//! The browser never calls a system outside. The server does, through the one dialler, with the bound secret; it remembers answers for a
//! while, so that typing does not storm the other side, and so that what it offered lately needs no second question on saving.

use crate::app_cache::ActiveApp;
use crate::building::{blotted, secrets_of};
use crate::calls::bound_call;
use crate::command::{Asked, Ground, Wish};
use crate::facts::Source;
use crate::types::{AskedOptions, ChosenNow, OfferedOptions};
use crate::{Runtime, RuntimeError, RuntimeResult};
use access::Actor;
use app_engine::calls::{BAD_INPUT, CallFault};
use app_engine::command::{Fact, RecordWorld};
use app_engine::offers::{Offer, OptionSource, OutsideOption};
use chrono::Duration;
use definition::{Action, FieldRight, WhenHidden};
use form_engine::{CompiledForm, Facts, Offered as Known, OutsideChoice};
use parking_lot::Mutex;
use serde_json::{Map, Value as Json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use tokio::sync::Semaphore;
use value::{AppId, FieldId, FormId, Instant, Label, PortalId, Record, RecordId, Value};

/// An answer is given again for so long without asking the system outside.
const FRESH: Duration = Duration::seconds(60);
/// What was offered may be saved for so long without asking again.
const REMEMBERED: Duration = Duration::minutes(30);
/// So many options are remembered in all; then the oldest answers go.
const MOST_REMEMBERED: usize = 50_000;
/// So many calls are made at once; the others wait for their turn.
const AT_ONCE: usize = 16;
/// Somebody waits for the answer: a call takes no longer than so many seconds, even where the connector allows more.
const MOST_SECONDS: u32 = 10;
/// How often facts are loaded for the inputs.
const MOST_LOADS: usize = 6;
/// What people type may be so long, in characters.
const LONGEST_SEARCH: usize = 100;

/// What is known of offers in one command, and which ones have to be known.
#[derive(Debug, Clone, Default)]
pub(crate) struct Offers {
    /// What systems outside said, by the keys of the offers.
    pub(crate) known: BTreeMap<String, Known>,
    wanted: Option<Arc<Mutex<BTreeSet<Offer>>>>,
}

impl Offers {
    /// A look at what has to be known.
    pub(crate) fn wanting() -> Self {
        Self { known: BTreeMap::new(), wanted: Some(Arc::default()) }
    }

    /// Within a transaction nobody outside is asked: an offer that is not known by now counts as not confirmed.
    pub(crate) fn note(&self, missing: &[Fact], known: &mut Facts) {
        for offer in missing.iter().filter_map(|fact| if let Fact::Offer(offer) = fact { Some(offer) } else { None }) {
            self.wanted.iter().for_each(|wanted| _ = wanted.lock().insert(offer.clone()));
            known.offers.insert(offer.key(), Known::Unknown);
        }
    }

    /// What had to be known.
    pub(crate) fn wanted(&self) -> Vec<Offer> {
        self.wanted.iter().flat_map(|wanted| wanted.lock().iter().cloned().collect::<Vec<_>>()).collect()
    }
}

/// What systems outside offered lately, and how many of them are asked at once.
pub(crate) struct Offered {
    answers: Mutex<BTreeMap<(Place, String), Remembered>>,
    turns: Semaphore,
}

/// One version of an app, a field, and the inputs without what is searched for.
type Place = (String, FormId, FieldId, String);

#[derive(Clone)]
struct Remembered {
    at: Instant,
    options: Arc<Vec<OutsideOption>>,
    more: bool,
}

impl Default for Offered {
    fn default() -> Self {
        Self { answers: Mutex::default(), turns: Semaphore::new(AT_ONCE) }
    }
}

impl Offered {
    fn fresh(&self, place: &Place, search: &str, now: Instant) -> Option<Remembered> {
        self.answers.lock().get(&(place.clone(), search.to_owned())).filter(|known| now - known.at < FRESH).cloned()
    }

    /// The name of an option that was offered lately for these inputs, whatever was searched for.
    fn offered(&self, place: &Place, value: &str, now: Instant) -> Option<String> {
        let answers = self.answers.lock();
        let of_place = answers.range((place.clone(), String::new())..).take_while(|((other, _), _)| other == place);
        let lately =
            of_place.filter(|(_, known)| now - known.at < REMEMBERED).flat_map(|(_, known)| known.options.iter().map(|option| (known.at, option)));
        lately.filter(|(_, option)| option.value == value).max_by_key(|(at, _)| *at).map(|(_, option)| option.label.clone())
    }

    fn remember(&self, place: Place, search: &str, answer: &Remembered) {
        let mut answers = self.answers.lock();
        answers.insert((place, search.to_owned()), answer.clone());
        // An empty answer takes room, too.
        let size = |known: &Remembered| known.options.len() + 1;
        let mut room: usize = answers.values().map(size).sum();
        if room > MOST_REMEMBERED {
            answers.retain(|_, known| answer.at - known.at < REMEMBERED);
            room = answers.values().map(size).sum();
        }
        while room > MOST_REMEMBERED {
            let Some(oldest) = answers.iter().min_by_key(|(_, known)| known.at).map(|(key, _)| key.clone()) else { return };
            room -= answers.remove(&oldest).map_or(0, |known| size(&known));
        }
    }
}

impl Runtime {
    /// The options of a field for who fills in a form of an app.
    pub async fn outside_options(&self, actor: &Actor, app: &AppId, form: &FormId, asked: AskedOptions) -> RuntimeResult<OfferedOptions> {
        let active = self.active_app(app).await?;
        let compiled = active.form(form)?.clone();
        let writable = self.writable_now(&active, &compiled, actor, asked.record).await?;
        if !writable(&asked.field) {
            return Err(RuntimeError::NotFound { what: "field" });
        }
        let source = source_of(&active, form, &asked.field)?.clone();
        let values = asked.values.iter().filter(|(key, _)| FieldId::parse(key).is_ok_and(|field| writable(&field)));
        let values: Map<String, Json> = values.map(|(key, value)| (key.clone(), value.clone())).collect();
        let stored = match asked.record {
            Some(id) => Some(self.whole_record(&active, &self.people().await?, &compiled, id).await?),
            None => None,
        };
        let (record, inputs) = self.inputs_now(&active, &compiled, actor, &source, stored.clone(), &values).await?;
        let search = if source.settings.search_input.0.is_some() { asked.search.trim() } else { "" };
        let search: String = search.chars().take(LONGEST_SEARCH).collect();
        match self.answer(&active, form, &source, &inputs, &search).await {
            Ok(answer) => {
                let as_stored = match stored.filter(|stored| stored.get(asked.field.as_str()) == record.get(asked.field.as_str())) {
                    Some(stored) => self.inputs_now(&active, &compiled, actor, &source, Some(stored), &Map::new()).await?.1 == inputs,
                    None => false,
                };
                let chosen = if as_stored { ChosenNow::Stays } else { self.chosen_now(&active, form, &source, (&record, &inputs), &answer).await };
                Ok(OfferedOptions { options: answer.options.to_vec(), more: answer.more, chosen, fault: None })
            }
            Err(word) => Ok(OfferedOptions { options: Vec::new(), more: false, chosen: ChosenNow::Unknown, fault: Some(told(&word)) }),
        }
    }

    /// The options of a field of a public page.
    pub async fn options_by_link(&self, app: &AppId, portal: &PortalId, asked: AskedOptions) -> RuntimeResult<OfferedOptions> {
        let active = self.active_app(app).await?;
        let form = active.compiled.portal(portal).ok_or(RuntimeError::NotFound { what: "page" })?.form.clone();
        let actor = Actor::Link { app: app.clone(), portal: portal.clone() };
        self.outside_options(&actor, app, &form, AskedOptions { record: None, ..asked }).await
    }

    /// Asks the systems outside about what is chosen in a command, before its transaction. What they say becomes facts of the command.
    pub(crate) async fn ask_outside(&self, ground: &mut Ground, asked: &Asked) -> RuntimeResult<()> {
        let (Wish::Create { values, .. } | Wish::Update { values, .. } | Wish::Act { values, .. } | Wish::Message { values, .. }) = &asked.wish
        else {
            return Ok(());
        };
        if values.is_empty() || ground.app.compiled.option_sources_of(&asked.form).is_empty() {
            return Ok(());
        }
        for offer in self.wanted_offers(ground, asked).await? {
            let known = match source_of(&ground.app, &offer.form, &offer.field) {
                Ok(source) => self.confirm(&ground.app, source, &offer).await,
                Err(_) => Known::Unknown,
            };
            ground.offers.known.insert(offer.key(), known);
        }
        Ok(())
    }

    /// Which fields the actor may fill in now.
    async fn writable_now(
        &self,
        app: &Arc<ActiveApp>,
        form: &CompiledForm,
        actor: &Actor,
        record: Option<RecordId>,
    ) -> RuntimeResult<impl Fn(&FieldId) -> bool + use<>> {
        let of =
            |plan: &access::Plan| plan.fields().iter().filter(|(_, right)| **right == FieldRight::Write).map(|(field, _)| field.clone()).collect();
        let mut writable: BTreeSet<FieldId> = BTreeSet::new();
        match record {
            None => writable = of(&self.plan(app, form, actor, Action::Create)?),
            Some(id) => {
                let people = self.people().await?;
                let seen = self.seen(app, &people, form, actor, id).await?;
                if self.may(app, &people, form, actor, Action::Update, id).await? {
                    writable = of(&self.plan(app, form, actor, Action::Update)?);
                }
                let step = seen.step.iter().flat_map(|step| &step.fields);
                writable.extend(step.filter(|(_, right)| **right == FieldRight::Write).map(|(field, _)| field.clone()));
            }
        }
        Ok(move |field: &FieldId| writable.contains(field))
    }

    /// The record as it would be saved now, and what the operation is asked with for it.
    async fn inputs_now(
        &self,
        app: &Arc<ActiveApp>,
        form: &Arc<CompiledForm>,
        actor: &Actor,
        source: &OptionSource,
        stored: Option<Record>,
        values: &Map<String, Json>,
    ) -> RuntimeResult<(Record, Map<String, Json>)> {
        let (people, now, reader) = (self.people().await?, self.now(), self.inner.store.read());
        let zone = Arc::new(app.compiled.zone.clone());
        let mut entered = stored.unwrap_or_else(|| new_record(actor, &people));
        for (key, json) in values {
            // What cannot be read yet is told where it stands; here it counts as not filled in.
            let one = Map::from_iter([(key.clone(), json.clone())]);
            let read = form_engine::read_values(form, &one).unwrap_or_default();
            read.into_iter().for_each(|(field, value)| entered.set(field, value));
        }
        let look = Source { runtime: self, session: &reader, app, people: &people, actor, now };
        let mut known = Facts::default();
        for _ in 0..MOST_LOADS {
            // What is asked for is noted in cells: they must be gone before anything is awaited.
            let missing = {
                match form_engine::recalculate(form, &zone, entered.clone(), known.clone(), now, actor.user()) {
                    Err((needs, questions)) => needs.into_iter().map(Fact::Related).chain(questions.into_iter().map(Fact::LookUp)).collect(),
                    Ok(calculated) => {
                        let record = effective(form, &zone, &entered, calculated, (&known, now, actor));
                        let world = RecordWorld::new(form, &record, &known, now, &zone, actor.user());
                        let inputs = source.inputs(&world);
                        let missing = world.missing();
                        if missing.is_empty() {
                            drop(world);
                            return Ok((record, inputs));
                        }
                        missing
                    }
                }
            };
            look.load(form, &missing, &mut known).await?;
        }
        Err(RuntimeError::Internal("options ask for facts without end".into()))
    }

    /// What is offered for some inputs: what was heard lately, or else what the system outside says now.
    async fn answer(
        &self,
        app: &ActiveApp,
        form: &FormId,
        source: &OptionSource,
        inputs: &Map<String, Json>,
        search: &str,
    ) -> Result<Remembered, String> {
        let place = place_of(app, form, source, inputs);
        if let Some(known) = self.inner.offered.fresh(&place, search, self.now()) {
            return Ok(known);
        }
        let _turn = self.inner.offered.turns.acquire().await.map_err(|_closed| "unreachable".to_owned())?;
        // Whoever waited for a turn may find what another one heard meanwhile.
        if let Some(known) = self.inner.offered.fresh(&place, search, self.now()) {
            return Ok(known);
        }
        let heard = self.heard(app, source, inputs, search).await;
        match heard {
            Ok((options, more)) => {
                let answer = Remembered { at: self.now(), options: Arc::new(options), more };
                self.inner.offered.remember(place, search, &answer);
                Ok(answer)
            }
            Err(word) => {
                let kind = word.split(':').next().unwrap_or_default();
                tracing::warn!(connector = %source.connector, operation = %source.operation, fault = kind, "A connector gave no options: {kind}");
                Err(word)
            }
        }
    }

    async fn heard(
        &self,
        app: &ActiveApp,
        source: &OptionSource,
        inputs: &Map<String, Json>,
        search: &str,
    ) -> Result<(Vec<OutsideOption>, bool), String> {
        let gone = || CallFault::new("operation_gone", format!("{}/{}", source.connector, source.operation)).to_string();
        let operation = source.operation_in(&app.compiled).ok_or_else(gone)?;
        let connector = app.compiled.connectors.get(&source.connector).ok_or_else(gone)?;
        let mut inputs = inputs.clone();
        if let Some(id) = &source.settings.search_input.0 {
            inputs.insert(id.to_string(), Json::String(search.to_owned()));
        }
        let request = operation.request(&inputs, self.now(), &app.compiled.zone).map_err(|fault| fault.to_string())?;
        let key = format!("options-{}", self.inner.ids.key(self.now()).simple());
        let mut ready = bound_call(&connector.definition, &app.slots, request, key).map_err(|fault| fault.to_string())?;
        ready.seconds = ready.seconds.min(MOST_SECONDS);
        let answer = self.inner.calls.ask(&ready).await?.json?;
        let (mut options, more) = source.read(&answer)?;
        // A system that sends the secret back must not show it to people.
        let secrets = secrets_of(&ready);
        options.retain(|option| [&option.value, &option.label].into_iter().all(|text| blotted(text, &secrets) == *text));
        Ok((options, more))
    }

    /// Whether the system outside offers what was chosen: it did so lately, or it does so now.
    async fn confirm(&self, app: &ActiveApp, source: &OptionSource, offer: &Offer) -> Known {
        let inputs = offer.inputs();
        let place = place_of(app, &offer.form, source, &inputs);
        if let Some(label) = self.inner.offered.offered(&place, &offer.value, self.now()) {
            return Known::Yes(label);
        }
        // Where one searches, the option is found by its name or by its value.
        let searches: &[&str] = if source.settings.search_input.0.is_some() { &[&offer.label, &offer.value] } else { &[""] };
        for search in searches {
            match self.answer(app, &offer.form, source, &inputs, search).await {
                Err(word) if word.split(':').next() == Some(BAD_INPUT) => return Known::No,
                Err(_) => return Known::Unknown,
                Ok(answer) => {
                    if let Some(option) = answer.options.iter().find(|option| option.value == offer.value) {
                        return Known::Yes(option.label.clone());
                    }
                }
            }
        }
        Known::No
    }

    /// What becomes of what is chosen already; the same question as on saving.
    async fn chosen_now(
        &self,
        app: &ActiveApp,
        form: &FormId,
        source: &OptionSource,
        (record, inputs): (&Record, &Map<String, Json>),
        answer: &Remembered,
    ) -> ChosenNow {
        let now = record.get(source.field.as_str());
        let Some((value, label)) = OutsideChoice::parts_of(now) else { return ChosenNow::Unknown };
        if answer.options.iter().any(|option| option.value == value) {
            return ChosenNow::Stays;
        }
        let input = Json::Object(inputs.clone()).to_string();
        let offer = Offer { form: form.clone(), field: source.field.clone(), input, value: value.to_owned(), label: label.to_owned() };
        match self.confirm(app, source, &offer).await {
            Known::Yes(_) => ChosenNow::Stays,
            Known::No => ChosenNow::Gone,
            Known::Unknown => ChosenNow::Unknown,
        }
    }
}

fn source_of<'a>(app: &'a ActiveApp, form: &FormId, field: &FieldId) -> RuntimeResult<&'a OptionSource> {
    let found = app.compiled.option_sources_of(form).iter().find(|source| source.field == *field);
    found.ok_or(RuntimeError::NotFound { what: "field" })
}

fn place_of(app: &ActiveApp, form: &FormId, source: &OptionSource, inputs: &Map<String, Json>) -> Place {
    (app.compiled.hash.clone(), form.clone(), source.field.clone(), Json::Object(inputs.clone()).to_string())
}

/// The system fields of a record that is not there yet, as far as they are known.
fn new_record(actor: &Actor, people: &crate::organisation::People) -> Record {
    let mut record = Record::new();
    let Some(user) = actor.user() else { return record };
    let mut set = |id: &str, key: uuid::Uuid| FieldId::parse(id).into_iter().for_each(|id| record.set(id, Value::Reference(RecordId(key))));
    set("_created_by", user.0);
    people.memberships.get(&user).and_then(|own| own.first()).into_iter().for_each(|department| set("_department", department.0));
    record
}

/// What is entered with what is calculated from it, without what is hidden: as it would be saved.
fn effective(
    form: &Arc<CompiledForm>,
    zone: &Arc<calendar::Zone>,
    entered: &Record,
    calculated: Record,
    (known, now, actor): (&Facts, Instant, &Actor),
) -> Record {
    let mut record = entered.clone();
    calculated.into_iter().for_each(|(field, value)| record.set(field, value));
    for field in form_engine::hidden_fields(form, zone, record.clone(), known.clone(), now, actor.user()) {
        if form.field(field.as_str()).is_some_and(|field| field.when_hidden != WhenHidden::Keep) {
            record.set(field, Value::Blank);
        }
    }
    record
}

/// A word that programs know, and what people are told: neither slots nor addresses are their affair.
fn told(word: &str) -> (String, Label) {
    let kind = word.split(':').next().unwrap_or_default().to_owned();
    let label = if kind == BAD_INPUT {
        Label::both("请先填写这些选项所依据的字段", "Fill in the fields first on which these options depend")
    } else {
        Label::both("提供选项的系统暂时没有答复，请稍后再试", "The system that gives the options does not answer right now; try again later")
    };
    (kind, label)
}
