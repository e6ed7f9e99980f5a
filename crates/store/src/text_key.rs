//! The key by which texts sort: pinyin for hanzi, lower case for letters.

use pinyin::ToPinyin;

/// Longer texts sort by their beginning.
const LONGEST: usize = 120;

/// The key by which a text sorts and by which people find it: `王Li 5` becomes `wangli 5`.
pub fn text_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len().min(LONGEST));
    for letter in value::normal_text(text).trim().chars() {
        match letter.to_pinyin() {
            Some(sound) => key.push_str(sound.plain()),
            None => key.extend(letter.to_lowercase()),
        }
        if key.len() >= LONGEST {
            break;
        }
    }
    key
}

#[cfg(test)]
mod tests {
    use super::text_key;

    #[test]
    fn hanzi_sort_by_sound() {
        for (text, key) in [("王小明", "wangxiaoming"), (" Li 5", "li 5"), ("", ""), ("ﾊ", "ﾊ")] {
            assert_eq!(text_key(text), key);
        }
        assert!(text_key(&"长".repeat(1000)).len() < 130);
    }
}
