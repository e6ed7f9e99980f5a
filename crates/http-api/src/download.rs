//! Answers that are files.

use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use runtime::types::{Download, FileContent};

/// Media types that a browser may show by itself; everything else is saved, so that no uploaded page runs in our name.
const SHOWN: [&str; 5] = ["image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf"];

/// A file to save.
pub(crate) fn attachment(download: Download) -> Response {
    answer("attachment", &download.name, download.media_type, Body::from(download.content))
}

/// A file to look at.
pub(crate) fn inline(download: Download) -> Response {
    answer("inline", &download.name, download.media_type, Body::from(download.content))
}

/// A stored file: pictures and PDF are shown, everything else is saved.
pub(crate) fn file(file: FileContent) -> Response {
    let how = if SHOWN.contains(&file.media_type.as_str()) { "inline" } else { "attachment" };
    answer(how, &file.name, &file.media_type, Body::from(file.content))
}

fn answer(how: &str, name: &str, media_type: &str, body: Body) -> Response {
    let mut response = body.into_response();
    let headers = response.headers_mut();
    let value = |text: &str| HeaderValue::from_str(text).ok();
    headers.insert(header::CONTENT_TYPE, value(media_type).unwrap_or(HeaderValue::from_static("application/octet-stream")));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    if let Some(disposition) = value(&format!("{how}; filename*=UTF-8''{}", percent_encoded(name))) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    response
}

/// RFC 8187: every byte outside of letters, digits and a few signs is escaped.
fn percent_encoded(name: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'~');
    name.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_chinese_survive() {
        assert_eq!(percent_encoded("请假单 1.pdf"), "%E8%AF%B7%E5%81%87%E5%8D%95%201.pdf");
    }
}
