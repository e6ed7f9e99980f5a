//! `cargo xtask dist`: a release archive.

use crate::run::{command, root, run, target};
use crate::{fonts, wasm, web};
use anyhow::Result;

/// Binary, font pack, packages, systemd unit and container file in one archive under `target/dist/`.
pub fn dist() -> Result<()> {
    fonts::ensure()?;
    wasm::build()?;
    web::build()?;
    run(command("cargo", &["build", "--profile", "shipping", "--package", "mortise"]))?;
    let name = format!("mortise-{}-{}", env!("CARGO_PKG_VERSION"), std::env::consts::ARCH);
    let place = target().join("dist").join(&name);
    if place.exists() {
        std::fs::remove_dir_all(&place)?;
    }
    std::fs::create_dir_all(place.join("packages"))?;
    std::fs::copy(target().join("shipping/mortise"), place.join("mortise"))?;
    let place_text = place.to_string_lossy().into_owned();
    for folder in ["definitions", "examples"] {
        for entry in
            std::fs::read_dir(root().join(folder))?.flatten().filter(|entry| entry.path().join("app.json").exists() && entry.file_name() != "schema")
        {
            run(command("cp", &["-r", &entry.path().to_string_lossy(), &format!("{place_text}/packages/")]))?;
        }
    }
    for file in ["docs/release/mortise.service", "docs/release/Containerfile", "docs/release/mortise.toml", "README.md"] {
        run(command("cp", &[file, &format!("{place_text}/")]))?;
    }
    run(command("cp", &["-r", "crates/print-engine/fonts", &format!("{place_text}/fonts")]))?;
    let parent = target().join("dist");
    run(command(
        "tar",
        &[
            "--sort=name",
            "--owner=0",
            "--group=0",
            "--numeric-owner",
            "-C",
            &parent.to_string_lossy(),
            "-czf",
            &format!("{place_text}.tar.gz"),
            &name,
        ],
    ))?;
    println!("{place_text}.tar.gz");
    Ok(())
}
