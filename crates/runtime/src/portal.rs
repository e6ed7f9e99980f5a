//! Public pages: a form by link, and a private page that shows how far the case is.
//!
//! Whoever stands outside is an actor of the same planner: a link creates through the fields of its page, a private link reads the
//! progress fields of its one record, and nothing internal is in any answer.

use crate::app_cache::ActiveApp;
use crate::command::{Asked, Origin, Wish};
use crate::commit::Doer;
use crate::facts::Source;
use crate::looking::Looking;
use crate::types::{Call, PortalBundle, PortalFiled, Progress, ProgressState};
use crate::{Runtime, RuntimeError, RuntimeResult, apps, digest, showing};
use access::Actor;
use app_engine::command::{Fact, RecordWorld};
use base64::Engine;
use definition::{Action, Field, Form, LayoutKind, Portal};
use form_engine::{CompiledForm, Facts, Special};
use formula::{Budget, Reference};
use serde_json::{Map, Value as Json};
use std::collections::BTreeSet;
use std::sync::Arc;
use store::{portal_links, records};
use value::{AppId, FieldId, FormId, Locale, PortalId, Record, RecordId};

/// For how long a private link opens.
const OPEN_FOR: chrono::Duration = chrono::Duration::days(365);
/// How often facts are loaded for the conditions of the public states.
const MOST_LOADS: usize = 4;

impl Runtime {
    /// A public page.
    pub async fn portal(&self, app: &AppId, portal: &PortalId) -> RuntimeResult<PortalBundle> {
        let active = self.active_app(app).await?;
        let page = page(&active, portal)?;
        let compiled = active.form(&page.form)?;
        let form = reduced(compiled, page);
        let asked = apps::asked_forms(&active, &form);
        Ok(PortalBundle {
            label: page.label.clone(),
            intro: page.intro.clone(),
            thanks: page.thanks.clone(),
            dictionaries: apps::dictionaries(&active, std::iter::once(&form).chain(&asked)),
            hash: active.compiled.hash.clone(),
            zone: active.compiled.zone.clone(),
            currency: active.compiled.app.currency.clone(),
            constants: apps::constants(&active, &form),
            calendars: apps::calendars(&active, &form),
            asked,
            form,
        })
    }

    /// Files a record through a public page. `visitor` is the secret under which files were uploaded in the same visit.
    pub async fn file_through_portal(
        &self,
        call: &Call,
        app: &AppId,
        portal: &PortalId,
        values: Map<String, Json>,
        visitor: Option<&str>,
    ) -> RuntimeResult<PortalFiled> {
        let mut ground = self.ground(app).await?;
        let page = page(&ground.app, portal)?.clone();
        let record = RecordId(self.inner.ids.key(ground.now));
        let actor = Actor::Link { app: app.clone(), portal: portal.clone() };
        let asked = Asked {
            app: app.clone(),
            form: page.form.clone(),
            record,
            doer: Doer::of_actor(&actor),
            actor: actor.clone(),
            by: None,
            wish: Wish::Create { values, department: None, origin: Origin::Usual },
            visitor: visitor.map(digest::of_token),
        };
        self.ask_outside(&mut ground, &asked).await?;
        let call = Call { actor, ..call.clone() };
        let now = ground.now;
        let (runtime, ground, asked, portal) = (self.clone(), Arc::new(ground), Arc::new(asked), portal.clone());
        let filed: RecordId = self
            .keyed(&call, move |tx| {
                let (runtime, ground, asked, portal) = (runtime.clone(), ground.clone(), asked.clone(), portal.clone());
                Box::pin(async move {
                    let written = runtime.execute(tx, &ground, &asked, None).await?;
                    let link = portal_links::PortalLink {
                        token_hash: digest::of_token(&runtime.private_token(written.id)),
                        app: asked.app.to_string(),
                        portal: portal.to_string(),
                        form: asked.form.to_string(),
                        record_id: written.id.0,
                        created_at: now.into(),
                        expires_at: Some((now + OPEN_FOR).into()),
                        revoked_at: None,
                    };
                    portal_links::create(tx, link).await?;
                    Ok(written.id)
                })
            })
            .await?;
        Ok(PortalFiled { token: self.private_token(filed), record: Some(filed), thanks: page.thanks })
    }

    /// The secret of a record's private link: 256 bits that only this deployment can make again. So a repeated request gets the same
    /// answer, and the secret itself is kept nowhere.
    fn private_token(&self, record: RecordId) -> String {
        let bytes = digest::keyed(&self.inner.secret, &format!("private-link:{record}"));
        base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes)
    }

    /// How far the case of a private link is.
    pub async fn progress(&self, token: &str, locale: Locale) -> RuntimeResult<Progress> {
        let unknown = || RuntimeError::NotFound { what: "page" };
        let link = portal_links::find(&self.inner.store.read(), &digest::of_token(token), self.now().into()).await?.ok_or_else(unknown)?;
        let (Ok(app), Ok(portal), Ok(form)) = (AppId::parse(&link.app), PortalId::parse(&link.portal), FormId::parse(&link.form)) else {
            return Err(unknown());
        };
        let active = self.active_app(&app).await?;
        let page = page(&active, &portal)?;
        let compiled = active.form(&form)?.clone();
        let record = RecordId(link.record_id);
        let actor = Actor::PortalCustomer { app, portal, record };
        let plan = self.plan(&active, &compiled, &actor, Action::Read).map_err(|_denied| unknown())?;
        let people = self.people().await?;
        let looking = Looking::new(&active, &people, &form, &actor, self.now())?;
        let reader = self.inner.store.read();
        let mut seen = records::get(&reader, &looking.view(&plan), record).await?.ok_or_else(unknown)?;
        let whole = self.whole_record(&active, &people, &compiled, record).await?;
        for (field, value) in self.live_of(&active, &people, &compiled, &actor, &whole).await? {
            if plan.right(field.as_str()) >= definition::FieldRight::Read {
                seen.set(field, value);
            }
        }
        let source = Source { runtime: self, session: &reader, app: &active, people: &people, actor: &actor, now: self.now() };
        let labels = source.labels(&compiled, [&seen]).await?;
        let locale = apps::spoken(&active, locale);
        let value = |id: &FieldId| {
            plan.fields().get(id).filter(|right| **right >= definition::FieldRight::Read)?;
            let label = compiled.scope.fields.get(id.as_str())?.label.clone();
            let value = seen.get(id.as_str());
            let text = match compiled.field(id.as_str()) {
                Some(field) => showing::shown(field, &active.compiled, value, locale, &labels),
                None => showing::shown_plain(&active.compiled, value, locale, &labels),
            };
            Some((label, text))
        };
        let fields = page.progress_fields.iter().filter(|field| seen.has(field.as_str()));
        Ok(Progress {
            label: page.label.clone(),
            filed_at: link.created_at.instant(),
            states: self.states(&source, &compiled, page, &whole).await?,
            values: page.progress_fields.iter().filter_map(value).collect(),
            fields: fields.map(|field| (field.to_string(), showing::value_json(&compiled, field, seen.get(field.as_str())))).collect(),
        })
    }

    /// The public states; the last one whose condition holds is the current one, the ones before it are passed.
    async fn states(&self, source: &Source<'_>, form: &Arc<CompiledForm>, page: &Portal, record: &Record) -> RuntimeResult<Vec<ProgressState>> {
        let mut known = Facts::default();
        let mut current = None;
        for _ in 0..MOST_LOADS {
            // The world notes what it misses in a cell: it must be gone before anything is awaited.
            let missing: Vec<Fact> = {
                let world = RecordWorld::new(form, record, &known, source.now, &source.app.compiled.zone, None);
                let holds = |text: &str| {
                    formula::compile(text, &form.scope).is_ok_and(|formula| formula::is_true(&formula::evaluate(&formula, &world, Budget::default())))
                };
                current = page.states.iter().rposition(|state| holds(&state.when.0));
                world.missing()
            };
            if missing.is_empty() {
                break;
            }
            source.load(form, &missing, &mut known).await?;
        }
        let state = |(place, state): (usize, &definition::PortalState)| ProgressState {
            id: state.id.to_string(),
            label: state.label.clone(),
            promise: state.promise.clone(),
            current: Some(place) == current,
            passed: current.is_some_and(|current| place < current),
        };
        Ok(page.states.iter().enumerate().map(state).collect())
    }
}

fn page<'a>(app: &'a ActiveApp, portal: &PortalId) -> RuntimeResult<&'a Portal> {
    app.compiled.portal(portal).ok_or(RuntimeError::NotFound { what: "page" })
}

/// The form with the page's fields in the page's order. Whatever else the form holds is not told, not even by its id: logic that
/// speaks of it works at the server only.
fn reduced(form: &CompiledForm, page: &Portal) -> Form {
    let open: BTreeSet<&FieldId> = page.fields.iter().collect();
    let mut definition = form.definition.clone();
    definition.fields.retain(|field| open.contains(&field.id));
    definition.fields.iter_mut().for_each(|field| keep_to_the_page(field, form, &open));
    definition.logic.retain(|rule| open.contains(&rule.target.field) && speaks_only_of(&rule.formula.0, form, &open));
    definition.layouts.retain(|layout| layout.kind == LayoutKind::Public);
    definition.views.clear();
    definition.similar.clear();
    definition.title_field = definition.title_field.filter(|field| open.contains(field));
    definition.retired.clear();
    definition.fields.sort_by_key(|field| page.fields.iter().position(|open| *open == field.id).unwrap_or(usize::MAX));
    definition
}

/// Outside nothing is looked up, and only what the page holds is filled in or overrules.
fn keep_to_the_page(field: &mut Field, form: &CompiledForm, open: &BTreeSet<&FieldId>) {
    if matches!(form.field(field.id.as_str()).map(|field| field.behaviour.special()), Some(Special::Outside(_))) {
        hide_source(field, form, open);
    }
    if field.settings.get("overruled_by").and_then(Json::as_str).is_some_and(|by| !open.iter().any(|id| id.as_str() == by)) {
        field.settings.shift_remove("overruled_by");
    }
    if field.settings.shift_remove("find_by").is_some() {
        ["form", "fill"].into_iter().for_each(|key| _ = field.settings.shift_remove(key));
    }
    if let Some(Json::Object(fill)) = field.settings.get_mut("fill") {
        fill.retain(|to, _| open.iter().any(|id| id.as_str() == to));
    }
}

/// A stranger does not learn which system gives the options, nor how it is asked: only on which fields of the page they depend.
fn hide_source(field: &mut Field, form: &CompiledForm, open: &BTreeSet<&FieldId>) {
    let known = |text: &Json| text.as_str().is_some_and(|text| speaks_only_of(text, form, open));
    let inputs = field.settings.shift_remove("input").and_then(|inputs| inputs.as_object().cloned()).unwrap_or_default();
    let texts = inputs.values().filter(|text| known(text)).enumerate();
    let inputs: Map<String, Json> = texts.map(|(place, text)| (format!("input_{place}"), text.clone())).collect();
    let searches = field.settings.contains_key("search_input");
    ["list", "item_label", "when_unreachable", "search_input"].into_iter().for_each(|key| _ = field.settings.shift_remove(key));
    let fixed = [("connector", "outside"), ("operation", "options"), ("item_value", "/value")];
    let told = fixed.into_iter().chain(searches.then_some(("search_input", "search")));
    told.for_each(|(key, text)| _ = field.settings.insert(key.into(), text.into()));
    if !inputs.is_empty() {
        field.settings.insert("input".into(), Json::Object(inputs));
    }
}

fn speaks_only_of(text: &str, form: &CompiledForm, open: &BTreeSet<&FieldId>) -> bool {
    formula::compile(text, &form.scope).is_ok_and(|formula| formula.references().iter().all(|reference| open.contains(spoken_of(reference))))
}

fn spoken_of(reference: &Reference) -> &FieldId {
    match reference {
        Reference::Field(field) | Reference::Related { field, .. } => field,
        Reference::Cell { table, .. } | Reference::Column { table, .. } => table,
    }
}
