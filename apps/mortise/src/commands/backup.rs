//! `mortise backup` and `mortise restore`: the database and all files in one archive.
//!
//! The database is copied first and the files afterwards: a file is never changed, so every file that the copy speaks of is in the archive.

use crate::config::Config;
use crate::place;
use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use store::{Backend, Store, StoreConfig};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

const FORMAT: u32 = 1;
const MANIFEST: &str = "manifest.json";
const DATABASE: &str = "database";
const FILES: &str = "files/";

/// What is in an archive.
#[derive(Debug, Serialize, Deserialize)]
struct Manifest {
    format: u32,
    product: String,
    backend: String,
}

/// Writes the archive. The server may go on working meanwhile.
pub async fn backup(config: &Config, file: &Path) -> Result<ExitCode> {
    if file.exists() {
        bail!("`{}` is there already", file.display());
    }
    let part = beside(file, "part");
    let copy = beside(file, "database");
    let written = write_archive(config, &part, &copy).await;
    remove(&copy)?;
    if let Err(error) = written {
        remove(&part)?;
        return Err(error);
    }
    std::fs::rename(&part, file).with_context(|| format!("`{}` cannot be written", file.display()))?;
    println!("{}", file.display());
    Ok(ExitCode::SUCCESS)
}

/// Puts an archive back into an empty place.
pub async fn restore(config: &Config, file: &Path) -> Result<ExitCode> {
    let opened = File::open(file).with_context(|| format!("`{}` cannot be read", file.display()))?;
    let mut archive = ZipArchive::new(opened).context("this is not a backup")?;
    let manifest: Manifest = serde_json::from_reader(archive.by_name(MANIFEST).context("this is not a backup")?)?;
    check_manifest(config, &manifest)?;
    std::fs::create_dir_all(&config.data)?;
    check_empty(config)?;
    restore_database(config, &mut archive).await.context("the database cannot be restored")?;
    restore_files(config, &mut archive)?;
    let store = place::open_store(config).await?;
    store.migrate().await.context("the database cannot be brought to this release")?;
    store.close().await;
    Ok(ExitCode::SUCCESS)
}

async fn write_archive(config: &Config, part: &Path, copy: &Path) -> Result<()> {
    let store = place::open_store(config).await?;
    let backend = store.backend();
    store.backup(copy).await.context("the database cannot be copied")?;
    store.close().await;
    let mut archive = ZipWriter::new(File::create(part).with_context(|| format!("`{}` cannot be written", part.display()))?);
    archive.start_file(MANIFEST, options())?;
    let manifest = Manifest { format: FORMAT, product: env!("CARGO_PKG_VERSION").into(), backend: name(backend).into() };
    serde_json::to_writer_pretty(&mut archive, &manifest)?;
    add(&mut archive, DATABASE, copy)?;
    let folder = config.files_folder();
    if folder.is_dir() {
        add_folder(&mut archive, &folder, &folder)?;
    }
    archive.finish()?.sync_all()?;
    Ok(())
}

fn add_folder(archive: &mut ZipWriter<File>, root: &Path, folder: &Path) -> Result<()> {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder)?.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            add_folder(archive, root, &path)?;
        } else {
            add(archive, &format!("{FILES}{}", path.strip_prefix(root)?.to_string_lossy().replace('\\', "/")), &path)?;
        }
    }
    Ok(())
}

fn add(archive: &mut ZipWriter<File>, name: &str, path: &Path) -> Result<()> {
    // A file that upkeep deleted a moment ago is spoken of by no record.
    let Ok(mut file) = File::open(path) else { return Ok(()) };
    archive.start_file(name, options())?;
    std::io::copy(&mut file, archive)?;
    Ok(())
}

fn options() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).large_file(true)
}

fn check_manifest(config: &Config, manifest: &Manifest) -> Result<()> {
    if manifest.format != FORMAT {
        bail!("this backup has the format {}; this release reads {FORMAT}", manifest.format);
    }
    let wanted = if config.database_url().starts_with("sqlite:") { Backend::Sqlite } else { Backend::Postgres };
    if manifest.backend != name(wanted) {
        bail!("this backup is of {}, the configured database is {}", manifest.backend, name(wanted));
    }
    Ok(())
}

fn check_empty(config: &Config) -> Result<()> {
    let folder = config.files_folder();
    if folder.is_dir() && std::fs::read_dir(&folder)?.next().is_some() {
        bail!("the folder `{}` is not empty; a backup is put back into an empty place only", folder.display());
    }
    Ok(())
}

async fn restore_database(config: &Config, archive: &mut ZipArchive<File>) -> Result<()> {
    let part = config.data.join("restore.part");
    let mut file = File::create(&part)?;
    std::io::copy(&mut archive.by_name(DATABASE)?, &mut file)?;
    file.sync_all()?;
    let target = StoreConfig { url: config.database_url(), connections: 1 };
    let restored = Store::restore(&target, &part).await;
    remove(&part)?;
    Ok(restored?)
}

fn restore_files(config: &Config, archive: &mut ZipArchive<File>) -> Result<()> {
    let folder = config.files_folder();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index)?;
        let Some(path) = entry.enclosed_name().and_then(|path| path.strip_prefix(FILES).ok().map(Path::to_owned)) else { continue };
        if entry.is_dir() {
            continue;
        }
        let target = folder.join(path);
        if let Some(parent) = target.parent() {
            std::fs::create_dir_all(parent)?;
        }
        let mut file = File::create(&target)?;
        std::io::copy(&mut entry, &mut file)?;
        file.sync_all()?;
    }
    Ok(())
}

fn name(backend: Backend) -> &'static str {
    match backend {
        Backend::Sqlite => "sqlite",
        Backend::Postgres => "postgres",
    }
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    name.into()
}

fn remove(path: &Path) -> Result<()> {
    if path.exists() {
        std::fs::remove_file(path)?;
    }
    Ok(())
}
