//! The archive of a package, `.mortise`: a zip of its files, the same bytes for the same content.
//!
//! An archive comes from a stranger: it is read in memory and within limits, and a path never leaves the package.

use crate::{Files, package::is_beside};
use std::io::{Cursor, Read, Write};
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter, write::SimpleFileOptions};

/// How much an archive may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of all files together, unpacked.
    pub unpacked: u64,
    /// Number of files.
    pub count: usize,
    /// Unpacked bytes for one packed byte, over the whole archive.
    pub ratio: u64,
    /// Folders inside each other.
    pub depth: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { unpacked: 64 << 20, count: 5_000, ratio: 200, depth: 4 }
    }
}

/// Why an archive is refused.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// It is no zip, or broken.
    #[error("this is not a package archive: {0}")]
    Broken(#[from] zip::result::ZipError),
    /// A file could not be unpacked.
    #[error("`{0}` cannot be unpacked")]
    Unreadable(String, #[source] std::io::Error),
    /// It holds too much.
    #[error("the archive holds more than {0}")]
    TooLarge(&'static str),
    /// A path leaves the package.
    #[error("`{0}` is not a path inside a package")]
    Path(String),
    /// A path stands twice.
    #[error("`{0}` stands twice in the archive")]
    Duplicate(String),
    /// An entry is no plain file.
    #[error("`{0}` is not a plain file")]
    NotAFile(String),
    /// A file is not UTF-8 text.
    #[error("`{0}` is not UTF-8 text")]
    NotText(String),
}

impl ArchiveError {
    /// The stable code of the error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Broken(_) | Self::Unreadable(..) => "MD0020",
            Self::TooLarge(_) => "MD0021",
            Self::Path(_) => "MD0022",
            Self::Duplicate(_) => "MD0023",
            Self::NotAFile(_) | Self::NotText(_) => "MD0024",
        }
    }
}

/// Packs files. The same files give the same bytes: entries by path, no times, no owners.
pub fn pack(files: &Files) -> Result<Vec<u8>, ArchiveError> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options =
        SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).last_modified_time(DateTime::default()).unix_permissions(0o644);
    for (path, text) in files {
        writer.start_file(path.as_str(), options)?;
        writer.write_all(text.as_bytes()).map_err(|error| ArchiveError::Unreadable(path.clone(), error))?;
    }
    Ok(writer.finish()?.into_inner())
}

/// Unpacks an archive in memory. A single folder around everything is taken off; files that are no part of a package are passed over.
pub fn unpack(bytes: &[u8], limits: Limits) -> Result<Files, ArchiveError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))?;
    if archive.len() > limits.count {
        return Err(ArchiveError::TooLarge("5,000 files"));
    }
    if archive.has_duplicate_names() {
        return Err(ArchiveError::Duplicate("central directory".into()));
    }
    let packed = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    let mut left = limits.unpacked.min(packed.saturating_mul(limits.ratio));
    let mut files = Files::new();
    for index in 0..archive.len() {
        let entry = archive.by_index(index)?;
        let path = entry.name()?.into_owned();
        if entry.is_dir() {
            continue;
        }
        check_path(&path, limits.depth)?;
        if entry.is_symlink() || entry.encrypted() {
            return Err(ArchiveError::NotAFile(path));
        }
        let text = read_text(entry, &path, &mut left)?;
        if files.insert(path.clone(), text).is_some() {
            return Err(ArchiveError::Duplicate(path));
        }
    }
    let mut files = without_wrapper(files);
    files.retain(|path, _| !is_beside(path) || path.starts_with("demo/"));
    Ok(files)
}

fn check_path(path: &str, depth: usize) -> Result<(), ArchiveError> {
    let plain = |step: &str| !step.is_empty() && step != "." && step != ".." && !step.contains(['\\', ':', '\0']);
    let steps: Vec<&str> = path.split('/').collect();
    if steps.len() <= depth && steps.iter().all(|step| plain(step)) { Ok(()) } else { Err(ArchiveError::Path(path.into())) }
}

/// Reads what is really there; the sizes that the archive claims are not believed.
fn read_text(entry: impl Read, path: &str, left: &mut u64) -> Result<String, ArchiveError> {
    let mut bytes = Vec::new();
    let read = entry.take(*left + 1).read_to_end(&mut bytes).map_err(|error| ArchiveError::Unreadable(path.into(), error))?;
    *left = left.checked_sub(u64::try_from(read).unwrap_or(u64::MAX)).ok_or(ArchiveError::TooLarge("64 MiB, or than 200 times its packed size"))?;
    String::from_utf8(bytes).map_err(|_not_text| ArchiveError::NotText(path.into()))
}

/// People often pack the folder itself: `orders/app.json`.
fn without_wrapper(files: Files) -> Files {
    if files.contains_key("app.json") {
        return files;
    }
    let Some((folder, _)) = files.keys().find_map(|path| path.strip_suffix("/app.json").map(|folder| (format!("{folder}/"), ()))) else {
        return files;
    };
    if !files.keys().all(|path| path.starts_with(&folder)) {
        return files;
    }
    files.into_iter().filter_map(|(path, text)| Some((path.strip_prefix(&folder)?.to_owned(), text))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zip_of(entries: &[(&str, &str)]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (path, text) in entries {
            writer.start_file(*path, SimpleFileOptions::default().compression_method(CompressionMethod::Deflated)).unwrap();
            writer.write_all(text.as_bytes()).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn check(entries: &[(&str, &str)], code: &str) {
        let error = unpack(&zip_of(entries), Limits::default()).expect_err(code);
        assert_eq!(error.code(), code, "{error}");
    }

    #[test]
    fn the_same_files_give_the_same_bytes_and_come_back() {
        let files = Files::from([("app.json".to_owned(), "{}\n".to_owned()), ("forms/订.json".to_owned(), "{ \"a\": 1 }\n".to_owned())]);
        let bytes = pack(&files).unwrap();
        assert_eq!(bytes, pack(&files).unwrap());
        assert_eq!(unpack(&bytes, Limits::default()).unwrap(), files);
    }

    #[test]
    fn a_folder_around_everything_is_taken_off() {
        let files = unpack(&zip_of(&[("shop/app.json", "{}"), ("shop/forms/a.json", "{}"), ("shop/README.md", "x")]), Limits::default()).unwrap();
        assert_eq!(files.keys().collect::<Vec<_>>(), ["app.json", "forms/a.json"]);
    }

    #[test]
    fn what_a_stranger_may_try_is_refused() {
        check(&[("../app.json", "{}")], "MD0022");
        check(&[("/etc/app.json", "{}")], "MD0022");
        check(&[("a\\b.json", "{}")], "MD0022");
        check(&[("a/b/c/d/e/f.json", "{}")], "MD0022");
        let bomb = " ".repeat(4 << 20);
        check(&[("app.json", &bomb)], "MD0021");
        assert_eq!(unpack(b"hello", Limits::default()).unwrap_err().code(), "MD0020");
        let few = Limits { count: 1, ..Limits::default() };
        assert_eq!(unpack(&zip_of(&[("app.json", "{}"), ("b.json", "{}")]), few).unwrap_err().code(), "MD0021");
    }

    #[test]
    fn a_file_that_is_no_text_is_refused() {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        writer.start_file("app.json", SimpleFileOptions::default()).unwrap();
        writer.write_all(&[0xff, 0xfe, 0x00]).unwrap();
        let bytes = writer.finish().unwrap().into_inner();
        assert_eq!(unpack(&bytes, Limits::default()).unwrap_err().code(), "MD0024");
    }
}
