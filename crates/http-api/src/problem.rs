//! Errors as problem+json: a stable code, a sentence in the reader's language, pointers to the places.
//!
//! A handler answers with a [`Problem`]; [`render_problems`] writes it, because only there the language and the request id are known.

use crate::dto::LabelText;
use crate::dto::problem::{Conflict, FaultBody, ProblemBody};
use crate::headers::{RequestId, locale_of};
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderValue, Response as HttpResponse, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use runtime::{FieldConflict, FieldFault, RuntimeError};
use std::sync::Arc;
use value::{Label, Locale};

/// What a handler that answers JSON gives back.
pub(crate) type Answer<T> = Result<axum::Json<T>, Problem>;

/// Why a request was not done.
#[derive(Debug, Clone)]
pub(crate) struct Problem {
    status: StatusCode,
    code: String,
    message: Label,
    pointer: Option<String>,
    faults: Vec<FieldFault>,
    conflicts: Vec<FieldConflict>,
    revision: Option<u64>,
    diagnostics: Vec<definition::Diagnostic>,
    retry_after: Option<u64>,
}

impl Problem {
    /// A problem with a stable code and a sentence in both languages.
    pub(crate) fn new(status: StatusCode, code: impl Into<String>, message: Label) -> Self {
        Self {
            status,
            code: code.into(),
            message,
            pointer: None,
            faults: Vec::new(),
            conflicts: Vec::new(),
            revision: None,
            diagnostics: Vec::new(),
            retry_after: None,
        }
    }

    /// With the place in the request body.
    #[must_use]
    pub(crate) fn at(mut self, pointer: impl Into<String>) -> Self {
        self.pointer = Some(pointer.into());
        self
    }

    /// There is no such thing, or the person may not know of it.
    pub(crate) fn not_found() -> Self {
        RuntimeError::NotFound { what: "page" }.into()
    }

    /// Nobody is signed in.
    pub(crate) fn unauthenticated() -> Self {
        RuntimeError::Unauthenticated.into()
    }

    /// The person may not do it.
    pub(crate) fn denied() -> Self {
        RuntimeError::no_right().into()
    }

    /// The request cannot be read.
    pub(crate) fn malformed(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "malformed", Label::both(zh, en))
    }

    /// The request is larger than allowed.
    pub(crate) fn too_large(limit: u64) -> Self {
        let mib = limit / (1 << 20);
        let message = Label::both(format!("内容过大，最多 {mib} MiB"), format!("This is too large; at most {mib} MiB are taken"));
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", message)
    }

    /// What travels.
    pub(crate) fn body(&self, locale: Locale, request_id: Option<String>) -> ProblemBody {
        ProblemBody {
            kind: format!("urn:mortise:problem:{}", self.code),
            title: title(self.status).get(locale).to_owned(),
            status: self.status.as_u16(),
            code: self.code.clone(),
            detail: self.message.get(locale).to_owned(),
            pointer: self.pointer.clone(),
            errors: self.faults.iter().map(|fault| fault_body(fault, locale)).collect(),
            request_id,
            retry_after: self.retry_after,
            conflicts: self.conflicts.iter().map(conflict_body).collect(),
            revision: self.revision,
            diagnostics: self.diagnostics.iter().map(Into::into).collect(),
        }
    }
}

fn fault_body(fault: &FieldFault, locale: Locale) -> FaultBody {
    FaultBody { pointer: format!("/values{}", fault.pointer), code: fault.code.clone(), message: fault.message.get(locale).to_owned() }
}

fn conflict_body(conflict: &FieldConflict) -> Conflict {
    Conflict {
        field: conflict.field.clone(),
        label: LabelText::from(&conflict.label),
        base: conflict.base.clone(),
        theirs: conflict.theirs.clone(),
        yours: conflict.yours.clone(),
    }
}

fn title(status: StatusCode) -> Label {
    match status.as_u16() {
        400 => Label::both("请求无法读取", "The request cannot be read"),
        401 => Label::both("请先登录", "Please sign in"),
        403 => Label::both("没有权限", "Not allowed"),
        404 => Label::both("找不到", "Not found"),
        405 => Label::both("不支持的操作", "Not offered"),
        409 | 412 => Label::both("内容已变化", "Changed in the meantime"),
        413 => Label::both("内容过大", "Too large"),
        415 => Label::both("类型不支持", "Wrong type"),
        422 => Label::both("需要更正", "Please correct"),
        428 => Label::both("缺少版本", "Version missing"),
        429 => Label::both("过于频繁", "Too often"),
        503 => Label::both("暂时无法响应", "Not available right now"),
        _ => Label::both("系统错误", "Internal error"),
    }
}

impl From<RuntimeError> for Problem {
    fn from(error: RuntimeError) -> Self {
        if let RuntimeError::Internal(cause) | RuntimeError::Unavailable(cause) = &error {
            tracing::error!(code = error.code(), cause = %cause, "A use case failed: {cause}");
        }
        let mut problem = Self::new(status_of(&error), error.code(), error.public_message());
        match error {
            RuntimeError::Conflict { fields, revision } => (problem.conflicts, problem.revision) = (fields, Some(revision)),
            RuntimeError::Invalid { faults } => {
                problem.pointer = faults.first().map(|fault| format!("/values{}", fault.pointer));
                problem.faults = faults;
            }
            RuntimeError::Faulty { diagnostics } => problem.diagnostics = diagnostics,
            RuntimeError::TooMany { retry_seconds } => problem.retry_after = Some(retry_seconds.into()),
            RuntimeError::Unavailable(_) => problem.retry_after = Some(1),
            _ => {}
        }
        problem
    }
}

fn status_of(error: &RuntimeError) -> StatusCode {
    match error {
        RuntimeError::Unauthenticated | RuntimeError::WrongPassword => StatusCode::UNAUTHORIZED,
        RuntimeError::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
        RuntimeError::NotFound { .. } => StatusCode::NOT_FOUND,
        RuntimeError::Denied { .. } => StatusCode::FORBIDDEN,
        RuntimeError::Conflict { .. } => StatusCode::PRECONDITION_FAILED,
        RuntimeError::Stale { .. } => StatusCode::CONFLICT,
        RuntimeError::Invalid { .. } | RuntimeError::Refused { .. } | RuntimeError::KeyReused | RuntimeError::Faulty { .. } => {
            StatusCode::UNPROCESSABLE_ENTITY
        }
        RuntimeError::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
        RuntimeError::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}

/// Writes the problem of a response in the language of its request.
pub(crate) async fn render_problems(request: Request, next: Next) -> Response {
    let locale = locale_of(request.headers());
    let request_id = request.extensions().get::<RequestId>().map(|id| id.0.clone());
    let mut response = next.run(request).await;
    match response.extensions_mut().remove::<Arc<Problem>>() {
        None => response,
        Some(problem) => render(&problem, locale, request_id),
    }
}

fn render(problem: &Problem, locale: Locale, request_id: Option<String>) -> Response {
    let text = serde_json::to_vec(&problem.body(locale, request_id)).unwrap_or_default();
    let mut response: HttpResponse<Body> = (problem.status, text).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(locale.tag()));
    if let Some(seconds) = problem.retry_after {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}
