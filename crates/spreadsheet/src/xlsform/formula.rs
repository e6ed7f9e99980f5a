//! From an expression of XPath to a formula.
//!
//! Three things differ and are made up for: a blank number compares as nothing there and as 0 here, so that such comparisons ask for a
//! blank first; options are compared by their id; positions in texts are counted from 0 there and from 1 here.

use super::functions;
use super::types::Fate;
use super::xpath::{self, Expr, Fault, Op};
use std::collections::BTreeMap;

/// What a question holds, as far as formulas care.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Sort {
    Text,
    Number,
    Bool,
    Date,
    Moment,
    Time,
    One,
    Many,
    Rows,
    Other,
}

/// A question that expressions can name.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub(super) id: String,
    pub(super) sort: Sort,
    /// The id of the repeat that it stands in.
    pub(super) table: Option<String>,
    /// The options by the name that the form gives them.
    pub(super) options: BTreeMap<String, String>,
}

/// The questions of a form by name.
pub(super) type Names = BTreeMap<String, Known>;

/// Where an expression stands.
pub(super) struct Place<'n> {
    pub(super) names: &'n Names,
    /// The question that `.` means.
    pub(super) this: Option<&'n Known>,
    /// The repeat in whose rows it is evaluated.
    pub(super) table: Option<&'n str>,
    /// The columns of a choice, in a filter.
    pub(super) columns: Option<&'n BTreeMap<String, String>>,
}

/// A formula and what it gives.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Formula {
    pub(super) text: String,
    pub(super) sort: Sort,
    /// How strongly it holds together: 9 for a value or a call.
    strength: u8,
}

impl Formula {
    fn value(text: impl Into<String>, sort: Sort) -> Self {
        Self { text: text.into(), sort, strength: 9 }
    }

    /// In brackets where an operator would tear it apart.
    fn held(&self, strength: u8) -> String {
        if self.strength < strength { format!("({})", self.text) } else { self.text.clone() }
    }
}

/// Translates a text.
pub(super) fn translate(text: &str, place: &Place<'_>) -> Result<Formula, Fault> {
    expr(&xpath::parse(text)?, place)
}

fn fault<T>(zh: impl Into<String>, en: impl Into<String>) -> Result<T, Fault> {
    Err((zh.into(), en.into()))
}

fn quote(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

fn expr(found: &Expr, place: &Place<'_>) -> Result<Formula, Fault> {
    match found {
        Expr::Number(number) => Ok(Formula::value(number, Sort::Number)),
        Expr::Text(text) => Ok(Formula::value(quote(text), Sort::Text)),
        Expr::Field(_) | Expr::This => field(known(found, place)?, place),
        Expr::Name(name) => match place.columns.and_then(|columns| columns.get(name)) {
            Some(text) => Ok(Formula::value(quote(text), Sort::Text)),
            None if place.columns.is_some() => fault(format!("choices 工作表没有列「{name}」"), format!("the sheet choices has no column `{name}`")),
            None => fault(format!("「{name}」要写成 ${{{name}}}"), format!("`{name}` must be written ${{{name}}}")),
        },
        Expr::Negate(inner) => {
            let inner = expr(inner, place)?;
            Ok(Formula { text: format!("-{}", inner.held(9)), sort: Sort::Number, strength: 8 })
        }
        Expr::Binary(op, left, right) => binary(*op, left, right, place),
        Expr::Call(name, arguments) => call(name, arguments, place),
    }
}

fn known<'n>(found: &Expr, place: &Place<'n>) -> Result<&'n Known, Fault> {
    match found {
        Expr::This => place.this.ok_or_else(|| ("这里不能用「.」".into(), "`.` means nothing here".into())),
        Expr::Field(name) => place.names.get(name).ok_or_else(|| {
            let near = definition::suggest::nearest(name, place.names.keys().map(String::as_str));
            let (zh, en) = near.map_or_else(Default::default, |near| (format!("，是否想写 ${{{near}}}？"), format!("; did you mean ${{{near}}}?")));
            (format!("没有题目「{name}」{zh}"), format!("there is no question `{name}`{en}"))
        }),
        _ => fault("这里要写 ${名称}", "${name} must stand here"),
    }
}

fn field(known: &Known, place: &Place<'_>) -> Result<Formula, Fault> {
    match &known.table {
        Some(table) if place.table != Some(table.as_str()) => Ok(Formula::value(format!("{{{table}.{}}}", known.id), known.sort.clone())),
        _ => Ok(Formula::value(format!("{{{}}}", known.id), known.sort.clone())),
    }
}

fn binary(op: Op, left: &Expr, right: &Expr, place: &Place<'_>) -> Result<Formula, Fault> {
    match op {
        Op::And | Op::Or => {
            let name = if op == Op::And { "AND" } else { "OR" };
            let mut parts = Vec::new();
            flatten(op, left, place, &mut parts)?;
            flatten(op, right, place, &mut parts)?;
            Ok(Formula::value(format!("{name}({})", parts.join(", ")), Sort::Bool))
        }
        Op::Add | Op::Subtract | Op::Multiply | Op::Divide => arithmetic(op, left, right, place),
        Op::Modulo => {
            let (left, right) = (expr(left, place)?, expr(right, place)?);
            Ok(Formula::value(format!("MOD({}, {})", left.text, right.text), Sort::Number))
        }
        _ => comparison(op, left, right, place),
    }
}

fn flatten(op: Op, found: &Expr, place: &Place<'_>, parts: &mut Vec<String>) -> Result<(), Fault> {
    if let Expr::Binary(inner, left, right) = found
        && *inner == op
    {
        flatten(op, left, place, parts)?;
        return flatten(op, right, place, parts);
    }
    parts.push(truth(expr(found, place)?));
    Ok(())
}

/// A value as yes or no: what is not blank, of texts.
fn truth(formula: Formula) -> String {
    match formula.sort {
        Sort::Bool | Sort::Number => formula.text,
        _ => format!("NOT(ISBLANK({}))", formula.text),
    }
}

fn arithmetic(op: Op, left: &Expr, right: &Expr, place: &Place<'_>) -> Result<Formula, Fault> {
    let (left, right) = (expr(left, place)?, expr(right, place)?);
    let (sign, strength) = match op {
        Op::Add => ("+", 5),
        Op::Subtract => ("-", 5),
        Op::Multiply => ("*", 6),
        _ => ("/", 6),
    };
    let sort = match (&left.sort, &right.sort) {
        (Sort::Date, Sort::Number) if strength == 5 => Sort::Date,
        (Sort::Moment, Sort::Number) if strength == 5 => Sort::Moment,
        _ => Sort::Number,
    };
    let number = |formula: &Formula, strength: u8| match formula.sort {
        Sort::Text => format!("VALUE({})", formula.text),
        Sort::One | Sort::Many => format!("VALUE({} & \"\")", formula.held(9)),
        _ => formula.held(strength),
    };
    Ok(Formula { text: format!("{} {sign} {}", number(&left, strength), number(&right, strength + 1)), sort, strength })
}

fn comparison(op: Op, left: &Expr, right: &Expr, place: &Place<'_>) -> Result<Formula, Fault> {
    if let Some(blank) = with_blank(op, left, right, place)? {
        return Ok(blank);
    }
    let sides = (side(left, right, place)?, side(right, left, place)?);
    let sign = match op {
        Op::Equal => "=",
        Op::NotEqual => "<>",
        Op::Less => "<",
        Op::LessOrEqual => "<=",
        Op::Greater => ">",
        _ => ">=",
    };
    let several = |found: &Expr| matches!(found, Expr::Field(_) | Expr::This) && known(found, place).is_ok_and(|known| known.sort == Sort::Many);
    if several(left) || several(right) {
        let contains =
            |list: &Formula, item: &Formula| format!("AND(COUNTA({list}) = 1, CONTAINS({list}, {item}))", list = list.text, item = item.text);
        let text = if several(left) { contains(&sides.0, &sides.1) } else { contains(&sides.1, &sides.0) };
        return match op {
            Op::Equal => Ok(Formula::value(text, Sort::Bool)),
            Op::NotEqual => Ok(Formula::value(format!("NOT({text})"), Sort::Bool)),
            _ => fault("多选不能比较大小，请用 selected()", "several choices have no order; use selected()"),
        };
    }
    let compared = Formula { text: format!("{} {sign} {}", sides.0.held(5), sides.1.held(5)), sort: Sort::Bool, strength: 3 };
    Ok(guarded(op, (left, right), compared, place))
}

/// `${x} = ''`: asks for a blank.
fn with_blank(op: Op, left: &Expr, right: &Expr, place: &Place<'_>) -> Result<Option<Formula>, Fault> {
    let is_blank = |found: &Expr| matches!(found, Expr::Text(text) if text.is_empty());
    let other = match (is_blank(left), is_blank(right)) {
        (true, false) => right,
        (false, true) => left,
        _ => return Ok(None),
    };
    let value = expr(other, place)?;
    Ok(match op {
        Op::Equal => Some(Formula::value(format!("ISBLANK({})", value.text), Sort::Bool)),
        Op::NotEqual => Some(Formula::value(format!("NOT(ISBLANK({}))", value.text), Sort::Bool)),
        _ => None,
    })
}

/// A side of a comparison: the name of an option becomes its id, text that is compared with a number or a day becomes one.
fn side(found: &Expr, other: &Expr, place: &Place<'_>) -> Result<Formula, Fault> {
    let against = match other {
        Expr::Field(_) | Expr::This => Some(known(other, place)?),
        _ => None,
    };
    let literal = match found {
        Expr::Text(text) | Expr::Number(text) => Some(text.clone()),
        Expr::Name(name) => place.columns.and_then(|columns| columns.get(name)).cloned(),
        _ => None,
    };
    if let (Some(literal), Some(against)) = (&literal, against) {
        return Ok(match against.sort {
            Sort::One | Sort::Many => match against.options.get(literal) {
                Some(id) => Formula::value(quote(id), Sort::Text),
                None if place.columns.is_some() => Formula::value(quote(literal), Sort::Text),
                None => return fault(format!("选项里没有「{literal}」"), format!("`{literal}` is none of the options")),
            },
            Sort::Number => match literal.parse::<value::Decimal>() {
                Ok(number) => Formula::value(number.to_string(), Sort::Number),
                Err(_) => return fault(format!("「{literal}」不是数字"), format!("`{literal}` is no number")),
            },
            Sort::Date | Sort::Moment => match super::day(literal) {
                Some(day) => Formula::value(day, Sort::Date),
                None => return fault(format!("「{literal}」不是日期"), format!("`{literal}` is no day")),
            },
            Sort::Bool => Formula::value(if matches!(literal.as_str(), "OK" | "true" | "1") { "TRUE" } else { "FALSE" }, Sort::Bool),
            Sort::Text | Sort::Time => Formula::value(quote(literal), Sort::Text),
            Sort::Rows | Sort::Other => return fault("这样的题目不能比较", "such a question cannot be compared"),
        });
    }
    // A choice beside something else than a literal is compared by the id as text.
    let value = expr(found, place)?;
    let mixed = value.sort == Sort::One && against.is_some_and(|against| against.sort != Sort::One);
    Ok(if mixed { Formula { text: format!("{} & \"\"", value.text), sort: Sort::Text, strength: 4 } } else { value })
}

/// A blank number is less than nothing in XPath; here it is 0.
fn guarded(op: Op, (left, right): (&Expr, &Expr), compared: Formula, place: &Place<'_>) -> Formula {
    let number = |found: &Expr| match found {
        Expr::Field(_) => known(found, place).ok().filter(|known| known.sort == Sort::Number).and_then(|known| field(known, place).ok()),
        _ => None,
    };
    let zero = |found: &Expr| matches!(found, Expr::Number(number) if number.trim_matches(['0', '.']).is_empty());
    let ordered = !matches!(op, Op::Equal | Op::NotEqual);
    if !(ordered || op == Op::Equal && (zero(left) || zero(right))) {
        return compared;
    }
    let blanks: Vec<String> = [number(left), number(right)].into_iter().flatten().map(|field| format!("NOT(ISBLANK({}))", field.text)).collect();
    if blanks.is_empty() { compared } else { Formula::value(format!("AND({}, {})", blanks.join(", "), compared.text), Sort::Bool) }
}

fn call(name: &str, arguments: &[Expr], place: &Place<'_>) -> Result<Formula, Fault> {
    let Some(entry) = functions::function(name) else {
        return fault(format!("没有函数「{name}()」"), format!("there is no function `{name}()`"));
    };
    if let Fate::Refused(zh, en) = entry.fate {
        return fault(format!("函数「{name}()」：{zh}"), format!("`{name}()`: {en}"));
    }
    let (fewest, most) = entry.arguments;
    if arguments.len() < fewest || arguments.len() > most {
        return fault(format!("函数「{name}()」的参数个数不对"), format!("`{name}()` has the wrong number of arguments"));
    }
    if let Some(done) = special(name, arguments, place)? {
        return Ok(done);
    }
    let given: Vec<Formula> = arguments.iter().map(|argument| expr(argument, place)).collect::<Result<_, _>>()?;
    let texts: Vec<String> = given.iter().map(|formula| formula.text.clone()).collect();
    let Fate::Taken(ours) = entry.fate else {
        return fault(format!("函数「{name}()」还不能翻译"), format!("`{name}()` cannot be translated"));
    };
    let mut text = texts.join(", ");
    if name == "round" && texts.len() == 1 {
        text.push_str(", 0");
    }
    let sort = match ours {
        "IF" => given.get(1).map_or(Sort::Text, |formula| formula.sort.clone()),
        "TRUE" | "FALSE" => return Ok(Formula::value(ours, Sort::Bool)),
        "NOT" | "CONTAINS" | "STARTSWITH" | "ENDSWITH" => Sort::Bool,
        "CONCAT" | "MID" | "TEXTBEFORE" | "TEXTAFTER" | "TRIM" | "UPPER" | "LOWER" | "LABEL" => Sort::Text,
        "TODAY" => Sort::Date,
        "NOW" => Sort::Moment,
        "MAX" | "MIN" => given.first().map_or(Sort::Number, |formula| formula.sort.clone()),
        _ => Sort::Number,
    };
    if ours == "NOT" {
        text = given.into_iter().next().map(truth).unwrap_or_default();
    } else if ours == "IF" {
        let mut parts = given.into_iter();
        let test = parts.next().map(truth).unwrap_or_default();
        text =
            std::iter::once(test).chain(parts.map(|part| if part.text == "\"\"" { String::new() } else { part.text })).collect::<Vec<_>>().join(", ");
    }
    Ok(Formula::value(format!("{ours}({text})"), sort))
}

/// Functions whose arguments need more than a new name.
fn special(name: &str, arguments: &[Expr], place: &Place<'_>) -> Result<Option<Formula>, Fault> {
    let get = |index: usize| arguments.get(index).map(|argument| expr(argument, place)).transpose();
    let first = || get(0).map(|found| found.unwrap_or(Formula::value("", Sort::Text)));
    let done = match name {
        "selected" => selected(arguments, place)?,
        "jr:choice-name" => choice_name(arguments, place)?,
        "count" => {
            let value = first()?;
            if value.sort == Sort::Rows {
                Formula::value(format!("COUNTROWS({})", value.text), Sort::Number)
            } else {
                Formula::value(format!("COUNTA({})", value.text), Sort::Number)
            }
        }
        "coalesce" => {
            let (one, other) = (first()?, get(1)?.unwrap_or(Formula::value("", Sort::Text)));
            Formula::value(format!("IF(ISBLANK({0}), {1}, {0})", one.text, other.text), one.sort)
        }
        "boolean" => Formula::value(truth(first()?), Sort::Bool),
        "boolean-from-string" => {
            let value = first()?;
            Formula::value(format!("OR({0} = \"true\", {0} = \"1\")", value.held(5)), Sort::Bool)
        }
        "string" => Formula { text: format!("{} & \"\"", first()?.held(5)), sort: Sort::Text, strength: 4 },
        "number" => {
            let value = first()?;
            if value.sort == Sort::Number { value } else { Formula::value(format!("VALUE({} & \"\")", value.held(5)), Sort::Number) }
        }
        "exp10" => Formula::value(format!("POWER(10, {})", first()?.text), Sort::Number),
        "floor" | "ceiling" => Formula::value(format!("{}({}, 1)", name.to_uppercase(), first()?.text), Sort::Number),
        "atan2" => Formula::value(format!("ATAN2({}, {})", get(1)?.map(|value| value.text).unwrap_or_default(), first()?.text), Sort::Number),
        "selected-at" => {
            Formula::value(format!("INDEX({}, {} + 1)", first()?.text, get(1)?.map(|value| value.held(5)).unwrap_or_default()), Sort::Text)
        }
        "substr" => substr(&first()?, get(1)?, get(2)?),
        "join" => {
            let rest = arguments.iter().skip(1).map(|argument| expr(argument, place).map(|value| value.text)).collect::<Result<Vec<_>, _>>()?;
            Formula::value(format!("TEXTJOIN({}, TRUE, {})", first()?.text, rest.join(", ")), Sort::Text)
        }
        "regex" => regex(&first()?, arguments.get(1))?,
        "format-date" | "format-date-time" => format_date(&first()?, arguments.get(1))?,
        "date" => match arguments.first() {
            Some(Expr::Text(text)) => match super::day(text) {
                Some(day) => Formula::value(day, Sort::Date),
                None => return fault(format!("「{text}」不是日期"), format!("`{text}` is no day")),
            },
            _ => {
                let value = first()?;
                if value.sort == Sort::Date { value } else { Formula::value(format!("DATEVALUE({} & \"\")", value.held(5)), Sort::Date) }
            }
        },
        _ => return Ok(None),
    };
    Ok(Some(done))
}

fn selected(arguments: &[Expr], place: &Place<'_>) -> Result<Formula, Fault> {
    let (Some(list), Some(option)) = (arguments.first(), arguments.get(1)) else {
        return fault("selected() 要两个参数", "selected() takes two arguments");
    };
    let question = known(list, place)?;
    let value = field(question, place)?;
    let option = side(option, list, place)?;
    match question.sort {
        Sort::One => Ok(Formula { text: format!("{} = {}", value.text, option.held(5)), sort: Sort::Bool, strength: 3 }),
        Sort::Many => Ok(Formula::value(format!("CONTAINS({}, {})", value.text, option.text), Sort::Bool)),
        _ => fault("selected() 只用于选择题", "selected() is for choices only"),
    }
}

fn choice_name(arguments: &[Expr], place: &Place<'_>) -> Result<Formula, Fault> {
    let question = match arguments.first() {
        Some(found @ (Expr::Field(_) | Expr::This)) => known(found, place)?,
        _ => return fault("jr:choice-name() 的第一个参数要写成 ${名称}", "the first argument of jr:choice-name() must be ${name}"),
    };
    Ok(Formula::value(format!("LABEL({})", field(question, place)?.text), Sort::Text))
}

fn substr(text: &Formula, from: Option<Formula>, to: Option<Formula>) -> Formula {
    let from = from.map(|from| from.held(6)).unwrap_or_default();
    let length = to.map_or_else(|| "32767".to_owned(), |to| format!("{} - {from}", to.held(6)));
    Formula::value(format!("MID({}, {from} + 1, {length})", text.text), Sort::Text)
}

fn regex(text: &Formula, pattern: Option<&Expr>) -> Result<Formula, Fault> {
    let Some(Expr::Text(pattern)) = pattern else { return fault("regex() 的模式要写成文字", "the pattern of regex() must be a literal") };
    if ["(?=", "(?!", "(?<", "\\1", "\\2", "\\p{"].iter().any(|part| pattern.contains(part)) {
        return fault(format!("模式「{pattern}」用了不支持的写法"), format!("the pattern `{pattern}` uses what is not offered"));
    }
    let whole = format!("^(?:{})$", pattern.trim_start_matches('^').trim_end_matches('$'));
    let subject = if text.sort == Sort::Text { text.text.clone() } else { format!("{} & \"\"", text.held(5)) };
    Ok(Formula::value(format!("REGEXTEST({subject}, {})", quote(&whole)), Sort::Bool))
}

fn format_date(day: &Formula, form: Option<&Expr>) -> Result<Formula, Fault> {
    let Some(Expr::Text(form)) = form else { return fault("日期格式要写成文字", "the format of a day must be a literal") };
    let mut ours = String::new();
    let mut chars = form.chars();
    while let Some(c) = chars.next() {
        if c != '%' {
            ours.push(c);
            continue;
        }
        let sign = chars.next().unwrap_or('%');
        ours.push_str(match sign {
            'Y' => "yyyy",
            'y' => "yy",
            'm' => "mm",
            'n' => "m",
            'd' => "dd",
            'e' => "d",
            'H' => "hh",
            'M' => "mm",
            'S' => "ss",
            other => return fault(format!("日期格式里的 %{other} 不支持"), format!("%{other} in the format of a day is not offered")),
        });
    }
    Ok(Formula::value(format!("TEXT({}, {})", day.text, quote(&ours)), Sort::Text))
}
