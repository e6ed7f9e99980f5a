//! The configuration: defaults, then `mortise.toml`, then the environment (`MORTISE_…`), then the command line.

use crate::cli::{PlaceOptions, Serve};
use anyhow::{Context, Result};
use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// Everything that ops decide. `docs/operations.en.md` tells each key.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The folder for the database, the files and the secrets.
    pub data: PathBuf,
    /// The address of the database; a file in the data folder when left out.
    pub database: Option<String>,
    /// Connections of the database pool.
    pub connections: u32,
    /// The folder with the fonts for paper; looked for beside the program when left out.
    pub fonts: Option<PathBuf>,
    /// The address to listen at.
    pub host: String,
    /// The port.
    pub port: u16,
    /// The address under which people reach the product; that of the listener when left out.
    pub base_url: Option<String>,
    /// Whether `X-Forwarded-For` of a proxy in front is believed.
    pub behind_proxy: bool,
    /// The largest uploaded file, in MiB.
    pub max_upload_mib: u64,
    /// A session ends after this many minutes without a request.
    pub session_idle_minutes: u32,
    /// A session ends after this many hours in any case.
    pub session_hours: u32,
    /// After this many wrong passwords in a row a name is locked.
    pub lockout_attempts: u32,
    /// For how many minutes a name is locked.
    pub lockout_minutes: u32,
    /// Attempts to sign in per address and minute.
    pub sign_in_per_minute: u32,
    /// Requests to public pages per address, page and minute.
    pub public_per_minute: u32,
    /// What is logged: `info`, `warn`, `http_api=debug,info`, …
    pub log: String,
    /// Whether logs are written as JSON.
    pub json_logs: bool,
    /// Ranges of addresses that connectors may reach beside the public ones, such as `10.1.0.0/16`.
    pub open_ranges: Vec<String>,
    /// How mail leaves; without it messages stay inside the product.
    #[serde(default, skip_serializing)]
    pub mail: Option<connectors::SmtpConfig>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            data: "data".into(),
            database: None,
            connections: 8,
            fonts: None,
            host: "127.0.0.1".into(),
            port: 8080,
            base_url: None,
            behind_proxy: false,
            max_upload_mib: 50,
            session_idle_minutes: 120,
            session_hours: 12,
            lockout_attempts: 5,
            lockout_minutes: 15,
            sign_in_per_minute: 30,
            public_per_minute: 60,
            log: "info,sqlx=warn,sea_orm=warn".into(),
            json_logs: false,
            open_ranges: Vec::new(),
            mail: None,
        }
    }
}

impl Config {
    /// Reads the configuration in its order of strength.
    pub fn load(place: &PlaceOptions) -> Result<Self> {
        let file = place.config.clone().or_else(|| default_file(place.data.as_deref()));
        if let Some(path) = &place.config
            && !path.exists()
        {
            anyhow::bail!("the configuration file `{}` is not there", path.display());
        }
        let mut figment = Figment::from(Serialized::defaults(Self::default()));
        if let Some(path) = file {
            figment = figment.merge(Toml::file_exact(path));
        }
        let environment = Env::prefixed("MORTISE_").ignore(&["config", "user_password"]).split("__");
        let mut config: Self = figment.merge(environment).extract().context("the configuration is not valid")?;
        config.data = place.data.clone().unwrap_or(config.data);
        config.database = place.database.clone().or(config.database);
        config.fonts = place.fonts.clone().or(config.fonts);
        Ok(config)
    }

    /// With what the command line of `serve` overrules.
    #[must_use]
    pub fn overruled_by(mut self, serve: &Serve) -> Self {
        self.host = serve.host.clone().unwrap_or(self.host);
        self.port = serve.port.unwrap_or(self.port);
        self.base_url = serve.base_url.clone().or(self.base_url);
        self.json_logs |= serve.json_logs;
        self
    }

    /// The address of the database.
    pub fn database_url(&self) -> String {
        self.database.clone().unwrap_or_else(|| format!("sqlite:{}", self.data.join("mortise.db").display()))
    }

    /// The folder of the stored files.
    pub fn files_folder(&self) -> PathBuf {
        self.data.join("files")
    }
}

fn default_file(data: Option<&Path>) -> Option<PathBuf> {
    let places = [Some(PathBuf::from("mortise.toml")), data.map(|data| data.join("mortise.toml"))];
    places.into_iter().flatten().find(|path| path.exists())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_overrules_the_defaults_and_the_command_line_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mortise.toml");
        std::fs::write(&path, "port = 9000\nhost = \"0.0.0.0\"\n[mail]\nhost = \"mail.example.com\"\nfrom = \"a@example.com\"\n").unwrap();
        let place = PlaceOptions { config: Some(path), data: Some("elsewhere".into()), ..PlaceOptions::default() };
        let config = Config::load(&place).unwrap();
        assert_eq!((config.port, config.data.as_path()), (9000, Path::new("elsewhere")));
        assert_eq!(config.mail.unwrap().port, 587);
        assert_eq!(config.max_upload_mib, 50);
    }

    #[test]
    fn an_unknown_key_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mortise.toml");
        std::fs::write(&path, "prot = 9000\n").unwrap();
        let place = PlaceOptions { config: Some(path), ..PlaceOptions::default() };
        assert!(format!("{:#}", Config::load(&place).unwrap_err()).contains("prot"));
    }
}
