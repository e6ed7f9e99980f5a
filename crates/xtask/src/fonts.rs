//! The font pack: Noto Sans SC and Noto Serif SC, fetched by name and checked against their digests.

use crate::run::{command, output, root, run};
use crate::web;
use anyhow::Result;

/// Where the pack lies, from the root of the checkout.
pub const FOLDER: &str = "crates/print-engine/fonts";

/// The files of the pack and where the packages hold them.
const FILES: &[(&str, &str)] = &[
    ("NotoSansSC-Regular.ttf", "noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf"),
    ("NotoSansSC-Bold.ttf", "noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf"),
    ("NotoSerifSC-Regular.ttf", "noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf"),
    ("OFL.txt", "noto-sans-sc/LICENSE_FONT"),
];

/// Brings the pack in, if it is not there or not whole.
pub fn ensure() -> Result<()> {
    let folder = root().join(FOLDER);
    let check = || {
        let mut sums = command("sha256sum", &["--check", "--quiet", "SHA256SUMS"]);
        sums.current_dir(&folder);
        sums
    };
    let there = FILES.iter().all(|(name, _)| folder.join(name).exists());
    if there && output(check()).is_ok() {
        return Ok(());
    }
    web::install(FOLDER)?;
    for (name, source) in FILES {
        std::fs::copy(folder.join("node_modules/@expo-google-fonts").join(source), folder.join(name))?;
    }
    run(check())
}
