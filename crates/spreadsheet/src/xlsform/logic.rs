//! Conditions, checks, defaults and filters of a question as rules of the form.

use super::choices::Option_;
use super::formula::{self, Formula, Known, Place, Sort};
use super::xpath::Fault;
use std::collections::BTreeMap;

/// A formula has at most so many characters.
const LONGEST: usize = 8_000;

/// Whether a cell says yes.
pub(super) fn says_yes(text: &str) -> bool {
    matches!(text.trim().to_lowercase().as_str(), "yes" | "true" | "true()" | "1" | "是" | "y")
}

/// Whether a cell says no, or nothing.
pub(super) fn says_no(text: &str) -> bool {
    matches!(text.trim().to_lowercase().as_str(), "" | "no" | "false" | "false()" | "0" | "否" | "n")
}

/// A condition as a formula that gives yes or no.
pub(super) fn condition(text: &str, place: &Place<'_>) -> Result<String, Fault> {
    let found = formula::translate(text, place)?;
    Ok(match found.sort {
        Sort::Bool | Sort::Number => found.text,
        _ => format!("NOT(ISBLANK({}))", found.text),
    })
}

/// A check: a blank is right whatever it says.
pub(super) fn check(text: &str, place: &Place<'_>, this: &Known) -> Result<String, Fault> {
    let found = condition(text, place)?;
    Ok(if this.sort == Sort::Rows { found } else { format!("OR(ISBLANK({{{}}}), {found})", this.id) })
}

/// Whether a default is an expression.
pub(super) fn is_expression(text: &str) -> bool {
    text.contains("${") || text.trim_end().ends_with(')') && text.contains('(') && text.trim().starts_with(|c: char| c.is_ascii_lowercase())
}

/// Which options a filter offers: options with the same condition together.
pub(super) fn filter(text: &str, options: &[Option_], place: &Place<'_>) -> Result<String, Fault> {
    let mut groups: Vec<(String, Vec<&str>)> = Vec::new();
    for option in options {
        let columns: &BTreeMap<String, String> = &option.columns;
        let inner = Place { names: place.names, this: place.this, table: place.table, columns: Some(columns) };
        let Formula { text: condition, .. } = formula::translate(text, &inner)?;
        match groups.iter_mut().find(|(known, _)| *known == condition) {
            Some((_, ids)) => ids.push(&option.id),
            None => groups.push((condition, vec![&option.id])),
        }
    }
    let list = |ids: &[&str]| format!("ARRAY({})", ids.iter().map(|id| format!("\"{id}\"")).collect::<Vec<_>>().join(", "));
    let parts: Vec<String> = groups.iter().map(|(condition, ids)| format!("IF({condition}, {}, ARRAY())", list(ids))).collect();
    let whole = match parts.as_slice() {
        [only] => only.clone(),
        _ => format!("UNION({})", parts.join(", ")),
    };
    if whole.chars().count() > LONGEST {
        return Err(("筛选的选项太多，公式放不下".into(), "too many options are filtered for one formula".into()));
    }
    Ok(whole)
}

/// A label with `${name}` within, as a formula; the text without the names stands where formulas do not.
pub(super) fn with_names(text: &str, place: &Place<'_>) -> Result<Option<(String, String)>, Fault> {
    if !text.contains("${") {
        return Ok(None);
    }
    let (mut parts, mut plain, mut rest) = (Vec::new(), String::new(), text);
    let literal = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    while let Some((before, after)) = rest.split_once("${") {
        let Some((name, after)) = after.split_once('}') else { return Err(("${ 没有写完".into(), "`${` is not closed".into())) };
        if !before.is_empty() {
            parts.push(literal(before));
        }
        plain.push_str(before);
        let value = formula::translate(&format!("${{{name}}}"), place)?;
        parts.push(if value.sort == Sort::One { format!("LABEL({})", value.text) } else { value.text });
        plain.push('…');
        rest = after;
    }
    if !rest.is_empty() {
        parts.push(literal(rest));
    }
    plain.push_str(rest);
    Ok(Some((parts.join(" & "), plain)))
}
