//! Formulas of a column in the language of the product: cells of the same row become fields, cells elsewhere their constant.

use super::grid::Grid;
use super::proposal::{Evidence, FieldProposal, Kind, Source};
use super::values;
use crate::workbook::{Area, At, Cell, CellValue};

/// Functions that mean the same in both languages.
const SAME: &[&str] = &[
    "ABS",
    "AND",
    "AVERAGE",
    "CEILING",
    "CHOOSE",
    "CONCAT",
    "COUNT",
    "COUNTA",
    "COUNTBLANK",
    "DATE",
    "DATEDIF",
    "DAY",
    "DAYS",
    "EDATE",
    "EOMONTH",
    "EVEN",
    "EXACT",
    "FIND",
    "FLOOR",
    "HOUR",
    "IF",
    "IFERROR",
    "IFNA",
    "IFS",
    "INT",
    "ISBLANK",
    "ISEVEN",
    "ISODD",
    "LARGE",
    "LEFT",
    "LEN",
    "LOWER",
    "MAX",
    "MEDIAN",
    "MID",
    "MIN",
    "MINUTE",
    "MOD",
    "MONTH",
    "MROUND",
    "NOT",
    "NOW",
    "ODD",
    "OR",
    "PI",
    "POWER",
    "PRODUCT",
    "PROPER",
    "QUOTIENT",
    "REPLACE",
    "REPT",
    "RIGHT",
    "ROUND",
    "ROUNDDOWN",
    "ROUNDUP",
    "SEARCH",
    "SECOND",
    "SIGN",
    "SMALL",
    "SQRT",
    "SUBSTITUTE",
    "SUM",
    "SWITCH",
    "TEXT",
    "TEXTJOIN",
    "TIME",
    "TODAY",
    "TRIM",
    "TRUNC",
    "UPPER",
    "VALUE",
    "WEEKDAY",
    "WEEKNUM",
    "XOR",
    "YEAR",
];

/// Functions with another name here.
const RENAMED: &[(&str, &str)] = &[
    ("CONCATENATE", "CONCAT"),
    ("_XLFN.IFS", "IFS"),
    ("_XLFN.CONCAT", "CONCAT"),
    ("_XLFN.TEXTJOIN", "TEXTJOIN"),
    ("_XLFN.SWITCH", "SWITCH"),
    ("_XLFN.DAYS", "DAYS"),
    ("_XLFN.XOR", "XOR"),
    ("_XLFN.IFNA", "IFNA"),
    ("CEILING.MATH", "CEILING"),
    ("_XLFN.CEILING.MATH", "CEILING"),
    ("FLOOR.MATH", "FLOOR"),
];

/// A part of a formula.
#[derive(Debug, Clone, PartialEq)]
enum Token {
    Reference(String),
    Name(String),
    Text(String),
    Number(String),
    Sign(char),
    Operator(String),
}

/// Takes the formulas of the columns of a list.
pub(super) fn take_formulas(grid: &Grid<'_>, (first, last): (u32, u32), skipped: &[u32], fields: &mut [FieldProposal]) {
    let known: Vec<FieldProposal> = fields.to_vec();
    for field in fields.iter_mut() {
        let Some(column) = field.column else { continue };
        let rows =
            (first..=last).filter(|row| !skipped.contains(row)).filter_map(|row| grid.sheet.cell(At::new(row, column)).map(|cell| (row, cell)));
        let filled: Vec<(u32, &Cell)> = rows.filter(|(_, cell)| !cell.is_blank() || cell.formula.is_some()).collect();
        let formulas: Vec<(u32, &Cell, &str)> = filled.iter().filter_map(|(row, cell)| Some((*row, *cell, cell.formula.as_deref()?))).collect();
        if formulas.is_empty() || formulas.len() * 5 < filled.len() * 3 {
            continue;
        }
        take(grid, &known, &formulas, field);
    }
}

fn take(grid: &Grid<'_>, known: &[FieldProposal], formulas: &[(u32, &Cell, &str)], field: &mut FieldProposal) {
    let Some((row, cell, source)) = formulas.first().copied() else { return };
    let place = At::new(row, field.column.unwrap_or(0)).to_string();
    // 1, 2, 3 … by =ROW()-1 or =A4+1 is a number of rows, not something to calculate.
    if field.kind == Kind::AutoNumber {
        return;
    }
    let translated = translate(grid, known, row, source).and_then(|first| {
        let sampled = [formulas.len() / 2, formulas.len() - 1].into_iter().filter_map(|index| formulas.get(index));
        let same = sampled.filter(|(row, _, source)| translate(grid, known, *row, source).as_ref() == Ok(&first)).count();
        if same >= 1 { Ok(first) } else { Err(("各行的公式不一样", "the formulas differ from row to row")) }
    });
    match translated {
        Ok(formula) => {
            field.evidence.insert(0, Evidence::new(Source::Formula, &place, format!("公式 ={source}"), format!("the formula ={source}")));
            field.formula = Some(formula);
            field.confidence = field.confidence.max(0.9);
            field.required = false;
            field.unique = false;
            // A workbook that no Excel has calculated yet holds no values: signs of arithmetic tell that it is a number.
            let calculates = cell.value == CellValue::Blank && source.contains(['+', '-', '*', '/']) && !source.contains('"');
            if field.kind == Kind::Text && (matches!(cell.value, CellValue::Number(_)) || calculates) {
                field.kind = Kind::Number;
            }
            if field.kind == Kind::Choice || field.kind == Kind::Switch {
                field.kind = if matches!(cell.value, CellValue::Bool(_)) { Kind::Switch } else { Kind::Text };
                field.options.clear();
            }
        }
        Err((zh, en)) => {
            let reason = Evidence::new(
                Source::Formula,
                place,
                format!("公式 ={source} 没有接过来：{zh}"),
                format!("the formula ={source} was not taken: {en}"),
            );
            field.evidence.push(reason);
        }
    }
}

type Refused = (&'static str, &'static str);

/// A formula of a row in our language.
fn translate(grid: &Grid<'_>, fields: &[FieldProposal], row: u32, source: &str) -> Result<String, Refused> {
    let tokens = tokens(source).ok_or(("写法无法识别", "it cannot be read"))?;
    let mut out = String::new();
    let mut names = false;
    let mut index = 0;
    while let Some(token) = tokens.get(index) {
        match token {
            Token::Reference(text) => {
                names |= reference(grid, fields, row, text, &tokens, index, &mut out)?;
            }
            Token::Name(name) if tokens.get(index + 1) == Some(&Token::Sign('(')) => {
                let upper = name.to_ascii_uppercase();
                let known = RENAMED
                    .iter()
                    .find(|(theirs, _)| *theirs == upper)
                    .map(|(_, ours)| *ours)
                    .or_else(|| SAME.iter().copied().find(|same| *same == upper));
                out.push_str(known.ok_or(("用了这里没有的函数", "it uses a function that is not offered"))?);
            }
            Token::Name(name) if name.eq_ignore_ascii_case("TRUE") || name.eq_ignore_ascii_case("FALSE") => out.push_str(&name.to_ascii_uppercase()),
            Token::Name(_) => return Err(("引用了名称", "it refers to a name")),
            Token::Text(text) => out.push_str(&literal(fields, &tokens, index, text, row)),
            Token::Number(number) => out.push_str(number),
            Token::Operator(operator) => {
                out.push(' ');
                out.push_str(operator);
                out.push(' ');
            }
            Token::Sign(',') => out.push_str(", "),
            Token::Sign(sign) => out.push(*sign),
        }
        index += 1;
    }
    if names { Ok(out.trim().to_owned()) } else { Err(("没有引用本行的列", "it refers to no column of its row")) }
}

/// Writes what a reference means; whether it names a field.
fn reference(
    grid: &Grid<'_>,
    fields: &[FieldProposal],
    row: u32,
    text: &str,
    tokens: &[Token],
    index: usize,
    out: &mut String,
) -> Result<bool, Refused> {
    let area = Area::read(text).ok_or(("引用了别的工作表或名称", "it refers to another sheet or a name"))?;
    let merged_rows = grid.area(At::new(row, area.first.column));
    let same_row = |at: At| at.row == row || merged_rows.holds(At::new(at.row, merged_rows.first.column));
    if same_row(area.first) && same_row(area.last) && area.height() == 1 {
        let mut named: Vec<String> = Vec::new();
        for column in area.first.column..=area.last.column {
            match fields.iter().find(|field| field.column == Some(column)) {
                Some(field) => named.push(field_name(field, fields, tokens, index, area.width() == 1)?),
                None if area.width() > 1 => {}
                None => return Err(("引用了没有名称的列", "it refers to a column without a name")),
            }
        }
        out.push_str(&named.join(", "));
        return Ok(!named.is_empty());
    }
    // A cell beside the list is a constant.
    let at = area.first;
    let outside = area.first == area.last && text.contains('$') && !fields.iter().any(|field| field.column == Some(at.column))
        || at.row < row && text.matches('$').count() == 2;
    match grid.cell(at).map(|cell| (&cell.value, &cell.formula)) {
        Some((CellValue::Number(number), None)) if outside => {
            out.push_str(&number.normalize().to_string());
            Ok(false)
        }
        _ => Err(("引用了别的行", "it refers to other rows")),
    }
}

fn field_name(field: &FieldProposal, _: &[FieldProposal], tokens: &[Token], index: usize, single: bool) -> Result<String, Refused> {
    match field.kind {
        Kind::Member | Kind::Department | Kind::Photo | Kind::Upload | Kind::Signature | Kind::MultiChoice => {
            Err(("引用的列不能参加计算", "it refers to a column that cannot be calculated with"))
        }
        Kind::Choice if single && compares(tokens, index) => Ok(format!("{{{}}}", field.id)),
        Kind::Choice => Ok(format!("LABEL({{{}}})", field.id)),
        _ => Ok(format!("{{{}}}", field.id)),
    }
}

/// Whether a token is compared with a text beside it.
fn compares(tokens: &[Token], index: usize) -> bool {
    let is_comparison = |token: Option<&Token>| matches!(token, Some(Token::Operator(operator)) if operator == "=" || operator == "<>");
    let before = index.checked_sub(1).and_then(|before| tokens.get(before));
    let further = index.checked_sub(2).and_then(|before| tokens.get(before));
    is_comparison(tokens.get(index + 1)) && matches!(tokens.get(index + 2), Some(Token::Text(_)))
        || is_comparison(before) && matches!(further, Some(Token::Text(_)))
}

/// A text; one that is compared with a choice becomes the id of its option, with a yes or no TRUE or FALSE.
fn literal(fields: &[FieldProposal], tokens: &[Token], index: usize, text: &str, row: u32) -> String {
    let beside = |at: Option<usize>| match at.and_then(|at| tokens.get(at)) {
        Some(Token::Reference(reference)) => Area::read(reference)
            .filter(|area| area.first == area.last && area.first.row == row)
            .and_then(|area| fields.iter().find(|field| field.column == Some(area.first.column))),
        _ => None,
    };
    let is_comparison =
        |at: Option<usize>| matches!(at.and_then(|at| tokens.get(at)), Some(Token::Operator(operator)) if operator == "=" || operator == "<>");
    let left = if is_comparison(index.checked_sub(1)) { beside(index.checked_sub(2)) } else { None };
    let right = if is_comparison(Some(index + 1)) { beside(Some(index + 2)) } else { None };
    if let Some(field) = left.or(right) {
        if field.kind == Kind::Switch
            && let Some(yes) = values::yes_no(text)
        {
            return if yes { "TRUE" } else { "FALSE" }.to_owned();
        }
        if let Some(option) = field.options.iter().find(|option| option.text == text) {
            return format!("\"{}\"", option.id);
        }
    }
    format!("\"{}\"", text.replace('"', "\"\""))
}

fn tokens(source: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut chars = source.trim().trim_start_matches('=').chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            c if c.is_whitespace() => {}
            '"' => tokens.push(Token::Text(quoted(&mut chars)?)),
            '(' | ')' | ',' | '%' => tokens.push(Token::Sign(c)),
            '+' | '-' | '*' | '/' | '^' | '&' | '=' => tokens.push(Token::Operator(c.into())),
            '<' | '>' => {
                let mut operator = String::from(c);
                if let Some(next) = chars.next_if(|next| *next == '=' || c == '<' && *next == '>') {
                    operator.push(next);
                }
                tokens.push(Token::Operator(operator));
            }
            c if c.is_alphanumeric() || matches!(c, '$' | '_' | '.') => {
                let mut word = String::from(c);
                while let Some(next) = chars.next_if(|next| next.is_alphanumeric() || matches!(next, '$' | '_' | '.' | ':' | '!')) {
                    word.push(next);
                }
                tokens.push(word_token(word));
            }
            _ => return None,
        }
    }
    Some(tokens)
}

fn quoted(chars: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Option<String> {
    let mut text = String::new();
    loop {
        match chars.next()? {
            '"' => match chars.next_if(|next| *next == '"') {
                Some(quote) => text.push(quote),
                None => return Some(text),
            },
            c => text.push(c),
        }
    }
}

fn word_token(word: String) -> Token {
    if word.contains('!') || Area::read(&word).is_some() && word.contains(|c: char| c.is_ascii_alphabetic()) {
        Token::Reference(word)
    } else if word.parse::<rust_decimal::Decimal>().is_ok() || rust_decimal::Decimal::from_scientific(&word).is_ok() {
        Token::Number(word)
    } else {
        Token::Name(word)
    }
}
