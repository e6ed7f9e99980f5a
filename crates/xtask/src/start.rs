//! `cargo xtask start`: from an empty checkout to a running product.

use crate::run::{command, root, run, target};
use crate::{fonts, wasm, web};
use anyhow::Result;
use std::time::Instant;

/// Builds everything and serves it with every package of `definitions/` and its demo data.
pub fn start(arguments: &[String]) -> Result<()> {
    let begun = Instant::now();
    fonts::ensure()?;
    wasm::build()?;
    web::build()?;
    // As the tests build it: there after some minutes, and neither compiles the libraries again for the other.
    run(command("cargo", &["build", "--workspace", "--bins"]))?;
    println!("built in {} s, for trying out; `cargo xtask dist` makes the fast program", begun.elapsed().as_secs());
    let binary = target().join("debug/mortise");
    let data = root().join("data");
    let mut serve = command(&binary.to_string_lossy(), &["serve", "--demo", "definitions"]);
    if !arguments.iter().any(|argument| argument == "--data") {
        serve.arg("--data").arg(data);
    }
    serve.arg("--fonts").arg(root().join(fonts::FOLDER)).args(arguments);
    run(serve)
}
