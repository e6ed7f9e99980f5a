//! Finding a name by what somebody types: its letters, its pinyin, the initials of its pinyin.

use crate::fold::fold;
use pinyin::ToPinyin;

/// How well a typed text fits a name, the less the better; `None` when it does not.
pub(super) fn fit(typed: &str, name: &str) -> Option<u8> {
    let (typed, name_folded) = (fold(typed), fold(name));
    if typed.is_empty() {
        return Some(0);
    }
    if name_folded == typed {
        return Some(0);
    }
    if name_folded.starts_with(&*typed) {
        return Some(1);
    }
    if typed.is_ascii() && !name.is_ascii() {
        if initials(name).starts_with(&*typed) {
            return Some(2);
        }
        if spelt(name).starts_with(&*typed) {
            return Some(3);
        }
        if initials(name).contains(&*typed) {
            return Some(5);
        }
    }
    name_folded.contains(&*typed).then_some(4)
}

/// The first letters of the sounds; other characters as they are.
pub(super) fn initials(name: &str) -> String {
    sounds(name, |sound| sound.chars().take(1).collect())
}

fn spelt(name: &str) -> String {
    sounds(name, str::to_string)
}

fn sounds(name: &str, write: impl Fn(&str) -> String) -> String {
    let part = |(c, sound): (char, Option<pinyin::Pinyin>)| sound.map_or_else(|| c.to_lowercase().to_string(), |sound| write(sound.plain()));
    name.chars().zip(name.to_pinyin()).map(part).collect()
}
