//! Conditions, tests and what stands in for errors and blanks.

use super::Kind::{Any, Bool, KeyOf, Number};
use super::{BASE, Body, Call, Function, Group, Param, Returns, word, words};
use crate::coerce::{Eval, to_bool, to_number, value_error};
use crate::eval::{Evaluator, Node};
use crate::operators::equal;
use rust_decimal::prelude::ToPrimitive;
use std::borrow::Cow;
use value::{ErrorCode, ErrorValue, Value};

pub(super) static FUNCTIONS: &[&Function] = &[
    &IF, &IFS, &SWITCH, &CHOOSE, &AND, &OR, &XOR, &NOT, &TRUE, &FALSE, &IFERROR, &IFNA, &IFBLANK, &ISBLANK, &ISERROR, &ISERR, &ISNA, &ISNUMBER,
    &ISTEXT, &ISLOGICAL, &ISEVEN, &ISODD, &NA,
];

static BLANK: Value = Value::Blank;
static NO: Value = Value::Bool(false);

static IF: Function = Function {
    name: "IF",
    zh: word("如果"),
    group: Group::Logic,
    params: &[Param::new("condition", "条件", Bool), Param::new("then", "成立时", Any), Param::optional("otherwise", "不成立时", Any)],
    returns: Returns::Both(1, 2),
    help: words(
        "条件成立时取第二个值，否则取第三个值；省略第三个值时为 FALSE",
        "The second value if the condition holds, else the third; FALSE when there is no third",
    ),
    example: words(r#"IF(3 > 2, "大", "小")"#, "大"),
    body: Body::Lazy(|evaluator, args| match args {
        [condition, then, rest @ ..] => {
            if evaluator.test(condition)? {
                evaluator.eval(then)
            } else {
                rest.first().map_or(Ok(Cow::Borrowed(&NO)), |otherwise| evaluator.eval(otherwise))
            }
        }
        _ => Ok(Cow::Borrowed(&BLANK)),
    }),
    ..BASE
};

static IFS: Function = Function {
    name: "IFS",
    aliases: &["CASE"],
    zh: word("多条件"),
    group: Group::Logic,
    params: &[Param::new("condition", "条件", Bool), Param::new("value", "值", Any)],
    repeat: 2,
    tail: true,
    returns: Returns::Pairs(1),
    help: words("取第一个成立的条件后面的值；最后可以再写一个默认值", "The value behind the first condition that holds; a default may stand last"),
    example: words(r#"IFS(85 >= 90, "优", 85 >= 60, "及格", "不及格")"#, "及格"),
    body: Body::Lazy(|evaluator, args| {
        let mut rest = args;
        while let [condition, value, more @ ..] = rest {
            if evaluator.test(condition)? {
                return evaluator.eval(value);
            }
            rest = more;
        }
        rest.first().map_or_else(not_found, |default| evaluator.eval(default))
    }),
};

static SWITCH: Function = Function {
    name: "SWITCH",
    zh: word("匹配"),
    group: Group::Logic,
    params: &[Param::new("value", "值", Any), Param::new("key", "候选", KeyOf(0)), Param::new("result", "结果", Any)],
    repeat: 2,
    tail: true,
    returns: Returns::Pairs(2),
    help: words(
        "把值与候选逐个比较，取相等者后面的结果；最后可以再写一个默认值",
        "The result behind the first key that equals the value; a default may stand last",
    ),
    example: words(r#"SWITCH(2, 1, "一", 2, "二", "其他")"#, "二"),
    body: Body::Lazy(|evaluator, args| {
        let [value, rest @ ..] = args else { return not_found() };
        let value = evaluator.eval(value)?;
        let mut rest = rest;
        while let [key, result, more @ ..] = rest {
            if equal(&value, &*evaluator.eval(key)?, evaluator.zone())? {
                return evaluator.eval(result);
            }
            rest = more;
        }
        rest.first().map_or_else(not_found, |default| evaluator.eval(default))
    }),
    ..BASE
};

static CHOOSE: Function = Function {
    name: "CHOOSE",
    zh: word("选择"),
    group: Group::Logic,
    params: &[Param::new("index", "序号", Number), Param::new("value", "值", Any)],
    repeat: 1,
    returns: Returns::Any,
    help: words("按序号取后面的值，序号从 1 开始", "The value at this place, counted from 1"),
    example: words(r#"CHOOSE(2, "春", "夏", "秋", "冬")"#, "夏"),
    body: Body::Lazy(|evaluator, args| {
        let [index, values @ ..] = args else { return not_found() };
        let index = to_number(&*evaluator.eval(index)?)?.trunc().to_usize().and_then(|index| index.checked_sub(1));
        match index.and_then(|index| values.get(index)) {
            Some(value) => evaluator.eval(value),
            None => value_error("序号超出范围 / the index is out of range"),
        }
    }),
    ..BASE
};

fn not_found<'n>() -> Eval<Cow<'n, Value>> {
    Err(ErrorValue::new(ErrorCode::NotAvailable, "没有匹配的值 / nothing matches"))
}

static AND: Function = Function {
    name: "AND",
    zh: word("并且"),
    group: Group::Logic,
    params: &[Param::new("condition", "条件", Bool)],
    repeat: 1,
    returns: Returns::Bool,
    help: words("所有条件都成立", "Whether all conditions hold"),
    example: words("AND(1 < 2, 2 < 3)", "TRUE"),
    body: Body::Condition(|evaluator, args| {
        for arg in args {
            if !holds(evaluator, arg, true)? {
                return Ok(false);
            }
        }
        Ok(true)
    }),
    ..BASE
};

static OR: Function = Function {
    name: "OR",
    zh: word("或者"),
    group: Group::Logic,
    params: &[Param::new("condition", "条件", Bool)],
    repeat: 1,
    returns: Returns::Bool,
    help: words("至少一个条件成立", "Whether at least one condition holds"),
    example: words("OR(1 > 2, 2 < 3)", "TRUE"),
    body: Body::Condition(|evaluator, args| {
        for arg in args {
            if !holds(evaluator, arg, false)? {
                return Ok(true);
            }
        }
        Ok(false)
    }),
    ..BASE
};

/// Whether a condition is `wanted`; of a list every item.
fn holds(evaluator: &Evaluator<'_>, arg: &Node, wanted: bool) -> Eval<bool> {
    if let Node::Binary(..) | Node::Call { function: Function { body: Body::Condition(_), .. }, .. } = arg {
        Ok(evaluator.test(arg)? == wanted)
    } else {
        all(&*evaluator.eval(arg)?, wanted)
    }
}

/// Whether a value, and every item of a list, is `wanted`.
fn all(value: &Value, wanted: bool) -> Eval<bool> {
    match value {
        Value::List(items) => {
            for item in items {
                if !all(item, wanted)? {
                    return Ok(false);
                }
            }
            Ok(true)
        }
        single => Ok(to_bool(single)? == wanted),
    }
}

static XOR: Function = Function {
    name: "XOR",
    zh: word("异或"),
    group: Group::Logic,
    params: &[Param::new("condition", "条件", Bool)],
    repeat: 1,
    returns: Returns::Bool,
    help: words("成立的条件是奇数个", "Whether an odd number of conditions hold"),
    example: words("XOR(TRUE, FALSE)", "TRUE"),
    body: Body::Eager(|call| {
        let mut odd = false;
        for index in 0..call.args.len() {
            for item in call.items(index)? {
                odd ^= to_bool(item)?;
            }
        }
        Ok(Value::Bool(odd))
    }),
    ..BASE
};

static NOT: Function = Function {
    name: "NOT",
    zh: word("非"),
    group: Group::Logic,
    params: &[Param::new("condition", "条件", Bool)],
    returns: Returns::Bool,
    help: words("条件不成立", "Whether the condition does not hold"),
    example: words("NOT(1 > 2)", "TRUE"),
    body: Body::Condition(|evaluator, args| args.first().map_or(Ok(true), |arg| evaluator.test(arg).map(|holds| !holds))),
    ..BASE
};

static TRUE: Function = Function {
    name: "TRUE",
    zh: word("真"),
    group: Group::Logic,
    params: &[],
    returns: Returns::Bool,
    help: words("真", "True"),
    example: words("TRUE()", "TRUE"),
    body: Body::Eager(|_| Ok(Value::Bool(true))),
    ..BASE
};

static FALSE: Function = Function {
    name: "FALSE",
    zh: word("假"),
    group: Group::Logic,
    params: &[],
    returns: Returns::Bool,
    help: words("假", "False"),
    example: words("FALSE()", "FALSE"),
    body: Body::Eager(|_| Ok(Value::Bool(false))),
    ..BASE
};

/// Takes the second part where the first is an error of this kind.
fn instead_of_error<'n>(evaluator: &'n Evaluator<'n>, args: &'n [Node], caught: fn(ErrorCode) -> bool) -> Eval<Cow<'n, Value>> {
    let [value, otherwise] = args else { return Ok(Cow::Borrowed(&BLANK)) };
    match evaluator.eval(value) {
        Err(error) if caught(error.code) && !matches!(error.code, ErrorCode::Limit | ErrorCode::Pending) => evaluator.eval(otherwise),
        answer => answer,
    }
}

static IFERROR: Function = Function {
    name: "IFERROR",
    zh: word("如果出错"),
    group: Group::Logic,
    params: &[Param::new("value", "值", Any), Param::new("otherwise", "出错时", Any)],
    returns: Returns::Both(0, 1),
    help: words("值出错时取第二个值", "The second value where the first is an error"),
    example: words(r#"IFERROR(1 / 0, "无")"#, "无"),
    body: Body::Lazy(|evaluator, args| instead_of_error(evaluator, args, |_| true)),
    ..BASE
};

static IFNA: Function = Function {
    name: "IFNA",
    zh: word("如果没有"),
    group: Group::Logic,
    params: &[Param::new("value", "值", Any), Param::new("otherwise", "没有时", Any)],
    returns: Returns::Both(0, 1),
    help: words("没有匹配的值（#N/A）时取第二个值", "The second value where the first is #N/A"),
    example: words(r#"IFNA(SWITCH(3, 1, "一"), "其他")"#, "其他"),
    body: Body::Lazy(|evaluator, args| instead_of_error(evaluator, args, |code| code == ErrorCode::NotAvailable)),
    ..BASE
};

static IFBLANK: Function = Function {
    name: "IFBLANK",
    aliases: &["DEFAULT"],
    zh: word("如果为空"),
    group: Group::Logic,
    params: &[Param::new("value", "值", Any), Param::new("otherwise", "为空时", Any)],
    returns: Returns::Both(0, 1),
    help: words("值为空时取第二个值", "The second value where the first is blank"),
    example: words(r#"IFBLANK("", "未填写")"#, "未填写"),
    body: Body::Lazy(|evaluator, args| {
        let [value, otherwise] = args else { return Ok(Cow::Borrowed(&BLANK)) };
        let value = evaluator.eval(value)?;
        if value.is_blank() { evaluator.eval(otherwise) } else { Ok(value) }
    }),
    ..BASE
};

/// A test of one value, errors among them.
macro_rules! test {
    ($name:ident, $zh:literal, $help_zh:literal, $help_en:literal, $example:literal, $answer:literal, $holds:expr) => {
        static $name: Function = Function {
            name: stringify!($name),
            zh: word($zh),
            group: Group::Logic,
            params: &[Param::new("value", "值", Any)],
            returns: Returns::Bool,
            help: words($help_zh, $help_en),
            example: words($example, $answer),
            body: Body::Tolerant(|call: &Call<'_, '_>| {
                let holds: fn(&Value) -> bool = $holds;
                Ok(Value::Bool(holds(call.value(0))))
            }),
            ..BASE
        };
    };
}

fn code(value: &Value) -> Option<ErrorCode> {
    if let Value::Error(error) = value { Some(error.code) } else { None }
}

test!(ISBLANK, "为空", "没有填写（空文本、空列表也算空）", "Whether nothing was entered", "ISBLANK(\"\")", "TRUE", Value::is_blank);
test!(ISERROR, "是错误", "值是任何一种错误", "Whether the value is an error", "ISERROR(1 / 0)", "TRUE", |value| code(value).is_some());
test!(
    ISERR,
    "是错误但非缺失",
    "值是 #N/A 以外的错误",
    "Whether the value is an error other than #N/A",
    "ISERR(NA())",
    "FALSE",
    |value| code(value).is_some_and(|code| code != ErrorCode::NotAvailable)
);
test!(ISNA, "是缺失", "值是 #N/A", "Whether the value is #N/A", "ISNA(NA())", "TRUE", |value| code(value) == Some(ErrorCode::NotAvailable));
test!(ISNUMBER, "是数字", "值是数字", "Whether the value is a number", "ISNUMBER(3.5)", "TRUE", |value| matches!(value, Value::Number(_)));
test!(ISTEXT, "是文本", "值是文本", "Whether the value is a text", "ISTEXT(\"3.5\")", "TRUE", |value| matches!(
    value,
    Value::Text(_) | Value::Choice(_)
));
test!(ISLOGICAL, "是真假值", "值是真或假", "Whether the value is TRUE or FALSE", "ISLOGICAL(1 > 2)", "TRUE", |value| matches!(
    value,
    Value::Bool(_)
));

/// Whether the whole part of a number is odd.
fn is_odd(call: &Call<'_, '_>) -> Eval<bool> {
    let whole = call.number(0)?.trunc();
    Ok(!(whole % value::Decimal::TWO).is_zero())
}

static ISEVEN: Function = Function {
    name: "ISEVEN",
    zh: word("是偶数"),
    group: Group::Logic,
    params: &[Param::new("number", "数字", Number)],
    returns: Returns::Bool,
    help: words("整数部分是偶数", "Whether the whole part of the number is even"),
    example: words("ISEVEN(4)", "TRUE"),
    body: Body::Eager(|call| Ok(Value::Bool(!is_odd(call)?))),
    ..BASE
};

static ISODD: Function = Function {
    name: "ISODD",
    zh: word("是奇数"),
    group: Group::Logic,
    params: &[Param::new("number", "数字", Number)],
    returns: Returns::Bool,
    help: words("整数部分是奇数", "Whether the whole part of the number is odd"),
    example: words("ISODD(4)", "FALSE"),
    body: Body::Eager(|call| Ok(Value::Bool(is_odd(call)?))),
    ..BASE
};

static NA: Function = Function {
    name: "NA",
    zh: word("缺失"),
    group: Group::Logic,
    params: &[],
    returns: Returns::Any,
    help: words("给出 #N/A：没有这个值", "#N/A: there is no such value"),
    example: words("ISNA(NA())", "TRUE"),
    body: Body::Eager(|_| Err(ErrorCode::NotAvailable.into())),
    ..BASE
};
