//! Ids of our own for things of other tools.

use std::collections::BTreeSet;
use value::MAX_ID;

/// Ids that are in use, and those that are kept for elements which bring theirs along.
#[derive(Debug, Default)]
pub(super) struct Ids {
    taken: BTreeSet<String>,
    kept: BTreeSet<String>,
}

impl Ids {
    pub fn new(taken: impl Iterator<Item = String>) -> Self {
        Self { taken: taken.collect(), kept: BTreeSet::new() }
    }

    /// Keeps an id for the element that brings it along.
    pub fn keep(&mut self, id: &str) {
        self.kept.insert(id.to_owned());
    }

    /// Takes an id that an element brings along; no when another has it already.
    pub fn take(&mut self, id: &str) -> bool {
        self.taken.insert(id.to_owned())
    }

    /// A free id that is like a name of another tool.
    pub fn fresh(&mut self, name: &str, otherwise: &str) -> String {
        let base = id_like(name).unwrap_or_else(|| otherwise.to_owned());
        let mut id = base.clone();
        for number in 2_usize.. {
            if !self.kept.contains(&id) && self.taken.insert(id.clone()) {
                break;
            }
            let tail = format!("_{number}");
            let head: String = base.chars().take(MAX_ID - tail.len()).collect();
            id = format!("{}{tail}", head.trim_end_matches('_'));
        }
        id
    }
}

/// A name in small letters, digits and underscores; none when nothing of it is left.
pub(super) fn id_like(name: &str) -> Option<String> {
    let mut id = String::new();
    let mut small = false;
    for char in name.chars() {
        if char.is_ascii_alphanumeric() {
            if char.is_ascii_uppercase() && small {
                id.push('_');
            }
            small = char.is_ascii_lowercase();
            id.push(char.to_ascii_lowercase());
        } else if !id.ends_with('_') {
            small = false;
            id.push('_');
        }
    }
    let id = id.trim_start_matches(|char: char| !char.is_ascii_lowercase());
    let id: String = id.chars().take(MAX_ID).collect();
    let id = id.trim_end_matches('_');
    (!id.is_empty()).then(|| id.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_other_tools_become_ids() {
        for (name, expected) in [
            ("Activity_0x1abC", Some("activity_0x1ab_c")),
            ("sid-3F2504E0-4F89-11D3-9A0C-0305E82C3301", Some("sid_3f2504e0_4f89_11d3_9a0c_0305e82c3301")),
            ("leaveApproval", Some("leave_approval")),
            ("_12", None),
            ("请假", None),
            ("9lives", Some("lives")),
        ] {
            assert_eq!(id_like(name).as_deref(), expected, "{name}");
        }
        let mut ids = Ids::new(["a".to_owned()].into_iter());
        ids.keep("a_2");
        assert_eq!((ids.fresh("A", "step").as_str(), ids.fresh("请假", "step").as_str(), ids.fresh("", "step").as_str()), ("a_3", "step", "step_2"));
        let long = "x".repeat(60);
        assert_eq!((ids.fresh(&long, "s").len(), ids.fresh(&long, "s").len()), (40, 40));
    }
}
