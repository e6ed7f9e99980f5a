//! The browser engine in Node: requests go in as JSON lines, answers come back as JSON lines.

use crate::suites::Outcome;
use anyhow::{Context, bail};
use serde_json::{Value as Json, json};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A running Node with the engine in it.
pub struct Browser {
    node: Child,
}

impl Browser {
    /// Starts Node with a module of the engine.
    pub fn start(engine: &Path) -> anyhow::Result<Self> {
        if !engine.is_file() {
            bail!("there is no browser engine at {}; build it with `cargo xtask wasm`, or name it with --engine", engine.display());
        }
        let runner = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/run.mjs");
        let node = Command::new("node")
            .arg(runner)
            .arg(engine)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("cannot start Node (is `node` on the path?)")?;
        Ok(Self { node })
    }

    /// Evaluates formula texts, in order.
    pub fn formulas(self, texts: &[String]) -> anyhow::Result<Vec<Outcome>> {
        let requests: Vec<Json> = texts.iter().map(|text| request(text)).collect();
        self.answers(&requests)?.iter().map(outcome).collect()
    }

    /// Answers requests, in order: what stands under `ok`.
    pub fn answers(mut self, requests: &[Json]) -> anyhow::Result<Vec<Json>> {
        let mut input = self.node.stdin.take().context("Node has no input")?;
        let output = BufReader::new(self.node.stdout.take().context("Node has no output")?);
        let count = requests.len();
        let requests: Vec<String> = requests.iter().map(Json::to_string).collect();
        let writer = std::thread::spawn(move || requests.iter().try_for_each(|request| writeln!(input, "{request}")));
        let answers = output.lines().map(|line| ok(&line?)).collect::<anyhow::Result<Vec<_>>>()?;
        match writer.join() {
            Ok(written) => written.context("Node did not read all requests")?,
            Err(_) => bail!("the requests could not be written"),
        }
        let status = self.node.wait()?;
        if !status.success() || answers.len() != count {
            bail!("the browser engine answered {} of {count} requests ({status})", answers.len());
        }
        Ok(answers)
    }
}

fn request(text: &str) -> Json {
    json!({ "op": "formula", "formula": text, "untyped": true, "now": "1970-01-01T00:00:00Z",
        "zone": { "name": "Etc/UTC", "first_offset": 0, "transitions": [] } })
}

fn ok(line: &str) -> anyhow::Result<Json> {
    let answer: Json = serde_json::from_str(line).with_context(|| format!("the browser engine answered `{line}`"))?;
    let Some(ok) = answer.get("ok") else { bail!("the browser engine refused a request: {line}") };
    Ok(ok.clone())
}

fn outcome(ok: &Json) -> anyhow::Result<Outcome> {
    match (ok.get("answer"), ok.get("faults").and_then(Json::as_array)) {
        (Some(answer), _) => Ok(Outcome::Value(answer.clone())),
        (None, Some(faults)) => {
            Ok(Outcome::Refused(faults.iter().filter_map(|fault| fault.get("code").and_then(Json::as_str)).map(String::from).collect()))
        }
        _ => bail!("the browser engine answered neither value nor faults: {ok}"),
    }
}
