//! Names of files as people see them.

/// The longest name in letters.
const LONGEST: usize = 120;

/// A name without path, control letters and letters that turn the direction of reading (with them `gpj.exe` can look like `exe.jpg`).
pub fn clean_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String = last.chars().filter(|letter| !letter.is_control() && !turns_direction(*letter)).collect();
    let plain = plain.trim().trim_start_matches('.').trim();
    let letters = plain.chars().count();
    if letters <= LONGEST {
        return if plain.is_empty() { "file".into() } else { plain.into() };
    }
    // The end says what kind of file it is.
    let ending: String = plain.rsplit_once('.').map_or_else(String::new, |(_, ending)| format!(".{ending}")).chars().take(12).collect();
    let head: String = plain.chars().take(LONGEST - ending.chars().count()).collect();
    format!("{head}{ending}")
}

fn turns_direction(letter: char) -> bool {
    matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::clean_name;

    #[test]
    fn names_are_only_names() {
        for (name, clean) in [
            ("照片 1.jpg", "照片 1.jpg"),
            ("C:\\temp\\a.png", "a.png"),
            ("../../etc/passwd", "passwd"),
            ("a\u{202e}gpj.exe", "agpj.exe"),
            (" ..\u{0} ", "file"),
            ("", "file"),
        ] {
            assert_eq!(clean_name(name), clean);
        }
        let long = clean_name(&format!("{}.xlsx", "名".repeat(300)));
        assert_eq!((long.chars().count(), long.ends_with("名.xlsx")), (120, true));
    }
}
