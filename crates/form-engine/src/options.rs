//! The options of a choice: a list or a tree, looked up by id.

use definition::{Choice, Tone};
use indexmap::IndexMap;
use value::{Label, OptionId};

/// All options of a field, parents before their children.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Options {
    by_id: IndexMap<OptionId, CompiledOption>,
}

/// One option.
#[derive(Debug, Clone, PartialEq)]
pub struct CompiledOption {
    /// Its id.
    pub id: OptionId,
    /// Its name.
    pub label: Label,
    /// What its colour means.
    pub tone: Tone,
    /// Whether it may no longer be chosen.
    pub retired: bool,
    /// The option above it in a tree.
    pub parent: Option<OptionId>,
    /// Whether nothing is below it.
    pub leaf: bool,
}

impl Options {
    /// Flattens a list or tree; a child of a retired option is retired too. Of two options with one id the first counts.
    pub fn of(choices: &[Choice]) -> Self {
        let mut options = Self::default();
        options.add(choices, None, false);
        options
    }

    fn add(&mut self, choices: &[Choice], parent: Option<&OptionId>, retired: bool) {
        for choice in choices {
            let retired = retired || choice.retired;
            let option = CompiledOption {
                id: choice.id.clone(),
                label: choice.label.clone(),
                tone: choice.tone,
                retired,
                parent: parent.cloned(),
                leaf: choice.children.is_empty(),
            };
            self.by_id.entry(choice.id.clone()).or_insert(option);
            self.add(&choice.children, Some(&choice.id), retired);
        }
    }

    /// The option of an id.
    pub fn get(&self, id: &str) -> Option<&CompiledOption> {
        self.by_id.get(id)
    }

    /// All options, parents before their children.
    pub fn iter(&self) -> impl Iterator<Item = &CompiledOption> {
        self.by_id.values()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.by_id.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }

    /// The labels from the top to an option, for showing a node of a cascade.
    pub fn path(&self, id: &str) -> Vec<&CompiledOption> {
        let mut path: Vec<&CompiledOption> = Vec::new();
        let mut next = self.get(id);
        while let Some(option) = next {
            path.push(option);
            next = option.parent.as_ref().filter(|_| path.len() <= self.by_id.len()).and_then(|parent| self.get(parent.as_str()));
        }
        path.reverse();
        path
    }

    /// Ids and labels as formulas are checked against them.
    pub fn names(&self) -> Vec<(String, Label)> {
        self.iter().map(|option| (option.id.to_string(), option.label.clone())).collect()
    }
}
