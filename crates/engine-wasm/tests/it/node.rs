//! Runs `wasm.mjs` on the built modules: the cases of `tests/cases/forms`, and that nothing is imported.

use std::path::{Path, PathBuf};
use std::process::Command;

#[test]
fn the_cases_hold_in_the_browser_engine() {
    let Some(module) = module() else {
        println!("the target wasm32-unknown-unknown is not installed: `rustup target add wasm32-unknown-unknown`");
        return;
    };
    hold_in(&module, None);
}

#[test]
fn the_cases_of_usual_forms_hold_in_the_small_engine() {
    let Some(folder) = engines() else {
        println!("the small engine is tested where `BROWSER_ENGINES` names the folder of the built ones: `cargo xtask test rust`");
        return;
    };
    hold_in(&folder.join("fill.wasm"), Some("--small"));
}

fn hold_in(module: &Path, option: Option<&str>) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/wasm.mjs");
    let output = Command::new("node").arg(script).arg(module).args(option).output().expect("node is installed");
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    println!("{said}");
    assert!(output.status.success(), "{said}");
}

/// Where the modules are that people get.
fn engines() -> Option<PathBuf> {
    std::env::var_os("BROWSER_ENGINES").map(PathBuf::from)
}

/// The whole engine that people get, or one that is built here, apart from the build that runs this test.
pub fn module() -> Option<PathBuf> {
    built("studio.wasm")
}

/// The engine with which people try their flows.
pub fn simulator() -> Option<PathBuf> {
    built("simulator.wasm")
}

/// One of the engines that people get; the one that is built here can do what each of them can.
fn built(name: &str) -> Option<PathBuf> {
    if let Some(folder) = engines() {
        return Some(folder.join(name));
    }
    let libraries = Command::new("rustc").args(["--print", "target-libdir", "--target", "wasm32-unknown-unknown"]).output().ok()?;
    if !Path::new(String::from_utf8_lossy(&libraries.stdout).trim()).exists() {
        return None;
    }
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("engine-wasm");
    let build = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--package", "engine-wasm", "--target", "wasm32-unknown-unknown"])
        .env("CARGO_TARGET_DIR", &target)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .status();
    assert!(build.is_ok_and(|status| status.success()), "the browser engine does not build");
    Some(target.join("wasm32-unknown-unknown/debug/engine_wasm.wasm"))
}

/// The answers of a module to requests, one each.
pub fn replayed(module: &Path, name: &str, requests: &[String]) -> Vec<String> {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&file, requests.join("\n")).unwrap();
    let replay = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/replay.mjs");
    let output = Command::new("node").arg(replay).args([module, &file]).output().expect("node is installed");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().lines().map(ToOwned::to_owned).collect()
}
