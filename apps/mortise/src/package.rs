//! Packages on disk: a folder or a `.mortise` file.

use anyhow::{Context, Result, bail};
use definition::Files;
use definition::archive::{Limits, unpack};
use std::path::{Path, PathBuf};

/// Reads the files of a package.
pub fn read(path: &Path) -> Result<Files> {
    if path.is_dir() {
        let mut files = Files::new();
        read_folder(path, path, &mut files)?;
        if files.is_empty() {
            bail!("`{}` holds no JSON files", path.display());
        }
        return Ok(files);
    }
    let bytes = std::fs::read(path).with_context(|| format!("`{}` cannot be read", path.display()))?;
    unpack(&bytes, Limits::default()).with_context(|| format!("`{}` is not a package", path.display()))
}

/// The recipe of the package's demo data, if it has one.
pub fn demo_recipe(files: &Files) -> Option<&str> {
    files.get("demo/recipe.json").map(String::as_str)
}

/// The packages in a folder, by name: folders with an `app.json`, and `.mortise` files.
pub fn all_in(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder).with_context(|| format!("`{}` cannot be read", folder.display()))?;
    let mut packages: Vec<PathBuf> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).filter(|path| is_package(path)).collect();
    packages.sort();
    Ok(packages)
}

fn is_package(path: &Path) -> bool {
    is_app(&path.join("app.json")) || path.extension().is_some_and(|extension| extension == "mortise")
}

/// An `app.json` may also be a JSON Schema of that name; only an app has a number of the format.
fn is_app(path: &Path) -> bool {
    let content = std::fs::read(path).ok().and_then(|bytes| serde_json::from_slice::<serde_json::Value>(&bytes).ok());
    content.is_some_and(|json| json.get("format").is_some_and(serde_json::Value::is_number))
}

fn read_folder(root: &Path, folder: &Path, files: &mut Files) -> Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if path.is_dir() && !hidden {
            read_folder(root, &path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "json") {
            let name = path.strip_prefix(root)?.to_string_lossy().replace('\\', "/");
            let text = std::fs::read_to_string(&path).with_context(|| format!("`{}` is not UTF-8 text", path.display()))?;
            files.insert(name, text);
        }
    }
    Ok(())
}
