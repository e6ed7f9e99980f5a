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
    pub fn formulas(mut self, texts: &[String]) -> anyhow::Result<Vec<Outcome>> {
        let mut input = self.node.stdin.take().context("Node has no input")?;
        let output = BufReader::new(self.node.stdout.take().context("Node has no output")?);
        let requests: Vec<String> = texts.iter().map(|text| request(text).to_string()).collect();
        let writer = std::thread::spawn(move || requests.iter().try_for_each(|request| writeln!(input, "{request}")));
        let outcomes = output.lines().map(|line| outcome(&line?)).collect::<anyhow::Result<Vec<_>>>()?;
        match writer.join() {
            Ok(written) => written.context("Node did not read all requests")?,
            Err(_) => bail!("the requests could not be written"),
        }
        let status = self.node.wait()?;
        if !status.success() || outcomes.len() != texts.len() {
            bail!("the browser engine answered {} of {} formulas ({status})", outcomes.len(), texts.len());
        }
        Ok(outcomes)
    }
}

fn request(text: &str) -> Json {
    json!({ "op": "formula", "formula": text, "untyped": true, "now": "1970-01-01T00:00:00Z",
        "zone": { "name": "Etc/UTC", "first_offset": 0, "transitions": [] } })
}

fn outcome(line: &str) -> anyhow::Result<Outcome> {
    let answer: Json = serde_json::from_str(line).with_context(|| format!("the browser engine answered `{line}`"))?;
    let Some(ok) = answer.get("ok") else { bail!("the browser engine refused a request: {line}") };
    match (ok.get("answer"), ok.get("faults").and_then(Json::as_array)) {
        (Some(answer), _) => Ok(Outcome::Value(answer.clone())),
        (None, Some(faults)) => {
            Ok(Outcome::Refused(faults.iter().filter_map(|fault| fault.get("code").and_then(Json::as_str)).map(String::from).collect()))
        }
        _ => bail!("the browser engine answered neither value nor faults: {line}"),
    }
}
