//! The runtime: what it is made of.

use crate::app_cache::AppCache;
use crate::font_shelf::FontShelf;
use crate::organisation::People;
use crate::{Calls, Clock, Event, Fonts, Ids, RuntimeError, RuntimeResult};
use arc_swap::ArcSwap;
use files::FileStore;
use serde_json::json;
use std::sync::Arc;
use store::{Store, settings};
use tokio::sync::broadcast;

/// What ops decide.
#[derive(Debug, Clone)]
pub struct RuntimeConfig {
    /// The address under which people reach the product, for links in messages and on paper: `https://quality.example.com`.
    pub base_url: String,
    /// A session ends after this many minutes without a request.
    pub session_idle_minutes: u32,
    /// A session ends after this many hours in any case.
    pub session_hours: u32,
    /// After this many wrong passwords in a row a name is locked for `lockout_minutes`.
    pub lockout_attempts: u32,
    /// For how long a name is locked.
    pub lockout_minutes: u32,
    /// The largest file that is taken, in bytes.
    pub max_file: u64,
}

impl Default for RuntimeConfig {
    fn default() -> Self {
        Self {
            base_url: "http://localhost:8080".into(),
            session_idle_minutes: 120,
            session_hours: 12,
            lockout_attempts: 5,
            lockout_minutes: 15,
            max_file: 50 << 20,
        }
    }
}

/// What the runtime stands on.
pub struct RuntimeParts {
    /// The database, migrated.
    pub store: Store,
    /// Where attachments are kept.
    pub files: Arc<dyn FileStore>,
    /// The fonts for paper.
    pub fonts: Arc<dyn Fonts>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Keys and secrets.
    pub ids: Arc<dyn Ids>,
    /// Systems outside, for whoever waits for their answer.
    pub calls: Arc<dyn Calls>,
    /// What ops decide.
    pub config: RuntimeConfig,
}

/// The use cases. Clones share everything.
#[derive(Clone)]
pub struct Runtime {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) store: Store,
    pub(crate) files: Arc<dyn FileStore>,
    pub(crate) fonts: FontShelf,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) ids: Arc<dyn Ids>,
    pub(crate) calls: Arc<dyn Calls>,
    /// What systems outside offered lately.
    pub(crate) offered: crate::offering::Offered,
    pub(crate) config: RuntimeConfig,
    pub(crate) secret: String,
    pub(crate) apps: AppCache,
    /// Apps in which somebody has become free since the queues were looked at.
    pub(crate) freed: crate::queue::Freed,
    /// How scenarios of apps ended that were to be published.
    pub(crate) played: crate::building::Played,
    /// When it is looked for what people who left still hold.
    pub(crate) relieve_at: crate::leaving::LookAt,
    people: ArcSwap<People>,
    events: broadcast::Sender<Event>,
}

/// How many events a slow listener may be behind before it has to ask for everything again.
const EVENTS: usize = 1024;
/// Under which name the secret of the deployment is kept.
const SECRET: &str = "server_secret";

impl Runtime {
    /// Starts the use cases over an opened and migrated store. The first start makes the secret of the deployment.
    pub async fn open(parts: RuntimeParts) -> RuntimeResult<Self> {
        let secret = server_secret(&parts).await?;
        let (events, _) = broadcast::channel(EVENTS);
        let inner = Inner {
            store: parts.store,
            files: parts.files,
            fonts: FontShelf::over(parts.fonts),
            clock: parts.clock,
            ids: parts.ids,
            calls: parts.calls,
            offered: crate::offering::Offered::default(),
            config: parts.config,
            secret,
            apps: AppCache::default(),
            freed: crate::queue::Freed::default(),
            played: crate::building::Played::default(),
            relieve_at: crate::leaving::LookAt::default(),
            people: ArcSwap::default(),
            events,
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// The clock of this runtime.
    pub fn clock(&self) -> &dyn Clock {
        self.inner.clock.as_ref()
    }

    /// The store, for workers and upkeep.
    pub fn store(&self) -> &Store {
        &self.inner.store
    }

    /// The configuration.
    pub fn config(&self) -> &RuntimeConfig {
        &self.inner.config
    }

    /// What happens from now on, after its commit. The listener filters by [`Runtime::may_hear`].
    pub fn events(&self) -> broadcast::Receiver<Event> {
        self.inner.events.subscribe()
    }

    /// Whether the database answers and all apps are at hand.
    pub async fn ready(&self) -> RuntimeResult<()> {
        settings::get(&self.inner.store.read(), SECRET).await?;
        self.all_apps().await.map(|_| ())
    }

    /// Lets go of what is kept in memory only because it was used; upkeep calls it now and then.
    pub fn rest(&self) {
        self.inner.fonts.rest();
    }

    /// Tells live screens; that nobody listens is no fault.
    pub(crate) fn tell(&self, event: Event) {
        let _listeners = self.inner.events.send(event).unwrap_or_default();
    }

    /// The picture of the organisation.
    pub(crate) async fn people(&self) -> RuntimeResult<Arc<People>> {
        let now = self.now();
        let known = self.inner.people.load_full();
        if known.is_fresh(now) {
            return Ok(known);
        }
        let fresh = Arc::new(People::load(&self.inner.store.read(), now).await?);
        self.inner.people.store(fresh.clone());
        Ok(fresh)
    }

    /// Somebody changed people, departments or roles here: the next look takes a new picture.
    pub(crate) fn forget_people(&self) {
        self.inner.people.store(Arc::default());
    }
}

async fn server_secret(parts: &RuntimeParts) -> RuntimeResult<String> {
    let made = json!(parts.ids.secret(32));
    let kept = parts.store.write(move |tx| {
        let made = made.clone();
        Box::pin(async move { Ok::<_, RuntimeError>(settings::get_or_set(tx, SECRET, made).await?) })
    });
    kept.await?.as_str().map(ToOwned::to_owned).ok_or_else(|| RuntimeError::Internal("the secret of the deployment is not a text".into()))
}

impl From<store::StoreError> for RuntimeError {
    fn from(error: store::StoreError) -> Self {
        use store::StoreError as E;
        match error {
            E::NotUnique { field, .. } => RuntimeError::Invalid {
                faults: vec![crate::FieldFault {
                    pointer: format!("/{}", field.replace('.', "/")),
                    code: "not_unique".into(),
                    message: value::Label::both("已有相同的值，该字段不能重复", "Another record already holds this value"),
                }],
            },
            E::NotFound(what) => RuntimeError::NotFound { what },
            E::Stale(_) => RuntimeError::Stale { what: "record" },
            E::FieldDenied(field) => RuntimeError::refused(
                "field_not_readable",
                format!("字段 `{field}` 对您不可读，不能用于筛选、排序或搜索"),
                format!("You may not read the field `{field}`, so it cannot be filtered, sorted or searched"),
            ),
            E::FieldUnfit { field, reason, .. } => {
                RuntimeError::refused("bad_query", format!("字段 `{field}` 不能这样使用：{reason}"), format!("`{field}` cannot be used so: {reason}"))
            }
            E::BadCursor => RuntimeError::refused("bad_cursor", "分页位置无效", "The cursor does not belong to this list"),
            E::Exists(table) => RuntimeError::refused("exists", "已存在相同的记录", format!("`{table}` already holds this")),
            other => RuntimeError::Unavailable(other.to_string()),
        }
    }
}
