//! Regular expressions: a constant pattern, compiled once with a size limit, matched in linear time.

use super::Kind::{Number, Pattern, Text};
use super::{BASE, Body, Call, Function, Group, Param, Returns};
use crate::coerce::{Eval, value_error};
use regex::Regex;
use value::{ErrorCode, Value};

pub(super) static FUNCTIONS: &[&Function] = &[&REGEXTEST, &REGEXEXTRACT, &REGEXREPLACE];

const TEXT: Param = Param::new("text", "文本", Text);
const PATTERN: Param = Param::new("pattern", "正则表达式", Pattern);

fn pattern<'c>(call: &Call<'c, '_>) -> Eval<&'c Regex> {
    call.pattern.map_or_else(|| value_error("正则表达式必须是常量 / the pattern must be a constant"), Ok)
}

static REGEXTEST: Function = Function {
    name: "REGEXTEST",
    aliases: &["ISMATCH"],
    zh: "正则匹配",
    group: Group::Pattern,
    params: &[TEXT, PATTERN],
    returns: Returns::Bool,
    help: ("文本中有与正则表达式相符的部分", "Whether a part of the text matches the pattern"),
    example: (r#"REGEXTEST("A-102", "^[A-Z]-[0-9]{3}$")"#, "TRUE"),
    body: Body::Eager(|call| Ok(Value::Bool(pattern(call)?.is_match(&call.text(0)?)))),
    ..BASE
};

static REGEXEXTRACT: Function = Function {
    name: "REGEXEXTRACT",
    zh: "正则提取",
    group: Group::Pattern,
    params: &[TEXT, PATTERN, Param::optional("group", "分组", Number)],
    returns: Returns::Text,
    help: ("第一处相符的部分，或其中的分组；没有时为 #N/A", "The first part that matches, or a group of it; #N/A if there is none"),
    example: (r#"REGEXEXTRACT("批次 20260301-07", "[0-9]{8}")"#, "20260301"),
    body: Body::Eager(|call| {
        let group = usize::try_from(call.int_or(2, 0)?).unwrap_or(usize::MAX);
        let source = call.text(0)?;
        let found = pattern(call)?.captures(&source).and_then(|captures| captures.get(group)).map(|found| Value::text(found.as_str()));
        found.map_or_else(|| Err(ErrorCode::NotAvailable.into()), Ok)
    }),
    ..BASE
};

static REGEXREPLACE: Function = Function {
    name: "REGEXREPLACE",
    zh: "正则替换",
    group: Group::Pattern,
    params: &[TEXT, PATTERN, Param::new("by", "替换为", Text)],
    returns: Returns::Text,
    help: ("替换所有相符的部分，可用 $1 引用分组", "Replaces every part that matches; $1 is a group"),
    example: (r#"REGEXREPLACE("a1b22", "[0-9]+", "*")"#, "a*b*"),
    body: Body::Eager(|call| {
        let (source, by) = (call.text(0)?, call.text(2)?);
        let pattern = pattern(call)?;
        let matches = pattern.find_iter(&source).count();
        // A group can bring the whole text into every match.
        let widest = if by.contains('$') { by.len().saturating_add(source.len()) } else { by.len() };
        call.evaluator.reserve(source.len().saturating_add(matches.saturating_mul(widest)))?;
        Ok(Value::Text(pattern.replace_all(&source, &*by).into_owned()))
    }),
    ..BASE
};
