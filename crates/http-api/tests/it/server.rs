//! A running server and the people who use it.

use http_api::{Api, ApiConfig};
use jobs::Worker;
use print_engine::{Font, FontPack};
use reqwest::{Method, StatusCode};
use runtime::{RandomIds, Runtime, RuntimeConfig, RuntimeParts, SystemClock};
use serde_json::{Value as Json, json};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use store::{Store, StoreConfig};
use test_kit::TestDatabase;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// A server that belongs to one test.
pub struct Server {
    pub runtime: Runtime,
    base: String,
    close: watch::Sender<bool>,
    serving: JoinHandle<std::io::Result<()>>,
    mail: Arc<connectors::MailRecorder>,
    pub calls: Arc<connectors::CallRecorder>,
    _database: TestDatabase,
}

/// Somebody with a browser.
pub struct Client {
    http: reqwest::Client,
    base: String,
    csrf: Option<String>,
}

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub etag: Option<String>,
    pub media_type: String,
    pub bytes: Vec<u8>,
}

static KEYS: AtomicU32 = AtomicU32::new(0);

/// A key that no other request of this process has.
pub fn fresh_key() -> String {
    format!("key-{:08}", KEYS.fetch_add(1, Ordering::Relaxed))
}

impl Server {
    pub async fn start(database: TestDatabase) -> Self {
        Self::start_with(database, |_| {}).await
    }

    pub async fn start_with(database: TestDatabase, adjust: impl FnOnce(&mut ApiConfig)) -> Self {
        let store = Store::open(StoreConfig::new(&database.url)).await.unwrap();
        store.migrate().await.unwrap();
        let files = files::LocalFolder::open(database.folder.join("files")).await.unwrap();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let calls: Arc<connectors::CallRecorder> = Arc::default();
        let parts = RuntimeParts {
            store,
            files: Arc::new(files),
            fonts: Arc::new(fonts()),
            clock: Arc::new(SystemClock),
            ids: Arc::new(RandomIds),
            calls: Arc::new(jobs::DirectCalls(calls.clone())),
            config: RuntimeConfig { base_url: base.clone(), ..RuntimeConfig::default() },
        };
        let runtime = Runtime::open(parts).await.unwrap();
        let (close, closing) = watch::channel(false);
        let mut config = ApiConfig { base_url: base.clone(), sign_in_per_minute: 10_000, public_per_minute: 10_000, ..ApiConfig::default() };
        adjust(&mut config);
        let serving = tokio::spawn(http_api::serve(listener, Api::new(runtime.clone(), config, closing)));
        Self { runtime, base, close, serving, mail: Arc::default(), calls, _database: database }
    }

    /// Somebody who is not signed in.
    pub fn stranger(&self) -> Client {
        let http = reqwest::Client::builder().cookie_store(true).build().unwrap();
        Client { http, base: self.base.clone(), csrf: None }
    }

    /// A person who signs in.
    pub async fn sign_in(&self, login: &str, password: &str) -> Client {
        let mut client = self.stranger();
        let answer = client.send(Method::POST, "/api/session", Some(json!({ "login": login, "password": password })), &[]).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        client.csrf = answer.json()["csrf"].as_str().map(str::to_owned);
        client
    }

    /// Lets everything that is due happen.
    pub async fn work(&self) {
        Worker::new(self.runtime.clone(), self.mail.clone()).run_until_idle().await.unwrap();
    }

    /// Ends the test: what was begun is finished, and no job may be left over.
    pub async fn stop(self) {
        self.work().await;
        let left = Worker::new(self.runtime.clone(), self.mail.clone()).pass().await.unwrap();
        assert!(left.is_idle(), "jobs are left over: {left:?}");
        self.close.send(true).unwrap();
        self.serving.await.unwrap().unwrap();
        self.runtime.store().close().await;
    }
}

impl Client {
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None, &[]).await
    }

    pub async fn post(&self, path: &str, body: Json) -> Answer {
        self.send(Method::POST, path, Some(body), &[("idempotency-key", &fresh_key())]).await
    }

    pub async fn patch(&self, path: &str, tag: &str, body: Json) -> Answer {
        self.send(Method::PATCH, path, Some(body), &[("idempotency-key", &fresh_key()), ("if-match", tag)]).await
    }

    /// Any request; the session's token goes along.
    pub async fn send(&self, method: Method, path: &str, body: Option<Json>, headers: &[(&str, &str)]) -> Answer {
        let mut request = self.http.request(method, format!("{}{path}", self.base)).header("accept-language", "en");
        if let Some(csrf) = &self.csrf {
            request = request.header("x-csrf-token", csrf);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(body) = body {
            request = request.json(&body);
        }
        Answer::of(request.send().await.unwrap()).await
    }

    /// Any bytes as a JSON body.
    pub async fn post_raw(&self, path: &str, media_type: &str, body: Vec<u8>) -> Answer {
        let request = self.http.post(format!("{}{path}", self.base)).header("content-type", media_type).header("idempotency-key", fresh_key());
        let request = request.header("accept-language", "en").header("x-csrf-token", self.csrf.clone().unwrap_or_default());
        Answer::of(request.body(body).send().await.unwrap()).await
    }

    /// An upload of one file.
    pub async fn upload(&self, path: &str, part: &str, name: &str, content: Vec<u8>) -> Answer {
        self.upload_in("en", path, (part, name), content).await
    }

    /// An upload of one file, answered in a language.
    pub async fn upload_in(&self, language: &str, path: &str, file: (&str, &str), content: Vec<u8>) -> Answer {
        self.uploaded(language, path, &[], file, content).await
    }

    /// An upload of one file beside texts.
    pub async fn upload_with(&self, path: &str, texts: &[(&str, &str)], part: &str, name: &str, content: Vec<u8>) -> Answer {
        self.uploaded("en", path, texts, (part, name), content).await
    }

    async fn uploaded(&self, language: &str, path: &str, texts: &[(&str, &str)], (part, name): (&str, &str), content: Vec<u8>) -> Answer {
        let form = texts.iter().fold(reqwest::multipart::Form::new(), |form, (key, text)| form.text((*key).to_owned(), (*text).to_owned()));
        let form = form.part(part.to_owned(), reqwest::multipart::Part::bytes(content).file_name(name.to_owned()));
        let request = self.http.post(format!("{}{path}", self.base)).header("idempotency-key", fresh_key()).header("accept-language", language);
        let request = request.header("x-csrf-token", self.csrf.clone().unwrap_or_default());
        Answer::of(request.multipart(form).send().await.unwrap()).await
    }

    /// A stream of live news, open from now on.
    pub async fn listen(&self, path: &str) -> News {
        let answer = self.http.get(format!("{}{path}", self.base)).send().await.unwrap();
        assert_eq!(answer.status(), 200);
        News { answer, heard: String::new() }
    }

    pub fn with_csrf(mut self, csrf: Option<String>) -> Self {
        self.csrf = csrf;
        self
    }
}

/// Live news as they come in.
pub struct News {
    answer: reqwest::Response,
    heard: String,
}

impl News {
    /// Everything that was heard until the words came.
    pub async fn wait_for(&mut self, words: &str) -> &str {
        let patience = std::time::Duration::from_secs(20);
        while !self.heard.contains(words) {
            let more = tokio::time::timeout(patience, self.answer.chunk()).await.expect("no news came").unwrap();
            self.heard.push_str(&String::from_utf8_lossy(&more.expect("the stream ended")));
        }
        &self.heard
    }

    pub fn heard(&self) -> &str {
        &self.heard
    }
}

impl Answer {
    async fn of(response: reqwest::Response) -> Self {
        let header = |name: &str| response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let (etag, media_type) = (header("etag"), header("content-type").unwrap_or_default());
        Self { status: response.status(), etag, media_type, bytes: response.bytes().await.unwrap().to_vec() }
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub fn json(&self) -> Json {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|_| panic!("{} is no JSON: {}", self.status, self.text()))
    }

    /// The answer of a request that must have worked.
    #[track_caller]
    pub fn ok(self) -> Json {
        assert!(self.status.is_success(), "{}: {}", self.status, self.text());
        if self.bytes.is_empty() { Json::Null } else { self.json() }
    }

    /// Status, code and pointer of a problem.
    #[track_caller]
    pub fn problem(&self) -> (u16, String, String) {
        assert_eq!(self.media_type, "application/problem+json", "{}: {}", self.status, self.text());
        let body = self.json();
        let text = |key: &str| body[key].as_str().unwrap_or_default().to_owned();
        assert!(!text("detail").is_empty() && !text("request_id").is_empty(), "{body}");
        (self.status.as_u16(), text("code"), text("pointer"))
    }
}

fn fonts() -> FontPack {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../print-engine/fonts");
    let read = |name: &str| Font::parse(name, std::fs::read(folder.join(name)).expect("`cargo xtask start` brings the fonts").into()).unwrap();
    FontPack::new(read("NotoSansSC-Regular.ttf"), read("NotoSansSC-Bold.ttf"), read("NotoSerifSC-Regular.ttf"))
}
