//! Texts in other forms: padded, turned round, for addresses, as files.

use super::Kind::{Any, List, Number, Text};
use super::{Body, Call, Function, Group, Param, Returns, word, words};
use crate::coerce::{Eval, value_error};
use rust_decimal::prelude::ToPrimitive;
use value::{Decimal, Value};

pub(super) static FUNCTIONS: &[&Function] =
    &[&PADLEFT, &PADRIGHT, &REVERSETEXT, &COUNTCHAR, &LENB, &T, &ENCODEURL, &DECODEURL, &FILECOUNT, &FILENAMES, &FILESIZE];

const TEXT: Param = Param::new("text", "文本", Text);
const LENGTH: Param = Param::new("length", "总长度", Number);
const FILLER: Param = Param::optional("filler", "填充字符", Text);
const FILES: Param = Param::new("files", "附件", List);

/// The text and the filling that it lacks.
fn padded(call: &Call<'_, '_>) -> Eval<(String, String)> {
    let source = call.text(0)?;
    let Some(length) = call.number(1)?.trunc().to_usize() else { return value_error("长度不能为负 / the length is negative") };
    let filler = if call.given(2) { call.text(2)? } else { " ".into() };
    let lacking = length.saturating_sub(source.chars().count());
    call.evaluator.reserve(lacking.saturating_mul(4).saturating_add(source.len()))?;
    let filling = if filler.is_empty() { String::new() } else { filler.chars().cycle().take(lacking).collect() };
    Ok((source.into_owned(), filling))
}

function!(
    PADLEFT = "PADLEFT",
    "左侧补齐",
    Text,
    [TEXT, LENGTH, FILLER],
    Returns::Text,
    ("在左侧补字符到指定长度，默认补空格", "Filled up on the left to a length, with spaces if nothing else is given"),
    (r#"PADLEFT(7, 3, "0")"#, "007"),
    Eager(|call| padded(call).map(|(source, filling)| Value::Text(filling + &source))),
);
function!(
    PADRIGHT = "PADRIGHT",
    "右侧补齐",
    Text,
    [TEXT, LENGTH, FILLER],
    Returns::Text,
    ("在右侧补字符到指定长度，默认补空格", "Filled up on the right to a length, with spaces if nothing else is given"),
    (r#"PADRIGHT("ab", 4, "-")"#, "ab--"),
    Eager(|call| padded(call).map(|(source, filling)| Value::Text(source + &filling))),
);
function!(
    REVERSETEXT = "REVERSETEXT",
    "文本倒序",
    Text,
    [TEXT],
    Returns::Text,
    ("把文本的字符倒过来", "The characters from the end"),
    (r#"REVERSETEXT("abc")"#, "cba"),
    Eager(|call| Ok(Value::Text(call.text(0)?.chars().rev().collect()))),
);
function!(
    COUNTCHAR = "COUNTCHAR" | "COUNTTEXT",
    "出现次数",
    Text,
    [TEXT, Param::new("part", "内容", Text)],
    Returns::Number,
    ("内容在文本中出现几次，区分大小写", "How often a part occurs in a text, with regard to case"),
    (r#"COUNTCHAR("banana", "an")"#, "2"),
    Eager(|call| {
        let (source, part) = (call.text(0)?, call.text(1)?);
        Ok(Value::Number(if part.is_empty() { Decimal::ZERO } else { source.matches(&*part).count().into() }))
    }),
);
function!(
    LENB = "LENB",
    "宽度",
    Text,
    [TEXT],
    Returns::Number,
    ("文本的宽度：汉字和全角字符为 2，其余为 1", "The width of a text: hanzi and full-width characters are 2, others 1"),
    (r#"LENB("榫卯a")"#, "5"),
    Eager(|call| Ok(Value::Number(call.text(0)?.chars().map(|c| if c.is_ascii() { 1_u32 } else { 2 }).sum::<u32>().into()))),
);
function!(
    T = "T",
    "取文本",
    Text,
    [Param::new("value", "值", Any)],
    Returns::Text,
    ("文本原样，其余为空文本", "A text as it is, anything else as an empty text"),
    (r#"T("a") & T(1)"#, "a"),
    Eager(|call| Ok(Value::text(if let Value::Text(text) = call.value(0) { text.as_str() } else { "" }))),
);
function!(
    ENCODEURL = "ENCODEURL" | "ENCODEURI",
    "网址编码",
    Text,
    [TEXT],
    Returns::Text,
    ("把文本编码为可放进网址的形式", "A text in the form in which it may stand in an address"),
    (r#"ENCODEURL("a b/榫")"#, "a%20b%2F%E6%A6%AB"),
    Eager(|call| {
        let source = call.text(0)?;
        call.evaluator.reserve(source.len().saturating_mul(3))?;
        let mut encoded = String::new();
        for byte in source.bytes() {
            if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
                encoded.push(char::from(byte));
            } else {
                encoded.push('%');
                encoded
                    .extend([byte >> 4, byte & 15].iter().filter_map(|half| char::from_digit(u32::from(*half), 16)).map(|c| c.to_ascii_uppercase()));
            }
        }
        Ok(Value::Text(encoded))
    }),
);
function!(
    DECODEURL = "DECODEURL",
    "网址解码",
    Text,
    [TEXT],
    Returns::Text,
    ("还原网址编码的文本", "A text that was encoded for an address as it was"),
    (r#"DECODEURL("a%20b%2F%E6%A6%AB")"#, "a b/榫"),
    Eager(|call| {
        let source = call.text(0)?;
        let mut bytes = Vec::with_capacity(source.len());
        let mut rest = source.bytes();
        while let Some(byte) = rest.next() {
            if byte != b'%' {
                bytes.push(if byte == b'+' { b' ' } else { byte });
                continue;
            }
            let half = |byte: Option<u8>| byte.and_then(|byte| char::from(byte).to_digit(16)).and_then(|digit| u8::try_from(digit).ok());
            match (half(rest.next()), half(rest.next())) {
                (Some(high), Some(low)) => bytes.push(high * 16 + low),
                _ => return value_error("% 后面必须是两位十六进制数 / two hexadecimal digits must follow %"),
            }
        }
        String::from_utf8(bytes).map(Value::Text).or_else(|_| value_error("不是可读的文本 / not a readable text"))
    }),
);
function!(
    FILECOUNT = "FILECOUNT",
    "附件个数",
    Text,
    [FILES],
    Returns::Number,
    ("有几个附件", "How many files there are"),
    ("FILECOUNT(ARRAY())", "0"),
    Eager(|call| Ok(Value::Number(call.items(0)?.into_iter().filter(|item| matches!(item, Value::File(_))).count().into()))),
);
function!(
    FILENAMES = "FILENAMES",
    "附件名称",
    Text,
    [FILES],
    Returns::Any,
    ("附件的名称组成一列", "The names of the files, as a list"),
    ("COUNTA(FILENAMES(ARRAY()))", "0"),
    Eager(|call| {
        let names =
            call.items(0)?.into_iter().filter_map(|item| if let Value::File(file) = item { Some(Value::text(file.name.as_str())) } else { None });
        Ok(Value::List(names.collect()))
    }),
);
function!(
    FILESIZE = "FILESIZE",
    "附件大小",
    Text,
    [FILES],
    Returns::Number,
    ("附件的总字节数", "How many bytes the files have together"),
    ("FILESIZE(ARRAY())", "0"),
    Eager(|call| {
        let sizes = call.items(0)?.into_iter().filter_map(|item| if let Value::File(file) = item { Some(Decimal::from(file.size)) } else { None });
        Ok(Value::Number(sizes.sum()))
    }),
);
