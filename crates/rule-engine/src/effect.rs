//! What rules want done.

use crate::Recipient;
use formula::Reference;
use value::{FieldId, Label, MessageId, RuleId, Value};

/// What a rule wants done. The caller does it in the transaction of the command.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// A field is set. Before a record is stored this belongs to the same change, afterwards it is a change of its own.
    SetField {
        /// The field.
        field: FieldId,
        /// The value, fitted to the field's type.
        value: Value,
        /// Which rule.
        rule: RuleId,
    },
    /// The command is refused; all refusals are shown at once.
    Refuse {
        /// Why, for the person who asked.
        message: Label,
        /// The field beside which it is shown.
        field: Option<FieldId>,
        /// Which rule.
        rule: RuleId,
    },
    /// People are told.
    Notify {
        /// The message template.
        message: MessageId,
        /// Who.
        to: Vec<Recipient>,
        /// Which rule.
        rule: RuleId,
    },
    /// A note for the record's history.
    Log {
        /// What is noted.
        text: String,
        /// Which rule.
        rule: RuleId,
    },
    /// Only the server can say what follows (a script in the browser).
    Pending {
        /// Which rule.
        rule: RuleId,
    },
}

/// What a run of rules led to.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Outcome {
    /// What is to be done, in order.
    pub effects: Vec<Effect>,
    /// What every rule thought; empty unless it was asked for.
    pub trace: Vec<Trace>,
}

impl Outcome {
    /// The refusals among the effects: message and field.
    pub fn refusals(&self) -> impl Iterator<Item = (&Label, Option<&FieldId>, &RuleId)> {
        self.effects.iter().filter_map(|effect| match effect {
            Effect::Refuse { message, field, rule } => Some((message, field.as_ref(), rule)),
            _ => None,
        })
    }
}

/// Why a rule fired or did not.
#[derive(Debug, Clone, PartialEq)]
pub struct Trace {
    /// The rule.
    pub rule: RuleId,
    /// Its name.
    pub name: Label,
    /// Whether it fired.
    pub fired: bool,
    /// The source of its condition.
    pub condition: Option<String>,
    /// What the condition looked at.
    pub seen: Vec<Seen>,
}

/// A value that a condition looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    /// Where.
    pub reference: Reference,
    /// What was there.
    pub value: Value,
}
