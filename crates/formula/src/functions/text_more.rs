//! Searching and replacing in texts.

use super::Kind::{Any, KeyOf, Number, Text};
use super::criteria::like;
use super::{BASE, Body, Call, Function, Group, Param, Returns, word, words};
use crate::coerce::{Eval, to_number, value_error};
use crate::fold::fold;
use crate::operators::equal;
use rust_decimal::prelude::ToPrimitive;
use value::{Decimal, Value};

pub(super) static FUNCTIONS: &[&Function] =
    &[&FIND, &SEARCH, &SUBSTITUTE, &REPLACE, &EXACT, &CONTAINS, &STARTSWITH, &ENDSWITH, &SPLIT, &TEXTBEFORE, &TEXTAFTER];

const TEXT: Param = Param::new("text", "文本", Text);
const PART: Param = Param::new("part", "查找内容", Text);
const START: Param = Param::optional("start", "起始位置", Number);

fn text(value: impl Into<String>) -> Eval<Value> {
    Ok(Value::Text(value.into()))
}

/// The characters of a text and the place from which a search begins.
fn place(call: &Call<'_, '_>) -> Eval<usize> {
    match call.int_or(2, 1)?.checked_sub(1).and_then(|start| usize::try_from(start).ok()) {
        Some(start) => Ok(start),
        None => value_error("起始位置从 1 开始 / places are counted from 1"),
    }
}

fn found_at(found: Option<usize>) -> Eval<Value> {
    match found {
        Some(index) => Ok(Value::Number(Decimal::from(index + 1))),
        None => value_error("没有找到 / not found"),
    }
}

static FIND: Function = Function {
    name: "FIND",
    zh: word("查找"),
    group: Group::Text,
    params: &[PART, TEXT, START],
    returns: Returns::Number,
    help: words("内容在文本中的位置，区分大小写；没有时出错", "Where the part stands in the text, with regard to case; an error if it does not"),
    example: words(r#"FIND("卯", "榫卯")"#, "2"),
    body: Body::Eager(|call| {
        let (part, whole, start) = (call.text(0)?, call.text(1)?, place(call)?);
        let skipped: usize = whole.chars().take(start).map(char::len_utf8).sum();
        let rest = whole.get(skipped..).unwrap_or_default();
        let beyond = start > whole.chars().count();
        let found = rest.find(&*part).filter(|_| !beyond);
        found_at(found.map(|bytes| start + rest.get(..bytes).unwrap_or_default().chars().count()))
    }),
    ..BASE
};

static SEARCH: Function = Function {
    name: "SEARCH",
    zh: word("搜索"),
    group: Group::Text,
    params: &[PART, TEXT, START],
    returns: Returns::Number,
    help: words(
        "内容在文本中的位置，不区分大小写，可用 * 和 ?；没有时出错",
        "Where the part stands in the text, without regard to case, with * and ?; an error if it does not",
    ),
    example: words(r#"SEARCH("b?d", "ABCD")"#, "2"),
    body: Body::Eager(|call| {
        let start = place(call)?;
        let lower = |text: &str| fold(text).chars().collect::<Vec<char>>();
        let (mut part, whole) = (lower(&call.text(0)?), lower(&call.text(1)?));
        part.push('*');
        call.evaluator.spend(whole.len().saturating_mul(part.len()) / 16)?;
        found_at(
            (start..=whole.len())
                .find(|index| like(&part, whole.get(*index..).unwrap_or_default()))
                .filter(|index| *index < whole.len() || part.len() == 1),
        )
    }),
    ..BASE
};

static SUBSTITUTE: Function = Function {
    name: "SUBSTITUTE",
    zh: word("替换文本"),
    group: Group::Text,
    params: &[TEXT, PART, Param::new("by", "替换为", Text), Param::optional("which", "第几处", Number)],
    returns: Returns::Text,
    help: words("把文本中的内容替换掉，可只替换第几处", "Replaces a part of the text, everywhere or at one occurrence only"),
    example: words(r#"SUBSTITUTE("a-b-c", "-", "/")"#, "a/b/c"),
    body: Body::Eager(substitute),
    ..BASE
};

fn substitute(call: &Call<'_, '_>) -> Eval<Value> {
    let (source, part, by) = (call.text(0)?, call.text(1)?, call.text(2)?);
    let which = if call.given(3) { Some(call.number(3)?.trunc()) } else { None };
    if which.is_some_and(|which| which < Decimal::ONE) {
        return value_error("第几处从 1 开始 / occurrences are counted from 1");
    }
    if part.is_empty() {
        return text(source);
    }
    let occurrences = source.matches(&*part).count();
    call.evaluator.reserve(source.len().saturating_add(occurrences.saturating_mul(by.len())))?;
    let Some(which) = which else { return text(source.replace(&*part, &by)) };
    let nth = which.to_usize().and_then(|which| source.match_indices(&*part).nth(which - 1));
    match nth {
        Some((at, _)) => {
            let (before, after) = (source.get(..at).unwrap_or_default(), source.get(at + part.len()..).unwrap_or_default());
            text(format!("{before}{by}{after}"))
        }
        None => text(source),
    }
}

static REPLACE: Function = Function {
    name: "REPLACE",
    zh: word("替换位置"),
    group: Group::Text,
    params: &[TEXT, Param::new("start", "起始位置", Number), Param::new("count", "字符数", Number), Param::new("by", "替换为", Text)],
    returns: Returns::Text,
    help: words("替换从某个位置起的若干个字符", "Replaces characters from a place on"),
    example: words(r#"REPLACE("13800138000", 4, 4, "****")"#, "138****8000"),
    body: Body::Eager(|call| {
        let source: Vec<char> = call.text(0)?.chars().collect();
        let start = call.int(1)?.checked_sub(1).and_then(|start| usize::try_from(start).ok());
        let (Some(start), Ok(count)) = (start, usize::try_from(call.int(2)?)) else {
            return value_error("位置从 1 开始，字符数不能为负 / places are counted from 1, counts are not negative");
        };
        let before = source.iter().take(start);
        let after = source.iter().skip(start.saturating_add(count));
        text(before.copied().chain(call.text(3)?.chars()).chain(after.copied()).collect::<String>())
    }),
    ..BASE
};

static EXACT: Function = Function {
    name: "EXACT",
    zh: word("完全相同"),
    group: Group::Text,
    params: &[TEXT, Param::new("other", "另一文本", Text)],
    returns: Returns::Bool,
    help: words("两段文本完全相同，区分大小写", "Whether two texts are the same, with regard to case"),
    example: words(r#"EXACT("A", "a")"#, "FALSE"),
    body: Body::Eager(|call| Ok(Value::Bool(call.text(0)? == call.text(1)?))),
    ..BASE
};

static CONTAINS: Function = Function {
    name: "CONTAINS",
    aliases: &["INCLUDES"],
    zh: word("包含"),
    group: Group::Text,
    params: &[Param::new("value", "文本或列", Any), Param::new("part", "内容", KeyOf(0))],
    returns: Returns::Bool,
    help: words("文本包含内容，或列中有这个值；不区分大小写", "Whether a text contains a part, or a list an item; without regard to case"),
    example: words(r#"CONTAINS("上海市浦东新区", "浦东")"#, "TRUE"),
    body: Body::Eager(|call| {
        if let Value::List(_) = call.value(0) {
            for item in call.items(0)? {
                if equal(item, call.value(1), call.evaluator.zone())? {
                    return Ok(Value::Bool(true));
                }
            }
            return Ok(Value::Bool(false));
        }
        Ok(Value::Bool(fold(&call.text(0)?).contains(&*fold(&call.text(1)?))))
    }),
    ..BASE
};

static STARTSWITH: Function = Function {
    name: "STARTSWITH",
    zh: word("开头是"),
    group: Group::Text,
    params: &[TEXT, PART],
    returns: Returns::Bool,
    help: words("文本以内容开头，不区分大小写", "Whether the text begins with the part, without regard to case"),
    example: words(r#"STARTSWITH("ORD-001", "ord")"#, "TRUE"),
    body: Body::Eager(|call| Ok(Value::Bool(fold(&call.text(0)?).starts_with(&*fold(&call.text(1)?))))),
    ..BASE
};

static ENDSWITH: Function = Function {
    name: "ENDSWITH",
    zh: word("结尾是"),
    group: Group::Text,
    params: &[TEXT, PART],
    returns: Returns::Bool,
    help: words("文本以内容结尾，不区分大小写", "Whether the text ends with the part, without regard to case"),
    example: words(r#"ENDSWITH("report.PDF", ".pdf")"#, "TRUE"),
    body: Body::Eager(|call| Ok(Value::Bool(fold(&call.text(0)?).ends_with(&*fold(&call.text(1)?))))),
    ..BASE
};

static SPLIT: Function = Function {
    name: "SPLIT",
    zh: word("拆分"),
    group: Group::Text,
    params: &[TEXT, Param::new("separator", "分隔符", Text)],
    returns: Returns::Any,
    help: words("按分隔符把文本拆成列", "Parts the text at a separator into a list"),
    example: words(r#"COUNTA(SPLIT("a,b,c", ","))"#, "3"),
    body: Body::Eager(|call| {
        let (source, separator) = (call.text(0)?, call.text(1)?);
        if separator.is_empty() {
            return value_error("分隔符为空 / the separator is empty");
        }
        call.evaluator.reserve(source.matches(&*separator).count().saturating_mul(std::mem::size_of::<Value>()) + source.len())?;
        Ok(Value::List(source.split(&*separator).map(Value::text).collect()))
    }),
    ..BASE
};

/// The separator's place: the first, or counted from the end when the number is negative.
fn cut<'t>(call: &Call<'_, '_>, source: &'t str) -> Eval<Option<(&'t str, &'t str)>> {
    let (separator, which) = (call.text(1)?, to_number(call.value(2))?.trunc().to_i64().unwrap_or(0));
    let which = if call.given(2) { which } else { 1 };
    let nth = usize::try_from(which.unsigned_abs()).ok().and_then(|nth| nth.checked_sub(1));
    let Some(nth) = nth.filter(|_| !separator.is_empty()) else { return value_error("第几处从 1 开始 / occurrences are counted from 1") };
    let found = if which > 0 { source.match_indices(&*separator).nth(nth) } else { source.rmatch_indices(&*separator).nth(nth) };
    Ok(found.and_then(|(at, found)| Some((source.get(..at)?, source.get(at + found.len()..)?))))
}

const WHICH: Param = Param::optional("which", "第几处", Number);

static TEXTBEFORE: Function = Function {
    name: "TEXTBEFORE",
    zh: word("之前的文本"),
    group: Group::Text,
    params: &[TEXT, Param::new("separator", "分隔符", Text), WHICH],
    returns: Returns::Text,
    help: words("分隔符之前的文本；没有分隔符时为 #N/A", "What stands before a separator; #N/A if there is none"),
    example: words(r#"TEXTBEFORE("ORD-2026-001", "-")"#, "ORD"),
    body: Body::Eager(|call| match cut(call, &call.text(0)?)? {
        Some((before, _)) => text(before),
        None => Err(value::ErrorCode::NotAvailable.into()),
    }),
    ..BASE
};

static TEXTAFTER: Function = Function {
    name: "TEXTAFTER",
    zh: word("之后的文本"),
    group: Group::Text,
    params: &[TEXT, Param::new("separator", "分隔符", Text), WHICH],
    returns: Returns::Text,
    help: words("分隔符之后的文本；没有分隔符时为 #N/A", "What stands behind a separator; #N/A if there is none"),
    example: words(r#"TEXTAFTER("ORD-2026-001", "-", -1)"#, "001"),
    body: Body::Eager(|call| match cut(call, &call.text(0)?)? {
        Some((_, after)) => text(after),
        None => Err(value::ErrorCode::NotAvailable.into()),
    }),
    ..BASE
};
