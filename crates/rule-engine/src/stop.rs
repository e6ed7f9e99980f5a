//! Why rules stop a command that none of them has refused: a fault, or a circle.

use crate::Link;
use value::{ErrorValue, Label, Locale, RuleId};

/// Why the command is stopped. Nothing of it may be kept.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{}", self.label().get(Locale::En))]
pub enum RuleStop {
    /// A formula of a rule has no answer.
    Formula {
        /// The rule.
        rule: RuleId,
        /// Its name.
        name: Label,
        /// The error.
        error: ErrorValue,
    },
    /// A script failed or used up its limits.
    Script {
        /// The rule.
        rule: RuleId,
        /// Its name.
        name: Label,
        /// Line and column in the script, from 1.
        position: Option<(usize, usize)>,
        /// What went wrong.
        message: Box<Label>,
    },
    /// Rules set each other off without end.
    Loop {
        /// The way it went.
        chain: Vec<Link>,
    },
}

/// How many links of a chain are shown.
const SHOWN: usize = 12;

impl RuleStop {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            RuleStop::Formula { .. } => "rule.formula",
            RuleStop::Script { .. } => "rule.script",
            RuleStop::Loop { .. } => "rule.loop",
        }
    }

    /// The sentence for the person who asked, in both languages.
    pub fn label(&self) -> Label {
        match self {
            RuleStop::Formula { name, error, .. } => Label::both(
                format!("规则「{}」的公式无法计算：{} {}", name.get(Locale::ZhCn), error.code.as_str(), error.reason),
                format!("A formula of the rule “{}” has no answer: {} {}", name.get(Locale::En), error.code.as_str(), error.reason),
            ),
            RuleStop::Script { name, position, message, .. } => script(name, *position, message),
            RuleStop::Loop { chain } => looped(chain),
        }
    }
}

fn script(name: &Label, position: Option<(usize, usize)>, message: &Label) -> Label {
    let (zh_place, en_place) =
        position.map_or_else(Default::default, |(line, column)| (format!("第 {line} 行第 {column} 列："), format!("line {line}, column {column}: ")));
    Label::both(
        format!("规则「{}」的脚本出错：{zh_place}{}", name.get(Locale::ZhCn), message.get(Locale::ZhCn)),
        format!("The script of the rule “{}” failed: {en_place}{}", name.get(Locale::En), message.get(Locale::En)),
    )
}

fn looped(chain: &[Link]) -> Label {
    let words = |locale: Locale| {
        let skipped = chain.len().saturating_sub(SHOWN);
        chain.iter().skip(skipped).map(|link| link.name.get(locale).to_owned()).collect::<Vec<_>>().join(" → ")
    };
    Label::both(format!("规则互相触发，没有终止：{}", words(Locale::ZhCn)), format!("Rules set each other off without end: {}", words(Locale::En)))
}
