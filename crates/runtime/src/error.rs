//! One error for all use cases: a stable code, a public message in both languages, and the private cause apart.

use serde_json::Value as Json;
use value::Label;

/// What a use case answers.
pub type RuntimeResult<T> = Result<T, RuntimeError>;

/// Why a use case did not do what was asked. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum RuntimeError {
    /// Nobody is signed in, or the session is over.
    #[error("not signed in")]
    Unauthenticated,
    /// The name or the password is wrong; it is not told which.
    #[error("wrong name or password")]
    WrongPassword,
    /// Too many attempts; come back later.
    #[error("too many attempts, retry in {retry_seconds} s")]
    TooMany {
        /// After how many seconds it is worth a new attempt.
        retry_seconds: u32,
    },
    /// There is no such thing, or the actor may not know of it.
    #[error("no such {what}")]
    NotFound {
        /// What was looked for: `app`, `form`, `record`, `user` …
        what: &'static str,
    },
    /// The actor may not do it.
    #[error("denied: {reason:?}")]
    Denied {
        /// Why, for the person.
        reason: Label,
    },
    /// Somebody else changed the same fields in the meantime.
    #[error("{} fields were changed by somebody else", fields.len())]
    Conflict {
        /// The fields with all three values.
        fields: Vec<FieldConflict>,
        /// The present revision.
        revision: u64,
    },
    /// The values are not right.
    #[error("{} faults in the values", faults.len())]
    Invalid {
        /// All of them.
        faults: Vec<FieldFault>,
    },
    /// A rule of the app, a flow or the product refuses.
    #[error("refused {code}: {message:?}")]
    Refused {
        /// Stable code.
        code: String,
        /// Why, for the person.
        message: Label,
    },
    /// What was acted on is no longer as it was: a to-do that is done, a draft that was changed.
    #[error("stale {what}")]
    Stale {
        /// What is stale: `task`, `draft`, `record` …
        what: &'static str,
    },
    /// The idempotency key was used for another request.
    #[error("the idempotency key was used for another request")]
    KeyReused,
    /// The definition has faults, or the package does.
    #[error("{} diagnostics", diagnostics.len())]
    Faulty {
        /// All findings.
        diagnostics: Vec<definition::Diagnostic>,
    },
    /// The store is overloaded or gone; nothing is known to be written, the same key may be sent again.
    #[error("unavailable: {0}")]
    Unavailable(String),
    /// Something that must not happen; the cause is for the log only.
    #[error("internal: {0}")]
    Internal(String),
}

/// A field that two people changed.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct FieldConflict {
    /// The field.
    pub field: String,
    /// Its label.
    pub label: Label,
    /// The value from which both began.
    pub base: Json,
    /// The value that is stored now.
    pub theirs: Json,
    /// The value that was sent.
    pub yours: Json,
}

/// One fault of one value.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct FieldFault {
    /// JSON Pointer into the values: `/lines/2/amount`.
    pub pointer: String,
    /// Stable code.
    pub code: String,
    /// What is wrong, for the person.
    pub message: Label,
}

impl RuntimeError {
    /// The stable code.
    pub fn code(&self) -> &str {
        match self {
            Self::Unauthenticated => "unauthenticated",
            Self::WrongPassword => "wrong_password",
            Self::TooMany { .. } => "too_many",
            Self::NotFound { .. } => "not_found",
            Self::Denied { .. } => "denied",
            Self::Conflict { .. } => "conflict",
            Self::Invalid { .. } => "invalid",
            Self::Refused { code, .. } => code,
            Self::Stale { .. } => "stale",
            Self::KeyReused => "key_reused",
            Self::Faulty { .. } => "faulty_definition",
            Self::Unavailable(_) => "unavailable",
            Self::Internal(_) => "internal",
        }
    }

    /// The message for people; never the private cause.
    pub fn public_message(&self) -> Label {
        match self {
            Self::Unauthenticated => Label::both("请先登录", "Please sign in"),
            Self::WrongPassword => Label::both("用户名或密码不正确", "The name or the password is wrong"),
            Self::TooMany { retry_seconds } => Label::both(
                format!("尝试次数过多，请在 {retry_seconds} 秒后再试"),
                format!("Too many attempts; try again in {retry_seconds} seconds"),
            ),
            Self::NotFound { .. } => Label::both("找不到所请求的内容，或您无权查看", "This does not exist, or you may not see it"),
            Self::Denied { reason } => reason.clone(),
            Self::Conflict { .. } => Label::both(
                "其他人刚刚修改了相同的字段，请确认后再保存",
                "Somebody else has just changed the same fields; please look and save again",
            ),
            Self::Invalid { .. } => Label::both("有些内容需要更正", "Some values need to be corrected"),
            Self::Refused { message, .. } => message.clone(),
            Self::Stale { .. } => Label::both("内容已发生变化，请刷新后再试", "This has changed in the meantime; please reload"),
            Self::KeyReused => Label::both("同一幂等键已用于另一请求", "This idempotency key was used for another request"),
            Self::Faulty { .. } => Label::both("定义中有错误，详见清单", "The definition has faults; see the list"),
            Self::Unavailable(_) => Label::both("系统暂时无法响应，请稍后重试", "The system cannot answer right now; please try again"),
            Self::Internal(_) => Label::both("系统内部错误，请联系管理员", "Internal error; please tell an administrator"),
        }
    }

    /// A refusal by the product itself.
    pub fn refused(code: &str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self::Refused { code: code.into(), message: Label::both(zh, en) }
    }

    /// Denied for want of a right.
    pub fn no_right() -> Self {
        Self::Denied { reason: Label::both("您没有进行此操作的权限", "You do not have the right to do this") }
    }
}

impl From<access::Denied> for RuntimeError {
    fn from(denied: access::Denied) -> Self {
        let reason = Label::both("您的角色没有此操作的权限", "None of your roles allows this");
        tracing::debug!(form = %denied.form, "denied {:?}", denied.action);
        Self::Denied { reason }
    }
}

impl From<access::QueryRefused> for RuntimeError {
    fn from(refused: access::QueryRefused) -> Self {
        let message = Label::both(
            format!("字段 `{}` 对您不可读，不能用于筛选、排序或搜索", refused.field),
            format!("You may not read the field `{}`, so it cannot be filtered, sorted or searched", refused.field),
        );
        Self::Refused { code: "field_not_readable".into(), message }
    }
}
