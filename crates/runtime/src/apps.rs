//! Apps as people see them: cards, menus, and forms with all that is needed to fill them in.

use crate::app_cache::ActiveApp;
use crate::types::{AppCard, AppEntry, FormBundle, MenuEntry, NamedPart};
use crate::{Runtime, RuntimeError, RuntimeResult};
use access::{Actor, Plan};
use definition::{Action, Dictionary, Field, FieldRight, Form, Menu, MenuItem, View};
use form_engine::{CompiledField, CompiledForm};
use indexmap::IndexMap;
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeSet;
use std::sync::Arc;
use value::{AppId, DashboardId, FieldId, FormId, Label, Locale, PartId, ReferenceTarget, ValueType};

/// All actions on records.
pub(crate) const ACTIONS: [Action; 7] =
    [Action::Read, Action::Create, Action::Update, Action::Delete, Action::Export, Action::Print, Action::Comment];
/// How many to-dos are looked at when somebody without a role opens a form.
const LOOKED_AT: u64 = 500;

impl Runtime {
    /// The apps that the actor may open, with their menus.
    pub async fn apps(&self, actor: &Actor) -> RuntimeResult<Vec<AppCard>> {
        let all = self.all_apps().await?;
        let open = |app: &&Arc<ActiveApp>| {
            let (id, roles) = (app.compiled.id(), &app.compiled.roles);
            access::may_open_app(actor, id, roles) || access::may_build(actor, id, roles)
        };
        Ok(all.iter().filter(open).map(|app| self.card(app, actor)).collect())
    }

    /// All installed apps, for an administrator.
    pub async fn packages(&self, actor: &Actor) -> RuntimeResult<Vec<AppCard>> {
        crate::people::administrator(actor)?;
        Ok(self.all_apps().await?.iter().map(|app| self.card(app, actor)).collect())
    }

    /// One app.
    pub async fn app(&self, actor: &Actor, app: &AppId) -> RuntimeResult<AppEntry> {
        let active = self.active_app(app).await?;
        let card = self.card(&active, actor);
        let opened = |form: &&Arc<CompiledForm>| ACTIONS.iter().any(|action| self.plan(&active, form, actor, *action).is_ok());
        let forms: Vec<(FormId, Label)> =
            active.compiled.forms.values().filter(opened).map(|form| (form.id().clone(), form.label().clone())).collect();
        if forms.is_empty() && !card.may_build && !self.took_part_in(actor, app, None).await? {
            return Err(RuntimeError::NotFound { what: "app" });
        }
        let definition = &active.compiled.app;
        Ok(AppEntry { card, forms, time_zone: definition.time_zone.clone(), currency: definition.currency.clone() })
    }

    fn card(&self, app: &ActiveApp, actor: &Actor) -> AppCard {
        let definition = &app.compiled.app;
        AppCard {
            id: definition.id.clone(),
            label: definition.label.clone(),
            description: definition.description.clone(),
            icon: definition.icon.clone(),
            version: definition.version.clone(),
            hash: app.compiled.hash.clone(),
            menu: self.menu(app, actor),
            may_build: access::may_build(actor, app.compiled.id(), &app.compiled.roles),
        }
    }

    /// The menus joined; without any, all forms and then all dashboards.
    fn menu(&self, app: &ActiveApp, actor: &Actor) -> Vec<MenuEntry> {
        let menus: Vec<&Menu> = app.compiled.menus.values().collect();
        if menus.is_empty() {
            let forms = app.compiled.forms.keys().filter_map(|form| self.form_entry(app, actor, form, None));
            let dashboards = app.compiled.dashboards.keys().filter_map(|dashboard| dashboard_entry(app, actor, dashboard));
            return forms.chain(dashboards).collect();
        }
        menus.iter().flat_map(|menu| self.items(app, actor, &menu.items)).collect()
    }

    fn items(&self, app: &ActiveApp, actor: &Actor, items: &[MenuItem]) -> Vec<MenuEntry> {
        let one = |item: &MenuItem| match item {
            MenuItem::Form { form, view } => self.form_entry(app, actor, form, view.clone()),
            MenuItem::Dashboard { dashboard } => dashboard_entry(app, actor, dashboard),
            MenuItem::Group { id, label, items } => {
                let items = self.items(app, actor, items);
                (!items.is_empty()).then(|| MenuEntry::Group { id: id.clone(), label: label.clone(), items })
            }
        };
        items.iter().filter_map(one).collect()
    }

    fn form_entry(&self, app: &ActiveApp, actor: &Actor, form: &FormId, view: Option<PartId>) -> Option<MenuEntry> {
        let compiled = app.compiled.forms.get(form)?;
        let may_create = self.plan(app, compiled, actor, Action::Create).is_ok();
        let may_read = self.plan(app, compiled, actor, Action::Read).is_ok();
        (may_create || may_read).then(|| MenuEntry::Form {
            form: form.clone(),
            label: compiled.label().clone(),
            icon: compiled.definition.icon.clone(),
            view,
            may_create,
        })
    }

    /// A form as the actor may fill it in and list its records.
    pub async fn form(&self, actor: &Actor, app: &AppId, form: &FormId) -> RuntimeResult<FormBundle> {
        let active = self.active_app(app).await?;
        let compiled = active.form(form)?;
        let plans: Vec<(Action, Plan)> =
            ACTIONS.iter().filter_map(|action| Some((*action, self.plan(&active, compiled, actor, *action).ok()?))).collect();
        let of = |wanted: Action| plans.iter().find(|(action, _)| *action == wanted).map(|(_, plan)| plan);
        let by_todo = plans.is_empty() && self.took_part_in(actor, app, Some(form)).await?;
        if plans.is_empty() && !by_todo {
            return Err(RuntimeError::NotFound { what: "form" });
        }
        let read = of(Action::Read).map_or_else(|| if by_todo { without_role(compiled) } else { IndexMap::new() }, |plan| plan.fields().clone());
        let known = known_fields(compiled, &plans, by_todo);
        let reduced = reduced(compiled, &known, of(Action::Read));
        let related = related_forms(&active, compiled, &reduced);
        let mut reasons: Vec<Label> = plans.iter().flat_map(|(_, plan)| plan.reasons().iter().map(|reason| reason.text.clone())).collect();
        reasons.dedup();
        Ok(FormBundle {
            app: app.clone(),
            hash: active.compiled.hash.clone(),
            dictionaries: dictionaries(&active, std::iter::once(&compiled.definition).chain(related.iter())),
            form: reduced,
            related,
            create: of(Action::Create).map(|plan| plan.fields().clone()),
            update: of(Action::Update).map(|plan| plan.fields().clone()),
            actions: plans.iter().map(|(action, _)| *action).collect(),
            prints: active.compiled.prints_of(form).map(|print| NamedPart { id: print.id.clone(), label: print.label.clone() }).collect(),
            zone: active.compiled.zone.clone(),
            currency: active.compiled.app.currency.clone(),
            constants: constants(&active, &compiled.definition),
            calendars: calendars(&active, &compiled.definition),
            has_flow: active.compiled.flows_of(form).next().is_some(),
            read,
            reasons,
        })
    }

    /// What the actor may do with the records of a form.
    pub(crate) fn plan(&self, app: &ActiveApp, form: &CompiledForm, actor: &Actor, action: Action) -> Result<Plan, access::Denied> {
        access::plan(actor, action, app.rights(form), self.now())
    }

    /// Whether the person has or had something to do with cases of an app, or was told of some. Whoever took part still sees the record,
    /// and needs its form for that.
    async fn took_part_in(&self, actor: &Actor, app: &AppId, form: Option<&FormId>) -> RuntimeResult<bool> {
        let Some(user) = actor.user() else { return Ok(false) };
        let reader = self.inner.store.read();
        let narrow = store::Narrow { app: Some(app.to_string()), ..store::Narrow::default() };
        let fits = |one: &str| form.is_none_or(|form| one == form.as_str());
        let open = store::todos::open_of(&reader, user, &narrow, None, LOOKED_AT).await?;
        if open.iter().any(|todo| fits(&todo.form)) {
            return Ok(true);
        }
        let done = store::todos::done_by(&reader, user, &narrow, None, LOOKED_AT).await?;
        if done.iter().any(|todo| fits(&todo.form)) {
            return Ok(true);
        }
        Ok(store::cc::of(&reader, user, &narrow, None, LOOKED_AT).await?.iter().any(|notice| fits(&notice.form)))
    }
}

fn dashboard_entry(app: &ActiveApp, actor: &Actor, dashboard: &DashboardId) -> Option<MenuEntry> {
    let compiled = app.compiled.dashboards.get(dashboard)?;
    let may = access::may_open_dashboard(actor, app.compiled.id(), &app.compiled.roles, dashboard);
    may.then(|| MenuEntry::Dashboard { dashboard: dashboard.clone(), label: compiled.label.clone() })
}

fn without_role(form: &CompiledForm) -> IndexMap<FieldId, FieldRight> {
    let right = |personal: bool| if personal { FieldRight::Mask } else { FieldRight::Read };
    form.fields.values().map(|field| (field.id.clone(), right(field.personal))).collect()
}

/// The fields of which the actor may know at all.
fn known_fields(form: &CompiledForm, plans: &[(Action, Plan)], by_todo: bool) -> BTreeSet<FieldId> {
    let open = |id: &&FieldId| by_todo || plans.iter().any(|(_, plan)| plan.right(id.as_str()) > FieldRight::Hidden);
    form.fields.keys().filter(open).cloned().collect()
}

/// The definition without what the actor may not know. A hidden field keeps its id and its type, so that formulas that speak of it
/// still compile in the browser, where its value is unknown; its name, its texts and its logic stay here.
fn reduced(form: &CompiledForm, known: &BTreeSet<FieldId>, read: Option<&Plan>) -> Form {
    let mut definition = form.definition.clone();
    for field in definition.fields.iter_mut().filter(|field| !known.contains(&field.id)) {
        field.label = Label::both("（不可见）", "(hidden)");
        (field.help, field.placeholder, field.default) = (Label::default(), Label::default(), None);
        (field.required, field.unique) = (false, false);
    }
    definition.logic.retain(|rule| known.contains(&rule.target.field));
    definition.similar.retain(|rule| rule.fields.iter().all(|field| known.contains(field)));
    definition.layouts = form.layouts.clone();
    for layout in &mut definition.layouts {
        let nodes = std::mem::take(&mut layout.children);
        layout.children = nodes.into_iter().filter_map(|node| node.kept(&|field| known.contains(field))).collect();
    }
    definition.views = read.map(|plan| form.views.iter().filter_map(|view| kept_view(view, plan)).collect()).unwrap_or_default();
    definition.title_field = form.title_field.clone().filter(|field| known.contains(field));
    definition
}

/// A view with what may be read of it; none when it filters, sorts or places records by what may not be read.
pub(crate) fn kept_view(view: &View, plan: &Plan) -> Option<View> {
    access::check_query(plan, view.filter.as_ref(), &view.sort, &[]).ok()?;
    let read = |field: &FieldId| plan.right(field.as_str()) >= FieldRight::Read;
    if !view.by.iter().chain(&view.until).all(read) {
        return None;
    }
    let mut kept = view.clone();
    kept.groups.retain(|group| read(&group.field));
    kept.totals.retain(|total| read(&total.field));
    kept.search.retain(read);
    kept.tones.retain(|tone| access::check_query(plan, Some(&tone.when), &[], &[]).is_ok());
    kept.widths.retain(|field, _| plan.right(field.as_str()) > FieldRight::Hidden);
    let columns: Vec<FieldId> = view.columns.iter().filter(|column| plan.right(column.as_str()) > FieldRight::Hidden).cloned().collect();
    (!columns.is_empty()).then_some(View { columns, ..kept })
}

/// Takes away what says more of a form than which fields it has.
fn as_types_only(form: &mut Form) {
    (form.logic, form.layouts, form.views, form.similar) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
}

/// The forms to which the form refers, as types only: no logic, no layouts, no defaults.
fn related_forms(app: &ActiveApp, form: &CompiledForm, own: &Form) -> Vec<Form> {
    let columns = form.fields.values().flat_map(|field| std::iter::once(field).chain(field.columns.values()));
    // Some kinds speak of the fields of a form without referring to a record of it.
    let named = |field: &CompiledField| field.settings.get("form").and_then(Json::as_str).and_then(|id| FormId::parse(id).ok());
    let targets = columns.flat_map(|field| [form_target(&field.value_type), named(field)]).flatten();
    let targets: BTreeSet<FormId> = targets.collect();
    let plain = |target: &FormId| {
        // A form that refers to itself is told of itself what its reader may know.
        let mut definition = if target == form.id() { own.clone() } else { app.compiled.forms.get(target)?.definition.clone() };
        as_types_only(&mut definition);
        definition.fields.iter_mut().for_each(|field| field.default = None);
        Some(definition)
    };
    let asked = asked_forms(app, &form.definition).into_iter().filter(|asked| !targets.contains(&asked.id));
    targets.iter().filter_map(plain).chain(asked).collect()
}

/// The forms in which the formulas of a form look up: the fields that are asked for, without names and texts.
pub(crate) fn asked_forms(app: &ActiveApp, form: &Form) -> Vec<Form> {
    let bare = |(id, fields): (&FormId, &BTreeSet<FieldId>)| {
        let mut definition = app.compiled.forms.get(id)?.definition.clone();
        as_types_only(&mut definition);
        definition.label = Label::both("（其他表单）", "(other form)");
        definition.fields.retain(|field| fields.contains(&field.id));
        for field in &mut definition.fields {
            field.label = Label::both("（其他表单的字段）", "(field of another form)");
            (field.help, field.placeholder, field.default) = (Label::default(), Label::default(), None);
        }
        Some(definition)
    };
    form_engine::looked_up(form).iter().filter(|(id, _)| **id != form.id).filter_map(bare).collect()
}

/// The app's values with a name that the formulas of a form use.
pub(crate) fn constants(app: &ActiveApp, form: &Form) -> Map<String, Json> {
    let texts: Vec<String> = form_engine::formula_texts(form).map(str::to_ascii_lowercase).collect();
    let used = app.compiled.app.constants.iter().filter(|constant| texts.iter().any(|text| text.contains(constant.id.as_str())));
    used.map(|constant| (constant.id.to_string(), json!(constant.value))).collect()
}

/// Parts of the names of functions that ask a working calendar.
const ASK_CALENDARS: [&str; 7] = ["WORKDAY", "NETWORKDAYS", "HOLIDAYNAME", "WORKHOURS", "工作日", "工作小时", "节假日"];

/// The app's calendars, if the formulas of a form ask any.
pub(crate) fn calendars(app: &ActiveApp, form: &Form) -> Option<calendar::Shelf> {
    let asks = |text: &str| ASK_CALENDARS.iter().any(|name| text.to_ascii_uppercase().contains(name));
    let compiled = &app.compiled;
    if compiled.calendar_definitions.is_empty() || !form_engine::formula_texts(form).any(asks) {
        return None;
    }
    let mut zones = vec![compiled.zone.clone()];
    for calendar in compiled.calendars.by_id.values() {
        if !zones.iter().any(|zone| zone.name == calendar.zone().name) {
            zones.push(calendar.zone().clone());
        }
    }
    let definitions = compiled.calendar_definitions.values().map(|calendar| (**calendar).clone()).collect();
    Some(calendar::Shelf { definitions, default: compiled.app.calendar.clone(), zones })
}

fn form_target(value_type: &ValueType) -> Option<FormId> {
    match value_type {
        ValueType::Reference(ReferenceTarget::Form(form)) => Some(form.clone()),
        ValueType::List(item) => form_target(item),
        _ => None,
    }
}

pub(crate) fn dictionaries<'a>(app: &ActiveApp, forms: impl Iterator<Item = &'a Form>) -> Vec<Dictionary> {
    let named = |form: &'a Form| form.fields.iter().flat_map(|field| std::iter::once(field).chain(field.fields.iter()));
    let of_field = |field: &'a Field| match field.kind.as_str() {
        "role" => Some(form_engine::ROLES),
        "current_step" => Some(form_engine::STEPS),
        _ => field.settings.get("dictionary")?.as_str(),
    };
    let used: BTreeSet<&str> = forms.flat_map(named).filter_map(of_field).collect();
    app.compiled.dictionaries.values().filter(|dictionary| used.contains(dictionary.id.as_str())).cloned().collect()
}

/// The language for a person, as far as the app speaks it.
pub(crate) fn spoken(app: &ActiveApp, locale: Locale) -> Locale {
    if app.compiled.app.languages.contains(&locale) { locale } else { app.compiled.language() }
}
