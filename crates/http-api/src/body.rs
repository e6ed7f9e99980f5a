//! What a request carries, read strictly: size, depth, unknown keys and wrong types are refused with a pointer to the place.

use crate::problem::Problem;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use bytes::Bytes;
use serde::de::DeserializeOwned;
use value::Label;

/// The largest JSON body, in bytes.
pub(crate) const MAX_JSON: usize = 1 << 20;
/// The deepest nesting of a JSON body.
const MAX_DEPTH: usize = 64;

/// A JSON body.
pub(crate) struct Body<T>(pub T);

/// The parts of the address. An id that cannot be one is a page that is not there.
pub(crate) struct Place<T>(pub T);

/// The query of the address.
pub(crate) struct Query<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        require_json(request.headers())?;
        let bytes = read_bytes(request, state).await?;
        read_json(&bytes).map(Self)
    }
}

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Place<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        Path::<T>::from_request_parts(parts, state).await.map(|Path(place)| Self(place)).map_err(|_ignored| Problem::not_found())
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let wrong = |rejection: axum::extract::rejection::QueryRejection| {
            Problem::malformed(
                format!("地址中的参数无效：{}", rejection.body_text()),
                format!("The query of the address is not valid: {}", rejection.body_text()),
            )
        };
        axum::extract::Query::<T>::from_request_parts(parts, state).await.map(|axum::extract::Query(query)| Self(query)).map_err(wrong)
    }
}

/// The bytes of a body within its limit.
pub(crate) async fn read_bytes<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, Problem> {
    Bytes::from_request(request, state).await.map_err(|rejection| match rejection {
        BytesRejection::FailedToBufferBody(failed) if failed.status() == StatusCode::PAYLOAD_TOO_LARGE => Problem::too_large(1 << 20),
        _ => Problem::malformed("请求内容没有完整到达，请重试", "The request did not arrive completely; please try again"),
    })
}

/// Refuses a body that does not say that it is JSON: a form of another site cannot say so.
pub(crate) fn require_json(headers: &HeaderMap) -> Result<(), Problem> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json")) {
        return Ok(());
    }
    let message = Label::both("请求内容必须是 JSON（Content-Type: application/json）", "The body must be JSON (Content-Type: application/json)");
    Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "not_json", message))
}

/// Reads JSON; the first fault is told with its place.
pub(crate) fn read_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    if depth_of(bytes) > MAX_DEPTH {
        return Err(Problem::new(StatusCode::BAD_REQUEST, "too_deep", Label::both("内容嵌套过深", "The body is nested too deeply")));
    }
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(json_problem)?;
    reader.end().map_err(|error| Problem::malformed(format!("不是有效的 JSON：{error}"), format!("This is not valid JSON: {error}")))?;
    Ok(value)
}

fn json_problem(error: serde_path_to_error::Error<serde_json::Error>) -> Problem {
    let pointer = pointer_of(error.path());
    let cause = error.inner();
    if !cause.is_data() {
        return Problem::malformed(format!("不是有效的 JSON：{cause}"), format!("This is not valid JSON: {cause}"));
    }
    let text = cause.to_string();
    let unknown = text.starts_with("unknown field");
    let code = if unknown { "unknown_field" } else { "wrong_type" };
    let zh = if unknown { format!("不认识的字段：{text}") } else { format!("内容类型不符：{text}") };
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, code, Label::both(zh, format!("The body does not fit: {text}"))).at(pointer)
}

fn pointer_of(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    path.iter()
        .map(|segment| match segment {
            Segment::Seq { index } => format!("/{index}"),
            Segment::Map { key } => format!("/{}", key.replace('~', "~0").replace('/', "~1")),
            Segment::Enum { variant } => format!("/{variant}"),
            Segment::Unknown => String::new(),
        })
        .collect()
}

/// How deeply brackets are nested outside of texts; enough to refuse a body before it is built up in memory.
fn depth_of(bytes: &[u8]) -> usize {
    let (mut depth, mut deepest, mut in_text, mut escaped) = (0_usize, 0, false, false);
    for byte in bytes {
        match (in_text, byte) {
            (true, _) if escaped => escaped = false,
            (true, b'\\') => escaped = true,
            (true, b'"') => in_text = false,
            (true, _) => {}
            (false, b'"') => in_text = true,
            (false, b'{' | b'[') => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            (false, b'}' | b']') => depth = depth.saturating_sub(1),
            (false, _) => {}
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dto::record::{NewRecord, RecordQuery};
    use axum::response::IntoResponse;

    fn refused<T: DeserializeOwned>(text: &str) -> (u16, String) {
        let problem = read_json::<T>(text.as_bytes()).err().unwrap();
        (problem.clone().into_response().status().as_u16(), format!("{problem:?}"))
    }

    #[test]
    fn a_fault_names_its_place() {
        let (status, text) = refused::<NewRecord>(r#"{"values": {}, "colour": 1}"#);
        assert_eq!(status, 422);
        assert!(text.contains("unknown_field") && text.contains("/colour"), "{text}");
        let (_, text) = refused::<RecordQuery>(r#"{"sort": [{"field": "a"}, {"field": 3}]}"#);
        assert!(text.contains("wrong_type") && text.contains("/sort/1/field"), "{text}");
    }

    #[test]
    fn deep_nesting_and_broken_text_are_refused() {
        let deep = format!("{}{}", "[".repeat(70), "]".repeat(70));
        assert!(refused::<NewRecord>(&deep).1.contains("too_deep"));
        assert_eq!(depth_of(br#"{"a": "[[[\"[["}"#), 1);
        assert_eq!(refused::<NewRecord>("{\"values\": ").0, 400);
        assert_eq!(refused::<NewRecord>("{\"values\": {}} x").0, 400);
    }
}
