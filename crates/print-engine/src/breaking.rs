//! Line breaking: Unicode's opportunities (UAX #14) with the Chinese rules of W3C clreq laid over them.

use unicode_linebreak::{BreakOpportunity, linebreaks};

/// Marks that never begin a line (clreq, basic level), besides those that UAX #14 knows.
const NO_BEGIN: &str = "。，、；：？！”’）》】」』〉〕·…—％‰℃°";
/// Marks that never end a line.
const NO_END: &str = "“‘（《【「『〈〔￥¥$№";
/// Pairs that are one mark and are never torn.
const WHOLE: &[(char, char)] = &[('—', '—'), ('…', '…')];

/// Byte positions after which a line may end, each with whether it must.
pub fn opportunities(text: &str) -> Vec<(usize, bool)> {
    let mut found: Vec<(usize, bool)> = linebreaks(text).map(|(position, kind)| (position, kind == BreakOpportunity::Mandatory)).collect();
    if let Some(last) = found.last_mut().filter(|(position, _)| *position == text.len()) {
        // The end of the text is an end, not an order to begin another line.
        last.1 = text.ends_with('\n');
    }
    for (position, character) in text.char_indices().skip(1) {
        // UAX #14 takes curly quotes as ambiguous and never breaks beside them; in Chinese they are brackets.
        let before = text.get(..position).and_then(|head| head.chars().next_back()).unwrap_or_default();
        let opens = matches!(character, '“' | '‘') && is_wide(before);
        let closes = matches!(before, '”' | '’') && is_wide(character);
        if (opens || closes) && !found.iter().any(|(known, _)| *known == position) {
            found.push((position, false));
        }
    }
    found.sort_unstable();
    found.retain(|(position, must)| *must || allowed(text, *position));
    found
}

fn allowed(text: &str, position: usize) -> bool {
    let (Some(head), Some(tail)) = (text.get(..position), text.get(position..)) else { return false };
    let (Some(before), Some(after)) = (head.trim_end_matches(' ').chars().next_back(), tail.chars().next()) else { return true };
    !NO_BEGIN.contains(after) && !NO_END.contains(before) && !WHOLE.contains(&(before, after))
}

fn is_wide(character: char) -> bool {
    let code = u32::from(character);
    (0x2E80..=0xA4CF).contains(&code) || (0xF900..=0xFAFF).contains(&code) || (0xFF00..=0xFF60).contains(&code) || code >= 0x2_0000
}

/// Breaks a text into lines no wider than `room`. `width` measures a character. A word wider than the room is torn between characters.
pub fn break_lines(text: &str, room: f64, width: &dyn Fn(char) -> f64) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0.0;
    let mut begin = 0;
    for (end, must) in opportunities(text) {
        let piece = text.get(begin..end).unwrap_or_default();
        begin = end;
        let visible = piece.trim_end_matches(['\n', '\r']);
        let wide: f64 = visible.chars().map(width).sum();
        let trailing: f64 = visible.chars().rev().take_while(|character| *character == ' ').map(width).sum();
        if used + wide - trailing > room && !line.is_empty() {
            lines.push(std::mem::take(&mut line).trim_end().to_owned());
            used = 0.0;
        }
        if wide - trailing > room {
            tear(visible, room, width, &mut lines, &mut line, &mut used);
        } else {
            line.push_str(visible);
            used += wide;
        }
        if must {
            lines.push(std::mem::take(&mut line).trim_end().to_owned());
            used = 0.0;
        }
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// Tears a piece that fits no line between its characters.
fn tear(piece: &str, room: f64, width: &dyn Fn(char) -> f64, lines: &mut Vec<String>, line: &mut String, used: &mut f64) {
    for character in piece.chars() {
        let wide = width(character);
        if *used + wide > room && !line.is_empty() {
            lines.push(std::mem::take(line));
            *used = 0.0;
        }
        line.push(character);
        *used += wide;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every hanzi is 1 wide, every other letter 0.5.
    fn check(text: &str, room: f64, expected: &[&str]) {
        let width = |character: char| if is_wide(character) || "—…“”".contains(character) { 1.0 } else { 0.5 };
        assert_eq!(break_lines(text, room, &width), expected, "{text}");
    }

    #[test]
    fn a_stop_never_begins_a_line() {
        check("设备已经修好了。明天再看", 7.0, &["设备已经修好", "了。明天再看"]);
        check("一二三四，五六", 4.0, &["一二三", "四，五六"]);
    }

    #[test]
    fn an_opening_mark_never_ends_a_line() {
        check("他说过“不可以”", 4.0, &["他说过", "“不可", "以”"]);
        check("一二三（四五）", 4.0, &["一二三", "（四五）"]);
    }

    #[test]
    fn a_number_stays_whole_with_its_sign() {
        check("合计￥1,234.50元整", 5.0, &["合计", "￥1,234.50", "元整"]);
        check("温度为25℃左右", 4.0, &["温度为", "25℃左右"]);
    }

    #[test]
    fn dashes_and_dots_are_not_torn() {
        check("一二三——四五", 4.0, &["一二", "三——四", "五"]);
        check("一二三……四五", 4.0, &["一二", "三……四", "五"]);
    }

    #[test]
    fn words_break_at_spaces_and_long_ones_anywhere() {
        check("the quick brown", 5.0, &["the quick", "brown"]);
        check("abcdefghij", 2.5, &["abcde", "fghij"]);
    }

    #[test]
    fn line_ends_in_the_value_are_kept() {
        check("一\n\n二", 9.0, &["一", "", "二"]);
    }
}
