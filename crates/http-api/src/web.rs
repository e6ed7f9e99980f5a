//! The web app, embedded from `apps/web/dist`. Hashed files are kept for ever, pages are asked for again.

use crate::headers::locale_of;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};
use value::Locale;

#[derive(RustEmbed)]
#[folder = "../../apps/web/dist"]
#[allow_missing = true]
struct Dist;

/// Scripts and pictures come from this server only. antd writes its styles into the page, hence `unsafe-inline` for styles;
/// the browser engine is WebAssembly, hence `wasm-unsafe-eval`; a PDF is shown in a frame of our own making, hence `blob:`.
const POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; media-src 'self' blob:; \
                      font-src 'self' data:; connect-src 'self'; frame-src 'self' blob:; worker-src 'self' blob:; object-src 'none'; \
                      base-uri 'none'; form-action 'self'; frame-ancestors 'self'";

const NOT_BUILT: &str = "<!doctype html><meta charset=\"utf-8\"><title>Mortise</title>\
    <p>网页界面尚未构建。请在仓库根目录运行 <code>cargo xtask start</code>，或在 apps/web 下运行 <code>npm ci &amp;&amp; npm run build</code> 后重新编译。</p>\
    <p>The web app has not been built. Run <code>cargo xtask start</code> at the root of the repository, or <code>npm ci &amp;&amp; npm run build</code> \
    in apps/web and compile again.</p>";

/// Answers everything that is no route: a file of the web app, else the page that makes one of the address.
pub(crate) async fn serve_web(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    if path == "api" || path.starts_with("api/") {
        return crate::problem::Problem::not_found().into_response();
    }
    if method != Method::GET && method != Method::HEAD {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    match Dist::get(path).filter(|_| !path.is_empty()) {
        Some(file) => file_answer(path, &file, &headers),
        None if looks_like_file(path) => StatusCode::NOT_FOUND.into_response(),
        None => page(path, &headers),
    }
}

/// `/assets/x.js` that is not there must not be answered by a page.
fn looks_like_file(path: &str) -> bool {
    path.starts_with("assets/") || path.rsplit('/').next().is_some_and(|name| name.contains('.'))
}

fn page(path: &str, headers: &HeaderMap) -> Response {
    let name = if path.starts_with("p/") && Dist::get("portal.html").is_some() { "portal.html" } else { "index.html" };
    match Dist::get(name) {
        Some(file) => file_answer(name, &file, headers),
        None => not_built(locale_of(headers)),
    }
}

fn not_built(locale: Locale) -> Response {
    let mut response = (StatusCode::SERVICE_UNAVAILABLE, NOT_BUILT).into_response();
    let set = response.headers_mut();
    set.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    set.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(locale.tag()));
    response
}

fn file_answer(path: &str, file: &EmbeddedFile, headers: &HeaderMap) -> Response {
    let tag = format!("\"{}\"", hex::encode(file.metadata.sha256_hash().get(..8).unwrap_or_default()));
    let known = headers.get(header::IF_NONE_MATCH).is_some_and(|sent| sent.as_bytes() == tag.as_bytes());
    let mut response = if known { StatusCode::NOT_MODIFIED.into_response() } else { Body::from(file.data.to_vec()).into_response() };
    let set = response.headers_mut();
    let mut put = |name, text: &str| HeaderValue::from_str(text).ok().and_then(|value| set.insert(name, value));
    put(header::ETAG, &tag);
    put(header::CONTENT_TYPE, media_type(path).as_str());
    put(header::CACHE_CONTROL, if path.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" });
    if path.ends_with(".html") {
        put(header::CONTENT_SECURITY_POLICY, POLICY);
    }
    response
}

fn media_type(path: &str) -> String {
    let mime = mime_guess::from_path(path).first_or_octet_stream();
    if mime.type_() == "text" || mime.subtype() == "javascript" { format!("{mime}; charset=utf-8") } else { mime.to_string() }
}
