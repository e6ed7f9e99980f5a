//! The order of a list that both sides may have changed.

/// The names of a list's items on each side, in their order.
pub(super) struct Orders<'a> {
    pub(super) base: Vec<&'a str>,
    pub(super) vendor: Vec<&'a str>,
    pub(super) customer: Vec<&'a str>,
}

impl<'a> Orders<'a> {
    /// Whether the maker moved items that were there before.
    pub(super) fn vendor_moved(&self) -> bool {
        moved(&self.base, &self.vendor)
    }

    /// Whether this deployment moved items that were there before.
    pub(super) fn customer_moved(&self) -> bool {
        moved(&self.base, &self.customer)
    }

    /// Whether both stand in one order, as far as both have the same items.
    pub(super) fn agree(&self) -> bool {
        !moved(&self.vendor, &self.customer)
    }

    /// The items that are there on both sides, in the order of one of them.
    pub(super) fn shared(side: &[&'a str], other: &[&'a str]) -> Vec<&'a str> {
        side.iter().filter(|name| other.contains(name)).copied().collect()
    }
}

fn moved(one: &[&str], other: &[&str]) -> bool {
    Orders::shared(one, other) != Orders::shared(other, one)
}

/// The kept items in the order of the first list; what only the second one has stands behind the item that it follows there.
pub(super) fn woven<'a>(first: &[&'a str], second: &[&'a str], kept: impl Fn(&str) -> bool) -> Vec<&'a str> {
    let mut order: Vec<&str> = first.iter().filter(|name| kept(name)).copied().collect();
    for (at, name) in second.iter().enumerate().filter(|(_, name)| kept(name)) {
        if order.contains(name) {
            continue;
        }
        let before = second.iter().take(at).rev().find_map(|name| order.iter().position(|one| one == name));
        order.insert(before.map_or(0, |place| place + 1), name);
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_second_adds_follows_its_neighbour() {
        assert_eq!(woven(&["a", "c", "mine"], &["new", "a", "b", "c"], |_| true), ["new", "a", "b", "c", "mine"]);
        assert_eq!(woven(&["c", "a"], &["a", "b", "c"], |name| name != "a"), ["b", "c"]);
    }

    #[test]
    fn only_items_that_both_have_can_be_moved() {
        let orders = Orders { base: vec!["a", "b"], vendor: vec!["b", "new", "a"], customer: vec!["mine", "a", "b"] };
        assert!(orders.vendor_moved() && !orders.customer_moved() && !orders.agree());
    }
}
