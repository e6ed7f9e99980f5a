//! Regular expressions: a constant pattern, compiled once with a size limit, matched in linear time.

use super::Kind::{Number, Pattern, Text};
use super::{BASE, Body, Call, Function, Group, Param, Returns, word, words};
use crate::coerce::{Eval, value_error};
use regex_lite::Regex;
use value::{ErrorCode, Value};

pub(super) static FUNCTIONS: &[&Function] = &[&REGEXTEST, &REGEXEXTRACT, &REGEXEXTRACTALL, &REGEXCOUNT, &REGEXREPLACE];

const TEXT: Param = Param::new("text", "文本", Text);
const PATTERN: Param = Param::new("pattern", "正则表达式", Pattern);

/// The pattern for one pass over a text, paid for by the length of both.
fn pattern<'c>(call: &Call<'c, '_>, source: &str) -> Eval<&'c Regex> {
    let Some(pattern) = call.pattern else { return value_error("正则表达式必须是常量 / the pattern must be a constant") };
    call.evaluator.spend(pattern.steps(source.len()))?;
    Ok(pattern.regex())
}

static REGEXTEST: Function = Function {
    name: "REGEXTEST",
    aliases: &["ISMATCH"],
    zh: word("正则匹配"),
    group: Group::Pattern,
    params: &[TEXT, PATTERN],
    returns: Returns::Bool,
    help: words("文本中有与正则表达式相符的部分", "Whether a part of the text matches the pattern"),
    example: words(r#"REGEXTEST("A-102", "^[A-Z]-[0-9]{3}$")"#, "TRUE"),
    body: Body::Eager(|call| {
        let source = call.text(0)?;
        Ok(Value::Bool(pattern(call, &source)?.is_match(&source)))
    }),
    ..BASE
};

static REGEXEXTRACT: Function = Function {
    name: "REGEXEXTRACT",
    zh: word("正则提取"),
    group: Group::Pattern,
    params: &[TEXT, PATTERN, Param::optional("group", "分组", Number)],
    returns: Returns::Text,
    help: words("第一处相符的部分，或其中的分组；没有时为 #N/A", "The first part that matches, or a group of it; #N/A if there is none"),
    example: words(r#"REGEXEXTRACT("批次 20260301-07", "[0-9]{8}")"#, "20260301"),
    body: Body::Eager(|call| {
        let group = usize::try_from(call.int_or(2, 0)?).unwrap_or(usize::MAX);
        let source = call.text(0)?;
        let found = pattern(call, &source)?.captures(&source).and_then(|captures| captures.get(group)).map(|found| Value::text(found.as_str()));
        found.map_or_else(|| Err(ErrorCode::NotAvailable.into()), Ok)
    }),
    ..BASE
};

static REGEXREPLACE: Function = Function {
    name: "REGEXREPLACE",
    zh: word("正则替换"),
    group: Group::Pattern,
    params: &[TEXT, PATTERN, Param::new("by", "替换为", Text)],
    returns: Returns::Text,
    help: words("替换所有相符的部分，可用 $1 引用分组", "Replaces every part that matches; $1 is a group"),
    example: words(r#"REGEXREPLACE("a1b22", "[0-9]+", "*")"#, "a*b*"),
    body: Body::Eager(|call| {
        let (source, by) = (call.text(0)?, call.text(2)?);
        let pattern = pattern(call, &source)?;
        let matches = pattern.find_iter(&source).count();
        call.evaluator.spend(call.pattern.map_or(0, |pattern| pattern.steps(source.len())))?;
        // A group can bring the whole text into every match.
        let widest = if by.contains('$') { by.len().saturating_add(source.len()) } else { by.len() };
        call.evaluator.reserve(source.len().saturating_add(matches.saturating_mul(widest)))?;
        Ok(Value::Text(pattern.replace_all(&source, &*by).into_owned()))
    }),
    ..BASE
};

static REGEXEXTRACTALL: Function = Function {
    name: "REGEXEXTRACTALL",
    zh: word("正则全部提取"),
    group: Group::Pattern,
    params: &[TEXT, PATTERN, Param::optional("group", "分组", Number)],
    returns: Returns::ListOf(0),
    help: words("所有相符的部分，或其中的分组，组成一列", "All parts that match, or a group of each, as a list"),
    example: words(r#"TEXTJOIN("/", TRUE, REGEXEXTRACTALL("A12 B7", "[A-Z]([0-9]+)", 1))"#, "12/7"),
    body: Body::Eager(|call| {
        let group = usize::try_from(call.int_or(2, 0)?).unwrap_or(usize::MAX);
        let source = call.text(0)?;
        let mut found = Vec::new();
        for captures in pattern(call, &source)?.captures_iter(&source) {
            call.evaluator.reserve(std::mem::size_of::<Value>())?;
            found.push(captures.get(group).map_or(Value::Blank, |part| Value::text(part.as_str())));
        }
        Ok(Value::List(found))
    }),
    ..BASE
};

static REGEXCOUNT: Function = Function {
    name: "REGEXCOUNT",
    zh: word("正则计数"),
    group: Group::Pattern,
    params: &[TEXT, PATTERN],
    returns: Returns::Number,
    help: words("相符的部分有几处", "How many parts match"),
    example: words(r#"REGEXCOUNT("A12 B7", "[0-9]")"#, "3"),
    body: Body::Eager(|call| {
        let source = call.text(0)?;
        Ok(Value::Number(pattern(call, &source)?.find_iter(&source).count().into()))
    }),
    ..BASE
};
