//! Where the fixtures are, and archives made by hand.

use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

pub fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(root().join("tests/fixtures/workbooks").join(name)).unwrap()
}

/// The parts of an archive by name.
pub fn unpacked(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|index| {
            let mut file = archive.by_index(index).unwrap();
            let mut content = Vec::new();
            file.read_to_end(&mut content).unwrap();
            (file.name().unwrap().into_owned(), content)
        })
        .collect()
}

pub fn packed(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// An archive with a part of 32 MB of zeros, which is packed once and repeated.
pub fn repeated(parts: &[(String, Vec<u8>)], times: usize) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.start_file("xl/media/0.bin", SimpleFileOptions::default()).unwrap();
    writer.write_all(&vec![0; 32 << 20]).unwrap();
    let bytes = writer.finish().unwrap().into_inner();
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let name = archive.by_index(index).unwrap().name().unwrap().into_owned();
        let copies = if name.ends_with("0.bin") { times } else { 1 };
        for copy in 0..copies {
            let name = if copies == 1 { name.clone() } else { format!("xl/media/{copy}.bin") };
            writer.raw_copy_file_rename(archive.by_index_raw(index).unwrap(), name).unwrap();
        }
    }
    writer.finish().unwrap().into_inner()
}

/// A workbook with one part written anew.
pub fn with_part(bytes: &[u8], name: &str, change: impl Fn(&str) -> String) -> Vec<u8> {
    let mut parts = unpacked(bytes);
    let part = parts.iter_mut().find(|(known, _)| known == name).unwrap();
    part.1 = change(std::str::from_utf8(&part.1).unwrap()).into_bytes();
    packed(&parts)
}
