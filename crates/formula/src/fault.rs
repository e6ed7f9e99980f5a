//! What can be wrong with a formula, in both languages: one function per code.

use crate::{FormulaFault, Function};
use value::Label;

/// A text for people; a build without texts makes none.
macro_rules! told {
    ($($part:tt)*) => {
        if cfg!(feature = "texts") { format!($($part)*) } else { String::new() }
    };
}

fn fault(code: &'static str, start: usize, end: usize, zh: String, en: String) -> FormulaFault {
    FormulaFault { code, start, end, message: label(zh, en), hint: None }
}

fn hinted(mut fault: FormulaFault, zh: String, en: String) -> FormulaFault {
    fault.hint = cfg!(feature = "texts").then(|| label(zh, en));
    fault
}

fn label(zh: String, en: String) -> Label {
    if cfg!(feature = "texts") { Label::both(zh, en) } else { Label::default() }
}

/// `MF0100`: nothing is there.
pub(crate) fn empty() -> FormulaFault {
    fault("MF0100", 0, 0, told!("公式是空的"), told!("The formula is empty"))
}

/// `MF0101`: something stands where it cannot stand.
pub(crate) fn unexpected(start: usize, end: usize, text: &str) -> FormulaFault {
    fault("MF0101", start, end, told!("此处不应出现「{text}」"), told!("`{text}` is not expected here"))
}

/// `MF0101`: something is missing.
pub(crate) fn value_missing(start: usize, end: usize) -> FormulaFault {
    fault("MF0101", start, end, told!("此处缺少一个值"), told!("A value is missing here"))
}

/// `MF0101`: a sign of another language.
pub(crate) fn foreign_sign(start: usize, end: usize, text: &str, ours: &str) -> FormulaFault {
    let fault = unexpected(start, end, text);
    hinted(fault, told!("请写作 {ours}"), told!("Write {ours}"))
}

/// `MF0102`: a text, brace or bracket that is not closed.
pub(crate) fn not_closed(start: usize, end: usize, opener: &str) -> FormulaFault {
    fault("MF0102", start, end, told!("「{opener}」没有配对的结尾"), told!("`{opener}` is never closed"))
}

/// `MF0103`: a field that is not there.
pub(crate) fn unknown_field(start: usize, end: usize, name: &str, near: Option<(String, String)>) -> FormulaFault {
    let fault = fault("MF0103", start, end, told!("引用了不存在的字段「{name}」"), told!("There is no field `{name}`"));
    match near {
        Some((id, label)) => hinted(fault, told!("你是否想用「{label}」{{{id}}}？"), told!("Did you mean {{{id}}} ({label})?")),
        None => fault,
    }
}

/// `MF0103`: a bare name that should be a field in braces.
pub(crate) fn bare_field(start: usize, end: usize, name: &str, id: Option<String>) -> FormulaFault {
    let fault = fault("MF0103", start, end, told!("不认识的名称「{name}」"), told!("The name `{name}` is not known"));
    let id = id.unwrap_or_else(|| name.into());
    hinted(fault, told!("字段要写在花括号中：{{{id}}}；文本要写在引号中"), told!("Write a field in braces: {{{id}}}; write a text in quotes"))
}

/// `MF0104`: a function that is not there.
pub(crate) fn unknown_function(start: usize, end: usize, name: &str, near: Option<&str>) -> FormulaFault {
    let fault = fault("MF0104", start, end, told!("没有函数「{name}」"), told!("There is no function `{name}`"));
    match near {
        Some(near) => hinted(fault, told!("你是否想用「{near}」？"), told!("Did you mean `{near}`?")),
        None => fault,
    }
}

/// `MF0105`: too few or too many arguments.
pub(crate) fn wrong_count(start: usize, end: usize, function: &Function, given: usize) -> FormulaFault {
    use value::Locale::{En, ZhCn};
    let name = function.name;
    let zh = told!("函数 {name} 的参数个数不对（给了 {given} 个）");
    let en = told!("Function {name} does not take {given} arguments");
    hinted(fault("MF0105", start, end, zh, en), told!("写法：{}", function.usage(ZhCn)), told!("Usage: {}", function.usage(En)))
}

/// `MF0106`: an argument or operand of the wrong type.
pub(crate) fn wrong_type(start: usize, end: usize, wanted: &Label, found: &Label) -> FormulaFault {
    use value::Locale::{En, ZhCn};
    fault(
        "MF0106",
        start,
        end,
        told!("这里需要{}，得到的是{}", wanted.get(ZhCn), found.get(ZhCn)),
        told!("{} is needed here, this is {}", wanted.get(En), found.get(En)),
    )
}

/// `MF0106` with what to do.
pub(crate) fn wrong_type_with(start: usize, end: usize, wanted: &Label, found: &Label, hint: Label) -> FormulaFault {
    FormulaFault { hint: Some(hint), ..wrong_type(start, end, wanted, found) }
}

/// `MF0107`: a choice is compared with something that is not one of its options.
pub(crate) fn unknown_option(start: usize, end: usize, text: &str, near: Option<(String, String)>) -> FormulaFault {
    let fault = fault("MF0107", start, end, told!("没有选项「{text}」"), told!("There is no option `{text}`"));
    match near {
        Some((id, label)) => {
            hinted(fault, told!("选项按编号比较：「{label}」写作 \"{id}\""), told!("Options are compared by id: write \"{id}\" for {label}"))
        }
        None => fault,
    }
}

/// `MF0108`: the two sides of a comparison can never be alike.
pub(crate) fn never_alike(start: usize, end: usize, left: &Label, right: &Label) -> FormulaFault {
    use value::Locale::{En, ZhCn};
    fault(
        "MF0108",
        start,
        end,
        told!("{}不能与{}比较", left.get(ZhCn), right.get(ZhCn)),
        told!("{} cannot be compared with {}", left.get(En), right.get(En)),
    )
}

/// `MF0109`: digits that are not a number, or too many of them.
pub(crate) fn bad_number(start: usize, end: usize, text: &str) -> FormulaFault {
    fault("MF0109", start, end, told!("「{text}」不是可用的数字（最多 28 位）"), told!("`{text}` is not a usable number (28 digits at most)"))
}

/// `MF0110`: too long or nested too deeply.
pub(crate) fn too_large(start: usize, end: usize) -> FormulaFault {
    fault(
        "MF0110",
        start,
        end,
        told!("公式太长或嵌套太深，请拆成几个计算字段"),
        told!("The formula is too long or nested too deeply; split it into several computed fields"),
    )
}

/// `MF0111`: a pattern that is not a constant text or not a pattern.
pub(crate) fn bad_pattern(start: usize, end: usize, zh: String, en: String) -> FormulaFault {
    fault("MF0111", start, end, zh, en)
}

/// `MF0112`: rows are gone through inside rows.
pub(crate) fn rows_in_rows(start: usize, end: usize) -> FormulaFault {
    let fault =
        fault("MF0112", start, end, told!("逐行计算里不能再逐行计算"), told!("What goes through rows cannot stand inside what goes through rows"));
    hinted(fault, told!("请先用子表的计算列求出每行的值"), told!("Calculate the value of each row in a computed column first"))
}

/// `MF0114`: a column of another form where it cannot stand.
pub(crate) fn no_look_up(start: usize, end: usize) -> FormulaFault {
    let fault = fault("MF0114", start, end, told!("其他表单的列不能用在这里"), told!("A column of another form cannot stand here"));
    hinted(
        fault,
        told!("请用 COUNTIFS、SUMIFS、AVERAGEIFS、MINIFS、MAXIFS 或 XLOOKUP 查询；多值、子表和文件字段不能查询"),
        told!("Ask with COUNTIFS, SUMIFS, AVERAGEIFS, MINIFS, MAXIFS or XLOOKUP; lists, sub-tables and files cannot be asked for"),
    )
}

/// `MF0114`: something else beside the columns of another form.
pub(crate) fn column_wanted(start: usize, end: usize) -> FormulaFault {
    fault(
        "MF0114",
        start,
        end,
        told!("这里需要其他表单的列，如 {{order!amount}}"),
        told!("A column of the other form is needed here, as {{order!amount}}"),
    )
}

/// `MF0114`: columns of different forms in one call.
pub(crate) fn two_forms(start: usize, end: usize) -> FormulaFault {
    fault("MF0114", start, end, told!("一次查询只能用同一个表单的列"), told!("One look-up takes columns of one form only"))
}

/// `MF0113`: the field that the formula is for cannot hold its answer.
#[cfg(feature = "service")]
pub(crate) fn does_not_fit(end: usize, wanted: &Label, found: &Label) -> FormulaFault {
    use value::Locale::{En, ZhCn};
    fault(
        "MF0113",
        0,
        end,
        told!("这个字段存{}，公式得到的是{}", wanted.get(ZhCn), found.get(ZhCn)),
        told!("The field holds {}, the formula gives {}", wanted.get(En), found.get(En)),
    )
}
