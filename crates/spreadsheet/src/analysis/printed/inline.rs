//! Several blanks in one cell: `签名：______ 日期：  年 月 日`, `审核：    批准：`.

use crate::analysis::values;

/// A blank within a text: its name and what stands in it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Inline {
    pub(super) name: String,
    /// What stands behind the name: room, boxes, room for a day, or a value.
    pub(super) rest: String,
}

/// The blanks of a text with several; none when it is one name or a sentence.
pub(super) fn fields(text: &str) -> Vec<Inline> {
    let mut found: Vec<Inline> = Vec::new();
    let mut rest = text;
    let mut name: Option<String> = None;
    while let Some(index) = rest.find(['：', ':']) {
        let (before, after) = rest.split_at_checked(index).unwrap_or((rest, ""));
        let after = after.trim_start_matches(['：', ':']);
        let (value, next) = match &name {
            None => (String::new(), before.trim().to_owned()),
            Some(_) => split_before_name(before),
        };
        if let Some(name) = name.take() {
            found.push(Inline { name, rest: value });
        }
        if next.is_empty() || next.chars().count() > 24 {
            return Vec::new();
        }
        name = Some(next);
        rest = after;
    }
    if let Some(name) = name {
        found.push(Inline { name, rest: rest.trim().to_owned() });
    }
    let rooms = found.iter().filter(|inline| inline.is_room()).count();
    // One name with nothing behind it is a plain name; its blank is another cell.
    let lone = matches!(found.as_slice(), [only] if only.rest.is_empty());
    if lone || rooms == 0 || rooms * 2 < found.len() { Vec::new() } else { found }
}

impl Inline {
    /// Whether something is to be filled in here.
    pub(super) fn is_room(&self) -> bool {
        values::is_room(&self.rest)
            || values::is_day_blank(&self.rest)
            || values::count_boxes(&self.rest) > 0
            || unit_behind_room(&self.rest).is_some()
    }
}

/// `____元`: the unit behind a line to write on.
pub(super) fn unit_behind_room(text: &str) -> Option<String> {
    let unit = text.trim().trim_start_matches(['_', '＿', ' ']).trim();
    let has_room = text.contains(['_', '＿']) || text.starts_with(' ');
    (has_room && super::super::heading::is_unit(unit)).then(|| unit.to_owned())
}

/// Parts what was written for one name from the next name: the last run of words.
fn split_before_name(text: &str) -> (String, String) {
    let trimmed = text.trim_end();
    let cut = trimmed
        .char_indices()
        .rev()
        .find(|(_, c)| c.is_whitespace() || matches!(c, '_' | '＿' | '，' | '；' | ';' | ','))
        .map(|(index, c)| index + c.len_utf8());
    match cut {
        Some(cut) => {
            trimmed.split_at_checked(cut).map_or((String::new(), trimmed.to_owned()), |(value, name)| (value.trim().to_owned(), name.to_owned()))
        }
        None => (String::new(), trimmed.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::fields;

    #[test]
    fn blanks_within_a_text_are_found() {
        let names = |text: &str| fields(text).into_iter().map(|inline| inline.name).collect::<Vec<_>>();
        assert_eq!(names("签名：______ 日期：  年 月 日"), ["签名", "日期"]);
        assert_eq!(names("制表：     审核：    批准：   "), ["制表", "审核", "批准"]);
        assert_eq!(names("处理方式：□换货 □退货"), ["处理方式"]);
        assert_eq!(names("金额：____元"), ["金额"]);
        assert!(names("申请人：").is_empty());
        assert!(names("编号：QR-8.2-03").is_empty());
        assert!(names("说明：请在三天内提交").is_empty());
    }
}
