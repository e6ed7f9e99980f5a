//! Regions by their names.

use super::options::bare;

/// The names of all regions, one behind the other, with their codes; made once per import.
#[derive(Debug, Clone, Default)]
pub(super) struct Regions(Vec<(String, String)>);

impl Regions {
    pub(super) fn load() -> Self {
        let mut all: Vec<(String, String)> = form_engine::region_names().into_iter().map(|(code, names)| (bare(&names.concat()), code)).collect();
        all.sort();
        Self(all)
    }

    /// The code of a region.
    pub(super) fn code(&self, text: &str) -> Option<&str> {
        let text = text.trim();
        if text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            return self.0.iter().find(|(_, code)| code == text).map(|(_, code)| code.as_str());
        }
        let name: String = bare(text).chars().filter(|letter| !is_between(*letter)).collect();
        let place = self.0.partition_point(|(known, _)| *known < name);
        self.0.get(place).filter(|(known, _)| *known == name).map(|(_, code)| code.as_str())
    }

    /// The region with which an address begins, the deepest one, and what follows.
    pub(super) fn begins<'t>(&self, text: &'t str) -> Option<(&str, &'t str)> {
        let mut name = String::new();
        let mut found = None;
        for (at, letter) in text.char_indices() {
            if !letter.is_whitespace() && !is_between(letter) {
                name.push(letter);
                let place = self.0.partition_point(|(known, _)| *known < name);
                match self.0.get(place) {
                    Some((known, code)) if *known == name => found = Some((code.as_str(), at + letter.len_utf8())),
                    Some((known, _)) if known.starts_with(&name) => {}
                    _ => break,
                }
            }
        }
        let (code, end) = found?;
        Some((code, text.get(end..)?.trim()))
    }
}

fn is_between(letter: char) -> bool {
    matches!(letter, '/' | '-' | ',' | '，' | '、' | '>' | '·')
}
