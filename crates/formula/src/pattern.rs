//! Regular expressions in linear time, with what they cost known before they run.

use regex_lite::{Regex, RegexBuilder};

/// The largest compiled pattern in bytes.
const LARGEST: usize = 1 << 18;

/// A compiled pattern. The same small engine serves server and browser, so that both find the same.
#[derive(Debug, Clone)]
pub(crate) struct Pattern {
    regex: Regex,
    /// About how many of its parts can be under way at one place of a text.
    weight: usize,
}

impl Pattern {
    /// Reads a pattern; the reason when it is none.
    pub fn parse(source: &str) -> Result<Self, String> {
        match RegexBuilder::new(source).size_limit(LARGEST).nest_limit(32).build() {
            Ok(regex) => Ok(Self { regex, weight: weight(source) }),
            Err(error) => Err(error.to_string().lines().last().unwrap_or_default().to_string()),
        }
    }

    /// The expression itself, for a text whose search was paid for.
    pub fn regex(&self) -> &Regex {
        &self.regex
    }

    /// The steps that one pass over a text of so many bytes may take.
    pub fn steps(&self, bytes: usize) -> usize {
        bytes.saturating_mul(self.weight) / 4
    }
}

/// The characters of a pattern, those of a counted repetition as often as they may be repeated.
fn weight(source: &str) -> usize {
    let mut open: Vec<usize> = vec![0];
    let mut last = 0_usize;
    let mut chars = source.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' => {
                chars.next();
                last = 1;
            }
            '(' => {
                open.push(0);
                continue;
            }
            ')' if open.len() > 1 => last = open.pop().unwrap_or_default().max(1),
            '{' => {
                let counts: String = chars.by_ref().take_while(|c| *c != '}').collect();
                let most = counts.split(',').filter_map(|count| count.trim().parse::<usize>().ok()).max().unwrap_or(1);
                // The part itself was counted already.
                last = last.saturating_mul(most.saturating_sub(1));
            }
            _ => last = 1,
        }
        if let Some(sum) = open.last_mut() {
            *sum = sum.saturating_add(last);
        }
    }
    open.into_iter().fold(1, usize::saturating_add)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repetitions_are_counted() {
        for (source, least, most) in [("abc", 3, 5), ("a{100}", 100, 110), ("(ab{10}){10}", 100, 140), ("[0-9]{8}", 5, 20), ("((((a)))", 1, 10)] {
            let found = weight(source);
            assert!((least..=most).contains(&found), "{source}: {found}");
        }
    }
}
