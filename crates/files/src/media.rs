//! What a file really is: its media type from its content, whatever its name says.

/// The media type of content that is none of the known kinds.
pub const UNKNOWN: &str = "application/octet-stream";

/// One kind of file: its type, how its content begins, and the endings that people give it.
struct Kind {
    media_type: &'static str,
    endings: &'static [&'static str],
    is: fn(&Sample<'_>) -> bool,
}

/// The beginning and the end of a file.
struct Sample<'a> {
    head: &'a [u8],
    tail: &'a [u8],
}

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const PPTX: &str = "application/vnd.openxmlformats-officedocument.presentationml.presentation";

/// From the particular to the general: an office document is a zip, a picture in SVG is a text.
const KINDS: &[Kind] = &[
    Kind { media_type: "image/png", endings: &["png"], is: |file| file.head.starts_with(b"\x89PNG\r\n\x1a\n") },
    Kind { media_type: "image/jpeg", endings: &["jpg", "jpeg", "jfif"], is: |file| file.head.starts_with(b"\xff\xd8\xff") },
    Kind { media_type: "image/gif", endings: &["gif"], is: |file| file.head.starts_with(b"GIF87a") || file.head.starts_with(b"GIF89a") },
    Kind { media_type: "image/webp", endings: &["webp"], is: |file| file.is_riff(b"WEBP") },
    Kind { media_type: "image/bmp", endings: &["bmp"], is: |file| file.head.starts_with(b"BM") && file.at(6, &[0, 0, 0, 0]) },
    Kind { media_type: "image/heic", endings: &["heic", "heif"], is: |file| file.is_brand(&[b"heic", b"heix", b"hevc", b"mif1", b"msf1"]) },
    Kind { media_type: "image/avif", endings: &["avif"], is: |file| file.is_brand(&[b"avif", b"avis"]) },
    Kind { media_type: "application/pdf", endings: &["pdf"], is: |file| file.head.starts_with(b"%PDF-") },
    Kind { media_type: XLSX, endings: &["xlsx"], is: |file| file.is_zip() && file.names(b"xl/workbook.xml") },
    Kind { media_type: DOCX, endings: &["docx"], is: |file| file.is_zip() && file.names(b"word/document.xml") },
    Kind { media_type: PPTX, endings: &["pptx"], is: |file| file.is_zip() && file.names(b"ppt/presentation.xml") },
    Kind { media_type: "application/zip", endings: &["zip", "mortise"], is: |file| file.is_zip() },
    Kind { media_type: "audio/mpeg", endings: &["mp3"], is: |file| file.head.starts_with(b"ID3") || file.is_mpeg_audio() },
    Kind { media_type: "audio/wav", endings: &["wav"], is: |file| file.is_riff(b"WAVE") },
    Kind { media_type: "audio/amr", endings: &["amr"], is: |file| file.head.starts_with(b"#!AMR") },
    Kind { media_type: "audio/ogg", endings: &["ogg", "oga", "opus"], is: |file| file.head.starts_with(b"OggS") },
    Kind { media_type: "audio/mp4", endings: &["m4a"], is: |file| file.is_brand(&[b"M4A ", b"M4B "]) || file.is_mp4_without_pictures() },
    Kind { media_type: "audio/webm", endings: &["weba", "webm"], is: |file| file.is_webm_without_pictures() },
    Kind { media_type: "video/webm", endings: &["webm"], is: |file| file.is_webm() },
    Kind { media_type: "video/quicktime", endings: &["mov"], is: |file| file.is_brand(&[b"qt  "]) },
    Kind { media_type: "video/mp4", endings: &["mp4", "m4v"], is: |file| file.at(4, b"ftyp") },
    Kind { media_type: "image/svg+xml", endings: &["svg"], is: |file| file.is_markup(&["<svg"]) },
    Kind {
        media_type: "text/html",
        endings: &["html", "htm", "xhtml"],
        is: |file| file.is_markup(&["<!doctype html", "<html", "<script", "<head", "<body", "<iframe"]),
    },
    Kind { media_type: "text/plain", endings: &["txt", "csv", "md", "log", "json", "xml"], is: |file| file.is_text() },
];

/// How much of the beginning [`sniff`] looks at.
pub(crate) const HEAD: usize = 8 * 1024;
/// How much of the end it looks at: the list of names of a zip.
pub(crate) const TAIL: usize = 64 * 1024;

/// The media type of content, from its beginning and its end (both may be the whole); [`UNKNOWN`] when it is none of the known kinds.
pub fn sniff(head: &[u8], tail: &[u8]) -> &'static str {
    let sample = Sample { head, tail };
    KINDS.iter().find(|kind| (kind.is)(&sample)).map_or(UNKNOWN, |kind| kind.media_type)
}

/// Whether the ending of a name promises what the content is. A name without a known ending promises nothing that could be kept.
pub fn agrees_with_name(name: &str, media_type: &str) -> bool {
    let Some((_, ending)) = name.rsplit_once('.') else { return false };
    let ending = ending.to_ascii_lowercase();
    KINDS.iter().any(|kind| kind.media_type == media_type && kind.endings.contains(&ending.as_str()))
}

impl Sample<'_> {
    fn at(&self, place: usize, bytes: &[u8]) -> bool {
        self.head.get(place..).is_some_and(|rest| rest.starts_with(bytes))
    }

    fn is_riff(&self, kind: &[u8]) -> bool {
        self.head.starts_with(b"RIFF") && self.at(8, kind)
    }

    fn is_brand(&self, brands: &[&[u8; 4]]) -> bool {
        self.at(4, b"ftyp") && brands.iter().any(|brand| self.at(8, *brand))
    }

    fn is_zip(&self) -> bool {
        self.head.starts_with(b"PK\x03\x04")
    }

    fn is_webm(&self) -> bool {
        self.head.starts_with(b"\x1a\x45\xdf\xa3")
    }

    /// A browser records sound into the same kind of file as films; its tracks say what it is.
    fn is_webm_without_pictures(&self) -> bool {
        let names = |codecs: &[&[u8]]| codecs.iter().any(|codec| self.names(codec));
        self.is_webm() && names(&[b"A_OPUS", b"A_VORBIS", b"A_PCM"]) && !names(&[b"V_VP8", b"V_VP9", b"V_AV1", b"V_MPEG4"])
    }

    /// What a phone records as sound carries a brand of films; its tracks say what it is.
    fn is_mp4_without_pictures(&self) -> bool {
        self.at(4, b"ftyp") && self.names(b"soun") && !self.names(b"vide") && !self.at(8, b"qt  ")
    }

    fn names(&self, entry: &[u8]) -> bool {
        let holds = |bytes: &[u8]| bytes.windows(entry.len()).any(|window| window == entry);
        holds(self.head) || holds(self.tail)
    }

    fn is_mpeg_audio(&self) -> bool {
        matches!(self.head, [0xff, second, third, ..] if second & 0xe6 == 0xe2 && third >> 4 != 0xf)
    }

    fn is_markup(&self, beginnings: &[&str]) -> bool {
        let text = String::from_utf8_lossy(self.head).to_lowercase();
        let text = text.trim_start_matches('\u{feff}').trim_start();
        // An XML head or a comment may come first.
        text.starts_with('<') && beginnings.iter().any(|beginning| text.contains(beginning))
    }

    fn is_text(&self) -> bool {
        let readable = |text: &str| text.chars().all(|letter| !letter.is_control() || matches!(letter, '\n' | '\r' | '\t'));
        match std::str::from_utf8(self.head) {
            Ok(text) => !text.is_empty() && readable(text),
            // The sample may end within a letter.
            Err(error) if error.error_len().is_none() => {
                std::str::from_utf8(self.head.get(..error.valid_up_to()).unwrap_or_default()).is_ok_and(readable)
            }
            Err(_) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{UNKNOWN, XLSX, agrees_with_name, sniff};

    #[test]
    fn content_says_what_it_is() {
        for (content, media_type) in [
            (b"\x89PNG\r\n\x1a\n\0\0".as_slice(), "image/png"),
            (b"\xff\xd8\xff\xe0\0", "image/jpeg"),
            (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
            (b"\0\0\0\x18ftypheic", "image/heic"),
            (b"\0\0\0\x18ftypM4A ", "audio/mp4"),
            (b"\0\0\0\x18ftypisom", "video/mp4"),
            (b"%PDF-1.7", "application/pdf"),
            (b"PK\x03\x04....[Content_Types].xml....PK\x01\x02....xl/workbook.xml", XLSX),
            (b"PK\x03\x04....app.json", "application/zip"),
            (b"\0\0\0\x18ftypiso5....moov....hdlr....soun", "audio/mp4"),
            (b"\0\0\0\x18ftypiso5....moov....hdlr....soun....hdlr....vide", "video/mp4"),
            (b"\x1a\x45\xdf\xa3....webm....A_OPUS", "audio/webm"),
            (b"\x1a\x45\xdf\xa3....webm....V_VP9....A_OPUS", "video/webm"),
            (b"OggS\0\x02", "audio/ogg"),
            (b"RIFF\0\0\0\0WAVEfmt ", "audio/wav"),
            (b"ID3\x03", "audio/mpeg"),
            (b"\xff\xfb\x90\x64", "audio/mpeg"),
            ("编号,名称\n1,螺丝".as_bytes(), "text/plain"),
            (b" <!DOCTYPE html><p>", "text/html"),
            (b"<?xml version=\"1.0\"?><svg onload=\"x\">", "image/svg+xml"),
            (b"\x7fELF\x02\x01", UNKNOWN),
            (b"MZ\x90\0", UNKNOWN),
            (b"", UNKNOWN),
        ] {
            assert_eq!(sniff(content, content), media_type, "{:?}", String::from_utf8_lossy(content));
        }
    }

    #[test]
    fn a_name_promises_its_content() {
        for (name, media_type, agrees) in [
            ("a.JPG", "image/jpeg", true),
            ("a.png", "image/jpeg", false),
            ("a.png", "text/html", false),
            ("a.csv", "text/plain", true),
            ("a.webm", "audio/webm", true),
            ("a.mp3", "audio/webm", false),
            ("a.m4a", "video/mp4", false),
            ("a.xlsx", XLSX, true),
            ("a.xlsx", "application/zip", false),
            ("a.exe", UNKNOWN, false),
            ("png", "image/png", false),
        ] {
            assert_eq!(agrees_with_name(name, media_type), agrees, "{name} {media_type}");
        }
    }
}
