//! The active apps, compiled and at hand; and the older versions to which running cases are pinned.
//!
//! The database is the truth. What is at hand is looked at again after a publication here, and at the latest after two seconds
//! when another server may have published.

use crate::commit::internal;
use crate::organisation::{OrganisationOf, People};
use crate::tables::specs_of;
use crate::{Runtime, RuntimeError, RuntimeResult, facts};
use access::{FormRights, Plan};
use app_engine::CompiledApp;
use arc_swap::ArcSwap;
use chrono::Duration;
use definition::archive::{self, Limits};
use definition::{Action, Package, Role};
use form_engine::CompiledForm;
use parking_lot::Mutex;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::sync::Arc;
use store::tables::RecordTable;
use store::{Session, apps, slots};
use value::{AppId, FormId, Instant, RoleId, SlotId};

/// For how long the list of apps is trusted without looking.
const TRUSTED: Duration = Duration::seconds(2);

/// The active version of an app.
pub(crate) struct ActiveApp {
    /// Compiled.
    pub(crate) compiled: Arc<CompiledApp>,
    /// Its objects.
    pub(crate) package: Arc<Package>,
    /// Number of the version in this deployment.
    pub(crate) number: i64,
    /// What is bound to its slots.
    pub(crate) slots: BTreeMap<SlotId, Json>,
    /// The roles that may build it.
    pub(crate) builders: Vec<RoleId>,
    /// What the system sees of the records of its forms: everything.
    everything: BTreeMap<FormId, Plan>,
    /// The tables of its forms.
    pub(crate) tables: BTreeMap<FormId, Arc<RecordTable>>,
    revision: i64,
}

/// What is at hand.
#[derive(Default)]
pub(crate) struct AppCache {
    active: ArcSwap<Picture>,
    pinned: Mutex<BTreeMap<(AppId, String), Arc<CompiledApp>>>,
}

#[derive(Default)]
struct Picture {
    taken_at: Option<Instant>,
    apps: BTreeMap<AppId, Arc<ActiveApp>>,
}

impl ActiveApp {
    /// A form.
    pub(crate) fn form(&self, form: &FormId) -> RuntimeResult<&Arc<CompiledForm>> {
        self.compiled.forms.get(form).ok_or(RuntimeError::NotFound { what: "form" })
    }

    /// The plan by which the system reads the records of a form.
    pub(crate) fn everything(&self, form: &FormId) -> RuntimeResult<&Plan> {
        self.everything.get(form).ok_or(RuntimeError::NotFound { what: "form" })
    }

    /// A form as the planner takes it.
    pub(crate) fn rights<'a>(&'a self, form: &'a CompiledForm) -> FormRights<'a> {
        rights_in(&self.compiled, form)
    }

    /// The people as the app's flows see them.
    pub(crate) fn organisation<'a>(&'a self, people: &'a Arc<People>, now: Instant) -> OrganisationOf<'a> {
        OrganisationOf { people, app: self.compiled.id(), builders: &self.builders, slots: &self.slots, now, allocation: None }
    }
}

impl Runtime {
    /// An installed app.
    pub(crate) async fn active_app(&self, app: &AppId) -> RuntimeResult<Arc<ActiveApp>> {
        self.picture().await?.apps.get(app).cloned().ok_or(RuntimeError::NotFound { what: "app" })
    }

    /// All installed apps in the order of their ids.
    pub(crate) async fn all_apps(&self) -> RuntimeResult<Vec<Arc<ActiveApp>>> {
        Ok(self.picture().await?.apps.values().cloned().collect())
    }

    async fn picture(&self) -> RuntimeResult<Arc<Picture>> {
        let now = self.now();
        let known = self.inner.apps.active.load_full();
        if known.taken_at.is_some_and(|taken| taken <= now && now - taken < TRUSTED) {
            return Ok(known);
        }
        self.refresh_apps().await
    }

    /// Looks at the database and loads what changed.
    async fn refresh_apps(&self) -> RuntimeResult<Arc<Picture>> {
        let now = self.now();
        let known = self.inner.apps.active.load_full();
        let reader = self.inner.store.read();
        let mut active = BTreeMap::new();
        for row in apps::all(&reader).await? {
            let id = AppId::parse(&row.id).map_err(internal)?;
            let same = known.apps.get(&id).filter(|app| app.revision == row.revision).cloned();
            let app = match same {
                Some(app) => app,
                None => Arc::new(self.load_app(&reader, &id, &row).await?),
            };
            active.insert(id, app);
        }
        let picture = Arc::new(Picture { taken_at: Some(now), apps: active });
        self.inner.apps.active.store(picture.clone());
        Ok(picture)
    }

    async fn load_app(&self, reader: &Session, id: &AppId, row: &apps::InstalledApp) -> RuntimeResult<ActiveApp> {
        let package = self.stored_package(reader, id, &row.active_hash).await?;
        let compiled = compiled(&package)?;
        let builders = compiled.roles.iter().filter(|role: &&Role| role.build).map(|role| role.id.clone()).collect();
        let tables = store::tables::load(reader, &specs_of(&compiled)).await?;
        let mut everything = BTreeMap::new();
        for (id, form) in &compiled.forms {
            everything.insert(id.clone(), access::plan(&facts::system(), Action::Read, rights_in(&compiled, form), self.now())?);
        }
        Ok(ActiveApp {
            everything,
            compiled,
            package: Arc::new(package),
            number: row.active_number,
            slots: slots::all(reader, id).await?,
            builders,
            tables: tables.into_iter().map(|table| (table.form().clone(), Arc::new(table))).collect(),
            revision: row.revision,
        })
    }

    /// A version to which a case is pinned.
    pub(crate) async fn pinned_app(&self, session: &Session, app: &AppId, hash: &str) -> RuntimeResult<Arc<CompiledApp>> {
        let active = self.inner.apps.active.load_full();
        if let Some(same) = active.apps.get(app).filter(|active| active.compiled.hash == hash) {
            return Ok(same.compiled.clone());
        }
        let key = (app.clone(), hash.to_owned());
        if let Some(known) = self.inner.apps.pinned.lock().get(&key).cloned() {
            return Ok(known);
        }
        let compiled = compiled(&self.stored_package(session, app, hash).await?)?;
        self.inner.apps.pinned.lock().insert(key, compiled.clone());
        Ok(compiled)
    }

    /// The content of a version.
    pub(crate) async fn stored_package(&self, session: &Session, app: &AppId, hash: &str) -> RuntimeResult<Package> {
        let bytes = apps::content(session, app, hash).await?.ok_or_else(|| internal(format!("version {hash} of `{app}` has no content")))?;
        let files = archive::unpack(&bytes, Limits::default()).map_err(internal)?;
        let (package, faults) = Package::read(&files);
        match faults.first() {
            Some(fault) => Err(internal(format!("version {hash} of `{app}` cannot be read: {}", fault.line(value::Locale::En)))),
            None => Ok(package),
        }
    }

    /// Something was published or bound here: the next look loads it.
    pub(crate) fn forget_apps(&self) {
        let known = self.inner.apps.active.load_full();
        self.inner.apps.active.store(Arc::new(Picture { taken_at: None, apps: known.apps.clone() }));
    }
}

impl Runtime {
    /// Something outside the versions changed (slots): everything is loaded anew.
    pub(crate) fn reload_apps(&self) {
        self.inner.apps.active.store(Arc::default());
    }
}

fn rights_in<'a>(app: &'a CompiledApp, form: &'a CompiledForm) -> FormRights<'a> {
    FormRights { app: app.id(), form: &form.definition, roles: &app.roles, portals: &app.portals }
}

/// Compiles what was published before. It was free of errors then; if this release is stricter, it says so.
fn compiled(package: &Package) -> RuntimeResult<Arc<CompiledApp>> {
    let compiled = app_engine::compile(package);
    compiled.app.ok_or(RuntimeError::Faulty { diagnostics: compiled.diagnostics })
}
