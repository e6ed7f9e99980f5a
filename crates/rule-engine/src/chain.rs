//! One command, one chain of rules that set each other off.

use definition::Trigger;
use value::{Label, RecordId, RuleId};

/// How many rules may fire in one chain.
const MAX_LINKS: usize = 64;
/// How often one rule may fire for one record in one chain.
const MAX_VISITS: usize = 4;

/// The rules that have fired in one command. The caller makes one per command and passes it to every [`crate::run`] of it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Chain {
    links: Vec<Link>,
}

/// A rule that fired.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// The rule.
    pub rule: RuleId,
    /// Its name.
    pub name: Label,
    /// What set it off.
    pub trigger: Trigger,
    /// For which record.
    pub record: RecordId,
}

impl Chain {
    /// A chain in which nothing has fired yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// What has fired so far, in order.
    pub fn links(&self) -> &[Link] {
        &self.links
    }

    /// Adds a rule that fires; `false` when it has fired too often.
    pub(crate) fn add(&mut self, link: Link) -> bool {
        let visits = self.links.iter().filter(|known| known.rule == link.rule && known.record == link.record).count();
        self.links.push(link);
        visits < MAX_VISITS && self.links.len() <= MAX_LINKS
    }
}
