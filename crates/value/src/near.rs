//! The known name that somebody probably meant: for hints.

/// The nearest of some texts, if it is near enough to be meant: one slip in a short word, two in a longer one.
pub fn nearest<'t>(written: &str, known: impl Iterator<Item = &'t str>) -> Option<&'t str> {
    let allowed = if written.chars().count() <= 3 { 1 } else { 2 };
    known
        .map(|text| (distance(written, text), text))
        .filter(|(steps, text)| *steps <= allowed && *steps < text.chars().count())
        .min_by_key(|(steps, _)| *steps)
        .map(|(_, text)| text)
}

/// How many single changes lie between two texts, without regard to ASCII case.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (line, a) in left.chars().enumerate() {
        let mut next = vec![line + 1];
        for (column, b) in right.iter().enumerate() {
            let at = |cells: &[usize], index: usize| cells.get(index).copied().unwrap_or(usize::MAX / 2);
            let change = at(&row, column) + usize::from(!a.eq_ignore_ascii_case(b));
            next.push(change.min(at(&row, column + 1) + 1).min(at(&next, column) + 1));
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_forgiven_and_a_guess_is_not() {
        for (written, expected) in
            [("amuont", Some("amount")), ("Amount", Some("amount")), ("qyt", None), ("qt", Some("qty")), ("x", None), ("产品单", Some("产品单价"))]
        {
            assert_eq!(nearest(written, ["amount", "qty", "产品单价"].into_iter()), expected, "{written}");
        }
    }
}
