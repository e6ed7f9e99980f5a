//! The server: the routes with everything that holds for all of them.

use crate::gate::guard;
use crate::headers::{RequestId, name_requests};
use crate::problem::{Problem, render_problems};
use crate::state::Api;
use crate::web::serve_web;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use runtime::RuntimeError;
use std::any::Any;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;
use tokio::net::TcpListener;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, Predicate, SizeAbove};
use tracing::Instrument;

/// Bytes of an answer that one packet carries, its head aside.
const ONE_PACKET: u64 = 1_200;

/// All routes and the web app.
pub fn router(api: &Api) -> Router {
    let max_upload = usize::try_from(api.shared.config.max_upload).unwrap_or(usize::MAX);
    let (routes, rights) = crate::table::build_router(max_upload);
    let (routes, _) = routes.split_for_parts();
    let gated = routes.route_layer(from_fn_with_state((api.clone(), Arc::new(rights)), guard));
    gated
        .fallback(serve_web)
        .with_state(api.clone())
        .layer(CatchPanicLayer::custom(|cause: Box<dyn Any + Send>| after_panic(&cause)))
        .layer(compressed())
        .layer(from_fn(render_problems))
        .layer(from_fn_with_state(api.clone(), harden))
        .layer(from_fn(trace))
        .layer(from_fn(name_requests))
}

/// What fits into one packet is sent as it is; beyond that the quickest compression wins over the smallest answer.
fn compressed() -> CompressionLayer<impl Predicate> {
    CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(DefaultPredicate::new().and(SizeAbove::new(ONE_PACKET)))
}

/// Serves until `closing` of the api turns true, then finishes what has begun.
pub async fn serve(listener: TcpListener, api: Api) -> std::io::Result<()> {
    let mut closing = api.shared.closing.clone();
    let service = router(&api).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service)
        .with_graceful_shutdown(async move {
            // An error means that nobody can close any more; that is the end as well.
            let _ended = closing.wait_for(|closing| *closing).await;
        })
        .await
}

fn after_panic(cause: &(dyn Any + Send)) -> Response {
    let text = cause.downcast_ref::<String>().map(String::as_str).or_else(|| cause.downcast_ref::<&str>().copied()).unwrap_or("panic");
    Problem::from(RuntimeError::Internal(text.to_owned())).into_response()
}

/// One span per request; the line at its end says what came of it. Never a value, never a query.
async fn trace(request: Request, next: Next) -> Response {
    let id = request.extensions().get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default();
    let (method, path) = (request.method().clone(), public_path(request.uri().path()));
    let span = tracing::info_span!("request", request.id = %id, %method, %path);
    let began = Instant::now();
    async move {
        let response = next.run(request).await;
        let (status, millis) = (response.status().as_u16(), began.elapsed().as_millis());
        tracing::info!(status, millis, "`{method} {path}` answered {status} in {millis} ms");
        response
    }
    .instrument(span)
    .await
}

/// The secret of a progress page stays out of the log.
fn public_path(path: &str) -> String {
    ["/api/public/progress/", "/p/progress/"]
        .into_iter()
        .find(|secret| path.starts_with(secret))
        .map_or_else(|| path.to_owned(), |secret| format!("{secret}…"))
}

/// Headers that every answer carries.
async fn harden(State(api): State<Api>, request: Request, next: Next) -> Response {
    let is_api = request.uri().path().starts_with("/api/");
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let mut put = |name: HeaderName, text: &'static str| {
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(text));
        }
    };
    put(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    put(header::REFERRER_POLICY, "same-origin");
    put(header::X_FRAME_OPTIONS, "SAMEORIGIN");
    put(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    put(HeaderName::from_static("permissions-policy"), "geolocation=(self), camera=(self), microphone=(self), payment=(), usb=()");
    if is_api {
        put(header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'self'");
        put(header::CACHE_CONTROL, "no-store");
    }
    if api.is_secure() {
        put(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_stay_out_of_the_log() {
        assert_eq!(public_path("/api/public/progress/s3cret"), "/api/public/progress/…");
        assert_eq!(public_path("/api/apps"), "/api/apps");
    }
}
