//! What all kinds of choices share: the options come from the field's own list or from a dictionary, and the server knows them all.

use super::check;
#[cfg(not(target_family = "wasm"))]
use crate::shape::{Shape, Spelling};
use crate::{Behaviour, CompiledOption, FieldFault, Findings, FormEnvironment, Options, ValueContext, code};
use definition::Choice;
use std::sync::Arc;
use value::{DictionaryId, OptionId, Value, ValueType};

/// The options of a field: its own or a dictionary's, never both, never none, no id twice.
pub(super) fn options_of(
    own: &[Choice],
    dictionary: Option<&DictionaryId>,
    environment: &FormEnvironment<'_>,
    findings: &mut Findings,
) -> Option<Options> {
    match (own, dictionary) {
        ([], None) => {
            let hint = told!("填写 options，或用 dictionary 引用一个字典", "give `options`, or name a `dictionary`");
            findings.error("MC0111", "", told!("没有任何选项", "there are no options")).hint = Some(hint);
            None
        }
        ([], Some(id)) => dictionary_options(id, environment, findings),
        (own, None) => {
            twice(own, "/options", &mut Vec::new(), findings);
            Some(Options::of(own))
        }
        (_, Some(_)) => {
            let message = told!("options 与 dictionary 只能二选一", "either `options` or `dictionary`, not both");
            findings.error("MC0105", "/dictionary", message);
            None
        }
    }
}

fn dictionary_options(id: &DictionaryId, environment: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Options> {
    if let Some(dictionary) = environment.dictionaries.get(id) {
        return Some(Options::of(&dictionary.options));
    }
    let meant = definition::suggest::nearest(id.as_str(), environment.dictionaries.keys().map(DictionaryId::as_str));
    let message = told!(format!("没有字典「{id}」"), format!("there is no dictionary `{id}`"));
    findings.error("MC0107", "/dictionary", message).hint =
        meant.map(|meant| told!(format!("你是否想用「{meant}」？"), format!("did you mean `{meant}`?")));
    None
}

/// Reports ids that stand twice in a list or tree of options.
pub(super) fn twice<'a>(choices: &'a [Choice], place: &str, seen: &mut Vec<&'a str>, findings: &mut Findings) {
    for (index, choice) in choices.iter().enumerate() {
        let here = format!("{place}/{index}");
        if seen.contains(&choice.id.as_str()) {
            let message = told!(format!("选项 id「{}」用了两次", choice.id), format!("the option id `{}` is used twice", choice.id));
            findings.error("MC0111", &format!("{here}/id"), message);
        }
        seen.push(choice.id.as_str());
        twice(&choice.children, &format!("{here}/children"), seen, findings);
    }
}

/// Reports ids below a setting that are not options.
pub(super) fn known<'a>(ids: impl IntoIterator<Item = &'a OptionId>, place: &str, options: &Options, findings: &mut Findings) {
    for id in ids.into_iter().filter(|id| options.get(id.as_str()).is_none()) {
        let meant = definition::suggest::nearest(id.as_str(), options.iter().map(|option| option.id.as_str()));
        let message = told!(format!("没有选项「{id}」"), format!("there is no option `{id}`"));
        findings.error("MC0111", place, message).hint =
            meant.map(|meant| told!(format!("你是否想用「{meant}」？"), format!("did you mean `{meant}`?")));
    }
}

definition::choices! {
    /// Which nodes of a tree may be chosen.
    pub enum Levels {
        Leaf = "leaf", ("只能选最后一级", "Only those with nothing below them");
        Any = "any", ("任意一级", "Nodes of every level");
    }
}

/// One of the options.
#[derive(Debug)]
pub(super) struct OneOf {
    pub(super) options: Options,
    pub(super) levels: Levels,
}

/// A field of one option.
pub(super) fn one(options: Options, levels: Levels) -> Arc<dyn Behaviour> {
    Arc::new(OneOf { options, levels })
}

impl Behaviour for OneOf {
    fn value_type(&self) -> ValueType {
        ValueType::Choice
    }

    #[cfg(not(target_family = "wasm"))]
    fn shape(&self, spelling: Spelling) -> Shape {
        Shape::choice(&self.options, self.levels == Levels::Any, spelling)
    }

    fn options(&self) -> Options {
        self.options.clone()
    }

    fn check(&self, value: &Value, context: &ValueContext<'_>, faults: &mut Vec<FieldFault>) {
        if let Value::Choice(id) = value {
            check::option(id, context, faults);
            level(id, self.levels, context, faults);
        }
    }
}

/// Several of the options.
#[derive(Debug)]
pub(super) struct SomeOf {
    pub(super) options: Options,
    pub(super) levels: Levels,
    pub(super) min: Option<u32>,
    pub(super) max: Option<u32>,
    /// Options that stand alone.
    pub(super) exclusive: Vec<OptionId>,
    /// Whether the order of choosing is kept.
    pub(super) ordered: bool,
}

impl SomeOf {
    /// Several options, in the order of the definition.
    pub(super) fn of(options: Options, min: Option<u32>, max: Option<u32>) -> Self {
        Self { options, levels: Levels::Any, min, max, exclusive: Vec::new(), ordered: false }
    }
}

impl Behaviour for SomeOf {
    fn value_type(&self) -> ValueType {
        ValueType::List(Box::new(ValueType::Choice))
    }

    #[cfg(not(target_family = "wasm"))]
    fn shape(&self, spelling: Spelling) -> Shape {
        let item = Shape::choice(&self.options, self.levels == Levels::Any, spelling);
        let shape = Shape::list(item, (self.min, self.max), spelling);
        if self.exclusive.is_empty() || spelling == Spelling::Kept {
            return shape;
        }
        let alone = serde_json::json!({ "contains": { "enum": self.exclusive } });
        shape.with("if", alone).with("then", serde_json::json!({ "maxItems": 1 }))
    }

    fn options(&self) -> Options {
        self.options.clone()
    }

    /// Options stand in the order of the definition, whatever the order of the clicks, unless the order is what is asked for.
    fn normalise(&self, value: Value) -> Value {
        match value {
            Value::List(items) if items.is_empty() => Value::Blank,
            Value::List(items) if !self.ordered => {
                let is = |item: &Value, option: &CompiledOption| matches!(item, Value::Choice(id) if *id == option.id);
                let known = self.options.iter().flat_map(|option| items.iter().filter(move |item| is(item, option)));
                let unknown = items.iter().filter(|item| !self.options.iter().any(|option| is(item, option)));
                Value::List(known.chain(unknown).cloned().collect())
            }
            other => other,
        }
    }

    fn check(&self, value: &Value, context: &ValueContext<'_>, faults: &mut Vec<FieldFault>) {
        let Value::List(items) = value else { return };
        for item in items {
            if let Value::Choice(id) = item {
                check::option(id, context, faults);
                level(id, self.levels, context, faults);
            }
        }
        check::twice(items, faults);
        check::count(items.len(), self.min, self.max, ("项", "options"), faults);
        self.check_exclusive(items, faults);
    }
}

impl SomeOf {
    fn check_exclusive(&self, items: &[Value], faults: &mut Vec<FieldFault>) {
        let alone = items.iter().find_map(|item| match item {
            Value::Choice(id) if self.exclusive.contains(id) => self.options.get(id.as_str()),
            _ => None,
        });
        if let Some(option) = alone.filter(|_| items.len() > 1) {
            let (zh, en) = (option.label.get(value::Locale::ZhCn), option.label.get(value::Locale::En));
            check::fault(faults, code::NOT_ALONE, format!("「{zh}」不能与其他选项同选"), format!("`{en}` cannot be chosen together with others"));
        }
    }
}

/// An option that is not of the last level where one is asked for; what is stored may stay.
fn level(id: &OptionId, levels: Levels, context: &ValueContext<'_>, faults: &mut Vec<FieldFault>) {
    let inner = context.options.get(id.as_str()).is_some_and(|option| !option.leaf);
    if inner && levels == Levels::Leaf && !check::is_stored(id, context) {
        check::fault(faults, code::NOT_A_LEAF, "请选到最后一级", "choose down to the last level");
    }
}
