//! Joining, cutting and changing texts. Places and lengths count characters.

use super::Kind::{Any, Bool, Number, Shown, Text};
use super::{BASE, Body, Call, Function, Group, Param, Returns, word, words};
use crate::coerce::{Eval, to_bool, value_error};
use rust_decimal::prelude::ToPrimitive;
use value::Value;

pub(super) static FUNCTIONS: &[&Function] =
    &[&CONCAT, &TEXTJOIN, &LEFT, &RIGHT, &MID, &LEN, &UPPER, &LOWER, &PROPER, &TRIM, &CLEAN, &REPT, &UNICHAR, &UNICODE, &LABEL];

const TEXT: Param = Param::new("text", "文本", Text);

fn text(value: impl Into<String>) -> Eval<Value> {
    Ok(Value::Text(value.into()))
}

static CONCAT: Function = Function {
    name: "CONCAT",
    aliases: &["CONCATENATE"],
    zh: word("连接"),
    group: Group::Text,
    params: &[Param::new("text", "文本", Shown)],
    repeat: 1,
    returns: Returns::Text,
    help: words("把各段文本连在一起；选项取名称", "Joins texts; an option gives its label"),
    example: words(r#"CONCAT("A", 1, TRUE)"#, "A1TRUE"),
    body: Body::Eager(|call| {
        let mut joined = String::new();
        for index in 0..call.args.len() {
            for item in call.items(index)? {
                let part = call.evaluator.text(item)?;
                call.evaluator.reserve(part.len())?;
                joined.push_str(&part);
            }
        }
        text(joined)
    }),
    ..BASE
};

static TEXTJOIN: Function = Function {
    name: "TEXTJOIN",
    zh: word("文本合并"),
    group: Group::Text,
    params: &[Param::new("separator", "分隔符", Any), Param::new("skip_blanks", "忽略空值", Bool), Param::new("text", "文本", Shown)],
    repeat: 1,
    returns: Returns::Text,
    help: words(
        "用分隔符连接各段文本，可忽略空值；多个分隔符轮流使用",
        "Joins texts with a separator and may skip blanks; several separators take turns",
    ),
    example: words(r#"TEXTJOIN("、", TRUE, {"甲", "", "乙"})"#, "甲、乙"),
    body: Body::Eager(text_join),
    ..BASE
};

fn text_join(call: &Call<'_, '_>) -> Eval<Value> {
    let separators = call.items(0)?.into_iter().map(|separator| call.evaluator.text(separator)).collect::<Eval<Vec<_>>>()?;
    let skips = to_bool(call.value(1))?;
    let mut joined = String::new();
    let mut count = 0_usize;
    for index in 2..call.args.len() {
        for item in call.items(index)? {
            if skips && item.is_blank() {
                continue;
            }
            let part = call.evaluator.text(item)?;
            let separator = if count == 0 || separators.is_empty() { None } else { separators.get((count - 1) % separators.len()) };
            call.evaluator.reserve(part.len() + separator.map_or(0, |separator| separator.len()))?;
            joined.push_str(separator.map_or("", |separator| separator));
            joined.push_str(&part);
            count += 1;
        }
    }
    text(joined)
}

/// A count of characters: not negative, cut to a whole number.
fn count(call: &Call<'_, '_>, index: usize, otherwise: i64) -> Eval<usize> {
    let wanted = call.number_or(index, otherwise)?;
    match wanted.trunc().to_usize() {
        Some(count) => Ok(count),
        None if wanted.is_sign_positive() => Ok(usize::MAX),
        None => value_error("字符数不能为负 / the number of characters is negative"),
    }
}

static LEFT: Function = Function {
    name: "LEFT",
    zh: word("左边"),
    group: Group::Text,
    params: &[TEXT, Param::optional("count", "字符数", Number)],
    returns: Returns::Text,
    help: words("文本开头的若干个字符，默认一个", "The first characters, one if no count is given"),
    example: words(r#"LEFT("上海分公司", 2)"#, "上海"),
    body: Body::Eager(|call| text(call.text(0)?.chars().take(count(call, 1, 1)?).collect::<String>())),
    ..BASE
};

static RIGHT: Function = Function {
    name: "RIGHT",
    zh: word("右边"),
    group: Group::Text,
    params: &[TEXT, Param::optional("count", "字符数", Number)],
    returns: Returns::Text,
    help: words("文本末尾的若干个字符，默认一个", "The last characters, one if no count is given"),
    example: words(r#"RIGHT("13800138000", 4)"#, "8000"),
    body: Body::Eager(|call| {
        let (source, wanted) = (call.text(0)?, count(call, 1, 1)?);
        let skipped = source.chars().count().saturating_sub(wanted);
        text(source.chars().skip(skipped).collect::<String>())
    }),
    ..BASE
};

static MID: Function = Function {
    name: "MID",
    zh: word("中间"),
    group: Group::Text,
    params: &[TEXT, Param::new("start", "起始位置", Number), Param::new("count", "字符数", Number)],
    returns: Returns::Text,
    help: words("从某个位置起的若干个字符，位置从 1 开始", "Characters from a place on, counted from 1"),
    example: words(r#"MID("310101199001011234", 7, 8)"#, "19900101"),
    body: Body::Eager(|call| {
        let (start, wanted) = (call.int(1)?, count(call, 2, 0)?);
        let Some(skipped) = start.checked_sub(1).and_then(|skipped| usize::try_from(skipped).ok()) else {
            return value_error("起始位置从 1 开始 / places are counted from 1");
        };
        text(call.text(0)?.chars().skip(skipped).take(wanted).collect::<String>())
    }),
    ..BASE
};

static LEN: Function = Function {
    name: "LEN",
    zh: word("长度"),
    group: Group::Text,
    params: &[TEXT],
    returns: Returns::Number,
    help: words("文本有几个字符", "How many characters the text has"),
    example: words(r#"LEN("榫卯")"#, "2"),
    body: Body::Eager(|call| match call.value(0) {
        Value::List(_) => value_error("列没有长度，请用 COUNTA / a list has no length; use COUNTA"),
        _ => Ok(Value::Number(call.text(0)?.chars().count().into())),
    }),
    ..BASE
};

static UPPER: Function = Function {
    name: "UPPER",
    zh: word("大写"),
    group: Group::Text,
    params: &[TEXT],
    returns: Returns::Text,
    help: words("字母变为大写", "In capital letters"),
    example: words(r#"UPPER("abc")"#, "ABC"),
    body: Body::Eager(|call| text(call.text(0)?.to_uppercase())),
    ..BASE
};

static LOWER: Function = Function {
    name: "LOWER",
    zh: word("小写"),
    group: Group::Text,
    params: &[TEXT],
    returns: Returns::Text,
    help: words("字母变为小写", "In small letters"),
    example: words(r#"LOWER("ABC")"#, "abc"),
    body: Body::Eager(|call| text(call.text(0)?.to_lowercase())),
    ..BASE
};

static PROPER: Function = Function {
    name: "PROPER",
    zh: word("首字母大写"),
    group: Group::Text,
    params: &[TEXT],
    returns: Returns::Text,
    help: words("每个单词的首字母大写", "Every word with a capital letter"),
    example: words(r#"PROPER("a title case")"#, "A Title Case"),
    body: Body::Eager(|call| {
        let mut proper = String::new();
        let mut inside = false;
        for c in call.text(0)?.chars() {
            if inside {
                proper.extend(c.to_lowercase())
            } else {
                proper.extend(c.to_uppercase())
            }
            inside = c.is_alphabetic();
        }
        text(proper)
    }),
    ..BASE
};

static TRIM: Function = Function {
    name: "TRIM",
    zh: word("去空格"),
    group: Group::Text,
    params: &[TEXT],
    returns: Returns::Text,
    help: words("去掉首尾空白，中间的连续空白只留一个", "Without spaces around; one space between words"),
    example: words(r#"TRIM("  a   b ")"#, "a b"),
    body: Body::Eager(|call| text(call.text(0)?.split_whitespace().collect::<Vec<_>>().join(" "))),
    ..BASE
};

static CLEAN: Function = Function {
    name: "CLEAN",
    zh: word("去控制符"),
    group: Group::Text,
    params: &[TEXT],
    returns: Returns::Text,
    help: words("去掉换行等控制字符", "Without line breaks and other control characters"),
    example: words(r#"CLEAN("a" & UNICHAR(10) & "b")"#, "ab"),
    body: Body::Eager(|call| text(call.text(0)?.chars().filter(|c| !c.is_control()).collect::<String>())),
    ..BASE
};

static REPT: Function = Function {
    name: "REPT",
    zh: word("重复"),
    group: Group::Text,
    params: &[TEXT, Param::new("times", "次数", Number)],
    returns: Returns::Text,
    help: words("把文本重复若干次", "The text repeated"),
    example: words(r#"REPT("★", 3)"#, "★★★"),
    body: Body::Eager(|call| {
        let (source, times) = (call.text(0)?, count(call, 1, 0)?);
        call.evaluator.reserve(source.len().saturating_mul(times))?;
        text(source.repeat(if source.is_empty() { 0 } else { times }))
    }),
    ..BASE
};

static UNICHAR: Function = Function {
    name: "UNICHAR",
    aliases: &["CHAR"],
    zh: word("字符"),
    group: Group::Text,
    params: &[Param::new("number", "编码", Number)],
    returns: Returns::Text,
    help: words("Unicode 编码对应的字符", "The character of a Unicode number"),
    example: words("UNICHAR(27036)", "榜"),
    body: Body::Eager(|call| match u32::try_from(call.int(0)?).ok().filter(|code| *code > 0).and_then(char::from_u32) {
        Some(c) => text(c.to_string()),
        None => value_error("没有这样的字符 / there is no such character"),
    }),
    ..BASE
};

static UNICODE: Function = Function {
    name: "UNICODE",
    aliases: &["CODE"],
    zh: word("字符编码"),
    group: Group::Text,
    params: &[TEXT],
    returns: Returns::Number,
    help: words("第一个字符的 Unicode 编码", "The Unicode number of the first character"),
    example: words(r#"UNICODE("A")"#, "65"),
    body: Body::Eager(|call| match call.text(0)?.chars().next() {
        Some(c) => Ok(Value::Number(u32::from(c).into())),
        None => value_error("文本为空 / the text is empty"),
    }),
    ..BASE
};

static LABEL: Function = Function {
    name: "LABEL",
    zh: word("名称"),
    group: Group::Text,
    params: &[Param::new("value", "值", Shown)],
    returns: Returns::Text,
    help: words("选项、人员、部门、关联记录的名称", "The name of an option, person, department or related record"),
    example: words(r#"LABEL("甲")"#, "甲"),
    body: Body::Eager(|call| text(call.evaluator.text(call.value(0))?)),
    ..BASE
};
