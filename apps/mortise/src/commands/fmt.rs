//! `mortise fmt`: the canonical form of a package's files.

use anyhow::{Result, bail};
use std::path::Path;
use std::process::ExitCode;
use value::Locale;

/// Writes every file in canonical form; with `only_check` nothing is written and a file in another form fails.
pub fn fmt(folder: &Path, only_check: bool, locale: Locale) -> Result<ExitCode> {
    if !folder.is_dir() {
        bail!("`{}` is not a folder", folder.display());
    }
    let (mut changed, mut broken) = (0, 0);
    for (name, text) in crate::package::read(folder)?.iter().filter(|(name, _)| !definition::package::is_beside(name)) {
        match definition::canonical::format(name, text) {
            Ok(canonical) if canonical == *text => {}
            Ok(canonical) => {
                changed += 1;
                println!("{name}");
                if !only_check {
                    std::fs::write(folder.join(name), canonical)?;
                }
            }
            Err(diagnostics) => {
                broken += 1;
                diagnostics.iter().for_each(|diagnostic| println!("{}", diagnostic.line(locale)));
            }
        }
    }
    let failed = broken > 0 || (only_check && changed > 0);
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
