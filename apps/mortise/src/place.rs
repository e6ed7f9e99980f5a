//! Where the product keeps its things, opened: database, files, fonts, use cases.

use crate::config::Config;
use access::{Actor, Cause};
use anyhow::{Context, Result, bail};
use connectors::{CallTransport, DeliveryError, Dialler, HttpCalls, Mail, MailTransport, Smtp};
use files::LocalFolder;
use print_engine::{Font, FontPack};
use runtime::types::{Call, Keyed};
use runtime::{Fonts, RandomIds, Runtime, RuntimeConfig, RuntimeError, RuntimeParts, SystemClock};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::{Store, StoreConfig};

/// Opens everything; what is not there yet is made.
pub async fn open(config: &Config, base_url: String) -> Result<Runtime> {
    std::fs::create_dir_all(&config.data).with_context(|| format!("the data folder `{}` cannot be made", config.data.display()))?;
    let store = open_store(config).await?;
    store.migrate().await.context("the database cannot be brought to this release")?;
    let files = LocalFolder::open(config.files_folder()).await.context("the folder of the files cannot be opened")?;
    let parts = RuntimeParts {
        store,
        files: Arc::new(files),
        fonts: Arc::new(FontFolder(fonts_folder(config)?)),
        clock: Arc::new(SystemClock),
        ids: Arc::new(RandomIds),
        calls: Arc::new(jobs::DirectCalls(calls(config)?)),
        config: runtime_config(config, base_url),
    };
    Runtime::open(parts).await.map_err(plain)
}

/// Opens the database without changing it.
pub async fn open_store(config: &Config) -> Result<Store> {
    let store = StoreConfig { url: config.database_url(), connections: config.connections };
    Store::open(store).await.context("the database cannot be opened")
}

/// Opens everything for a command that is not `serve`.
pub async fn open_here(config: &Config) -> Result<Runtime> {
    let base_url = config.base_url.clone().unwrap_or_else(|| format!("http://localhost:{}", config.port));
    open(config, base_url).await
}

/// A call of the product itself, on the word of whoever may run commands here. The same key again gives the same answer.
pub fn console_call(route: &str) -> Call {
    Call::by(Actor::System(Cause::Upkeep)).keyed_by(route)
}

trait KeyedBy {
    fn keyed_by(self, route: &str) -> Self;
}

impl KeyedBy for Call {
    fn keyed_by(mut self, route: &str) -> Self {
        let key = uuid::Uuid::from_bytes(rand::random()).to_string();
        self.keyed = Some(Keyed { route: format!("console {route}"), key, body: String::new() });
        self
    }
}

/// A refusal of the use cases in words for a console.
pub fn plain(error: RuntimeError) -> anyhow::Error {
    let locale = value::Locale::En;
    let mut text = format!("{} [{}]", error.public_message().get(locale), error.code());
    match &error {
        RuntimeError::Faulty { diagnostics } => diagnostics.iter().for_each(|found| text.push_str(&format!("\n{}", found.line(locale)))),
        RuntimeError::Invalid { faults } => {
            faults.iter().for_each(|fault| text.push_str(&format!("\n{}: {}", fault.pointer, fault.message.get(locale))));
        }
        RuntimeError::Internal(cause) | RuntimeError::Unavailable(cause) => text.push_str(&format!(": {cause}")),
        _ => {}
    }
    anyhow::anyhow!(text)
}

/// What sends mail: the configured server, or nobody, and then every mail says so among the letters that were not delivered.
pub fn mail(config: &Config) -> Result<Arc<dyn MailTransport>> {
    match &config.mail {
        None => Ok(Arc::new(NoMail)),
        Some(mail) => Ok(Arc::new(Smtp::new(mail.clone(), Dialler::default())?)),
    }
}

/// What makes calls of systems outside, with the ranges that ops have opened.
pub fn calls(config: &Config) -> Result<Arc<dyn CallTransport>> {
    let opened = config.open_ranges.iter().map(|range| range.parse().map_err(|wrong: String| anyhow::anyhow!("`open_ranges`: {wrong}")));
    Ok(Arc::new(HttpCalls::new(Dialler::with_opened(opened.collect::<Result<_>>()?))))
}

struct NoMail;

#[async_trait::async_trait]
impl MailTransport for NoMail {
    async fn send(&self, _: &Mail) -> Result<(), DeliveryError> {
        Err(DeliveryError::Permanent("no mail server is configured (section `mail`)".into()))
    }
}

fn runtime_config(config: &Config, base_url: String) -> RuntimeConfig {
    RuntimeConfig {
        base_url,
        session_idle_minutes: config.session_idle_minutes,
        session_hours: config.session_hours,
        lockout_attempts: config.lockout_attempts,
        lockout_minutes: config.lockout_minutes,
        max_file: config.max_upload_mib << 20,
    }
}

/// The font pack: the configured folder, else `fonts` beside the program, else the one of the source tree that the program was built in.
pub fn fonts_folder(config: &Config) -> Result<PathBuf> {
    let beside = std::env::current_exe().ok().and_then(|program| program.parent().map(Path::to_owned));
    let places = [config.fonts.clone(), beside.map(|folder| folder.join("fonts")), Some(PathBuf::from("crates/print-engine/fonts"))];
    let found = places.into_iter().flatten().find(|folder| [SANS, SANS_BOLD, SERIF].iter().all(|font| folder.join(font).is_file()));
    match found {
        Some(folder) => Ok(folder),
        None => bail!("the font pack is not there: put the folder `fonts` beside the program, or name it by `--fonts`"),
    }
}

const SANS: &str = "NotoSansSC-Regular.ttf";
const SANS_BOLD: &str = "NotoSansSC-Bold.ttf";
const SERIF: &str = "NotoSerifSC-Regular.ttf";

/// The folder from which the fonts are read when something is printed.
struct FontFolder(PathBuf);

impl Fonts for FontFolder {
    fn read(&self) -> Result<FontPack, String> {
        read_fonts(&self.0).map_err(|fault| format!("{fault:#}"))
    }
}

/// Reads the font pack.
pub fn read_fonts(folder: &Path) -> Result<FontPack> {
    let read = |name: &str| -> Result<Font> {
        let bytes = std::fs::read(folder.join(name)).with_context(|| format!("the font `{name}` cannot be read"))?;
        Ok(Font::parse(name, bytes.into())?)
    };
    Ok(FontPack::new(read(SANS)?, read(SANS_BOLD)?, read(SERIF)?))
}
