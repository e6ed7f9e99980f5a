//! The house's own commands: `cargo xtask <command>`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command line tool talks to its user")]

mod bench;
mod dist;
mod fonts;
mod generate;
mod layers;
mod new;
mod run;
mod soak;
mod start;
mod test;
mod tidy;
mod tools;
mod wasm;
mod web;

use anyhow::{Result, bail};

const USAGE: &str = "\
cargo xtask <command>

  start [--port N] [--data DIR]  build everything, set up an embedded database with every package and its demo data, serve it
  test [PART ...]                run everything (parts: tidy wasm web rust e2e faults)
  tidy                           formatting, lints, layers, sizes, words
  gen                            write all generated files anew
  wasm                           build the browser engine
  bench [PART ...]               measure what the design gives a number for (parts: formulas forms flows print store steps server)
  soak [MINUTES]                 the long fault, load and fuzz runs
  new <control|node> <name>      begin a new control or flow node
  dist                           make a release archive
";

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (command, rest) = arguments.split_first().map_or(("", &[][..]), |(first, rest)| (first.as_str(), rest));
    match command {
        "start" => start::start(rest),
        "test" => test::test(rest),
        "tidy" => tidy::tidy(),
        "gen" => generate::generate(),
        "wasm" => wasm::build().map(|_| ()),
        "bench" => bench::bench(rest),
        "soak" => soak::soak(rest),
        "new" => new::new(rest),
        "dist" => dist::dist(),
        "" | "help" | "--help" | "-h" => {
            print!("{USAGE}");
            Ok(())
        }
        other => bail!("`{other}` is not a command\n\n{USAGE}"),
    }
}
