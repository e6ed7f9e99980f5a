//! What every route shares.

use crate::limit::Limits;
use runtime::Runtime;
use std::sync::Arc;
use tokio::sync::watch;

/// What ops decide about the edge.
#[derive(Debug, Clone)]
pub struct ApiConfig {
    /// The address under which people reach the product; `https` makes cookies secure.
    pub base_url: String,
    /// Whether `X-Forwarded-For` of a proxy in front is believed.
    pub behind_proxy: bool,
    /// The largest uploaded file, in bytes.
    pub max_upload: u64,
    /// Attempts to sign in per address and minute.
    pub sign_in_per_minute: u32,
    /// Requests to public pages per address, page and minute.
    pub public_per_minute: u32,
}

impl Default for ApiConfig {
    fn default() -> Self {
        Self { base_url: "http://localhost:8080".into(), behind_proxy: false, max_upload: 50 << 20, sign_in_per_minute: 30, public_per_minute: 60 }
    }
}

/// The use cases and what the edge itself needs. Clones share everything.
#[derive(Clone)]
pub struct Api {
    pub(crate) runtime: Runtime,
    pub(crate) shared: Arc<Shared>,
}

pub(crate) struct Shared {
    pub(crate) config: ApiConfig,
    pub(crate) limits: Limits,
    pub(crate) health: crate::routes::health::Health,
    /// Turns true when the server goes down, so that open streams end.
    pub(crate) closing: watch::Receiver<bool>,
}

impl Api {
    /// The edge over the use cases. `closing` turns true when the server goes down.
    pub fn new(runtime: Runtime, config: ApiConfig, closing: watch::Receiver<bool>) -> Self {
        let limits = Limits::new(&config);
        Self { runtime, shared: Arc::new(Shared { config, limits, health: Default::default(), closing }) }
    }

    /// Whether people reach the product by https.
    pub(crate) fn is_secure(&self) -> bool {
        self.shared.config.base_url.starts_with("https://")
    }
}
