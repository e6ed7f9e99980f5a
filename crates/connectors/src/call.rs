//! Calls of systems outside: what is sent, and the trait of what sends it.

use async_trait::async_trait;
use bytes::Bytes;
use serde_json::Value as Json;

/// One call.
#[derive(Clone, PartialEq)]
pub struct Call {
    /// The whole address.
    pub url: String,
    /// The method of HTTP.
    pub method: String,
    /// The headers.
    pub headers: Vec<(String, String)>,
    /// The header that holds the secret.
    pub secret: Option<(String, String)>,
    /// The body.
    pub body: Option<Json>,
    /// It may take so many seconds.
    pub seconds: u32,
}

// The address, the secret and the values stay out of logs.
impl std::fmt::Debug for Call {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Call").field("method", &self.method).field("seconds", &self.seconds).finish_non_exhaustive()
    }
}

/// Why a call failed. The words are the ones that programs know; none of them tells an address, a secret or a value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CallFault {
    /// What is bound is no address of HTTP.
    #[error("bad_address")]
    BadAddress,
    /// A header or body cannot be sent.
    #[error("bad_input:{0}")]
    BadInput(String),
    /// The address stands in a closed range.
    #[error("closed")]
    Closed,
    /// It cannot be reached.
    #[error("unreachable")]
    Unreachable,
    /// It took too long.
    #[error("timeout:{0}")]
    Timeout(u32),
    /// It answered with an error.
    #[error("status:{0}")]
    Status(u16),
    /// It wanted to send the call elsewhere.
    #[error("redirect:{0}")]
    Redirect(u16),
    /// The answer is too large.
    #[error("too_large")]
    TooLarge,
    /// The answer is no JSON.
    #[error("not_json")]
    NotJson,
}

/// What a system answered, whatever it means.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reply {
    /// The status of HTTP.
    pub status: u16,
    /// The headers, in order.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Bytes,
}

impl Reply {
    /// The JSON of a good answer, `null` when nothing came back; else what is wrong with it.
    pub fn json(&self) -> Result<Json, CallFault> {
        match self.status {
            status @ 300..400 => Err(CallFault::Redirect(status)),
            200..300 if self.body.iter().all(u8::is_ascii_whitespace) => Ok(Json::Null),
            200..300 => serde_json::from_slice(&self.body).map_err(|_wrong| CallFault::NotJson),
            status => Err(CallFault::Status(status)),
        }
    }
}

/// Makes calls.
#[async_trait]
pub trait CallTransport: Send + Sync {
    /// Makes one call; answers what came back, an error of the other side included.
    async fn exchange(&self, call: &Call) -> Result<Reply, CallFault>;

    /// Makes one call; answers the JSON that came back, `null` when nothing did.
    async fn call(&self, call: &Call) -> Result<Json, CallFault> {
        self.exchange(call).await?.json()
    }
}
