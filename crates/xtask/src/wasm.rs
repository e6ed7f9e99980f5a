//! The browser engine, in three sizes: `fill`, with which every form starts, `studio`, which has every kind and function and what an editor of
//! formulas asks, and `simulator`, which plays a whole app. A form for which `fill` is too small says so itself.
//!
//! `wasm-opt` is not run on them: what it takes away is what gzip takes away, too. Measured with -Oz: 12 % less raw, 2 % more as gzip.

use crate::run::{command, root, run, target};
use crate::tools;
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

/// The modules where the web app picks them up.
pub struct Engines {
    /// Where all of them lie.
    pub folder: PathBuf,
    pub fill: PathBuf,
    pub studio: PathBuf,
    pub simulator: PathBuf,
}

/// Builds the modules and lays them where the web app picks them up.
pub fn build() -> Result<Engines> {
    tools::ensure_wasm_target()?;
    let folder = root().join("apps/web/public/engine");
    std::fs::create_dir_all(&folder)?;
    let place = |name: &str| folder.join(format!("{name}.wasm"));
    let engines = Engines { fill: place("fill"), studio: place("studio"), simulator: place("simulator"), folder: folder.clone() };
    build_one("wasm-fill", &["--no-default-features"], &engines.fill)?;
    build_one("wasm", &["--no-default-features", "--features", "studio"], &engines.studio)?;
    build_one("wasm", &[], &engines.simulator)?;
    Ok(engines)
}

fn build_one(profile: &str, features: &[&str], place: &Path) -> Result<()> {
    let mut build = command("cargo", &["build", "--package", "engine-wasm", "--target", "wasm32-unknown-unknown", "--profile", profile]);
    build.args(features);
    run(build)?;
    let built = target().join("wasm32-unknown-unknown").join(profile).join("engine_wasm.wasm");
    std::fs::copy(&built, place).with_context(|| format!("{} was not built", built.display()))?;
    Ok(())
}
