//! What is told about a wrong formula: everything, with codes, places and hints.

use crate::support::order;
use formula::compile;
use value::{FieldId, Locale};

fn check(source: &str, expected: &[(&str, &str)]) {
    let chars: Vec<char> = source.chars().collect();
    let faults = compile(source, &order()).err().unwrap_or_default();
    let found: Vec<(String, String)> =
        faults.iter().map(|fault| (fault.code.to_string(), chars[fault.start..fault.end.min(chars.len())].iter().collect())).collect();
    let expected: Vec<(String, String)> = expected.iter().map(|(code, place)| (code.to_string(), place.to_string())).collect();
    assert_eq!(found, expected, "{source}: {faults:#?}");
    for fault in &faults {
        assert!(!fault.message.get(Locale::ZhCn).is_empty() && !fault.message.get(Locale::En).is_empty());
    }
}

fn hint(source: &str) -> String {
    compile(source, &order()).unwrap_err()[0].hint.as_ref().map(|hint| hint.get(Locale::ZhCn).to_string()).unwrap_or_default()
}

#[test]
fn every_fault_is_told_at_its_place() {
    check("", &[("MF0100", "")]);
    check("{price_x} * {nothing} + ROUNDD(1)", &[("MF0103", "{price_x}"), ("MF0103", "{nothing}"), ("MF0104", "ROUNDD")]);
    check("1 +", &[("MF0101", "")]);
    check("(1 + 2", &[("MF0102", "(")]);
    check("\"abc", &[("MF0102", "\"abc")]);
    check("1 2", &[("MF0101", "2")]);
    check("SUM(1 2, $)", &[("MF0101", "2"), ("MF0101", "$")]);
    check("ROUND()", &[("MF0105", "ROUND()")]);
    check("ROUND(1, 2, 3) + IF(TRUE)", &[("MF0105", "ROUND(1, 2, 3)"), ("MF0105", "IF(TRUE)")]);
    check("{title} * 2", &[("MF0106", "{title}")]);
    check("ROUND({day}, 2)", &[("MF0106", "{day}")]);
    check("SUM({lines})", &[("MF0106", "{lines}")]);
    check("{lines.price} + 1", &[("MF0106", "{lines.price}")]);
    check("YEAR({amount})", &[("MF0106", "{amount}")]);
    check("{level} = \"bad\"", &[("MF0107", "\"bad\"")]);
    check("SWITCH({level}, \"severe\", 1, \"bad\", 2)", &[("MF0107", "\"bad\"")]);
    check("CONTAINS({tags}, \"bad\")", &[("MF0107", "\"bad\"")]);
    check("{title} > 1", &[("MF0108", "{title} > 1")]);
    check("{tags} = \"severe\"", &[("MF0108", "{tags} = \"severe\"")]);
    check("{amount} == 1 && {paid}", &[("MF0101", "=="), ("MF0101", "&&")]);
    check("12345678901234567890123456789012", &[("MF0109", "12345678901234567890123456789012")]);
    check("REGEXTEST({title}, \"(\")", &[("MF0111", "\"(\"")]);
    check("amount + 1", &[("MF0103", "amount")]);
}

#[test]
fn right_formulas_have_no_fault() {
    for source in [
        "=1+1",
        "IF(AND({level}=\"severe\",{amount}>1000),{amount}*3,0)",
        "{day} + 7 > TODAY()",
        "{day} >= \"2026-01-01\"",
        "{at} - {day} < 3",
        "{day} = \"\"",
        "{customer.grade} & {customer}",
        "SUM({lines.price}) / COUNT({lines.qty})",
        "{_created_at} < NOW()",
        "（{amount}＋1）×2，".trim_end_matches('，'),
        "“你好”&{title}",
        "{customer} = CURRENTUSER()",
        "SUMPRODUCT({lines.price}, {lines.qty})",
        "IFBLANK({day}, TODAY())",
    ] {
        check(source, &[]);
    }
}

#[test]
fn hints_name_what_was_meant() {
    assert_eq!(hint("{单价} * 2"), "你是否想用「产品单价」{unit_price}？");
    assert_eq!(hint("{amuont}"), "你是否想用「金额」{amount}？");
    assert_eq!(hint("{明细.单价}"), "你是否想用「明细.单价」{lines.price}？");
    assert_eq!(hint("RUOND(1)"), "你是否想用「ROUND」？");
    assert_eq!(hint("四舍五入(1)"), "你是否想用「ROUND」？");
    assert_eq!(hint("{level} = \"严重\""), "选项按编号比较：「严重」写作 \"severe\"");
    assert_eq!(hint("{title} * 2"), "用 VALUE(…) 把文本转为数字");
    assert_eq!(hint("金额 + 1"), "字段要写在花括号中：{amount}；文本要写在引号中");
}

#[test]
fn a_row_sees_its_own_columns_first() {
    let mut scope = order();
    scope.row_of = Some(FieldId::parse("lines").unwrap());
    let formula = compile("{price} * {qty} + {amount} + {lines.price}", &scope).unwrap();
    let shown: Vec<String> = formula.references().iter().map(|reference| format!("{reference:?}")).collect();
    assert_eq!(shown.len(), 3);
    assert!(shown[0].starts_with("Cell") && shown[1].starts_with("Cell") && shown[2].starts_with("Field"), "{shown:?}");
}

#[test]
fn a_formula_is_shown_with_labels() {
    let formula = compile("IF({level} = \"severe\", SUM({lines.price}), {amount}*2)", &order()).unwrap();
    assert_eq!(formula.display(&order(), Locale::ZhCn), "如果({级别} = \"severe\", 求和({明细.单价}), {金额}*2)");
    assert_eq!(formula.display(&order(), Locale::En), "IF({级别} = \"severe\", SUM({明细.单价}), {金额}*2)");
}
