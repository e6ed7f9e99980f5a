//! Lists of records: a view, a filter, an order, a search; only what the person may see.

use crate::app_cache::ActiveApp;
use crate::command::revision_of;
use crate::facts::{self, Source};
use crate::looking::Looking;
use crate::organisation::People;
use crate::types::{RecordPage, RecordQuery, RecordView};
use crate::{Runtime, RuntimeError, RuntimeResult, showing};
use access::{Actor, Plan, QueryUse, check_query};
use app_engine::command::Fact;
use definition::{Action, FieldRight, Tone, View, ViewTone};
use form_engine::{CompiledForm, Facts, Opening, Place, Session, Storage};
use query::{Direction, FieldPath, Filter, Page, Sort};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::records::{self, PageQuery, Search};
use value::{AppId, FieldId, FormId, Record, RecordId, Value};

/// Counted up to here; more is "more than".
const COUNTED: u64 = 100_000;
/// How many rows a page has when nothing is said.
const USUAL: u32 = 50;

/// A query with its view laid under it.
pub(crate) struct Resolved {
    pub(crate) filter: Option<Filter>,
    pub(crate) sort: Vec<Sort>,
    /// The fields to show, live ones included; all readable ones when none.
    pub(crate) columns: Option<Vec<FieldId>>,
    pub(crate) search: Option<Words>,
    /// What stands out.
    pub(crate) tones: Vec<ViewTone>,
}

/// The records of a page.
pub(crate) struct RowsOfPage {
    pub(crate) rows: Vec<Record>,
    /// Cursor of the next page.
    pub(crate) next: Option<String>,
    /// What the references are called.
    pub(crate) labels: BTreeMap<RecordId, String>,
}

/// What is looked for, and where; everywhere when no field is named.
pub(crate) struct Words {
    pub(crate) words: String,
    pub(crate) fields: Vec<FieldId>,
}

impl Words {
    pub(crate) fn asked(&self) -> Search<'_> {
        Search { words: &self.words, fields: &self.fields }
    }
}

impl Runtime {
    /// A page of records.
    pub async fn query_records(&self, actor: &Actor, app: &AppId, form: &FormId, query: RecordQuery) -> RuntimeResult<RecordPage> {
        let active = self.active_app(app).await?;
        let compiled = active.form(form)?.clone();
        let plan = self.plan(&active, &compiled, actor, Action::Read)?;
        let resolved = resolve(&compiled, &plan, &query)?;
        let page = Page { limit: if query.limit == 0 { USUAL } else { query.limit.clamp(1, 500) }, after: query.after.clone() };
        self.page_of(&active, &compiled, actor, &plan, &resolved, &page).await
    }

    /// A page of records under a plan.
    pub(crate) async fn page_of(
        &self,
        app: &Arc<ActiveApp>,
        form: &Arc<CompiledForm>,
        actor: &Actor,
        plan: &Plan,
        resolved: &Resolved,
        page: &Page,
    ) -> RuntimeResult<RecordPage> {
        let found = self.rows_of(app, form, actor, plan, resolved, page).await?;
        let people = self.people().await?;
        let looking = Looking::new(app, &people, form.id(), actor, self.now())?;
        let labels = found.labels.into_iter().map(|(key, label)| (key.to_string(), label)).collect();
        let shown = |row: &Record| RecordView { tones: tones_of(&resolved.tones, &looking, row), ..view_of(form, app, row) };
        Ok(RecordPage { rows: found.rows.iter().map(shown).collect(), next: found.next, labels })
    }

    /// The records of a page as they are kept, with what is calculated when it is read.
    pub(crate) async fn rows_of(
        &self,
        app: &Arc<ActiveApp>,
        form: &Arc<CompiledForm>,
        actor: &Actor,
        plan: &Plan,
        resolved: &Resolved,
        page: &Page,
    ) -> RuntimeResult<RowsOfPage> {
        let people = self.people().await?;
        let looking = Looking::new(app, &people, form.id(), actor, self.now())?;
        let columns = resolved.columns.as_ref().map(|columns| with_tones(columns, &resolved.tones));
        let fields = columns.as_ref().map(|columns| stored_columns(form, plan, columns));
        let search = resolved.search.as_ref().map(Words::asked);
        let asked = PageQuery { filter: resolved.filter.as_ref(), search, sort: &resolved.sort, fields: fields.as_deref(), page };
        let reader = self.inner.store.read();
        let found = records::page(&reader, &looking.view(plan), &asked).await?;
        let mut rows = found.records;
        self.add_live(app, &people, form, actor, plan, columns.as_deref(), &mut rows).await?;
        let source = Source { runtime: self, session: &reader, app, people: &people, actor, now: self.now() };
        let labels = source.labels(form, &rows).await?;
        Ok(RowsOfPage { rows, next: found.next, labels })
    }

    /// Fields that are calculated when they are read. The server calculates from the whole record, whatever the reader may see of it.
    #[expect(clippy::too_many_arguments, reason = "rows of one form for one reader")]
    async fn add_live(
        &self,
        app: &Arc<ActiveApp>,
        people: &Arc<People>,
        form: &Arc<CompiledForm>,
        actor: &Actor,
        plan: &Plan,
        columns: Option<&[FieldId]>,
        rows: &mut [Record],
    ) -> RuntimeResult<()> {
        let wanted = live_fields(form, plan, columns);
        if wanted.is_empty() {
            return Ok(());
        }
        let keys = rows.iter().filter_map(key_of).collect();
        let system = facts::system();
        let everything = self.plan(app, form, &system, Action::Read)?;
        let looking = Looking::new(app, people, form.id(), &system, self.now())?;
        let stored: Vec<FieldId> = everything.fields().keys().filter(|field| is_stored(form, field)).cloned().collect();
        let whole = records::by_ids(&self.inner.store.read(), &looking.view(&everything), &keys, &stored).await?;
        let mut rolled = self.roll_ups(app, people, form, actor, &keys).await?;
        for row in rows {
            let Some(key) = key_of(row) else { continue };
            let Some(full) = whole.get(&key) else { continue };
            let live = self.formulas_of(app, people, form, actor, full).await?;
            let live = live.into_iter().chain(rolled.remove(&key).into_iter().flatten());
            live.filter(|(field, _)| wanted.contains(field)).for_each(|(field, value)| row.set(field, value));
        }
        Ok(())
    }

    /// The live values of a whole record: what formulas give, and what is counted over other records.
    pub(crate) async fn live_of(
        &self,
        app: &Arc<ActiveApp>,
        people: &Arc<People>,
        form: &Arc<CompiledForm>,
        actor: &Actor,
        record: &Record,
    ) -> RuntimeResult<Record> {
        let mut live = self.formulas_of(app, people, form, actor, record).await?;
        let rolled = self.roll_ups(app, people, form, actor, &key_of(record).into_iter().collect()).await?;
        rolled.into_values().flatten().for_each(|(field, value)| live.set(field, value));
        Ok(live)
    }

    /// What live formulas give.
    async fn formulas_of(
        &self,
        app: &Arc<ActiveApp>,
        people: &Arc<People>,
        form: &Arc<CompiledForm>,
        actor: &Actor,
        record: &Record,
    ) -> RuntimeResult<Record> {
        if !form.fields.values().any(|field| field.storage == Storage::Live) {
            return Ok(Record::new());
        }
        let (zone, now) = (Arc::new(app.compiled.zone.clone()), self.now());
        let rights = form_engine::Rights::system();
        let opening = Opening { stored: Some(record.clone()), now, user: actor.user(), rights, place: Place::Server, ..Opening::default() };
        let missing: Vec<Fact> = {
            let session = Session::open(form.clone(), zone.clone(), opening);
            let questions = session.questions().into_iter().map(Fact::LookUp);
            session.needs(false).into_iter().map(Fact::Related).chain(questions).collect()
        };
        let system = facts::system();
        let reader = self.inner.store.read();
        let source = Source { runtime: self, session: &reader, app, people, actor: &system, now };
        let mut known = Facts::default();
        source.load(form, &missing, &mut known).await?;
        Ok(form_engine::live_values(form, &zone, record.clone(), known, now, actor.user()))
    }

    /// How many records the query finds, up to 100,000.
    pub async fn count_records(&self, actor: &Actor, app: &AppId, form: &FormId, query: RecordQuery) -> RuntimeResult<u64> {
        let active = self.active_app(app).await?;
        let compiled = active.form(form)?.clone();
        let plan = self.plan(&active, &compiled, actor, Action::Read)?;
        let resolved = resolve(&compiled, &plan, &query)?;
        let looking = self.looking(&active, form, actor).await?;
        let reader = self.inner.store.read();
        let search = resolved.search.as_ref().map(Words::asked);
        Ok(records::count(&reader, &looking.view(&plan), resolved.filter.as_ref(), search, COUNTED).await?)
    }
}

/// Lays the view under the query, and refuses what speaks of fields that may not be read.
pub(crate) fn resolve(form: &CompiledForm, plan: &Plan, query: &RecordQuery) -> RuntimeResult<Resolved> {
    let view = match &query.view {
        Some(id) => Some(form.views.iter().find(|view| view.id == *id).ok_or(RuntimeError::NotFound { what: "view" })?),
        None => None,
    };
    let filter = match (view.and_then(|view| view.filter.clone()), query.filter.clone()) {
        (Some(one), Some(other)) => Some(Filter::And(vec![one, other])),
        (one, other) => one.or(other),
    };
    let sort = if query.sort.is_empty() { usual_order(view) } else { query.sort.clone() };
    let columns = query.columns.clone().or_else(|| view.map(|view| view.columns.clone()));
    let looked: Vec<_> = query.search_in.iter().map(|field| (FieldPath { field: field.clone(), column: None }, QueryUse::Search)).collect();
    check_query(plan, filter.as_ref(), &sort, &looked)?;
    for tone in &query.tones {
        check_query(plan, Some(&tone.when), &[], &[])?;
    }
    let named = columns.iter().flatten().map(|field| (FieldPath { field: field.clone(), column: None }, QueryUse::Search));
    let unknown = named.map(|(path, _)| path.field).find(|field| !form.scope.fields.contains_key(field.as_str()));
    if let Some(field) = unknown {
        return Err(RuntimeError::refused("unknown_field", format!("没有字段「{field}」"), format!("There is no field `{field}`")));
    }
    let of_view = |tone: &&ViewTone| check_query(plan, Some(&tone.when), &[], &[]).is_ok();
    let tones = if query.tones.is_empty() {
        view.map(|view| view.tones.iter().filter(of_view).cloned().collect()).unwrap_or_default()
    } else {
        query.tones.clone()
    };
    let fields = if query.search_in.is_empty() { view.map(|view| view.search.clone()).unwrap_or_default() } else { query.search_in.clone() };
    let search = query.search.clone().filter(|text| !text.trim().is_empty()).map(|words| Words { words, fields });
    Ok(Resolved { filter, sort, columns, search, tones })
}

/// Newest first, unless the view says otherwise.
fn usual_order(view: Option<&View>) -> Vec<Sort> {
    let own = view.map(|view| view.sort.clone()).unwrap_or_default();
    if !own.is_empty() {
        return own;
    }
    FieldPath::parse("_created_at").map(|field| vec![Sort { field, dir: Direction::Desc }]).unwrap_or_default()
}

/// The columns with the fields on which it depends what stands out.
fn with_tones(columns: &[FieldId], tones: &[ViewTone]) -> Vec<FieldId> {
    let used = tones.iter().flat_map(|tone| query::fields_used(&tone.when)).map(|path| path.field.clone());
    let mut all = columns.to_vec();
    for field in used {
        if !all.contains(&field) {
            all.push(field);
        }
    }
    all
}

/// What stands out in a row; of several that hold for one place, the first.
fn tones_of(tones: &[ViewTone], looking: &Looking, row: &Record) -> BTreeMap<String, Tone> {
    let mut found = BTreeMap::new();
    for tone in tones.iter().filter(|tone| looking.holds(&tone.when, row)) {
        let place = tone.field.as_ref().map_or_else(|| "_row".to_owned(), ToString::to_string);
        found.entry(place).or_insert(tone.tone);
    }
    found
}

fn is_stored(form: &CompiledForm, field: &FieldId) -> bool {
    field.is_system() || form.field(field.as_str()).is_some_and(|field| field.storage != Storage::Live)
}

/// The columns that stand in the table, and the title; what is hidden is silently left out.
fn stored_columns(form: &CompiledForm, plan: &Plan, columns: &[FieldId]) -> Vec<FieldId> {
    let title = form.title_field.iter().filter(|field| !columns.contains(field));
    let shown = |field: &&FieldId| plan.right(field.as_str()) > FieldRight::Hidden && is_stored(form, field);
    columns.iter().chain(title).filter(shown).cloned().collect()
}

fn live_fields(form: &CompiledForm, plan: &Plan, columns: Option<&[FieldId]>) -> Vec<FieldId> {
    let live = form.fields.values().filter(|field| field.storage == Storage::Live && plan.right(field.id.as_str()) >= FieldRight::Read);
    live.map(|field| field.id.clone()).filter(|field| columns.is_none_or(|columns| columns.contains(field))).collect()
}

pub(crate) fn key_of(record: &Record) -> Option<RecordId> {
    if let Value::Reference(key) = record.get("_id") { Some(*key) } else { None }
}

/// A record of a list as JSON.
pub(crate) fn view_of(form: &CompiledForm, app: &ActiveApp, record: &Record) -> RecordView {
    RecordView {
        id: key_of(record).unwrap_or(RecordId(uuid::Uuid::nil())),
        revision: revision_of(record),
        title: showing::title(form, &app.compiled, record, value::Locale::ZhCn),
        values: showing::json_of(form, record),
        tones: BTreeMap::new(),
        labels: BTreeMap::new(),
        facts: BTreeMap::new(),
        writable: None,
        actions: Vec::new(),
        starts: Vec::new(),
    }
}
