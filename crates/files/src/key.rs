//! Keys of files: the only thing from which a path is made.

use std::fmt;

/// The key of a stored file: a UUID in its usual spelling. No other text can become a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileKey([u8; 16]);

impl FileKey {
    /// A key from the bytes of a UUID.
    pub fn new(uuid: [u8; 16]) -> Self {
        Self(uuid)
    }

    /// Reads a UUID with hyphens.
    pub fn parse(text: &str) -> Option<Self> {
        let hyphens = [8, 13, 18, 23];
        let well_formed = text.len() == 36 && text.bytes().enumerate().all(|(place, byte)| (byte == b'-') == hyphens.contains(&place));
        let digits: String = text.chars().filter(|letter| *letter != '-').collect();
        let bytes: [u8; 16] = hex::decode(digits).ok().filter(|_| well_formed)?.try_into().ok()?;
        Some(Self(bytes))
    }

    /// The digits without hyphens.
    pub(crate) fn digits(self) -> String {
        hex::encode(self.0)
    }
}

impl fmt::Display for FileKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, byte) in self.0.iter().enumerate() {
            if matches!(place, 4 | 6 | 8 | 10) {
                f.write_str("-")?;
            }
            write!(f, "{byte:02x}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::FileKey;

    #[test]
    fn only_a_uuid_is_a_key() {
        let key = "0190b5a0-0000-7000-8000-0000000000ff";
        assert_eq!(FileKey::parse(key).unwrap().to_string(), key);
        for bad in [
            "",
            "../../etc/passwd",
            "0190b5a0000070008000000000000000ff00",
            "0190b5a0-0000-7000-8000-00000000000g",
            "0190b5a0-0000-7000-8000_0000000000ff",
        ] {
            assert_eq!(FileKey::parse(bad), None, "{bad}");
        }
    }
}
