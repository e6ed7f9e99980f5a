//! Suggestions: the name that was probably meant, and an id for a label.

use pinyin::ToPinyin;
use value::MAX_ID;

/// The candidate that was probably meant: the nearest by edit distance, if it is near enough to be a slip.
pub fn nearest<'a>(wrong: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if cfg!(target_family = "wasm") {
        // The author of a definition is told by the server.
        return None;
    }
    let allowed = (wrong.chars().count() / 3).max(1) + 1;
    let near = candidates.into_iter().map(|candidate| (distance(wrong, candidate), candidate)).min_by_key(|(distance, _)| *distance);
    near.filter(|(distance, candidate)| *distance <= allowed && *distance < candidate.chars().count().max(2)).map(|(_, candidate)| candidate)
}

/// The number of insertions, deletions, replacements and swaps of neighbours that turn one text into the other.
pub fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut above_that: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=right.len()).collect();
    let mut before_left = None;
    for (row, from) in left.chars().enumerate() {
        let mut line = vec![row + 1];
        let mut before_right = None;
        for (column, to) in right.iter().copied().enumerate() {
            let cell = |line: &[usize], column: usize| line.get(column).copied().unwrap_or(usize::MAX - 1);
            let mut best = (cell(&above, column) + usize::from(from != to)).min(cell(&above, column + 1) + 1).min(cell(&line, column) + 1);
            if row > 0 && column > 0 && before_right == Some(from) && before_left == Some(to) {
                best = best.min(cell(&above_that, column - 1) + 1);
            }
            line.push(best);
            before_right = Some(to);
        }
        before_left = Some(from);
        above_that = std::mem::replace(&mut above, line);
    }
    above.last().copied().unwrap_or_default()
}

/// An id for a label: pinyin for Chinese characters, the letters and digits of everything else; `taken` ones get a number.
pub fn id_for(label: &str, taken: impl Fn(&str) -> bool) -> String {
    let mut words: Vec<String> = vec![String::new()];
    for (char, sound) in label.chars().zip(label.to_pinyin()) {
        match sound {
            Some(sound) => words.extend([sound.plain().replace('ü', "v"), String::new()]),
            None if char.is_ascii_alphanumeric() => words.last_mut().into_iter().for_each(|word| word.push(char.to_ascii_lowercase())),
            None => words.push(String::new()),
        }
    }
    words.retain(|word| !word.is_empty());
    let joined = words.join("_");
    let joined = if joined.starts_with(|char: char| char.is_ascii_lowercase()) { joined } else { format!("f_{joined}") };
    let base = shortened(joined.trim_end_matches('_'), MAX_ID - 4);
    if !taken(&base) {
        return base;
    }
    (2_u32..).map(|number| format!("{base}_{number}")).find(|id| !taken(id)).unwrap_or(base)
}

/// How a name sounds, for people who search by typing: its pinyin in one word, and the initials of it (`danhangwenben dhwb`).
/// Of a character with several readings the one counts that it has in names of things: 行 is a line.
pub fn sounds(name: &str) -> String {
    let (mut whole, mut initials) = (String::new(), String::new());
    for (char, sound) in name.chars().zip(name.to_pinyin()) {
        let part = match char {
            '行' => "hang".into(),
            _ => sound.map_or_else(|| char.to_lowercase().to_string(), |sound| sound.plain().replace('ü', "v")),
        };
        initials.extend(part.chars().next());
        whole.push_str(&part);
    }
    format!("{whole} {initials}")
}

/// The initials of a name in capitals: `质检部` becomes `ZJB`, `Quality Department` becomes `QD`.
pub fn initials(name: &str) -> String {
    let mut initials = String::new();
    let mut within = false;
    for (char, sound) in name.chars().zip(name.to_pinyin()) {
        let letter = sound.map_or(char, |sound| sound.plain().chars().next().unwrap_or(char));
        let begins = letter.is_ascii_alphanumeric() && (sound.is_some() || !within || char.is_ascii_digit());
        if begins {
            initials.push(letter.to_ascii_uppercase());
        }
        within = sound.is_none() && char.is_ascii_alphanumeric();
    }
    initials
}

fn shortened(id: &str, length: usize) -> String {
    let cut: String = id.chars().take(length).collect();
    cut.trim_end_matches('_').into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_by_its_sound() {
        assert_eq!(sounds("单行文本"), "danhangwenben dhwb");
        assert_eq!(sounds("绿色QR"), "lvseqr lsqr");
    }

    #[test]
    fn initials_are_capitals() {
        for (name, short) in [("质检部", "ZJB"), ("Quality Department", "QD"), ("华东2区", "HD2Q"), ("（）", "")] {
            assert_eq!(initials(name), short);
        }
    }

    #[test]
    fn a_slip_finds_what_was_meant() {
        let fields = ["unit_price", "quantity", "amount", "产品单价"];
        for (wrong, meant) in
            [("unit_prcie", Some("unit_price")), ("amout", Some("amount")), ("单价", Some("产品单价")), ("产品单", Some("产品单价")), ("zzz", None)]
        {
            assert_eq!(nearest(wrong, fields), meant, "{wrong}");
        }
    }

    #[test]
    fn an_id_is_made_from_a_label() {
        for (label, id) in [
            ("客户姓名", "ke_hu_xing_ming"),
            ("Order No.", "order_no"),
            ("单价 (CNY)", "dan_jia_cny"),
            ("3 days", "f_3_days"),
            ("", "f"),
            ("绿色", "lv_se"),
        ] {
            assert_eq!(id_for(label, |_| false), id, "{label}");
        }
        assert_eq!(id_for("金额", |id| id == "jin_e" || id == "jin_e_2"), "jin_e_3");
    }
}
