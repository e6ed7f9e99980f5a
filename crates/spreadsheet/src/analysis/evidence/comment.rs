//! Comments at the name or the first value: what to enter, and whether it must be.

use super::Ballot;
use crate::analysis::Context;
use crate::analysis::column::Column;
use crate::analysis::proposal::{Evidence, Source};

pub(super) fn recognise(column: &Column<'_>, _: &Context<'_>, ballot: &mut Ballot) {
    for (at, text) in &column.comments {
        let text = text.trim();
        let lower = text.to_lowercase();
        if ["必填", "必须填写", "不能为空", "不可为空", "required", "mandatory"].iter().any(|word| lower.contains(word)) && !lower.contains("非必填")
        {
            ballot.required = true;
            ballot.note(Evidence::new(Source::Comment, at.to_string(), "批注说必须填写", "the comment says that it must be filled in"));
        }
        if !text.is_empty() && text.chars().count() <= 500 {
            ballot.help.push(text.to_owned());
            ballot.note(Evidence::new(Source::Comment, at.to_string(), "批注作为填写说明", "the comment tells what to enter"));
        }
    }
    ballot.help.extend(column.heading.hint.clone());
}
