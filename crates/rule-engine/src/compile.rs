//! Checking a rule and making it ready.

use crate::{HeadOf, To, action_kind, actions::Action};
use definition::{Diagnostic, Rule, Severity, SlotKind, Trigger};
use formula::{FieldType, Formula, Reference, Scope, Type};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use value::{FieldId, FormId, Label, Locale, MessageId, ReferenceTarget, RoleId, RuleId, SlotId, ValueType};

/// What the app offers to its rules beside the fields of the form.
#[derive(Debug, Clone, Default)]
pub struct Environment {
    /// The roles of the app.
    pub roles: BTreeSet<RoleId>,
    /// The slots of the app.
    pub slots: BTreeMap<SlotId, SlotKind>,
    /// The message templates of the app, each with the form of which it speaks.
    pub messages: BTreeMap<MessageId, FormId>,
}

/// A checked rule. A clone is cheap.
#[derive(Debug, Clone)]
pub struct CompiledRule {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    id: RuleId,
    form: FormId,
    label: Label,
    on: Vec<Trigger>,
    priority: i32,
    when: Option<Formula>,
    actions: Vec<Box<dyn Action>>,
}

impl CompiledRule {
    /// Its id.
    pub fn id(&self) -> &RuleId {
        &self.inner.id
    }

    /// Its name.
    pub fn label(&self) -> &Label {
        &self.inner.label
    }

    /// The form whose records it watches.
    pub fn form(&self) -> &FormId {
        &self.inner.form
    }

    /// Whether a trigger sets it off.
    pub fn listens_to(&self, trigger: Trigger) -> bool {
        self.inner.on.contains(&trigger)
    }

    /// Smaller runs first.
    pub fn priority(&self) -> i32 {
        self.inner.priority
    }

    /// All that its formulas and recipients read of the record, so that the caller can load it.
    pub fn references(&self) -> BTreeSet<Reference> {
        let mut references: BTreeSet<Reference> = self.inner.when.iter().flat_map(|when| when.references().iter().cloned()).collect();
        for action in &self.inner.actions {
            action.references(&mut references);
        }
        references
    }

    pub(crate) fn condition(&self) -> Option<&Formula> {
        self.inner.when.as_ref()
    }

    pub(crate) fn actions(&self) -> &[Box<dyn Action>] {
        &self.inner.actions
    }
}

/// Checks a rule against the fields of its form and makes it ready. A rule that is switched off is checked and never ready.
pub fn compile(rule: &Rule, scope: &Scope, environment: &Environment) -> (Option<CompiledRule>, Vec<Diagnostic>) {
    let mut check = Check { rule, scope, environment, place: String::new(), findings: Vec::new() };
    if rule.on.is_empty() {
        check.error("MR0101", "/on", Label::both("规则没有触发时机。", "The rule is set off by nothing."));
    }
    if rule.actions.is_empty() {
        check.error("MR0102", "/actions", Label::both("规则没有动作。", "The rule does nothing."));
    }
    let when = rule.when.as_ref().and_then(|text| check.condition(&text.0, "/when"));
    let actions: Vec<Box<dyn Action>> = rule.actions.iter().enumerate().filter_map(|(index, action)| check.action(index, action)).collect();
    let findings = check.findings;
    let broken = findings.iter().any(|finding| finding.severity == Severity::Error);
    let inner = Inner {
        id: rule.id.clone(),
        form: rule.form.clone(),
        label: rule.label.clone(),
        on: rule.on.clone(),
        priority: rule.priority,
        when,
        actions,
    };
    ((!broken && !rule.disabled).then(|| CompiledRule { inner: Arc::new(inner) }), findings)
}

/// A rule under check.
pub(crate) struct Check<'a> {
    pub rule: &'a Rule,
    pub scope: &'a Scope,
    pub environment: &'a Environment,
    /// Pointer of the action under check.
    place: String,
    findings: Vec<Diagnostic>,
}

impl Check<'_> {
    fn action(&mut self, index: usize, action: &definition::RuleAction) -> Option<Box<dyn Action>> {
        self.place = format!("/actions/{index}");
        let Some(kind) = action_kind(&action.kind) else {
            let known = crate::ACTIONS.iter().map(|kind| kind.id).collect::<Vec<_>>().join(", ");
            let message = Label::both(format!("没有「{}」这种动作。", action.kind), format!("There is no kind of action “{}”.", action.kind));
            let hint = Label::both(format!("可用的动作：{known}"), format!("Known kinds: {known}"));
            self.report("MR0103", "/kind", message, Some(hint), None);
            return None;
        };
        // Keys that begin with `x-` are free for the author.
        let settings = action.settings.iter().filter(|(key, _)| !key.starts_with("x-")).map(|(key, value)| (key.clone(), value.clone())).collect();
        match (kind.build)(settings, self) {
            Ok(action) => action,
            Err(fault) => {
                let message = Label::both(format!("动作的设置不正确：{fault}"), format!("The settings of the action are wrong: {fault}"));
                self.error("MR0104", "", message);
                None
            }
        }
    }

    /// Reports an error below the action under check (or below the rule, before the first action).
    pub fn error(&mut self, code: &str, place: &str, message: Label) {
        self.report(code, place, message, None, None);
    }

    /// Reports an error with a hint and a part of a text.
    pub fn report(&mut self, code: &str, place: &str, message: Label, hint: Option<Label>, span: Option<(usize, usize)>) {
        let mut finding = Diagnostic::error(code, format!("rules/{}.json", self.rule.id), format!("{}{place}", self.place), message);
        finding.hint = hint;
        finding.span = span.map(|(start, end)| definition::Span { start, end });
        self.findings.push(finding);
    }

    /// Compiles a formula that answers TRUE or FALSE.
    pub fn condition(&mut self, text: &str, place: &str) -> Option<Formula> {
        let formula = self.formula(text, place)?;
        if !matches!(formula.result(), Type::Bool | Type::Any) {
            let message = Label::both("条件必须得出 TRUE 或 FALSE。", "A condition answers TRUE or FALSE.");
            let hint = Label::both("写成比较，例如 {amount} > 1000。", "Write a comparison such as {amount} > 1000.");
            self.report("MR0201", place, message, Some(hint), Some((0, text.chars().count())));
        }
        Some(formula)
    }

    /// Compiles a formula.
    pub fn formula(&mut self, text: &str, place: &str) -> Option<Formula> {
        match formula::compile(text, self.scope) {
            Ok(formula) => Some(formula),
            Err(faults) => {
                for fault in faults {
                    self.report(fault.code, place, fault.message, fault.hint, Some((fault.start, fault.end)));
                }
                None
            }
        }
    }

    /// A field of the form that a rule may set.
    pub fn settable(&mut self, field: &FieldId, place: &str) -> Option<FieldType> {
        let known = self.scope.fields.get(field.as_str()).filter(|_| !field.is_system());
        if known.is_none() {
            let message = Label::both(format!("表单没有可以写入的字段「{field}」。"), format!("The form has no field “{field}” that can be set."));
            let hint = hint(field.as_str(), self.scope.fields.keys().filter(|known| !known.is_system()).map(FieldId::as_str));
            self.report("MR0202", place, message, hint, None);
            return None;
        }
        known.cloned()
    }

    /// Checks that a formula's answer can be put into a field.
    pub fn may_hold(&mut self, field: &FieldType, formula: &Formula, place: &str) {
        if !formula::may_hold(&field.value_type, formula.result()) {
            let message = Label::both(
                format!("公式的结果不能写入字段「{}」。", field.label.get(Locale::ZhCn)),
                format!("The field “{}” cannot hold what the formula answers.", field.label.get(Locale::En)),
            );
            self.report("MR0203", place, message, None, Some((0, formula.source().chars().count())));
        }
    }

    /// Checks a message template.
    pub fn message(&mut self, message: &MessageId, place: &str) {
        match self.environment.messages.get(message) {
            Some(form) if *form != self.rule.form => {
                let text = Label::both(
                    format!("消息「{message}」说的是另一张表单「{form}」。"),
                    format!("The message “{message}” speaks of another form, “{form}”."),
                );
                self.error("MR0302", place, text);
            }
            Some(_) => {}
            None => {
                let text = Label::both(format!("应用没有消息「{message}」。"), format!("The app has no message “{message}”."));
                let hint = hint(message.as_str(), self.environment.messages.keys().map(MessageId::as_str));
                self.report("MR0301", place, text, hint, None);
            }
        }
    }

    /// Checks who is told.
    pub fn recipients(&mut self, to: &[To], place: &str) {
        if to.is_empty() {
            self.error("MR0303", place, Label::both("没有指定接收人。", "It is sent to nobody."));
        }
        for (index, to) in to.iter().enumerate() {
            let place = format!("{place}/{index}");
            match to {
                To::Creator | To::Holders | To::DepartmentHead { of: HeadOf::Creator } => {}
                To::Role { role } => {
                    if !self.environment.roles.contains(role) {
                        let text = Label::both(format!("应用没有角色「{role}」。"), format!("The app has no role “{role}”."));
                        let hint = hint(role.as_str(), self.environment.roles.iter().map(RoleId::as_str));
                        self.report("MR0304", &format!("{place}/role"), text, hint, None);
                    }
                }
                To::Field { field } => self.reference_field(field, &ReferenceTarget::User, &format!("{place}/field")),
                To::DepartmentHead { of: HeadOf::Field(field) } => {
                    self.reference_field(field, &ReferenceTarget::Department, &format!("{place}/of/field"));
                }
                To::Slot { slot } => {
                    if self.environment.slots.get(slot) != Some(&SlotKind::User) {
                        let text = Label::both(format!("应用没有人员占位「{slot}」。"), format!("The app has no slot “{slot}” for a person."));
                        let hint = hint(slot.as_str(), self.environment.slots.keys().map(SlotId::as_str));
                        self.report("MR0305", &format!("{place}/slot"), text, hint, None);
                    }
                }
            }
        }
    }

    fn reference_field(&mut self, field: &FieldId, target: &ReferenceTarget, place: &str) {
        let found = self.scope.fields.get(field.as_str()).map(|field| &field.value_type);
        let fits = match found {
            Some(ValueType::Reference(found)) => found == target,
            Some(ValueType::List(item)) => **item == ValueType::Reference(target.clone()),
            _ => false,
        };
        if !fits {
            let (zh, en) = if *target == ReferenceTarget::User { ("人员", "people") } else { ("部门", "departments") };
            let text = Label::both(format!("表单没有{zh}字段「{field}」。"), format!("The form has no field “{field}” that holds {en}."));
            let hint = hint(field.as_str(), self.scope.fields.keys().map(FieldId::as_str));
            self.report("MR0306", place, text, hint, None);
        }
    }

    /// The fields of the form, for scripts.
    #[cfg(feature = "scripts")]
    pub fn fields(&self) -> &indexmap::IndexMap<FieldId, FieldType> {
        &self.scope.fields
    }
}

/// A hint with the known name that is most like a wrong one.
fn hint<'n>(wrong: &str, known: impl Iterator<Item = &'n str>) -> Option<Label> {
    definition::suggest::nearest(wrong, known).map(|name| Label::both(format!("你是否想用「{name}」？"), format!("Did you mean “{name}”?")))
}
