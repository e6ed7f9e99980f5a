//! The file as an archive: what it is, whether it unpacks to something reasonable, its parts as texts.

use super::{MOST_BYTES, MOST_UNPACKED, OpenFault};
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use zip::ZipArchive;

const ZIP: &[u8] = b"PK\x03\x04";
/// The container of old workbooks, and of encrypted new ones.
const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
/// More parts than any workbook has.
const MOST_PARTS: usize = 20_000;
/// What the name of a stream looks like inside of a compound file.
const ENCRYPTED: &str = "EncryptedPackage";

/// The parts of the archive that are read here, by their path.
pub(super) type Parts = BTreeMap<String, String>;

/// Looks at every part before anything is parsed and keeps nothing.
pub(crate) fn guarded(bytes: &[u8]) -> Result<(), OpenFault> {
    let found = looked_at(bytes, &|_| false)?;
    if found.has_workbook { Ok(()) } else { Err(OpenFault::NoWorkbook) }
}

/// Looks at every part before anything is parsed; keeps the texts of those that are needed.
pub(super) fn parts(bytes: &[u8]) -> Result<Parts, OpenFault> {
    let found = looked_at(bytes, &is_read_here)?;
    if found.has_workbook { Ok(found.parts) } else { Err(OpenFault::NoWorkbook) }
}

struct LookedAt {
    parts: Parts,
    has_workbook: bool,
}

fn looked_at(bytes: &[u8], is_kept: &dyn Fn(&str) -> bool) -> Result<LookedAt, OpenFault> {
    if bytes.len() > MOST_BYTES {
        return Err(OpenFault::TooLarge);
    }
    if bytes.starts_with(COMPOUND) {
        return Err(if holds_wide(bytes, ENCRYPTED) { OpenFault::Encrypted } else { OpenFault::OldFormat });
    }
    if !bytes.starts_with(ZIP) {
        return Err(if is_web_page(bytes) { OpenFault::WebPage } else { OpenFault::NoWorkbook });
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|fault| OpenFault::damaged("zip", fault))?;
    if archive.len() > MOST_PARTS {
        return Err(OpenFault::Bomb);
    }
    let mut left = MOST_UNPACKED;
    let mut found = LookedAt { parts: Parts::new(), has_workbook: false };
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).map_err(|fault| OpenFault::damaged(format!("zip #{index}"), fault))?;
        let name = file.name().map_err(|fault| OpenFault::damaged(format!("zip #{index}"), fault))?.trim_start_matches('/').to_owned();
        let small = name.to_ascii_lowercase();
        if small.ends_with("vbaproject.bin") || small.starts_with("xl/macrosheets/") {
            return Err(OpenFault::Macros);
        }
        if small == "xl/workbook.bin" {
            return Err(OpenFault::Binary);
        }
        let mut unpacked = Vec::new();
        let keep = is_kept(&name);
        found.has_workbook |= name == "xl/workbook.xml";
        let read = if keep {
            file.by_ref().take(left + 1).read_to_end(&mut unpacked).map(|count| u64::try_from(count).unwrap_or(u64::MAX))
        } else {
            std::io::copy(&mut file.by_ref().take(left + 1), &mut std::io::sink())
        };
        let read = read.map_err(|fault| OpenFault::damaged(&name, fault))?;
        left = left.checked_sub(read).ok_or(OpenFault::Bomb)?;
        if keep {
            let text = String::from_utf8(unpacked).map_err(|fault| OpenFault::damaged(&name, fault.utf8_error()))?;
            found.parts.insert(name, text);
        }
    }
    Ok(found)
}

/// Sheets, comments, drawings and how they hang together; styles and strings are calamine's.
fn is_read_here(name: &str) -> bool {
    let is_xml = name.ends_with(".xml") || name.ends_with(".rels");
    let folders = ["xl/worksheets/", "xl/comments", "xl/drawings/", "xl/_rels/"];
    is_xml && (name == "xl/workbook.xml" || folders.iter().any(|folder| name.starts_with(folder)))
}

fn is_web_page(bytes: &[u8]) -> bool {
    let begin = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let begin = begin.get(..begin.len().min(512)).unwrap_or_default().trim_ascii_start().to_ascii_lowercase();
    [&b"<html"[..], b"<!doctype html", b"<table", b"<meta"].iter().any(|word| begin.starts_with(word))
}

fn holds_wide(bytes: &[u8], word: &str) -> bool {
    let wide: Vec<u8> = word.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(wide.len()).any(|window| window == wide)
}
