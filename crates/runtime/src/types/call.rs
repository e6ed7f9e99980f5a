//! Data of the use cases: call.
use access::Actor;
use value::Locale;

/// One changing request: who, and under which key it may be repeated.
#[derive(Debug, Clone)]
pub struct Call {
    /// Who asks.
    pub actor: Actor,
    /// The person's language, for texts that are made now.
    pub locale: Locale,
    /// The key under which the answer is replayed; none for the product's own calls.
    pub keyed: Option<Keyed>,
    /// Correlates log lines, audit rows and the answer.
    pub request_id: Option<String>,
}

/// An idempotency key with what it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keyed {
    /// The route, `POST /api/apps/{app}/forms/{form}/records` with its parameters filled in.
    pub route: String,
    /// The key that the client made.
    pub key: String,
    /// Digest of the request's body (sha-256, hex): the same key with another body is refused.
    pub body: String,
}

impl Call {
    /// A call without a key.
    pub fn by(actor: Actor) -> Self {
        Self { actor, locale: Locale::ZhCn, keyed: None, request_id: None }
    }
}
