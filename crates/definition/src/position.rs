//! Where a JSON Pointer stands in a text, as line and column.
//!
//! The place of a member is its key, the place of an item is the item itself: there an editor puts the mark.

use std::collections::BTreeMap;

/// A place in a text, line and column from 1, columns in characters.
pub type Position = (u32, u32);

/// All pointers of a JSON text with their places.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Positions {
    places: BTreeMap<String, Position>,
    duplicates: Vec<(String, Position)>,
}

impl Positions {
    /// Scans a text that is known to be valid JSON.
    pub fn of(text: &str) -> Self {
        let mut scanner = Scanner { rest: text.chars().peekable(), at: (1, 1), found: Self::default() };
        scanner.value("");
        scanner.found
    }

    /// The place of a pointer, or of the nearest one above that exists.
    pub fn place(&self, pointer: &str) -> Position {
        let mut pointer = pointer;
        loop {
            if let Some(place) = self.places.get(pointer) {
                return *place;
            }
            match pointer.rsplit_once('/') {
                Some((above, _)) => pointer = above,
                None => return (1, 1),
            }
        }
    }

    /// Keys that stand twice in one object: JSON readers disagree about what they mean.
    pub fn duplicates(&self) -> &[(String, Position)] {
        &self.duplicates
    }
}

/// A step of a pointer, escaped.
pub fn escape(step: &str) -> String {
    step.replace('~', "~0").replace('/', "~1")
}

struct Scanner<'a> {
    rest: std::iter::Peekable<std::str::Chars<'a>>,
    at: Position,
    found: Positions,
}

impl Scanner<'_> {
    fn next(&mut self) -> Option<char> {
        let char = self.rest.next()?;
        self.at = if char == '\n' { (self.at.0 + 1, 1) } else { (self.at.0, self.at.1 + 1) };
        Some(char)
    }

    fn skip_space(&mut self) {
        while self.rest.peek().is_some_and(|char| char.is_ascii_whitespace() || *char == '\u{feff}') {
            self.next();
        }
    }

    fn value(&mut self, pointer: &str) {
        self.skip_space();
        self.found.places.entry(pointer.into()).or_insert(self.at);
        match self.rest.peek() {
            Some('{') => self.object(pointer),
            Some('[') => self.array(pointer),
            Some('"') => drop(self.string()),
            _ => self.scalar(),
        }
    }

    fn object(&mut self, pointer: &str) {
        self.next();
        loop {
            self.skip_space();
            let place = self.at;
            match self.rest.peek() {
                Some('"') => {}
                Some(',') => {
                    self.next();
                    continue;
                }
                _ => {
                    self.next();
                    return;
                }
            }
            let member = format!("{pointer}/{}", escape(&self.string()));
            if self.found.places.insert(member.clone(), place).is_some() {
                self.found.duplicates.push((member.clone(), place));
            }
            self.skip_space();
            self.next();
            self.value(&member);
        }
    }

    fn array(&mut self, pointer: &str) {
        self.next();
        let mut index = 0_usize;
        loop {
            self.skip_space();
            match self.rest.peek() {
                None => return,
                Some(']') => {
                    self.next();
                    return;
                }
                Some(',') => {
                    self.next();
                }
                Some(_) => {
                    self.value(&format!("{pointer}/{index}"));
                    index += 1;
                }
            }
        }
    }

    fn string(&mut self) -> String {
        let mut raw = String::from("\"");
        self.next();
        while let Some(char) = self.next() {
            raw.push(char);
            match char {
                '"' => break,
                '\\' => raw.extend(self.next()),
                _ => {}
            }
        }
        serde_json::from_str(&raw).unwrap_or(raw)
    }

    fn scalar(&mut self) {
        while self.rest.peek().is_some_and(|char| !matches!(char, ',' | '}' | ']') && !char.is_ascii_whitespace()) {
            self.next();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_stand_at_their_keys_and_items_at_themselves() {
        let positions = Positions::of("{\n  \"字段\": [1, {\"a/b\": \"x\\\"]\"}],\n  \"c\": null\n}");
        for (pointer, place) in
            [("", (1, 1)), ("/字段", (2, 3)), ("/字段/0", (2, 10)), ("/字段/1/a~1b", (2, 14)), ("/c", (3, 3)), ("/c/none/deep", (3, 3))]
        {
            assert_eq!(positions.place(pointer), place, "{pointer}");
        }
    }

    #[test]
    fn a_key_that_stands_twice_is_found() {
        let positions = Positions::of("{\"a\": 1,\n \"b\": {\"a\": 2},\n \"a\": 3}");
        assert_eq!(positions.duplicates(), [("/a".to_owned(), (3, 2))]);
    }
}
