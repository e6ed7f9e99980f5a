//! Calls by HTTP/1.1: one connection per call, dialled by the one dialler. Redirects are not followed.

use crate::{Call, CallFault, CallTransport, DialError, Dialler, NamedBy, Reply};
use async_trait::async_trait;
use bytes::Bytes;
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::header::{ACCEPT, CONTENT_TYPE, HOST, HeaderName, HeaderValue, USER_AGENT};
use hyper::{Request, Response, body::Incoming, client::conn::http1};
use hyper_util::rt::TokioIo;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore, crypto::ring};
use url::Url;

/// An answer is no longer than this.
const LARGEST: usize = 1 << 20;

/// Makes calls by HTTP.
#[derive(Clone)]
pub struct HttpCalls {
    dialler: Dialler,
    tls: Option<TlsConnector>,
}

impl HttpCalls {
    /// A transport over a dialler. Certificates are checked against the roots of Mozilla.
    pub fn new(dialler: Dialler) -> Self {
        let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider())).with_safe_default_protocol_versions();
        let config = config.ok().map(|config| config.with_root_certificates(roots).with_no_client_auth());
        Self { dialler, tls: config.map(|config| TlsConnector::from(Arc::new(config))) }
    }

    async fn answered(&self, call: &Call) -> Result<Reply, CallFault> {
        let url = address(&call.url)?;
        let request = request(&url, call)?;
        let (host, port) = (url.host_str().ok_or(CallFault::BadAddress)?, url.port_or_known_default().ok_or(CallFault::BadAddress)?);
        let host = host.trim_start_matches('[').trim_end_matches(']');
        let stream = self.dialler.dial(host, port, NamedBy::Definition).await.map_err(|error| match error {
            DialError::Closed(_) => CallFault::Closed,
            DialError::NoAddress(_) | DialError::Unreachable { .. } => CallFault::Unreachable,
        })?;
        let response = if url.scheme() == "https" {
            let name = ServerName::try_from(host.to_owned()).map_err(|_wrong| CallFault::BadAddress)?;
            let tls = self.tls.as_ref().ok_or(CallFault::Unreachable)?;
            sent(tls.connect(name, stream).await.map_err(|_cause| CallFault::Unreachable)?, request).await?
        } else {
            sent(stream, request).await?
        };
        read(response).await
    }
}

#[async_trait]
impl CallTransport for HttpCalls {
    async fn exchange(&self, call: &Call) -> Result<Reply, CallFault> {
        let limit = Duration::from_secs(u64::from(call.seconds));
        tokio::time::timeout(limit, self.answered(call)).await.unwrap_or(Err(CallFault::Timeout(call.seconds)))
    }
}

/// An address with a name and a password in it would carry a secret past the slot that is meant for it.
fn address(text: &str) -> Result<Url, CallFault> {
    let url = Url::parse(text).map_err(|_wrong| CallFault::BadAddress)?;
    let fits = matches!(url.scheme(), "http" | "https") && url.username().is_empty() && url.password().is_none();
    if fits { Ok(url) } else { Err(CallFault::BadAddress) }
}

fn request(url: &Url, call: &Call) -> Result<Request<Full<Bytes>>, CallFault> {
    let target = url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()));
    let host = match url.port() {
        Some(port) => format!("{}:{port}", url.host_str().unwrap_or_default()),
        None => url.host_str().unwrap_or_default().to_owned(),
    };
    let body = call.body.as_ref().map(ToString::to_string);
    let mut builder = Request::builder().method(call.method.as_str()).uri(target).header(HOST, host);
    builder = builder.header(ACCEPT, "application/json").header(USER_AGENT, concat!("Mortise/", env!("CARGO_PKG_VERSION")));
    if body.is_some() {
        builder = builder.header(CONTENT_TYPE, "application/json");
    }
    for (name, text) in call.headers.iter().chain(&call.secret) {
        let bad = || CallFault::BadInput(name.clone());
        let value = HeaderValue::from_str(text).map_err(|_wrong| bad())?;
        builder = builder.header(HeaderName::from_bytes(name.as_bytes()).map_err(|_wrong| bad())?, value);
    }
    builder.body(Full::new(Bytes::from(body.unwrap_or_default()))).map_err(|_wrong| CallFault::BadAddress)
}

async fn sent<S>(stream: S, request: Request<Full<Bytes>>) -> Result<Response<Incoming>, CallFault>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(|_cause| CallFault::Unreachable)?;
    // It ends with the answer, or when the call is dropped because it took too long.
    tokio::spawn(connection);
    sender.send_request(request).await.map_err(|_cause| CallFault::Unreachable)
}

async fn read(response: Response<Incoming>) -> Result<Reply, CallFault> {
    let (head, body) = response.into_parts();
    let body = Limited::new(body, LARGEST).collect().await;
    let body = match body {
        Ok(body) => body.to_bytes(),
        // The status of an error says enough when what it brings cannot be read.
        Err(_) if !head.status.is_success() => Bytes::new(),
        Err(error) if error.is::<LengthLimitError>() => return Err(CallFault::TooLarge),
        Err(_) => return Err(CallFault::Unreachable),
    };
    let headers = head.headers.iter().map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned())).collect();
    Ok(Reply { status: head.status.as_u16(), headers, body })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value as Json;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    /// A peer that answers one request with these bytes; gives its address and what it was sent.
    async fn peer(answer: &'static str) -> (String, tokio::task::JoinHandle<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let heard = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut heard = vec![0; 4096];
            let length = stream.read(&mut heard).await.unwrap();
            stream.write_all(answer.as_bytes()).await.unwrap();
            stream.shutdown().await.unwrap();
            String::from_utf8_lossy(&heard[..length]).into_owned()
        });
        (address, heard)
    }

    fn open() -> HttpCalls {
        HttpCalls::new(Dialler::with_opened(vec!["127.0.0.0/8".parse().unwrap()]))
    }

    fn get(url: String) -> Call {
        Call { url, method: "GET".into(), headers: vec![("Idempotency-Key".into(), "k1".into())], secret: None, body: None, seconds: 5 }
    }

    #[tokio::test]
    async fn a_call_is_sent_as_it_was_asked_for_and_its_answer_read() {
        let (address, heard) = peer("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{\"free\": 3}").await;
        let call = Call {
            method: "POST".into(),
            secret: Some(("authorization".into(), "Bearer s3cret".into())),
            body: Some(serde_json::json!({ "part": "A 1" })),
            ..get(format!("{address}/api/parts/A%201?x=%26"))
        };
        assert_eq!(open().call(&call).await.unwrap(), serde_json::json!({ "free": 3 }));
        let heard = heard.await.unwrap().to_lowercase();
        for line in ["post /api/parts/a%201?x=%26 http/1.1", "idempotency-key: k1", "authorization: bearer s3cret", "{\"part\":\"a 1\"}"] {
            assert!(heard.contains(line), "{line} in {heard}");
        }
        assert!(!format!("{call:?}").contains("s3cret"));
    }

    #[tokio::test]
    async fn what_goes_wrong_is_told_in_a_word() {
        for (answer, fault) in [
            ("HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n", CallFault::Status(503)),
            ("HTTP/1.1 302 Found\r\nLocation: http://10.0.0.1/\r\nContent-Length: 0\r\n\r\n", CallFault::Redirect(302)),
            ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n<a/>!", CallFault::NotJson),
            ("nonsense\r\n\r\n", CallFault::Unreachable),
        ] {
            let (address, _) = peer(answer).await;
            assert_eq!(open().call(&get(address)).await.unwrap_err(), fault);
        }
        let (address, _) = peer("HTTP/1.1 409 Conflict\r\nX-Trace: t1\r\nContent-Length: 6\r\n\r\nin use").await;
        let reply = open().exchange(&get(address)).await.unwrap();
        assert_eq!((reply.status, &reply.body[..]), (409, &b"in use"[..]), "what an error says is there for whoever looks at it");
        assert!(reply.headers.contains(&("x-trace".into(), "t1".into())));
        let (address, _) = peer("HTTP/1.1 204 No\r\n\r\n").await;
        assert_eq!(open().call(&get(address)).await.unwrap(), Json::Null);
    }

    #[tokio::test]
    async fn an_answer_that_is_too_large_is_not_read_to_its_end() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut heard = vec![0; 4096];
            let _read = stream.read(&mut heard).await.unwrap();
            stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.unwrap();
            while stream.write_all(&[b'1'; 1 << 16]).await.is_ok() {}
        });
        assert_eq!(open().call(&get(address)).await.unwrap_err(), CallFault::TooLarge);
    }

    #[tokio::test]
    async fn closed_ranges_odd_addresses_and_silence_fail() {
        let closed = HttpCalls::new(Dialler::default());
        assert_eq!(closed.call(&get("http://127.0.0.1:9/".into())).await.unwrap_err(), CallFault::Closed);
        assert_eq!(closed.call(&get("http://[::1]:9/".into())).await.unwrap_err(), CallFault::Closed);
        for odd in ["ftp://example.com/", "http://a:b@example.com/", "example.com", ""] {
            assert_eq!(closed.call(&get(odd.into())).await.unwrap_err(), CallFault::BadAddress, "{odd}");
        }
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let silent = Call { seconds: 1, ..get(format!("http://{}/", listener.local_addr().unwrap())) };
        assert_eq!(open().call(&silent).await.unwrap_err(), CallFault::Timeout(1));
    }
}
