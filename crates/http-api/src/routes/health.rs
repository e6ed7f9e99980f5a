//! For those who run the server.

use crate::problem::Problem;
use crate::state::Api;
use axum::extract::State;
use parking_lot::Mutex;
use std::time::{Duration, Instant};

/// For so long a good answer of the database is believed.
const BELIEVED: Duration = Duration::from_secs(2);

/// When the database last answered.
#[derive(Debug, Default)]
pub(crate) struct Health {
    well_at: Mutex<Option<Instant>>,
}

/// Tells that the process answers.
#[utoipa::path(get, path = "/healthz", tag = "health", responses((status = 200, description = "It answers.", content_type = "text/plain", body = String)))]
pub(crate) async fn is_alive() -> &'static str {
    "ok"
}

/// Tells whether the server can do its work: the database answers, and the server is not going down.
#[utoipa::path(get, path = "/readyz", tag = "health", responses((status = 200, description = "It is ready.", content_type = "text/plain", body = String)))]
pub(crate) async fn is_ready(State(api): State<Api>) -> Result<&'static str, Problem> {
    if *api.shared.closing.borrow() {
        return Err(runtime::RuntimeError::Unavailable("the server goes down".into()).into());
    }
    let health = &api.shared.health;
    let fresh = health.well_at.lock().is_some_and(|moment| moment.elapsed() < BELIEVED);
    if !fresh {
        api.runtime.ready().await?;
        *health.well_at.lock() = Some(Instant::now());
    }
    Ok("ready")
}

/// The description of this interface.
#[utoipa::path(get, path = "/api/openapi.json", tag = "health", responses((status = 200, description = "OpenAPI 3.1.", content_type = "application/json", body = crate::dto::Json)))]
pub(crate) async fn show_openapi() -> axum::Json<utoipa::openapi::OpenApi> {
    axum::Json(crate::openapi())
}
